"""Thousands of columns as one image: a waveform or a density drawn line by line costs a hundred times more.

Rows and columns here are device pixels.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

_PARTS = 16


def packed(colour: QColor) -> int:
    """As one pixel of `Format_ARGB32_Premultiplied`; opaque colours only."""
    return 0xFF000000 | colour.red() << 16 | colour.green() << 8 | colour.blue()


def filled_columns(
    tops: NDArray[np.floating],
    bottoms: NDArray[np.floating],
    height: int,
    colour: int | NDArray[np.uint32],
    hatch: int = 0,
) -> NDArray[np.uint32]:
    """(height, columns) pixels: column i is `colour` (or its own) from `tops[i]` to `bottoms[i]`, else clear.

    NaN: nothing. `hatch`: only diagonal lines, so many pixels apart.
    """
    rows = np.arange(height, dtype=np.int16)[:, None]
    # The first row whose middle is inside, in small whole numbers: the columns of a waveform are many.
    first, last = (
        np.where(np.isnan(edge), -1, np.ceil(np.clip(edge, 0, height) - 0.5)).astype(np.int16)
        for edge in (tops, bottoms)
    )
    inside = rows >= np.where(first < 0, height, first)
    inside &= rows < last
    if hatch:
        across = np.arange(len(tops))[None, :] + np.arange(height)[:, None]
        inside &= across % hatch < max(1, hatch // 3)
    return np.multiply(inside, np.asarray(colour, np.uint32), dtype=np.uint32)


def line_edges(
    ys: NDArray[np.floating], height: int, thickness: float
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """From where to where a line through `ys` (…, columns; NaN: a gap) covers each column, in sixteenths of a
    pixel: small whole numbers, since twenty curves are traced at every step of a pan.
    """
    ys = ys.astype(np.float32)
    # A column reaches half way to its neighbours, so that steep parts stay connected.
    between = (ys[..., 1:] + ys[..., :-1]) / 2
    before = np.concatenate([ys[..., :1], between], axis=-1)
    after = np.concatenate([between, ys[..., -1:]], axis=-1)
    top = np.fmin(ys, np.fmin(before, after)) - thickness / 2
    bottom = np.fmax(ys, np.fmax(before, after)) + thickness / 2
    gap = np.isnan(top)
    first, last = (
        np.where(gap, -_PARTS, np.clip(np.rint(edge * _PARTS), -_PARTS, (height + 1) * _PARTS)).astype(
            np.int16
        )
        for edge in (top, bottom)
    )
    return first, last


def traced(first: NDArray[np.int16], last: NDArray[np.int16], height: int, colour: int) -> NDArray[np.uint32]:
    """(height, columns) pixels: a line between `line_edges`, smooth at its upper and lower sides."""
    rows = (np.arange(height, dtype=np.int16) * _PARTS)[:, None]
    cover = np.minimum(rows + np.int16(_PARTS), last)
    cover -= np.maximum(rows, first)
    return _shades(colour).take(np.maximum(cover, 0, out=cover))


@lru_cache(maxsize=64)
def _shades(colour: int) -> NDArray[np.uint32]:
    """`colour` at each sixteenth of full alpha, premultiplied."""
    alpha = np.arange(_PARTS + 1, dtype=np.uint32) * 255 // _PARTS
    pixels = alpha << 24
    for shift in (16, 8, 0):
        pixels |= ((colour >> shift & 0xFF) * alpha // 255) << shift
    return pixels.astype(np.uint32)


def draw_pixels(painter: QPainter, at: QPointF, pixels: NDArray[np.uint32], pixel_ratio: float) -> None:
    """Draws `pixels` with their top left corner at the logical position `at`."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape
    if not (width and height):
        return
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(pixel_ratio)
    painter.drawImage(at, image)
