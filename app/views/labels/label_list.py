"""The labels of the film in a table: choose, remove, give another class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QPoint,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QMenu,
    QStackedLayout,
    QTableView,
    QWidget,
)

from app.domain.ontology import ClassKind, Ontology
from app.domain.segments import CompleteRange
from app.domain.timebase import TimeScale
from app.views.labels.class_table import swatch
from app.views.labels.label_table import CLASS, LENGTH, TIME, WHO, LabelRow, LabelTable, TrackRow
from app.views.long_table import long_table
from app.views.texts import tr


class LabelList(QWidget):
    """Signals are wishes; rows change when the setters say so."""

    chosen = Signal(str)  # label or track id: go there
    selection_changed = Signal(tuple)  # ids
    remove_requested = Signal(tuple)  # ids
    class_change_requested = Signal(tuple, str)  # ids, class id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ontology = Ontology()
        self._told: tuple[str, ...] = ()
        self._table = LabelTable(swatch)
        self._view = self._make_view()
        self._empty = QLabel(tr("No label yet. Play the film and tap a class key when something starts."))
        self._empty.setProperty("role", "secondary")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(8, 8, 8, 8)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        self._show_empty()

    def _make_view(self) -> QTableView:
        view = long_table(self._table, tr("Labels"), ((TIME, 10), (LENGTH, 8), (WHO, 7)))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        header = view.horizontalHeader()
        header.setMinimumSectionSize(view.fontMetrics().horizontalAdvance("0") * 5)
        header.setSectionResizeMode(CLASS, QHeaderView.ResizeMode.Stretch)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.clicked.connect(lambda index: self.chosen.emit(self._table.row_at(index.row()).id))
        view.activated.connect(lambda index: self.chosen.emit(self._table.row_at(index.row()).id))
        view.selectionModel().selectionChanged.connect(self._tell_selection)
        view.installEventFilter(self)
        return view

    # --- in --------------------------------------------------------------------------------

    def set_rows(self, rows: Iterable[LabelRow]) -> None:
        self._table.set_rows(rows)
        self._show_empty()

    def apply(self, removed: Sequence[str], fresh: Sequence[LabelRow]) -> None:
        self._table.apply(removed, fresh)
        self._show_empty()

    def set_ontology(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._table.set_ontology(ontology)

    def set_scale(self, scale: TimeScale | None) -> None:
        self._table.set_scale(scale)

    def set_people(self, names: dict[str, str]) -> None:
        self._table.set_people(names)

    def set_selection(self, ids: Sequence[str]) -> None:
        """Select without telling; the first is scrolled into view."""
        if tuple(ids) == self.selected_ids():
            return
        rows = [row for row in map(self._table.row_of, ids) if row >= 0]
        selection = QItemSelection()
        for first, last in _stretches(rows):  # thousands of single rows would be slow
            selection.append(
                QItemSelectionRange(self._table.index(first, TIME), self._table.index(last, WHO))
            )
        with QSignalBlocker(self._view.selectionModel()):
            self._view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            if rows:
                self._view.selectionModel().setCurrentIndex(
                    self._table.index(rows[0], TIME), QItemSelectionModel.SelectionFlag.NoUpdate
                )
        self._told = self.selected_ids()
        if rows:
            self._view.scrollTo(self._table.index(rows[0], TIME))
        self._view.viewport().update()

    def selected_ids(self) -> tuple[str, ...]:
        # By ranges: asking for the rows one by one would take seconds for a hundred thousand.
        selection = self._view.selectionModel().selection()
        parts = (selection.at(n) for n in range(selection.count()))
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        return tuple(self._table.row_at(row).id for row in rows)

    def row_count(self) -> int:
        return self._table.rowCount()

    def _show_empty(self) -> None:
        self._stack.setCurrentIndex(0 if self._table.rowCount() else 1)

    # --- out -------------------------------------------------------------------------------

    def _tell_selection(self) -> None:
        # Qt also says so when rows come or go above the selected ones.
        ids = self.selected_ids()
        if ids != self._told:
            self._told = ids
            self.selection_changed.emit(ids)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Delete and self.selected_ids():
            self.remove_requested.emit(self.selected_ids())
            return True
        return False

    def _show_menu(self, position: QPoint) -> None:
        if self.selected_ids():
            menu = self.menu_of_selection()
            menu.exec(self._view.viewport().mapToGlobal(position))
            menu.deleteLater()

    def menu_of_selection(self) -> QMenu:
        ids = self.selected_ids()
        rows = [self._table.row_at(self._table.row_of(i)) for i in ids]
        labels = [row for row in rows if not isinstance(row, CompleteRange)]
        menu = QMenu(self)
        menu.addAction(tr("Go there"), lambda: self.chosen.emit(ids[0]))
        are_boxes = {isinstance(row, TrackRow) for row in labels}
        if len(are_boxes) == 1:  # no class is for labels in time and boxes alike
            self._add_classes(menu.addMenu(tr("Class")), ids, boxes=are_boxes.pop())
        menu.addSeparator()
        if len(ids) > 1:
            text = tr("Remove {count} labels", count=len(ids))
        else:
            text = tr("Remove the label") if labels else tr("No longer complete")
        menu.addAction(text, lambda: self.remove_requested.emit(ids))
        return menu

    def _add_classes(self, menu: QMenu, ids: tuple[str, ...], *, boxes: bool) -> None:
        for label_class in self._ontology.in_use:
            if (label_class.kind is ClassKind.BOX) == boxes:
                menu.addAction(
                    swatch(label_class.colour, label_class.kind),
                    label_class.name,
                    lambda c=label_class.id: self.class_change_requested.emit(ids, c),
                )


def _stretches(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbouring rows."""
    for _, run in groupby(enumerate(sorted(set(rows))), key=lambda place: place[1] - place[0]):
        numbers = [row for _, row in run]
        yield numbers[0], numbers[-1]
