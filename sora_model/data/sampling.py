"""Steps: the regular instants at which the model looks at a medium, in ticks of its time base."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.manifest import MediaSpec


@dataclass(frozen=True)
class StepGrid:
    """The steps of one medium: `count` steps, of which step 0 is the film's step `first`.

    Step `n` of a film begins `n / rate` seconds after the container's start, so that a part of a film shares
    its steps, and with them its cached features, with the whole. `[start, end)` are the medium's ticks.
    """

    anchor: Fraction
    first: int
    start: int
    end: int
    tick_s: Fraction
    rate: Fraction

    @staticmethod
    def of(medium: MediaSpec, steps_per_second: float, align: int) -> StepGrid:
        """Steps of `medium`; `first` is a multiple of `align` (the backbone looks at every `align`-th
        step).
        """
        rate = Fraction(steps_per_second).limit_denominator(1000)
        anchor = Fraction(*medium.origin) / medium.tick
        before = (medium.start - anchor) * medium.tick * rate
        return StepGrid(anchor, int(before // align) * align, medium.start, medium.end, medium.tick, rate)

    @property
    def per_step(self) -> Fraction:
        """Ticks per step."""
        return 1 / (self.rate * self.tick_s)

    @property
    def count(self) -> int:
        return max(1, steps_until(self.end - self.anchor, self.per_step) - self.first)

    def tick(self, step: int) -> int:
        return min(self.end, max(self.start, round(self.anchor + (self.first + step) * self.per_step)))

    def ticks(self) -> NDArray[np.int64]:
        """`(count,)` start of each step."""
        exact = float(self.anchor) + (self.first + np.arange(self.count)) * float(self.per_step)
        return np.asarray(np.clip(np.rint(exact), self.start, self.end), dtype=np.int64)

    def step_at(self, tick: int) -> int:
        """The step that `tick` lies in; the first or last one outside of the medium."""
        position = math.floor((tick - self.anchor) / self.per_step) - self.first
        return min(max(position, 0), self.count - 1)

    def steps(self, start: int, end: int) -> tuple[int, int]:
        """Half-open range of the steps whose middle lies in `[start, end)` ticks; at least one step."""
        per_step, zero = float(self.per_step), float(self.anchor) + self.first * float(self.per_step)
        first = int(np.ceil((start - zero) / per_step - 0.5))
        last = int(np.ceil((end - zero) / per_step - 0.5))
        first = min(max(first, 0), self.count - 1)
        return first, min(max(last, first + 1), self.count)


def steps_until(ticks: Fraction, per_step: Fraction) -> int:
    """Number of steps that cover `ticks`; a rest below a tenth of a step is rounding of the time base."""
    return max(1, math.ceil(ticks / per_step - Fraction(1, 10)))


def windows(count: int, length: int, overlap: int) -> list[tuple[int, int]]:
    """Half-open windows of at most `length` that cover `count` steps, neighbours sharing `overlap`."""
    if count <= length:
        return [(0, count)]
    stride = length - overlap
    starts = [*range(0, count - length, stride), count - length]
    return [(s, s + length) for s in starts]
