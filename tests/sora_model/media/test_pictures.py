"""Pictures for viewing: combs of interlaced film go, what stands still stays; training sees all as it is."""

from __future__ import annotations

import numpy as np
import pytest
from av.video.frame import VideoFrame

from sora_model.contract.errors import SoraError
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pictures import Picture, PictureConverter, deinterlaced
from sora_model.media.pts_index import confirm_index
from tests.films_of_every_kind import film


def scene(shift: int, height: int = 120, width: int = 160) -> Picture:
    """A textured wall, thin lines on it, and a bright ball that is `shift` further to the right."""
    wall = np.random.default_rng(3).integers(90, 104, (height, width, 3))
    wall[40] = wall[41:100:20] = 30
    y, x = np.mgrid[:height, :width]
    wall[(y - 70) ** 2 + (x - 60 - shift) ** 2 < 900] = 220
    return wall.astype(np.uint8)


def woven(first: Picture, second: Picture) -> Picture:
    picture = first.copy()
    picture[1::2] = second[1::2]
    return picture


def test_combs_of_what_moves_are_taken_away() -> None:
    first = scene(0)
    combed = woven(first, scene(14))
    shown = deinterlaced(combed)
    wrong = np.abs(combed.astype(int) - first).mean()
    assert np.abs(shown.astype(int) - first).mean() < wrong / 6
    assert np.array_equal(shown[::2], first[::2])


def test_what_stands_still_keeps_every_line() -> None:
    still = scene(0)
    # All but a few dots, where a thin line meets an edge.
    assert (deinterlaced(still) != still).any(axis=2).mean() < 0.005


@pytest.mark.parametrize("height", [1, 2, 3, 7])
def test_pictures_of_few_lines_are_left_whole(height: int) -> None:
    assert deinterlaced(scene(0)[:height]).shape == (height, 160, 3)


@pytest.mark.parametrize(
    ("name", "changes"), [("mpeg2_tff", True), ("h264_mbaff", True), ("h264_mp4", False)]
)
def test_only_views_of_interlaced_films_are_deinterlaced(name: str, changes: bool) -> None:
    path = film(name)
    view, plain = PictureConverter(deinterlace=True), PictureConverter()
    with FrameDecoder(path, confirm_index(path), threads=1) as decoder:
        frame = decoder.decoded(6)
        assert np.array_equal(decoder.frame(6), plain.rgb(frame))
        assert np.array_equal(view.rgb(frame), plain.rgb(frame)) != changes
        assert np.array_equal(view.rgb(frame, (48, 32)), plain.rgb(frame, (48, 32)))


def test_a_picture_of_impossible_colours_is_refused_in_words() -> None:
    """Damaged files state any colour space."""
    frame = VideoFrame(96, 64, "yuv422p10le")
    frame.colorspace = 80
    with pytest.raises(SoraError, match="96 × 64"):
        PictureConverter().rgb(frame)
