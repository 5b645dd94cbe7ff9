"""Draws the section of sound: the scene of its lanes, what a class hears in it, names and frequencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.domain.timebase import TimeRange, TimeScale
from app.views import theme
from app.views.timeline.lanes import Band
from app.views.timeline.mark_painter import ClassLook
from app.views.timeline.raster import draw_pixels, packed
from app.views.timeline.sound_view import Sound, SoundView, scale_marks, sound_lanes
from app.views.timeline.time_axis import TimeAxis

if TYPE_CHECKING:
    from app.views.timeline.sound_items import SoundScene

_SHADES = 16
_HEAT = 0.75  # of a class's hue in the hottest ground: the waveform stands out against it
_HEAT_STRIP = 5.0  # view units before a spectrogram, which hides the ground
_TICK = 4.0
_ONSET = 9.0


class SoundPainter:
    def __init__(self, p: theme.Palette, base: QFont, pixel_ratio: float) -> None:
        self._p = p
        self._ratio = pixel_ratio
        self._font = theme.font(base, theme.TYPE_SMALL, tabular=True)
        self._metrics = QFontMetricsF(self._font)
        self._scene: SoundScene | None = None

    def paint(
        self,
        painter: QPainter,
        band: Band,
        axis: TimeAxis,
        scale: TimeScale,
        sound: Sound,
        view: SoundView,
        *,
        loud: bool = False,
    ) -> None:
        """`loud`: before a coloured ground."""
        if self._scene is None:
            from app.views.timeline.sound_items import SoundScene

            self._scene = SoundScene(self._p)
        area = QRectF(axis.left, band.top, axis.width, band.height)
        lanes = sound_lanes(band, sound, view)
        self._scene.render(painter, area, seconds_of(axis, scale), self._ratio, sound, view, lanes, loud=loud)
        painter.setPen(QPen(QColor(self._p.border), 1.0))
        edges = [lane.waveform.top - 2 for lane in lanes[1:]]
        painter.drawLines([QLineF(axis.left, y - 0.5, axis.right, y - 0.5) for y in edges])

    def paint_onsets(self, painter: QPainter, band: Band, xs: NDArray[np.float64]) -> None:
        """Where something begins to sound: ticks from the top."""
        painter.setPen(QPen(QColor(self._p.text_secondary), 1.0))
        reach = min(_ONSET, band.height / 2)
        painter.drawLines([QLineF(x, band.top + 1, x, band.top + reach) for x in np.round(xs) + 0.5])

    def paint_heat(
        self, painter: QPainter, band: Band, axis: TimeAxis, values: NDArray[np.float32], look: ClassLook
    ) -> None:
        """The band in the class's hue where `values`, one per device pixel, 0 to 1, NaN unknown, are high."""
        ground = QColor(self._p.lane)
        shades = [theme.mixed(ground, look.fill, _HEAT * n / _SHADES) for n in range(_SHADES + 1)]
        steps = np.round(np.clip(np.nan_to_num(values), 0.0, 1.0) * _SHADES).astype(int)
        pixels = np.array([packed(shade) for shade in shades], np.uint32)[steps]
        height = round(band.height * self._ratio)
        draw_pixels(painter, QPointF(axis.left, band.top), np.tile(pixels, (height, 1)), self._ratio)

    def paint_heat_strip(
        self, painter: QPainter, band: Band, axis: TimeAxis, values: NDArray[np.float32], look: ClassLook
    ) -> None:
        """The same along the bottom, before a spectrogram."""
        strip = Band(band.bottom - _HEAT_STRIP, _HEAT_STRIP)
        self.paint_heat(painter, strip, axis, values, look)

    def paint_legend(
        self, painter: QPainter, band: Band, axis: TimeAxis, text: str, struck: TimeRange | None = None
    ) -> None:
        """At the top of the band, on a ground of its own; `struck` is struck through."""
        if struck is not None:
            left, right = max(axis.x(struck.start), axis.left), min(axis.x(struck.end), axis.right)
            if left < right:
                y = band.top + band.height / 2
                painter.setPen(QPen(QColor(self._p.danger), 2.0))
                painter.drawLine(QLineF(left, y, right, y))
        row = Band(band.top + 1, min(self._metrics.height() + 2, band.height))
        width = self._metrics.horizontalAdvance(text) + 2 * theme.SPACE_M
        plate = QRectF(axis.left, row.top, min(width, axis.width), row.height)
        painter.fillRect(plate, theme.with_alpha(self._p.lane, 0.85))
        painter.setFont(self._font)
        painter.setPen(QColor(self._p.text_secondary))
        room = QRectF(axis.left + theme.SPACE_M, row.top, axis.width - 2 * theme.SPACE_M, row.height)
        shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def paint_gutter(
        self, painter: QPainter, band: Band, width: float, sound: Sound, view: SoundView
    ) -> None:
        """Names of the channels and the scale of frequencies, at the right edge of the names."""
        line = self._metrics.height()
        painter.setFont(self._font)
        right = width - 1 - _TICK - theme.SPACE_S
        aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        for lane in sound_lanes(band, sound, view):
            if lane.name:
                whole = Band(min(lane.waveform.top, lane.spectrogram.top), 0).top
                top = lane.waveform.top if lane.waveform.height else whole
                height = lane.waveform.height or line
                painter.setPen(QColor(self._p.text_secondary))
                painter.drawText(QRectF(0, top, right, height), aligned, lane.name)
            if lane.picture is None or lane.spectrogram.height < line:
                continue
            for share, text in scale_marks(lane.picture, lane.spectrogram.height, line):
                y = round(lane.spectrogram.bottom - share * lane.spectrogram.height) + 0.5
                painter.setPen(QPen(QColor(self._p.border_strong), 1.0))
                painter.drawLine(QLineF(width - 1 - _TICK, y, width - 1, y))
                painter.setPen(QColor(self._p.text_secondary))
                painter.drawText(QRectF(0, y - line / 2, right, line), aligned, text)


def seconds_of(axis: TimeAxis, scale: TimeScale) -> tuple[float, float]:
    """The film's seconds at the left and the right edge."""
    base, origin = float(scale.time_base), float(scale.origin)
    return axis.start * base - origin, axis.end * base - origin
