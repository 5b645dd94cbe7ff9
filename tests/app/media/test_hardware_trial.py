"""A graphics card decodes what is viewed where it shows the same, sooner; what was refused is remembered."""

from __future__ import annotations

import functools
import json
import queue
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import Cancelled, UserError
from app.media.frame_cache import FrameCache
from app.media.frame_source import FrameSource
from app.media.hardware_trial import fitting_device
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pictures import Picture
from sora_model.media.pts_index import PtsIndex, build_index, confirm_index
from tests.films_of_every_kind import film
from tests.graphics_card import NAME, GraphicsCard, card

__all__ = ["card"]

WAIT_S = 20


@functools.cache
def indexed(path: Path) -> PtsIndex:
    return confirm_index(path, threads=1)


def remembered(cache: Path) -> dict[str, str]:
    file = cache / "hardware.json"
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}


@pytest.fixture
def h264() -> Path:
    return film("h264_mp4")


def test_a_computer_without_a_card_decodes_in_software(
    h264: Path, tmp_path: Path, card: GraphicsCard
) -> None:
    card.there = False
    assert fitting_device(h264, indexed(h264), tmp_path) == ""
    assert card.opened == 1
    assert remembered(tmp_path) == {}, "one may be built in"


def test_a_card_that_shows_the_same_sooner_is_used(h264: Path, tmp_path: Path, card: GraphicsCard) -> None:
    card.software_sleeps_s = 0.01
    assert fitting_device(h264, indexed(h264), tmp_path) == NAME
    assert remembered(tmp_path) == {}


@pytest.mark.parametrize(("fault", "word"), [("wrong_from", "other"), ("fails_at", "other"), ("", "faster")])
def test_a_refused_card_is_not_tried_on_such_films_again(
    h264: Path, tmp_path: Path, card: GraphicsCard, fault: str, word: str
) -> None:
    if fault:
        setattr(card, fault, 12)
    else:
        card.sleeps_s = 0.01
    assert fitting_device(h264, indexed(h264), tmp_path) == ""
    (case,) = remembered(tmp_path)
    assert case.startswith(f"{NAME} h264 ")
    assert word in remembered(tmp_path)[case]
    assert fitting_device(h264, indexed(h264), tmp_path) == ""
    assert card.opened == 1
    other = film("hevc_mkv")
    fitting_device(other, indexed(other), tmp_path)
    assert card.opened == 2


def test_films_that_cannot_be_compared_are_not_tried(h264: Path, tmp_path: Path, card: GraphicsCard) -> None:
    assert fitting_device(h264, build_index(h264), tmp_path) == ""
    damaged = replace(indexed(h264), failed_packets=1)
    assert fitting_device(h264, damaged, tmp_path) == ""
    assert card.opened == 0


def test_a_card_that_took_the_program_with_it_is_not_tried_again(
    h264: Path, tmp_path: Path, card: GraphicsCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: dict[str, str] = {}

    def crashes(self: FrameDecoder, n: int, **how: object) -> None:
        left.update(remembered(tmp_path))
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(FrameDecoder, "decoded", crashes)
        with pytest.raises(SystemExit):
            fitting_device(h264, indexed(h264), tmp_path)
    # A fault in a driver ends the process: nothing is written after it.
    (tmp_path / "hardware.json").write_text(json.dumps(left), "utf-8")
    assert left
    assert fitting_device(h264, indexed(h264), tmp_path) == ""
    assert card.opened == 1


def test_a_trial_ends_when_asked_to_and_leaves_no_verdict(
    h264: Path, tmp_path: Path, card: GraphicsCard
) -> None:
    with pytest.raises(Cancelled):
        fitting_device(h264, indexed(h264), tmp_path, cancelled=lambda: True)
    assert remembered(tmp_path) == {}


def test_a_film_that_is_gone_is_said(tmp_path: Path, h264: Path, card: GraphicsCard) -> None:
    with pytest.raises(UserError, match=r"gone\.mp4"):
        fitting_device(tmp_path / "gone.mp4", indexed(h264), tmp_path)


class Viewer:
    """Wishes for frames, and gets them."""

    def __init__(self, path: Path) -> None:
        self._answers: queue.Queue[tuple[int, Picture]] = queue.Queue()
        self.errors: list[UserError] = []
        self.source = FrameSource(
            path,
            indexed(path),
            "m",
            FrameCache(1),  # every wish is decoded
            lambda n, picture: self._answers.put((n, picture)),
            self.errors.append,
            threads=1,
        )

    def picture(self, n: int, step: int = 0) -> Picture:
        self.source.request(n, 0, step=step)
        got, picture = self._answers.get(timeout=WAIT_S)
        assert got == n
        return picture


@pytest.fixture
def viewer(h264: Path) -> Iterator[Viewer]:
    made = Viewer(h264)
    yield made
    made.source.close()
    assert made.errors == []


@functools.cache
def in_software(path: Path) -> list[Picture]:
    with FrameDecoder(path, indexed(path), threads=1) as decoder:
        return [decoder.frame(n) for n in range(len(decoder))]


def test_the_card_takes_over_between_two_wishes(h264: Path, viewer: Viewer, card: GraphicsCard) -> None:
    expected = in_software(h264)
    for n, device in ((3, ""), (7, NAME), (8, NAME), (25, NAME), (2, ""), (29, "")):
        viewer.source.use_device(device)
        assert np.array_equal(viewer.picture(n), expected[n])
        assert viewer.source.device == device
    assert card.opened == 1


def test_a_film_that_plays_is_not_disturbed(h264: Path, viewer: Viewer, card: GraphicsCard) -> None:
    viewer.picture(3, step=1)
    viewer.source.use_device(NAME)
    viewer.picture(4, step=1)
    assert card.opened == 0
    viewer.picture(5)
    assert card.opened == 1


@pytest.mark.parametrize("fault", ["fails_at", "wrong_from"])
def test_a_card_that_fails_while_viewing_is_left_and_nobody_sees_it(
    h264: Path, viewer: Viewer, card: GraphicsCard, fault: str
) -> None:
    setattr(card, fault, 6)
    viewer.source.use_device(NAME)
    for n, picture in enumerate(in_software(h264)):
        assert np.array_equal(viewer.picture(n), picture)
    assert viewer.source.device == ""
    assert card.opened == 1, "it is not tried again for this film"
