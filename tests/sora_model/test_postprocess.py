"""Curves become the segments that a person would draw."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_model import postprocess

RATE = 12.5


def curves(*pieces: tuple[int, int, float]) -> np.ndarray:
    """`(label, steps, probability)` one after the other, two classes and background."""
    rows = []
    for label, steps, probability in pieces:
        row = np.full(3, (1 - probability) / 2)
        row[label] = probability
        rows += [row] * steps
    return np.array(rows)


def test_clear_curves_become_their_segments() -> None:
    found = postprocess.exclusive_segments(
        curves((2, 30, 0.9), (0, 40, 0.9), (2, 10, 0.9), (1, 30, 0.8)), (5, 5), RATE
    )
    assert found == [(30, 70, 0), (80, 110, 1)]


def test_a_flicker_is_no_segment() -> None:
    noisy = curves((2, 30, 0.9), (0, 2, 0.6), (2, 30, 0.9))
    assert postprocess.exclusive_segments(noisy, (5, 5), RATE) == []
    holed = curves((0, 30, 0.9), (2, 2, 0.6), (0, 30, 0.9))
    assert postprocess.exclusive_segments(holed, (5, 5), RATE) == [(0, 62, 0)]


def test_short_segments_go_to_the_longer_neighbour() -> None:
    path = np.array([2] * 10 + [0] * 3 + [1] * 6)
    assert postprocess.drop_short(path, (4, 4), background=2).tolist() == [2] * 13 + [1] * 6


def test_viterbi_against_every_path() -> None:
    random = np.random.default_rng(1)
    for _ in range(20):
        chances = random.dirichlet(np.ones(3), size=6)
        change = 1 / 4.0
        best, chosen = -np.inf, None
        for code in range(3**6):
            path = [(code // 3**t) % 3 for t in range(6)]
            value = sum(np.log(chances[t, s]) for t, s in enumerate(path))
            value += sum(np.log(1 - change if a == b else change / 2) for a, b in pairwise(path))
            if value > best:
                best, chosen = value, path
        assert postprocess.viterbi(chances, 4.0).tolist() == chosen


def test_hysteresis_needs_one_high_moment() -> None:
    curve = np.array([0.1, 0.4, 0.4, 0.1, 0.4, 0.6, 0.4, 0.1])
    assert postprocess.hysteresis(curve) == [(4, 7)]


def test_classes_may_overlap() -> None:
    both = np.zeros((40, 2))
    both[5:25, 0] = 0.9
    both[15:35, 1] = 0.9
    assert postprocess.overlapping_segments(both, (4, 4), RATE) == [(5, 25, 0), (15, 35, 1)]


def test_segments_lie_on_frame_boundaries() -> None:
    chances = curves((2, 10, 0.9), (0, 20, 0.8), (2, 10, 0.9))
    starts = np.arange(40, dtype=np.int64) * 80
    frames = np.arange(0, 3300, 33, dtype=np.int64)
    (found,) = postprocess.to_segments([(10, 30, 0)], chances, ["c"], frames, starts, 3200)
    assert found.start in frames
    assert found.end in frames
    assert abs(found.start - 800) <= 17
    assert abs(found.end - 2400) <= 17
    assert found.score == pytest.approx(0.8)


def test_a_slow_rise_is_an_uncertain_boundary() -> None:
    sharp = np.repeat([0.0, 1.0], 20)
    slow = np.clip((np.arange(40) - 12) / 16, 0, 1)
    assert postprocess.boundary_deviation(sharp, 20) == 0
    assert postprocess.boundary_deviation(slow, 20) == pytest.approx(16 / 12**0.5, rel=0.1)


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 30), st.floats(0.34, 1.0)), min_size=1, max_size=8)
)
def test_segments_never_overlap_and_never_leave_the_film(pieces: list[tuple[int, int, float]]) -> None:
    chances = curves(*pieces)
    found = postprocess.exclusive_segments(chances, (5, 5), RATE)
    ends = 0
    for first, last, label in found:
        assert ends <= first < last <= len(chances)
        assert label in (0, 1)
        ends = last
