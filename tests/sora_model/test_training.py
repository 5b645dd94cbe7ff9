"""Training learns what is there, nothing else, the same each time, and stops when asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sora_model import checkpoint as checkpoints
from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import EvaluateJob
from sora_model.contract.manifest import Manifest, RangeSpec
from sora_model.evaluation import evaluate
from sora_model.fitting import fold_numbers
from sora_model.media.progress import Cancelled
from sora_model.network_fit import branch_dropout
from sora_model.training import train
from tests.sora_model.conftest import Trained
from tests.sora_model.films import small_config


def quiet(_: events.Event) -> None:
    """Events are not what these tests are about."""


def never() -> bool:
    return False


def shuffled(manifest: Manifest, seed: int) -> Manifest:
    """The same films with the training labels dealt anew."""
    random = np.random.default_rng(seed)
    places = [i for i, m in enumerate(manifest.media) if m.split == "train"]
    classes = [manifest.media[i].ranges[0].class_id for i in places]
    media = list(manifest.media)
    for place, taken in zip(places, random.permutation(len(places)), strict=True):
        film = media[place]
        media[place] = replace(film, ranges=(replace(film.ranges[0], class_id=classes[taken]),))
    return replace(manifest, media=tuple(media))


def test_what_is_there_is_learnt(trained: Trained) -> None:
    metrics = trained.result["metrics"]
    assert metrics["verified"] is True
    validation = metrics["validation"]
    assert validation["n"] == 6
    assert validation["accuracy"] >= 5 / 6
    assert validation["majority"] == pytest.approx(1 / 3)
    assert set(validation["groups"]) == {"g3", "g7"}
    assert metrics["refit"] is True
    json.dumps(trained.result)


def test_the_events_tell_the_story(trained: Trained) -> None:
    names = [e.name for e in trained.events]
    assert names[0] == "started"
    assert names[-1] == "checkpoint"
    progress = [e for e in trained.events if isinstance(e, events.Progress)]
    assert progress[-1].done == progress[-1].total
    assert [p.done for p in progress] == sorted(p.done for p in progress)
    epochs = [e for e in trained.events if isinstance(e, events.Epoch)]
    assert epochs[0].val_loss is not None
    assert epochs[0].epoch == 1
    assert epochs[-1].val_loss is None  # the refit has nothing held out


def test_equal_seeds_give_equal_bits_and_others_do_not(trained: Trained, tmp_path: Path) -> None:
    def weights(name: str, **changes: object) -> dict[str, torch.Tensor]:
        config = small_config(trained.cache, **changes)
        train(config, trained.manifest, tmp_path / name, quiet, never)
        return checkpoints.load(tmp_path / name)[1].state_dict()

    first, again = checkpoints.load(trained.checkpoint)[1].state_dict(), weights("again")
    assert all(torch.equal(first[k], again[k]) for k in first)
    one, other = (weights(f"seed{s}", epochs=1, refit=False, seed=s) for s in (0, 1))
    assert not all(torch.equal(one[k], other[k]) for k in one)


def test_shuffled_labels_fall_to_chance(trained: Trained, tmp_path: Path) -> None:
    right = total = 0
    for seed in (1, 2, 3):
        config = small_config(trained.cache, epochs=4, refit=False)
        result = train(config, shuffled(trained.manifest, seed), tmp_path / str(seed), quiet, never)
        for group in result["metrics"]["validation"]["groups"].values():
            right, total = right + group["correct"], total + group["n"]
    # 18 films, chance one third: more than 12 right has a chance below 1 %.
    assert total == 18
    assert right <= 12


def test_zeroed_weights_break_evaluation(trained: Trained, tmp_path: Path) -> None:
    held = replace(
        trained.manifest, media=tuple(m for m in trained.manifest.media if m.split == "validation")
    )
    cache = str(trained.cache)
    sound = evaluate(EvaluateJob(str(trained.checkpoint), held, "cpu", cache), quiet)
    assert sound["clip_accuracy"] >= 5 / 6
    assert sound["segment"]["accuracy"] > 0.5
    checkpoint, model = checkpoints.load(trained.checkpoint)
    for value in model.state_dict().values():
        value.zero_()
    checkpoints.save(tmp_path, checkpoint, model)
    broken = evaluate(EvaluateJob(str(tmp_path), held, "cpu", cache), quiet)
    assert broken["clip_accuracy"] == pytest.approx(1 / 3)
    assert broken["log_loss"] == pytest.approx(np.log(3), rel=1e-3)


def test_evaluation_knows_classes_that_the_model_never_saw(trained: Trained) -> None:
    film = trained.manifest.media[0]
    foreign = replace(film, ranges=(replace(film.ranges[0], class_id="spin"),))
    classes = (*trained.manifest.classes, replace(trained.manifest.classes[0], id="spin", name="spin"))
    manifest = replace(trained.manifest, classes=classes, media=(foreign,))
    job = EvaluateJob(str(trained.checkpoint), manifest, "cpu", str(trained.cache))
    assert evaluate(job, quiet)["clip_accuracy"] == 0
    with pytest.raises(SoraError, match="nothing to evaluate"):
        evaluate(replace(job, manifest=replace(manifest, media=(replace(film, ranges=()),))), quiet)


def test_cancelling_keeps_the_last_checkpoint(trained: Trained, tmp_path: Path) -> None:
    seen: list[events.Event] = []
    with pytest.raises(Cancelled):
        train(
            small_config(trained.cache),
            trained.manifest,
            tmp_path,
            seen.append,
            lambda: any(isinstance(e, events.Epoch) and e.epoch >= 2 for e in seen),
        )
    checkpoint, _ = checkpoints.load(tmp_path)
    assert checkpoint.metrics == {"verified": False}


def test_cancelling_while_films_are_read_leaves_nothing(trained: Trained, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        train(small_config(tmp_path / "cache"), trained.manifest, tmp_path / "out", quiet, lambda: True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("keep", "words"), [(lambda c: False, "no labels"), (lambda c: c == "left", "one class")]
)
def test_too_little_to_learn_from_is_said_in_words(
    trained: Trained, tmp_path: Path, keep, words: str
) -> None:  # type: ignore[no-untyped-def]
    media = tuple(
        replace(m, ranges=tuple(r for r in m.ranges if keep(r.class_id))) for m in trained.manifest.media
    )
    with pytest.raises(SoraError, match=words):
        train(small_config(trained.cache), replace(trained.manifest, media=media), tmp_path, quiet, never)


def test_one_class_against_verified_background(trained: Trained, tmp_path: Path) -> None:
    """`left` against the films of `up`, marked complete."""
    media = []
    for film in trained.manifest.media:
        label = film.ranges[0].class_id
        if label == "up":
            media.append(replace(film, ranges=(RangeSpec(film.start, film.end, None, "background"),)))
        elif label == "left":
            media.append(film)
    manifest = replace(trained.manifest, media=tuple(media))
    result = train(small_config(trained.cache), manifest, tmp_path, quiet, never)
    held = replace(manifest, media=tuple(m for m in media if m.split == "validation"))
    scores = evaluate(EvaluateJob(str(tmp_path), held, "cpu", str(trained.cache)), quiet)
    assert result["metrics"]["classes"] == ["left"]
    assert scores["segment"]["accuracy"] >= 0.75


def test_without_a_validation_part_the_figures_are_unverified(trained: Trained, tmp_path: Path) -> None:
    media = tuple(replace(m, split="train") for m in trained.manifest.media[:6])
    manifest = replace(trained.manifest, media=media)
    config = small_config(trained.cache, epochs=2)
    result = train(config, manifest, tmp_path, quiet, never)
    assert result["metrics"]["verified"] is False
    assert result["metrics"]["validation"] is None
    checkpoints.load(tmp_path)


def test_folds_hold_whole_groups_out() -> None:
    groups = [f"g{i // 3}" for i in range(30)]
    folds = fold_numbers(groups, list(range(30)), seed=0)
    assert folds is not None
    assert len(np.unique(folds)) == 5
    assert all(len({int(f) for f, g in zip(folds, groups, strict=True) if g == name}) == 1 for name in groups)
    by_film = fold_numbers(["g"] * 6, [0, 0, 1, 1, 2, 2], seed=0)
    assert by_film is not None
    assert len(np.unique(by_film)) == 3
    blocks = fold_numbers(["g"] * 10, [0] * 10, seed=0)
    assert blocks is not None
    assert list(blocks) == sorted(blocks)
    assert fold_numbers(["g"] * 4, [0] * 4, seed=0) is None


def test_the_branch_that_carries_the_decision_is_kept() -> None:
    alike = branch_dropout(torch.tensor([0.0, 0.0, 0.0]), 0.3)
    np.testing.assert_allclose(alike, 0.3)
    picture, motion, sound = branch_dropout(torch.tensor([-4.0, 0.0, -4.0]), 0.3)
    assert motion < 0.01
    assert picture == sound > 0.8
