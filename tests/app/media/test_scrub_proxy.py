"""The quick copy: the film's own frame numbers and colours, whatever was cancelled, killed or damaged."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import av
import numpy as np
import pytest

from app.domain.errors import UserError
from app.media.scrub_proxy import LONG_SIDE, ProxyWriter, ScrubProxy, proxy_place
from sora_model.media.decoder import FrameDecoder
from sora_model.media.film_pass import film_pass
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import PtsIndex, build_index
from tests.clips import clip, number_in, write_film


def made(path: Path, cache: Path) -> tuple[ScrubProxy, PtsIndex]:
    index = film_pass(path, cache, None, [ProxyWriter(path, cache)], threads=1)
    proxy = ScrubProxy.open(path, cache)
    assert proxy is not None
    return proxy, index


def cancelled_after(frames: int) -> Callable[[], bool]:
    """For `film_pass`: stops after about so many packets."""
    left = iter(range(frames))
    return lambda: next(left, None) is None


@pytest.mark.parametrize(
    "name",
    ["b_frames", "b_frames_avi", "variable_rate", "open_gop_ts", "late_start", "rotated_90", "odd_size"],
)
def test_every_frame_has_the_films_own_number_size_and_colours(name: str, tmp_path: Path) -> None:
    proxy, index = made(clip(name), tmp_path)
    with closing(proxy), FrameDecoder(clip(name), index, threads=1) as decoder:
        assert len(proxy) == len(index)
        for n in range(len(index)):
            small, full = proxy.picture(n, index), decoder.frame(n)
            assert small is not None
            assert number_in(small) == number_in(full)
            assert proxy.full_size(n) == (full.shape[1], full.shape[0])
            assert small.shape == full.shape  # smaller than the quick copy's size: as large as it is
            assert np.abs(small.astype(int) - full).mean() < 6


def test_large_pictures_are_made_small_in_their_own_shape(tmp_path: Path) -> None:
    path = write_film(tmp_path / "tall.mp4", 3, size=(1000, 600), rotation=-90)
    proxy, index = made(path, tmp_path)
    with closing(proxy):
        small = proxy.picture(2, index)
        assert small is not None
        assert small.shape == (LONG_SIDE, round(LONG_SIDE * 0.6), 3)
        assert proxy.full_size(2) == (600, 1000)


def test_the_file_is_a_stream_that_any_player_opens(tmp_path: Path) -> None:
    proxy, index = made(clip("b_frames"), tmp_path)
    proxy.close()
    stream = proxy_place(clip("b_frames"), tmp_path).with_suffix(".mjpeg")
    with av.open(str(stream), format="mjpeg") as container:
        numbers = [number_in(frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]
    assert numbers == list(range(len(index)))


def test_a_cancelled_pass_leaves_what_it_made_and_goes_on_from_there(tmp_path: Path) -> None:
    path = clip("b_frames")
    with pytest.raises(Cancelled):
        film_pass(path, tmp_path, None, [ProxyWriter(path, tmp_path)], cancelled=cancelled_after(30))
    part = ScrubProxy.open(path, tmp_path)
    assert part is not None
    with closing(part):
        there = len(part)
        assert 0 < there < 50
        assert part.picture(there) is None
        again = ProxyWriter(path, tmp_path)
        assert again.resume_at == there
        index = film_pass(path, tmp_path, None, [again], threads=1)
        # Opened before the rest was written: sees it all the same.
        assert [number_in(part.picture(n, index)) for n in range(len(index))] == list(range(len(index)))


@pytest.mark.parametrize(("table", "pictures"), [(0, -3000), (-10, 0), (-100, 0), (-32 * 20, 400)])
def test_a_killed_pass_goes_on_behind_the_last_whole_picture(
    table: int, pictures: int, tmp_path: Path
) -> None:
    path = clip("b_frames")
    proxy, index = made(path, tmp_path)
    proxy.close()
    whole = {s: proxy_place(path, tmp_path).with_suffix(s).read_bytes() for s in (".table", ".mjpeg")}
    for suffix, change in ((".table", table), (".mjpeg", pictures)):
        file = proxy_place(path, tmp_path).with_suffix(suffix)
        data = whole[suffix]
        file.write_bytes(data[: len(data) + change] if change < 0 else data + bytes(change))
    writer = ProxyWriter(path, tmp_path)
    assert 0 < writer.resume_at < len(index)
    film_pass(path, tmp_path, index, [writer], threads=1)
    assert {s: proxy_place(path, tmp_path).with_suffix(s).read_bytes() for s in whole} == whole


@pytest.mark.parametrize("suffix", [".table", ".mjpeg"])
def test_damage_is_noticed_and_never_shown(suffix: str, tmp_path: Path) -> None:
    path = clip("b_frames")
    proxy, index = made(path, tmp_path)
    proxy.close()
    file = proxy_place(path, tmp_path).with_suffix(suffix)
    data = bytearray(file.read_bytes())
    rng = np.random.default_rng(1)
    for place in rng.integers(0, len(data), 40):
        damaged = bytearray(data)
        damaged[place] ^= 1 << int(rng.integers(8))
        file.write_bytes(damaged)
        told: list[bool] = []
        opened = ScrubProxy.open(path, tmp_path, on_damage=lambda told=told: told.append(True))
        if opened is None:
            continue
        with closing(opened):
            pictures = [opened.picture(n, index) for n in range(len(index))]
            assert all(number_in(p) == n for n, p in enumerate(pictures) if p is not None)
            assert any(p is None for p in pictures)
            assert len(told) <= 1


def test_an_index_that_counts_otherwise_gets_no_picture(tmp_path: Path) -> None:
    proxy, index = made(clip("variable_rate"), tmp_path)
    with closing(proxy):
        shifted = PtsIndex(index.time_base, index.pts + 1, index.end_pts + 1)
        assert proxy.picture(5, index) is not None
        assert proxy.picture(5, build_index(clip("variable_rate"))) is not None
        assert proxy.picture(5, shifted) is None


def test_a_full_disk_is_told_in_words_and_the_pass_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = clip("b_frames")

    def no_room(_: int) -> None:
        raise UserError("There is no room for quick copies.", way_out="Free some space.")

    failures: list[Exception] = []
    index = film_pass(
        path,
        tmp_path,
        None,
        [ProxyWriter(path, tmp_path, make_room=no_room)],
        on_failure=lambda _, error: failures.append(error),
    )
    assert len(index) == 50
    assert [type(error) for error in failures] == [UserError]
    assert ScrubProxy.open(path, tmp_path) is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this platform")
def test_a_disk_that_refuses_the_pictures_is_told_with_its_place(tmp_path: Path) -> None:
    path = clip("b_frames")
    place = proxy_place(path, tmp_path)
    place.parent.mkdir()
    place.with_suffix(".table").symlink_to("/dev/full")
    failures: list[Exception] = []
    film_pass(path, tmp_path, None, [ProxyWriter(path, tmp_path)], on_failure=lambda _, e: failures.append(e))
    assert len(failures) == 1
    assert isinstance(failures[0], UserError)
    assert str(place.parent) in str(failures[0])
