"""Columns as an image: each is filled exactly where it was asked to be."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from app.views.timeline.raster import filled_columns, line_edges, packed, traced

HEIGHT = 20
RED = packed(QColor(200, 30, 40))


def line(ys: np.ndarray, thickness: float) -> np.ndarray:
    return traced(*line_edges(ys, HEIGHT, thickness), HEIGHT, RED)


heights = st.lists(st.one_of(st.just(float("nan")), st.floats(0, HEIGHT, width=32)), min_size=1, max_size=40)


@given(heights)
def test_columns_are_filled_from_top_to_bottom(tops: list[float]) -> None:
    pixels = filled_columns(np.array(tops), np.full(len(tops), float(HEIGHT)), HEIGHT, RED)
    assert pixels.shape == (HEIGHT, len(tops))
    for column, top in enumerate(tops):
        filled = np.flatnonzero(pixels[:, column])
        expected = 0 if np.isnan(top) else HEIGHT - top
        assert abs(len(filled) - expected) <= 0.5
        assert set(pixels[filled, column].tolist()) <= {RED}
        assert not len(filled) or filled[-1] == HEIGHT - 1


def test_every_column_may_have_its_own_colour() -> None:
    colours = np.array([1, 2, 3], np.uint32)
    pixels = filled_columns(np.zeros(3), np.full(3, 4.0), 4, colours)
    assert pixels.tolist() == [[1, 2, 3]] * 4


def test_hatching_leaves_diagonal_gaps() -> None:
    pixels = filled_columns(np.zeros(12), np.full(12, 12.0), 12, RED, hatch=4) != 0
    assert pixels.mean() == 0.25
    for row in range(1, 12):
        assert (pixels[row, :-1] == pixels[row - 1, 1:]).all()


@given(heights)
def test_a_line_is_connected_where_it_is_known(ys: list[float]) -> None:
    pixels = line(np.clip(np.array(ys), 1, HEIGHT - 2), 2.0)
    alpha = pixels >> 24
    for column, y in enumerate(ys):
        if np.isnan(y):
            assert not alpha[:, column].any()
            continue
        inked = np.flatnonzero(alpha[:, column])
        assert (np.diff(inked) == 1).all()
        if column and not np.isnan(ys[column - 1]):
            before = np.flatnonzero(alpha[:, column - 1])
            assert inked[0] <= before[-1] + 1
            assert before[0] <= inked[-1] + 1


@given(heights)
def test_a_line_is_premultiplied(ys: list[float]) -> None:
    pixels = line(np.array(ys), 1.4)
    alpha = pixels >> 24
    for shift in (16, 8, 0):
        assert ((pixels >> shift & 0xFF) <= alpha).all()


@given(st.lists(heights, min_size=2, max_size=4))
def test_several_lines_are_traced_as_each_alone(lines: list[list[float]]) -> None:
    columns = min(map(len, lines))
    ys = np.array([line[:columns] for line in lines])
    together = line_edges(ys, HEIGHT, 1.4)
    alone = [line_edges(y, HEIGHT, 1.4) for y in ys]
    for n, edges in enumerate(together):
        assert (edges == np.stack([one[n] for one in alone])).all()
