"""A clock beside the position: it keeps its place while the film plays, and goes where room is short."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.views import theme


class ClockReadOut(QLabel):
    """As wide as its widest text, whatever it shows; its owner hides it where that does not fit."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.widest = ""
        self.setAccessibleName(name)
        self.setFont(theme.font(self.font(), theme.TYPE_NORMAL, tabular=True))
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def set_widest(self, text: str) -> None:
        """Empty: there is no such clock."""
        self.widest = text
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.widest) + theme.SPACE_S
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())
