"""Every form of the family explains itself: maps of the same cells, tested by hiding, and a report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sora_model.config import PRESETS
from sora_model.contract.explanations import MAP_KINDS, ExplainJob
from sora_model.contract.manifest import Manifest
from sora_model.data.extraction import never
from sora_model.explain.explainer import Explainer, Moment
from sora_model.explain.faithfulness import by_value
from sora_model.explain.report import explain
from sora_model.training import train
from tests.sora_model.films import direction_set, small_config

CELLS = 3
WITHOUT_ATTENTION = {"sora", "sora-tcn-ae"}


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return direction_set(tmp_path_factory.mktemp("films"), ("left", "right"), per_class=4, frames=16)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module", params=sorted(PRESETS))
def own(
    request: pytest.FixtureRequest, films: Manifest, cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Explainer:
    """A run of the form; the network decides alone, so that its maps cannot be the probe's."""
    known = PRESETS[request.param]
    spec = replace(known.features, picture=64, grid=CELLS, pixels=16 if known.features.pixels else 0)
    model = replace(known, features=spec, width=16, tcn_layers=2, probe_share=0.0)
    folder = tmp_path_factory.mktemp(request.param)
    config = small_config(cache, model=model, epochs=1, least_epochs=1, patience=1)
    train(config, films, folder, lambda _: None, never)
    return Explainer.load(ExplainJob(str(folder), films.media[0], 0, device="cpu", cache_dir=str(cache)))


@pytest.fixture(scope="module")
def moment(own: Explainer, films: Manifest) -> Moment:
    return own.moment(films.media[0], films.media[0].end // 2)


def form(own: Explainer) -> str:
    return own.predictor.checkpoint.config.preset


def test_every_map_is_of_the_same_cells_and_can_be_tested(own: Explainer, moment: Moment) -> None:
    test = own.test(moment, 0)
    for kind in MAP_KINDS:
        fields = [moment.field(label, kind) for label in (0, 1)]
        assert all(f.shape == (CELLS, CELLS) for f in fields), kind
        assert all(np.isfinite(f).all() for f in fields), kind
        found = test.areas(by_value(fields[0]))
        assert all(0 <= area <= 1 for area in found), kind
        if kind == "attention":
            assert fields[0].any() == (form(own) not in WITHOUT_ATTENTION)
        else:
            # Of two classes what speaks for one speaks against the other.
            assert any(f.any() for f in fields), kind
            assert not np.array_equal(*fields), kind


def test_a_report_is_written(own: Explainer, films: Manifest, tmp_path: Path) -> None:
    folder = Path(own._source[0])
    result = explain(folder, films.media[0], 0.3, tmp_path, device="cpu", cache_dir=own.predictor.cache_dir)
    assert json.loads((tmp_path / "explain.json").read_text("utf-8")) == result
    assert sorted(result["files"]) == sorted(p.name for p in tmp_path.iterdir())
    assert np.shape(result["maps"]["occlusion"]["left"]) == (CELLS, CELLS)
    assert set(result["faithfulness"]["maps"]) == set(MAP_KINDS)
