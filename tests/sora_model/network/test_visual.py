"""The backbone computes what its published weights mean; the fusion is the same for maps and cached grids."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from sora_model.data.extraction import Backbone
from sora_model.network.backbones import BACKBONES, GRID_CHANNELS, HEAD_CHANNELS, TAP_CHANNELS, shifts
from sora_model.network.shift import insert_shifts, shift_reach
from sora_model.network.visual import (
    EfficientNetLite,
    SameConv,
    SpatialAttention,
    TapFusion,
    VisualBranch,
    imagenet_state,
    lagged_change,
    pool_grid,
)


def test_taps_have_the_strides_and_channels_of_the_paper() -> None:
    with torch.inference_mode():
        taps = EfficientNetLite().eval()(torch.zeros(2, 3, 96, 64))
    assert [tuple(m.shape) for m in taps.maps] == [(2, 40, 12, 8), (2, 112, 6, 4), (2, 320, 3, 2)]
    assert taps.head.shape == (2, HEAD_CHANNELS)
    assert pool_grid(taps, 2).shape == (2, GRID_CHANNELS, 2, 2)


def test_the_published_weights_fill_every_parameter() -> None:
    network = Backbone.published("efficientnet-lite0", torch.device("cpu")).network
    fresh = EfficientNetLite().state_dict()
    for name, value in network.state_dict().items():
        if name.endswith(("weight", "running_var")):
            assert not torch.equal(value, fresh[name]), name
    assert not any(p.requires_grad for p in network.parameters())


def test_weights_of_another_network_are_refused() -> None:
    state = {"a.weight": torch.zeros(3)}
    with pytest.raises(KeyError):
        imagenet_state(state, "efficientnet-lite0")


def test_same_padding_puts_the_odd_pixel_right_and_below() -> None:
    conv = SameConv(1, 1, 3, 2, bias=False)
    conv.weight.data.fill_(1.0)
    image = torch.arange(16.0).view(1, 1, 4, 4)
    expected = F.conv2d(F.pad(image, (0, 1, 0, 1)), conv.weight, stride=2)
    torch.testing.assert_close(conv(image), expected)
    odd = SameConv(1, 1, 5, 2, bias=False)
    assert odd(torch.zeros(1, 1, 7, 7)).shape == (1, 1, 4, 4)


def test_fusing_cached_grids_is_fusing_maps() -> None:
    torch.manual_seed(0)
    fuse = TapFusion(TAP_CHANNELS, 8)
    maps = [torch.randn(2, c, 4, 4) for c in TAP_CHANNELS]
    grid = torch.cat(maps, dim=1).permute(0, 2, 3, 1)
    torch.testing.assert_close(fuse.from_grid(grid), fuse(maps), rtol=1e-4, atol=1e-5)


def test_coarser_taps_are_brought_to_the_finest_size() -> None:
    fuse = TapFusion(TAP_CHANNELS, 8)
    maps = [torch.randn(1, c, s, s) for c, s in zip(TAP_CHANNELS, (8, 4, 2), strict=True)]
    assert fuse(maps).shape == (1, 8, 8, 8)


def test_spatial_attention_is_a_share_and_follows_the_score() -> None:
    attend = SpatialAttention(4)
    maps = torch.zeros(1, 4, 3, 3)
    maps[0, :, 1, 2] = torch.sign(attend.score.weight[0, :, 0, 0]) * 50
    pooled, shares = attend(maps)
    torch.testing.assert_close(shares.sum(), torch.tensor(1.0))
    assert np.unravel_index(int(shares.argmax()), (3, 3)) == (1, 2)
    torch.testing.assert_close(pooled[0], maps[0, :, 1, 2] * shares[0, 1, 2])


def test_change_is_against_earlier_steps_only() -> None:
    steps = torch.tensor([[[1.0], [4.0], [4.0], [0.0], [2.0]]])
    assert lagged_change(steps, 1)[0, :, 0].tolist() == [0, 3, 0, 4, 2]
    assert lagged_change(steps, 4)[0, :, 0].tolist() == [0, 3, 3, 1, 1]
    assert lagged_change(steps[:, :2], 4)[0, :, 0].tolist() == [0, 3]


def test_a_step_does_not_see_what_comes_after_it() -> None:
    torch.manual_seed(0)
    branch = VisualBranch(TAP_CHANNELS, 8, 0.0).eval()
    grid, head = torch.randn(1, 10, 2, 2, GRID_CHANNELS), torch.randn(1, 10, HEAD_CHANNELS)
    whole, _ = branch(grid, head)
    begun, _ = branch(grid[:, :6], head[:, :6])
    torch.testing.assert_close(whole[:, :6], begun, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", BACKBONES)
def test_the_number_of_shifts_is_known_without_the_network(name: str) -> None:
    network = EfficientNetLite(name)
    insert_shifts(network)
    assert shifts(name) == shift_reach(network) > 0
