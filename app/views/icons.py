"""The program's icons, drawn in the theme's own ink."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyle

from app.resource_files import resource_file
from app.views.theme import Palette

_SIDE = 24
_SCALES = (1, 2, 4)


def icon(name: str, p: Palette, fallback: QStyle.StandardPixmap | None = None, *, ink: str = "") -> QIcon:
    """`icons/NAME.svg` with `currentColor` as `ink` (empty: the theme's text), grey when disabled.

    `fallback` is the platform's own icon where ours is not there; without one `FileNotFoundError` is raised.
    """
    try:
        source = resource_file(f"icons/{name}.svg").read_bytes()
    except FileNotFoundError:
        if fallback is None:
            raise
        return QApplication.style().standardIcon(fallback)
    result = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, ink or p.text), (QIcon.Mode.Disabled, p.text_disabled)):
        for scale in _SCALES:
            result.addPixmap(_drawn(source, colour, scale), mode)
    return result


def untinted(pixmap: QPixmap) -> QIcon:
    """Looks the same in a chosen row: the hue says the class."""
    result = QIcon(pixmap)
    result.addPixmap(pixmap, QIcon.Mode.Selected)
    return result


def _drawn(source: bytes, colour: str, scale: int) -> QPixmap:
    pixmap = QPixmap(QSize(_SIDE, _SIDE) * scale)
    pixmap.fill(QColor(Qt.GlobalColor.transparent))
    renderer = QSvgRenderer(QByteArray(source.replace(b"currentColor", colour.encode())))
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    return pixmap
