"""Draws what moves: the play head, the segment being coded or dragged, the frame of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.domain.timebase import TimeRange
from app.views import theme
from app.views.timeline.lanes import Band, LaneLayout
from app.views.timeline.mark_painter import ClassLook
from app.views.timeline.scene import LANE_PADDING
from app.views.timeline.time_axis import TimeAxis

HEAD_REACH = 6  # half the width of what the play head paints


def paint_play_head(
    painter: QPainter, axis: TimeAxis, whole: TimeAxis, layout: LaneLayout, tick: int, p: theme.Palette
) -> None:
    """A line with a halo, so that it is seen on every class's colour; a handle in the ruler; a line above."""
    core, halo = QColor(p.play_head), QColor(p.play_head_halo)
    x = round(whole.x(tick)) + 0.5
    band = layout.overview
    for colour, width in ((halo, 3.0), (core, 1.0)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(QLineF(x, band.top + 1, x, band.bottom - 1))
    if not axis.start <= tick <= axis.end:
        return
    x = round(axis.x(tick)) + 0.5
    top, bottom = layout.ruler.top, layout.sound.bottom
    for colour, width in ((halo, 3.0), (core, 1.0)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(QLineF(x, top + 4, x, bottom))
    reach = HEAD_REACH - 1
    head = QPolygonF([QPointF(x - reach, top + 1), QPointF(x + reach, top + 1), QPointF(x, top + 2 * reach)])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(halo, 1.0))
    painter.setBrush(core)
    painter.drawPolygon(head)
    painter.restore()


def paint_range(
    painter: QPainter,
    axis: TimeAxis,
    band: Band,
    span: TimeRange,
    look: ClassLook,
    p: theme.Palette,
    *,
    open_end: bool = False,
) -> None:
    """The range as it would be stored now; `open_end`: it still grows with the play head."""
    left, right = max(axis.x(span.start), axis.left - 4), min(axis.x(span.end), axis.right + 4)
    rect = QRectF(left, band.top + LANE_PADDING, max(1.0, right - left), band.height - 2 * LANE_PADDING)
    painter.fillRect(rect, look.fill)
    painter.setPen(QPen(QColor(p.selected_edge), 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if open_end:
        painter.drawPolyline([rect.topRight(), rect.topLeft(), rect.bottomLeft(), rect.bottomRight()])
    else:
        painter.drawRect(rect)


def paint_guides(
    painter: QPainter, axis: TimeAxis, layout: LaneLayout, span: TimeRange, p: theme.Palette
) -> None:
    """Fine lines through all lanes down to the sound, where the dragged edges are."""
    pen = QPen(QColor(p.focus), 1.0)
    pen.setDashPattern([3.0, 3.0])
    painter.setPen(pen)
    painter.drawLines(
        [
            QLineF(axis.x(tick), layout.ruler.top, axis.x(tick), layout.sound.bottom)
            for tick in (span.start, span.end)
            if axis.start <= tick <= axis.end
        ]
    )


def paint_caught(
    painter: QPainter, axis: TimeAxis, layout: LaneLayout, ticks: Sequence[int], p: theme.Palette
) -> None:
    """A strong line with arrow heads, where an edge came to rest on something."""
    colour, reach = QColor(p.focus), 5.0
    painter.setPen(QPen(colour, 2.0))
    painter.setBrush(colour)
    for x in (axis.x(tick) for tick in ticks if axis.start <= tick <= axis.end):
        top, bottom = layout.scrolled.top, layout.sound.bottom
        painter.drawLine(QLineF(x, top, x, bottom))
        painter.drawPolygon(
            QPolygonF([QPointF(x - reach, top), QPointF(x + reach, top), QPointF(x, top + reach)])
        )


def paint_band(painter: QPainter, rect: QRectF, p: theme.Palette) -> None:
    """The rubber band."""
    painter.fillRect(rect, theme.with_alpha(p.focus, 0.18))
    painter.setPen(QPen(QColor(p.focus), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)


def paint_in_and_out(
    painter: QPainter, axis: TimeAxis, layout: LaneLayout, ticks: Sequence[int], p: theme.Palette
) -> None:
    """The marks between which a class key makes a segment: flags in the ruler, a line through the lanes."""
    pen = QPen(QColor(p.text), 1.0)
    painter.setPen(pen)
    painter.setBrush(QColor(p.text))
    for x in (axis.x(tick) for tick in ticks if axis.start <= tick <= axis.end):
        top, bottom = layout.ruler.bottom - 8, layout.scrolled.bottom
        painter.drawLine(QLineF(x, top, x, bottom))
        painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x + 7, top + 3), QPointF(x, top + 6)]))
