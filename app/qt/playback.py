"""The player: clock, sound and pictures of one film as signals. The clock never waits for a picture."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.domain.errors import UserError
from app.domain.timebase import TimeRange, TimeScale
from app.media.frame_cache import FrameCache
from app.media.frame_source import FrameSource
from app.media.playback_clock import PlaybackClock, Sound
from app.media.transport import FilmTime, QuickPictures, SeenPictures, WantedPictures, in_order, shuttle_speed

if TYPE_CHECKING:
    from sora_model.media.pts_index import PtsIndex

QUICK_FROM_RATE = 4.0  # full pictures keep up with what is slower
_SOUND_ONLY_STEP_S = 0.04
_REST_MS = 60  # of the hand, with the small picture in view, before the full one is decoded


class PlaybackController(QObject):
    """One film at a time. Ticks are the medium's own; `frame` is -1 for sound-only media.

    All methods on the GUI thread; nothing here decodes or waits.
    """

    position_changed = Signal(object, float, int)  # tick, seconds, frame
    picture_changed = Signal(object, int)  # (h, w, 3) uint8 RGB, frame
    quick_picture_changed = Signal(object, int, object)  # small, frame, (width, height) of the full one
    playing_changed = Signal(bool)
    rate_changed = Signal(float)  # negative: backwards
    loop_changed = Signal(object)  # TimeRange or None
    pictures_dropped = Signal(int)  # since playing began; at most once a second
    status_changed = Signal(object)  # Text: why there is no sound, empty when there is
    failed = Signal(object)  # Text: a picture that cannot be decoded

    _arrived = Signal(int, int, object)  # film, frame, picture
    _refused = Signal(int, object)
    _sound_came_or_went = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        cache: FrameCache | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._cache = cache if cache is not None else FrameCache.within()
        self._now = now
        self._film = 0
        self._time: FilmTime | None = None
        self._source: FrameSource | None = None
        self._proxy: QuickPictures | None = None
        self._sound: Sound | None = None
        self._clock: PlaybackClock | None = None
        self._wanted = WantedPictures()
        self._is_quick = self._was_playing = False
        self._wish_direction = 1
        self._stop_at: int | None = None
        self._loop: TimeRange | None = None
        self._seen = SeenPictures()
        self._counted_at = 0.0
        self._status = ""
        self._volume, self._muted = 1.0, False
        self._audio_offset_s, self._channel = 0.0, -1
        self._deinterlaces = True
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._wish)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)
        self._arrived.connect(self._show_picture, Qt.ConnectionType.QueuedConnection)
        self._refused.connect(self._refuse, Qt.ConnectionType.QueuedConnection)
        self._sound_came_or_went.connect(self._update_status, Qt.ConnectionType.QueuedConnection)

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
        self._time = FilmTime(scale, span, index)
        self._clock = PlaybackClock(*self._time.seconds(span), now=self._now)
        if index is not None:
            film = self._film
            self._source = FrameSource(
                path,
                index,
                str(film),
                self._cache,
                lambda n, picture: self._arrived.emit(film, n, picture),
                lambda error: self._refused.emit(film, error),
                deinterlace=self._deinterlaces,
            )
        if sound is not None:
            self.use_sound(sound)
        self.rate_changed.emit(1.0)
        self._update_status()
        self.seek(span.start)

    def unload(self) -> None:
        """Stop, close the sound, end the decoding thread."""
        self._rest.stop()
        self._timer.stop()
        if self._clock is not None:
            self._clock.pause()
        if self._source is not None:
            self._source.close()
        self._close_sound()
        self._cache.forget(str(self._film))
        self._film += 1
        self._time = self._source = self._clock = self._proxy = None
        self._wanted.forget()
        self._stop_at = None
        self._set_loop(None)
        self._told_playing()

    def use_index(self, index: PtsIndex, span: TimeRange) -> None:
        """The confirmed index of the film that is shown; the position stays."""
        if self._source is None or self._clock is None or self._time is None:
            return
        tick = self.tick
        self._time = FilmTime(self._time.scale, span, index)
        self._clock.set_film(*self._time.seconds(span))
        self._source.use_index(index)
        self._wanted.forget()
        if not self._clock.is_playing:
            self.seek(tick)

    def use_sound(self, sound: Sound) -> None:
        """The sound was opened after the picture, or another was chosen: it joins without a jump."""
        if self._clock is None:
            sound.close()
            return
        replaced, self._sound = self._sound, sound
        sound.on_change = self._sound_came_or_went.emit
        self._set_loudness()
        sound.set_offset(self._audio_offset_s)
        sound.set_channel(self._channel)
        self._clock.set_sound(sound)
        if replaced is not None:
            replaced.close()
        self._update_status()

    def use_proxy(self, proxy: QuickPictures | None) -> None:
        """Where small pictures come from while the full one is being decoded; None: nowhere."""
        self._proxy = proxy

    def set_skips(self, ranges: Sequence[TimeRange]) -> None:
        """Still stretches: playing on runs through short ones without sound and jumps over long ones."""
        if self._clock is not None and self._time is not None:
            self._clock.set_skips(in_order([self._time.seconds(range_) for range_ in ranges]))

    @property
    def loaded(self) -> bool:
        return self._clock is not None

    @property
    def film(self) -> int:
        """Changes with every load: answers for an older film are stale."""
        return self._film

    @property
    def index(self) -> PtsIndex | None:
        return self._time.index if self._time is not None else None

    @property
    def pictures(self) -> FrameSource | None:
        """Where the full pictures of the film come from."""
        return self._source

    @property
    def playing(self) -> bool:
        return self._was_playing

    @property
    def rate(self) -> float:
        return self._clock.rate if self._clock is not None else 1.0

    @property
    def loop(self) -> TimeRange | None:
        return self._loop

    @property
    def shown(self) -> int:
        """Pictures shown while playing, of all films so far."""
        return self._seen.shown

    @property
    def dropped(self) -> int:
        """Pictures that playing should have shown and did not, because they came too late."""
        return self._seen.dropped

    @property
    def tick(self) -> int:
        """Where the film is; 0 when none is loaded."""
        if self._clock is None or self._time is None:
            return 0
        return self._time.tick(self._clock.position_s)

    @property
    def frame(self) -> int:
        """The number of the frame at the position, -1 without pictures."""
        return self._time.frame(self.tick) if self._time is not None else -1

    # --- the person's hand -----------------------------------------------------------------

    def play(self) -> None:
        if self._clock is None:
            return
        if not self._clock.is_playing:
            self._jump()
            self._seen.begin(self._now())
            self.pictures_dropped.emit(0)
        self._clock.play()
        self._timer.start(0)
        self._told_playing()

    def pause(self) -> None:
        """Stand still on the frame that is shown: its own time is then the position."""
        if self._clock is None:
            return
        self._timer.stop()
        self._clock.pause()
        self._set_stop(None)
        if self._clock.rate < 0:
            self.set_rate(1.0)
        if self.index is not None:
            self._go(self.index.start_of(self.frame))
        self._told_playing()
        self._wanted.wished = -1  # the full picture, where only the small one was shown
        self._tell()

    def toggle(self) -> None:
        if self.playing:
            self.pause()
        else:
            self.play()

    def seek(self, tick: int) -> None:
        """Go to `tick`; playing goes on from there."""
        if self._time is None:
            return
        self._set_stop(None)
        if self._loop is not None and not self._loop.contains(tick):
            self._set_loop(None)
        self._go(self._time.within(tick))
        self._tell()

    def step(self, frames: int) -> None:
        """Stand still `frames` further; without pictures in steps of a twenty-fifth of a second."""
        if self._time is None:
            return
        if self.playing:
            self.pause()
        if self.index is None:
            self.seek(self.tick + frames * self._time.scale.ticks(_SOUND_ONLY_STEP_S))
            return
        number = min(max(self.frame + frames, 0), len(self.index) - 1)
        self._wish_direction = -1 if frames < 0 else 1
        self.seek(self.index.start_of(number))

    def skip(self, seconds: float) -> None:
        """Go on by seconds, onto a frame's own time while standing still."""
        if self._time is None:
            return
        target = self.tick + round(Fraction(seconds) / self._time.scale.time_base)
        if self.index is not None and not self.playing:
            target = self.index.start_of(self.index.frame_at(target))
        self.seek(target)

    def play_range(self, range_: TimeRange, *, loop: bool = False) -> None:
        """Play `range_` on, once, and stand still at its end, or again and again."""
        if self._clock is None:
            return
        if self._clock.rate < 0:
            self.set_rate(1.0)
        self._set_loop(range_ if loop else None)
        self.seek(range_.start)
        if not loop:
            self._set_stop(range_.end)
        self.play()

    def leave_loop(self) -> None:
        """Play on past the loop's end."""
        self._set_loop(None)

    def set_rate(self, rate: float) -> None:
        """0.25 to 8, negative: backwards. Raises `ValueError` outside."""
        if self._clock is not None:
            self._clock.set_rate(rate)
            self._jump()
            self.rate_changed.emit(rate)
            self._update_status()

    def shuttle(self, direction: int) -> None:
        """J, K, L: on again in the same direction is faster, 0 stops."""
        if self._clock is None:
            return
        if direction == 0:
            self.pause()
            self.set_rate(1.0)
            return
        self._set_stop(None)
        self.set_rate(shuttle_speed(self._clock.rate, direction, playing=self.playing))
        self.play()

    def set_volume(self, volume: float) -> None:
        self._volume = volume
        self._set_loudness()

    def set_muted(self, muted: bool) -> None:
        self._muted = muted
        self._set_loudness()

    def set_audio_offset(self, seconds: float) -> None:
        """Hear the sound so much later against the picture: this film's, and that of the next."""
        self._audio_offset_s = seconds
        if self._sound is not None:
            self._sound.set_offset(seconds)

    def set_deinterlacing(self, on: bool) -> None:
        """Whether interlaced frames lose their combs, for viewing: in this film and the next."""
        self._deinterlaces = on
        if self._source is not None:
            self._source.set_deinterlacing(on)
            self._wanted.forget()
            self.seek(self.tick)

    def set_channel(self, channel: int) -> None:
        """Hear one channel on both ears; -1: all. For this film and the next."""
        self._channel = channel
        if self._sound is not None:
            self._sound.set_channel(channel)

    @property
    def sound_device(self) -> str:
        """The name of the output in use; empty without one."""
        return self._sound.device_name if self._sound is not None else ""

    def look_for_sound_device(self) -> None:
        """Play to the output that the computer has chosen now; the film goes on meanwhile."""
        if self._sound is not None:
            self._sound.look_again()

    def _set_loudness(self) -> None:
        if self._sound is not None:
            self._sound.volume = 0.0 if self._muted else self._volume

    def _close_sound(self) -> None:
        sound, self._sound = self._sound, None
        if sound is not None:
            sound.on_change = None
            sound.close()

    def _set_stop(self, tick: int | None) -> None:
        self._stop_at = tick
        if self._clock is not None and self._time is not None:
            self._clock.set_stop(None if tick is None else self._time.scale.seconds(tick))

    def _set_loop(self, range_: TimeRange | None) -> None:
        if range_ == self._loop:
            return
        self._loop = range_
        if self._clock is not None and self._time is not None:
            self._clock.set_loop(*(self._time.seconds(range_) if range_ is not None else (None, None)))
        self.loop_changed.emit(range_)

    # --- what happens by itself ------------------------------------------------------------

    def _tick(self) -> None:
        if self._clock is None or self._time is None:
            return
        second = self._clock.advance()
        if not self._clock.is_playing:
            if self._stop_at is not None:
                self._go(self._stop_at - 1)  # stand on the last frame of the range that was played
            self.pause()
            return
        self._update_status()
        self._wish_direction = -1 if self._clock.rate < 0 else 1
        self._tell()
        if (dropped := self._seen.news(self._now())) is not None:
            self.pictures_dropped.emit(dropped)
        self._timer.start(max(1, math.ceil(1000 * self._time.wait_s(second, self._clock.rate))))

    def _go(self, tick: int) -> None:
        self._jump()
        if self._clock is not None and self._time is not None:
            self._clock.seek(self._time.scale.seconds(tick))

    def _jump(self) -> None:
        """From here on other pictures are wanted than before."""
        self._seen.jump()
        self._wanted.jump()

    def _tell(self) -> None:
        """Say where the film is and wish for its picture."""
        if self._time is None:
            return
        tick = self.tick
        frame = self._time.frame(tick)
        self.position_changed.emit(tick, self._time.scale.seconds(tick), frame)
        is_new = self._wanted.wish(frame, self._wish_direction)
        if self._source is None:
            return
        if not is_new:
            if self._is_quick and not self.playing:
                self._rest.start()
            return
        picture = self._source.cached(frame)
        if picture is not None:
            self._show_picture(self._film, frame, picture)
        elif self._show_quick(frame):
            if not self.playing:
                # A hand that moves on would only have it begun and given up, at the cost of what is shown.
                self._rest.start()
            return  # while playing at this speed the full picture would only come too late
        # Also when it is held already: the source decodes ahead from where the film is.
        self._wish()

    def _wish(self) -> None:
        """For the full picture of where the film is."""
        self._rest.stop()
        if self._source is not None and self._time is not None and self._clock is not None:
            step = abs(self._time.step(self._clock.rate)) if self._clock.is_playing else 0
            self._source.request(self._wanted.wished, self._wish_direction, step=step)
        self._wish_direction = 1

    def _show_picture(self, film: int, frame: int, picture: NDArray[np.uint8]) -> None:
        if film != self._film or frame == self._wanted.shown:
            return
        # Standing still another is on its way; and a small picture on the screen is a newer one.
        may_be_late = self.playing and not self._is_quick and self._wanted.is_late(frame)
        if frame != self._wanted.wished and not may_be_late:
            return
        self._wanted.shown, self._is_quick = frame, False
        self._count(frame)
        self.picture_changed.emit(picture, frame)

    def _show_quick(self, frame: int) -> bool:
        """The small picture of `frame`, unless the film plays on and the full ones come fast enough."""
        index, proxy, clock = self.index, self._proxy, self._clock
        if proxy is None or index is None or clock is None:
            return False
        if clock.is_playing and abs(clock.rate) < QUICK_FROM_RATE:
            return False
        picture = proxy.picture(frame, index)
        if picture is None:
            return False
        self._wanted.shown, self._is_quick = -1, True
        self._count(frame)
        self.quick_picture_changed.emit(picture, frame, proxy.full_size(frame))
        return True

    def _count(self, frame: int) -> None:
        if self._clock is None or self._time is None or not self._clock.is_playing:
            return
        here, before = self._clock.position_s, self._counted_at
        self._counted_at = here
        if self._clock.is_still(before, here):
            self._seen.jump()
        self._seen.see(frame, self._time.step(self._clock.rate))

    def _refuse(self, film: int, error: UserError) -> None:
        if film == self._film:
            self.failed.emit(error.text)

    def _told_playing(self) -> None:
        playing = self._clock is not None and self._clock.is_playing
        if playing != self._was_playing:
            self._was_playing = playing
            self.playing_changed.emit(playing)

    def _update_status(self) -> None:
        status = self._clock.status if self._clock is not None else ""
        if status != self._status:
            self._status = status
            self.status_changed.emit(status)
