"""What stands in place of the picture: nothing open, sound only, an error; and the one way on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.views import theme


class PictureMessage(QWidget):
    """Hidden while there is nothing to say."""

    clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        title, hint, button = QLabel(self), QLabel(self), QPushButton(self)
        self.parts: tuple[QLabel | QPushButton, ...] = (title, hint, button)
        title.setFont(theme.font(self.font(), theme.TYPE_TITLE, bold=True))
        for label, colour in ((title, theme.DARK.text), (hint, theme.DARK.text_secondary)):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            # The film's ground is dark in both themes, and so must its text be light.
            label.setStyleSheet(f"color: {colour}; background: transparent;")
        button.setProperty("role", "primary")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self.clicked.emit())
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE_L)
        column.addStretch()
        column.addWidget(title)
        column.addWidget(hint)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        self.hide()

    def tell(self, *texts: str) -> None:
        """Title, hint and the button's text; all empty: nothing."""
        for part, text in zip(self.parts, texts, strict=True):
            part.setText(text)
            part.setVisible(bool(text))
        self.setVisible(any(texts))
