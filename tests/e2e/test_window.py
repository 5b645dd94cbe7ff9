"""The window as a whole: a film is opened, played, labelled by keys, and nothing is lost."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QMenu, QTableView

from app.domain.ontology import ClassKind
from app.domain.segments import Origin, Verification
from app.domain.timebase import TimeRange
from app.domain.tracks import Box
from app.session.settings import Settings, save_settings, system_user
from app.views.labels.label_table import WHO
from tests.clips import clip, number_in
from tests.footage import footage
from tests.studio_window import answers, film, open_studio, places_in, press, settle, shown_picture, wait

Key = Qt.Key
pytestmark = pytest.mark.usefixtures("qapp")


def test_a_bare_film_gets_a_project_beside_it_and_is_shown(tmp_path: Path) -> None:
    path = film(tmp_path, clip("plain"))
    with open_studio(tmp_path / "home", path) as studio:
        assert (tmp_path / "plain.sora").is_file()
        assert "plain.sora" in studio.window.notice.text()
        assert number_in(shown_picture(studio)) == 0
        assert studio.window.windowTitle().startswith("plain.mp4")
        wait(lambda: not studio.board.running)
        medium = studio.film.medium
        assert medium is not None
        assert medium.confirmed
        assert len(medium.sha256) == 64


def test_stepping_shows_exactly_the_frame_that_the_read_out_names(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("b_frames"))) as studio:
        for key, frame in ((Key.Key_Right, 1), (Key.Key_Right, 2), (Key.Key_Left, 1)):
            press(studio, key)
            wait(lambda wanted=frame: number_in(shown_picture(studio)) == wanted)
            assert studio.player.frame == frame
        press(studio, Key.Key_Right, modifier=Qt.KeyboardModifier.ControlModifier)
        wait(lambda: number_in(shown_picture(studio)) == 11)
        assert studio.player.index is not None
        assert studio.player.tick == studio.player.index.start_of(11)


def test_playing_goes_on_to_the_end_and_stops_there(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        shown: list[int] = []
        studio.player.picture_changed.connect(lambda _, frame: shown.append(frame))
        press(studio, Key.Key_Space)
        assert studio.player.playing
        wait(lambda: not studio.player.playing)
        wait(lambda: shown and shown[-1] == 49)
        assert shown == sorted(shown)
        assert "no sound" in studio.window.status.text()


def test_labels_by_keys_survive_undo_closing_and_reopening(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path) as studio:
        for name in ("serve", "rally"):
            studio.labels.add_class(name)
        press(studio, Key.Key_1)
        assert studio.labels.labelling is not None
        assert studio.labels.labelling.pending
        press(studio, *[Key.Key_Right] * 4, Key.Key_1)
        press(studio, *[Key.Key_Right] * 3, Key.Key_I, *[Key.Key_Right] * 2, Key.Key_O, Key.Key_2)
        document, index = studio.labels.document, studio.player.index
        assert document is not None
        assert index is not None
        ranges = [s.range for s in document.segments]
        # A range covers whole frames: up to the end of the frame on which the second tap came.
        assert ranges == [
            TimeRange(index.start_of(0), index.end_of(4)),
            TimeRange(index.start_of(7), index.end_of(9)),
        ]
        assert studio.window.label_list.row_count() == 2
        press(studio, Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
        assert len(document.segments) == 1
        press(studio, Key.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
        assert [s.range for s in document.segments] == ranges
        press(studio, Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    with open_studio(tmp_path / "home", tmp_path / "video_only.sora") as studio:
        assert studio.labels.document is not None
        (segment,) = studio.labels.document.segments
        assert segment.range == ranges[0]
        assert segment.origin is Origin.HAND
        assert segment.verification is Verification.BLIND
        assert studio.workspace is not None
        assert studio.workspace.tally.by_class() == {segment.class_id: 1}
        assert studio.workspace.project.store.check() == []


def test_a_person_who_is_new_to_the_project_is_named_at_the_first_label(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path) as studio:
        studio.labels.add_class("serve")
        press(studio, Key.Key_1, Key.Key_Right, Key.Key_1)
    home = places_in(tmp_path / "another home")
    save_settings(Settings(person="Grace"), home.settings)
    with open_studio(tmp_path / "another home", tmp_path / "video_only.sora") as studio:
        press(studio, *[Key.Key_Right] * 9, Key.Key_1, Key.Key_Right, Key.Key_1)
        view = studio.window.label_list.findChild(QTableView)
        assert view is not None
        model = view.model()
        who = [model.index(row, WHO).data() for row in range(model.rowCount())]
        assert who == [system_user(), "Grace"]


def test_in_code_a_hundred_of_a_hundred_keys_arrive(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path) as studio:
        letters = "aijklmnsxq"  # each means something else outside Code
        for letter in letters:
            studio.labels.add_class(f"class {letter}", ClassKind.POINT)
        assert studio.workspace is not None
        for label_class in list(studio.workspace.project.catalogue.ontology):
            from dataclasses import replace

            studio.classes.change(replace(label_class, key=label_class.name[-1]))
        press(studio, Key.Key_F2)
        assert studio.window.code_button.isChecked()
        # The focus is on a list, which would search its rows for letters.
        studio.window.label_list._view.setFocus()
        studio.player.play()
        for number in range(100):
            press(studio, getattr(Key, f"Key_{letters[number % 10].upper()}"))
            settle(5)
        studio.player.pause()
        counts = studio.workspace.tally.by_class()
        assert sum(counts.values()) == 100
        assert set(counts.values()) == {10}
    with sqlite3.connect(tmp_path / "video_only.sora") as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        table = next(name for name in tables if name.startswith("segment"))
        assert database.execute(f"select count(*) from {table}").fetchone() == (100,)
    database.close()


def test_a_text_field_takes_its_own_keys(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.labels.add_class("serve")
        studio.act("new_class")
        field = studio.window.class_list._name
        wait(field.hasFocus)
        QTest.keyClicks(field, "is o1 ")
        press(studio, Key.Key_A, Key.Key_Left)
        assert field.text() == "is o1 a"
        assert studio.labels.labelling is not None
        assert studio.labels.labelling.mark_in is None
        assert not studio.labels.labelling.pending
        press(studio, Key.Key_Return)
        assert studio.workspace is not None
        assert studio.workspace.project.catalogue.ontology.named("is o1 a") is not None
        press(studio, Key.Key_Escape, Key.Key_1)
        assert studio.window.canvas.hasFocus()
        assert studio.labels.labelling.pending


def test_boxes_are_drawn_moved_and_removed_with_undo(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.labels.add_class("ball", ClassKind.BOX)
        press(studio, Key.Key_N)
        assert studio.boxes.drawing
        canvas, mapping = studio.window.canvas, studio.window.canvas.mapping
        assert mapping is not None
        frame = mapping.frame
        start = (int(frame.x + frame.w * 0.2), int(frame.y + frame.h * 0.2))
        end = (int(frame.x + frame.w * 0.6), int(frame.y + frame.h * 0.7))
        _drag(canvas, start, end)
        document = studio.labels.document
        assert document is not None
        (track,) = document.tracks.values()
        (key_frame,) = document.key_frames(track.id)
        assert key_frame.box.x == pytest.approx(96 * 0.2, abs=1)
        assert key_frame.box.w == pytest.approx(96 * 0.4, abs=1)
        press(studio, *[Key.Key_Right] * 10)
        studio.boxes.change_box(track.id, Box(40, 20, 30, 30))
        assert len(document.key_frames(track.id)) == 2
        press(studio, *[Key.Key_Left] * 5)
        wait(lambda: studio.window.canvas._boxes and not studio.window.canvas._boxes[0].is_key)
        between = studio.window.canvas._boxes[0].box.x
        assert key_frame.box.x < between < 40
        press(studio, Key.Key_PageDown, Key.Key_Delete)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert [entry.text() for entry in menu.actions()] == [
            "This &box",
            "From &here on",
            "The whole &track",
        ]
        QTest.keyClick(menu, Key.Key_Return)
        assert len(document.key_frames(track.id)) == 1
        press(studio, Key.Key_Delete)
        assert not document.tracks
        press(studio, *[Key.Key_Z] * 2, modifier=Qt.KeyboardModifier.ControlModifier)
        assert len(document.key_frames(track.id)) == 2


def _drag(widget: object, start: tuple[int, int], end: tuple[int, int]) -> None:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    assert isinstance(widget, QWidget)
    button = Qt.MouseButton.LeftButton
    QTest.mousePress(widget, button, Qt.KeyboardModifier.NoModifier, QPoint(*start))
    for share in (0.3, 0.6, 1.0):
        x = start[0] + (end[0] - start[0]) * share
        y = start[1] + (end[1] - start[1]) * share
        QTest.mouseMove(widget, QPoint(int(x), int(y)))
    QTest.mouseRelease(widget, button, Qt.KeyboardModifier.NoModifier, QPoint(*end))


def test_a_second_window_reads_only_and_says_so(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path) as first:
        first.labels.add_class("serve")
        with open_studio(tmp_path / "home2", tmp_path / "video_only.sora") as second:
            assert "reading only" in second.window.notice.text()
            assert second.window.status.text().startswith("Reading only")
            assert not second.window.transport._primary.isEnabled()
            press(second, Key.Key_1, Key.Key_Right, Key.Key_1)
            assert second.labels.document is not None
            assert not len(second.labels.document.segments)
            assert "reading only" in second.window.notice.text()
        press(first, Key.Key_1, Key.Key_Right, Key.Key_1)
        assert first.labels.document is not None
        assert len(first.labels.document.segments) == 1


def test_a_moved_film_is_found_by_its_content(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path) as studio:
        studio.labels.add_class("serve")
        press(studio, Key.Key_1, Key.Key_Right, Key.Key_1)
    other = film(tmp_path / "elsewhere", clip("b_frames"))
    moved = tmp_path / "elsewhere" / "renamed.mp4"
    shutil.move(path, moved)
    with open_studio(tmp_path / "home") as studio:
        studio.open(tmp_path / "video_only.sora")
        title, hint, button = studio.window.canvas._message_parts
        wait(lambda: "was moved" in title.text())
        assert str(path) in hint.text()
        assert studio.window.label_list.row_count() == 1
        wait(lambda: studio.relink.dialog is not None and studio.relink.dialog.isVisible())
        studio.relink.dialog.close()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        dialog = studio.relink.dialog
        medium_id = studio.film.medium.id
        answers(studio).path = other
        dialog.choose_requested.emit(medium_id)
        wait(lambda: any("Other content" in box.text() for box in dialog.findChildren(QCheckBox)))
        assert dialog.chosen() == []
        assert not dialog.relink_button.isEnabled()
        answers(studio).path = tmp_path / "elsewhere"
        QTest.mouseClick(dialog.search_button, Qt.MouseButton.LeftButton)
        wait(lambda: dialog.chosen() == [medium_id])
        QTest.mouseClick(dialog.relink_button, Qt.MouseButton.LeftButton)
        wait(lambda: studio.player.loaded)
        assert not dialog.isVisible()
        assert studio.film.medium is not None
        assert studio.film.medium.path == "elsewhere/renamed.mp4"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.mp4", b"", "empty"),
        ("text.mp4", b"this is a diary\n" * 50, "text file"),
        ("missing.mp4", None, "does not exist"),
        ("broken.sora", b"SQLite it is not", "broken.sora"),
    ],
)
def test_what_cannot_be_opened_is_said_in_words_and_leaves_nothing(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with open_studio(tmp_path / "home") as studio:
        studio.open(path)
        wait(lambda: studio.window.notice.text())
        assert words in studio.window.notice.text()
        assert studio.workspace is None
        assert sorted(p.name for p in tmp_path.iterdir() if p.name != "home") == (
            [name] if content is not None else []
        )


def test_a_sound_file_opens_without_a_picture(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("audio_only"))) as studio:
        assert "sound only" in studio.window.canvas._message_parts[1].text()
        studio.labels.add_class("word")
        press(studio, Key.Key_1, *[Key.Key_Right] * 5, Key.Key_1)
        assert studio.labels.document is not None
        (segment,) = studio.labels.document.segments
        medium = studio.film.medium
        assert medium is not None
        assert medium.scale.seconds(segment.range.end) == pytest.approx(0.2, abs=0.001)


def test_closing_while_everything_runs_leaves_nothing_behind(tmp_path: Path) -> None:
    """The fixtures of `tests/conftest.py` look for threads, timers and widgets afterwards."""
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        press(studio, Key.Key_Space)
        settle(100)
        studio.window.close()
        assert not studio.player.loaded
    assert not (tmp_path / "plain.sora-wal").exists()


def test_the_window_comes_back_as_it_was_left(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home") as studio:
        studio.window.resize(1024, 700)  # the offscreen screen is small: wider is not restored
        studio.act("keys")
        settle()
    with open_studio(tmp_path / "home") as studio:
        assert (studio.window.width(), studio.window.height()) == (1024, 700)
        assert not studio.window.key_hints.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160)])
def test_the_picture_has_half_of_the_window(tmp_path: Path, size: tuple[int, int]) -> None:
    with open_studio(tmp_path / "home") as studio:
        studio.window.resize(*size)
        studio.window.give_the_picture_half()
        settle()
        place = studio.window.start_page  # stands where the picture will be
        assert place.width() * place.height() >= 0.5 * size[0] * size[1]


@pytest.mark.footage
def test_pixels_that_are_not_square_are_shown_as_wide_as_they_are(tmp_path: Path) -> None:
    path = film(tmp_path, footage("torture/original/carphone_distorted.mp4"))
    with open_studio(tmp_path / "home", path) as studio:
        mapping = studio.window.canvas.mapping
        assert mapping is not None
        assert mapping.sample_aspect == pytest.approx(128 / 117)
