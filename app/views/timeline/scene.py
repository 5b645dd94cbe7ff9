"""What stands where in the visible window: marks, or densities where they are too many. Numbers only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from app.domain.segments import CompleteRange, Origin, Segment, Verification
from app.domain.suggestions import Suggestion
from app.domain.timebase import TimeRange
from app.views.timeline.content import TimelineContent
from app.views.timeline.lanes import Band, Lane, LaneLayout, LaneName, Section
from app.views.timeline.range_columns import RangeColumns
from app.views.timeline.time_axis import TimeAxis, ZoomLevel
from app.views.timeline.track_lanes import ClassTracks

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


@dataclass(frozen=True, slots=True, eq=False)
class LaneScene:
    """What stands in one lane. `number`: its place among all lanes; `left_out`: marks drawn elsewhere."""

    lane: Lane
    number: int
    marks: tuple[Mark, ...] = ()
    density: Density | None = None
    tracks: ClassTracks | None = None
    left_out: frozenset[str] = frozenset()

    def has_any(self, ids: Collection[str]) -> bool:
        """Whether one of these marks belongs here."""
        return any(mark.id in ids for mark in self.marks) or not self.left_out.isdisjoint(ids)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """`lanes`: those that are at least partly in sight."""

    axis: TimeAxis
    layout: LaneLayout
    level: ZoomLevel
    lanes: tuple[LaneScene, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for one in self.lanes for mark in one.marks)

    @property
    def densities(self) -> tuple[Density, ...]:
        return tuple(one.density for one in self.lanes if one.density is not None)

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
    *,
    before: Scene | None = None,
    changed: Collection[LaneName] = (),
) -> Scene:
    """The marks of the lanes in sight; `hidden`: those that are being dragged and drawn elsewhere.

    `before`: the last scene, of which all lanes but those that `changed` are kept where they did not move.
    """
    kept: dict[LaneName, LaneScene] = {}
    if before is not None and before.axis == axis and before.layout == layout:
        kept = {one.lane.name: one for one in before.lanes if one.lane.name not in changed}
    in_sight = [(n, lane) for n, lane in enumerate(layout.lanes) if _in_sight(lane.band, layout.scrolled)]
    filled = sum(not lane.is_heading and lane.section is not Section.BOXES for _, lane in in_sight)
    builder = _Builder(
        content,
        axis,
        selection,
        hidden,
        most=min(axis.width / UNITS_PER_MARK, max(16.0, MOST_MARKS / max(1, filled))),
        columns=max(1, round(axis.width * pixel_ratio)),
    )
    lanes = (kept.get(lane.name) or builder.lane(lane, number) for number, lane in in_sight)
    return Scene(axis, layout, level, tuple(lanes))


def _in_sight(band: Band, among: Band) -> bool:
    return band.bottom > among.top and band.top < among.bottom


@dataclass(frozen=True, slots=True)
class _Builder:
    """`most`: marks of a lane; `columns`: of a density."""

    content: TimelineContent
    axis: TimeAxis
    selection: frozenset[str]
    hidden: frozenset[str]
    most: float
    columns: int

    def lane(self, lane: Lane, number: int) -> LaneScene:
        if lane.is_heading:
            return LaneScene(lane, number)
        if lane.section is Section.BOXES:
            return LaneScene(lane, number, tracks=self.content.tracks.get(lane.class_id))
        if lane.section is Section.COMPLETE:
            return self._marked(lane, number, self.content.complete(self.axis.window))
        labels = lane.section is Section.LABELS
        ranges = self.content.labels(lane.class_id) if labels else self.content.suggestions(lane.class_id)
        window = self.axis.window
        found = [(one, one.within(window)) for one in ranges]
        number_of_marks = sum(len(indices) for _, indices in found)
        if number_of_marks > self.most or (number_of_marks > DEEPEST and self._depth(found) > DEEPEST):
            counts = [one.density(self.axis, self.columns) for one in ranges]
            total = counts[0] if len(counts) == 1 else np.sum(counts, axis=0)
            return LaneScene(lane, number, density=Density(lane.section, lane.class_id, lane.band, total))
        find = self.content.segment if labels else self.content.suggestion
        there = (find(mark_id) for one, indices in found for mark_id in one.ids[indices])
        return self._marked(lane, number, [entity for entity in there if entity is not None])

    def _depth(self, found: Sequence[tuple[RangeColumns, NDArray[np.intp]]]) -> float:
        """How many lie over each other on average."""
        window = self.axis.window
        return sum(one.covered(indices, window) for one, indices in found) / window.length

    def _marked(
        self, lane: Lane, number: int, entities: Sequence[Segment | Suggestion | CompleteRange]
    ) -> LaneScene:
        ordered = sorted(entities, key=lambda one: (one.range.start, -one.range.end, one.id))
        places = rows([one.range for one in ordered])
        bands = {place: _band_of(lane.band, *place) for place in set(places)}
        left_out = frozenset(one.id for one in ordered if one.id in self.hidden)
        marks = tuple(
            self._mark(one, lane.section, bands[place])
            for one, place in zip(ordered, places, strict=True)
            if one.id not in left_out
        )
        return LaneScene(lane, number, marks, left_out=left_out)

    def _mark(self, entity: Segment | Suggestion | CompleteRange, section: Section, band: Band) -> Mark:
        axis, whiskers, score = self.axis, (0.0, 0.0), None
        if isinstance(entity, Suggestion):
            whiskers = (entity.start_sd / axis.ticks_per_unit, entity.end_sd / axis.ticks_per_unit)
            score = entity.score
        return Mark(
            entity.id,
            section,
            entity.class_id,
            entity.range,
            axis.x(entity.range.start),
            axis.x(entity.range.end),
            band,
            texture_of(entity),
            not isinstance(entity, CompleteRange) and entity.is_point,
            score,
            whiskers,
            entity.id in self.selection,
        )


def rows(spans: Sequence[TimeRange]) -> list[tuple[int, int]]:
    """Of each span, sorted by start: its row from the top, and how many rows share the height there.

    Spans that share time lie one below the other, so that none hides another; only as many rows as overlap
    there: elsewhere a span has the full height.
    """
    found: list[tuple[int, int]] = []
    group: list[int] = []  # the rows of spans that overlap, one after the other
    ends: list[int] = []  # of the last span in each row
    for span in spans:
        if group and span.start >= max(ends):
            found += [(row, len(ends)) for row in group]
            group, ends = [], []
        row = next((n for n, end in enumerate(ends) if end <= span.start), len(ends))
        ends[row : row + 1] = [span.end]
        group.append(row)
    return [*found, *((row, len(ends)) for row in group)]


def _band_of(lane: Band, row: int, among: int) -> Band:
    padded = Band(lane.top + LANE_PADDING, lane.height - 2 * LANE_PADDING)
    if among == 1:
        return padded
    height = padded.height / among
    return Band(padded.top + row * height, max(1.0, height - 1.0))
