"""One temperature that makes probabilities mean what they say (Guo et al., ICML 2017)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_LOG_RANGE = (-2.3, 2.3)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


def negative_log_likelihood(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    probabilities = softmax(logits)
    return float(np.mean(-np.log(np.clip(probabilities[np.arange(len(labels)), labels], 1e-12, 1))))


def fit_scale(
    logits: NDArray[np.float64], labels: NDArray[np.int64], span: tuple[float, float] = _LOG_RANGE
) -> float:
    """The factor `s` for which `softmax(s * logits (N, C))` has the lowest log loss; the temperature is `1 / s`.

    The loss is convex in `s`, so a ternary search on its logarithm within `span` finds it. 1 without labels.
    """
    if len(labels) == 0:
        return 1.0
    low, high = span
    for _ in range(60):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        if negative_log_likelihood(logits * np.exp(a), labels) <= negative_log_likelihood(
            logits * np.exp(b), labels
        ):
            high = b
        else:
            low = a
    return float(np.exp((low + high) / 2))
