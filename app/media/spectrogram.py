"""The spectrogram at every zoom: log-mel power in decibels as bytes, in tiles on disk mapped into memory.

Short-time Fourier transform with a Hann window (Allen & Rabiner, "A unified approach to short-time Fourier
analysis and synthesis", 1977), the power summed over triangles that are even on the mel scale
m = 2595 log10(1 + f / 700) (O'Shaughnessy 1987; filters of height 1 as in HTK, Young et al. 2006).
"""

from __future__ import annotations

import math
import os
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.media.sound_tiles import FACTOR, SoundTiles, level_offsets, record_of, reduced
from app.media.waveform_peaks import sound_file

KIND = "spectrogram 2"
BANDS = 64
COLUMNS = 1024
"""Columns of level 0 in a tile: one for every four bins of the waveform, about 100 a second."""

FLOOR_DB, STEP_DB = -102.0, 0.4
"""Byte 0 is this loud or less, each step above so much more: 255 is a sine of full scale."""

_WINDOW_S = 0.04
_SMALLEST, _LARGEST = 4, 15  # powers of two
_AT_ONCE = 32
"""Transforms: memory that is given back to the system and fetched again costs more than they do."""

_QUIETEST, _LOUDEST = 0.30, 0.998
"""Shares of all bytes that lie below the darkest and the brightest shade."""

_FEWEST_BANDS = 24
_LEAST_RANGE = 75
"""Bytes (30 dB): noise alone is not drawn as if it were full of events."""

Bytes = NDArray[np.uint8]


def spectrogram_record(_channels: int) -> np.dtype[np.void]:
    """A tile: `columns`, `(all levels, BANDS)`, and how often each byte stands in level 0."""
    return record_of(("columns", "u1", (level_offsets(COLUMNS)[-1], BANDS)), ("histogram", "<u4", (256,)))


def spectrogram_file(
    path: str | os.PathLike[str], cache_dir: Path, stream: int | None = None, channel: int | None = None
) -> Path:
    """Where the spectrogram of one channel, or of all mixed, is kept."""
    name = "mixed" if channel is None else str(channel)
    return sound_file(path, cache_dir, stream, f"{name}.spectrogram")


def mel(hertz: float) -> float:
    return 2595.0 * math.log10(1.0 + hertz / 700.0)


def hertz_at(share: float, rate: int) -> float:
    """The frequency at `share` of the height, 0 at the bottom to 1 at the top (half the rate)."""
    return float(700.0 * (10.0 ** (share * mel(rate / 2) / 2595.0) - 1.0))


def height_of(hertz: float, rate: int) -> float:
    """The share of the height at which a frequency is drawn; over 1 above half the rate."""
    return mel(hertz) / mel(rate / 2)


class Spectrogram:
    """Columns of bytes between any two seconds, from a file that may still be growing."""

    def __init__(self, file: Path) -> None:
        """Raises `ValueError` when `file` is no file of a spectrogram, `OSError` when it cannot be read."""
        self.tiles = SoundTiles(file, KIND, spectrogram_record, COLUMNS)
        self._histogram = np.zeros(256, np.int64)
        self._loudest = np.zeros(BANDS, np.uint8)
        self._count(np.flatnonzero(self.tiles.made))

    def refresh(self) -> bool:
        """Look again what is there; whether anything has come."""
        come = self.tiles.refresh()
        self._count(come)
        return len(come) > 0

    def _count(self, numbers: NDArray[np.int64]) -> None:
        for number in numbers.tolist():
            self._histogram += self.tiles.tile(number, "histogram")
            np.maximum(self._loudest, self.tiles.tile(number, "columns")[-1], out=self._loudest)

    @property
    def rate(self) -> int:
        return self.tiles.header.rate

    @property
    def whole(self) -> bool:
        return self.tiles.whole

    def hertz_at(self, share: float) -> float:
        """The frequency at `share` of the height, 0 at the bottom to 1 at the top."""
        return hertz_at(share * self.bands / BANDS, self.rate)

    def height_of(self, hertz: float) -> float:
        """The share of the height at which a frequency is drawn."""
        return height_of(hertz, self.rate) * BANDS / self.bands

    @property
    def bands(self) -> int:
        """How many bands are worth drawing: those above were never louder than the darkest shade."""
        loud = np.flatnonzero(self._loudest > self.shades[0])
        return BANDS if not len(loud) else min(BANDS, max(_FEWEST_BANDS, -(-(int(loud[-1]) + 2) // 4) * 4))

    @property
    def shades(self) -> tuple[int, int]:
        """The bytes of the darkest and of the brightest shade, by the sound's own percentiles.

        Digital silence does not count. Rounded to 3 dB, so that the picture does not flicker while it grows.
        """
        counts = self._histogram.copy()
        counts[0] = 0
        total = int(counts.sum())
        if not total:
            return 255 - 2 * _LEAST_RANGE, 255
        shares = np.cumsum(counts) / total
        step = 3.0 / STEP_DB
        low = int(np.searchsorted(shares, _QUIETEST) / step) * step
        high = math.ceil(float(np.searchsorted(shares, _LOUDEST)) / step) * step
        high = min(255.0, max(high, low + _LEAST_RANGE))
        return round(min(low, high - _LEAST_RANGE)), round(high)

    def columns(self, start_s: float, end_s: float, columns: int) -> tuple[Bytes, NDArray[np.bool_]]:
        """`(bytes, known)`, `(columns, bands)` and `(columns,)`: the loudest of each band in each column.

        Bands from low to high. Where there are fewer columns on disk than asked for, they are blended.
        """
        known = self.tiles.known(start_s, end_s, columns)
        found, begins, ends, bin_s = self.tiles.bins("columns", start_s, end_s, columns)
        found = found[:, : self.bands]
        if bin_s > (end_s - start_s) / columns and len(found) > 1:
            offset = math.floor(start_s / bin_s + 1e-9)
            middles = (start_s + (end_s - start_s) / columns * (np.arange(columns) + 0.5)) / bin_s - 0.5
            return _blended(found, middles - max(0, offset), ends > begins), known
        return reduced(np.maximum, found, begins, ends), known


def _blended(found: Bytes, places: NDArray[np.floating], filled: NDArray[np.bool_]) -> Bytes:
    """Linear between the two columns about each place; 0 where not `filled`."""
    before = np.clip(np.floor(places).astype(np.int64), 0, len(found) - 1)
    after = np.minimum(before + 1, len(found) - 1)
    share = (np.clip(places - before, 0, 1) * 256).astype(np.uint16)[:, None]
    mixed = (found[before] * (256 - share) + found[after] * share) >> 8
    mixed[~filled] = 0
    return mixed.astype(np.uint8)


def window_of(rate: int) -> int:
    """Samples of the transform's window: the power of two nearest to 40 ms, within bounds."""
    return int(2 ** min(max(_SMALLEST, round(math.log2(_WINDOW_S * rate))), _LARGEST))


def tile_of_spectrogram(
    samples: NDArray[np.float32], rate: int, hop: int
) -> tuple[Bytes, NDArray[np.uint32]]:
    """`(columns, histogram)` of one tile, as in `spectrogram_record`.

    `samples`: `(COLUMNS * hop + window_of(rate),)`, beginning half a window before the tile. Column i is
    the transform about the middle of its time.
    """
    if not samples.any():  # hours of silence: damaged files state any time
        histogram = np.zeros(256, np.uint32)
        histogram[0] = COLUMNS * BANDS
        return np.zeros((level_offsets(COLUMNS)[-1], BANDS), np.uint8), histogram
    window, weights = _window_and_weights(rate)
    frames = sliding_window_view(samples, len(window))[hop // 2 :: hop][:COLUMNS]
    power = np.concatenate(
        [_power(frames[n : n + _AT_ONCE] * window) @ weights for n in range(0, COLUMNS, _AT_ONCE)]
    )
    decibels = 10.0 * np.log10(np.maximum(power, 1e-12))
    level = np.clip(np.rint((decibels - FLOOR_DB) / STEP_DB), 0, 255).astype(np.uint8)
    histogram = np.bincount(level.ravel(), minlength=256).astype(np.uint32)
    levels = [level]
    while len(levels[-1]) > 1:
        levels.append(levels[-1].reshape(-1, FACTOR, BANDS).max(axis=1))
    return np.concatenate(levels), histogram


def _power(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    from scipy.fft import rfft  # takes a while to import: not when the window starts

    spectrum = rfft(frames, axis=1)
    return np.asarray(spectrum.real**2 + spectrum.imag**2)


@lru_cache(maxsize=4)
def _window_and_weights(rate: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The window, scaled so that a sine of full scale has power 1, and the weights, `(bins, BANDS)`."""
    size = window_of(rate)
    window = np.hanning(size + 1)[:-1]
    bins = np.arange(size // 2 + 1) * rate / size
    centres = np.array([hertz_at((band + 0.5) / BANDS, rate) for band in range(BANDS)])
    edges = np.array([hertz_at((band - 0.5) / BANDS, rate) for band in range(BANDS + 2)])
    # At least one bin of the transform wide to each side: no band is empty.
    below = np.maximum(centres - edges[:-2], rate / size)
    above = np.maximum(edges[2:] - centres, rate / size)
    away = bins[:, None] - centres[None, :]
    weights = np.clip(1.0 - np.where(away < 0, -away / below, away / above), 0.0, 1.0)
    return (window * (2.0 / window.sum())).astype(np.float32), weights.astype(np.float32)
