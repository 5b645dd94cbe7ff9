"""Boxes are followed on and back through real films, and it is said where an object was lost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import Cancelled
from app.domain.tracks import Box, KeyFrame
from app.media.appearance import likeness, looks
from app.media.tracking import Ending, Goal, follow_boxes
from app.session.propagation import iou
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pts_index import PtsIndex, confirm_index
from tests.footage import footage
from tests.moving_films import box_of, ground, put, thing, write_moving, write_pictures

WAY: list[tuple[int, int] | None] = [(20 + 3 * n, 60 + round(15 * np.sin(n / 8))) for n in range(60)]


def at(n: int) -> Box:
    corner = WAY[n]
    assert corner is not None
    return box_of(corner)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PtsIndex]:
    path = write_moving(tmp_path_factory.mktemp("films") / "moving.mp4", [WAY])
    return path, confirm_index(path)


def overlaps(key_frames: tuple[KeyFrame, ...], index: PtsIndex) -> list[float]:
    return [iou(k.box, at(index.frame_at(k.tick))) for k in key_frames]


@pytest.mark.parametrize(("first", "until"), [(0, 59), (59, 0), (30, 12)])
def test_a_box_is_followed_on_and_back(film: tuple[Path, PtsIndex], first: int, until: int) -> None:
    path, index = film
    (found,) = follow_boxes(path, index, first, [Goal("a", at(first), until)])
    assert (found.ending, found.frame) == (Ending.REACHED, until)
    step = 1 if until > first else -1
    assert [index.frame_at(k.tick) for k in found.key_frames] == list(range(first + step, until + step, step))
    assert min(overlaps(found.key_frames, index)) > 0.7
    assert not any(k.occluded for k in found.key_frames)


def test_backwards_each_group_of_pictures_is_decoded_once(
    film: tuple[Path, PtsIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, index = film
    asked: list[int] = []
    decoded = FrameDecoder.decoded

    def counting(self: FrameDecoder, n: int, **options: object) -> object:
        asked.append(n)
        return decoded(self, n, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(FrameDecoder, "decoded", counting)
    follow_boxes(path, index, 40, [Goal("a", at(40), 5)])
    assert sorted(asked[1:]) == list(range(5, 41))
    assert sum(b < a for a, b in pairwise(asked[1:])) == 3


def test_each_of_several_boxes_goes_to_its_own_goal(film: tuple[Path, PtsIndex]) -> None:
    path, index = film
    short, long = follow_boxes(path, index, 10, [Goal("a", at(10), 15), Goal("b", at(10), 30)])
    assert (short.frame, len(short.key_frames)) == (15, 5)
    assert (long.frame, len(long.key_frames)) == (30, 20)
    with pytest.raises(ValueError, match="same way"):
        follow_boxes(path, index, 10, [Goal("a", at(10), 5), Goal("b", at(10), 15)])


def test_hidden_for_a_moment_it_is_found_again_and_marked(tmp_path: Path) -> None:
    way = [None if 30 <= n < 36 else WAY[n] for n in range(60)]
    path = write_moving(tmp_path / "hidden.mp4", [way])
    index = confirm_index(path)
    (found,) = follow_boxes(path, index, 0, [Goal("a", at(0), 59)])
    assert found.ending is Ending.REACHED
    hidden = [index.frame_at(k.tick) for k in found.key_frames if k.occluded]
    assert set(range(31, 36)) <= set(hidden) <= set(range(29, 40))
    assert min(overlaps(found.key_frames, index)) > 0.5


def test_a_lost_object_stops_where_it_was_last_seen_and_says_why(tmp_path: Path) -> None:
    path = write_moving(tmp_path / "gone.mp4", [[*WAY[:25], *[None] * 35]])
    index = confirm_index(path)
    (found,) = follow_boxes(path, index, 0, [Goal("a", at(0), 59)])
    assert found.ending is Ending.LOST
    assert 23 <= found.frame <= 26
    assert index.frame_at(found.key_frames[-1].tick) == found.frame
    assert found.why in ("too few points agreed", "it no longer looked like itself")


def test_another_object_in_its_place_is_not_taken_for_it(tmp_path: Path) -> None:
    other = [(110 - 3 * (n - 30), 55) for n in range(60)]  # comes the other way and hides it for good
    path = write_moving(tmp_path / "other.mp4", [[*WAY[:31], *[None] * 29], other])
    index = confirm_index(path)
    (found,) = follow_boxes(path, index, 0, [Goal("a", at(0), 59)])
    assert found.ending is Ending.LOST
    assert 20 <= found.frame <= 40


def test_what_turns_into_another_thing_is_given_up(tmp_path: Path) -> None:
    """So slowly that every picture leads back to the one before: only its looks at the start tell."""
    one, other = (thing(seed, (30, 48)).astype(np.float32) for seed in (10, 11))

    def pictures() -> Iterator[np.ndarray]:
        for n in range(60):
            picture = ground(1).copy()
            share = min(1.0, n / 40)
            put(picture, (one + share * (other - one)).astype(np.uint8), (60 + n, 80))
            yield picture

    path = write_pictures(tmp_path / "turns.mp4", pictures())
    index = confirm_index(path)
    (found,) = follow_boxes(path, index, 0, [Goal("a", box_of((60, 80)), 59)])
    assert (found.ending, found.why) == (Ending.LOST, "it no longer looked like itself")
    assert found.frame < 40


def test_likeness_is_of_colours_above_and_below() -> None:
    one, other = ground(1).copy(), ground(1).copy()
    box = box_of((40, 40))
    put(one, thing(10, (30, 48)), (40, 40))
    put(other, thing(10, (30, 48)) // 2, (40, 40))
    assert likeness(looks(one, box), looks(one, box)) == pytest.approx(1, abs=1e-5)
    assert likeness(looks(one, box), looks(other, box)) < 0.6
    upside_down = one.copy()
    upside_down[40:88, 40:70] = one[40:88, 40:70][::-1]
    assert likeness(looks(one, box), looks(upside_down, box)) < 0.95
    assert np.isfinite(looks(one, box_of((300, 200)))).all()  # partly outside


def test_what_leaves_the_picture_has_left_it(tmp_path: Path) -> None:
    path = write_moving(tmp_path / "leaves.mp4", [[(150 + 5 * n, 80) for n in range(60)]])
    index = confirm_index(path)
    (found,) = follow_boxes(path, index, 0, [Goal("a", box_of((150, 80)), 59)])
    assert found.ending is Ending.LEFT
    assert 28 <= found.frame <= 34
    assert all(k.box.x + k.box.w <= 320 for k in found.key_frames)


def test_cancelled_it_brings_nothing(film: tuple[Path, PtsIndex]) -> None:
    path, index = film
    told: list[float] = []
    with pytest.raises(Cancelled):
        follow_boxes(
            path,
            index,
            0,
            [Goal("a", at(0), 59)],
            on_progress=told.append,
            cancelled=lambda: len(told) > 5,
        )
    assert told == sorted(told)
    assert told[-1] < 0.2


def test_a_walker_of_real_footage_is_followed() -> None:
    film = footage("pets_s2l1/vtest.avi")
    boxes = np.loadtxt(footage("pets_s2l1/gt/gt.txt"), delimiter=",")
    walker = boxes[boxes[:, 1] == 15][:40]
    index = confirm_index(film)
    (found,) = follow_boxes(film, index, 0, [Goal("a", Box(*walker[0, 2:6]), 39)])
    shares = [iou(k.box, Box(*row[2:6])) for k, row in zip(found.key_frames, walker[1:], strict=False)]
    assert np.mean(shares) > 0.5
