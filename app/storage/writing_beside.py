"""A project that is open, written to on another thread: watched, and cancelled in the midst."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime

from app.domain.changes import Change
from app.domain.errors import Cancelled
from app.domain.people import Actor
from app.storage.connection import choose_journal, writing_engine
from app.storage.project_store import ProjectStore

_STEPS = 20_000
"""Instructions of SQLite between two looks at whether to go on: some milliseconds."""


class StoreBeside(ProjectStore):
    """`other` by a connection of its own, for the thread that makes it. `other` must not write meanwhile; it
    keeps the lock on the file. Once `cancelled` says so, whatever runs here fails."""

    def __init__(
        self, other: ProjectStore, *, cancelled: Callable[[], bool], on_progress: Callable[[float], None]
    ) -> None:
        engine = writing_engine(other.path)
        super().__init__(other.path, engine, other._lock)
        self._boxes = other._boxes  # its documents are taken over, and this one is closed before them
        self._cancelled, self._on_progress = cancelled, on_progress
        self._boxes = other._boxes  # its documents outlive this connection
        self._first = self._last = 0  # of the connection's count of changed rows, in the edit that is written
        choose_journal(engine, other.path)
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        self._driver = driver
        driver.set_progress_handler(self._look, _STEPS)

    def write(self, change: Change, actor: Actor, at: datetime) -> int:
        """As `ProjectStore.write`; raises Cancelled where that was wished before."""
        if self._cancelled():
            raise Cancelled
        # A row for each difference, and one that says in which entry of the log it is told.
        self._first = self._driver.total_changes
        self._last = self._first + 2 * len(change)
        try:
            return super().write(change, actor, at)
        finally:
            self._last = self._first

    def close(self) -> None:
        """Of this connection only."""
        self._engine.dispose()

    def _look(self) -> int:
        if self._last > self._first:
            done = self._driver.total_changes - self._first
            self._on_progress(min(1.0, done / (self._last - self._first)))
        return int(self._cancelled())
