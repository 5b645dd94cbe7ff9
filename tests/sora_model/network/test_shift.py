"""Residual temporal shift: pretrained numbers at the start, neighbours seen once it learns."""

from __future__ import annotations

import copy

import pytest
import torch

from sora_model.network.shift import ShiftedBackbone, ShiftedResidual, TemporalShift
from sora_model.network.visual import EfficientNetLite, InvertedResidual

MASK = torch.tensor([[True] * 4, [True] * 2 + [False] * 2])


def test_shift_by_hand() -> None:
    shift = TemporalShift(8)
    assert shift.fold == 1
    x = torch.arange(4.0).view(4, 1, 1, 1).expand(4, 8, 1, 1) + 1
    mask = torch.ones(1, 4, dtype=torch.bool)
    torch.testing.assert_close(shift(x, mask), x, rtol=0, atol=0)
    torch.nn.init.ones_(shift.share)
    out = shift(x, mask)[:, :, 0, 0]
    torch.testing.assert_close(out[:, 0], torch.tensor([1.0, 1, 2, 3]))
    torch.testing.assert_close(out[:, 1], torch.tensor([2.0, 3, 4, 4]))
    torch.testing.assert_close(out[:, 2:], x[:, 2:, 0, 0])


def test_a_padded_window_equals_itself_alone() -> None:
    shift = TemporalShift(16)
    torch.nn.init.normal_(shift.share)
    x = torch.randn(8, 16, 2, 2)
    together = shift(x, MASK)[4:6]
    torch.testing.assert_close(together, shift(x[4:6], MASK[1:, :2]))


@pytest.fixture(scope="module")
def plain() -> EfficientNetLite:
    torch.manual_seed(0)
    return EfficientNetLite().eval()


def test_pretrained_weights_start_unchanged(plain: EfficientNetLite) -> None:
    images = torch.randn(2, 4, 3, 32, 32)
    shifted = ShiftedBackbone(copy.deepcopy(plain)).eval()
    residual = sum(isinstance(m, InvertedResidual) and m.residual for m in plain.modules())
    assert sum(isinstance(m, ShiftedResidual) for m in shifted.modules()) == residual > 0
    with torch.no_grad():
        before, after = plain(images.flatten(0, 1)), shifted(images, MASK)
    torch.testing.assert_close(after.head, before.head, rtol=0, atol=0)
    for one, other in zip(before.maps, after.maps, strict=True):
        torch.testing.assert_close(other, one, rtol=0, atol=0)


def test_gradients_reach_every_share_and_neighbours_are_seen(plain: EfficientNetLite) -> None:
    shifted = ShiftedBackbone(copy.deepcopy(plain)).eval()
    images = torch.randn(2, 4, 3, 32, 32)
    taps = shifted(images, MASK)
    sum((m * torch.randn_like(m)).sum() for m in (*taps.maps, taps.head)).backward()  # type: ignore[union-attr]
    for share in shifted.shares:
        assert share.grad is not None
        assert share.grad.abs().sum() > 0
    other = images.clone()
    other[:, 1] += 1.0
    with torch.no_grad():
        assert torch.equal(shifted(images, MASK).maps[0][0], shifted(other, MASK).maps[0][0])
        for share in shifted.shares:
            share.fill_(0.5)
        seen = shifted(other, MASK).maps[0]
        assert not torch.equal(shifted(images, MASK).maps[0][0], seen[0])
