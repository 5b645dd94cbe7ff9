"""Where a dragged edge comes to rest: on frames always, on other edges and the play head when near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.timebase import TimeRange


@dataclass(frozen=True, slots=True)
class Frames:
    """The starts of a medium's frames; without pictures (`starts` None) every tick is a boundary."""

    span: TimeRange
    starts: NDArray[np.int64] | None = None

    def boundary(self, tick: float) -> int:
        """The nearest start of a frame, or the medium's end."""
        if self.starts is None or not len(self.starts):
            return min(max(round(tick), self.span.start), self.span.end)
        index = int(np.searchsorted(self.starts, tick))
        after = int(self.starts[index]) if index < len(self.starts) else self.span.end
        before = int(self.starts[index - 1]) if index > 0 else after
        return before if tick - before <= after - tick else after

    def frame_at(self, tick: float) -> int:
        """The start of the frame that is shown at `tick`."""
        if self.starts is None or not len(self.starts):
            return min(max(int(tick // 1), self.span.start), self.span.end - 1)
        index = int(np.searchsorted(self.starts, tick, side="right")) - 1
        return int(self.starts[max(0, index)])

    def next_boundary(self, tick: int) -> int:
        """The first boundary after `tick`; the end stays the end."""
        if self.starts is None or not len(self.starts):
            return min(tick + 1, self.span.end)
        index = int(np.searchsorted(self.starts, tick, side="right"))
        return int(self.starts[index]) if index < len(self.starts) else self.span.end

    def previous_boundary(self, tick: int) -> int:
        """The last boundary before `tick`; the beginning stays the beginning."""
        if self.starts is None or not len(self.starts):
            return max(tick - 1, self.span.start)
        index = int(np.searchsorted(self.starts, tick, side="left")) - 1
        return int(self.starts[max(0, index)])


@dataclass(frozen=True, slots=True)
class Snapper:
    """`magnets`: sorted ticks that attract within `reach` ticks; none while Alt is held.

    A label covers whole frames, so frames hold even then.
    """

    frames: Frames
    magnets: NDArray[np.int64]
    reach: float

    def magnet_near(self, tick: float) -> int | None:
        if not len(self.magnets):
            return None
        nearest = int(self.magnets[np.argmin(np.abs(self.magnets - tick))])
        return nearest if abs(nearest - tick) <= self.reach else None

    def catches(self, edge: int) -> bool:
        """Whether a magnet holds the edge that came to rest at `edge`."""
        magnet = self.magnet_near(edge)
        return magnet is not None and self.frames.boundary(magnet) == edge

    def held_inside(self, ranges: Sequence[TimeRange], by: float) -> float:
        """`by` ticks, or as many as all of `ranges` can move inside the medium."""
        span = self.frames.span
        earliest, latest = min(r.start for r in ranges), max(r.end for r in ranges)
        return min(max(by, span.start - earliest), span.end - latest)

    def shifted(self, before: TimeRange, by: int) -> TimeRange:
        """`before` moved by `by` ticks to whole frames, whatever magnets are near; a point stays one."""
        start = self.frames.boundary(before.start + by)
        if before.length == 1:
            return TimeRange.point(min(start, self.frames.previous_boundary(self.frames.span.end)))
        end = max(self.frames.boundary(before.end + by), self.frames.next_boundary(start))
        return TimeRange(start, end)

    def edge(self, tick: float) -> int:
        magnet = self.magnet_near(tick)
        return self.frames.boundary(tick) if magnet is None else self.frames.boundary(magnet)

    def resized(self, before: TimeRange, tick: float, *, start: bool) -> TimeRange:
        """`before` with its start (or end) at `tick`, at least one frame long."""
        edge = self.edge(tick)
        if start:
            return TimeRange(min(edge, self.frames.previous_boundary(before.end)), before.end)
        return TimeRange(before.start, max(edge, self.frames.next_boundary(before.start)))

    def moved(self, before: TimeRange, by: float) -> TimeRange:
        """`before` moved by `by` ticks inside the medium; whichever edge is nearer to a magnet follows it."""
        span = self.frames.span
        by = min(max(by, span.start - before.start), span.end - before.end)
        pulls = []
        for edge in (before.start, before.end):
            magnet = self.magnet_near(edge + by)
            if magnet is not None:
                pulls.append(magnet - edge)
        if pulls:
            by = min(pulls, key=lambda pull: abs(pull - by))
        start = self.frames.boundary(before.start + by)
        end = max(self.frames.boundary(before.end + by), self.frames.next_boundary(start))
        return TimeRange(min(start, self.frames.previous_boundary(end)), end)

    def moved_point(self, before: TimeRange, by: float) -> TimeRange:
        magnet = self.magnet_near(before.start + by)
        return TimeRange.point(self.frames.frame_at(magnet if magnet is not None else before.start + by))

    def spanned(self, anchor: float, tick: float) -> TimeRange:
        """The range from `anchor` to `tick`, whichever comes first, at least one frame long."""
        start, end = sorted((self.edge(anchor), self.edge(tick)))
        start = min(start, self.frames.previous_boundary(self.frames.span.end))
        return TimeRange(start, max(end, self.frames.next_boundary(start)))
