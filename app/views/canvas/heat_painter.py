"""Draws the map of attention over the picture: the unattended darkened, white contours, a legend."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPixmap

from app.views import theme
from app.views.canvas.heat import CONTOUR_LEVELS, HeatMap, contour, darkness, smoothed
from app.views.texts import marked, tr

UNTRUSTED_TEXT = marked("No better than chance here: not to be relied on")


class HeatPainter:
    """Computes once what a map looks like; draws it as often as the view repaints."""

    def __init__(self, heat: HeatMap, opacity: float) -> None:
        self.heat = heat
        self._place: tuple[QRectF, QRectF, float] | None = None
        self._layer: QPixmap | None = None
        values = smoothed(heat.grid)
        alpha = darkness(values, opacity)
        rows, columns = alpha.shape
        pixels = alpha.tobytes()  # kept until the conversion has copied it
        image = QImage(pixels, columns, rows, columns, QImage.Format.Format_Alpha8)
        # Alpha8 is drawn as black of that alpha once it is premultiplied.
        self._shade = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        highest = float(values.max())
        self._lines = [
            [QLineF(*map(float, segment.reshape(4))) for segment in contour(values, level * highest)]
            if highest > 0
            else []
            for level in CONTOUR_LEVELS
        ]

    def paint(self, painter: QPainter, frame: QRectF, view: QRectF) -> None:
        """`frame`: where the picture lies in the view; `view`: where the legend must stay."""
        ratio = painter.device().devicePixelRatio()
        place = (frame, view, ratio)
        if self._layer is None or self._place != place:
            self._place, self._layer = place, self._drawn(frame, view, ratio, painter.font())
        painter.drawPixmap(view.topLeft(), self._layer)

    def _drawn(self, frame: QRectF, view: QRectF, ratio: float, font: QFont) -> QPixmap:
        """The whole layer: while the film plays under one map only this is put over each picture."""
        layer = QPixmap((view.size() * ratio).toSize())
        layer.setDevicePixelRatio(ratio)
        layer.fill(Qt.GlobalColor.transparent)
        painter = QPainter(layer)
        painter.translate(-view.topLeft())
        painter.setFont(font)
        painter.setClipRect(frame.intersected(view))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawImage(frame, self._shade, QRectF(self._shade.rect()))
        self._paint_contours(painter, frame)
        if not self.heat.trusted:
            self._strike_through(painter, frame)
        painter.setClipping(False)
        self._paint_legend(painter, frame.intersected(view))
        painter.end()
        return layer

    def _paint_contours(self, painter: QPainter, frame: QRectF) -> None:
        painter.save()
        painter.translate(frame.topLeft())
        painter.scale(frame.width(), frame.height())
        for lines, width in zip(self._lines, (2.0, 3.0), strict=True):
            for colour, extra in ((QColor("#000000"), 1.6), (QColor("#ffffff"), 0.0)):
                pen = QPen(colour, width + extra)
                pen.setCosmetic(True)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawLines(lines)
        painter.restore()

    @staticmethod
    def _strike_through(painter: QPainter, frame: QRectF) -> None:
        for colour, width in ((QColor(0, 0, 0, 200), 7.0), (QColor("#ffffff"), 3.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QLineF(frame.bottomLeft(), frame.topRight()))

    def _paint_legend(self, painter: QPainter, inside: QRectF) -> None:
        untrusted = tr(UNTRUSTED_TEXT)
        texts = [] if self.heat.trusted else [untrusted]
        texts += [self.heat.legend] if self.heat.legend else []
        texts.append(tr("lines: 50 % and 80 % of the highest"))
        metrics = QFontMetricsF(painter.font())
        width = max(map(metrics.horizontalAdvance, texts)) + 2 * theme.SPACE_M
        width = min(width, max(0.0, inside.width() - 2 * theme.SPACE_M))
        height = metrics.lineSpacing() * len(texts) + 2 * theme.SPACE_S
        plate = QRectF(inside.left() + theme.SPACE_M, inside.bottom() - theme.SPACE_M - height, width, height)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 190))
        painter.drawRoundedRect(plate, theme.RADIUS, theme.RADIUS)
        top = plate.top() + theme.SPACE_S
        for text in texts:
            painter.setPen(QColor(theme.DARK.warning if text == untrusted else theme.DARK.picture_text))
            row = QRectF(
                plate.left() + theme.SPACE_M, top, plate.width() - 2 * theme.SPACE_M, metrics.lineSpacing()
            )
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, row.width() + 1)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
            top += metrics.lineSpacing()
        painter.restore()
