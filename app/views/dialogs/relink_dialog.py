"""Films that are not where they were: where each was last, what a search found, and taking it over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.views import theme
from app.views.dialogs.fitting import resize_about_centre
from app.views.scroll_column import ScrollColumn
from app.views.texts import marked, tr

WIDTH = 760
NOT_FOUND = marked("Not found yet")


@dataclass(frozen=True, slots=True)
class MissingFilm:
    """`place`: where it was last, as a sentence; `size`: in words, empty where not known."""

    medium_id: str
    name: str
    place: str
    size: str


@dataclass(frozen=True, slots=True)
class FoundFilm:
    """`certain`: the content agrees. What is not certain is taken only when the person ticks it."""

    place: str
    verdict: str
    certain: bool


class RelinkDialog(QDialog):
    """Shows; decides nothing. `relink_requested` carries the ids of the films to take over."""

    search_requested = Signal()
    choose_requested = Signal(str)  # medium id
    cancel_requested = Signal()
    relink_requested = Signal(list)  # of medium ids

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Find moved films"))
        self._films: tuple[MissingFilm, ...] = ()
        self._found: dict[str, FoundFilm] = {}
        self._ticks: dict[str, QCheckBox] = {}
        self.heading = QLabel()
        self.heading.setProperty("role", "title")
        self._hint = QLabel(
            tr(
                "Labels are all kept. A film is recognised by its content, so its name and its folder may be "
                "others now."
            )
        )
        self._hint.setProperty("role", "secondary")
        self._hint.setWordWrap(True)
        self._body = QWidget()
        self._scroll = ScrollColumn()
        self._scroll.setAccessibleName(tr("Films that are not found"))
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(theme.SPACE_M)
        self.state = QLabel()
        self.state.setProperty("role", "secondary")
        self.state.setWordWrap(True)
        self.search_button = QPushButton(tr("Search a folder…"))
        self.search_button.clicked.connect(self._search_or_cancel)
        self.relink_button = QPushButton()
        self.relink_button.setProperty("role", "primary")
        self.relink_button.clicked.connect(lambda: self.relink_requested.emit(self.chosen()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._close = buttons.button(QDialogButtonBox.StandardButton.Close)
        self._close.setIcon(QIcon())
        buttons.rejected.connect(self.reject)
        self._searching = False
        self._lay_out(buttons)
        self.set_searching(False)

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        last = QHBoxLayout()
        last.addWidget(self.search_button)
        last.addStretch(1)
        last.addWidget(buttons)
        last.addWidget(self.relink_button)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_M)
        layout.addWidget(self.heading)
        layout.addWidget(self._hint)
        layout.addSpacing(theme.SPACE_S)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.state)
        layout.addSpacing(theme.SPACE_S)
        layout.addLayout(last)

    # --- what is shown ---------------------------------------------------------------------

    def show_films(self, heading: str, films: Sequence[MissingFilm], found: Mapping[str, FoundFilm]) -> None:
        """Ticks that the person set stay as long as what was found stays."""
        self.heading.setText(heading)
        ticked, before = set(self.chosen()), self._found
        self._films, self._found = tuple(films), dict(found)
        self._ticks = {}
        body = self._body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        for film in self._films:
            sight = self._found.get(film.medium_id)
            same = sight is not None and before.get(film.medium_id) == sight
            tick = film.medium_id in ticked if same else sight is not None and sight.certain
            column.addWidget(self._row(film, sight, tick))
        column.addStretch(1)
        self._scroll.setWidget(body)
        self._show_count()
        if self.isVisible():
            self._fit()

    def chosen(self) -> list[str]:
        """Ids of the films that are ticked."""
        return [medium_id for medium_id, box in self._ticks.items() if box.isChecked()]

    def set_searching(self, searching: bool, text: str = "") -> None:
        """`text`: what is searched, or what came of it."""
        self._searching = searching
        self.search_button.setText(tr("Cancel the search" if searching else "Search a folder…"))
        self.progress.setVisible(searching)
        self.progress.setValue(0)
        self.state.setText(self._elided(text))
        self.state.setToolTip(text)
        self.state.setVisible(bool(text))
        self._show_count()

    def set_progress(self, share: float) -> None:
        self.progress.setValue(round(share * 1000))

    # --- parts -----------------------------------------------------------------------------

    def _row(self, film: MissingFilm, sight: FoundFilm | None, ticked: bool) -> QWidget:
        row = QFrame()
        row.setProperty("panel", "surface")
        grid = QGridLayout(row)
        grid.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_M, theme.SPACE_M)
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_XS)
        grid.setColumnStretch(0, 1)
        name = QLabel(self._elided(film.name, bold=True))
        name.setProperty("role", "title")
        name.setToolTip(film.name)
        name.setTextFormat(Qt.TextFormat.PlainText)
        grid.addWidget(name, 0, 0)
        size = f"  ·  {film.size}" if film.size else ""
        last = self._line(f"{film.place}{size}", "secondary")
        grid.addWidget(last, 1, 0)
        choose = QPushButton(tr("Choose the file…"))
        choose.setAccessibleName(tr("Choose the file of {film}", film=film.name))
        choose.clicked.connect(lambda: self.choose_requested.emit(film.medium_id))
        grid.addWidget(choose, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        if sight is None:
            grid.addWidget(self._line(tr(NOT_FOUND), "secondary"), 2, 0, 1, 2)
            return row
        box = QCheckBox(self._elided(f"{sight.verdict}: {sight.place}"))
        box.setToolTip(sight.place)
        box.setChecked(ticked)
        if not sight.certain:
            box.setStyleSheet(f"color: {theme.tokens(self).warning}")
        box.toggled.connect(self._show_count)
        self._ticks[film.medium_id] = box
        grid.addWidget(box, 2, 0, 1, 2)
        return row

    def _line(self, text: str, role: str) -> QLabel:
        label = QLabel(self._elided(text))
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setToolTip(text)
        return label

    def _elided(self, text: str, *, bold: bool = False) -> str:
        metrics = QFontMetrics(theme.font(self.font(), bold=bold))
        return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, WIDTH - 220)

    def _search_or_cancel(self) -> None:
        (self.cancel_requested if self._searching else self.search_requested).emit()

    def _show_count(self) -> None:
        number = len(self.chosen())
        self.relink_button.setText(
            tr("Relink 1 film") if number == 1 else tr("Relink {count} films", count=number)
        )
        self.relink_button.setEnabled(number > 0 and not self._searching)
        self.search_button.setEnabled(bool(self._films) or self._searching)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the list, within the screen."""
        room = self.screen().availableGeometry()
        self._scroll.updateGeometry()  # else the layout reckons with the list before
        self._layout.activate()
        rows = self._body.sizeHint().height()
        chrome = self.sizeHint().height() - self._scroll.sizeHint().height()
        height = min(chrome + max(rows, 120) + theme.SPACE_XL, round(room.height() * 0.8))
        resize_about_centre(self, min(WIDTH, room.width() - 40), height)
