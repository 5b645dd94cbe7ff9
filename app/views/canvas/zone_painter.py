"""How zones and lines look on film: thin, double-stroked, and light enough to work under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.domain.zones import Point, ZoneKind
from app.views import theme
from app.views.canvas.picture_mapping import PictureMapping, ViewRect
from app.views.canvas.tag_painter import Tag
from app.views.canvas.zone_gesture import REACH, ZoneGesture
from app.views.canvas.zone_mark import ZoneMark

_UNDER = QColor(0, 0, 0, 200)
_CORNER = 8.0


def paint_zones(
    painter: QPainter,
    zones: Sequence[ZoneMark],
    gesture: ZoneGesture,
    colour: str,
    mapping: PictureMapping,
    view: QRect,
) -> list[Tag]:
    """As the hand holds them, and what is being drawn in `colour`. Returns their names."""
    tags = []
    for zone in zones:
        shown = replace(zone, points=tuple(gesture.points)) if zone.zone_id == gesture.changing else zone
        top = _paint_zone(painter, shown, mapping, gesture.corner_of(zone))
        if view.contains(top.toPoint()):
            rect = ViewRect(top.x(), top.y(), 0, 0).grown(REACH)
            tags.append(Tag(zone.zone_id, zone.name, zone.colour, rect))
    if gesture.kind is not None:
        _paint_drawing(painter, gesture.points, gesture.pointer, colour, mapping)
    return tags


def _paint_zone(painter: QPainter, zone: ZoneMark, mapping: PictureMapping, active: int | None) -> QPointF:
    """Returns its uppermost corner in the view; `active`: the corner that keys work on."""
    shape = QPolygonF([QPointF(*mapping.to_view(*point)) for point in zone.points])
    colour = theme.legible(zone.colour, "#000000")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = 2.5 if zone.selected else 1.5
    for pen in (QPen(_UNDER, width + 2.5), QPen(colour, width)):
        painter.setPen(pen)
        if zone.kind is ZoneKind.POLYGON:
            painter.drawPolygon(shape)
        else:
            painter.drawPolyline(shape)
    if zone.selected:
        _paint_corners(painter, shape.toList(), active)
    painter.restore()
    return min(shape.toList(), key=lambda corner: (corner.y(), corner.x()))


def _paint_drawing(
    painter: QPainter, points: Sequence[Point], pointer: Point | None, colour: str, mapping: PictureMapping
) -> None:
    """The corners set so far, and the side that the next click would make."""
    ahead = [*points, pointer] if pointer is not None else list(points)
    shape = QPolygonF([QPointF(*mapping.to_view(*point)) for point in ahead])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pen in (QPen(_UNDER, 4.5), QPen(theme.legible(colour, "#000000"), 2.0)):
        painter.setPen(pen)
        painter.drawPolyline(shape)
    _paint_corners(painter, shape.toList(), None)
    painter.restore()


def _paint_corners(painter: QPainter, corners: Sequence[QPointF], active: int | None) -> None:
    painter.setPen(QPen(_UNDER, 1.5))
    for index, corner in enumerate(corners):
        painter.setBrush(QColor(theme.DARK.focus if index == active else "#ffffff"))
        painter.drawEllipse(corner, _CORNER / 2, _CORNER / 2)
