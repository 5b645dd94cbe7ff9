"""The waveform at every zoom: a pyramid of lows, highs and loudness on disk, mapped into memory."""

from __future__ import annotations

import math
import os
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.media.failures import user_errors
from app.media.sound_tiles import FACTOR, SoundTiles, Values, level_offsets, record_of, reduced
from sora_model.media.audio_reader import Samples
from sora_model.media.hashing import quick_hash

KIND = "peaks 3"
BINS = 4096
"""Bins of level 0 in a tile."""

_BINS_PER_SECOND = 400
_MOST_SAMPLES = 2400  # of a bin: damaged files state any rate
_FILLING = 0.95  # of the tiles fit into the height
_MOST_GAIN = 30.0
_FULL = 32767

# Low, high and root mean square of one bin of one channel, full scale 32767.
_BIN = np.dtype([("low", "<i2"), ("high", "<i2"), ("rms", "<u2")])

Column = NDArray[np.float32]


def samples_of_bin(rate: int) -> int:
    """Samples of the sound in one bin of level 0."""
    return min(max(1, round(rate / _BINS_PER_SECOND)), _MOST_SAMPLES)


def peaks_record(channels: int) -> np.dtype[np.void]:
    """A tile: `bins`, `(all levels, channels)`."""
    return record_of(("bins", _BIN, (level_offsets(BINS)[-1], channels)))


class WaveformPeaks:
    """Lows and highs of a sound between any two seconds, from a file that may still be growing."""

    def __init__(self, file: Path) -> None:
        """Raises `ValueError` when `file` is no file of peaks, `OSError` when it cannot be read."""
        self.tiles = SoundTiles(file, KIND, peaks_record, BINS)
        self._loudest = np.zeros(0, np.int32)
        self._note(np.flatnonzero(self.tiles.made))

    def refresh(self) -> bool:
        """Look again what is there; whether anything has come."""
        come = self.tiles.refresh()
        self._note(come)
        return len(come) > 0

    def _note(self, numbers: NDArray[np.int64]) -> None:
        lacking = len(self.tiles.made) - len(self._loudest)
        self._loudest = np.concatenate([self._loudest, np.zeros(lacking, np.int32)])
        for number in numbers.tolist():
            top = self.tiles.tile(number, "bins")[-1]
            self._loudest[number] = max(int(top["high"].max()), -int(top["low"].min()))

    @property
    def channels(self) -> int:
        return self.tiles.header.channels

    @property
    def duration_s(self) -> float:
        """End of the sound, or of what is known of it, in seconds from the film's second 0."""
        return self.tiles.duration_s

    @property
    def gain(self) -> float:
        """What to draw the sound larger by, so that all but its loudest moments fill the height.

        Rounded to 3 dB, so that the picture does not flicker while it grows.
        """
        heard = self._loudest[self.tiles.made[: len(self._loudest)]]
        if not len(heard):
            return 1.0
        level = max(float(np.quantile(heard, _FILLING, method="lower")), _FULL / _MOST_GAIN)
        return float(10.0 ** (math.floor(20.0 * math.log10(_FULL / level) / 3.0) * 3.0 / 20.0))

    @property
    def whole(self) -> bool:
        return self.tiles.whole

    def peaks(
        self, start_s: float, end_s: float, columns: int, channel: int | None = None
    ) -> tuple[Column, Column]:
        """`(low, high)`, each `(columns,)`, -1 to 1: the extremes between `start_s` and `end_s`.

        Column i covers its equal part of the range. `channel` None: over all channels. Zero where there is no
        sound, NaN where it was not heard yet.
        """
        bins, begins, ends, _ = self.tiles.bins("bins", start_s, end_s, columns)
        chosen = bins if channel is None else bins[:, channel : channel + 1]
        low = reduced(np.minimum, chosen["low"].min(axis=1), begins, ends).astype(np.float32)
        high = reduced(np.maximum, chosen["high"].max(axis=1), begins, ends).astype(np.float32)
        unknown = ~self.tiles.known(start_s, end_s, columns)
        low[unknown] = high[unknown] = np.nan
        return low / np.float32(_FULL), high / np.float32(_FULL)

    def loudness(self, start_s: float, end_s: float, columns: int, channel: int | None = None) -> Column:
        """Root mean square of each column, `(columns,)`, 0 to 1; NaN where it was not heard yet."""
        bins, begins, ends, _ = self.tiles.bins("bins", start_s, end_s, columns)
        chosen = bins if channel is None else bins[:, channel : channel + 1]
        power = (chosen["rms"].astype(np.float64) ** 2).mean(axis=1)
        total = reduced(np.add, power, begins, ends) / np.maximum(1, ends - begins)
        found = (np.sqrt(total) / _FULL).astype(np.float32)
        found[~self.tiles.known(start_s, end_s, columns)] = np.nan
        return found


def peaks_file(path: str | os.PathLike[str], cache_dir: Path, stream: int | None = None) -> Path:
    """Where the peaks of this content's first sound, or of stream number `stream`, are kept."""
    return sound_file(path, cache_dir, stream, "peaks")


def sound_file(path: str | os.PathLike[str], cache_dir: Path, stream: int | None, suffix: str) -> Path:
    """Where a picture of this content's first sound, or of stream number `stream`, is kept."""
    number = "" if stream is None else f"-{stream}"
    with user_errors():
        return cache_dir / "peaks" / f"{quick_hash(path)}{number}.{suffix}"


def tile_of_peaks(samples: Samples, samples_per_bin: int) -> Values:
    """The bins of one tile at all levels, `(level_offsets(BINS)[-1], channels)`.

    `samples`: `(BINS * samples_per_bin, channels)`.
    """
    channels = samples.shape[1]
    offsets = level_offsets(BINS)
    result = np.zeros((offsets[-1], channels), _BIN)
    if not samples.any():  # hours of silence: damaged files state any time
        return result
    # Reductions of an axis leave other threads their turn; `reduceat` would keep the decoder waiting.
    parts = np.ascontiguousarray(samples.T).reshape(channels, BINS, samples_per_bin)
    low = np.clip(np.floor(parts.min(axis=2) * _FULL), -_FULL, _FULL)
    high = np.clip(np.ceil(parts.max(axis=2) * _FULL), -_FULL, _FULL)
    power = np.einsum("cbs,cbs->cb", parts, parts) * np.float32(_FULL**2 / samples_per_bin)
    for begin, end in pairwise(offsets):
        level = result[begin:end]
        level["low"], level["high"] = low.T, high.T
        level["rms"] = np.minimum(np.rint(np.sqrt(power.T)), _FULL)
        if end - begin > 1:
            low, high, power = (v.reshape(channels, -1, FACTOR) for v in (low, high, power))
            low, high, power = low.min(axis=2), high.max(axis=2), power.mean(axis=2)
    return result
