"""Exact seeking, stepping back, scrubbing and decoding at full size, beside mpv and ffmpeg."""

from __future__ import annotations

import argparse
import os
import queue
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from mpv_peer import Mpv
from table import Row, show

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.domain.errors import UserError  # noqa: E402
from app.media.frame_cache import FrameCache  # noqa: E402
from app.media.frame_source import FrameSource  # noqa: E402
from app.media.library import FileLibrary  # noqa: E402
from sora_model.data.pipeline import ahead  # noqa: E402
from sora_model.media.decoder import FrameDecoder  # noqa: E402
from sora_model.media.pictures import Picture, PictureConverter  # noqa: E402
from sora_model.media.pts_index import PtsIndex, build_index, confirm_index  # noqa: E402

SEEKS, PLACES, IN_A_ROW, SCRUBS = 40, 20, 20, 4000
DECODED = 600
DISPLAY = (1280, 720)
REFRESH_MS = 1000 / 30
FOOTAGE = ROOT.parent / "shared" / "data"
REAL = ("intel_samples/one-by-one-person-detection.mp4", "pets_s2l1/vtest.avi")
WHAT = ("seek", "back", "scrub", "decode", "open")
_PAUSE_S = 0.6
"""Before each timed move both have so long to end what they do in the background."""
_WAIT_S = 60.0
_KEY_DELAY_S = 0.4
"""Before a key that is held down repeats."""
_TURNS = 113
"""Of the film of 64 s: two hours."""


def write_film(path: Path, seconds: int = 64) -> None:
    """1080p30 H.264 with three B-frames and a key frame every 250 frames, of moving and noisy pictures."""
    mixed = (
        "[1:v]scale=1920:1080,format=yuv420p[m];[0:v]format=yuv420p[t];"
        "[t][m]blend=all_mode=average,noise=alls=6:allf=t[v]"
    )
    sources = [
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=1920x1080:r=30",
        "-f",
        "lavfi",
        "-i",
        "mandelbrot=s=480x270:r=30",
    ]
    coded = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "27", "-bf", "3"]
    groups = ["-g", "250", "-keyint_min", "250", "-sc_threshold", "0"]
    _ffmpeg(*sources, "-filter_complex", mixed, "-map", "[v]", "-t", str(seconds), *coded, *groups, str(path))


def write_long_film(path: Path, film: Path) -> None:
    """Two hours: the packets of `film` again and again."""
    _ffmpeg("-stream_loop", str(_TURNS - 1), "-i", str(film), "-c", "copy", str(path))


def _ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments], check=True)


class Viewer:
    """Our side: a `FrameSource` asked for one frame at a time, as the player asks it."""

    def __init__(self, film: Path, index: PtsIndex, budget_bytes: int = 256 << 20) -> None:
        self.answers: queue.Queue[tuple[int, Picture | UserError]] = queue.Queue()
        self.cache = FrameCache.within(budget_bytes)
        self.source = FrameSource(
            film,
            index,
            "film",
            self.cache,
            lambda n, picture: self.answers.put((n, picture)),
            lambda error: self.answers.put((-1, error)),
        )

    def __enter__(self) -> Viewer:
        return self

    def __exit__(self, *_: object) -> None:
        self.source.close()

    def show(self, n: int, direction: int = 1) -> float:
        """Seconds until picture `n` is there."""
        started = time.perf_counter()
        if self.source.cached(n) is not None:
            shown = time.perf_counter() - started
            self.source.request(n, direction)
            self._await(n)
            return shown
        self.source.request(n, direction)
        self._await(n)
        return time.perf_counter() - started

    def _await(self, n: int) -> None:
        while True:
            number, answer = self.answers.get(timeout=_WAIT_S)
            if isinstance(answer, UserError):
                raise answer
            if number == n:
                return


def _seconds(index: PtsIndex, n: int) -> float:
    """Frame `n` as mpv is asked for it: a little early, since it shows the first frame not before."""
    return max(0.0, index.seconds(index.start_of(n)) - 0.001)


def _rows(name: str, ours: Sequence[float], theirs: Sequence[float], most: float) -> list[Row]:
    """p50 and p95 in milliseconds beside mpv's, of which ours may be `most`."""
    rows = []
    for percentile in (50, 95):
        us, them = (float(np.percentile(times, percentile)) * 1e3 for times in (ours, theirs))
        rows.append(Row(f"{name}, p{percentile}", us, "ms", them * most, "mpv", them))
    return rows


def exact_seeks(film: Path, index: PtsIndex, name: str) -> list[Row]:
    """Random frames, the same for both, in turns."""
    chosen = random.Random(1)
    ours, theirs = [], []
    with Viewer(film, index) as viewer, Mpv(film) as mpv:
        for turn in range(SEEKS):
            n = chosen.randrange(len(index))
            moves: list[Callable[[], None]] = [
                lambda n=n: ours.append(viewer.show(n)),  # type: ignore[misc]
                lambda n=n: theirs.append(mpv.seek(_seconds(index, n))),  # type: ignore[misc]
            ]
            for move in moves if turn % 2 else reversed(moves):
                time.sleep(_PAUSE_S)
                move()
    return _rows(f"{name}: exact frame at random", ours, theirs, 1.0)


def steps_back(film: Path, index: PtsIndex, name: str) -> list[Row]:
    """One frame back as soon as a random frame is there, then more in a row, each when the last is there."""
    chosen = random.Random(2)
    first_of_ours, first_of_theirs, ours, theirs, paced = [], [], [], [], []
    with Viewer(film, index) as viewer, Mpv(film) as mpv:
        for _ in range(PLACES):
            n = chosen.randrange(IN_A_ROW + 1, len(index))
            time.sleep(_PAUSE_S)
            viewer.show(n)
            first_of_ours.append(viewer.show(n - 1, -1))
            ours += [viewer.show(n - 1 - step, -1) for step in range(1, IN_A_ROW + 1)]
            viewer.show(chosen.randrange(len(index)))
            time.sleep(_PAUSE_S)
            viewer.show(n)
            paced += list(_paced(viewer, range(n - 1, n - 2 - IN_A_ROW, -1)))
            time.sleep(_PAUSE_S)
            mpv.seek(_seconds(index, n))
            first_of_theirs.append(mpv.step_back())
            if len(theirs) < IN_A_ROW * 3:
                theirs += [mpv.step_back() for _ in range(IN_A_ROW)]
    rows = _rows(f"{name}: first frame back", first_of_ours, first_of_theirs, 0.5)
    p95 = float(np.percentile(ours, 95)) * 1e3
    return [
        *rows,
        Row(f"{name}: {IN_A_ROW} frames back in a row, p95", p95, "ms", REFRESH_MS, "mpv", _p95(theirs)),
        Row(f"{name}: {IN_A_ROW} frames back in a row, longest", max(ours) * 1e3, "ms"),
        Row(f"{name}: the same with the key held down, p95", _p95(paced), "ms", REFRESH_MS),
        Row(f"{name}: the same with the key held down, longest", max(paced) * 1e3, "ms"),
    ]


def _paced(viewer: Viewer, numbers: range) -> Iterator[float]:
    """Steps no faster than a key that is held down repeats, after its first delay."""
    for step, n in enumerate(numbers):
        took = viewer.show(n, -1)
        yield took
        time.sleep(max(0.0, (_KEY_DELAY_S if step == 0 else REFRESH_MS / 1e3) - took))


def _p95(times: Sequence[float]) -> float:
    return float(np.percentile(times, 95)) * 1e3


def scrubbing(film: Path, index: PtsIndex, name: str, budget_bytes: int = 256 << 20) -> list[Row]:
    """Memory while wishes follow each other faster than they can be granted, and now and then are awaited."""
    chosen = random.Random(3)
    with Viewer(film, index, budget_bytes) as viewer:
        viewer.show(0)
        before = _resident_bytes()
        samples = []
        place = 0
        for turn in range(SCRUBS):
            # Drags over a stretch, then a jump somewhere else.
            place = chosen.randrange(len(index)) if turn % 40 == 0 else place + chosen.randint(-12, 15)
            place = min(max(place, 0), len(index) - 1)
            if turn % 10 == 0:
                viewer.show(place, chosen.choice((-1, 1)))
            else:
                viewer.source.request(place, chosen.choice((-1, 1)))
                time.sleep(0.004)
            samples.append(_resident_bytes())
            while not viewer.answers.empty():
                viewer.answers.get()
    later = np.array(samples[SCRUBS // 4 :], float)
    slope = float(np.polyfit(np.arange(len(later)), later, 1)[0]) * 1000 / 2**20
    most = (max(samples) - before) / 2**20
    return [
        Row(f"{name}: memory while scrubbing beyond the start's", most, "MiB", budget_bytes / 2**20),
        Row(f"{name}: growth over the last 3/4, per 1000 wishes", slope, "MiB"),
    ]


def decoding(film: Path, index: PtsIndex, name: str) -> list[Row]:
    """Frames to RGB of the size of a window, one after the other; seconds for as many frames as theirs."""
    frames = min(len(index), DECODED)
    width, height = DISPLAY
    to_nothing = ["-i", str(film), "-map", "0:v:0", "-frames:v", str(frames)]
    to_rgb = ["-vf", f"scale={width}:{height},format=rgb24"]

    def ours() -> None:
        converter = PictureConverter()
        # As extraction does it: the decoder runs ahead in a thread of its own.
        with (
            FrameDecoder(film, index) as decoder,
            closing(ahead((decoder.decoded(n) for n in range(frames)), 8)) as decoded,
        ):
            for frame in decoded:
                converter.view(frame, DISPLAY)

    runs: dict[str, Callable[[], None]] = {
        "ours": ours,
        "ffmpeg to null": lambda: _ffmpeg(*to_nothing, "-f", "null", "-"),
        "ffmpeg to RGB": lambda: _ffmpeg(*to_nothing, *to_rgb, "-f", "null", "-"),
    }
    took: dict[str, list[float]] = {run: [] for run in runs}
    for _ in range(3):
        for run, go in runs.items():
            started = time.perf_counter()
            go()
            took[run].append(time.perf_counter() - started)
    best = {run: min(times) for run, times in took.items()}
    null, rgb = best["ffmpeg to null"], best["ffmpeg to RGB"]
    title = f"{name}: {frames} frames to RGB {width}x{height}"
    return [
        Row(title, best["ours"], "s", null / 0.8, "ffmpeg -f null", null),
        Row(f"{title} (peer: the same)", best["ours"], "s", None, "ffmpeg to RGB", rgb),
    ]


def opening(film: Path, name: str) -> list[Row]:
    """A film of two hours: its first picture, its index, and its index once more."""
    library_folder = tempfile.TemporaryDirectory(prefix="index-")
    with library_folder:
        library = FileLibrary(Path(library_folder.name))
        steps: dict[str, tuple[Callable[[], object], float | None]] = {
            "first picture": (lambda: library.first_picture(film), 1000.0),
            "frame times, first time": (lambda: library.frame_times(film), None),
            "frame times, once more": (lambda: library.frame_times(film), 1000.0),
        }
        rows = []
        for step, (go, most) in steps.items():
            started = time.perf_counter()
            go()
            rows.append(Row(f"{name}: {step}", (time.perf_counter() - started) * 1e3, "ms", most))
    return rows


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def measure(film: Path, name: str, what: Sequence[str] = WHAT) -> list[Row]:
    """The rows of one film."""
    if not set(what) & {"seek", "back", "scrub", "decode"}:
        return []
    index = confirm_index(film, build_index(film))
    rows: list[Row] = []
    if "seek" in what:
        rows += exact_seeks(film, index, name)
    if "back" in what:
        rows += steps_back(film, index, name)
    if "scrub" in what:
        rows += scrubbing(film, index, name)
    if "decode" in what:
        rows += decoding(film, index, name)
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--films", type=Path, help="folder to keep the generated films in")
    parser.add_argument("--only", nargs="+", choices=WHAT, default=WHAT, help="measure only these")
    parser.add_argument("--no-footage", action="store_true", help="the generated film only")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="media-seek-") as temporary:
        folder = options.films or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        film = folder / "film.mp4"
        if not film.exists():
            write_film(film)
        rows = measure(film, "1080p30, GOP 250", options.only)
        if "open" in options.only:
            long_film = folder / "two_hours.mp4"
            if not long_film.exists():
                write_long_film(long_film, film)
            rows += opening(long_film, "two hours of 1080p30")
        for real in () if options.no_footage else REAL:
            if (FOOTAGE / real).exists():
                rows += measure(FOOTAGE / real, Path(real).stem, options.only)
    show(rows, options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
