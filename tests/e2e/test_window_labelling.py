"""Labels in the hand, through the real window by real keys: descriptors, marks, copies, several at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMenu

from app.domain.ontology import YES, Attribute, AttributeKind, ClassKind, LabelClass
from app.domain.segments import Segment
from app.domain.timebase import TimeRange
from app.domain.tracks import Box
from app.shell.startup import Studio
from tests.clips import clip
from tests.studio_window import film, open_studio, press, settle, wait

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.usefixtures("qapp")


def classes(studio: Studio) -> list[LabelClass]:
    assert studio.workspace is not None
    return list(studio.workspace.project.catalogue.ontology)


def segments(studio: Studio) -> list[Segment]:
    assert studio.labels.document is not None
    return list(studio.labels.document.segments)


def frames(studio: Studio) -> list[tuple[int, int]]:
    """First and last frame of each label."""
    index = studio.player.index
    assert index is not None
    return [(index.frame_at(s.range.start), index.frame_at(s.range.end - 1)) for s in segments(studio)]


def go_to(studio: Studio, frame: int) -> None:
    assert studio.player.index is not None
    studio.player.seek(studio.player.index.start_of(frame))


def add_described(studio: Studio, name: str, kind: ClassKind) -> None:
    studio.labels.add_class(name, kind)
    made = classes(studio)[-1]
    result = Attribute("result", AttributeKind.CHOICE, ("in", "out"), ("y", "z"))
    studio.classes.change(
        replace(made, attributes=(result, Attribute("ace", AttributeKind.FLAG, keys=("g",))))
    )


@pytest.mark.parametrize("code", [False, True], ids=["label mode", "code latch"])
def test_twenty_events_at_normal_speed_with_three_keys_each(tmp_path: Path, code: bool) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        for name in ("serve", "hit"):
            add_described(studio, name, ClassKind.POINT)
        if code:
            press(studio, Key.Key_F2)
        said = [(Key.Key_1, Key.Key_Y, Key.Key_G), (Key.Key_2, Key.Key_Z, Key.Key_G)]
        assert studio.film.medium is not None
        studio.player.play_range(studio.film.medium.span, loop=True)  # the clip has two seconds only
        assert studio.player.rate == 1.0
        for number in range(20):
            press(studio, *said[number % 2])
            assert studio.player.playing
            settle(20)
        found = segments(studio)
        assert len(found) == 20
        by_class = {c.id: c.name for c in classes(studio)}
        told = [(by_class[s.class_id], s.attributes) for s in found]
        assert told.count(("serve", {"result": "in", "ace": YES})) == 10
        assert told.count(("hit", {"result": "out", "ace": YES})) == 10


def test_descriptors_belong_to_the_open_segment_then_to_the_selected_label(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        add_described(studio, "rally", ClassKind.SEGMENT)
        press(studio, Key.Key_1, Key.Key_Right, Key.Key_Y, Key.Key_Right, Key.Key_1)
        (first,) = segments(studio)
        assert first.attributes == {"result": "in"}
        press(studio, Key.Key_G)
        assert "rally: ace is yes" in studio.window.status._right.text()
        press(studio, Key.Key_G)
        assert segments(studio)[0].attributes == {"result": "in"}
        go_to(studio, 20)
        press(studio, Key.Key_1, Key.Key_Right, Key.Key_1)
        studio.labels.select((first.id,))
        press(studio, Key.Key_Z)
        assert [s.attributes for s in segments(studio)] == [{"result": "out"}, {}]


def test_a_tap_while_playing_counts_from_when_it_was_seen(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.labels.add_class("hit", ClassKind.POINT)
        studio.classes.change(replace(classes(studio)[0], reaction_ms=400))
        go_to(studio, 25)
        press(studio, Key.Key_1)
        assert frames(studio) == [(25, 25)]  # standing still nobody is late
        studio.player.set_rate(0.5)
        press(studio, Key.Key_Space)
        before = studio.player.tick
        press(studio, Key.Key_1)
        after = studio.player.tick
        press(studio, Key.Key_Space)
        document, index = studio.labels.document, studio.player.index
        assert document is not None
        assert index is not None
        late = round(0.2 / document.medium.time_base)  # 400 ms of the finger are 200 ms of the slow film
        first = segments(studio)[0].range.start
        assert index.start_of(index.frame_at(before - late)) <= first <= after - late


def test_a_lone_mark_and_a_class_key_make_a_segment(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.labels.add_class("rally")
        go_to(studio, 5)
        press(studio, Key.Key_I, *[Key.Key_Right] * 4, Key.Key_1)
        go_to(studio, 30)
        press(studio, Key.Key_O, *[Key.Key_Left] * 3, Key.Key_1)
        assert frames(studio) == [(5, 9), (27, 30)]
        press(studio, Key.Key_I, Key.Key_1)  # on its own frame a mark changes nothing
        labelling = studio.labels.labelling
        assert labelling is not None
        assert len(labelling.pending) == 1


def test_copy_cut_paste_duplicate_and_extend(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        for name in ("serve", "rally"):
            studio.labels.add_class(name)
        press(studio, Key.Key_1, Key.Key_Right, Key.Key_1, Key.Key_Right, Key.Key_2, Key.Key_Right, Key.Key_2)
        assert frames(studio) == [(0, 1), (2, 3)]
        press(studio, Key.Key_A, Key.Key_C, modifier=CONTROL)
        go_to(studio, 10)
        press(studio, Key.Key_V, modifier=CONTROL)
        assert frames(studio) == [(0, 1), (2, 3), (10, 11), (12, 13)]
        press(studio, Key.Key_D, modifier=CONTROL)
        assert frames(studio)[4:] == [(14, 15), (16, 17)]
        press(studio, Key.Key_X, modifier=CONTROL)
        go_to(studio, 40)
        press(studio, Key.Key_V, modifier=CONTROL)
        assert frames(studio)[4:] == [(40, 41), (42, 43)]
        press(studio, Key.Key_Z, modifier=CONTROL)  # one undo for both
        assert frames(studio) == [(0, 1), (2, 3), (10, 11), (12, 13)]
        studio.labels.select(())
        go_to(studio, 20)
        press(studio, Key.Key_E, modifier=SHIFT)
        assert frames(studio)[-1] == (12, 20)
        go_to(studio, 25)
        press(studio, Key.Key_B, modifier=SHIFT)
        press(studio, Key.Key_1)
        assert frames(studio)[-1] == (21, 25)


def test_labels_and_boxes_are_pasted_into_another_film(tmp_path: Path) -> None:
    path, other = film(tmp_path, clip("video_only")), film(tmp_path, clip("plain"))
    with open_studio(tmp_path / "home", path) as studio:
        studio.projects.take_dropped([other])
        assert studio.workspace is not None
        media = studio.workspace.project.catalogue.media
        wait(lambda: len(media) == 2)
        wait(lambda: studio.film.medium is not None and studio.film.medium.name == "plain.mp4")
        wait(lambda: studio.player.loaded)
        studio.labels.add_class("serve")
        studio.labels.add_class("person", ClassKind.BOX)
        press(studio, Key.Key_1, Key.Key_Right, Key.Key_1)
        assert studio.film.medium is not None
        studio.workspace.boxes(studio.film.medium.id).draw(classes(studio)[1].id, 0, Box(10, 10, 20, 20))
        press(studio, Key.Key_A, Key.Key_C, modifier=CONTROL)
        first = next(iter(media))
        studio.film.show(first)
        wait(lambda: studio.film.medium is not None and studio.film.medium.id == first)
        wait(lambda: studio.player.index is not None)
        go_to(studio, 10)
        press(studio, Key.Key_V, modifier=CONTROL)
        assert frames(studio) == [(10, 11)]
        document, index = studio.labels.document, studio.player.index
        assert document is not None
        assert index is not None
        (track,) = document.tracks
        assert document.box_at(track, index.start_of(10)) is not None
        press(studio, Key.Key_Z, modifier=CONTROL)
        assert (len(document.segments), len(document.tracks)) == (0, 0)


def test_several_are_moved_given_a_class_and_removed_in_one_step_each(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        for name in ("serve", "rally"):
            studio.labels.add_class(name)
        press(studio, Key.Key_1, Key.Key_Right, Key.Key_1, Key.Key_Right, Key.Key_2, Key.Key_Right, Key.Key_2)
        press(studio, Key.Key_A, modifier=CONTROL)
        press(studio, *[Key.Key_BracketRight] * 3, modifier=CONTROL)
        press(studio, Key.Key_BraceLeft, modifier=CONTROL | SHIFT)
        assert frames(studio) == [(2, 3), (4, 5)]
        press(studio, *[Key.Key_BracketLeft] * 9, modifier=CONTROL)  # not past the film's start
        assert frames(studio) == [(0, 1), (2, 3)]
        rally = classes(studio)[1].id
        studio.labels.set_class(studio.labels.selection, rally)
        assert {s.class_id for s in segments(studio)} == {rally}
        press(studio, Key.Key_Z, modifier=CONTROL)
        assert len({s.class_id for s in segments(studio)}) == 2
        press(studio, Key.Key_Delete)
        assert segments(studio) == []
        press(studio, Key.Key_Z, modifier=CONTROL)
        assert len(segments(studio)) == 2


def test_complete_ranges_are_listed_selected_and_removed(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.labels.add_class("serve")
        document, listed = studio.labels.document, studio.window.label_list
        assert document is not None
        press(studio, Key.Key_I, *[Key.Key_Right] * 4, Key.Key_O)
        studio.act("complete")
        studio.window.class_list.set_current(classes(studio)[0].id)
        studio.act("complete_class")
        assert {c.class_id for c in document.complete_ranges} == {"", classes(studio)[0].id}
        assert listed.row_count() == 2
        complete = next(c for c in document.complete_ranges if not c.class_id)
        studio.labels.go_to(complete.id)
        assert studio.labels.selection == (complete.id,)
        assert "Complete" in [label.text() for label in studio.window.details_panel.findChildren(QLabel)]
        press(studio, Key.Key_Delete)
        assert [c.class_id for c in document.complete_ranges] == [classes(studio)[0].id]
        studio.act("not_complete")
        assert (len(document.complete_ranges), listed.row_count()) == (0, 0)
        press(studio, Key.Key_Z, modifier=CONTROL)
        assert listed.row_count() == 1


@pytest.mark.parametrize("fate", ["removed", "retired"])
def test_an_open_segment_goes_with_its_class(tmp_path: Path, fate: str) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.labels.add_class("serve")
        (serve,) = classes(studio)
        press(studio, Key.Key_1, Key.Key_Right)
        if fate == "removed":
            studio.classes.remove(serve.id)
        else:
            studio.classes.change(replace(serve, retired=True))
        labelling = studio.labels.labelling
        assert labelling is not None
        assert not labelling.pending
        assert "dropped" in studio.window.notice.text()
        press(studio, Key.Key_1)
        assert segments(studio) == []


def test_times_and_attributes_are_changed_in_the_details(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        add_described(studio, "rally", ClassKind.SEGMENT)
        press(studio, Key.Key_1, *[Key.Key_Right] * 4, Key.Key_1)
        studio.labels.select((segments(studio)[0].id,))
        studio.act("page_details")
        panel = studio.window.details_panel
        settle()

        def write(name: str, text: str) -> QLineEdit:
            (field,) = [f for f in panel.findChildren(QLineEdit) if f.accessibleName() == name]
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, text)
            QTest.keyClick(field, Key.Key_Return)
            return field

        write("To", "#9")
        assert frames(studio) == [(0, 9)]
        write("From", "0.2")
        assert frames(studio) == [(5, 9)]
        field = write("From", "0.6")
        errors = [e.text() for e in panel.findChildren(QLabel) if e.property("role") == "error" and e.text()]
        assert len(errors) == 1
        assert "ends after it begins" in errors[0]
        assert frames(studio) == [(5, 9)]
        press(studio, Key.Key_Escape)
        assert field.text() == "00:00:00.200"
        (choice,) = [c for c in panel.findChildren(QComboBox) if c.accessibleName() == "result"]
        choice.setCurrentIndex(choice.findData("out"))
        assert segments(studio)[0].attributes == {"result": "out"}
        whole = studio.labels.document
        assert whole is not None
        write("To", "2")
        assert segments(studio)[0].range == TimeRange(segments(studio)[0].range.start, whole.medium.end)


def test_by_mouse_alone_the_timeline_offers_what_the_keys_do(tmp_path: Path) -> None:
    def texts(menu: QMenu | None) -> list[str]:
        assert menu is not None
        return [a.text().partition("\t")[0] for a in menu.actions() if not a.isSeparator()]

    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        assert "Paste labels here" in texts(studio.menus.timeline_menu(""))
        assert "Mark the range between the marks complete" in texts(studio.menus.timeline_menu(""))
        studio.labels.add_class("serve")
        press(studio, Key.Key_1, Key.Key_Right, Key.Key_1, Key.Key_Right, Key.Key_1, Key.Key_Right, Key.Key_1)
        both = tuple(s.id for s in segments(studio))
        studio.labels.select(both)
        menu = studio.menus.timeline_menu(both[1])
        assert studio.labels.selection == both  # a menu upon one of several is the menu of all
        assert {"Copy the selected labels", "Cut the selected labels out"} <= set(texts(menu))
