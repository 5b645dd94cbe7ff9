"""What to do first: open a video, go on with a recent project, or try the sample."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.views import theme
from app.views.texts import tr

MOST_SHOWN = 5
WIDTH = 460


class StartPage(QWidget):
    """Stands where the picture will be, on the film's dark ground in both themes."""

    open_wished = Signal()
    recent_wished = Signal(str)  # path
    sample_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Start"))
        self._recent: list[QPushButton] = []
        title = self._label(tr("Drop a film here"), theme.DARK.text)
        title.setFont(theme.font(self.font(), theme.TYPE_TITLE, bold=True))
        hint = self._label(
            tr("or open one. It stays where it is and is never changed."), theme.DARK.text_secondary
        )
        self.open_button = QPushButton(tr("Open a video"))
        self.open_button.setProperty("role", "primary")
        self.open_button.clicked.connect(self.open_wished)
        self._lately = self._label(tr("Opened lately"), theme.DARK.text_secondary)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.sample_button = self._quiet(tr("No film at hand? Try the sample film"))
        self.sample_button.clicked.connect(self.sample_wished)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE_L)
        column.addStretch(1)
        for widget in (title, hint):
            column.addWidget(widget)
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.SPACE_L)
        column.addWidget(self._lately)
        column.addLayout(self._list)
        column.addWidget(self.sample_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.show_recent(())

    def show_recent(self, paths: Sequence[str], missing: Collection[str] = ()) -> None:
        """The latest first; `missing` are not there any more and say so."""
        for button in self._recent:
            self._list.removeWidget(button)
            button.deleteLater()
        self._recent = []
        for name in paths[:MOST_SHOWN]:
            path = Path(name)
            gone = name in missing
            text = tr("{name} – not there any more", name=path.stem) if gone else path.stem
            button = self._quiet(self._shortened(text, path.parent))
            button.setToolTip(name)
            button.setAccessibleDescription(name)
            button.setEnabled(not gone)
            button.clicked.connect(lambda _=False, name=name: self.recent_wished.emit(name))
            self._recent.append(button)
            self._list.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._lately.setVisible(bool(self._recent))

    def _shortened(self, text: str, folder: Path) -> str:
        room = WIDTH - self.fontMetrics().horizontalAdvance(text) - 48
        place = self.fontMetrics().elidedText(str(folder), Qt.TextElideMode.ElideLeft, max(60, room))
        return f"{text}    {place}".replace("&", "&&")

    @property
    def recent_buttons(self) -> Sequence[QPushButton]:
        return self._recent

    def _label(self, text: str, colour: str) -> QLabel:
        label = QLabel(text)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        label.setStyleSheet(f"color: {colour}; background: transparent;")
        return label

    def _quiet(self, text: str) -> QPushButton:
        p = theme.DARK
        button = QPushButton(text)
        button.setMinimumWidth(WIDTH)
        button.setStyleSheet(
            f"QPushButton {{ color: {p.text}; background: transparent; border: 1px solid transparent; }}"
            f"QPushButton:hover {{ background: {p.raised}; }}"
            f"QPushButton:focus {{ border: 1px solid {p.focus}; }}"
            f"QPushButton:disabled {{ color: {p.text_secondary}; }}"
        )
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), QColor(theme.tokens(self).picture))


class FloatingNote(QWidget):
    """Stands where the picture was while that is in a window of its own."""

    back_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        note = QLabel(tr("The picture is in a window of its own."))
        note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        note.setProperty("role", "secondary")
        self.back_button = QPushButton(tr("Bring it back"))
        self.back_button.clicked.connect(self.back_wished)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(note)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
