"""One draw per clip; labels stay true; nothing changes where nothing is asked for."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from sora_model.contract.manifest import ClassSpec
from sora_model.data import augment
from sora_model.data.augment import PictureChange, may_flip, mirrored_motion
from sora_model.data.motion import BINS, GRID, MOTION_CHANNELS, describe
from sora_model.data.sound import AUDIO_CHANNELS, BANDS, FLOOR


def randomness(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def pictures(frames: int = 3) -> torch.Tensor:
    """One textured picture, shown `frames` times."""
    random = torch.Generator().manual_seed(1)
    blocks = torch.randint(0, 256, (1, 3, 8, 8), generator=random, dtype=torch.uint8)
    return blocks.repeat_interleave(4, 2).repeat_interleave(4, 3).expand(frames, -1, -1, -1).contiguous()


@pytest.mark.parametrize("seed", range(8))
def test_all_frames_of_a_clip_change_alike(seed: int) -> None:
    shown = pictures()
    changed = PictureChange.drawn(randomness(seed), 1.0, flip=True).pictures(shown)
    assert changed.shape == shown.shape
    assert changed.dtype == torch.uint8
    assert torch.equal(changed[0], changed[1])
    assert torch.equal(changed[0], changed[2])
    assert not torch.equal(changed[0], shown[0])


def test_equal_seeds_draw_alike_and_strength_nought_nothing() -> None:
    assert PictureChange.drawn(randomness(3), 1.0, True) == PictureChange.drawn(randomness(3), 1.0, True)
    assert PictureChange.drawn(randomness(3), 1.0, True) != PictureChange.drawn(randomness(4), 1.0, True)
    still = PictureChange.drawn(randomness(), 0.0, True)
    shown, flow, boxes = pictures(), torch.rand(2, MOTION_CHANNELS), torch.rand(2, 1, 4)
    assert still.pictures(shown) is shown
    assert still.motion(flow) is flow
    assert still.boxes(boxes) is boxes


def test_nothing_with_a_direction_is_mirrored() -> None:
    neutral, left = ClassSpec("a", "a"), ClassSpec("l", "left", directional=True)
    assert may_flip([neutral])
    assert not may_flip([neutral, left])
    assert not any(PictureChange.drawn(randomness(s), 1.0, flip=False).flipped for s in range(40))
    share = np.mean([PictureChange.drawn(randomness(s), 1.0, flip=True).flipped for s in range(200)])
    assert 0.35 < share < 0.65


def test_mirroring_is_mirroring() -> None:
    shown = pictures()
    changed = PictureChange(flipped=True).pictures(shown)
    assert (changed.float() - shown.flip(3).float()).abs().max() <= 1
    boxes = torch.tensor([[0.1, 0.2, 0.3, 0.4], [math.nan] * 4])
    moved = PictureChange(flipped=True).boxes(boxes)
    torch.testing.assert_close(moved[0], torch.tensor([0.6, 0.2, 0.3, 0.4]))
    assert moved[1].isnan().all()


def test_boxes_go_where_their_pixels_go() -> None:
    shown = torch.zeros(1, 3, 64, 64)
    shown[:, :, 20:30, 12:40] = 255
    change = PictureChange(zoom=1.2, turn=0.1, shift=(0.05, -0.08), flipped=True)
    seen = change.pictures(shown)[0, 0] > 127
    rows, columns = seen.any(dim=1).nonzero(), seen.any(dim=0).nonzero()
    box = change.boxes(torch.tensor([[12 / 64, 20 / 64, 28 / 64, 10 / 64]]))[0] * 64
    assert float(box[0]) == pytest.approx(float(columns[0]), abs=1.5)
    assert float(box[1]) == pytest.approx(float(rows[0]), abs=1.5)
    assert float(box[0] + box[2]) == pytest.approx(float(columns[-1]) + 1, abs=1.5)
    assert float(box[1] + box[3]) == pytest.approx(float(rows[-1]) + 1, abs=1.5)


def test_light_and_cover() -> None:
    grey = torch.full((2, 3, 10, 10), 100.0)
    assert torch.allclose(PictureChange(light=1.5).pictures(grey), torch.tensor(150.0))
    covered = PictureChange(cut=(0.5, 0.0, 0.5, 0.5)).pictures(pictures())
    corner = covered[:, :, :16, 16:]
    assert corner.float().std() == 0
    assert torch.equal(covered[:, :, 16:], pictures()[:, :, 16:])
    vivid = pictures().float()
    pale = PictureChange(colour=0.0).pictures(vivid)
    torch.testing.assert_close(pale[:, 0], pale[:, 2])


def test_mirrored_motion_is_the_motion_of_mirrored_pictures() -> None:
    random = randomness()
    flow = random.normal(size=(128, 128, 2)).astype(np.float32)
    before, after = random.integers(0, 256, (2, 128, 128)).astype(np.uint8)
    turned = flow[:, ::-1] * np.array([-1, 1], np.float32)
    expected = describe(np.ascontiguousarray(turned), before[:, ::-1], after[:, ::-1], 0.08)
    found = mirrored_motion(torch.from_numpy(describe(flow, before, after, 0.08)))
    np.testing.assert_allclose(found.numpy(), expected, atol=2e-4)
    assert not np.allclose(found.numpy()[: GRID * GRID * BINS], expected[::-1][: GRID * GRID * BINS])


def test_noise_and_lost_channels() -> None:
    x = torch.zeros(4, 50, 20)
    deviation = torch.arange(1.0, 21.0)
    assert augment.noisy(x, deviation, 0.0, randomness()) is x
    noisy = augment.noisy(x, deviation, 0.1, randomness())
    np.testing.assert_allclose(noisy.std(dim=(0, 1)) / deviation, 0.1, rtol=0.25)
    assert augment.without_channels(x, deviation, 0.0, randomness()) is x
    lost = augment.without_channels(x, deviation, 0.3, randomness()) == deviation
    assert torch.equal(lost.all(dim=1), lost.any(dim=1))  # over the whole clip, or not at all
    assert 0.1 < lost.float().mean() < 0.5
    assert not torch.equal(lost[0], lost[1])


def test_louder_scales_power_and_leaves_silence_silent() -> None:
    power = torch.rand(1, 6, 2 * BANDS)
    power[:, 3] = 0.0
    sound = torch.cat([torch.log(power + FLOOR), torch.rand(1, 6, 2)], dim=2)
    assert augment.louder(sound, 0.0, randomness()) is sound
    changed = augment.louder(sound, 12.0, randomness(5))
    factor = (changed[..., : 2 * BANDS].exp() - FLOOR) / power.clamp(min=1e-9)
    decibels = 10 * torch.log10(factor[:, :3])
    assert decibels.std() < 0.02
    assert 0.1 < abs(float(decibels.mean())) < 12
    torch.testing.assert_close(changed[:, 3], sound[:, 3], atol=1e-4, rtol=0)
    assert torch.equal(changed[..., 2 * BANDS :], sound[..., 2 * BANDS :])


def test_masks_hide_one_stretch_and_one_run_of_bands() -> None:
    sound, mean = torch.zeros(30, 40, AUDIO_CHANNELS), torch.ones(AUDIO_CHANNELS)
    lengths = torch.full((30,), 25)
    assert augment.masked_sound(sound, lengths, mean, 0.0, 0.0, randomness()) is sound
    steps = augment.masked_sound(sound, lengths, mean, 0.5, 0.0, randomness()) == 1
    assert torch.equal(steps.all(dim=2), steps.any(dim=2))
    hidden = steps.all(dim=2)
    assert not hidden[:, 25:].any()
    assert 0 < hidden.sum(dim=1).max() <= 13
    assert ((hidden[:, 1:] & ~hidden[:, :-1]).sum(dim=1) <= 1).all()
    bands = augment.masked_sound(sound, lengths, mean, 0.0, 0.5, randomness()) == 1
    assert torch.equal(bands.all(dim=1), bands.any(dim=1))
    assert torch.equal(bands[..., :BANDS], bands[..., BANDS : 2 * BANDS])
    assert not bands[..., 2 * BANDS :].any()
    assert 0 < bands[:, 0, :BANDS].sum(dim=1).max() <= BANDS // 2
