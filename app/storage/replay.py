"""Whether the file holds what its log tells: the log played from the beginning, compared with the rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from app.storage.rows import MAPPINGS, Mapping
from app.storage.schema import edit_log

_SHOWN = 5
Told = dict[str, dict[str, Any]]


def disagreements(connection: Connection) -> Iterator[str]:
    """One sentence per kind of entity whose rows are not what the log tells.

    Open proposals of models are in the log as sums only; what a person decided on them is compared.
    Fields are compared by the names that both sides know, so that an older log stays readable after a
    migration.
    """
    for mapping in MAPPINGS.values():
        told = _told(connection, mapping.kind)
        proposals = mapping.kind in ("suggestion", "suggested track")
        if proposals:
            told = {i: fields for i, fields in told.items() if fields.get("decision") != "open"}
        wrong = list(_wrong(connection, mapping, told, unknown_too=not proposals))
        if wrong:
            names = ", ".join(wrong[:_SHOWN]) + (" …" if len(wrong) > _SHOWN else "")
            yield f"labels and log: {len(wrong)} of kind {mapping.kind} are not what the log says ({names})"


def _told(connection: Connection, kind: str) -> Told:
    """The entities of one kind as the log leaves them: id → fields, as far as the log names them."""
    told: Told = {}
    mentioned = select(edit_log.c.edit).where(edit_log.c.edit.contains(f'["{kind}",', autoescape=True))
    for text in connection.execute(mentioned.order_by(edit_log.c.number)).scalars():
        for item_kind, name, fields in json.loads(text):
            if item_kind != kind:
                continue
            if fields is None:
                told.pop(name, None)
            else:
                told[name] = told.get(name, {}) | fields
    return told


def _wrong(connection: Connection, mapping: Mapping[Any], told: Told, *, unknown_too: bool) -> Iterator[str]:
    for row in connection.execute(mapping.query):
        entity = mapping.from_row(row)
        fields = told.pop(entity.id, None)
        if fields is None:
            if unknown_too:
                yield entity.id
            continue
        now = mapping.to_row(entity)
        if any(now[name] != fields[name] for name in now.keys() & fields.keys()):
            yield entity.id
    yield from told
