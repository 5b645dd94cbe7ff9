"""What taking over labels from another copy of the project would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain import edits as e
from app.domain import rules, track_plans
from app.domain.changes import Difference, DocumentEntity
from app.domain.errors import EditRefused
from app.domain.segments import CompleteRange, Segment
from app.domain.suggestions import SuggestedTrack, Suggestion
from app.domain.tracks import KeyFrame, Track
from app.domain.zones import Zone

if TYPE_CHECKING:
    from app.domain.document import Document


def plan(document: Document, edit: e.TakeOver) -> tuple[Difference, ...]:
    """Raises `EditRefused`. What is absent already stays so; a retired class may get what it had there."""
    rules.check_new((_key(x) for x in (*edit.present, *edit.absent)), ())
    for entity in edit.present:
        _check(document, entity)
    moved = [x for x in edit.present if isinstance(x, Segment) and _moves(document, x)]
    rules.check_apart(document, moved, {x.id for x in (*edit.present, *edit.absent)})
    _check_boxes(document, edit)
    gone = (document.standing(x) for x in edit.absent)
    return (
        *(Difference(x, None) for x in gone if x is not None),
        *(Difference(document.standing(x), x) for x in edit.present),
    )


def _key(entity: DocumentEntity) -> str:
    return f"{type(entity).__name__} {entity.id}"


def _check(document: Document, entity: DocumentEntity) -> None:
    match entity:
        case Segment():
            rules.check_attributes(rules.class_of(document, entity.class_id), entity.attributes)
            rules.check_range(document, entity.range, entity.is_point)
        case CompleteRange():
            rules.check_inside(document, entity.range, "complete range")
            if entity.class_id:
                rules.class_of(document, entity.class_id)
        case Track():
            rules.check_attributes(rules.class_of(document, entity.class_id), entity.attributes)
        case KeyFrame():
            rules.check_key_frame(document, entity)
            return
        case Zone():
            track_plans.check_zone(document, entity)
        case Suggestion() | SuggestedTrack():
            rules.known(document.standing(entity), "suggestion")
        case _:
            raise ValueError("the layers of models are not taken over")
    rules.check_medium(document, entity.medium_id)


def _moves(document: Document, segment: Segment) -> bool:
    there = document.segments.get(segment.id)
    return there is None or (there.range, there.class_id) != (segment.range, segment.class_id)


def _check_boxes(document: Document, edit: e.TakeOver) -> None:
    """Every track that is touched has a box afterwards, and every box its track."""
    tracks: dict[str, set[int]] = {}
    for x in (*edit.present, *edit.absent):
        track_id = x.track_id if isinstance(x, KeyFrame) else x.id if isinstance(x, Track) else ""
        if track_id and track_id not in tracks:
            tracks[track_id] = {k.tick for k in document.key_frames(track_id)}
    for x in edit.absent:
        if isinstance(x, KeyFrame):
            tracks[x.track_id].discard(x.tick)
    for x in edit.present:
        if isinstance(x, KeyFrame):
            tracks[x.track_id].add(x.tick)
    standing = {i for i in tracks if i in document.tracks}
    standing |= {x.id for x in edit.present if isinstance(x, Track)}
    standing -= {x.id for x in edit.absent if isinstance(x, Track)}
    for track_id, ticks in tracks.items():
        if (track_id in standing) != bool(ticks):
            raise EditRefused("A track needs a box, and a box its track.")
