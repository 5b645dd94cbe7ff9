"""Waveform and spectrogram as pixels. Rows and columns are device pixels."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.views.timeline.raster import filled_columns

Column = NDArray[np.float32]
Pixels = NDArray[np.uint32]


def waveform_pixels(low: Column, high: Column, height: int, colour: int) -> Pixels:
    """(height, columns): each column filled from lowest to highest, at least one pixel; NaN: clear."""
    tops = (1.0 - np.clip(high, -1, 1)) * (height / 2)
    bottoms = np.maximum((1.0 - np.clip(low, -1, 1)) * (height / 2), tops + 1)
    return filled_columns(tops, bottoms, height, colour)


def spectrogram_pixels(
    levels: NDArray[np.uint8],
    known: NDArray[np.bool_],
    height: int,
    shades: tuple[int, int],
    colours: NDArray[np.uint32],
) -> Pixels:
    """(height, columns): `levels` `(columns, bands)` from low at the bottom to high, blended between bands.

    `shades`: the bytes of the first and the last of the 256 `colours`. Not `known`: clear.
    """
    below, above, share = _rows(height, levels.shape[1])
    bands = levels.T.astype(np.uint16)
    mixed = (bands[below] * (256 - share) + bands[above] * share) >> 8
    darkest, brightest = shades
    table = np.clip((np.arange(256) - darkest) * 255.0 / max(1, brightest - darkest), 0, 255)
    pixels = colours[np.rint(table).astype(np.uint8)][mixed]
    pixels[:, ~known] = 0
    return np.asarray(pixels, np.uint32)


@lru_cache(maxsize=8)
def _rows(height: int, bands: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.uint16]]:
    """Of each row from the top: the bands below and above its middle, and the share of the upper, of 256."""
    places = np.clip((height - 0.5 - np.arange(height)) / height * bands - 0.5, 0, bands - 1)
    below = np.floor(places).astype(np.intp)
    share = np.rint((places - below) * 256).astype(np.uint16)[:, None]
    return below, np.minimum(below + 1, bands - 1), share
