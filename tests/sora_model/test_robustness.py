"""Robustness: each damage beside the clean score on the same clips, nothing left behind."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sora_model import robustness as module
from sora_model.config import preset
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event, Progress
from sora_model.contract.jobs import EvaluateJob
from sora_model.data.features import FeatureSpec
from sora_model.inference import Predictor
from sora_model.media.progress import Cancelled
from sora_model.pixel_attack import EPSILON, PICTURES_AT_ONCE, _Attack, _Small, attacked
from sora_model.robustness import blurred, darkened, lines, robustness
from sora_model.training import train
from tests.sora_model.conftest import Trained
from tests.sora_model.films import small_config


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own, to see what is left in it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def job_of(trained: Trained, count: int = 24) -> EvaluateJob:
    manifest = replace(trained.manifest, media=trained.manifest.media[:count])
    return EvaluateJob(str(trained.checkpoint), manifest, "cpu", str(trained.cache))


def test_every_damage_stands_beside_the_clean_clips(trained: Trained, elsewhere: Path) -> None:
    heard: list[Event] = []
    report = robustness(job_of(trained), heard.append, most=3, most_attacked=1)
    rows: dict[str, dict[str, Any]] = {row["name"]: row for row in report["rows"]}
    # These films have no sound, so there is nothing to mute.
    assert list(rows) == ["clean", "reencoded", "dark", "blurred", "thinned", "pgd"]
    assert [rows[name]["n"] for name in rows] == [3, 3, 3, 3, 3, 1]
    assert rows["clean"]["difference"] == 0
    for row in rows.values():
        assert row["difference"] == pytest.approx(row["accuracy"] - row["clean_accuracy"])
    assert rows["clean"]["clean_accuracy"] >= 2 / 3
    assert rows["pgd"]["brier"] >= rows["pgd"]["clean_brier"]
    assert [e.done for e in heard if isinstance(e, Progress)] == list(range(4))
    assert len(lines(report)) == 7
    assert list(elsewhere.iterdir()) == []


def test_cancelled_leaves_nothing_behind(trained: Trained, elsewhere: Path) -> None:
    asked: list[int] = []

    def soon() -> bool:
        asked.append(1)
        assert any(elsewhere.iterdir())
        return len(asked) > 30

    with pytest.raises(Cancelled):
        robustness(job_of(trained), lambda event: None, soon, most=3, most_attacked=0)
    assert list(elsewhere.iterdir()) == []


def test_the_clips_chosen_show_every_class_and_many_groups(trained: Trained) -> None:
    predictor = Predictor(trained.checkpoint, trained.cache, "cpu")
    chosen = module._chosen(module._labelled(predictor, job_of(trained)), 6)
    assert sorted(c.label for c in chosen) == [0, 0, 1, 1, 2, 2]
    again = module._chosen(module._labelled(predictor, job_of(trained)), 6)
    assert [c.medium.id for c in chosen] == [c.medium.id for c in again]


def test_nothing_to_measure_on_is_told(trained: Trained, elsewhere: Path) -> None:
    deaf = tuple(replace(m, has_video=False, has_audio=True) for m in trained.manifest.media)
    job = replace(job_of(trained), manifest=replace(trained.manifest, media=deaf))
    with pytest.raises(SoraError, match="none of these media has both a picture and labels"):
        robustness(job, lambda event: None)
    assert list(elsewhere.iterdir()) == []


def test_pictures_are_darkened_and_blurred() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (60, 80, 3)).astype(np.uint8)
    assert darkened(picture).mean() < 0.4 * picture.mean()
    assert (np.diff(darkened(np.arange(256, dtype=np.uint8)).astype(int)) >= 0).all()
    assert blurred(picture).std() < 0.7 * picture.std()
    assert abs(blurred(picture).mean() - picture.mean()) < 2


def test_the_attack_stays_within_its_bound_and_lowers_the_right_class(trained: Trained) -> None:
    predictor = Predictor(trained.checkpoint, trained.cache, "cpu")
    medium = trained.manifest.media[0]
    label = [c.id for c in predictor.checkpoint.classes].index(str(medium.ranges[0].class_id))
    found = attacked(predictor, medium, label, lambda: False)
    assert found is not None
    before, after = found
    assert after[label] < before[label]
    features = predictor.extractor.features(medium)
    usual = predictor.look_at(features.block(0, features.count), features).clip
    np.testing.assert_allclose(before, usual, atol=0.02)  # the cache keeps half precision
    assert EPSILON <= 2


def test_the_slope_in_parts_is_that_of_the_whole(trained: Trained) -> None:
    """Against one graph from the pictures to the loss; a step along it raises the loss."""
    predictor = Predictor(trained.checkpoint, trained.cache, "cpu")
    network = predictor.extractor.backbone.network
    assert network is not None
    attack = _Attack(predictor, network, trained.manifest.media[1])
    assert len(attack.pictures) > PICTURES_AT_ONCE
    pictures = attack.pictures.clone().requires_grad_()
    loss = -torch.log_softmax(attack._logits(*attack._look(pictures)), dim=0)[0]
    (whole,) = torch.autograd.grad(loss, pictures)
    slope = attack.slope(attack.pictures, 0)
    torch.testing.assert_close(slope, whole, rtol=1e-3, atol=1e-3 * float(whole.abs().max()))
    further = attack.probabilities(attack.pictures + 0.01 * slope.sign())[0]
    assert -np.log(further) > float(loss.detach())


def test_small_pictures_are_attacked_where_a_form_learns_from_them(trained: Trained, tmp_path: Path) -> None:
    spec = FeatureSpec(picture=64, grid=2, backbone="none", pixels=16)
    model = replace(preset("sora-plus"), features=spec, width=16, probe_share=0.0)
    manifest = replace(trained.manifest, media=trained.manifest.media[:12])
    config = small_config(trained.cache, model=model, epochs=2, least_epochs=1)
    train(config, manifest, tmp_path / "r", lambda event: None, lambda: False)
    predictor = Predictor(tmp_path / "r", trained.cache, "cpu")
    medium = manifest.media[0]
    attack = _Small(predictor, medium)
    slope = attack.slope(attack.pictures, 0)
    low, high = (attack.probabilities(attack.pictures + sign * 0.05 * slope.sign())[0] for sign in (-1, 1))
    assert -np.log(high) + np.log(low) == pytest.approx(0.1 * float(slope.abs().sum()), rel=0.05)
    found = attacked(predictor, medium, 0, lambda: False)
    assert found is not None
    before, after = found
    assert after[0] < before[0]
    features = predictor.extractor.features(medium)
    usual = predictor.look_at(features.block(0, features.count), features).clip
    np.testing.assert_allclose(before, usual, atol=1e-5)  # small pictures are cached as they are
