"""Dragged edges rest on frames, on other edges and on the play head, and a range never vanishes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.domain.timebase import TimeRange
from app.views.timeline.snapping import Frames, Snapper

# Variable rate: the gaps between frames differ, and the stream does not begin at 0.
frame_lists = st.lists(st.integers(1, 40), min_size=1, max_size=60).map(
    lambda gaps: np.cumsum([1000, *gaps]).astype(np.int64)
)


def frames_of(starts: np.ndarray) -> Frames:
    return Frames(TimeRange(int(starts[0]), int(starts[-1]) + 17), starts)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Frames, Snapper, TimeRange]:
    """Frames, a snapper, and a range on boundaries of frames."""
    frames = frames_of(draw(frame_lists))
    assert frames.starts is not None
    edges = [*frames.starts.tolist(), frames.span.end]
    low = draw(st.integers(0, len(edges) - 2))
    high = draw(st.integers(low + 1, len(edges) - 1))
    magnets = draw(st.lists(st.sampled_from(edges), max_size=4))
    reach = draw(st.floats(0.0, 50.0))
    snapper = Snapper(frames, np.array(sorted(magnets), np.int64), reach)
    return frames, snapper, TimeRange(edges[low], edges[high])


ticks = st.floats(800, 4000)


def on_boundaries(frames: Frames, span: TimeRange) -> bool:
    assert frames.starts is not None
    edges = {*frames.starts.tolist(), frames.span.end}
    return {span.start, span.end} <= edges and span.start in set(frames.starts.tolist())


@given(cases(), ticks, st.booleans())
def test_a_resized_range_covers_whole_frames_and_keeps_its_other_edge(
    case: tuple[Frames, Snapper, TimeRange], tick: float, start: bool
) -> None:
    frames, snapper, before = case
    after = snapper.resized(before, tick, start=start)
    assert on_boundaries(frames, after)
    assert (after.end == before.end) if start else (after.start == before.start)


@given(cases(), st.floats(-4000, 4000))
def test_a_moved_range_covers_whole_frames_inside_the_medium(
    case: tuple[Frames, Snapper, TimeRange], by: float
) -> None:
    frames, snapper, before = case
    after = snapper.moved(before, by)
    assert on_boundaries(frames, after)
    assert frames.span.start <= after.start < after.end <= frames.span.end


@given(cases(), ticks, ticks)
def test_a_drawn_range_covers_whole_frames_either_way(
    case: tuple[Frames, Snapper, TimeRange], one: float, other: float
) -> None:
    frames, snapper, _ = case
    span = snapper.spanned(one, other)
    assert on_boundaries(frames, span)
    assert span == snapper.spanned(other, one)


@given(cases(), ticks)
def test_the_shown_frame_contains_the_tick(case: tuple[Frames, Snapper, TimeRange], tick: float) -> None:
    frames = case[0]
    held = min(max(tick, frames.span.start), frames.span.end - 1)
    shown = frames.frame_at(held)
    assert shown <= held < max(frames.next_boundary(shown), frames.span.end)


@given(cases(), ticks)
def test_without_magnets_the_nearest_boundary_wins(
    case: tuple[Frames, Snapper, TimeRange], tick: float
) -> None:
    frames = case[0]
    assert frames.starts is not None
    edges = np.array([*frames.starts.tolist(), frames.span.end])
    chosen = Snapper(frames, np.array([], np.int64), 100.0).edge(tick)
    assert abs(chosen - tick) == np.abs(edges - tick).min()


def test_another_edge_attracts_within_reach_only() -> None:
    frames = Frames(TimeRange(0, 1000), np.arange(0, 1000, 10, dtype=np.int64))
    snapper = Snapper(frames, np.array([500], np.int64), 25.0)
    assert snapper.edge(522) == 500
    assert snapper.edge(478) == 500
    assert snapper.edge(527) == 530
    assert snapper.resized(TimeRange(300, 400), 480, start=False) == TimeRange(300, 500)
    # Whichever edge of a moved range comes near is drawn to it.
    assert snapper.moved(TimeRange(300, 400), 120) == TimeRange(400, 500)
    assert snapper.moved(TimeRange(300, 400), 190) == TimeRange(500, 600)


def test_sound_alone_has_a_boundary_at_every_tick() -> None:
    frames = Frames(TimeRange(0, 1000))
    snapper = Snapper(frames, np.array([], np.int64), 0.0)
    assert snapper.spanned(123.4, 456.7) == TimeRange(123, 457)
    assert frames.frame_at(12.9) == 12
    assert frames.boundary(5000) == 1000


def test_an_edge_cannot_pass_the_other() -> None:
    frames = Frames(TimeRange(0, 1000), np.arange(0, 1000, 10, dtype=np.int64))
    snapper = Snapper(frames, np.array([], np.int64), 0.0)
    assert snapper.resized(TimeRange(300, 400), 900, start=True) == TimeRange(390, 400)
    assert snapper.resized(TimeRange(300, 400), 10, start=False) == TimeRange(300, 310)
    assert snapper.resized(TimeRange(300, 400), 5000, start=False) == TimeRange(300, 1000)


def test_a_point_rests_on_the_frame_that_is_shown() -> None:
    frames = Frames(TimeRange(0, 1000), np.arange(0, 1000, 10, dtype=np.int64))
    snapper = Snapper(frames, np.array([], np.int64), 0.0)
    assert snapper.moved_point(TimeRange.point(100), 57) == TimeRange.point(150)
    assert snapper.moved_point(TimeRange.point(100), 99_999) == TimeRange.point(990)
