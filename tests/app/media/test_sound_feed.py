"""The ring gives the film's sound from any second on, in order, and then silence."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.media.sound_feed import SoundFeed
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


def taken(feed: SoundFeed, count: int, piece: int = 300) -> tuple[int, np.ndarray]:
    """`count` samples, a piece at a time as a device would; and the number of the first."""
    parts: list[np.ndarray] = []
    begin = None
    while sum(map(len, parts)) < count:
        assert feed.wait_until_ready(piece / RATE, WAIT_S)
        first, samples = feed.take(min(piece, count - sum(map(len, parts))))
        begin = first if begin is None else begin
        assert first == begin + sum(map(len, parts))
        parts.append(samples)
    assert begin is not None
    return begin, np.concatenate(parts)


def test_it_gives_the_whole_sound_and_then_silence(feed: SoundFeed, noise: tuple[Path, np.ndarray]) -> None:
    begin, samples = taken(feed, 6 * RATE)
    assert begin == 0
    assert np.abs(samples[: 5 * RATE] - noise[1]).max() < 1e-4
    assert np.all(samples[5 * RATE :] == 0)
    assert feed.waiting_s == float("inf")


@pytest.mark.parametrize("second", [3.3, 0.0, -0.5, 4.9, 7.0])
def test_it_goes_on_from_any_second(feed: SoundFeed, noise: tuple[Path, np.ndarray], second: float) -> None:
    taken(feed, 1000)
    feed.seek(second)
    begin, samples = taken(feed, RATE)
    assert begin == round(second * RATE)
    padded = np.concatenate([np.zeros((RATE, 2), np.float32), noise[1], np.zeros((9 * RATE, 2), np.float32)])
    assert np.abs(samples - padded[RATE + begin : 2 * RATE + begin]).max() < 1e-4


def test_taking_never_waits(feed: SoundFeed) -> None:
    feed.seek(1.0)
    for _ in range(200):
        _, samples = feed.take(4000)
        assert len(samples) <= 4000


def test_the_rate_and_channels_can_be_the_devices(noise: tuple[Path, np.ndarray]) -> None:
    feed = SoundFeed(noise[0], rate=16000, channels=1)
    try:
        assert feed.wait_until_ready(0.2, WAIT_S)
        _, samples = feed.take(3200)
        assert samples.shape == (3200, 1)
        assert np.abs(samples[100:3100:2, 0] - noise[1][50:1550].mean(axis=1)).mean() < 0.05
    finally:
        feed.close()


def test_closing_ends_the_thread(noise: tuple[Path, np.ndarray]) -> None:
    before = threading.active_count()
    SoundFeed(noise[0]).close()
    assert threading.active_count() == before


def test_no_sound_is_said() -> None:
    with pytest.raises(SoraError, match="no sound"):
        SoundFeed(clip("video_only"))
