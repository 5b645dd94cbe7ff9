"""On a graphics card or not, frame N is the same picture."""

from __future__ import annotations

import functools
import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from sora_model.media.decoder import FrameDecoder
from sora_model.media.hardware import devices, open_on, planar
from sora_model.media.pictures import Picture, PictureConverter
from sora_model.media.pts_index import PtsIndex, build_index, confirm_index, picture_digest
from tests.clips import clip
from tests.films_of_every_kind import film
from tests.graphics_card import NAME, GraphicsCard, card

__all__ = ["card"]

KINDS = (
    "h264_mp4",
    "h264_open_gop_ts",
    "hevc_mkv",
    "full_range",
    "mpeg2_tff",
    "hevc_main_10",
    "h264_mbaff",
    "bt709",
)
ORDER = (20, 21, 22, 3, 29, 28, 0, 11)


@functools.cache
def indexed(path: Path) -> PtsIndex:
    return confirm_index(path, threads=1)


@functools.cache
def in_software(path: Path) -> dict[int, Picture]:
    with FrameDecoder(path, indexed(path), threads=1) as decoder:
        return {n: decoder.frame(n) for n in range(len(decoder))}


def shows_all(path: Path, decoder: FrameDecoder) -> bool:
    return all(np.array_equal(decoder.frame(n), in_software(path)[n]) for n in ORDER)


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("device", [*devices(), "none-such"])
def test_whatever_this_computer_has_the_pictures_are_the_same(device: str) -> None:
    path = film("h264_mp4")
    with FrameDecoder(path, indexed(path), threads=1, device=device) as decoder:
        assert decoder.device in ("", device)
        assert shows_all(path, decoder)


def test_a_device_that_is_not_there_does_not_open() -> None:
    assert open_on("none-such", film("h264_mp4"), 0) is None
    assert open_on(NAME, Path("none-such.mp4"), 0) is None


@pytest.mark.parametrize(
    ("layout", "semi_planar"),
    [("yuv420p", "nv12"), ("yuv422p", "nv16"), ("yuv444p", "nv24"), ("yuv420p10le", "p010le")],
)
def test_another_layout_holds_the_same_numbers(layout: str, semi_planar: str) -> None:
    """At a width that is no multiple of what processors take at once: slices of several threads overlap."""
    random, to_card = np.random.default_rng(0), VideoReformatter()
    for n in range(12):
        frame = VideoFrame(854, 480, layout)
        frame.pts, frame.color_range = n, 2
        for plane in frame.planes:
            if frame.format.components[0].bits == 8:
                plane.update(random.integers(0, 256, plane.buffer_size, np.uint8).tobytes())
            else:
                plane.update(random.integers(0, 1024, plane.buffer_size // 2, np.uint16).tobytes())
        (back,) = planar(iter([to_card.reformat(frame, format=semi_planar, threads=1)]))
        assert back.format.name == layout
        assert picture_digest(back) == picture_digest(frame)
        assert (back.pts, back.color_range) == (n, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_the_cards_layout_changes_no_picture(card: GraphicsCard, kind: str) -> None:
    path = film(kind)
    with FrameDecoder(path, indexed(path), device=NAME) as decoder:
        assert shows_all(path, decoder)
        assert decoder.device == NAME
    assert card.given > len(ORDER)


def test_what_a_picture_says_of_itself_stays(card: GraphicsCard) -> None:
    """Turned films are turned, also from the card."""
    path = clip("rotated_90")
    with FrameDecoder(path, indexed(path), device=NAME) as decoder:
        assert np.array_equal(decoder.frame(7), in_software(path)[7])
        assert decoder.device == NAME


@pytest.mark.parametrize("fault", ["fails_at", "wrong_from"])
@pytest.mark.parametrize("at", [0, 4, 17])
def test_a_card_that_goes_wrong_is_left_at_that_frame(
    card: GraphicsCard, caplog: pytest.LogCaptureFixture, fault: str, at: int
) -> None:
    path = film("h264_mp4")
    setattr(card, fault, at)
    kept: dict[int, int] = {}

    def keep(number: int, frame: VideoFrame) -> None:
        kept[number] = picture_digest(frame)

    with FrameDecoder(path, indexed(path), device=NAME) as decoder:
        for n in range(at):
            assert np.array_equal(decoder.frame(n), in_software(path)[n])
        assert decoder.device == NAME
        last = len(decoder) - 1
        shown = PictureConverter().rgb(decoder.decoded(last, keep_from=at, keep=keep))
        assert np.array_equal(shown, in_software(path)[last])
        assert not decoder.device
        assert shows_all(path, decoder)
    assert last in kept
    assert all(digest == indexed(path).digests[n] for n, digest in kept.items())
    assert len(complaints(caplog)) == 1
    assert NAME in complaints(caplog)[0]


@pytest.mark.parametrize("at", [0, 4, 29])
def test_a_card_that_leaves_out_a_picture_is_left(card: GraphicsCard, at: int) -> None:
    path = film("h264_mp4")
    card.drops_at = at
    with FrameDecoder(path, indexed(path), device=NAME) as decoder:
        for n, expected in in_software(path).items():
            assert np.array_equal(decoder.frame(n), expected)
            assert (decoder.device == NAME) == (n < at)


def test_a_card_that_goes_wrong_right_after_a_seek_is_left(card: GraphicsCard) -> None:
    path = film("h264_mp4")
    with FrameDecoder(path, indexed(path), device=NAME) as decoder:
        decoder.frame(2)
        card.fails_at = card.given
        assert np.array_equal(decoder.frame(25), in_software(path)[25])
        assert not decoder.device


def test_a_film_whose_pictures_are_not_known_is_decoded_in_software(card: GraphicsCard) -> None:
    path = film("h264_mp4")
    for index in (build_index(path), replace(indexed(path), failed_packets=1)):
        with FrameDecoder(path, index, device=NAME) as decoder:
            assert not decoder.device
            assert np.array_equal(decoder.frame(5), in_software(path)[5])
    assert card.opened == 0
