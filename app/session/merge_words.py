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
from app.domain.texts import Text, listed
from app.domain.timebase import TimeRange, clock_text
from app.domain.tracks import KeyFrame, Track
from app.domain.zones import Zone

if TYPE_CHECKING:
    from app.session.merge_classes import Classes
    from app.session.merge_films import Films
    from app.session.project import Project


_FIELDS = {
    "name": Text("name {value}"),
    "colour": Text("colour {value}"),
    "key": Text("key {value}"),
    "kind": Text("kind {value}"),
    "lead_ms": Text("lead {value} ms"),
    "lag_ms": Text("lag {value} ms"),
    "reaction_ms": Text("reaction {value} ms"),
    "directional": Text("with a direction: {value}"),
    "overlaps": Text("may overlap: {value}"),
    "retired": Text("retired: {value}"),
    "attributes": Text("attributes {value}"),
    "group": Text("group {value}"),
    "notes": Text("notes {value}"),
    "wall_clock": Text("time of day {value}"),
    "wall_clock_zone": Text("time zone {value}"),
    "wall_clock_uncertainty_ms": Text("time of day ± {value} ms"),
    "periods": Text("periods {value}"),
    "audio_offset_ms": Text("sound later by {value} ms"),
    "audio_channel": Text("channel heard {value}"),
    "sync_us": Text("place beside other films {value} µs"),
}
_WORDS = {
    "segment": Text("segment"),
    "point": Text("point"),
    "box": Text("box"),
    "open": Text("open"),
    "accepted": Text("accepted"),
    "rejected": Text("rejected"),
}


class Words:
    """Says what a label is, with classes and films as they are called here."""

    def __init__(self, project: Project, films: Films, classes: Classes) -> None:
        self._project = project
        self._films = films
        self._classes = classes

    def fields(self, thing: LabelClass | Medium, names: Iterable[str]) -> str:
        """`name rally, key 2`."""
        return listed(Text(_FIELDS[n], value=_value(getattr(thing, n))) for n in names)

    def where(self, medium_id: str, range_: TimeRange | None) -> str:
        """`film.mp4, 00:00:04.000 to 00:00:06.000`."""
        medium = self._films.ours(medium_id) or self._project.catalogue.media[medium_id]
        return listed((medium.name, self._times(medium, range_))) if range_ else medium.name

    @staticmethod
    def _times(medium: Medium, range_: TimeRange) -> str:
        start = clock_text(medium.scale.seconds(range_.start))
        if range_.length == 1:
            return start
        return Text("{start} to {end}", start=start, end=clock_text(medium.scale.seconds(range_.end)))

    def entity(self, entity: DocumentEntity | None, medium: Medium, boxes: int = 0) -> str:
        match entity:
            case None:
                return Text("removed")
            case Segment():
                named = (self._classes.called(entity.class_id), self._times(medium, entity.range))
                return listed((*named, *_said(entity)))
            case Track():
                changed = [Text("{count} boxes changed", count=boxes)] if boxes else []
                name = f"{self._classes.called(entity.class_id)} #{entity.number}"
                return listed((name, *changed, *_said(entity)))
            case CompleteRange():
                return Text("complete, {times}", times=self._times(medium, entity.range))
            case Zone():
                return Text("zone {name}, {count} corners", name=entity.name, count=len(entity.points))
            case Suggestion() | SuggestedTrack():
                return _WORDS[entity.decision.value]
            case KeyFrame():
                return Text("a box at {time}", time=self._times(medium, TimeRange.point(entity.tick)))
        return type(entity).__name__


def _said(entity: Segment | Track) -> list[str]:
    said = [f"{name}: {value}" for name, value in entity.attributes.items()]
    return [*said, f"“{entity.comment}”"] if entity.comment else said


def _value(value: object) -> str:
    if isinstance(value, Enum):
        return _WORDS[value.value]
    if isinstance(value, bool):
        return Text("yes") if value else Text("no")
    if isinstance(value, tuple):
        return ", ".join(str(getattr(v, "name", v)) for v in value) or Text("none")
    return str(value) if value not in ("", None) else Text("none")
