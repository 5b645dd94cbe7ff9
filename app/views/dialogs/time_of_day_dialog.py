"""What the time was: the person reads the burnt-in clock off the picture and types it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import UserError
from app.domain.time_of_day import parse_moment
from app.views import theme
from app.views.dialogs.picture_row import PictureRow
from app.views.texts import marked, told, tr

WIDTH = 470
NOT_KNOWN = marked("not known")
_LONGEST_UNCERTAINTY_S = 86_400.0
_EXAMPLE = "2024-01-31 14:02:31"


@dataclass(frozen=True, slots=True)
class ClockShown:
    """What the clock shows in the picture in sight: `shown` is local and naive; `zone` empty: not known."""

    shown: datetime
    zone: str
    uncertainty_ms: int


@dataclass(frozen=True, slots=True)
class ClockProposal:
    """`text`: what says so and what; `clock`: what it comes to in the picture in sight."""

    text: str
    clock: ClockShown


class TimeOfDayDialog(QDialog):
    """`outcome(clock)` says in a sentence what a statement means for the whole film, or raises UserError.

    While the person has typed nothing, the fields follow the film: so a known clock can be compared with
    other pictures.
    """

    clock_requested = Signal(object)  # ClockShown, for the picture in sight
    unknown_requested = Signal()
    step_requested = Signal(int)

    def __init__(self, outcome: Callable[[ClockShown], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Time of day"))
        self._outcome = outcome
        self._typed = False
        self._known: ClockShown | None = None
        self.picture = PictureRow()
        self.picture.step_requested.connect(self.step_requested)
        self.moment = QLineEdit()
        self.moment.setPlaceholderText(_EXAMPLE)
        self.moment.setAccessibleName(tr("Date and time on the clock"))
        self.moment.setFont(theme.font(self.font(), tabular=True))
        self.zone = _zone_field()
        self.uncertainty = QDoubleSpinBox()
        self.uncertainty.setRange(0.0, _LONGEST_UNCERTAINTY_S)
        self.uncertainty.setDecimals(1)
        # `NoButtons` would leave a line edit of no width under a stylesheet.
        self.uncertainty.setStyleSheet(
            "QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { width: 0; border: 0; }"
        )
        self.uncertainty.setPrefix("± ")
        self.uncertainty.setSuffix(" s")
        self.uncertainty.lineEdit().setTextMargins(theme.SPACE_M - 2, 0, 0, 0)
        self.uncertainty.setAccessibleName(tr("Uncertain by so many seconds"))
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(2 * self.fontMetrics().height() + theme.SPACE_S)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._proposals = QVBoxLayout()
        self._proposals.setSpacing(theme.SPACE_S)
        self.unknown_button = QPushButton(tr("Not known"))
        self.unknown_button.setToolTip(tr("Take the clock away from this film"))
        self.unknown_button.clicked.connect(self._forget)
        self.set_button = QPushButton(tr("Set the clock"))
        self.set_button.setProperty("role", "primary")
        self.set_button.setDefault(True)
        self.set_button.clicked.connect(self._set)
        self._lay_out()
        self.moment.textEdited.connect(self._edited)
        self.zone.currentTextChanged.connect(self._edited)
        self.uncertainty.valueChanged.connect(self._edited)

    # --- what is shown ---------------------------------------------------------------------

    def show_picture(self, place: str, clock: ClockShown | None) -> None:
        """The picture in sight, and what the clock shows there as far as it is known."""
        self.picture.show_place(place)
        self._known = clock
        self.unknown_button.setEnabled(clock is not None)
        if not self._typed:
            self._fill(clock)
        self._judge()

    def show_proposals(self, proposals: Sequence[ClockProposal]) -> None:
        while (item := self._proposals.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if not proposals:
            return
        heading = QLabel(tr("What the file says of itself, not checked:"))
        heading.setProperty("role", "secondary")
        heading.setWordWrap(True)
        self._proposals.addWidget(heading)
        for proposal in proposals:
            self._proposals.addWidget(self._proposal_row(proposal))

    def show_error(self, text: str) -> None:
        self._say(text, "error")

    def begin(self) -> None:
        """Nothing typed yet; the cursor where the person will type."""
        self._typed = False
        self._fill(self._known)
        self._judge()
        self.show()
        self.raise_()
        self.activateWindow()
        self.moment.setFocus()
        self.moment.selectAll()

    def clock(self) -> ClockShown:
        """What is typed. Raises UserError."""
        found = parse_moment(self.moment.text())
        if found is None or found[0] is None:
            raise UserError(
                "Type the date and the time that the clock shows.",
                way_out="As in {example}.",
                example=_EXAMPLE,
            )
        zone = self.zone.currentText().strip()
        shown = datetime.combine(found[0], found[1])
        return ClockShown(
            shown, "" if zone == tr(NOT_KNOWN) else zone, round(self.uncertainty.value() * 1000)
        )

    # --- parts -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        title = QLabel(tr("What time is it in this picture?"))
        title.setProperty("role", "title")
        hint = QLabel(tr("Read the clock off the picture; from there on the film keeps the time."))
        hint.setProperty("role", "secondary")
        hint.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_M)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget], ...] = (
            (tr("Picture"), self.picture),
            (tr("The clock shows"), self.moment),
            (tr("Time zone"), self.zone),
            (tr("Uncertain by"), self.uncertainty),
        )
        for number, (text, field) in enumerate(rows):
            label = QLabel(text)
            label.setBuddy(field)
            grid.addWidget(label, number, 0)
            grid.addWidget(field, number, 1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self.unknown_button.setAutoDefault(False)
        close.rejected.connect(self.reject)
        last = QHBoxLayout()
        last.addWidget(self.unknown_button)
        last.addStretch(1)
        last.addWidget(close)
        last.addWidget(self.set_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_M)
        layout.addWidget(title)
        layout.addWidget(hint)
        layout.addSpacing(theme.SPACE_S)
        layout.addLayout(grid)
        layout.addWidget(self.message)
        layout.addLayout(self._proposals)
        layout.addSpacing(theme.SPACE_S)
        layout.addLayout(last)
        self.setFixedWidth(WIDTH)

    def _proposal_row(self, proposal: ClockProposal) -> QWidget:
        row = QWidget()
        text = QLabel(proposal.text)
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        take = QPushButton(tr("Take over"))
        take.setAutoDefault(False)
        take.setToolTip(tr("Fills the fields in; nothing is set before you have looked at it"))
        take.clicked.connect(lambda: self._take(proposal.clock))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(text, 1)
        line.addWidget(take)
        return row

    # --- typing ----------------------------------------------------------------------------

    def _take(self, clock: ClockShown) -> None:
        self._fill(clock)
        self._edited()

    def _fill(self, clock: ClockShown | None) -> None:
        fields = (self.zone, self.uncertainty)
        blocked = [field.blockSignals(True) for field in fields]
        if clock is None:
            self.moment.clear()
        else:
            self.moment.setText(f"{clock.shown:%Y-%m-%d %H:%M:%S}" + _part_text(clock.shown))
            self.zone.setCurrentText(clock.zone or tr(NOT_KNOWN))
            self.uncertainty.setValue(clock.uncertainty_ms / 1000)
        for field, before in zip(fields, blocked, strict=True):
            field.blockSignals(before)

    def _edited(self) -> None:
        self._typed = True
        self._judge()

    def _judge(self) -> None:
        """Say at once what it would come to."""
        if not self.moment.text().strip():
            self._say("", "secondary")
            self.set_button.setEnabled(False)
            return
        try:
            text, role = self._outcome(self.clock()), "secondary"
        except UserError as error:
            text, role = told(error), "error"
        self._say(text, role)
        self.set_button.setEnabled(role != "error" and self._typed)

    def _say(self, text: str, role: str) -> None:
        self.message.setText(text)
        self.message.setProperty("role", role)
        self.message.style().polish(self.message)

    def _set(self) -> None:
        self.clock_requested.emit(self.clock())

    def _forget(self) -> None:
        self._typed = False
        self.unknown_requested.emit()


def _zone_field() -> QComboBox:
    """Any zone by name or as an offset; the machine's own and UTC are on top."""
    field = QComboBox()
    field.setEditable(True)
    field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    field.setMaxVisibleItems(14)
    here = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    field.addItems(
        [tr(NOT_KNOWN), *dict.fromkeys(filter(None, (here, "UTC"))), *(n for n in names if n != here)]
    )
    completer = QCompleter(field.model(), field)
    field.setCompleter(completer)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    field.setAccessibleName(tr("Time zone"))
    field.setToolTip(tr("A place such as Asia/Shanghai, or an offset such as +08:00"))
    return field


def _part_text(moment: datetime) -> str:
    """The part of a second as far as it says something."""
    return f".{moment.microsecond // 1000:03d}".rstrip("0").rstrip(".") if moment.microsecond >= 1000 else ""
