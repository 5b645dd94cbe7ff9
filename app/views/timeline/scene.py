"""What stands where in the visible window: marks, or densities where they are too many. Numbers only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from app.domain.segments import CompleteRange, Origin, Segment, Verification
from app.domain.suggestions import Suggestion
from app.domain.timebase import TimeRange
from app.views.timeline.content import TimelineContent
from app.views.timeline.lanes import Band, Lane, LaneLayout, Section
from app.views.timeline.range_columns import RangeColumns
from app.views.timeline.time_axis import TimeAxis, ZoomLevel

# More than one mark on so many view units of a lane, or marks so many deep, or so many in all lanes together:
# their density says more than a blur of edges, and is painted in time.
UNITS_PER_MARK = 6.0
DEEPEST = 8.0
MOST_MARKS = 600
LANE_PADDING = 2.0


class Texture(Enum):
    """Who stands behind a mark."""

    SOLID = auto()  # a person's label
    NOTCHED = auto()  # accepted from a suggestion
    DOTTED = auto()  # accepted, but not seen yet
    HATCHED = auto()  # a suggestion


@dataclass(frozen=True, slots=True)
class Mark:
    """One label, complete range (`class_id` may be empty: of every class) or suggestion from `x0` to `x1`.
    `whiskers`: half widths of the uncertain edges, or 0."""

    id: str
    section: Section
    class_id: str
    range: TimeRange
    x0: float
    x1: float
    band: Band
    texture: Texture
    is_point: bool = False
    score: float | None = None
    whiskers: tuple[float, float] = (0.0, 0.0)
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Density:
    """How many labels or suggestions lie over each device pixel of the axis."""

    section: Section
    class_id: str
    band: Band
    counts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scene:
    axis: TimeAxis
    layout: LaneLayout
    level: ZoomLevel
    marks: tuple[Mark, ...] = ()
    densities: tuple[Density, ...] = ()

    def mark(self, mark_id: str) -> Mark | None:
        return next((mark for mark in self.marks if mark.id == mark_id), None)


def texture_of(entity: Segment | Suggestion | CompleteRange) -> Texture:
    if isinstance(entity, CompleteRange):
        return Texture.SOLID
    if isinstance(entity, Suggestion):
        return Texture.HATCHED
    if entity.verification in (Verification.UNSEEN, Verification.BULK):
        return Texture.DOTTED
    return Texture.NOTCHED if entity.origin is Origin.SUGGESTION else Texture.SOLID


def build_scene(
    content: TimelineContent,
    axis: TimeAxis,
    layout: LaneLayout,
    level: ZoomLevel,
    selection: frozenset[str] = frozenset(),
    hidden: frozenset[str] = frozenset(),
    pixel_ratio: float = 1.0,
) -> Scene:
    """The marks of the lanes in sight; `hidden`: those that are being dragged and drawn elsewhere."""
    width = max(1, round(axis.width * pixel_ratio))
    marks: list[Mark] = []
    densities: list[Density] = []
    lanes = [
        lane
        for lane in layout.lanes
        if lane.class_id and lane.section is not Section.BOXES and _in_sight(lane.band, layout.scrolled)
    ]
    most = min(axis.width / UNITS_PER_MARK, max(16.0, MOST_MARKS / max(1, len(lanes))))
    for lane in lanes:
        if lane.section is Section.COMPLETE:
            marks += stacked([_mark_of(c, lane, axis) for c in content.complete(axis.window)])
            continue
        labels = lane.section is Section.LABELS
        columns = content.labels(lane.class_id) if labels else content.suggestions(lane.class_id)
        find = content.segment if labels else content.suggestion
        _fill_lane(lane, columns, find, axis, (most, width), marks, densities)
    shown = [_chosen(mark, selection) for mark in marks if mark.id not in hidden]
    return Scene(axis, layout, level, tuple(shown), tuple(densities))


def _in_sight(band: Band, among: Band) -> bool:
    return band.bottom > among.top and band.top < among.bottom


def _fill_lane(
    lane: Lane,
    columns: Sequence[RangeColumns],
    find: Callable[[str], Segment | Suggestion | None],
    axis: TimeAxis,
    limits: tuple[float, int],
    marks: list[Mark],
    densities: list[Density],
) -> None:
    """`limits`: the most marks of a lane, and how many columns its density has."""
    window = axis.window
    most, width = limits
    found = [(one, one.within(window)) for one in columns]
    depth = sum(one.covered(indices, window) for one, indices in found) / window.length
    if sum(len(indices) for _, indices in found) > most or depth > DEEPEST:
        counts = sum((one.density(axis, width) for one in columns), start=np.zeros(width, np.int64))
        densities.append(Density(lane.section, lane.class_id, lane.band, counts))
        return
    there = (find(mark_id) for one, indices in found for mark_id in one.ids[indices])
    marks += stacked([_mark_of(entity, lane, axis) for entity in there if entity is not None])


def stacked(marks: Sequence[Mark]) -> list[Mark]:
    """The marks of one lane; those that share time lie one below the other, so that none hides another.

    Only as many rows as overlap there: elsewhere in the lane a mark keeps its full height.
    """
    found: list[Mark] = []
    rows: list[list[Mark]] = []
    until = -1
    for mark in sorted(marks, key=lambda m: (m.range.start, -m.range.end, m.id)):
        if mark.range.start >= until:
            found += _in_rows(rows)
            rows = []
        free = next((row for row in rows if row[-1].range.end <= mark.range.start), None)
        if free is None:
            rows.append([mark])
        else:
            free.append(mark)
        until = max(until, mark.range.end)
    return [*found, *_in_rows(rows)]


def _in_rows(rows: Sequence[Sequence[Mark]]) -> Iterator[Mark]:
    if len(rows) < 2:
        yield from (mark for row in rows for mark in row)
        return
    for number, row in enumerate(rows):
        for mark in row:
            height = mark.band.height / len(rows)
            yield replace(mark, band=Band(mark.band.top + number * height, max(1.0, height - 1.0)))


def _mark_of(entity: Segment | Suggestion | CompleteRange, lane: Lane, axis: TimeAxis) -> Mark:
    padded = Band(lane.band.top + LANE_PADDING, lane.band.height - 2 * LANE_PADDING)
    whiskers, score = (0.0, 0.0), None
    if isinstance(entity, Suggestion):
        whiskers = (entity.start_sd / axis.ticks_per_unit, entity.end_sd / axis.ticks_per_unit)
        score = entity.score
    return Mark(
        entity.id,
        lane.section,
        entity.class_id,
        entity.range,
        axis.x(entity.range.start),
        axis.x(entity.range.end),
        padded,
        texture_of(entity),
        not isinstance(entity, CompleteRange) and entity.is_point,
        score,
        whiskers,
    )


def _chosen(mark: Mark, selection: frozenset[str]) -> Mark:
    return replace(mark, selected=True) if mark.id in selection else mark
