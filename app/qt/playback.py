"""The player: clock, sound and pictures of one film as signals. The clock never waits for a picture."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.domain.errors import UserError
from app.domain.timebase import TimeRange, TimeScale
from app.media.frame_cache import FrameCache
from app.media.frame_source import FrameSource
from app.media.playback_clock import FASTEST, PlaybackClock, SoundMaster

if TYPE_CHECKING:
    from sora_model.media.pts_index import PtsIndex

SHUTTLE = (1.0, 2.0, 4.0)
QUICK_FROM_RATE = 4.0  # full pictures keep up with what is slower
_SOUND_ONLY_TICK_MS = 33
_SOUND_ONLY_STEP_S = 0.04
_FASTEST_TICK_MS, _SLOWEST_TICK_MS = 8, 33


class Sound(SoundMaster, Protocol):
    """A sound output that can be closed and has a volume, 0 to 1."""

    volume: float

    def close(self) -> None: ...


class QuickPictures(Protocol):
    """Small pictures of every frame, at hand at once."""

    def picture(self, n: int, index: PtsIndex | None = None) -> NDArray[np.uint8] | None: ...

    def full_size(self, n: int) -> tuple[int, int]: ...


class PlaybackController(QObject):
    """One film at a time. Ticks are the medium's own; `frame` is -1 for sound-only media.

    All methods on the GUI thread; nothing here decodes or waits.
    """

    position_changed = Signal(object, float, int)  # tick, seconds, frame
    picture_changed = Signal(object, int)  # (h, w, 3) uint8 RGB, frame
    quick_picture_changed = Signal(object, int, object)  # small, frame, (width, height) of the full one
    playing_changed = Signal(bool)
    rate_changed = Signal(float)
    status_changed = Signal(str)  # why there is no sound, empty when there is
    failed = Signal(str)  # a picture that cannot be decoded

    _arrived = Signal(int, int, object)  # film, frame, picture
    _refused = Signal(int, object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        cache: FrameCache | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._cache = cache if cache is not None else FrameCache()
        self._now = now
        self._film = 0
        self._scale: TimeScale | None = None
        self._span: TimeRange | None = None
        self._index: PtsIndex | None = None
        self._source: FrameSource | None = None
        self._proxy: QuickPictures | None = None
        self._sound: Sound | None = None
        self._clock: PlaybackClock | None = None
        self._shown = -1
        self._wished = -1
        self._is_quick = False
        self._wish_direction = 1
        self._was_playing = False
        self._stop_at: int | None = None
        self._shuttle_back = 0.0
        self._shuttle_at = 0.0
        self._status = ""
        self._volume, self._muted = 1.0, False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._arrived.connect(self._show_picture, Qt.ConnectionType.QueuedConnection)
        self._refused.connect(self._refuse, Qt.ConnectionType.QueuedConnection)

    # --- the film --------------------------------------------------------------------------

    def load(
        self,
        path: Path,
        scale: TimeScale,
        span: TimeRange,
        index: PtsIndex | None,
        sound: Sound | None = None,
    ) -> None:
        """Show `path` from its start. `index` None: sound only. The sound is closed with the film."""
        self.unload()
        self._scale, self._span, self._index, self._sound = scale, span, index, sound
        self._set_loudness()
        self._clock = PlaybackClock(scale.seconds(span.start), scale.seconds(span.end), sound, self._now)
        if index is not None:
            film = self._film
            self._source = FrameSource(
                path,
                index,
                str(film),
                self._cache,
                lambda n, picture: self._arrived.emit(film, n, picture),
                lambda error: self._refused.emit(film, error),
            )
        self._timer.setInterval(self._interval())
        self.rate_changed.emit(1.0)
        self._update_status()
        self.seek(span.start)

    def unload(self) -> None:
        """Stop, close the sound, end the decoding thread."""
        self._timer.stop()
        if self._clock is not None:
            self._clock.pause()
        if self._source is not None:
            self._source.close()
        if self._sound is not None:
            self._sound.close()
        self._cache.forget(str(self._film))
        self._film += 1
        self._scale = self._span = self._index = None
        self._source = self._sound = self._clock = self._proxy = None
        self._shown = self._wished = -1
        self._stop_at, self._shuttle_back = None, 0.0
        if self._was_playing:
            self._was_playing = False
            self.playing_changed.emit(False)

    def use_index(self, index: PtsIndex, span: TimeRange) -> None:
        """The confirmed index of the film that is shown; the position stays."""
        if self._source is None or self._clock is None or self._scale is None:
            return
        tick = self.tick
        self._index, self._span = index, span
        self._clock.start_s, self._clock.end_s = (
            self._scale.seconds(span.start),
            self._scale.seconds(span.end),
        )
        self._source.use_index(index)
        self._shown = self._wished = -1
        if not self._clock.is_playing:
            self.seek(min(tick, span.end - 1))

    def use_sound(self, sound: Sound) -> None:
        """The sound was opened after the picture: it joins at the next play."""
        if self._clock is None or self._scale is None or self._span is None:
            sound.close()
            return
        here, playing, rate, loop = self.tick, self.playing, self._clock.rate, self._clock.loop
        self._clock.pause()
        self._sound = sound
        self._set_loudness()
        start, end = self._clock.start_s, self._clock.end_s
        self._clock = PlaybackClock(start, end, sound, self._now)
        self._clock.set_rate(rate)
        self._clock.set_loop(*(loop or (None, None)))
        self._clock.seek(self._scale.seconds(here))
        if playing:
            self._clock.play()
        self._update_status()

    def use_proxy(self, proxy: QuickPictures | None) -> None:
        """Where small pictures come from while the full one is being decoded; None: nowhere."""
        self._proxy = proxy

    @property
    def loaded(self) -> bool:
        return self._clock is not None

    @property
    def film(self) -> int:
        """Changes with every load: answers for an older film are stale."""
        return self._film

    @property
    def index(self) -> PtsIndex | None:
        return self._index

    @property
    def playing(self) -> bool:
        return self._was_playing

    @property
    def tick(self) -> int:
        """Where the film is; 0 when none is loaded."""
        if self._clock is None or self._scale is None or self._span is None:
            return 0
        # Down, not to the nearest: a frame must not be shown before its time. The margin undoes the
        # rounding of seconds in floating point.
        exact = (Fraction(self._clock.position_s) + self._scale.origin) / self._scale.time_base
        return min(max(math.floor(exact + Fraction(1, 1000)), self._span.start), self._span.end - 1)

    @property
    def frame(self) -> int:
        """The number of the frame at the position, -1 without pictures."""
        return self._index.frame_at(self.tick) if self._index is not None else -1

    # --- the person's hand -----------------------------------------------------------------

    def play(self) -> None:
        if self._clock is None:
            return
        self._shuttle_back = 0.0
        self._clock.play()
        self._timer.start()
        self._told_playing()

    def pause(self) -> None:
        """Stand still on the frame that is shown: its own time is then the position."""
        if self._clock is None:
            return
        self._timer.stop()
        self._shuttle_back, self._stop_at = 0.0, None
        self._clock.pause()
        self._clock.set_loop(None)
        if self._index is not None:
            self._go(self._index.start_of(self.frame))
        self._told_playing()
        self._tell()

    def toggle(self) -> None:
        if self.playing:
            self.pause()
        else:
            self.play()

    def seek(self, tick: int) -> None:
        """Go to `tick`; playing goes on from there."""
        if self._clock is None or self._span is None:
            return
        self._stop_at = None
        if self._clock.loop is not None and not self._inside_loop(tick):
            self._clock.set_loop(None)
        self._go(min(max(tick, self._span.start), self._span.end - 1))
        self._tell()

    def step(self, frames: int) -> None:
        """Stand still `frames` further; without pictures in steps of a twenty-fifth of a second."""
        if self._clock is None or self._scale is None:
            return
        if self.playing:
            self.pause()
        if self._index is None:
            self.seek(self.tick + frames * self._scale.ticks(_SOUND_ONLY_STEP_S))
            return
        number = min(max(self.frame + frames, 0), len(self._index) - 1)
        self._wish_direction = -1 if frames < 0 else 1
        self.seek(self._index.start_of(number))

    def skip(self, seconds: float) -> None:
        """Go on by seconds, onto a frame's own time while standing still."""
        if self._scale is None:
            return
        target = self.tick + round(Fraction(seconds) / self._scale.time_base)
        if self._index is not None and not self.playing:
            target = self._index.start_of(self._index.frame_at(target))
        self.seek(target)

    def play_range(self, range_: TimeRange, *, loop: bool = False) -> None:
        """Play `range_` once and stand still at its end, or again and again."""
        if self._clock is None or self._scale is None:
            return
        self.seek(range_.start)
        if loop:
            self._clock.set_loop(self._scale.seconds(range_.start), self._scale.seconds(range_.end))
        else:
            self._stop_at = range_.end
        self.play()

    def set_rate(self, rate: float) -> None:
        if self._clock is not None:
            self._clock.set_rate(min(rate, FASTEST))
            self.rate_changed.emit(self._clock.rate)
            self._update_status()

    def shuttle(self, direction: int) -> None:
        """J, K, L: on again in the same direction is faster, 0 stops."""
        if self._clock is None:
            return
        if direction == 0:
            self.pause()
            self.set_rate(1.0)
        elif direction > 0:
            faster = self.playing and not self._shuttle_back
            self.set_rate(_next_speed(self._clock.rate) if faster else 1.0)
            self.play()
        else:
            speed = _next_speed(self._shuttle_back) if self._shuttle_back else 1.0
            self._clock.pause()
            self._shuttle_back, self._shuttle_at = speed, self._now()
            self._timer.start()
            self._told_playing()

    def set_volume(self, volume: float) -> None:
        self._volume = volume
        self._set_loudness()

    def set_muted(self, muted: bool) -> None:
        self._muted = muted
        self._set_loudness()

    def _set_loudness(self) -> None:
        if self._sound is not None:
            self._sound.volume = 0.0 if self._muted else self._volume

    # --- what happens by itself ------------------------------------------------------------

    def _tick(self) -> None:
        if self._clock is None or self._span is None:
            return
        if self._shuttle_back:
            self._tick_back()
        else:
            self._clock.advance()
            if self._stop_at is not None and self.tick >= self._stop_at:
                self._stop_at_the_end(self._stop_at)
                return
            if not self._clock.is_playing:
                self.pause()
                return
        self._update_status()
        self._tell()

    def _stop_at_the_end(self, end: int) -> None:
        """Stand on the last frame of the range that was played."""
        assert self._clock is not None
        self._clock.pause()
        self._go(end - 1)
        self.pause()

    def _tick_back(self) -> None:
        assert self._clock is not None
        assert self._scale is not None
        now = self._now()
        passed, self._shuttle_at = now - self._shuttle_at, now
        self._wish_direction = -1
        self._clock.seek(self._clock.position_s - passed * self._shuttle_back)
        if self._clock.position_s <= self._clock.start_s:
            self.pause()

    def _go(self, tick: int) -> None:
        assert self._clock is not None
        assert self._scale is not None
        self._clock.seek(self._scale.seconds(tick))

    def _tell(self) -> None:
        """Say where the film is and wish for its picture."""
        if self._scale is None:
            return
        tick, frame = self.tick, self.frame
        self.position_changed.emit(tick, self._scale.seconds(tick), frame)
        if self._source is None or frame == self._wished:
            return
        self._wished = frame
        picture = self._source.cached(frame)
        if picture is not None:
            self._show_picture(self._film, frame, picture)
        else:
            self._show_quick(frame)
        # Also when it is held already: the source decodes ahead from where the film is.
        self._source.request(frame, self._wish_direction)
        self._wish_direction = 1

    def _show_picture(self, film: int, frame: int, picture: NDArray[np.uint8]) -> None:
        if film != self._film or frame == self._shown:
            return
        if frame != self._wished and (self._is_quick or not self.playing):
            return  # a newer wish is on its way, or its small picture is shown already
        self._shown, self._is_quick = frame, False
        self.picture_changed.emit(picture, frame)

    def _show_quick(self, frame: int) -> None:
        """The small picture of `frame`, unless the film plays on and the full ones come fast enough."""
        index, proxy, clock = self._index, self._proxy, self._clock
        if proxy is None or index is None or clock is None:
            return
        if clock.is_playing and clock.rate < QUICK_FROM_RATE:
            return
        picture = proxy.picture(frame, index)
        if picture is not None:
            self._shown, self._is_quick = -1, True
            self.quick_picture_changed.emit(picture, frame, proxy.full_size(frame))

    def _refuse(self, film: int, error: UserError) -> None:
        if film == self._film:
            self.failed.emit(str(error))

    def _told_playing(self) -> None:
        playing = self._clock is not None and (self._clock.is_playing or self._shuttle_back > 0)
        if playing != self._was_playing:
            self._was_playing = playing
            self.playing_changed.emit(playing)

    def _update_status(self) -> None:
        status = self._clock.status if self._clock is not None else ""
        if status != self._status:
            self._status = status
            self.status_changed.emit(status)

    def _interval(self) -> int:
        if self._index is None:
            return _SOUND_ONLY_TICK_MS
        half_a_frame = 500 / max(1.0, self._index.average_fps)
        return round(min(max(half_a_frame, _FASTEST_TICK_MS), _SLOWEST_TICK_MS))

    def _inside_loop(self, tick: int) -> bool:
        assert self._clock is not None
        assert self._scale is not None
        loop = self._clock.loop
        return loop is not None and loop[0] <= self._scale.seconds(tick) < loop[1]


def _next_speed(speed: float) -> float:
    return next((s for s in SHUTTLE if s > speed), SHUTTLE[-1])
