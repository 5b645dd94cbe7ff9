"""All labels of all films as one list: found, sorted, and changed many at a time, each time one deed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from heapq import merge
from typing import Any

from app.domain import edits as e
from app.domain.document import Document
from app.domain.errors import UserError
from app.domain.ontology import ClassKind, LabelClass, Ontology
from app.domain.segments import Segment, Verification
from app.domain.timebase import TimeRange, clock_text
from app.domain.tracks import Track
from app.session.project import Project

Labelled = Segment | Track
Edits = list[tuple[e.Edit, str]]
_AT_ONCE = 2000


class Column(IntEnum):
    FILM = 0
    CLASS = 1
    START = 2
    END = 3
    LENGTH = 4
    FRAMES = 5
    ATTRIBUTES = 6
    COMMENT = 7
    WHO = 8
    ORIGIN = 9
    VERIFICATION = 10


@dataclass(frozen=True, slots=True)
class LabelRecord:
    """A label or a track with what its ids mean; times in seconds of its film."""

    label: Labelled
    range: TimeRange
    film: str
    class_name: str
    who: str
    start_s: float
    end_s: float
    text: str = field(repr=False)  # lower case, of everything that a search finds

    @property
    def id(self) -> str:
        return self.label.id

    @property
    def medium_id(self) -> str:
        return self.label.medium_id

    @property
    def is_point(self) -> bool:
        return isinstance(self.label, Segment) and self.label.is_point

    @property
    def attributes(self) -> str:
        return ", ".join(f"{name}: {value}" for name, value in self.label.attributes.items())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row must have; an empty part asks for nothing. `text`: words, each found somewhere."""

    text: str = ""
    class_id: str = ""
    person: str = ""
    medium_id: str = ""
    verification: Verification | None = None

    def takes(self, record: LabelRecord) -> bool:
        label = record.label
        return (
            (not self.class_id or label.class_id == self.class_id)
            and (not self.person or label.actor_id == self.person)
            and (not self.medium_id or label.medium_id == self.medium_id)
            and (self.verification is None or label.verification is self.verification)
            and all(word in record.text for word in self.text.lower().split())
        )


def records_of(project: Project, medium_id: str, people: Mapping[str, str]) -> list[LabelRecord]:
    """Of one film. `people`: names by the actor's id."""
    document = project.document(medium_id)
    labels: list[Labelled] = [*document.segments, *document.tracks.values()]
    return [record for label in labels if (record := record_of(document, label, people)) is not None]


def record_of(document: Document, label: Labelled, people: Mapping[str, str]) -> LabelRecord | None:
    """None for a track without boxes."""
    if isinstance(label, Segment):
        range_ = label.range
    else:
        ticks = document.key_frames(label.id).ticks
        if not ticks:
            return None
        range_ = TimeRange(ticks[0], ticks[-1] + 1)
    medium, label_class = document.medium, document.ontology.get(label.class_id)
    name = label_class.name if label_class is not None else "?"
    class_name = name if isinstance(label, Segment) else f"{name} #{label.number}"
    who = people.get(label.actor_id, "")
    start, end = medium.scale.seconds(range_.start), medium.scale.seconds(range_.end)
    values = " ".join(part for pair in label.attributes.items() for part in pair)
    text = f"{medium.name} {class_name} {who} {label.comment} {values} {clock_text(start)}".lower()
    return LabelRecord(label, range_, medium.name, class_name, who, start, end, text)


def found(
    records: Iterable[LabelRecord], wanted: Wanted, column: Column = Column.START, *, descending: bool = False
) -> list[LabelRecord]:
    """Those that are wanted, in the order of a column, and there by film and start."""
    rows = [record for record in records if wanted.takes(record)]
    rows = _sorted(rows, lambda r: (r.film, r.start_s, r.id))
    key = _ORDER.get(column)
    if key is not None:
        rows = _sorted(rows, key, descending=descending)
    elif descending:
        rows.reverse()
    return rows


def _sorted(
    rows: list[LabelRecord], key: Callable[[LabelRecord], Any], *, descending: bool = False
) -> list[LabelRecord]:
    """As `sorted`, which would keep other threads waiting until a hundred thousand rows are in order."""
    parts = (
        sorted(rows[first : first + _AT_ONCE], key=key, reverse=descending)
        for first in range(0, len(rows), _AT_ONCE)
    )
    return list(merge(*parts, key=key, reverse=descending))


_ORDER: dict[Column, Callable[[LabelRecord], str | float]] = {
    Column.CLASS: lambda r: r.class_name.lower(),
    Column.START: lambda r: r.start_s,
    Column.END: lambda r: r.end_s,
    Column.LENGTH: lambda r: r.end_s - r.start_s,
    Column.FRAMES: lambda r: r.range.start,
    Column.ATTRIBUTES: lambda r: r.attributes.lower(),
    Column.COMMENT: lambda r: r.label.comment.lower(),
    Column.WHO: lambda r: r.who.lower(),
    Column.ORIGIN: lambda r: r.label.origin.value,
    Column.VERIFICATION: lambda r: r.label.verification.value,
}


def with_class(records: Sequence[LabelRecord], class_id: str, ontology: Ontology) -> Edits:
    """All of them of another class; values that it does not take go. Raises UserError where a class of boxes
    was chosen for labels in time, or the other way round."""
    label_class = ontology[class_id]
    is_box = label_class.kind is ClassKind.BOX
    if any(isinstance(r.label, Track) is not is_box for r in records):
        raise _mixed(label_class)
    return _changed(records, lambda label: (class_id, label.comment, _kept(label.attributes, label_class)))


def _mixed(label_class: LabelClass) -> UserError:
    if label_class.kind is ClassKind.BOX:
        return UserError(
            "{class_name} is a class of boxes, and others are selected too.",
            way_out="Select only boxes, or choose another class.",
            class_name=label_class.name,
        )
    return UserError(
        "{class_name} is a class of labels in time, and others are selected too.",
        way_out="Select only labels in time, or choose another class.",
        class_name=label_class.name,
    )


def with_attribute(records: Sequence[LabelRecord], name: str, value: str) -> Edits:
    """An empty value takes it off."""

    def changed(label: Labelled) -> tuple[str, str, dict[str, str]]:
        others = {n: v for n, v in label.attributes.items() if n != name}
        return label.class_id, label.comment, {**others, name: value} if value else others

    return _changed(records, changed)


def with_comment(records: Sequence[LabelRecord], comment: str) -> Edits:
    return _changed(records, lambda label: (label.class_id, comment, dict(label.attributes)))


def removal(records: Iterable[LabelRecord]) -> Edits:
    segments, tracks = _by_film(records)
    edits: Edits = [(e.RemoveSegments(tuple(s.id for s in ours)), m) for m, ours in segments.items()]
    return edits + [(e.RemoveTrack(track.id), track.medium_id) for track in tracks]


def _changed(
    records: Iterable[LabelRecord], changed: Callable[[Labelled], tuple[str, str, dict[str, str]]]
) -> Edits:
    segments, tracks = _by_film(records)
    edits: Edits = []
    for medium_id, ours in segments.items():
        changes = []
        for segment in ours:
            class_id, comment, attributes = changed(segment)
            changes.append(
                e.ChangeSegment(segment.id, class_id=class_id, comment=comment, attributes=attributes)
            )
        edits.append((e.ChangeSegments(tuple(changes)), medium_id))
    edits += [(e.ChangeTrack(track.id, *changed(track)), track.medium_id) for track in tracks]
    return edits


def _by_film(records: Iterable[LabelRecord]) -> tuple[dict[str, list[Segment]], list[Track]]:
    segments: dict[str, list[Segment]] = defaultdict(list)
    tracks: list[Track] = []
    for record in records:
        if isinstance(record.label, Segment):
            segments[record.medium_id].append(record.label)
        else:
            tracks.append(record.label)
    return segments, tracks


def _kept(attributes: Mapping[str, str], label_class: LabelClass) -> dict[str, str]:
    return {
        name: value
        for name, value in attributes.items()
        if (attribute := label_class.attribute(name)) is None or attribute.takes(value)
    }
