"""What holds for every form of the family when it is trained."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from sora_model.config import PRESETS
from tests.sora_model.conftest import Trained
from tests.sora_model.films import small_config
from tests.sora_model.test_training_options import films_of, fitted, small_model


@pytest.mark.parametrize("name", PRESETS)
def test_a_seed_repeats_to_the_bit(trained: Trained, name: str) -> None:
    """With everything random at work: dropout, dropped modalities, changed pictures, speed and noise."""
    model = replace(small_model(name), dropout=0.4)
    config = small_config(trained.cache, model=model, noise=0.2, channel_dropout=0.2)
    films = films_of(trained, config)
    runs = []
    for _ in range(2):
        with torch.random.fork_rng(devices=[]):
            task, losses = fitted(trained, films, config, 3)
        runs.append((losses, task.network.state_dict()))
    (first, weights), (again, same) = runs
    assert first == again
    assert all(torch.equal(weights[k], same[k]) for k in weights)
