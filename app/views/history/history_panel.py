"""What people did, newest first; a click goes to the place, and the project can go back to any of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.views import theme
from app.views.texts import tr


@dataclass(frozen=True, slots=True)
class DeedRow:
    """`text` says what; `detail` who and when. `stands` is False for what was undone."""

    entry: int
    text: str
    detail: str
    stands: bool


class DeedList(QAbstractListModel):
    """Rows are put into words when they are first seen: a thousand deeds would hold the window up."""

    def __init__(
        self, palette: Callable[[], QPalette], font: Callable[[], QFont], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._palette, self._font = palette, font
        self._entries: list[int] = []
        self._describe: Callable[[int], DeedRow] | None = None
        self._known: dict[int, DeedRow] = {}

    def set_entries(self, entries: Sequence[int], describe: Callable[[int], DeedRow]) -> None:
        self.beginResetModel()
        self._entries, self._describe, self._known = list(entries), describe, {}
        self.endResetModel()

    def row_at(self, number: int) -> DeedRow:
        entry = self._entries[number]
        if entry not in self._known:
            assert self._describe is not None
            self._known[entry] = self._describe(entry)
        return self._known[entry]

    def number_of(self, entry: int) -> int:
        """-1 where it is not there."""
        return self._entries.index(entry) if entry in self._entries else -1

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        row = self.row_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.text}\n{row.detail}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.text
        if role == Qt.ItemDataRole.ForegroundRole and not row.stands:
            return self._palette().color(QPalette.ColorRole.PlaceholderText)
        if role == Qt.ItemDataRole.FontRole and not row.stands:
            struck = QFont(self._font())
            struck.setStrikeOut(True)
            return struck
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (
                f"{row.text}, {row.detail}"
                if row.stands
                else tr("{deed}, undone", deed=f"{row.text}, {row.detail}")
            )
        return None


class HistoryPanel(QWidget):
    """Signals are wishes; rows change when `set_entries` says so."""

    chosen = Signal(int)  # entry: show the place
    back_requested = Signal(int)  # entry: the state right after it
    compare_requested = Signal(int)  # entry: what changed since
    snapshot_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editable = True
        self._list = DeedList(self.palette, self.font, self)
        self._view = QListView()
        self._view.setModel(self._list)
        self._view.setAccessibleName(tr("History"))
        self._view.setUniformItemSizes(True)
        self._view.setItemDelegate(_TwoLines(self._view))
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.clicked.connect(lambda index: self.chosen.emit(self._list.row_at(index.row()).entry))
        self._view.activated.connect(lambda index: self.chosen.emit(self._list.row_at(index.row()).entry))
        self._view.selectionModel().currentChanged.connect(lambda *_: self._refresh())
        self._empty = QLabel(
            tr("Nothing was done yet. Every edit is kept here, and can be undone tomorrow too.")
        )
        self._empty.setProperty("role", "secondary")
        self._empty.setWordWrap(True)
        self._back = QPushButton(tr("Go back to here"))
        self._back.setToolTip(
            tr("Takes back what you did after the chosen line, in one step that can be undone")
        )
        self._compare = QPushButton(tr("Changed since"))
        self._compare.setToolTip(tr("Lists what was added, changed and removed after the chosen line"))
        self._name = QPushButton(tr("Name this state…"))
        self._name.setToolTip(tr("Puts a name into the history, to go back to or compare with"))
        self._back.clicked.connect(lambda: self.back_requested.emit(self.current()))
        self._compare.clicked.connect(lambda: self.compare_requested.emit(self.current()))
        self._name.clicked.connect(self.snapshot_requested)
        for button in (self._back, self._compare, self._name):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()
        self._refresh()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_S, theme.SPACE_S, theme.SPACE_S, theme.SPACE_S)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self._name)
        column.addWidget(self._empty)
        column.addWidget(self._view, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._back)
        buttons.addWidget(self._compare)
        column.addLayout(buttons)
        column.setAlignment(self._empty, Qt.AlignmentFlag.AlignTop)

    def set_entries(self, entries: Sequence[int], describe: Callable[[int], DeedRow]) -> None:
        """Newest first. The current one stays current; where it is gone, none is."""
        before, scrolled = self.current(), self._view.verticalScrollBar().value()
        self._list.set_entries(entries, describe)
        number = self._list.number_of(before)
        if number >= 0:
            self._view.setCurrentIndex(self._list.index(number))
            self._view.verticalScrollBar().setValue(scrolled)
        self._refresh()

    def set_editable(self, editable: bool) -> None:
        self._editable = editable
        self._refresh()

    def current(self) -> int:
        """The entry of the chosen line; 0 for none."""
        index = self._view.currentIndex()
        return self._list.row_at(index.row()).entry if index.isValid() else 0

    def rows(self) -> list[DeedRow]:
        return [self._list.row_at(number) for number in range(self._list.rowCount())]

    def _refresh(self) -> None:
        number = self._view.currentIndex().row()
        self._empty.setVisible(not self._list.rowCount())
        self._view.setVisible(bool(self._list.rowCount()))
        self._back.setEnabled(self._editable and number > 0)  # the newest is where the project stands
        self._compare.setEnabled(number > 0)
        self._name.setEnabled(self._editable)


class _TwoLines(QStyledItemDelegate):
    """Qt reckons the second line too tight where the first is Chinese, and leaves it out."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index) + QSize(0, theme.SPACE_M)
