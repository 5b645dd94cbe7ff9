"""The key frames of one track in columns: a million boxes as objects would not open in two seconds."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import overload

from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame

_OUTSIDE, _OCCLUDED = 1, 2
_SIDES = 4
_NEVER = 1 << 62


class KeyFrames(Sequence[KeyFrame]):
    """Sorted by tick, one per tick; `KeyFrame` values are made when they are asked for.

    Columns: `ticks` (n) int64; `sides` (4 n) float64, x, y, w, h; `flags` (n) bytes, 1 outside + 2 occluded.
    """

    __slots__ = ("_flags", "_sides", "_ticks", "_track_id")

    def __init__(self, track_id: str, key_frames: Iterable[KeyFrame] = ()) -> None:
        self._track_id = track_id
        self._ticks = array("q")
        self._sides = array("d")
        self._flags = bytearray()
        for key_frame in key_frames:
            self.put(key_frame)

    @classmethod
    def of_columns(cls, track_id: str, ticks: array[int], sides: array[float], flags: bytearray) -> KeyFrames:
        """Takes the columns over as they are: sorted by tick. Raises ValueError when they do not match."""
        if len(sides) != _SIDES * len(ticks) or len(flags) != len(ticks):
            raise ValueError("columns of different lengths")
        made = cls(track_id)
        made._ticks, made._sides, made._flags = ticks, sides, flags
        return made

    def __len__(self) -> int:
        return len(self._ticks)

    @overload
    def __getitem__(self, index: int) -> KeyFrame: ...
    @overload
    def __getitem__(self, index: slice) -> list[KeyFrame]: ...
    def __getitem__(self, index: int | slice) -> KeyFrame | list[KeyFrame]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        tick, flags = self._ticks[index], self._flags[index]
        first = _SIDES * (index if index >= 0 else index + len(self))
        return KeyFrame(
            self._track_id,
            tick,
            Box(*self._sides[first : first + _SIDES]),
            bool(flags & _OUTSIDE),
            bool(flags & _OCCLUDED),
        )

    @property
    def span(self) -> TimeRange:
        """From the first key frame to where the object is absent for good; without end where it is not."""
        first, last = self._ticks[0], self._ticks[-1]
        return TimeRange(first, max(first + 1, last) if self._flags[-1] & _OUTSIDE else _NEVER)

    @property
    def ticks(self) -> Sequence[int]:
        """Of every key frame; a view into the column, not to be kept."""
        return self._ticks

    def present(self) -> list[tuple[int, int]]:
        """From where to where the object is there, in order; the last may be without end."""
        if _OUTSIDE not in self._flags and _OUTSIDE | _OCCLUDED not in self._flags:
            return [(self._ticks[0], _NEVER)]
        found, since = [], None
        for tick, flags in zip(self._ticks, self._flags, strict=True):
            if flags & _OUTSIDE and since is not None:
                found.append((since, tick))
                since = None
            elif not flags & _OUTSIDE and since is None:
                since = tick
        return found if since is None else [*found, (since, _NEVER)]

    def at(self, tick: int) -> KeyFrame | None:
        """The key frame exactly at `tick`."""
        index = bisect_left(self._ticks, tick)
        return self[index] if self._has(index, tick) else None

    def box_at(self, tick: int) -> KeyFrame | None:
        """As `tracks.box_at`, from the columns: a canvas asks for hundreds of boxes at each picture."""
        ticks, sides = self._ticks, self._sides
        index = bisect_right(ticks, tick) - 1
        if index < 0 or (flags := self._flags[index]) & _OUTSIDE:
            return None
        x, y, w, h = sides[_SIDES * index : _SIDES * (index + 1)]
        after = index + 1
        if ticks[index] != tick and after < len(ticks) and not self._flags[after] & _OUTSIDE:
            share = (tick - ticks[index]) / (ticks[after] - ticks[index])
            to_x, to_y, to_w, to_h = sides[_SIDES * after : _SIDES * (after + 1)]
            x, y = x + (to_x - x) * share, y + (to_y - y) * share
            w, h = w + (to_w - w) * share, h + (to_h - h) * share
        return KeyFrame(self._track_id, tick, Box(x, y, w, h), False, bool(flags & _OCCLUDED))

    def put(self, key_frame: KeyFrame) -> None:
        """Add it, or replace the one at its tick."""
        self.discard(key_frame.tick)
        index = bisect_left(self._ticks, key_frame.tick)
        box = key_frame.box
        self._ticks.insert(index, key_frame.tick)
        self._sides[_SIDES * index : _SIDES * index] = array("d", (box.x, box.y, box.w, box.h))
        self._flags.insert(index, _OUTSIDE * key_frame.outside + _OCCLUDED * key_frame.occluded)

    def discard(self, tick: int) -> None:
        index = bisect_left(self._ticks, tick)
        if self._has(index, tick):
            del self._ticks[index]
            del self._sides[_SIDES * index : _SIDES * (index + 1)]
            del self._flags[index]

    def _has(self, index: int, tick: int) -> bool:
        return index < len(self._ticks) and self._ticks[index] == tick
