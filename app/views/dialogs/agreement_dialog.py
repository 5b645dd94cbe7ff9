"""How far two people agree: figures per class, and the places where they do not, to click through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.views import theme
from app.views.texts import tr

_WIDEST = 280  # of a column: a long file name must not push the others out


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One class: how many labels of each, and the figures as text."""

    name: str
    first: str
    second: str
    kappa: str
    f1: str
    track_iou: str


@dataclass(frozen=True, slots=True)
class DisagreementRow:
    time: str
    name: str
    what: str


class AgreementDialog(QDialog):
    """Stays open beside the film. `people_chosen` when one of the two was changed; `chosen`: show a place."""

    people_chosen = Signal(str, str)
    other_project_requested = Signal()
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Agreement of two people"))
        self.resize(720, 560)
        self.first, self.second = QComboBox(), QComboBox()
        self.first.setAccessibleName(tr("First person"))
        self.second.setAccessibleName(tr("Second person"))
        self.other = QPushButton(tr("Another project…"))
        self.other.setAutoDefault(False)
        self.other.clicked.connect(self.other_project_requested)
        for box in (self.first, self.second):
            box.setEnabled(False)  # until it is known who there is
            box.activated.connect(lambda _: self.people_chosen.emit(*self.people()))
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.state.setProperty("role", "secondary")
        self.figures = _table(
            tr("Figures per class"),
            [tr("Class"), tr("First"), tr("Second"), tr("κ on time"), tr("F1 at IoU 0.5"), tr("Track IoU")],
        )
        self.places = _table(tr("Where they do not agree"), [tr("Time"), tr("Class"), tr("What")], wide=1)
        self.places.currentCellChanged.connect(lambda row, *_: self._tell(row))
        self.places.cellClicked.connect(lambda row, _: self._tell(row))
        self._heading = QLabel()
        people = QHBoxLayout()
        people.addWidget(self.first, 1)
        people.addWidget(QLabel(tr("and")))
        people.addWidget(self.second, 1)
        people.addWidget(self.other)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE_S)
        column.addLayout(people)
        column.addWidget(self.state)
        column.addWidget(self.figures, 2)
        column.addWidget(self._heading)
        column.addWidget(self.places, 3)
        column.addWidget(buttons)

    def set_people(self, people: Sequence[tuple[str, str]], first: str, second: str) -> None:
        """`(id, name)` of all that can be chosen."""
        for box, chosen in ((self.first, first), (self.second, second)):
            box.setEnabled(bool(people))
            with QSignalBlocker(box):
                box.clear()
                for actor_id, name in people:
                    box.addItem(name, actor_id)
                box.setCurrentIndex(max(0, box.findData(chosen)))

    def people(self) -> tuple[str, str]:
        return str(self.first.currentData() or ""), str(self.second.currentData() or "")

    def show_result(
        self, state: str, figures: Sequence[AgreementRow], places: Sequence[DisagreementRow], count: int
    ) -> None:
        """`places`: the first of `count`."""
        self.state.setText(state)
        _fill(self.figures, [(f.name, f.first, f.second, f.kappa, f.f1, f.track_iou) for f in figures])
        _fill(self.places, [(p.time, p.name, p.what) for p in places])
        heading = tr("Where they do not agree: {count}", count=f"{count:,}")
        if len(places) < count:
            heading = tr(
                "Where they do not agree: {count}; the first {listed}",
                count=f"{count:,}",
                listed=f"{len(places):,}",
            )
        self._heading.setText(heading)
        for widget in (self.figures, self.places, self._heading):
            widget.setVisible(bool(figures))

    def _tell(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(row)


def _table(name: str, headers: Sequence[str], *, wide: int = 0) -> QTableWidget:
    """`wide`: the column that takes the room that is left."""
    table = QTableWidget(0, len(headers))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(headers))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().setDefaultSectionSize(24)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setMaximumSectionSize(_WIDEST)
    header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
    return table


def _fill(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    with QSignalBlocker(table):
        table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                table.setItem(number, place, item)
        table.setCurrentCell(-1, -1)
