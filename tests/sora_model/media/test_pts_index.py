"""The table behind "frame N": times from packets, times from the decoder, and what is mended in between."""

from __future__ import annotations

import shutil
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sora_model.contract.errors import SoraError
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import (
    REPAIRED,
    RESORTED,
    PtsIndex,
    build_index,
    cached_index_file,
    confirm_index,
    load_index,
    presentation_times,
)
from sora_model.media.streams import NO_TIME
from tests.clips import FILMS, clip


def index_of(times: list[int], end: int, origin: Fraction = Fraction(0)) -> PtsIndex:
    return PtsIndex(Fraction(1, 1000), np.array(times, np.int64), end, origin=origin)


def test_frames_are_found_by_time_and_reach_to_the_next() -> None:
    index = index_of([100, 140, 200], 260)
    assert [index.frame_at(tick) for tick in (0, 100, 139, 140, 199, 200, 259, 999)] == [
        0,
        0,
        0,
        1,
        1,
        2,
        2,
        2,
    ]
    assert [(index.start_of(n), index.end_of(n)) for n in range(3)] == [(100, 140), (140, 200), (200, 260)]
    assert len(index) == 3
    assert index.duration_s == pytest.approx(0.16)
    for outside in (-1, 3):
        with pytest.raises(IndexError):
            index.start_of(outside)
        with pytest.raises(IndexError):
            index.end_of(outside)


def test_second_zero_is_the_containers_start() -> None:
    index = index_of([1400, 1440], 1480, origin=Fraction(7, 5))
    assert index.seconds(1400) == 0.0
    assert index.tick_at(0.04) == 1440


@given(st.lists(st.integers(-50, 200), min_size=1, max_size=40))
def test_mended_times_increase_and_keep_those_that_did(times: list[int]) -> None:
    mended, notes = presentation_times(times)
    assert len(mended) == len(times)
    assert np.all(np.diff(mended) > 0)
    if all(a < b for a, b in pairwise(times)):
        assert mended.tolist() == times
        assert notes == ()
    if sorted(set(times)) == sorted(times):
        assert mended.tolist() == sorted(times)


def test_reordered_times_begin_where_the_stream_says() -> None:
    """B-frames in AVI: libav invents times, one frame late, in decoding order."""
    mended, notes = presentation_times([1, 2, 4, 3, 5], start=0)
    assert mended.tolist() == [0, 1, 2, 3, 4]
    assert notes == (RESORTED,)


def test_missing_and_equal_times_are_filled() -> None:
    assert presentation_times([NO_TIME, 40, 80, NO_TIME, 160])[0].tolist() == [0, 40, 80, 120, 160]
    assert presentation_times([NO_TIME] * 3)[0].tolist() == [0, 1, 2]
    times, notes = presentation_times([5, 5, 6])
    assert times.tolist() == [5, 6, 7]
    assert notes == (REPAIRED,)


@pytest.mark.parametrize("name", FILMS)
def test_the_two_ways_agree_on_whole_films(name: str) -> None:
    quick, exact = build_index(clip(name)), confirm_index(clip(name))
    assert not quick.confirmed
    assert exact.confirmed
    assert quick.pts.tolist() == exact.pts.tolist()
    assert quick.end_pts == exact.end_pts
    assert exact.keyframes[0] == 0
    assert set(exact.keyframes) <= set(range(len(exact)))


def test_variable_times_are_kept_and_named() -> None:
    index = confirm_index(clip("variable_rate"))
    assert index.is_variable
    milliseconds = np.diff(index.pts) * float(index.time_base) * 1000
    assert milliseconds[5:11].tolist() == [33, 50, 50, 50, 100, 100]
    # 33 and 34 ms for 1/30 s are rounding, not a variable rate.
    assert not index_of([0, 33, 67, 100, 133, 167], 200).is_variable


def test_first_time_stamps_stay_raw() -> None:
    late = confirm_index(clip("late_start"))
    assert late.start_pts == 1600
    assert late.seconds(late.start_pts) == 0.0
    assert confirm_index(clip("open_gop_ts")).start_pts > 0


def test_the_cache_gives_back_the_same_index(tmp_path: Path) -> None:
    made = load_index(clip("b_frames"), tmp_path)
    file = cached_index_file(clip("b_frames"), tmp_path)
    assert file.exists()
    assert file.stat().st_mode & 0o077 == 0
    kept = PtsIndex.load(file)
    assert kept is not None
    for one in (kept, load_index(clip("b_frames"), tmp_path)):
        for name in ("pts", "keyframes", "key_pts", "key_dts", "decoder_pts", "digests"):
            assert np.array_equal(getattr(one, name), getattr(made, name)), name
        for name in ("time_base", "end_pts", "origin", "confirmed", "notes", "stream", "failed_packets"):
            assert getattr(one, name) == getattr(made, name), name


def test_the_cache_is_used_when_it_is_there_and_made_anew_when_damaged(tmp_path: Path) -> None:
    path = clip("video_only")
    file = cached_index_file(path, tmp_path)
    PtsIndex(Fraction(1, 7), np.array([3], np.int64), 5, confirmed=True).save(file)
    assert load_index(path, tmp_path).time_base == Fraction(1, 7)
    file.write_bytes(file.read_bytes()[:100])
    assert len(load_index(path, tmp_path)) == 50
    assert PtsIndex.load(file) is not None


def test_a_cache_that_cannot_be_written_does_not_stop_the_work(tmp_path: Path) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")
    assert load_index(clip("plain"), blocked).confirmed


def test_a_provisional_index_is_kept_until_there_is_a_confirmed_one(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    shutil.copy(clip("plain"), path)
    first = load_index(path, tmp_path, confirm=False)
    assert not first.confirmed
    (kept,) = tmp_path.rglob("*.npz")
    PtsIndex(Fraction(1, 7), np.array([3], np.int64), 5).save(kept)
    assert load_index(path, tmp_path, confirm=False).time_base == Fraction(1, 7)
    first.save(kept)
    assert load_index(path, tmp_path).confirmed
    assert list(tmp_path.rglob("*.npz")) == [cached_index_file(path, tmp_path)]


def test_progress_rises_to_one_and_cancelling_stops(tmp_path: Path) -> None:
    seen: list[float] = []
    confirm_index(clip("plain"), build_index(clip("plain")), seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) > 10
    calls: list[None] = []

    def enough() -> bool:
        calls.append(None)
        return len(calls) > 5

    with pytest.raises(Cancelled):
        load_index(clip("plain"), tmp_path, cancelled=enough)
    assert not cached_index_file(clip("plain"), tmp_path).exists()


def test_no_film_is_said(tmp_path: Path) -> None:
    with pytest.raises(SoraError, match="no film"):
        build_index(clip("audio_only"))


def test_an_index_must_increase() -> None:
    for times, end in (([], 5), ([1, 1], 5), ([2, 1], 5), ([1, 2], 2)):
        with pytest.raises(ValueError):
            index_of(times, end)
