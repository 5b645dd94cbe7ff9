"""Pictures of a sound on disk: tiles of equal length, each with its own pyramid, made in any order.

A tile stands at a place that follows from its number, so that what is there is told without a table, a
killed program loses at most one tile, and two programs may make the same file. Level 0 of a tile has `bins`
bins, each level above a quarter as many, down to one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

HEADER_BYTES = 4096
FACTOR = 4
_MAGIC = b"sora-sound-tiles\n"
_MADE = 0x50A1

Values = NDArray[Any]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TileHeader:
    """What the tiles of a file are: `samples` of the sound per tile; `ended`: its end in samples from second
    0, -1 until all of it was heard.
    """

    kind: str
    rate: int
    channels: int
    samples: int
    ended: int = -1

    def to_bytes(self) -> bytes:
        return (_MAGIC + json.dumps(asdict(self)).encode()).ljust(HEADER_BYTES, b" ")

    @classmethod
    def from_bytes(cls, data: bytes) -> TileHeader | None:
        if not data.startswith(_MAGIC):
            return None
        try:
            fields = json.loads(data[len(_MAGIC) :])
            numbers = (int(fields[name]) for name in ("rate", "channels", "samples", "ended"))
            header = cls(str(fields["kind"]), *numbers)
        except (ValueError, KeyError, TypeError):
            return None
        return header if min(header.rate, header.channels, header.samples) > 0 else None


def record_of(*fields: tuple[Any, ...]) -> np.dtype[np.void]:
    """The layout of a tile; written last, the mark that it is whole."""
    return np.dtype([*fields, ("made", "<u4")])


def level_offsets(bins: int) -> tuple[int, ...]:
    """Where each level begins among all bins of a tile, and after the last how many they are."""
    offsets = [0]
    while bins >= 1:
        offsets.append(offsets[-1] + bins)
        bins //= FACTOR
    return tuple(offsets)


class SoundTiles:
    """Reads a file of tiles, mapped into memory, while it may still be growing (`refresh`)."""

    def __init__(self, file: Path, kind: str, record: Callable[[int], np.dtype[np.void]], bins: int) -> None:
        """`record`: the tile's layout for a number of channels. Raises `ValueError` when `file` holds other
        things than tiles of `kind`.
        """
        self._file = file
        header = _header_in(file)
        if header is None or header.kind != kind:
            raise ValueError(f"{file} holds no {kind}")
        self.header = header
        self._record = record(header.channels)
        self._bins = bins
        self._offsets = level_offsets(bins)
        self._tiles: Values = np.zeros(0, self._record)
        self.made: NDArray[np.bool_] = np.zeros(0, np.bool_)
        """Which tiles are there, as of the last `refresh`."""
        self.refresh()

    def refresh(self) -> NDArray[np.int64]:
        """Look again what is there; the numbers of the tiles that have come."""
        self.header = _header_in(self._file) or self.header
        count = max(0, self._file.stat().st_size - HEADER_BYTES) // self._record.itemsize
        if count > len(self._tiles):
            self._tiles = np.memmap(self._file, self._record, "r", HEADER_BYTES, (count,))
            self.made = np.concatenate([self.made, np.zeros(count - len(self.made), np.bool_)])
        waiting = np.flatnonzero(~self.made)
        come = waiting[self._tiles["made"][waiting] == _MADE]
        self.made[come] = True
        return come

    @property
    def whole(self) -> bool:
        """Whether all of the sound is there."""
        count = self._count
        return count >= 0 and bool(self.made[:count].sum() == count)

    @property
    def _count(self) -> int:
        """How many tiles the whole sound has; -1 while its end is not known."""
        return -1 if self.header.ended < 0 else -(-self.header.ended // self.header.samples)

    @property
    def tile_s(self) -> float:
        return self.header.samples / self.header.rate

    @property
    def duration_s(self) -> float:
        """End of the sound, or of what is known of it, in seconds from the film's second 0."""
        made = np.flatnonzero(self.made)
        known = (int(made[-1]) + 1) * self.header.samples if len(made) else 0
        return (self.header.ended if self.header.ended >= 0 else known) / self.header.rate

    def tile(self, number: int, field: str) -> Values:
        return np.asarray(self._tiles[number][field])

    def known(self, start_s: float, end_s: float, columns: int) -> NDArray[np.bool_]:
        """Of each of equal columns between the two seconds whether its middle was heard or holds no sound."""
        middles = start_s + (end_s - start_s) / columns * (np.arange(columns) + 0.5)
        numbers = np.floor(middles / self.tile_s).astype(np.int64)
        inside = (numbers >= 0) & (numbers < len(self.made))
        heard = np.zeros(columns, np.bool_)
        heard[inside] = self.made[numbers[inside]]
        return heard | (middles < 0) | ((self.header.ended >= 0) & (numbers >= self._count))

    def bins(
        self, field: str, start_s: float, end_s: float, columns: int
    ) -> tuple[Values, Indices, Indices, float]:
        """The bins of `field` that the range touches, at the coarsest level that still resolves its columns.

        With the first and the end bin of each column, counted from the first of those returned, and the
        seconds of a bin. A column that touches none has its end at its first.
        """
        if columns < 1 or end_s <= start_s:
            raise ValueError("a range and at least one column are needed")
        column_s = (end_s - start_s) / columns
        level, bin_s = 0, self.tile_s / self._bins
        while level + 2 < len(self._offsets) and bin_s * FACTOR <= column_s:
            level, bin_s = level + 1, bin_s * FACTOR
        per_tile = self._offsets[level + 1] - self._offsets[level]
        count = per_tile * len(self._tiles)
        edges = start_s + column_s * np.arange(columns + 1)
        begins = np.floor(edges[:-1] / bin_s + 1e-9).astype(np.int64)
        ends = np.maximum(begins + 1, np.ceil(edges[1:] / bin_s - 1e-9).astype(np.int64))
        begins, ends = np.clip(begins, 0, count), np.clip(ends, 0, count)
        first, last = int(begins[0]), int(ends[-1])
        found = self._level(field, level, first // per_tile, -(-last // per_tile))
        lead = first // per_tile * per_tile
        return found[first - lead : last - lead], begins - first, ends - first, bin_s

    def _level(self, field: str, level: int, first: int, end: int) -> Values:
        """The bins of a level of tiles `first` to `end`, one after another."""
        parts = self._tiles[field][first:end, self._offsets[level] : self._offsets[level + 1]]
        return np.ascontiguousarray(parts).reshape(-1, *parts.shape[2:])


class TileWriter:
    """Adds tiles to a file that is made when it is not there. Raises `OSError` when it cannot be written."""

    def __init__(self, file: Path, header: TileHeader, record: np.dtype[np.void]) -> None:
        self._record = record
        file.parent.mkdir(parents=True, exist_ok=True)
        there = _header_in(file) if file.is_file() else None
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        if there is None or replace(there, ended=-1) != header:
            file.unlink(missing_ok=True)
            there = None
        self._stream = os.fdopen(os.open(file, flags, 0o600), "r+b", buffering=0)
        self.header = there or header
        if there is None:
            self._stream.write(header.to_bytes())

    def __enter__(self) -> TileWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def write(self, number: int, **fields: Values) -> None:
        tile = np.zeros((), self._record)
        for name, values in fields.items():
            tile[name] = values
        tile["made"] = _MADE
        self._stream.seek(HEADER_BYTES + number * self._record.itemsize)
        self._stream.write(tile.tobytes())

    def end(self, ended: int) -> None:
        """All of the sound is there: it ends at this sample."""
        self.header = replace(self.header, ended=ended)
        self._stream.seek(0)
        self._stream.write(self.header.to_bytes())


def _header_in(file: Path) -> TileHeader | None:
    with file.open("rb") as stream:
        return TileHeader.from_bytes(stream.read(HEADER_BYTES))


def reduced(ufunc: np.ufunc, values: Values, begins: Indices, ends: Indices) -> Values:
    """`ufunc` over `values[begin:end]` (along the first axis) of each column; 0 for empty ones."""
    result = np.zeros((len(begins), *values.shape[1:]), values.dtype)
    filled = ends > begins
    if not filled.any():
        return result
    if (begins[filled] + 1 == ends[filled]).all():
        result[filled] = values[begins[filled]]
        return result
    # One value more, so that an end may lie behind the last.
    padded = np.concatenate([values, values[-1:]])
    pairs = np.stack([begins[filled], ends[filled]], axis=1).reshape(-1)
    result[filled] = ufunc.reduceat(padded, pairs, axis=0)[::2]
    return result
