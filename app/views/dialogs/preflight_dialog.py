"""What is known of a film, and what can be done about what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.media.media_facts import Severity
from app.views import theme
from app.views.dialogs.fitting import resize_about_centre
from app.views.icons import icon
from app.views.scroll_column import ScrollColumn
from app.views.texts import marked, tr

WIDTH = 620
MARK = 18
_ICONS = {Severity.FINE: "accept", Severity.KNOW: "info", Severity.ACT: "warning"}
_SAID = marked({Severity.FINE: "Fine", Severity.KNOW: "Good to know", Severity.ACT: "Something can be done"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts: `Picture` – `h264, 1280×720, 25 frames a second`."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """`action_id` and `button` are empty where the text is all."""

    severity: Severity
    text: str
    button: str = ""
    action_id: str = ""


@dataclass(frozen=True, slots=True)
class FilmReport:
    name: str
    place: str
    facts: tuple[Fact, ...]
    rows: tuple[FindingRow, ...]


class PreflightDialog(QDialog):
    """Shows a `FilmReport`; what is to be done leaves as `action_requested`."""

    action_requested = Signal(str)  # action id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About this film"))
        self._name = QLabel()
        self._name.setFont(theme.font(self.font(), theme.TYPE_LARGE, bold=True))
        self._place = QLabel()
        self._place.setProperty("role", "secondary")
        for label in (self._name, self._place):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._body = QWidget()
        self._scroll = ScrollColumn()
        self._scroll.setAccessibleName(tr("About the film"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.reject)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_XS)
        layout.addWidget(self._name)
        layout.addWidget(self._place)
        layout.addSpacing(theme.SPACE_L)
        layout.addWidget(self._scroll, 1)
        layout.addSpacing(theme.SPACE_M)
        layout.addWidget(buttons)

    def show_report(self, report: FilmReport) -> None:
        """What can be done stands first, what is fine last."""
        for label, text, scale in (
            (self._name, report.name, theme.TYPE_LARGE),
            (self._place, report.place, theme.TYPE_NORMAL),
        ):
            metrics = QFontMetrics(theme.font(self.font(), scale, bold=label is self._name))
            label.setText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, WIDTH - 2 * theme.SPACE_XL))
            label.setToolTip(text)
        order = (Severity.ACT, Severity.KNOW, Severity.FINE)
        rows = sorted(report.rows, key=lambda row: order.index(row.severity))
        body = self._body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addLayout(_facts_grid(report.facts))
        column.addSpacing(theme.SPACE_L)
        for row in rows:
            column.addWidget(self._row(row))
        column.addStretch(1)
        self._scroll.setWidget(body)
        if self.isVisible():
            self._fit()

    def texts(self) -> list[str]:
        """Every sentence that is shown, in order."""
        return [label.text() for label in self._body.findChildren(QLabel) if label.text()]

    def _row(self, row: FindingRow) -> QWidget:
        frame = QFrame()
        frame.setProperty("panel", "surface")
        line = QHBoxLayout(frame)
        line.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_M, theme.SPACE_M)
        line.setSpacing(theme.SPACE_L)
        line.addWidget(_Mark(row.severity), 0, Qt.AlignmentFlag.AlignVCenter)
        text = QLabel(row.text)
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        line.addWidget(text, 1)
        if row.action_id:
            button = QPushButton(row.button)
            button.clicked.connect(lambda: self.action_requested.emit(row.action_id))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return frame

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the report, within the screen."""
        room = self.screen().availableGeometry()
        width = min(WIDTH, room.width() - 40)
        inner = width - 2 * theme.SPACE_XL
        wanted = self._body.heightForWidth(inner)
        # Else the labels' heights at their narrowest would count.
        self._body.setMinimumHeight(wanted)
        self._scroll.setMinimumHeight(0)
        self._layout.activate()
        chrome = self.sizeHint().height() - self._scroll.sizeHint().height()
        height = min(wanted, round(room.height() * 0.8) - chrome)
        self._scroll.setMinimumHeight(height)
        resize_about_centre(self, width, chrome + height)


def _facts_grid(facts: Sequence[Fact]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.SPACE_XL)
    grid.setVerticalSpacing(theme.SPACE_S)
    grid.setColumnStretch(1, 1)
    for number, fact in enumerate(facts):
        name, value = QLabel(fact.name), QLabel(fact.value)
        name.setProperty("role", "secondary")
        value.setWordWrap(True)
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, number, 1)
    return grid


class _Mark(QLabel):
    """The severity's sign in its colour, in either theme; shapes differ, so that colour is not needed."""

    def __init__(self, severity: Severity) -> None:
        super().__init__()
        self._severity = severity
        self.setAccessibleName(tr(_SAID[severity]))
        self.setToolTip(tr(_SAID[severity]))
        self.setFixedWidth(MARK)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        p = theme.tokens(self)
        inks = {Severity.FINE: p.success, Severity.KNOW: p.text_secondary, Severity.ACT: p.warning}
        found = icon(_ICONS[self._severity], p, ink=inks[self._severity])
        self.setPixmap(found.pixmap(QSize(MARK, MARK), self.devicePixelRatioF()))
