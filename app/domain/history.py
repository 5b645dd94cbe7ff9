"""Undo and redo: two stacks of stored Changes. Undo is a new Change; the log only grows."""

from __future__ import annotations

from app.domain.changes import Change


class History:
    """The person's own Changes, newest last. Jobs' Changes are never pushed here."""

    def __init__(self, limit: int = 10_000) -> None:
        self._limit = limit
        self._done: list[Change] = []
        self._undone: list[Change] = []

    def push(self, change: Change) -> None:
        """After a new edit: nothing can be redone any more."""
        self._done.append(change)
        del self._done[: -self._limit]
        self._undone.clear()

    @property
    def undoable(self) -> Change | None:
        return self._done[-1] if self._done else None

    @property
    def redoable(self) -> Change | None:
        return self._undone[-1] if self._undone else None

    def mark_undone(self) -> None:
        """The inverse of `undoable` was stored."""
        self._undone.append(self._done.pop())

    def mark_redone(self) -> None:
        """`redoable` was stored again."""
        self._done.append(self._undone.pop())

    def drop_undoable(self) -> None:
        """Forget a Change that can never be undone any more (its ground was changed by a job)."""
        self._done.pop()
