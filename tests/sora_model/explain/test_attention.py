"""Overlay, table and chart show the numbers they are made of."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from sora_model.contract.errors import SoraError
from sora_model.explain import attention
from sora_model.explain.faithfulness import masked
from sora_model.explain.report import explain
from sora_model.media.opencv import cv2
from tests.sora_model.conftest import Trained


def test_the_contour_level_encloses_its_share() -> None:
    field = np.array([[5.0, 3.0], [1.0, 1.0]])
    assert attention.level_enclosing(field, 0.5) == 5.0
    assert attention.level_enclosing(field, 0.8) == 3.0
    assert attention.level_enclosing(np.zeros((2, 2)), 0.5) == 0.0


def test_the_overlay_stays_bright_where_attention_is() -> None:
    picture = np.full((140, 140, 3), 200, np.uint8)
    grid = np.zeros((7, 7))
    grid[5, 1] = 1.0
    shown = attention.overlay(picture, grid)
    assert shown.shape == picture.shape
    assert shown[110, 30].mean() > 190
    assert shown[20:60, 80:].mean() < 70
    assert (picture == 200).all()


def test_masking_fills_cells_with_one_still_colour() -> None:
    pictures = np.random.default_rng(0).integers(0, 255, (4, 28, 28, 3)).astype(np.uint8)
    cells = np.zeros((7, 7), bool)
    cells[2, 3] = True
    hidden = masked(pictures, cells)
    assert np.ptp(hidden[:, 8:12, 12:16].reshape(-1, 3), axis=0).max() == 0
    untouched = np.ones((28, 28), bool)
    untouched[8:12, 12:16] = False
    np.testing.assert_array_equal(hidden[:, untouched], pictures[:, untouched])


def test_the_report_of_one_moment(trained: Trained, tmp_path: Path) -> None:
    film = next(m for m in trained.manifest.media if m.id == "left3")
    result = explain(trained.checkpoint, film, 0.4, tmp_path / "out", device="cpu", cache_dir=trained.cache)
    assert json.loads((tmp_path / "out" / "explain.json").read_text()) == result
    assert sorted(result["files"]) == sorted(p.name for p in (tmp_path / "out").iterdir())
    assert result["frame"] == 10
    assert result["clip"]["left"] == max(result["clip"].values())
    assert sum(result["fusion_gates"].values()) == pytest.approx(1, abs=1e-4)
    picture = cv2.imread(str(tmp_path / "out" / "overlay.png"))
    assert picture is not None
    assert picture.shape == (64, 96, 3)
    with open(tmp_path / "out" / "attention.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10
    assert sum(float(r["temporal_attention"]) for r in rows) == pytest.approx(1, abs=1e-3)
    assert [float(r["time_s"]) for r in rows][:2] == pytest.approx([0, 0.08])


def test_a_folder_that_cannot_be_written_is_said_in_words(trained: Trained, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    film = trained.manifest.media[0]
    with pytest.raises(SoraError, match="cannot be written"):
        explain(trained.checkpoint, film, 0.4, tmp_path / "file", device="cpu", cache_dir=trained.cache)
