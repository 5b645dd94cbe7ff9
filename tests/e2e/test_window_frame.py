"""The window itself: keys of one's own, settings, the start, the floating picture, all labels at once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from app.domain.edits import ChangeSegment
from app.domain.timebase import TimeRange
from app.session.label_records import LabelRecord, Wanted
from app.session.settings import Settings, load_settings, save_settings
from app.shell.actions import Mode
from app.shell.startup import Studio
from app.views.dialogs.label_table_dialog import LabelTableDialog
from app.views.theme import DARK, LIGHT
from tests.clips import clip
from tests.studio_window import answers, film, open_studio, places_in, press, settle, wait

Key = Qt.Key
pytestmark = pytest.mark.usefixtures("qapp")
CONTROL = Qt.KeyboardModifier.ControlModifier


def labelled(studio: Studio, *class_names: str, count: int = 3) -> None:
    """`count` labels of each class, one after another."""
    for name in class_names:
        studio.labels.add_class(name)
    assert studio.workspace is not None
    medium = studio.film.medium
    assert medium is not None
    classes = list(studio.workspace.project.catalogue.ontology)
    step = medium.span.length // (count * len(classes) + 1)
    for number in range(count * len(classes)):
        start = medium.span.start + number * step
        studio.labels.create(classes[number % len(classes)].id, TimeRange(start, start + step // 2))


def comments(studio: Studio) -> list[str]:
    assert studio.labels.document is not None
    return [s.comment for s in studio.labels.document.segments]


# ------------------------------------------------------------------------------------------------- keys


def test_a_changed_key_counts_at_once_and_after_the_next_start(tmp_path: Path) -> None:
    home, path = tmp_path / "home", film(tmp_path, clip("plain"))
    with open_studio(home, path) as studio:
        studio.act("key_map")
        changes = studio.key_changes
        changes._give("code", QKeyCombination(Key.Key_F2), also=False)
        changes._give("code", QKeyCombination(CONTROL, Key.Key_O), also=False)
        assert changes.dialog is not None
        assert changes.dialog.answer == "Ctrl+O means “Open a video or a project…”."
        changes._give("code", QKeyCombination(Key.Key_F6), also=False)
        changes.dialog.close()
        settle()
        press(studio, Key.Key_F2)
        assert not studio.window.code_button.isChecked()
        press(studio, Key.Key_F6)
        assert studio.window.code_button.isChecked()
        assert "F6" in studio.window.key_hints.text()
        assert "F6" in studio.window.code_button.toolTip()
    with open_studio(home, path) as studio:
        press(studio, Key.Key_F6)
        assert studio.window.code_button.isChecked()


def test_a_swap_and_a_preset_and_back(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home") as studio:
        changes = studio.key_changes
        studio.act("key_map")
        changes._give("split", QKeyCombination(Key.Key_M), also=False)
        changes._swap()
        assert (studio.keys["split"].keys, studio.keys["merge"].keys) == (("M",), ("S",))
        changes._use(next(p for p in changes.presets() if p.name == "CVAT-like"))
        assert studio.keys["key_frame"].keys == ("K",)
        answers(studio).path = tmp_path / "mine.json"
        changes._export()
        changes._reset("")
        assert studio.keys["key_frame"].keys == ("F",)
        changes._import()
        assert studio.keys["key_frame"].keys == ("K",)
        assert changes.dialog is not None
        changes.dialog.close()
        settle()


def test_a_class_that_an_action_keeps_out_of_reach_is_told(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        studio.labels.add_class("serve")
        studio.act("key_map")
        studio.key_changes._give("split", QKeyCombination(Key.Key_1), also=False)
        dialog = studio.key_changes.dialog
        assert dialog is not None
        assert "serve" in dialog.answer
        assert studio.keys["split"].text in dialog.answer
        dialog.close()
        settle()


def test_a_class_that_gets_a_letter_of_an_action_is_told_once(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    save_settings(Settings(keys={"split": ["1"]}), places_in(home).settings)
    with open_studio(home, film(tmp_path, clip("plain"))) as studio:
        studio.feedback.settle()
        studio.labels.add_class("serve")
        assert studio.workspace is not None
        (serve,) = studio.workspace.project.catalogue.ontology
        assert serve.key == "2"
        assert studio.window.notice.text() == ""
        studio.classes.change(replace(serve, key="1"))
        assert "The key of the class serve means" in studio.window.notice.text()
        studio.feedback.settle()
        studio.labels.add_class("rally")
        assert studio.window.notice.text() == ""


def test_attention_is_released_by_the_key_that_the_person_gave_it(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        studio.keys.change({"attention": ["Z"]})
        heard: list[str] = []
        studio.keyboard.attention_pressed.connect(lambda: heard.append("down"))
        studio.keyboard.attention_released.connect(lambda: heard.append("up"))
        press(studio, Key.Key_Z)
        assert heard == ["down", "up"]


def test_the_palette_finds_classes_films_and_comments_and_what_was_used_comes_first(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        labelled(studio, "serve", count=2)
        document = studio.labels.document
        assert document is not None
        second = list(document.segments)[1]
        assert studio.workspace is not None
        edit = ChangeSegment(second.id, comment="Wonderful ace")
        studio.workspace.editing.perform(edit, medium_id=second.medium_id)
        palette = studio.commands.palette.palette

        def do(typed: str) -> None:
            press(studio, Key.Key_P, modifier=CONTROL | Qt.KeyboardModifier.ShiftModifier)
            assert palette.isVisible()
            QTest.keyClicks(palette._typed, typed)
            QTest.keyClick(palette._typed, Key.Key_Return)
            settle()

        do("wonderful")
        assert studio.labels.selection == (second.id,)
        assert studio.player.tick == second.range.start
        do("label: serve")
        assert studio.labels.labelling is not None
        assert len(studio.labels.labelling.pending) == 1
        do("film: plain")
        studio.commands.palette.show()
        shown = [palette._list.topLevelItem(n).text(0) for n in range(2)]
        assert shown == ["Film: plain.mp4", "Label: serve"]
        palette.hide()


def test_text_of_an_input_method_goes_to_text_fields_alone(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        studio.labels.add_class("serve")
        studio.window.activateWindow()
        studio.window.canvas.setFocus()
        settle()
        query = Qt.InputMethodQuery.ImEnabled
        assert not studio.window.canvas.inputMethodQuery(query)
        assert not studio.window.timeline.inputMethodQuery(query)
        composed = QInputMethodEvent("ni", [])
        QApplication.sendEvent(studio.window.canvas, composed)
        assert not composed.isAccepted()
        tapped: list[str] = []
        studio.keyboard.class_tapped.connect(tapped.append)
        for _ in range(100):
            press(studio, Key.Key_1)
        assert tapped == ["1"] * 100


# --------------------------------------------------------------------------------- start and settings


def test_before_a_film_is_open_the_window_says_what_to_do_first(tmp_path: Path) -> None:
    home, path = tmp_path / "home", film(tmp_path, clip("plain"))
    save_settings(Settings(recent=(str(tmp_path / "gone.sora"), str(path))), places_in(home).settings)
    with open_studio(home) as studio:
        page = studio.window.start_page
        assert page.isVisible()
        wait(lambda: not page.recent_buttons[0].isEnabled())
        assert "not there any more" in page.recent_buttons[0].text()
        page.recent_buttons[1].click()
        wait(lambda: studio.window.canvas.mapping is not None)
        assert not page.isVisible()
        assert studio.window.canvas.isVisible()
        studio.menus.fill_film_menu()
        texts = [a.text() for m in studio.window.film_menu.actions() if m.menu() for a in m.menu().actions()]
        assert f"{tmp_path / 'gone.sora'} – not there any more" in texts


def test_the_sample_film_is_made_once_and_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = tmp_path / "documents"
    monkeypatch.setattr("app.shell.start_controller.documents_folder", lambda: documents)
    made: list[Path] = []

    def generate(path: Path, **_: object) -> None:
        made.append(path)
        path.write_bytes(clip("plain").read_bytes())

    monkeypatch.setattr("app.shell.start_controller.generate", generate)
    with open_studio(tmp_path / "home") as studio:
        studio.window.start_page.sample_button.click()
        wait(lambda: studio.player.loaded)
        assert studio.film.medium is not None
        assert studio.film.medium.name == "sample.mp4"
        studio.act("sample")
        settle()
        assert len(made) == 1


def test_settings_count_at_once_and_stay(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with open_studio(home) as studio:
        press(studio, Key.Key_Comma, modifier=CONTROL)
        dialog = studio.preferences.dialog
        assert dialog is not None
        assert {row.key for row in studio.preferences.rows()} == set(dialog.controls)
        themes = dialog.controls["theme"]
        assert isinstance(themes, QComboBox)
        for name, palette in (("light", LIGHT), ("dark", DARK)):
            themes.setCurrentIndex(themes.findData(name))
            themes.activated.emit(themes.currentIndex())
            assert studio.theme.palette is palette
        studio.preferences.change("show_keys", False)
        assert not studio.window.key_hints.isVisible()
        dialog.close()
        settle()
    kept = load_settings(places_in(home).settings)
    assert (kept.theme, kept.show_keys) == ("dark", False)
    with open_studio(home) as studio:
        assert studio.theme.palette is DARK


def test_unusable_settings_of_keys_and_theme_leave_a_window_that_works(tmp_path: Path) -> None:
    home = tmp_path / "home"
    settings = places_in(home).settings
    settings.parent.mkdir(parents=True)
    settings.write_text(
        json.dumps({"keys": {"split": ["?+?", 3], "merge": "M"}, "theme": "mauve", "picture": "%%"}), "utf-8"
    )
    with open_studio(home, film(tmp_path, clip("plain"))) as studio:
        assert studio.keys["merge"].keys == ("M",)
        studio.act("float_picture")
        assert studio.floating.floating


# ----------------------------------------------------------------------------------------- the picture


def test_the_picture_floats_its_keys_work_there_and_esc_brings_it_back(tmp_path: Path) -> None:
    home, path = tmp_path / "home", film(tmp_path, clip("plain"))
    with open_studio(home, path) as studio:
        window = studio.window
        press(studio, Key.Key_F11)
        own = window.canvas.window()
        assert own is not window
        assert own.isVisible()
        assert window.floating_note.isVisible()
        assert window.canvas.isVisible()
        own.activateWindow()
        wait(lambda: studio.floating.is_active)
        QTest.keyClick(own.windowHandle(), Key.Key_Right)
        wait(lambda: studio.player.frame == 1)
        QTest.keyClick(own.windowHandle(), Key.Key_2, CONTROL)
        assert window.mode is Mode.REVIEW
        QTest.keyClick(own.windowHandle(), Key.Key_Escape)
        assert window.canvas.window() is window
        assert window.canvas.isVisible()
        assert not window.floating_note.isVisible()
        press(studio, Key.Key_F11)
        window.canvas.window().close()
        assert window.canvas.window() is window
        press(studio, Key.Key_F11)
        window.floating_note.back_button.click()
        assert window.canvas.window() is window
        press(studio, Key.Key_F11)
        studio.floating._own.setGeometry(40, 50, 640, 360)  # type: ignore[union-attr]
    with open_studio(home, path) as studio:
        assert studio.floating.floating, "as it was left"
        assert studio.window.canvas.window().size().toTuple() == (640, 360)
        assert studio.window.canvas.isVisible()


# ------------------------------------------------------------------------------------------ all labels


def table_of(studio: Studio) -> LabelTableDialog:
    press(studio, Key.Key_L, modifier=CONTROL)
    dialog = studio.label_table.dialog
    assert dialog is not None
    wait(lambda: dialog.records)
    return dialog


def test_a_change_of_all_selected_labels_is_one_undo(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        labelled(studio, "serve", "rally")
        table = table_of(studio)
        assert len(table.records) == 6
        table.select_all()
        answers(studio).typed = "checked"
        table.comment_wished.emit()
        assert comments(studio) == ["checked"] * 6
        wait(lambda: all(r.label.comment == "checked" for r in table.records))
        assert table.selected_count() == 6, "the selection stays"
        QTest.keyClick(table._view, Key.Key_Z, CONTROL)
        assert comments(studio) == [""] * 6
        table.select_all()
        QTest.keyClick(table._view, Key.Key_Delete)
        assert comments(studio) == []
        wait(lambda: not table.records)
        studio.act("undo")
        wait(lambda: len(table.records) == 6)


def test_the_table_filters_sorts_and_leads_to_a_label_of_another_film(tmp_path: Path) -> None:
    path = film(tmp_path, clip("plain"))
    with open_studio(tmp_path / "home", path) as studio:
        labelled(studio, "serve", "rally")
        other = film(tmp_path / "more", clip("b_frames"))
        studio.projects.add_media([other])
        wait(lambda: studio.film.medium is not None and studio.film.medium.name == other.name)
        wait(lambda: studio.player.loaded)
        table = table_of(studio)
        table._text.setText("serve")
        wait(lambda: len(table.records) == 3)
        table.sort_wished.emit(2, True)
        wait(
            lambda: (
                [r.start_s for r in table.records] == sorted((r.start_s for r in table.records), reverse=True)
            )
        )
        wanted = table.records[1]
        table.chosen.emit(wanted)
        wait(lambda: studio.labels.selection == (wanted.id,))
        assert studio.film.medium is not None
        assert studio.film.medium.name == path.name
        assert studio.player.tick == wanted.label.range.start  # type: ignore[union-attr]
        assert table.isVisible(), "it stays open beside the film"


def test_the_selected_rows_are_exported(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        labelled(studio, "serve", "rally")
        table = table_of(studio)
        table._select([0, 1])
        answers(studio).path = tmp_path / "some.csv"
        table.export_wished.emit()
        wait(lambda: (tmp_path / "some.csv").exists())
        wait(lambda: "2 labels exported" in table._answer.text())
        assert len((tmp_path / "some.csv").read_text("utf-8").splitlines()) == 3


def test_a_refused_change_says_why_in_the_table(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        labelled(studio, "serve", "rally")
        table = table_of(studio)
        table.select_all()
        table.class_wished.emit(_box_class(studio))
        assert "is a class of boxes" in table._answer.text()
        table.attribute_wished.emit("side")
        assert "None of these classes" in table._answer.text()


def _box_class(studio: Studio) -> str:
    studio.boxes.add_class("player")
    assert studio.workspace is not None
    found = studio.workspace.project.catalogue.ontology.named("player")
    assert found is not None
    return found.id


def test_frames_of_films_that_are_not_shown_follow(tmp_path: Path) -> None:
    path = film(tmp_path, clip("plain"))
    with open_studio(tmp_path / "home", path) as studio:
        labelled(studio, "serve")
        table = table_of(studio)
        first: LabelRecord = table.records[0]
        wait(lambda: studio.label_table._frames(first) is not None)
        assert studio.label_table._frames(first) == (0, studio.player.index.frame_at(first.range.end - 1))
        assert table.wanted == Wanted()
