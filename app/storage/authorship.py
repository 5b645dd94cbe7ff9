"""Who may write what: a job can never write or remove a person's label, an import only adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from app.domain.changes import Change, Difference
from app.domain.errors import EditRefused
from app.domain.ontology import LabelClass
from app.domain.people import Actor, ActorKind
from app.domain.segments import CompleteRange, Segment
from app.domain.suggestions import Decision, Layer, Run, SuggestedTrack, Suggestion
from app.domain.tracks import KeyFrame, Track
from app.domain.zones import Zone
from app.storage.schema import actors, tracks

_LABELS = (Segment, CompleteRange, Track, KeyFrame)
_STAY = (*_LABELS, Zone, LabelClass)
_SUGGESTED = (Suggestion, SuggestedTrack)
_PROPOSED = (Run, Layer, *_SUGGESTED)


def check_author(connection: Connection, change: Change, actor: Actor) -> None:
    """Raise EditRefused when `actor` may not make `change`. A person may make any."""
    if actor.kind is ActorKind.PERSON:
        return
    if any(_decides(d) for d in change.differences):
        raise EditRefused("Only a person can accept or reject a suggestion, or take that back.")
    if actor.kind is ActorKind.IMPORT:
        if any(d.before is not None and isinstance(d.entity, _STAY) for d in change.differences):
            raise EditRefused(
                "An import can only add labels and classes; those in the project stay as they are."
            )
        return
    if any(not isinstance(d.entity, (*_LABELS, *_PROPOSED)) for d in change.differences):
        raise EditRefused("A job can only bring suggestions; classes and films are a person's business.")
    authors = _authors(connection, (d for d in change.differences if isinstance(d.entity, _LABELS)))
    if any(author != actor.id for author in authors):
        raise EditRefused("A job can never write, change or remove a label that is not its own.")


def _decides(difference: Difference) -> bool:
    sides = (difference.before, difference.after)
    return any(isinstance(s, _SUGGESTED) and s.decision is not Decision.OPEN for s in sides)


def _authors(connection: Connection, differences: Iterable[Difference]) -> Iterator[str]:
    """The author of each label on either side; of a box, its track's. Unknown: empty."""
    for difference in differences:
        for side in (difference.before, difference.after):
            match side:
                case Segment() | CompleteRange() | Track():
                    yield side.actor_id
                case KeyFrame():
                    author = select(tracks.c.actor_id).where(tracks.c.id == side.track_id)
                    yield connection.execute(author).scalar_one_or_none() or ""


def known_actors(connection: Connection) -> dict[str, Actor]:
    found = connection.execute(select(actors))
    return {a.id: Actor(a.id, ActorKind(a.kind), a.name, a.detail) for a in found}
