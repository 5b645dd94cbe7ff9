"""Time as integer ticks of a stream's own time base; ranges are half-open."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, order=True)
class TimeRange:
    """Half-open range of ticks `[start, end)`, never empty. A point is one tick long."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a range must end after it starts: [{self.start}, {self.end})")

    @classmethod
    def point(cls, tick: int) -> TimeRange:
        return cls(tick, tick + 1)

    @property
    def length(self) -> int:
        return self.end - self.start

    def contains(self, tick: int) -> bool:
        return self.start <= tick < self.end

    def overlaps(self, other: TimeRange) -> bool:
        return self.start < other.end and other.start < self.end

    def intersection(self, other: TimeRange) -> TimeRange | None:
        start, end = max(self.start, other.start), min(self.end, other.end)
        return TimeRange(start, end) if start < end else None


@dataclass(frozen=True, slots=True)
class TimeScale:
    """How the ticks of one medium relate to seconds.

    `time_base`: seconds per tick. `origin`: the container's start in seconds on the stream's own
    clock; second 0 is there, as the `ffmpeg` program shows it. Ticks stay raw.
    """

    time_base: Fraction
    origin: Fraction = Fraction(0)

    def seconds(self, tick: int) -> float:
        return float(tick * self.time_base - self.origin)

    def tick(self, seconds: float) -> int:
        """Nearest tick. Snapping to whole frames is the business of the medium's PTS index."""
        return round((Fraction(seconds) + self.origin) / self.time_base)

    def ticks(self, duration_s: float) -> int:
        """Length of a duration, at least one tick."""
        return max(1, round(Fraction(duration_s) / self.time_base))


def clock_text(seconds: float) -> str:
    """`-0:01.250`-free reading of a position: `H:MM:SS.mmm`, rounded to the millisecond."""
    sign = "-" if round(seconds * 1000) < 0 else ""
    total = abs(round(seconds * 1000))
    hours, rest = divmod(total, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    whole, millis = divmod(rest, 1000)
    return f"{sign}{hours:02d}:{minutes:02d}:{whole:02d}.{millis:03d}"


def length_text(seconds: float) -> str:
    """`4.2 s`, `3 min 05 s`, `2 h 10 min`."""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min"
