"""The clock of a match: periods marked on the film, each with the time that its clock showed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count

from app.domain.errors import UserError
from app.domain.texts import Text, filled
from app.domain.timebase import TimeRange, TimeScale

_MINUTE_MS = 60_000
_TYPED = re.compile(r"(?:(\d{1,2}):)?(\d{1,3})(?:\+(\d{1,3}))?:([0-5]\d)(?:[.,](\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Period:
    """One period, half-open in ticks. The match clock reads `clock_start_ms` at `start`.

    `counts_down`: the clock runs towards zero. `length_ms`: what the period lasts by the rules (0: not
    said); a clock that counts up shows what lies beyond it as stoppage time, `45+2:10`. `stops`: ranges
    `(start, end)` of ticks in which the clock stands, in order, apart from each other, inside the period.
    """

    name: str
    start: int
    end: int
    clock_start_ms: int = 0
    counts_down: bool = False
    length_ms: int = 0
    stops: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a period must end after it starts: [{self.start}, {self.end})")
        if self.clock_start_ms < 0 or self.length_ms < 0:
            raise ValueError("a match clock and a period's length are not negative")
        place = self.start
        for start, end in self.stops:
            if not place <= start < end <= self.end:
                raise ValueError(f"the stops of {self.name} are not in order or lie outside it")
            place = end

    @property
    def regular_end_ms(self) -> int:
        """What a clock that counts up shows where stoppage time begins."""
        return self.clock_start_ms + self.length_ms

    def contains(self, tick: int) -> bool:
        return self.start <= tick < self.end

    def stands_at(self, tick: int) -> bool:
        return any(start <= tick < end for start, end in self.stops)

    def played(self, tick: int) -> int:
        """Ticks for which the clock has run at `tick`."""
        stood = sum(min(end, tick) - start for start, end in self.stops if start < tick)
        return tick - self.start - stood

    def tick_after(self, played: int) -> int:
        """The first tick at which the clock has run for `played` ticks."""
        tick = self.start + played
        for start, end in self.stops:
            if tick <= start:
                break
            tick += end - start
        return tick

    def cut_to(self, start: int, end: int) -> Period:
        """The same clock between other ends, where it reads its first time at the new start."""
        inside = ((max(a, start), min(b, end)) for a, b in self.stops)
        return replace(self, start=start, end=end, stops=tuple((a, b) for a, b in inside if a < b))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the match clock shows: whole milliseconds, down to zero and not below."""

    period: Period
    number: int  # of the period, from 1 in order of time
    clock_ms: int

    @property
    def text(self) -> str:
        """`67:30`, `45+2:10`, `0:23.4` in the last minute of a clock that counts down."""
        period = self.period
        if period.counts_down and self.clock_ms < _MINUTE_MS:
            return f"0:{self.clock_ms // 1000:02d}.{self.clock_ms // 100 % 10}"
        if self.is_stoppage_time:
            regular = period.regular_end_ms
            return f"{regular // _MINUTE_MS}+{_minutes((self.clock_ms - regular) // 1000)}"
        return _minutes(self.clock_ms // 1000)

    @property
    def is_stoppage_time(self) -> bool:
        period = self.period
        return not period.counts_down and period.length_ms > 0 and self.clock_ms >= period.regular_end_ms


@dataclass(frozen=True, slots=True)
class MatchClock:
    """The periods of one film, in order of time and apart from each other."""

    periods: tuple[Period, ...]
    scale: TimeScale

    def at(self, tick: int) -> Reading | None:
        """None outside the periods."""
        for number, period in enumerate(self.periods, 1):
            if period.contains(tick):
                return Reading(period, number, self._clock(period, tick))
        return None

    def text(self, tick: int) -> str:
        """`2nd half 67:30`; empty outside the periods."""
        reading = self.at(tick)
        return f"{reading.period.name} {reading.text}" if reading is not None else ""

    def tick_of(self, number: int, clock_ms: int) -> int | None:
        """The first tick of period `number` (from 1) at which its clock reads `clock_ms`; None for never."""
        if not 1 <= number <= len(self.periods):
            return None
        period = self.periods[number - 1]
        passed_ms = clock_ms - period.clock_start_ms
        if period.counts_down:
            passed_ms = -passed_ms
        if passed_ms < 0 or clock_ms < 0:
            return None
        played = -(-Fraction(passed_ms, 1000) // self.scale.time_base)  # upwards: not before the time
        tick = period.tick_after(int(played))
        return tick if period.contains(tick) else None

    def ticks_of(self, typed: str) -> list[int]:
        """Where the clock reads what was typed: `2:67:30` in period 2, `67:30` and `45+2:10` in any.

        Raises UserError for a text that is no reading of a match clock.
        """
        found = _TYPED.fullmatch(typed.replace(" ", ""))
        if found is None:
            raise UserError(
                "“{text}” is no time of a match.", way_out="Write 67:30, 45+2:10 or 2:67:30.", text=typed
            )
        number, minutes, beyond, seconds, part = found.groups()
        clock_ms = (int(minutes) + int(beyond or 0)) * _MINUTE_MS + int(seconds) * 1000
        clock_ms += int((part or "0").ljust(3, "0"))
        wanted = [int(number)] if number else range(1, len(self.periods) + 1)
        readings = [(tick, self.at(tick)) for n in wanted if (tick := self.tick_of(n, clock_ms)) is not None]
        beyond_time = [tick for tick, reading in readings if reading and reading.is_stoppage_time]
        regular = [tick for tick, _ in readings if tick not in beyond_time]
        # 47:10 is of the second half where it has one, 45+2:10 of the first.
        return beyond_time if beyond else regular or beyond_time

    def _clock(self, period: Period, tick: int) -> int:
        passed_ms = period.played(tick) * self.scale.time_base * 1000
        if period.counts_down:
            return max(0, period.clock_start_ms - int(passed_ms // 1))
        return period.clock_start_ms + int(passed_ms // 1)


# --- marking -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of match: what its periods are called and how their clock runs."""

    name: str
    periods: tuple[str, ...]
    length_ms: int
    counts_down: bool = False
    clock_goes_on: bool = False  # the second half begins at 45:00
    extra: str = Text("Extra {number}")

    def following(self, periods: Iterable[Period], span: TimeRange) -> Period:
        """The first of its periods that is not among `periods`."""
        names = {period.name for period in periods}
        return next(new for n in count() if (new := self.period(n, span)).name not in names)

    def period(self, number: int, span: TimeRange) -> Period:
        """The `number`-th (from 0) as it begins; one more than there are by the rules is extra time."""
        extra = number - len(self.periods)
        name = self.periods[number] if extra < 0 else filled(self.extra, {"number": extra + 1})
        first = self.length_ms if self.counts_down else self.length_ms * number * self.clock_goes_on
        length = self.length_ms if extra < 0 else 0
        return Period(name, span.start, span.end, first, self.counts_down, length)


_HALVES = (Text("1st half"), Text("2nd half"))
PATTERNS = (
    Pattern("Football, 2 × 45 min", _HALVES, 45 * _MINUTE_MS, clock_goes_on=True),
    Pattern("Basketball, 4 × 10 min, down", ("Q1", "Q2", "Q3", "Q4"), 10 * _MINUTE_MS, counts_down=True),
    Pattern("Handball, 2 × 30 min", _HALVES, 30 * _MINUTE_MS, clock_goes_on=True),
    Pattern(
        "Ice hockey, 3 × 20 min, down",
        ("1st period", "2nd period", "3rd period"),
        20 * _MINUTE_MS,
        counts_down=True,
    ),
)


def started(periods: tuple[Period, ...], new: Period) -> tuple[Period, ...]:
    """With `new` added; the period that was running ends where it starts, it ends where the next starts."""
    if any(p.start == new.start for p in periods):
        raise UserError("A period starts here already.", way_out="Move on to where the next one starts.")
    before = [p.cut_to(p.start, min(p.end, new.start)) for p in periods if p.start < new.start]
    after = [p for p in periods if p.start > new.start]
    end = min([new.end, *(p.start for p in after)])
    return (*before, new.cut_to(new.start, end), *after)


def ended(periods: tuple[Period, ...], tick: int) -> tuple[Period, ...]:
    """The last period that starts before `tick` ends there. Raises UserError where there is none."""
    begun = [p for p in periods if p.start < tick]
    if not begun:
        raise UserError("No period has started here yet.", way_out="Mark first where one starts.")
    last = begun[-1]
    return _with(periods, last, last.cut_to(last.start, tick))


def stopped(periods: tuple[Period, ...], tick: int) -> tuple[Period, ...]:
    """The clock stands from `tick` on, until it is said that it runs again. Raises UserError."""
    period = _running(periods, tick)
    if period.stands_at(tick):
        raise UserError("The clock stands here already.", way_out="Move on to where it runs again.")
    later = [start for start, _ in period.stops if start > tick]
    stop = (tick, later[0] if later else period.end)
    return _with(periods, period, replace(period, stops=tuple(sorted((*period.stops, stop)))))


def resumed(periods: tuple[Period, ...], tick: int) -> tuple[Period, ...]:
    """The clock that stands at `tick` runs again from there. Raises UserError."""
    period = _running(periods, tick)
    stops = tuple((start, tick if start <= tick < end else end) for start, end in period.stops)
    if stops == period.stops:
        raise UserError("The clock runs here already.", way_out="Mark first where it stops.")
    return _with(periods, period, replace(period, stops=tuple(s for s in stops if s[0] < s[1])))


def showing(periods: tuple[Period, ...], tick: int, clock_ms: int, scale: TimeScale) -> tuple[Period, ...]:
    """The period at `tick` with its clock put right: it reads `clock_ms` there. Raises UserError."""
    period = _running(periods, tick)
    reading = MatchClock((period,), scale).at(tick)
    assert reading is not None
    first = period.clock_start_ms + clock_ms - reading.clock_ms
    if first < 0:
        raise UserError(
            "{period} has run for longer than that here.",
            way_out="Mark first where it starts.",
            period=period.name,
        )
    return _with(periods, period, replace(period, clock_start_ms=first))


def clock_ms(typed: str) -> int:
    """`12:34`, `12:34.5` as milliseconds. Raises UserError."""
    found = _TYPED.fullmatch(typed.strip())
    if found is None or found[1]:
        raise UserError(
            "“{text}” is no time of a match.", way_out="Write minutes and seconds, as in 12:34.", text=typed
        )
    _, minutes, beyond, seconds, part = found.groups()
    whole = (int(minutes) + int(beyond or 0)) * _MINUTE_MS + int(seconds) * 1000
    return whole + int((part or "0").ljust(3, "0"))


def _running(periods: tuple[Period, ...], tick: int) -> Period:
    period = next((p for p in periods if p.contains(tick)), None)
    if period is None:
        raise UserError("No period is running here.", way_out="Mark first where one starts.")
    return period


def _with(periods: tuple[Period, ...], old: Period, new: Period) -> tuple[Period, ...]:
    return tuple(new if p is old else p for p in periods)


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
