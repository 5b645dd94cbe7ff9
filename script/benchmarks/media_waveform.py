"""Two hours of sound: its waveform and spectrogram made beside `ffmpeg` decoding it, and drawn while a
hand pans and zooms at 1600 pixels.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from table import Row, machine, show_report

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

SPEECH = ROOT.parent / "shared" / "data" / "ami_speakers"
HOURS, PIECE_S = 2, 600
TURNS = 3
MOST_RATIO, MOST_MEMORY_MB, MOST_DISK_MB, MOST_PAINT_MS = 1.5, 64.0, 100.0, 8.0
WIDTH, HEIGHT, PAINTS = 1600, 160, 300

_CHILD = """
import json, resource, sys, time
from pathlib import Path
from app.media.sound_pass import make_pictures
def peak_mb():
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
sound, cache, spectrogram = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "spectrogram"
if spectrogram:
    import scipy.fft  # the library is no more of our making than the interpreter
before, began = peak_mb(), time.perf_counter()
make_pictures(sound, cache, peaks=not spectrogram, spectrograms=[None] if spectrogram else [])
print(json.dumps({"s": time.perf_counter() - began, "interpreter_mb": before, "peak_mb": peak_mb()}))
"""


def write_sound(path: Path) -> None:
    """Two hours of AAC in stereo, 48 kHz: speech where there is some, pink noise and a tone with beats."""
    speech = [str(file) for file in (SPEECH / "dev00.wav", SPEECH / "trn08.wav") if file.is_file()]
    inputs = [part for file in speech for part in ("-stream_loop", "-1", "-i", file)]
    for source in ("anoisesrc=c=pink:a=0.05:r=48000:seed=1", "sine=f=440:b=8:r=48000"):
        inputs += ["-f", "lavfi", "-i", source]
    count = len(speech)
    filters = [f"[{n}:a]aresample=48000,volume=4[s{n}]" for n in range(count)]
    left = ("[s0]" if speech else "") + f"[{count}:a]"
    right = ("[s1]" if count > 1 else "") + f"[{count + 1}:a]"
    filters += [f"{left}amix={left.count('[')}[l]", f"{right}amix={right.count('[')}[r]"]
    filters.append("[l][r]join=inputs=2:channel_layout=stereo[o]")
    piece = path.with_name(f"piece-{path.name}")
    coded = ["-t", str(PIECE_S), "-ac", "2", "-c:a", "aac", "-b:a", "128k", str(piece)]
    _ffmpeg(*inputs, "-filter_complex", ";".join(filters), "-map", "[o]", *coded)
    turns = HOURS * 3600 // PIECE_S - 1
    _ffmpeg("-stream_loop", str(turns), "-i", str(piece), "-c", "copy", str(path))
    piece.unlink()


def _ffmpeg(*arguments: str) -> float:
    """Seconds that the program took."""
    began = time.perf_counter()
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments], check=True)
    return time.perf_counter() - began


def _made(sound: Path, cache: Path, what: str) -> dict[str, float]:
    shutil.rmtree(cache, ignore_errors=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", _CHILD, str(sound), str(cache), what]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    return dict(json.loads(done.stdout))


def making(sound: Path, cache: Path) -> list[Row]:
    """Both in turns, each in a process of its own; the middle of three."""
    peer = "ffmpeg -f null"
    waveforms, spectrograms, decodes = [], [], []
    for _ in range(TURNS):
        decodes.append(_ffmpeg("-i", str(sound), "-vn", "-f", "null", "-"))
        waveforms.append(_made(sound, cache / "waveform", "waveform"))
        spectrograms.append(_made(sound, cache / "spectrogram", "spectrogram"))
    decode = statistics.median(decodes)
    rows = []
    for name, runs, ratio in (("waveform", waveforms, MOST_RATIO), ("spectrogram", spectrograms, None)):
        seconds = statistics.median(run["s"] for run in runs)
        most = decode * ratio if ratio is not None else None
        rows.append(Row(f"{name} of {HOURS} h of sound", seconds, "s", most, peer, decode))
        used = statistics.median(run["peak_mb"] - run["interpreter_mb"] for run in runs)
        bare = statistics.median(run["interpreter_mb"] for run in runs)
        memory = f"{name}: memory beyond the interpreter's {bare:.0f} MiB"
        rows.append(Row(memory, used, "MiB", MOST_MEMORY_MB))
        disk = sum(file.stat().st_size for file in (cache / name).rglob("*") if file.is_file()) / 1e6
        rows.append(Row(f"{name}: on the disk", disk, "MB", MOST_DISK_MB))
    return rows


def _windows() -> Iterator[tuple[float, float]]:
    """(start, length) in seconds: a hand zooms between two hours and two seconds, and pans."""
    hand = random.Random(1)
    length, start = HOURS * 3600.0, 0.0
    for _ in range(PAINTS):
        if hand.random() < 0.5:
            at, before = hand.random(), length
            length = min(HOURS * 3600.0, max(2.0, length * hand.choice((0.5, 0.8, 1.25, 2.0))))
            start += (before - length) * at
        else:
            start += length * hand.uniform(-0.2, 0.2)
        start = min(max(0.0, start), HOURS * 3600.0 - length)
        yield start, length


def drawing(sound: Path, cache: Path) -> list[Row]:
    """The section of sound alone, as the timeline paints it, for each of its views."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QFont, QImage, QPainter
    from PySide6.QtWidgets import QApplication

    from app.domain.timebase import TimeRange, TimeScale
    from app.media.spectrogram import Spectrogram, spectrogram_file
    from app.media.waveform_peaks import WaveformPeaks, peaks_file
    from app.views import theme
    from app.views.timeline.lanes import Band
    from app.views.timeline.sound_painter import SoundPainter
    from app.views.timeline.sound_view import Sound, SoundView
    from app.views.timeline.time_axis import TimeAxis

    application = QApplication.instance() or QApplication([])
    peaks = WaveformPeaks(peaks_file(sound, cache / "waveform"))
    spectrogram = Spectrogram(spectrogram_file(sound, cache / "spectrogram"))
    shown = Sound(peaks.peaks, peaks.loudness, peaks.channels, (spectrogram,))
    scale, span = TimeScale(Fraction(1, 90_000)), TimeRange(0, HOURS * 3600 * 90_000)
    rows = []
    for name, view in (
        ("waveform", SoundView()),
        ("spectrogram", SoundView(waveform=False, spectrogram=True)),
        ("both", SoundView(spectrogram=True)),
        ("both, each channel", SoundView(spectrogram=True, apart=True)),
    ):
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
        sounds = SoundPainter(theme.DARK, QFont(), 1.0)
        times = []
        for start, length in _windows():
            axis = TimeAxis(span, 0.0, float(WIDTH), start * 90_000, length * 90_000)
            began = time.perf_counter()
            painter = QPainter(image)
            sounds.paint(painter, Band(0, HEIGHT), axis, scale, shown, view)
            painter.end()
            times.append((time.perf_counter() - began) * 1e3)
        # The first draws with what is made once: items, colours.
        p50, p95 = (float(np.percentile(times[1:], percent)) for percent in (50, 95))
        rows.append(Row(f"paint of {name} while panning and zooming, p50", p50, "ms"))
        rows.append(Row(f"paint of {name} while panning and zooming, p95", p95, "ms", MOST_PAINT_MS))
    del application
    return rows


def measure(films: Path | None = None) -> dict[str, Any]:
    """`machine` and `rows`. The generated sound is kept in `films`, where that is given."""
    with tempfile.TemporaryDirectory(prefix="sora-waveform-") as name:
        folder = films or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        sound = folder / f"sound-{HOURS}h.m4a"
        if not sound.exists():
            write_sound(sound)
        rows = making(sound, Path(name)) + drawing(sound, Path(name))
    return {"machine": machine(), "rows": [row.as_json() for row in rows]}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--films", type=Path, help="folder to keep the generated sound in")
    options = parser.parse_args()
    show_report(measure(options.films), options.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
