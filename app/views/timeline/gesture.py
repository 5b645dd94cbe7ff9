"""What the mouse does on the timeline, from press to release. A state machine without widgets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from app.domain.timebase import TimeRange
from app.views.timeline.hit_test import Hit, Part
from app.views.timeline.lanes import Section
from app.views.timeline.snapping import Snapper
from app.views.timeline.time_axis import TimeAxis

DRAG_THRESHOLD = 3.0
KEEPS_TIME = 12.0
"""A label dragged to another lane moves in time only when it is dragged so far to the side, too."""


@dataclass(frozen=True, slots=True)
class Target:
    """What was pressed: a section, the lane's class (empty: none or a heading), the mark.

    `offset`: on the overview, how far the press lies from the middle of the window's frame (0 outside of it).
    `others`: labels that were chosen together with the one that was pressed: they move along.
    """

    section: Section | None
    class_id: str = ""
    hit: Hit | None = None
    offset: float = 0.0
    others: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label is, or would be."""

    id: str
    class_id: str
    range: TimeRange


@dataclass(frozen=True, slots=True)
class Seek:
    tick: int


@dataclass(frozen=True, slots=True)
class ScrubStarted:
    pass


@dataclass(frozen=True, slots=True)
class ScrubFinished:
    pass


@dataclass(frozen=True, slots=True)
class Resized:
    """A mark was moved or resized; `section` tells a label from a suggestion."""

    id: str
    section: Section
    range: TimeRange


@dataclass(frozen=True, slots=True)
class Moved:
    """Labels were moved together, or to the lane of another class."""

    places: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Banded:
    """A rubber band was drawn over lanes, from one corner to the other."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Created:
    class_id: str
    range: TimeRange


@dataclass(frozen=True, slots=True)
class Clicked:
    """`mark_id` empty: an empty place. `extend`: Ctrl or Shift was held; `through`: Shift, all up to it."""

    mark_id: str
    extend: bool
    through: bool = False


@dataclass(frozen=True, slots=True)
class Panned:
    dx: float


@dataclass(frozen=True, slots=True)
class WindowCentred:
    """On this x of the overview strip."""

    x: float


Outcome = (
    Seek
    | ScrubStarted
    | ScrubFinished
    | Resized
    | Moved
    | Banded
    | Created
    | Clicked
    | Panned
    | WindowCentred
)


class Action(Enum):
    NONE = auto()
    SCRUB = auto()
    PAN = auto()
    OVERVIEW = auto()
    RESIZE = auto()
    MOVE = auto()
    CREATE = auto()
    BAND = auto()


_LANES = (Section.LABELS, Section.BOXES, Section.COMPLETE, Section.MODEL)
_SEEKING = (Section.RULER, Section.THUMBNAILS, Section.SOUND, Section.ATTENTION)


class TimelineGesture:
    """`preview` is the range to be shown meanwhile, of what `held` says; `previews` are all that move.
    `caught` are the magnets that hold a dragged edge; `band` is the rubber band.
    """

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._press_x = self._last_x = self._press_y = self._y = 0.0
        self._press_tick = 0.0
        self._moved = self._extend = self._through = self._by_middle = False
        self._target: Target | None = None
        self._lane = ""
        self.action = Action.NONE
        self.preview: TimeRange | None = None
        self.previews: tuple[Placed, ...] = ()
        self.caught: tuple[int, ...] = ()

    @property
    def active(self) -> bool:
        return self._target is not None

    @property
    def moved(self) -> bool:
        return self._moved

    @property
    def target(self) -> Target | None:
        """What was pressed."""
        return self._target

    @property
    def held(self) -> Hit | None:
        """The mark that is being moved or resized."""
        changing = self.action in (Action.RESIZE, Action.MOVE) and self._target is not None
        return self._target.hit if changing and self._target is not None else None

    @property
    def hidden(self) -> frozenset[str]:
        """What is drawn as a preview and not in its place."""
        return frozenset(p.id for p in self.previews if p.id)

    @property
    def preview_section(self) -> Section | None:
        return self._target.section if self._target is not None else None

    @property
    def band(self) -> Banded | None:
        if self.action is not Action.BAND or not self._moved:
            return None
        (x0, x1), (y0, y1) = sorted((self._press_x, self._last_x)), sorted((self._press_y, self._y))
        return Banded(x0, y0, x1, y1)

    def press(
        self,
        target: Target,
        x: float,
        axis: TimeAxis,
        snapper: Snapper,
        *,
        y: float = 0.0,
        pan: bool = False,
        extend: bool = False,
        through: bool = False,
    ) -> list[Outcome]:
        """`pan`: the middle button, which pans wherever it is pressed; `extend`, `through`: as `Clicked`."""
        self._reset()
        self._target, self._extend, self._by_middle = target, extend or through, pan
        self._through = through
        self._press_x = self._last_x = x
        self._press_y = self._y = y
        self._press_tick = axis.tick(x)
        self.action = Action.PAN if pan else self._action_for(target)
        if self.action is Action.SCRUB:
            return [ScrubStarted(), Seek(snapper.frames.frame_at(axis.tick_within(x)))]
        if self.action is Action.OVERVIEW:
            return [WindowCentred(x - target.offset)]
        return []

    def _action_for(self, target: Target) -> Action:
        if target.section is Section.OVERVIEW:
            return Action.OVERVIEW
        if target.section in _SEEKING:
            return Action.SCRUB
        if self._extend and target.section in _LANES:
            return Action.BAND
        if target.hit is not None:
            if target.hit.part is not Part.BODY:
                return Action.RESIZE
            # Only what was chosen before moves: a slip of the hand must not shift a label.
            return Action.MOVE if target.hit.mark.selected else Action.PAN
        return Action.CREATE if target.section is Section.LABELS and target.class_id else Action.PAN

    def move(
        self, x: float, axis: TimeAxis, snapper: Snapper, *, y: float = 0.0, lane: str = ""
    ) -> list[Outcome]:
        """`lane`: the class whose lane is under the pointer and could take the label that is held."""
        if self._target is None:
            return []
        dx, self._last_x, self._y = x - self._last_x, x, y
        if self.action is Action.SCRUB:
            self._moved = True
            return [Seek(snapper.frames.frame_at(axis.tick_within(x)))]
        near = abs(x - self._press_x) < DRAG_THRESHOLD and not self._crosses(y, lane)
        if not self._moved and near:
            return []
        if not self._moved:
            dx = x - self._press_x
        self._moved, self._lane = True, lane
        match self.action:
            case Action.OVERVIEW:
                return [WindowCentred(x - self._target.offset)]
            case Action.PAN:
                return [Panned(dx)]
            case Action.CREATE:
                self._preview(snapper.spanned(self._press_tick, axis.tick(x)), snapper)
            case Action.RESIZE | Action.MOVE:
                self._preview(self._changed(axis.tick(x), snapper), snapper)
        return []

    def _crosses(self, y: float, lane: str) -> bool:
        """Whether the pointer went far enough up or down to mean something."""
        if self.action is Action.BAND:
            return abs(y - self._press_y) >= DRAG_THRESHOLD
        return self.action is Action.MOVE and self._to_other_lane(lane)

    def _to_other_lane(self, lane: str) -> bool:
        return bool(lane) and self._target is not None and lane != self._target.class_id

    def _changed(self, tick: float, snapper: Snapper) -> TimeRange | None:
        hit = self._target.hit if self._target is not None else None
        if hit is None or self._target is None:
            return None
        before, by = hit.mark.range, tick - self._press_tick
        if hit.part is Part.START:
            return snapper.resized(before, before.start + by, start=True)
        if hit.part is Part.END:
            return snapper.resized(before, before.end + by, start=False)
        if self._to_other_lane(self._lane) and abs(self._last_x - self._press_x) < KEEPS_TIME:
            return before
        by = snapper.held_inside([before, *(p.range for p in self._target.others)], by)
        return snapper.moved_point(before, by) if hit.mark.is_point else snapper.moved(before, by)

    def _preview(self, preview: TimeRange | None, snapper: Snapper) -> None:
        target = self._target
        self.preview = preview
        if preview is None or target is None:
            return
        held = target.hit.mark if target.hit is not None else None
        before = held.range if held is not None else None
        edges = {preview.start, preview.end} - ({before.start, before.end} if before is not None else set())
        self.caught = tuple(sorted(edge for edge in edges if snapper.catches(edge)))
        if held is None or before is None:
            self.previews = (Placed("", target.class_id, preview),)
            return
        by = preview.start - before.start if self.action is Action.MOVE else 0
        other_lane = self.action is Action.MOVE and self._to_other_lane(self._lane)
        own = target.class_id
        self.previews = tuple(
            Placed(p.id, self._lane if other_lane and p.class_id == own else p.class_id, range_)
            for p, range_ in (
                (Placed(held.id, own, before), preview),
                *((p, snapper.shifted(p.range, by)) for p in target.others if self.action is Action.MOVE),
            )
        )

    def release(self) -> list[Outcome]:
        target, action, moved, preview = self._target, self.action, self._moved, self.preview
        extend, through, by_middle = self._extend, self._through, self._by_middle
        band, previews = self.band, self.previews
        self._reset()
        if target is None or by_middle:
            return []
        if action is Action.SCRUB:
            return [ScrubFinished()]
        if action is Action.OVERVIEW:
            return []
        if not moved:
            return [Clicked(target.hit.mark.id if target.hit is not None else "", extend, through)]
        if band is not None:
            return [band]
        if preview is None:
            return []
        if action is Action.CREATE:
            return [Created(target.class_id, preview)]
        return _arranged(target, preview, previews)

    def cancel(self) -> list[Outcome]:
        """Escape, or the button went elsewhere: nothing was asked for, but a scrub must end."""
        scrubbing = self.active and self.action is Action.SCRUB
        self._reset()
        return [ScrubFinished()] if scrubbing else []


def _arranged(target: Target, preview: TimeRange, previews: tuple[Placed, ...]) -> list[Outcome]:
    """One mark in its lane, or several, or another lane; nothing where everything stayed."""
    if target.hit is None:
        return []
    mark = target.hit.mark
    if len(previews) == 1 and previews[0].class_id == target.class_id:
        return [Resized(mark.id, mark.section, preview)] if preview != mark.range else []
    before = {(mark.id, target.class_id, mark.range)} | {(p.id, p.class_id, p.range) for p in target.others}
    changed = tuple(p for p in previews if (p.id, p.class_id, p.range) not in before)
    return [Moved(changed)] if changed else []
