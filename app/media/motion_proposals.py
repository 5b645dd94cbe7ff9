"""What moves before a fixed camera, as boxes over time: useful before anything is trained.

The background is the median of pictures two seconds apart, for a minute to either side (Lo, Velastin:
"Automatic Congestion Detection System for Underground Platforms", ISIMP 2001); the whole picture's brightness
is evened out first. What differs from it in more than brightness, or is much darker or brighter, is
foreground: shadows only darken (Horprasert, Harwood, Davis: "A Statistical Approach for Real-time Robust
Background Subtraction and Shadow Detection", ICCV Frame-Rate 1999). Its blobs are joined over time; where
several meet in one blob each is followed by its looks until they part.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from app.domain.errors import Cancelled, UserError
from app.domain.tracks import Box
from app.media.box_tracker import BoxTracker, iou, shared_area
from app.media.failures import user_errors
from sora_model.media.decoder import FrameDecoder
from sora_model.media.opencv import cv2
from sora_model.media.pictures import Picture
from sora_model.media.pts_index import PtsIndex

_LONG_SIDE = 480
_SAMPLE_S, _AROUND_S, _RENEW_S = 2.0, 60.0, 10.0
"""Pictures for the background are so far apart, from so far around; it is made anew so often."""
_FEWEST_SAMPLES = 8
_DIFFERS, _HUE_DIFFERS = 30.0, 12.0
"""In grey levels: of brightness, and of colour once brightness is evened out."""
_SHADOW = 0.55
"""What is not darker than this share of the background, in its colour, is a shadow."""
_LEAST_AREA = 0.0006
"""Of the picture."""
_FORGET_S = 1.0
_LEAST_S = 0.6
_MOST_FOREGROUND = 0.5
"""With more of the picture in motion, in the usual frame, the camera itself moves."""
_JOIN = 0.2
_SHARED_GROWTH = 1.5


@dataclass(frozen=True, slots=True)
class Proposal:
    """One moving thing: a box for each frame of `first` on, and the share of frames in which it was seen."""

    first: int
    boxes: tuple[Box, ...]
    score: float


@dataclass(slots=True)
class _Mover:
    first: int
    boxes: list[Box]
    seen: int = 1
    unseen: int = 0
    speed: tuple[float, float] = (0.0, 0.0)
    tracker: BoxTracker | None = None

    def expected(self) -> Box:
        box = self.boxes[-1]
        return Box(box.x + self.speed[0], box.y + self.speed[1], box.w, box.h)

    def go_to(self, box: Box) -> None:
        last = self.boxes[-1]
        moved = (box.x + box.w / 2 - last.x - last.w / 2, box.y + box.h / 2 - last.y - last.h / 2)
        self.speed = (0.7 * self.speed[0] + 0.3 * moved[0], 0.7 * self.speed[1] + 0.3 * moved[1])
        self.boxes.append(box)


def find_motion(
    path: str | os.PathLike[str],
    index: PtsIndex,
    *,
    on_progress: Callable[[float], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Proposal]:
    """What moves in a film of a fixed camera; boxes in pixels of the film's own pictures.

    Raises `UserError` when the film cannot be decoded or the camera moves, `Cancelled`.
    """
    with user_errors(), FrameDecoder(path, index) as decoder:
        height, width = decoder.frame(0).shape[:2]
        share = min(1.0, _LONG_SIDE / max(width, height))
        size = max(16, round(width * share)), max(16, round(height * share))
        seconds = np.asarray(index.pts, np.float64) * float(index.time_base)
        samples = _samples(decoder, seconds, size, cancelled, on_progress)
        frame_s = float(np.median(np.diff(seconds))) if len(seconds) > 1 else 1.0
        scene = _Scene(size, round(_FORGET_S / frame_s), max(3, round(_LEAST_S / frame_s)))
        background, made_at = None, -np.inf
        moving: list[float] = []
        for n, picture in decoder.frames(range(len(index)), size):
            if cancelled():
                raise Cancelled
            if background is None or seconds[n] - made_at >= _RENEW_S:
                background, made_at = _background(samples, seconds[n]), seconds[n]
            mask = _foreground(picture, background)
            moving.append(float(mask.mean()) / 255)
            scene.take(n, picture, mask)
            on_progress(0.2 + 0.8 * (n + 1) / len(index))
    if np.median(moving) > _MOST_FOREGROUND:
        raise UserError(
            "Most of the picture moves: the camera does not stand still.",
            way_out="Motion is proposed for fixed cameras only.",
        )
    return scene.proposals(width / size[0], height / size[1], (width, height))


def _samples(
    decoder: FrameDecoder,
    seconds: NDArray[np.float64],
    size: tuple[int, int],
    cancelled: Callable[[], bool],
    on_progress: Callable[[float], None],
) -> list[tuple[float, Picture]]:
    """(second, picture) for the background, at least so many as tell what is usual."""
    step = min(_SAMPLE_S, (seconds[-1] - seconds[0]) / _FEWEST_SAMPLES) or 1.0
    wanted = np.searchsorted(seconds, np.arange(seconds[0], seconds[-1] + step / 2, step))
    numbers = sorted({min(int(n), len(seconds) - 1) for n in wanted})
    found = []
    for n, picture in decoder.frames(numbers, size):
        if cancelled():
            raise Cancelled
        found.append((float(seconds[n]), picture))
        on_progress(0.2 * len(found) / len(numbers))
    return found


def _background(samples: list[tuple[float, Picture]], second: float) -> NDArray[np.float32]:
    near = [picture for at, picture in samples if abs(at - second) <= _AROUND_S]
    return np.partition(np.stack(near), len(near) // 2, axis=0)[len(near) // 2].astype(np.float32)


def _foreground(picture: Picture, background: NDArray[np.float32]) -> NDArray[np.uint8]:
    """(h, w) 0 or 255."""
    now = picture.astype(np.float32)
    bright, usual = now.sum(2), background.sum(2)
    gain = float(np.median(bright / np.maximum(usual, 1.0)))
    if 0.6 < gain < 1.6:
        now /= gain
    ratio = (now * background).sum(2) / np.maximum((background * background).sum(2), 1.0)
    other_hue = np.abs(now - ratio[..., None] * background).max(2)
    differs = np.abs(now - background).max(2) > _DIFFERS
    shadow = (ratio > _SHADOW) & (ratio < 1.0) & (other_hue < _HUE_DIFFERS)
    mask = ((differs & ~shadow) | (other_hue > 2 * _HUE_DIFFERS)).astype(np.uint8) * 255
    mask = cv2.medianBlur(mask, 3)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((9, 5), np.uint8))
    return np.asarray(closed, np.uint8)


def _blobs(mask: NDArray[np.uint8]) -> list[Box]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    least = _LEAST_AREA * mask.size
    return [
        Box(*(float(v) for v in stats[i, :4])) for i in range(1, count) if stats[i, cv2.CC_STAT_AREA] >= least
    ]


class _Scene:
    """Joins the blobs of one frame after another."""

    def __init__(self, size: tuple[int, int], forget: int, least: int) -> None:
        self._size, self._forget, self._least = size, forget, least
        self._movers: list[_Mover] = []
        self._ended: list[_Mover] = []
        self._last: Picture | None = None

    def take(self, n: int, picture: Picture, mask: NDArray[np.uint8]) -> None:
        blobs = _blobs(mask)
        expected = [mover.expected() for mover in self._movers]
        claims: dict[int, list[int]] = {}
        for number, box in enumerate(expected):
            shares = [shared_area(box, blob) / (box.w * box.h) for blob in blobs]
            if shares and max(shares) > 0.3:
                claims.setdefault(int(np.argmax(shares)), []).append(number)
        meeting = {
            number
            for blob, numbers in claims.items()
            if len(numbers) > 1
            for number in numbers
            if blobs[blob].w * blobs[blob].h > _SHARED_GROWTH * expected[number].w * expected[number].h
        }
        free = [i for i in range(len(self._movers)) if i not in meeting]
        taken = self._assign(free, expected, blobs)
        for number, mover in enumerate(self._movers):
            if number in taken:
                mover.tracker = None
                mover.seen += 1
                mover.unseen = 0
                mover.go_to(blobs[taken[number]])
            elif number in meeting and self._last is not None:
                self._follow(mover, picture)
            else:
                mover.tracker = None
                mover.unseen += 1
                mover.go_to(expected[number])
        shared = {blob for blob, numbers in claims.items() if meeting & set(numbers)}
        used = shared | set(taken.values())
        self._movers += [_Mover(n, [blob]) for i, blob in enumerate(blobs) if i not in used]
        self._drop()
        self._last = picture

    def _assign(self, free: list[int], expected: list[Box], blobs: list[Box]) -> dict[int, int]:
        """Blob by mover, so that the sum of the overlaps is greatest."""
        if not free or not blobs:
            return {}
        overlap = np.array([[iou(expected[i], blob) for blob in blobs] for i in free])
        rows, columns = linear_sum_assignment(-overlap)
        return {free[r]: int(c) for r, c in zip(rows, columns, strict=True) if overlap[r, c] >= _JOIN}

    def _follow(self, mover: _Mover, picture: Picture) -> None:
        assert self._last is not None
        if mover.tracker is None:
            mover.tracker = BoxTracker(self._last, mover.boxes[-1])
        sighting = mover.tracker.follow(picture)
        mover.unseen = mover.unseen + 1 if sighting.hidden else 0
        mover.seen += not sighting.hidden
        mover.go_to(sighting.box)

    def _drop(self) -> None:
        """Who was not seen for long, or is out of the picture."""
        for mover in list(self._movers):
            inside = mover.boxes[-1].clipped(*self._size)
            if mover.unseen > self._forget or inside is None:
                self._movers.remove(mover)
                self._ended.append(mover)

    def proposals(self, wider: float, higher: float, size: tuple[int, int]) -> list[Proposal]:
        """In order of time; what was seen too shortly is left out."""
        found = []
        for mover in sorted([*self._ended, *self._movers], key=lambda m: m.first):
            boxes = mover.boxes[: len(mover.boxes) - mover.unseen]
            if mover.seen < self._least:
                continue
            scaled = (Box(b.x * wider, b.y * higher, b.w * wider, b.h * higher).clipped(*size) for b in boxes)
            kept = [box for box in scaled if box is not None]
            if len(kept) == len(boxes):
                found.append(Proposal(mover.first, tuple(kept), mover.seen / len(boxes)))
        return found
