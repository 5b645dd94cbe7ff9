"""Plays a film's sound and says which second is heard: the master of the playback clock."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.domain.errors import UserError
from app.domain.texts import Text
from app.media.device_time import DeviceTime
from app.media.failures import user_errors
from app.media.route import Route
from app.media.sound_feed import SoundFeed
from app.qt.sound_devices import SoundDevices

_LONGEST_LATENCY_S = 2.0
"""A device that claims to play a block later than this is not believed."""

_SILENT_S = 0.3
"""A device that has not asked for sound for so long has stopped: the clock does without it."""

_LOST_S = 1.0
"""... and for so long is lost: it is closed, and another looked for."""

_ANSWER_S = 1.0
"""A device that was opened must have asked for sound by then."""

_LOOK_EVERY_S = 0.2
_RETRY_EVERY_S = 2.5


@dataclass(frozen=True, slots=True)
class _OnItsWay:
    """A stretch of sound between the program and the ear: from `begin` on, by the device's clock."""

    begin: float
    length_s: float
    second: float
    speed: float


class AudioOutput:
    """One film's sound on the computer's output.

    Never raises for want of a library or a device: then `available` is false and `reason` says why in
    plain words. A device that is lost is looked for until one is there again; `on_change` is called on a
    thread of this object's own whenever `available` has changed. Seconds are the film's; the sound is
    heard `offset_s` later against the picture. Close it.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        stream: int | None = None,
        offset_s: float = 0.0,
        channel: int = -1,
        devices: SoundDevices | None = None,
        latency: str | float = 0.1,
    ) -> None:
        """Raises `UserError` when the file has no sound that can be read."""
        self._path = path
        self._stream_number = stream
        self._offset_s, self._channel = offset_s, channel
        self._devices = devices if devices is not None else SoundDevices()
        self._latency = latency
        self.on_change: Callable[[], None] | None = None
        self.underruns = 0
        """Times that the device wanted sound which was not there yet."""
        self._lock = threading.Lock()
        self._volume = 1.0
        self._playing = False
        self._on_its_way: deque[_OnItsWay] = deque(maxlen=256)
        self._resting_s = 0.0
        self._not_before = 0.0
        self._output: Any = None
        self._reason = self._name = ""
        self._renew = False
        self._now = 0.0
        self._called = 0.0
        self._closing = threading.Event()
        self._answered = threading.Event()
        self._feed = self._fed(None, None)
        self._open()
        self._watcher: threading.Thread | None = None
        if self._devices.has_library:
            self._watcher = threading.Thread(target=self._watch, name="sound output", daemon=True)
            self._watcher.start()

    @property
    def available(self) -> bool:
        return self._output is not None

    @property
    def reason(self) -> str:
        """Why nothing can be heard, in a sentence; empty while `available`."""
        return self._reason

    @property
    def device_name(self) -> str:
        """What the computer calls the output in use; empty without one."""
        return self._name if self.available else ""

    def look_again(self) -> None:
        """Let go of the device and take the one that the computer plays to now, soon and by itself."""
        self._renew = True

    @property
    def is_playing(self) -> bool:
        return self._playing

    @property
    def volume(self) -> float:
        return self._volume

    @volume.setter
    def volume(self, volume: float) -> None:
        """0 (mute) to 1."""
        self._volume = min(1.0, max(0.0, float(volume)))

    def play(self, at_s: float, route: Route | None = None, in_s: float = 0.0) -> None:
        """Begin at second `at_s` and follow `route`; its first is not heard before `in_s` from now."""
        with self._lock:
            self._feed.begin(at_s, route)
            self._on_its_way.clear()
            self._resting_s = at_s
            self._not_before = self._device_now() + in_s if in_s > 0 else 0.0
            self._playing = self._output is not None

    def follow(self, route: Route) -> None:
        """While playing: go on by another route, without a gap."""
        self._feed.follow(route)

    def pause(self) -> None:
        """Fall silent; `position` stays at what was heard last."""
        heard = self.position()
        with self._lock:
            self._playing = False
            if heard is not None:
                self._resting_s = heard

    def set_offset(self, offset_s: float) -> None:
        """Hear the sound so much later against the picture; while playing without a gap."""
        with self._lock:
            self._offset_s = offset_s
            self._feed.set_offset(offset_s)

    def set_channel(self, channel: int) -> None:
        """Hear one channel on all outputs; -1: the film's mix."""
        with self._lock:
            self._channel = channel
            self._feed.set_channel(channel)

    def position(self) -> float | None:
        """The second of the film that is heard now; None when no device can say."""
        with self._lock:
            if self._output is None:
                return None
            if not self._playing:
                return self._resting_s
            if time.monotonic() - self._called > _SILENT_S:
                return None
            now = self._device_now()
            for block in reversed(self._on_its_way):
                if block.begin <= now:
                    return block.second + min(now - block.begin, block.length_s) * block.speed
            return self._resting_s

    def close(self) -> None:
        """Stop and let go of the device; safe to call twice."""
        self._closing.set()
        self._answered.set()  # whoever waits for a device need not any more
        if self._watcher is not None:
            self._watcher.join()
            self._watcher = None
        self._let_go("")
        self._feed.close()

    # --- the device ------------------------------------------------------------------------

    def _fed(self, rate: int | None, channels: int | None) -> SoundFeed:
        with user_errors():
            return SoundFeed(
                self._path,
                stream=self._stream_number,
                rate=rate,
                channels=channels,
                offset_s=self._offset_s,
                channel=self._channel,
            )

    def _open(self) -> None:
        try:
            name, rate, channels = self._devices.default_output()
            feed = self._feed
            try:
                output = self._started(feed)
            except UserError:
                # The device refuses the film's rate: it gets its own, and the reader converts.
                feed = self._fed(rate, min(self._feed.channels, channels))
                try:
                    output = self._started(feed)
                except UserError:
                    feed.close()
                    raise
        except UserError as error:
            self._reason = error.text
            return
        with self._lock:
            replaced, self._feed = self._feed, feed
            self._output, self._reason, self._name = output, "", name
            self._playing = False
            self._now = 0.0
        if replaced is not feed:
            replaced.close()

    def _started(self, feed: SoundFeed) -> Any:
        times = DeviceTime()
        self._answered.clear()

        def callback(data: np.ndarray, count: int, timing: Any, status: Any) -> None:
            self._answered.set()
            self._called = time.monotonic()
            if status.output_underflow:
                self.underruns += 1
            self._fill(feed, data, times.heard_at(self._heard_at(timing), count / feed.rate))

        output = self._devices.open(feed.rate, feed.channels, self._latency, callback)
        if not self._answered.wait(_ANSWER_S) or self._closing.is_set():
            self._devices.close(output)
            raise UserError("The sound device does not answer, so nothing can be heard.")
        return output

    def _let_go(self, reason: str) -> None:
        with self._lock:
            output, self._output = self._output, None
            self._playing = False
            self._reason = reason
            self._on_its_way.clear()
        if output is not None:
            self._devices.close(output)

    def _watch(self) -> None:
        """Notice that the device has gone, and take the next that comes."""
        while not self._closing.wait(_LOOK_EVERY_S if self.available else _RETRY_EVERY_S):
            if self.available:
                if self._is_alive() and not self._renew:
                    continue
                self._let_go(
                    Text("The sound device is looked for.")
                    if self._renew
                    else Text("The sound device is gone.")
                )
                self._renew = False
                self._tell()
            self._devices.look_again()
            self._open()
            if self.available:
                self._tell()

    def _is_alive(self) -> bool:
        return bool(self._output.active) and time.monotonic() - self._called < _LOST_S

    def _tell(self) -> None:
        if self.on_change is not None:
            self.on_change()

    # --- on the device's thread ------------------------------------------------------------

    def _fill(self, feed: SoundFeed, data: np.ndarray, begin: float) -> None:
        """The device wants samples that will be heard from `begin` on: give them, and note which."""
        data.fill(0)
        with self._lock:
            if not self._playing:
                return
            filled = min(max(0, round((self._not_before - begin) * feed.rate)), len(data))
            for piece in feed.take(len(data) - filled):
                count = len(piece.samples)
                at = begin + filled / feed.rate
                self._on_its_way.append(_OnItsWay(at, count / feed.rate, piece.second, piece.speed))
                data[filled : filled + count] = piece.samples * np.float32(self._volume)
                filled += count
            if filled < len(data) and self._on_its_way:
                self.underruns += 1

    def _device_now(self) -> float:
        """The device's clock, which some systems report coarsely; it does not run backwards here."""
        if self._output is not None:
            self._now = max(self._now, float(self._output.time))
        return self._now

    def _heard_at(self, timing: Any) -> float:
        """When, by the device's clock, the block that is asked for now will be heard, as it says."""
        ahead = timing.outputBufferDacTime - timing.currentTime
        output = self._output
        if not 0 <= ahead <= _LONGEST_LATENCY_S:
            ahead = float(output.latency) if output is not None else 0.0
        now = timing.currentTime or (output.time if output is not None else time.monotonic())
        return float(now + ahead)
