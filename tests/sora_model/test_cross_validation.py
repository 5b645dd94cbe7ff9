"""Folds share no group, and every label is judged by a model that never saw its group."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sora_model.contract.errors import SoraError
from sora_model.contract.manifest import (
    BoxKey,
    ClassSpec,
    Manifest,
    MediaSpec,
    RangeSpec,
    TextSpec,
    TrackSpec,
)
from sora_model.cross_validation import cross_validate, grouped_folds, time_blocks, with_labels
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
    assert [r.end for r in time_blocks(film("m", "g", *rows), 2)[0].ranges] == [90, 190, 290, 380]
    with pytest.raises(SoraError, match="too little"):
        grouped_folds(Manifest("x", CLASSES, (film("m", "g", (0, 50, "a")),)), 5)


def test_blocks_of_a_film_with_notes_and_tracks_have_their_part_of_them() -> None:
    rows = [(100 * i, 100 * i + 90, "ab"[i % 2]) for i in range(8)]
    whole = replace(
        film("m", "g", *rows),
        texts=(TextSpec(0, 1000, "a note"),),
        tracks=(TrackSpec("t", (BoxKey(0, 0.1, 0.1, 0.2, 0.2), BoxKey(900, 0.5, 0.1, 0.2, 0.2))),),
    )
    folds = grouped_folds(Manifest("x", CLASSES, (whole,)), 2)
    for part in folds.manifest.media:
        assert [(t.start, t.end) for t in part.texts] == [(part.start, part.end)]
        assert part.tracks[0].box_at(part.start) == whole.tracks[0].box_at(part.start)


def test_labels_are_taken_away_and_with_them_that_the_rest_is_background() -> None:
    rows = (
        *film("m", "g", (0, 50, "a"), (60, 90, "a"), (100, 150, "b")).ranges,
        RangeSpec(0, 200, None, "background"),
    )
    manifest = Manifest("x", CLASSES, (replace(film("m", "g"), ranges=rows),))
    (one,) = with_labels(manifest, 1, seed=0).media
    assert sorted(str(r.class_id) for r in one.ranges) == ["a", "b"]
    assert with_labels(manifest, 2, seed=0).media == manifest.media
    more = {r for m in with_labels(manifest, 2, seed=3).media for r in m.ranges}
    assert {r for m in with_labels(manifest, 1, seed=3).media for r in m.ranges} <= more


def test_films_are_judged_by_models_that_did_not_see_their_group(trained: Trained) -> None:
    config = small_config(trained.cache, epochs=1).set({"probe_share": "1"})
    right = cross_validate(config, trained.manifest, folds=2, seeds=(0, 1))
    assert right["media"] == len(trained.manifest.media)
    assert right["n"] == 2 * right["media"]
    assert right["clip_accuracy"] > 0.8
    # A group whose labels are turned over is right in training and wrong when held out.
    turned = {"left": "right", "right": "left", "up": "up"}
    group = trained.manifest.media[0].group
    media = tuple(
        replace(m, ranges=tuple(replace(r, class_id=turned[str(r.class_id)]) for r in m.ranges))
        if m.group == group
        else m
        for m in trained.manifest.media
    )
    doubted = cross_validate(config, replace(trained.manifest, media=media), folds=2)
    own = {m.id for m in media if m.group == group and m.ranges[0].class_id != "up"}
    wrong = [c["scores"][doubted["classes"].index(c["truth"])] for c in doubted["clips"] if c["media"] in own]
    assert len(wrong) == 2
    assert max(wrong) < 0.5
