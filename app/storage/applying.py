"""A Change as statements: all its differences inside the caller's transaction, or an exception."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, or_
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import IntegrityError

from app.domain.changes import Change, Difference
from app.domain.errors import EditRefused
from app.domain.people import Actor
from app.domain.texts import Text
from app.storage import schema
from app.storage.failures import StoreDisagrees
from app.storage.rows import MAPPINGS, Row

_TAKEN = Text("The name or key that this brings back belongs to another by now.")
_MISSING = Text("This needs something that is not in the project any more: its class, film or track.")
_NEW = upsert(schema.actors)
_REMEMBERING = _NEW.on_conflict_do_update(
    index_elements=["id"],
    set_={"name": _NEW.excluded.name, "detail": _NEW.excluded.detail},
    where=or_(schema.actors.c.name != _NEW.excluded.name, schema.actors.c.detail != _NEW.excluded.detail),
)


def remember(connection: Connection, actor: Actor) -> None:
    """Know the actor, under the name of now."""
    row = {"id": actor.id, "kind": actor.kind.value, "name": actor.name, "detail": actor.detail}
    connection.execute(_REMEMBERING, row)


def apply(connection: Connection, differences: Sequence[Difference]) -> None:
    """Removals, then changes, then additions, each type by one statement.

    Raises StoreDisagrees when a row is not what the difference says it was.
    """
    removals: dict[type, list[Row]] = {}
    changes: dict[type, list[Row]] = {}
    additions: dict[type, list[Row]] = {}
    for difference in _net(differences):
        kind = type(difference.entity)
        mapping = MAPPINGS[kind]
        if difference.after is None:
            removals.setdefault(kind, []).append(mapping.before_row(difference.before))
        elif difference.before is None:
            additions.setdefault(kind, []).append(mapping.to_row(difference.after))
        else:
            both = mapping.before_row(difference.before) | mapping.to_row(difference.after)
            changes.setdefault(kind, []).append(both)
    for kind, before in removals.items():
        _execute_all(connection, MAPPINGS[kind].removal, before)
    for kind, before_and_after in changes.items():
        _execute_all(connection, MAPPINGS[kind].change, before_and_after)
    for kind, after in additions.items():
        _execute_all(connection, MAPPINGS[kind].insertion, after)


def _net(differences: Sequence[Difference]) -> Iterable[Difference]:
    """One difference per entity: what several in a row come to."""
    if len({(type(d.entity), d.entity.id) for d in differences}) == len(differences):
        return differences
    return list(_merged(differences))


def _merged(differences: Iterable[Difference]) -> Iterator[Difference]:
    first_and_last: dict[tuple[type, str], tuple[Difference, Difference]] = {}
    for difference in differences:
        key = (type(difference.entity), difference.entity.id)
        first, last = first_and_last.get(key, (difference, difference))
        if last is not difference and last.after != difference.before:
            raise StoreDisagrees(f"two differences of {key} do not follow from each other")
        first_and_last[key] = (first, difference)
    for first, last in first_and_last.values():
        if first.before is not None or last.after is not None:
            yield Difference(first.before, last.after)


def _execute_all(connection: Connection, statement: Any, parameters: list[Row]) -> None:
    hit = connection.execute(statement, parameters).rowcount
    if hit != len(parameters):
        raise StoreDisagrees(f"{hit} of {len(parameters)} rows were as expected: {statement}")


@contextmanager
def needed_things_stay(change: Change) -> Iterator[None]:
    """Undoing an addition that something else has come to depend on is refused, not a bug; so is bringing
    back what needs something that is gone, or whose name or key another has by now.
    """
    try:
        yield
    except IntegrityError as error:
        code = getattr(error.orig, "sqlite_errorcode", None)
        taken = code == sqlite3.SQLITE_CONSTRAINT_UNIQUE
        if not taken and code != sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
            raise
        gone = next((d.entity for d in change.differences if d.after is None), None)
        if taken or gone is None:
            raise EditRefused(
                _TAKEN if taken else _MISSING, way_out="Bring that back first. Nothing was changed."
            ) from error
        name = getattr(gone, "name", "")
        raise EditRefused(
            "{name} is needed by something else in the project.",
            way_out="Remove what uses it first. Nothing was changed.",
            name=f"“{name}”" if name else Text("This"),
        ) from error
