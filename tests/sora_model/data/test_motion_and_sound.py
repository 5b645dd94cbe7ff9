"""The descriptors of motion and sound say what was put in."""

from __future__ import annotations

import numpy as np
import pytest

from sora_model.data import motion, sound
from sora_model.data.extraction import Flow
from tests.sora_model.films import pictures

SIZE = motion.FLOW_SIZE


def described(u: float, v: float, rows: slice, columns: slice, dt: float = 0.08) -> np.ndarray:
    flow = np.zeros((SIZE, SIZE, 2), np.float32)
    flow[rows, columns] = (u, v)
    still = np.full((SIZE, SIZE), 100, np.uint8)
    return motion.describe(flow, still, still, dt)


def test_direction_and_place_are_kept_apart() -> None:
    half = SIZE // 2
    found = described(1.28, 0.0, slice(0, half), slice(0, half))
    grid = found[: motion.GRID**2 * motion.BINS].reshape(motion.GRID, motion.GRID, motion.BINS)
    # 1.28 of 128 pixels in the reference time are 1 % of the picture; bin 0 points right.
    np.testing.assert_allclose(grid[:2, :2, 0], 1.0, rtol=1e-5)
    assert np.abs(grid[2:]).sum() + np.abs(grid[:, 2:]).sum() + np.abs(grid[..., 1:]).sum() < 1e-4
    down = described(0.0, 1.28, slice(0, half), slice(0, half))
    assert down[: motion.GRID**2 * motion.BINS].reshape(-1, motion.BINS).sum(axis=0).argmax() == 2


def test_speed_does_not_depend_on_the_frame_rate() -> None:
    everywhere = slice(0, SIZE)
    slow = described(2.0, 1.0, everywhere, everywhere, dt=0.04)
    fast = described(4.0, 2.0, everywhere, everywhere, dt=0.08)
    np.testing.assert_allclose(slow, fast, rtol=1e-5)


def test_a_direction_between_bins_is_shared() -> None:
    angle = 2 * np.pi / motion.BINS / 2
    u, v = 1.28 * np.cos(angle), 1.28 * np.sin(angle)
    found = described(float(u), float(v), slice(0, SIZE), slice(0, SIZE))
    bins = found[: motion.BINS]
    assert bins[0] == pytest.approx(0.5, rel=1e-3)
    assert bins[1] == pytest.approx(0.5, rel=1e-3)


@pytest.mark.parametrize(("direction", "bin_of"), [("right", 0), ("down", 2), ("left", 4), ("up", 6)])
def test_flow_of_a_moving_patch(direction: str, bin_of: int) -> None:
    import cv2

    flow = Flow(None)
    total = np.zeros(motion.BINS)
    for n, picture in enumerate(pictures(direction, 8, seed=3)):
        flow.step(cv2.resize(picture, (224, 224)), n * 0.04)
        total += flow.description[: motion.GRID**2 * motion.BINS].reshape(-1, motion.BINS).sum(axis=0)
    assert total.argmax() == bin_of
    assert total[bin_of] > 0.5 * total.sum()


def test_a_tone_rings_in_its_band() -> None:
    time = np.arange(sound.RATE) / sound.RATE
    mel = sound.log_mel(np.sin(2 * np.pi * 1000 * time).astype(np.float32))
    assert mel.shape == (101, sound.BANDS)
    centre = (sound.mel_filters() * (np.arange(257) * sound.RATE / sound.N_FFT)).sum(axis=1)
    centre /= sound.mel_filters().sum(axis=1)
    assert abs(centre[mel[50].argmax()] - 1000) < 60
    assert sound.log_mel(np.zeros(1600, np.float32)) == pytest.approx(np.log(sound.FLOOR))


def test_flux_marks_the_step_where_a_sound_begins() -> None:
    samples = np.zeros(2 * sound.RATE, np.float32)
    samples[sound.RATE :] = np.random.default_rng(0).normal(0, 0.1, sound.RATE)
    steps = sound.per_step(samples, 25, 12.5, 0)
    assert steps.shape == (25, sound.AUDIO_CHANNELS)
    assert steps[:, -1].argmax() in (12, 13)
    assert (steps[:12, : sound.BANDS] < steps[14:, : sound.BANDS].min() - 1).all()


def test_context_before_a_minute_changes_nothing_inside() -> None:
    samples = np.random.default_rng(0).normal(0, 0.1, sound.RATE).astype(np.float32)
    whole = sound.per_step(samples, 10, 12.5, 0)
    later = sound.per_step(samples[sound.RATE * 2 // 10 :], 5, 12.5, round(0.04 * sound.RATE))
    np.testing.assert_allclose(whole[3:8], later, rtol=1e-3, atol=1e-3)
