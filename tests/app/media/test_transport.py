"""Rules of playing that need no window."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.timebase import TimeRange, TimeScale
from app.media.device_time import DeviceTime
from app.media.route import Route
from app.media.transport import FilmTime, SeenPictures, WantedPictures, in_order, shuttle_speed
from sora_model.media.pts_index import build_index
from tests.clips import clip

seconds = st.floats(0, 100, allow_subnormal=False)
SKIPS = ((10.0, 18.0), (30.0, 90.0))


@given(seconds, seconds, st.sampled_from([0.25, 1.0, 2.0, 8.0, -1.0, -8.0]), st.booleans())
def test_a_way_goes_on_where_it_was_left(at: float, passed: float, rate: float, loops: bool) -> None:
    route = Route(0.0, 100.0, rate, (20.0, 45.5) if loops else None, () if loops else SKIPS)
    half = route.after(at, passed / 2)
    whole = route.after(at, passed)
    assert 0 <= whole <= 100
    # After the end of a leg there are two names for one place: round the loop, or over a jump.
    again = route.after(half, passed / 2)
    assert again == pytest.approx(whole, abs=1e-6) or route.after(half, passed / 2 + 1e-9) == pytest.approx(
        route.after(at, passed + 1e-9), abs=1e-4
    )


def test_legs_follow_one_another() -> None:
    legs = list(Route(0.0, 100.0, 1.5, None, SKIPS).legs(2.0))
    assert [(leg.start_s, leg.end_s, leg.speed, leg.heard) for leg in legs] == [
        (2.0, 10.0, 1.5, True),
        (10.0, 18.0, 8.0, False),
        (18.0, 30.0, 1.5, True),
        (90.0, 100.0, 1.5, True),
    ]
    rounds = list(islice(Route(0.0, 100.0, -2.0, (20.0, 40.0)).legs(25.0), 3))
    assert [(leg.start_s, leg.end_s) for leg in rounds] == [(25.0, 20.0), (40.0, 20.0), (40.0, 20.0)]
    assert list(Route(0.0, 100.0).legs(100.0)) == []


def test_j_and_l_go_faster_in_their_own_direction_and_turn_in_the_other() -> None:
    assert shuttle_speed(4.0, 1, playing=False) == 1
    speed, seen = 1.0, []
    for direction in (1, 1, 1, 1, -1, -1, 1):
        speed = shuttle_speed(speed, direction, playing=True)
        seen.append(speed)
    assert seen == [2, 4, 8, 8, -1, -2, 1]
    assert shuttle_speed(1.5, 1, playing=True) == 2


def test_ranges_that_touch_are_one() -> None:
    assert in_order([(5, 6), (1, 2), (2, 3), (5.5, 9)]) == ((1, 3), (5, 9))


def test_pictures_that_are_passed_over_are_counted() -> None:
    seen = SeenPictures()
    for frame in (3, 4, 6, 7, 10):
        seen.see(frame, 1)
    assert (seen.shown, seen.dropped) == (5, 3)
    seen.jump()
    for frame in (50, 54, 62, 66):  # at eight times the speed every fourth is meant
        seen.see(frame, 4)
    assert (seen.shown, seen.dropped) == (9, 4)
    seen.see(50, 4)  # a loop has come round
    seen.jump()
    for frame in (30, 29, 26):
        seen.see(frame, -1)
    assert (seen.shown, seen.dropped) == (13, 6)


def test_what_was_dropped_is_told_once_a_second() -> None:
    seen = SeenPictures()
    seen.see(0, 1)
    seen.see(5, 1)
    seen.begin(10.0)
    assert seen.news(20.0) is None  # nothing since playing began
    seen.see(6, 1)
    seen.see(9, 1)
    assert seen.news(20.5) == 2
    seen.see(11, 1)
    assert seen.news(21.0) is None
    assert seen.news(21.6) == 3
    assert seen.news(30.0) is None


def test_it_waits_until_the_next_frame_of_a_variable_rate() -> None:
    index = build_index(clip("variable_rate"))
    scale = TimeScale(Fraction(index.time_base), Fraction(index.origin))
    film = FilmTime(scale, TimeRange(index.start_of(0), index.end_of(len(index) - 1)), index)
    for frame in range(1, len(index) - 1):
        here, after = (scale.seconds(index.start_of(n)) for n in (frame, frame + 1))
        middle = (here + after) / 2
        assert film.frame(film.tick(here)) == frame
        assert film.wait_s(middle, 1.0) == pytest.approx(min(after - middle, 1 / 30))
        assert film.wait_s(middle, -2.0) == pytest.approx(min((middle - here) / 2, 1 / 30))
        assert film.frame(film.tick(middle + (after - middle) * 1.000001)) == frame + 1


def test_the_devices_jitter_does_not_reach_the_picture() -> None:
    """20 ms blocks whose times are reported with 8 ms of noise, by a clock that is 100 ppm fast."""
    rng, times, block = np.random.default_rng(0), DeviceTime(), 0.02
    true = 5 + np.arange(3000) * block * 1.0001
    given_out = np.array([times.heard_at(t + rng.uniform(-0.008, 0.008), block) for t in true])
    errors = (given_out - true)[200:]
    assert np.abs(errors).max() < 0.003
    assert abs(errors.mean()) < 0.0005
    # A pause of the device is followed at once.
    assert times.heard_at(true[-1] + 3, block) == true[-1] + 3


def test_blocks_never_overlap_by_much() -> None:
    rng, times = np.random.default_rng(1), DeviceTime()
    begins = [times.heard_at(n * 0.02 + rng.uniform(-0.01, 0.01), 0.02) for n in range(500)]
    gaps = [after - before - 0.02 for before, after in pairwise(begins[50:])]
    assert max(map(abs, gaps)) < 0.001


def test_late_pictures_are_welcome_only_on_the_way() -> None:
    wanted = WantedPictures()
    wanted.wish(10, 1)
    assert not wanted.wish(10, 1)
    wanted.shown = 10
    for frame in (11, 13, 16):
        assert wanted.wish(frame, 1)
    assert [n for n in range(30) if wanted.is_late(n)] == list(range(10, 17))
    wanted.shown = 14
    assert not wanted.is_late(13)  # the screen does not go back
    wanted.wish(11, 1)  # a loop has come round
    assert not wanted.is_late(16)
    wanted.jump()
    wanted.wish(200, -1)
    wanted.wish(196, -1)
    assert [n for n in range(300) if wanted.is_late(n)] == [196, 197, 198, 199, 200]
