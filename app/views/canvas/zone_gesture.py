"""What the hand does with zones and lines: corners set by clicks, dragged, added and removed. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from app.domain.zones import Point, ZoneKind
from app.views.canvas.picture_mapping import PictureMapping
from app.views.canvas.zone_mark import ZoneMark

REACH = 7.0  # view units


@dataclass(frozen=True, slots=True)
class ZoneDrawn:
    kind: ZoneKind
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ZoneChanged:
    zone_id: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ZoneChosen:
    zone_id: str


ZoneOutcome = ZoneDrawn | ZoneChanged | ZoneChosen


class ZoneGesture:
    """A tool that sets corners while `kind` is set; else a hand on the corners of the chosen zone."""

    def __init__(self) -> None:
        self.kind: ZoneKind | None = None
        self.points: list[Point] = []
        self.pointer: Point | None = None
        self.changing = ""
        self.active_corner: tuple[str, int] | None = None

    def start(self, kind: ZoneKind | None) -> None:
        """The tool for zones or lines; None puts it away."""
        self.kind = kind
        self.cancel()

    def cancel(self) -> None:
        """Drops the corners set so far and a drag in progress."""
        self.points, self.pointer, self.changing, self.active_corner = [], None, "", None

    # --- the pointer -----------------------------------------------------------------------

    def press(self, x: float, y: float, zones: Sequence[ZoneMark], mapping: PictureMapping) -> bool:
        """Whether the press is a zone's: then moves and the release are, too."""
        if self.kind is not None:
            self.points.append(_inside(mapping, x, y))
            return True
        self.active_corner = None
        for zone in zones:
            corner = corner_at(zone, x, y, mapping) if zone.selected else None
            if corner is not None:
                self.active_corner = (zone.zone_id, corner)
                self.changing, self.points = zone.zone_id, list(zone.points)
                return True
        return False

    def move(self, x: float, y: float, mapping: PictureMapping) -> bool:
        """Whether anything is to be painted anew."""
        at = _inside(mapping, x, y)
        if self.kind is not None:
            self.pointer = at
            return True
        if self.changing and self.active_corner is not None:
            self.points[self.active_corner[1]] = at
            return True
        return False

    def release(self, zones: Sequence[ZoneMark]) -> ZoneOutcome | None:
        zone_id, points = self.changing, tuple(self.points)
        if self.kind is not None or not zone_id:
            return None
        self.changing, self.points = "", []
        moved = any(z.zone_id == zone_id and z.points != points for z in zones)
        return ZoneChanged(zone_id, points) if moved else None

    def double_click(
        self, x: float, y: float, zones: Sequence[ZoneMark], mapping: PictureMapping
    ) -> ZoneOutcome | None:
        """Ends what is being drawn; on a side of the chosen zone a new corner."""
        if self.kind is not None:
            return self.finish(mapping)
        for zone in zones:
            side = side_at(zone, x, y, mapping) if zone.selected else None
            if side is not None and corner_at(zone, x, y, mapping) is None:
                points = [*zone.points[: side + 1], _inside(mapping, x, y), *zone.points[side + 1 :]]
                return ZoneChanged(zone.zone_id, tuple(points))
        return None

    # --- keys ------------------------------------------------------------------------------

    def finish(self, mapping: PictureMapping) -> ZoneOutcome | None:
        """What was drawn; None while it has too few corners. Without any: a shape in the middle, for keys."""
        kind, points = self.kind, tuple(dict.fromkeys(self.points or self._in_the_middle(mapping)))
        if kind is None or len(points) < (3 if kind is ZoneKind.POLYGON else 2):
            return None
        self.start(None)
        return ZoneDrawn(kind, points)

    def _in_the_middle(self, mapping: PictureMapping) -> list[Point]:
        (left, right), (top, bottom) = ((0.4 * side, 0.6 * side) for side in (mapping.view_w, mapping.view_h))
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        return [_inside(mapping, x, y) for x, y in corners[: 2 if self.kind is ZoneKind.LINE else 4]]

    def corner_of(self, zone: ZoneMark) -> int | None:
        """Its corner that was touched last."""
        zone_id, corner = self.active_corner or ("", 0)
        return corner if zone_id == zone.zone_id and corner < len(zone.points) else None

    def step_corner(self, zone: ZoneMark, direction: int) -> None:
        """The next or previous corner is the one that keys work on."""
        corner = self.corner_of(zone)
        now = corner if corner is not None else (-1 if direction > 0 else 0)
        self.active_corner = (zone.zone_id, (now + direction) % len(zone.points))

    def drop_last(self) -> None:
        """Takes the last corner back."""
        if self.points:
            self.points.pop()

    def without_corner(self, zones: Sequence[ZoneMark]) -> ZoneOutcome | None:
        """The zone of the corner that was touched last, without it."""
        zone_id, corner = self.active_corner or ("", 0)
        zone = next((z for z in zones if z.zone_id == zone_id and z.selected), None)
        if zone is None or corner >= len(zone.points):
            return None
        self.active_corner = None
        return ZoneChanged(zone_id, zone.points[:corner] + zone.points[corner + 1 :])


def corner_at(zone: ZoneMark, x: float, y: float, mapping: PictureMapping) -> int | None:
    for index, point in enumerate(zone.points):
        at_x, at_y = mapping.to_view(*point)
        if hypot(at_x - x, at_y - y) <= REACH:
            return index
    return None


def side_at(zone: ZoneMark, x: float, y: float, mapping: PictureMapping) -> int | None:
    for index, (start, end) in enumerate(zone.sides):
        if _distance(mapping.to_view(*start), mapping.to_view(*end), x, y) <= REACH:
            return index
    return None


def zone_at(zones: Sequence[ZoneMark], x: float, y: float, mapping: PictureMapping) -> ZoneMark | None:
    """The zone whose outline is there: its inside belongs to the boxes in it."""
    return next((z for z in zones if side_at(z, x, y, mapping) is not None), None)


def _inside(mapping: PictureMapping, x: float, y: float) -> Point:
    at_x, at_y = mapping.to_picture(x, y)
    return min(max(at_x, 0.0), mapping.picture_w), min(max(at_y, 0.0), mapping.picture_h)


def _distance(start: Point, end: Point, x: float, y: float) -> float:
    """From (x, y) to the stretch from `start` to `end`."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else ((x - start[0]) * dx + (y - start[1]) * dy) / length
    share = min(max(share, 0.0), 1.0)
    return hypot(start[0] + share * dx - x, start[1] + share * dy - y)
