"""Curves become the segments that a person would draw."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_model import postprocess
from sora_model.contract.errors import SoraError
from sora_model.contract.json_fields import Fields
from sora_model.contract.manifest import ClassSpec
from sora_model.postprocess import DecoderSettings, Method, Truth
from sora_model.semi_markov import Chain

TWO = (ClassSpec("a", "a"), ClassSpec("b", "b"))
USUAL = DecoderSettings(minimum=(5, 5))
EVERY: tuple[Method, ...] = postprocess.METHODS


def curves(*pieces: tuple[int, int, float]) -> np.ndarray:
    """`(label, steps, probability)` one after the other, two classes and background."""
    rows = []
    for label, steps, probability in pieces:
        row = np.full(3, (1 - probability) / 2)
        row[label] = probability
        rows += [row] * steps
    return np.array(rows)


@pytest.mark.parametrize("method", EVERY)
def test_clear_curves_become_their_segments(method: Method) -> None:
    clear = curves((2, 30, 0.9), (0, 40, 0.9), (2, 10, 0.9), (1, 30, 0.8))
    settings = replace(USUAL, method=method)
    assert postprocess.decode(clear, settings, TWO, exclusive=True) == [(30, 70, 0), (80, 110, 1)]


@pytest.mark.parametrize("method", EVERY)
def test_a_flicker_is_no_segment(method: Method) -> None:
    settings = replace(USUAL, method=method)
    noisy = curves((2, 30, 0.9), (0, 2, 0.6), (2, 30, 0.9))
    assert postprocess.decode(noisy, settings, TWO, exclusive=True) == []
    holed = curves((0, 30, 0.9), (2, 2, 0.6), (0, 30, 0.9))
    assert postprocess.decode(holed, settings, TWO, exclusive=True) == [(0, 62, 0)]


def test_short_segments_go_to_the_longer_neighbour() -> None:
    path = np.array([2] * 10 + [0] * 3 + [1] * 6)
    assert postprocess.drop_short(path, (4, 4), background=2).tolist() == [2] * 13 + [1] * 6


def test_hysteresis_needs_one_high_moment() -> None:
    curve = np.array([0.1, 0.4, 0.4, 0.1, 0.4, 0.6, 0.4, 0.1])
    assert postprocess.hysteresis(curve, 0.5, 0.35) == [(4, 7)]


@pytest.mark.parametrize("method", EVERY)
def test_classes_may_overlap(method: Method) -> None:
    both = np.zeros((40, 3))
    both[5:25, 0] = 0.9
    both[15:35, 1] = 0.9
    found = postprocess.decode(both, replace(USUAL, method=method), TWO, exclusive=False)
    assert found == [(5, 25, 0), (15, 35, 1)]


@pytest.mark.parametrize("method", EVERY)
def test_changes_move_to_the_boundary_that_is_seen(method: Method) -> None:
    vague = curves((2, 20, 0.9), (0, 30, 0.8), (2, 20, 0.9))
    vague[18:23] = 0.34, 0.33, 0.33
    boundary = np.full(70, 0.01)
    boundary[[18, 19, 49, 50]] = 0.9
    settings = replace(USUAL, method=method, low=0.3)
    assert postprocess.decode(vague, settings, TWO, True, boundary) == [(19, 50, 0)]


def test_points_are_peaks_apart() -> None:
    events = (ClassSpec("a", "a"), ClassSpec("p", "p", point=True))
    film = curves((2, 20, 0.9), (1, 5, 0.8), (2, 20, 0.9), (0, 30, 0.9), (2, 20, 0.9))
    film[40:43] = 0.1, 0.7, 0.2  # six steps of tolerance from nothing: another event
    film[27] = 0.2, 0.6, 0.2  # too near to the first and lower
    for exclusive in (True, False):
        found = postprocess.decode(film, replace(USUAL, minimum=(5, 1)), events, exclusive)
        assert found == [(22, 23, 1), (41, 42, 1), (45, 75, 0)]
    starts = np.arange(95, dtype=np.int64) * 80
    frames = np.arange(0, 7601, 40, dtype=np.int64)
    found = postprocess.to_segments([(22, 23, 1)], film, events, frames, starts, 7600)
    assert [(s.start, s.end, s.class_id) for s in found] == [(1800, 1801, "p")]
    (silent,) = postprocess.to_segments([(22, 23, 1)], film, events, frames[:0], starts, 7600)
    assert (silent.start, silent.end) == (1800, 1801)


def test_settings_are_learnt_and_kept() -> None:
    known = np.ones((100, 2), bool)
    films = [Truth(((10, 30, 0), (50, 58, 1)), known)] * 6
    settings = postprocess.learnt(films, 2, 12.5, 20, True)
    assert settings.minimum == (8, 3)
    assert [round(float(np.exp(mean))) for mean, _ in settings.chain.stays] == [20, 9, 20]
    read = DecoderSettings.from_fields(Fields(json.loads(json.dumps(asdict(settings))), "decoder"))
    assert read == settings
    old = {"window": 25, "minimum": [5, 5], "knows_background": True}
    assert DecoderSettings.from_fields(Fields(old, "decoder")).method == "viterbi"
    with pytest.raises(SoraError, match="no way to decode"):
        DecoderSettings.from_fields(Fields({**old, "method": "guess"}, "decoder"))


def test_the_decoder_is_chosen_by_held_out_films() -> None:
    """Curves that flicker on and off in a learnt rhythm: the usual settings see pieces where one was."""
    random = np.random.default_rng(0)
    films, truths = [], []
    for _ in range(6):
        pieces, rows, at = [], [], 0
        for label in (0, 1, 0, 1):
            length = int(random.integers(38, 43))
            pieces.append((at, at + length, label))
            strength = np.where(random.random(length) < 0.45, 0.03, 0.9)
            row = np.full((length, 3), 0.02)
            row[:, label], row[:, 1 - label] = strength, 0.98 - strength
            rows.append(row)
            at += length
        films.append(np.concatenate(rows))
        truths.append(Truth(tuple(pieces), np.ones((at, 2), bool)))
    usual = replace(postprocess.learnt(truths, 2, 12.5, 20, True), smooth=1, chain=Chain(()))
    chosen = postprocess.choose({0.0: films}, truths, usual, TWO, exclusive=True)

    def score(settings: DecoderSettings) -> float:
        found = [postprocess.decode(f, settings, TWO, True) for f in films]
        return postprocess.agreement([t.pieces for t in truths], found)

    assert score(chosen) > score(usual) + 5
    assert postprocess.choose({0.0: films[:1]}, truths[:1], usual, TWO, True) == usual


def test_only_what_is_known_is_judged() -> None:
    known = np.ones((30, 2), bool)
    known[10:20, 0] = False
    assert postprocess.within([(5, 25, 0), (8, 12, 1)], known) == [(5, 10, 0), (8, 12, 1), (20, 25, 0)]


def test_segments_lie_on_frame_boundaries() -> None:
    chances = curves((2, 10, 0.9), (0, 20, 0.8), (2, 10, 0.9))
    starts = np.arange(40, dtype=np.int64) * 80
    frames = np.arange(0, 3300, 33, dtype=np.int64)
    (found,) = postprocess.to_segments([(10, 30, 0)], chances, TWO, frames, starts, 3200)
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
    found = postprocess.decode(chances, USUAL, TWO, exclusive=True)
    ends = 0
    for first, last, label in found:
        assert ends <= first < last <= len(chances)
        assert label in (0, 1)
        ends = last


def test_one_long_label_makes_no_long_minimum() -> None:
    known = np.ones((400, 2), bool)
    short = [(t, t + 10, 0) for t in range(0, 100, 20)]
    settings = postprocess.learnt([Truth((*short, (150, 350, 1)), known)], 2, 12.5, 25, True)
    assert settings.minimum == (4, 4)
    many = [(t, t + 40, 1) for t in range(150, 350, 50)]
    assert postprocess.learnt([Truth((*short, *many), known)], 2, 12.5, 25, True).minimum == (4, 16)
