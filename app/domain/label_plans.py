"""What edits of labels in time would do: segments, points, complete ranges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain import edits as e
from app.domain import rules
from app.domain.changes import Difference, added, removed
from app.domain.errors import EditRefused
from app.domain.segments import CompleteRange, Origin, Segment, Verification
from app.domain.timebase import TimeRange

if TYPE_CHECKING:
    from app.domain.document import Document

Differences = tuple[Difference, ...]
LabelEdit = (
    e.AddSegments
    | e.ChangeSegment
    | e.ChangeSegments
    | e.RemoveSegments
    | e.SplitSegment
    | e.MergeSegments
    | e.MarkComplete
    | e.UnmarkComplete
)


def plan(document: Document, edit: LabelEdit) -> Differences:
    """Raises `EditRefused`."""
    match edit:
        case e.AddSegments():
            return _add(document, edit)
        case e.ChangeSegment():
            return _change(document, (edit,))
        case e.ChangeSegments():
            return _change(document, edit.changes)
        case e.RemoveSegments():
            return removed(rules.segment_of(document, i) for i in dict.fromkeys(edit.segment_ids))
        case e.SplitSegment():
            return _split(document, edit)
        case e.MergeSegments():
            return _merge(document, edit)
        case e.MarkComplete():
            return _mark_complete(document, edit.complete)
        case e.UnmarkComplete():
            return removed([rules.known(document.complete_ranges.get(edit.complete_id), "complete range")])


def _add(document: Document, edit: e.AddSegments) -> Differences:
    rules.check_new((s.id for s in edit.segments), document.segments)
    for segment in edit.segments:
        by_hand = segment.origin is not Origin.IMPORTED
        find = rules.class_in_use if by_hand else rules.class_of
        rules.check_attributes(find(document, segment.class_id), segment.attributes)
        rules.check_range(document, segment.range, segment.is_point)
        rules.check_medium(document, segment.medium_id)
    rules.check_apart(document, (s for s in edit.segments if s.origin is not Origin.IMPORTED))
    return added(edit.segments)


def _change(document: Document, changes: tuple[e.ChangeSegment, ...]) -> Differences:
    if len({c.segment_id for c in changes}) != len(changes):
        raise ValueError("a label is changed once in one edit")
    found = [(rules.segment_of(document, change.segment_id), change) for change in changes]
    differences = tuple(Difference(segment, _changed(document, segment, c)) for segment, c in found)
    moved = [
        after
        for (before, change), after in zip(found, (d.after for d in differences), strict=True)
        if isinstance(after, Segment)
        and (after.range, after.class_id) != (before.range, before.class_id)
        and (change.range is not None or change.class_id is not None)
    ]
    rules.check_apart(document, moved, {segment.id for segment in moved})
    return differences


def _changed(document: Document, segment: Segment, edit: e.ChangeSegment) -> Segment:
    verification = edit.verification or segment.verification
    if edit.range is not None:
        rules.check_range(document, edit.range, segment.is_point)
        if edit.range != segment.range and segment.origin is Origin.SUGGESTION:
            verification = Verification.EDITED
    class_id = segment.class_id
    if edit.class_id is not None and edit.class_id != class_id:
        class_id = rules.class_in_use(document, edit.class_id).id
    attributes = segment.attributes if edit.attributes is None else dict(edit.attributes)
    if edit.attributes is not None or class_id != segment.class_id:
        rules.check_attributes(rules.class_of(document, class_id), attributes)
    return replace(
        segment,
        range=segment.range if edit.range is None else edit.range,
        class_id=class_id,
        comment=segment.comment if edit.comment is None else edit.comment,
        attributes=attributes,
        verification=verification,
    )


def _split(document: Document, edit: e.SplitSegment) -> Differences:
    segment = rules.segment_of(document, edit.segment_id)
    if not segment.range.start < edit.tick < segment.range.end:
        raise EditRefused(
            "The play head is not inside the segment.",
            way_out="Move it between the segment's edges first.",
        )
    rules.check_new([edit.new_id], document.segments)
    first = replace(segment, range=TimeRange(segment.range.start, edit.tick))
    second = replace(segment, id=edit.new_id, range=TimeRange(edit.tick, segment.range.end))
    return (Difference(segment, first), Difference(None, second))


def _merge(document: Document, edit: e.MergeSegments) -> Differences:
    ids = dict.fromkeys(edit.segment_ids)
    segments = sorted((rules.segment_of(document, i) for i in ids), key=lambda s: (s.range.start, s.id))
    if len(segments) < 2:
        raise EditRefused("Merging needs two segments.", way_out="Select two or more of one class.")
    if any(s.is_point for s in segments):
        raise EditRefused("Points cannot be merged.", way_out="Select segments only.")
    if len({s.class_id for s in segments}) > 1:
        raise EditRefused("Only segments of one class can be merged.", way_out="Change their class first.")
    first = segments[0]
    whole = replace(first, range=TimeRange(first.range.start, max(s.range.end for s in segments)))
    rules.check_apart(document, [whole], ids)
    return (Difference(first, whole), *removed(segments[1:]))


def _mark_complete(document: Document, complete: CompleteRange) -> Differences:
    rules.check_new([complete.id], document.complete_ranges)
    rules.check_medium(document, complete.medium_id)
    rules.check_inside(document, complete.range, "complete range")
    if complete.class_id:
        rules.class_of(document, complete.class_id)
    return added([complete])
