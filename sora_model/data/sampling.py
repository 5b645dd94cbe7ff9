"""Steps: the regular instants at which the model looks at a medium, in ticks of its time base."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.manifest import MediaSpec


@dataclass(frozen=True)
class StepGrid:
    """`count` steps from tick `start` to `end`, `rate` per second; step k covers `[tick(k), tick(k + 1))`."""

    start: int
    end: int
    tick_s: Fraction
    rate: Fraction

    @staticmethod
    def of(medium: MediaSpec, steps_per_second: float) -> StepGrid:
        rate = Fraction(steps_per_second).limit_denominator(1000)
        return StepGrid(medium.start, medium.end, medium.tick, rate)

    @property
    def count(self) -> int:
        length = (self.end - self.start) * self.tick_s * self.rate
        # A rest shorter than a tenth of a step is rounding of the time base, not a step of its own.
        return max(1, -(-(length - Fraction(1, 10)).numerator // (length - Fraction(1, 10)).denominator))

    def tick(self, step: int) -> int:
        return min(self.end, self.start + round(step / (self.rate * self.tick_s)))

    def ticks(self) -> NDArray[np.int64]:
        """`(count,)` start of each step."""
        exact = np.arange(self.count, dtype=np.float64) / float(self.rate * self.tick_s)
        return np.minimum(self.end, self.start + np.rint(exact).astype(np.int64))

    def steps(self, start: int, end: int) -> tuple[int, int]:
        """Half-open range of the steps whose middle lies in `[start, end)` ticks; at least one step."""
        per_step = float(1 / (self.rate * self.tick_s))
        first = int(np.ceil((start - self.start) / per_step - 0.5))
        last = int(np.ceil((end - self.start) / per_step - 0.5))
        first = min(max(first, 0), self.count - 1)
        return first, min(max(last, first + 1), self.count)


def windows(count: int, length: int, overlap: int) -> list[tuple[int, int]]:
    """Half-open windows of at most `length` that cover `count` steps, neighbours sharing `overlap`."""
    if count <= length:
        return [(0, count)]
    stride = length - overlap
    starts = list(range(0, count - length, stride)) + [count - length]
    return [(s, s + length) for s in starts]
