"""Draws the strips over the whole width: overview, ruler, attention; and the curves behind lanes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from app.domain.timebase import TimeRange, TimeScale
from app.views import theme
from app.views.timeline import ruler
from app.views.timeline.lanes import Band
from app.views.timeline.mark_painter import ClassLook
from app.views.timeline.raster import draw_pixels, filled_columns, line_edges, packed, traced
from app.views.timeline.sound_pixels import waveform_pixels
from app.views.timeline.time_axis import TimeAxis

_LABEL_ROOM = 92.0
_SHADES = 16  # of attention
_KEY_ROOM = 9.0  # view units that a key frame's diamond takes
_LEAST_FRAME = 5.0  # view units between frames from which on each has a line


class StripPainter:
    def __init__(self, p: theme.Palette, base: QFont, pixel_ratio: float) -> None:
        self._p = p
        self._ratio = pixel_ratio
        self._font = theme.font(base, theme.TYPE_SMALL, tabular=True)
        self._metrics = QFontMetricsF(self._font)
        ground, bright = QColor(p.sunken), QColor(p.waveform_loud)
        shades = [theme.mixed(ground, bright, 0.35 + 0.65 * n / _SHADES) for n in range(_SHADES + 1)]
        self._brightness = np.array([packed(shade) for shade in shades], np.uint32)

    # --- ruler -----------------------------------------------------------------------------

    def paint_ruler(
        self,
        painter: QPainter,
        band: Band,
        axis: TimeAxis,
        scale: TimeScale,
        frames: NDArray[np.int64] | None,
        played: Sequence[TimeRange],
    ) -> None:
        painter.fillRect(QRectF(axis.left, band.top, axis.width, band.height), QColor(self._p.window))
        step, major, minor = _graduation(axis, scale)
        painter.setPen(QPen(QColor(self._p.grid_strong), 1.0))
        painter.drawLines([QLineF(x, band.bottom - 5, x, band.bottom - 1) for x in minor])
        painter.setPen(QPen(QColor(self._p.text_secondary), 1.0))
        painter.drawLines([QLineF(x, band.bottom - 9, x, band.bottom - 1) for x, _ in major])
        painter.setFont(self._font)
        baseline = band.top + self._metrics.ascent() + 1
        for x, seconds in major:
            text = ruler.text_at(seconds, step)
            if x + 3 + self._metrics.horizontalAdvance(text) <= axis.right:
                painter.drawText(QPointF(x + 3, baseline), text)
        self._paint_frames(painter, band, axis, frames)
        self.paint_played(painter, Band(band.bottom - 2, 2), axis, played)

    def _paint_frames(
        self, painter: QPainter, band: Band, axis: TimeAxis, frames: NDArray[np.int64] | None
    ) -> None:
        if frames is None or len(frames) < 2:
            return
        first, last = np.searchsorted(frames, [axis.start, axis.end])
        if last - first == 0 or axis.width / (last - first) < _LEAST_FRAME:
            return
        painter.setPen(QPen(QColor(self._p.border_strong), 1.0))
        painter.drawLines(
            [QLineF(x, band.bottom - 4, x, band.bottom - 1) for x in axis.xs(frames[first:last]).tolist()]
        )

    def paint_grid(self, painter: QPainter, area: QRectF, axis: TimeAxis, scale: TimeScale) -> None:
        """The ruler's long lines carried on through the lanes."""
        _, major, _ = _graduation(axis, scale)
        painter.setPen(QPen(QColor(self._p.grid), 1.0))
        painter.drawLines([QLineF(x, area.top(), x, area.bottom()) for x, _ in major])

    def paint_played(
        self, painter: QPainter, band: Band, axis: TimeAxis, played: Sequence[TimeRange]
    ) -> None:
        """Seen and unseen."""
        painter.fillRect(QRectF(axis.left, band.top, axis.width, band.height), QColor(self._p.unseen))
        for seen in played:
            left, right = max(axis.x(seen.start), axis.left), min(axis.x(seen.end), axis.right)
            if right > left:
                painter.fillRect(
                    QRectF(left, band.top, max(1.0, right - left), band.height), QColor(self._p.seen)
                )

    # --- overview --------------------------------------------------------------------------

    def paint_overview_ground(
        self,
        painter: QPainter,
        band: Band,
        axis: TimeAxis,
        peaks: tuple[NDArray[np.float32], NDArray[np.float32]] | None,
    ) -> None:
        """The loudness behind everything."""
        painter.fillRect(QRectF(axis.left, band.top, axis.width, band.height), QColor(self._p.sunken))
        if peaks is not None:
            inner = _inside_overview(band)
            loud = theme.mixed(self._p.sunken, self._p.waveform, 0.25)
            pixels = waveform_pixels(*peaks, round(inner.height * self._ratio), packed(loud))
            draw_pixels(painter, QPointF(axis.left, inner.top), pixels, self._ratio)

    def paint_overview(
        self,
        painter: QPainter,
        band: Band,
        axis: TimeAxis,
        densities: Sequence[tuple[ClassLook, NDArray[np.int64]]],
        played: Sequence[TimeRange],
    ) -> None:
        """A row per class where it has labels (`densities`: by device pixel), and what was played."""
        inner = _inside_overview(band)
        rows = max(1, len(densities))
        height = min(5.0, inner.height / rows)
        top = (inner.height - height * rows) / 2
        thickness = height - 1 if height >= 3 else height
        columns = max(1, round(axis.width * self._ratio))
        pixels = np.zeros((round(inner.height * self._ratio), columns), np.uint32)
        for row, (look, counts) in enumerate(densities):
            first, last = (round((top + row * height + y) * self._ratio) for y in (0, thickness))
            there = counts > 0
            there[1:] |= there[:-1]  # a single column would not be seen
            pixels[first : max(last, first + 1), there] = packed(look.edge)
        draw_pixels(painter, QPointF(axis.left, inner.top), pixels, self._ratio)
        self.paint_played(painter, Band(band.bottom - 4, 3), axis, played)

    def paint_window_frame(self, painter: QPainter, band: Band, whole: TimeAxis, window: TimeAxis) -> None:
        """The part of the film that is in sight; the rest veiled."""
        left, right = whole.x(window.start), whole.x(window.end)
        right = max(right, left + 3)
        veil = theme.with_alpha(self._p.window, 0.55)
        painter.fillRect(QRectF(whole.left, band.top, left - whole.left, band.height), veil)
        painter.fillRect(QRectF(right, band.top, whole.right - right, band.height), veil)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._p.focus), 1.5))
        painter.drawRect(QRectF(left, band.top + 0.75, right - left, band.height - 1.5))

    # --- attention -------------------------------------------------------------------------

    def _strike(self, painter: QPainter, band: Band, left: float, right: float) -> None:
        y = band.top + band.height / 2
        painter.setPen(QPen(QColor(self._p.danger), 2.0))
        painter.drawLine(QLineF(left, y, right, y))

    def paint_attention(
        self, painter: QPainter, band: Band, axis: TimeAxis, weights: NDArray[np.float32], *, trusted: bool
    ) -> None:
        """`weights`: one per device pixel, 0 to 1, NaN where unknown; high and bright is attended."""
        inner = Band(band.top + 2, max(1.0, band.height - 4))
        shares = np.clip(np.nan_to_num(weights, nan=0.0), 0.0, 1.0)
        height = round(inner.height * self._ratio)
        tops = np.where(shares > 0, np.minimum((1.0 - shares) * height, height - 1), np.nan)
        colours = self._brightness[np.round(shares * _SHADES).astype(int)]
        pixels = filled_columns(tops, np.full(len(tops), float(height)), height, colours)
        draw_pixels(painter, QPointF(axis.left, inner.top), pixels, self._ratio)
        if not trusted:
            self._strike(painter, inner, axis.left, axis.right)

    def paint_curves(
        self,
        painter: QPainter,
        bands: Sequence[Band],
        axis: TimeAxis,
        values: NDArray[np.float32],
        looks: Sequence[ClassLook],
    ) -> None:
        """Probabilities in bands of one height: (bands, device pixels), 0 at the bottom, 1 at the top."""
        height = round(bands[0].height * self._ratio)
        ys = height - 1 - np.clip(values, 0, 1) * (height - 2)
        edges = line_edges(ys, height, 1.4 * self._ratio)
        for band, first, last, look in zip(bands, *edges, looks, strict=True):
            pixels = traced(first, last, height, packed(look.edge))
            draw_pixels(painter, QPointF(axis.left, band.top), pixels, self._ratio)

    def paint_tracks(
        self,
        painter: QPainter,
        band: Band,
        axis: TimeAxis,
        counts: NDArray[np.int64],
        keys: NDArray[np.float64],
        look: ClassLook,
    ) -> None:
        """`counts`: objects per view unit, a line for one, a thick one for more; diamonds at `keys`."""
        middle = band.top + band.height / 2
        for where, thick in ((counts == 1, 2.0), (counts > 1, 4.0)):
            for start, end in runs(where):
                width = max(end - start, 2)
                painter.fillRect(QRectF(axis.left + start, middle - thick / 2, width, thick), look.edge)
        if len(keys) * _KEY_ROOM > axis.width:
            columns = np.round((keys - axis.left) * self._ratio).astype(np.intp)
            pixels = np.zeros((round(8 * self._ratio), round(axis.width * self._ratio) + 1), np.uint32)
            pixels[:, np.clip(columns, 0, pixels.shape[1] - 1)] = packed(look.edge)
            draw_pixels(painter, QPointF(axis.left, middle - 4), pixels, self._ratio)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.edge, 1.0))
        painter.setBrush(look.fill)
        for x in keys.tolist():
            corners = [
                QPointF(x - 4, middle),
                QPointF(x, middle - 4),
                QPointF(x + 4, middle),
                QPointF(x, middle + 4),
            ]
            painter.drawPolygon(QPolygonF(corners))
        painter.restore()

    def paint_sentence(self, painter: QPainter, band: Band, axis: TimeAxis, text: str) -> None:
        painter.setFont(self._font)
        painter.setPen(QColor(self._p.text_secondary))
        room = QRectF(axis.left + theme.SPACE_M, band.top, axis.width - 2 * theme.SPACE_M, band.height)
        shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _inside_overview(band: Band) -> Band:
    """Where labels and loudness stand: above what was played."""
    return Band(band.top + 2, band.height - 7)


def _graduation(axis: TimeAxis, scale: TimeScale) -> tuple[float, list[tuple[float, float]], list[float]]:
    """(step in seconds, [(x, seconds)] of the long lines, x of the short lines)."""
    base = float(scale.time_base)
    start_s, end_s = axis.start * base - float(scale.origin), axis.end * base - float(scale.origin)
    per_unit = (end_s - start_s) / axis.width
    step = ruler.step_for(per_unit, _LABEL_ROOM)

    def x(seconds: float) -> float:
        return round(axis.left + (seconds - start_s) / per_unit) + 0.5

    major = [(x(seconds), seconds) for _, seconds in ruler.positions(start_s, end_s, step)]
    parts = ruler.parts_of(step)
    minor = [x(seconds) for n, seconds in ruler.positions(start_s, end_s, step / parts) if n % parts]
    return step, major, minor


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(start, end) of every stretch of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
