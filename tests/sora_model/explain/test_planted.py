"""A small mark that alone tells the class: the default map's peak must lie in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sora_model.config import ModelConfig, TrainConfig
from sora_model.contract.explanations import DEFAULT_MAP, ExplainJob
from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec
from sora_model.data.extraction import never
from sora_model.data.features import FeatureSpec
from sora_model.explain.explainer import Explainer
from sora_model.training import train
from tests.sora_model.films import SIZE, labelled, medium, write_film

CORNERS = ((0, 0), (0, 3), (3, 0), (3, 3))
CELL = (SIZE[1] // 4, SIZE[0] // 4)
FRAMES = 16


def pictures(corner: tuple[int, int] | None, seed: int) -> list[NDArray[np.uint8]]:
    """A scene that trembles a little everywhere; in one corner, if any, a mark flickers."""
    random = np.random.default_rng(seed)
    ground = random.integers(60, 190, (SIZE[1] // 8, SIZE[0] // 8, 3))
    scene = np.kron(ground, np.ones((8, 8, 1))).astype(np.float64)
    shown = []
    for _ in range(FRAMES):
        picture = np.clip(scene + random.normal(0, 3, scene.shape), 0, 255).astype(np.uint8)
        if corner is not None:
            rows, columns = (slice(c * n, (c + 1) * n) for c, n in zip(corner, CELL, strict=True))
            squares = random.integers(0, 2, (CELL[0] // 4, CELL[1] // 4, 1)) * 255
            picture[rows, columns] = np.kron(squares, np.ones((4, 4, 3))).astype(np.uint8)
        shown.append(picture)
    return shown


def film(folder: Path, number: int, corner: tuple[int, int] | None) -> MediaSpec:
    path = write_film(folder / f"film{number}.mp4", pictures(corner, number))
    return labelled(medium(path, FRAMES, f"g{number}"), "plain" if corner is None else "marked")


def test_the_peak_of_the_default_map_lies_in_a_planted_mark(tmp_path: Path) -> None:
    corners = [CORNERS[n // 2 % 4] if n % 2 else None for n in range(32)]
    films = [film(tmp_path, n, corner) for n, corner in enumerate(corners)]
    known, held = films[:24], films[25::2]
    manifest = Manifest("planted", (ClassSpec("marked", "marked"), ClassSpec("plain", "plain")), tuple(known))
    model = ModelConfig(features=FeatureSpec(picture=64, grid=4), width=32, tcn_layers=2)
    config = TrainConfig("r", tmp_path / "cache", model, device="cpu", epochs=6, batch=8)
    train(config, manifest, tmp_path / "model", lambda _: None, never)
    job = ExplainJob(str(tmp_path / "model"), held[0], 0, device="cpu", cache_dir=str(tmp_path / "cache"))
    explainer = Explainer.load(job)
    for clip, corner in zip(held, corners[25::2], strict=True):
        moment = explainer.moment(clip, (clip.start + clip.end) // 2)
        assert explainer.label("", moment) == 0
        field = moment.field(0, DEFAULT_MAP)
        assert np.unravel_index(int(field.argmax()), field.shape) == corner
