"""Going back along the edit log: what entries changed, turned into Changes of what stands now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, and_

from app.domain.changes import Change, Difference, Entity
from app.domain.errors import EditRefused
from app.domain.history import Deed, LogEntry, Turn
from app.storage import schema
from app.storage.rows import KEY_FRAMES, LAYERS, MAPPINGS, SUGGESTED_TRACKS, SUGGESTIONS, TRACKS, Mapping, Row

_BY_KIND = {mapping.kind: mapping for mapping in MAPPINGS.values()}
_AT_ONCE = 500
Key = tuple[str, str]
Item = list[Any]


def taken_back(connection: Connection, entries: Sequence[LogEntry]) -> Deed:
    """What undoes `entries`, newest first, together, on top of what stands now.

    Only the fields that they changed are touched. Raises EditRefused where one of them finds other values
    than it left, brought suggestions, or was stored by a version that knew less than this one.
    """
    going = Retracing(connection)
    for entry in entries:
        going.turn(json.loads(entry.inverse), json.loads(entry.edit), entry.verb)
    verb = f"undo {entries[0].verb}" if len(entries) == 1 else ""
    return going.changes(verb)


def done_again(connection: Connection, entry: LogEntry) -> Deed:
    """What does again what `entry` did and an undo took back. Raises EditRefused as `taken_back`."""
    going = Retracing(connection)
    going.turn(json.loads(entry.edit), json.loads(entry.inverse), entry.verb)
    return going.changes(entry.verb)


def turned(connection: Connection, entries: Iterable[LogEntry]) -> list[Turn]:
    """What `entries`, the newest of the log, newest first, made of each entity that they tell of."""
    going = Retracing(connection)
    for entry in entries:
        going.turn([item for item in json.loads(entry.inverse) if item[0] in _BY_KIND])
    return going.turns()


class Retracing:
    """Entities as rows: as they stand now, and as they would be after the turns that were taken so far."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._now: dict[Key, Entity | None] = {}
        self._then: dict[Key, Row | None] = {}

    def turn(self, items: Sequence[Item], expected: Sequence[Item] | None = None, verb: str = "") -> None:
        """Set what `items` of the log say, where `expected` is what they should find."""
        if any(kind not in _BY_KIND for kind, *_ in items):
            raise EditRefused(
                "This brought suggestions, and they are not taken away by undo.",
                way_out="Accept or reject them in Review.",
            )
        self._load([(kind, name) for kind, name, _ in items])
        found = None if expected is None else {(kind, name): fields for kind, name, fields in expected}
        for kind, name, fields in items:
            standing = self._standing((kind, name))
            if found is not None and not _as_left(standing, found[kind, name]):
                raise EditRefused(
                    "What “{verb}” changed was changed since by another edit, and stays as it is.",
                    way_out="Change it by hand.",
                    verb=verb,
                )
            self._then[kind, name] = None if fields is None else (standing or {}) | fields

    def changes(self, verb: str) -> Deed:
        """From what stands now to what would be: a Change for each run of differences of one medium."""
        differences = [
            (self._medium_of(key), Difference(now, after))
            for key, row in self._then.items()
            if (now := self._now[key]) != (after := self._entity(key, row))
        ]
        return tuple(
            Change(verb, medium_id, tuple(difference for _, difference in group))
            for medium_id, group in groupby(differences, key=lambda pair: pair[0])
        )

    def turns(self) -> list[Turn]:
        return [
            Turn(*key, before, now)
            for key, before in self._then.items()
            if before != (now := self._row(key, self._now[key]))
        ]

    # --- rows and entities -----------------------------------------------------------------

    def _load(self, keys: Iterable[Key]) -> None:
        missing = sorted(key for key in set(keys) if key not in self._now)
        for kind, group in groupby(missing, key=lambda key: key[0]):
            mapping, names = _BY_KIND[kind], [name for _, name in group]
            found = {entity.id: entity for entity in self._read(mapping, names)}
            for name in names:
                self._now[kind, name] = found.get(name)

    def _read(self, mapping: Mapping[Any], names: list[str]) -> Iterator[Any]:
        conditions = _boxes(names) if mapping is KEY_FRAMES else _ids(mapping, names)
        for condition in conditions:
            yield from map(mapping.from_row, self._connection.execute(mapping.query.where(condition)))

    def _standing(self, key: Key) -> Row | None:
        return self._then[key] if key in self._then else self._row(key, self._now[key])

    @staticmethod
    def _row(key: Key, entity: Entity | None) -> Row | None:
        return None if entity is None else _BY_KIND[key[0]].to_row(entity)

    def _entity(self, key: Key, row: Row | None) -> Entity | None:
        if row is None:
            return None
        mapping = _BY_KIND[key[0]]
        names = [column.name for column in mapping.query.selected_columns]
        if mapping in (SUGGESTIONS, SUGGESTED_TRACKS):
            row = row | {"medium_id": self._medium_of(key)}
        if not row.keys() >= set(names):
            raise EditRefused(
                "What this would bring back was removed by an older version of the program, which knew less "
                "of it.",
                way_out="Make it anew.",
            )
        entity: Entity = mapping.from_row([row[name] for name in names])
        return entity

    def _medium_of(self, key: Key) -> str:
        """Of the medium whose document holds the entity; empty for those of the project."""
        row = self._standing(key) or self._row(key, self._now[key])
        if row is None:
            raise EditRefused(
                "This needs something that is not in the project any more: its class, film or track.",
                way_out="Bring that back first. Nothing was changed.",
            )
        if key[0] == KEY_FRAMES.kind:
            track = (TRACKS.kind, str(row["track_id"]))
            self._load([track])
            return self._medium_of(track)
        if key[0] in (SUGGESTIONS.kind, SUGGESTED_TRACKS.kind):
            layer = (LAYERS.kind, str(row["layer_id"]))
            self._load([layer])
            return self._medium_of(layer)
        return str(row.get("medium_id", ""))


def _as_left(standing: Row | None, left: Row | None) -> bool:
    if standing is None or left is None:
        return standing is left
    return all(standing[name] == left[name] for name in standing.keys() & left.keys())


def _ids(mapping: Mapping[Any], names: list[str]) -> Iterator[Any]:
    for start in range(0, len(names), _AT_ONCE):
        yield mapping.table.c.id.in_(names[start : start + _AT_ONCE])


def _boxes(names: list[str]) -> Iterator[Any]:
    columns = schema.key_frames.c
    places = ((track, int(tick)) for track, _, tick in (name.rpartition("@") for name in names))
    for track, group in groupby(places, key=lambda place: place[0]):
        ticks = [tick for _, tick in group]
        for start in range(0, len(ticks), _AT_ONCE):
            yield and_(columns.track_id == track, columns.tick.in_(ticks[start : start + _AT_ONCE]))
