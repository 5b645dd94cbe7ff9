"""What every edit of a document is held to. Each rule raises `EditRefused`."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from app.domain.errors import EditRefused
from app.domain.ontology import AttributeKind, LabelClass
from app.domain.segments import Segment
from app.domain.suggestions import AnySuggestion, Decision
from app.domain.texts import Text
from app.domain.timebase import TimeRange, clock_text
from app.domain.tracks import KeyFrame, Track

if TYPE_CHECKING:
    from app.domain.document import Document

Found = TypeVar("Found")

_GONE = {
    "box": Text("The box does not exist any more."),
    "complete range": Text("The complete range does not exist any more."),
    "label": Text("The label does not exist any more."),
    "suggestion": Text("The suggestion does not exist any more."),
    "track": Text("The track does not exist any more."),
    "zone": Text("The zone does not exist any more."),
}
_OUTSIDE = {
    "box": Text(
        "{film}: a box at {start} does not lie inside the film, which runs from {film_start} to {film_end}."
    ),
    "complete range": Text(
        "{film}: a complete range from {start} to {end} does not lie inside the film, which runs from "
        "{film_start} to {film_end}."
    ),
    "label": Text(
        "{film}: a label from {start} to {end} does not lie inside the film, which runs from {film_start} to "
        "{film_end}."
    ),
    "suggestion": Text(
        "{film}: a suggestion from {start} to {end} does not lie inside the film, which runs from "
        "{film_start} to {film_end}."
    ),
}
_UNFIT = {
    AttributeKind.CHOICE: Text("{value} is no choice for {attribute} of {class_name}. One of: {choices}."),
    AttributeKind.NUMBER: Text("{value} is no number for {attribute} of {class_name}."),
    AttributeKind.TEXT: Text("{value} is no text for {attribute} of {class_name}."),
    AttributeKind.FLAG: Text("{value} is no flag for {attribute} of {class_name}."),
}
_DECIDED = {
    Decision.ACCEPTED: Text("The suggestion was accepted already."),
    Decision.REJECTED: Text("The suggestion was rejected already."),
}


def known(entity: Found | None, what: str) -> Found:
    """`what`: box, complete range, label, suggestion, track or zone."""
    if entity is None:
        raise EditRefused(_GONE[what])
    return entity


def check_new(ids: Iterable[str], there: Container[str]) -> None:
    seen: set[str] = set()
    for new_id in ids:
        if new_id in there or new_id in seen:
            raise EditRefused("What this would add is there already.")
        seen.add(new_id)


def check_medium(document: Document, medium_id: str) -> None:
    if medium_id != document.medium.id:
        raise EditRefused("{film}: what this would add belongs to another film.", film=document.medium.name)


def check_range(document: Document, range_: TimeRange, is_point: bool, what: str = "label") -> None:
    if is_point and range_.length != 1:
        raise EditRefused("A point has no length.", way_out="Move it instead of stretching it.")
    check_inside(document, range_, what)


def check_inside(document: Document, range_: TimeRange, what: str) -> None:
    """`what`: box, complete range, label or suggestion."""
    medium, span = document.medium, document.medium.span
    if range_.start < span.start or range_.end > span.end:
        clock = [
            clock_text(medium.scale.seconds(tick))
            for tick in (range_.start, range_.end, span.start, span.end)
        ]
        raise EditRefused(
            _OUTSIDE[what],
            film=medium.name,
            start=clock[0],
            end=clock[1],
            film_start=clock[2],
            film_end=clock[3],
        )


def check_key_frame(document: Document, key_frame: KeyFrame) -> None:
    check_inside(document, TimeRange.point(key_frame.tick), "box")
    if key_frame.box.clipped(document.medium.width, document.medium.height) is None:
        raise EditRefused(
            "The box lies outside the picture.", way_out="Draw it so that at least a part is inside."
        )


def check_attributes(label_class: LabelClass, attributes: Mapping[str, str]) -> None:
    """What the class defines must fit; what it does not define (an import's, an older one) is left alone."""
    for name, value in attributes.items():
        attribute = label_class.attribute(name)
        if attribute is not None and not attribute.takes(value):
            raise EditRefused(
                _UNFIT[attribute.kind],
                value=value or Text("Nothing"),
                attribute=name,
                class_name=label_class.name,
                choices=", ".join(attribute.choices),
            )


def check_apart(document: Document, segments: Iterable[Segment], without: Container[str] = ()) -> None:
    """No two labels of a class that forbids it share time; those in `without` will be gone or moved."""
    placed: dict[str, list[Segment]] = {}
    for segment in sorted(segments, key=lambda s: s.range):
        label_class = document.ontology[segment.class_id]
        if label_class.overlaps:
            continue
        others = placed.setdefault(segment.class_id, [])
        there = others[-1] if others and others[-1].range.overlaps(segment.range) else None
        for other in document.segments.overlapping(segment.range):
            if other.class_id == segment.class_id and other.id != segment.id and other.id not in without:
                there = other
        if there is not None:
            scale = document.medium.scale
            raise EditRefused(
                "Two labels of {class_name} cannot share time: one is there from {start} to {end}.",
                way_out="Move its edge first, or let the labels of this class overlap.",
                class_name=label_class.name,
                start=clock_text(scale.seconds(there.range.start)),
                end=clock_text(scale.seconds(there.range.end)),
            )
        others.append(segment)


def class_of(document: Document, class_id: str) -> LabelClass:
    found = document.ontology.get(class_id)
    if found is None:
        raise EditRefused("The class does not exist any more.", way_out="Choose another class.")
    return found


def class_in_use(document: Document, class_id: str) -> LabelClass:
    found = class_of(document, class_id)
    if found.retired:
        raise EditRefused(
            "The class {class_name} is retired: it gets no new labels.",
            way_out="Choose another class, or bring it back in the list of classes.",
            class_name=found.name,
        )
    return found


def segment_of(document: Document, segment_id: str) -> Segment:
    return known(document.segments.get(segment_id), "label")


def track_of(document: Document, track_id: str) -> Track:
    return known(document.tracks.get(track_id), "track")


def open_suggestion(document: Document, suggestion_id: str) -> AnySuggestion:
    found: AnySuggestion | None = document.suggestions.get(suggestion_id)
    found = found or document.suggested_tracks.get(suggestion_id)
    if found is None:
        raise EditRefused(_GONE["suggestion"])
    if found.decision is not Decision.OPEN:
        raise EditRefused(_DECIDED[found.decision])
    return found
