"""The clock follows what is heard, and goes on without it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.playback_clock import PlaybackClock


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
        self.orders: list[tuple[str, float]] = []

    def play(self, at_s: float) -> None:
        self.orders.append(("play", at_s))
        self.playing, self._at, self._since = True, at_s, self._time.now

    def seek(self, at_s: float) -> None:
        self.orders.append(("seek", at_s))
        self._at, self._since = at_s, self._time.now

    def pause(self) -> None:
        self.orders.append(("pause", 0.0))
        heard = self.position()
        self.playing = False
        self._at = heard or 0.0

    def position(self) -> float | None:
        if self.broken:
            return None
        if not self.playing:
            return self._at
        return self._at + max(0.0, self._time.now - self._since - self.latency_s) * 0.99


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
    assert device.orders[-1] == ("seek", 50)
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


def test_other_speeds_run_silently_and_say_so(time: Time) -> None:
    device = Device(time)
    clock = PlaybackClock(0.0, 100.0, device, time)
    clock.play()
    time.passes(1.1)
    clock.set_rate(4)
    here = clock.position_s
    assert device.orders[-1][0] == "pause"
    assert "4×" in clock.status
    time.passes(2)
    assert clock.advance() == pytest.approx(here + 8)
    clock.set_rate(1)
    assert device.orders[-1] == ("play", pytest.approx(here + 8))
    assert clock.follows_sound
    for wrong in (0, 0.2, 4.5, -1):
        with pytest.raises(ValueError):
            clock.set_rate(wrong)


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


def test_a_loop_repeats(time: Time) -> None:
    device = Device(time)
    clock = PlaybackClock(0.0, 100.0, device, time)
    clock.set_loop(10, 12)
    clock.seek(11)
    clock.play()
    time.passes(1.5)
    assert clock.advance() == 10
    assert device.orders[-1] == ("seek", 10)
    clock.set_loop(None)
    assert clock.loop is None
    time.passes(10)
    assert clock.advance() > 12
    with pytest.raises(ValueError):
        clock.set_loop(3, 3)


@given(
    st.lists(st.one_of(st.sampled_from(["play", "pause"]), st.floats(-5, 25), st.integers(1, 4)), max_size=20)
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
        assert clock.is_playing or after in (before, 20.0)


def test_a_film_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError):
        PlaybackClock(3.0, 2.0)
