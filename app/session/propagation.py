"""Boxes carried through the film by tracking: which, how far, and the few key frames that stand for them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.history import Deed
from app.domain.texts import Text
from app.domain.tracks import Box, KeyFrame, box_at
from app.session.editing import Editing
from app.session.ports import FrameTimes
from app.session.project import Project

_PIXELS = 1.0
_IOU = 0.95
"""A box between key frames may differ so much from where the object was found, by either measure."""
_SMOOTH = (1, 4, 6, 4, 1)
_SAME = 0.3
"""A tracked box that overlaps the person's own by so much (IoU) is of the same object."""
_NOTHING_BEFORE = Text("There is nothing to follow before this frame.")
_NOTHING_AFTER = Text("There is nothing to follow after this frame.")


@dataclass(frozen=True, slots=True)
class Reach:
    """The box of a track at frame `frame`, to be followed to frame `until` (earlier when it goes back)."""

    track_id: str
    box: Box
    frame: int
    until: int


@dataclass(frozen=True, slots=True)
class Trail:
    """What tracking brought for a `Reach`: a box for each frame after its first, in the order found.

    `left`: the object was not lost but left the picture.
    """

    reach: Reach
    key_frames: tuple[KeyFrame, ...]
    left: bool = False


class Propagation:
    """Of one medium. A person's key frames bound the way and are never changed."""

    def __init__(self, project: Project, editing: Editing, medium_id: str, frames: FrameTimes) -> None:
        self._editing = editing
        self._medium_id = medium_id
        self._document = project.document(medium_id)
        self._frames = frames

    def reaches(self, track_ids: Iterable[str], tick: int, *, back: bool = False) -> list[Reach]:
        """How far the boxes shown at `tick` can be followed: to the next key frame, else to the film's end.

        Tracks without a box there, or with a key frame on the very next frame, are left out. Raises
        `UserError` when none is left.
        """
        frame = self._frames.frame_at(tick)
        found = []
        for track_id in track_ids:
            shown = self._document.box_at(track_id, self._frames.start_of(frame))
            if shown is None:
                continue
            until = self._bound(track_id, frame, back=back)
            if until != frame and (abs(until - frame) > 1 or self._bare(track_id, until)):
                found.append(Reach(track_id, shown.box, frame, until))
        if not found:
            raise UserError(
                _NOTHING_BEFORE if back else _NOTHING_AFTER,
                way_out="Go to a box whose next key frame is further away.",
            )
        return found

    def _bare(self, track_id: str, frame: int) -> bool:
        return self._document.key_frame(track_id, self._frames.start_of(frame)) is None

    def _bound(self, track_id: str, frame: int, *, back: bool) -> int:
        key_frames, tick = self._document.key_frames(track_id), self._frames.start_of(frame)
        if back:
            place = bisect_left(key_frames, tick, key=lambda k: k.tick) - 1
            if place < 0:
                return 0
            bound = self._frames.frame_at(key_frames[place].tick)
            return min(bound + 1, frame) if key_frames[place].outside else bound
        place = bisect_right(key_frames, tick, key=lambda k: k.tick)
        if place == len(key_frames):
            return len(self._frames) - 1
        bound = self._frames.frame_at(key_frames[place].tick)
        return max(bound - 1, frame) if key_frames[place].outside else bound

    def keep(self, trails: Iterable[Trail]) -> Deed:
        """One deed with a few key frames for each trail; what a person changed meanwhile wins."""
        edits: list[tuple[e.Edit, str]] = []
        for trail in trails:
            key_frames = self._key_frames(trail)
            if key_frames:
                edits.append((e.SetKeyFrames(trail.reach.track_id, key_frames), self._medium_id))
        return self._editing.perform_batch("propagate boxes", edits) if edits else ()

    def _key_frames(self, trail: Trail) -> tuple[KeyFrame, ...]:
        """The new ones, in order of time."""
        reach, document = trail.reach, self._document
        start = self._frames.start_of(reach.frame)
        shown = document.box_at(reach.track_id, start) if reach.track_id in document.tracks else None
        if shown is None or shown.box != reach.box or not trail.key_frames:
            return ()
        back = reach.until < reach.frame
        dense = self._until_a_person(reach.track_id, trail.key_frames)
        there = document.key_frame(reach.track_id, dense[-1].tick)
        dense = _arriving(shown, dense, there)
        ordered = [*reversed(dense), shown] if back else [shown, *dense]
        sparse = key_frames_of(_smoothed(ordered))
        if trail.left and not back and there is None:
            end = self._frames.frame_at(sparse[-1].tick) + 1
            if end < len(self._frames):
                sparse.append(replace(sparse[-1], tick=self._frames.start_of(end), outside=True))
        return tuple(k for k in sparse if document.key_frame(k.track_id, k.tick) is None)

    def _until_a_person(self, track_id: str, dense: Sequence[KeyFrame]) -> list[KeyFrame]:
        """Up to the first key frame that stands by now, that one's tick included."""
        kept = []
        for key_frame in dense:
            kept.append(key_frame)
            if self._document.key_frame(track_id, key_frame.tick) is not None:
                break
        return kept


def _arriving(start: KeyFrame, dense: list[KeyFrame], there: KeyFrame | None) -> list[KeyFrame]:
    """What tracking drifted by until the person's own box `there`, spread over the way."""
    if there is None:
        return dense
    last = dense[-1]
    if iou(last.box, there.box) < _SAME:
        return [*dense[:-1], there]
    span = last.tick - start.tick
    drift = [p - q for p, q in zip(_sides(there.box), _sides(last.box), strict=True)]
    moved = []
    for key_frame in dense[:-1]:
        share = (key_frame.tick - start.tick) / span
        x, y, w, h = (p + d * share for p, d in zip(_sides(key_frame.box), drift, strict=True))
        moved.append(replace(key_frame, box=Box(x, y, max(w, 1.0), max(h, 1.0))))
    return [*moved, there]


def _smoothed(dense: Sequence[KeyFrame]) -> list[KeyFrame]:
    """Without the tremble of single frames; both ends stay."""
    reach = len(_SMOOTH) // 2
    sides = [_sides(k.box) for k in dense]
    smooth = list(dense)
    for i in range(1, len(dense) - 1):
        near = min(reach, i, len(dense) - 1 - i)
        weights = _SMOOTH[reach - near : reach + near + 1]
        window = sides[i - near : i + near + 1]
        means = (sum(w * s[side] for w, s in zip(weights, window, strict=True)) for side in range(4))
        smooth[i] = replace(dense[i], box=Box(*(mean / sum(weights) for mean in means)))
    return smooth


def key_frames_of(dense: Sequence[KeyFrame]) -> list[KeyFrame]:
    """As few of `dense` (in order of time) as lead to its boxes by linear interpolation.

    Every box lies within a pixel of its interpolated one, or overlaps it by an IoU of 0.95. Douglas and
    Peucker's way: the worst box becomes a key frame until none is bad. Where `occluded` changes is one too.
    """
    kept = {0, len(dense) - 1}
    first = 0
    for _, run in groupby(dense, key=lambda k: k.occluded):
        kept.add(first)
        first += sum(1 for _ in run)
    waiting = list(pairwise(sorted(kept)))
    while waiting:
        left, right = waiting.pop()
        misses = [(_miss(dense[left], dense[right], dense[i]), i) for i in range(left + 1, right)]
        if misses and (worst := max(misses))[0] > 0:
            kept.add(worst[1])
            waiting += [(left, worst[1]), (worst[1], right)]
    return [dense[i] for i in sorted(kept)]


def _miss(left: KeyFrame, right: KeyFrame, wanted: KeyFrame) -> float:
    """By how much interpolation misses the box; 0 when that is near enough."""
    shown = box_at((left, right), wanted.tick)
    assert shown is not None
    x, y, w, h = _sides(shown.box)
    a, b, c, d = _sides(wanted.box)
    off = max(abs(x - a), abs(y - b), abs(x + w - a - c), abs(y + h - b - d))
    return 0.0 if off <= _PIXELS or iou(shown.box, wanted.box) >= _IOU else off


def iou(a: Box, b: Box) -> float:
    """Intersection over union, 0 to 1."""
    w = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    h = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    shared = max(w, 0.0) * max(h, 0.0)
    return shared / (a.w * a.h + b.w * b.h - shared)


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.w, box.h
