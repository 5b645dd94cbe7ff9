"""The assembled network: padding is not seen, absent sound and pictures are told apart, gates are shares."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from sora_model.config import ModelConfig
from sora_model.contract.errors import SoraError
from sora_model.data.features import FeatureSpec
from sora_model.data.motion import MOTION_CHANNELS
from sora_model.data.sound import AUDIO_CHANNELS
from sora_model.network.backbones import GRID_CHANNELS, HEAD_CHANNELS
from sora_model.network.batch import Batch
from sora_model.network.forms.av import SoraAv
from sora_model.network.forms.form import MOTION, PICTURE, SOUND
from sora_model.network.temporal import DilatedTcn

CONFIG = ModelConfig(features=FeatureSpec(picture=64, grid=2), width=16, tcn_layers=3)


def model(**changes: object) -> SoraAv:
    torch.manual_seed(0)
    return SoraAv(replace(CONFIG, **changes), 4).eval()  # type: ignore[arg-type]


def batch(lengths: tuple[int, ...], seed: int = 1, has_video: bool = True, has_audio: bool = True) -> Batch:
    generator = torch.Generator().manual_seed(seed)
    steps = max(lengths)
    mask = torch.zeros(len(lengths), steps, dtype=torch.bool)
    for row, length in enumerate(lengths):
        mask[row, :length] = True

    def noise(*shape: int) -> torch.Tensor:
        return torch.randn(len(lengths), *shape, generator=generator)

    return Batch(
        grid=noise(-(-steps // 2), 2, 2, GRID_CHANNELS),
        head=noise(-(-steps // 2), HEAD_CHANNELS),
        motion=noise(steps, MOTION_CHANNELS),
        audio=noise(steps, AUDIO_CHANNELS),
        mask=mask,
        inside=mask,
        has_video=torch.full((len(lengths),), has_video),
        has_audio=torch.full((len(lengths),), has_audio),
    )


def first(whole: Batch, steps: int) -> Batch:
    return Batch(
        grid=whole.grid[:1, : -(-steps // 2)],
        head=whole.head[:1, : -(-steps // 2)],
        motion=whole.motion[:1, :steps],
        audio=whole.audio[:1, :steps],
        mask=whole.mask[:1, :steps],
        inside=whole.inside[:1, :steps],
        has_video=whole.has_video[:1],
        has_audio=whole.has_audio[:1],
    )


def test_shapes_and_shares() -> None:
    out = model()(batch((21, 13)))
    assert out.clip.shape == (2, 4)
    assert out.dense.shape == (2, 21, 5)
    assert out.spatial.shape == (2, 21, 2, 2)
    assert out.gates.shape == (2, 21, 3)
    torch.testing.assert_close(out.gates.sum(dim=2), torch.ones(2, 21))
    torch.testing.assert_close(out.temporal.sum(dim=1), torch.ones(2))
    torch.testing.assert_close(out.spatial.sum(dim=(2, 3)), torch.ones(2, 21))
    assert out.temporal[1, 13:].sum() == 0


@pytest.mark.parametrize("order_gru", [True, False])
def test_padding_and_neighbours_in_the_batch_change_nothing(order_gru: bool) -> None:
    network = model(order_gru=order_gru)
    both = batch((14, 24))
    together, alone = network(both), network(first(both, 14))
    torch.testing.assert_close(together.clip[:1], alone.clip, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(together.dense[:1, :14], alone.dense, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(together.temporal[:1, :14], alone.temporal, rtol=1e-4, atol=1e-5)


def test_the_clip_decision_weighs_steps_inside_only() -> None:
    given = batch((20,))
    inside = torch.zeros(1, 20, dtype=torch.bool)
    inside[0, 5:9] = True
    out = model()(replace(given, inside=inside))
    torch.testing.assert_close(out.temporal[0, 5:9].sum(), torch.tensor(1.0))


def test_without_sound_the_sound_is_not_heard() -> None:
    network = model()
    silent = batch((20,), has_audio=False)
    louder = replace(silent, audio=silent.audio * 100)
    torch.testing.assert_close(network(silent).clip, network(louder).clip)
    heard = replace(silent, has_audio=torch.tensor([True]))
    assert not torch.equal(network(heard).clip, network(replace(louder, has_audio=torch.tensor([True]))).clip)


def test_without_pictures_only_the_sound_counts() -> None:
    network = model()
    blind = batch((20,), has_video=False)
    out = network(blind)
    assert (out.gates[..., SOUND] == 1).all()
    assert out.spatial.sum() == 0
    torch.testing.assert_close(network(replace(blind, motion=blind.motion * 9)).clip, out.clip)


def test_a_dropped_branch_has_no_say() -> None:
    network, given = model(), batch((20,))
    for branch, changed in ((PICTURE, {"grid": given.grid * 9}), (MOTION, {"motion": given.motion * 9})):
        drop = torch.zeros(1, 3, dtype=torch.bool)
        drop[0, branch] = True
        one, other = network(given, drop), network(replace(given, **changed), drop)
        torch.testing.assert_close(one.clip, other.clip)
        assert (one.gates[..., branch] == 0).all()


def test_steps_beyond_the_reach_of_the_tcn_do_not_matter() -> None:
    torch.manual_seed(0)
    tcn = DilatedTcn(8, 3, 0.0).eval()
    steps, mask = torch.randn(1, 60, 8), torch.ones(1, 60, dtype=torch.bool)
    other = steps.clone()
    other[:, 40:] = 0
    same = 40 - tcn.reach
    torch.testing.assert_close(tcn(steps, mask)[:, :same], tcn(other, mask)[:, :same])
    assert not torch.allclose(tcn(steps, mask)[:, 39], tcn(other, mask)[:, 39])


def test_order_matters() -> None:
    network, given = model(), batch((20,))
    turned = replace(
        given,
        grid=given.grid.flip(1),
        head=given.head.flip(1),
        motion=given.motion.flip(1),
        audio=given.audio.flip(1),
    )
    assert (network(given).clip - network(turned).clip).abs().max() > 1e-4


def test_an_unknown_fusion_is_refused() -> None:
    with pytest.raises(SoraError, match="Choose"):
        model(fusion="telepathy")
