"""Sound waiting to be played: a reader thread fills a ring that the sound device empties."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import numpy as np

from sora_model.contract.errors import SoraError
from sora_model.media.audio_reader import AudioReader, Samples

_BLOCK_S = 0.1


class SoundFeed:
    """The sound of one film from any second on, decoded ahead in a thread of its own.

    `take` never waits: it is made for a sound device's callback. Past the sound's own end it gives
    silence. Close it: that waits for the thread.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        rate: int | None = None,
        channels: int | None = None,
        stream: int | None = None,
        ahead_s: float = 1.0,
    ) -> None:
        """Raises `SoraError` when the file has no sound that can be read."""
        self._reader = AudioReader(path, stream)
        facts = self._reader.facts
        self.rate = rate or facts.sample_rate
        self.channels = channels or min(2, facts.channels)
        self.error: SoraError | None = None
        """What stopped the reading, if anything did; the rest is silent."""
        self._ring = np.zeros((max(1, round(ahead_s * self.rate)), self.channels), np.float32)
        self._wake = threading.Condition()
        self._head = 0
        self._held = 0
        self._next = 0
        self._target: float | None = 0.0
        self._ended = False
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="sound feed", daemon=True)
        self._thread.start()

    def seek(self, seconds: float) -> None:
        """Give the sound from `seconds` on; what waits is dropped at once."""
        with self._wake:
            self._target = seconds
            self._held = 0
            self._ended = False
            self._next = round(seconds * self.rate)
            self._wake.notify_all()

    def take(self, count: int) -> tuple[int, Samples]:
        """`(first, samples)`: up to `count` samples, `(n, channels)`, the first being sample `first` of
        the film.

        Fewer, even none, when the reader has not caught up.
        """
        with self._wake:
            first = self._next
            given = min(count, self._held)
            samples = self._ring.take(np.arange(self._head, self._head + given), axis=0, mode="wrap")
            self._head = (self._head + given) % len(self._ring)
            self._held -= given
            if self._ended and given < count:
                samples = np.concatenate([samples, np.zeros((count - given, self.channels), np.float32)])
            self._next += len(samples)
            self._wake.notify_all()
            return first, samples

    @property
    def waiting_s(self) -> float:
        """Seconds of sound that wait to be taken; endless after the sound's end."""
        with self._wake:
            return float("inf") if self._ended else self._held / self.rate

    def wait_until_ready(self, seconds: float, timeout_s: float) -> bool:
        """Wait until `seconds` of sound are there; false when they are not within `timeout_s`."""
        need = min(round(seconds * self.rate), len(self._ring))
        with self._wake:
            return self._wake.wait_for(lambda: self._ended or self._held >= need, timeout_s)

    def close(self) -> None:
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join()
        self._reader.close()

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closing or self._target is not None)
                if self._closing:
                    return
                target, self._target = self._target, None
            assert target is not None
            try:
                done = all(self._put(block) for block in self._from(target))
            except SoraError as error:
                self.error, done = error, True
            with self._wake:
                if done and self._target is None:
                    self._ended = True
                    self._wake.notify_all()

    def _from(self, seconds: float) -> Iterator[Samples]:
        if seconds < 0:
            yield np.zeros((round(-seconds * self.rate), self.channels), np.float32)
        for _, block in self._reader.blocks(self.rate, self.channels, _BLOCK_S, max(0.0, seconds)):
            yield block

    def _put(self, block: Samples) -> bool:
        """Place `block` in the ring as it empties; false when it is no longer wanted."""
        done = 0
        while done < len(block):
            with self._wake:
                self._wake.wait_for(
                    lambda: self._closing or self._target is not None or self._held < len(self._ring)
                )
                if self._closing or self._target is not None:
                    return False
                count = min(len(block) - done, len(self._ring) - self._held)
                begin = (self._head + self._held) % len(self._ring)
                places = np.arange(begin, begin + count) % len(self._ring)
                self._ring[places] = block[done : done + count]
                self._held += count
                done += count
                self._wake.notify_all()
        return True
