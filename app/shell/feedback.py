"""How the window answers: an error where its cause is, a fact, an offer to undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from app.domain.errors import Cancelled, EditRefused, UserError
from app.shell.main_window import MainWindow
from app.views.texts import told

T = TypeVar("T")


def when_refused(answer: Callable[[UserError], object]) -> Callable[[Exception], None]:
    """For what fails in the background: a UserError is answered, a cancelled task over, all else a bug."""

    def failed(error: Exception) -> None:
        if isinstance(error, UserError):
            answer(error)
        elif not isinstance(error, Cancelled):
            raise error

    return failed


class Feedback:
    """The one way from a `UserError` to the person's eye. Anything else is a bug and passes through."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def attempt(self, work: Callable[[], T]) -> T | None:
        """The result of `work`, or None after its UserError was shown."""
        try:
            return work()
        except UserError as error:
            self.refuse(error)
            return None

    def succeeds(self, work: Callable[[], object]) -> bool:
        """Whether `work` went through; its UserError is shown."""
        try:
            work()
        except UserError as error:
            self.refuse(error)
            return False
        return True

    def refuse(self, error: UserError, *, action: str = "", action_id: str = "") -> None:
        """A refused gesture is a hint; everything else an error. `action`: the one way out."""
        role = "warning" if isinstance(error, EditRefused) else "error"
        self._window.notice.tell(told(error), role=role, action=action, action_id=action_id)

    def fact(self, text: str, *, action: str = "", action_id: str = "") -> None:
        self._window.notice.tell(told(text), role="secondary", action=action, action_id=action_id)

    def settle(self) -> None:
        """What the notice said does not hold any more."""
        self._window.notice.hide()

    def say(self, text: str) -> None:
        self._window.status.say(told(text))

    def offer_undo(self, text: str) -> None:
        self._window.toast.offer(text)
