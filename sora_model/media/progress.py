"""How long work reports its progress and how it is cancelled."""

from __future__ import annotations

from collections.abc import Callable

OnProgress = Callable[[float], None]
"""Called with the fraction done, 0 to 1, on the thread that works."""

IsCancelled = Callable[[], bool]
"""Asked now and then, on the thread that works; true stops the work with `Cancelled`."""


class Cancelled(Exception):
    """The work was cancelled as asked; nothing half made was left behind."""


class Pace:
    """Turns many small steps into few reports and asks for cancellation on each step.

    `total` may be unknown (0): then no progress is reported.
    """

    def __init__(self, total: float, on_progress: OnProgress | None, cancelled: IsCancelled | None) -> None:
        self._total = total
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._reported = -1

    def step(self, done: float) -> None:
        """Raises `Cancelled` when asked to stop; reports at most one hundred and one times."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled
        if self._on_progress is None or self._total <= 0:
            return
        percent = int(min(1.0, max(0.0, done / self._total)) * 100)
        if percent > self._reported:
            self._reported = percent
            self._on_progress(percent / 100)

    def finish(self) -> None:
        if self._on_progress is not None and self._reported < 100:
            self._reported = 100
            self._on_progress(1.0)
