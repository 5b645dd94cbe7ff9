"""From a decoded frame to the picture that people and the model see."""

from __future__ import annotations

from typing import cast

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""`(H, W, 3)` RGB, contiguous."""


def display_matrix(frame: VideoFrame) -> tuple[int, int, int, int]:
    """The 2x2 part `(a, b, c, d)` of the frame's display matrix, each of -1, 0, 1; the identity without one.

    As in the MP4 standard: a point (x, y) is shown at (a x + c y, b x + d y). Angles that are no multiple
    of 90 degrees count as none: nothing can be shown of them without resampling.
    """
    data = frame.side_data.get("DISPLAYMATRIX")
    if data is None:
        return 1, 0, 0, 1
    a, b, _, c, d = (int(value) for value in np.frombuffer(cast(bytes, data), np.int32)[:5])
    size = max(abs(a), abs(b), abs(c), abs(d))
    if size == 0:
        return 1, 0, 0, 1
    signs = tuple((0 if abs(value) < size / 100 else (1 if value > 0 else -1)) for value in (a, b, c, d))
    if signs[0] * signs[3] - signs[1] * signs[2] not in (1, -1) or abs(signs[0]) == abs(signs[1]):
        return 1, 0, 0, 1
    return signs[0], signs[1], signs[2], signs[3]


def oriented(picture: Picture, matrix: tuple[int, int, int, int]) -> Picture:
    """`picture` (H, W, 3) turned and flipped as its display matrix says; (W, H, 3) for quarter turns."""
    a, b, c, d = matrix
    if (a, b, c, d) == (1, 0, 0, 1):
        return picture
    if a:
        turned = picture[:: 1 if d > 0 else -1, :: 1 if a > 0 else -1]
    else:
        # Columns of the shown picture run along the coded rows' axis and the other way round.
        swapped = picture.transpose(1, 0, 2)
        turned = swapped[:: 1 if b > 0 else -1, :: 1 if c > 0 else -1]
    return np.ascontiguousarray(turned)


class PictureConverter:
    """Turns decoded frames into RGB pictures the way the `ffmpeg` program does.

    The frame's own colour matrix and range (unknown: BT.601, limited), swscale with bicubic chroma. Keeps
    swscale's tables between frames of one kind; not for use by several threads at once.
    """

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def rgb(self, frame: VideoFrame, size: tuple[int, int] | None = None) -> Picture:
        """RGB picture of `frame` after rotation.

        `size` (width, height after rotation) scales in the same call of swscale, with the same colours;
        bicubic, or from half the size down the mean over each pixel's area, so that nothing flickers.
        """
        matrix = display_matrix(frame)
        width, height = frame.width, frame.height
        if size is not None:
            width, height = size if matrix[0] else (size[1], size[0])
        shrinks = 2 * width <= frame.width and 2 * height <= frame.height
        converted = self._reformatter.reformat(
            frame, width=width, height=height, format="rgb24", interpolation="AREA" if shrinks else "BICUBIC"
        )
        picture = cast(Picture, converted.to_ndarray())
        return oriented(picture, matrix)
