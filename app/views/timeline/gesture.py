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


@dataclass(frozen=True, slots=True)
class Target:
    """What was pressed: a section, the lane's class (empty: none or a heading), the mark.

    `offset`: on the overview, how far the press lies from the middle of the window's frame (0 outside of it).
    """

    section: Section | None
    class_id: str = ""
    hit: Hit | None = None
    offset: float = 0.0


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
class Created:
    class_id: str
    range: TimeRange


@dataclass(frozen=True, slots=True)
class Clicked:
    """`mark_id` empty: an empty place. `extend`: Ctrl or Shift was held."""

    mark_id: str
    extend: bool


@dataclass(frozen=True, slots=True)
class Panned:
    dx: float


@dataclass(frozen=True, slots=True)
class WindowCentred:
    """On this x of the overview strip."""

    x: float


Outcome = Seek | ScrubStarted | ScrubFinished | Resized | Created | Clicked | Panned | WindowCentred


class Action(Enum):
    NONE = auto()
    SCRUB = auto()
    PAN = auto()
    OVERVIEW = auto()
    RESIZE = auto()
    MOVE = auto()
    CREATE = auto()


_SEEKING = (Section.RULER, Section.THUMBNAILS, Section.SOUND, Section.ATTENTION)


class TimelineGesture:
    """`preview` is the range to be shown meanwhile, with `preview_class` and `held` saying of what."""

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._press_x = self._last_x = 0.0
        self._press_tick = 0.0
        self._moved = self._extend = self._by_middle = False
        self._target: Target | None = None
        self.action = Action.NONE
        self.preview: TimeRange | None = None

    @property
    def active(self) -> bool:
        return self._target is not None

    @property
    def moved(self) -> bool:
        return self._moved

    @property
    def held(self) -> Hit | None:
        """The mark that is being moved or resized."""
        changing = self.action in (Action.RESIZE, Action.MOVE) and self._target is not None
        return self._target.hit if changing and self._target is not None else None

    @property
    def preview_class(self) -> str:
        return self._target.class_id if self._target is not None else ""

    @property
    def preview_section(self) -> Section | None:
        return self._target.section if self._target is not None else None

    def press(
        self,
        target: Target,
        x: float,
        axis: TimeAxis,
        snapper: Snapper,
        *,
        pan: bool = False,
        extend: bool = False,
    ) -> list[Outcome]:
        """`pan`: the middle button, which pans wherever it is pressed."""
        self._reset()
        self._target, self._extend, self._by_middle = target, extend, pan
        self._press_x = self._last_x = x
        self._press_tick = axis.tick(x)
        self.action = Action.PAN if pan else self._action_for(target)
        if self.action is Action.SCRUB:
            return [ScrubStarted(), Seek(snapper.frames.frame_at(axis.tick_within(x)))]
        if self.action is Action.OVERVIEW:
            return [WindowCentred(x - target.offset)]
        return []

    @staticmethod
    def _action_for(target: Target) -> Action:
        if target.section is Section.OVERVIEW:
            return Action.OVERVIEW
        if target.section in _SEEKING:
            return Action.SCRUB
        if target.hit is not None:
            if target.hit.part is not Part.BODY:
                return Action.RESIZE
            # Only what was chosen before moves: a slip of the hand must not shift a label.
            return Action.MOVE if target.hit.mark.selected else Action.PAN
        return Action.CREATE if target.section is Section.LABELS and target.class_id else Action.PAN

    def move(self, x: float, axis: TimeAxis, snapper: Snapper) -> list[Outcome]:
        if self._target is None:
            return []
        dx, self._last_x = x - self._last_x, x
        if self.action is Action.SCRUB:
            self._moved = True
            return [Seek(snapper.frames.frame_at(axis.tick_within(x)))]
        if not self._moved and abs(x - self._press_x) < DRAG_THRESHOLD:
            return []
        if not self._moved:
            dx = x - self._press_x
        self._moved = True
        match self.action:
            case Action.OVERVIEW:
                return [WindowCentred(x - self._target.offset)]
            case Action.PAN:
                return [Panned(dx)]
            case Action.CREATE:
                self.preview = snapper.spanned(self._press_tick, axis.tick(x))
            case Action.RESIZE | Action.MOVE:
                self.preview = self._changed(axis.tick(x), snapper)
        return []

    def _changed(self, tick: float, snapper: Snapper) -> TimeRange | None:
        hit = self._target.hit if self._target is not None else None
        if hit is None:
            return None
        before, by = hit.mark.range, tick - self._press_tick
        if hit.part is Part.START:
            return snapper.resized(before, before.start + by, start=True)
        if hit.part is Part.END:
            return snapper.resized(before, before.end + by, start=False)
        return snapper.moved_point(before, by) if hit.mark.is_point else snapper.moved(before, by)

    def release(self) -> list[Outcome]:
        target, action, moved, preview = self._target, self.action, self._moved, self.preview
        extend, by_middle = self._extend, self._by_middle
        self._reset()
        if target is None or by_middle:
            return []
        if action is Action.SCRUB:
            return [ScrubFinished()]
        if action is Action.OVERVIEW:
            return []
        if not moved:
            return [Clicked(target.hit.mark.id if target.hit is not None else "", extend)]
        if preview is None:
            return []
        if action is Action.CREATE:
            return [Created(target.class_id, preview)]
        if target.hit is not None and preview != target.hit.mark.range:
            return [Resized(target.hit.mark.id, target.hit.mark.section, preview)]
        return []

    def cancel(self) -> list[Outcome]:
        """Escape, or the button went elsewhere: nothing was asked for, but a scrub must end."""
        scrubbing = self.active and self.action is Action.SCRUB
        self._reset()
        return [ScrubFinished()] if scrubbing else []
