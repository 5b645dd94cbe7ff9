"""All keys on one sheet as they are now, for one mode or for all; to be read, or saved for printing."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.views.scroll_column import ScrollColumn
from app.views.texts import tr


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`modes`: the names of those it counts in; empty for all of them."""

    group: str
    text: str
    keys: str
    modes: tuple[str, ...] = ()


class ShortcutSheet(QDialog):
    print_wished = Signal()
    change_wished = Signal()

    def __init__(
        self, shortcuts: Sequence[Shortcut], modes: Sequence[str], mode: str, parent: QWidget | None = None
    ) -> None:
        """`mode`: the one whose keys are shown first, among `modes`."""
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        self._shortcuts = tuple(shortcuts)
        self._modes = QComboBox()
        self._modes.setAccessibleName(tr("Mode"))
        self._modes.addItem(tr("All modes"), "")
        for name in modes:
            self._modes.addItem(name, name)
        self._modes.setCurrentIndex(max(0, self._modes.findData(mode)))
        self._modes.currentIndexChanged.connect(lambda _: self._fill())
        self._scroll = ScrollColumn()
        self._scroll.setAccessibleName(tr("Keys"))
        head, buttons, layout = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(self._modes)
        head.addStretch(1)
        buttons.addWidget(self._button(tr("Change keys…"), self.change_wished.emit))
        buttons.addWidget(self._button(tr("Save for printing…"), self.print_wished.emit))
        buttons.addStretch(1)
        buttons.addWidget(self._button(tr("Close"), self.close))
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(buttons)
        body = self._fill()
        available = (parent or self).screen().availableGeometry()
        wanted = body.sizeHint().width() + 64
        self.resize(min(wanted, available.width() - 40), min(720, available.height() - 80))

    def _button(self, text: str, do: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(do)
        return button

    @property
    def shown(self) -> list[Shortcut]:
        mode = self._modes.currentData()
        return [s for s in self._shortcuts if not mode or not s.modes or mode in s.modes]

    def show_mode(self, mode: str) -> None:
        self._modes.setCurrentIndex(self._modes.findData(mode))

    def _fill(self) -> QWidget:
        body = QWidget()
        columns = QHBoxLayout(body)
        columns.setSpacing(32)
        for half in halves(self.shown):
            columns.addLayout(_column(half, with_modes=not self._modes.currentData()))
        self._scroll.setWidget(body)
        return body

    def save_pdf(self, path: str, title: str) -> None:
        """What is shown, on pages of A4."""
        writer = QPdfWriter(path)
        writer.setTitle(title)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageOrientation(QPageLayout.Orientation.Portrait)
        document = QTextDocument()
        document.setHtml(_printed(title, self.shown))
        document.print_(writer)


def halves(shortcuts: Sequence[Shortcut]) -> list[list[Shortcut]]:
    """Whole groups on the left until half of the rows are there; the rest on the right."""
    groups = list(dict.fromkeys(s.group for s in shortcuts))
    sizes = {g: 2 + sum(s.group == g for s in shortcuts) for g in groups}
    left: list[str] = []
    while groups and sum(sizes[g] for g in left) < sum(sizes.values()) / 2:
        left.append(groups.pop(0))
    return [[s for group in half for s in shortcuts if s.group == group] for half in (left, groups)]


def _printed(title: str, shortcuts: Sequence[Shortcut]) -> str:
    rows, group = [], ""
    for one in shortcuts:
        if one.group != group:
            group = one.group
            rows.append(f"<tr><td colspan='2'><b>{html.escape(group)}</b></td></tr>")
        rows.append(f"<tr><td width='160'>{html.escape(one.keys)}</td><td>{html.escape(one.text)}</td></tr>")
    return f"<h2>{html.escape(title)}</h2><table cellpadding='2'>{''.join(rows)}</table>"


def _column(shortcuts: Sequence[Shortcut], *, with_modes: bool) -> QGridLayout:
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
        modes = QLabel(", ".join(shortcut.modes) if with_modes else "")
        modes.setProperty("role", "secondary")
        for place, label in enumerate((keys, QLabel(shortcut.text), modes)):
            grid.addWidget(label, row, place)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid
