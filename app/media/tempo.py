"""Sound faster or slower at the same pitch, sample for sample on the film's time line."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph

from app.media.route import SOUND_FASTEST, SOUND_SLOWEST
from sora_model.media.audio_reader import Samples

_WINDOWS_PER_S = 24
_SPEEDS = (0.5, 0.7, 0.95, 1.05, 1.1, 1.25, 1.5, 1.75, 2.0)
_EARLY = (0.41, 0.39, 0.38, 0.12, 0.0, 0.02, 0.065, 0.165, 0.24)
"""How much too early, as a share of its window, the filter brings the onset of a sound at each speed: the
median over bursts of tone, of noise and clicks, the same for all of them and at 16 to 48 kHz.
"""


def onset_lead_s(rate: int, speed: float) -> float:
    """By how many seconds of the film `atempo` brings sounds too early; it searches around the exact place,
    and its first find of an onset is what the ear takes for it.
    """
    window = 1 << max(0, (rate // _WINDOWS_PER_S) - 1).bit_length()
    return float(np.interp(speed, _SPEEDS, _EARLY)) * window / rate


class Tempo:
    """FFmpeg's `atempo` (waveform-similarity overlap-add), fed and emptied in blocks.

    Output sample `n` sounds like input sample `n * speed`, brought forward by `onset_lead_s`, to within the
    filter's search of some hundredths of a second; the search is held to that line, so nothing adds up.
    After `finish` exactly `round(pushed / speed)` samples have come out. Use it from one thread.
    """

    def __init__(self, rate: int, channels: int, speed: float) -> None:
        if not SOUND_SLOWEST <= speed <= SOUND_FASTEST:
            raise ValueError(f"the speed must be from {SOUND_SLOWEST} to {SOUND_FASTEST}")
        self._rate, self._channels, self._speed = rate, channels, speed
        self._layout = {1: "mono", 2: "stereo"}.get(channels, f"{channels}c")
        self._pushed = self._given = 0
        self._graph = Graph()
        nodes = (
            self._graph.add_abuffer(
                sample_rate=rate, format="flt", layout=self._layout, time_base=Fraction(1, rate)
            ),
            self._graph.add("atempo", f"{speed}"),
            self._graph.add("abuffersink"),
        )
        self._graph.link_nodes(*nodes).configure()

    def push(self, samples: Samples) -> Samples:
        """What has become ready, `(n, channels)`; the filter holds back some hundredths of a second."""
        if not len(samples):
            return samples
        packed = np.ascontiguousarray(samples, np.float32).reshape(1, -1)
        frame = AudioFrame.from_ndarray(packed, format="flt", layout=self._layout)
        frame.sample_rate, frame.pts, frame.time_base = self._rate, self._pushed, Fraction(1, self._rate)
        self._pushed += len(samples)
        self._graph.push(frame)
        return self._ready()

    def finish(self) -> Samples:
        """The rest. The filter's own end is a little short or long: silence is added or the surplus cut."""
        before = self._given
        self._graph.push(None)
        rest = self._ready()
        missing = max(0, round(self._pushed / self._speed) - before)
        self._given = before + missing
        exact = np.zeros((missing, self._channels), np.float32)
        exact[: len(rest)] = rest[:missing]
        return exact

    def _ready(self) -> Samples:
        parts = [np.zeros((0, self._channels), np.float32)]
        while True:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                break
            assert isinstance(frame, AudioFrame)
            parts.append(frame.to_ndarray().reshape(-1, self._channels).astype(np.float32, copy=False))
        joined = np.concatenate(parts)
        self._given += len(joined)
        return joined
