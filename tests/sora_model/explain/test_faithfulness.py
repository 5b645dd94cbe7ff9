"""On real footage: what the map shows matters more than what it does not, and the map is the weights'."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sora_model import checkpoint as checkpoints
from sora_model.config import ModelConfig, TrainConfig
from sora_model.contract.explanations import DEFAULT_MAP, MAP_KINDS, ExplainJob, Faithfulness
from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec, RangeSpec
from sora_model.data.extraction import never
from sora_model.data.features import FeatureSpec
from sora_model.explain.explainer import Explainer
from sora_model.explain.faithfulness import HidingTest, by_chance, by_value, from_the_middle
from sora_model.inference import Predictor
from sora_model.media.hashing import quick_hash
from sora_model.media.pts_index import load_index
from sora_model.training import train
from tests.footage import footage

CLASSES = ("left", "right", "up", "down")
SPEC = FeatureSpec(picture=128, grid=4)


def spec_of(path: Path, label: str, group: str, cache: Path) -> MediaSpec:
    index = load_index(path, cache)
    start, end = index.start_pts, index.end_pts
    return MediaSpec(
        id=path.stem,
        path=str(path),
        sha256="",
        quick_hash=quick_hash(path),
        group=group,
        split="train",
        time_base=(index.time_base.numerator, index.time_base.denominator),
        origin=(index.origin.numerator, index.origin.denominator),
        start=start,
        end=end,
        has_video=True,
        has_audio=False,
        ranges=(RangeSpec(start, end, label),),
    )


@pytest.fixture(scope="module")
def gestures(tmp_path_factory: pytest.TempPathFactory) -> tuple[Manifest, Path, Path]:
    """Six real clips of each of four pointing gestures, a model trained on them, and its cache."""
    root = tmp_path_factory.mktemp("gestures")
    folder = footage("ego_gestures")
    with open(folder / "labels.csv", encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["label"] in CLASSES and r["split"] == "train"]
    media = []
    for label in CLASSES:
        for row in [r for r in rows if r["label"] == label][:6]:
            media.append(spec_of(folder / row["file"], label, row["group"], root / "cache"))
    manifest = Manifest("ego", tuple(ClassSpec(c, c, directional=True) for c in CLASSES), tuple(media))
    config = TrainConfig("r", root / "cache", ModelConfig(features=SPEC), device="cpu", epochs=30, batch=8)
    train(config, manifest, root / "model", lambda _: None, never)
    return manifest, root / "model", root / "cache"


@pytest.mark.footage
def test_hiding_what_the_default_map_shows_costs_more_than_hiding_anything(
    gestures: tuple[Manifest, Path, Path],
) -> None:
    """On real footage, for the blended decision: the map explains the probe's share, too."""
    manifest, model, cache = gestures
    job = ExplainJob(str(model), manifest.media[0], 0, device="cpu", cache_dir=str(cache))
    explainer = Explainer.load(job)
    found: list[Faithfulness] = []
    for medium in manifest.media[::4]:
        moment = explainer.moment(medium, (medium.start + medium.end) // 2)
        label = CLASSES.index(str(medium.ranges[0].class_id))
        test = explainer.test(moment, label)
        found.append(test.faithfulness(moment.field(label, DEFAULT_MAP), test.chance(2)))
    assert np.mean([f.deletion for f in found]) < 0.9 * np.mean([f.random_deletion for f in found])
    assert np.mean([f.insertion for f in found]) > np.mean([f.random_insertion for f in found])


@pytest.mark.footage
def test_randomised_weights_break_the_maps(gestures: tuple[Manifest, Path, Path], tmp_path: Path) -> None:
    """Cascading randomisation (Adebayo et al., 2018), from the decision down: the likeness falls."""
    manifest, folder, cache = gestures
    own = Explainer(Predictor(folder, cache, "cpu"), "", "cpu")
    moments = [own.moment(m, (m.start + m.end) // 2) for m in manifest.media[:12:4]]
    labels = [CLASSES.index(str(m.medium.ranges[0].class_id)) for m in moments]
    before = {kind: [m.field(i, kind) for m, i in zip(moments, labels, strict=True)] for kind in MAP_KINDS}
    checkpoint, model = checkpoints.load(folder)
    torch.manual_seed(5)
    random = torch.Generator().manual_seed(5)
    model.probe.weight.copy_(
        torch.randn(model.probe.weight.shape, generator=random) * model.probe.weight.std()
    )
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    checkpoints.save(tmp_path, replace(checkpoint, run="random"), model)
    other = Explainer(Predictor(tmp_path, cache, "cpu"), "", "cpu")
    for kind in MAP_KINDS:
        alike = []
        for old, label, field in zip(moments, labels, before[kind], strict=True):
            again = other.moment(old.medium, (old.medium.start + old.medium.end) // 2).field(label, kind)
            varies = field.std() > 0 and again.std() > 0
            alike.append(np.corrcoef(field.ravel(), again.ravel())[0, 1] if varies else 0.0)
        # Grad-CAM of motion follows what moves, almost whatever the weights: the guide says so.
        assert np.mean(alike) < (0.9 if kind == "grad-cam" else 0.5), kind


def test_a_map_is_trusted_only_where_it_beats_chance_clearly() -> None:
    assert Faithfulness(0.3, 0.6, (0.5, 0.4, 0.6), (0.5,)).trusted
    assert not Faithfulness(0.5, 0.6, (0.5, 0.4, 0.6), (0.5,)).trusted
    assert not Faithfulness(0.46, 0.6, (0.5, 0.4, 0.6), (0.5,)).trusted  # within the draws' own error
    assert not Faithfulness(0.588, 0.6, (0.59, 0.59, 0.59), (0.5,)).trusted  # hiding hardly costs anything


def test_areas_of_curves_worked_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """A class that hangs on one cell alone, all or nothing."""
    test = object.__new__(HidingTest)
    test.cells, test.whole, test.blank = 10, 1.0, 0.0
    monkeypatch.setattr(test, "probability", lambda hidden: 0.0 if hidden[37] else 1.0)
    field = np.zeros((10, 10))
    field[3, 7] = 1.0
    deletion, insertion = test.areas(by_value(field))
    # Hidden from the first share on: the curve falls from 1 to 0 between 0 and 15 %.
    assert deletion == pytest.approx(0.15 / 2)
    assert insertion == pytest.approx(1 - 0.15 / 2)
    deletion, insertion = test.areas(by_value(-field))
    assert deletion == pytest.approx(0.85 + 0.15 / 2)
    assert insertion == pytest.approx(0.15 / 2)
    order = by_chance(10, seed=3)
    assert sorted(order) == list(range(100))
    d, i = test.random_areas(3)
    assert (d, i) == pytest.approx((test.areas(order)[0], test.areas(order[::-1])[1]))
    assert from_the_middle(7)[0] == 24
