"""Overlays show the numbers they are made of."""

from __future__ import annotations

import numpy as np

from sora_model.explain import drawing
from sora_model.explain.faithfulness import masked


def test_the_contour_level_encloses_its_share() -> None:
    field = np.array([[5.0, 3.0], [1.0, 1.0]])
    assert drawing.level_enclosing(field, 0.5) == 5.0
    assert drawing.level_enclosing(field, 0.8) == 3.0
    assert drawing.level_enclosing(np.zeros((2, 2)), 0.5) == 0.0


def test_the_overlay_stays_bright_where_the_map_is_high() -> None:
    picture = np.full((140, 140, 3), 200, np.uint8)
    grid = np.zeros((7, 7))
    grid[5, 1] = 1.0
    shown = drawing.overlay(picture, grid)
    assert shown.shape == picture.shape
    assert shown[110, 30].mean() > 190
    assert shown[20:60, 80:].mean() < 70
    assert (picture == 200).all()


def test_low_bands_lie_below_in_the_spectrogram_and_time_runs_to_the_right() -> None:
    mel = np.zeros((6, 64), np.float32)
    field = np.zeros((6, 64))
    mel[5, :8] = 1.0
    field[5, :8] = 1.0
    shown = drawing.spectrogram(mel, field)
    assert shown[-16, -80].mean() > 200
    assert shown[:128].mean() < 10
    assert shown[-16, 80].mean() < 10


def test_masking_fills_cells_with_one_still_colour() -> None:
    pictures = np.random.default_rng(0).integers(0, 255, (4, 28, 28, 3)).astype(np.uint8)
    cells = np.zeros((7, 7), bool)
    cells[2, 3] = True
    hidden = masked(pictures, cells)
    assert np.ptp(hidden[:, 8:12, 12:16].reshape(-1, 3), axis=0).max() == 0
    untouched = np.ones((28, 28), bool)
    untouched[8:12, 12:16] = False
    np.testing.assert_array_equal(hidden[:, untouched], pictures[:, untouched])
