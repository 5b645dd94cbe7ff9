"""The text branch: its token stands where nothing is said, and every part learns."""

from __future__ import annotations

import torch

from sora_model.network.text import TextBranch


def branch() -> TextBranch:
    torch.manual_seed(0)
    made = TextBranch(8, 16, 0.1)
    torch.nn.init.normal_(made.absent)
    return made.eval()


def test_shapes_token_and_padding() -> None:
    network, mask = branch(), torch.tensor([[True] * 5, [True] * 3 + [False] * 2])
    text = torch.randn(2, 5, 8)
    text[0, 1] = 0
    out = network(text, mask)
    assert out.shape == (2, 5, 16)
    torch.testing.assert_close(out[0, 1], network.absent)
    torch.testing.assert_close(out[1, 3:], network.absent.expand(2, -1))
    torch.testing.assert_close(network(text[1:, :3], mask[1:, :3])[0], out[1, :3])


def test_gradients_reach_every_parameter() -> None:
    network = branch()
    text = torch.randn(1, 4, 8)
    text[0, 2:] = 0
    (network(text, torch.ones(1, 4, dtype=torch.bool)) * torch.randn(1, 4, 16)).sum().backward()
    for parameter in network.parameters():
        assert parameter.grad is not None
        assert parameter.grad.abs().sum() > 0
