"""Who decides: the usual share, unless held-out clips clearly say otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from sora_model.blend import blended, chosen_share


def scores(right: float, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Logits of two classes that favour the truth in about a share `right` of the clips, and the truth."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 2, count)
    shown = np.where(random.random(count) < right, labels, 1 - labels)
    return 3.0 * np.eye(2)[shown], labels


def test_the_weighted_mean_of_log_probabilities_by_hand() -> None:
    network, probe = np.log([[0.8, 0.2]]), np.log([[0.5, 0.5]])
    by_hand = 0.25 * np.log([0.8, 0.2]) + 0.75 * np.log([0.5, 0.5])
    np.testing.assert_allclose(blended(network, probe, 0.75, 1.0, 1.0)[0], by_hand)


@pytest.mark.parametrize(
    ("network_right", "probe_right", "low", "high"), [(0.95, 0.5, 0, 0.3), (0.5, 0.95, 0.85, 1)]
)
def test_the_better_part_decides(network_right: float, probe_right: float, low: float, high: float) -> None:
    network, labels = scores(network_right, 60, seed=1)
    random = np.random.default_rng(2)
    shown = np.where(random.random(60) < probe_right, labels, 1 - labels)
    assert low <= chosen_share(network, 3.0 * np.eye(2)[shown], labels, 0.5, 1.0, 1.0) <= high


def test_little_evidence_changes_nothing() -> None:
    network, labels = scores(0.95, 3, seed=1)
    probe = 3.0 * np.eye(2)[1 - labels] * 0.1
    assert chosen_share(network, probe, labels, 0.7, 1.0, 1.0) == 0.7
    assert chosen_share(np.zeros((0, 2)), np.zeros((0, 2)), labels[:0], 0.7, 1.0, 1.0) == 0.7


def test_a_probe_that_is_far_too_sure_of_another_group_still_decides_where_it_is_right() -> None:
    network, labels = scores(0.45, 60, seed=1)
    random = np.random.default_rng(2)
    shown = np.where(random.random(60) < 0.85, labels, 1 - labels)
    assert chosen_share(0.2 * network, np.eye(2)[shown], labels, 0.7, 1.0, 50.0) >= 0.7
