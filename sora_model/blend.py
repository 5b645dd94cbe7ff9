"""Network and probe → one set of probabilities, the same way in training, calibration and prediction."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sora_model.calibration import softmax

Floats = NDArray[np.float64]


def blended(network: Floats, probe: Floats, share: float, network_scale: float, probe_scale: float) -> Floats:
    """Logits `(…, K)`: the weighted mean of both log probabilities (a product of experts).

    `network` are logits, `probe` ridge scores, both `(…, K)`, each as sure as its scale makes it (a
    network that knows its few clips by heart would outvote the probe); `share` is the probe's weight.
    """
    parts = _log(softmax(network * network_scale)), _log(softmax(probe * probe_scale))
    return (1 - share) * parts[0] + share * parts[1]


def _log(probabilities: Floats) -> Floats:
    return np.asarray(np.log(np.clip(probabilities, 1e-9, 1.0)))
