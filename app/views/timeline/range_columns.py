"""The ranges of one lane as sorted arrays: what is in a window, and how dense, without touching each range.

A view of 100,000 labels cannot ask each of them where it lies whenever it paints; three array look-ups can.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.domain.timebase import TimeRange
from app.views.timeline.time_axis import TimeAxis

_FEW = 50


class Ranged(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def range(self) -> TimeRange: ...


class RangeColumns:
    """Ids and ranges in order of start. Immutable; `replaced` makes the next one."""

    __slots__ = ("_densities", "_latest_end", "ends", "ids", "starts")

    def __init__(self, starts: NDArray[np.int64], ends: NDArray[np.int64], ids: NDArray[np.object_]) -> None:
        order = np.argsort(starts, kind="stable")
        self.starts, self.ends, self.ids = starts[order], ends[order], ids[order]
        # The latest end so far: where it first passes a tick, the first range lies that can reach over it.
        self._latest_end = np.maximum.accumulate(self.ends)
        # Those of the whole film and of the window in sight are asked for again after each edit elsewhere.
        self._densities: dict[tuple[float, float, int], NDArray[np.int64]] = {}

    @classmethod
    def of(cls, entities: Iterable[Ranged]) -> RangeColumns:
        starts, ends, ids = [], [], []
        for entity in entities:
            span = entity.range
            starts.append(span.start)
            ends.append(span.end)
            ids.append(entity.id)
        return cls(np.array(starts, np.int64), np.array(ends, np.int64), np.array(ids, object))

    @classmethod
    def joined(cls, several: Sequence[RangeColumns]) -> RangeColumns:
        if not several:
            return cls.of(())
        return cls(
            np.concatenate([one.starts for one in several]),
            np.concatenate([one.ends for one in several]),
            np.concatenate([one.ids for one in several]),
        )

    def __len__(self) -> int:
        return len(self.ids)

    def replaced(self, removed: Collection[Ranged], added: Collection[Ranged]) -> RangeColumns:
        keep = np.ones(len(self), bool)
        if len(removed) > _FEW:
            gone = {entity.id for entity in removed}
            keep = np.fromiter((one not in gone for one in self.ids), bool, len(self))
        else:
            for entity in removed:
                first, last = np.searchsorted(self.starts, [entity.range.start, entity.range.start + 1])
                keep[first:last] &= self.ids[first:last] != entity.id
        new = RangeColumns.of(added)
        return RangeColumns(
            np.concatenate([self.starts[keep], new.starts]),
            np.concatenate([self.ends[keep], new.ends]),
            np.concatenate([self.ids[keep], new.ids]),
        )

    def without(self, ids: Collection[str]) -> RangeColumns:
        """All ranges but those of `ids`, wherever they lie."""
        keep = ~np.isin(self.ids, list(ids)) if len(self) else np.ones(0, bool)
        return RangeColumns(self.starts[keep], self.ends[keep], self.ids[keep])

    def within(self, window: TimeRange) -> NDArray[np.intp]:
        """Indices of the ranges that overlap `window`."""
        first = int(np.searchsorted(self._latest_end, window.start, side="right"))
        last = int(np.searchsorted(self.starts, window.end, side="left"))
        return first + np.flatnonzero(self.ends[first:last] > window.start)

    def covered(self, indices: NDArray[np.intp], window: TimeRange) -> int:
        """How many ticks of `window` the ranges cover, counted once for each."""
        starts = np.maximum(self.starts[indices], window.start)
        ends = np.minimum(self.ends[indices], window.end)
        return int((ends - starts).sum())

    def density(self, axis: TimeAxis, columns: int) -> NDArray[np.int64]:
        """How many ranges lie over each of `columns` columns of the axis; not to be written to."""
        key = (axis.start, axis.length, columns)
        if key not in self._densities:
            while len(self._densities) > 1:
                del self._densities[next(iter(self._densities))]
            self._densities[key] = self._counted(axis, columns)
        else:
            self._densities[key] = self._densities.pop(key)
        return self._densities[key]

    def _counted(self, axis: TimeAxis, columns: int) -> NDArray[np.int64]:
        found = self.within(axis.window)
        per_tick = columns / axis.length
        first = np.floor((self.starts[found] - axis.start) * per_tick).astype(np.int64)
        last = np.ceil((self.ends[found] - axis.start) * per_tick).astype(np.int64)
        first = np.clip(first, 0, columns - 1)
        last = np.clip(np.maximum(last, first + 1), 1, columns)
        steps = np.bincount(first, minlength=columns + 1) - np.bincount(last, minlength=columns + 1)
        return np.cumsum(steps)[:columns]


@dataclass(frozen=True, slots=True)
class StepColumns:
    """Which steps touch each column of an axis: several curves of the same steps are looked up once.

    `known`: columns that any step touches; `pairs`: of those the first step and the one after, in turn.
    """

    known: NDArray[np.bool_]
    pairs: NDArray[np.intp]

    @classmethod
    def of(cls, ticks: NDArray[np.int64], axis: TimeAxis, columns: int) -> StepColumns:
        """`ticks` sorted; a step lasts from its tick to the next."""
        edges = axis.column_edges(columns)
        # The step that a column begins in counts, too.
        # Whole numbers: beside fractions all the ticks would be made fractions first, at every paint.
        first = np.searchsorted(ticks, np.floor(edges[:-1]).astype(np.int64), side="right") - 1
        last = np.searchsorted(ticks, np.ceil(edges[1:]).astype(np.int64), side="left")
        known = (last > 0) & (len(ticks) > 0)
        low = np.maximum(first[known], 0)
        return cls(known, np.column_stack([low, np.maximum(last[known], low + 1)]).ravel())

    def maxima(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """The highest of the steps of each column; NaN before the first."""
        result = np.full(len(self.known), np.nan, np.float32)
        if len(self.pairs):
            # reduceat takes pairs (from, to); the odd results between two columns are thrown away.
            begin, end = int(self.pairs[0]), int(self.pairs[-1])
            padded = np.append(values[begin:end].astype(np.float32), np.float32(-np.inf))
            result[self.known] = np.maximum.reduceat(padded, self.pairs - begin)[::2]
        return result


def column_maxima(
    ticks: NDArray[np.int64], values: NDArray[np.float32], axis: TimeAxis, columns: int
) -> NDArray[np.float32]:
    """The highest of the steps that touch each column; NaN before the first."""
    return StepColumns.of(ticks, axis, columns).maxima(values)
