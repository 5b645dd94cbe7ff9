"""Does the backbone learn motion once it is unfrozen? The network alone: on frozen pictures (stage a), tuned
(stage b), tuned with temporal shifts; its motion branch as ever. One grouped fold of the gestures' `train`:
G1 and G2 learn, G3 is scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from results_fits import Fit, fit
from results_sets import Trial, clip_set

from sora_model.config import ModelConfig, TrainConfig
from sora_model.data.features import FeatureSpec

LEARNT, SCORED = ("G1", "G2"), ("G3",)
PICTURE = 96
STAGES: dict[str, dict[str, Any]] = {
    "frozen (stage a)": {"stage": "a"},
    "tuned (stage b)": {"stage": "b"},
    "tuned with temporal shifts": {"stage": "b", "temporal_shift": True},
}


def judged_stages(
    cache: Path, seeds: Sequence[int], epochs: int
) -> Iterator[tuple[str, NDArray[np.float32], list[str]]]:
    """Per stage right (1) or wrong (0) by clip, mean over seeds, and the clips' groups."""
    ego = clip_set("ego", cache).only(lambda m: m.group in LEARNT + SCORED)
    learnt = [replace(m, split="train") for m in ego.media if m.group in LEARNT]
    held = tuple(m for m in ego.media if m.group in SCORED)
    manifest = replace(ego.manifest, media=tuple(learnt))
    model = ModelConfig(features=FeatureSpec(picture=PICTURE), probe_share=0.0)
    for name, changes in STAGES.items():
        right = np.zeros(len(held), np.float32)
        for seed in seeds:
            config = TrainConfig("stage-b", cache, model, tune_epochs=epochs, looks=10, **changes)
            done = fit(Fit(f"stage-b-{seed}", Trial("ego", manifest, held, seed), config))
            for i, medium in enumerate(held):
                said = done.classes[int(np.argmax(done.answers["network"][medium.id]))]
                right[i] += (said == ego.classes[ego.truth(medium)].id) / len(seeds)
        yield name, right, [m.group for m in held]
