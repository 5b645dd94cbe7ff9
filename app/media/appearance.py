"""Whether two pictures of an object look alike: its colours above and below, whatever its pose."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from app.domain.tracks import Box
from sora_model.media.opencv import cv2
from sora_model.media.pictures import Picture

_LEVELS, _BLUR = 8, 0.6
_WIDE, _HIGH = 0.6, 0.8
"""So much of the middle of a box is looked at: its edges show the background."""


def looks(picture: Picture, box: Box) -> NDArray[np.float32]:
    """(2, n) shares of each colour (CIE Lab, coarse) in the upper and the lower half of `box`, which must not
    lie outside `picture`.
    """
    height, width = picture.shape[:2]
    middle_x, middle_y = box.x + box.w / 2, box.y + box.h / 2
    left, right = (_inside(middle_x + side * _WIDE * box.w / 2, width) for side in (-1, 1))
    top, bottom = (_inside(middle_y + side * _HIGH * box.h / 2, height) for side in (-1, 1))
    part = np.ascontiguousarray(picture[top : bottom + 1, left : right + 1])
    half = max(1, len(part) // 2)
    colours = np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2LAB), np.uint8)
    return np.stack([_shares(colours[:half]), _shares(colours[-half:])])


def likeness(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """0 to 1: the Bhattacharyya coefficient of the halves that are less alike."""
    return float(np.sqrt(one * other).sum(axis=1).min())


def _inside(at: float, size: int) -> int:
    return min(max(int(at), 0), size - 1)


def _shares(colours: NDArray[np.uint8]) -> NDArray[np.float32]:
    levels = (colours.reshape(-1, 3) // (256 // _LEVELS)).astype(np.int64)
    numbers = np.ravel_multi_index((*levels.T,), (_LEVELS,) * 3)
    counts = np.bincount(numbers, minlength=_LEVELS**3).astype(np.float32)
    blurred = gaussian_filter(counts.reshape((_LEVELS,) * 3), _BLUR, mode="constant").ravel()
    return (blurred / blurred.sum()).astype(np.float32)
