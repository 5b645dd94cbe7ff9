"""Which picture a dialog speaks of, with steps to the one before and after."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStyle, QToolButton, QWidget

from app.views import theme
from app.views.icons import icon
from app.views.texts import tr


class PictureRow(QWidget):
    step_requested = Signal(int)  # frames; negative: back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = QLabel()
        self.place.setFont(theme.font(self.font(), bold=True, tabular=True))
        self._back = self._button(tr("One frame back"), -1)
        self._on = self._button(tr("One frame on"), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.place)
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self._on)
        self._draw_icons()

    def show_place(self, text: str) -> None:
        self.place.setText(text)

    def _button(self, name: str, frames: int) -> QToolButton:
        button = QToolButton()
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setAutoRepeat(True)
        button.clicked.connect(lambda: self.step_requested.emit(frames))
        return button

    def _draw_icons(self) -> None:
        p, standard = theme.tokens(self), QStyle.StandardPixmap
        self._back.setIcon(icon("step-back", p, standard.SP_MediaSkipBackward))
        self._on.setIcon(icon("step-forward", p, standard.SP_MediaSkipForward))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_on"):
            self._draw_icons()
