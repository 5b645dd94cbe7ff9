"""The waveform at every zoom: a pyramid of lows, highs and loudness on disk, mapped into memory."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import UserError
from app.media.failures import user_errors
from sora_model.media.audio_reader import AudioReader, Samples
from sora_model.media.hashing import quick_hash
from sora_model.media.progress import IsCancelled, OnProgress, Pace

_MAGIC = b"sora-peaks-1\n"
_HEADER_BYTES = 4096
_BINS_PER_SECOND = 400
_FACTOR = 4
_LEAST_BINS = 64
_PIECE = 1 << 16
_FULL = 32767

# Low, high and root mean square of one bin of one channel, full scale 32767.
_BIN = np.dtype([("low", "<i2"), ("high", "<i2"), ("rms", "<u2")])

Levels = NDArray[np.void]
Column = NDArray[np.float32]


@dataclass(frozen=True)
class _Header:
    """`bin_s`: seconds of a bin of level 0; `levels`: (offset in bytes, bins) of each level."""

    bin_s: float
    channels: int
    duration_s: float
    levels: tuple[tuple[int, int], ...]

    def to_bytes(self) -> bytes:
        fields = {
            "bin_s": self.bin_s,
            "channels": self.channels,
            "duration_s": self.duration_s,
            "levels": self.levels,
        }
        return (_MAGIC + json.dumps(fields).encode()).ljust(_HEADER_BYTES, b" ")

    @classmethod
    def from_bytes(cls, data: bytes) -> _Header | None:
        if not data.startswith(_MAGIC):
            return None
        try:
            fields = json.loads(data[len(_MAGIC) :])
            return cls(
                float(fields["bin_s"]),
                int(fields["channels"]),
                float(fields["duration_s"]),
                tuple((int(offset), int(bins)) for offset, bins in fields["levels"]),
            )
        except (ValueError, KeyError, TypeError):
            return None


class WaveformPeaks:
    """Lows and highs of a sound between any two seconds, from a file that `load_peaks` made."""

    def __init__(self, file: Path) -> None:
        """Raises `ValueError` when `file` is no whole file of peaks."""
        with file.open("rb") as stream:
            header = _Header.from_bytes(stream.read(_HEADER_BYTES))
            size = os.fstat(stream.fileno()).st_size
        if header is None or not header.levels:
            raise ValueError(f"{file} holds no peaks")
        offset, bins = header.levels[-1]
        if size != offset + bins * header.channels * _BIN.itemsize:
            raise ValueError(f"{file} is not whole")
        self._header = header
        self._levels = [
            np.memmap(file, _BIN, "r", offset, (bins, header.channels)) for offset, bins in header.levels
        ]

    @property
    def channels(self) -> int:
        return self._header.channels

    @property
    def duration_s(self) -> float:
        """End of the sound, in seconds from the film's second 0."""
        return self._header.duration_s

    def peaks(
        self, start_s: float, end_s: float, columns: int, channel: int | None = None
    ) -> tuple[Column, Column]:
        """`(low, high)`, each `(columns,)`, -1 to 1: the extremes between `start_s` and `end_s`.

        Column i covers its equal part of the range. `channel` None: over all channels. Zero where there is no
        sound.
        """
        bins, begins, ends = self._bins(start_s, end_s, columns)
        chosen = bins if channel is None else bins[:, channel : channel + 1]
        low = _reduced(np.minimum, chosen["low"].min(axis=1), begins, ends)
        high = _reduced(np.maximum, chosen["high"].max(axis=1), begins, ends)
        return low / np.float32(_FULL), high / np.float32(_FULL)

    def loudness(self, start_s: float, end_s: float, columns: int, channel: int | None = None) -> Column:
        """Root mean square of each column, `(columns,)`, 0 to 1."""
        bins, begins, ends = self._bins(start_s, end_s, columns)
        chosen = bins if channel is None else bins[:, channel : channel + 1]
        power = (chosen["rms"].astype(np.float64) ** 2).mean(axis=1)
        total = _reduced(np.add, power, begins, ends) / np.maximum(1, ends - begins)
        return (np.sqrt(total) / _FULL).astype(np.float32)

    def _bins(
        self, start_s: float, end_s: float, columns: int
    ) -> tuple[Levels, NDArray[np.int64], NDArray[np.int64]]:
        """The bins that the range touches, at the coarsest level that still resolves its columns.

        With the first and the end bin of each column, counted from the first of those returned.
        """
        if columns < 1 or end_s <= start_s:
            raise ValueError("a range and at least one column are needed")
        column_s = (end_s - start_s) / columns
        level = 0
        while level + 1 < len(self._levels) and self._header.bin_s * _FACTOR ** (level + 1) <= column_s:
            level += 1
        bin_s = self._header.bin_s * _FACTOR**level
        count = len(self._levels[level])
        edges = start_s + column_s * np.arange(columns + 1)
        begins = np.floor(edges[:-1] / bin_s + 1e-9).astype(np.int64)
        ends = np.maximum(begins + 1, np.ceil(edges[1:] / bin_s - 1e-9).astype(np.int64))
        begins, ends = np.clip(begins, 0, count), np.clip(ends, 0, count)
        first, last = int(begins[0]), int(ends[-1])
        return np.asarray(self._levels[level][first:last]), begins - first, ends - first


def _reduced(
    ufunc: np.ufunc, values: NDArray[np.generic], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> Column:
    """`ufunc` over `values[begin:end]` of each column; 0 for empty ones."""
    result = np.zeros(len(begins), np.float32)
    filled = ends > begins
    if not filled.any():
        return result
    # One value more, so that an end may lie behind the last.
    padded = np.concatenate([values, values[-1:]])
    pairs = np.stack([begins[filled], ends[filled]], axis=1).reshape(-1)
    result[filled] = ufunc.reduceat(padded, pairs)[::2]
    return result


def peaks_file(path: str | os.PathLike[str], cache_dir: Path, stream: int | None = None) -> Path:
    """Where the peaks of this content's first sound, or of stream number `stream`, are kept."""
    number = "" if stream is None else f"-{stream}"
    with user_errors():
        return cache_dir / "peaks" / f"{quick_hash(path)}{number}.peaks"


def load_peaks(
    path: str | os.PathLike[str],
    cache_dir: Path,
    *,
    stream: int | None = None,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> WaveformPeaks:
    """The waveform of the film's first sound, or of stream number `stream`.

    Made once (streaming, whatever the sound's length) and then kept.

    Raises `UserError` when there is no sound or no room to keep them, `Cancelled` when asked to stop;
    nothing half made is left.
    """
    file = peaks_file(path, cache_dir, stream)
    try:
        return WaveformPeaks(file)
    except (OSError, ValueError):
        pass
    try:
        _make(path, stream, file, on_progress, cancelled)
    except OSError as error:
        raise UserError(
            f"The waveform of {path} cannot be kept in {file.parent}: {error.strerror}.",
            way_out="Free some space there, or choose another folder for caches.",
        ) from error
    return WaveformPeaks(file)


def _make(
    path: str | os.PathLike[str],
    number: int | None,
    file: Path,
    on_progress: OnProgress | None,
    cancelled: IsCancelled | None,
) -> None:
    """Write the peaks of `path` to `file`, whole or not at all, private to the user."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".part")
    try:
        with os.fdopen(handle, "w+b") as stream, user_errors(), AudioReader(path, number) as reader:
            _build(reader, stream, on_progress, cancelled)
        os.replace(temporary, file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _build(
    reader: AudioReader, stream: BinaryIO, on_progress: OnProgress | None, cancelled: IsCancelled | None
) -> None:
    facts = reader.facts
    samples = max(1, round(facts.sample_rate / _BINS_PER_SECOND))
    pace = Pace(facts.start_s + facts.duration_s, on_progress, cancelled)
    stream.write(b" " * _HEADER_BYTES)
    bins, total = 0, 0
    # Whole bins in every block but the last.
    block_s = samples * _PIECE / 16 / facts.sample_rate
    for start_s, block in reader.blocks(block_s=block_s):
        level = _first_level(block, samples)
        stream.write(level.tobytes())
        bins += len(level)
        total += len(block)
        pace.step(start_s)
    if not bins:
        stream.write(np.zeros((1, facts.channels), _BIN).tobytes())
        bins = 1
    levels = [(_HEADER_BYTES, bins)]
    while levels[-1][1] > _LEAST_BINS:
        levels.append(_next_level(stream, *levels[-1], facts.channels))
    header = _Header(samples / facts.sample_rate, facts.channels, total / facts.sample_rate, tuple(levels))
    stream.seek(0)
    stream.write(header.to_bytes())
    pace.finish()


def _first_level(block: Samples, samples: int) -> Levels:
    """Bins of `samples` samples: `(ceil(n / samples), channels)`."""
    whole = -(-len(block) // samples) * samples
    if whole > len(block):
        # The rest of the last bin repeats its last sample: silence would pull its low or high to zero.
        block = np.concatenate([block, np.repeat(block[-1:], whole - len(block), axis=0)])
    parts = block.reshape(-1, samples, block.shape[1])
    bins = np.zeros((len(parts), block.shape[1]), _BIN)
    bins["low"] = np.clip(np.floor(parts.min(axis=1) * _FULL), -_FULL, _FULL)
    bins["high"] = np.clip(np.ceil(parts.max(axis=1) * _FULL), -_FULL, _FULL)
    bins["rms"] = np.clip(np.rint(np.sqrt((parts**2).mean(axis=1)) * _FULL), 0, _FULL)
    return bins


def _next_level(stream: BinaryIO, offset: int, bins: int, channels: int) -> tuple[int, int]:
    """Append the level above the one at `offset`: every `_FACTOR` bins become one."""
    stream.seek(0, os.SEEK_END)
    above = stream.tell()
    row = channels * _BIN.itemsize
    for begin in range(0, bins, _PIECE):
        stream.seek(offset + begin * row)
        count = min(_PIECE, bins - begin)
        below = np.frombuffer(stream.read(count * row), _BIN).reshape(count, channels)
        whole = -(-count // _FACTOR) * _FACTOR
        if whole > count:
            below = np.concatenate([below, np.repeat(below[-1:], whole - count, axis=0)])
        groups = below.reshape(-1, _FACTOR, channels)
        merged = np.zeros((len(groups), channels), _BIN)
        merged["low"] = groups["low"].min(axis=1)
        merged["high"] = groups["high"].max(axis=1)
        merged["rms"] = np.rint(np.sqrt((groups["rms"].astype(np.float64) ** 2).mean(axis=1)))
        stream.seek(0, os.SEEK_END)
        stream.write(merged.tobytes())
    return above, -(-bins // _FACTOR)
