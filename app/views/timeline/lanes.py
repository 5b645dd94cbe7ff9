"""How the height is shared among strips and lanes. Numbers only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

_THUMBNAIL_LINES = 3.0  # height of the pictures in lines of text


class Section(Enum):
    OVERVIEW = auto()
    RULER = auto()
    THUMBNAILS = auto()
    LABELS = auto()
    BOXES = auto()  # lanes below those of labels, without a heading of their own
    MODEL = auto()
    ATTENTION = auto()
    SOUND = auto()


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
    attention: Band
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


def lay_out(
    height: float,
    line: float,
    label_classes: Sequence[str],
    box_classes: Sequence[str],
    model_classes: Sequence[str],
    scroll: float = 0.0,
    *,
    sound_lines: tuple[float, float] | None = (3.0, 9.0),
    thumbnails: bool = False,
    periods: bool = False,
) -> LaneLayout:
    """`line`: the height of a line of text, which everything scales with.

    `sound_lines`: what sound needs at least and uses at most, None for a sentence. Lanes get what they need
    before sound gets more than its least. Lanes that do not fit become lower before they have to be scrolled;
    where a line less of sound spares the scrolling, sound gives it. Thumbnails are shown only where a few
    lanes fit below them.
    """
    overview = Band(0.0, round(line * 1.9))
    match = Band(overview.bottom, round(line) if periods else 0.0)
    ruler = Band(match.bottom, round(line * 1.5))
    attention_height = round(line * 1.3)
    rest = max(0.0, height - ruler.bottom - attention_height)
    heading_height = round(line * 1.25)
    pictures = Band(ruler.bottom, 0.0)
    wanted = round(line * _THUMBNAIL_LINES)
    if thumbnails and rest - wanted >= round(line * 2) + 2 * heading_height + 2 * round(line * 1.3):
        pictures = Band(ruler.bottom, wanted)
        rest -= wanted
    least_sound, most_sound = attention_height, attention_height
    if sound_lines is not None:
        most_sound = round(line * sound_lines[1])
        least_sound = round(min(line * sound_lines[0], max(line * 3, rest * _MOST_SOUND)))
    number = len(label_classes) + len(box_classes) + len(model_classes)
    roomy, tight = round(line * 1.6), round(line * 1.3)
    fits = 2 * heading_height + number * roomy + _air_below(line) <= rest - least_sound
    lane_height = roomy if fits else tight
    lanes: list[tuple[Section, str, float]] = []
    for section, classes in (
        (Section.LABELS, label_classes),
        (Section.BOXES, box_classes),
        (Section.MODEL, model_classes),
    ):
        if section is not Section.BOXES:
            lanes.append((section, "", heading_height))
        lanes.extend((section, class_id, lane_height) for class_id in classes)
    content = sum(one for _, _, one in lanes) + _air_below(line)
    if rest - least_sound < content <= rest - round(line * 2):
        least_sound = min(least_sound, round(line * 2))
    scrolled_height = min(content, max(lane_height, rest - least_sound))
    sound_height = min(most_sound, max(0.0, rest - scrolled_height))
    scrolled = Band(pictures.bottom, max(0.0, rest - sound_height))
    attention = Band(scrolled.bottom, attention_height)
    sound = Band(attention.bottom, sound_height)
    scroll = min(max(scroll, 0.0), max(0.0, content - scrolled.height))
    placed = tuple(_placed(lanes, scrolled.top - scroll))
    return LaneLayout(overview, match, ruler, pictures, scrolled, placed, content, attention, sound)


def _placed(lanes: Sequence[tuple[Section, str, float]], top: float) -> Iterator[Lane]:
    """One below the other; each with its height."""
    for section, class_id, height in lanes:
        yield Lane(section, class_id, Band(top, height))
        top += height


def _air_below(line: float) -> float:
    """Air below the last lane."""
    return round(line * 0.3)
