"""A colleague's copy before it is merged: what comes over, what both changed, what stays in their file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.views import theme
from app.views.texts import tr

_WHAT, _OURS, _THEIRS, _CHOICE = range(4)
_SIZE = (860, 460)


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """`both`: whether both can stand."""

    conflict_id: str
    what: str
    ours: str
    theirs: str
    both: bool


class MergeDialog(QDialog):
    """Shows and asks; `choices` after it was accepted. `chosen`: a line was clicked, show its place."""

    chosen = Signal(str)  # id of a conflict

    def __init__(
        self,
        heading: str,
        summary: str,
        conflicts: Sequence[ConflictRow],
        left: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Merge a colleague's copy"))
        self._rows = tuple(conflicts)
        self._boxes: list[QComboBox] = []
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE_S)
        title = QLabel(heading)
        title.setProperty("role", "title")
        said = QLabel(summary)
        for label in (title, said):
            label.setWordWrap(True)
            column.addWidget(label)
        if conflicts:
            self._add_conflicts(column)
        if left:
            self._add_left(column, left)
        if not conflicts:
            column.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.merge_button = QPushButton(tr("Merge"))
        buttons.addButton(self.merge_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.merge_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.resize(*(_SIZE if conflicts or left else (520, 160)))

    def choices(self) -> dict[str, str]:
        """`ours`, `theirs` or `both` by the conflict's id."""
        return {row.conflict_id: box.currentData() for row, box in zip(self._rows, self._boxes, strict=True)}

    def choose(self, side: str) -> None:
        """For all; where both cannot stand, ours."""
        for box in self._boxes:
            box.setCurrentIndex(max(0, box.findData(side)))

    def _add_conflicts(self, column: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("Changed differently by both: {count}", count=len(self._rows))), 1)
        row.addWidget(QLabel(tr("For all:")))
        for text, side in ((tr("Yours"), "ours"), (tr("Theirs"), "theirs"), (tr("Both"), "both")):
            button = QPushButton(text)
            button.setAccessibleName(tr("For all: {side}", side=text))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, side=side: self.choose(side))
            row.addWidget(button)
        column.addLayout(row)
        self.table = QTableWidget(len(self._rows), 4)
        self.table.setAccessibleName(tr("Conflicts"))
        self.table.setHorizontalHeaderLabels([tr("What"), tr("Yours"), tr("Theirs"), tr("Take")])
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place in (_WHAT, _OURS, _THEIRS):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        for number, conflict in enumerate(self._rows):
            for place, text in ((_WHAT, conflict.what), (_OURS, conflict.ours), (_THEIRS, conflict.theirs)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, place, item)
            box = self._side_box(conflict)
            self._boxes.append(box)
            cell = QWidget()  # keeps the box from growing as tall as the text beside it
            row_of_it = QVBoxLayout(cell)
            row_of_it.setContentsMargins(theme.SPACE_XS, 0, theme.SPACE_XS, 0)
            row_of_it.addWidget(box, 0, Qt.AlignmentFlag.AlignVCenter)
            self.table.setCellWidget(number, _CHOICE, cell)
        header.setSectionResizeMode(_CHOICE, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(_CHOICE, 110)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.itemClicked.connect(lambda item: self.chosen.emit(self._rows[item.row()].conflict_id))
        column.addWidget(self.table, 1)

    @staticmethod
    def _side_box(conflict: ConflictRow) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr("Take for {what}", what=conflict.what))
        box.addItem(tr("Yours"), "ours")
        box.addItem(tr("Theirs"), "theirs")
        if conflict.both:
            box.addItem(tr("Both"), "both")
        return box

    @staticmethod
    def _add_left(column: QVBoxLayout, left: Sequence[str]) -> None:
        heading = QLabel(tr("Stays in their file:"))
        heading.setProperty("role", "secondary")
        text = QPlainTextEdit("\n".join(left))
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName(tr("Stays in their file"))
        text.setMaximumHeight(90)
        column.addWidget(heading)
        column.addWidget(text)
