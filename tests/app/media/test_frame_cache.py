"""The cache keeps to its budget and forgets what was used longest ago."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from av.video.frame import VideoFrame
from hypothesis import given
from hypothesis import strategies as st

from app.media.frame_cache import FrameCache, frame_bytes


def picture(size: int = 100) -> np.ndarray:
    return np.zeros((size, 1, 1), np.uint8)


def test_what_was_used_longest_ago_goes_first() -> None:
    cache = FrameCache(300)
    for n in range(3):
        cache.put("a", n, picture())
    assert cache.get("a", 0) is not None
    cache.put("a", 3, picture())
    assert [n for n in range(4) if ("a", n) in cache] == [0, 2, 3]
    assert cache.get("a", 1) is None


def test_pictures_are_shared_and_cannot_be_written() -> None:
    cache = FrameCache(300)
    one = picture()
    cache.put("a", 0, one)
    assert cache.get("a", 0) is one
    with pytest.raises(ValueError, match="read-only"):
        one[0] = 1


def test_media_are_kept_apart_and_forgotten_apart() -> None:
    cache = FrameCache(1000)
    cache.put("a", 0, picture())
    cache.put("b", 0, picture())
    cache.forget("a")
    assert ("a", 0) not in cache
    assert ("b", 0) in cache
    assert cache.bytes == 100


def test_a_picture_larger_than_the_budget_is_not_held() -> None:
    cache = FrameCache(50)
    cache.put("a", 0, picture())
    assert len(cache) == 0
    assert cache.bytes == 0


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 400)), max_size=40))
def test_the_budget_always_holds(puts: list[tuple[int, int]]) -> None:
    cache = FrameCache(700)
    for n, size in puts:
        cache.put("a", n, picture(size))
        held = [cache.get("a", number) for number in range(7)]
        assert cache.bytes == sum(one.nbytes for one in held if one is not None) <= 700
        assert ("a", n) in cache


def test_several_threads_may_use_it() -> None:
    cache = FrameCache(5000)

    def work(media: str) -> None:
        for n in range(400):
            cache.put(media, n % 30, picture(n % 90 + 1))
            cache.get(media, (n * 7) % 30)

    threads = [threading.Thread(target=work, args=(media,)) for media in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = [cache.get(media, n) for media in "abcd" for n in range(30)]
    assert cache.bytes == sum(one.nbytes for one in held if one is not None) <= 5000


def frame() -> VideoFrame:
    return VideoFrame(64, 32, "yuv420p")


def test_frames_count_within_the_same_budget_and_are_forgotten_too() -> None:
    one = frame()
    size = frame_bytes(one)
    assert size >= 64 * 32 * 3 // 2
    cache = FrameCache(3 * size)
    for n in range(5):
        cache.put_frame("a", n, frame())
    assert cache.bytes == 3 * size
    assert [n for n in range(5) if ("a", n) in cache] == [2, 3, 4]
    assert cache.get("a", 4) is None
    assert cache.frame("a", 4) is not None
    cache.forget("a")
    assert cache.bytes == len(cache) == 0


def test_pictures_give_way_to_frames_until_few_are_left() -> None:
    size = frame_bytes(frame())
    cache = FrameCache(8 * size)
    for n in range(8):
        cache.put("a", n, picture(size))
    for n in range(100, 110):
        cache.put_frame("a", n, frame())
        assert cache.bytes <= 8 * size
    assert [n for n in range(8) if ("a", n) in cache] == [6, 7]
    assert [n for n in range(100, 110) if ("a", n) in cache] == list(range(104, 110))
