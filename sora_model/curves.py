"""What a model says of each step of a film: the network and the probe's sliding window, blended."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from sora_model.blend import blended
from sora_model.calibration import softmax
from sora_model.checkpoint import Checkpoint
from sora_model.data.features import StepFeatures
from sora_model.data.windows import block_statistics
from sora_model.media.progress import Cancelled
from sora_model.network.batch import Output
from sora_model.network.heads import Probe

IsCancelled = Callable[[], bool]
Floats = NDArray[np.float64]

CHUNK_STEPS = 512
PROBE_STRIDE = 2
NOVELTY_SHARPNESS = 8.0
"""How fast a step that is unlike every label turns into background where no background was ever labelled."""


def dense_curves(
    known: Checkpoint, probe: Probe, out: Output, features: StepFeatures, cancelled: IsCancelled
) -> Floats:
    """Probabilities `(T, C + 1)` of one film, background last, from the network's answer `out` and `probe`.

    Where classes may overlap each column stands alone. Raises `media.progress.Cancelled`.
    """
    network = out.dense[0].double().cpu().numpy()
    settings, calibration = known.decoder, known.calibration
    share = known.config.probe_share
    scales = calibration.network_scale, calibration.probe_scale
    scores, novelty = sliding_probe(probe, features, settings.window, cancelled)
    if not known.exclusive:
        # A ridge score of 1 is yes and 0 is no: between the two, the odds of a class that stands alone.
        odds = (1 - share) * network + share * calibration.probe_scale * (2 * scores - 1)
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))
    if settings.knows_background:
        return np.asarray(softmax(blended(network, scores, share, *scales) * calibration.sharpness))
    seen = softmax(blended(network[:, :-1], scores[:, :-1], share, *scales) * calibration.sharpness)
    foreign = 1 / (1 + np.exp(-NOVELTY_SHARPNESS * (novelty - 1.0)))
    return np.concatenate([seen * (1 - foreign)[:, None], foreign[:, None]], axis=1)


def sliding_probe(
    probe: Probe, features: StepFeatures, window: int, cancelled: IsCancelled
) -> tuple[Floats, Floats]:
    """The probe on a window around each step: scores `(T, C + 1)` and novelty `(T,)`, 1: as far as any
    label.
    """
    every = features.spec.visual_every
    centres = np.arange(0, features.count, PROBE_STRIDE)
    scores, novelty = [], []
    with torch.inference_mode():
        for start in range(0, len(centres), CHUNK_STEPS // PROBE_STRIDE):
            if cancelled():
                raise Cancelled
            part = centres[start : start + CHUNK_STEPS // PROBE_STRIDE]
            low = max(0, int(part[0]) - window // 2) // every * every
            high = min(features.count, int(part[-1]) + window // 2 + 2)
            bounds = np.stack([part - window // 2, part - window // 2 + window], axis=1).clip(
                0, features.count
            )
            block = features.block(low, high)
            relative = torch.from_numpy(np.clip(bounds - low, 0, high - low))
            statistics = block_statistics(features, block, relative)
            scores.append(probe(statistics).double().numpy())
            novelty.append(probe.novelty(statistics).double().numpy())
    steps = np.arange(features.count)
    table = np.concatenate([np.concatenate(scores), np.concatenate(novelty)[:, None]], axis=1)
    full = np.stack([np.interp(steps, centres, column) for column in table.T], axis=1)
    return full[:, :-1], full[:, -1]
