"""Optimisers, schedules, averaged weights, precision, settings."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from sora_model.config import TrainConfig
from sora_model.contract.errors import SoraError
from sora_model.descent import epoch_order
from sora_model.optimising import (
    OPTIMISERS,
    Average,
    Group,
    Precision,
    Schedule,
    Steps,
    make_optimiser,
)

CPU = torch.device("cpu")


def steps_of(model: nn.Module, name: str = "adamw", clip: float = 0.0, average: float = 0.0) -> Steps:
    optimiser = make_optimiser(name, [Group(list(model.parameters()), 0.01)], 0.0, 0.9)
    return Steps(
        optimiser,
        Schedule("constant", optimiser, 100, 0.0),
        Average(model, average),
        Precision("auto", CPU),
        clip,
    )


@pytest.mark.parametrize("name", OPTIMISERS)
def test_every_optimiser_goes_downhill(name: str) -> None:
    torch.manual_seed(0)
    model = nn.Linear(4, 1)
    x, y = torch.randn(32, 4), torch.randn(32, 1)
    steps = steps_of(model, name)
    losses = []
    for _ in range(60):
        loss = (model(x) - y).square().mean()
        steps.backward(loss)
        steps.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.9 * losses[0]


def test_parts_of_a_batch_add_up_to_the_whole() -> None:
    torch.manual_seed(0)
    x, y = torch.randn(6, 4), torch.randn(6, 1)
    results = []
    for parts in (1, 3):
        torch.manual_seed(1)
        model = nn.Linear(4, 1)
        steps = steps_of(model, "sgd")
        for part in range(parts):
            rows = slice(part * 6 // parts, (part + 1) * 6 // parts)
            steps.backward((model(x[rows]) - y[rows]).square().mean(), 1 / parts)
        steps.step()
        results.append(model.weight.detach())
    torch.testing.assert_close(*results)


def test_clipping_bounds_a_step_and_what_is_not_finite_is_said() -> None:
    lengths = []
    for clip in (0.0, 0.1):
        model = nn.Linear(1, 1, bias=False)
        nn.init.zeros_(model.weight)
        steps = steps_of(model, "sgd", clip)
        steps.backward(100 * model(torch.ones(1, 1)).sum())
        steps.step()
        lengths.append(abs(float(model.weight.detach())))
    assert lengths[1] < 0.01 * lengths[0]
    steps.backward(model(torch.full((1, 1), math.inf)).sum())
    with pytest.raises(SoraError, match="no longer finite"):
        steps.step()


def test_the_rate_warms_up_and_follows_a_cosine() -> None:
    optimiser = make_optimiser("adamw", [Group(list(nn.Linear(1, 1).parameters()), 1.0)], 0.0, 0.0)
    schedule = Schedule("cosine", optimiser, 10, 0.2)
    rates = []
    for _ in range(10):
        rates.append(float(optimiser.param_groups[0]["lr"]))
        schedule.step()
    assert rates[:3] == pytest.approx([1 / 3, 2 / 3, 1.0])
    assert rates[6] == pytest.approx(0.5)
    assert rates[2:] == sorted(rates[2:], reverse=True)


def test_the_rate_halves_where_the_loss_stays() -> None:
    optimiser = make_optimiser("sgd", [Group(list(nn.Linear(1, 1).parameters()), 1.0)], 0.0, 0.0)
    schedule = Schedule("plateau", optimiser, 100, 0.0)
    for loss in (3.0, 2.0, 2.0, 2.0, 2.0):
        schedule.epoch(loss)
    assert schedule.factor == 0.5
    again = Schedule("plateau", optimiser, 100, 0.0)
    again.restore(schedule.state())
    assert again.factor == 0.5
    schedule.epoch(1.0)
    assert schedule.factor == 0.5


def test_averaged_weights_follow_slowly_and_are_given_back() -> None:
    model = nn.Linear(1, 1, bias=False)
    nn.init.zeros_(model.weight)
    average = Average(model, 0.5)
    with torch.no_grad():
        model.weight.fill_(1.0)
    for _ in range(3):
        average.update()
    with average.used():
        assert 0 < float(model.weight.detach()) < 1
    assert float(model.weight.detach()) == 1.0


def test_precision_of_the_processor() -> None:
    assert Precision("auto", CPU).name == "fp32"
    with Precision("bf16", CPU).cast():
        assert nn.Linear(2, 2)(torch.ones(1, 2)).dtype == torch.bfloat16
    with pytest.raises(SoraError, match="CUDA"):
        Precision("fp16", CPU)


def test_an_epoch_shows_every_clip_once_and_likes_together() -> None:
    lengths = np.arange(100) % 10
    batches = epoch_order(lengths, 8, np.random.default_rng(0))
    assert sorted(np.concatenate(batches)) == list(range(100))
    spread = np.mean([np.ptp(lengths[b]) for b in batches])
    assert spread < 4  # of 9, in random batches about 7


def test_old_and_new_labels_come_half_and_half() -> None:
    is_new = np.arange(60) >= 50
    shown = np.concatenate(epoch_order(np.ones(60, int), 8, np.random.default_rng(0), is_new))
    assert len(shown) == 60
    assert is_new[shown].sum() == 30
    assert set(shown[is_new[shown]]) == set(range(50, 60))
    only = np.concatenate(epoch_order(np.ones(60, int), 8, np.random.default_rng(0), np.ones(60, bool)))
    assert len(set(only)) == 60


def test_settings_are_typed_and_unknown_ones_named() -> None:
    config = TrainConfig("r", Path("cache"))
    new = config.set(
        {
            "model.fusion": "mean",
            "width": "32",
            "optimiser": "sgd",
            "refit": "0",
            "order_gru": "no",
            "grid": "5",
        }
    )
    assert (new.model.fusion, new.model.width, new.optimiser, new.refit) == ("mean", 32, "sgd", 0.0)
    assert new.model.order_gru is False
    assert new.model.features.grid == 5
    assert config.set({}) == config
    for pairs, words in (
        ({"fuson": "mean"}, "Did you mean “fusion”"),
        ({"epochs": "1.5"}, "whole number"),
        ({"optimiser": "lion"}, "one of sgd, adam"),
        ({"order_gru": "perhaps"}, "true or false"),
        ({"learning_rate": "-1"}, "from 0 on"),
        ({"batch": "0"}, "more than 0"),
        ({"run": "x"}, "no setting"),
    ):
        with pytest.raises(SoraError, match=words):
            config.set(pairs)
