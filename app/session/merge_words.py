"""Both sides of a conflict in words."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.changes import DocumentEntity
from app.domain.media import Medium
from app.domain.ontology import LabelClass
from app.domain.segments import CompleteRange, Segment
from app.domain.suggestions import SuggestedTrack, Suggestion
from app.domain.timebase import TimeRange, clock_text
from app.domain.tracks import KeyFrame, Track
from app.domain.zones import Zone

if TYPE_CHECKING:
    from app.session.merge_classes import Classes
    from app.session.merge_films import Films
    from app.session.project import Project


class Words:
    """Says what a label is, with classes and films as they are called here."""

    def __init__(self, project: Project, films: Films, classes: Classes) -> None:
        self._project = project
        self._films = films
        self._classes = classes

    def fields(self, thing: LabelClass | Medium, names: Iterable[str]) -> str:
        """`name rally, key 2`."""
        return ", ".join(f"{n.replace('_', ' ')} {_value(getattr(thing, n))}" for n in names)

    def where(self, medium_id: str, range_: TimeRange | None) -> str:
        """`film.mp4, 00:00:04.000 to 00:00:06.000`."""
        medium = self._films.ours(medium_id) or self._project.catalogue.media[medium_id]
        return f"{medium.name}, {self._times(medium, range_)}" if range_ else medium.name

    @staticmethod
    def _times(medium: Medium, range_: TimeRange) -> str:
        start = clock_text(medium.scale.seconds(range_.start))
        if range_.length == 1:
            return start
        return f"{start} to {clock_text(medium.scale.seconds(range_.end))}"

    def entity(self, entity: DocumentEntity | None, medium: Medium, boxes: int = 0) -> str:
        match entity:
            case None:
                return "removed"
            case Segment():
                text = f"{self._classes.called(entity.class_id)}, {self._times(medium, entity.range)}"
                return text + _said(entity)
            case Track():
                text = f"{self._classes.called(entity.class_id)} #{entity.number}"
                return text + (f", {boxes} boxes changed" if boxes else "") + _said(entity)
            case CompleteRange():
                return f"complete, {self._times(medium, entity.range)}"
            case Zone():
                return f"zone {entity.name}, {len(entity.points)} corners"
            case Suggestion() | SuggestedTrack():
                return entity.decision.value
            case KeyFrame():
                return f"a box at {self._times(medium, TimeRange.point(entity.tick))}"
        return type(entity).__name__


def _said(entity: Segment | Track) -> str:
    said = "".join(f", {name}: {value}" for name, value in entity.attributes.items())
    return said + (f", “{entity.comment}”" if entity.comment else "")


def _value(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return ", ".join(str(getattr(v, "name", v)) for v in value) or "none"
    return str(value) if value not in ("", None) else "none"
