from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.tracks import Box, KeyFrame, box_at

sides = st.floats(0.5, 500, width=32)
corners = st.floats(-200, 500, width=32)
boxes = st.builds(Box, corners, corners, sides, sides)


@st.composite
def key_frames(draw: st.DrawFn) -> list[KeyFrame]:
    ticks = sorted(draw(st.sets(st.integers(0, 50), min_size=1, max_size=6)))
    flags = st.sampled_from([False, False, True])
    return [KeyFrame("t", tick, draw(boxes), draw(flags), draw(flags)) for tick in ticks]


def corners_of(box: Box) -> tuple[float, ...]:
    return (box.x, box.y, box.w, box.h)


@settings(max_examples=200, deadline=None, database=None)
@given(key_frames(), st.integers(-5, 60))
def test_a_box_between_key_frames_is_on_the_straight_line(frames: list[KeyFrame], tick: int) -> None:
    found = box_at(frames, tick)
    left = next((k for k in reversed(frames) if k.tick <= tick), None)
    right = next((k for k in frames if k.tick > tick), None)

    if left is None or left.outside:
        assert found is None
        return
    assert found is not None
    assert (found.track_id, found.tick, found.outside) == ("t", tick, False)
    assert found.occluded == left.occluded
    if right is None or right.outside:
        assert found.box == left.box
        return
    share = (tick - left.tick) / (right.tick - left.tick)
    for got, a, b in zip(corners_of(found.box), corners_of(left.box), corners_of(right.box), strict=True):
        assert got == pytest.approx((1 - share) * a + share * b, rel=1e-6, abs=1e-4)


@given(key_frames())
def test_at_a_key_frame_its_own_box_is_given_unchanged(frames: list[KeyFrame]) -> None:
    for frame in frames:
        found = box_at(frames, frame.tick)
        assert (found is None) == frame.outside
        assert found is None or found.box == frame.box


def test_a_track_without_key_frames_is_nowhere() -> None:
    assert box_at([], 5) is None


@given(boxes, st.floats(1, 400, width=32), st.floats(1, 400, width=32))
def test_a_clipped_box_lies_inside_the_picture_and_the_box(box: Box, width: float, height: float) -> None:
    clipped = box.clipped(width, height)
    apart = box.x >= width or box.y >= height or box.x + box.w <= 0 or box.y + box.h <= 0
    assert (clipped is None) == apart
    if clipped is not None:
        assert clipped.x >= max(0, box.x)
        assert clipped.y >= max(0, box.y)
        assert clipped.x + clipped.w <= min(width, box.x + box.w) + 1e-3
        assert clipped.y + clipped.h <= min(height, box.y + box.h) + 1e-3


@pytest.mark.parametrize(("w", "h"), [(0, 1), (1, 0), (-1, 5), (float("nan"), 1)])
def test_a_box_has_a_width_and_a_height(w: float, h: float) -> None:
    with pytest.raises(ValueError, match="width and a height"):
        Box(0, 0, w, h)
