"""Folds share no group, and every label is judged by a model that never saw its group."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sora_model.contract.errors import SoraError
from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec, RangeSpec
from sora_model.cross_validation import grouped_folds, held_out_probabilities, time_blocks
from tests.sora_model.conftest import Trained
from tests.sora_model.films import small_config

CLASSES = (ClassSpec("a", "a"), ClassSpec("b", "b"))


def film(name: str, group: str, *ranges: tuple[int, int, str]) -> MediaSpec:
    rows = tuple(RangeSpec(a, b, c) for a, b, c in ranges)
    return MediaSpec(
        name, f"{name}.mp4", "", name, group, "train", (1, 10), (0, 1), 0, 1000, True, False, rows
    )


def test_folds_share_no_group_and_are_of_a_size() -> None:
    media = tuple(film(f"m{i}", f"g{i // 2}", (0, 50, "ab"[i % 2]), (60, 90, "a")) for i in range(12))
    folds = grouped_folds(Manifest("x", CLASSES, media), 3)
    assert (folds.count, folds.cut) == (3, "groups")
    for fold in range(3):
        held = {m.group for m in folds.held_out(fold)}
        training = folds.training(fold)
        assert held.isdisjoint(m.group for m in training.media)
        assert {m.split for m in training.media} == {"train", "validation"}
        assert sum(len(m.ranges) for m in folds.held_out(fold)) == 8


def test_one_group_is_cut_between_films_and_one_film_in_time() -> None:
    two = Manifest("x", CLASSES, (film("m", "g", (0, 50, "a")), film("n", "g", (0, 50, "b"))))
    assert grouped_folds(two, 5).cut == "films"
    rows = [(100 * i, 100 * i + 90, "ab"[i % 2]) for i in range(8)]
    folds = grouped_folds(Manifest("x", CLASSES, (film("m", "g", *rows),)), 2)
    assert folds.cut == "blocks"
    early, late = folds.held_out(0) + folds.held_out(1)
    # The cut at the fifth label, 20 ticks of guard before it; 70 of 90 ticks are left of the fourth.
    assert sorted([(early.start, early.end), (late.start, late.end)]) == [(0, 380), (400, 1000)]
    assert {folds.source(early.id), folds.source(late.id)} == {"m"}
    assert [r.end for r in time_blocks(film("m", "g", *rows), 2)[0].ranges] == [90, 190, 290, 380]
    with pytest.raises(SoraError, match="too little"):
        grouped_folds(Manifest("x", CLASSES, (film("m", "g", (0, 50, "a")),)), 5)


def test_labels_are_judged_by_models_that_did_not_see_their_group(trained: Trained) -> None:
    config = small_config(trained.cache)
    answer = held_out_probabilities(config, trained.manifest, folds=4, seeds=(0, 1))
    assert len(answer.labels) == len(trained.manifest.media)
    np.testing.assert_allclose(answer.probabilities.sum(axis=1), 1)
    accuracy = np.mean(answer.probabilities.argmax(axis=1) == answer.truth)
    assert accuracy > 0.8
    # Groups whose labels are turned over are right in training and wrong when held out.
    turned = {"left": "right", "right": "left", "up": "up"}
    group = trained.manifest.media[0].group
    media = tuple(
        replace(m, ranges=tuple(replace(r, class_id=turned[str(r.class_id)]) for r in m.ranges))
        if m.group == group
        else m
        for m in trained.manifest.media
    )
    doubted = held_out_probabilities(config, replace(trained.manifest, media=media), folds=4)
    own = doubted.probabilities[np.arange(len(doubted.labels)), doubted.truth]
    wrong = [
        p
        for p, g, r in zip(own, doubted.groups, doubted.labels, strict=True)
        if g == group and r.class_id != "up"
    ]
    assert max(wrong) < 0.5


def test_the_whole_training_gives_held_out_probabilities(trained: Trained) -> None:
    config = small_config(trained.cache, epochs=2, refit=False)
    answer = held_out_probabilities(config, trained.manifest, folds=2, full=True)
    assert len(answer.labels) == len(trained.manifest.media)
    np.testing.assert_allclose(answer.probabilities.sum(axis=1), 1, atol=1e-6)
    assert np.mean(answer.probabilities.argmax(axis=1) == answer.truth) > 0.5
