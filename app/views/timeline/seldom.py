"""Work that is asked for more often than anybody could see."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Seldom(QObject):
    """Does its work at once, and then no more often than every `interval_ms`; the last wish is never lost."""

    def __init__(self, work: Callable[[], None], interval_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._wanted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._go_on)

    def ask(self) -> None:
        self._wanted = True
        if not self._timer.isActive():
            self._go_on()

    def _go_on(self) -> None:
        if self._wanted:
            self._wanted = False
            self._timer.start()
            self._work()
