"""Boxes, tracks and zones of one film in a file for CVAT: every frame of a track, and what is left out."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.ontology import Attribute, AttributeKind, ClassKind
from app.domain.timebase import TimeRange
from app.domain.tracks import Box
from app.domain.zones import ZoneKind
from app.formats import cvat_video
from app.session.boxes import Boxes
from app.session.labelling import Labelling
from app.session.picture_export import left_out_of_boxes, left_out_of_table, picture_labels
from tests.app.session.conftest import Bench, EvenFrames


@pytest.fixture
def boxes(bench: Bench) -> Boxes:
    bench.change_class(
        "serve",
        kind=ClassKind.BOX,
        attributes=(Attribute("team", choices=("home", "guests")), Attribute("near", AttributeKind.FLAG)),
    )
    labelling = Labelling(bench.project, bench.editing, bench.media[0].id, bench.new_id)
    labelling.set_frames(EvenFrames(100))
    return Boxes(bench.project, bench.editing, bench.media[0].id, bench.new_id, labelling.frame_start)


def exported(bench: Bench, boxes: Boxes, path: Path) -> ElementTree.Element:
    cvat_video.write(path, picture_labels(bench.project, boxes.document))
    return ElementTree.parse(path).getroot()


def test_a_track_has_a_box_in_each_of_its_frames(bench: Bench, boxes: Boxes, tmp_path: Path) -> None:
    boxes.draw(bench.class_id("serve"), 1000, Box(10, 20, 50, 40))
    (track_id,) = boxes.document.tracks
    boxes.move(1400, {track_id: Box(50, 20, 50, 40)})
    boxes.set_key_frames([track_id], 1500, occluded=True)
    boxes.set_key_frames([track_id], 1600, outside=True)
    boxes.set_key_frames([track_id], 2000)
    boxes.set_key_frames([track_id], 2100, outside=True)
    bench.editing.perform(
        e.ChangeTrack(track_id, attributes={"team": "home"}), medium_id=boxes.document.medium.id
    )
    (track,) = exported(bench, boxes, tmp_path / "boxes.xml").iter("track")
    rows = list(track)
    assert track.get("label") == "serve"
    assert [int(row.get("frame", "")) for row in rows] == [10, 11, 12, 13, 14, 15, 16, 20, 21]
    assert [row.get("keyframe") for row in rows] == list("100011111")
    assert [row.get("outside") for row in rows] == list("000000101")
    assert [row.get("occluded") for row in rows][4:6] == ["0", "1"]
    middle = {side: float(rows[2].get(side, "")) for side in ("xtl", "ytl", "xbr", "ybr")}
    assert middle == {"xtl": 30, "ytl": 20, "xbr": 80, "ybr": 60}
    assert {a.get("name"): a.text for a in rows[0]} == {"team": "home"}


def test_a_track_that_never_ends_reaches_to_the_end_of_the_film(
    bench: Bench, boxes: Boxes, tmp_path: Path
) -> None:
    boxes.draw(bench.class_id("serve"), 9500, Box(10, 20, 50, 40))
    (track,) = exported(bench, boxes, tmp_path / "boxes.xml").iter("track")
    assert [row.get("frame") for row in track] == ["95", "96", "97", "98", "99"]


def test_zones_and_lines_are_polygons_and_polylines(bench: Bench, boxes: Boxes, tmp_path: Path) -> None:
    boxes.draw_zone(ZoneKind.POLYGON, [(0, 0), (100, 0), (100, 50.25)], "goal <A> & B\x01", "#123456")
    boxes.draw_zone(ZoneKind.LINE, [(0, 0), (640, 360)], "serve")  # as a class is called
    root = exported(bench, boxes, tmp_path / "boxes.xml")
    goal, line = root.iter("track")
    assert (goal.get("id"), goal.get("label")) == ("0", "goal <A> & B\ufffd")
    (polygon,), (polyline,) = goal, line
    assert (polygon.tag, polygon.get("points")) == ("polygon", "0.00,0.00;100.00,0.00;100.00,50.25")
    assert (polyline.tag, polyline.get("frame"), polyline.get("outside")) == ("polyline", "0", "0")
    labels = {label.findtext("name"): label for label in root.iter("label")}
    assert set(labels) == {"serve", "goal <A> & B\ufffd"}
    assert labels["goal <A> & B\ufffd"].findtext("type") == "polygon"
    kinds = {a.findtext("name"): a.findtext("input_type") for a in labels["serve"].iter("attribute")}
    assert kinds == {"team": "select", "near": "checkbox"}
    assert root.findtext("meta/task/size") == "100"
    assert root.findtext("meta/task/original_size/width") == "640"


def test_what_a_file_has_no_place_for_is_named(bench: Bench, boxes: Boxes) -> None:
    assert left_out_of_table(bench.project) == []
    assert left_out_of_boxes(boxes.document) == []
    boxes.draw(bench.class_id("serve"), 0, Box(10, 20, 50, 40))
    for name in ("a", "b"):
        boxes.draw_zone(ZoneKind.LINE, [(0, 0), (640, 360)], name)
    labelling = Labelling(bench.project, bench.editing, bench.media[0].id, bench.new_id)
    labelling.add_segment(bench.class_id("rally"), TimeRange(0, 500))
    labelling.mark_complete(TimeRange(0, 500))
    assert left_out_of_table(bench.project) == ["1 track of boxes", "2 zones and lines"]
    assert left_out_of_boxes(boxes.document) == ["1 label in time", "1 complete range"]


def test_a_sound_has_no_boxes(bench: Bench, tmp_path: Path) -> None:
    bench.add_media("talk.wav")
    sound = bench.project.document(bench.media[-1].id)
    with pytest.raises(UserError, match="has no picture"):
        picture_labels(bench.project, sound)
