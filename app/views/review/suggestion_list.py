"""The suggestions that wait for a decision, in the order that was chosen; Accept and Reject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.ontology import Ontology
from app.domain.suggestions import AnySuggestion, SuggestedTrack
from app.domain.timebase import TimeScale, clock_text
from app.views.icons import untinted
from app.views.long_table import long_table
from app.views.texts import marked, tr

CLASS, SCORE, TIME, LENGTH = range(4)
HEADERS = marked(("Class", "Score", "Time", "Length"))

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class SuggestionTable(QAbstractTableModel):
    """Virtual rows over the queue; the queue is replaced as a whole, rows are made when they are shown."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[AnySuggestion] = ()
        self._number: dict[str, int] = {}
        self._ontology = Ontology()
        self._scale: TimeScale | None = None

    def set_rows(self, rows: Sequence[AnySuggestion]) -> None:
        self.beginResetModel()
        self._rows = rows
        self._number = {row.id: number for number, row in enumerate(rows)}
        self.endResetModel()

    def set_ontology(self, ontology: Ontology, scale: TimeScale | None) -> None:
        self._ontology, self._scale = ontology, scale
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(HEADERS) - 1))

    def row_of(self, suggestion_id: str) -> int:
        return self._number.get(suggestion_id, -1)

    def row_at(self, number: int) -> AnySuggestion:
        return self._rows[number]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADERS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        label_class = self._ontology.get(row.class_id)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.DecorationRole and column == CLASS and label_class:
            return hatched_swatch(label_class.colour)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == SCORE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, row: AnySuggestion, column: int) -> str:
        if column == CLASS:
            label_class = self._ontology.get(row.class_id)
            return label_class.name if label_class else "?"
        if column == SCORE:
            return f"{row.score:.2f}"
        if self._scale is None:
            return ""
        if column == TIME:
            return clock_text(self._scale.seconds(row.range.start)).removeprefix("00:")
        if not isinstance(row, SuggestedTrack) and row.is_point:
            return tr("point")
        return f"{float(row.range.length * self._scale.time_base):.2f} s"


class SuggestionList(QWidget):
    """Arrivals never move the current row, the scroll or the focus."""

    accept_requested = Signal(str)
    reject_requested = Signal(str)
    accept_all_requested = Signal()
    accept_above_requested = Signal()
    order_chosen = Signal(str)  # uncertain, time or class
    class_chosen = Signal(str)  # its id; empty: all
    chosen = Signal(str)  # the person clicked it: play it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current = ""
        self._table = SuggestionTable()
        self._view = _view(self._table)
        self._view.clicked.connect(lambda index: self.chosen.emit(self._table.row_at(index.row()).id))
        self._order = _choice(tr("Order of the suggestions"))
        for text, order in (
            (tr("Least certain first"), "uncertain"),
            (tr("By time"), "time"),
            (tr("By class"), "class"),
        ):
            self._order.addItem(text, order)
        self._classes = _choice(tr("Suggestions of which class"))
        self._classes.addItem(tr("All classes"), "")
        self._order.activated.connect(lambda _: self.order_chosen.emit(self._order.currentData()))
        self._classes.activated.connect(lambda _: self.class_chosen.emit(self._classes.currentData()))
        self._progress = QLabel()
        self._progress.setProperty("role", "secondary")
        self._progress.setWordWrap(True)
        self._run = QLabel()
        self._run.setProperty("role", "secondary")
        self._run.setWordWrap(True)
        self._empty = QLabel()
        self._empty.setProperty("role", "secondary")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._accept = QPushButton(tr("Accept  ⏎"))
        self._accept.setToolTip(tr("Accept the current suggestion and go on (Enter)"))
        self._reject = QPushButton(tr("Reject  ⌫"))
        self._reject.setToolTip(tr("Reject the current suggestion and go on (Backspace)"))
        self._accept_all = QPushButton(tr("Accept all"))
        self._accept_all.setProperty("role", "flat")
        self._accept_above = QPushButton(tr("Accept above a score…"))
        self._accept_above.setProperty("role", "flat")
        self._accept_above.clicked.connect(self.accept_above_requested)
        self._accept.clicked.connect(lambda: self._tell(self.accept_requested))
        self._reject.clicked.connect(lambda: self._tell(self.reject_requested))
        self._accept_all.clicked.connect(self.accept_all_requested)
        for button in (self._accept, self._reject, self._accept_above, self._accept_all):
            # A click must not take the keys from the film.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._editable = True
        self._lay_out()
        self.set_empty_text(
            tr("No suggestions yet. With a few labels per class, Propose lets Sora go ahead.")
        )
        self._refresh()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 4, 8, 0)
        buttons.addWidget(self._accept, 1)
        buttons.addWidget(self._reject, 1)
        last = QHBoxLayout()
        last.setContentsMargins(8, 0, 8, 4)
        last.addWidget(self._accept_above)
        last.addStretch(1)
        last.addWidget(self._accept_all)
        choices = QHBoxLayout()
        choices.setContentsMargins(8, 4, 8, 0)
        choices.addWidget(self._order, 1)
        choices.addWidget(self._classes, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for label in (self._run, self._empty):
            label.setContentsMargins(8, 6, 8, 2)
        self._progress.setContentsMargins(8, 0, 8, 2)
        layout.addLayout(choices)
        layout.addWidget(self._run)
        layout.addWidget(self._progress)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._empty, 1)
        layout.addLayout(buttons)
        layout.addLayout(last)

    # --- in --------------------------------------------------------------------------------

    def set_suggestions(self, rows: Sequence[AnySuggestion]) -> None:
        """Replace the queue; the current suggestion stays current and stays where it is on the screen."""
        row = self._table.row_of(self._current)
        offset = self._view.rowViewportPosition(row) if row >= 0 else 0
        scroll = self._view.verticalScrollBar().value()
        with QSignalBlocker(self._view.selectionModel()):
            self._table.set_rows(tuple(rows))
        bar = self._view.verticalScrollBar()
        now = self._table.row_of(self._current)
        self._mark(now)
        height = max(1, self._view.verticalHeader().defaultSectionSize())
        per_pixel = self._view.verticalScrollMode() == QAbstractItemView.ScrollMode.ScrollPerPixel
        self._view.updateGeometries()
        bar.setValue(now * height - offset if now >= 0 and row >= 0 and per_pixel else scroll)
        self._refresh()

    def set_current(self, suggestion_id: str) -> None:
        """The suggestion under decision; scrolled into view because the person went there."""
        self._current = suggestion_id
        row = self._table.row_of(suggestion_id)
        self._mark(row)
        if row >= 0:
            self._view.scrollTo(self._table.index(row, CLASS))
        self._refresh()

    def set_context(self, ontology: Ontology, scale: TimeScale | None) -> None:
        self._table.set_ontology(ontology, scale)
        chosen = self._classes.currentData()
        with QSignalBlocker(self._classes):
            while self._classes.count() > 1:
                self._classes.removeItem(1)
            for label_class in ontology:
                self._classes.addItem(label_class.name, label_class.id)
            self._classes.setCurrentIndex(max(0, self._classes.findData(chosen)))
        if self._classes.currentData() != chosen:
            self.class_chosen.emit("")

    def set_order(self, order: str) -> None:
        """The order that `set_suggestions` brings them in."""
        self._order.setCurrentIndex(max(0, self._order.findData(order)))

    def set_progress(self, text: str) -> None:
        """How many were reviewed, and how long the rest will take."""
        self._progress.setText(text)
        self._progress.setVisible(bool(text))

    def set_run_text(self, text: str) -> None:
        """Whose suggestions these are."""
        self._run.setText(text)
        self._run.setVisible(bool(text))

    def set_empty_text(self, text: str) -> None:
        self._empty.setText(text)

    def set_editable(self, editable: bool) -> None:
        self._editable = editable
        self._refresh()

    def current(self) -> str:
        return self._current if self._table.row_of(self._current) >= 0 else ""

    def _tell(self, wish: SignalInstance) -> None:
        if self.current():
            wish.emit(self.current())

    def _mark(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        with QSignalBlocker(self._view.selectionModel()):
            self._view.selectionModel().setCurrentIndex(
                self._table.index(row, CLASS) if row >= 0 else QModelIndex(),
                flags.ClearAndSelect | flags.Rows,
            )
        self._view.viewport().update()

    def _refresh(self) -> None:
        count = self._table.rowCount()
        self._view.setVisible(count > 0)
        self._empty.setVisible(count == 0)
        narrowed = bool(self._classes.currentData())
        for choice in (self._order, self._classes):
            choice.setVisible(count > 0 or narrowed)
        for button in (self._accept, self._reject):
            button.setVisible(count > 0)
            button.setEnabled(self._editable and bool(self.current()))
        self._accept_above.setVisible(count > 1)
        self._accept_above.setEnabled(self._editable)
        self._accept_all.setVisible(count > 1)
        self._accept_all.setEnabled(self._editable)
        self._accept_all.setText(tr("Accept all {count:,}…", count=count))


def _choice(name: str) -> QComboBox:
    """A long class name must not widen the drawer, and a click must not take the keys from the film."""
    choice = QComboBox()
    choice.setAccessibleName(name)
    choice.setToolTip(name)
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(8)
    choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return choice


def hatched_swatch(colour: str, size: int = 14) -> QIcon:
    """A suggestion's mark: hatched and dashed, as on the timeline."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setBrush(QColor(colour))
    brush = painter.brush()
    brush.setStyle(Qt.BrushStyle.BDiagPattern)
    painter.setBrush(brush)
    painter.setPen(QPen(QColor(colour), 1, Qt.PenStyle.DashLine))
    painter.drawRect(0, 2, size - 2, size - 5)
    painter.end()
    return untinted(pixmap)


def _view(table: SuggestionTable) -> QTableView:
    view = long_table(table, tr("Suggestions"), ((SCORE, 7), (TIME, 10), (LENGTH, 8)))
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.horizontalHeader().setSectionResizeMode(CLASS, QHeaderView.ResizeMode.Stretch)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view
