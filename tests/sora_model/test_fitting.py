"""Which statistics the closed form looks at: a second sense joins only where held-out clips ask for it."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from sora_model.fitting import ProbeChoice, fit_probe, simplest
from sora_model.network.heads import Probe

CLIPS, CLASSES = 60, 4
LAYOUT = dict.fromkeys(("change", "order", "motion", "trajectory", "sound", "voice"), 8)


def chosen(seen: float, heard: float, sound: bool = True, seed: int = 4) -> ProbeChoice:
    """Of statistics in noise of deviation 1, in which each class has a column of its own that is higher: by
    `seen` in pictures, by `heard` in what is said.
    """
    random = np.random.default_rng(seed)
    labels = np.arange(CLIPS) % CLASSES
    parts = []
    for name, length in LAYOUT.items():
        rows = random.standard_normal((CLIPS, length))
        rows[np.arange(CLIPS), labels] += {"change": seen, "order": seen, "voice": heard}.get(name, 0.0)
        missing = name in ("sound", "voice") and not sound
        parts.append(np.full_like(rows, np.nan) if missing else rows)
    statistics = torch.from_numpy(np.concatenate(parts, axis=1)).float()
    probe = Probe(LAYOUT, CLASSES + 1)
    return fit_probe(probe, statistics, labels, torch.ones(CLIPS), np.arange(CLIPS) // 4 % 5, CLASSES)


@pytest.mark.parametrize("seed", range(4))
def test_pictures_that_say_nothing_do_not_join_the_sound(seed: int) -> None:
    choice = chosen(seen=0.0, heard=2.0, seed=seed)
    assert set(choice.blocks) <= {"sound", "voice"}
    picture, motion, sound = choice.gates
    assert sound == 0
    assert max(picture, motion) < -1


def test_pictures_join_the_sound_where_both_are_far_better() -> None:
    both = ("change", "order", "motion", "trajectory", "voice")
    assert chosen(seen=2.0, heard=2.5).blocks == both


@pytest.mark.parametrize(
    ("clips", "expected"), [(50, ("voice",)), (149, ("voice",)), (151, ("motion", "trajectory", "sound"))]
)
def test_a_second_sense_joins_with_three_nats_only(clips: int, expected: tuple[str, ...]) -> None:
    losses = {("change", "order"): 1.30, ("voice",): 0.50, ("motion", "trajectory", "sound"): 0.48}
    assert simplest(losses, clips) == expected


def test_where_one_sense_is_missing_the_least_loss_decides() -> None:
    losses = {("change", "order"): 0.50, ("motion", "trajectory", "sound"): 0.49}
    assert simplest(losses, 10) == ("motion", "trajectory", "sound")


def test_a_film_without_sound_is_judged_by_pictures() -> None:
    choice = chosen(seen=4.0, heard=4.0, sound=False)
    assert {"change", "order"} <= set(choice.blocks)
    assert choice.accuracy is not None
    assert choice.accuracy > 0.9
    assert choice.gates[2] == -4
