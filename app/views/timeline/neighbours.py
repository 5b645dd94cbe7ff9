"""From one mark to the next without the mouse: along a lane, or to the lanes above and below."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from app.domain.segments import CompleteRange, Segment
from app.domain.suggestions import Suggestion
from app.domain.timebase import TimeRange
from app.views.timeline.content import TimelineContent
from app.views.timeline.lanes import EVERY_CLASS, LaneName, Section
from app.views.timeline.range_columns import RangeColumns

Chosen = Segment | Suggestion | CompleteRange


def neighbour(
    content: TimelineContent,
    lanes: Sequence[LaneName],
    selection: Collection[str],
    tick: int,
    step: int,
    *,
    along: bool,
) -> Chosen | None:
    """The mark `step` (-1 or 1) on from the one that is chosen; `along` its lane, else in the next lane that
    has any, the nearest in time. Without one that is chosen, the mark nearest to `tick` in the first lane.
    """
    rows = {lane: _row(content, lane) for lane in lanes if lane[0] is not Section.BOXES}
    filled = [lane for lane, row in rows.items() if len(row)]
    if not filled:
        return None
    chosen = [one for one in (_find(content, i) for i in selection) if one is not None]
    here = min(chosen, key=lambda one: one.range, default=None)
    if here is None or _lane_of(here) not in filled:
        return _nearest(content, rows[filled[0]], tick)
    lane = _lane_of(here)
    if along:
        row = rows[lane]
        index = int(np.flatnonzero(row.ids == here.id)[0]) + step
        return _find(content, row.ids[index]) if 0 <= index < len(row) else None
    number = filled.index(lane) + step
    return _nearest(content, rows[filled[number]], here.range.start) if 0 <= number < len(filled) else None


def _row(content: TimelineContent, lane: LaneName) -> RangeColumns:
    section, class_id = lane
    if section is Section.COMPLETE:
        span = content.document.medium.span if content.document is not None else TimeRange(0, 1)
        return RangeColumns.of(content.complete(span))
    found = content.labels(class_id) if section is Section.LABELS else content.suggestions(class_id)
    return found[0] if len(found) == 1 else RangeColumns.joined(found)


def _lane_of(one: Chosen) -> LaneName:
    match one:
        case Segment():
            return Section.LABELS, one.class_id
        case Suggestion():
            return Section.MODEL, one.class_id
        case CompleteRange():
            return Section.COMPLETE, EVERY_CLASS


def _nearest(content: TimelineContent, row: RangeColumns, tick: int) -> Chosen | None:
    return _find(content, row.ids[int(np.argmin(np.abs(row.starts - tick)))])


def _find(content: TimelineContent, mark_id: str) -> Chosen | None:
    return content.segment(mark_id) or content.suggestion(mark_id) or content.complete_range(mark_id)
