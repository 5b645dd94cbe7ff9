"""All keys on one sheet, made from the table of actions, so that it is never out of date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.views.scroll_column import ScrollColumn


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`modes`: where it counts, in words; empty for everywhere."""

    group: str
    text: str
    keys: str
    modes: str = ""


class ShortcutSheet(QDialog):
    def __init__(self, shortcuts: Sequence[Shortcut], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        body = QWidget()
        columns = QHBoxLayout(body)
        columns.setSpacing(32)
        groups = list(dict.fromkeys(s.group for s in shortcuts))
        for half in _halves(groups, shortcuts):
            column = _column([s for group in half for s in shortcuts if s.group == group])
            columns.addLayout(column)
        scroll = ScrollColumn()
        scroll.setWidget(body)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll)
        layout.addWidget(buttons)
        available = (parent or self).screen().availableGeometry()
        width = body.sizeHint().width() + 64
        self.resize(min(width, available.width() - 40), min(700, available.height() - 80))


def _halves(groups: list[str], shortcuts: Sequence[Shortcut]) -> list[list[str]]:
    sizes = {g: 2 + sum(s.group == g for s in shortcuts) for g in groups}
    left: list[str] = []
    while groups and sum(sizes[g] for g in left) < sum(sizes.values()) / 2:
        left.append(groups.pop(0))
    return [left, groups]


def _column(shortcuts: Sequence[Shortcut]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    group = ""
    for shortcut in shortcuts:
        row = grid.rowCount()
        if shortcut.group != group:
            group = shortcut.group
            title = QLabel(group)
            title.setProperty("role", "title")
            title.setContentsMargins(0, 12 if row > 1 else 0, 0, 2)
            grid.addWidget(title, row, 0, 1, 3)
            row += 1
        keys = QLabel(shortcut.keys)
        keys.setMinimumWidth(130)
        modes = QLabel(shortcut.modes)
        modes.setProperty("role", "secondary")
        for place, label in enumerate((keys, QLabel(shortcut.text), modes)):
            grid.addWidget(label, row, place)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid
