"""How the height is shared among strips and lanes. Numbers only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

_LEAST_THUMBNAILS, _MOST_THUMBNAILS = 1.75, 3.0  # height of the pictures in lines of text


EVERY_CLASS = "*"
"""Stands for the class of the lane of complete ranges, which may be of any."""


class Section(Enum):
    OVERVIEW = auto()
    RULER = auto()
    THUMBNAILS = auto()
    LABELS = auto()
    BOXES = auto()  # lanes below those of labels, without a heading of their own
    COMPLETE = auto()  # one lane, where a range is vouched for; below the boxes
    MODEL = auto()
    ATTENTION = auto()
    SOUND = auto()


LaneName = tuple[Section, str]
"""The section and the class of a lane; the class is empty for its heading."""
HEADINGS = frozenset({(Section.LABELS, ""), (Section.MODEL, "")})


@dataclass(frozen=True, slots=True)
class Band:
    """A strip of the view from `top` over `height`."""

    top: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def contains(self, y: float) -> bool:
        return self.top <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Lane:
    """`class_id` empty: the section's heading."""

    section: Section
    class_id: str
    band: Band

    @property
    def is_heading(self) -> bool:
        return not self.class_id

    @property
    def name(self) -> LaneName:
        return self.section, self.class_id


@dataclass(frozen=True, slots=True)
class LaneLayout:
    """Lanes lie between `scrolled.top` and its bottom, moved up by the scroll; the rest stands still."""

    overview: Band
    periods: Band  # of a match; of no height where none are marked
    ruler: Band
    thumbnails: Band  # of no height while they are not shown
    scrolled: Band
    lanes: tuple[Lane, ...]
    content_height: float
    attention: Band  # of no height while there is nothing to say of it
    sound: Band

    @property
    def largest_scroll(self) -> float:
        return max(0.0, self.content_height - self.scrolled.height)

    def lane_at(self, y: float) -> Lane | None:
        if not self.scrolled.contains(y):
            return None
        return next((lane for lane in self.lanes if lane.band.contains(y)), None)

    def section_at(self, y: float) -> Section | None:
        for section, band in (
            (Section.OVERVIEW, self.overview),
            (Section.RULER, self.periods),
            (Section.RULER, self.ruler),
            (Section.THUMBNAILS, self.thumbnails),
            (Section.ATTENTION, self.attention),
            (Section.SOUND, self.sound),
        ):
            if band.contains(y):
                return section
        lane = self.lane_at(y)
        return lane.section if lane is not None else None

    def lane_of(self, section: Section, class_id: str) -> Lane | None:
        return next((x for x in self.lanes if x.section is section and x.class_id == class_id), None)


_MOST_SOUND = 0.6  # of what lanes and sound share, as long as lanes need it
_WAVEFORM_LINES = 3.0


def lay_out(
    height: float,
    line: float,
    label_classes: Sequence[str],
    box_classes: Sequence[str],
    model_classes: Sequence[str],
    scroll: float = 0.0,
    *,
    sound_lines: tuple[float, float] | None = (_WAVEFORM_LINES, 9.0),
    thumbnails: bool = False,
    periods: bool = False,
    attention: bool = True,
    sentence: bool = False,
    complete: bool = False,
) -> LaneLayout:
    """`line`: the height of a line of text, which everything scales with.

    `sound_lines`: what sound needs at least and uses at most, None for a sentence. Lanes get what they need
    before sound gets more than its least. Lanes that do not fit become lower before they have to be scrolled;
    the heading of labels, which says nothing without a `sentence`, makes way for them; a waveform gives a
    line where that spares the scrolling, or where thumbnails stand, too. Complete ranges have a lane where
    there are any. Thumbnails are lower where lanes
    need the room, and not shown where below them no lane would be left.
    """
    overview = Band(0.0, round(line * 1.9))
    match = Band(overview.bottom, round(line) if periods else 0.0)
    ruler = Band(match.bottom, round(line * 1.5))
    one_line = round(line * 1.3)
    attention_height = one_line if attention else 0
    rest = max(0.0, height - ruler.bottom - attention_height)
    heading_height, tight, roomy = round(line * 1.25), round(line * 1.3), round(line * 1.6)
    number = len(label_classes) + len(box_classes) + len(model_classes) + complete
    around = 2 * heading_height + _air_below(line)
    least_sound, most_sound, tight_sound = one_line, one_line, one_line
    if sound_lines is not None:
        most_sound = round(line * sound_lines[1])
        least_sound = round(min(line * sound_lines[0], max(line * _WAVEFORM_LINES, rest * _MOST_SOUND)))
        tight_sound = round(line * 2) if sound_lines[0] <= _WAVEFORM_LINES else least_sound
    pictures = Band(ruler.bottom, 0.0)
    least_pictures = round(line * _LEAST_THUMBNAILS)
    if thumbnails and rest - tight_sound - least_pictures >= around + tight:
        free = rest - least_sound - around - number * tight
        pictures = Band(ruler.bottom, min(max(free, least_pictures), round(line * _MOST_THUMBNAILS)))
        rest -= pictures.height
    lane_height = roomy if around + number * roomy <= rest - least_sound else tight
    content = around + number * lane_height
    spared = content > rest - least_sound and not sentence and len(label_classes) + len(box_classes) > 0
    content -= heading_height * spared
    if content > rest - least_sound and (pictures.height or content <= rest - tight_sound):
        least_sound = tight_sound
    scrolled_height = min(content, max(lane_height, rest - least_sound))
    sound_height = min(most_sound, max(0.0, rest - scrolled_height))
    scrolled = Band(pictures.bottom, max(0.0, rest - sound_height))
    attended = Band(scrolled.bottom, attention_height)
    sound = Band(attended.bottom, sound_height)
    headings = (0 if spared else heading_height, heading_height)
    lanes = _lanes(label_classes, box_classes, complete, model_classes, headings, lane_height)
    scroll = min(max(scroll, 0.0), max(0.0, content - scrolled.height))
    placed = tuple(_placed(lanes, scrolled.top - scroll))
    return LaneLayout(overview, match, ruler, pictures, scrolled, placed, content, attended, sound)


def _lanes(
    label_classes: Sequence[str],
    box_classes: Sequence[str],
    complete: bool,
    model_classes: Sequence[str],
    headings: tuple[float, float],
    lane_height: float,
) -> Iterator[tuple[Section, str, float]]:
    """From the top down; boxes stand below labels, without a heading. One of no height is left out."""
    if headings[0]:
        yield Section.LABELS, "", headings[0]
    yield from ((Section.LABELS, class_id, lane_height) for class_id in label_classes)
    yield from ((Section.BOXES, class_id, lane_height) for class_id in box_classes)
    if complete:
        yield Section.COMPLETE, EVERY_CLASS, lane_height
    yield Section.MODEL, "", headings[1]
    yield from ((Section.MODEL, class_id, lane_height) for class_id in model_classes)


def _placed(lanes: Iterable[tuple[Section, str, float]], top: float) -> Iterator[Lane]:
    """One below the other; each with its height."""
    for section, class_id, height in lanes:
        yield Lane(section, class_id, Band(top, height))
        top += height


def _air_below(line: float) -> float:
    """Air below the last lane."""
    return round(line * 0.3)
