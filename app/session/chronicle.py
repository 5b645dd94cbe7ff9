"""What was done to the project: deeds in order, the history of one label, what changed since a moment."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.history import LogEntry, LogLine, Turn, standing
from app.domain.people import Actor, ActorKind, asked_by
from app.session.project import Project

Fields = dict[str, Any]
MOST_DEEDS = 1000
_FEW = 50
"""Differences of a deed that is looked into to say what it was about."""
_LABELS = ("segment", "track", "key frame", "complete range", "zone")
_DERIVED = ("run", "layer", "suggestion", "suggested track")


@dataclass(frozen=True, slots=True)
class Happening:
    """What one entry of the log did to one entity, by the log's names of fields (`start_tick`, `class_id` …).

    `before` and `after`: the fields that it changed; None: the entity was not there. For a track also its
    boxes' entries are told; those that did not change the track itself have `kind` "key frame".
    """

    entry: int
    at: datetime
    actor: Actor
    verb: str
    kind: str
    before: Fields | None
    after: Fields | None


@dataclass(frozen=True, slots=True)
class PastDeed:
    """`stands` is False for what was undone, or taken back by going back."""

    entry: int
    at: datetime
    actor: Actor
    verb: str
    medium_id: str
    count: int
    stands: bool


@dataclass(frozen=True, slots=True)
class About:
    """What a deed was about: its first class, how many differences, and the fields that it changed.

    `class_id` may be empty; `name` is what it named: a class, a film, a zone, a snapshot.
    """

    verb: str
    count: int
    class_id: str = ""
    name: str = ""
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Spot:
    medium_id: str
    tick: int
    entity_id: str


@dataclass(frozen=True, slots=True)
class Became:
    """A label that was `added`, `changed` or `removed` since. `spot` is None where it has no place."""

    how: str
    kind: str
    class_id: str
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`counts`: by kind and class id, how many were added, changed and removed."""

    counts: dict[tuple[str, str], Counter[str]]
    labels: tuple[Became, ...]


class Chronicle:
    """Reads the log of an open project. Order is by number of entry, whatever the clock did."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._past = project.store.past
        self.opened_at = self._past.head()
        """The last entry when the project was opened: the end of the session before."""

    def of(self, entity_id: str) -> list[Happening]:
        """The history of a label, track, zone or whatever else has an id, oldest first."""
        return [happening for entry in self._past.of(entity_id) for happening in _told(entry, entity_id)]

    def deeds(self, last: int = MOST_DEEDS) -> list[PastDeed]:
        """What people did, newest first; undoing and redoing are told by `stands`, not as deeds."""
        lines = self._past.lines(last=last, chosen=self._tells_of)
        by_person: dict[str, list[LogLine]] = {}
        for line in lines:
            by_person.setdefault(_person_of(line.actor), []).append(line)
        stands = {n: holds for own in by_person.values() for n, holds in standing(own).items()}
        return [
            PastDeed(one.number, one.at, one.actor, one.verb, one.medium_id, one.count, stands[one.number])
            for one in reversed(lines)
            if one.number in stands
        ]

    def about(self, entry: int, verb: str, count: int) -> About:
        """What a deed was about; of a great one only its verb and count."""
        if count > _FEW:
            return About(verb, count)
        (found,) = self._past.entries([entry])
        forward, backward = _by_key(found.edit), _by_key(found.inverse)
        names = [n for fields in forward.values() if fields is not None for n in fields]
        for key in forward:
            known = self._known(key[1], forward[key], backward.get(key))
            if known:
                name = str(known.get("name", ""))
                class_id = key[1] if key[0] == "class" else str(known.get("class_id") or "")
                return About(verb, count, class_id, name, frozenset(names))
        return About(verb, count, fields=frozenset(names))

    def spot_of(self, deed: PastDeed) -> Spot | None:
        """Where the deed was done; None where it has no place, or its film is gone."""
        (entry,) = self._past.entries([deed.entry])
        forward, backward = _by_key(entry.edit), _by_key(entry.inverse)
        spots = (
            self._spot(*key, (backward.get(key) or {}) | (fields or {}), deed.medium_id)
            for key, fields in forward.items()
        )
        return next((spot for spot in spots if spot is not None), None)

    def since(self, entry: int) -> Comparison:
        """What became of everything since log entry `entry`, by whoever did it."""
        counts: dict[tuple[str, str], Counter[str]] = {}
        labels = []
        for turn in self._past.changed_after(entry):
            if not self._shows(turn):
                continue
            how = "added" if turn.before is None else "removed" if turn.after is None else "changed"
            fields = turn.after or turn.before or {}
            class_id = str(fields.get("class_id") or "")
            counts.setdefault((turn.kind, class_id), Counter())[how] += 1
            if turn.kind in _LABELS and turn.kind != "key frame":
                labels.append(Became(how, turn.kind, class_id, self._spot_of(turn, fields)))
        return Comparison(counts, tuple(labels))

    def since_moment(self, moment: datetime) -> Comparison:
        return self.since(self._past.first_since(moment) - 1)

    # --- looking up ------------------------------------------------------------------------

    def _tells_of(self, actor: Actor) -> bool:
        person = _person_of(actor)
        return bool(person) and self._project.shows(person)

    def _shows(self, turn: Turn) -> bool:
        """In a second pass not what became of other people's labels, nor what was made of them."""
        if not self._project.blind:
            return True
        if turn.kind == "key frame":
            track_id = turn.id.rpartition("@")[0]
            return any(track_id in document.tracks for document in self._project.loaded_documents())
        author = {**(turn.before or {}), **(turn.after or {})}.get("actor_id", self._project.person.id)
        return turn.kind not in _DERIVED and self._project.shows(str(author))

    def _known(self, entity_id: str, *told: Fields | None) -> Fields:
        """The class and name of an entity: from the deed itself, as it is now, or as it was added."""
        for fields in told:
            if fields and ("class_id" in fields or "name" in fields):
                return fields
        wanted = entity_id.rpartition("@")[0] or entity_id
        for document in self._project.loaded_documents():
            for items in (document.segments, document.tracks, document.suggestions, document.zones):
                found = items.get(wanted)
                if found is not None:
                    return {"class_id": getattr(found, "class_id", ""), "name": getattr(found, "name", "")}
        for entry in self._past.of(wanted, first=1):
            for happening in _told(entry, wanted):
                return happening.after or {}
        return {}

    def _spot_of(self, turn: Turn, fields: Fields) -> Spot | None:
        return self._spot(turn.kind, turn.id, fields, str(fields.get("medium_id", "")))

    def _spot(self, kind: str, entity_id: str, fields: Fields, medium_id: str) -> Spot | None:
        medium_id = medium_id or str(fields.get("medium_id", ""))
        if medium_id not in self._project.catalogue.media:
            return None
        tick = self._tick(kind, entity_id, fields, medium_id)
        return None if tick is None else Spot(medium_id, tick, entity_id.rpartition("@")[0] or entity_id)

    def _tick(self, kind: str, entity_id: str, fields: Fields, medium_id: str) -> int | None:
        document = self._project.document(medium_id)
        if kind == "key frame":
            return int(entity_id.rpartition("@")[2])
        if kind == "track":
            boxes = document.key_frames(entity_id)
            return boxes[0].tick if boxes else None
        for items in (document.segments, document.suggestions, document.complete_ranges):
            found = items.get(entity_id)
            if found is not None:
                return found.range.start
        return int(fields["start_tick"]) if "start_tick" in fields else None


def _person_of(actor: Actor) -> str:
    """Whose deed it was: a person's own, or of who asked for an import; empty for a job's."""
    return actor.id if actor.kind is ActorKind.PERSON else asked_by(actor)


def _by_key(items: str) -> dict[tuple[str, str], Fields | None]:
    return {(kind, name): fields for kind, name, fields in json.loads(items) if kind != "proposals"}


def _told(entry: LogEntry, entity_id: str) -> Iterator[Happening]:
    forward, backward = _by_key(entry.edit), _by_key(entry.inverse)
    for kind, name in _about_it(forward, entity_id):
        before, after = backward[kind, name], forward[kind, name]
        yield Happening(entry.number, entry.at, entry.actor, entry.verb, kind, before, after)


def _about_it(keys: Iterable[tuple[str, str]], entity_id: str) -> list[tuple[str, str]]:
    """Of an entity itself where the entry tells of it, else of the first of its boxes."""
    found = sorted(
        (name != entity_id, kind, name)
        for kind, name in keys
        if name.rpartition("@")[0] == entity_id or name == entity_id
    )
    return [(kind, name) for _, kind, name in found[:1]]
