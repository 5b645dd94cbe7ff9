"""Boxes, tracks and zones in the real window: by keys alone, in menus at the box, and by the mouse."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.__main__ import main
from app.domain import edits as e
from app.domain.ontology import ClassKind
from app.domain.tracks import Box
from app.shell.startup import Studio
from tests.clips import clip
from tests.studio_window import answers, film, open_studio, press, wait

Key, Modifier = Qt.Key, Qt.KeyboardModifier
ALT, SHIFT, CONTROL = Modifier.AltModifier, Modifier.ShiftModifier, Modifier.ControlModifier
pytestmark = pytest.mark.usefixtures("qapp")


def choose(letter: Key) -> None:
    """In the menu that has just come up at the box."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, letter)


def draw(studio: Studio) -> str:
    """A box by keys alone: 38.4, 28.8 … on a picture of 96 × 72 or so."""
    press(studio, Key.Key_N)
    QTest.keyClick(studio.window.canvas, Key.Key_Return)
    (track_id,) = studio.labels.selection
    return track_id


def box_of(studio: Studio, track_id: str) -> Box:
    shown = studio.labels.document.box_at(track_id, studio.player.tick)
    assert shown is not None
    return shown.box


def test_a_track_by_keys_alone(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        for name in ("ball", "player"):
            studio.labels.add_class(name, ClassKind.BOX)
        track_id = draw(studio)
        document = studio.labels.document
        at = box_of(studio, track_id)
        press(studio, Key.Key_Right, Key.Key_Right, Key.Key_Up, modifier=ALT)
        press(studio, Key.Key_Left, modifier=ALT | SHIFT)
        press(studio, Key.Key_Right, Key.Key_Down, modifier=ALT | CONTROL)
        now = box_of(studio, track_id)
        assert (now.x, now.y) == pytest.approx((at.x - 8, at.y - 1))
        assert (now.w, now.h) == pytest.approx((at.w + 1, at.h + 1))
        press(studio, *[Key.Key_Left] * 20, modifier=ALT | SHIFT)
        assert box_of(studio, track_id).x == 0  # held at the picture's edge
        press(studio, *[Key.Key_Right] * 6)
        press(studio, Key.Key_F)
        press(studio, Key.Key_PageUp)
        assert studio.player.frame == 0
        press(studio, *[Key.Key_Right] * 3)
        press(studio, Key.Key_C, modifier=SHIFT)
        choose(Key.Key_2)
        assert len(document.tracks) == 2
        (other,) = set(document.tracks) - {track_id}
        assert document.ontology[document.tracks[other].class_id].name == "player"
        assert studio.labels.selection == (other,)
        press(studio, *[Key.Key_Right] * 2)
        press(studio, Key.Key_S)
        assert len(document.tracks) == 3
        press(studio, Key.Key_Z, modifier=CONTROL)
        studio.labels.select((other,))
        press(studio, Key.Key_Delete)
        choose(Key.Key_H)
        assert document.box_at(other, studio.player.tick) is None
        assert studio.window.toast.isVisible()
        press(studio, Key.Key_Z, modifier=CONTROL)
        assert document.box_at(other, studio.player.tick) is not None


def test_several_boxes_at_once(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.labels.add_class("ball", ClassKind.BOX)
        one = draw(studio)
        press(studio, Key.Key_Right, modifier=ALT)
        other = draw(studio)
        studio.boxes.toggle(one)
        assert set(studio.labels.selection) == {one, other}
        before = {i: box_of(studio, i) for i in (one, other)}
        press(studio, Key.Key_Down, modifier=ALT)
        assert all(box_of(studio, i).y == pytest.approx(before[i].y + 1) for i in before)
        press(studio, Key.Key_Z, modifier=CONTROL)
        assert {i: box_of(studio, i) for i in (one, other)} == before
        press(studio, Key.Key_N, modifier=SHIFT)
        assert len(studio.labels.selection) == 1
        press(studio, Key.Key_Z, modifier=SHIFT)
        assert studio.window.canvas.mapping.zoom > 1
        press(studio, Key.Key_Z, modifier=SHIFT)
        assert studio.window.canvas.mapping.zoom == 1


def test_a_class_that_goes_while_its_box_is_drawn_puts_the_tool_away(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.labels.add_class("ball", ClassKind.BOX)
        press(studio, Key.Key_N)
        ontology = studio.workspace.project.catalogue.ontology
        studio.workspace.editing.perform(e.RemoveClass(ontology.named("ball").id, 0))
        assert not studio.boxes.drawing
        QTest.keyClick(studio.window.canvas, Key.Key_Return)
        assert not studio.labels.document.tracks


def test_a_zone_is_drawn_renamed_and_removed_with_undo(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.act("new_zone")
        canvas = studio.window.canvas
        frame = canvas.mapping.frame
        for x, y in ((0.2, 0.2), (0.8, 0.2), (0.5, 0.8)):
            at = QPoint(round(frame.x + x * frame.w), round(frame.y + y * frame.h))
            QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
        press(studio, Key.Key_Return)
        (zone,) = studio.labels.document.zones.values()
        assert (zone.name, len(zone.points)) == ("Zone 1", 3)
        assert studio.zones.chosen == zone.id
        studio.act("zones")
        studio.zones._list._list.item(0).setText("gate")
        assert studio.labels.document.zones[zone.id].name == "gate"
        studio.zones._list._list.item(0).setText("")  # refused: the old name stands
        assert studio.zones._list._list.item(0).text() == "gate"
        studio.zones._list.close()
        press(studio, Key.Key_Delete)
        assert not studio.labels.document.zones
        press(studio, Key.Key_Z, modifier=CONTROL)
        assert [z.name for z in studio.labels.document.zones.values()] == ["gate"]
        studio.act("new_line")
        QTest.mouseClick(
            canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(frame.x) + 9, round(frame.y) + 9)
        )
        press(studio, Key.Key_Escape)
        assert studio.zones.drawing  # the corner is dropped first
        press(studio, Key.Key_Escape)
        assert not studio.zones.drawing


def test_a_zone_by_keys_alone(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.act("new_zone")
        press(studio, Key.Key_Return)
        (zone,) = studio.labels.document.zones.values()
        press(studio, Key.Key_Right, modifier=ALT)
        (moved,) = studio.labels.document.zones.values()
        assert moved.points == tuple((x + 1, y) for x, y in zone.points)
        press(studio, Key.Key_N, modifier=SHIFT)
        press(studio, *[Key.Key_Up] * 30, modifier=ALT | SHIFT)
        (bent,) = studio.labels.document.zones.values()
        assert bent.points == ((moved.points[0][0], 0), *moved.points[1:])
        press(studio, Key.Key_Delete)
        (shorter,) = studio.labels.document.zones.values()
        assert shorter.points == moved.points[1:]


def test_boxes_are_spanned_and_sized_by_the_frame_around_them(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.labels.add_class("ball", ClassKind.BOX)
        one = draw(studio)
        press(studio, *[Key.Key_Left] * 3, modifier=ALT | SHIFT)
        other = draw(studio)
        press(studio, Key.Key_Escape, Key.Key_Escape)
        assert studio.labels.selection == ()
        canvas = studio.window.canvas
        frame = canvas.mapping.frame
        corners = [QPoint(round(x), round(y)) for x, y in ((frame.x, frame.y), (frame.right, frame.bottom))]
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, SHIFT, corners[0])
        for place in (corners[0] + QPoint(20, 20), corners[1]):
            QTest.mouseMove(canvas, place)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, SHIFT, corners[1])
        assert set(studio.labels.selection) == {one, other}
        before = {i: box_of(studio, i) for i in (one, other)}
        right, low = (max(b.x + b.w for b in before.values()), max(b.y + b.h for b in before.values()))
        handle = QPoint(*map(round, canvas.mapping.to_view(right, low)))
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=handle)
        for way in (5, 10):
            QTest.mouseMove(canvas, handle + QPoint(way, way))
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=handle + QPoint(10, 10))
        assert all(box_of(studio, i).w > box.w and box_of(studio, i).h > box.h for i, box in before.items())
        press(studio, Key.Key_Z, modifier=CONTROL)
        assert {i: box_of(studio, i) for i in before} == before, "one undo for all of them"
        press(studio, Key.Key_Escape)
        press(studio, Key.Key_A, modifier=CONTROL | SHIFT)
        assert set(studio.labels.selection) == {one, other}


def test_one_tool_at_a_time(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.labels.add_class("ball", ClassKind.BOX)
        press(studio, Key.Key_N)
        studio.act("new_line")
        assert (studio.boxes.drawing, studio.zones.drawing) == (False, True)
        press(studio, Key.Key_N)
        assert (studio.boxes.drawing, studio.zones.drawing) == (True, False)


def test_a_retired_class_is_not_the_one_that_is_drawn_next(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        for name in ("ball", "player"):
            studio.labels.add_class(name, ClassKind.BOX)
        draw(studio)
        ontology = studio.workspace.project.catalogue.ontology
        studio.workspace.editing.perform(e.ChangeClass(replace(ontology.named("ball"), retired=True)))
        other = draw(studio)
        assert studio.labels.document.tracks[other].class_id == ontology.named("player").id


def test_boxes_and_zones_go_out_for_cvat(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "boxes.xml"
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.labels.add_class("ball", ClassKind.BOX)
        studio.labels.add_class("serve")
        draw(studio)
        press(studio, Key.Key_2, Key.Key_2)
        studio.act("new_zone")
        press(studio, Key.Key_Return)
        answers(studio).path = path
        studio.act("export")
        wait(lambda: "exported" in studio.window.notice.text())
        assert "no place for: 1 label in time" in studio.window.notice.text()
        answers(studio).path = tmp_path / "labels.csv"
        studio.act("export")
        wait(lambda: "labels.csv" in studio.window.notice.text())
        assert "1 track of boxes, 1 zone or line" in studio.window.notice.text()
        project = studio.workspace.path
    assert [track.get("label") for track in ElementTree.parse(path).getroot().iter("track")] == [
        "ball",
        "Zone 1",
    ]
    again = tmp_path / "again.xml"
    assert main(["export", str(project), "--format", "cvat", "-o", str(again), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tracks"] == 1
    assert again.read_bytes() == path.read_bytes()
