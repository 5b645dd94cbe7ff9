"""Boxes over time: tracks, key frames and the boxes between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.segments import Origin, Verification
from app.domain.timebase import TimeRange


@dataclass(frozen=True, slots=True)
class Box:
    """Float pixels of the coded picture after rotation, before sample aspect ratio; top left origin."""

    x: float
    y: float
    w: float
    h: float

    def __post_init__(self) -> None:
        if not (self.w > 0 and self.h > 0):
            raise ValueError(f"a box needs a width and a height: {self.w} × {self.h}")

    def clipped(self, width: float, height: float) -> Box | None:
        """The part inside a picture of `width` × `height`; None when nothing is left."""
        if 0 <= self.x <= width - self.w and 0 <= self.y <= height - self.h:
            return self  # without the rounding of sums
        left, top = max(0.0, self.x), max(0.0, self.y)
        right, bottom = min(width, self.x + self.w), min(height, self.y + self.h)
        if right - left <= 0 or bottom - top <= 0:
            return None
        return Box(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """A box a person (or an import) set at `tick`. `outside`: the object is absent from here on."""

    track_id: str
    tick: int
    box: Box
    outside: bool = False
    occluded: bool = False

    @property
    def id(self) -> str:
        return f"{self.track_id}@{self.tick}"


@dataclass(frozen=True, slots=True)
class Presence:
    """From a track's first box to where it ends for good; it may be absent in between."""

    id: str
    range: TimeRange


@dataclass(frozen=True, slots=True)
class Track:
    id: str
    medium_id: str
    class_id: str
    actor_id: str
    number: int = 0
    origin: Origin = Origin.HAND
    verification: Verification = Verification.BLIND
    comment: str = ""
    attributes: dict[str, str] = field(default_factory=dict, hash=False)


def box_at(key_frames: Sequence[KeyFrame], tick: int) -> KeyFrame | None:
    """The box at `tick`: linear between key frames, held after the last, none before the first.

    `key_frames` sorted by tick. None where the object is absent (`outside`).
    """
    index = bisect_right(key_frames, tick, key=lambda k: k.tick) - 1
    if index < 0:
        return None
    left = key_frames[index]
    if left.outside:
        return None
    if left.tick == tick or index + 1 == len(key_frames):
        return KeyFrame(left.track_id, tick, left.box, False, left.occluded)
    right = key_frames[index + 1]
    if right.outside:
        return KeyFrame(left.track_id, tick, left.box, False, left.occluded)
    share = (tick - left.tick) / (right.tick - left.tick)
    a, b = left.box, right.box
    box = Box(*(p + (q - p) * share for p, q in ((a.x, b.x), (a.y, b.y), (a.w, b.w), (a.h, b.h))))
    return KeyFrame(left.track_id, tick, box, False, left.occluded)
