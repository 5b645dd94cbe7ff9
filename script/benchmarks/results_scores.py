"""What is said of several sets of answers to the same clips: means, intervals over groups, P(better)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROUNDS = 4000


@dataclass(frozen=True)
class Answers:
    """`value (N,)` of each clip (right or wrong, or a Brier score), mean over seeds; `group (N,)`."""

    value: Floats
    group: tuple[str, ...]

    @property
    def mean(self) -> float:
        return float(self.value.mean())

    def error(self) -> float:
        """Bootstrap standard error of the mean over groups; nan with one group."""
        return float(drawn(self.value, self.group).std(ddof=1)) if len(set(self.group)) > 1 else float("nan")

    def interval(self) -> tuple[float, float]:
        """95 %."""
        if len(set(self.group)) < 2:
            return float("nan"), float("nan")
        low, high = np.quantile(drawn(self.value, self.group), [0.025, 0.975])
        return float(low), float(high)


def drawn(value: Floats, group: Sequence[str], seed: int = 0) -> Floats:
    """`(ROUNDS,)` means of `value` when whole groups are drawn with replacement."""
    sums, sizes = _by_group(value, group)
    chosen = np.random.default_rng(seed).integers(0, len(sums), (ROUNDS, len(sums)))
    return np.asarray(sums[chosen].sum(axis=1) / sizes[chosen].sum(axis=1))


def _by_group(value: Floats, group: Sequence[str]) -> tuple[Floats, Floats]:
    names, index = np.unique(np.array(group), return_inverse=True)
    return (
        np.bincount(index, value, minlength=len(names)),
        np.bincount(index, minlength=len(names)).astype(np.float64),
    )


@dataclass(frozen=True)
class Comparison:
    """`ours - theirs`: mean over clips, its standard error, and the share of draws in which ours is ahead
    (ties count half).
    """

    gain: float
    error: float
    better: float


def compare(pairs: Mapping[str, tuple[Answers, Answers]]) -> Comparison:
    """Paired over the clips of one or more sets; groups are drawn within each set, all clips weigh the
    same.
    """
    sums: Floats = np.zeros(ROUNDS)
    sizes: Floats = np.zeros(ROUNDS)
    total, count = 0.0, 0
    for i, name in enumerate(sorted(pairs)):
        ours, theirs = pairs[name]
        if ours.group != theirs.group:
            raise ValueError(f"the answers of {name} are not about the same clips")
        difference = ours.value - theirs.value
        by_group, members = _by_group(difference, ours.group)
        chosen = np.random.default_rng(i).integers(0, len(members), (ROUNDS, len(members)))
        sums = sums + by_group[chosen].sum(axis=1)
        sizes = sizes + members[chosen].sum(axis=1)
        total, count = total + float(difference.sum()), count + len(difference)
    gains = sums / sizes
    better = float(np.mean(gains > 0) + 0.5 * np.mean(gains == 0))
    return Comparison(total / count, float(gains.std(ddof=1)), better)


def brier_rows(probabilities: Floats, truth: NDArray[np.int64]) -> Floats:
    """`(N,)` sum over classes of `(p - y)²` (Brier 1950)."""
    target = np.eye(probabilities.shape[1])[truth]
    return np.asarray(((probabilities - target) ** 2).sum(axis=1))
