"""What two copies of a project have in common, and what each of them changed since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select, tuple_

from app.domain.changes import Difference, Entity
from app.domain.tracks import KeyFrame
from app.storage.edit_log import first_hash
from app.storage.rows import MAPPINGS, Mapping, Row
from app.storage.schema import edit_log

_AT_ONCE = 400  # keys in one query
_ADDED_SINCE: Row = {"reaction_ms": 0, "overlaps": True, "retired": False, "attributes": "[]"}
"""What a class said before it could: an older log does not name these columns."""


def hashes(connection: Connection) -> list[str]:
    """The chain of the edit log: what stands for the project itself, then the hash of each entry."""
    query = select(edit_log.c.hash).order_by(edit_log.c.number)
    return [first_hash(connection), *connection.execute(query).scalars()]


def differences_since(connection: Connection, number: int) -> list[Difference]:
    """What stands now against what stood after log entry `number`, entity by entity.

    Taken from the inverses of the later entries. Open proposals of models, of which the log holds sums
    only, are left out.
    """
    found: list[Difference] = []
    for kind, before in _touched(connection, number).items():
        mapping = next(m for m in MAPPINGS.values() if m.kind == kind)
        now = {entity.id: entity for entity in _standing(connection, mapping, list(before))}
        for entity_id, fields in before.items():
            after = now.get(entity_id)
            earlier = _earlier(mapping, fields, after)
            if earlier != after:
                found.append(Difference(earlier, after))
    return found


def _touched(connection: Connection, number: int) -> dict[str, dict[str, Row | None]]:
    """By kind and id: the fields as they were (those that changed since), or None for what was not there."""
    touched: dict[str, dict[str, Row | None]] = {}
    later = select(edit_log.c.inverse).where(edit_log.c.number > number).order_by(edit_log.c.number)
    for text in connection.execute(later).scalars():
        for kind, entity_id, fields in json.loads(text):
            if kind == "proposals":
                continue
            of_kind = touched.setdefault(kind, {})
            if entity_id not in of_kind:
                of_kind[entity_id] = fields
            else:
                first = of_kind[entity_id]
                if first is not None and fields is not None:
                    of_kind[entity_id] = fields | first
    return touched


def _standing(connection: Connection, mapping: Mapping[Any], ids: list[str]) -> Iterator[Any]:
    columns = mapping.table.c
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        if mapping.kind == MAPPINGS[KeyFrame].kind:
            keys = [(track, int(tick)) for track, _, tick in (i.rpartition("@") for i in some)]
            wanted = tuple_(columns.track_id, columns.tick).in_(keys)
        else:
            wanted = columns.id.in_(some)
        yield from map(mapping.from_row, connection.execute(mapping.query.where(wanted)))


def _earlier(mapping: Mapping[Any], fields: Row | None, now: Entity | None) -> Entity | None:
    if fields is None:
        return None
    row = {**_ADDED_SINCE, **(mapping.to_row(now) if now is not None else {}), **fields}
    values = [row[column.name] for column in mapping.table.columns]
    if now is not None and len(mapping.query.selected_columns) > len(values):
        values.append(now.medium_id)  # type: ignore[union-attr]  # of a suggestion: its layer's
    earlier: Entity = mapping.from_row(values)
    return earlier
