"""From a decoded frame to the picture that people and the model see."""

from __future__ import annotations

from typing import Any, cast

import av
import numpy as np
from av.sidedata.sidedata import SideDataContainer
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from sora_model.contract.errors import SoraError

Picture = NDArray[np.uint8]
"""`(H, W, 3)` RGB, contiguous."""


_FOUR_TO_TWO = ("yuv420p", "yuvj420p")
"""What nearly all films are stored as; scaled and made RGB quickest one after the other."""


def display_matrix(frame: VideoFrame) -> tuple[int, int, int, int]:
    """The 2x2 part `(a, b, c, d)` of the frame's display matrix, each of -1, 0, 1; the identity without one.

    As in the MP4 standard: a point (x, y) is shown at (a x + c y, b x + d y). Angles that are no multiple
    of 90 degrees count as none: nothing can be shown of them without resampling.
    """
    # Not `frame.side_data`: a frame that holds its own container is freed only by a garbage collection.
    data = SideDataContainer(frame).get("DISPLAYMATRIX")  # type: ignore[call-arg]
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
        return np.ascontiguousarray(picture)
    if a:
        turned = picture[:: 1 if d > 0 else -1, :: 1 if a > 0 else -1]
    else:
        # Columns of the shown picture run along the coded rows' axis and the other way round.
        swapped = picture.transpose(1, 0, 2)
        turned = swapped[:: 1 if b > 0 else -1, :: 1 if c > 0 else -1]
    return np.ascontiguousarray(turned)


def deinterlaced(picture: Picture) -> Picture:
    """`picture` (H, W, 3) of two fields, without the combs at what moves between them.

    The first field stays. A line of the second does where it fits; where it differs from both its neighbours
    the same way (the comb of moving edges: the product of the differences, as comb masks take it) the mean of
    the neighbours takes its place. One frame is all it needs, so a frame looks the same whatever was shown
    before.
    """
    # Only views need it: decoding alone starts quicker without OpenCV.
    from sora_model.media.opencv import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    rows = len(picture) // 2
    if rows == 0:
        return picture
    below = np.minimum(np.arange(2, 2 * rows + 2, 2), (len(picture) - 1) // 2 * 2)
    line = grey[1::2].astype(np.int32)
    combs = (line - grey[: 2 * rows : 2]) * (line - grey[below]) > _COMB
    # A thin line that stands still combs in one line alone.
    many = cv2.boxFilter(combs.astype(np.uint8), -1, (5, 3), normalize=False) > 5
    beside = cv2.dilate(many.astype(np.uint8), np.ones((3, 9), np.uint8)).astype(bool)
    mean = cv2.addWeighted(picture[: 2 * rows : 2], 0.5, picture[below], 0.5, 0)
    shown = picture.copy()
    shown[1::2][beside] = mean[beside]
    return shown


_COMB = 10 * 10
"""Differences of more than ten grey levels to either side; less is noise."""


def reformatted(reformatter: VideoReformatter, frame: VideoFrame, **wanted: Any) -> VideoFrame:
    """`reformatter.reformat`. Raises `SoraError` for a frame of a kind that swscale cannot convert: damaged
    files state any colours.
    """
    try:
        return reformatter.reformat(frame, **wanted)
    except av.error.FFmpegError as error:
        raise SoraError(
            "A picture of {width} × {height} ({format}, colours {colours}) cannot be converted: {reason}.",
            width=frame.width,
            height=frame.height,
            format=frame.format.name,
            colours=frame.colorspace,
            reason=error.strerror,
        ) from error


class PictureConverter:
    """Turns decoded frames into RGB pictures the way the `ffmpeg` program does.

    The frame's own colour matrix and range (unknown: BT.601, limited), swscale with bicubic chroma. Keeps
    swscale's tables between frames of one kind; not for use by several threads at once.
    """

    def __init__(self, *, deinterlace: bool = False) -> None:
        """`deinterlace`: for viewing only, pictures of full size lose the combs of interlaced frames."""
        self.deinterlace = deinterlace
        self._reformatter = VideoReformatter()
        self._scaler, self._small = VideoReformatter(), VideoReformatter()

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
        converted = reformatted(
            self._reformatter,
            frame,
            width=width,
            height=height,
            format="rgb24",
            interpolation="AREA" if shrinks else "BICUBIC",
        )
        picture = cast(Picture, converted.to_ndarray())
        if self.deinterlace and size is None and frame.interlaced_frame:
            picture = deinterlaced(picture)
        return oriented(picture, matrix)

    def view(self, frame: VideoFrame, size: tuple[int, int]) -> Picture:
        """As `rgb` with `size`, for looking at only: scaled before it is made RGB, which takes a third of
        the time and rounds otherwise.
        """
        matrix = display_matrix(frame)
        width, height = size if matrix[0] else (size[1], size[0])
        if frame.format.name not in _FOUR_TO_TWO or width > frame.width or height > frame.height:
            return self.rgb(frame, size)
        small = reformatted(self._scaler, frame, width=width, height=height, interpolation="AREA")
        converted = reformatted(self._small, small, format="rgb24", interpolation="BICUBIC")
        return oriented(cast(Picture, converted.to_ndarray()), matrix)
