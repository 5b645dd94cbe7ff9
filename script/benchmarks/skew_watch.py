"""Sees and hears a player from outside: the screen's memory and a sound sink's monitor, on one clock.

Xvfb keeps its screen in a file that is mapped into memory here, so that looking costs the player nothing
and a picture's time is known to a millisecond; `parec` hands over the sink's monitor as it plays. Both are
stamped with `time.monotonic`, in a process of their own.
"""

from __future__ import annotations

import argparse
import mmap
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from skew_film import CELLS, FPS, PITCHES, TONE_EVERY_S, from_gray

RECORD_RATE = 48_000
_LOOK_EVERY_S = 0.001
_HEADER = struct.Struct(">25I")


class Screen:
    """The pixels of an Xvfb started with `-fbdir`: an XWD file that always shows what is on the screen."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as stream:
            self._memory = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        fields = _HEADER.unpack_from(self._memory)
        self.width, self.height, line, colours = fields[4], fields[5], fields[12], fields[19]
        begin = fields[0] + 12 * colours
        lines = np.frombuffer(self._memory, np.uint8, line * self.height, begin).reshape(self.height, line)
        # Blue, green, red, nothing.
        self.pixels = lines[:, : 4 * self.width].reshape(self.height, self.width, 4)

    def cells(self) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
        """Rows and columns of the number's cells where the film is on the screen, else None."""
        blue, green, red = (self.pixels[..., n].astype(np.int16) for n in range(3))
        ones = (red > 180) & (blue > 180) & (green < 90)
        noughts = (green > 180) & (blue > 180) & (red < 70)
        band = ones | noughts
        rows = band.sum(axis=1) >= 8 * CELLS
        if not rows.any():
            return None
        # The tallest: a timeline may show the film small as well.
        changes = np.flatnonzero(np.diff(np.concatenate([[False], rows, [False]]).astype(np.int8)))
        begin, end = max(zip(changes[::2], changes[1::2], strict=True), key=lambda run: run[1] - run[0])
        inside = np.arange(begin, end)
        columns = np.flatnonzero(band[int(np.median(inside))])
        width = (columns[-1] + 1 - columns[0]) / CELLS
        centres = columns[0] + width * (np.arange(CELLS) + 0.5)
        top, bottom = int(inside[0]), int(inside[-1])
        return np.array([top + (bottom - top) // 2]), centres.astype(np.int64)

    def number(self, place: tuple[NDArray[np.int64], NDArray[np.int64]]) -> int | None:
        """The picture's number; None while something else is shown there."""
        rows, columns = place
        seen = self.pixels[rows[0], columns].astype(np.int16)
        ones = (seen[:, 2] > 140) & (seen[:, 1] < 120)
        noughts = (seen[:, 2] < 120) & (seen[:, 1] > 140)
        if not np.all(ones | noughts):
            return None
        return from_gray(int("".join("1" if one else "0" for one in ones), 2))


class Monitor:
    """Records a sink's monitor; samples are `RECORD_RATE` mono float32."""

    def __init__(self, sink: str) -> None:
        self._process = subprocess.Popen(
            [
                "parec",
                f"--device={sink}.monitor",
                "--format=float32le",
                f"--rate={RECORD_RATE}",
                "--channels=1",
                "--latency-msec=10",
            ],
            stdout=subprocess.PIPE,
        )
        self._blocks: list[NDArray[np.float32]] = []
        self._stamps: list[tuple[float, int]] = []
        self._count = 0
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        rest = b""
        while data := self._process.stdout.read1(1 << 16):
            now = time.monotonic()
            data = rest + data
            whole = len(data) // 4 * 4
            rest = data[whole:]
            self._blocks.append(np.frombuffer(data[:whole], np.float32))
            self._count += whole // 4
            self._stamps.append((now, self._count))

    def stop(self) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Samples, and (time at arrival, samples until then) of each block."""
        self._process.terminate()
        self._thread.join()
        self._process.wait()
        return np.concatenate(self._blocks or [np.zeros(0, np.float32)]), np.array(self._stamps, np.float64)


def arrival_times(stamps: NDArray[np.float64], samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """When each of the sample numbers `samples` arrived, without the scatter of the blocks' arrivals.

    The earliest arrivals of each five seconds were not held up by anything: a line through their delays.
    """
    delays = stamps[:, 0] - stamps[:, 1] / RECORD_RATE
    windows = (stamps[:, 1] // (5 * RECORD_RATE)).astype(np.int64)
    least = [(stamps[windows == w, 1].mean(), delays[windows == w].min()) for w in np.unique(windows)]
    places, values = np.array(least).T
    return samples / RECORD_RATE + np.interp(samples, places, values)


@dataclass(frozen=True)
class Tone:
    """A tone's beginning: where in the recording (samples), and which pitch of the film's turn."""

    sample: float
    pitch: int


def tones(sound: NDArray[np.float32]) -> list[Tone]:
    """The tones that begin in `sound`, by their loudness and pitch."""
    step = RECORD_RATE // 1000
    loud = np.sqrt((sound[: len(sound) // step * step].reshape(-1, step) ** 2).mean(axis=1))
    if not len(loud) or loud.max() < 1e-3:
        return []
    threshold = 0.25 * float(np.percentile(loud[loud > 0.1 * loud.max()], 75))
    found: list[Tone] = []
    quiet = 0
    for at, level in enumerate(loud):
        if level < threshold:
            quiet += 1
            continue
        if quiet >= 40:
            begin = at * step
            piece = sound[begin + 3 * step : begin + 28 * step]
            spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), 1 << 14))
            peak = float(np.argmax(spectrum)) * RECORD_RATE / (1 << 14)
            pitch = int(np.argmin(np.abs(np.log(np.asarray(PITCHES) / max(peak, 1.0)))))
            if abs(np.log(PITCHES[pitch] / max(peak, 1.0))) < 0.05:
                edge = np.flatnonzero(np.abs(sound[max(0, begin - step) : begin + step]) > threshold / 2)
                found.append(Tone(max(0, begin - step) + (float(edge[0]) if len(edge) else step), pitch))
        quiet = 0
    return found


def watch(frame_buffer: Path, sink: str, out: Path) -> None:
    """Look and listen until standard input ends; then write what was seen and heard to `out` (.npz)."""
    screen, monitor = Screen(frame_buffer), Monitor(sink)
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    place = None
    shown: list[tuple[float, int]] = []
    print("watching", flush=True)
    while not ended.is_set():
        if place is None:
            place = screen.cells()
            time.sleep(0.05)
            continue
        number = screen.number(place)
        if number is not None and (not shown or number != shown[-1][1]):
            shown.append((time.monotonic(), number))
        time.sleep(_LOOK_EVERY_S)
    sound, stamps = monitor.stop()
    heard = tones(sound)
    times = arrival_times(stamps, np.array([t.sample for t in heard], np.float64)) if heard else np.zeros(0)
    np.savez(
        out,
        shown_at=np.array([t for t, _ in shown]),
        shown=np.array([n for _, n in shown], np.int64),
        heard_at=times,
        pitch=np.array([t.pitch for t in heard], np.int64),
    )


def skew(
    shown_at: NDArray[np.float64],
    shown: NDArray[np.int64],
    heard_at: NDArray[np.float64],
    pitch: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """`(moments, skew in seconds)` of each picture that came while sound was heard; positive: picture late.

    A tone's moment in the film is the one of its pitch that lies next to the picture shown when it was heard.
    """
    if not len(shown):
        return np.zeros(0), np.zeros(0)
    turn_s = len(PITCHES) * TONE_EVERY_S
    near = shown[np.clip(np.searchsorted(shown_at, heard_at, "right") - 1, 0, len(shown) - 1)] / FPS
    moment = pitch * TONE_EVERY_S
    moment = moment + np.round((near - moment) / turn_s) * turn_s
    moments: list[float] = []
    late: list[float] = []
    after = np.searchsorted(heard_at, shown_at, "right")
    for at, number, next_tone in zip(shown_at, shown, after, strict=True):
        if not 0 < next_tone < len(heard_at):
            continue
        film = number / FPS
        (t0, t1), (s0, s1) = heard_at[next_tone - 1 : next_tone + 1], moment[next_tone - 1 : next_tone + 1]
        rate = (s1 - s0) / (t1 - t0)
        # Between two tones the film must have run on by one tone's distance: no seek, loop or break.
        if not (0.9 * TONE_EVERY_S < s1 - s0 < 1.1 * TONE_EVERY_S) or not s0 - 0.5 <= film <= s1 + 0.5:
            continue
        moments.append(at)
        late.append(at - (t0 + (film - s0) / rate))
    return np.array(moments), np.array(late)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("frame_buffer", type=Path)
    parser.add_argument("sink")
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    watch(options.frame_buffer, options.sink, options.out)
