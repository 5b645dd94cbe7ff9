"""Frame N is the decoder's N-th output, whatever was asked before."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sora_model.contract.errors import SoraError
from sora_model.media.decoder import FrameDecoder, GivenUp, first_picture
from sora_model.media.pictures import Picture, PictureConverter
from sora_model.media.pts_index import PtsIndex, build_index, confirm_index
from tests.clips import FILMS, clip, number_in, numbered_picture, write_film

UPRIGHT = [name for name in FILMS if not name.startswith("rotated")]


@functools.cache
def indexed(name: str) -> PtsIndex:
    return confirm_index(clip(name), threads=1)


@functools.cache
def in_order(name: str) -> list[Picture]:
    """The film's pictures by plain decoding from the start, without index or seeking."""
    converter = PictureConverter()
    with av.open(str(clip(name))) as container:
        return [converter.rgb(frame) for frame in container.decode(video=0)]


@pytest.mark.parametrize("name", UPRIGHT)
def test_every_frame_shows_its_number(name: str) -> None:
    with FrameDecoder(clip(name), indexed(name), threads=1) as decoder:
        assert [number_in(decoder.frame(n)) for n in range(len(decoder))] == list(range(len(decoder)))


@settings(max_examples=12)
@given(data=st.data())
@pytest.mark.parametrize("name", FILMS)
def test_random_access_equals_decoding_in_order(name: str, data: st.DataObject) -> None:
    expected = in_order(name)
    wanted = data.draw(st.lists(st.integers(0, len(expected) - 1), min_size=1, max_size=10))
    with FrameDecoder(clip(name), indexed(name), threads=1) as decoder:
        assert len(decoder) == len(expected)
        for n in wanted:
            assert np.array_equal(decoder.frame(n), expected[n]), (n, wanted)


@pytest.mark.parametrize("name", UPRIGHT)
def test_a_provisional_index_is_good_for_whole_films(name: str) -> None:
    with FrameDecoder(clip(name), build_index(clip(name)), threads=1) as decoder:
        for n in (len(decoder) - 1, 0, len(decoder) // 2):
            assert number_in(decoder.frame(n)) == n


def test_threads_do_not_change_pictures() -> None:
    expected = in_order("b_frames")
    with FrameDecoder(clip("b_frames"), indexed("b_frames"), threads=3) as decoder:
        for n in (40, 3, 22, 23, 49):
            assert np.array_equal(decoder.frame(n), expected[n])


class _Counting(FrameDecoder):
    """Counts how often decoding begins somewhere new."""

    placed = 0

    def _place(self, n: int) -> None:
        self.placed += 1
        super()._place(n)


def test_going_forward_never_seeks_and_the_same_frame_costs_nothing() -> None:
    with _Counting(clip("plain"), indexed("plain"), threads=1) as decoder:
        for n in range(50):
            decoder.frame(n)
            decoder.frame(n)
        assert decoder.placed == 0
        decoder.frame(30)
        assert decoder.placed == 1


def test_far_frames_are_sought_not_decoded_through() -> None:
    with _Counting(clip("plain"), indexed("plain"), threads=1) as decoder:
        decoder.frame(0)
        decoder.frame(37)
        assert decoder.placed == 1
        assert decoder._sought


def coded(folder: Path, codec: str, kind: str, frames: int = 60) -> Path:
    options = {"libx264": {"preset": "veryfast"}, "libx265": {"x265-params": "log-level=none:pools=none"}}
    path = folder / f"{codec}.{kind}"
    with av.open(str(path), "w") as container:
        film = container.add_stream(codec, rate=25, options=options[codec])
        film.width, film.height, film.pix_fmt = 128, 64, "yuv420p"
        film.codec_context.gop_size = 24
        for n in range(frames):
            frame = av.VideoFrame.from_ndarray(numbered_picture(n, 128, 64), format="rgb24")
            frame.pts, frame.time_base = n, Fraction(1, 25)
            container.mux(film.encode(frame))
        container.mux(film.encode(None))
    return path


@pytest.mark.parametrize(
    ("codec", "kind"), [("libx264", "mp4"), ("libx264", "mkv"), ("libx264", "ts"), ("libx265", "mp4")]
)
def test_frames_that_nobody_needs_are_left_out_and_change_no_other(
    tmp_path: Path, codec: str, kind: str
) -> None:
    film = coded(tmp_path, codec, kind)
    index = confirm_index(film, threads=1)
    with FrameDecoder(film, index, threads=1) as decoder:
        expected = [decoder.frame(n) for n in range(len(index))]
    wanted = [0, 1, 7, 11, 18, 19, 26, 33, 41, 59]
    with _Counting(film, index, threads=2) as decoder:
        decoder.expect(wanted)
        outputs, known = 0, decoder._outputs

        def counted() -> Iterator[av.VideoFrame]:
            nonlocal outputs
            for frame in known:
                outputs += 1
                yield frame

        decoder._outputs = counted()
        for n in wanted[:6]:
            assert np.array_equal(decoder.frame(n), expected[n])
        assert decoder.placed == 0
        assert outputs < wanted[5]
        for n in [*wanted[6:], *wanted]:
            assert np.array_equal(decoder.frame(n), expected[n])
        assert decoder._wanted is not None


def test_a_frame_that_was_not_expected_is_found_all_the_same(tmp_path: Path) -> None:
    film = coded(tmp_path, "libx264", "mp4")
    with FrameDecoder(film, confirm_index(film, threads=1), threads=1) as decoder:
        decoder.expect([0, 20, 40])
        assert [number_in(decoder.frame(n)) for n in (0, 20, 21, 22, 23, 24, 25, 26, 40, 39, 59)] == [
            0, 20, 21, 22, 23, 24, 25, 26, 40, 39, 59,
        ]  # fmt: skip


@settings(max_examples=6)
@given(data=st.data())
@pytest.mark.parametrize("name", FILMS)
def test_expecting_some_frames_changes_none(name: str, data: st.DataObject) -> None:
    expected = in_order(name)
    numbers = st.lists(st.integers(0, len(expected) - 1), min_size=1, max_size=10)
    with FrameDecoder(clip(name), indexed(name), threads=1) as decoder:
        wanted = data.draw(numbers)
        decoder.expect(wanted)
        for n in [*sorted(wanted), *data.draw(numbers)]:
            assert np.array_equal(decoder.frame(n), expected[n])


def test_pictures_that_the_index_does_not_know_send_the_decoder_back_to_the_start() -> None:
    """A key frame that decoding cannot really start at shows by the checksum of what follows."""
    index = indexed("plain")
    wrong = index.digests.copy()
    wrong[30] ^= 1
    with _Counting(clip("plain"), replace(index, digests=wrong), threads=1) as decoder:
        assert np.array_equal(decoder.frame(30), in_order("plain")[30])
        assert decoder.placed > 1
        assert not decoder._sought


def test_wrong_key_frames_in_the_index_do_not_make_wrong_pictures() -> None:
    index = indexed("b_frames_mkv")
    shifted = replace(index, keyframes=index.keyframes + np.array([0, 1, 1, 1]))
    with FrameDecoder(clip("b_frames_mkv"), shifted, threads=1) as decoder:
        for n in (40, 16, 31, 3):
            assert np.array_equal(decoder.frame(n), in_order("b_frames_mkv")[n])


@pytest.mark.parametrize(("name", "turns"), [("rotated_90", -1), ("rotated_180", 2)])
def test_rotation_is_carried_out(name: str, turns: int) -> None:
    with av.open(str(clip(name))) as container:
        coded = [
            frame.to_ndarray(format="rgb24", interpolation="BICUBIC") for frame in container.decode(video=0)
        ]
    with FrameDecoder(clip(name), indexed(name), threads=1) as decoder:
        picture = decoder.frame(4)
        assert picture.shape == ((96, 64, 3) if turns == -1 else (64, 96, 3))
        assert picture.flags.c_contiguous
        assert np.array_equal(picture, np.rot90(coded[4], turns))
        assert number_in(np.rot90(picture, -turns)) == 4


@pytest.mark.parametrize("mirrored", [(False, False), (True, False), (False, True), (True, True)])
@pytest.mark.parametrize("rotation", [0, 90, 180, -90])
def test_every_orientation_is_as_ffmpeg_shows_it(
    tmp_path: Path, rotation: int, mirrored: tuple[bool, bool]
) -> None:
    path = write_film(tmp_path / "f.mp4", 3, rotation=rotation, mirrored=mirrored)
    with FrameDecoder(path, confirm_index(path), threads=1) as decoder:
        ours = decoder.frame(2)
    command = ["ffmpeg", "-v", "error", "-nostdin", "-i", str(path), "-vf", "select=eq(n\\,2)"]
    raw = subprocess.run(
        [*command, "-pix_fmt", "rgb24", "-f", "rawvideo", "-"], capture_output=True, check=True
    ).stdout
    assert np.abs(np.frombuffer(raw, np.uint8).reshape(ours.shape) - ours.astype(np.int16)).mean() < 2


def test_samples_come_in_the_wanted_size() -> None:
    with FrameDecoder(clip("rotated_90"), indexed("rotated_90"), threads=1) as decoder:
        samples = list(decoder.frames([0, 3, 9], size=(32, 48)))
        assert [n for n, _ in samples] == [0, 3, 9]
        assert all(picture.shape == (48, 32, 3) for _, picture in samples)
        full = decoder.frame(9).reshape(48, 2, 32, 2, 3).mean(axis=(1, 3))
        # Another filter, the same picture: bicubic against the mean of four pixels.
        assert np.abs(samples[2][1] - full).mean() < 12
    with FrameDecoder(clip("plain"), indexed("plain"), threads=1) as decoder:
        assert [number_in(picture) for _, picture in decoder.frames(range(0, 50, 7), (48, 32))] == list(
            range(0, 50, 7)
        )


def test_frames_outside_the_film_are_refused() -> None:
    with FrameDecoder(clip("one_frame"), indexed("one_frame"), threads=1) as decoder:
        for n in (-1, 1):
            with pytest.raises(IndexError, match="0 to 0"):
                decoder.frame(n)


def test_a_film_that_changed_since_is_said(tmp_path: Path) -> None:
    index = indexed("plain")
    shorter = write_film(tmp_path / "shorter.mp4", 20)
    with FrameDecoder(shorter, index, threads=1) as decoder, pytest.raises(SoraError, match="changed"):
        decoder.frame(49)
    shutil.copy(clip("audio_wav"), tmp_path / "sound.wav")
    with pytest.raises(SoraError, match="changed"):
        FrameDecoder(tmp_path / "sound.wav", index)


def test_the_original_is_only_read(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    shutil.copy(clip("plain"), path)
    before = path.stat()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    os.chmod(path, 0o444)
    with FrameDecoder(path, confirm_index(path), threads=1) as decoder:
        decoder.frame(40)
        decoder.frame(2)
    after = path.stat()
    assert (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, before.st_size)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("name", FILMS)
def test_the_first_picture_needs_no_index(name: str) -> None:
    first = first_picture(clip(name))
    assert first is not None
    assert np.array_equal(first, in_order(name)[0])


def test_sound_has_no_first_picture() -> None:
    assert first_picture(clip("audio_wav")) is None


def test_frames_on_the_way_are_kept_and_are_those_of_the_film(tmp_path: Path) -> None:
    film = coded(tmp_path, "libx264", "mp4")
    index = confirm_index(film, threads=1)
    with FrameDecoder(film, index, threads=1) as decoder:
        expected = [decoder.frame(n) for n in range(len(index))]
    converter = PictureConverter()
    with _Counting(film, index, threads=2) as decoder:
        for n, keep_from in ((40, 33), (20, 0), (22, 10), (59, 50)):
            kept: dict[int, Picture] = {}

            def keep(m: int, frame: av.VideoFrame, kept: dict[int, Picture] = kept) -> None:
                kept[m] = converter.rgb(frame)

            frame = decoder.decoded(n, keep_from=keep_from, keep=keep)
            assert np.array_equal(converter.rgb(frame), expected[n])
            assert n in kept
            assert all(keep_from <= m <= n and np.array_equal(p, expected[m]) for m, p in kept.items())
        assert decoder._leaves_out
        assert decoder.distance(30) == 30 - max(key for key in index.keyframes if key <= 30)


def test_a_decode_that_is_given_up_leaves_the_decoder_whole(tmp_path: Path) -> None:
    film = coded(tmp_path, "libx264", "mp4")
    index = confirm_index(film, threads=1)
    with FrameDecoder(film, index, threads=1) as decoder:
        expected = [decoder.frame(n) for n in range(len(index))]
        for answers in range(1, 4):
            asked = iter([False] * answers + [True])
            with pytest.raises(GivenUp):
                decoder.decoded(44, given_up=lambda asked=asked: next(asked))  # type: ignore[misc]
            for n in (26 + answers, 25 + answers, 44):
                assert np.array_equal(decoder.frame(n), expected[n])
            decoder.frame(0)


def test_key_frames_are_sought_by_the_times_that_the_container_goes_by(tmp_path: Path) -> None:
    """Where pictures are shown later than they are decoded, a wrong time leads to the key frame before."""
    for kind in ("mp4", "mkv"):
        film = coded(tmp_path, "libx264", kind)
        with FrameDecoder(film, confirm_index(film, threads=1), threads=1) as decoder:
            decoder.frame(50)
            assert (decoder._lead, decoder._early) == (0, 0)


@pytest.mark.parametrize(
    ("name", "size"), [("plain", (47, 31)), ("rotated_90", (32, 48)), ("plain", (200, 130))]
)
def test_small_pictures_to_look_at_are_nearly_those_of_the_model(name: str, size: tuple[int, int]) -> None:
    converter = PictureConverter()
    with FrameDecoder(clip(name), indexed(name), threads=1) as decoder:
        exact, quick = converter.rgb(decoder.decoded(9), size), converter.view(decoder.decoded(9), size)
    assert quick.shape == exact.shape == (size[1], size[0], 3)
    assert quick.flags.c_contiguous
    assert np.abs(exact.astype(np.int16) - quick).mean() < 3
    if name == "plain":
        assert number_in(quick) == 9
