"""How boxes look on film: a dark stroke under a coloured one, so that any picture shows one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from app.views import theme
from app.views.canvas.box_handles import HANDLES, handle_position
from app.views.canvas.box_mark import BoxMark
from app.views.canvas.picture_mapping import ViewRect
from app.views.texts import tr

_UNDER = QColor(0, 0, 0)
_WIDTH = 2
_HANDLE_SIDE = 8.0
_SUGGESTED_DASH = [4.0, 3.0]
_OCCLUDED_DASH = [2.0, 1.5]
_FRAME_DASH = [4.0, 4.0]


def tag_text(mark: BoxMark) -> str:
    return tr("{name} (occluded)", name=mark.text) if mark.text and mark.occluded else mark.text


def paint_boxes(
    painter: QPainter, boxes: Sequence[tuple[BoxMark, ViewRect]], *, handles: bool = True
) -> None:
    """Each with where it lies in the view; later ones over earlier ones. Names come after (`TagPainter`).

    `handles`: on the chosen ones; several have theirs on the frame around them (`paint_frame`).

    Plain boxes are drawn together below the others: all dark strokes at once, then a colour at a time.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    plain = [(m, r) for m, r in boxes if not (m.suggested or m.occluded or m.selected)]
    under: list[QRect] = []
    over: defaultdict[str, list[QRect]] = defaultdict(list)
    for mark, rect in plain:
        under += _bars(rect, _WIDTH + 2)
        over[mark.colour] += _bars(rect, _WIDTH)
    _fill(painter, under, _UNDER)
    for colour, bars in over.items():
        _fill(painter, bars, theme.legible(colour, "#000000"))
    for mark, rect in boxes:
        if mark.suggested or mark.occluded or mark.selected:
            _paint_box(painter, mark, rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark, rect in boxes:
        if handles and mark.selected and not mark.suggested:
            _paint_handles(painter, rect)
    painter.restore()


def _paint_box(painter: QPainter, mark: BoxMark, rect: ViewRect) -> None:
    colour = theme.legible(mark.colour, "#000000")
    shape = QRectF(rect.x, rect.y, rect.w, rect.h)
    width = _WIDTH + mark.selected
    if mark.suggested:
        painter.fillRect(shape, QBrush(theme.with_alpha(colour, 0.55), Qt.BrushStyle.BDiagPattern))
    _fill(painter, _bars(rect, width + 2), _UNDER)
    if mark.suggested or mark.occluded:
        pen = _pen(colour, width)
        pen.setDashPattern(_SUGGESTED_DASH if mark.suggested else _OCCLUDED_DASH)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(shape)
    else:
        _fill(painter, _bars(rect, width), colour)


def paint_preview(painter: QPainter, rect: ViewRect, colour: str, *, handles: bool = True) -> None:
    """The box as it would be if the button were released now."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QRectF(rect.x, rect.y, rect.w, rect.h)
    painter.fillRect(shape, theme.with_alpha(colour, 0.15))
    painter.setPen(_pen(_UNDER, 4.5))
    painter.drawRect(shape)
    painter.setPen(_pen(theme.legible(colour, "#000000"), 2.0))
    painter.drawRect(shape)
    if handles:
        _paint_handles(painter, rect)
    painter.restore()


def paint_frame(painter: QPainter, rect: ViewRect) -> None:
    """The frame around several chosen boxes, with the handles that size them all."""
    painter.save()
    _paint_band(painter, rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_handles(painter, rect)
    painter.restore()


def paint_band(painter: QPainter, rect: ViewRect) -> None:
    """The rubber band that a hand spans over boxes."""
    painter.save()
    painter.fillRect(QRectF(rect.x, rect.y, rect.w, rect.h), QColor(255, 255, 255, 30))
    _paint_band(painter, rect)
    painter.restore()


def _paint_band(painter: QPainter, rect: ViewRect) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, dash in ((_UNDER, None), (QColor("#ffffff"), _FRAME_DASH)):
        pen = _pen(colour, 1)
        if dash is not None:
            pen.setDashPattern(dash)
        painter.setPen(pen)
        painter.drawRect(QRectF(round(rect.x), round(rect.y), round(rect.w), round(rect.h)))


def _bars(rect: ViewRect, width: int) -> list[QRect]:
    """The sides of a box as bars on whole view units, which are filled far faster than a stroke is drawn."""
    half = width / 2
    left, top = round(rect.x - half), round(rect.y - half)
    wide, high = round(rect.right - half) + width - left, round(rect.bottom - half) + width - top
    across = [QRect(left, top, wide, width), QRect(left, top + high - width, wide, width)]
    inner = high - 2 * width
    if inner <= 0:
        return across
    down = (QRect(x, top + width, width, inner) for x in (left, left + wide - width))
    return [*across, *down]


def _fill(painter: QPainter, bars: list[QRect], colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRects(bars)


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
