"""One temperature that makes probabilities mean what they say (Guo et al., ICML 2017)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

PRIOR_CASES = 5.0
PRIOR_DEVIATION = 0.7


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


def negative_log_likelihood(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    probabilities = softmax(logits)
    return float(np.mean(-np.log(np.clip(probabilities[np.arange(len(labels)), labels], 1e-12, 1))))


def fit_scale(
    logits: NDArray[np.float64],
    labels: NDArray[np.int64],
    span: tuple[float, float] = (-2.3, 2.3),
    guess: float = 1.0,
) -> float:
    """The factor `s` for which `softmax(s * logits (N, C))` has the lowest log loss; the temperature is `1
    / s`.

    A log-normal prior around `guess` that weighs as much as `PRIOR_CASES` cases keeps few or all-right cases
    from making it infinitely sure. The search is on `ln s` within `span`. `guess` without labels.
    """
    if len(labels) == 0:
        return guess

    def cost(log_scale: float) -> float:
        prior = 0.5 * ((log_scale - np.log(guess)) / PRIOR_DEVIATION) ** 2
        loss = negative_log_likelihood(logits * np.exp(log_scale), labels)
        return float(loss + prior * PRIOR_CASES / len(labels))

    low, high = span
    for _ in range(60):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        if cost(a) <= cost(b):
            high = b
        else:
            low = a
    return float(np.exp((low + high) / 2))
