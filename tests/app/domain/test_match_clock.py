"""The match clock: there and back, stoppage time, stops, and marking the periods."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.domain.match_clock import (
    PATTERNS,
    MatchClock,
    Period,
    clock_ms,
    ended,
    resumed,
    showing,
    started,
    stopped,
)
from app.domain.timebase import TimeRange, TimeScale

MS = TimeScale(Fraction(1, 1000))
MINUTE = 60_000
FOOTBALL, BASKETBALL, HANDBALL, HOCKEY = PATTERNS
FILM = TimeRange(-5_000, 150 * MINUTE)

HALF_1 = Period("1st half", 10 * MINUTE, 58 * MINUTE, 0, False, 45 * MINUTE)
HALF_2 = Period("2nd half", 73 * MINUTE, 120 * MINUTE, 45 * MINUTE, False, 45 * MINUTE)
MATCH = MatchClock((HALF_1, HALF_2), MS)


@pytest.mark.parametrize(
    ("tick", "text"),
    [
        (10 * MINUTE - 1, ""),
        (10 * MINUTE, "1st half 0:00"),
        (22 * MINUTE + 34_999, "1st half 12:34"),
        (55 * MINUTE, "1st half 45+0:00"),
        (57 * MINUTE + 10_000, "1st half 45+2:10"),
        (58 * MINUTE, ""),
        (73 * MINUTE, "2nd half 45:00"),
        (95 * MINUTE + 30_000, "2nd half 67:30"),
        (118 * MINUTE + 5_000, "2nd half 90+0:05"),
    ],
)
def test_football(tick: int, text: str) -> None:
    assert MATCH.text(tick) == text


@pytest.mark.parametrize(
    ("typed", "ticks"),
    [
        ("2:67:30", [95 * MINUTE + 30_000]),
        ("67:30", [95 * MINUTE + 30_000]),
        ("12:34.5", [22 * MINUTE + 34_500]),
        ("45+2:10", [57 * MINUTE + 10_000]),
        ("47:10", [75 * MINUTE + 10_000]),  # the second half has that time without stoppage
        ("1:47:10", [57 * MINUTE + 10_000]),
        ("1:67:30", []),
        ("3:10:00", []),
        ("0:10:00", []),
    ],
)
def test_what_is_typed_is_found(typed: str, ticks: list[int]) -> None:
    assert MATCH.ticks_of(typed) == ticks


def test_a_clock_that_counts_down_and_stands() -> None:
    quarter = Period(
        "Q4", 0, 20 * MINUTE, 10 * MINUTE, True, 10 * MINUTE, ((60_000, 90_000), (90_000, 95_000))
    )
    clock = MatchClock((quarter,), MS)
    shown = [clock.text(t) for t in (0, 1, 60_000, 80_000, 94_999, 95_001, 10 * MINUTE, 15 * MINUTE)]
    assert shown == [
        *("Q4 10:00", "Q4 9:59", "Q4 9:00", "Q4 9:00", "Q4 9:00", "Q4 8:59", "Q4 0:35.0", "Q4 0:00.0")
    ]
    assert clock.ticks_of("9:00") == [60_000]
    assert clock.ticks_of("8:59") == [96_000]
    assert clock.ticks_of("10:01") == []


@given(
    base=st.sampled_from((Fraction(1, 90_000), Fraction(1, 1000), Fraction(1001, 30_000))),
    origin=st.integers(-3, 3),
    start=st.integers(-(10**6), 10**6),
    lengths=st.lists(st.integers(1, 10**6), min_size=1, max_size=9),
    first_ms=st.integers(0, 10**7),
    counts_down=st.booleans(),
    places=st.lists(st.integers(0, 10**7), min_size=2, max_size=5),
)
def test_there_and_back_and_never_against_its_direction(
    base: Fraction,
    origin: int,
    start: int,
    lengths: list[int],
    first_ms: int,
    counts_down: bool,
    places: list[int],
) -> None:
    """`lengths`: play, stop, play, stop …, each in ticks."""
    edges = [start]
    for length in lengths:
        edges.append(edges[-1] + length)
    stops = tuple((edges[n], edges[n + 1]) for n in range(1, len(lengths), 2))
    period = Period("P", start, edges[-1], first_ms, counts_down, 0, stops)
    scale = TimeScale(base, Fraction(origin))
    clock = MatchClock((period,), scale)
    ticks = sorted(start + place % (edges[-1] - start) for place in places)
    readings = [clock.at(tick) for tick in ticks]
    shown = [reading.clock_ms for reading in readings if reading is not None]
    assert len(shown) == len(ticks)
    assert shown == sorted(shown, reverse=counts_down)
    for tick, ms in zip(ticks, shown, strict=True):
        back = clock.tick_of(1, ms)
        assert back is not None
        assert back <= tick
        again = clock.at(back)
        assert again is not None
        assert again.clock_ms == ms


def test_marking_a_match_as_it_goes_on() -> None:
    periods = started((), FOOTBALL.period(0, TimeRange(1000, FILM.end)))
    assert periods[0].end == FILM.end
    periods = ended(periods, 50 * MINUTE)
    periods = started(periods, FOOTBALL.period(1, TimeRange(60 * MINUTE, FILM.end)))
    assert [(p.name, p.start, p.end, p.clock_start_ms) for p in periods] == [
        ("1st half", 1000, 50 * MINUTE, 0),
        ("2nd half", 60 * MINUTE, FILM.end, 45 * MINUTE),
    ]
    # A period put in between ends where the next begins, and ends the one that was running.
    between = started(periods, FOOTBALL.period(2, TimeRange(40 * MINUTE, FILM.end)))
    assert [(p.name, p.start, p.end) for p in between] == [
        ("1st half", 1000, 40 * MINUTE),
        ("Extra 1", 40 * MINUTE, 60 * MINUTE),
        ("2nd half", 60 * MINUTE, FILM.end),
    ]
    with pytest.raises(UserError, match="starts here already"):
        started(periods, FOOTBALL.period(2, TimeRange(1000, FILM.end)))
    with pytest.raises(UserError, match="No period has started"):
        ended(periods, 1000)


def test_stopping_and_running_again() -> None:
    quarter = (BASKETBALL.period(0, TimeRange(0, 20 * MINUTE)),)
    standing = stopped(quarter, MINUTE)
    clock = MatchClock(standing, MS)
    assert clock.text(15 * MINUTE) == "Q1 9:00"
    running = resumed(standing, 3 * MINUTE)
    assert MatchClock(running, MS).text(4 * MINUTE) == "Q1 8:00"
    earlier = stopped(running, 30_000)
    assert earlier[0].stops == ((30_000, MINUTE), (MINUTE, 3 * MINUTE))
    assert resumed(stopped(quarter, MINUTE), MINUTE) == quarter
    for work, words in (
        (lambda: stopped(standing, 2 * MINUTE), "stands"),
        (lambda: resumed(quarter, 5), "runs"),
    ):
        with pytest.raises(UserError, match=words):
            work()
    with pytest.raises(UserError, match="No period is running"):
        stopped(quarter, 20 * MINUTE)
    assert ended(running, 2 * MINUTE)[0].stops == ((MINUTE, 2 * MINUTE),)


def test_the_clock_is_put_right_by_what_the_picture_shows() -> None:
    for pattern, typed in ((FOOTBALL, "12:34"), (HOCKEY, "12:34")):
        periods = (pattern.period(0, FILM),)
        right = showing(periods, 8 * MINUTE, clock_ms(typed), MS)
        assert MatchClock(right, MS).text(8 * MINUTE).endswith(typed)
        assert MatchClock(right, MS).text(9 * MINUTE).endswith("13:34" if pattern is FOOTBALL else "11:34")
    with pytest.raises(UserError, match="has run for longer"):
        showing((FOOTBALL.period(0, FILM),), 8 * MINUTE, 0, MS)


def test_what_each_pattern_begins_with() -> None:
    begins = [
        [
            (p.name, MatchClock((p,), MS).text(0))
            for p in (pattern.period(n, TimeRange(0, 9)) for n in (0, 1, 4))
        ]
        for pattern in (FOOTBALL, BASKETBALL)
    ]
    assert begins == [
        [("1st half", "1st half 0:00"), ("2nd half", "2nd half 45:00"), ("Extra 3", "Extra 3 180:00")],
        [("Q1", "Q1 10:00"), ("Q2", "Q2 10:00"), ("Extra 1", "Extra 1 10:00")],
    ]


@pytest.mark.parametrize("typed", ["12", "1:2:03:04", "twelve", "12:60", "2:67:30"])
def test_what_is_no_clock_is_said(typed: str) -> None:
    with pytest.raises(UserError, match="no time of a match"):
        clock_ms(typed)


@pytest.mark.parametrize(
    "fields",
    [
        {"end": 0},
        {"clock_start_ms": -1},
        {"stops": ((5, 5),)},
        {"stops": ((5, 7), (6, 8))},
        {"stops": ((90, 110),)},
    ],
)
def test_a_period_is_what_it_can_be(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Period(**{"name": "P", "start": 0, "end": 100, **fields})
