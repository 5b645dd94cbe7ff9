"""What moves: the flow descriptor's branch, and the stem that learns from differences of small pictures."""

from __future__ import annotations

import torch

from sora_model.data.motion import GRID, MOTION_CHANNELS
from sora_model.network.motion import DifferenceStem, MotionBranch


def film(seed: int = 1, steps: int = 6) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, 256, (2, steps, 16, 16, 3), generator=generator, dtype=torch.uint8)


def test_flow_branch_shapes_padding_and_gradients() -> None:
    torch.manual_seed(0)
    branch = MotionBranch(16, 0.0)
    flow = torch.randn(2, 6, MOTION_CHANNELS)
    mask = torch.tensor([[True] * 4 + [False] * 2, [True] * 6])
    out, where = branch(flow, mask)
    assert out.shape == (2, 6, 16)
    torch.testing.assert_close(where.sum(dim=(2, 3)), torch.ones(2, 6))
    assert where.shape[2:] == (GRID, GRID)
    alone, _ = branch(flow[:1, :4], mask[:1, :4])
    torch.testing.assert_close(out[:1, :4], alone)
    (out * torch.randn(2, 6, 16)).sum().backward()
    # A shift of all scores changes no softmax.
    unseen = {"score.2.bias"}
    for name, parameter in branch.named_parameters():
        assert parameter.grad is not None
        assert name in unseen or parameter.grad.abs().sum() > 0


def test_stem_shapes_and_gradients() -> None:
    torch.manual_seed(0)
    stem = DifferenceStem(16)
    out = stem(film())
    assert out.shape == (2, 6, 16)
    (out * torch.randn(2, 6, 16)).sum().backward()
    for parameter in stem.parameters():
        assert parameter.grad is not None
        assert parameter.grad.abs().sum() > 0


def test_stem_looks_back_as_far_as_it_says() -> None:
    torch.manual_seed(0)
    stem = DifferenceStem(16).eval()
    assert stem.reach == (2, 0)
    whole = stem(film())
    part = stem(film()[:1, 2:])
    torch.testing.assert_close(part[:, 2:], whole[:1, 4:])
    assert not torch.allclose(part[:, 0], whole[:1, 2])
    torch.testing.assert_close(stem(film()[:1, :1]), whole[:1, :1])


def test_stem_sees_the_direction_of_motion() -> None:
    """A picture that moves right and the same film backwards differ; a still one does not care for time."""
    torch.manual_seed(0)
    stem = DifferenceStem(16).eval()
    moving = torch.stack([film()[0, 0].roll(n, dims=1) for n in range(4)])[None]
    assert not torch.allclose(stem(moving)[:, 2:], stem(moving.flip(1)).flip(1)[:, 2:], atol=1e-3)
    still = film()[:1, :1].expand(-1, 4, -1, -1, -1)
    torch.testing.assert_close(stem(still)[:, 0], stem(still)[:, 3])
