"""The time of day at each tick of a film.

A film runs in physical time: the clock is fixed at the film's second 0 and goes on from there, across
midnight and across the nights on which clocks are put forward or back. What the clock says is believed only
where a person has confirmed it (`confirmed`); what a file says of itself is a proposal (`recording_time`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from fractions import Fraction
from zoneinfo import ZoneInfo

from app.domain.errors import UserError
from app.domain.media import Medium
from app.domain.timebase import TimeRange, TimeScale

_MICRO = timedelta(microseconds=1)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?")
_MOMENT = re.compile(
    r"(?:(\d{4})[-./](\d{1,2})[-./](\d{1,2})[T ]\s*)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,6}))?)?"
)


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """The clock of one film. `start`: the time at its second 0, with `zone`, or without where it is None."""

    start: datetime
    zone: tzinfo | None
    uncertainty_ms: int
    scale: TimeScale
    span: TimeRange

    @classmethod
    def of(cls, medium: Medium) -> TimeOfDay | None:
        """None where nobody has said what the time was.

        An offset without a zone is what an older version of the program took from the file: not believed.
        """
        try:
            start = datetime.fromisoformat(medium.wall_clock)
            zone = zone_named(medium.wall_clock_zone)
            if (zone is None) != (start.tzinfo is None):
                return None
            clock = cls(start, zone, medium.wall_clock_uncertainty_ms, medium.scale, medium.span)
            clock.moment(medium.span.start), clock.moment(medium.span.end)
        except (ValueError, OverflowError, UserError):
            return None
        return clock

    def moment(self, tick: int) -> datetime:
        """Local time at `tick`, to the microsecond; aware where the zone is known."""
        passed = _elapsed(self.scale, tick)
        if self.zone is None:
            return self.start + passed
        return (self.start.astimezone(UTC) + passed).astimezone(self.zone)

    def at(self, tick: int) -> str:
        """`14:02:31 +08 ± 2 s`; with the date in a film in which it changes."""
        moment = self.moment(tick)
        days = {self.moment(self.span.start).date(), self.moment(self.span.end - 1).date()}
        parts = (
            f"{moment:%Y-%m-%d}" if len(days) > 1 else "",
            f"{moment:%H:%M:%S}",
            offset_text(moment),
            uncertainty_text(self.uncertainty_ms),
        )
        return " ".join(filter(None, parts))

    def described(self, tick: int) -> str:
        """All that is known of the moment: date, milliseconds, zone and uncertainty."""
        moment = self.moment(tick)
        text = f"{moment:%A, %Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03d}"
        zone = (
            f"{offset_text(moment)} ({self.zone})" if isinstance(self.zone, ZoneInfo) else offset_text(moment)
        )
        unknown = "" if zone else "zone not known"
        return ", ".join(
            filter(None, (f"{text} {zone}".strip(), unknown, uncertainty_text(self.uncertainty_ms)))
        )

    def tick_of(self, moment: datetime) -> int:
        """Nearest tick to a moment (aware where, and only where, the zone is known); may lie outside."""
        start = self.start
        if self.zone is not None:  # two moments of one zone would be subtracted as the clocks read
            start, moment = start.astimezone(UTC), moment.astimezone(UTC)
        passed = Fraction((moment - start) // _MICRO, 1_000_000)
        return round((passed + self.scale.origin) / self.scale.time_base)

    def ticks_at(self, clock: time, day: date | None = None) -> list[int]:
        """Where in the film a clock on the wall shows `clock`, on `day` where given: no, one or more places.

        A time that is skipped when clocks are put forward is nowhere, one that comes twice is twice there.
        """
        first, last = self.moment(self.span.start).date(), self.moment(self.span.end - 1).date()
        days = [first + timedelta(n) for n in range((last - first).days + 1)] if day is None else [day]
        moments = (
            found
            for one in days
            for fold in (0, 1)
            if (found := _local(datetime.combine(one, clock), self.zone, fold)) is not None
        )
        return sorted({tick for m in moments if self.span.contains(tick := self.tick_of(m))})


def confirmed(medium: Medium, tick: int, shown: datetime, zone: str = "", uncertainty_ms: int = 0) -> Medium:
    """The medium whose clock shows `shown` (local, naive) at `tick`; `zone` as in `zone_named`.

    Of a time that comes twice the first is meant. Raises UserError for a zone that is not known and a time
    that never was, or is too far from this age.
    """
    where = zone_named(zone)
    moment = _local(shown, where, 0)
    if moment is None:
        raise UserError(
            "{shown:%H:%M:%S} did not exist on {shown:%Y-%m-%d} in {zone}: clocks were put forward.",
            way_out="Check the zone, or give it as an offset such as +08:00.",
            shown=shown,
            zone=zone,
        )
    try:
        if where is None:
            start = moment - _elapsed(medium.scale, tick)
        else:
            start = (moment.astimezone(UTC) - _elapsed(medium.scale, tick)).astimezone(where)
    except OverflowError:
        raise UserError("{shown:%Y-%m-%d} is too far away.", way_out="Check the year.", shown=shown) from None
    return replace(
        medium,
        wall_clock=start.isoformat(),
        wall_clock_zone=canonical_zone(zone),
        wall_clock_uncertainty_ms=uncertainty_ms,
    )


def without_clock(medium: Medium) -> Medium:
    """Nobody knows what the time was."""
    return replace(medium, wall_clock="", wall_clock_zone="", wall_clock_uncertainty_ms=0)


def comes_twice(shown: datetime, zone: str) -> bool:
    """Whether a local time comes twice, on a night when clocks are put back."""
    where = zone_named(zone)
    first, second = _local(shown, where, 0), _local(shown, where, 1)
    return (
        where is not None
        and first is not None
        and second is not None
        and (first.utcoffset() != second.utcoffset())
    )


# --- zones ---------------------------------------------------------------------------------


def zone_named(text: str) -> tzinfo | None:
    """`Asia/Shanghai`, `UTC`, `+08:00`, `+8`; None for an empty text. Raises UserError."""
    name = text.strip().replace(" ", "_")
    if not name:
        return None
    if name.upper() in ("UTC", "GMT", "Z"):
        return UTC
    offset = _OFFSET.fullmatch(name.upper())
    if offset is not None:
        length = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if length <= timedelta(hours=18):
            return timezone(-length if offset[1] == "-" else length)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UserError(
            "“{text}” is not a time zone.",
            way_out="Give a place such as Asia/Shanghai, or an offset such as +08:00.",
            text=text.strip(),
        ) from None


def canonical_zone(text: str) -> str:
    """The zone as it is stored. Raises UserError."""
    zone = zone_named(text)
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return zone.key
    moment = datetime(2000, 1, 1, tzinfo=zone)
    return moment.isoformat()[-6:] if moment.utcoffset() else "UTC"


def offset_text(moment: datetime) -> str:
    """`+08`, `+05:30`, `UTC`; empty for a naive moment."""
    if moment.tzinfo is None:
        return ""
    if moment.tzinfo is UTC:
        return "UTC"
    return moment.isoformat()[-6:].removesuffix(":00")


def uncertainty_text(uncertainty_ms: int) -> str:
    return f"± {uncertainty_ms / 1000:g} s" if uncertainty_ms else ""


# --- what a person types -------------------------------------------------------------------


def parse_moment(text: str) -> tuple[date | None, time] | None:
    """`2024-01-31 14:02:31.5`, `14:02`: the day where given, and the time; None for other texts."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, part = found.groups()
    try:
        clock = time(int(hour), int(minute), int(second or 0), int((part or "0").ljust(6, "0")))
        return (date(int(year), int(month), int(day)) if year else None), clock
    except ValueError:
        return None


def _elapsed(scale: TimeScale, tick: int) -> timedelta:
    """From the film's second 0, to the microsecond."""
    return timedelta(microseconds=round((tick * scale.time_base - scale.origin) * 1_000_000))


def _local(shown: datetime, zone: tzinfo | None, fold: int) -> datetime | None:
    """`shown` in `zone`; None where clocks skip it."""
    if zone is None:
        return shown
    moment = shown.replace(tzinfo=zone, fold=fold)
    back = moment.astimezone(UTC).astimezone(zone)
    return moment if back.replace(tzinfo=None) == shown else None
