"""All keys on one sheet, made from the table of actions, so that it is never out of date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)


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
            column = QVBoxLayout()
            for group in half:
                column.addWidget(_title(group))
                column.addLayout(_grid([s for s in shortcuts if s.group == group]))
                column.addSpacing(10)
            column.addStretch(1)
            columns.addLayout(column)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll)
        layout.addWidget(buttons)
        available = (parent or self).screen().availableGeometry()
        self.resize(min(980, available.width() - 40), min(700, available.height() - 80))


def _halves(groups: list[str], shortcuts: Sequence[Shortcut]) -> list[list[str]]:
    sizes = {g: 2 + sum(s.group == g for s in shortcuts) for g in groups}
    left: list[str] = []
    while groups and sum(sizes[g] for g in left) < sum(sizes.values()) / 2:
        left.append(groups.pop(0))
    return [left, groups]


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "title")
    return label


def _grid(shortcuts: Sequence[Shortcut]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    for row, shortcut in enumerate(shortcuts):
        keys = QLabel(shortcut.keys)
        keys.setMinimumWidth(130)
        keys.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(keys, row, 0)
        grid.addWidget(QLabel(shortcut.text), row, 1)
        modes = QLabel(shortcut.modes)
        modes.setProperty("role", "secondary")
        grid.addWidget(modes, row, 2)
    return grid
