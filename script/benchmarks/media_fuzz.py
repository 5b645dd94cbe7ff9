"""Damages real and generated files in every way and uses them as the program does: no crash, no hang.

Each case is one file with bytes flipped, cut off, zeroed, doubled or swapped, made from a seed and a number,
so that a case can be made again. A child process opens it, plays it, listens to it and grabs from it. Fine is
a clear refusal (`UserError`, `SoraError`) or pictures that are the same in whatever way they are asked for.

    python script/benchmarks/media_fuzz.py --cases 5000 --workers 2 --json
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import queue
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

HANG_S = 10.0
"""Of the child's own processor time; the clock may show PATIENCE times as much, for a busy machine."""
PATIENCE = 6
LARGEST = 130_000
"""Bytes of a real file that is damaged: cases are many, so files are small."""
MEMORY = 6 << 30

UNSTEADY = ("ffv1", "apng", "prores")
"""Codecs whose decoders leave parts of a damaged picture unwritten: what memory held shows there."""

Damage = Callable[[bytearray, random.Random], None]


# ------------------------------------------------------------------------------------------------ cases


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 4, 30))):
        data[chance.randrange(len(data))] = chance.randrange(256)


def _flip_head(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 3, 8))):
        data[chance.randrange(min(len(data), 2000))] = chance.randrange(256)


def _flip_tail(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 3, 8))):
        data[-1 - chance.randrange(min(len(data), 2000))] = chance.randrange(256)


def _extreme_number(data: bytearray, chance: random.Random) -> None:
    """A length, count or time at the ends of its range."""
    value = chance.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\0\0\0\1"))
    at = chance.randrange(max(1, min(len(data), chance.choice((400, 4000, 1 << 30))) - 4))
    data[at : at + 4] = value


def _truncate(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _lose_start(data: bytearray, chance: random.Random) -> None:
    del data[: chance.randrange(len(data))]


def _zero(data: bytearray, chance: random.Random) -> None:
    begin, end = _block(data, chance)
    data[begin:end] = bytes(end - begin)


def _double(data: bytearray, chance: random.Random) -> None:
    begin, end = _block(data, chance)
    data[end:end] = data[begin:end]


def _remove(data: bytearray, chance: random.Random) -> None:
    begin, end = _block(data, chance)
    del data[begin:end]


def _swap(data: bytearray, chance: random.Random) -> None:
    begin, end = _block(data, chance)
    other = chance.randrange(len(data) - (end - begin) + 1)
    block = data[begin:end]
    del data[begin:end]
    data[other:other] = block


def _block(data: bytearray, chance: random.Random) -> tuple[int, int]:
    begin = chance.randrange(len(data))
    return begin, min(len(data), begin + chance.choice((1, 16, 188, 700, 5000)))


DAMAGES: tuple[Damage, ...] = (
    _flip, _flip, _flip_head, _flip_tail, _extreme_number, _extreme_number,
    _truncate, _lose_start, _zero, _double, _remove, _swap,
)  # fmt: skip


def damaged(data: bytes, chance: random.Random) -> bytes:
    """`data` damaged in one to three ways."""
    changed = bytearray(data)
    for damage in chance.choices(DAMAGES, k=chance.choice((1, 1, 2, 3))):
        if len(changed) > 8:
            damage(changed, chance)
    return bytes(changed)


def sources() -> list[Path]:
    """Small films and sounds of every kind: generated, and real where the footage is there."""
    from tests.films_of_every_kind import KINDS, film
    from tests.footage import FOOTAGE

    found = [film(name) for name in KINDS]
    found = [path for path in found if path.stat().st_size < LARGEST]
    real = [
        *sorted((FOOTAGE / "torture").glob("*/*")),
        *sorted((FOOTAGE / "fsdd").glob("*.wav"))[::300],
        *sorted((FOOTAGE / "intel_samples").glob("*/*.mkv")),
    ]
    return found + [path for path in real if path.is_file() and 0 < path.stat().st_size < LARGEST]


# ------------------------------------------------------------------------------------- the child process


class Different(Exception):
    """A frame was not the same picture twice."""


def use(path: Path, cache: Path, chance: random.Random) -> str:
    """Do with `path` what the program does with a film; says what came of it."""
    from app.domain.errors import UserError
    from app.media.probe import probe
    from sora_model.contract.errors import SoraError

    try:
        facts = probe(path, cache_dir=cache)
    except UserError as error:
        if not str(error):
            raise AssertionError("an error without words") from error
        return "refused"
    outcomes = set()
    parts = [lambda: _listen(path, cache, chance)] if facts.audio is not None else []
    if facts.video is not None:
        parts += [lambda: _look(path, cache, chance), lambda: _look_early(path, chance)]
    for part in parts:
        try:
            part()
            outcomes.add("fine")
        except (UserError, SoraError):
            outcomes.add("partly refused")
        except Different:
            if facts.video is None or facts.video.codec not in UNSTEADY:
                # What several threads of FFmpeg conceal, now and then without a word, differs each time.
                _look(path, cache / "by one thread", chance, threads=1)
            outcomes.add("unsteady")
    return next(name for name in ("unsteady", "partly refused", "fine") if name in outcomes)


def _look(path: Path, cache: Path, chance: random.Random, threads: int = 2) -> None:
    """The exact index, whoever looks on while it is made, and frames at random: the same pictures."""
    import numpy as np

    from app.media.grab import grab
    from app.media.scrub_proxy import ProxyWriter
    from app.media.thumbnails import ThumbnailWriter
    from sora_model.media.decoder import FrameDecoder
    from sora_model.media.film_pass import film_pass
    from sora_model.media.motion_energy import MotionEnergy
    from sora_model.media.pts_index import load_index

    index = load_index(path, cache, threads=threads)
    numbers = [chance.randrange(len(index)) for _ in range(5)]
    seen = _Seen(frozenset(numbers))
    lookers = [
        seen,
        MotionEnergy(cache / "film.motion", index.average_fps),
        ThumbnailWriter(path, cache, index.duration_s),
        ProxyWriter(path, cache),
    ]
    film_pass(path, None, index, lookers, threads=threads, on_failure=_raise)
    with FrameDecoder(path, index, threads=threads) as decoder:
        for n in [*numbers, 0, len(index) - 1]:
            picture = decoder.frame(n)
            if n in seen.pictures and not np.array_equal(picture, seen.pictures[n]):
                raise Different(f"frame {n} of {len(index)}")
    grab(path, numbers[0], cache / "grabbed.png", cache_dir=cache)


def _look_early(path: Path, chance: random.Random) -> None:
    """Frames by the guessed index, as the window shows them at first."""
    from sora_model.media.decoder import FrameDecoder
    from sora_model.media.pts_index import build_index

    index = build_index(path)
    with FrameDecoder(path, index, threads=2) as decoder:
        for _ in range(3):
            decoder.frame(chance.randrange(len(index)))


def _listen(path: Path, cache: Path, chance: random.Random) -> None:
    import numpy as np

    from app.media.sound_pass import make_pictures, open_peaks
    from app.media.waveform_peaks import peaks_file
    from sora_model.media.audio_reader import AudioReader

    with AudioReader(path) as reader:
        for _ in range(2):
            start = chance.uniform(-0.5, 1 + min(60.0, max(0.0, reader.facts.duration_s)))
            heard = reader.read(start, 0.5)
            if heard.shape != (8000, 1) or not np.isfinite(heard).all():
                raise Different(f"sound at {start}")
    make_pictures(path, cache, spectrograms=(None,))
    peaks = open_peaks(peaks_file(path, cache))
    if peaks is not None:
        peaks.peaks(0.0, 1.0, 100)


def _raise(looker: object, error: Exception) -> None:
    raise error


class _Seen:
    resume_at = 0

    def __init__(self, numbers: frozenset[int]) -> None:
        from sora_model.media.pictures import PictureConverter

        self._numbers = numbers
        self._converter = PictureConverter()
        self.pictures: dict[int, object] = {}

    def see(self, n: int, frame: object) -> None:
        if n in self._numbers:
            self.pictures[n] = self._converter.rgb(frame)  # type: ignore[arg-type]

    def finish(self, index: object) -> None:
        return

    def stop(self, n: int) -> None:
        return


def child() -> None:
    """Answer each line of the standard input, a path and a seed, with a line of JSON."""
    import av

    av.logging.set_level(None)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        path, seed = json.loads(line)
        with tempfile.TemporaryDirectory() as cache:
            try:
                answer = {"outcome": use(Path(path), Path(cache), random.Random(seed)), "text": ""}
            except Exception:  # noqa: BLE001 - whatever it is, it is the finding
                answer = {"outcome": "failed", "text": traceback.format_exc()}
        print(json.dumps(answer), flush=True)


# ------------------------------------------------------------------------------------------- the parent


@dataclass
class Report:
    """What came of all cases; `wrong`: those that must not be, each with what is needed to make it again."""

    cases: int = 0
    files: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0
    outcomes: dict[str, int] = field(default_factory=dict)
    wrong: list[dict[str, object]] = field(default_factory=list)

    def __str__(self) -> str:
        counts = ", ".join(f"{name} {count}" for name, count in sorted(self.outcomes.items()))
        return (
            f"{self.cases} cases of {self.files} files: {counts}; crashes {self._count('crash')}, hangs "
            f"{self._count('hang')}, wrong errors {self._count('failed')}; slowest {self.slowest_s:.1f} s of "
            f"processor time, {self.seconds:.0f} s in all"
        )

    def _count(self, outcome: str) -> int:
        return sum(case["outcome"] == outcome for case in self.wrong)


class Child:
    """A child process that is started again when it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()

    def ask(self, path: Path, seed: str) -> tuple[dict[str, str], float]:
        """What came of one case, and the processor time that it took."""
        if self._process is None:
            self._start()
        process = self._process
        assert process is not None
        assert process.stdin is not None
        begin = _processor_s(process.pid)
        process.stdin.write(json.dumps([str(path), seed]) + "\n")
        process.stdin.flush()
        give_up = time.monotonic() + PATIENCE * HANG_S
        while True:
            try:
                line = self._lines.get(timeout=0.25)
            except queue.Empty:
                spent = _processor_s(process.pid) - begin
                if spent > HANG_S or time.monotonic() > give_up:
                    self.close()
                    return {"outcome": "hang", "text": f"{spent:.1f} s of processor time"}, spent
                continue
            if not line:
                code = self._end()
                return {"outcome": "crash", "text": f"exit status {code}"}, 0.0
            return json.loads(line), _processor_s(process.pid) - begin

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._end()

    def _end(self) -> int:
        """Wait for the dead child; its exit status."""
        process, self._process = self._process, None
        assert process is not None
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        return process.wait()

    def _start(self) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        self._process = process = subprocess.Popen(
            [sys.executable, __file__, "--child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
            cwd=ROOT,
        )
        self._lines = lines = queue.Queue()
        assert process.stdout is not None
        stdout = process.stdout

        def read() -> None:
            with stdout:
                for line in stdout:
                    lines.put(line)
            lines.put("")

        threading.Thread(target=read, daemon=True).start()


def _processor_s(pid: int) -> float:
    """Processor time that process `pid` has used; the clock's time where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return time.monotonic()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(cases: int, seed: int, workers: int, keep: Path | None = None, only: int | None = None) -> Report:
    """Run `cases` cases (or only that number) with `workers` children; what is wrong is kept in `keep`."""
    files = sources()
    report, counts, lock = Report(files=len(files)), Counter[str](), threading.Lock()
    numbers = iter(range(cases) if only is None else [only])
    begin = time.monotonic()

    def work(folder: Path) -> None:
        child = Child()
        try:
            while True:
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                name = f"{seed}-{number}"
                chance = random.Random(name)
                source = chance.choice(files)
                path = folder / f"case{source.suffix}"
                path.write_bytes(damaged(source.read_bytes(), chance))
                answer, spent = child.ask(path, name)
                with lock:
                    report.cases += 1
                    report.slowest_s = max(report.slowest_s, spent)
                    if answer["outcome"] in ("crash", "hang", "failed"):
                        report.wrong.append({"case": name, "source": source.name, **answer})
                        if keep is not None:
                            (keep / f"{name}{source.suffix}").write_bytes(path.read_bytes())
                    else:
                        counts[answer["outcome"]] += 1
        finally:
            child.close()

    with tempfile.TemporaryDirectory() as temporary:
        folders = [Path(temporary, str(n)) for n in range(workers)]
        for folder in folders:
            folder.mkdir()
        threads = [threading.Thread(target=work, args=(folder,)) for folder in folders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    report.outcomes = dict(counts)
    report.seconds = time.monotonic() - begin
    return report


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", type=int, help="make and run this one case again")
    parser.add_argument("--keep", type=Path, help="folder for the files of cases that went wrong")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        child()
        return 0
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
    report = run(options.cases, options.seed, options.workers, options.keep, options.only)
    if options.json:
        print(json.dumps(asdict(report), indent=1))
    else:
        print(report)
        for case in report.wrong:
            print(case["case"], case["source"], case["outcome"], case["text"], sep="\n  ")
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
