"""The zones and lines of a film: names, colours, and the way to new ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.zones import ZoneKind
from app.views import theme
from app.views.canvas.zone_mark import ZoneMark
from app.views.texts import tr

_ID = Qt.ItemDataRole.UserRole
_SWATCH = 14


class ZoneList(QDialog):
    """Stays open beside the picture. A name is changed where it stands (F2, double click)."""

    chosen = Signal(str)
    renamed = Signal(str, str)
    coloured = Signal(str, str)  # zone id, #rrggbb
    remove_requested = Signal(str)
    draw_requested = Signal(ZoneKind)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Zones and lines"))
        self._zones: tuple[ZoneMark, ...] = ()
        self._list = QListWidget(self)
        self._list.setAccessibleName(tr("Zones and lines"))
        self._list.setIconSize(QSize(_SWATCH, _SWATCH))
        self._list.currentItemChanged.connect(self._row_chosen)
        self._list.itemChanged.connect(lambda item: self.renamed.emit(item.data(_ID), item.text()))
        self._empty = QLabel(
            tr("No zone yet. A zone is an area of the picture, a line a border that is crossed."), self
        )
        self._empty.setWordWrap(True)
        self._zone_button = self._button(tr("New zone"), lambda: self._draw(ZoneKind.POLYGON))
        self._line_button = self._button(tr("New line"), lambda: self._draw(ZoneKind.LINE))
        self._colour_button = self._button(tr("Colour…"), self._ask_colour)
        self._remove_button = self._button(tr("Remove"), lambda: self.remove_requested.emit(self._current()))
        buttons = QHBoxLayout()
        for button in (self._zone_button, self._line_button, None, self._colour_button, self._remove_button):
            buttons.addStretch() if button is None else buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE_L] * 4)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self._empty)
        column.addWidget(self._list)
        column.addLayout(buttons)
        self.resize(420, 280)
        self.set_zones(())

    def _button(self, text: str, do: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(do)
        return button

    def set_zones(self, zones: Sequence[ZoneMark]) -> None:
        """As they stand now; the chosen one is the current row."""
        self._zones = tuple(zones)
        with QSignalBlocker(self._list):
            self._list.clear()
            for zone in zones:
                item = QListWidgetItem(_swatch(zone), zone.name, self._list)
                item.setData(_ID, zone.zone_id)
                item.setToolTip(tr("Line") if zone.kind is ZoneKind.LINE else tr("Zone"))
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                if zone.selected:
                    self._list.setCurrentItem(item)
        self._empty.setVisible(not zones)
        self._list.setVisible(bool(zones))
        for button in (self._colour_button, self._remove_button):
            button.setEnabled(bool(zones))

    def _row_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_ID))

    def _current(self) -> str:
        item = self._list.currentItem() or self._list.item(0)
        return str(item.data(_ID)) if item is not None else ""

    def _draw(self, kind: ZoneKind) -> None:
        # Out of the way: the next clicks are the picture's.
        self.hide()
        self.draw_requested.emit(kind)

    def _ask_colour(self) -> None:
        zone = next((z for z in self._zones if z.zone_id == self._current()), None)
        if zone is None:
            return
        dialog = QColorDialog(QColor(zone.colour), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self.coloured.emit(zone.zone_id, colour.name()))
        dialog.open()


def _swatch(zone: ZoneMark) -> QIcon:
    """An area or a stroke, so that the kind is seen."""
    picture = QPixmap(_SWATCH, _SWATCH)
    if zone.kind is ZoneKind.POLYGON:
        picture.fill(QColor(zone.colour))
        return QIcon(picture)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(zone.colour), 3.0))
    painter.drawLine(1, _SWATCH - 2, _SWATCH - 2, 1)
    painter.end()
    return QIcon(picture)
