"""The shape of the pointer says what a press would do."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.views.canvas.box_handles import Grip
from app.views.canvas.box_mark import BoxMark

_CURSORS = {
    Grip.INSIDE: Qt.CursorShape.SizeAllCursor,
    Grip.LEFT: Qt.CursorShape.SizeHorCursor,
    Grip.RIGHT: Qt.CursorShape.SizeHorCursor,
    Grip.TOP: Qt.CursorShape.SizeVerCursor,
    Grip.BOTTOM: Qt.CursorShape.SizeVerCursor,
    Grip.LEFT | Grip.TOP: Qt.CursorShape.SizeFDiagCursor,
    Grip.RIGHT | Grip.BOTTOM: Qt.CursorShape.SizeFDiagCursor,
    Grip.RIGHT | Grip.TOP: Qt.CursorShape.SizeBDiagCursor,
    Grip.LEFT | Grip.BOTTOM: Qt.CursorShape.SizeBDiagCursor,
}


def cursor_shape(hit: tuple[BoxMark, Grip] | None, *, on_zone: bool, drawing: bool) -> Qt.CursorShape:
    """`hit`: the box there and its part; `on_zone`: a corner or an outline; `drawing`: a tool is on."""
    if on_zone:
        return Qt.CursorShape.PointingHandCursor
    if hit is not None and hit[0].selected and not hit[0].suggested:
        return _CURSORS[hit[1]]
    if drawing:
        return Qt.CursorShape.CrossCursor
    return Qt.CursorShape.ArrowCursor if hit is None else Qt.CursorShape.PointingHandCursor
