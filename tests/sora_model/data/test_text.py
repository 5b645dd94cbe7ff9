"""Hashed n-grams: stable, of length 1, for any script; and texts by step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_model.contract.manifest import MediaSpec, TextSpec
from sora_model.data.sampling import StepGrid
from sora_model.data.text import TEXT_CHANNELS, TextTrack, hashed_ngrams

MEDIUM = MediaSpec("m", "m.mp4", "a", "", "g", "train", (1, 1000), (0, 1), 0, 10_000, True, False)
GRID = StepGrid.of(MEDIUM, 12.5, 2)


@given(st.text(max_size=60))
def test_length_is_one_or_nothing(text: str) -> None:
    vector = hashed_ngrams(text)
    assert vector.shape == (TEXT_CHANNELS,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(0.0 if not vector.any() else 1.0, abs=1e-5)


def test_the_same_on_every_machine() -> None:
    """Places and signs of a word and its four 3-grams, from blake2b apart from the code under test."""
    vector = hashed_ngrams("goal")
    signs = {int(place): float(np.sign(vector[place])) for place in np.flatnonzero(vector)}
    assert signs == {63: -1.0, 78: 1.0, 211: 1.0, 165: 1.0, 237: -1.0}


@pytest.mark.parametrize("nothing", ["", "  \n", "!? …", "___"])
def test_no_word_is_zero(nothing: str) -> None:
    assert not hashed_ngrams(nothing).any()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The GOAL!", "the goal"),
        ("ﬁne", "fine"),
        ("ＡＢ", "ab"),
        ("进球！", "进球"),
        ("goal_kick", "goal kick"),
    ],
)
def test_case_width_and_signs_do_not_matter(one: str, other: str) -> None:
    np.testing.assert_array_equal(hashed_ngrams(one), hashed_ngrams(other))


def likeness(one: str, other: str) -> float:
    return float(hashed_ngrams(one) @ hashed_ngrams(other))


def test_related_texts_are_nearer_than_others() -> None:
    assert (
        likeness("he kicks the ball", "kicking a ball") > likeness("he kicks the ball", "quiet street") + 0.2
    )
    assert likeness("守门员扑出点球", "点球被扑出") > likeness("守门员扑出点球", "街上很安静") + 0.2
    assert likeness("ゴールを決めた", "ゴール") > likeness("ゴールを決めた", "静かな道") + 0.2
    assert likeness("man bites dog", "cats sleep") < 0.3


def test_repeating_a_word_counts_less_each_time() -> None:
    once, often = hashed_ngrams("goal kick"), hashed_ngrams("goal goal goal goal kick")
    assert 0.5 < float(once @ often) < 0.999


def test_texts_hold_at_their_steps_only() -> None:
    medium = replace(
        MEDIUM, texts=(TextSpec(0, 10_000, "final match"), TextSpec(2_000, 4_000, "what a goal"))
    )
    track = TextTrack.of(medium, GRID)
    block = track.block(20, 60)
    assert block.shape == (40, TEXT_CHANNELS)
    np.testing.assert_allclose(block[0], hashed_ngrams("final match"), atol=1e-6)
    both = hashed_ngrams("final match") + hashed_ngrams("what a goal")
    np.testing.assert_allclose(block[5], both / np.linalg.norm(both), atol=1e-6)
    np.testing.assert_allclose(block[29], both / np.linalg.norm(both), atol=1e-6)
    np.testing.assert_allclose(block[30], hashed_ngrams("final match"), atol=1e-6)
    np.testing.assert_array_equal(track.block(0, GRID.count)[20:60], block)


def test_without_texts_every_step_is_zero() -> None:
    assert not TextTrack.of(MEDIUM, GRID).block(0, GRID.count).any()
