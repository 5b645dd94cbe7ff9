"""The trajectory of a window tells the shape of a motion and nothing of its speed or size."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from sora_model.data.motion import EXTRAS, MOTION_CHANNELS
from sora_model.network.trajectory import STRETCHES, TRAJECTORY, trajectory


def film(velocity: Tensor) -> Tensor:
    """Descriptors `(T, M)` in which the fastest tenth moves with `velocity (T, 2)`."""
    out = torch.zeros(len(velocity), MOTION_CHANNELS)
    out[:, -EXTRAS : -EXTRAS + 2] = velocity
    return out


def whole(velocity: Tensor) -> Tensor:
    return trajectory(film(velocity), torch.tensor([[0, len(velocity)]]))[0]


RIGHT_THEN_DOWN = torch.tensor([[4.0, 0.0]] * 6 + [[0.0, 4.0]] * 6)


def test_right_then_down_by_hand() -> None:
    found = whole(RIGHT_THEN_DOWN)
    assert found.shape == (TRAJECTORY,)
    # 48 % of the picture in four stretches of 12: norm √4 · 12 = 24, and half a percent of noise.
    step = 12 / 24.5
    assert found[: 2 * STRETCHES].tolist() == pytest.approx([step, 0, step, 0, 0, step, 0, step], abs=1e-5)


def test_speed_and_size_change_little_direction_all() -> None:
    slow_start = torch.cat([RIGHT_THEN_DOWN[:6].repeat_interleave(4, dim=0) / 4, RIGHT_THEN_DOWN[6:]])
    assert torch.allclose(whole(RIGHT_THEN_DOWN), whole(slow_start), atol=1e-5)
    assert torch.allclose(whole(RIGHT_THEN_DOWN), whole(RIGHT_THEN_DOWN * 3), atol=0.02)
    assert torch.allclose(whole(RIGHT_THEN_DOWN), -whole(-RIGHT_THEN_DOWN), atol=1e-5)
    assert (whole(RIGHT_THEN_DOWN) - whole(RIGHT_THEN_DOWN.flip(0))).norm() > 0.5


def test_a_moving_camera_is_taken_off_in_the_second_way() -> None:
    moved = film(RIGHT_THEN_DOWN + torch.tensor([2.0, 1.0]))
    moved[:, -EXTRAS + 2 : -EXTRAS + 4] = torch.tensor([2.0, 1.0])
    found = trajectory(moved, torch.tensor([[0, 12]]))[0]
    assert torch.allclose(found[2 * STRETCHES :], whole(RIGHT_THEN_DOWN)[2 * STRETCHES :], atol=1e-5)


def test_stillness_is_near_nought_and_windows_stand_alone() -> None:
    still = torch.randn(12, 2, generator=torch.Generator().manual_seed(0)) * 0.01
    assert whole(still).norm() < 0.2
    film_of_both = film(torch.cat([still, RIGHT_THEN_DOWN, still]))
    (found,) = trajectory(film_of_both, torch.tensor([[12, 24]]))
    assert torch.allclose(found, whole(RIGHT_THEN_DOWN), atol=1e-5)
