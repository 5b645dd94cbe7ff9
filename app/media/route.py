"""The way that playing takes through a film: how fast, from where to where, round a loop, past the still.

The silent clock and the sound both follow it, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SLOWEST, FASTEST = 0.25, 8.0
SOUND_SLOWEST, SOUND_FASTEST = 0.5, 2.0

STILL_RATE = 8.0
"""Speed through a still stretch."""

LONGEST_RUN_S = 12.0
"""Still stretches longer than this are jumped over: to run through would take more than 1.5 s."""


@dataclass(frozen=True, slots=True)
class Leg:
    """From second `start_s` to `end_s` of the film at `speed` (film seconds per second, negative: back)."""

    start_s: float
    end_s: float
    speed: float
    heard: bool

    @property
    def duration_s(self) -> float:
        return (self.end_s - self.start_s) / self.speed


@dataclass(frozen=True, slots=True)
class Route:
    """From anywhere to `end_s` (to `start_s` when `rate` is negative), or round and round in `loop`.

    `skips`: still stretches, sorted and apart; they are run through without sound, or jumped over when
    long, in forward playing outside a loop. All in seconds of the film.
    """

    start_s: float
    end_s: float
    rate: float = 1.0
    loop: tuple[float, float] | None = None
    skips: tuple[tuple[float, float], ...] = ()

    @property
    def has_sound(self) -> bool:
        """Whether sound can be heard at this rate at all."""
        return SOUND_SLOWEST <= self.rate <= SOUND_FASTEST

    def legs(self, at_s: float) -> Iterator[Leg]:
        """The legs from `at_s` on, none of them empty; endless in a loop."""
        if self.loop is not None:
            yield from self._rounds(at_s, *self.loop)
        elif self.rate < 0:
            if at_s > self.start_s:
                yield Leg(at_s, self.start_s, self.rate, False)
        else:
            yield from self._past_the_still(at_s)

    def after(self, at_s: float, passed_s: float) -> float:
        """The second of the film `passed_s` seconds after being at `at_s`."""
        here = at_s
        for number, leg in enumerate(self.legs(at_s)):
            if self.loop is not None and number == 1:
                passed_s %= leg.duration_s
            if passed_s < leg.duration_s:
                return leg.start_s + passed_s * leg.speed
            passed_s -= leg.duration_s
            here = leg.end_s
        return self._end if passed_s >= 0 else here

    def ends_at(self, second: float) -> bool:
        """Whether the way is at its end at `second`."""
        if self.loop is not None:
            return False
        return second <= self.start_s if self.rate < 0 else second >= self.end_s

    @property
    def _end(self) -> float:
        return self.start_s if self.rate < 0 else self.end_s

    def _rounds(self, at_s: float, start_s: float, end_s: float) -> Iterator[Leg]:
        first, last = (start_s, end_s) if self.rate > 0 else (end_s, start_s)
        beyond = at_s <= start_s if self.rate < 0 else at_s >= end_s
        yield Leg(first if beyond else at_s, last, self.rate, self.has_sound)
        while True:
            yield Leg(first, last, self.rate, self.has_sound)

    def _past_the_still(self, at_s: float) -> Iterator[Leg]:
        here = at_s
        for start_s, end_s in self.skips:
            start_s, end_s = max(start_s, here), min(end_s, self.end_s)
            if end_s <= start_s:
                continue
            if start_s > here:
                yield Leg(here, start_s, self.rate, self.has_sound)
            if end_s - start_s <= LONGEST_RUN_S:
                yield Leg(start_s, end_s, max(STILL_RATE, self.rate), False)
            here = end_s
        if here < self.end_s:
            yield Leg(here, self.end_s, self.rate, self.has_sound)
