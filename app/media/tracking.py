"""Follow boxes through a film, forward or back, from the frame where a person set them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import Cancelled
from app.domain.texts import Text
from app.domain.tracks import Box, KeyFrame
from app.media.appearance import likeness, looks
from app.media.box_tracker import BoxTracker, iou
from app.media.failures import user_errors
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pictures import Picture
from sora_model.media.pts_index import PtsIndex

_SIDE = 24
"""Pictures are made smaller until the smallest box has a side of so many pixels."""
_WIDTH = 640
"""But no smaller than this, in pixels of the longer side."""
_NOT_WORTH_IT = 0.7
"""Making a picture this little smaller costs more than it saves."""
_HELD_BYTES = 256 * 1024 * 1024
"""Pictures of one group that are held to be gone through backwards."""
_LEAST_IN_SIGHT = 0.35
"""With less of its box inside the picture an object has left it."""


_PROOF = 20
"""After so many frames an object is followed back again: who arrives elsewhere has changed over to another
(forward–backward error of whole ways: Kalal, Mikolajczyk, Matas, ICPR 2010).
"""
_ELSEWHERE, _TOGETHER = 0.1, 0.4
"""Overlaps (IoU) below which two boxes are of different objects, and above which they are of one."""
_LIKE_ITSELF = 0.6
"""Likeness of its colours to those at the start, below which it was lost unnoticed. On `pets_s2l1`, 100
frames each way, one of 1,774 boxes that lie right (IoU above 0.5) is given up for it, and 109 of 234 that lie
wrong (below 0.2).
"""


class Ending(StrEnum):
    """Why a box was not followed further."""

    REACHED = "reached"
    LEFT = "left the picture"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Goal:
    """A box to follow from the frame where it was set up to another frame `until`, inclusive."""

    track_id: str
    box: Box
    until: int


@dataclass(frozen=True, slots=True)
class Path:
    """Where a box went: one key frame for each frame after its first, in the order in which they were seen.

    `occluded` where the object was hidden and seen again later. `frame`: the last one where it was seen;
    `why`: of a lost one, in words.
    """

    track_id: str
    key_frames: tuple[KeyFrame, ...]
    ending: Ending
    frame: int
    why: str = ""


@dataclass(slots=True)
class _Chase:
    """One box on its way."""

    goal: Goal
    tracker: BoxTracker
    start: tuple[int, Box]
    looks: NDArray[np.float32]
    boxes: list[tuple[int, Box]] = field(default_factory=list)
    seen: list[tuple[int, Picture]] = field(default_factory=list)
    ending: Ending | None = None
    why: str = ""

    @property
    def direction(self) -> int:
        return 1 if self.goal.until > self.start[0] else -1


def follow_boxes(
    path: str | os.PathLike[str],
    index: PtsIndex,
    frame: int,
    goals: Sequence[Goal],
    *,
    on_progress: Callable[[float], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Path]:
    """Follow every goal's box from `frame`, all to later frames or all to earlier ones; decoded once.

    Boxes are in pixels of the film's own pictures. Raises `UserError` when the film cannot be decoded,
    `Cancelled`.
    """
    on = 1 if all(goal.until >= frame for goal in goals) else -1
    if any((goal.until - frame) * on <= 0 for goal in goals):
        raise ValueError("all boxes are followed the same way")
    last = max((goal.until for goal in goals), key=lambda n: n * on)
    with user_errors(), FrameDecoder(path, index) as decoder:
        picture = decoder.frame(frame)
        size, scale = working_size(picture, goals)
        numbers = range(frame, last + on, on)
        chases: list[_Chase] = []
        for done, (n, seen) in enumerate(_pictures(decoder, numbers, size)):
            if cancelled():
                raise Cancelled
            if not chases:
                for goal in goals:
                    box = _scaled(goal.box, scale)
                    tracker = BoxTracker(seen, box)
                    chases.append(_Chase(goal, tracker, (n, box), looks(seen, box), seen=[(n, seen)]))
                continue
            for chase in chases:
                if chase.ending is None:
                    _follow(chase, n, seen)
            on_progress(done / max(len(numbers) - 1, 1))
            if all(chase.ending is not None for chase in chases):
                break
    height, width = picture.shape[:2]
    return [_path(chase, frame, index, (1 / scale[0], 1 / scale[1]), (width, height)) for chase in chases]


def _follow(chase: _Chase, n: int, picture: Picture) -> None:
    seen = chase.tracker.follow(picture)
    box = seen.box
    inside = box.clipped(picture.shape[1], picture.shape[0])
    if inside is None or inside.w * inside.h < _LEAST_IN_SIGHT * box.w * box.h:
        chase.ending = Ending.LEFT
    elif chase.tracker.is_lost:
        chase.ending, chase.why = Ending.LOST, chase.tracker.why_lost
    else:
        if not seen.hidden:
            chase.boxes.append((n, box))
        if n == chase.goal.until:
            chase.ending = Ending.LOST if seen.hidden else Ending.REACHED
            chase.why = chase.tracker.why_lost
    if not seen.hidden:
        chase.seen.append((n, picture))
    if chase.ending is not Ending.LEFT and (chase.ending is not None or len(chase.seen) >= _PROOF):
        _prove(chase)


def _prove(chase: _Chase) -> None:
    """What is in the box now must lead back to where it was proved last, and look as it did at the start."""
    seen, there = chase.seen, dict([chase.start, *chase.boxes])
    chase.seen = seen[-1:]
    if len(seen) < 2:
        return
    n, picture = seen[-1]
    changed_over = _changed_over(seen, there)
    if changed_over is not None:
        _lose(chase, changed_over, Text("another object took its place"))
    elif chase.ending is not Ending.LOST and likeness(chase.looks, looks(picture, there[n])) < _LIKE_ITSELF:
        _lose(chase, seen[0][0] + chase.direction, Text("it no longer looked like itself"))


def _changed_over(seen: Sequence[tuple[int, Picture]], there: Mapping[int, Box]) -> int | None:
    """Where the object in the last box of `there` was another before; None where it leads back to itself."""
    back = BoxTracker(seen[-1][1], there[seen[-1][0]])
    changed_over, elsewhere = seen[-1][0], False
    for n, picture in reversed(seen[:-1]):
        sighting = back.follow(picture)
        if back.is_lost or n not in there:
            return None
        overlap = iou(sighting.box, there[n])
        changed_over = n if overlap >= _TOGETHER else changed_over
        elsewhere = not sighting.hidden and overlap < _ELSEWHERE
    return changed_over if elsewhere else None


def _lose(chase: _Chase, first: int, why: str) -> None:
    """From frame `first` on, the way it goes, it was not the object."""
    chase.ending, chase.why = Ending.LOST, why
    on = chase.direction
    chase.boxes = [(n, box) for n, box in chase.boxes if n * on < first * on]


def _path(
    chase: _Chase, frame: int, index: PtsIndex, scale: tuple[float, float], size: tuple[int, int]
) -> Path:
    """In the film's own pixels and ticks; where it was hidden, straight on to where it was seen again."""
    goal = chase.goal
    found: list[KeyFrame] = []
    before = frame, goal.box
    for n, small in chase.boxes:
        box = _scaled(small, scale).clipped(*size)
        if box is None:
            continue
        step = 1 if n > before[0] else -1
        for hidden in range(before[0] + step, n, step):
            share = (hidden - before[0]) / (n - before[0])
            found.append(
                KeyFrame(
                    goal.track_id, index.start_of(hidden), _between(before[1], box, share), occluded=True
                )
            )
        found.append(KeyFrame(goal.track_id, index.start_of(n), box))
        before = n, box
    ending = chase.ending or Ending.LOST
    why = chase.why if ending is Ending.LOST else ""
    return Path(goal.track_id, tuple(found), ending, before[0], why)


def _between(a: Box, b: Box, share: float) -> Box:
    return Box(*(p + (q - p) * share for p, q in ((a.x, b.x), (a.y, b.y), (a.w, b.w), (a.h, b.h))))


def working_size(picture: Picture, goals: Sequence[Goal]) -> tuple[tuple[int, int], tuple[float, float]]:
    """(width, height) that the boxes are followed at, and what their sides are multiplied with for it."""
    height, width = picture.shape[:2]
    smallest = min(min(goal.box.w, goal.box.h) for goal in goals)
    share = max(_SIDE / smallest, _WIDTH / max(width, height))
    if share > _NOT_WORTH_IT:
        share = 1.0
    size = max(1, round(width * share)), max(1, round(height * share))
    return size, (size[0] / width, size[1] / height)


def _scaled(box: Box, scale: tuple[float, float]) -> Box:
    return replace(box, x=box.x * scale[0], y=box.y * scale[1], w=box.w * scale[0], h=box.h * scale[1])


def _pictures(decoder: FrameDecoder, numbers: range, size: tuple[int, int]) -> Iterator[tuple[int, Picture]]:
    """`numbers` in their order; backwards by whole groups of pictures, each decoded once where it fits."""
    if numbers.step > 0:
        yield from decoder.frames(numbers, size)
        return
    at_once = max(1, _HELD_BYTES // (3 * size[0] * size[1]))
    last, first = numbers[0], numbers[-1]
    keys = [int(key) for key in decoder.index.keyframes if first < key <= last]
    while last >= first:
        while keys and keys[-1] > last:
            keys.pop()
        start = max(keys[-1] if keys else first, first, last - at_once + 1)
        yield from reversed(list(decoder.frames(range(start, last + 1), size)))
        last = start - 1
