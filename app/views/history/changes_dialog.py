"""What changed since a moment: by kind and class how much, and which labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.views.texts import tr

_NUMBER = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class ChangedGroup:
    """`labels`: text of each and how it changed; `spots` pairs with them: the number that `chosen` tells."""

    text: str
    added: int
    changed: int
    removed: int
    labels: tuple[tuple[str, str], ...] = ()
    spots: tuple[int, ...] = ()


class ChangesDialog(QDialog):
    """Stays open beside the film; a line that is activated is shown there."""

    chosen = Signal(int)  # number of a spot

    def __init__(self, since: str, groups: Sequence[ChangedGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("What changed"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = QLabel(since)
        heading.setProperty("role", "title")
        heading.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("What changed"))
        self.tree.setHeaderLabels([tr("What"), tr("Added"), tr("Changed"), tr("Removed")])
        self.tree.setUniformRowHeights(True)
        for group in groups:
            self.tree.addTopLevelItem(_item(group))
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        if len(groups) == 1:
            self.tree.expandAll()
        self.tree.itemClicked.connect(self._tell)
        self.tree.itemActivated.connect(self._tell)
        empty = QLabel(tr("Nothing changed."))
        empty.setVisible(not groups)
        self.tree.setVisible(bool(groups))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(heading)
        layout.addWidget(empty)
        layout.addWidget(self.tree, 1)
        layout.addWidget(buttons)
        self.resize(460, 420)

    def _tell(self, item: QTreeWidgetItem) -> None:
        number = item.data(0, _NUMBER)
        if number is not None:
            self.chosen.emit(number)


def _item(group: ChangedGroup) -> QTreeWidgetItem:
    numbers = (group.added, group.changed, group.removed)
    item = QTreeWidgetItem([group.text, *(f"{n:,}" if n else "" for n in numbers)])
    for column in (1, 2, 3):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    for (text, how), spot in zip(group.labels, group.spots, strict=True):
        line = QTreeWidgetItem([f"{text}  {how}"])
        line.setData(0, _NUMBER, spot)
        item.addChild(line)
    return item
