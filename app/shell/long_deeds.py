"""Deeds on many labels: done beside the window, with a line in the list of jobs; small ones at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.domain.errors import Cancelled, UserError
from app.session.beside import Session
from app.shell.feedback import Feedback
from app.shell.film_controller import FilmController
from app.shell.workspace import Workspace, new_id
from app.views.texts import tr

if TYPE_CHECKING:
    from app.qt.task_runner import Task

T = TypeVar("T")

LONG = 1000
"""From so many labels on a deed takes longer than a frame of the film."""


class LongDeeds:
    def __init__(self, film: FilmController, feedback: Feedback) -> None:
        self._film, self._feedback = film, feedback

    def perform(
        self,
        workspace: Workspace,
        title: str,
        work: Callable[[Session], T],
        *,
        size: int,
        on_done: Callable[[T], object],
        on_refused: Callable[[UserError], None] | None = None,
    ) -> None:
        """`work` edits the session that it is given. `size`: about how many labels it changes.

        `on_done` gets what it gave. A refusal goes to `on_refused`, or else to the notice.
        """
        refuse = on_refused if on_refused is not None else self._feedback.refuse
        try:
            if size < LONG:
                found = work(Session(workspace.project, workspace.editing))
            else:
                self._begin(workspace, title, work, on_done, refuse)
                return
        except UserError as error:
            refuse(error)
        else:
            on_done(found)

    def _begin(
        self,
        workspace: Workspace,
        title: str,
        work: Callable[[Session], T],
        on_done: Callable[[T], object],
        refuse: Callable[[UserError], None],
    ) -> None:
        deed = workspace.beside.begin(work)

        def run(task: Task[None]) -> None:
            try:
                deed.run(task.cancelled, task.report)
            except (UserError, Cancelled):
                raise
            except Exception:  # noqa: BLE001 - a bug: raised where the deed is settled, after the hold is taken off
                pass

        def ended(_: object) -> None:
            deed.settle()
            if self._film.workspace is not workspace:
                return
            try:
                found = deed.result
            except Cancelled:
                self._feedback.say(tr("Cancelled; nothing was changed."))
            except UserError as error:
                refuse(error)
            else:
                on_done(found)

        self._feedback.say(title)
        self._film.run_job(f"deed {new_id()}", title, run, ended, ended, waited_for=True)
