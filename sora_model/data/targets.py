"""Labels → tensors; the only place that knows how ticks become steps of supervision."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.manifest import ClassSpec, MediaSpec, RangeSpec
from sora_model.data.sampling import StepGrid

POINT_STEPS_S = 0.25
"""A point teaches the steps this close to it …"""
POINT_CLIP_S = 1.0
"""… and the clip head sees this much on both sides."""
ABSENT_SHARE = 0.3
"""Where classes may overlap, one label says only weakly that the others are absent."""


@dataclass(frozen=True)
class StepTargets:
    """`positive (T, C)`: 1 where the class happens; `weight (T, C)`: how surely that is known, 0: unknown."""

    positive: NDArray[np.float32]
    weight: NDArray[np.float32]


@dataclass(frozen=True)
class Clip:
    """Steps `[first, last)` of film `film` that show class `label` (the number of classes: background)."""

    film: int
    first: int
    last: int
    label: int
    weight: float = 1.0


def step_targets(
    medium: MediaSpec, grid: StepGrid, classes: tuple[ClassSpec, ...], exclusive: bool
) -> StepTargets:
    """Supervision of every step; background first, then negatives, then positives, which always win."""
    index = {c.id: i for i, c in enumerate(classes)}
    positive = np.zeros((grid.count, len(classes)), np.float32)
    weight = np.zeros_like(positive)
    for item in medium.ranges:
        if item.kind == "background":
            first, last = grid.steps(item.start, item.end)
            weight[first:last] = np.maximum(weight[first:last], item.weight)
    for item in medium.ranges:
        if item.kind == "negative" and item.class_id in index:
            first, last = grid.steps(item.start, item.end)
            column = index[item.class_id]
            weight[first:last, column] = np.maximum(weight[first:last, column], item.weight)
    for item in medium.ranges:
        if item.kind == "positive" and item.class_id in index:
            first, last = _span(item, grid, classes[index[item.class_id]], POINT_STEPS_S)
            positive[first:last, index[item.class_id]] = 1.0
            others = item.weight if exclusive else item.weight * ABSENT_SHARE
            weight[first:last] = np.maximum(weight[first:last], others)
            weight[first:last, index[item.class_id]] = item.weight
    return StepTargets(positive, weight)


def positive_clips(
    film: int, medium: MediaSpec, grid: StepGrid, classes: tuple[ClassSpec, ...]
) -> list[Clip]:
    """One clip per positive range with a weight."""
    index = {c.id: i for i, c in enumerate(classes)}
    clips = []
    for item in medium.ranges:
        if item.kind == "positive" and item.class_id in index and item.weight > 0:
            label = index[item.class_id]
            first, last = _span(item, grid, classes[label], POINT_CLIP_S)
            clips.append(Clip(film, first, last, label, item.weight))
    return clips


def background_clips(film: int, targets: StepTargets, classes: int, length: int) -> list[Clip]:
    """Windows of about `length` steps of verified background (every class known to be absent)."""
    empty = np.asarray((targets.weight > 0).all(axis=1) & (targets.positive.sum(axis=1) == 0))
    clips = []
    for start, end in runs(empty):
        pieces = max(1, round((end - start) / length))
        edges = np.linspace(start, end, pieces + 1).astype(int)
        for low, high in pairwise(edges):
            if high - low >= max(2, length // 4):
                clips.append(Clip(film, int(low), int(high), classes, float(targets.weight[low:high].min())))
    return clips


def unknown_far_from_labels(targets: StepTargets, distance: int) -> NDArray[np.bool_]:
    """`(T,)`: steps about which nothing is known, at least `distance` steps from anything labelled."""
    known = np.asarray((targets.weight > 0).any(axis=1))
    near = known.copy()
    for start, end in runs(known):
        near[max(0, start - distance) : end + distance] = True
    return ~near if known.any() else np.zeros(len(known), np.bool_)


def runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open runs of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _span(item: RangeSpec, grid: StepGrid, spec: ClassSpec, margin_s: float) -> tuple[int, int]:
    if not spec.point:
        return grid.steps(item.start, item.end)
    margin = round(margin_s / float(grid.tick_s))
    return grid.steps(max(grid.start, item.start - margin), min(grid.end, item.end + margin))
