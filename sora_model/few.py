"""What to do at how many labels: which decision counts, how strong the probe is bound, and what a new
training can take over from an earlier model.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

ALONE = 5.0
"""Labels per class up to which the closed form decides alone, without any training by gradient …"""
FULL = 10.0
"""… and from which the network has its whole share in the blend."""
STRENGTH = 0.1
"""Ridge of the probe with many labels …"""
ENOUGH = 10.0
"""… which are this many per class; of one label per class the ridge is as many times stronger."""


def labels_per_class(labels: Ints | Sequence[int], classes: int) -> float:
    """Median over the classes that have any; labels of `classes` (background) do not count."""
    counts = np.bincount(np.asarray(labels, dtype=np.int64), minlength=classes)[:classes]
    return float(np.median(counts[counts > 0])) if counts.any() else 0.0


def network_share(per_class: float, full: float) -> float:
    """Weight of the network in the blend: 0 up to `ALONE` labels per class, rising to `full` at `FULL`."""
    return full * min(max((per_class - ALONE) / (FULL - ALONE), 0.0), 1.0)


def probe_strength(per_class: float) -> float:
    """Ridge of the probe, relative to the mean squared norm of its statistics.

    Measured on gestures within the train part: one label per class 76 → 80 %; of five and more 0.1 is best.
    """
    return STRENGTH * max(1.0, ENOUGH / max(per_class, 1.0))
