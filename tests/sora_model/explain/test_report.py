"""The folder of one explained moment: every file it names, and figures that agree with the model's answer."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from sora_model.contract.errors import SoraError
from sora_model.contract.explanations import MAP_KINDS
from sora_model.explain.report import explain
from sora_model.media.opencv import cv2
from tests.sora_model.conftest import Trained


def test_the_report_of_one_moment(trained: Trained, tmp_path: Path) -> None:
    film = next(m for m in trained.manifest.media if m.id == "left3")
    result = explain(trained.checkpoint, film, 0.4, tmp_path / "out", device="cpu", cache_dir=trained.cache)
    assert json.loads((tmp_path / "out" / "explain.json").read_text()) == result
    assert sorted(result["files"]) == sorted(p.name for p in (tmp_path / "out").iterdir())
    assert result["frame"] == 10
    assert result["clip"]["left"] == max(result["clip"].values())
    assert sum(result["fusion_gates"].values()) == pytest.approx(1, abs=1e-4)
    assert result["explained"][0] == "left"
    assert set(result["maps"]) == set(MAP_KINDS) == set(result["faithfulness"]["maps"])
    assert set(result["maps"]["hirescam"]) == {"left", "right", "up"}
    assert np.shape(result["maps"]["occlusion"]["left"]) == (2, 2)
    for figures in (*result["faithfulness"]["maps"].values(), result["faithfulness"]["random"]):
        assert 0 <= figures["deletion"] <= 1
        assert 0 <= figures["insertion"] <= 1
    picture = cv2.imread(str(tmp_path / "out" / "overlay.png"))
    assert picture is not None
    assert picture.shape == (64, 96, 3)
    rows = table(tmp_path / "out" / "attention.csv")
    assert len(rows) == 10
    assert sum(float(r["temporal_attention"]) for r in rows) == pytest.approx(1, abs=1e-3)
    assert [float(r["time_s"]) for r in rows][:2] == pytest.approx([0, 0.08])
    hidden = [float(r["left"]) for r in table(tmp_path / "out" / "occlusion.csv")]
    assert max(hidden) == pytest.approx(result["temporal_occlusion"]["left"]["drop"], rel=1e-4)


def test_only_the_classes_asked_for_are_explained(trained: Trained, tmp_path: Path) -> None:
    film = trained.manifest.media[0]
    result = explain(
        trained.checkpoint, film, 0.4, tmp_path, class_names=["up"], device="cpu", cache_dir=trained.cache
    )
    assert result["explained"] == ["up"]
    assert result["faithfulness"]["class"] == "up"
    assert "occlusion-up.png" in result["files"]
    with pytest.raises(SoraError, match=r"does not know “serve”\. It knows left, right, up"):
        explain(trained.checkpoint, film, 0.4, tmp_path, class_names=["serve"], cache_dir=trained.cache)


def test_a_folder_that_cannot_be_written_is_said_in_words(trained: Trained, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    film = trained.manifest.media[0]
    with pytest.raises(SoraError, match="cannot be written"):
        explain(trained.checkpoint, film, 0.4, tmp_path / "file", device="cpu", cache_dir=trained.cache)


def table(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
