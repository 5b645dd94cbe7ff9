"""Waveform and spectrogram as items of a pyqtgraph scene, in view units of the section that shows them.

Drawn as images: a curve of `pyqtgraph` through an hour's extremes costs a hundred times more. Imported when
the first sound is drawn, since `pyqtgraph` takes half a second.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from app.views import theme
from app.views.timeline.lanes import Band
from app.views.timeline.raster import draw_pixels, packed
from app.views.timeline.sound_pixels import spectrogram_pixels, waveform_pixels
from app.views.timeline.sound_view import Sound, SoundLane, SoundView, Spectrogram, in_decibels

_COLOURS = {True: "magma", False: "CET-L17"}
"""On a dark and on a light ground: even steps of lightness, the same to every eye and without colour
(S. van der Walt & N. Smith, matplotlib 2015; P. Kovesi, "Good Colour Maps", 2015, arXiv:1509.03700).
"""

Seconds = tuple[float, float]


class _RasterItem(pg.GraphicsObject):
    """An image of its own size at its place."""

    def __init__(self) -> None:
        super().__init__()
        self._size = QRectF()
        self._seconds: Seconds = (0.0, 1.0)
        self._ratio = 1.0

    def place(self, left: float, band: Band, width: float, seconds: Seconds, ratio: float) -> None:
        """`seconds`: of the sound at its left and right edge; `ratio`: device pixels of a view unit."""
        self.prepareGeometryChange()
        self.setPos(left, band.top)
        self._size = QRectF(0, 0, width, band.height)
        self._seconds, self._ratio = seconds, ratio

    @property
    def _pixels(self) -> tuple[int, int]:
        """Columns and rows."""
        return max(1, round(self._size.width() * self._ratio)), round(self._size.height() * self._ratio)

    def boundingRect(self) -> QRectF:
        return self._size


class WaveformItem(_RasterItem):
    """Extremes, and within them the root mean square, about a middle line."""

    def __init__(self) -> None:
        super().__init__()
        self._sound: Sound | None = None
        self._channel: int | None = None
        self._decibels = False
        self._colours = ("#000000", "#000000", "#000000")

    def show_sound(
        self, sound: Sound, channel: int | None, decibels: bool, colours: tuple[str, str, str]
    ) -> None:
        """`colours`: of the extremes, of the root mean square, and of the middle line."""
        self._sound, self._channel, self._decibels, self._colours = sound, channel, decibels, colours

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        columns, rows = self._pixels
        if self._sound is None or rows < 1:
            return
        outer, inner, line = (QColor(colour) for colour in self._colours)
        middle = self._size.height() / 2
        painter.setPen(QPen(line, 1.0))
        painter.drawLine(QPointF(0, middle), QPointF(self._size.width(), middle))
        channel = () if self._channel is None else (self._channel,)
        low, high = self._sound.waveform(*self._seconds, columns, *channel)
        if self._decibels:
            low, high = in_decibels(low), in_decibels(high)
        draw_pixels(painter, QPointF(0, 0), waveform_pixels(low, high, rows, packed(outer)), self._ratio)
        if self._sound.loudness is not None:
            rms = self._sound.loudness(*self._seconds, columns, *channel)
            if self._decibels:
                rms = in_decibels(rms)
            # Within the extremes: a column's root mean square may exceed one of them.
            pixels = waveform_pixels(np.maximum(low, -rms), np.minimum(high, rms), rows, packed(inner))
            draw_pixels(painter, QPointF(0, 0), pixels, self._ratio)


class SpectrogramItem(_RasterItem):
    def __init__(self) -> None:
        super().__init__()
        self._picture: Spectrogram | None = None
        self._dark = True

    def show_picture(self, picture: Spectrogram | None, dark: bool) -> None:
        self._picture, self._dark = picture, dark

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        columns, rows = self._pixels
        if self._picture is None or rows < 1:
            return
        levels, known = self._picture.columns(*self._seconds, columns)
        colours = spectrogram_colours(self._dark)
        pixels = spectrogram_pixels(levels, known, rows, self._picture.shades, colours)
        draw_pixels(painter, QPointF(0, 0), pixels, self._ratio)


class SoundScene:
    """The lanes of the section; rendered into whatever paints the timeline, so that both share one axis."""

    def __init__(self, p: theme.Palette) -> None:
        self._p = p
        self._scene = QGraphicsScene()
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._waveforms: list[WaveformItem] = []
        self._spectrograms: list[SpectrogramItem] = []

    def render(
        self,
        painter: QPainter,
        area: QRectF,
        seconds: Seconds,
        ratio: float,
        sound: Sound,
        view: SoundView,
        lanes: tuple[SoundLane, ...],
        *,
        loud: bool = False,
    ) -> None:
        """`area`: the section beside its names; `loud`: before a coloured ground."""
        p = self._p
        self._hold(len(lanes))
        colours = (p.waveform_loud if loud else p.waveform, p.waveform_loud, p.grid_strong)
        for lane, waveform, spectrogram in zip(lanes, self._waveforms, self._spectrograms, strict=True):
            waveform.place(area.left(), lane.waveform, area.width(), seconds, ratio)
            waveform.show_sound(sound, lane.channel, view.decibels, colours)
            waveform.setVisible(lane.waveform.height > 0)
            spectrogram.place(area.left(), lane.spectrogram, area.width(), seconds, ratio)
            spectrogram.show_picture(lane.picture, p.is_dark)
            spectrogram.setVisible(lane.spectrogram.height > 0)
        self._scene.setSceneRect(area)
        self._scene.render(painter, area, area)

    def _hold(self, count: int) -> None:
        """As many items of each kind as there are lanes."""
        while len(self._waveforms) < count:
            self._waveforms.append(WaveformItem())
            self._spectrograms.append(SpectrogramItem())
            self._scene.addItem(self._waveforms[-1])
            self._scene.addItem(self._spectrograms[-1])
        while len(self._waveforms) > count:
            self._scene.removeItem(self._waveforms.pop())
            self._scene.removeItem(self._spectrograms.pop())


@lru_cache(maxsize=2)
def spectrogram_colours(dark: bool) -> NDArray[np.uint32]:
    """256 pixels from quiet, which is like the ground of the theme, to loud."""
    shades = pg.colormap.get(_COLOURS[dark]).getLookupTable(nPts=256, alpha=False).astype(np.uint32)
    return np.asarray(0xFF000000 | shades[:, 0] << 16 | shades[:, 1] << 8 | shades[:, 2], np.uint32)
