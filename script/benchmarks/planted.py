"""Films with a planted cue: real pictures, and a small mark that alone tells the class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

CLASSES = ("across", "upright")
"""Which way the mark goes to and fro."""
SHARE = 0.14
"""Of the picture's width: the mark's side; its way is as long again."""
SWING_S = 0.8
PLACES = ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8))


@dataclass(frozen=True)
class Planted:
    """A film, its class, and where its mark goes: `(x, y, w, h)` in shares of the picture."""

    path: Path
    label: str
    box: tuple[float, float, float, float]

    def holds(self, field: NDArray[np.float64]) -> bool:
        """Whether the peak of a map `(g, g)` lies in the mark: its cell and the mark overlap by half a cell
        in both directions.
        """
        cells = field.shape[0]
        row, column = np.unravel_index(int(field.argmax()), field.shape)
        x, y, w, h = self.box
        overlaps = [
            min(low + size, (at + 1) / cells) - max(low, at / cells)
            for at, low, size in ((column, x, w), (row, y, h))
        ]
        return min(overlaps) * cells >= 0.5


def plant(source: Path, target: Path, seed: int) -> Planted:
    """Write `source` again with a mark; its class and its place depend on the seed alone."""
    random = np.random.default_rng(seed)
    label = CLASSES[seed % len(CLASSES)]
    x, y = PLACES[int(random.integers(len(PLACES)))] + random.uniform(-0.04, 0.04, 2)
    phase = random.uniform(0, 2 * np.pi)
    with av.open(str(source)) as film, av.open(str(target), "w") as written:
        (stream,) = film.streams.video[:1]
        width, height = stream.width, stream.height
        out = written.add_stream("mpeg4", rate=30)
        out.width, out.height, out.pix_fmt, out.bit_rate = width, height, "yuv420p", 3_000_000
        out.codec_context.time_base = Fraction(1, 1000)
        side = round(SHARE * width)
        mark = np.kron(random.integers(0, 2, (4, 4, 1)) * 255, np.ones((side // 4, side // 4, 3))).astype(
            np.uint8
        )
        for seconds, picture in _pictures(film, stream):
            swing = 0.5 * side * np.sin(2 * np.pi * seconds / SWING_S + phase)
            dx, dy = (swing, 0.0) if label == "across" else (0.0, swing)
            left = min(max(round(x * width + dx - mark.shape[1] / 2), 0), width - mark.shape[1])
            top = min(max(round(y * height + dy - mark.shape[0] / 2), 0), height - mark.shape[0])
            shown = picture.copy()
            shown[top : top + mark.shape[0], left : left + mark.shape[1]] = mark
            frame = av.VideoFrame.from_ndarray(shown, format="rgb24")
            frame.pts, frame.time_base = round(seconds * 1000), Fraction(1, 1000)
            written.mux(out.encode(frame))
        written.mux(out.encode())
    w, h = mark.shape[1] / width, mark.shape[0] / height
    w, h = (2 * w, h) if label == "across" else (w, 2 * h)
    return Planted(target, label, (x - w / 2, y - h / 2, w, h))


def _pictures(
    film: av.container.InputContainer, stream: av.VideoStream
) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    last = -1
    for frame in film.decode(stream):
        assert frame.time is not None
        if round(frame.time * 1000) > last:
            last = round(frame.time * 1000)
            yield frame.time, np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)
