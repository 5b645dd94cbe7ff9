"""Where something begins to sound: a bounce, a whistle, a slamming door. Edges of labels rest on these.

Rises of the loudness in decibels, picked as Dixon does ("Onset detection revisited", DAFx 2006): a rise that
is the largest around and stands out from the mean before and after it. The loudness comes from the
waveform's own bins, which are kept on disk: nothing is decoded again.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.media.waveform_peaks import WaveformPeaks

RATE = 200.0
"""Steps per second that are looked at."""

_QUIETEST = 1e-3  # -60 dB: below, all is silence
_LAG = 4  # steps over which a rise is measured: 20 ms
_AROUND = 8  # steps on either side among which it is the largest
_MEAN_BEFORE, _MEAN_AFTER = 60, 20
_LEAST_RISE_DB = 6.0  # above the mean
_PIECE_S = 60.0


def onsets_of(peaks: WaveformPeaks, cancelled: Callable[[], bool]) -> NDArray[np.float64]:
    """Seconds of the sound, sorted; as many as were found until it was cancelled."""
    pieces, start = [], 0.0
    while start < peaks.duration_s and not cancelled():
        length = min(_PIECE_S, peaks.duration_s - start)
        pieces.append(peaks.loudness(start, start + length, max(1, round(length * RATE))))
        start += _PIECE_S
    return onsets(np.concatenate(pieces)) / RATE if pieces else np.zeros(0)


def onsets(loudness: NDArray[np.float32]) -> NDArray[np.int64]:
    """The steps in which a sound begins. `loudness`: root mean square, 0 to 1, NaN where it is not known."""
    steps = len(loudness)
    if steps <= _LAG:
        return np.zeros(0, np.int64)
    level = 20 * np.log10(np.maximum(np.nan_to_num(loudness.astype(np.float64)), _QUIETEST))
    rise = np.zeros(steps)
    rise[_LAG:] = np.maximum(0.0, level[_LAG:] - level[:-_LAG])
    total = np.concatenate([[0.0], np.cumsum(rise)])
    at = np.arange(steps)
    first, last = np.maximum(0, at - _MEAN_BEFORE), np.minimum(steps, at + _MEAN_AFTER + 1)
    mean = (total[last] - total[first]) / (last - first)
    largest = sliding_window_view(np.pad(rise, _AROUND), 2 * _AROUND + 1).max(axis=1)
    candidates = np.flatnonzero((rise >= largest) & (rise >= mean + _LEAST_RISE_DB))
    # Of equal rises side by side the first; it begins where the loudness begins to rise, before its largest.
    apart = np.diff(candidates, prepend=-2 * _AROUND) > _AROUND
    return np.asarray([_beginning(level, int(c)) for c in candidates[apart]], np.int64)


def _beginning(level: NDArray[np.float64], at: int) -> int:
    """The first step of the steepest rise within the lag before `at`."""
    before = np.diff(level[max(0, at - _LAG) : at + 1])
    return max(0, at - _LAG) + int(np.argmax(before)) + 1
