"""The key frames of one track in columns: a million boxes as objects would not open in two seconds."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import overload

from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame

_OUTSIDE, _OCCLUDED = 1, 2
_OUTSIDE_ONLY = bytes(flags & _OUTSIDE for flags in range(256))
_SIDES = 4
_NEVER = 1 << 62
_FEW = 16
"""So many boxes are put into the columns one by one; for more the columns are made anew."""


class KeyFrames(Sequence[KeyFrame]):
    """Sorted by tick, one per tick; `KeyFrame` values are made when they are asked for.

    Columns: `ticks` (n) int64; `sides` (4 n) float64, x, y, w, h; `flags` (n) bytes, 1 outside + 2 occluded.
    The sides may stay in the file until a box is asked for: when the object is there is known without them.
    """

    __slots__ = ("_flags", "_later", "_sides", "_ticks", "_track_id")

    def __init__(self, track_id: str, key_frames: Iterable[KeyFrame] = ()) -> None:
        self._track_id = track_id
        self._ticks = array("q")
        self._sides = array("d")
        self._flags = bytearray()
        self._later: Callable[[KeyFrames], None] | None = None
        self.follow((k.tick, k) for k in key_frames)

    @classmethod
    def of_columns(cls, track_id: str, ticks: array[int], sides: array[float], flags: bytearray) -> KeyFrames:
        """Takes the columns over as they are: sorted by tick. Raises ValueError when they do not match."""
        made = cls(track_id)
        made.fill(ticks, sides, flags)
        return made

    @classmethod
    def without_sides(
        cls, track_id: str, ticks: array[int], flags: bytearray, later: Callable[[KeyFrames], None]
    ) -> KeyFrames:
        """As `of_columns`; `later` is called, on whichever thread, to `fill` what a box is asked of."""
        made = cls(track_id)
        if len(flags) != len(ticks):
            raise ValueError("columns of different lengths")
        made._ticks, made._flags, made._later = ticks, flags, later
        return made

    def fill(self, ticks: array[int], sides: array[float], flags: bytearray) -> None:
        if len(sides) != _SIDES * len(ticks) or len(flags) != len(ticks):
            raise ValueError("columns of different lengths")
        self._ticks, self._sides, self._flags = ticks, sides, flags
        self._later = None

    @property
    def track_id(self) -> str:
        return self._track_id

    @property
    def is_filled(self) -> bool:
        return self._later is None

    def _hold(self) -> None:
        """Have the sides in memory."""
        if self._later is not None:
            self._later(self)

    def __len__(self) -> int:
        return len(self._ticks)

    @overload
    def __getitem__(self, index: int) -> KeyFrame: ...
    @overload
    def __getitem__(self, index: slice) -> list[KeyFrame]: ...
    def __getitem__(self, index: int | slice) -> KeyFrame | list[KeyFrame]:
        self._hold()
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
        absent = self._flags.translate(_OUTSIDE_ONLY)
        found = []
        since = absent.find(0)
        while since >= 0:
            until = absent.find(_OUTSIDE, since)
            found.append((self._ticks[since], self._ticks[until] if until >= 0 else _NEVER))
            since = absent.find(0, until) if until >= 0 else -1
        return found

    def within(self, window: TimeRange) -> list[KeyFrame]:
        """Those at ticks of the window."""
        self._hold()
        return self[bisect_left(self._ticks, window.start) : bisect_left(self._ticks, window.end)]

    def at(self, tick: int) -> KeyFrame | None:
        """The key frame exactly at `tick`."""
        self._hold()  # even where there is none: whoever asks is about to set one, in the file first
        index = bisect_left(self._ticks, tick)
        return self[index] if self._has(index, tick) else None

    def box_at(self, tick: int) -> KeyFrame | None:
        """As `tracks.box_at`, from the columns: a canvas asks for hundreds of boxes at each picture."""
        self._hold()
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

    # --- changing --------------------------------------------------------------------------

    def follow(self, turns: Iterable[tuple[int, KeyFrame | None]]) -> None:
        """What stands at each of these ticks from now on, None: nothing; of two at one tick the later."""
        self._hold()
        turned = dict(turns)
        if len(turned) > _FEW:
            self._remake(turned)
            return
        for tick, key_frame in turned.items():
            self._discard(tick)
            if key_frame is not None:
                self._insert(key_frame)

    def _insert(self, key_frame: KeyFrame) -> None:
        index = bisect_left(self._ticks, key_frame.tick)
        self._ticks.insert(index, key_frame.tick)
        self._sides[_SIDES * index : _SIDES * index] = array("d", _sides_of(key_frame))
        self._flags.insert(index, _flags_of(key_frame))

    def _discard(self, tick: int) -> None:
        index = bisect_left(self._ticks, tick)
        if self._has(index, tick):
            del self._ticks[index]
            del self._sides[_SIDES * index : _SIDES * (index + 1)]
            del self._flags[index]

    def _remake(self, turned: dict[int, KeyFrame | None]) -> None:
        """One move for all: thousands of boxes out of the front of long columns would move them as often."""
        rows = [
            (tick, self._sides[_SIDES * n : _SIDES * (n + 1)], flags)
            for n, (tick, flags) in enumerate(zip(self._ticks, self._flags, strict=True))
            if tick not in turned
        ]
        rows += [(k.tick, array("d", _sides_of(k)), _flags_of(k)) for k in turned.values() if k is not None]
        rows.sort(key=itemgetter(0))
        self._ticks = array("q", (tick for tick, _, _ in rows))
        self._sides = array("d", (side for _, sides, _ in rows for side in sides))
        self._flags = bytearray(flags for _, _, flags in rows)

    def _has(self, index: int, tick: int) -> bool:
        return index < len(self._ticks) and self._ticks[index] == tick


def _sides_of(key_frame: KeyFrame) -> tuple[float, float, float, float]:
    box = key_frame.box
    return box.x, box.y, box.w, box.h


def _flags_of(key_frame: KeyFrame) -> int:
    return _OUTSIDE * key_frame.outside + _OCCLUDED * key_frame.occluded
