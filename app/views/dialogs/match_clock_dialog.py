"""The match clock: where periods start and end, where the clock stands, what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.match_clock import PATTERNS, MatchClock, Pattern, Period
from app.domain.timebase import TimeRange, clock_text
from app.views import theme
from app.views.dialogs.picture_row import PictureRow
from app.views.texts import marked, tr

_SIZE = (560, 400)
_ROW = 24
_NAME, _START, _END, _FIRST = range(4)
_NOTHING_MARKED = marked("No period is marked yet. Go to where the first one starts, and press the button.")


class MatchClockDialog(QDialog):
    """Asks for one thing at a time, about the picture in sight; each is an edit of its own."""

    start_requested = Signal()  # the next period of `chosen_pattern` starts here
    end_requested = Signal()
    stand_requested = Signal()  # the clock stands from here on; or runs again, where it stands
    showing_requested = Signal(str)  # what the clock shows here, as typed
    rename_requested = Signal(int, str)
    remove_requested = Signal(int)
    seek_requested = Signal(object)  # tick
    step_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Match clock"))
        self._clock: MatchClock | None = None
        self._tick = 0
        self.pattern = QComboBox()
        self._patterns = [_told(pattern) for pattern in PATTERNS]
        self.pattern.addItems([pattern.name for pattern in self._patterns])
        self.pattern.setAccessibleName(tr("Kind of match"))
        self.pattern.currentIndexChanged.connect(self._show_here)
        self.picture = PictureRow()
        self.picture.step_requested.connect(self.step_requested)
        self.here = QLabel()
        self.start_button = QPushButton()
        self.start_button.clicked.connect(lambda: self.start_requested.emit())
        self.end_button = QPushButton()
        self.end_button.clicked.connect(lambda: self.end_requested.emit())
        self.stand_button = QPushButton()
        self.stand_button.clicked.connect(lambda: self.stand_requested.emit())
        self.showing = QLineEdit()
        self.showing.setPlaceholderText("12:34")
        self.showing.setAccessibleName(tr("What the match clock shows here"))
        self.showing.setFixedWidth(90)
        self.showing.returnPressed.connect(self._ask_showing)
        self.showing_button = QPushButton(tr("Put right"))
        self.showing_button.clicked.connect(self._ask_showing)
        self.list = _period_list()
        self.list.itemChanged.connect(self._renamed)
        self.list.itemDoubleClicked.connect(self._go)
        self.list.itemSelectionChanged.connect(self._show_chosen)
        self.remove_button = QPushButton(tr("Remove the period"))
        self.remove_button.clicked.connect(self._remove)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self._lay_out()
        self.show_periods(None)

    # --- what is shown ---------------------------------------------------------------------

    def show_periods(self, clock: MatchClock | None) -> None:
        """The periods as they are now; None: no film is open."""
        self._clock = clock
        chosen = self.list.currentIndex().row()
        with QSignalBlocker(self.list):
            self.list.clear()
            for period in self._periods:
                self.list.addTopLevelItem(self._row(period))
            item = self.list.topLevelItem(chosen)
            if item is not None:
                self.list.setCurrentItem(item)
        self.say("" if self._periods else tr(_NOTHING_MARKED))
        self._show_here()
        self._show_chosen()

    def show_picture(self, place: str, tick: int) -> None:
        self._tick = tick
        self.picture.show_place(place)
        self._show_here()

    def say(self, text: str, role: str = "secondary") -> None:
        self.message.setText(text)
        self.message.setProperty("role", role)
        self.message.style().polish(self.message)

    @property
    def _periods(self) -> Sequence[Period]:
        return self._clock.periods if self._clock is not None else ()

    @property
    def chosen_pattern(self) -> Pattern:
        return self._patterns[self.pattern.currentIndex()]

    @property
    def _stands(self) -> bool:
        return any(p.stands_at(self._tick) for p in self._periods)

    def _show_here(self) -> None:
        running = any(p.contains(self._tick) for p in self._periods)
        text = self._clock.text(self._tick) if self._clock is not None else ""
        self.here.setText(text or tr("no period"))
        following = self.chosen_pattern.following(self._periods, TimeRange.point(self._tick))
        self.start_button.setText(tr("{period} starts here", period=following.name))
        self.start_button.setEnabled(self._clock is not None)
        begun = [p.name for p in self._periods if p.start < self._tick]
        self.end_button.setText(tr("{period} ends here", period=begun[-1]) if begun else tr("It ends here"))
        self.end_button.setEnabled(bool(begun))
        _make_primary(self.end_button if running else self.start_button, self.start_button, self.end_button)
        self.stand_button.setText(
            tr("The clock runs again here" if self._stands else "The clock stands here")
        )
        for widget in (self.stand_button, self.showing, self.showing_button):
            widget.setEnabled(running)

    def _row(self, period: Period) -> QTreeWidgetItem:
        assert self._clock is not None
        scale = self._clock.scale
        reading = MatchClock((period,), scale).at(period.start)
        item = QTreeWidgetItem(
            [
                period.name,
                clock_text(scale.seconds(period.start)),
                clock_text(scale.seconds(period.end)),
                f"{reading.text if reading is not None else ''} {'▼' if period.counts_down else '▲'}",
            ]
        )
        item.setSizeHint(_NAME, QSize(0, _ROW))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setToolTip(_FIRST, tr("counts down" if period.counts_down else "counts up"))
        return item

    # --- asking ----------------------------------------------------------------------------

    def _ask_showing(self) -> None:
        if self.showing.text().strip():
            self.showing_requested.emit(self.showing.text().strip())

    def _renamed(self, item: QTreeWidgetItem, column: int) -> None:
        row = self.list.indexOfTopLevelItem(item)
        name = item.text(_NAME).strip()
        if column == _NAME and name and name != self._periods[row].name:
            self.rename_requested.emit(row, name)
        else:
            self.show_periods(self._clock)

    def _go(self, item: QTreeWidgetItem, column: int) -> None:
        if column == _NAME:
            self.list.editItem(item, _NAME)
        else:
            period = self._periods[self.list.indexOfTopLevelItem(item)]
            self.seek_requested.emit(period.end if column == _END else period.start)

    def _remove(self) -> None:
        self.remove_requested.emit(self.list.currentIndex().row())

    def _show_chosen(self) -> None:
        self.remove_button.setEnabled(bool(self.list.selectedItems()))

    # --- parts -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_M)
        grid.setColumnStretch(1, 1)
        marks = _line(self.start_button, self.end_button, self.stand_button)
        puts_right = _line(self.here, QLabel(tr("the clock shows")), self.showing, self.showing_button)
        rows: tuple[tuple[str, QWidget | QHBoxLayout], ...] = (
            (tr("Match"), self.pattern),
            (tr("Picture"), self.picture),
            (tr("Here"), puts_right),
            ("", marks),
        )
        for number, (text, content) in enumerate(rows):
            grid.addWidget(QLabel(text), number, 0)
            if isinstance(content, QWidget):
                grid.addWidget(content, number, 1)
            else:
                grid.addLayout(content, number, 1)
        self.here.setFont(theme.font(self.font(), bold=True, tabular=True))
        self.here.setMinimumWidth(self.here.fontMetrics().horizontalAdvance("2nd period 120+10:00"))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        close.rejected.connect(self.reject)
        last = QHBoxLayout()
        last.addWidget(self.remove_button)
        last.addStretch(1)
        last.addWidget(close)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_M)
        layout.addLayout(grid)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.message)
        layout.addLayout(last)
        for button in (self.remove_button, close.button(QDialogButtonBox.StandardButton.Close)):
            button.setAutoDefault(False)
        self.resize(*_SIZE)


def _told(pattern: Pattern) -> Pattern:
    """In the person's language: what its periods are called becomes theirs."""
    periods = tuple(tr(name) for name in pattern.periods)
    return replace(pattern, name=tr(pattern.name), periods=periods, extra=tr(pattern.extra))


def _make_primary(chosen: QPushButton, *buttons: QPushButton) -> None:
    """One action is offered before the others."""
    for button in buttons:
        role = "primary" if button is chosen and button.isEnabled() else ""
        if button.property("role") != role:
            button.setProperty("role", role)
            button.style().polish(button)


def _line(*widgets: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme.SPACE_M)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line


def _period_list() -> QTreeWidget:
    found = QTreeWidget()
    found.setHeaderLabels([tr("Period"), tr("Starts"), tr("Ends"), tr("Clock at its start")])
    found.setRootIsDecorated(False)
    found.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)
    found.setUniformRowHeights(True)
    found.setAccessibleName(tr("Periods"))
    found.setToolTip(tr("Double-click: go there, or name the period"))
    found.header().setStretchLastSection(False)
    found.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
    for column in (_START, _END, _FIRST):
        found.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return found
