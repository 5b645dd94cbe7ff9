"""Places in a film as people write them."""

from __future__ import annotations

import re
from datetime import datetime
from fractions import Fraction

import pytest

from app.domain.errors import UserError
from app.domain.match_clock import MatchClock, Period
from app.domain.media import Medium
from app.domain.positions import FilmPlaces
from app.domain.time_of_day import TimeOfDay, confirmed
from app.domain.timebase import TimeRange, TimeScale

MINUTE = 60_000
# Three hours that begin at tick 400 = second 0; 25 frames a second.
SCALE = TimeScale(Fraction(1, 1000), Fraction(400, 1000))
SPAN = TimeRange(400, 400 + 180 * MINUTE)
PLAIN = FilmPlaces(SPAN, SCALE, 270_000, lambda n: 400 + 40 * n)
MEDIUM = Medium("m", "f.mp4", "f.mp4", "g", SCALE.time_base, SPAN.start, SPAN.end, SCALE.origin)
CLOCKED = FilmPlaces(
    SPAN,
    SCALE,
    270_000,
    lambda n: 400 + 40 * n,
    TimeOfDay.of(confirmed(MEDIUM, 400, datetime(2024, 1, 31, 14, 2, 31), "+08:00")),
    MatchClock(
        (
            Period("1st half", 400, 400 + 50 * MINUTE, 0, False, 45 * MINUTE),
            Period("2nd half", 400 + 60 * MINUTE, 400 + 120 * MINUTE, 45 * MINUTE, False, 45 * MINUTE),
        ),
        SCALE,
    ),
)


@pytest.mark.parametrize(
    ("typed", "tick"),
    [
        ("0", 400),
        ("12.5", 12_900),
        ("12,5 s", 12_900),
        ("1:02:03.040", 3_723_440),
        ("62:03", 3_723_400),
        ("#0", 400),
        ("#1234", 400 + 1234 * 40),
        ("frame 1234", 400 + 1234 * 40),
        (" 00:00:00.000 ", 400),
    ],
)
def test_positions_that_every_film_has(typed: str, tick: int) -> None:
    assert [place.tick for place in PLAIN.find(typed)] == [tick]


def test_a_clock_s_text_can_mean_several_places_the_literal_first() -> None:
    found = CLOCKED.find("12:34")
    assert [(p.tick - 400, p.text) for p in found] == [
        (754_000, "00:12:34.000 in the film"),
        (754_000, "1st half 12:34"),
    ]
    assert [(p.tick - 400, p.text) for p in CLOCKED.find("2:67:30")] == [
        ((60 + 22) * MINUTE + 30_000, "2nd half 67:30")
    ]
    assert [(p.tick - 400, p.text) for p in CLOCKED.find("14:03:31")] == [
        (MINUTE, "Time of day 14:03:31 +08")
    ]
    assert [p.tick - 400 for p in CLOCKED.find("2024-01-31 14:03")] == [29_000]
    assert [p.text for p in CLOCKED.find("45+2:10")] == ["1st half 45+2:10"]


@pytest.mark.parametrize(
    ("places", "typed", "words"),
    [
        (PLAIN, "", "is no place"),
        (PLAIN, "soon", "Seconds, 1:02:03.5, #1234 for a frame.$"),
        (CLOCKED, "soon", "14:02:31 for the time of day, 2:67:30 for a period"),
        (PLAIN, "#270000", "There is no frame 270000: the last one is 269999"),
        (PLAIN, "3:00:00", "goes from 00:00:00.000 to 03:00:00.000"),
        (PLAIN, "99999", "not in this film"),
        (CLOCKED, "18:00:00", "the clock from 14:02:31 .* to 17:02:30"),
        (CLOCKED, "2:99:99", "is no place|no time"),
        (CLOCKED, "1:99:30", "not in this film"),
        (PLAIN, "2024-01-31 14:03", "Nobody has said yet what the time of day was"),
        (FilmPlaces(SPAN, SCALE), "#1", "has no frames"),
    ],
)
def test_what_is_not_there_is_said_in_words(places: FilmPlaces, typed: str, words: str) -> None:
    with pytest.raises(UserError) as refused:
        places.find(typed)
    assert re.search(words, str(refused.value)), str(refused.value)
