"""Ticks ↔ x, the ruler and the lanes: whatever the window, nothing leaves its bounds."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.timebase import TimeRange, TimeScale
from app.views.timeline import ruler
from app.views.timeline.lanes import Section, lay_out
from app.views.timeline.time_axis import TimeAxis, ZoomLevel

spans = st.builds(
    lambda start, length: TimeRange(start, start + length),
    st.integers(-(10**9), 10**9),
    st.integers(10, 10**9),
)
positions = st.floats(0.0, 1.0)
moves = st.lists(
    st.one_of(
        st.tuples(st.just("zoom"), st.floats(0.1, 10.0), positions),
        st.tuples(st.just("pan"), st.floats(-3000.0, 3000.0), positions),
        st.tuples(st.just("centre"), st.floats(-1e9, 2e9), positions),
    ),
    max_size=12,
)


def moved(axis: TimeAxis, steps: list[tuple[str, float, float]]) -> TimeAxis:
    for kind, amount, share in steps:
        if kind == "zoom":
            axis = axis.zoomed_at(axis.left + share * axis.width, amount)
        elif kind == "pan":
            axis = axis.panned(amount)
        else:
            axis = axis.centred_on(amount)
    return axis


@given(spans, moves)
def test_the_window_never_leaves_the_medium(span: TimeRange, steps: list[tuple[str, float, float]]) -> None:
    axis = moved(TimeAxis.fitting(span, 120.0, 1000.0, 5.0), steps)
    slack = 1e-6 * span.length + 1e-3
    assert axis.start >= span.start - slack
    assert axis.end <= span.end + slack
    assert axis.shortest - slack <= axis.length <= span.length
    assert span.start <= axis.window.start < axis.window.end <= span.end


@given(spans, moves, positions)
def test_x_and_tick_are_inverse(span: TimeRange, steps: list[tuple[str, float, float]], share: float) -> None:
    axis = moved(TimeAxis.fitting(span, 120.0, 1000.0, 5.0), steps)
    tick = axis.start + share * axis.length
    assert axis.tick(axis.x(tick)) == pytest.approx(tick, abs=1e-6 * span.length + 1e-3)
    assert axis.left - 1e-6 <= axis.x(tick) <= axis.right + 1e-6


@given(spans, positions, st.floats(1.0, 4.0))
def test_zooming_keeps_the_tick_under_the_cursor(span: TimeRange, share: float, factor: float) -> None:
    axis = TimeAxis.fitting(span, 100.0, 800.0)
    x = 100.0 + share * 800.0
    assert axis.zoomed_at(x, factor).tick(x) == pytest.approx(axis.tick(x), abs=1e-6 * span.length)


def test_zooming_out_ends_at_the_whole_film() -> None:
    axis = TimeAxis.fitting(TimeRange(100, 1100), 0.0, 500.0).zoomed_at(200.0, 8.0)
    assert axis != axis.fitted()
    assert axis.zoomed_at(400.0, 0.01) == axis.fitted()


def test_revealing_moves_only_when_needed() -> None:
    axis = TimeAxis.fitting(TimeRange(0, 10_000), 0.0, 500.0).zoomed_at(0.0, 10.0)
    assert axis.showing(TimeRange(100, 200)) is axis
    away = axis.showing(TimeRange(5000, 5100))
    assert away.length == axis.length
    assert away.start <= 5000 < 5100 <= away.end
    wide = axis.showing(TimeRange(2000, 6000))
    assert wide.start < 2000 < 6000 < wide.end


@pytest.mark.parametrize(
    ("seconds", "level"),
    [(7200, ZoomLevel.HOURS), (600, ZoomLevel.MINUTES), (31, ZoomLevel.MINUTES), (5, ZoomLevel.SECONDS)],
)
def test_zoom_levels(seconds: int, level: ZoomLevel) -> None:
    scale = TimeScale(Fraction(1, 1000))
    assert TimeAxis.fitting(TimeRange(0, seconds * 1000), 0, 100).level(scale) is level


# ---------------------------------------------------------------------------------------------------- ruler


@given(st.floats(1e-6, 1e3))
def test_labels_of_the_ruler_have_room(per_unit: float) -> None:
    step = ruler.step_for(per_unit, 80.0)
    assert step / per_unit >= 80.0 or step == ruler.STEPS_S[-1]
    smaller = [s for s in ruler.STEPS_S if s < step]
    assert not smaller or smaller[-1] / per_unit < 80.0


@pytest.mark.parametrize(
    ("seconds", "step", "text"),
    [
        (0.0, 1.0, "0:00"),
        (65.0, 5.0, "1:05"),
        (3600.0, 60.0, "1:00:00"),
        (65.25, 0.05, "1:05.25"),
        (0.001, 0.001, "0:00.001"),
        (59.9999, 0.5, "1:00.0"),
        (-1.5, 0.5, "-0:01.5"),
        (-0.0, 1.0, "0:00"),
    ],
)
def test_texts_of_the_ruler(seconds: float, step: float, text: str) -> None:
    assert ruler.text_at(seconds, step) == text


@given(st.floats(-100, 100), st.floats(0.1, 1000), st.sampled_from(ruler.STEPS_S))
def test_lines_stand_on_multiples(start: float, length: float, step: float) -> None:
    if length / step > 5000:
        return
    found = ruler.positions(start, start + length, step)
    assert all(start - 1e-6 * step <= s <= start + length + 1e-6 * step for _, s in found)
    assert abs(len(found) - length / step) <= 1.001
    assert all(s == n * step for n, s in found)


@pytest.mark.parametrize("step", ruler.STEPS_S)
def test_small_lines_stand_on_round_times(step: float) -> None:
    assert round(step / ruler.parts_of(step) * 1e6) % 250 == 0 or step < 0.01


# ---------------------------------------------------------------------------------------------------- lanes

names = st.lists(st.uuids().map(str), max_size=12, unique=True)


@given(st.floats(120, 1500), names, names, names, st.floats(0, 2000))
def test_bands_follow_one_another_and_fill_the_height(
    height: float, labels: list[str], boxes: list[str], model: list[str], scroll: float
) -> None:
    layout = lay_out(height, 14.0, labels, boxes, model, scroll)
    bands = [layout.overview, layout.ruler, layout.scrolled, layout.attention, layout.sound]
    assert bands[0].top == 0
    for above, below in pairwise(bands):
        assert above.bottom == pytest.approx(below.top)
    assert layout.sound.bottom == pytest.approx(max(height, layout.sound.bottom))
    assert all(band.height >= 0 for band in bands)
    classes = [(lane.section, lane.class_id) for lane in layout.lanes if not lane.is_heading]
    named = ((Section.LABELS, labels), (Section.BOXES, boxes), (Section.MODEL, model))
    assert classes == [(section, c) for section, found in named for c in found]
    for above, below in pairwise(layout.lanes):
        assert above.band.bottom == pytest.approx(below.band.top)
    assert layout.lanes[-1].band.bottom >= layout.scrolled.bottom - 14 or layout.largest_scroll == 0


def test_the_bottom_lane_can_be_scrolled_to() -> None:
    many = [f"c{n}" for n in range(20)]
    top = lay_out(250, 14.0, many, [], many)
    assert top.largest_scroll > 0
    bottom = lay_out(250, 14.0, many, [], many, scroll=1e9)
    assert bottom.lanes[-1].band.bottom <= bottom.scrolled.bottom
    assert bottom.lane_at(bottom.scrolled.bottom - 6) == bottom.lanes[-1]
    assert bottom.sound.height >= 3 * 14


def test_sound_gives_a_line_where_that_spares_the_scrolling() -> None:
    """Some height is just too low for tight lanes and three lines of sound, and enough with two."""
    scrolls = {h: lay_out(h, 14.0, ["a", "b", "c"], ["d", "e"], ["a", "b", "c"]) for h in range(250, 400)}
    spared = [layout for layout in scrolls.values() if layout.sound.height < 3 * 14]
    assert spared
    assert all(layout.largest_scroll == 0 and layout.sound.height >= 2 * 14 for layout in spared)


SMALL, LINE = 178, 14.0
"""What the timeline has of a window of 1366 × 768, and its text there."""


@pytest.mark.parametrize("attention", [False, True])
@pytest.mark.parametrize("labels", [0, 1, 2, 8])
@pytest.mark.parametrize("model", [0, 2, 8])
def test_thumbnails_stay_on_a_small_screen(labels: int, model: int, *, attention: bool) -> None:
    names = [str(n) for n in range(max(labels, model))]
    layout = lay_out(SMALL, LINE, names[:labels], [], names[:model], thumbnails=True, attention=attention)
    assert layout.thumbnails.height >= 24
    assert layout.sound.height >= 2 * LINE
    assert bool(layout.attention.height) is attention
    whole = [lane for lane in layout.lanes if lane.band.bottom <= layout.scrolled.bottom]
    assert len(whole) >= min(3, len(layout.lanes))


@pytest.mark.parametrize(("labels", "sentence"), [(2, True), (3, False)])
def test_few_classes_need_no_scrolling_below_thumbnails_on_a_small_screen(
    labels: int, *, sentence: bool
) -> None:
    """A heading that says nothing makes way."""
    names = ["a", "b", "c"][:labels]
    layout = lay_out(SMALL, LINE, names, [], [], thumbnails=True, attention=False, sentence=sentence)
    assert layout.largest_scroll == 0
    assert (layout.lane_of(Section.LABELS, "") is not None) is sentence
    assert layout.lane_of(Section.MODEL, "") is not None


def test_a_spectrogram_that_was_asked_for_comes_before_thumbnails() -> None:
    sound = (6.0, 18.0)
    small = lay_out(SMALL, LINE, ["a"], [], ["a"], sound_lines=sound, thumbnails=True)
    assert small.thumbnails.height == 0
    assert small.sound.height >= 4 * LINE
    assert lay_out(SMALL + 60, LINE, ["a"], [], ["a"], sound_lines=sound, thumbnails=True).thumbnails.height


@given(st.floats(120, 600), names, names)
def test_thumbnails_grow_only_with_room_to_spare(height: float, labels: list[str], model: list[str]) -> None:
    layout = lay_out(height, LINE, labels, [], model, thumbnails=True)
    pictures = layout.thumbnails.height
    assert pictures <= 3 * LINE
    assert pictures == 0 or pictures >= 24
    if pictures > 1.75 * LINE + 1:
        assert layout.largest_scroll == 0
    for above, below in pairwise([layout.ruler, layout.thumbnails, layout.scrolled, layout.attention]):
        assert above.bottom == pytest.approx(below.top)
    assert layout.sound.bottom == pytest.approx(height)


def test_points_between_bands_belong_to_sections() -> None:
    layout = lay_out(300, 14.0, ["a"], [], ["a"])
    assert layout.section_at(1) is Section.OVERVIEW
    assert layout.section_at(layout.ruler.top + 1) is Section.RULER
    assert layout.section_at(layout.sound.top + 1) is Section.SOUND
    assert layout.section_at(layout.attention.top) is Section.ATTENTION
    lane = layout.lane_of(Section.MODEL, "a")
    assert lane is not None
    assert layout.lane_at(lane.band.top + 1) is lane
    assert layout.lane_at(layout.ruler.top) is None
