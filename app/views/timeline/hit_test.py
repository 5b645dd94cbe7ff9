"""Which mark, and which part of it, is under the pointer. Numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from app.views.timeline.scene import LANE_PADDING, Mark, Scene
from app.views.timeline.time_axis import ZoomLevel

EDGE_REACH = 5.0
POINT_REACH = 7.0


class Part(Enum):
    START = auto()
    END = auto()
    BODY = auto()


@dataclass(frozen=True, slots=True)
class Hit:
    mark: Mark
    part: Part


def hit_at(scene: Scene, x: float, y: float) -> Hit | None:
    """A mark that lies right there before others of its lane, a chosen one before others, then an edge before
    a body, then the shortest. No edges from afar.
    """
    if not scene.layout.scrolled.contains(y):
        return None
    lane = scene.layout.lane_at(y)
    with_edges = scene.level is not ZoomLevel.HOURS
    hits = []
    for mark in scene.marks:
        if lane is not None and lane.band.top <= mark.band.top < lane.band.bottom:
            part = _part_at(mark, x, with_edges=with_edges)
            if part is not None:
                beside = not mark.band.top - LANE_PADDING <= y < mark.band.bottom + LANE_PADDING
                rank = beside, not mark.selected, part is Part.BODY, mark.x1 - mark.x0
                hits.append((rank, mark, part))
    if not hits:
        return None
    _, mark, part = min(hits, key=lambda hit: hit[0])
    return Hit(mark, part)


def _part_at(mark: Mark, x: float, *, with_edges: bool) -> Part | None:
    if mark.is_point:
        return Part.BODY if abs(x - mark.x0) <= POINT_REACH else None
    reach = EDGE_REACH if with_edges else 0.0
    if not mark.x0 - max(reach, 1.0) <= x <= mark.x1 + max(reach, 1.0):
        return None
    # The middle third of a short mark is body, so that it can still be chosen without being bent.
    inner = min(reach, (mark.x1 - mark.x0) / 3)
    if with_edges and x <= mark.x0 + inner:
        return Part.START
    if with_edges and x >= mark.x1 - inner:
        return Part.END
    return Part.BODY
