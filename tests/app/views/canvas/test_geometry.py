"""Where the picture stands, what a drag makes of a box, how a map of attention runs: properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.tracks import Box
from app.views.canvas.box_handles import (
    HANDLES,
    SMALLEST_SIDE,
    Grip,
    around,
    dragged,
    dragged_together,
    grip_at,
    handle_position,
    stretched,
)
from app.views.canvas.heat import HeatMap, contour, darkness, smoothed
from app.views.canvas.picture_mapping import LARGEST_ZOOM, PictureMapping, ViewRect

sides = st.floats(16, 4000)
shares = st.floats(0, 1)
fitting = st.builds(PictureMapping.fitting, sides, sides, sides, sides, st.floats(0.4, 2.5))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("zoom"), shares, shares, st.floats(0.2, 5)),
        st.tuples(st.just("pan"), st.floats(-4000, 4000), st.floats(-4000, 4000), st.just(0.0)),
    ),
    max_size=6,
)


def after(mapping: PictureMapping, moves: list[tuple[str, float, float, float]]) -> PictureMapping:
    for kind, a, b, factor in moves:
        mapping = (
            mapping.zoomed_at(a * mapping.view_w, b * mapping.view_h, factor)
            if kind == "zoom"
            else mapping.panned(a, b)
        )
    return mapping


@given(fitting, steps, shares, shares)
def test_view_and_picture_are_inverse(
    mapping: PictureMapping, moves: list[tuple[str, float, float, float]], a: float, b: float
) -> None:
    mapping = after(mapping, moves)
    x, y = a * mapping.picture_w, b * mapping.picture_h
    assert mapping.to_picture(*mapping.to_view(x, y)) == pytest.approx((x, y), abs=1e-5)


@given(fitting, steps)
def test_the_pictures_edges_never_come_inside_the_view(
    mapping: PictureMapping, moves: list[tuple[str, float, float, float]]
) -> None:
    mapping = after(mapping, moves)
    frame = mapping.frame
    for low, high, length in (
        (frame.x, frame.right, mapping.view_w),
        (frame.y, frame.bottom, mapping.view_h),
    ):
        slack = 1e-4 * max(1.0, high - low)
        if high - low >= length:
            assert low <= slack
            assert high >= length - slack
        else:
            assert low == pytest.approx(length - high, abs=slack)
    assert 1.0 <= mapping.zoom <= LARGEST_ZOOM


@given(fitting)
def test_fitting_fills_the_view_one_way_and_keeps_the_shape(mapping: PictureMapping) -> None:
    frame = mapping.frame
    assert max(frame.w / mapping.view_w, frame.h / mapping.view_h) == pytest.approx(1)
    shape = mapping.picture_w * mapping.sample_aspect / mapping.picture_h
    assert frame.w / frame.h == pytest.approx(shape)


@given(fitting, shares, shares, st.floats(1.5, 5))
def test_zooming_in_keeps_the_point_under_the_cursor_if_the_picture_fills_the_view(
    mapping: PictureMapping, a: float, b: float, factor: float
) -> None:
    near = mapping.zoomed_at(mapping.view_w / 2, mapping.view_h / 2, 6.0)
    if near.frame.w < near.view_w or near.frame.h < near.view_h:
        return
    x, y = a * near.view_w, b * near.view_h
    kept = near.zoomed_at(x, y, factor).to_picture(x, y)
    assert kept == pytest.approx(near.to_picture(x, y), abs=1e-3)


def test_sample_aspect_stretches_the_view_only() -> None:
    mapping = PictureMapping.fitting(720, 576, 1024, 576, 64 / 45)
    assert mapping.frame == ViewRect(0, 0, 1024, 576)
    assert mapping.box_to_view(Box(360, 288, 72, 57.6)) == ViewRect(512, 288, pytest.approx(102.4), 57.6)
    assert mapping.box_between(512, 288, 1024, 576) == Box(360, 288, 360, 288)


def test_a_drawn_box_is_clipped_to_the_picture() -> None:
    mapping = PictureMapping.fitting(100, 100, 200, 100)  # 50 view units of nothing on either side
    assert mapping.box_between(0, 10, 100, 40) == Box(0, 10, 50, 30)
    assert mapping.box_between(100, 40, 0, 10) == Box(0, 10, 50, 30)
    assert mapping.box_between(0, 0, 40, 90) is None


boxes = st.builds(Box, st.floats(0, 400), st.floats(0, 300), st.floats(2, 200), st.floats(2, 150))


@given(boxes, st.sampled_from([*HANDLES, Grip.INSIDE]), st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_a_dragged_box_stays_in_the_picture_and_right_side_out(
    box: Box, grip: Grip, dx: float, dy: float
) -> None:
    width, height = 600.0, 450.0
    result = dragged(box, grip, dx, dy, width, height)
    assert result.x >= 0
    assert result.y >= 0
    assert result.x + result.w <= width + 1e-6
    assert result.y + result.h <= height + 1e-6
    assert result.w >= SMALLEST_SIDE - 1e-6
    assert result.h >= SMALLEST_SIDE - 1e-6
    if grip == Grip.INSIDE:
        assert (result.w, result.h) == (box.w, box.h)
    if Grip.LEFT not in grip:
        assert result.x == box.x
    if Grip.TOP not in grip:
        assert result.y == box.y


@given(st.lists(boxes, min_size=1, max_size=5), st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_boxes_dragged_together_stay_in_the_picture_and_keep_their_distances(
    group: list[Box], dx: float, dy: float
) -> None:
    named = {str(index): box for index, box in enumerate(group)}
    moved = dragged_together(named, Grip.INSIDE, dx, dy, 600.0, 450.0)
    ways = [(moved[name].x - box.x, moved[name].y - box.y) for name, box in named.items()]
    assert all(way == pytest.approx(ways[0], abs=1e-6) for way in ways)
    assert all(b.x >= -1e-6 and b.x + b.w <= 600 + 1e-6 for b in moved.values())
    assert all(b.y >= -1e-6 and b.y + b.h <= 450 + 1e-6 for b in moved.values())


@given(
    st.lists(boxes, min_size=2, max_size=5),
    st.sampled_from(HANDLES),
    st.floats(-1e4, 1e4),
    st.floats(-1e4, 1e4),
)
def test_boxes_sized_together_stay_in_the_picture_keep_their_order_and_none_vanishes(
    group: list[Box], grip: Grip, dx: float, dy: float
) -> None:
    named = {str(index): box for index, box in enumerate(group)}
    sized = stretched(named, grip, dx, dy, 600.0, 450.0)
    before, after = around(group), around(sized.values())
    assert min(min(b.w, b.h) for b in sized.values()) >= SMALLEST_SIDE - 1e-6
    assert after.x >= -1e-6
    assert after.y >= -1e-6
    assert after.x + after.w <= 600 + 1e-6
    assert after.y + after.h <= 450 + 1e-6
    for name, box in named.items():
        share = (box.x - before.x) / before.w, (box.y - before.y) / before.h
        now = (sized[name].x - after.x) / after.w, (sized[name].y - after.y) / after.h
        assert now == pytest.approx(share, abs=1e-6)
    if Grip.LEFT not in grip:
        assert after.x == pytest.approx(before.x)
    if Grip.TOP not in grip:
        assert after.y == pytest.approx(before.y)
    if not grip & (Grip.LEFT | Grip.RIGHT):
        assert after.w == pytest.approx(before.w)


@given(st.builds(ViewRect, sides, sides, st.floats(1, 500), st.floats(1, 500)))
def test_every_handle_can_be_gripped_and_the_middle_moves(rect: ViewRect) -> None:
    for grip in HANDLES:
        assert grip_at(rect, *handle_position(rect, grip)) == grip
    assert grip_at(rect, rect.x + rect.w / 2, rect.y + rect.h / 2) == Grip.INSIDE
    assert grip_at(rect, rect.x - 20, rect.y) is None
    assert grip_at(rect, rect.x - 3, rect.y, with_handles=False) is None


# --- the map of attention ---

grids = st.integers(1, 9).flatmap(
    lambda rows: st.integers(1, 12).flatmap(
        lambda columns: st.lists(
            st.floats(0, 1, width=32), min_size=rows * columns, max_size=rows * columns
        ).map(lambda values: np.array(values, np.float32).reshape(rows, columns))
    )
)


@given(grids)
def test_smoothing_stays_between_its_neighbours_and_keeps_the_centres(grid: np.ndarray) -> None:
    fine = smoothed(grid)
    assert fine.min() >= grid.min() - 1e-6
    assert fine.max() <= grid.max() + 1e-6
    factor = fine.shape[0] // grid.shape[0]
    assert fine.shape == (grid.shape[0] * factor, grid.shape[1] * factor)
    if factor % 2:
        middle = factor // 2
        assert np.allclose(fine[middle::factor, middle::factor], grid, atol=1e-5)


@given(grids, st.floats(0, 1))
def test_the_least_attended_is_darkest(grid: np.ndarray, opacity: float) -> None:
    alpha = darkness(grid, opacity)
    assert alpha.max() <= round(255 * opacity)
    assert alpha.flat[grid.argmax()] == (0 if grid.max() > 0 else round(255 * opacity))
    order = np.argsort(grid.ravel())
    assert (np.diff(alpha.ravel()[order].astype(int)) <= 0).all()


@given(grids, st.floats(0.05, 0.95))
def test_contours_are_closed_and_lie_on_the_level(grid: np.ndarray, level: float) -> None:
    exact = grid.astype(np.float64)
    lines = contour(exact, level)
    above = bool((exact >= level).any())
    assert (len(lines) > 0) == above
    ends = np.round(lines.reshape(-1, 2), 9)
    if len(ends):
        # Every end is the end of another segment, too.
        _, counts = np.unique(ends, axis=0, return_counts=True)
        assert (counts % 2 == 0).all()
        assert ends.min() >= 0
        assert ends.max() <= 1


def test_a_contour_runs_around_what_is_above_the_level() -> None:
    grid = np.zeros((5, 5))
    grid[2, 2] = 1.0
    lines = contour(grid, 0.5).reshape(-1, 2)
    # Half way from the middle cell's centre to its neighbours' centres.
    assert sorted({tuple(p) for p in np.round(lines, 6).tolist()}) == [
        (0.4, 0.5),
        (0.5, 0.4),
        (0.5, 0.6),
        (0.6, 0.5),
    ]


def test_a_heat_map_is_a_grid() -> None:
    with pytest.raises(ValueError, match="rows and columns"):
        HeatMap(np.zeros(4, np.float32))
    with pytest.raises(ValueError, match="rows and columns"):
        HeatMap(np.zeros((0, 4), np.float32))
