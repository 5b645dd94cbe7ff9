"""Tables of very many rows: nothing of them is measured row by row."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

_AROUND_TEXT = 8


def long_table(model: QAbstractItemModel, name: str, digits: Iterable[tuple[int, int]]) -> QTableView:
    """Whole rows are selected, several of them. `name`: for a screen reader; `digits`: of a column, how many
    it is wide.
    """
    view = QTableView()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    rows, header = view.verticalHeader(), view.horizontalHeader()
    rows.hide()
    # Fixed: measuring a hundred thousand rows would stall the window.
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(view.fontMetrics().height() + _AROUND_TEXT)
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    digit = view.fontMetrics().horizontalAdvance("0")
    for column, count in digits:
        view.setColumnWidth(column, digit * count)
    return view
