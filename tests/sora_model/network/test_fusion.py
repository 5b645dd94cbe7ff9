"""Fusion of branches: a branch left out is not seen, shares sum to 1, all strategies learn."""

from __future__ import annotations

import pytest
import torch

from sora_model.network.fusion import FUSIONS

N, WIDTH = 3, 16


@pytest.fixture(params=sorted(FUSIONS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def made(name: str) -> torch.nn.Module:
    torch.manual_seed(0)
    return FUSIONS[name](N, WIDTH)


def branches(seed: int = 1) -> list[torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return [torch.randn(2, 7, WIDTH, generator=generator).requires_grad_() for _ in range(N)]


def test_shapes_shares_and_gradients(name: str) -> None:
    fusion, steps = made(name), branches()
    fused, gates = fusion(steps, torch.ones(2, N, dtype=torch.bool))
    assert fused.shape == (2, 7, WIDTH)
    assert gates.shape == (2, 7, N)
    torch.testing.assert_close(gates.sum(dim=2), torch.ones(2, 7))
    assert (gates > 0).all()
    (fused * torch.randn(2, 7, WIDTH)).sum().backward()
    for parameter in [*fusion.parameters(), *steps]:
        assert parameter.grad is not None
        assert parameter.grad.abs().sum() > 0


@pytest.mark.parametrize("rubbish", [1e6, float("nan"), float("inf")])
def test_a_branch_left_out_has_no_influence_and_gets_no_gradient(name: str, rubbish: float) -> None:
    keep = torch.tensor([[True, False, True], [True, True, True]])
    fusion, steps = made(name), branches()
    fused, gates = fusion(steps, keep)
    spoilt = [x.detach().clone().requires_grad_() for x in steps]
    with torch.no_grad():
        spoilt[1][0] = rubbish
    again, gates_again = fusion(spoilt, keep)
    torch.testing.assert_close(again, fused, rtol=0, atol=0)
    torch.testing.assert_close(gates_again, gates, rtol=0, atol=0)
    assert (gates[0, :, 1] == 0).all()
    torch.testing.assert_close(gates.sum(dim=2), torch.ones(2, 7))
    (again * torch.randn(2, 7, WIDTH)).sum().backward()
    assert spoilt[1].grad is not None
    assert (spoilt[1].grad[0] == 0).all()
    assert spoilt[1].grad[1].abs().sum() > 0
    assert all(p.grad is None or p.grad.isfinite().all() for p in fusion.parameters())


def test_a_branch_alone_is_all(name: str) -> None:
    fused, gates = made(name)(branches(), torch.tensor([[False, False, True], [True, False, False]]))
    assert fused.isfinite().all()
    torch.testing.assert_close(gates[0], torch.tensor([0.0, 0.0, 1.0]).expand(7, 3))


def test_each_step_and_sample_is_fused_by_itself(name: str) -> None:
    fusion, steps = made(name), branches()
    keep = torch.tensor([[True, True, True], [False, True, True]])
    whole, _ = fusion(steps, keep)
    part, _ = fusion([x[1:, 3:4] for x in steps], keep[1:])
    torch.testing.assert_close(part, whole[1:, 3:4])


@pytest.mark.parametrize("learned", ["weighted", "attention"])
def test_training_begins_with_the_shares_asked_for(learned: str) -> None:
    fusion = FUSIONS[learned](N, WIDTH)
    prior = torch.tensor([2.0, 0.0, -1.0])
    fusion.begin_with(prior)
    _, gates = fusion(branches(), torch.ones(2, N, dtype=torch.bool))
    torch.testing.assert_close(gates.mean(dim=(0, 1)), prior.softmax(dim=0), atol=0.1, rtol=0)


def test_the_mean_is_the_mean() -> None:
    steps = branches()
    fused, _ = FUSIONS["mean"](N, WIDTH)(steps, torch.tensor([[True, True, False], [True, True, True]]))
    torch.testing.assert_close(fused[0], (steps[0][0] + steps[1][0]) / 2)
    torch.testing.assert_close(fused[1], sum(x[1] for x in steps) / 3)


def test_attention_lets_one_branch_hear_another() -> None:
    """Unlike a weighted sum: what a branch tells depends on what the others show."""
    torch.manual_seed(0)
    fusion = FUSIONS["attention"](N, WIDTH)
    steps = branches()
    keep = torch.ones(2, N, dtype=torch.bool)
    fused, gates = fusion(steps, keep)
    plain = sum(x * gates[..., i, None] for i, x in enumerate(steps))
    assert not torch.allclose(fused, plain, atol=1e-4)
