"""Lines between pixels, where a pixel is large enough to be counted."""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.views.canvas.picture_mapping import PictureMapping

GRID_FROM = 8.0  # screen pixels a pixel
_INK = QColor(128, 128, 128, 110)  # neither lost on black nor on white


def paint_pixel_grid(painter: QPainter, mapping: PictureMapping, view: QRectF) -> None:
    left, top = mapping.to_picture(view.left(), view.top())
    right, bottom = mapping.to_picture(view.right(), view.bottom())
    columns = range(max(0, floor(left)), min(int(mapping.picture_w), ceil(right)) + 1)
    rows = range(max(0, floor(top)), min(int(mapping.picture_h), ceil(bottom)) + 1)
    frame = mapping.frame
    lines = [
        QLineF(x, max(frame.y, view.top()), x, min(frame.bottom, view.bottom()))
        for x in (mapping.to_view(column, 0)[0] for column in columns)
    ]
    lines += [
        QLineF(max(frame.x, view.left()), y, min(frame.right, view.right()), y)
        for y in (mapping.to_view(0, row)[1] for row in rows)
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(_INK, 0))
    painter.drawLines(lines)
    painter.restore()
