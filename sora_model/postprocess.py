"""Curves → segments: smoothing, most likely path, minimum durations, boundary uncertainty, frame
boundaries.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.predictions import PredictedSegment
from sora_model.data.targets import runs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STAY_S = 1.5
"""Expected length of a state in seconds; sets the price of a change in the Viterbi path."""
HIGH, LOW = 0.5, 0.35
"""Hysteresis for overlapping classes: a segment begins above HIGH and lasts while above LOW."""


def median_filter(curves: Floats, width: int) -> Floats:
    """Median over `width` (odd) steps along axis 0, edges repeated."""
    if width <= 1:
        return curves
    half = width // 2
    padded = np.pad(curves, ((half, half), (0, 0)), mode="edge")
    return np.asarray(
        np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1, axis=0), axis=-1)
    )


def viterbi(probabilities: Floats, stay_steps: float) -> Ints:
    """Most likely states of `probabilities (T, K)` under a uniform chain that stays `stay_steps` steps.

    Source: Viterbi (IEEE Trans. IT 1967).
    """
    steps, states = probabilities.shape
    if states == 1:
        return np.zeros(steps, np.int64)
    logs = np.log(np.clip(probabilities, 1e-9, 1.0))
    change = min(0.5, 1.0 / max(stay_steps, 2.0))
    stay, move = np.log(1 - change), np.log(change / (states - 1))
    score = logs[0].copy()
    came = np.zeros((steps, states), np.int64)
    for t in range(1, steps):
        best = int(score.argmax())
        moved = score[best] + move
        stayed = score + stay
        came[t] = np.where(stayed >= moved, np.arange(states), best)
        score = np.maximum(stayed, moved) + logs[t]
    path = np.zeros(steps, np.int64)
    path[-1] = int(score.argmax())
    for t in range(steps - 1, 0, -1):
        path[t - 1] = came[t, path[t]]
    return path


def drop_short(path: Ints, minimum: Sequence[int], background: int) -> Ints:
    """Segments shorter than their class's minimum go to the longer neighbour."""
    out = path.copy()
    while True:
        pieces = _pieces(out)
        short = [
            (end - start, i)
            for i, (start, end, label) in enumerate(pieces)
            if label != background and end - start < minimum[label]
        ]
        if not short or len(pieces) == 1:
            return out
        _, i = min(short)
        start, end, _ = pieces[i]
        neighbours = [pieces[j] for j in (i - 1, i + 1) if 0 <= j < len(pieces)]
        widest = max(neighbours, key=lambda p: p[1] - p[0])
        out[start:end] = widest[2]


def hysteresis(curve: Floats, high: float = HIGH, low: float = LOW) -> list[tuple[int, int]]:
    """Half-open runs of `curve (T,)` above `low` that somewhere rise above `high`."""
    return [(a, b) for a, b in runs(np.asarray(curve > low)) if curve[a:b].max() > high]


def exclusive_segments(
    probabilities: Floats, minimum: Sequence[int], steps_per_second: float
) -> list[tuple[int, int, int]]:
    """`(first step, last step, class)` of curves `(T, C + 1)`, background last; half-open, without
    background.
    """
    smooth = median_filter(probabilities, 2 * max(1, round(0.12 * steps_per_second)) + 1)
    smooth = smooth / np.clip(smooth.sum(axis=1, keepdims=True), 1e-9, None)
    background = probabilities.shape[1] - 1
    path = drop_short(viterbi(smooth, STAY_S * steps_per_second), minimum, background)
    return [piece for piece in _pieces(path) if piece[2] != background]


def overlapping_segments(
    probabilities: Floats, minimum: Sequence[int], steps_per_second: float
) -> list[tuple[int, int, int]]:
    """As `exclusive_segments` for curves `(T, C)` of classes that may overlap."""
    smooth = median_filter(probabilities, 2 * max(1, round(0.12 * steps_per_second)) + 1)
    found = [
        (a, b, label)
        for label in range(probabilities.shape[1])
        for a, b in hysteresis(smooth[:, label])
        if b - a >= minimum[label]
    ]
    return sorted(found)


def boundary_deviation(curve: Floats, step: int, reach: int = 12) -> float:
    """Standard deviation in steps of where `curve (T,)` really changes, near boundary `step`.

    The change's place is given the share `|curve[t] - curve[t - 1]|` of the change around the boundary.
    """
    low, high = max(1, step - reach), min(len(curve), step + reach + 1)
    if high <= low or step <= 0 or step >= len(curve):
        return 0.0
    jumps = np.abs(np.diff(curve[low - 1 : high]))
    if jumps.sum() <= 1e-9:
        return float(reach)
    place = np.arange(low, high)
    share = jumps / jumps.sum()
    return float(np.sqrt(np.sum(share * (place - step) ** 2)))


def to_segments(
    pieces: Sequence[tuple[int, int, int]],
    probabilities: Floats,
    class_ids: Sequence[str],
    boundaries: NDArray[np.int64],
    starts: NDArray[np.int64],
    end: int,
) -> list[PredictedSegment]:
    """Segments in ticks, on frame boundaries.

    `starts (T,)` are the steps' ticks, `end` the medium's end, `boundaries` all frame starts and the end
    of the
    last frame, ascending (empty: sound only, no snapping). The score is the mean probability inside.
    """
    edges = np.append(starts, end)
    per_step = (end - int(starts[0])) / len(starts)
    segments = []
    for first, last, label in pieces:
        start, stop = _snap(int(edges[first]), boundaries), _snap(int(edges[last]), boundaries)
        if stop <= start:
            continue
        curve = probabilities[:, label]
        segments.append(
            PredictedSegment(
                class_ids[label],
                start,
                stop,
                float(curve[first:last].mean()),
                round(boundary_deviation(curve, first) * per_step),
                round(boundary_deviation(curve, last) * per_step),
            )
        )
    return segments


def _snap(tick: int, boundaries: NDArray[np.int64]) -> int:
    if len(boundaries) == 0:
        return tick
    i = int(np.searchsorted(boundaries, tick))
    near = [int(boundaries[j]) for j in (i - 1, i) if 0 <= j < len(boundaries)]
    return min(near, key=lambda b: abs(b - tick))


def _pieces(path: Ints) -> list[tuple[int, int, int]]:
    edges = np.concatenate([[0], np.flatnonzero(path[1:] != path[:-1]) + 1, [len(path)]])
    return [(int(a), int(b), int(path[a])) for a, b in pairwise(edges)]
