"""A person's hand on the open window, and what every hand can see and wait for.

Every key and every click goes in where the window system puts it, at the QWindow, and is counted there.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.shell.startup import Studio
from app.views.labels.label_list import LabelList
from app.views.labels.label_table import LabelTable

PATIENCE_S = 120.0

_COUNTED = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}


class Counted(QObject):
    """What came in from the window system."""

    keys = mouse = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _COUNTED and watched.isWindowType():
            if kind == QEvent.Type.KeyPress:
                self.keys += 1
            else:
                self.mouse += 1
        return False


class Hand:
    """What every hand can do and see. `types`: has keys. `counted`: the events of it."""

    name = ""
    types = True

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.counted = Counted()
        self._held: QWidget | None = None
        QApplication.instance().installEventFilter(self.counted)

    def let_go(self) -> None:
        QApplication.instance().removeEventFilter(self.counted)

    # --- time ------------------------------------------------------------------------------

    def wait(self, holds: Callable[[], object], what: str) -> None:
        give_up = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > give_up:
                raise SystemExit(f"labelling_session: {self.name}: it never came to this: {what}")
            self.turn()

    def turn(self, seconds: float = 0.0) -> None:
        """Let the window work."""
        end = time.monotonic() + seconds
        while True:
            QApplication.processEvents()
            if time.monotonic() >= end:
                return
            time.sleep(0.002)

    def answer(
        self, act: Callable[[], None], answer: Callable[[], None], kind: type[QWidget] = QDialog
    ) -> None:
        """`act` opens a question, or a menu, of this `kind` that waits for its answer."""
        faults: list[BaseException] = []
        done: list[bool] = []
        timer = QTimer()
        timer.setInterval(20)

        def look() -> None:
            asked = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if not isinstance(asked, kind) or not asked.isVisible():
                return
            timer.stop()
            try:
                answer()
            except BaseException as fault:  # noqa: BLE001  # a slot would swallow it
                faults.append(fault)
                asked.close()
            done.append(True)

        timer.timeout.connect(look)
        timer.start()
        act()
        self.wait(lambda: done, "the question is answered")
        if faults:
            raise faults[0]

    # --- what is seen ----------------------------------------------------------------------

    @property
    def frame(self) -> int:
        player = self.studio.player
        assert player.index is not None
        return player.index.frame_at(player.tick)

    def class_id(self, name: str) -> str:
        assert self.studio.workspace is not None
        found = self.studio.workspace.project.catalogue.ontology.named(name)
        assert found is not None, name
        return found.id

    def _arrive(self, frame: int) -> None:
        self.wait(lambda: self.frame == frame and not self.studio.player.playing, f"frame {frame}")

    def _front(self) -> QWidget:
        """Where keys go: as a window manager has it, what opened last has the focus."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup
        dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        front = QApplication.activeModalWidget() or (dialogs[-1] if dialogs else self.studio.window)
        if not front.isActiveWindow():
            front.activateWindow()
            self.wait(front.isActiveWindow, "the window in front has the focus")
        return front

    def _handle(self, window: QWidget) -> QWindow:
        """Its QWindow, which Python knows only as long as it knows the widget."""
        self._held, handle = window, window.windowHandle()
        assert handle is not None
        return handle

    def _dialog(self) -> QDialog | None:
        front = self._front()
        return front if isinstance(front, QDialog) else None


def said(widget: QWidget | None) -> str:
    """What a screen reader calls it; Qt on Linux has the choice as the name of a combo box."""
    if widget is not None and widget.accessibleName():
        return widget.accessibleName()
    found = QAccessible.queryAccessibleInterface(widget) if widget is not None else None
    return found.text(QAccessible.Text.Name).strip() if found is not None else ""


def table_of(labels: LabelList) -> LabelTable:
    """To know in which row a label stands."""
    return labels._table
