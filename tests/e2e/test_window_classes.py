"""Classes in the window: a template, the editor, a merge, files; and the same from the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.__main__ import main
from app.domain.ontology import Attribute, LabelClass
from app.domain.timebase import TimeRange
from app.shell.startup import Studio
from app.views.dialogs.ontology_form import Remark
from app.views.dialogs.ontology_merge import MergeDialog
from tests.clips import clip
from tests.studio_window import answers, film, open_studio, settle, wait

pytestmark = pytest.mark.usefixtures("qapp")


def classes(studio: Studio) -> dict[str, LabelClass]:
    assert studio.workspace is not None
    return {c.name: c for c in studio.workspace.project.catalogue.ontology}


def merge_dialog() -> MergeDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, MergeDialog)
    return found


def add_label(studio: Studio, name: str, first: int, last: int) -> str:
    labelling, index = studio.labels.labelling, studio.player.index
    assert labelling is not None
    assert index is not None
    range_ = TimeRange(index.start_of(first), index.end_of(last))
    return labelling.add_segment(classes(studio)[name].id, range_).differences[0].entity.id


def test_from_a_template_to_a_merged_class_and_back(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path) as studio:
        drawer, dialog = studio.window.class_list, studio.classes.dialog
        next(a for a in drawer._templates.menu().actions() if a.text() == "Tennis").trigger()
        assert "Backhand" in classes(studio)
        label = add_label(studio, "Rally", 2, 9)
        add_label(studio, "Between points", 6, 12)
        studio.act("classes")
        dialog.choose(classes(studio)["Rally"].id)
        assert dialog.used.text() == "1 label or suggestion carries it."
        dialog.merge.click()
        asked = merge_dialog()
        asked.into.setCurrentIndex(asked.into.findText("Between points"))
        wait(lambda: asked.why_not.text())
        assert "video_only.mp4 at 00:00:00" in asked.why_not.text()
        asked.join.click()
        asked.merge.click()
        assert "Rally" not in classes(studio)
        document = studio.labels.document
        assert document is not None
        assert [s.id for s in document.segments] == [label]
        assert dialog.current_class() == classes(studio)["Between points"].id
        dialog.list.setFocus()
        QTest.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        wait(lambda: "Rally" in classes(studio))
        assert len(document.segments) == 2


def test_the_editor_shows_what_stands_in_the_way_and_what_was_done(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        for name in ("serve", "rally"):
            studio.labels.add_class(name)
        studio.act("classes")
        dialog, form = studio.classes.dialog, studio.classes.dialog.form
        dialog.choose(classes(studio)["serve"].id)
        form.key.clear()
        QTest.keyClicks(form.key, "2")
        assert "2 is the key of rally" in form._remarks["key"].text()
        assert classes(studio)["serve"].key == "1"
        form.key.clear()
        QTest.keyClicks(form.key, "s")
        assert "Code (F2) only" in form._remarks["key"].text()
        assert classes(studio)["serve"].key == "s"
        form.overlaps.click()
        assert not classes(studio)["serve"].overlaps
        QTest.keyClicks(dialog.new_name, "ace")
        QTest.keyClick(dialog.new_name, Qt.Key.Key_Return)
        assert dialog.current_class() == classes(studio)["ace"].id
        QTest.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert list(classes(studio)) == ["serve", "ace", "rally"]
        dialog.retire.click()
        assert studio.window.class_list._table.rowCount() == 2
        dialog.retire.click()
        dialog.remove.click()
        assert list(classes(studio)) == ["serve", "rally"]


def test_a_class_in_use_is_not_deleted_from_the_drawer_but_the_ways_out_are_shown(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.labels.add_class("serve")
        add_label(studio, "serve", 0, 5)
        studio.window.class_list.remove_requested.emit(classes(studio)["serve"].id)
        assert studio.classes.dialog.isVisible()
        assert "retire it" in studio.classes.dialog.message.text()
        assert "serve" in classes(studio)


def test_files_of_classes_go_out_and_come_in_whole_or_not_at_all(tmp_path: Path) -> None:
    path, target = film(tmp_path, clip("video_only")), tmp_path / "mine.json"
    with open_studio(tmp_path / "home", path) as studio:
        studio.classes.take_template("football")
        answers(studio).path = target
        studio.act("export_classes")
        before = classes(studio)
        content = json.loads(target.read_text("utf-8"))
        content["classes"][0]["name"] = "Something new"
        content["classes"][1]["colour"] = "red"
        target.write_text(json.dumps(content), "utf-8")
        studio.act("import_classes")
        assert "classes[1].colour" in studio.window.class_list._error.text()
        assert classes(studio) == before
        content["classes"][1]["colour"] = ""
        target.write_text(json.dumps(content), "utf-8")
        studio.act("import_classes")
        assert set(classes(studio)) - set(before) == {"Something new"}
        settle(10)


def test_the_command_line_does_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project, target = str(tmp_path / "a.sora"), str(tmp_path / "a.json")

    def run(*arguments: str, code: int = 0) -> dict[str, list[str]]:
        assert main(["ontology", *arguments, "--json"]) == code
        out = capsys.readouterr().out
        return json.loads(out) if out else {}

    assert main(["new", project, "--classes", "Pass"]) == 0
    capsys.readouterr()
    assert len(run("templates")["templates"]) >= 8
    brought = run("import", project, "--template", "football")
    assert brought["there"] == ["Pass"]
    assert "Shot" in brought["added"]
    run("export", project, "-o", target)
    again = run("import", project, target)
    assert not again["added"]
    Path(target).write_text("[]", "utf-8")
    run("import", project, target, code=2)
    run("import", project, code=2)


def test_keys_that_would_mean_two_things_are_told_and_refused(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        for name in ("serve", "rally"):
            studio.labels.add_class(name)
        serve, rally = classes(studio)["serve"], classes(studio)["rally"]

        def said_by(*keys: str) -> Remark | None:
            side = Attribute("side", choices=("left", "right"), keys=keys)
            return studio.classes._remarks(replace(serve, attributes=(side,))).get("attributes")

        for keys, told in (
            (("b", "2"), "is the key of rally"),
            (("b", "s"), "means “Split"),
            (("b", "h"), ""),
        ):
            remark = said_by(*keys)
            assert told in (remark.text if remark is not None else "")
            assert (remark is not None and remark.refused) == bool(told)
        side = Attribute("side", choices=("left", "right"), keys=("b", ""))
        studio.classes.change(replace(serve, attributes=(side,)))
        remark = studio.classes._remarks(replace(rally, key="b"))["key"]
        assert remark.refused
        assert "says something of serve" in remark.text
        stored = replace(rally, attributes=(replace(side, keys=("1", "")),))
        studio.classes.change(stored)
        remark = studio.classes._remarks(replace(stored, name="ralley"))["attributes"]
        assert not remark.refused, "what is stored does not stand in the way of another change"
