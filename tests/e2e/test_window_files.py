"""What the window says of a film's file, and what can be done: streams, moved films, files that grow."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton, QRadioButton

from app.domain import edits as e
from app.media.grab import grab
from app.session.project import PROBE
from app.shell.preflight_controller import PreflightController
from app.shell.startup import Studio
from tests.clips import clip, number_in, write_film
from tests.odd_files import OFFSET, SECOND_FILM, SECOND_SOUND, write_live_matroska, write_two_films
from tests.studio_window import answers, film, open_studio, press, settle, shown_picture, wait

Key = Qt.Key
pytestmark = pytest.mark.usefixtures("qapp")


def look_now(studio: Studio) -> None:
    """As when the seconds until the next look at the file have passed."""
    preflight: PreflightController = studio.preflight
    wait(lambda: not preflight.looking)
    preflight.watch()


def shows(studio: Studio, number: int) -> bool:
    """Whether the picture with this number is on the canvas."""
    return studio.window.canvas.mapping is not None and number_in(shown_picture(studio)) == number


def label(studio: Studio) -> None:
    studio.labels.add_class("serve")
    press(studio, Key.Key_1, Key.Key_Right, Key.Key_1)


# --- streams -----------------------------------------------------------------------------------


def test_of_two_films_the_chosen_one_is_shown_labelled_and_undone(tmp_path: Path) -> None:
    path = write_two_films(tmp_path / "two.mkv")
    with open_studio(tmp_path / "home", path) as studio:
        wait(lambda: studio.preflight.streams is not None)
        dialog = studio.preflight.streams
        assert dialog is not None
        assert dialog.choice() == (0, 2)
        next(b for b in dialog.findChildren(QRadioButton) if "128×96" in b.text()).click()
        next(b for b in dialog.findChildren(QRadioButton) if "commentary" in b.text()).click()
        next(b for b in dialog.findChildren(QPushButton) if b.text() == "Use these").click()
        wait(lambda: studio.film.medium is not None and studio.film.medium.video_stream == SECOND_FILM)
        wait(lambda: studio.player.index is not None and len(studio.player.index) == 20)
        wait(lambda: shows(studio, OFFSET))
        wait(lambda: not studio.board.running)
        medium = studio.film.medium
        assert medium is not None
        assert (medium.audio_stream, medium.confirmed, medium.frames) == (SECOND_SOUND, True, 20)
        press(studio, Key.Key_Right)
        wait(lambda: shows(studio, OFFSET + 1))
        assert number_in(grab(path, 1, tmp_path / "f.png", stream=SECOND_FILM)) == OFFSET + 1
        press(studio, Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
        wait(lambda: studio.player.index is not None and len(studio.player.index) == 30)
        wait(lambda: shows(studio, 0))
        assert studio.film.medium is not None
        assert studio.film.medium.audio_stream == -1


def test_a_film_with_labels_keeps_its_picture_but_its_sound_may_change(tmp_path: Path) -> None:
    path = write_two_films(tmp_path / "two.mkv")
    with open_studio(tmp_path / "home", path) as studio:
        wait(lambda: studio.preflight.streams is not None)
        assert studio.preflight.streams is not None
        studio.preflight.streams.close()
        settle()
        label(studio)
        studio.act("streams")
        dialog = studio.preflight.streams
        assert dialog is not None
        films = [b for b in dialog.findChildren(QRadioButton) if "×" in b.text()]
        assert films
        assert not any(b.isEnabled() for b in films)
        next(b for b in dialog.findChildren(QRadioButton) if "commentary" in b.text()).click()
        next(b for b in dialog.findChildren(QPushButton) if b.text() == "Use these").click()
        wait(lambda: studio.film.medium is not None and studio.film.medium.audio_stream == SECOND_SOUND)
        assert studio.player.index is not None
        assert len(studio.player.index) == 30
        assert len(studio.labels.document.segments) == 1  # type: ignore[union-attr]


def test_the_mark_leads_to_the_facts_and_a_plain_film_has_none(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        assert not studio.window.film_mark.isVisible()
        studio.act("film_facts")
        assert studio.preflight.dialog is not None
        said = " ".join(studio.preflight.dialog.texts())
        assert "MPEG-4, 96×64, 25 frames a second" in said
        assert "AAC, stereo, 16 kHz" in said
        studio.projects.add_media([film(tmp_path, clip("variable_rate"))])
        wait(lambda: studio.film.medium is not None and studio.film.medium.name == "variable_rate.mp4")
        assert studio.window.film_mark.isVisible()
        assert not studio.preflight.dialog.isVisible()
        QTest.mouseClick(studio.window.film_mark, Qt.MouseButton.LeftButton)
        assert any("frame rate varies" in text for text in studio.preflight.dialog.texts())
        # What can be done stands above what is only good to know.
        wait(lambda: any("Every frame was decoded" in t for t in studio.preflight.dialog.texts()))


# --- files that grow ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["ts", "mkv"])
def test_a_recording_that_goes_on_grows_in_the_window_and_labels_stay(tmp_path: Path, kind: str) -> None:
    if kind == "ts":
        whole = write_film(tmp_path / "whole.ts", 100, codec="mpeg2video", gop=10)
    else:
        whole = write_live_matroska(tmp_path / "whole.mkv")
    data = whole.read_bytes()
    path = tmp_path / f"live.{kind}"
    path.write_bytes(data[: len(data) // 3])
    with open_studio(tmp_path / "home", path) as studio:
        assert studio.player.index is not None
        before = len(studio.player.index)
        assert 10 < before < 50
        label(studio)
        wait(lambda: not studio.board.running)
        here = studio.player.tick
        project = studio.workspace.project  # type: ignore[union-attr]
        stale = project.library.describe(path)
        first_end = studio.film.medium.end  # type: ignore[union-attr]
        with path.open("ab") as stream:
            stream.write(data[len(data) // 3 : len(data) * 2 // 3])
        look_now(studio)
        wait(lambda: len(studio.player.index) > before)  # type: ignore[arg-type]
        middle = len(studio.player.index)  # type: ignore[arg-type]
        known = studio.film.medium
        # A job that was begun before comes to its end: its answer is about less of the file.
        studio.film._confirmed(studio.workspace, known.id, stale, None)  # type: ignore
        assert project.catalogue.media[known.id] == known  # type: ignore[union-attr]
        assert studio.film.medium.end > first_end  # type: ignore[union-attr]
        assert studio.player.tick == here
        assert "still being written" in studio.window.film_mark.toolTip()
        with path.open("ab") as stream:
            stream.write(data[len(data) * 2 // 3 :])
        look_now(studio)
        wait(lambda: len(studio.player.index) > middle)  # type: ignore[arg-type]
        look_now(studio)
        wait(lambda: "still being written" not in studio.window.film_mark.toolTip())
        wait(lambda: not studio.board.running and studio.film.medium.confirmed)  # type: ignore[union-attr]
        medium = studio.film.medium
        assert medium is not None
        assert medium.frames == 100
        assert len(medium.sha256) == 64
        assert len(studio.labels.document.segments) == 1  # type: ignore[union-attr]
        studio.player.seek(medium.end - 1)
        wait(lambda: shows(studio, 99))
    with open_studio(tmp_path / "home") as studio:
        studio.open(tmp_path / "live.sora")
        wait(lambda: studio.player.loaded)
        assert studio.window.label_list.row_count() == 1
        assert studio.player.index is not None
        assert len(studio.player.index) == 100


def test_a_film_whose_content_changed_is_told_and_can_be_looked_at_anew(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path) as studio:
        label(studio)
        wait(lambda: not studio.board.running)
    path.chmod(0o644)
    shutil.copyfile(clip("b_frames"), path)
    with open_studio(tmp_path / "home", path) as studio:
        wait(lambda: "its content changed" in studio.window.notice.text())
        assert "its content changed" in studio.window.film_mark.toolTip()
        medium = studio.film.medium
        assert medium is not None
        old = medium.quick_hash
        studio.act("look_again")
        wait(lambda: studio.film.medium is not None and studio.film.medium.quick_hash != old)
        wait(lambda: "its content changed" not in studio.window.film_mark.toolTip())
        assert studio.window.label_list.row_count() == 1


# --- moved films -------------------------------------------------------------------------------


def test_several_moved_films_are_linked_again_in_one_step(tmp_path: Path) -> None:
    names = ("video_only", "b_frames", "late_start")
    paths = [film(tmp_path, clip(name)) for name in names]
    with open_studio(tmp_path / "home", paths[0]) as studio:
        studio.projects.add_media(paths[1:])
        wait(lambda: len(studio.workspace.project.catalogue.media) == 3)  # type: ignore[union-attr]
        wait(lambda: not studio.board.running)
    far = tmp_path / "far" / "away"
    far.mkdir(parents=True)
    shutil.move(paths[0], far / "一.mp4")
    shutil.move(paths[1], far / paths[1].name)
    paths[2].unlink()
    other = far / paths[2].name
    shutil.copyfile(clip("b_frames_mkv"), other)
    with open_studio(tmp_path / "home") as studio:
        studio.open(tmp_path / "video_only.sora")
        wait(lambda: studio.relink.dialog is not None and studio.relink.dialog.isVisible())
        dialog = studio.relink.dialog
        assert dialog is not None
        assert dialog.heading.text() == "3 films are not where they were"
        studio.relink.search(tmp_path / "far")
        wait(lambda: len(dialog.chosen()) == 2)
        boxes = {box.isChecked(): box.text() for box in dialog.findChildren(QCheckBox)}
        assert "Same name, other content" in boxes[False]
        assert "proved by its SHA-256" in boxes[True] or "both ends" in boxes[True]
        QTest.mouseClick(dialog.relink_button, Qt.MouseButton.LeftButton)
        wait(lambda: studio.player.loaded)
        workspace = studio.workspace
        assert workspace is not None
        media = workspace.project.catalogue.media.values()
        assert sum("far/away" in medium.path for medium in media) == 2
        assert dialog.heading.text() == "1 film is not where it was"
        dialog.findChildren(QCheckBox)[-1].setChecked(True)  # the person insists
        QTest.mouseClick(dialog.relink_button, Qt.MouseButton.LeftButton)
        wait(lambda: not dialog.isVisible())
        assert all("far/away" in medium.path for medium in media)
        studio.act("undo")
        assert sum("far/away" in medium.path for medium in media) == 2
        studio.act("undo")
        assert not any("far/away" in medium.path for medium in media)


def test_a_search_that_finds_nothing_says_so_and_keeps_the_film(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path):
        pass
    path.unlink()
    (tmp_path / "empty").mkdir()
    with open_studio(tmp_path / "home") as studio:
        studio.open(tmp_path / "video_only.sora")
        wait(lambda: studio.relink.dialog is not None and studio.relink.dialog.isVisible())
        dialog = studio.relink.dialog
        assert dialog is not None
        answers(studio).path = tmp_path / "empty"
        QTest.mouseClick(dialog.search_button, Qt.MouseButton.LeftButton)
        wait(lambda: "0 of 1 found" in dialog.state.text())
        assert not dialog.relink_button.isEnabled()
        dialog.close()
        assert studio.window.canvas._message_parts[0].text() == "video_only.mp4 was moved"


# --- films that were cut short -----------------------------------------------------------------


def test_a_film_without_its_table_is_rebuilt_by_a_whole_one_and_opened(tmp_path: Path) -> None:
    whole = write_film(tmp_path / "whole.mp4", 40, codec="libx264", b_frames=2)
    data = whole.read_bytes()
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(data[: data.rindex(b"moov") - 4])
    with open_studio(tmp_path / "home") as studio:
        studio.open(broken)
        wait(lambda: "is cut short" in studio.window.notice.text())
        assert studio.film.medium is None
        answers(studio).path = whole
        studio.window.notice.action_clicked.emit("rebuild")
        wait(lambda: studio.film.medium is not None)
        wait(lambda: studio.player.index is not None and len(studio.player.index) == 40)
        assert studio.film.medium is not None
        assert studio.film.medium.name == "broken-rebuilt.mkv"
        assert "without sound" in studio.window.notice.text()
        assert broken.read_bytes() == data[: data.rindex(b"moov") - 4]


def test_facts_of_an_older_program_are_read_anew(tmp_path: Path) -> None:
    path = film(tmp_path, clip("variable_rate"))
    with open_studio(tmp_path / "home", path) as studio:
        wait(lambda: not studio.board.running)
        workspace, medium = studio.workspace, studio.film.medium
        assert workspace is not None
        assert medium is not None
        facts = {key: value for key, value in medium.facts.items() if key not in ("findings", "streams")}
        workspace.editing.perform(e.ChangeMedium(replace(medium, facts=facts)), actor=PROBE)
    with open_studio(tmp_path / "home", path) as studio:
        wait(lambda: "frame rate varies" in studio.window.film_mark.toolTip())
        assert studio.film.medium is not None
        assert studio.film.medium.confirmed
