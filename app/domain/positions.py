"""Places in a film as people write them: seconds, a reading of the film's time, a frame, a clock.

One text can mean several things (`2:12:30`: two hours into the film, or the second period's 12:30), so the
answer is a list; the most literal reading comes first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time
from fractions import Fraction

from app.domain.errors import UserError
from app.domain.match_clock import MatchClock
from app.domain.texts import Text
from app.domain.time_of_day import TimeOfDay, parse_moment
from app.domain.timebase import TimeRange, TimeScale, clock_text

_FRAME = re.compile(r"(?:#|frame )\s*(\d{1,12})", re.IGNORECASE)
_SECONDS = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?)\s*s?")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):([0-5]?\d(?:[.,]\d{1,9})?)")

_HINTS = {
    (False, False): Text("Seconds, 1:02:03.5, #1234 for a frame."),
    (True, False): Text("Seconds, 1:02:03.5, #1234 for a frame, 14:02:31 for the time of day."),
    (False, True): Text("Seconds, 1:02:03.5, #1234 for a frame, 2:67:30 for a period and its clock."),
    (True, True): Text(
        "Seconds, 1:02:03.5, #1234 for a frame, 14:02:31 for the time of day, 2:67:30 for a period and its "
        "clock."
    ),
}
"""What can be typed, by whether the time of day and the clock of a match are known."""

_READING_S = 0.001
"""How far the reading of a moment, in whole milliseconds, can lie behind it."""


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """`tick` is inside the film; `text` says how the typed text was read."""

    tick: int
    text: str
    is_frame: bool = False


@dataclass(frozen=True, slots=True)
class FilmPlaces:
    """What a film's places are called. `frame_start`: the tick of a frame, for `frames` of them."""

    span: TimeRange
    scale: TimeScale
    frames: int = 0
    frame_start: Callable[[int], int] | None = None
    time_of_day: TimeOfDay | None = None
    match_clock: MatchClock | None = None

    def find(self, typed: str, *, to_end: bool = False) -> list[FoundPlace]:
        """The places that `typed` can mean. Raises UserError, saying why, where there is none.

        `to_end`: the film's end, which a range may reach, is a place too.
        """
        if to_end:
            reading = self.scale.ticks(_READING_S)
            return replace(self, span=TimeRange(self.span.start, self.span.end + reading)).find(typed)
        text = typed.strip()
        frame = _FRAME.fullmatch(text)
        if frame is not None:
            return [self._frame(int(frame[1]))]
        seconds = _seconds(text)
        found = [
            *(self._at_seconds(seconds) if seconds is not None else ()),
            *self._of_day(text),
            *self._of_match(text),
        ]
        if found:
            return found
        moment = parse_moment(text)
        if seconds is None and moment is None and (self.match_clock is None or not _is_match_time(text)):
            raise UserError("“{text}” is no place in this film.", way_out=self.hint, text=text)
        if seconds is None and self.match_clock is None and self.time_of_day is None:
            raise UserError("Nobody has said yet what the time of day was for {text}.", text=text)
        raise self._outside(text, moment)

    def _frame(self, number: int) -> FoundPlace:
        if self.frame_start is None or not self.frames:
            raise UserError("This film has no frames.", way_out="Give a time.")
        if number >= self.frames:
            raise UserError(
                "There is no frame {number}: the last one is {last}.", number=number, last=self.frames - 1
            )
        return FoundPlace(self.frame_start(number), Text("Frame {number}", number=number), is_frame=True)

    def _at_seconds(self, seconds: Fraction) -> list[FoundPlace]:
        tick = round((seconds + self.scale.origin) / self.scale.time_base)
        inside = self.span.contains(tick)
        place = Text("{time} in the film", time=clock_text(float(seconds)))
        return [FoundPlace(tick, place)] if inside else []

    def _of_day(self, text: str) -> list[FoundPlace]:
        moment = parse_moment(text)
        if self.time_of_day is None or moment is None:
            return []
        day, clock = moment
        ticks = self.time_of_day.ticks_at(clock, day)
        at = self.time_of_day.at
        return [FoundPlace(tick, Text("Time of day {time}", time=at(tick))) for tick in ticks]

    def _of_match(self, text: str) -> list[FoundPlace]:
        if self.match_clock is None or not _is_match_time(text):
            return []
        return [FoundPlace(t, self.match_clock.text(t)) for t in self.match_clock.ticks_of(text)]

    def _outside(self, text: str, moment: tuple[date | None, time] | None) -> UserError:
        first, end = max(0.0, self.scale.seconds(self.span.start)), self.scale.seconds(self.span.end)
        day = self.time_of_day
        if day is None or moment is None:
            return UserError(
                "{text} is not in this film: the film goes from {start} to {end}.",
                text=text,
                start=clock_text(first),
                end=clock_text(end),
            )
        return UserError(
            "{text} is not in this film: the film goes from {start} to {end}, the clock from {first} to "
            "{last}.",
            text=text,
            start=clock_text(first),
            end=clock_text(end),
            first=day.at(self.span.start),
            last=day.at(self.span.end - 1),
        )

    @property
    def hint(self) -> Text:
        """What can be typed."""
        return _HINTS[self.time_of_day is not None, self.match_clock is not None]


def _seconds(text: str) -> Fraction | None:
    """Seconds of a plain number or of `h:mm:ss.mmm`, `mm:ss`."""
    plain = _SECONDS.fullmatch(text)
    if plain is not None:
        return Fraction(plain[1].replace(",", "."))
    clock = _CLOCK.fullmatch(text)
    if clock is None or (clock[1] and int(clock[2]) > 59):
        return None
    hours, minutes, seconds = int(clock[1] or 0), int(clock[2]), Fraction(clock[3].replace(",", "."))
    return hours * 3600 + minutes * 60 + seconds


def _is_match_time(text: str) -> bool:
    return ":" in text and re.fullmatch(r"[\d:+., ]+", text) is not None
