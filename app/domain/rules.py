"""What every edit of a document is held to. Each rule raises `EditRefused`."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from app.domain.errors import EditRefused
from app.domain.ontology import LabelClass
from app.domain.segments import Segment
from app.domain.suggestions import AnySuggestion, Decision
from app.domain.timebase import TimeRange, clock_text
from app.domain.tracks import KeyFrame, Track

if TYPE_CHECKING:
    from app.domain.document import Document

Found = TypeVar("Found")


def known(entity: Found | None, what: str) -> Found:
    if entity is None:
        raise EditRefused(f"The {what} does not exist any more.")
    return entity


def check_new(what: str, ids: Iterable[str], there: Container[str]) -> None:
    seen: set[str] = set()
    for new_id in ids:
        if new_id in there or new_id in seen:
            raise EditRefused(f"The {what} is there already.")
        seen.add(new_id)


def check_medium(document: Document, medium_id: str, what: str) -> None:
    if medium_id != document.medium.id:
        raise EditRefused(f"The {what} belongs to another medium.")


def check_range(document: Document, range_: TimeRange, is_point: bool, what: str = "a label") -> None:
    if is_point and range_.length != 1:
        raise EditRefused("A point has no length.", way_out="Move it instead of stretching it.")
    check_inside(document, range_, what)


def check_inside(document: Document, range_: TimeRange, what: str) -> None:
    medium = document.medium
    span = medium.span
    if range_.start < span.start or range_.end > span.end:
        raise EditRefused(
            f"{medium.name}: {what} {_from_to(document, range_)} does not lie inside the film, which runs "
            f"{_from_to(document, span)}."
        )


def _from_to(document: Document, range_: TimeRange) -> str:
    scale = document.medium.scale
    return f"from {clock_text(scale.seconds(range_.start))} to {clock_text(scale.seconds(range_.end))}"


def check_key_frame(document: Document, key_frame: KeyFrame) -> None:
    check_inside(document, TimeRange.point(key_frame.tick), "a box")
    if key_frame.box.clipped(document.medium.width, document.medium.height) is None:
        raise EditRefused(
            "The box lies outside the picture.", way_out="Draw it so that at least a part is inside."
        )


def check_attributes(label_class: LabelClass, attributes: Mapping[str, str]) -> None:
    """What the class defines must fit; what it does not define (an import's, an older one) is left alone."""
    for name, value in attributes.items():
        attribute = label_class.attribute(name)
        if attribute is not None and not attribute.takes(value):
            allowed = f" One of: {', '.join(attribute.choices)}." if attribute.choices else ""
            said = f"{value or 'Nothing'} is no {attribute.kind.value}"
            raise EditRefused(f"{said} for {name} of {label_class.name}.{allowed}")


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
            raise EditRefused(
                f"Two labels of {label_class.name} cannot share time: one is there "
                f"{_from_to(document, there.range)}.",
                way_out="Move its edge first, or let the labels of this class overlap.",
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
            f"The class {found.name} is retired: it gets no new labels.",
            way_out="Choose another class, or bring it back in the list of classes.",
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
        raise EditRefused("The suggestion does not exist any more.")
    if found.decision is not Decision.OPEN:
        raise EditRefused(f"The suggestion was {found.decision.value} already.")
    return found
