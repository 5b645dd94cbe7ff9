"""A Change: what an edit does, as differences between entities before and after. It knows its inverse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.media import Medium
from app.domain.ontology import LabelClass
from app.domain.segments import CompleteRange, Segment
from app.domain.snapshots import NamedSnapshot
from app.domain.suggestions import Layer, Run, SuggestedTrack, Suggestion
from app.domain.tracks import KeyFrame, Track
from app.domain.zones import Zone

CatalogueEntity = LabelClass | Medium | Run | NamedSnapshot
DocumentEntity = Segment | CompleteRange | Track | KeyFrame | Zone | Layer | Suggestion | SuggestedTrack
Entity = CatalogueEntity | DocumentEntity


@dataclass(frozen=True, slots=True)
class Difference:
    """One entity before and after: None before = added, None after = removed."""

    before: Entity | None
    after: Entity | None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise ValueError("a difference needs a before or an after")
        one = self.entity
        if any(
            e is not None and (type(e) is not type(one) or e.id != one.id) for e in (self.before, self.after)
        ):
            raise ValueError("a difference is about one entity")

    @property
    def entity(self) -> Entity:
        entity = self.after if self.after is not None else self.before
        assert entity is not None
        return entity

    def inverse(self) -> Difference:
        return Difference(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Change:
    """The effect of one edit. `medium_id` is empty for changes of the project as a whole."""

    verb: str
    medium_id: str
    differences: tuple[Difference, ...]

    def inverse(self) -> Change:
        verb = self.verb.removeprefix("undo ") if self.verb.startswith("undo ") else f"undo {self.verb}"
        return Change(verb, self.medium_id, tuple(d.inverse() for d in reversed(self.differences)))

    def touches(self, *kinds: type) -> bool:
        return any(isinstance(d.entity, kinds) for d in self.differences)

    def __len__(self) -> int:
        return len(self.differences)


def added(entities: Iterable[Entity]) -> tuple[Difference, ...]:
    return tuple(Difference(None, e) for e in entities)


def removed(entities: Iterable[Entity]) -> tuple[Difference, ...]:
    return tuple(Difference(e, None) for e in entities)


def joined(changes: tuple[Change, ...], verb: str = "") -> Change:
    """Several changes as one, for storing them in one transaction; `verb` empty: the first one's."""
    if len(changes) == 1 and not verb:
        return changes[0]
    media = {change.medium_id for change in changes}
    medium_id = media.pop() if len(media) == 1 else ""
    differences = tuple(d for change in changes for d in change.differences)
    return Change(verb or changes[0].verb, medium_id, differences)
