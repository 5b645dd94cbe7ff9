"""Films of textured things that move over a textured ground, with the place of each in every frame known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from app.domain.tracks import Box

SIZE = (320, 240)


def ground(seed: int, size: tuple[int, int] = SIZE, cell: int = 8) -> NDArray[np.uint8]:
    """(height, width, 3): patches of muted colours."""
    random = np.random.default_rng(seed)
    small = random.integers(90, 150, (size[1] // cell + 1, size[0] // cell + 1, 3), np.uint8)
    return small.repeat(cell, 0).repeat(cell, 1)[: size[1], : size[0]]


def thing(seed: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """(height, width, 3): patches of strong colours."""
    random = np.random.default_rng(seed)
    return (
        random.choice(np.array([10, 240], np.uint8), (size[1] // 6 + 1, size[0] // 6 + 1, 3))
        .repeat(6, 0)
        .repeat(6, 1)[: size[1], : size[0]]
    )


def write_moving(
    path: Path, ways: Sequence[Sequence[tuple[int, int] | None]], *, size: tuple[int, int] = (30, 48)
) -> Path:
    """Each of `ways` says for every frame where a thing's top left corner is; None: it is not there."""
    things = [thing(seed + 10, size) for seed in range(len(ways))]

    def pictures() -> Iterator[NDArray[np.uint8]]:
        for corners in zip(*ways, strict=True):
            picture = ground(1).copy()
            for shown, corner in zip(things, corners, strict=True):
                if corner is not None:
                    put(picture, shown, corner)
            yield picture

    return write_pictures(path, pictures())


def put(picture: NDArray[np.uint8], shown: NDArray[np.uint8], corner: tuple[int, int]) -> None:
    """Draw `shown` with its top left corner there, as far as it lies inside."""
    (x, y), (height, width) = corner, shown.shape[:2]
    left, top = max(0, x), max(0, y)
    right, bottom = min(SIZE[0], x + width), min(SIZE[1], y + height)
    if right > left and bottom > top:
        picture[top:bottom, left:right] = shown[top - y : bottom - y, left - x : right - x]


def write_pictures(path: Path, pictures: Iterable[NDArray[np.uint8]]) -> Path:
    """A film of 25 pictures (height, width, 3) a second, of `SIZE`."""
    with av.open(str(path), "w") as container:
        film = container.add_stream("mpeg4", rate=25)
        film.width, film.height = SIZE
        film.pix_fmt, film.bit_rate = "yuv420p", 2_000_000
        film.codec_context.gop_size, film.codec_context.thread_count = 12, 1
        film.codec_context.time_base = Fraction(1, 25)
        for n, picture in enumerate(pictures):
            frame = VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = n, Fraction(1, 25)
            container.mux(film.encode(frame))
        container.mux(film.encode(None))
    return path


def box_of(corner: tuple[int, int], size: tuple[int, int] = (30, 48)) -> Box:
    return Box(float(corner[0]), float(corner[1]), float(size[0]), float(size[1]))
