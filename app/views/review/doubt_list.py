"""Labels that the model doubts, the most doubtful first; the person says which of the two is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.views.texts import tr

_ID = Qt.ItemDataRole.UserRole
_LEAST_HEIGHT = 150  # of the list: three doubts
_WIDEST = 140  # text of a button: a long class name must not widen the drawer


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """`text`: which class rather than which, and on a second line where; `detail`: the probabilities, for
    the tip.
    """

    segment_id: str
    suggested_id: str
    suggested_name: str
    text: str
    detail: str


class DoubtList(QFrame):
    """Below the suggestions, from the first question on until it is closed."""

    ask_requested = Signal()
    chosen = Signal(str)  # a label: show it
    confirm_requested = Signal(str)  # it is right after all
    change_requested = Signal(str, str)  # label, class

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[DoubtRow, ...] = ()
        self._editable = True
        title = QLabel(tr("Doubtful labels"))
        title.setProperty("role", "title")
        self._close = QToolButton()
        self._close.setText("✕")
        self._close.setAccessibleName(tr("Hide the doubtful labels"))
        self._close.clicked.connect(self.hide)
        self._state = QLabel()
        self._state.setProperty("role", "secondary")
        self._state.setWordWrap(True)
        self._state.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Doubtful labels"))
        self._list.setMinimumHeight(_LEAST_HEIGHT)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # lines are elided
        self._list.currentItemChanged.connect(lambda *_: self._refresh())
        self._list.itemClicked.connect(lambda item: self.chosen.emit(item.data(_ID)))
        self._confirm = QPushButton(tr("Right after all"))
        self._change = QPushButton()
        self._ask = QPushButton(tr("Look again"))
        self._ask.setProperty("role", "flat")
        self._confirm.clicked.connect(lambda: self.confirm_requested.emit(self.current()))
        self._change.clicked.connect(self._tell_change)
        self._ask.clicked.connect(self.ask_requested)
        for button in (self._close, self._confirm, self._change, self._ask):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._ask)
        head.addWidget(self._close)
        buttons = QHBoxLayout()
        buttons.addWidget(self._confirm)
        buttons.addWidget(self._change, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._state)
        layout.addWidget(self._list, 1)
        layout.addLayout(buttons)
        self._refresh()

    def set_rows(self, rows: Sequence[DoubtRow]) -> None:
        """The current row stays; where it is gone, the next one becomes current without being shown."""
        before, number = self.current(), self._list.currentRow()
        self._rows = tuple(rows)
        with QSignalBlocker(self._list):
            self._list.clear()
            for row in self._rows:
                item = QListWidgetItem(row.text)
                item.setData(_ID, row.segment_id)
                item.setToolTip(f"{row.text}\n{row.detail}")
                self._list.addItem(item)
            ids = [row.segment_id for row in self._rows]
            self._list.setCurrentRow(
                ids.index(before) if before in ids else min(number, len(ids) - 1) if number >= 0 else -1
            )
        self._refresh()

    def set_state(self, text: str, *, busy: bool) -> None:
        self._state.setText(text)
        self._ask.setEnabled(not busy)

    def set_editable(self, editable: bool) -> None:
        self._editable = editable
        self._refresh()

    def rows(self) -> tuple[DoubtRow, ...]:
        return self._rows

    def current(self) -> str:
        """The label at hand, or nothing."""
        item = self._list.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    def _tell_change(self) -> None:
        row = self._row()
        if row is not None:
            self.change_requested.emit(row.segment_id, row.suggested_id)

    def _row(self) -> DoubtRow | None:
        return next((row for row in self._rows if row.segment_id == self.current()), None)

    def _refresh(self) -> None:
        row = self._row()
        self._list.setVisible(bool(self._rows))
        for button in (self._confirm, self._change):
            button.setVisible(bool(self._rows))
            button.setEnabled(self._editable and row is not None)
        text = tr("Make it {name}", name=row.suggested_name) if row is not None else tr("Change it")
        self._change.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST))
        self._change.setToolTip(text)
