"""From decoded pixels to a Qt image."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def image_of(rgb: NDArray[np.uint8]) -> QImage:
    """A QImage of its own memory from (h, w, 3) uint8 RGB.

    RGB32 is what the raster engine draws fastest; the one conversion costs less than it saves at the first
    repaint, and afterwards nobody can change the pixels under the view's feet.
    """
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8:
        raise ValueError(f"a picture is (height, width, 3) uint8, not {rgb.shape} {rgb.dtype}")
    rgb = np.ascontiguousarray(rgb)
    height, width, _ = rgb.shape
    borrowed = QImage(rgb.data, width, height, rgb.strides[0], QImage.Format.Format_RGB888)
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)
