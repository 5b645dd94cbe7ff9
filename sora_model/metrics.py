"""Scores of clip decisions, of segmentations and of probabilities. numpy only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def brier_each(probabilities: Floats, truth: Ints) -> Floats:
    """`(N,)`: `sum_c (p_c - y_c)²`, 0 best, 2 worst (Brier, Monthly Weather Review 1950)."""
    target = np.eye(probabilities.shape[1])[truth]
    return np.asarray(np.sum((probabilities - target) ** 2, axis=1))


def brier(probabilities: Floats, truth: Ints) -> float:
    """Mean of `brier_each`."""
    return float(np.mean(brier_each(probabilities, truth)))


def log_loss_each(probabilities: Floats, truth: Ints) -> Floats:
    """`(N,)`: `-ln p_truth`, probabilities clipped at 1e-12."""
    own = probabilities[np.arange(len(truth)), truth]
    return np.asarray(-np.log(np.clip(own, 1e-12, 1.0)))


def log_loss(probabilities: Floats, truth: Ints) -> float:
    """Mean of `log_loss_each`."""
    return float(np.mean(log_loss_each(probabilities, truth)))


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


def matches(truth: Sequence[Span], predicted: Sequence[Span], threshold: float) -> dict[str, tuple[int, int]]:
    """Film → (twice its hits, its true and predicted segments), whose ratio is F1@threshold.

    A prediction hits where the true segment of its class that it overlaps most is unused and their IoU ≥
    `threshold`.
    """
    films: dict[str, tuple[list[Span], list[Span]]] = {}
    for span in truth:
        films.setdefault(span.film, ([], []))[0].append(span)
    for span in predicted:
        films.setdefault(span.film, ([], []))[1].append(span)
    return {
        film: (2 * _hits(own, found, threshold), len(own) + len(found))
        for film, (own, found) in sorted(films.items())
    }


def _hits(truth: Sequence[Span], predicted: Sequence[Span], threshold: float) -> int:
    used: set[int] = set()
    for span in sorted(predicted, key=lambda s: s.start):
        shared = [overlap(span, other) if other.label == span.label else 0.0 for other in truth]
        best = int(np.argmax(shared)) if shared else -1
        if best >= 0 and shared[best] > 0 and shared[best] >= threshold:
            used.add(best)
    return len(used)


def f1_at(truth: Sequence[Span], predicted: Sequence[Span], threshold: float) -> float:
    """Segmental F1@k in percent, all films pooled; 100 where there is nothing and nothing is found.

    Source: Lea et al., "Temporal Convolutional Networks for Action Segmentation" (CVPR 2017).
    """
    counts = np.array(list(matches(truth, predicted, threshold).values())).reshape(-1, 2).sum(axis=0)
    return 100.0 * float(counts[0] / counts[1]) if counts[1] else 100.0


Closeness = Callable[[Span, Span], float]
"""How well two spans of one film and class agree, greater is better; negative or 0: not at all."""


def average_precision(
    truth: Sequence[Span], predicted: Sequence[Span], threshold: float, closeness: Closeness = overlap
) -> float:
    """Area under the interpolated precision–recall curve of one class, 0 to 1; a prediction is right where
    the nearest unused true span has a `closeness` of `threshold` at least.

    Source: Everingham et al., "The Pascal VOC Challenge" (IJCV 2010), all points, with temporal IoU.
    """
    if not truth:
        return float("nan")
    films: dict[str, list[Span]] = {}
    for span in truth:
        films.setdefault(span.film, []).append(span)
    hits = np.zeros(len(predicted))
    for rank, span in enumerate(sorted(predicted, key=lambda s: -s.score)):
        left = films.get(span.film, [])
        near = [closeness(span, other) for other in left]
        if near and max(near) >= threshold and max(near) > 0:
            hits[rank] = 1
            del left[int(np.argmax(near))]
    return _area(hits, len(truth))


def ranked_precision(scores: Floats, positive: NDArray[np.bool_]) -> float:
    """Average precision of cases `(N,)` ranked by score, without interpolation; nan without positives."""
    count = int(positive.sum())
    hits = positive[np.argsort(-scores, kind="stable")].astype(np.float64)
    found = np.cumsum(hits)
    return float(np.sum(found / np.arange(1, len(hits) + 1) * hits) / count) if count else float("nan")


def _area(hits: Floats, count: int) -> float:
    found = np.cumsum(hits)
    precision = found / np.arange(1, len(hits) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(envelope * np.diff(np.concatenate([[0.0], found / count]))))


THUMOS = (0.3, 0.4, 0.5, 0.6, 0.7)
"""Thresholds of temporal IoU of THUMOS'14."""


def mean_average_precision(
    truth: Sequence[Span],
    predicted: Sequence[Span],
    thresholds: Sequence[float] = THUMOS,
    closeness: Closeness = overlap,
) -> float:
    """Mean over thresholds and over the classes that occur in truth, 0 to 1."""
    labels = sorted({s.label for s in truth})
    values = [
        average_precision(
            [s for s in truth if s.label == c], [s for s in predicted if s.label == c], t, closeness
        )
        for c in labels
        for t in thresholds
    ]
    return float(np.mean(values)) if values else float("nan")


def point_average_precision(
    truth: Sequence[Span], predicted: Sequence[Span], tolerances: Sequence[float]
) -> float:
    """As `mean_average_precision` for points: right where the beginnings lie at most a tolerance apart.

    Source: the mAP of "Precise Event Spotting", Hong et al. (ECCV 2022).
    """

    def nearness(a: Span, b: Span) -> float:
        return 1.0 / (1.0 + abs(a.start - b.start))

    limits = [1.0 / (1.0 + t) - 1e-12 for t in tolerances]
    return mean_average_precision(truth, predicted, limits, nearness)


Interval = tuple[float, float, float]
"""`(standard error, low, high)`, 95 %; nan where there is one group only."""


def group_interval(
    rows: Floats, groups: Sequence[str], figure: Callable[[Floats], Floats], seed: int = 0, rounds: int = 2000
) -> Interval:
    """Interval of a figure of sums: `figure` turns sums `(rounds, k)` of `rows (N, k)` into `(rounds,)`.

    Groups are drawn with replacement. Source: Efron & Tibshirani (1993), the cluster bootstrap.
    """
    values = drawn_figures(rows, groups, figure, seed, rounds)
    values = values[np.isfinite(values)]
    if len(values) < 2:
        return float("nan"), float("nan"), float("nan")
    low, high = np.quantile(values, [0.025, 0.975])
    return float(values.std(ddof=1)), float(low), float(high)


def drawn_figures(
    rows: Floats,
    groups: Sequence[str],
    figure: Callable[[Floats], Floats],
    seed: int = 0,
    rounds: int = 2000,
) -> Floats:
    """The draws that `group_interval` summarises, `(rounds,)`; empty where there is one group only."""
    names, member = np.unique(np.array(groups), return_inverse=True)
    if len(names) < 2:
        return np.zeros(0)
    sums = np.zeros((len(names), *rows.shape[1:]))
    np.add.at(sums, member, rows)
    drawn = np.random.default_rng(seed).multinomial(len(names), [1 / len(names)] * len(names), rounds)
    return figure(np.tensordot(drawn.astype(np.float64), sums, axes=1))


def _ratio(sums: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(sums[:, 0] / sums[:, 1])


def group_bootstrap(values: Floats, groups: Sequence[str], seed: int = 0, rounds: int = 2000) -> Interval:
    """`group_interval` of the mean of `values (N,)`."""
    return group_interval(np.stack([values, np.ones(len(values))], axis=1), groups, _ratio, seed, rounds)


def ratio_interval(above: Floats, below: Floats, groups: Sequence[str]) -> Interval:
    """`group_interval` of `sum(above) / sum(below)`."""
    return group_interval(np.stack([above, below], axis=1), groups, _ratio)


def paired_bootstrap(
    a: Floats, b: Floats, groups: Sequence[str], seed: int = 0, rounds: int = 5000
) -> tuple[float, tuple[float, float], float]:
    """`(difference, interval, P(a better))` of the means of `a` and `b (N,)`, greater better, on the same
    cases; groups are drawn, ties count half. Without a second group the interval is nan and P is ½.
    """
    rows = np.stack([a - b, np.ones(len(a))], axis=1)
    values = drawn_figures(rows, groups, _ratio, seed, rounds)
    difference = float(np.mean(a - b))
    if len(values) == 0:
        return difference, (float("nan"), float("nan")), 0.5
    low, high = np.quantile(values, [0.025, 0.975])
    return difference, (float(low), float(high)), float(np.mean(values > 0) + 0.5 * np.mean(values == 0))


LEAST_FOR_ECE = 500
"""Below so many predictions even a perfectly calibrated model shows a large error by chance."""


def reliability(probabilities: Floats, truth: Ints, bins: int = 10) -> list[dict[str, float]]:
    """The reliability diagram: predictions binned by their confidence (the greatest probability).

    Each bin that is not empty: `low`, `high`, `n`, mean `confidence`, `accuracy`. Source: Niculescu-Mizil &
    Caruana (ICML 2005).
    """
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    place = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    return [
        {
            "low": k / bins,
            "high": (k + 1) / bins,
            "n": int((place == k).sum()),
            "confidence": float(confidence[place == k].mean()),
            "accuracy": float(right[place == k].mean()),
        }
        for k in range(bins)
        if (place == k).any()
    ]


def calibration_error(probabilities: Floats, truth: Ints, bins: int = 10) -> float | None:
    """Expected calibration error in equal bins (Guo et al., ICML 2017); None below `LEAST_FOR_ECE` cases."""
    if len(truth) < LEAST_FOR_ECE:
        return None
    rows = reliability(probabilities, truth, bins)
    return sum(r["n"] * abs(r["accuracy"] - r["confidence"]) for r in rows) / len(truth)


def class_report(probabilities: Floats, truth: Ints) -> list[dict[str, float | None]]:
    """`precision`, `recall`, `f1`, `support` and `ap` of each class against the rest; None: undefined."""
    confusion = confusion_matrix(truth, probabilities.argmax(axis=1), probabilities.shape[1])
    hits, found, there = np.diag(confusion), confusion.sum(axis=0), confusion.sum(axis=1)
    return [
        {
            "precision": float(hits[k] / found[k]) if found[k] else None,
            "recall": float(hits[k] / there[k]) if there[k] else None,
            "f1": float(2 * hits[k] / (found[k] + there[k])) if found[k] + there[k] else None,
            "support": int(there[k]),
            "ap": _finite(ranked_precision(probabilities[:, k], truth == k)),
        }
        for k in range(probabilities.shape[1])
    ]


def _macro_f1s(confusions: Floats) -> Floats:
    """`macro_f1` of each of `(rounds, C, C)`."""
    hits = np.diagonal(confusions, axis1=1, axis2=2)
    size = confusions.sum(axis=1) + confusions.sum(axis=2)
    each = np.where(size > 0, 2 * hits / np.maximum(size, 1e-12), np.nan)
    return np.asarray(np.nanmean(each, axis=1))


def clip_report(probabilities: Floats, truth: Ints, groups: Sequence[str], majority: int) -> dict[str, Any]:
    """All clip figures in one JSON-ready object.

    `majority` is the class that is most frequent in training; standard errors and 95 % intervals are by
    bootstrap over groups.
    """
    classes = probabilities.shape[1]
    predicted = probabilities.argmax(axis=1)
    confusion = confusion_matrix(truth, predicted, classes)
    correct = (predicted == truth).astype(np.float64)
    error, low, high = group_bootstrap(correct, groups)
    member = np.array(groups)
    cells = np.zeros((len(truth), classes, classes))
    cells[np.arange(len(truth)), truth, predicted] = 1.0
    _, low_f1, high_f1 = group_interval(cells, groups, _macro_f1s, rounds=500)
    return {
        "n": len(truth),
        "accuracy": accuracy(confusion),
        "se": _finite(error),
        "interval": [_finite(low), _finite(high)],
        "macro_f1": macro_f1(confusion),
        "macro_f1_interval": [_finite(low_f1), _finite(high_f1)],
        "majority": float(np.mean(truth == majority)),
        "brier": brier(probabilities, truth),
        "log_loss": log_loss(probabilities, truth),
        "confusion": confusion.tolist(),
        "per_class": class_report(probabilities, truth),
        "groups": {
            g: {"n": int((member == g).sum()), "correct": int(correct[member == g].sum())}
            for g in sorted(set(groups))
        },
    }


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
