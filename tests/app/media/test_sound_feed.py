"""The ring gives the film's sound from any second on, in order, and then silence."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.media.route import Route
from app.media.sound_feed import Piece, SoundFeed
from sora_model.contract.errors import SoraError
from tests.clips import clip, write_film

RATE = 8000
WAIT_S = 20


@pytest.fixture(scope="module")
def noise(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, np.ndarray]:
    sound = np.random.default_rng(2).uniform(-0.5, 0.5, (RATE * 5, 2)).astype(np.float32)
    path = tmp_path_factory.mktemp("feed") / "noise.wav"
    return write_film(path, 0, sound=sound, rate=RATE, sound_codec="pcm_s16le"), sound


@pytest.fixture
def feed(noise: tuple[Path, np.ndarray]) -> Iterator[SoundFeed]:
    made = SoundFeed(noise[0], ahead_s=0.5)
    yield made
    made.close()


def taken(feed: SoundFeed, count: int, piece: int = 300) -> list[Piece]:
    """`count` samples, a few at a time as a device would ask for them."""
    pieces: list[Piece] = []
    while (have := sum(len(p.samples) for p in pieces)) < count:
        assert feed.wait_until_ready(piece / feed.rate, WAIT_S)
        pieces += feed.take(min(piece, count - have))
    return pieces


def heard(pieces: list[Piece]) -> np.ndarray:
    return np.concatenate([piece.samples for piece in pieces])


def seconds_of(pieces: list[Piece], rate: int) -> np.ndarray:
    """The second of the film that each sample is said to belong to."""
    return np.concatenate([p.second + np.arange(len(p.samples)) / rate * p.speed for p in pieces])


def test_it_gives_the_whole_sound_and_then_silence(feed: SoundFeed, noise: tuple[Path, np.ndarray]) -> None:
    pieces = taken(feed, 6 * RATE)
    samples = heard(pieces)
    assert np.abs(samples[: 5 * RATE] - noise[1]).max() < 1e-4
    assert np.all(samples[5 * RATE :] == 0)
    assert np.allclose(seconds_of(pieces, RATE), np.arange(6 * RATE) / RATE, atol=1e-6)


@pytest.mark.parametrize("second", [3.3, 0.0, -0.5, 4.9, 7.0])
def test_it_goes_on_from_any_second(feed: SoundFeed, noise: tuple[Path, np.ndarray], second: float) -> None:
    taken(feed, 1000)
    feed.begin(second)
    pieces = taken(feed, RATE)
    assert pieces[0].second == second
    begin = round(second * RATE)
    padded = np.concatenate([np.zeros((RATE, 2), np.float32), noise[1], np.zeros((9 * RATE, 2), np.float32)])
    assert np.abs(heard(pieces) - padded[RATE + begin : 2 * RATE + begin]).max() < 1e-4


def test_taking_never_waits(feed: SoundFeed) -> None:
    feed.begin(1.0)
    for _ in range(200):
        assert sum(len(piece.samples) for piece in feed.take(4000)) <= 4000


def test_the_rate_and_channels_can_be_the_devices(noise: tuple[Path, np.ndarray]) -> None:
    feed = SoundFeed(noise[0], rate=16000, channels=1)
    try:
        samples = heard(taken(feed, 3200))
        assert samples.shape == (3200, 1)
        assert np.abs(samples[100:3100:2, 0] - noise[1][50:1550].mean(axis=1)).mean() < 0.05
    finally:
        feed.close()


def test_two_hundred_loops_have_no_gap_and_no_drift(feed: SoundFeed, noise: tuple[Path, np.ndarray]) -> None:
    feed.begin(1.5, Route(0.0, 5.0, loop=(1.25, 1.75)))
    pieces = taken(feed, 200 * RATE // 2, piece=2000)
    places = (np.arange(100 * RATE) + RATE // 4) % (RATE // 2) + RATE * 5 // 4
    assert np.abs(heard(pieces) - noise[1][places]).max() < 1e-4
    assert np.allclose(seconds_of(pieces, RATE), places / RATE, atol=1e-6)


def test_another_way_is_taken_without_a_gap(feed: SoundFeed, noise: tuple[Path, np.ndarray]) -> None:
    feed.begin(0.0, Route(0.0, 5.0))
    assert feed.wait_until_ready(0.5, WAIT_S)
    before = taken(feed, 400)
    feed.follow(Route(0.0, 5.0, loop=(1.0, 2.0)))
    assert feed.wait_until_ready(0.01, 0.0)  # something is there to bridge the change
    pieces = before + taken(feed, 3 * RATE)
    places = np.arange(3 * RATE + 400)
    places = np.where(places < 2 * RATE, places, (places - RATE) % RATE + RATE)
    assert np.abs(heard(pieces) - noise[1][places]).max() < 1e-4
    assert np.allclose(seconds_of(pieces, RATE), places / RATE, atol=1e-6)


def test_the_offset_moves_the_sound_and_not_the_film(feed: SoundFeed, noise: tuple[Path, np.ndarray]) -> None:
    feed.begin(1.0, Route(0.0, 5.0))
    first = taken(feed, 400)
    feed.set_offset(0.25)
    pieces = first + taken(feed, RATE)
    assert np.allclose(seconds_of(pieces, RATE), 1 + np.arange(RATE + 400) / RATE, atol=1e-6)
    late = heard(pieces)[RATE // 2 :]
    assert np.abs(late - noise[1][RATE * 3 // 2 - RATE // 4 :][: len(late)]).max() < 1e-4


def test_one_channel_is_heard_on_both_ears(feed: SoundFeed, noise: tuple[Path, np.ndarray]) -> None:
    feed.set_channel(1)
    feed.begin(0.5)
    samples = heard(taken(feed, RATE))
    assert np.abs(samples - noise[1][RATE // 2 : RATE * 3 // 2, 1:]).max() < 1e-4
    feed.set_channel(-1)
    feed.begin(0.5)
    assert np.abs(heard(taken(feed, RATE)) - noise[1][RATE // 2 : RATE * 3 // 2]).max() < 1e-4


def test_still_stretches_are_silent_and_fast_and_long_ones_left_out(feed: SoundFeed) -> None:
    feed.begin(0.0, Route(0.0, 60.0, skips=((1.0, 3.0), (4.0, 30.0))))
    pieces = taken(feed, round((1 + 0.25 + 1) * RATE))
    seconds, samples = seconds_of(pieces, RATE), heard(pieces)
    assert np.all(samples[RATE : RATE * 5 // 4] == 0)
    assert np.any(samples[RATE - 100 : RATE] != 0)
    assert seconds[RATE] == pytest.approx(1.0)
    assert seconds[RATE * 5 // 4] == pytest.approx(3.0)
    assert taken(feed, 10)[0].second == pytest.approx(30.0)


@pytest.mark.parametrize("speed", [0.5, 2.0])
def test_other_speeds_keep_the_films_time(tmp_path: Path, speed: float) -> None:
    """Where each piece of the stretched sound comes from in the film, found by correlation."""
    minutes = 4
    sound = np.random.default_rng(4).uniform(-0.5, 0.5, (RATE * 60 * minutes, 1)).astype(np.float32)
    path = write_film(tmp_path / "long.wav", 0, sound=sound, rate=RATE, sound_codec="pcm_s16le")
    feed = SoundFeed(path)
    try:
        feed.begin(0.0, Route(0.0, 60.0 * minutes, rate=speed))
        pieces = taken(feed, round(RATE * 60 * minutes / speed), piece=4000)
    finally:
        feed.close()
    samples, seconds = heard(pieces)[:, 0], seconds_of(pieces, RATE)
    window, reach = 64, 400
    places, errors = [], []
    for at in range(RATE, len(samples) - RATE, round(RATE / 4 / speed)):
        said = round(seconds[at] * RATE)
        wanted = samples[at : at + window]
        match = np.correlate(sound[said - reach : said + reach + window, 0], wanted, "valid")
        power = np.sqrt(
            np.convolve(sound[said - reach : said + reach + window, 0] ** 2, np.ones(window), "valid")
        )
        likeness = match / power / np.linalg.norm(wanted)
        best = int(np.argmax(likeness))
        if likeness[best] > 0.95:  # not in the middle of a cross-fade
            places.append(said / RATE / 60)
            errors.append((best - reach) / RATE * 1000)
    assert len(errors) > 100 * minutes
    drift = np.polyfit(places, errors, 1)[0]
    print(f"{speed:g}×: {np.median(errors):+.1f} ms, drift {drift:+.2f} ms/min of {len(errors)} places")
    assert abs(drift) < 1


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.25, 2.0])
def test_at_other_speeds_a_sound_begins_when_it_is_said_to(tmp_path: Path, speed: float) -> None:
    rng, rate = np.random.default_rng(5), 16000
    sound = rng.normal(0, 1e-4, (rate * 60, 1)).astype(np.float32)
    begins = np.cumsum(rng.uniform(0.4, 0.7, 100))
    begins = begins[begins < 58]
    for second in begins:
        first, count = round(second * rate), rate // 12
        tone = np.sin(2 * np.pi * rng.uniform(300, 1500) * np.arange(count) / rate + rng.uniform(0, 6))
        sound[first : first + count, 0] += tone.astype(np.float32) / 2
    feed = SoundFeed(write_film(tmp_path / "tones.wav", 0, sound=sound, rate=rate, sound_codec="pcm_s16le"))
    try:
        feed.begin(0.0, Route(0.0, 60.0, rate=speed))
        pieces = taken(feed, round(60 * rate / speed), piece=4000)
    finally:
        feed.close()
    samples, seconds = heard(pieces)[:, 0], seconds_of(pieces, rate)
    loud = np.convolve(samples**2, np.ones(32) / 32, "same") > 0.01
    up = seconds[1:][loud[1:] & ~loud[:-1]]
    errors = [1000 * (up[np.argmin(abs(up - second))] - second) for second in begins]
    print(
        f"{speed:g}×: begins {np.median(errors):+.1f} ms of the film too late, {np.std(errors):.1f} ms apart"
    )
    assert abs(np.median(errors)) < 6


@pytest.mark.parametrize("speed", [0.5, 1.5, 2.0])
def test_other_speeds_keep_the_pitch(tmp_path: Path, speed: float) -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(RATE * 4) / RATE)[:, None].astype(np.float32) / 2
    feed = SoundFeed(write_film(tmp_path / "tone.wav", 0, sound=tone, rate=RATE, sound_codec="pcm_s16le"))
    try:
        feed.begin(0.0, Route(0.0, 4.0, rate=speed))
        samples = heard(taken(feed, round(3 * RATE / speed)))[:, 0]
    finally:
        feed.close()
    strength = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    assert np.argmax(strength) * RATE / len(samples) == pytest.approx(440, abs=3)
    assert np.sqrt((samples**2).mean()) == pytest.approx(np.sqrt((tone**2).mean()), rel=0.1)


def test_the_speed_changes_without_a_jump(feed: SoundFeed) -> None:
    feed.begin(0.0, Route(0.0, 5.0))
    pieces = taken(feed, RATE // 2)
    for rate in (2.0, 0.5, 1.0):
        feed.follow(Route(0.0, 5.0, rate=rate))
        pieces += taken(feed, RATE // 2)
    seconds = seconds_of(pieces, RATE)
    steps = np.diff(seconds) * RATE
    assert steps.min() > 0.4
    assert steps.max() < 0.005 * RATE  # where the stretching settles
    assert 0.5 + 0.4 * (2 + 0.5 + 1) < seconds[-1] < 0.5 + 0.5 * 2 + 0.5 * 1 + 0.5


@pytest.mark.parametrize("speed", [0.5, 2.0])
def test_a_loop_at_another_speed_stays_within_itself(feed: SoundFeed, speed: float) -> None:
    feed.begin(1.5, Route(0.0, 5.0, rate=speed, loop=(1.25, 1.75)))
    seconds = seconds_of(taken(feed, 20 * RATE, piece=2000), RATE)
    assert seconds.min() >= 1.25
    assert seconds.max() <= 1.75 + 0.001
    rounds = np.count_nonzero(np.diff(seconds) < -0.4)
    assert abs(rounds - (20 * speed + 0.25) // 0.5) <= 1


def test_closing_ends_the_thread(noise: tuple[Path, np.ndarray]) -> None:
    before = set(threading.enumerate())
    SoundFeed(noise[0]).close()
    assert set(threading.enumerate()) <= before


def test_no_sound_is_said() -> None:
    with pytest.raises(SoraError, match="no sound"):
        SoundFeed(clip("video_only"))
