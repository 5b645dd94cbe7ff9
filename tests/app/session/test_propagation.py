"""What tracking brings becomes a few key frames in one deed; a person's own are never changed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.ontology import ClassKind
from app.domain.tracks import Box, KeyFrame, Track, box_at
from app.session.propagation import Propagation, Reach, Trail, iou, key_frames_of
from tests.app.session.conftest import FRAME, Bench, EvenFrames


def box(n: float, y: float = 50) -> Box:
    return Box(10 + 3 * n, y, 40, 80)


@pytest.fixture
def propagation(bench: Bench) -> Propagation:
    bench.change_class("serve", kind=ClassKind.BOX)
    return Propagation(bench.project, bench.editing, bench.media[0].id, EvenFrames(100))


def add_track(bench: Bench, track_id: str, *key_frames: KeyFrame) -> None:
    medium = bench.media[0].id
    track = Track(track_id, medium, bench.class_id("serve"), bench.project.person.id, 1)
    bench.editing.perform(e.AddTrack(track, key_frames), medium_id=medium)


def key(track_id: str, n: int, *, outside: bool = False) -> KeyFrame:
    return KeyFrame(track_id, n * FRAME, box(n), outside)


def trail(reach: Reach, until: int | None = None, *, bend: int = 50, left: bool = False) -> Trail:
    """A way that turns at frame `bend`."""
    step = 1 if reach.until > reach.frame else -1
    numbers = range(reach.frame + step, (reach.until if until is None else until) + step, step)
    found = [KeyFrame(reach.track_id, n * FRAME, box(n, 50 + abs(n - bend) / 2)) for n in numbers]
    return Trail(reach, tuple(found), left)


def frames(bench: Bench, track_id: str) -> list[int]:
    document = bench.project.document(bench.media[0].id)
    return [k.tick // FRAME for k in document.key_frames(track_id)]


def test_a_track_reaches_to_its_next_key_frame_else_to_the_films_end(
    bench: Bench, propagation: Propagation
) -> None:
    add_track(bench, "a", key("a", 10), key("a", 40))
    add_track(bench, "b", key("b", 5), key("b", 60, outside=True))
    on = propagation.reaches(["a", "b"], 20 * FRAME)
    assert [(r.frame, r.until) for r in on] == [(20, 40), (20, 59)]
    assert on[0].box == box(20)
    back = propagation.reaches(["a", "b"], 20 * FRAME, back=True)
    assert [(r.frame, r.until) for r in back] == [(20, 10), (20, 5)]
    assert propagation.reaches(["a"], 50 * FRAME)[0].until == 99
    assert propagation.reaches(["a"], 10 * FRAME, back=True)[0].until == 0
    with pytest.raises(UserError, match="nothing to follow"):
        propagation.reaches(["a"], 5 * FRAME)
    with pytest.raises(UserError, match="nothing to follow"):
        propagation.reaches(["a"], 39 * FRAME)


def test_a_long_way_becomes_few_key_frames_and_one_deed(bench: Bench, propagation: Propagation) -> None:
    add_track(bench, "a", key("a", 10))
    add_track(bench, "b", key("b", 10))
    reaches = propagation.reaches(["a", "b"], 10 * FRAME)
    propagation.keep([trail(reach) for reach in reaches])
    assert frames(bench, "a")[0] == 10
    assert frames(bench, "a")[-1] == 99
    assert len(frames(bench, "a")) < 12
    bench.editing.undo()
    assert (frames(bench, "a"), frames(bench, "b")) == ([10], [10])


def test_a_persons_key_frames_stay_and_what_drifted_is_spread(bench: Bench, propagation: Propagation) -> None:
    far = KeyFrame("a", 40 * FRAME, Box(110, 50, 40, 80))
    add_track(bench, "a", key("a", 10), far)
    (reach,) = propagation.reaches(["a"], 10 * FRAME)
    straight = [KeyFrame("a", n * FRAME, box(n)) for n in range(11, 41)]
    propagation.keep([Trail(reach, tuple(straight))])
    document = bench.project.document(bench.media[0].id)
    assert document.key_frame("a", 40 * FRAME) == far
    halfway = document.box_at("a", 25 * FRAME)
    assert halfway is not None
    assert halfway.box.x == pytest.approx((box(10).x + far.box.x) / 2, abs=1.5)


def test_back_it_goes_to_where_the_object_came_in(bench: Bench, propagation: Propagation) -> None:
    add_track(bench, "a", key("a", 50))
    (reach,) = propagation.reaches(["a"], 50 * FRAME, back=True)
    propagation.keep([trail(reach, 30, left=True)])
    assert frames(bench, "a")[0] == 30
    document = bench.project.document(bench.media[0].id)
    assert document.box_at("a", 29 * FRAME) is None


def test_what_left_the_picture_is_outside_from_there(bench: Bench, propagation: Propagation) -> None:
    add_track(bench, "a", key("a", 10))
    (reach,) = propagation.reaches(["a"], 10 * FRAME)
    propagation.keep([trail(reach, 60, left=True)])
    document = bench.project.document(bench.media[0].id)
    assert document.box_at("a", 60 * FRAME) is not None
    assert document.box_at("a", 61 * FRAME) is None


def test_what_a_person_changed_meanwhile_wins(bench: Bench, propagation: Propagation) -> None:
    medium = bench.media[0].id
    for name in ("moved", "gone", "more"):
        add_track(bench, name, key(name, 10))
    reaches = propagation.reaches(["moved", "gone", "more"], 10 * FRAME)
    bench.editing.perform(e.MoveBox("moved", 10 * FRAME, box(50)), medium_id=medium)
    bench.editing.perform(e.RemoveTrack("gone"), medium_id=medium)
    own = KeyFrame("more", 30 * FRAME, Box(300, 200, 20, 20))
    bench.editing.perform(e.SetKeyFrame(own), medium_id=medium)
    propagation.keep([trail(reach) for reach in reaches])
    assert frames(bench, "moved") == [10]
    assert frames(bench, "gone") == []
    assert frames(bench, "more")[-1] == 30
    assert bench.project.document(medium).key_frame("more", 30 * FRAME) == own
    assert propagation.keep([]) == ()


@given(
    st.lists(
        st.tuples(st.floats(-4, 4), st.floats(-4, 4), st.floats(0.95, 1.05), st.booleans()),
        min_size=1,
        max_size=60,
    )
)
def test_interpolation_stays_near_every_box(steps: list[tuple[float, float, float, bool]]) -> None:
    x, y, scale = 100.0, 100.0, 1.0
    dense = []
    for n, (right, down, growth, occluded) in enumerate(steps):
        x, y, scale = x + right, y + down, scale * growth
        dense.append(KeyFrame("a", n * FRAME, Box(x, y, 20 * scale, 40 * scale), occluded=occluded))
    kept = key_frames_of(dense)
    assert (kept[0], kept[-1]) == (dense[0], dense[-1])
    for wanted in dense:
        shown = box_at(kept, wanted.tick)
        assert shown is not None
        assert shown.occluded == wanted.occluded
        off = max(
            abs(shown.box.x - wanted.box.x),
            abs(shown.box.y - wanted.box.y),
            abs(shown.box.x + shown.box.w - wanted.box.x - wanted.box.w),
            abs(shown.box.y + shown.box.h - wanted.box.y - wanted.box.h),
        )
        assert off <= 1 + 1e-6 or iou(shown.box, wanted.box) >= 0.95 - 1e-9


def test_a_smooth_way_needs_few_key_frames() -> None:
    dense = [KeyFrame("a", n * FRAME, box(n, 100 + 30 * math.sin(n / 15))) for n in range(100)]
    assert len(key_frames_of(dense)) < 20
