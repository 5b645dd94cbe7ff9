"""A zone or a line as the canvas shows it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.zones import Point, ZoneKind


@dataclass(frozen=True, slots=True)
class ZoneMark:
    zone_id: str
    name: str
    colour: str
    kind: ZoneKind
    points: tuple[Point, ...]
    selected: bool = False

    @property
    def sides(self) -> list[tuple[Point, Point]]:
        """From corner to corner; a polygon's last leads back to its first."""
        ends = self.points[1:] + (self.points[:1] if self.kind is ZoneKind.POLYGON else ())
        return list(zip(self.points, ends, strict=False))
