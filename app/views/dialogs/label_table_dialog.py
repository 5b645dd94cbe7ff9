"""All labels of all films in a window of its own: filter, sort, select, and change many at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.segments import Verification
from app.session.label_records import Column, LabelRecord, Wanted
from app.views.dialogs.label_table_model import Frames, LabelTableModel, verification_texts
from app.views.long_table import long_table
from app.views.texts import tr

FILTER_MS = 120
MOST_RESELECTED = 500
_DIGITS = {
    Column.FILM: 18, Column.CLASS: 13, Column.START: 13, Column.END: 13, Column.LENGTH: 10,
    Column.FRAMES: 15, Column.ATTRIBUTES: 15, Column.COMMENT: 17, Column.WHO: 10, Column.ORIGIN: 11,
    Column.VERIFICATION: 12,
}  # fmt: skip


class LabelTableDialog(QDialog):
    """Signals are wishes; rows change when `show_records` says so. It stays open beside the film."""

    wanted_changed = Signal(Wanted)
    sort_wished = Signal(Column, bool)  # descending
    chosen = Signal(LabelRecord)
    class_wished = Signal(str)  # class id
    attribute_wished = Signal(str)  # name
    comment_wished = Signal()
    remove_wished = Signal()
    export_wished = Signal()
    undo_wished = Signal()
    redo_wished = Signal()

    def __init__(self, frames: Frames, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("All labels"))
        self._editable = True
        self._model = LabelTableModel(frames)
        self._model.setParent(self)
        self._model.sort_wished.connect(self.sort_wished)
        self._text = QLineEdit()
        self._text.setPlaceholderText(tr("Search in all columns"))
        self._text.setAccessibleName(tr("Search in all columns"))
        self._text.setClearButtonEnabled(True)
        self._films, self._classes, self._people, self._how = (
            self._choice(name) for name in (tr("Film"), tr("Class"), tr("Who"), tr("Verification"))
        )
        self._view = self._make_view()
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        self._empty = QLabel(tr("No label is like that. Take a filter off to see more."))
        self._empty.setProperty("role", "secondary")
        self._empty.hide()
        self._answer = QLabel()
        self._answer.setProperty("role", "warning")
        self._answer.setWordWrap(True)
        self._answer.hide()
        self._class_menu, self._attribute_menu = QMenu(self), QMenu(self)
        self._bulk = [
            self._button(tr("Class"), menu=self._class_menu),
            self._button(tr("Attribute"), menu=self._attribute_menu),
            self._button(tr("Comment…"), self.comment_wished),
            self._button(tr("Remove"), self.remove_wished),
        ]
        self._go = self._button(tr("Go there"))
        self._go.clicked.connect(self._choose)
        self._export = self._button(tr("Export…"), self.export_wished)
        # Typing goes on while a hundred thousand rows are looked through.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(FILTER_MS)
        self._pause.timeout.connect(self._tell_wanted)
        self._text.textChanged.connect(lambda: self._pause.start())
        self._lay_out()
        self.resize(1240, 620)
        self._show_selection()

    # --- building --------------------------------------------------------------------------

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(11)
        box.addItem(name, "")
        box.activated.connect(self._tell_wanted)
        return box

    def _button(self, text: str, wish: object = None, menu: QMenu | None = None) -> QPushButton:
        button = QPushButton(f"{text} ▾" if menu is not None else text)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        if menu is not None:
            button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        elif wish is not None:
            button.clicked.connect(lambda: wish.emit())  # type: ignore[attr-defined]
        return button

    def _make_view(self) -> QTableView:
        view = long_table(self._model, tr("All labels"), _DIGITS.items())
        view.setAlternatingRowColors(True)
        view.horizontalHeader().setStretchLastSection(True)
        view.horizontalHeader().setSortIndicator(Column.FILM, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
        view.doubleClicked.connect(self._choose)
        view.selectionModel().selectionChanged.connect(self._show_selection)
        view.installEventFilter(self)
        return view

    def _lay_out(self) -> None:
        filters, below, layout = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        filters.addWidget(self._text, 1)
        for box in (self._films, self._classes, self._people, self._how):
            filters.addWidget(box)
        below.addWidget(self._count, 1)
        for button in (self._go, *self._bulk, self._export):
            below.addWidget(button)
        layout.addLayout(filters)
        layout.addWidget(self._empty)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._answer)
        layout.addLayout(below)

    # --- in --------------------------------------------------------------------------------

    def set_choices(
        self,
        *,
        films: Sequence[tuple[str, str]],
        classes: Sequence[tuple[str, str]],
        people: Sequence[tuple[str, str]],
        attributes: Sequence[str],
    ) -> None:
        """(id, name) of all that can be filtered by; what was chosen stays chosen."""
        how = [(kind.value, text) for kind, text in verification_texts().items()]
        filled = (
            (self._films, films), (self._classes, classes), (self._people, people), (self._how, how)
        )  # fmt: skip
        for box, pairs in filled:
            chosen = box.currentData()
            while box.count() > 1:
                box.removeItem(box.count() - 1)
            for key, name in pairs:
                box.addItem(name, key)
            box.setCurrentIndex(max(0, box.findData(chosen)))
        self._class_menu.clear()
        for class_id, name in classes:
            self._class_menu.addAction(name, partial(self.class_wished.emit, class_id))
        self._attribute_menu.clear()
        for name in attributes:
            self._attribute_menu.addAction(name, partial(self.attribute_wished.emit, name))

    def set_editable(self, editable: bool) -> None:
        self._editable = editable
        self._show_selection()

    def show_records(self, records: Sequence[LabelRecord], total: int) -> None:
        """Rows in this order, `total` in the project; a small selection stays."""
        few = self.selected_count() <= MOST_RESELECTED
        selected = {record.id for record in self.selected()} if few else set()
        self._total = total
        self._model.set_records(records)
        if selected:
            self._select([row for row, record in enumerate(records) if record.id in selected])
        self._empty.setVisible(not records)
        self._show_selection()

    def show_progress(self, fraction: float) -> None:
        """The labels are being read."""
        self._empty.hide()
        self._count.setText(tr("Reading all labels … {share}", share=f"{fraction:.0%}"))

    def refresh(self) -> None:
        """What is read while painting may be known now."""
        self._view.viewport().update()

    def tell(self, text: str) -> None:
        """What came of the last wish; empty: nothing to say."""
        self._answer.setText(text)
        self._answer.setVisible(bool(text))

    def select_all(self) -> None:
        self._view.selectAll()

    def _select(self, rows: Sequence[int]) -> None:
        selection = QItemSelection()
        for row in rows:
            selection.select(self._model.index(row, 0), self._model.index(row, len(Column) - 1))
        self._view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # --- out -------------------------------------------------------------------------------

    _total = 0

    @property
    def wanted(self) -> Wanted:
        how = self._how.currentData()
        return Wanted(
            self._text.text(),
            self._classes.currentData(),
            self._people.currentData(),
            self._films.currentData(),
            Verification(how) if how else None,
        )

    @property
    def records(self) -> Sequence[LabelRecord]:
        return self._model.records

    def selected(self) -> list[LabelRecord]:
        """By ranges of rows: a hundred thousand of them are one."""
        ranges = sorted((r.top(), r.bottom()) for r in self._ranges())
        return [self._model.records[row] for top, bottom in ranges for row in range(top, bottom + 1)]

    def selected_count(self) -> int:
        return sum(r.height() for r in self._ranges())

    def _ranges(self) -> list[QItemSelectionRange]:
        selection = self._view.selectionModel().selection()
        return [selection.at(number) for number in range(selection.count())]

    def _tell_wanted(self) -> None:
        self._pause.stop()
        self.wanted_changed.emit(self.wanted)

    def _show_selection(self) -> None:
        count = self.selected_count()
        shown = len(self._model.records)
        self._count.setText(
            tr(
                "{count:,} of {total:,} labels, {selected:,} selected",
                count=shown,
                total=self._total,
                selected=count,
            )
        )
        for button in self._bulk:
            button.setEnabled(bool(count) and self._editable)
        self._go.setEnabled(bool(count))
        self._export.setEnabled(bool(count))

    def _choose(self) -> None:
        row = self._view.currentIndex().row()
        if 0 <= row < len(self._model.records):
            self.chosen.emit(self._model.records[row])

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
            return True
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wished.emit()
            return True
        if event.matches(QKeySequence.StandardKey.Redo):
            self.redo_wished.emit()
            return True
        if event.key() == Qt.Key.Key_Delete and self._editable and self.selected_count():
            self.remove_wished.emit()
            return True
        return False

    def hideEvent(self, event: QEvent) -> None:
        self._pause.stop()
