"""How boxes look on film: a dark stroke under a coloured one, so that any picture shows one of them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from app.views import theme
from app.views.canvas.box_handles import HANDLES, handle_position
from app.views.canvas.box_mark import BoxMark
from app.views.canvas.picture_mapping import ViewRect
from app.views.texts import tr

_UNDER = QColor(0, 0, 0, 220)
_HANDLE_SIDE = 8.0
_SUGGESTED_DASH = [4.0, 3.0]
_OCCLUDED_DASH = [2.0, 1.5]


def tag_text(mark: BoxMark) -> str:
    return tr("{name} (occluded)", name=mark.text) if mark.text and mark.occluded else mark.text


def paint_box(painter: QPainter, mark: BoxMark, rect: ViewRect) -> None:
    """`rect`: where the box lies in the view. Its name is drawn after all boxes (`TagPainter`)."""
    colour = theme.legible(mark.colour, "#000000")
    shape = QRectF(rect.x, rect.y, rect.w, rect.h)
    width = 3.0 if mark.selected else 2.0
    painter.save()
    if mark.suggested:
        painter.fillRect(shape, QBrush(theme.with_alpha(colour, 0.55), Qt.BrushStyle.BDiagPattern))
    _fill_frame(painter, shape, width + 2.5, _UNDER)
    if mark.suggested or mark.occluded:
        pen = _pen(colour, width)
        pen.setDashPattern(_SUGGESTED_DASH if mark.suggested else _OCCLUDED_DASH)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(shape)
    else:
        _fill_frame(painter, shape, width, colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mark.selected and not mark.suggested:
        _paint_handles(painter, rect)
    painter.restore()


def paint_preview(painter: QPainter, rect: ViewRect, colour: str) -> None:
    """The box as it would be if the button were released now."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QRectF(rect.x, rect.y, rect.w, rect.h)
    painter.fillRect(shape, theme.with_alpha(colour, 0.15))
    painter.setPen(_pen(_UNDER, 4.5))
    painter.drawRect(shape)
    painter.setPen(_pen(theme.legible(colour, "#000000"), 2.0))
    painter.drawRect(shape)
    _paint_handles(painter, rect)
    painter.restore()


def _fill_frame(painter: QPainter, shape: QRectF, width: float, colour: QColor) -> None:
    """A frame of `width` on the sides of `shape`: four filled bars, far cheaper than a stroke."""
    half = width / 2
    outer = shape.adjusted(-half, -half, half, half)
    painter.fillRect(QRectF(outer.left(), outer.top(), outer.width(), width), colour)
    painter.fillRect(QRectF(outer.left(), outer.bottom() - width, outer.width(), width), colour)
    inner = outer.height() - 2 * width
    if inner > 0:
        painter.fillRect(QRectF(outer.left(), outer.top() + width, width, inner), colour)
        painter.fillRect(QRectF(outer.right() - width, outer.top() + width, width, inner), colour)


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_handles(painter: QPainter, rect: ViewRect) -> None:
    painter.setPen(_pen(_UNDER, 1.5))
    painter.setBrush(QColor("#ffffff"))
    roomy = min(rect.w, rect.h) > 3 * _HANDLE_SIDE
    for grip in HANDLES:
        corner = len(grip) == 2
        if roomy or corner:
            x, y = handle_position(rect, grip)
            side = _HANDLE_SIDE if roomy else _HANDLE_SIDE - 2
            painter.drawRect(QRectF(x - side / 2, y - side / 2, side, side))
