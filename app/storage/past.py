"""What the log of an open project tells of the past."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection

from app.domain.history import Deed, LogEntry, LogLine, Turn
from app.domain.people import Actor
from app.storage import edit_log, retracing


class Past:
    """`session.ports.Past` over a project file. Reads only; on the store's thread."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._reading = reading

    def head(self) -> int:
        with self._reading() as connection:
            return edit_log.head(connection)[0]

    def lines(
        self, *, after: int = 0, last: int | None = None, chosen: Callable[[Actor], bool] = lambda _: True
    ) -> list[LogLine]:
        with self._reading() as connection:
            return edit_log.lines(connection, after=after, last=last, chosen=chosen)

    def entries(self, numbers: Sequence[int]) -> list[LogEntry]:
        with self._reading() as connection:
            return edit_log.numbered(connection, numbers)

    def of(self, entity_id: str, first: int | None = None) -> list[LogEntry]:
        with self._reading() as connection:
            return edit_log.mentioning(connection, entity_id, first)

    def first_since(self, moment: datetime) -> int:
        with self._reading() as connection:
            return edit_log.first_since(connection, moment)

    def taken_back(self, numbers: Sequence[int]) -> Deed:
        with self._reading() as connection:
            newest_first = edit_log.numbered(connection, numbers)[::-1]
            return retracing.taken_back(connection, newest_first)

    def done_again(self, number: int) -> Deed:
        with self._reading() as connection:
            (entry,) = edit_log.numbered(connection, [number])
            return retracing.done_again(connection, entry)

    def changed_after(self, number: int) -> list[Turn]:
        with self._reading() as connection:
            return retracing.turned(connection, edit_log.newer(connection, number))
