"""Gestures on the picture become boxes, tracks and zones: inside it, on whole frames."""

from __future__ import annotations

import pytest

from app.domain import edits as e
from app.domain.errors import EditRefused, UserError
from app.domain.ontology import ClassKind
from app.domain.tracks import Box
from app.domain.zones import ZoneKind
from app.session.boxes import Boxes
from app.session.labelling import Labelling
from tests.app.session.conftest import Bench, EvenFrames

AT = Box(10, 10, 50, 40)


@pytest.fixture
def boxes(bench: Bench) -> Boxes:
    bench.change_class("serve", kind=ClassKind.BOX)
    bench.change_class("rally", kind=ClassKind.BOX)
    labelling = Labelling(bench.project, bench.editing, bench.media[0].id, bench.new_id)
    labelling.set_frames(EvenFrames(100))
    return Boxes(bench.project, bench.editing, bench.media[0].id, bench.new_id, labelling.frame_start)


def drawn(bench: Bench, boxes: Boxes, tick: int = 100, box: Box = AT) -> str:
    known = set(boxes.document.tracks)
    boxes.draw(bench.class_id("serve"), tick, box)
    (track_id,) = set(boxes.document.tracks) - known
    return track_id


def ticks(boxes: Boxes, track_id: str) -> list[int]:
    return [k.tick for k in boxes.document.key_frames(track_id)]


def test_boxes_are_drawn_moved_and_end(bench: Bench, boxes: Boxes) -> None:
    track_id = drawn(bench, boxes, 150)
    boxes.move(1100, {track_id: Box(110, 10, 50, 40)})
    ((_, middle),) = boxes.document.boxes_at(600)
    assert middle.box == Box(60, 10, 50, 40)
    boxes.set_key_frames([track_id], 600, occluded=True)
    boxes.set_key_frames([track_id], 1500, outside=True)
    assert ticks(boxes, track_id) == [100, 600, 1100, 1500]
    assert boxes.document.boxes_at(1600) == []
    with pytest.raises(UserError, match="no box here"):
        boxes.set_key_frames([track_id], 1600, outside=True)
    boxes.set_key_frames([track_id], 1800)  # it comes back where it was seen last
    assert boxes.document.box_at(track_id, 1700) is None
    ((_, again),) = boxes.document.boxes_at(1800)
    assert again.box == Box(110, 10, 50, 40)
    bench.editing.undo()
    boxes.remove_boxes([track_id], 600)
    boxes.remove_tracks([track_id])
    assert not boxes.document.tracks
    bench.editing.undo()
    assert ticks(boxes, track_id) == [100, 1100, 1500]


def test_where_an_object_leaves_it_was_until_then_where_it_was(bench: Bench, boxes: Boxes) -> None:
    track_id = drawn(bench, boxes, 0)
    boxes.move(1000, {track_id: Box(110, 10, 50, 40)})
    before = [boxes.document.box_at(track_id, tick) for tick in range(0, 500, 100)]
    boxes.set_key_frames([track_id], 500, outside=True)
    assert [boxes.document.box_at(track_id, tick) for tick in range(0, 500, 100)] == before
    assert boxes.document.box_at(track_id, 500) is None
    bench.editing.undo()
    assert ticks(boxes, track_id) == [0, 1000]  # one deed, one undo


def test_several_boxes_move_as_one_deed(bench: Bench, boxes: Boxes) -> None:
    one, other = drawn(bench, boxes), drawn(bench, boxes)
    boxes.move(300, {one: Box(1, 1, 5, 5), other: Box(9, 9, 5, 5)})
    assert ticks(boxes, one) == ticks(boxes, other) == [100, 300]
    bench.editing.undo()
    assert ticks(boxes, one) == ticks(boxes, other) == [100]


def test_what_reaches_beyond_the_picture_is_clipped_and_what_is_outside_is_refused(
    bench: Bench, boxes: Boxes
) -> None:
    track_id = drawn(bench, boxes, box=Box(-20, 340, 60, 60))
    assert boxes.document.key_frames(track_id)[0].box == Box(0, 340, 40, 20)
    with pytest.raises(UserError, match="outside the picture"):
        boxes.move(100, {track_id: Box(700, 10, 5, 5)})


def test_a_class_that_went_while_its_box_was_drawn(bench: Bench, boxes: Boxes) -> None:
    class_id = bench.class_id("serve")
    bench.editing.perform(e.RemoveClass(class_id, 0))
    with pytest.raises(UserError, match="removed while it was drawn"):
        boxes.draw(class_id, 0, AT)
    bench.change_class("rally", kind=ClassKind.SEGMENT)
    with pytest.raises(UserError, match="rally is no class of boxes"):
        boxes.draw(bench.class_id("rally"), 0, AT)
    bench.change_class("rally", kind=ClassKind.BOX, retired=True)
    with pytest.raises(EditRefused, match="retired"):
        boxes.draw(bench.class_id("rally"), 0, AT)


def test_tracks_are_cut_joined_ended_and_reclassed(bench: Bench, boxes: Boxes) -> None:
    track_id = drawn(bench, boxes, 0)
    boxes.move(1000, {track_id: Box(110, 10, 50, 40)})
    boxes.split([track_id], 550)
    (other,) = set(boxes.document.tracks) - {track_id}
    assert boxes.document.box_at(track_id, 500) is None
    assert boxes.document.box_at(other, 500) is not None
    boxes.merge((track_id, other))
    assert set(boxes.document.tracks) == {track_id}
    boxes.set_class_from([track_id], 700, bench.class_id("rally"))
    (other,) = set(boxes.document.tracks) - {track_id}
    assert boxes.document.tracks[other].class_id == bench.class_id("rally")
    boxes.set_class_from([other], 700, bench.class_id("serve"))  # from its first box on: all of it
    assert boxes.document.tracks[other].class_id == bench.class_id("serve")
    boxes.end([other], 900)
    assert boxes.document.box_at(other, 800) is not None
    assert boxes.document.box_at(other, 900) is None


def test_several_tracks_are_cut_and_reclassed_as_one_deed(bench: Bench, boxes: Boxes) -> None:
    one, other, late = drawn(bench, boxes, 0), drawn(bench, boxes, 0), drawn(bench, boxes, 700)
    before = bench.project.store.counts()["tracks"]
    boxes.split([one, other], 500)
    numbers = [track.number for track in boxes.document.tracks.values()]
    assert len(set(numbers)) == len(numbers) == before + 2
    bench.editing.undo()
    assert set(boxes.document.tracks) == {one, other, late}
    boxes.set_class_from([one, late], 700, bench.class_id("rally"))
    tracks = boxes.document.tracks
    assert [tracks[i].class_id for i in (one, late)] == [bench.class_id("serve"), bench.class_id("rally")]
    assert len(tracks) == 4
    bench.editing.undo()
    assert {t.class_id for t in boxes.document.tracks.values()} == {bench.class_id("serve")}


def test_zones_are_drawn_named_moved_and_removed(bench: Bench, boxes: Boxes) -> None:
    boxes.draw_zone(ZoneKind.POLYGON, [(0, 0), (100, 0), (100, 900)])
    boxes.draw_zone(ZoneKind.POLYGON, [(0, 0), (100, 0), (100, 50)])
    boxes.draw_zone(ZoneKind.LINE, [(0, 0), (100, 0)], "net")
    first, second, net = boxes.document.zones.values()
    assert [z.name for z in (first, second, net)] == ["Zone 1", "Zone 2", "net"]
    assert first.points[2] == (100, 360)  # held inside the picture
    boxes.change_zone(net.id, name=" middle ", colour="#123456")
    assert boxes.document.zones[net.id].name == "middle"
    with pytest.raises(EditRefused, match="needs 2 points"):
        boxes.change_zone(net.id, points=[(1, 1)])
    boxes.remove_zone(first.id)
    boxes.draw_zone(ZoneKind.POLYGON, [(0, 0), (100, 0), (100, 50)])
    assert {z.name for z in boxes.document.zones.values()} == {"Zone 1", "Zone 2", "middle"}
