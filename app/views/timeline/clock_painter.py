"""Draws the periods of a match in a slim row over the ruler, and what holes and stillness time has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.domain.match_clock import Period
from app.domain.timebase import TimeRange
from app.views import theme
from app.views.timeline.lanes import Band
from app.views.timeline.mark_painter import MarkPainter
from app.views.timeline.time_axis import TimeAxis

_LEAST_WIDTH = 4.0  # of a hole, so that it is seen in two hours of film
_HATCH = 4
_STILL_HATCH = 8
_FAINT = 0.24
_TINTS = (0.30, 0.18)  # of periods next to each other


@dataclass(frozen=True, slots=True)
class Hole:
    """Time that is missing at `range`; `text` says how much."""

    range: TimeRange
    text: str


class ClockPainter:
    def __init__(self, p: theme.Palette, base: QFont, marks: MarkPainter) -> None:
        self._p = p
        self._marks = marks
        self._font = theme.font(base, theme.TYPE_SMALL)
        self._metrics = QFontMetricsF(self._font)

    def paint_periods(self, painter: QPainter, band: Band, axis: TimeAxis, periods: Sequence[Period]) -> None:
        """Each with its name where that fits; where its clock stands, hatched."""
        painter.save()
        painter.setClipRect(QRectF(axis.left, band.top, axis.width, band.height))
        painter.fillRect(QRectF(axis.left, band.top, axis.width, band.height), QColor(self._p.window))
        painter.setFont(self._font)
        for number, period in enumerate(periods):
            rect = _rect(axis, band, period.start, period.end)
            if not rect.intersects(QRectF(axis.left, band.top, axis.width, band.height)):
                continue
            painter.fillRect(rect, theme.mixed(self._p.window, self._p.accent, _TINTS[number % 2]))
            for start, end in period.stops:
                stop = _rect(axis, band, start, end)
                painter.fillRect(stop, self._marks.hatch(QColor(self._p.border_strong), _HATCH, stop))
            painter.setPen(QPen(QColor(self._p.focus), 1.0))
            for x in (rect.left(), rect.right()):
                painter.drawLine(QLineF(round(x) + 0.5, band.top + 1, round(x) + 0.5, band.bottom - 1))
            self._paint_name(painter, rect, axis, period.name)
        painter.restore()

    def _paint_name(self, painter: QPainter, rect: QRectF, axis: TimeAxis, name: str) -> None:
        """In the part that is in sight."""
        room = rect.intersected(QRectF(axis.left, rect.top(), axis.width, rect.height()))
        room.adjust(theme.SPACE_S, 0, -theme.SPACE_S, 0)
        if self._metrics.horizontalAdvance(name) > room.width():
            return
        painter.setPen(QColor(self._p.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def paint_holes(self, painter: QPainter, band: Band, axis: TimeAxis, holes: Sequence[Hole]) -> None:
        """Hatched over the ruler's height, with the length beside it where no other mark stands."""
        painter.save()
        area = QRectF(axis.left, band.top, axis.width, band.height)
        painter.setClipRect(area)
        painter.setFont(self._font)
        rects = _apart(axis, band, [hole for hole in holes if hole.range.overlaps(axis.window)])
        for n, (text, rect) in enumerate(rects):
            painter.fillRect(rect, QColor(self._p.window))
            painter.fillRect(rect, self._marks.hatch(QColor(self._p.warning), _HATCH, rect))
            painter.setPen(QPen(QColor(self._p.warning), 1.0))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
            following = rects[n + 1][1].left() if n + 1 < len(rects) else area.right()
            before = rects[n - 1][1].right() if n else area.left()
            self._paint_length(painter, rect, text, before, following)
        painter.restore()

    def paint_still(
        self, painter: QPainter, band: Band, axis: TimeAxis, stretches: Sequence[TimeRange]
    ) -> None:
        """A faint hatch where nothing moves."""
        painter.save()
        painter.setClipRect(QRectF(axis.left, band.top, axis.width, band.height))
        ink = theme.with_alpha(self._p.text_secondary, _FAINT)
        for stretch in stretches:
            rect = _rect(axis, band, stretch.start, stretch.end)
            painter.fillRect(rect, self._marks.hatch(ink, _STILL_HATCH, rect))
        painter.restore()

    def _paint_length(
        self, painter: QPainter, rect: QRectF, text: str, before: float, following: float
    ) -> None:
        """In the hole where it fits, else to its right, else to its left; else the tool tip says it."""
        if not text:
            return
        width = self._metrics.horizontalAdvance(text) + 2 * theme.SPACE_S
        if width + 2 <= rect.width():
            left = rect.center().x() - width / 2
        elif rect.right() + width <= following:
            left = rect.right()
        elif rect.left() - width >= before:
            left = rect.left() - width
        else:
            return
        height = self._metrics.height()
        plate = QRectF(left, rect.top() + 1, width, height)
        painter.fillRect(plate, QColor(self._p.window))
        painter.setPen(QColor(self._p.warning))
        baseline = plate.top() + self._metrics.ascent()
        painter.drawText(QPointF(plate.left() + theme.SPACE_S, baseline), text)


def _apart(axis: TimeAxis, band: Band, holes: Sequence[Hole]) -> list[tuple[str, QRectF]]:
    """(text, where) of what is drawn: holes that would lie on each other are one, without a text."""
    found: list[tuple[str, QRectF]] = []
    for hole in holes:
        rect = hole_rect(axis, band, hole.range)
        if found and rect.left() <= found[-1][1].right():
            found[-1] = ("", found[-1][1].united(rect))
        else:
            found.append((hole.text, rect))
    return found


def hole_rect(axis: TimeAxis, band: Band, span: TimeRange) -> QRectF:
    """Where a hole is drawn: at least a few units wide, and inside the axis at the film's ends."""
    rect = _rect(axis, band, span.start, span.end)
    if rect.width() < _LEAST_WIDTH:
        rect = QRectF(rect.center().x() - _LEAST_WIDTH / 2, rect.top(), _LEAST_WIDTH, rect.height())
    left, right = axis.x(axis.span.start), axis.x(axis.span.end)
    return rect.translated(max(0.0, left - rect.left()) + min(0.0, right - rect.right()), 0)


def _rect(axis: TimeAxis, band: Band, start: int, end: int) -> QRectF:
    """Held near the axis: coordinates of a deep zoom are too large to paint."""
    left = min(max(axis.x(start), axis.left - 100.0), axis.right + 100.0)
    right = min(max(axis.x(end), axis.left - 100.0), axis.right + 100.0)
    return QRectF(left, band.top, max(0.0, right - left), band.height)
