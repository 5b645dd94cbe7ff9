"""What a model says of each step of a film: network, sliding window and single steps, blended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from sora_model.blend import blended
from sora_model.calibration import softmax
from sora_model.checkpoint import Checkpoint
from sora_model.data.features import StepFeatures
from sora_model.data.step_rows import step_rows
from sora_model.data.windows import block_statistics
from sora_model.media.progress import Cancelled
from sora_model.network.heads import Probe
from sora_model.network.step_probe import StepProbe

IsCancelled = Callable[[], bool]
Floats = NDArray[np.float64]

CHUNK_STEPS = 512
PROBE_STRIDE = 2
SUREST = 0.02, 0.98
"""Ridge scores of steps are chances, bounded so that no single step decides over all others."""
NOVELTY_SHARPNESS = 8.0
"""How fast a step that is unlike every label turns into background where no background was ever labelled."""


@dataclass(frozen=True)
class Voices:
    """What is to be blended, of one film: `network (T, C + 1)` logits, `probe (T, C + 1)` scores of a sliding
    window with `novelty (T,)`, and `steps (T, C + 1)`, scores of single steps, None without their probe.
    """

    network: Floats
    probe: Floats
    novelty: Floats
    steps: Floats | None = None


def dense_curves(known: Checkpoint, voices: Voices, step_share: float) -> Floats:
    """Probabilities `(T, C + 1)` of one film, background last.

    `step_share`: weight of the single steps' scores; what is left is network and sliding window in the
    checkpoint's shares. Where classes may overlap each column stands alone.
    """
    settings, calibration = known.decoder, known.calibration
    share = known.config.probe_share
    scales = calibration.network_scale, calibration.probe_scale
    steps = None if voices.steps is None or step_share <= 0 else np.clip(voices.steps, *SUREST)
    if not known.exclusive:
        # A ridge score of 1 is yes and 0 is no: between the two, the odds of a class that stands alone.
        sliding = calibration.probe_scale * (2 * voices.probe - 1)
        odds = (1 - share) * voices.network + share * sliding
        if steps is not None:
            odds = (1 - step_share) * odds + step_share * np.log(steps / (1 - steps))
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))
    own = slice(None) if settings.knows_background else slice(0, -1)
    logits = blended(voices.network[:, own], voices.probe[:, own], share, *scales) * calibration.sharpness
    if steps is not None:
        logits = (1 - step_share) * logits + step_share * np.log(steps[:, own])
    seen = softmax(logits)
    if settings.knows_background:
        return seen
    foreign = 1 / (1 + np.exp(-NOVELTY_SHARPNESS * (voices.novelty - 1.0)))
    return np.concatenate([seen * (1 - foreign)[:, None], foreign[:, None]], axis=1)


def step_scores(probe: StepProbe, features: StepFeatures, cancelled: IsCancelled) -> Floats:
    """Scores `(T, C + 1)` of each step of a film. Raises `media.progress.Cancelled`."""
    out = []
    with torch.inference_mode():
        for first in range(0, features.count, CHUNK_STEPS):
            if cancelled():
                raise Cancelled
            last = min(features.count, first + CHUNK_STEPS)
            rows = step_rows(features, first, last, probe.pictures, probe.sound)
            out.append(probe(rows).double().numpy())
    return np.concatenate(out)


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
