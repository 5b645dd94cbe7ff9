"""One frame as a picture file."""

from __future__ import annotations

import os
import random
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import UserError
from app.media.grab import grab
from sora_model.contract.errors import SoraError
from sora_model.media.decoder import FrameDecoder
from sora_model.media.opencv import cv2
from sora_model.media.pts_index import confirm_index, load_index
from tests.clips import clip, number_in
from tests.footage import footage


def picture_in(file: Path) -> np.ndarray:
    return cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2RGB)


@pytest.mark.parametrize("cached", [False, True])
@pytest.mark.parametrize("n", [0, 17, 49])
def test_the_file_holds_the_frame(tmp_path: Path, cached: bool, n: int) -> None:
    cache = tmp_path / "cache"
    if cached:
        load_index(clip("b_frames"), cache)
    out = tmp_path / "frame.png"
    shown = grab(clip("b_frames"), n, out, cache_dir=cache if cached else None)
    assert number_in(picture_in(out)) == n
    assert np.array_equal(picture_in(out), shown)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["frame.png"]


def test_rotation_is_carried_out(tmp_path: Path) -> None:
    grab(clip("rotated_90"), 5, tmp_path / "f.png")
    assert picture_in(tmp_path / "f.png").shape == (96, 64, 3)
    assert number_in(np.rot90(picture_in(tmp_path / "f.png"))) == 5


@pytest.mark.parametrize("cached", [False, True])
@pytest.mark.parametrize("n", [-1, 50, 10**9])
def test_frames_that_are_not_there_are_refused_with_those_that_are(
    tmp_path: Path, n: int, cached: bool
) -> None:
    cache = tmp_path / "cache"
    if cached:
        load_index(clip("plain"), cache)
    with pytest.raises(UserError, match="Choose 0 to 49"):
        grab(clip("plain"), n, tmp_path / "f.png", cache_dir=cache)
    assert not (tmp_path / "f.png").exists()


@pytest.mark.footage
def test_grabbing_from_real_awkward_films_agrees_with_the_decoder(tmp_path: Path) -> None:
    """Counting from the start (no index) and seeking (with one) give the same picture."""
    kinds = (".mp4", ".avi", ".mkv", ".ts", ".webm", ".mpg")
    films = [file for file in sorted(footage("torture").rglob("*.*")) if file.suffix in kinds]
    compared = 0
    for film in films:
        try:
            index = confirm_index(film)
        except SoraError:
            continue
        n = random.Random(film.name).randrange(len(index))
        with FrameDecoder(film, index) as decoder:
            sought = decoder.frame(n)
        grab(film, n, tmp_path / "f.png")
        assert np.array_equal(picture_in(tmp_path / "f.png"), sought), film
        compared += 1
    assert compared > 20


def test_what_cannot_be_grabbed_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no film"):
        grab(clip("audio_only"), 0, tmp_path / "f.png")
    with pytest.raises(UserError, match=r"\.png"):
        grab(clip("plain"), 0, tmp_path / "f.gif")
    with pytest.raises(UserError, match="cannot be written"):
        grab(clip("plain"), 0, tmp_path / "nowhere" / "f.png")


def test_a_file_that_is_replaced_is_never_half_there(tmp_path: Path) -> None:
    out = tmp_path / "f.png"
    grab(clip("plain"), 1, out)
    first = os.stat(out).st_ino
    grab(clip("plain"), 2, out)
    assert os.stat(out).st_ino != first
    assert number_in(picture_in(out)) == 2
