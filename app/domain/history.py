"""Undo and redo: two stacks of stored deeds. Undo is a new entry of the log, which only grows."""

from __future__ import annotations

from app.domain.changes import Change

Deed = tuple[Change, ...]
"""What one edit (or one batch of edits, as an import) changed, in order; stored in one transaction."""


class History:
    """The person's own deeds, newest last. Jobs' deeds are never pushed here."""

    def __init__(self, limit: int = 10_000) -> None:
        self._limit = limit
        self._done: list[Deed] = []
        self._undone: list[Deed] = []

    def push(self, deed: Deed) -> None:
        """After a new edit: nothing can be redone any more."""
        self._done.append(deed)
        del self._done[: -self._limit]
        self._undone.clear()

    @property
    def undoable(self) -> Deed | None:
        return self._done[-1] if self._done else None

    @property
    def redoable(self) -> Deed | None:
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
