"""Work beside the person's: a port to a thread, and the plain in-line form that scripts use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

Found = TypeVar("Found")


class Background(Protocol):
    """Runs work that touches nothing of the session, and brings its result back to the caller's thread."""

    def run(
        self,
        work: Callable[[], Found],
        on_done: Callable[[Found], None],
        on_failed: Callable[[Exception], None],
    ) -> None: ...


class InLine:
    """No thread: for the command line, where nobody waits at a window."""

    def run(
        self,
        work: Callable[[], Found],
        on_done: Callable[[Found], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        try:
            found = work()
        except Exception as error:  # noqa: BLE001 - handed on, whatever it is: the receiver decides
            on_failed(error)
        else:
            on_done(found)
