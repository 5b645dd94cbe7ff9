"""A film that is shown beside another and follows its position; it has no clock and no sound of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal

from app.domain.errors import UserError
from app.media.frame_cache import FrameCache
from app.media.frame_source import FrameSource
from app.media.transport import FilmTime
from app.qt.playback import QuickPictures

CACHE_BYTES = 96 << 20


class CompanionFilm(QObject):
    """Pictures at the seconds that are asked for; what overtakes a wish replaces it, as with the player.

    While the other film runs the quick copy's picture is enough where there is one: several full films are
    more than most computers decode in time. Close it: that waits for its thread.
    """

    picture_changed = Signal(object, int)  # (h, w, 3) uint8 RGB, frame
    outside = Signal(float)  # seconds by which the moment lies before (negative) or behind the film
    failed = Signal(object)  # Text

    _arrived = Signal(int, object)

    def __init__(
        self,
        path: Path,
        time: FilmTime,
        quick: QuickPictures | None = None,
        parent: QObject | None = None,
        *,
        close_quick: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        assert time.index is not None
        self._time = time
        self._index = time.index
        self._quick = quick
        self._close_quick = close_quick
        self._shown = self._wished = -1
        self._arrived.connect(self._show_picture, Qt.ConnectionType.QueuedConnection)
        refused: Callable[[UserError], None] = lambda error: self.failed.emit(error.text)  # noqa: E731
        self._source = FrameSource(
            path, time.index, "companion", FrameCache.within(CACHE_BYTES), self._arrived.emit, refused
        )

    @property
    def frame_s(self) -> float:
        """Length of a frame where the film is now, in seconds."""
        n = max(0, self._wished)
        return float((self._index.end_of(n) - self._index.start_of(n)) * self._index.time_base)

    def follow(self, seconds: float, *, running: bool, direction: int = 1) -> None:
        """Show the film's second `seconds`; `running`: more are to come at once."""
        start, end = self._time.seconds(self._time.span)
        if not start <= seconds < end:
            self._shown = self._wished = -1
            self.outside.emit(seconds - (start if seconds < start else end))
            return
        frame = self._time.frame(self._time.tick(seconds))
        quick = self._quick.picture(frame, self._index) if self._quick is not None else None
        if frame != self._wished:
            self._wished = frame
            held = self._source.cached(frame)
            if held is not None:
                self._show_picture(frame, held)
            elif quick is not None:
                self.picture_changed.emit(quick, frame)
        if (not running or quick is None) and frame != self._shown:
            self._source.request(frame, direction)

    def close(self) -> None:
        self._source.close()
        self._close_quick()

    def _show_picture(self, frame: int, picture: NDArray[np.uint8]) -> None:
        # While the films run a picture may come a little late; standing still only the wanted one counts.
        if frame == self._shown or abs(frame - self._wished) > self._index.average_fps:
            return
        self._shown = frame
        self.picture_changed.emit(picture, frame)
