"""The probe of single steps: its rows, what it learns, what it has seen, and its share in the curves."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sora_model import checkpoint as checkpoints
from sora_model import postprocess
from sora_model.contract.manifest import ClassSpec, MediaSpec, RangeSpec
from sora_model.curves import Voices, dense_curves, step_scores
from sora_model.data.features import FeatureSpec, StepFeatures
from sora_model.data.sampling import StepGrid
from sora_model.data.sound import AUDIO_CHANNELS
from sora_model.data.step_rows import row_blocks, step_rows
from sora_model.data.targets import step_targets
from sora_model.data.windows import Film
from sora_model.network.step_probe import StepProbe
from sora_model.postprocess import DecoderSettings, Truth
from sora_model.step_fit import StepFit
from tests.sora_model.conftest import Trained

CLASSES = (ClassSpec("low", "low"), ClassSpec("high", "high"))
STEPS, TICKS = 200, 80


def spoken(seed: int, group: str) -> Film:
    """Sound in which bands tell the class of every ten steps; what is neither is background."""
    random = np.random.default_rng(seed)
    states = random.integers(0, 3, STEPS // 10).repeat(10)
    states[:20] = np.repeat([0, 1], 10)
    audio = random.normal(0, 0.5, (STEPS, AUDIO_CHANNELS)).astype(np.float32)
    for label in (0, 1):
        audio[np.ix_(states == label, range(20 * label, 20 * label + 20))] += 2
    ranges = [RangeSpec(0, STEPS * TICKS, None, "background")]
    ranges += [
        RangeSpec(t * TICKS, (t + 10) * TICKS, CLASSES[states[t]].id)
        for t in range(0, STEPS, 10)
        if states[t] < 2
    ]
    medium = MediaSpec(
        f"{group}-{seed}",
        "",
        "",
        "",
        group,
        "train",
        (1, 1000),
        (0, 1),
        0,
        STEPS * TICKS,
        False,
        True,
        tuple(ranges),
    )
    spec = FeatureSpec(backbone="none")
    grid = StepGrid.of(medium, spec.steps_per_second, spec.visual_every)
    features = StepFeatures(spec, 0, STEPS, False, True, {"0": {"audio": audio}})
    features._chunks = [{"audio": audio}]  # type: ignore[assignment]
    return Film(medium, grid, features, step_targets(medium, grid, CLASSES, True))


def right(probe: StepProbe, film: Film) -> float:
    positive = film.targets.positive
    truth = np.where(positive.any(axis=1), positive.argmax(axis=1), len(CLASSES))
    return float(np.mean(step_scores(probe, film.features, lambda: False).argmax(axis=1) == truth))


def test_rows_do_not_depend_on_where_they_are_cut() -> None:
    features = spoken(0, "a").features
    whole = step_rows(features, 0, STEPS, False, True)
    assert whole.shape == (STEPS, sum(row_blocks(False, True).values()))
    for first, last in ((0, 7), (33, 90), (150, STEPS)):
        torch.testing.assert_close(step_rows(features, first, last, False, True), whole[first:last])


def test_what_a_medium_lacks_is_neutral() -> None:
    rows = step_rows(spoken(0, "a").features, 0, STEPS, True, True)
    length = row_blocks(True, False)["motion"]
    assert bool(rows[:, :length].isnan().all())
    assert not bool(rows[:, length:].isnan().any())
    heard = StepFit.of([spoken(0, "a")])
    assert heard is not None
    assert not heard.pictures
    probe = heard.probe(1e-4)
    assert probe is not None
    torch.testing.assert_close(
        probe(torch.full((1, len(probe.mean)), torch.nan)), probe.bias[None], atol=1e-6, rtol=0
    )


def test_steps_of_other_films_are_told() -> None:
    fit = StepFit.of([spoken(k, f"g{k}") for k in range(3)])
    assert fit is not None
    probe = fit.probe(fit.strength())
    assert probe is not None
    assert right(probe, spoken(9, "other")) > 0.85


def test_held_out_steps_are_not_learnt_from() -> None:
    films = [spoken(k, f"g{k}") for k in range(2)]
    fit = StepFit.of(films)
    assert fit is not None
    assert fit.count == 2
    turned = replace(films[0], targets=replace(films[0].targets, positive=films[0].targets.positive[:, ::-1]))
    other = StepFit.of([turned, films[1]])
    assert other is not None
    own, same, all_of_it = fit.probe(1e-4, 0), other.probe(1e-4, 0), other.probe(1e-4)
    assert own is not None
    assert same is not None
    assert all_of_it is not None
    torch.testing.assert_close(own.weight, same.weight)
    assert not torch.allclose(own.weight, all_of_it.weight, atol=1e-3)


def test_one_film_is_folded_by_time_with_a_guard() -> None:
    film = spoken(0, "a")
    fit = StepFit.of([film])
    assert fit is not None
    assert fit.count == 4
    guard = round(float(film.grid.rate))
    for fold in range(fit.count):
        held = np.flatnonzero(fit.folds[0] == fold)
        learnt = np.flatnonzero(fit.far_from(0, fold))
        assert np.abs(held[:, None] - learnt[None, :]).min() == guard + 1


def test_the_checkpoint_carries_it_and_older_ones_do_without(trained: Trained, tmp_path: Path) -> None:
    known, model = checkpoints.load(trained.checkpoint)
    checkpoints.save(tmp_path / "old", known, model)
    assert checkpoints.load_step_probe(tmp_path / "old") is None
    probe = StepProbe(5, len(known.classes) + 1, False, True)
    probe.weight.copy_(torch.arange(probe.weight.numel()).reshape(probe.weight.shape))
    told = replace(known, single_steps=True)
    checkpoints.save(tmp_path / "new", told, model, step_probe=probe)
    described = json.loads((tmp_path / "new" / "model.json").read_text("utf-8"))
    del described["single_steps"]  # as older ones
    (tmp_path / "new" / "model.json").write_text(json.dumps(described), "utf-8")
    assert checkpoints.load(tmp_path / "new")[0] == told
    same = checkpoints.load_step_probe(tmp_path / "new")
    assert same is not None
    assert same.sound
    assert not same.pictures
    torch.testing.assert_close(same.weight, probe.weight)
    again = checkpoints.load(tmp_path / "new")[1].state_dict()
    assert all(torch.equal(v, again[k]) for k, v in model.state_dict().items())


def test_it_cannot_be_lost_in_saving(trained: Trained, tmp_path: Path) -> None:
    known, model = checkpoints.load(trained.checkpoint)
    probe = StepProbe(5, len(known.classes) + 1, False, True)
    for checkpoint, given in ((replace(known, single_steps=True), None), (known, probe)):
        with pytest.raises(ValueError, match="probe of single steps is saved with it"):
            checkpoints.save(tmp_path, checkpoint, model, step_probe=given)
    assert not list(tmp_path.iterdir())


def test_curves_run_to_the_steps_scores(trained: Trained) -> None:
    known = replace(checkpoints.load(trained.checkpoint)[0], exclusive=False)
    random = np.random.default_rng(0)
    shape = (30, len(known.classes) + 1)
    voices = Voices(
        random.normal(size=shape), random.random(shape), np.zeros(30), random.uniform(0.1, 0.9, shape)
    )
    assert voices.steps is not None
    np.testing.assert_allclose(dense_curves(known, voices, 1.0), voices.steps)
    without = dense_curves(known, replace(voices, steps=None), 0.0)
    np.testing.assert_allclose(dense_curves(known, voices, 0.0), without)
    between = dense_curves(known, voices, 0.5)
    assert np.all(between <= np.maximum(without, voices.steps) + 1e-9)
    assert np.all(between >= np.minimum(without, voices.steps) - 1e-9)


def test_its_share_is_taken_by_evidence_only() -> None:
    good = np.full((120, 3), 0.02)
    pieces = [(t, t + 10, (t // 10) % 2) for t in range(0, 120, 10)]
    for first, last, label in pieces:
        good[first:last, label] = 0.96
    bad = np.full((120, 3), 1 / 3)
    truths = [Truth(tuple(pieces), np.ones((120, 2), bool))]
    usual = DecoderSettings(minimum=(1, 1))

    def share(sliding: np.ndarray, steps: np.ndarray) -> float:
        return postprocess.choose({0.0: [sliding], 1.0: [steps]}, truths, usual, CLASSES, True).step_share

    assert share(bad, good) == 1.0
    assert share(good, bad) == share(good, good) == 0.0
