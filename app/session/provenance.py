"""Where a label comes from: who made it, of which suggestion, how it was seen, what was changed since."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.people import Actor, ActorKind
from app.domain.segments import Origin, Segment, Verification
from app.domain.suggestions import AnySuggestion, Run
from app.domain.tracks import Track
from app.session.chronicle import Chronicle, Happening
from app.session.project import Project


@dataclass(frozen=True, slots=True)
class Provenance:
    """`run` and `score` of a label that came of a suggestion; `history`: of its entries in the log, the
    oldest first, of which the first made it.
    """

    author: Actor
    origin: Origin
    verification: Verification
    history: tuple[Happening, ...]
    run: Run | None = None
    score: float | None = None


def provenance(project: Project, chronicle: Chronicle, medium_id: str, label_id: str) -> Provenance | None:
    """Of a label or a track that stands in the film; None for anything else."""
    document = project.document(medium_id)
    label: Segment | Track | None = document.segments.get(label_id) or document.tracks.get(label_id)
    if label is None:
        return None
    suggestion = _suggestion(project, medium_id, label)
    layer = document.layers.get(suggestion.layer_id) if suggestion is not None else None
    author = project.store.actors().get(label.actor_id) or Actor(label.actor_id, ActorKind.PERSON, "?")
    return Provenance(
        author,
        label.origin,
        label.verification,
        tuple(chronicle.of(label_id)),
        project.catalogue.runs.get(layer.run_id) if layer is not None else None,
        suggestion.score if suggestion is not None else None,
    )


def _suggestion(project: Project, medium_id: str, label: Segment | Track) -> AnySuggestion | None:
    document = project.document(medium_id)
    if isinstance(label, Segment):
        return document.suggestions.get(label.suggestion_id)
    return next((t for t in document.suggested_tracks if t.label_id == label.id), None)
