"""Plays a film's sound and says which second is heard: the master of the playback clock."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from types import ModuleType
from typing import Any

import numpy as np

from app.media.failures import user_errors
from app.media.sound_feed import SoundFeed

NO_LIBRARY = "The sound library PortAudio is not installed, so nothing can be heard."
NO_DEVICE = "No sound device was found, so nothing can be heard."

_LONGEST_LATENCY_S = 2.0
"""A device that claims to play a block later than this is not believed."""


def load_sounddevice() -> ModuleType | None:
    """The module `sounddevice`; None on a machine without PortAudio."""
    try:
        import sounddevice
    except OSError:
        return None
    return sounddevice


class AudioOutput:
    """One film's sound on the computer's output.

    Never raises for want of a library or a device: then `available` is false and `reason` says why in
    plain words. Seconds are the film's; `offset_s` plays the sound so much later against the picture.
    Close it.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        stream: int | None = None,
        offset_s: float = 0.0,
        device: int | str | None = None,
        latency: str | float = 0.1,
    ) -> None:
        """Raises `UserError` when the file has no sound that can be read."""
        self._path = path
        self._stream_number = stream
        self._offset_s = offset_s
        self._device = device
        self._latency = latency
        self._feed: SoundFeed | None = None
        self._output: Any = None
        self._reason = ""
        self._lock = threading.Lock()
        self._volume = 1.0
        self._playing = False
        # (time by the device's clock, second of the film, playing) for each block on its way to the ear.
        self._under_way: deque[tuple[float, float, float]] = deque(maxlen=256)
        self._resting_s = 0.0
        self._heard_s: float | None = None
        self.underruns = 0
        """Times that the device wanted sound which was not there yet."""
        self._open()

    @property
    def available(self) -> bool:
        return self._output is not None

    @property
    def reason(self) -> str:
        """Why nothing can be heard, in a sentence; empty while `available`."""
        return self._reason

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

    @property
    def latency_s(self) -> float:
        """From the program to the ear, as the device states it; 0 without one."""
        return float(self._output.latency) if self._output is not None else 0.0

    def play(self, at_s: float | None = None) -> None:
        """Begin at second `at_s` of the film, or go on from where it rests."""
        if self._output is None or self._feed is None:
            return
        self._go_to(self._resting_s if at_s is None else at_s)
        self._playing = True

    def seek(self, at_s: float) -> None:
        """Go to second `at_s`; playing goes on from there."""
        if self._feed is not None:
            self._go_to(at_s)
        self._resting_s = at_s

    def pause(self) -> None:
        """Fall silent; `position` stays at what was heard last."""
        heard = self.position()
        self._playing = False
        if heard is not None:
            self._resting_s = heard

    def position(self) -> float | None:
        """The second of the film that is heard now; None when no device can say."""
        if self._output is None or not self._output.active:
            return None
        if not self._playing:
            return self._resting_s
        now = float(self._output.time)
        with self._lock:
            heard = self._resting_s
            for begin, second, length in reversed(self._under_way):
                if begin <= now:
                    heard = second + min(now - begin, length)
                    break
            # The device's clock is reported coarsely by some systems: time does not run backwards for that.
            if self._heard_s is not None and heard < self._heard_s:
                heard = self._heard_s
            self._heard_s = heard
        return heard

    def close(self) -> None:
        """Stop and let go of the device; safe to call twice."""
        output, self._output = self._output, None
        if output is not None:
            output.close()
        feed, self._feed = self._feed, None
        if feed is not None:
            feed.close()
        self._playing = False

    def _go_to(self, at_s: float) -> None:
        assert self._feed is not None
        with self._lock:
            self._feed.seek(at_s - self._offset_s)
            self._under_way.clear()
            self._resting_s = at_s
            self._heard_s = None

    def _open(self) -> None:
        sounddevice = load_sounddevice()
        if sounddevice is None:
            self._reason = NO_LIBRARY
            return
        try:
            facts = sounddevice.query_devices(self._device, "output")
        except (sounddevice.PortAudioError, ValueError):
            self._reason = NO_DEVICE
            return
        with user_errors():
            feed = SoundFeed(self._path, stream=self._stream_number)
        try:
            self._output = self._started(sounddevice, feed)
        except sounddevice.PortAudioError:
            # The device refuses the film's rate: it gets its own, and the reader converts.
            rate, channels = (
                round(facts["default_samplerate"]),
                min(feed.channels, facts["max_output_channels"]),
            )
            feed.close()
            with user_errors():
                feed = SoundFeed(self._path, stream=self._stream_number, rate=rate, channels=max(1, channels))
            try:
                self._output = self._started(sounddevice, feed)
            except sounddevice.PortAudioError as error:
                feed.close()
                self._reason = f"The sound device cannot be used ({error}), so nothing can be heard."
                return
        self._feed = feed

    def _started(self, sounddevice: ModuleType, feed: SoundFeed) -> Any:
        def callback(data: np.ndarray, count: int, timing: Any, status: Any) -> None:
            if status.output_underflow:
                self.underruns += 1
            self._fill(feed, data, count, timing)

        output = sounddevice.OutputStream(
            samplerate=feed.rate,
            channels=feed.channels,
            dtype="float32",
            device=self._device,
            latency=self._latency,
            callback=callback,
        )
        try:
            output.start()
        except BaseException:
            output.close()
            raise
        return output

    def _fill(self, feed: SoundFeed, data: np.ndarray, count: int, timing: Any) -> None:
        """The device wants `count` samples: give them, and note when they will be heard."""
        if not self._playing:
            data.fill(0)
            return
        with self._lock:
            first, samples = feed.take(count)
            given = len(samples)
            if given:
                begin = self._heard_at(timing)
                second = first / feed.rate + self._offset_s
                self._under_way.append((begin, second, given / feed.rate))
            if given < count and self._under_way:
                self.underruns += 1
        data[:given] = samples * np.float32(self._volume)
        data[given:] = 0

    def _heard_at(self, timing: Any) -> float:
        """When, by the device's clock, the block that is asked for now will be heard."""
        ahead = timing.outputBufferDacTime - timing.currentTime
        if not 0 <= ahead <= _LONGEST_LATENCY_S:
            ahead = self.latency_s
        now = timing.currentTime or (self._output.time if self._output is not None else time.monotonic())
        return float(now + ahead)
