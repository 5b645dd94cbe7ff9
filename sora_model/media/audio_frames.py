"""Many short decoded frames of sound as few long ones: the work per frame costs more than that per sample."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame

_ROUNDING_TICKS = 1.0
"""A stated time may differ by so much from the running count and still go on from it."""


def merged_frames(frames: Iterator[AudioFrame], most: int, apart: int = 0) -> Iterator[AudioFrame]:
    """The same samples in frames of about `most` samples at most, each with the time of its first sample.

    Only frames of one format, rate and number of channels whose times follow on one another are joined; the
    first `apart` frames stay as they are.
    """
    yield from islice(frames, apart)
    queue, held, channels = AudioFifo(), 0, 0
    begin: int | None = None
    ticks_per_sample = 0.0
    for frame in frames:
        time, samples = frame.pts, frame.samples
        follows = time is None or (
            begin is not None and abs(time - begin - held * ticks_per_sample) <= _ROUNDING_TICKS
        )
        if held and follows and held + samples <= most and frame.layout.nb_channels == channels:
            # The queue counts times from 0 on, ours begin anywhere.
            frame.pts = None
            try:
                queue.write(frame)
            except ValueError:  # another format, rate or time base
                frame.pts = time
            else:
                held += samples
                continue
        if held:
            yield _emptied(queue, begin)
        begin, held, channels = time, samples, frame.layout.nb_channels
        ticks_per_sample = float(1 / (frame.time_base * frame.sample_rate)) if frame.time_base else 0.0
        queue = AudioFifo()
        frame.pts = None
        queue.write(frame)
    if held:
        yield _emptied(queue, begin)


def _emptied(queue: AudioFifo, begin: int | None) -> AudioFrame:
    joined = queue.read(0)
    assert joined is not None
    joined.pts = begin
    return joined
