"""The arrays say what asking every range would say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.timebase import TimeRange
from app.views.timeline.range_columns import RangeColumns, column_maxima
from app.views.timeline.time_axis import TimeAxis


@dataclass(frozen=True)
class Entity:
    id: str
    range: TimeRange


ranges = st.builds(lambda a, n: TimeRange(a, a + n), st.integers(0, 1000), st.integers(1, 400))
entities = st.lists(ranges, max_size=40).map(lambda found: [Entity(f"e{n}", r) for n, r in enumerate(found)])


@given(entities, ranges)
def test_a_window_finds_what_overlaps_it(found: list[Entity], window: TimeRange) -> None:
    columns = RangeColumns.of(found)
    ids = set(columns.ids[columns.within(window)])
    assert ids == {e.id for e in found if e.range.overlaps(window)}


@given(entities, ranges)
def test_covered_ticks_are_counted_once_for_each(found: list[Entity], window: TimeRange) -> None:
    columns = RangeColumns.of(found)
    parts = [e.range.intersection(window) for e in found]
    assert columns.covered(columns.within(window), window) == sum(p.length for p in parts if p)


@given(entities, entities.map(lambda found: [Entity("n" + e.id, e.range) for e in found]), st.data())
def test_replacing_is_building_anew(before: list[Entity], added: list[Entity], data: st.DataObject) -> None:
    removed = data.draw(st.lists(st.sampled_from(before), unique=True)) if before else []
    after = [e for e in before if e not in removed] + added
    columns, anew = RangeColumns.of(before).replaced(removed, added), RangeColumns.of(after)
    key = lambda c: sorted(zip(c.starts.tolist(), c.ends.tolist(), c.ids.tolist(), strict=True))  # noqa: E731
    assert key(columns) == key(anew)
    assert (np.diff(columns.starts) >= 0).all()


@settings(max_examples=40)
@given(entities, st.integers(0, 900), st.integers(20, 1400), st.integers(1, 60))
def test_density_counts_what_touches_each_column(
    found: list[Entity], start: int, length: int, columns: int
) -> None:
    axis = TimeAxis.fitting(TimeRange(0, 2000), 0.0, float(columns))
    axis = axis.zoomed_at(0.0, 2000 / length).starting_at(start)
    counts = RangeColumns.of(found).density(axis, columns)
    edges = axis.column_edges(columns)
    for column in range(columns):
        low, high = edges[column], edges[column + 1]
        slack = 1e-6 * length
        surely = sum(e.range.start < high - slack and e.range.end > low + slack for e in found)
        possibly = sum(e.range.start <= high + slack and e.range.end >= low - slack for e in found)
        assert surely <= counts[column] <= possibly


@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=30, unique=True).map(sorted),
    st.integers(1, 40),
    st.randoms(use_true_random=False),
)
def test_each_column_shows_the_highest_step_that_touches_it(
    ticks: list[int], columns: int, random: object
) -> None:
    values = np.array([random.random() for _ in ticks], np.float32)  # type: ignore[attr-defined]
    axis = TimeAxis.fitting(TimeRange(0, 1024), 0.0, float(columns))
    maxima = column_maxima(np.array(ticks, np.int64), values, axis, columns)
    edges = axis.column_edges(columns)
    ends = [*ticks[1:], np.inf]
    for column in range(columns):
        touching = [
            v
            for t, e, v in zip(ticks, ends, values, strict=True)
            if t < edges[column + 1] and e > edges[column]
        ]
        if touching:
            assert maxima[column] == max(touching)
        else:
            assert np.isnan(maxima[column])


def test_no_steps_give_no_values() -> None:
    axis = TimeAxis.fitting(TimeRange(0, 100), 0.0, 10.0)
    assert np.isnan(column_maxima(np.array([], np.int64), np.array([], np.float32), axis, 10)).all()


def test_replacing_many_at_once_is_building_anew() -> None:
    before = [Entity(f"e{n}", TimeRange(7 * n % 50, 7 * n % 50 + 3)) for n in range(200)]
    columns = RangeColumns.of(before).replaced(before[:150], [Entity("new", TimeRange(3, 4))])
    assert set(columns.ids) == {"new", *(e.id for e in before[150:])}
    assert (np.diff(columns.starts) >= 0).all()
