"""Thumbnails: at their own times, at a regular pace, together with the frames of the quick copy."""

from __future__ import annotations

from contextlib import closing
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.media.scrub_proxy import ProxyWriter, ScrubProxy
from app.media.thumbnails import HEIGHT, MOST, Thumbnails, ThumbnailWriter
from sora_model.media.film_pass import film_pass
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import PtsIndex
from tests.clips import FPS, clip, number_in, write_film


def made(path: Path, cache: Path, duration_s: float = 10.0) -> tuple[Thumbnails, PtsIndex]:
    index = film_pass(path, cache, None, [ThumbnailWriter(path, cache, duration_s)], threads=1)
    thumbnails = Thumbnails.open(path, cache, index)
    assert thumbnails.complete
    return thumbnails, index


@pytest.fixture(scope="module")
def ten_seconds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(tmp_path_factory.mktemp("films") / "ten.mp4", 10 * FPS, size=(160, 96), b_frames=2)


def test_there_is_one_each_second_and_it_shows_its_own_time(ten_seconds: Path, tmp_path: Path) -> None:
    thumbnails, index = made(ten_seconds, tmp_path)
    with closing(thumbnails):
        spots = thumbnails.strip(int(index.pts[0]), index.end_pts, 10)
        assert len(spots) == 10
        for spot in spots:
            picture = thumbnails.picture(spot)
            assert picture is not None
            assert picture.shape[0] == HEIGHT
            assert number_in(picture) == index.frame_at(spot.tick)
            assert index.start_of(index.frame_at(spot.tick)) == spot.tick
        assert np.allclose(np.diff([index.seconds(s.tick) for s in spots]), 1.0)


@pytest.mark.parametrize("name", ["variable_rate", "open_gop_ts", "late_start", "b_frames_avi"])
def test_times_of_awkward_films_are_their_own(name: str, tmp_path: Path) -> None:
    thumbnails, index = made(clip(name), tmp_path)
    with closing(thumbnails):
        spots = thumbnails.strip(int(index.pts[0]), index.end_pts, 50)
        assert len(spots) >= 2
        for spot in spots:
            picture = thumbnails.picture(spot)
            assert picture is not None
            assert number_in(picture) == index.frame_at(spot.tick)


def test_which_pictures_stand_there_depends_on_the_zoom_only(ten_seconds: Path, tmp_path: Path) -> None:
    thumbnails, index = made(ten_seconds, tmp_path)
    second = round(1 / index.time_base)
    start = int(index.pts[0])
    with closing(thumbnails):
        at = [
            {
                s.tick
                for s in thumbnails.strip(start + i * second // 3, start + i * second // 3 + 6 * second, 3)
            }
            for i in range(12)
        ]
        every_other = {start + 2 * n * second for n in range(5)}
        assert all(ticks <= every_other for ticks in at)
        # The picture that begins before the window still reaches into it.
        assert start in {s.tick for s in thumbnails.strip(start + second, start + 7 * second, 3)}


def test_close_up_they_are_the_frames_of_the_quick_copy(ten_seconds: Path, tmp_path: Path) -> None:
    thumbnails, index = made(ten_seconds, tmp_path)
    film_pass(ten_seconds, tmp_path, index, [ProxyWriter(ten_seconds, tmp_path)], threads=1)
    proxy = ScrubProxy.open(ten_seconds, tmp_path)
    assert proxy is not None
    first, last = index.start_of(100), index.start_of(120)
    with closing(thumbnails), closing(proxy):
        assert len(thumbnails.strip(first, last, 10)) <= 2
        thumbnails.use_proxy(proxy)
        spots = thumbnails.strip(first, last, 10)
        assert [index.frame_at(s.tick) for s in spots] == list(range(100, 120, 2))
        pictures = [thumbnails.picture(s) for s in spots]
        assert [number_in(p) for p in pictures if p is not None] == list(range(100, 120, 2))


def test_a_long_film_keeps_no_more_than_so_many(ten_seconds: Path, tmp_path: Path) -> None:
    thumbnails, _ = made(ten_seconds, tmp_path, duration_s=4.0 * MOST)
    with closing(thumbnails):
        assert thumbnails.refresh() == 3


def test_a_cancelled_pass_goes_on_and_fills_the_same_strip(ten_seconds: Path, tmp_path: Path) -> None:
    whole, index = made(ten_seconds, tmp_path / "whole")
    left = iter(range(140))
    with pytest.raises(Cancelled):
        film_pass(
            ten_seconds,
            tmp_path,
            None,
            [ThumbnailWriter(ten_seconds, tmp_path, 10.0)],
            cancelled=lambda: next(left, None) is None,
        )
    part = Thumbnails.open(ten_seconds, tmp_path, index)
    with closing(whole), closing(part):
        there = part.refresh()
        assert 2 <= there < 10
        assert not part.complete
        film_pass(ten_seconds, tmp_path, index, [ThumbnailWriter(ten_seconds, tmp_path, 10.0)], threads=1)
        assert part.complete
        window = (int(index.pts[0]), index.end_pts, 10)
        assert part.strip(*window) == whole.strip(*window)


def test_without_any_the_strip_is_empty(tmp_path: Path) -> None:
    index = PtsIndex(Fraction(1, 25), np.arange(50, dtype=np.int64), 50)
    thumbnails = Thumbnails.open(clip("plain"), tmp_path, index)
    assert thumbnails.refresh() == 0
    assert list(thumbnails.strip(0, 50, 10)) == []
    assert not thumbnails.complete
