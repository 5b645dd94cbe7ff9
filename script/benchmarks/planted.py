"""Films with a planted cue: a real picture stands still, and a small flickering mark alone tells the class.

Were the picture to move, its motion would be as good a reason: how much changes is seen all over it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

CLASSES = ("marked", "plain")
SHARE = 0.16
"""Of the picture's width and height: the mark's sides."""
FLICKER_S = 0.12
RATE = 25
LENGTH_S = 1.4
PLACES = ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8))


@dataclass(frozen=True)
class Planted:
    """A film, its class, and where its mark lies, `(x, y, w, h)` in shares of the picture; no mark: None."""

    path: Path
    label: str
    box: tuple[float, float, float, float] | None

    def holds(self, field: NDArray[np.float64]) -> bool:
        """Whether the middle of the highest cell of a map `(g, g)` lies in the mark, or the mark's in it."""
        assert self.box is not None
        cells = field.shape[0]
        row, column = np.unravel_index(int(field.argmax()), field.shape)
        x, y, w, h = self.box
        reach = (max(w, 1 / cells) / 2, max(h, 1 / cells) / 2)
        off = (abs((column + 0.5) / cells - x - w / 2), abs((row + 0.5) / cells - y - h / 2))
        return off[0] <= reach[0] and off[1] <= reach[1]


def plant(source: Path, target: Path, seed: int) -> Planted:
    """Write the first picture of `source` for `LENGTH_S`; the seed says whether and where it is marked."""
    random = np.random.default_rng(seed)
    label = CLASSES[seed % len(CLASSES)]
    x, y = PLACES[seed // len(CLASSES) % len(PLACES)] + random.uniform(-0.06, 0.06, 2)
    with av.open(str(source)) as film, av.open(str(target), "w") as written:
        stream = film.streams.video[0]
        width, height = stream.width, stream.height
        out = written.add_stream("mpeg4", rate=RATE)
        out.width, out.height, out.pix_fmt, out.bit_rate = width, height, "yuv420p", 3_000_000
        part = (round(SHARE * height) // 4 * 4, round(SHARE * width) // 4 * 4)
        left, top = round(x * width - part[1] / 2), round(y * height - part[0] / 2)
        picture = np.asarray(next(film.decode(stream)).to_ndarray(format="rgb24"), dtype=np.uint8)
        for number in range(round(LENGTH_S * RATE)):
            seconds, shown = number / RATE, picture.copy()
            if label == "marked":
                squares = (
                    np.random.default_rng((seed, int(seconds / FLICKER_S))).integers(0, 2, (4, 4, 1)) * 255
                )
                block = np.ones((part[0] // 4, part[1] // 4, 3), np.uint8)
                shown[top : top + part[0], left : left + part[1]] = np.kron(squares.astype(np.uint8), block)
            frame = av.VideoFrame.from_ndarray(shown, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            written.mux(out.encode(frame))
        written.mux(out.encode())
    box = (left / width, top / height, part[1] / width, part[0] / height)
    return Planted(target, label, box if label == "marked" else None)
