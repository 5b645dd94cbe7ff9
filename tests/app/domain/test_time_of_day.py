"""The time of day of each tick: there and back, across midnight and changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.domain.media import Medium
from app.domain.time_of_day import (
    TimeOfDay,
    canonical_zone,
    comes_twice,
    confirmed,
    parse_moment,
    without_clock,
    zone_named,
)

RATES = (Fraction(1, 90_000), Fraction(1, 1000), Fraction(1001, 30_000), Fraction(1, 48_000))
ZONES = (
    "",
    "UTC",
    "+05:30",
    "-03:00",
    "Europe/Berlin",
    "Asia/Shanghai",
    "America/St_Johns",
    "Australia/Lord_Howe",
)


def medium(
    hours: float = 2.0,
    *,
    base: Fraction = Fraction(1, 90_000),
    first: int = 0,
    origin: Fraction = Fraction(0),
) -> Medium:
    return Medium("m", "f.mp4", "f.mp4", "g", base, first, first + round(hours * 3600 / base), origin)


def clock_of(film: Medium) -> TimeOfDay:
    clock = TimeOfDay.of(film)
    assert clock is not None
    return clock


@given(
    shown=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),
    zone=st.sampled_from(ZONES),
    base=st.sampled_from(RATES),
    first=st.integers(-100_000, 100_000),
    places=st.lists(st.integers(0, 10**9), min_size=2, max_size=6),
)
def test_there_and_back_and_never_backwards(
    shown: datetime, zone: str, base: Fraction, first: int, places: list[int]
) -> None:
    film = medium(30, base=base, first=first, origin=Fraction(first) * base / 2)
    ticks = sorted(first + place % film.span.length for place in places)
    try:
        film = confirmed(film, ticks[0], shown, zone, 500)
    except UserError:
        assert "did not exist" in str(_error(film, ticks[0], shown, zone))
        return
    clock = clock_of(film)
    moments = [clock.moment(tick) for tick in ticks]
    assert moments[0].replace(tzinfo=None) == shown
    assert [clock.tick_of(moment) for moment in moments] == ticks
    instants = moments if not zone else [moment.astimezone(UTC) for moment in moments]
    assert instants == sorted(instants)
    for tick, moment in zip(ticks, moments, strict=True):
        assert tick in clock.ticks_at(moment.time(), moment.date())
        assert tick in clock.ticks_at(moment.time())


def _error(film: Medium, tick: int, shown: datetime, zone: str) -> UserError:
    with pytest.raises(UserError) as refused:
        confirmed(film, tick, shown, zone)
    return refused.value


def test_what_is_shown_beside_the_position() -> None:
    film = confirmed(medium(), 90_000, datetime(2024, 1, 31, 14, 2, 31), "Asia/Shanghai", 2000)
    clock = clock_of(film)
    assert clock.at(90_000) == "14:02:31 +08 ± 2 s"
    assert clock.at(0) == "14:02:30 +08 ± 2 s"
    assert clock.described(90_000 + 45_000) == (
        "Wednesday, 2024-01-31 14:02:31.500 +08 (Asia/Shanghai), ± 2 s"
    )
    plain = clock_of(confirmed(medium(), 0, datetime(2024, 1, 31, 14, 2, 31)))
    assert plain.at(0) == "14:02:31"
    assert plain.described(0) == "Wednesday, 2024-01-31 14:02:31.000, zone not known"
    assert clock_of(confirmed(medium(), 0, datetime(2024, 1, 31, 14), "+5:30")).at(0) == "14:00:00 +05:30"
    assert clock_of(confirmed(medium(), 0, datetime(2024, 1, 31, 14), "z")).at(0) == "14:00:00 UTC"


def test_the_date_is_shown_where_it_changes() -> None:
    clock = clock_of(confirmed(medium(2), 0, datetime(2024, 2, 28, 23, 30)))
    assert clock.at(0) == "2024-02-28 23:30:00"
    assert clock.at(90_000 * 1800) == "2024-02-29 00:00:00"
    assert clock.ticks_at(time(0, 0)) == [90_000 * 1800]
    assert clock.ticks_at(time(0, 0), date(2024, 2, 28)) == []


def test_a_film_runs_through_the_hour_that_comes_twice() -> None:
    clock = clock_of(confirmed(medium(3), 0, datetime(2026, 10, 25, 1, 30), "Europe/Berlin"))
    hour = 90_000 * 3600
    assert [clock.at(n * hour) for n in range(3)] == ["01:30:00 +02", "02:30:00 +02", "02:30:00 +01"]
    assert clock.ticks_at(time(2, 30)) == [hour, 2 * hour]
    assert comes_twice(datetime(2026, 10, 25, 2, 30), "Europe/Berlin")
    assert not comes_twice(datetime(2026, 10, 25, 1, 30), "Europe/Berlin")
    assert not comes_twice(datetime(2026, 10, 25, 2, 30), "")


def test_a_film_jumps_over_the_hour_that_is_skipped() -> None:
    clock = clock_of(confirmed(medium(2), 0, datetime(2026, 3, 29, 1, 30), "Europe/Berlin"))
    assert clock.at(90_000 * 3600) == "03:30:00 +02"
    assert clock.ticks_at(time(2, 30)) == []
    with pytest.raises(UserError, match="did not exist on 2026-03-29"):
        confirmed(medium(), 0, datetime(2026, 3, 29, 2, 30), "Europe/Berlin")


def test_second_zero_keeps_its_time_when_the_first_frame_turns_out_to_be_later() -> None:
    film = confirmed(medium(first=-450), 0, datetime(2024, 1, 1, 12), "UTC")
    later = clock_of(Medium(**{**_fields(film), "start": 900}))
    assert later.at(0) == clock_of(film).at(0) == "12:00:00 UTC"
    assert clock_of(film).described(-450).endswith("11:59:59.995 UTC")


def _fields(film: Medium) -> dict[str, object]:
    return {name: getattr(film, name) for name in Medium.__slots__}


@pytest.mark.parametrize(
    ("wall_clock", "zone"),
    [
        ("", ""),
        ("2024-01-31T22:00:00.000000Z", ""),  # what format 1 took from the file, unasked
        ("2024-01-31T22:00:00", "UTC"),
        ("yesterday", "UTC"),
        ("2024-01-31T22:00:00+00:00", "Nowhere/Town"),
        ("9999-12-31T23:59:00", ""),
    ],
)
def test_what_nobody_confirmed_is_not_known(wall_clock: str, zone: str) -> None:
    film = Medium(**{**_fields(medium()), "wall_clock": wall_clock, "wall_clock_zone": zone})
    assert TimeOfDay.of(film) is None


def test_a_clock_can_be_taken_back() -> None:
    film = medium()
    assert without_clock(confirmed(film, 0, datetime(2024, 1, 1), "UTC", 3)) == film


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("utc", "UTC"),
        ("+8", "+08:00"),
        ("UTC+5:30", "+05:30"),
        ("-0330", "-03:30"),
        ("+00:00", "UTC"),
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("America/New York", "America/New_York"),
    ],
)
def test_zones_are_stored_in_one_way(typed: str, stored: str) -> None:
    assert canonical_zone(typed) == stored
    moment = datetime(2024, 7, 1, tzinfo=UTC)
    if stored:
        assert (
            moment.astimezone(zone_named(typed)).utcoffset()
            == moment.astimezone(zone_named(stored)).utcoffset()
        )


@pytest.mark.parametrize("typed", ["Berlin-Mitte", "../../etc/passwd", "+25", "8", "Europe"])
def test_what_is_no_zone_is_said(typed: str) -> None:
    with pytest.raises(UserError, match="is not a time zone") as refused:
        zone_named(typed)
    assert "Asia/Shanghai" in refused.value.way_out


def test_offsets_are_what_they_say() -> None:
    assert zone_named("-03:30") == timezone(-timedelta(hours=3, minutes=30))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2024-01-31 14:02:31.5", (date(2024, 1, 31), time(14, 2, 31, 500_000))),
        ("2024-01-31T14:02", (date(2024, 1, 31), time(14, 2))),
        ("14:02:31", (None, time(14, 2, 31))),
        ("9.05", (None, time(9, 5))),
        ("24:00", None),
        ("2024-02-30 12:00", None),
        ("12", None),
    ],
)
def test_moments_are_read_as_people_write_them(typed: str, read: object) -> None:
    assert parse_moment(typed) == read
