"""On real footage: what the model attends to matters more than what it does not, and the map is the
weights'.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sora_model import checkpoint as checkpoints
from sora_model.config import ModelConfig, TrainConfig
from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec, RangeSpec
from sora_model.data.extraction import never
from sora_model.data.features import FeatureSpec
from sora_model.explain.faithfulness import (
    DEFAULT_SHARE,
    attended_cells,
    attention_field,
    block_of,
    log_probabilities,
    masked,
    random_cells,
    stretch_around,
)
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
def test_masking_what_is_attended_costs_more_than_masking_anything(
    gestures: tuple[Manifest, Path, Path],
) -> None:
    manifest, model, cache = gestures
    blend, network = Predictor(model, cache, "cpu"), Predictor(model, cache, "cpu")
    config = replace(network.checkpoint.config, probe_share=0.0)
    network.checkpoint = replace(network.checkpoint, config=config)
    drops: dict[str, list[list[float]]] = {"blend": [], "network": []}
    for number, medium in enumerate(manifest.media[::3]):
        stretch = stretch_around(blend, medium, (medium.start + medium.end) // 2)
        label = CLASSES.index(str(medium.ranges[0].class_id))
        field = attention_field(blend, stretch)
        sets = [attended_cells(field, DEFAULT_SHARE)]
        sets += [random_cells(field.shape, DEFAULT_SHARE, seed=10 * number + draw) for draw in range(3)]
        shown = [stretch.pictures, *(masked(stretch.pictures, cells) for cells in sets)]
        blocks = [block_of(blend.extractor, stretch, pictures) for pictures in shown]
        for name, predictor in (("blend", blend), ("network", network)):
            scores = [float(log_probabilities(predictor, stretch, block)[label]) for block in blocks]
            drops[name].append([scores[0] - score for score in scores[1:]])
    # The probe, most of the blend, has no attention: its share dilutes the difference, and must not turn it.
    whole, alone = np.array(drops["blend"]), np.array(drops["network"])
    assert whole[:, 0].mean() > whole[:, 1:].mean()
    assert alone[:, 0].mean() > alone[:, 1:].mean()
    assert (alone[:, :1] > alone[:, 1:]).mean() > 0.6


@pytest.mark.footage
def test_randomised_weights_change_the_map(gestures: tuple[Manifest, Path, Path], tmp_path: Path) -> None:
    manifest, folder, cache = gestures
    checkpoint, model = checkpoints.load(folder)
    torch.manual_seed(5)
    for module in (model.visual, model.motion, model.fusion, model.pool):
        for parameter in module.parameters():
            torch.nn.init.normal_(parameter, std=0.3)
    checkpoints.save(tmp_path, replace(checkpoint, run="random"), model)
    own, other = Predictor(folder, cache, "cpu"), Predictor(tmp_path, cache, "cpu")
    alike = []
    for medium in manifest.media[:6]:
        features = own.extractor.features(medium)
        maps = [p.look(features, lambda _: None, never).spatial.astype(float) for p in (own, other)]
        alike.append(np.corrcoef(maps[0].ravel(), maps[1].ravel())[0, 1])
    assert np.mean(alike) < 0.5
