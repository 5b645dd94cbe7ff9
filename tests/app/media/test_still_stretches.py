"""What playing may run through: nothing in which somebody moves, and nearly all else."""

from __future__ import annotations

import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.media.still_stretches import MARGIN_S, SHORTEST_S, still_stretches, threshold
from sora_model.media.film_pass import film_pass
from sora_model.media.motion_energy import MotionEnergy, load_motion, motion_file
from sora_model.media.pts_index import PtsIndex
from tests.footage import footage

BENCHMARKS = Path(__file__).resolve().parents[3] / "script" / "benchmarks"
if str(BENCHMARKS) not in sys.path:
    sys.path.append(str(BENCHMARKS))

from still_film import FPS, Weather, padded_film, pictures_of  # noqa: E402


def index_of(frames: int, fps: int = 25) -> PtsIndex:
    return PtsIndex(Fraction(1, fps), np.arange(100, 100 + frames), 100 + frames)


def seconds(energy: list[float] | np.ndarray, fps: int = 25) -> list[tuple[float, float]]:
    found = still_stretches(np.asarray(energy, np.float16), index_of(len(energy), fps))
    return [((r.start - 100) / fps, (r.end - 100) / fps) for r in found]


def test_motion_has_a_margin_and_the_films_ends_have_none() -> None:
    energy = [2.0] * 500 + [50.0] * 100 + [2.0] * 500
    assert seconds(energy) == [(0, 20 - MARGIN_S), (24 + MARGIN_S, 44)]


def test_motion_lasts_until_the_energy_has_fallen_well_below_where_it_began() -> None:
    limit = threshold(np.array([2.0] * 1000))
    fading = [2.0] * 500 + [50.0] * 50 + [limit * 0.8] * 100 + [2.0] * 500
    assert seconds(fading)[1] == (26 + MARGIN_S, 46)
    never_began = [2.0] * 500 + [limit * 0.8] * 100 + [2.0] * 500
    assert seconds(never_began) == [(0, 44)]


def test_one_look_is_a_flash_of_noise_and_two_are_motion() -> None:
    assert seconds([2.0] * 500 + [60.0] * 3 + [2.0] * 500) == [(0, 1003 / 25)]
    assert len(seconds([2.0] * 500 + [60.0] * 6 + [2.0] * 500)) == 2
    # A camera of one frame a second: one frame is long enough.
    assert len(seconds([2.0] * 50 + [60.0] + [2.0] * 50, fps=1)) == 2


def test_the_threshold_follows_the_films_own_noise_within_bounds() -> None:
    chance = np.random.default_rng(0)
    quiet, noisy = chance.uniform(1, 2, 3000), chance.uniform(5, 9, 3000)
    assert threshold(quiet) < threshold(noisy)
    assert seconds(noisy) == [(0, 120)]
    assert seconds(chance.uniform(60, 400, 3000)) == []  # everything moves: no noise to be measured


def test_a_film_without_motion_is_still_and_one_not_yet_measured_is_not() -> None:
    assert seconds([0.0] * 500) == [(0, 20)]
    assert still_stretches(np.zeros(400, np.float16), index_of(500)) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 400), st.booleans()), min_size=1, max_size=12), st.sampled_from([5, 25])
)
def test_no_frame_that_moves_is_ever_still(parts: list[tuple[int, bool]], fps: int) -> None:
    energy = np.concatenate([np.full(count, 50.0 if moves else 2.0) for count, moves in parts])
    stretches = seconds(energy, fps)
    for start, end in stretches:
        assert end - start >= SHORTEST_S
        inside = energy[round(start * fps) : round(end * fps)]
        runs = np.diff(np.flatnonzero(np.diff(np.r_[0, inside > 8, 0])))[::2]
        assert all(run / fps < 0.18 for run in runs)
    assert all(one[1] <= other[0] for one, other in pairwise(stretches))


@pytest.mark.footage
@pytest.mark.parametrize(
    ("weather", "crf"), [(Weather(0), 28), (Weather(10), 22), (Weather(3, drift=25, flicker=0.04), 28)]
)
def test_people_on_a_campus_are_shown_and_the_empty_campus_is_not(
    weather: Weather, crf: int, tmp_path: Path
) -> None:
    film, pad_s = tmp_path / "film.mp4", 20
    pictures = [picture[::2, ::2].copy() for picture in pictures_of(footage("pets_s2l1/vtest.avi"))[:150]]
    first = padded_film(film, pictures, pad_s, weather, crf=crf)
    file = motion_file(film, tmp_path)
    index = film_pass(film, tmp_path, None, [MotionEnergy(file, FPS)], threads=1)
    energy = load_motion(file)
    assert energy is not None
    still = np.zeros(len(index), bool)
    for stretch in still_stretches(energy, index):
        still[index.frame_at(stretch.start) : index.frame_at(stretch.end - 1) + 1] = True
    assert not still[first : first + len(pictures)].any()
    # Not the first looks, nor the margins, nor while what was there is forgotten.
    assert still.sum() > 0.65 * 2 * pad_s * FPS
