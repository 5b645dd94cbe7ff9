"""Stretches of densely labelled films as samples, so that the network sees changes, not clips only."""

from __future__ import annotations

import numpy as np

from sora_model.data.targets import Clip, runs
from sora_model.data.windows import Film

SEGMENTS_PER_WINDOW = 2
"""An epoch draws one random window for so many labelled segments."""


def dense_windows(films: list[Film], chosen: list[int], classes: int) -> list[Clip]:
    """For each known stretch with two segments or more, as many samples as it has pairs of them.

    A sample covers the whole stretch; training draws a window of it at random. Its label is `classes`: it
    teaches steps only, no clip decision.
    """
    samples = []
    for i in chosen:
        targets = films[i].targets
        for first, last in runs(np.asarray((targets.weight > 0).any(axis=1))):
            inside = targets.positive[first:last]
            begins = np.diff(inside, axis=0, prepend=np.zeros_like(inside[:1])) > 0
            count = int(begins.sum())
            if count > 1:
                samples += [Clip(i, first, last, classes)] * round(count / SEGMENTS_PER_WINDOW)
    return samples
