"""Places in the picture of a film that does not move: zones and lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]


class ZoneKind(StrEnum):
    POLYGON = "polygon"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Zone:
    """A polygon (three corners or more) or a line (two or more), in pixels as boxes are."""

    id: str
    medium_id: str
    name: str
    kind: ZoneKind
    points: tuple[Point, ...]
    actor_id: str
    colour: str = ""

    @property
    def fewest_points(self) -> int:
        return 3 if self.kind is ZoneKind.POLYGON else 2

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies inside a polygon (even-odd rule); never inside a line."""
        if self.kind is not ZoneKind.POLYGON:
            return False
        inside = False
        before_x, before_y = self.points[-1]
        for here_x, here_y in self.points:
            if (here_y > y) != (before_y > y):
                crossing = here_x + (y - here_y) / (before_y - here_y) * (before_x - here_x)
                inside ^= x < crossing
            before_x, before_y = here_x, here_y
        return inside
