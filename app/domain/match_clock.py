"""The clock of a match: periods marked on the film, each with the time that its clock showed."""

from __future__ import annotations

from dataclasses import dataclass


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
