"""Motion energy: somebody small counts, noise and light do not; nothing is lost over a cancel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sora_model.media.film_pass import film_pass
from sora_model.media.motion_energy import MOST, MotionEnergy, MotionMeter, load_motion, motion_file
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import build_index
from tests.clips import clip, write_film

HEIGHT, WIDTH = 96, 128


def scene(chance: np.random.Generator) -> NDArray[np.float32]:
    """Blocks of grey, as houses and streets are."""
    blocks = chance.uniform(40, 200, (HEIGHT // 8, WIDTH // 8))
    return np.kron(blocks, np.ones((8, 8))).astype(np.float32)


def energies(
    pictures: NDArray[np.float32], *, noise: float = 1.0, drift: float = 0.0, flicker: float = 0.0
) -> NDArray[np.float64]:
    """Of the pictures (n, H, W) as a camera sees them."""
    chance, meter = np.random.default_rng(1), MotionMeter()
    found = []
    for n, picture in enumerate(pictures):
        seen = picture * (1 + flicker * chance.standard_normal()) + drift * np.sin(n / 60)
        seen = seen + noise * chance.standard_normal(picture.shape)
        found.append(meter.look(np.clip(seen, 0, 255).astype(np.uint8)))
    return np.array(found)


@pytest.mark.parametrize(
    "weather",
    [
        {"noise": 0.2},
        {"noise": 1.0},
        {"noise": 3.0},
        {"drift": 25.0},
        {"flicker": 0.03},
        {"noise": 2.0, "drift": 20.0, "flicker": 0.02},
    ],
    ids=str,
)
def test_one_far_walker_stands_out_of_noise_light_and_flicker(weather: dict[str, float]) -> None:
    empty = scene(np.random.default_rng(0))
    pictures = np.repeat(empty[None], 200, axis=0)
    for n in range(120, 160):
        x = 20 + (n - 120) // 2  # two cells wide, five high, not fast
        pictures[n, 50:55, x : x + 2] += 40 if empty[50, x] < 120 else -40
    energy = energies(pictures, **weather)
    still = np.r_[energy[60:120], energy[195:]]
    assert energy[120:160].min() > 2 * np.quantile(still, 0.99)
    assert np.median(still) < 8


def test_what_always_moves_in_one_place_is_no_noise() -> None:
    chance = np.random.default_rng(0)
    pictures = np.repeat(scene(chance)[None], 400, axis=0)
    pictures[:, 30:50, 40:60] += chance.uniform(-60, 60, (400, 20, 20))
    assert energies(pictures)[100:].min() > 20


def test_the_first_looks_and_a_new_size_cannot_be_judged() -> None:
    meter, picture = MotionMeter(), np.full((HEIGHT, WIDTH), 90, np.uint8)
    first = [meter.look(picture) for _ in range(30)]
    assert first[0] == MOST
    assert first[-1] < 1
    assert meter.look(picture[::2]) == MOST


def test_the_energy_of_a_film_is_the_same_after_a_cancel(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mp4", 200, codec="libx264", gop=24)
    whole, halves = tmp_path / "whole", tmp_path / "halves"
    index = film_pass(path, whole, None, [MotionEnergy(motion_file(path, whole), 25.0)], threads=1)
    questions = iter(range(120))
    file = motion_file(path, halves)
    with pytest.raises(Cancelled):
        film_pass(
            path,
            halves,
            build_index(path),
            [MotionEnergy(file, 25.0)],
            cancelled=lambda: next(questions, None) is None,
            threads=1,
        )
    assert load_motion(file) is None
    later = MotionEnergy(file, 30.0)  # another guess of the rate: it goes on as it began
    assert later.resume_at > 100
    film_pass(path, halves, build_index(path), [later], threads=1)
    energy, expected = load_motion(file), load_motion(motion_file(path, whole))
    assert energy is not None
    assert expected is not None
    assert energy.shape == (len(index),)
    assert energy.tolist() == expected.tolist()
    assert not list(file.parent.glob("*part"))


def test_damaged_energy_counts_as_none(tmp_path: Path) -> None:
    file = motion_file(clip("plain"), tmp_path)
    film_pass(clip("plain"), tmp_path, None, [MotionEnergy(file, 25.0)])
    assert load_motion(file) is not None
    file.write_bytes(file.read_bytes()[:-30])
    assert load_motion(file) is None
