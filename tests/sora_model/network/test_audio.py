"""The sound branch: a film without sound gives the token whatever its array holds."""

from __future__ import annotations

import pytest
import torch

from sora_model.network.audio import AudioBranch


def branch() -> AudioBranch:
    torch.manual_seed(0)
    made = AudioBranch(6, 16, 0.0)
    torch.nn.init.normal_(made.absent)
    return made


PRESENT = torch.tensor([True, False])
MASK = torch.tensor([[True] * 4 + [False] * 2, [True] * 6])


@pytest.mark.parametrize("rubbish", [0.0, 1e6, float("nan")])
def test_what_a_silent_film_holds_is_not_looked_at(rubbish: float) -> None:
    network, sound = branch(), torch.randn(2, 6, 6)
    reference = network(sound, PRESENT, MASK)
    sound[1] = rubbish
    sound[0, 4:] = rubbish
    out = network(sound, PRESENT, MASK)
    torch.testing.assert_close(out[0, :4], reference[0, :4], rtol=0, atol=0)
    torch.testing.assert_close(out[1], network.absent.expand(6, -1), rtol=0, atol=0)
    out[MASK].sum().backward()
    assert all(p.grad is not None and p.grad.isfinite().all() for p in network.parameters())


def test_gradients_reach_every_parameter_and_the_token() -> None:
    network = branch()
    (network(torch.randn(2, 6, 6), PRESENT, MASK) * torch.randn(2, 6, 16)).sum().backward()
    for parameter in network.parameters():
        assert parameter.grad is not None
        assert parameter.grad.abs().sum() > 0
    silent = branch()
    silent(torch.randn(2, 6, 6), torch.zeros(2, dtype=torch.bool), MASK).sum().backward()
    assert silent.absent.grad is not None
    assert silent.absent.grad.abs().sum() > 0


def test_a_padded_batch_equals_single_runs() -> None:
    network, sound = branch(), torch.randn(2, 6, 6)
    both = torch.tensor([True, True])
    together = network(sound, both, MASK)
    alone = network(sound[:1, :4], both[:1], MASK[:1, :4])
    torch.testing.assert_close(together[:1, :4], alone)
