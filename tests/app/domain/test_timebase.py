from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.media import Medium
from app.domain.timebase import TimeRange, TimeScale, clock_text

bases = st.sampled_from(
    [Fraction(1, 25), Fraction(1001, 30000), Fraction(1, 90000), Fraction(1, 12800), Fraction(1, 44100)]
)
origins = st.fractions(-10, 100, max_denominator=90000)


@given(bases, origins, st.integers(0, 2**40))
def test_a_tick_comes_back_from_seconds(base: Fraction, origin: Fraction, tick: int) -> None:
    scale = TimeScale(base, origin)
    if tick * base > 10**6:  # beyond eleven days a float of seconds no longer holds one 90 kHz tick
        tick %= int(10**6 / base)
    assert scale.tick(scale.seconds(tick)) == tick


@given(bases, origins, st.floats(0, 10**5))
def test_seconds_go_to_the_nearest_tick(base: Fraction, origin: Fraction, seconds: float) -> None:
    scale = TimeScale(base, origin)
    assert abs(scale.seconds(scale.tick(seconds)) - seconds) <= float(base) / 2 + 1e-9


def test_second_zero_is_the_origin() -> None:
    scale = TimeScale(Fraction(1, 90000), Fraction(7, 5))  # a transport stream that begins at 1.4 s
    assert scale.tick(0) == 126000
    assert scale.seconds(126000) == 0


def test_a_duration_is_never_empty() -> None:
    scale = TimeScale(Fraction(1, 25), Fraction(3))
    assert scale.ticks(0) == 1
    assert scale.ticks(2) == 50


def range_of(pair: tuple[int, int]) -> TimeRange:
    return TimeRange(pair[0], pair[0] + pair[1])


some_ranges = st.tuples(st.integers(-50, 50), st.integers(1, 30)).map(range_of)


@given(some_ranges, some_ranges)
def test_ranges_meet_where_their_ticks_do(a: TimeRange, b: TimeRange) -> None:
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    assert a.overlaps(b) == bool(shared)
    both = a.intersection(b)
    assert (set(range(both.start, both.end)) if both else set()) == shared
    assert a.length == len(range(a.start, a.end))
    assert [a.contains(tick) for tick in (a.start - 1, a.start, a.end - 1, a.end)] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3)])
def test_a_range_is_never_empty(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="must end after"):
        TimeRange(start, end)


def test_a_point_is_one_tick() -> None:
    assert TimeRange.point(7) == TimeRange(7, 8)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "00:00:00.000"),
        (-0.0001, "00:00:00.000"),
        (-1.5, "-00:00:01.500"),
        (59.9996, "00:01:00.000"),
        (3723.004, "01:02:03.004"),
        (360000, "100:00:00.000"),
    ],
)
def test_a_clock_reads_to_the_millisecond(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text


def test_a_medium_without_length_still_has_a_span() -> None:
    medium = Medium("m", "a", "a", "a", Fraction(1, 25), 5, 5, origin=Fraction(1, 5))
    assert medium.span == TimeRange(5, 6)
    assert medium.scale.seconds(5) == 0
