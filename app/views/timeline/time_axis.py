"""Ticks ↔ x. Numbers only."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from app.domain.timebase import TimeRange, TimeScale

LONGEST_MINUTES_S = 20 * 60.0
LONGEST_SECONDS_S = 30.0


class ZoomLevel(Enum):
    """How much of the film is in sight, and with it what is worth drawing."""

    HOURS = auto()  # densities, no handles
    MINUTES = auto()  # segments with names and scores
    SECONDS = auto()  # frames, handles, whiskers, steps


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The window `[start, start + length)` in ticks, drawn from `left` over `width` view units.

    The window never leaves `span` nor gets shorter than `shortest` ticks (nor longer than the span).
    """

    span: TimeRange
    left: float
    width: float
    start: float
    length: float
    shortest: float = 1.0

    @classmethod
    def fitting(cls, span: TimeRange, left: float, width: float, shortest: float = 1.0) -> TimeAxis:
        return cls(span, left, max(1.0, width), span.start, span.length, min(shortest, span.length))

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def end(self) -> float:
        return self.start + self.length

    @property
    def ticks_per_unit(self) -> float:
        return self.length / self.width

    @property
    def window(self) -> TimeRange:
        """Every tick that is at least partly in sight."""
        start = max(self.span.start, math.floor(self.start))
        return TimeRange(start, max(start + 1, min(self.span.end, math.ceil(self.end))))

    def x(self, tick: float) -> float:
        return self.left + (tick - self.start) * self.width / self.length

    def xs(self, ticks: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(self.left + (ticks - self.start) * (self.width / self.length), dtype=np.float64)

    def tick(self, x: float) -> float:
        return self.start + (x - self.left) * self.length / self.width

    def tick_within(self, x: float) -> int:
        """The tick at `x`, held inside the medium."""
        return min(max(math.floor(self.tick(x)), self.span.start), self.span.end - 1)

    def column_edges(self, columns: int) -> NDArray[np.float64]:
        """Ticks of the `columns + 1` edges of equal columns over the width."""
        return np.linspace(self.start, self.end, columns + 1, dtype=np.float64)

    def zoomed_at(self, x: float, factor: float) -> TimeAxis:
        """`factor` > 1 shows less; the tick at `x` stays there."""
        length = self.length / factor
        length = min(max(length, self.shortest), float(self.span.length))
        return replace(
            self, length=length, start=self.tick(x) - (x - self.left) * length / self.width
        )._held()

    def panned(self, dx: float) -> TimeAxis:
        """What is drawn moves by `dx` to the right."""
        return replace(self, start=self.start - dx * self.ticks_per_unit)._held()

    def starting_at(self, tick: float) -> TimeAxis:
        return replace(self, start=float(tick))._held()

    def centred_on(self, tick: float) -> TimeAxis:
        return self.starting_at(tick - self.length / 2)

    def showing(self, wanted: TimeRange, margin: float = 0.1) -> TimeAxis:
        """The same zoom where `wanted` fits in, a wider one where it does not; unmoved if it is in sight."""
        if self.start <= wanted.start and wanted.end <= self.end:
            return self
        if wanted.length > self.length * (1 - 2 * margin):
            length = min(wanted.length / (1 - 2 * margin), float(self.span.length))
            axis = replace(self, length=length)
        else:
            axis = self
        return axis.centred_on((wanted.start + wanted.end) / 2)

    def fitted(self) -> TimeAxis:
        return self.fitting(self.span, self.left, self.width, self.shortest)

    def placed(self, left: float, width: float) -> TimeAxis:
        """The same window drawn elsewhere."""
        return replace(self, left=left, width=max(1.0, width))

    def seconds(self, scale: TimeScale) -> float:
        """How long the window is."""
        return self.length * float(scale.time_base)

    def level(self, scale: TimeScale) -> ZoomLevel:
        seconds = self.seconds(scale)
        if seconds > LONGEST_MINUTES_S:
            return ZoomLevel.HOURS
        return ZoomLevel.MINUTES if seconds > LONGEST_SECONDS_S else ZoomLevel.SECONDS

    def _held(self) -> TimeAxis:
        latest = self.span.end - self.length
        return replace(self, start=min(max(self.start, float(self.span.start)), max(latest, self.span.start)))
