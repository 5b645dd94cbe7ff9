"""The window's layout: top bar, picture and drawer, transport, timeline, status line. No behaviour."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QFontMetrics, QIcon, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.resource_files import resource_file
from app.shell.actions import MODE_NAMES, Mode
from app.shell.parts import DRAWER_WIDTH, Drawer, KeyHints, NoticeBar, StatusLine, Toast
from app.views import theme
from app.views.canvas.canvas_view import CanvasView
from app.views.canvas.side_views import SideViews
from app.views.details.details_panel import DetailsPanel
from app.views.explain.explain_panel import ExplainPanel
from app.views.history.history_panel import HistoryPanel
from app.views.icons import icon
from app.views.jobs.job_list import JobList
from app.views.labels.class_list import ClassList
from app.views.labels.label_list import LabelList
from app.views.player.transport_bar import TransportBar
from app.views.review.doubt_list import DoubtList
from app.views.review.suggestion_list import SuggestionList
from app.views.start_page import FloatingNote, StartPage
from app.views.texts import marked, tr
from app.views.timeline.timeline_view import TimelineView
from app.views.training.training_panel import TrainingPanel

MODES = (Mode.LABEL, Mode.REVIEW, Mode.EXPLAIN)
PICTURE_SHARE = 0.503  # of the window's area, so that half is really kept
MIN_TIMELINE = 165  # less shows no whole lane
MOST_LINES = 32  # of text below the picture: on a tall window the rest is the picture's
WIDEST_NAME = 320  # of a film, before its middle is left out
CODE_TIP = marked("Every letter and digit belongs to the classes")
SEARCH_TIP = marked("All commands")
FILM_TIP = marked("The films of the project; open and add")


class MainWindow(QMainWindow):
    """Holds the views and places them. What they mean to one another stands in `wiring`."""

    mode_chosen = Signal(object)  # Mode
    files_dropped = Signal(list)  # of Path
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Sora Studio")
        self.setWindowIcon(QIcon(QPixmap(str(resource_file("sora-studio.png")))))
        self.setAcceptDrops(True)
        self.setMinimumSize(1024, 640)
        self.resize(1366, 768)
        self._sized = False
        self._film_severity = ""
        self._starting = False
        self.canvas = CanvasView()
        self.side_views = SideViews()
        self._pictures = QSplitter(Qt.Orientation.Horizontal)
        self.start_page = StartPage()
        self.floating_note = FloatingNote()
        self._places = QStackedLayout()
        self.notice = NoticeBar()
        self.transport = TransportBar()
        self.timeline = TimelineView()
        self.key_hints = KeyHints()
        self.class_list = ClassList()
        self.label_list = LabelList()
        self.suggestion_list = SuggestionList()
        self.doubt_list = DoubtList()
        self.training_panel = TrainingPanel()
        self.details_panel = DetailsPanel()
        self.explain_panel = ExplainPanel()
        self.history_panel = HistoryPanel()
        self.status = StatusLine()
        self.job_list = JobList(self)
        self.drawer = self._build_drawer()
        self.film_menu = QMenu(self)
        self.film_button = QToolButton()
        self.film_mark = QToolButton()
        self.mode_tabs = QTabBar()
        self.code_button = QPushButton(tr("Code"))
        self.search_button = QToolButton()
        self.jobs_button = QToolButton()
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._rows = QSplitter(Qt.Orientation.Vertical)
        self.setCentralWidget(self._build())
        self.toast = Toast(self.canvas)
        self._draw_icons()
        self.canvas.setFocus()

    # --- building --------------------------------------------------------------------------

    def _build(self) -> QWidget:
        picture = QWidget()
        column = QVBoxLayout(picture)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        self._pictures.addWidget(self.canvas)
        self._pictures.addWidget(self.side_views)
        self._pictures.setChildrenCollapsible(False)
        for page in (self._pictures, self.start_page, self.floating_note):
            self._places.addWidget(page)
        column.addLayout(self._places, 1)
        self._columns.addWidget(picture)
        self._columns.addWidget(self.drawer)
        self._columns.setStretchFactor(0, 1)
        self._columns.setStretchFactor(1, 0)
        self._columns.setChildrenCollapsible(False)
        self._columns.setSizes([1366 - DRAWER_WIDTH, DRAWER_WIDTH])

        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.transport)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.timeline, 1)
        beside.addWidget(self.key_hints)
        below.addLayout(beside, 1)
        self._rows.addWidget(self._columns)
        self._rows.addWidget(lower)
        self._rows.setStretchFactor(0, 1)
        self._rows.setStretchFactor(1, 0)
        self._rows.setChildrenCollapsible(False)
        self.timeline.setMinimumHeight(MIN_TIMELINE)

        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._build_top_bar())
        layout.addWidget(self._rows, 1)
        layout.addWidget(self.status)
        return whole

    def _build_top_bar(self) -> QWidget:
        bar = QWidget()
        self.film_button.setText(f"{tr('Film')} ▾")
        self.film_button.setMenu(self.film_menu)
        self.film_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.film_button.setToolTip(tr(FILM_TIP))
        self.film_mark.setAccessibleName(tr("About this film"))
        self.film_mark.setIconSize(QSize(16, 16))
        self.film_mark.hide()
        for mode in MODES:
            self.mode_tabs.addTab(tr(MODE_NAMES[mode]))
        self.mode_tabs.setDrawBase(False)
        self.mode_tabs.setExpanding(False)
        # The chosen tab's bold text is wider than what the tab bar reckons with.
        self.mode_tabs.setUsesScrollButtons(False)
        bold = QFontMetrics(theme.font(self.font(), bold=True))
        self.mode_tabs.setMinimumWidth(sum(bold.horizontalAdvance(tr(MODE_NAMES[m])) + 34 for m in MODES))
        self.mode_tabs.setAccessibleName(tr("Mode"))
        self.mode_tabs.currentChanged.connect(lambda index: self.mode_chosen.emit(MODES[index]))
        self.code_button.setCheckable(True)
        self.search_button.setText(f" {tr('Search')}")
        self.jobs_button.setText(f" {tr('Jobs')}")
        self.jobs_button.setToolTip(tr("What runs in the background"))
        for button in (self.search_button, self.jobs_button):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(16, 16))
        focusable = (
            self.film_button,
            self.film_mark,
            self.mode_tabs,
            self.code_button,
            self.search_button,
            self.jobs_button,
        )
        for widget in focusable:
            # Reached by Tab, never by a click: a click must not take the keys from the film.
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.SPACE_S, theme.SPACE_XS, theme.SPACE_S, theme.SPACE_XS)
        row.setSpacing(theme.SPACE_M)
        row.addWidget(self.film_button)
        row.addWidget(self.film_mark)
        row.addSpacing(theme.SPACE_L)
        row.addWidget(self.mode_tabs)
        row.addWidget(self.code_button)
        row.addStretch(1)
        row.addWidget(self.search_button)
        row.addWidget(self.jobs_button)
        return bar

    def _build_drawer(self) -> Drawer:
        labels = QSplitter(Qt.Orientation.Vertical)
        labels.addWidget(self.class_list)
        labels.addWidget(self.label_list)
        labels.setStretchFactor(0, 2)
        labels.setStretchFactor(1, 3)
        labels.setChildrenCollapsible(False)
        drawer = Drawer()
        drawer.add_page("labels", tr("Labels"), labels)
        review = QSplitter(Qt.Orientation.Vertical)
        review.addWidget(self.suggestion_list)
        review.addWidget(self.doubt_list)
        review.setStretchFactor(0, 1)  # doubts take what they need
        review.setStretchFactor(1, 0)
        review.setChildrenCollapsible(False)
        self.doubt_list.hide()
        drawer.add_page("suggestions", tr("Suggestions"), review)
        drawer.add_page("training", tr("Training"), self.training_panel)
        details = QWidget()
        column = QVBoxLayout(details)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.explain_panel)
        column.addWidget(self.details_panel, 1)
        self.explain_panel.hide()
        drawer.add_page("details", tr("Details"), details)
        drawer.add_page("history", tr("History"), self.history_panel, seldom=True)
        return drawer

    # --- shown state -----------------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        return MODES[self.mode_tabs.currentIndex()]

    def show_mode(self, mode: Mode) -> None:
        self.mode_tabs.setCurrentIndex(MODES.index(mode))
        self.code_button.setVisible(mode is Mode.LABEL)

    def show_keys_of_buttons(self, code: str, commands: str) -> None:
        """The person's keys, for the tool tips; empty where there is none."""
        for button, text, keys in (
            (self.code_button, tr(CODE_TIP), code),
            (self.search_button, tr(SEARCH_TIP), commands),
        ):
            button.setToolTip(f"{text} ({keys})" if keys else text)

    def show_film_name(self, name: str, project: str) -> None:
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, WIDEST_NAME)
        self.film_button.setText(f"{shown or tr('Film')} ▾")
        self.film_button.setToolTip("\n".join(filter(None, (name, tr(FILM_TIP)))))
        self.setWindowTitle(" – ".join(filter(None, (name, project, "Sora Studio"))))

    def show_film_mark(self, severity: str, text: str) -> None:
        """What was found about the film: `know` or `act`, empty for nothing; `text` is its tool tip."""
        self._film_severity = severity
        self.film_mark.setVisible(bool(severity))
        self.film_mark.setToolTip(text)
        self._draw_icons()

    def show_jobs(self, text: str) -> None:
        self.jobs_button.setText(f" {text}")

    def toggle_job_list(self) -> None:
        """The popover below its button, inside the screen."""
        if self.job_list.isVisible():
            self.job_list.hide()
            return
        self.job_list.adjustSize()
        corner = self.jobs_button.mapToGlobal(self.jobs_button.rect().bottomRight())
        self.job_list.move(corner.x() - self.job_list.width(), corner.y() + 4)
        self.job_list.show()

    def show_start(self, start: bool) -> None:
        """What to do first in place of the picture, or the picture."""
        self._starting = start
        self._show_place()

    def _show_place(self) -> None:
        away = self.floating_note if self._pictures.window() is not self else self._pictures
        self._places.setCurrentWidget(self.start_page if self._starting else away)

    def take_pictures(self) -> QWidget:
        """The pictures, to be shown elsewhere; `put_pictures_back` brings them home."""
        self._places.removeWidget(self._pictures)
        self._pictures.setParent(None)
        self._show_place()
        return self._pictures

    def put_pictures_back(self) -> None:
        self._places.insertWidget(0, self._pictures)
        self._show_place()
        self._pictures.show()

    # --- size ------------------------------------------------------------------------------

    def layout_text(self) -> str:
        """Geometry and splitters, for the settings."""
        parts = (self.saveGeometry(), self._rows.saveState(), self._columns.saveState())
        return " ".join(bytes(part.toBase64().data()).decode("ascii") for part in parts)

    def restore_layout(self, text: str) -> None:
        """As `layout_text` gave it; anything else changes nothing."""
        parts = [QByteArray.fromBase64(part.encode("ascii", "ignore")) for part in text.split()]
        if len(parts) == 3 and self.restoreGeometry(parts[0]):
            self._sized = self._rows.restoreState(parts[1])
            self._columns.restoreState(parts[2])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._sized:
            self._sized = True
            self.give_the_picture_half()

    def give_the_picture_half(self) -> None:
        """Size the drawer and the timeline so that the picture has half of the window."""
        self._columns.setSizes([self.width() - DRAWER_WIDTH, DRAWER_WIDTH])
        wanted = PICTURE_SHARE * self.width() * self.height() / max(1, self.width() - DRAWER_WIDTH)
        least = self.transport.sizeHint().height() + MIN_TIMELINE
        most = min(int(self.height() * 0.4), MOST_LINES * self.fontMetrics().height())
        lower = min(max(self._rows.height() - round(wanted), least), most)
        self._rows.setSizes([self._rows.height() - lower, lower])

    # --- window events ---------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.files_dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "toast"):
            self._draw_icons()

    def _draw_icons(self) -> None:
        p = theme.tokens(self)
        found = ("warning", p.warning) if self._film_severity == "act" else ("info", p.text_secondary)
        self.film_mark.setIcon(icon(found[0], p, ink=found[1]))
        self.search_button.setIcon(icon("search", p))
        self.jobs_button.setIcon(icon("jobs", p))
