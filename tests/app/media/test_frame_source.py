"""The newest wish is granted, steps back come from the cache, and closing leaves nothing running."""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from av.video.frame import VideoFrame

from app.domain.errors import UserError
from app.media.frame_cache import FrameCache
from app.media.frame_source import FrameSource
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pts_index import build_index, confirm_index
from tests.clips import clip, number_in

WAIT_S = 20


class Watcher:
    """Collects the answers; `hold` makes the decoding thread wait in its next answer."""

    def __init__(self) -> None:
        self.answers: queue.Queue[tuple[int, np.ndarray]] = queue.Queue()
        self.errors: queue.Queue[UserError] = queue.Queue()
        self.free = threading.Event()
        self.free.set()

    def on_frame(self, n: int, picture: np.ndarray) -> None:
        self.answers.put((n, picture))
        assert self.free.wait(WAIT_S)

    def next(self) -> tuple[int, np.ndarray]:
        return self.answers.get(timeout=WAIT_S)


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


@pytest.fixture
def cache() -> FrameCache:
    return FrameCache(96 * 64 * 3 * 60)


@pytest.fixture
def source(watcher: Watcher, cache: FrameCache) -> Iterator[FrameSource]:
    path = clip("b_frames")
    made = FrameSource(path, confirm_index(path), "m", cache, watcher.on_frame, watcher.errors.put, threads=1)
    yield made
    watcher.free.set()
    made.close()


def test_a_wish_is_granted(source: FrameSource, watcher: Watcher) -> None:
    for wanted in (0, 33, 12):
        source.request(wanted, 0)
        n, picture = watcher.next()
        assert n == number_in(picture) == wanted
        assert source.cached(wanted) is picture


def test_wishes_beyond_the_film_show_its_ends(source: FrameSource, watcher: Watcher) -> None:
    source.request(1000, 0)
    assert watcher.next()[0] == 49
    source.request(-5, 0)
    assert watcher.next()[0] == 0


def test_the_newest_wish_wins(source: FrameSource, watcher: Watcher) -> None:
    watcher.free.clear()
    source.request(5, 0)
    assert watcher.next()[0] == 5
    # The decoding thread is held in that answer while the wishes change.
    for n in (10, 20, 30, 40):
        source.request(n, 0)
    watcher.free.set()
    assert watcher.next()[0] == 40
    assert watcher.answers.empty()


def wait_for(cache: FrameCache, numbers: range) -> None:
    for _ in range(WAIT_S * 100):
        if all(("m", n) in cache for n in numbers):
            return
        threading.Event().wait(0.01)
    raise AssertionError(f"not decoded in advance: {[n for n in numbers if ('m', n) not in cache]}")


def test_frames_ahead_are_decoded_in_advance(
    source: FrameSource, watcher: Watcher, cache: FrameCache
) -> None:
    source.request(10, 1)
    watcher.next()
    wait_for(cache, range(10, 27))
    assert ("m", 30) not in cache


def test_steps_back_come_from_the_cache(source: FrameSource, watcher: Watcher, cache: FrameCache) -> None:
    source.request(45, -1)
    n, picture = watcher.next()
    assert n == number_in(picture) == 45
    wait_for(cache, range(16, 45))
    for wanted in range(44, 30, -1):
        source.request(wanted, -1)
        n, picture = watcher.next()
        assert n == number_in(picture) == wanted


def test_the_confirmed_index_takes_over(watcher: Watcher, cache: FrameCache) -> None:
    path = clip("plain")
    source = FrameSource(path, build_index(path), "m", cache, watcher.on_frame, watcher.errors.put, threads=1)
    try:
        source.request(20, 0)
        old = watcher.next()[1]
        source.use_index(confirm_index(path))
        source.request(20, 0)
        n, picture = watcher.next()
        assert n == number_in(picture) == 20
        assert picture is not old
    finally:
        source.close()


def test_a_film_that_is_gone_is_said_and_may_come_back(
    watcher: Watcher, cache: FrameCache, tmp_path: Path
) -> None:
    path = tmp_path / "film.mp4"
    shutil.copy(clip("plain"), path)
    index = confirm_index(path)
    path.rename(tmp_path / "elsewhere.mp4")
    source = FrameSource(path, index, "m", cache, watcher.on_frame, watcher.errors.put, threads=1)
    try:
        source.request(3, 1)
        assert "film.mp4" in str(watcher.errors.get(timeout=WAIT_S))
        (tmp_path / "elsewhere.mp4").rename(path)
        source.request(3, 1)
        assert watcher.next()[0] == 3
    finally:
        source.close()


def test_closing_ends_the_thread_with_wishes_open(watcher: Watcher, cache: FrameCache) -> None:
    before = set(threading.enumerate())
    path = clip("plain")
    source = FrameSource(
        path, confirm_index(path), "m", cache, watcher.on_frame, watcher.errors.put, threads=1
    )
    source.request(49, -1)
    source.close()
    assert set(threading.enumerate()) <= before
    answered = watcher.answers.qsize()
    source.request(3, 0)
    assert watcher.answers.qsize() == answered


def test_a_picture_too_large_to_be_held_is_shown_all_the_same(watcher: Watcher) -> None:
    path = clip("b_frames")
    source = FrameSource(
        path, confirm_index(path), "m", FrameCache(1000), watcher.on_frame, watcher.errors.put, threads=1
    )
    try:
        for wanted, direction in ((20, 1), (30, -1), (29, -1)):
            source.request(wanted, direction)
            n, picture = watcher.next()
            assert n == number_in(picture) == wanted
    finally:
        source.close()


class Slow(FrameDecoder):
    """Waits before each picture until it may go on, as a long way from the key frame does."""

    may_go_on = threading.Semaphore(0)
    asked = 0

    def decoded(self, n: int, **how: object) -> VideoFrame:
        given_up = how.pop("given_up")
        assert callable(given_up)

        def slowly() -> bool:
            type(self).asked += 1
            assert self.may_go_on.acquire(timeout=WAIT_S)
            return bool(given_up())

        return super().decoded(n, given_up=slowly, **how)  # type: ignore[arg-type]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> type[Slow]:
    class OfThisTest(Slow):
        may_go_on = threading.Semaphore(0)
        asked = 0

    monkeypatch.setattr("app.media.frame_source.FrameDecoder", OfThisTest)
    return OfThisTest


def wait_until(reached: Callable[[], bool]) -> None:
    for _ in range(WAIT_S * 100):
        if reached():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not come to it")


def test_the_newest_wish_stops_a_long_decode(
    slow: type[Slow], source: FrameSource, watcher: Watcher, cache: FrameCache
) -> None:
    source.request(11, 0)
    slow.may_go_on.release()
    wait_until(lambda: slow.asked == 2)  # the first picture on the way is decoded
    source.request(30, 0)
    slow.may_go_on.release(1000)
    n, picture = watcher.next()
    assert n == number_in(picture) == 30
    assert ("m", 11) not in cache
    assert watcher.answers.empty()


def test_wishes_that_never_end_are_granted_now_and_then(
    slow: type[Slow], source: FrameSource, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.media.frame_source._PATIENCE_S", 0.0)
    source.request(11, 0)
    wait_until(lambda: slow.asked == 1)
    source.request(30, 0)
    slow.may_go_on.release()
    # The first was given up; the second is not, though a third is there.
    wait_until(lambda: slow.asked == 2)
    source.request(5, 0)
    slow.may_go_on.release(1000)
    assert watcher.next()[0] == 30
    assert watcher.next()[0] == 5


def test_a_step_back_is_answered_while_those_behind_are_fetched(
    slow: type[Slow], source: FrameSource, watcher: Watcher
) -> None:
    """Frames held from the way to the first are shown at once, in the midst of a long decode."""
    slow.may_go_on.release(1000)
    key = int(build_index(clip("b_frames")).keyframes[2])
    source.request(key + 5, 0)
    watcher.next()
    while slow.may_go_on.acquire(blocking=False):
        pass
    before = slow.asked
    source.request(key + 4, -1)
    assert watcher.next()[0] == key + 4
    wait_until(lambda: slow.asked > before)  # now the frames behind are being fetched
    source.request(key + 3, -1)
    slow.may_go_on.release()
    n, picture = watcher.next()
    assert n == number_in(picture) == key + 3
    slow.may_go_on.release(10_000)
