"""The column at the left: what each lane is, and its key."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.views import theme
from app.views.timeline.lanes import Band
from app.views.timeline.mark_painter import ClassLook, MarkPainter

_SWATCH = 10.0


class GutterPainter:
    def __init__(self, p: theme.Palette, base: QFont) -> None:
        self._p = p
        self._name_font = theme.font(base, theme.TYPE_NORMAL)
        self._small = theme.font(base, theme.TYPE_SMALL, bold=True)
        self._metrics = QFontMetricsF(self._name_font)
        self._small_metrics = QFontMetricsF(self._small)

    def paint_lane(
        self,
        painter: QPainter,
        band: Band,
        width: float,
        look: ClassLook,
        key: str,
        marks: MarkPainter,
        *,
        model: bool,
    ) -> None:
        """A swatch in the class's hue (hatched for the model), its name, and the key that codes it."""
        middle = band.top + band.height / 2
        swatch = QRectF(theme.SPACE_M, middle - _SWATCH / 2, _SWATCH, _SWATCH)
        painter.fillRect(swatch, QColor(self._p.lane))
        painter.fillRect(swatch, marks.hatch(look.edge, 4, swatch) if model else look.fill)
        painter.setPen(QPen(look.edge, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5))
        right = width - theme.SPACE_M
        if key and not model:
            right = self._paint_key(painter, band, right, key.upper()) - theme.SPACE_S
        left = swatch.right() + theme.SPACE_M - 1
        painter.setFont(self._name_font)
        painter.setPen(QColor(self._p.text))
        shown = self._metrics.elidedText(look.name, Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(
            QRectF(left, band.top, right - left, band.height),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            shown,
        )

    def _paint_key(self, painter: QPainter, band: Band, right: float, key: str) -> float:
        side = max(self._small_metrics.height(), self._small_metrics.horizontalAdvance(key) + 6)
        height = self._small_metrics.height()
        cap = QRectF(right - side, band.top + (band.height - height) / 2, side, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._p.border_strong), 1.0))
        painter.setBrush(QColor(self._p.raised))
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(self._small)
        painter.setPen(QColor(self._p.text))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
        return cap.left()

    def paint_heading(self, painter: QPainter, band: Band, width: float, text: str) -> None:
        painter.setFont(self._small)
        painter.setPen(QColor(self._p.text_secondary))
        room = QRectF(theme.SPACE_M, band.top, width - 2 * theme.SPACE_M, band.height)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
