"""Residual temporal shift: pretrained numbers at the start, neighbours seen once it learns."""

from __future__ import annotations

import copy

import pytest
import torch
from torch.utils.checkpoint import checkpoint

from sora_model.network.shift import (
    ShiftedResidual,
    TemporalShift,
    in_a_row,
    insert_shifts,
    neighbours,
    shift_reach,
    tell_neighbours,
)
from sora_model.network.visual import EfficientNetLite, InvertedResidual

PRESENT = torch.tensor([[True] * 4, [True] * 2 + [False] * 2])


def test_shift_by_hand() -> None:
    shift = TemporalShift(8)
    assert shift.fold == 1
    x = torch.arange(4.0).view(4, 1, 1, 1).expand(4, 8, 1, 1) + 1
    before, after = neighbours(torch.ones(1, 4, dtype=torch.bool))
    torch.testing.assert_close(shift(x, before, after), x, rtol=0, atol=0)
    torch.nn.init.ones_(shift.share)
    out = shift(x, before, after)[:, :, 0, 0]
    torch.testing.assert_close(out[:, 0], torch.tensor([1.0, 1, 2, 3]))
    torch.testing.assert_close(out[:, 1], torch.tensor([2.0, 3, 4, 4]))
    torch.testing.assert_close(out[:, 2:], x[:, 2:, 0, 0])


def test_neighbours_do_not_cross_windows_or_gaps() -> None:
    gapped = torch.tensor([[True, True, False, True], [False, True, True, True]])
    before, after = neighbours(gapped)
    assert before.tolist() == [0, 0, 2, 3, 3, 4]
    assert after.tolist() == [1, 1, 2, 4, 5, 5]


def test_without_a_word_pictures_are_one_films() -> None:
    for count in (1, 2, 5):
        expected = neighbours(torch.ones(1, count, dtype=torch.bool))
        for found, told in zip(in_a_row(torch.zeros(count, 3)), expected, strict=True):
            assert torch.equal(found, told)


def test_a_picture_reaches_one_further_at_each_shift(plain: EfficientNetLite) -> None:
    # In double precision: what passes nine shifts of random weights is little.
    shifted = copy.deepcopy(plain).double()
    for share in insert_shifts(shifted):
        torch.nn.init.ones_(share)
    assert insert_shifts(shifted) == [], "they are there already"
    reach = shift_reach(shifted)
    images = torch.randn(reach + 3, 3, 32, 32, dtype=torch.float64)
    other = images.clone()
    other[0] += 3.0
    with torch.no_grad():
        moved = (shifted(images).head - shifted(other).head).abs().amax(dim=1) > 0
    assert moved.tolist() == [True] * (reach + 1) + [False] * 2


def test_a_window_among_others_equals_itself_alone() -> None:
    shift = TemporalShift(16)
    torch.nn.init.normal_(shift.share)
    x = torch.randn(6, 16, 2, 2)
    together = shift(x, *neighbours(PRESENT))[4:]
    torch.testing.assert_close(together, shift(x[4:], *neighbours(PRESENT[1:, :2])))


@pytest.fixture(scope="module")
def plain() -> EfficientNetLite:
    torch.manual_seed(0)
    return EfficientNetLite().eval()


def test_pretrained_weights_start_unchanged(plain: EfficientNetLite) -> None:
    images, shifted = torch.randn(6, 3, 32, 32), copy.deepcopy(plain)
    new = insert_shifts(shifted)
    residual = sum(isinstance(m, InvertedResidual) and m.residual for m in plain.modules())
    assert sum(isinstance(m, ShiftedResidual) for m in shifted.modules()) == len(new) == residual > 0
    weights = sum(p.numel() for p in plain.parameters()) + sum(p.numel() for p in new)
    assert sum(p.numel() for p in shifted.parameters()) == weights
    tell_neighbours(shifted, PRESENT)
    with torch.no_grad():
        before, after = plain(images), shifted(images)
    for one, other in zip((*before.maps, before.head), (*after.maps, after.head), strict=True):
        torch.testing.assert_close(other, one, rtol=0, atol=0)


def test_gradients_reach_every_share_and_neighbours_are_seen(plain: EfficientNetLite) -> None:
    shifted = copy.deepcopy(plain)
    new = insert_shifts(shifted)
    tell_neighbours(shifted, PRESENT)
    images = torch.randn(6, 3, 32, 32)
    taps = shifted(images)
    torch.stack([(m * torch.randn_like(m)).sum() for m in (*taps.maps, taps.head)]).sum().backward()
    for share in new:
        assert share.grad is not None
        assert share.grad.abs().sum() > 0
    other = images.clone()
    other[1] += 1.0
    with torch.no_grad():
        assert torch.equal(shifted(images).maps[0][0], shifted(other).maps[0][0])
        for share in new:
            share.fill_(0.5)
        one, moved = shifted(images).maps[0], shifted(other).maps[0]
        assert not torch.equal(one[0], moved[0])
        assert torch.equal(one[4:], moved[4:]), "the other window is another film"


def test_activations_may_be_computed_again_on_the_way_back() -> None:
    torch.manual_seed(0)
    block = ShiftedResidual(InvertedResidual(8, 8, 1, 1, 3))
    tell_neighbours(block, PRESENT)
    x = torch.randn(6, 8, 4, 4)
    gradients = []
    for sparing in (False, True):
        block.zero_grad()
        seen = checkpoint(block, x, use_reentrant=False) if sparing else block(x)
        seen.square().sum().backward()
        assert block.shift.share.grad is not None
        gradients.append(block.shift.share.grad.clone())
    torch.testing.assert_close(*gradients)
