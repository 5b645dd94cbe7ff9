"""Holes in a film's own times, and between the films of one camera."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

import numpy as np
import pytest

from app.domain.media import Medium
from app.domain.time_of_day import confirmed
from app.domain.timebase import TimeRange, TimeScale, length_text
from app.media.gaps import Gap, gaps_between, gaps_of, in_words
from sora_model.media.pts_index import PtsIndex

FRAME = 3600  # of 25 a second, in ticks of 1/90000


def index(*holes: tuple[int, float], frames: int = 1000, first: int = -1800) -> PtsIndex:
    """25 frames a second; `holes`: (after which frame, seconds that are missing)."""
    lengths = np.full(frames, FRAME, np.int64)
    for frame, seconds in holes:
        lengths[frame] += round(seconds * 90_000)
    pts = first + np.concatenate([[0], np.cumsum(lengths[:-1])])
    return PtsIndex(Fraction(1, 90_000), pts, int(pts[-1]) + FRAME)


def test_a_hole_lies_where_the_next_frame_should_have_been() -> None:
    film = index((99, 4.2))
    (gap,) = gaps_of(film)
    assert gap == Gap(TimeRange(int(film.pts[99]) + FRAME, int(film.pts[100])), pytest.approx(4.2))
    assert gap.text == "4.2 s missing"
    scale = TimeScale(film.time_base, Fraction(-1800, 90_000))
    assert in_words([gap], scale) == [
        "The film has a hole: 4.2 s at 00:00:04.000 are missing; "
        "the picture before it stands still meanwhile."
    ]


def test_hiccups_and_whole_films_have_none() -> None:
    assert gaps_of(index()) == ()
    assert gaps_of(index((10, 0.9), (20, 0.5))) == ()
    assert gaps_of(index(frames=1)) == ()


def test_a_slow_film_needs_more_than_a_second() -> None:
    """Time lapse, a picture every two seconds: five of them are a hole, three are not."""
    pts = np.arange(300, dtype=np.int64) * 2000
    assert gaps_of(PtsIndex(Fraction(1, 1000), pts, 600_000)) == ()
    pts[100:] += 4000
    assert gaps_of(PtsIndex(Fraction(1, 1000), pts, 604_000)) == ()
    pts[100:] += 4100
    (gap,) = gaps_of(PtsIndex(Fraction(1, 1000), pts, 608_100))
    assert gap.seconds == pytest.approx(8.1)


def test_a_screen_recording_is_no_row_of_holes() -> None:
    assert gaps_of(index(*((n, 5.0) for n in range(0, 1000, 20)))) == ()
    assert len(gaps_of(index(*((n, 5.0) for n in range(0, 1000, 200))))) == 5


def test_several_holes_are_summed_up() -> None:
    film = index((10, 2), (20, 3), (30, 70), (40, 5))
    (sentence,) = in_words(gaps_of(film), TimeScale(film.time_base))
    assert sentence.startswith("The film has 4 holes, 1 min 20 s in all (2.0 s at ")
    assert "1 min 10 s at" in sentence
    assert "and 1 more" in sentence
    assert in_words((), TimeScale(film.time_base)) == []


def film(
    name: str, start: str, seconds: float, *, group: str = "cam 1", zone: str = "", off: int = 0
) -> Medium:
    plain = Medium(name, name, name, group, Fraction(1, 1000), 500, 500 + round(seconds * 1000))
    return confirmed(plain, 500, datetime.fromisoformat(start), zone, off)


def test_holes_between_the_films_of_one_camera() -> None:
    a = film("a", "2024-01-31 23:59:00", 90)
    b = film("b", "2024-02-01 00:00:30", 60)
    c = film("c", "2024-02-01 00:03:30", 60, off=2000)
    (gap,) = gaps_between([c, a, b])
    assert (gap.before, gap.after) == (b, c)
    assert gap.end - gap.start == timedelta(minutes=2)
    assert gap.text == "2 min 00 s ± 2 s missing"


def test_no_hole_is_made_of_overlaps_other_groups_doubt_or_films_without_a_clock() -> None:
    long, inside = film("a", "2024-01-31 12:00:00", 600), film("b", "2024-01-31 12:01:00", 60)
    follows = film("c", "2024-01-31 12:10:00.5", 60)
    assert gaps_between([long, inside, follows]) == ()
    assert gaps_between([long, film("d", "2024-01-31 13:00:00", 60, group="cam 2")]) == ()
    assert gaps_between([long, replace(film("e", "2024-01-31 13:00:00", 60), wall_clock="")]) == ()
    assert gaps_between([long, film("f", "2024-01-31 12:10:05", 60, off=6000)]) == ()
    assert gaps_between([long, film("g", "2024-01-31 13:00:00", 60, zone="UTC")]) == ()
    assert gaps_between([]) == ()


def test_zones_are_taken_into_account() -> None:
    berlin = film("a", "2026-10-25 02:30:00", 3600, zone="Europe/Berlin")
    shanghai = film("b", "2026-10-25 09:31:00", 60, zone="Asia/Shanghai")
    (gap,) = gaps_between([shanghai, berlin])
    assert (gap.before.id, gap.after.id, gap.seconds) == ("a", "b", 60.0)
    before = film("a", "2026-10-25 01:00:00", 3600, zone="Europe/Berlin")
    after = film("b", "2026-10-25 03:00:00", 60, zone="Europe/Berlin")
    assert [g.seconds for g in gaps_between([before, after])] == [7200.0]


@pytest.mark.parametrize(
    ("seconds", "text"), [(4.24, "4.2 s"), (59.97, "1 min 00 s"), (185, "3 min 05 s"), (7800, "2 h 10 min")]
)
def test_lengths_in_words(seconds: float, text: str) -> None:
    assert length_text(seconds) == text
