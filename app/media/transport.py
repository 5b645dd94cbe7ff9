"""Rules of playing that need no window: ticks and seconds, shuttle speeds, which pictures were seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from app.domain.timebase import TimeRange, TimeScale

if TYPE_CHECKING:
    from sora_model.media.pictures import Picture
    from sora_model.media.pts_index import PtsIndex

SHUTTLE = (1.0, 2.0, 4.0, 8.0)

REFRESH_S = 1 / 60
"""No screen is asked for more pictures than this."""

_TELL_DROPPED_S = 1.0
_LONGEST_WAIT_S = 1 / 30
"""The play head moves this often at least."""


@dataclass(frozen=True)
class FilmTime:
    """The ticks of one film, its seconds and its frames. `index` None: sound only."""

    scale: TimeScale
    span: TimeRange
    index: PtsIndex | None

    def tick(self, second: float) -> int:
        """The tick that `second` lies in, within the film."""
        # Down, not to the nearest: a frame must not be shown before its time. The margin undoes the
        # rounding of seconds in floating point.
        exact = (Fraction(second) + self.scale.origin) / self.scale.time_base
        return self.within(math.floor(exact + Fraction(1, 1000)))

    def within(self, tick: int) -> int:
        return min(max(tick, self.span.start), self.span.end - 1)

    def frame(self, tick: int) -> int:
        return self.index.frame_at(tick) if self.index is not None else -1

    def seconds(self, range_: TimeRange) -> tuple[float, float]:
        return self.scale.seconds(range_.start), self.scale.seconds(range_.end)

    def step(self, rate: float) -> int:
        """Every how many frames one can be shown at `rate`; negative: backwards."""
        fps = self.index.average_fps if self.index is not None else 0.0
        return max(1, round(abs(rate) * fps * REFRESH_S)) * (-1 if rate < 0 else 1)

    def wait_s(self, second: float, rate: float) -> float:
        """How long, at `rate`, until another frame is due, or the play head must move."""
        if self.index is None:
            return _LONGEST_WAIT_S
        if abs(self.step(rate)) > 1:
            return REFRESH_S
        frame = self.index.frame_at(self.tick(second))
        due = self.index.start_of(frame) if rate < 0 else self.index.end_of(frame)
        return min(max((self.scale.seconds(due) - second) / rate, 0.0), _LONGEST_WAIT_S)


class QuickPictures(Protocol):
    """Small pictures of every frame, at hand at once."""

    def picture(self, n: int, index: PtsIndex | None = None) -> Picture | None: ...

    def full_size(self, n: int) -> tuple[int, int]: ...


def shuttle_speed(rate: float, direction: int, *, playing: bool) -> float:
    """What J (`direction` -1) or L (1) makes of `rate`: again in the same direction is faster."""
    if not playing or rate * direction < 0:
        return SHUTTLE[0] * direction
    return direction * next((speed for speed in SHUTTLE if speed > abs(rate)), SHUTTLE[-1])


def in_order(ranges: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """`ranges` sorted, those that touch or overlap as one."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


class SeenPictures:
    """Counts the pictures of running films: `shown`, and `dropped`, those that should have been shown
    in between and were not. What a high speed leaves out on purpose is neither.
    """

    def __init__(self) -> None:
        self.shown = self.dropped = 0
        self._dropped_before = self._told = 0
        self._told_at = 0.0
        self._last: int | None = None

    def begin(self, now: float) -> None:
        """Playing begins."""
        self._dropped_before, self._told, self._told_at = self.dropped, 0, now
        self.jump()

    def news(self, now: float) -> int | None:
        """How many were dropped since playing began, if there are more than were told; once a second."""
        dropped = self.dropped - self._dropped_before
        if dropped == self._told or now - self._told_at < _TELL_DROPPED_S:
            return None
        self._told, self._told_at = dropped, now
        return dropped

    def see(self, frame: int, step: int) -> None:
        """`frame` is shown, where every `step`-th is meant to be (negative: backwards)."""
        if self._last is not None:
            # A loop that has come round counts as nothing dropped.
            self.dropped += max(0, round((frame - self._last) / step) - 1)
        self.shown += 1
        self._last = frame

    def jump(self) -> None:
        """The film goes on from somewhere else: nothing between was meant to be shown."""
        self._last = None


class WantedPictures:
    """Which picture is wished for and which is on the screen; -1: none.

    A picture that comes late is still welcome while the film plays, on the way from where it began to
    where it is, as long as no later one is on the screen.
    """

    def __init__(self) -> None:
        self.shown = self.wished = -1
        self._first = -1

    def jump(self) -> None:
        """From here on other pictures are wanted than before."""
        self._first = -1

    def forget(self) -> None:
        """Nothing that was wished for or shown counts any more."""
        self.shown = self.wished = self._first = -1

    def wish(self, frame: int, direction: int) -> bool:
        """The film is at `frame`, running on (1) or back (-1); whether that is a new wish."""
        comes_round = (frame - self.wished) * direction < 0
        if self._first < 0 or comes_round:
            self._first = frame
        is_new = frame != self.wished
        self.wished = frame
        return is_new

    def is_late(self, frame: int) -> bool:
        """Whether `frame` is not what is wished for now, and yet better than what is shown."""
        since = self.shown if _is_between(self._first, self.shown, self.wished) else self._first
        return _is_between(since, frame, self.wished)


def _is_between(one: int, frame: int, other: int) -> bool:
    return min(one, other) <= frame <= max(one, other)
