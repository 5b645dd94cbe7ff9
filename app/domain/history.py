"""Undo and redo: two stacks of stored deeds. Undo is a new entry of the log, which only grows.

What was done before the project was opened is known by its lines in the log; the changes themselves are
rebuilt from there when they are needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.changes import Change
from app.domain.people import Actor, ActorKind, asked_by

Deed = tuple[Change, ...]
"""What one edit (or one batch of edits, as an import) changed, in order; stored in one transaction."""

UNDO = "undo "
GO_BACK = "go back to "
"""Verb of the deed that takes back all that the person did after an entry; the entry's number follows."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry of the edit log without its content. `count`: differences; the digests are of the content,
    empty where it is great.

    Entries are ordered by `number`: the clock of the machine, and with it `at`, may have gone back.
    """

    number: int
    at: datetime
    actor: Actor
    verb: str
    medium_id: str
    count: int
    edit_digest: str
    inverse_digest: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One edit as it was stored. `count`: differences.

    `edit`/`inverse`: JSON lists of `[kind, id, fields]`, the fields that it sets; all of them for an
    addition, null for a removal.
    """

    number: int
    at: datetime
    monotonic_ns: int
    actor: Actor
    verb: str
    medium_id: str
    count: int
    edit: str
    inverse: str
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of one entity between two moments: its fields as the log calls them, None: not there."""

    kind: str
    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Step:
    """A deed that can be undone or redone: entry `entry` of the log. `deed` is None where it was stored
    before the project was opened; it had `stored` differences.
    """

    entry: int
    verb: str
    deed: Deed | None = None
    stored: int = 0

    @property
    def count(self) -> int:
        """Differences."""
        return self.stored if self.deed is None else sum(map(len, self.deed))


def is_own(actor: Actor, person: Actor) -> bool:
    """Whether what `actor` did is the person's to undo: their own edits and the imports they asked for."""
    if actor.kind is ActorKind.PERSON:
        return actor.id == person.id
    return actor.kind is ActorKind.IMPORT and asked_by(actor) == person.id


class History:
    """The person's own deeds, newest last. Jobs' deeds are never pushed here."""

    def __init__(
        self, done: Iterable[Step] = (), undone: Iterable[Step] = (), *, limit: int = 10_000
    ) -> None:
        self._limit = limit
        self._done = list(done)
        self._undone = list(undone)

    @classmethod
    def rebuilt(cls, lines: Iterable[LogLine]) -> History:
        """As it stood after `lines`, one person's own, oldest first.

        An undo is told by its verb and by doing exactly the inverse of what it undid; a redo by doing the
        same again. What an undo passed over had been refused for good.
        """
        done, undone, _ = _played(lines)
        return cls(map(_step, done), map(_step, undone))

    def push(self, step: Step) -> None:
        """After a new edit: nothing can be redone any more."""
        self._done.append(step)
        del self._done[: -self._limit]
        self._undone.clear()

    @property
    def undoable(self) -> Step | None:
        return self._done[-1] if self._done else None

    @property
    def redoable(self) -> Step | None:
        return self._undone[-1] if self._undone else None

    def mark_undone(self) -> None:
        """The inverse of `undoable` was stored."""
        self._undone.append(self._done.pop())

    def mark_redone(self) -> None:
        """`redoable` was stored again."""
        self._done.append(self._undone.pop())

    def drop_undoable(self) -> None:
        """Forget a deed that can never be undone any more (its ground was changed by a job)."""
        self._done.pop()

    def drop_redoable(self) -> None:
        self._undone.pop()


def _undoes(line: LogLine, earlier: LogLine) -> bool:
    alike = line.count == earlier.count and line.verb == f"{UNDO}{earlier.verb}"
    return alike and line.edit_digest == earlier.inverse_digest


def _repeats(line: LogLine, undone: LogLine) -> bool:
    alike = line.count == undone.count and line.verb == undone.verb
    return alike and line.edit_digest == undone.edit_digest


def _step(line: LogLine) -> Step:
    return Step(line.number, line.verb, stored=line.count)


def _played(lines: Iterable[LogLine]) -> tuple[list[LogLine], list[LogLine], dict[int, bool]]:
    """What can be undone, what can be redone, and of each deed whether it stands."""
    done: list[LogLine] = []
    undone: list[LogLine] = []
    stands: dict[int, bool] = {}
    for line in lines:
        if line.verb.startswith(UNDO):
            at = next((i for i in reversed(range(len(done))) if _undoes(line, done[i])), None)
            if at is not None:
                undone.append(done[at])
                stands[done[at].number] = False
                del done[at:]
        elif undone and _repeats(line, undone[-1]):
            done.append(undone.pop())
            stands[done[-1].number] = True
        else:
            done.append(line)
            stands[line.number] = True
            undone.clear()
    return done, undone, stands


def standing(lines: Sequence[LogLine]) -> dict[int, bool]:
    """Of one person's own `lines`, oldest first: each deed's entry, and whether what it did still stands.

    Undoing and redoing are no deeds of their own here; what a deed that went back passed over does not stand.
    """
    stands = _played(lines)[2]
    for line in lines:
        if line.verb.startswith(GO_BACK) and stands.get(line.number):
            back_to = int(line.verb.removeprefix(GO_BACK))
            stands.update({n: False for n in stands if back_to < n < line.number})
    return stands
