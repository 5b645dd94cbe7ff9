"""A long deed done by a second session on the same file, on another thread; the first one catches up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from app.domain.changes import Change
from app.domain.errors import Cancelled
from app.session.editing import Editing
from app.session.ports import Clock, IsCancelled, OnProgress, Store
from app.session.project import Project

T = TypeVar("T")


class OpenWriter(Protocol):
    """The project's file once more, to be written to on the thread that opens it. An edit that is written
    while `cancelled` says so fails; `on_progress` is told how much of it is written."""

    def __call__(self, *, cancelled: IsCancelled, on_progress: OnProgress) -> Store: ...


@dataclass(frozen=True, slots=True)
class Session:
    """An open project and its one write path."""

    project: Project
    editing: Editing


@dataclass(slots=True)
class _Outcome:
    """What was stored, also by work that failed later, and the project as it stands after it."""

    changes: list[Change] = field(default_factory=list)
    project: Project | None = None
    found: Any = None
    error: BaseException | None = None


class Beside:
    """Does one deed at a time beside the session `here`.

    The second session loads its own documents, so that nothing is shared between the threads. Meanwhile
    what a person does here is refused, and what a job brings waits.
    """

    def __init__(self, here: Session, now: Clock, open_writer: OpenWriter) -> None:
        self._here = here
        self._now = now
        self._open_writer = open_writer
        self._under_way: LongDeed[Any] | None = None

    def begin(self, work: Callable[[Session], T]) -> LongDeed[T]:
        """`work` performs edits of the session that it is given. Raises EditRefused while another deed is
        under way."""
        deed = LongDeed(self._here, self._now, self._open_writer, work)
        self._here.editing.hold(deed.settle)
        self._under_way = deed
        return deed

    def close(self) -> None:
        """The project closes: what is under way is cancelled, and waited for."""
        if self._under_way is not None:
            self._under_way.cancel()
            self._under_way.settle()


class LongDeed(Generic[T]):
    """`run` on another thread; then `settle` on the first session's, and `result`."""

    def __init__(
        self, here: Session, now: Clock, open_writer: OpenWriter, work: Callable[[Session], T]
    ) -> None:
        self._here = here
        self._now = now
        self._open_writer = open_writer
        self._work = work
        self._cancel = threading.Event()
        self._ended: Future[_Outcome] = Future()
        self._settled = False

    def run(self, cancelled: IsCancelled, on_progress: OnProgress) -> None:
        """To the end. Raises what `work` raises, and Cancelled."""
        outcome = _Outcome()
        try:
            self._do(outcome, lambda: self._cancel.is_set() or cancelled(), on_progress)
        except BaseException as error:
            outcome.error = error
            raise
        finally:
            self._ended.set_result(outcome)

    def _do(self, outcome: _Outcome, cancelled: IsCancelled, on_progress: OnProgress) -> None:
        here = self._here.project
        store = self._open_writer(cancelled=cancelled, on_progress=on_progress)
        try:
            there = outcome.project = Project(store, here.library, here.person)
            there.look_blind(here.blind)
            editing = Editing(there, self._now)
            editing.subscribe(outcome.changes.append)
            outcome.found = self._work(Session(there, editing))
        except Exception as error:
            if cancelled():
                raise Cancelled from error
            raise
        finally:
            store.close()

    def cancel(self) -> None:
        """What is stored already stays."""
        self._cancel.set()

    def settle(self) -> None:
        """Wait until it has ended, and stand where it led; once."""
        if self._settled:
            return
        self._settled = True
        outcome = self._ended.result()
        if outcome.changes and outcome.project is not None:
            self._here.project.take_over(outcome.project)
        self._here.editing.catch_up(outcome.changes)

    @property
    def result(self) -> T:
        """What `work` gave. Raises what it raised."""
        outcome = self._ended.result()
        if outcome.error is not None:
            raise outcome.error
        found: T = outcome.found
        return found
