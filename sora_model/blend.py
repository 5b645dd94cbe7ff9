"""Network and probe → one set of probabilities, the same way in training, calibration and prediction."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sora_model.calibration import fit_scale, negative_log_likelihood, softmax

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHARES = (0.0, 0.15, 0.3, 0.5, 0.7, 0.85, 1.0)
LEAD = 3.0
"""Nats by which held-out clips must favour another share than the usual one: 20 to 1, as the network's best
epoch was chosen on the same clips."""
PROBE_SPAN = (0.0, 4.0)
"""Of the logarithm of the probe's scale."""


def blended(network: Floats, probe: Floats, share: float, network_scale: float, probe_scale: float) -> Floats:
    """Logits `(…, K)`: the weighted mean of both log probabilities (a product of experts).

    `network` are logits, `probe` ridge scores, both `(…, K)`, each as sure as its scale makes it (a
    network that knows its few clips by heart would outvote the probe); `share` is the probe's weight.
    """
    parts = _log(softmax(network * network_scale)), _log(softmax(probe * probe_scale))
    return (1 - share) * parts[0] + share * parts[1]


def chosen_share(
    network: Floats, probe: Floats, labels: Ints, usual: float, network_scale: float, probe_scale: float
) -> float:
    """The probe's share that held-out clips favour: `usual` unless another is ahead of it by `LEAD` nats.

    `network`, `probe (N, K)` as in `blended`, `labels (N,)`. The probe is made as sure as it may be on these
    clips, as the network was: folds of what one group alone says make it far too sure of another's.
    """
    if len(labels) == 0:
        return usual
    sure = fit_scale(probe, labels, PROBE_SPAN, guess=probe_scale)

    def cost(share: float) -> float:
        logits = blended(network, probe, share, network_scale, sure)
        return negative_log_likelihood(logits, labels) * len(labels)

    best = min(SHARES, key=cost)
    return best if cost(best) < cost(usual) - LEAD else usual


def _log(probabilities: Floats) -> Floats:
    return np.asarray(np.log(np.clip(probabilities, 1e-9, 1.0)))
