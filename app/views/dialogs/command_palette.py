"""All commands by name: type a few letters, Enter does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.views.texts import tr

ROW = 24
MOST_SHOWN = 200  # more is not read; another letter is typed


@dataclass(frozen=True, slots=True)
class Command:
    """`keys`: as this platform writes them, empty for none. `enabled` False: shown grey, not done."""

    id: str
    text: str
    group: str
    keys: str = ""
    enabled: bool = True


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """Those that hold all typed words; a name that begins with the first word comes first."""
    words = typed.lower().split()
    if not words:
        return list(commands)
    found = [c for c in commands if all(w in f"{c.group} {c.text}".lower() for w in words)]
    return sorted(found, key=lambda c: not c.text.lower().startswith(words[0]))


class CommandPalette(QFrame):
    triggered = Signal(str)  # command id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("panel", "surface")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._commands: tuple[Command, ...] = ()
        self._typed = QLineEdit()
        self._typed.setPlaceholderText(tr("What do you want to do?"))
        self._typed.setAccessibleName(tr("Search commands"))
        self._typed.textChanged.connect(self._filter)
        self._typed.installEventFilter(self)
        self._list = QTreeWidget()
        self._list.setAccessibleName(tr("Commands"))
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformRowHeights(True)
        self._list.setIndentation(0)
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._list.itemClicked.connect(self._do)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._typed)
        layout.addWidget(self._list)
        self.setFixedSize(520, 380)

    def ask(self, commands: Sequence[Command]) -> None:
        """Show itself over the middle of the top of its parent's window."""
        self._commands = tuple(commands)
        self._typed.clear()
        self._filter("")
        window = self.parentWidget()
        if window is not None:
            top = window.mapToGlobal(window.rect().topLeft())
            self.move(top.x() + (window.width() - self.width()) // 2, top.y() + 48)
        self.show()
        self._typed.setFocus()

    def add(self, commands: Sequence[Command]) -> None:
        """What was found since; shown once it is searched for."""
        self._commands += tuple(commands)
        if self.isVisible() and self._typed.text():
            self._filter(self._typed.text())

    def _filter(self, typed: str) -> None:
        self._list.clear()
        for command in matching(self._commands, typed)[:MOST_SHOWN]:
            item = QTreeWidgetItem(self._list, [command.text, command.keys])
            item.setToolTip(0, command.group)
            item.setData(0, Qt.ItemDataRole.UserRole, command.id)
            item.setSizeHint(0, QSize(0, ROW))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if not command.enabled:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        self._choose(0)

    def _choose(self, row: int) -> None:
        item = self._list.topLevelItem(min(max(row, 0), self._list.topLevelItemCount() - 1))
        if item is not None:
            self._list.setCurrentItem(item)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        rows = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        if event.key() in rows:
            current = self._list.currentIndex().row()
            self._choose(current + rows[Qt.Key(event.key())])
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (item := self._list.currentItem()) is not None:
                self._do(item)
            return True
        return False

    def _do(self, item: QTreeWidgetItem) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.hide()
            self.triggered.emit(item.data(0, Qt.ItemDataRole.UserRole))
