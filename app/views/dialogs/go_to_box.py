"""Go to a place of the film by typing it: a time, a frame, the time of day, the match clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain.errors import UserError
from app.domain.positions import FoundPlace
from app.views import theme
from app.views.texts import told, tr

_WIDTH = 460
_ROW = 26
_MOST_ROWS = 6


class GoToBox(QFrame):
    """`find(typed)` gives what a text can mean, or raises UserError, which is said under the field."""

    chosen = Signal(object)  # tick

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("panel", "surface")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._find: Callable[[str], Sequence[FoundPlace]] = lambda _: ()
        self.typed = QLineEdit()
        self.typed.setAccessibleName(tr("Go to"))
        self.typed.setFont(theme.font(self.font(), theme.TYPE_LARGE, tabular=True))
        self.typed.textChanged.connect(self._read)
        self.typed.installEventFilter(self)
        self.found = QListWidget()
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setAccessibleName(tr("What it means"))
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.itemClicked.connect(self._go)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self._hint = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_M)
        layout.addWidget(self.typed)
        layout.addWidget(self.found)
        layout.addWidget(self.message)
        self.setFixedWidth(_WIDTH)

    def ask(self, find: Callable[[str], Sequence[FoundPlace]], here: str, hint: str) -> None:
        """Over the top of the parent's window. `here`: the place now; `hint`: what can be typed."""
        self._find, self._hint = find, hint
        self.typed.setPlaceholderText(here)
        self.typed.clear()
        self._read("")
        window = self.parentWidget()
        if window is not None:
            top = window.mapToGlobal(window.rect().topLeft())
            self.move(top.x() + (window.width() - self.width()) // 2, top.y() + 48)
        self.show()
        self.typed.setFocus()

    def _read(self, text: str) -> None:
        self.found.clear()
        message, role = ("" if text.strip() else self._hint), "secondary"
        if text.strip():
            try:
                for place in self._find(text):
                    item = QListWidgetItem(told(place.text), self.found)
                    item.setData(Qt.ItemDataRole.UserRole, place.tick)
                    item.setSizeHint(QSize(0, _ROW))
            except UserError as error:
                message, role = told(error), "error"
        rows = min(self.found.count(), _MOST_ROWS)
        self.found.setVisible(rows > 0)
        self.found.setFixedHeight(rows * _ROW + 2)
        self.found.setCurrentRow(0)
        self.message.setVisible(bool(message))
        self.message.setText(message)
        self.message.setProperty("role", role)
        self.message.style().polish(self.message)
        self.adjustSize()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = self.found.currentRow() + step
            self.found.setCurrentRow(min(max(row, 0), self.found.count() - 1))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (item := self.found.currentItem()) is not None:
                self._go(item)
            return True
        return False

    def _go(self, item: QListWidgetItem) -> None:
        self.hide()
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
