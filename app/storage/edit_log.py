"""The append-only log of edits: entries chained by hashes.

An entry's hash covers everything in it: number, times, actor as named at that moment, verb, medium,
count, the digests of the edit and its inverse, and the hash of the entry before. The digests stand
between, so that content which must be erased one day can go without breaking the chain. The first
entry's "hash before" is made from the project's own identity.

`edit` and `inverse` are JSON lists, one item per difference: `[kind, id, fields]`, the fields that it
sets; all of them for an addition, null for a removal. The inverse is in the order of undoing, so that an
undo's edit is, to the letter, the inverse of what it undid (format 2: in the order of doing). Proposals of a
model that come or go (not the decisions on them) are summed up in one item, `["proposals", sha256,
{"added": n, "removed": m}]`: their rows lie in the layer, and a job's edits are not undone from the log.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, case, func, insert, select

from app.domain.changes import Change, Difference, Entity
from app.domain.history import LogEntry, LogLine
from app.domain.people import Actor, ActorKind
from app.domain.suggestions import Decision, SuggestedTrack, Suggestion
from app.domain.tracks import KeyFrame
from app.storage.rows import MAPPINGS, canonical_json
from app.storage.schema import edit_log, mentions, project

GREAT = 1000
_AT_ONCE = 500  # numbers in one query
_COLUMNS = edit_log.c
# Made once: making a statement takes as long as running it.
_NEWEST = select(_COLUMNS.number, _COLUMNS.hash).order_by(_COLUMNS.number.desc()).limit(1)
_ENTRY, _MENTIONS = insert(edit_log), insert(mentions)
_LINES = select(
    *(_COLUMNS.number, _COLUMNS.at, _COLUMNS.actor, _COLUMNS.verb, _COLUMNS.medium_id, _COLUMNS.count),
    # The digests of a great edit lie behind all of its text, which would have to be read past.
    *(
        case((_COLUMNS.count <= GREAT, digest), else_="")
        for digest in (_COLUMNS.edit_sha256, _COLUMNS.inverse_sha256)
    ),
)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def first_hash(connection: Connection) -> str:
    """What stands for "the hash before" in entry 1."""
    row = connection.execute(select(project.c.uuid, project.c.created_at)).one()
    return digest(canonical_json({"project": row.uuid, "created_at": row.created_at}))


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last entry; 0 and `first_hash` while there is none."""
    row = connection.execute(_NEWEST).first()
    return (row.number, row.hash) if row else (0, first_hash(connection))


def append(connection: Connection, change: Change, actor: Actor, at: datetime) -> int:
    """Write the entry of `change` inside the caller's transaction. Returns its number."""
    number, previous = head(connection)
    edit, inverse = _both_ways(change.differences)
    row: dict[str, Any] = {
        "number": number + 1,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "monotonic_ns": time.monotonic_ns(),
        "actor": canonical_json(asdict(actor)),
        "verb": change.verb,
        "medium_id": change.medium_id,
        "count": len(change),
        "edit_sha256": digest(edit),
        "inverse_sha256": digest(inverse),
        "previous_hash": previous,
    }
    row["hash"] = digest(canonical_json(row))
    connection.execute(_ENTRY, {**row, "edit": edit, "inverse": inverse})
    mentioned = {_mentioned(d.entity) for d in change.differences if not is_proposal(d)}
    if mentioned:
        connection.execute(_MENTIONS, [{"entity": e, "entry": number + 1} for e in mentioned])
    return number + 1


def entries(connection: Connection, last: int | None = None) -> list[LogEntry]:
    """Oldest first; only the `last` ones where given."""
    newest_first = select(edit_log).order_by(edit_log.c.number.desc())
    rows = connection.execute(newest_first if last is None else newest_first.limit(last)).all()
    return [_entry(row) for row in reversed(rows)]


def numbered(connection: Connection, numbers: Sequence[int]) -> list[LogEntry]:
    """The entries of these numbers, oldest first."""
    wanted = sorted(numbers)
    found: list[LogEntry] = []
    for start in range(0, len(wanted), _AT_ONCE):
        some = edit_log.c.number.in_(wanted[start : start + _AT_ONCE])
        found += map(_entry, connection.execute(select(edit_log).where(some).order_by(edit_log.c.number)))
    return found


def newer(connection: Connection, number: int) -> Iterator[LogEntry]:
    """The entries after this number, newest first, one at a time: their content may be great."""
    later = select(edit_log).where(edit_log.c.number > number).order_by(edit_log.c.number.desc())
    with connection.execute(later, execution_options={"yield_per": 20}) as rows:
        yield from map(_entry, rows)


def mentioning(connection: Connection, entity_id: str, first: int | None = None) -> list[LogEntry]:
    """The entries that tell of an entity, oldest first, at most the `first` ones; of a track, also those of
    its boxes.
    """
    told = select(mentions.c.entry).where(mentions.c.entity == entity_id)
    told = told.order_by(mentions.c.entry).limit(first)
    rows = connection.execute(select(edit_log).where(edit_log.c.number.in_(told)).order_by(edit_log.c.number))
    return [_entry(row) for row in rows]


def lines(
    connection: Connection,
    *,
    after: int = 0,
    last: int | None = None,
    chosen: Callable[[Actor], bool] = lambda _: True,
) -> list[LogLine]:
    """The entries after number `after` by the `chosen` actors, oldest first; at most the `last` ones."""
    actors: dict[str, Actor] = {}
    found: list[LogLine] = []
    newest_first = _LINES.where(edit_log.c.number > after).order_by(edit_log.c.number.desc())
    with connection.execute(newest_first, execution_options={"yield_per": 500}) as rows:
        for number, at, actor_text, *rest in rows:
            if len(found) == last:
                break
            if actor_text not in actors:
                actors[actor_text] = _actor(actor_text)
            actor = actors[actor_text]
            if chosen(actor):
                found.append(LogLine(number, datetime.fromisoformat(at), actor, *rest))
    found.reverse()
    return found


def first_since(connection: Connection, moment: datetime) -> int:
    """The number of the first entry that was stored at `moment` or later; one past the last where none was.

    Where the clock went back, all that may have been stored since is taken in.
    """
    text = moment.astimezone(UTC).isoformat(timespec="microseconds")
    first = select(func.min(edit_log.c.number)).where(edit_log.c.at >= text)
    found = connection.execute(first).scalar_one_or_none()
    return head(connection)[0] + 1 if found is None else int(found)


def faults(connection: Connection) -> Iterator[str]:
    """One sentence per entry that is not what was written."""
    expected_number, previous = 1, first_hash(connection)
    for row in connection.execute(select(edit_log).order_by(edit_log.c.number)).mappings():
        number = row["number"]
        if number != expected_number:
            yield f"edit log: entry {expected_number} is missing"
        elif row["previous_hash"] != previous:
            yield f"edit log: entry {number} does not follow from the entry before it"
        hashed = {k: v for k, v in row.items() if k not in ("hash", "edit", "inverse")}
        if (
            digest(canonical_json(hashed)) != row["hash"]
            or digest(row["edit"]) != row["edit_sha256"]
            or digest(row["inverse"]) != row["inverse_sha256"]
        ):
            yield f"edit log: entry {number} ({row['verb']}) was changed after it was written"
        expected_number, previous = number + 1, row["hash"]


def _entry(row: Any) -> LogEntry:
    values = row._mapping
    return LogEntry(
        number=values["number"],
        at=datetime.fromisoformat(values["at"]),
        monotonic_ns=values["monotonic_ns"],
        actor=_actor(values["actor"]),
        verb=values["verb"],
        medium_id=values["medium_id"],
        count=values["count"],
        edit=values["edit"],
        inverse=values["inverse"],
        previous_hash=values["previous_hash"],
        hash=values["hash"],
    )


def _actor(text: str) -> Actor:
    fields = json.loads(text)
    return Actor(fields["id"], ActorKind(fields["kind"]), fields["name"], fields["detail"])


def _both_ways(differences: Iterable[Difference]) -> tuple[str, str]:
    forward: list[Any] = []
    backward: list[Any] = []
    proposals: list[Difference] = []
    for difference in differences:
        if is_proposal(difference):
            proposals.append(difference)
            continue
        before, after = _fields(difference.before), _fields(difference.after)
        if before is not None and after is not None:
            changed = [name for name in after if after[name] != before[name]]
            before, after = {n: before[n] for n in changed}, {n: after[n] for n in changed}
        kind = MAPPINGS[type(difference.entity)].kind
        forward.append([kind, difference.entity.id, after])
        backward.append([kind, difference.entity.id, before])
    backward.reverse()
    if proposals:
        summary = _summary(proposals)
        forward.append(summary)
        backward.append(summary)
    return canonical_json(forward), canonical_json(backward)


def _mentioned(entity: Entity) -> str:
    """Boxes are found by their track: a film has a million of them."""
    return entity.track_id if isinstance(entity, KeyFrame) else entity.id


def is_proposal(difference: Difference) -> bool:
    """A model's open suggestion that comes or goes; a decision on one is not."""
    entity = difference.entity
    return (
        isinstance(entity, Suggestion | SuggestedTrack)
        and (difference.before is None or difference.after is None)
        and entity.decision is Decision.OPEN
    )


def _summary(proposals: list[Difference]) -> list[Any]:
    rows = [[_values(d.before), _values(d.after)] for d in proposals]
    added = sum(d.before is None for d in proposals)
    return [
        "proposals",
        digest(canonical_json(rows)),
        {"added": added, "removed": len(proposals) - added},
    ]


def _values(entity: Entity | None) -> list[Any]:
    return list((_fields(entity) or {}).values())


def _fields(entity: Entity | None) -> dict[str, Any] | None:
    return None if entity is None else MAPPINGS[type(entity)].to_row(entity)
