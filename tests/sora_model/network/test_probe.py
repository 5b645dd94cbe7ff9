"""The closed-form probe: ridge regression, blocks of equal say, NaN neutral, novelty."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from sora_model.data.features import FeatureSpec
from sora_model.network.heads import Probe
from sora_model.network.statistics import MOTION_PARTS, PARTS, blocks, window_statistics

BLOCKS = blocks(FeatureSpec())
FEATURES = sum(BLOCKS.values())

SMALL = {"one": 2, "many": 30}


def data(seed: int = 0, count: int = 40) -> tuple[torch.Tensor, torch.Tensor]:
    random = np.random.default_rng(seed)
    labels = random.integers(0, 2, count)
    x = random.normal(0, 1, (count, 32))
    x[:, 0] += 3 * labels
    return torch.from_numpy(x).float(), torch.eye(2)[torch.from_numpy(labels)]


def fitted(
    x: torch.Tensor, y: torch.Tensor, used: tuple[str, ...] = ("one", "many"), lam: float = 0.1
) -> Probe:
    probe = Probe(SMALL, 2)
    probe.fit(x, y, torch.ones(len(x)), used, lam)
    return probe


def test_the_dual_solution_is_the_ridge_solution() -> None:
    x, y = data()
    probe = fitted(x, y)
    z = probe.standardise(x).double()
    offset = y.double().mean(dim=0)
    primal = torch.linalg.solve(z.T @ z + 0.1 * torch.eye(32), z.T @ (y - offset))
    torch.testing.assert_close(probe(x).double(), z @ primal + offset, rtol=1e-4, atol=1e-4)
    new, truth = data(seed=1, count=400)
    assert (probe(new).argmax(1) == truth.argmax(1)).float().mean() > 0.75


def test_blocks_have_equal_say_whatever_their_length() -> None:
    x, _ = data()
    z = fitted(*data()).standardise(x)
    assert z[:, :2].square().sum(dim=1).mean() == pytest.approx(0.5, rel=0.01)
    assert z[:, 2:].square().sum(dim=1).mean() == pytest.approx(0.5, rel=0.01)


def test_unused_blocks_are_not_seen() -> None:
    x, y = data()
    probe = fitted(x, y, used=("one",))
    torch.testing.assert_close(probe(x), probe(torch.cat([x[:, :2], x[:, 2:] * 100], dim=1)))


def test_missing_statistics_are_neutral() -> None:
    x, y = data()
    x[::3, 2:] = float("nan")
    probe = fitted(x, y)
    assert torch.isfinite(probe(x)).all()
    blind = torch.full((1, 32), float("nan"))
    torch.testing.assert_close(probe(blind)[0], probe.bias)


def test_a_weight_counts_as_copies() -> None:
    x, y = data(count=12)
    weights = torch.cat([torch.full((4,), 2.0), torch.ones(8)])
    weighted, copied = Probe(SMALL, 2), Probe(SMALL, 2)
    used = ("one", "many")
    weighted.fit(x, y, weights, used, 0.1)
    # `lam` is against the number of rows.
    copied.fit(torch.cat([x, x[:4]]), torch.cat([y, y[:4]]), torch.ones(16), used, 0.1 * 16 / 12)
    torch.testing.assert_close(weighted(x), copied(x), rtol=1e-4, atol=1e-4)


def test_novelty_is_one_at_the_edge_of_what_was_seen() -> None:
    x, y = data(count=200)
    probe = fitted(x, y)
    inside = probe.novelty(data(seed=5, count=200)[0])
    assert (inside < 1.0).float().mean() > 0.95
    assert inside.median() > 0.3
    assert probe.novelty(x + 6.0).min() > 1.5


def test_window_statistics_by_hand() -> None:
    steps = torch.arange(12.0)
    pooled = torch.zeros(6, BLOCKS["change"])
    pooled[:, 0] = torch.tensor([0.0, 1.0, 3.0, 3.0, 7.0, 7.0])
    motion = torch.zeros(12, BLOCKS["motion"] // MOTION_PARTS)
    audio = torch.zeros(12, BLOCKS["sound"] // PARTS)
    motion[:, 0], audio[:, 0] = steps, steps * 10
    rows = window_statistics(pooled, motion, audio, torch.tensor([[0, 12], [6, 9]]), 2, True, True)
    assert rows.shape == (2, FEATURES)
    change, order = rows[:, 0], BLOCKS["change"]
    # Changes inside the window: 1, 2, 0, 4, 0 for the film; 4 for the visual steps 3 and 4.
    assert change.tolist() == pytest.approx([(7 / 5) ** 0.5, 2.0])
    size = BLOCKS["change"]
    # The thirds' means are 0.5, 3 and 7: each minus the one before, the first minus the last.
    between = [rows[0, order + part * size].item() for part in range(PARTS)]
    assert between == pytest.approx([-(6.5**0.5), 2.5**0.5, 2.0])
    moved = size + BLOCKS["order"]
    width = BLOCKS["motion"] // MOTION_PARTS
    sixths = [rows[:, moved + p * width].tolist() for p in range(MOTION_PARTS)]
    assert [s[0] for s in sixths] == pytest.approx([0.5, 2.5, 4.5, 6.5, 8.5, 10.5])
    assert [s[1] for s in sixths] == pytest.approx([6, 6, 7, 7, 8, 8])


def test_what_a_medium_lacks_is_nan() -> None:
    pooled = torch.zeros(3, BLOCKS["change"])
    motion = torch.zeros(6, BLOCKS["motion"] // MOTION_PARTS)
    audio = torch.zeros(6, BLOCKS["sound"] // PARTS)
    window = torch.tensor([[0, 6]])
    silent = window_statistics(pooled, motion, audio, window, 2, True, False)
    blind = window_statistics(pooled, motion, audio, window, 2, False, True)
    assert int(silent.isnan().sum()) == BLOCKS["sound"] + BLOCKS["voice"]
    assert int(blind.isnan().sum()) == FEATURES - BLOCKS["sound"] - BLOCKS["voice"]
