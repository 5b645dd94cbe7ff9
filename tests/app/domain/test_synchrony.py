"""Films side by side: the same moment in each, lined up by offset, by clock, by a frame."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.domain.media import Medium
from app.domain.synchrony import lined_up, lined_up_by_clock, offset_s, second_in, shifted

MAIN = Medium("a", "a.mp4", "a.mp4", "match", Fraction(1, 90_000), 0, 90_000 * 600)
OTHER = replace(MAIN, id="b", path="b.mp4", name="b.mp4")
OFFSETS = st.floats(-10_000, 10_000).map(lambda s: round(s, 6))


@given(OFFSETS, st.integers(-(10**9), 10**9) | st.none(), st.floats(0, 600))
def test_a_moment_is_found_there_and_back(offset: float, place: int | None, seconds: float) -> None:
    main = replace(MAIN, sync_us=place)
    other = lined_up(main, OTHER, offset)
    assert offset_s(main, other) == pytest.approx(offset, abs=1e-6)
    there = second_in(main, other, seconds)
    assert there == pytest.approx(seconds - offset, abs=2e-6)
    assert second_in(other, main, there) == pytest.approx(seconds, abs=1e-6)


def test_films_that_were_never_lined_up_begin_together() -> None:
    assert second_in(MAIN, OTHER, 3.0) == 3.0


def test_a_shift_shows_a_later_moment() -> None:
    other = shifted(MAIN, lined_up(MAIN, OTHER, 2.0), 0.04)
    assert second_in(MAIN, other, 10.0) == pytest.approx(8.04)


def test_clocks_of_other_zones_are_compared_in_physical_time() -> None:
    main = replace(MAIN, wall_clock="2026-05-04T12:00:00+02:00", wall_clock_zone="Europe/Berlin")
    other = replace(OTHER, wall_clock="2026-05-04T18:00:30+08:00", wall_clock_zone="Asia/Shanghai")
    assert offset_s(main, lined_up_by_clock(main, other)) == pytest.approx(30)


@pytest.mark.parametrize(
    ("main", "other", "named"),
    [
        (("", ""), ("2026-05-04T18:00:30+08:00", "+08:00"), "time of day of a.mp4"),
        (("2026-05-04T18:00:30+08:00", "+08:00"), ("", ""), "time of day of b.mp4"),
        (("2026-05-04T18:00:30+08:00", "+08:00"), ("2026-05-04T18:00:30", ""), "time zone of b.mp4"),
    ],
)
def test_an_unknown_clock_is_named(main: tuple[str, str], other: tuple[str, str], named: str) -> None:
    with pytest.raises(UserError, match=named):
        lined_up_by_clock(
            replace(MAIN, wall_clock=main[0], wall_clock_zone=main[1]),
            replace(OTHER, wall_clock=other[0], wall_clock_zone=other[1]),
        )
