"""What becomes of everything that carries a class when the class changes: merged into another, or renamed
attributes and choices. Nothing that a person said gets lost, and no label comes to break a rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from app.domain import edits as e
from app.domain import rules
from app.domain.changes import Difference, removed
from app.domain.errors import EditRefused
from app.domain.ontology import ClassKind, LabelClass
from app.domain.segments import CompleteRange, Segment
from app.domain.timebase import TimeRange, clock_text
from app.domain.tracks import Track

if TYPE_CHECKING:
    from app.domain.document import Document

Differences = tuple[Difference, ...]
Labelled = TypeVar("Labelled", Segment, Track)


@dataclass(frozen=True, slots=True)
class ClassUse:
    """What carries a class in one film, or in all."""

    labels: int = 0
    tracks: int = 0
    suggestions: int = 0
    complete_ranges: int = 0

    def __add__(self, other: ClassUse) -> ClassUse:
        return ClassUse(
            self.labels + other.labels,
            self.tracks + other.tracks,
            self.suggestions + other.suggestions,
            self.complete_ranges + other.complete_ranges,
        )

    @property
    def total(self) -> int:
        return self.labels + self.tracks + self.suggestions + self.complete_ranges


def use_of(document: Document, class_id: str) -> ClassUse:
    return ClassUse(
        sum(s.class_id == class_id for s in document.segments),
        sum(t.class_id == class_id for t in document.tracks.values()),
        sum(s.class_id == class_id for s in document.suggestions)
        + sum(t.class_id == class_id for t in document.suggested_tracks),
        sum(c.class_id == class_id for c in document.complete_ranges),
    )


def clashes(document: Document, class_id: str, into: str) -> list[TimeRange]:
    """Where labels of the two classes (or of the one) share time, joined and in order."""
    mine = [s for s in document.segments if s.class_id in (class_id, into)]
    return [_hull(group) for group in _groups(mine) if any(s.class_id == class_id for s in group)]


def plan(document: Document, edit: e.ReviseLabels) -> Differences:
    """Raises `EditRefused`."""
    into = _target(document, edit)
    revised = {s.id: _revised(s, edit) for s in document.segments if s.class_id == edit.class_id}
    tracks = [(t, _revised(t, edit)) for t in document.tracks.values() if t.class_id == edit.class_id]
    _check_values(document, edit, [*revised.values(), *(after for _, after in tracks)])
    changed = [Difference(before, after) for before, after in tracks]
    if edit.class_id == edit.into:
        changed += [Difference(document.segments.get(i), after) for i, after in revised.items()]
        return tuple(changed)
    there = [s for s in document.segments if s.class_id == edit.into]
    if edit.join:
        changed += _joined(document, there, revised)
    else:
        if not into.overlaps:
            rules.check_apart(document, revised.values(), set(revised))
        changed += [Difference(document.segments.get(i), after) for i, after in revised.items()]
    for suggestion in (*document.suggestions, *document.suggested_tracks):
        if suggestion.class_id == edit.class_id:
            changed.append(Difference(suggestion, replace(suggestion, class_id=edit.into)))
    return (*changed, *_complete_for_both(document, edit))


def _target(document: Document, edit: e.ReviseLabels) -> LabelClass:
    source = rules.class_of(document, edit.class_id)
    if edit.into == edit.class_id:
        return source
    into = rules.class_in_use(document, edit.into)
    if ClassKind.BOX in (source.kind, into.kind) and source.kind is not into.kind:
        raise EditRefused(
            "{file} and {into} cannot be one: one is of boxes, the other in time.",
            way_out="Choose a class of the same kind.",
            file=source.name,
            into=into.name,
        )
    return into


def _revised(label: Labelled, edit: e.ReviseLabels) -> Labelled:
    names = dict(edit.renamed)
    values = {(name, old): new for name, old, new in edit.revalued}
    attributes = {
        names.get(name, name): values.get((name, value), value) for name, value in label.attributes.items()
    }
    return replace(label, class_id=edit.into, attributes=attributes)


def _check_values(document: Document, edit: e.ReviseLabels, labels: Sequence[Segment | Track]) -> None:
    into = document.ontology[edit.into]
    unfit = [
        (label, name, value)
        for label in labels
        for name, value in label.attributes.items()
        if (attribute := into.attribute(name)) is not None and not attribute.takes(value)
    ]
    if unfit:
        label, name, value = unfit[0]
        raise EditRefused(
            "{film}: {count} labels have a value of {attribute} that {into} would not know, the first "
            "“{value}” at {time}.",
            way_out="Keep the value among the choices, or give those labels another one first.",
            film=document.medium.name,
            count=len(unfit),
            attribute=name,
            into=into.name,
            value=value,
            time=_place(document, label),
        )


def _place(document: Document, label: Segment | Track) -> str:
    tick = label.range.start if isinstance(label, Segment) else document.key_frames(label.id)[0].tick
    return clock_text(document.medium.scale.seconds(tick))


def _groups(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Those that share time, directly or through others; two or more each."""
    groups: list[list[Segment]] = []
    end = 0
    for segment in sorted(segments, key=lambda s: (s.range.start, s.id)):
        if groups and segment.range.start < end:
            groups[-1].append(segment)
        else:
            groups.append([segment])
            end = segment.range.end
        end = max(end, segment.range.end)
    return [group for group in groups if len(group) > 1]


def _hull(group: Iterable[Segment]) -> TimeRange:
    ranges = [s.range for s in group]
    return TimeRange(min(r.start for r in ranges), max(r.end for r in ranges))


def _joined(document: Document, there: list[Segment], revised: dict[str, Segment]) -> list[Difference]:
    """Labels that would share time become one, from the earliest start to the latest end."""
    joined: dict[str, Segment | None] = dict(revised)
    for group in _groups([*there, *revised.values()]):
        if not any(s.id in revised for s in group):
            continue
        keeper = next((s for s in group if not s.is_point), group[0])
        joined.update({s.id: None for s in group})
        attributes = {name: value for s in (*reversed(group), keeper) for name, value in s.attributes.items()}
        comments = dict.fromkeys(s.comment for s in group if s.comment)
        joined[keeper.id] = replace(
            keeper, range=_hull(group), attributes=attributes, comment="; ".join(comments)
        )
    return [Difference(document.segments.get(i), after) for i, after in joined.items()]


def _complete_for_both(document: Document, edit: e.ReviseLabels) -> Differences:
    """Complete for the merged class is only what was complete for the two: elsewhere one of them may be
    there without a label. At most one piece fewer comes out than ranges go in, so each finds a range to be.
    """
    of = {
        class_id: [c for c in document.complete_ranges if c.class_id == class_id]
        for class_id in (edit.class_id, edit.into)
    }
    if not of[edit.class_id] and not of[edit.into]:
        return ()
    pieces = _shared(_union(of[edit.class_id]), _union(of[edit.into]))
    ranges = [*of[edit.into], *of[edit.class_id]]
    kept = [
        Difference(before, replace(before, range=piece, class_id=edit.into))
        for before, piece in zip(ranges, pieces, strict=False)
    ]
    return (*kept, *removed(ranges[len(pieces) :]))


def _union(ranges: Iterable[CompleteRange]) -> list[TimeRange]:
    found: list[TimeRange] = []
    for range_ in sorted(c.range for c in ranges):
        if found and range_.start <= found[-1].end:
            found[-1] = TimeRange(found[-1].start, max(found[-1].end, range_.end))
        else:
            found.append(range_)
    return found


def _shared(one: list[TimeRange], other: list[TimeRange]) -> list[TimeRange]:
    return [both for a in one for b in other if (both := a.intersection(b)) is not None]
