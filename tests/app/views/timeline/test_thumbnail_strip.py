"""The strip of pictures: each at its own time and in its own shape, painted only from what is held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.domain.timebase import TimeRange
from app.views.timeline.lanes import Section
from app.views.timeline.seldom import Seldom
from app.views.timeline.timeline_view import TimelineView
from tests.app.views.timeline.film import FRAME, Hand, at
from tests.studio_window import settle


@dataclass(frozen=True)
class Spot:
    tick: int


class Pictures:
    """One every ten seconds, whose red is its number; `there` of them."""

    def __init__(self, there: int = 60) -> None:
        self.there = there
        self.asked: list[tuple[int, int, int]] = []
        self.fetched: list[int] = []

    def strip(self, start: int, end: int, count: int) -> Sequence[Spot]:
        self.asked.append((start, end, count))
        ticks = [at(10.0 * n) for n in range(self.there)]
        return [Spot(tick) for tick in ticks if start - 10_000 < tick < end]

    def picture(self, spot: Spot) -> NDArray[np.uint8] | None:
        number = (spot.tick - at(0.0)) // 10_000
        self.fetched.append(number)
        return np.broadcast_to(np.array([100 + number, 20, 20], np.uint8), (36, 64, 3)).copy()


@pytest.fixture
def pictures(view: TimelineView) -> Pictures:
    pictures = Pictures()
    view.resize(1200, 420)
    view.show_window(TimeRange(at(0.0), at(120.0)))
    view.set_thumbnails(pictures, 16 / 9)
    return pictures


def band_rows(view: TimelineView, image: QImage) -> NDArray[np.uint8]:
    """(columns, 3) RGB in the middle of the strip."""
    assert view.scene is not None
    band = view.scene.layout.thumbnails
    y = round(band.top + band.height / 2)
    return np.array([image.pixelColor(x, y).getRgb()[:3] for x in range(image.width())], np.uint8)


def test_each_stands_at_its_own_time_in_its_own_shape(
    view: TimelineView, pictures: Pictures, picture: Callable[[], QImage], qtbot: QtBot
) -> None:
    qtbot.waitExposed(view)
    qtbot.waitUntil(lambda: len(pictures.fetched) >= 12)
    settle(30)
    row = band_rows(view, picture())
    assert view.axis is not None
    assert view.scene is not None
    width = (view.scene.layout.thumbnails.height - 2) * 16 / 9
    for n in range(12):
        x = view.axis.x(at(10.0 * n))
        assert tuple(row[round(x) + 2]) == (100 + n, 20, 20)
        end = min(width, view.axis.x(at(10.0 * (n + 1))) - x - 1)
        assert row[round(x + end) - 3][0] == 100 + n
        if end == width and round(x + end) + 3 < view.axis.right:
            assert row[round(x + end) + 3][0] < 100


class Thirds(Pictures):
    """Each red, green and blue from left to right."""

    def picture(self, spot: Spot) -> NDArray[np.uint8]:
        super().picture(spot)
        picture = np.zeros((36, 66, 3), np.uint8)
        for part in range(3):
            picture[:, 22 * part : 22 * part + 22, part] = 255
        return picture


def test_those_that_lie_too_close_show_their_middle(
    view: TimelineView, pictures: Pictures, picture: Callable[[], QImage]
) -> None:
    view.set_thumbnails(Thirds(), 66 / 36)
    view.show_window(TimeRange(at(0.0), at(590.0)))
    picture()
    settle(200)
    row = band_rows(view, picture())
    axis = view.axis
    assert axis is not None
    assert axis.x(at(20.0)) - axis.x(at(10.0)) < 66 * 0.33
    for n in range(1, 58):
        assert np.argmax(row[round((axis.x(at(10.0 * n)) + axis.x(at(10.0 * (n + 1)))) / 2)]) == 1


def test_painting_fetches_nothing_and_nothing_twice(
    view: TimelineView, pictures: Pictures, picture: Callable[[], QImage]
) -> None:
    picture()
    assert pictures.fetched == []
    settle(100)
    assert sorted(set(pictures.fetched)) == sorted(pictures.fetched)
    before = list(pictures.fetched)
    view.set_position(at(50.0))
    picture()
    settle(30)
    assert pictures.fetched == before


def test_as_many_as_fit_side_by_side_are_asked_for(
    view: TimelineView, pictures: Pictures, picture: Callable[[], QImage]
) -> None:
    picture()
    start, end, count = pictures.asked[-1]
    assert view.axis is not None
    assert view.scene is not None
    assert (start, end) == (at(0.0), at(120.0))
    width = (view.scene.layout.thumbnails.height - 2) * 16 / 9
    assert count == int(view.axis.width / width)


def test_it_fills_in_as_more_are_made(
    view: TimelineView, pictures: Pictures, picture: Callable[[], QImage]
) -> None:
    pictures.there = 3
    picture()
    settle(50)
    assert set(pictures.fetched) == {0, 1, 2}
    pictures.there = 6
    view.refresh_thumbnails()
    settle(50)
    assert set(pictures.fetched) == {0, 1, 2, 3, 4, 5}


def test_a_low_timeline_and_a_switched_off_strip_have_none(view: TimelineView, pictures: Pictures) -> None:
    assert view.shows_thumbnails
    before = view.scene
    assert before is not None
    assert before.layout.scrolled.top == before.layout.thumbnails.bottom
    view.set_attention_hint("It attends to nothing.")
    view.resize(1200, 150)
    assert not view.shows_thumbnails
    view.resize(1200, 420)
    assert view.shows_thumbnails
    view.set_thumbnails(None)
    assert not view.shows_thumbnails
    assert view.scene is not None
    assert view.scene.layout.scrolled.top == view.scene.layout.ruler.bottom


def test_the_hand_goes_to_the_frame_under_it(view: TimelineView, pictures: Pictures, hand: Hand) -> None:
    sought: list[int] = []
    view.seek_requested.connect(sought.append)
    where = hand.place(33.0, Section.THUMBNAILS)
    hand.press(where)
    hand.release()
    assert len(sought) == 1
    assert abs(sought[0] - at(33.0)) <= 2 * FRAME


def test_what_is_asked_for_often_is_done_at_once_and_then_seldom(qtbot: QtBot, view: TimelineView) -> None:
    done: list[int] = []
    asked: list[int] = []
    work = Seldom(lambda: done.append(len(asked)), 60, view)
    for number in range(5):
        asked.append(number)
        work.ask()
    assert done == [1]
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == [1, 5]
    settle(100)
    assert done == [1, 5]
