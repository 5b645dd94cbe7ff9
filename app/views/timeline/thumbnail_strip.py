"""Pictures of the film along the timeline, each at its own time."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter

from app.views import theme
from app.views.picture_image import image_of
from app.views.timeline.lanes import Band
from app.views.timeline.time_axis import TimeAxis

_MOST_HELD = 512
_LEAST_WIDTH = 8.0
_FETCH_S = 0.004  # a while for which no input is kept waiting noticeably


class Spot(Hashable, Protocol):
    """One picture of the strip."""

    @property
    def tick(self) -> int: ...


class Thumbnails(Protocol):
    """Where the pictures come from."""

    def strip(self, start: int, end: int, count: int) -> Sequence[Spot]:
        """Spots for a window of ticks in which `count` pictures fit side by side."""
        ...

    def picture(self, spot: Any) -> NDArray[np.uint8] | None:
        """Of one of its own spots, (h, w, 3) uint8 RGB; None where there is none."""
        ...


class ThumbnailStrip(QObject):
    """Paints only what it holds; what a painting lacked is fetched between two events, a few at a time.

    Of pictures that lie closer than they are wide the middle is shown.
    """

    def __init__(self, on_more: Callable[[], None], parent: QObject) -> None:
        """`on_more`: there is more to be painted."""
        super().__init__(parent)
        self._on_more = on_more
        self._fetching = QTimer(self)
        self._fetching.setSingleShot(True)
        self._fetching.setInterval(0)
        self._fetching.timeout.connect(self._fetch)
        self._source: Thumbnails | None = None
        self._aspect = 16 / 9
        self._held: OrderedDict[tuple[Spot, int], QImage | None] = OrderedDict()
        self._lacking: list[tuple[Spot, int]] = []

    @property
    def source(self) -> Thumbnails | None:
        return self._source

    def set_source(self, source: Thumbnails | None, aspect: float) -> None:
        """`aspect`: width over height as shown."""
        self._source, self._aspect = source, aspect
        self._held.clear()
        self._lacking.clear()

    def retry(self) -> None:
        """What was not there may be now."""
        for key in [key for key, image in self._held.items() if image is None]:
            del self._held[key]

    def paint(self, painter: QPainter, band: Band, axis: TimeAxis, p: theme.Palette, ratio: float) -> None:
        painter.fillRect(QRectF(axis.left, band.top, axis.width, band.height), QColor(p.sunken))
        self._lacking.clear()
        if self._source is None:
            return
        inner = Band(band.top + 1, band.height - 2)
        width = max(_LEAST_WIDTH, inner.height * self._aspect)
        count = max(1, math.floor(axis.width / width))
        spots = self._source.strip(math.floor(axis.start), math.ceil(axis.end), count)
        edges = [axis.x(spot.tick) for spot in spots] + [axis.right + width]
        painter.save()
        painter.setClipRect(
            QRectF(axis.left, band.top, axis.width, band.height), Qt.ClipOperation.IntersectClip
        )
        for spot, x, following in zip(spots, edges, edges[1:], strict=False):
            key = (spot, round(inner.height * ratio))
            if key not in self._held:
                self._lacking.append(key)
                continue
            self._held.move_to_end(key)
            image = self._held[key]
            if image is not None:
                room = QRectF(round(x), inner.top, min(width, round(following) - 1 - round(x)), inner.height)
                part = image.width() * room.width() / width
                shown = QRectF((image.width() - part) / 2, 0, part, image.height())
                painter.drawImage(room, image, shown)
        painter.restore()
        if self._lacking:
            self._fetching.start()

    def _fetch(self) -> None:
        until, came = time.perf_counter() + _FETCH_S, False
        while self._lacking and self._source is not None and time.perf_counter() < until:
            spot, height = key = self._lacking.pop(0)
            picture = self._source.picture(spot)
            self._held[key] = None if picture is None else self._scaled(picture, height)
            came = came or picture is not None
            while len(self._held) > _MOST_HELD:
                self._held.popitem(last=False)
        if came:
            self._on_more()
        elif self._lacking:
            self._fetching.start()

    def _scaled(self, picture: NDArray[np.uint8], height: int) -> QImage:
        size = QSize(max(1, round(height * self._aspect)), max(1, height))
        smooth = Qt.TransformationMode.SmoothTransformation
        return image_of(picture).scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
