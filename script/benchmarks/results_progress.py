"""How far a long measurement is, and how long it still takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

Say = Callable[[str], None]


class Countdown:
    """Tells of each finished piece of work how much is left, from what the pieces were expected to cost.

    `together`: pieces by name with their expected seconds of one core, `workers` of them at a time; `alone`:
    pieces that run by themselves. How fast this machine really is follows from what is done.
    """

    def __init__(
        self,
        together: Mapping[str, float],
        alone: Mapping[str, float],
        workers: int,
        say: Say,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._expected = {k: s / workers for k, s in together.items()} | dict(alone)
        self._total = len(self._expected)
        self._done_s = 0.0
        self._say = say
        self._clock = clock
        self._begun = clock()

    @property
    def left_s(self) -> float:
        """Expected seconds until everything is done."""
        waiting = sum(self._expected.values())
        if self._done_s < 60:
            return waiting
        return waiting * (self._clock() - self._begun) / self._done_s

    def done(self, name: str, words: str) -> None:
        """The piece `name` has ended; `words` say how."""
        self._done_s += self._expected.pop(name)
        number = self._total - len(self._expected)
        self._say(f"{number}/{self._total} {name}: {words}; about {self.left_s / 60:.0f} min left")

    def skipped(self, name: str) -> None:
        """The piece was there already."""
        self._expected.pop(name)
        self._total -= 1
