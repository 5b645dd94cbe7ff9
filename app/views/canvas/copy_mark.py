"""Says in a corner that the picture is a quick copy, so that nobody judges detail; the frame is exact."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from app.views import theme
from app.views.texts import tr


def paint_copy_mark(painter: QPainter, shown: QRectF) -> None:
    """`shown`: the part of the view where the picture is."""
    text = tr("quick copy")
    painter.setFont(theme.font(painter.font(), theme.TYPE_SMALL))
    room = painter.fontMetrics().boundingRect(text).adjusted(-6, -2, 6, 2)
    plate = QRectF(shown.right() - room.width() - 8, shown.bottom() - room.height() - 8, 0, 0)
    plate.setSize(QSizeF(room.size()))
    painter.fillRect(plate, theme.with_alpha(theme.DARK.picture, 0.6))
    painter.setPen(QColor(theme.DARK.text))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
