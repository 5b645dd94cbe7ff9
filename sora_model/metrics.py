"""Scores of clip decisions, of segmentations and of probabilities. numpy only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Span:
    """A labelled or predicted stretch `[start, end)` of one film, in any one unit."""

    film: str
    label: int
    start: float
    end: float
    score: float = 1.0


def confusion_matrix(truth: Ints, predicted: Ints, classes: int) -> Ints:
    """`(C, C)` counts: row = truth, column = prediction."""
    matrix = np.zeros((classes, classes), np.int64)
    np.add.at(matrix, (truth, predicted), 1)
    return matrix


def accuracy(confusion: Ints) -> float:
    total = confusion.sum()
    return float(np.trace(confusion) / total) if total else float("nan")


def macro_f1(confusion: Ints) -> float:
    """Mean over classes of F1 = 2TP / (2TP + FP + FN); classes in neither truth nor prediction do not
    count.
    """
    hits = np.diag(confusion).astype(np.float64)
    size = confusion.sum(axis=0) + confusion.sum(axis=1)
    present = size > 0
    return float(np.mean(2 * hits[present] / size[present])) if present.any() else float("nan")


def brier(probabilities: Floats, truth: Ints) -> float:
    """Mean over cases of `sum_c (p_c - y_c)²`, 0 best, 2 worst (Brier, Monthly Weather Review 1950)."""
    target = np.eye(probabilities.shape[1])[truth]
    return float(np.mean(np.sum((probabilities - target) ** 2, axis=1)))


def log_loss(probabilities: Floats, truth: Ints) -> float:
    """Mean of `-ln p_truth`, probabilities clipped at 1e-12."""
    own = probabilities[np.arange(len(truth)), truth]
    return float(np.mean(-np.log(np.clip(own, 1e-12, 1.0))))


def segmental_accuracy(truth: Ints, predicted: Ints) -> float:
    """Share of steps with the right class; steps whose truth is negative (unknown) do not count."""
    known = truth >= 0
    return float(np.mean(truth[known] == predicted[known])) if known.any() else float("nan")


def collapse(steps: Ints, background: int) -> list[int]:
    """The order of segments: neighbouring equal steps once, background and unknown (negative) left out."""
    changes = np.concatenate([[True], steps[1:] != steps[:-1]]) if len(steps) else np.zeros(0, bool)
    return [int(s) for s in steps[changes] if s != background and s >= 0]


def edit_score(truth: Sequence[int], predicted: Sequence[int]) -> float:
    """100 · (1 - Levenshtein distance / longer length) of two orders of segments; 100 where both are empty.

    Source: Lea et al., "Segmental Spatiotemporal CNNs" (ECCV 2016).
    """
    n, m = len(truth), len(predicted)
    if max(n, m) == 0:
        return 100.0
    row = list(range(m + 1))
    for i in range(1, n + 1):
        before, row[0] = row[0], i
        for j in range(1, m + 1):
            cost = min(row[j] + 1, row[j - 1] + 1, before + (truth[i - 1] != predicted[j - 1]))
            before, row[j] = row[j], cost
    return 100.0 * (1 - row[m] / max(n, m))


def overlap(a: Span, b: Span) -> float:
    """Intersection over union in time."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return max(0.0, shared) / (max(a.end, b.end) - min(a.start, b.start)) if shared > 0 else 0.0


def f1_at(truth: Sequence[Span], predicted: Sequence[Span], threshold: float) -> float:
    """Segmental F1@k in percent: a prediction hits where the true segment of its class that it overlaps
    most is
    unused and their IoU ≥ threshold.

    Source: Lea et al., "Temporal Convolutional Networks for Action Segmentation" (CVPR 2017).
    """
    used: set[int] = set()
    hits = 0
    for span in sorted(predicted, key=lambda s: (s.film, s.start)):
        best, chosen = 0.0, -1
        for k, other in enumerate(truth):
            if other.film == span.film and other.label == span.label:
                shared = overlap(span, other)
                if shared > best:
                    best, chosen = shared, k
        if chosen >= 0 and best >= threshold and chosen not in used:
            hits += 1
            used.add(chosen)
    total = len(predicted) + len(truth)
    return 100.0 * 2 * hits / total if total else 100.0


def average_precision(truth: Sequence[Span], predicted: Sequence[Span], threshold: float) -> float:
    """Area under the interpolated precision–recall curve of one class at one IoU threshold, 0 to 1.

    Source: Everingham et al., "The Pascal VOC Challenge" (IJCV 2010), all points, with temporal IoU.
    """
    if not truth:
        return float("nan")
    used: set[int] = set()
    hits = np.zeros(len(predicted))
    order = sorted(range(len(predicted)), key=lambda i: -predicted[i].score)
    for rank, i in enumerate(order):
        candidates = [
            (overlap(predicted[i], other), k)
            for k, other in enumerate(truth)
            if other.film == predicted[i].film and k not in used
        ]
        best = max(candidates, default=(0.0, -1))
        if best[0] >= threshold and best[0] > 0:
            hits[rank] = 1
            used.add(best[1])
    found = np.cumsum(hits)
    precision = found / np.arange(1, len(predicted) + 1)
    recall = found / len(truth)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    steps = np.diff(np.concatenate([[0.0], recall]))
    return float(np.sum(envelope * steps))


def mean_average_precision(
    truth: Sequence[Span], predicted: Sequence[Span], thresholds: Sequence[float] = (0.3, 0.4, 0.5, 0.6, 0.7)
) -> float:
    """Mean over thresholds and over the classes that occur in truth; the thresholds of THUMOS'14."""
    labels = sorted({s.label for s in truth})
    values = [
        average_precision([s for s in truth if s.label == c], [s for s in predicted if s.label == c], t)
        for c in labels
        for t in thresholds
    ]
    return float(np.mean(values)) if values else float("nan")


def group_bootstrap(
    correct: Floats, groups: Sequence[str], seed: int = 0, rounds: int = 2000
) -> tuple[float, float, float]:
    """`(standard error, low, high)` of the mean of `correct`, groups drawn with replacement; 95 % interval.

    Source: Efron & Tibshirani (1993), the cluster bootstrap. One group alone gives (nan, nan, nan).
    """
    names = sorted(set(groups))
    if len(names) < 2:
        return float("nan"), float("nan"), float("nan")
    member = np.array(groups)
    sums = np.array([correct[member == g].sum() for g in names])
    sizes = np.array([(member == g).sum() for g in names])
    drawn = np.random.default_rng(seed).integers(0, len(names), (rounds, len(names)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(means.std(ddof=1)), float(low), float(high)


def clip_report(probabilities: Floats, truth: Ints, groups: Sequence[str], majority: int) -> dict[str, Any]:
    """All clip figures in one JSON-ready object.

    `majority` is the class that is most frequent in training; `se` and `interval` come from
    `group_bootstrap`.
    """
    classes = probabilities.shape[1]
    predicted = probabilities.argmax(axis=1)
    confusion = confusion_matrix(truth, predicted, classes)
    correct = (predicted == truth).astype(np.float64)
    error, low, high = group_bootstrap(correct, groups)
    member = np.array(groups)
    return {
        "n": len(truth),
        "accuracy": accuracy(confusion),
        "se": _finite(error),
        "interval": [_finite(low), _finite(high)],
        "macro_f1": macro_f1(confusion),
        "majority": float(np.mean(truth == majority)),
        "brier": brier(probabilities, truth),
        "log_loss": log_loss(probabilities, truth),
        "confusion": confusion.tolist(),
        "groups": {
            g: {"n": int((member == g).sum()), "correct": int(correct[member == g].sum())}
            for g in sorted(set(groups))
        },
    }


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
