"""The clock follows what is heard, and goes on without it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.playback_clock import PlaybackClock
from app.media.route import Route


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += seconds


class Device:
    """A sound device that plays a little slower than the computer's clock: 1 % drift, 0.1 s until it is
    heard.
    """

    latency_s = 0.1

    def __init__(self, time: Time) -> None:
        self._time = time
        self.available = True
        self.reason = ""
        self.broken = False
        self.playing = False
        self._at = 0.0
        self._since = 0.0
        self._route = Route(0.0, 1000.0)
        self.orders: list[tuple[str, float]] = []

    def play(self, at_s: float, route: Route, in_s: float = 0.0) -> None:
        self.orders.append(("play", at_s))
        self._route = route
        self.playing, self._at, self._since = True, at_s, self._time.now + max(self.latency_s, in_s)

    def follow(self, route: Route) -> None:
        self.orders.append(("follow", route.rate))
        self._at, self._since, self._route = self._heard(), self._time.now, route

    def pause(self) -> None:
        self.orders.append(("pause", 0.0))
        self._at = self._heard()
        self.playing = False

    def position(self) -> float | None:
        return None if self.broken else self._heard()

    def _heard(self) -> float:
        if not self.playing:
            return self._at
        return self._route.after(self._at, max(0.0, self._time.now - self._since) * 0.99)


@pytest.fixture
def time() -> Time:
    return Time()


def test_without_sound_the_computers_clock_runs(time: Time) -> None:
    clock = PlaybackClock(0.0, 10.0, now=time)
    assert clock.position_s == 0.0
    assert "no sound" in clock.status
    time.passes(5)
    assert clock.position_s == 0.0
    clock.play()
    time.passes(2.5)
    assert clock.advance() == pytest.approx(2.5)
    clock.pause()
    time.passes(9)
    assert clock.position_s == pytest.approx(2.5)
    clock.play()
    time.passes(1)
    assert clock.position_s == pytest.approx(3.5)
    assert not clock.follows_sound


def test_the_device_is_the_master(time: Time) -> None:
    device = Device(time)
    clock = PlaybackClock(0.0, 100.0, device, time)
    assert clock.status == ""
    clock.seek(20)
    clock.play()
    assert device.orders == [("play", 20)]
    time.passes(0.05)
    # Not heard yet: the picture waits.
    assert clock.advance() == 20
    time.passes(50.05)
    assert clock.advance() == pytest.approx(20 + 0.99 * 50)
    assert clock.follows_sound
    clock.pause()
    time.passes(3)
    assert clock.position_s == pytest.approx(20 + 0.99 * 50)


def test_seeking_while_playing_goes_on_there(time: Time) -> None:
    device = Device(time)
    clock = PlaybackClock(0.0, 100.0, device, time)
    clock.play()
    time.passes(1)
    clock.seek(50)
    assert device.orders[-1] == ("play", 50)
    time.passes(1.1)
    assert clock.advance() == pytest.approx(50.99)


def test_a_device_that_fails_is_taken_over_from_without_a_jump(time: Time) -> None:
    device = Device(time)
    clock = PlaybackClock(0.0, 100.0, device, time)
    clock.play()
    time.passes(10.1)
    heard = clock.advance()
    device.broken, device.available, device.reason = True, False, "The headphones were unplugged."
    assert clock.advance() == pytest.approx(heard)
    time.passes(2)
    assert clock.advance() == pytest.approx(heard + 2)
    assert not clock.follows_sound
    assert "unplugged" in clock.status
    assert "silently" in clock.status


def test_a_device_that_is_back_takes_over_without_a_jump(time: Time) -> None:
    device = Device(time)
    clock = PlaybackClock(0.0, 100.0, device, time)
    clock.play()
    time.passes(10.1)
    device.available, device.reason = False, "The headphones were unplugged."
    here = clock.advance()
    time.passes(2)
    clock.advance()
    device.available = True
    device.orders.clear()
    positions = []
    for _ in range(100):
        positions.append(clock.advance() - here)
        time.passes(0.01)
    assert device.orders == [("play", pytest.approx(here + 2.3))]
    assert clock.follows_sound
    assert positions[0] == pytest.approx(2)
    steps = [after - before for before, after in pairwise(positions)]
    assert min(steps) >= 0
    assert max(steps) < 0.02
    assert clock.status == ""


def test_sound_that_joins_late_is_waited_for(time: Time) -> None:
    device = Device(time)
    device.latency_s = 0.4  # longer than the clock allows for
    clock = PlaybackClock(0.0, 100.0, now=time)
    clock.play()
    time.passes(5)
    clock.set_sound(device)
    positions = []
    for _ in range(100):
        positions.append(clock.advance())
        time.passes(0.01)
    assert clock.follows_sound
    assert positions == sorted(positions)
    assert max(after - before for before, after in pairwise(positions)) < 0.02
    assert positions[-1] == pytest.approx(5.3 + 0.99 * 0.59, abs=0.01)


def test_sound_keeps_to_the_speed_from_half_to_double(time: Time) -> None:
    device = Device(time)
    clock = PlaybackClock(0.0, 100.0, device, time)
    clock.play()
    time.passes(1.1)
    for rate in (0.5, 2.0, 1.5):
        here = clock.advance()
        clock.set_rate(rate)
        assert device.orders[-1] == ("follow", rate)
        assert clock.position_s == pytest.approx(here)
        time.passes(2)
        assert clock.advance() == pytest.approx(here + 2 * rate * 0.99)
        assert clock.status == ""


@pytest.mark.parametrize(("rate", "said"), [(4.0, "4×"), (0.25, "0.25×"), (8.0, "8×"), (-1.0, "backwards")])
def test_other_speeds_run_silently_and_say_so(time: Time, rate: float, said: str) -> None:
    device = Device(time)
    clock = PlaybackClock(0.0, 100.0, device, time)
    clock.seek(30)
    clock.play()
    time.passes(1.1)
    clock.set_rate(rate)
    here = clock.position_s
    assert device.orders[-1][0] == "pause"
    assert said in clock.status
    time.passes(2)
    assert clock.advance() == pytest.approx(here + 2 * rate)
    assert not clock.follows_sound
    clock.set_rate(1)
    assert clock.position_s == pytest.approx(here + 2 * rate)
    assert device.orders[-1][0] == "play"
    time.passes(0.35)
    clock.advance()
    assert clock.follows_sound
    for wrong in (0, 0.2, 8.5, -0.1, -9):
        with pytest.raises(ValueError):
            clock.set_rate(wrong)


def test_backwards_ends_at_the_start_and_begins_at_the_end(time: Time) -> None:
    clock = PlaybackClock(5.0, 8.0, now=time)
    clock.set_rate(-2)
    clock.play()
    assert clock.position_s == 8
    time.passes(1)
    assert clock.advance() == pytest.approx(6)
    time.passes(1)
    assert clock.advance() == 5
    assert not clock.is_playing


def test_it_stops_exactly_where_it_is_told_to(time: Time) -> None:
    device = Device(time)
    for sound in (None, device):
        clock = PlaybackClock(0.0, 100.0, sound, time)
        clock.set_stop(3.25)
        clock.play()
        time.passes(3)
        assert clock.advance() < 3.25
        time.passes(0.5)
        assert clock.position_s == 3.25
        assert clock.advance() == 3.25
        assert not clock.is_playing
        clock.set_stop(None)
        clock.play()
        time.passes(1)
        assert clock.advance() > 3.9


def test_the_end_stops_and_playing_again_begins_at_the_start(time: Time) -> None:
    clock = PlaybackClock(5.0, 8.0, now=time)
    clock.play()
    time.passes(7)
    assert clock.advance() == 8.0
    assert not clock.is_playing
    time.passes(7)
    assert clock.position_s == 8.0
    clock.play()
    assert clock.position_s == 5.0


@pytest.mark.parametrize("rate", [1.0, 4.0, -2.0])
def test_two_hundred_rounds_of_a_loop_do_not_drift(time: Time, rate: float) -> None:
    clock = PlaybackClock(0.0, 100.0, now=time)
    clock.set_rate(rate)
    clock.set_loop(10, 10.7)
    clock.seek(10.35)
    clock.play()
    for _ in range(round(200 * 0.7 / abs(rate) / 0.013)):
        time.passes(0.013)
        assert 10 <= clock.advance() <= 10.7
    passed = round(200 * 0.7 / abs(rate) / 0.013) * 0.013
    assert clock.position_s == pytest.approx(10 + (0.35 + rate * passed) % 0.7, abs=1e-6)


def test_a_loop_is_the_sounds_own_affair_until_it_is_left(time: Time) -> None:
    device = Device(time)
    clock = PlaybackClock(0.0, 100.0, device, time)
    clock.set_loop(10, 12)
    clock.seek(11)
    clock.play()
    time.passes(1.1 + 0.5)
    assert clock.advance() == pytest.approx(11 + 1.5 * 0.99 - 2)
    assert device.orders == [("play", 11)]
    clock.set_loop(None)
    assert clock.loop is None
    time.passes(10)
    assert clock.advance() > 12
    with pytest.raises(ValueError):
        clock.set_loop(3, 3)


def test_the_still_is_run_through_or_jumped_over(time: Time) -> None:
    clock = PlaybackClock(0.0, 1000.0, now=time)
    clock.set_skips([(10.0, 18.0), (30.0, 900.0)])
    clock.play()
    time.passes(10.5)
    assert clock.advance() == pytest.approx(14)  # 8 times as fast
    time.passes(0.5 + 12 + 1)
    assert clock.advance() == pytest.approx(901)
    assert clock.is_still(29, 901)
    assert not clock.is_still(18, 30)
    clock.set_skips(())
    clock.seek(10)
    time.passes(2)
    assert clock.advance() == pytest.approx(12)


def test_a_range_that_was_asked_for_is_played_whole(time: Time) -> None:
    clock = PlaybackClock(0.0, 1000.0, now=time)
    clock.set_skips([(30.0, 900.0)])
    clock.seek(100)
    clock.set_stop(104)
    clock.play()
    time.passes(3)
    assert clock.advance() == pytest.approx(103)
    time.passes(3)
    assert clock.advance() == pytest.approx(104)
    assert not clock.is_playing
    clock.set_stop(None)
    clock.play()
    time.passes(1)
    assert clock.advance() == pytest.approx(901)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["play", "pause"]), st.floats(-5, 25), st.sampled_from([1, 2, 4, 8, -1, -8])
        ),
        max_size=20,
    )
)
def test_the_position_never_leaves_the_film(orders: list[str | float | int]) -> None:
    time = Time()
    clock = PlaybackClock(2.0, 20.0, Device(time), time)
    for order in orders:
        if order == "play":
            clock.play()
        elif order == "pause":
            clock.pause()
        elif isinstance(order, int):
            clock.set_rate(order)
        elif isinstance(order, float):
            clock.seek(order)
        before = clock.advance()
        time.passes(0.7)
        after = clock.advance()
        assert 2.0 <= before <= 20.0
        assert 2.0 <= after <= 20.0
        assert clock.is_playing or after in (before, 2.0, 20.0)


def test_a_film_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError):
        PlaybackClock(3.0, 2.0)
