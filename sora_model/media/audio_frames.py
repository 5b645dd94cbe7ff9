"""Many short decoded frames of sound as few long ones: the work per frame costs more than that per sample."""

from __future__ import annotations

from collections.abc import Iterator

from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame

_ROUNDING_TICKS = 1.0
"""A stated time may differ by so much from the running count and still go on from it."""


def merged_frames(frames: Iterator[AudioFrame], most: int, apart: int = 0) -> Iterator[AudioFrame]:
    """The same samples in frames of about `most` samples at most, each with the time of its first sample.

    Only frames of one format, rate and number of channels whose times follow on one another are joined; the
    first `apart` frames stay as they are.
    """
    queue = _Queue()
    for number, frame in enumerate(frames):
        if number < apart:
            yield frame
        elif queue.samples + frame.samples > most or not queue.took(frame):
            if queue.samples:
                yield queue.emptied()
            queue.begin(frame)
    if queue.samples:
        yield queue.emptied()


class _Queue:
    """Frames that go on from one another, `samples` in all."""

    def __init__(self) -> None:
        self.samples = 0
        self._fifo = AudioFifo()
        self._kind = ("", 0, 0)
        self._first: int | None = None
        self._ticks_per_sample = 0.0

    def took(self, frame: AudioFrame) -> bool:
        """Append `frame` if it goes on where what is held ends."""
        time = frame.pts
        if not self.samples or _kind_of(frame) != self._kind:
            return False
        if time is not None and (
            self._first is None
            or abs(time - self._first - self.samples * self._ticks_per_sample) > _ROUNDING_TICKS
        ):
            return False
        # The queue counts times from 0 on, ours begin anywhere.
        frame.pts = None
        try:
            self._fifo.write(frame)
        except ValueError:  # another time base
            frame.pts = time
            return False
        self.samples += frame.samples
        return True

    def begin(self, frame: AudioFrame) -> None:
        """Hold `frame` alone."""
        self._fifo, self._kind = AudioFifo(), _kind_of(frame)
        self._first, base = frame.pts, frame.time_base
        self._ticks_per_sample = float(1 / (base * frame.sample_rate)) if base else 0.0
        frame.pts = None
        self._fifo.write(frame)
        self.samples = frame.samples

    def emptied(self) -> AudioFrame:
        joined = self._fifo.read(0)
        assert joined is not None
        joined.pts = self._first
        self.samples = 0
        return joined


def _kind_of(frame: AudioFrame) -> tuple[str, int, int]:
    return frame.format.name, frame.sample_rate, frame.layout.nb_channels
