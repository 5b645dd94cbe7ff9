"""The palette of the classes as a row of swatches, and a way to any other colour."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QButtonGroup, QColorDialog, QGridLayout, QToolButton, QWidget

from app.domain.colours import PALETTE
from app.views import theme
from app.views.texts import tr

SIDE = 18
COLUMNS = 8


class ColourRow(QWidget):
    """One of `PALETTE`, or another. Arrow keys go from swatch to swatch."""

    chosen = Signal(str)  # #RRGGBB

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.SPACE_XS)
        for number, colour in enumerate(PALETTE):
            button = QToolButton()
            button.setCheckable(True)
            button.setIconSize(QSize(SIDE, SIDE))
            button.setAccessibleName(tr("Colour {number} of {count}", number=number + 1, count=len(PALETTE)))
            button.setToolTip(colour)
            button.clicked.connect(lambda _=False, c=colour: self.chosen.emit(c))
            self._buttons.addButton(button, number)
            grid.addWidget(button, number // COLUMNS, number % COLUMNS)
        self._other = QToolButton()
        self._other.setText(tr("Other…"))
        self._other.setCheckable(True)
        self._other.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._other.clicked.connect(self._ask)
        self._buttons.addButton(self._other, len(PALETTE))
        grid.addWidget(self._other, 0, COLUMNS, 2, 1)
        grid.setColumnStretch(COLUMNS + 1, 1)
        self._colour = ""
        self._draw_icons()

    def show_colour(self, colour: str) -> None:
        self._colour = colour
        upper = [c.upper() for c in PALETTE]
        number = upper.index(colour.upper()) if colour.upper() in upper else len(PALETTE)
        self._buttons.button(number).setChecked(True)
        for button in self._buttons.buttons():
            # Tab comes to the one that is chosen; Qt itself sees to that only after the first time.
            policy = Qt.FocusPolicy.TabFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
        self._draw_icons()

    def _draw_icons(self) -> None:
        ring = theme.tokens(self).text
        for number, colour in enumerate(PALETTE):
            self._buttons.button(number).setIcon(_disc(colour, ring))
        self._other.setIcon(_disc(self._colour, ring) if self._other.isChecked() else QIcon())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_colour"):
            self._draw_icons()

    def _ask(self) -> None:
        found = QColorDialog.getColor(QColor(self._colour), self, tr("Colour of the class"))
        if found.isValid():
            self.chosen.emit(found.name().upper())
        self.show_colour(self._colour)


def _disc(colour: str, ring: str) -> QIcon:
    """The ring stands out of the ground, whatever the colour does."""
    pixmap = QPixmap(SIDE * 2, SIDE * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(ring), 1.5))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(2, 2, SIDE - 4, SIDE - 4)
    painter.end()
    return QIcon(pixmap)
