"""Deeds on many labels: the window goes on, they can be cancelled, and one undo takes them back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.timebase import TimeRange
from app.session.jobs import Job, JobPhase
from app.session.ontology_editing import OntologyEditing
from app.shell import label_table_controller, long_deeds
from app.shell.startup import Studio
from tests.clips import clip
from tests.studio_window import answers, film, open_studio, settle, wait

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """With three labels of serve and one of rally; every deed counts as long."""
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as made:
        made.change_settings(train_automatically=False)
        for name in ("serve", "rally"):
            made.labels.add_class(name)
        for first in (0, 10, 20):
            add(made, "serve", first)
        add(made, "rally", 30)
        wait(lambda: not made.board.running)
        monkeypatch.setattr(long_deeds, "LONG", 1)
        monkeypatch.setattr(label_table_controller, "LONG", 1)
        yield made


def class_id(studio: Studio, name: str) -> str:
    assert studio.workspace is not None
    found = studio.workspace.project.catalogue.ontology.named(name)
    assert found is not None
    return found.id


def add(studio: Studio, name: str, first: int) -> None:
    labelling, index = studio.labels.labelling, studio.player.index
    assert labelling is not None
    assert index is not None
    labelling.add_segment(class_id(studio, name), TimeRange(index.start_of(first), index.end_of(first + 5)))


def names(studio: Studio) -> list[str]:
    assert studio.labels.document is not None
    ontology = studio.labels.document.ontology
    return [ontology[s.class_id].name for s in studio.labels.document.segments]


def deeds(studio: Studio) -> list[Job]:
    return [job for job in studio.board.jobs if job.kind == "deed"]


def merge(studio: Studio) -> None:
    studio.classes._merge(class_id(studio, "serve"), class_id(studio, "rally"), False)


def test_a_merge_beside_is_seen_everywhere_and_undone_beside(studio: Studio) -> None:
    merge(studio)
    assert names(studio)[0] == "serve", "it is done beside"
    wait(lambda: names(studio) == ["rally"] * 4)
    assert [job.phase for job in deeds(studio)] == [JobPhase.DONE]
    assert studio.workspace is not None
    assert studio.workspace.tally.by_class() == {class_id(studio, "rally"): 4}
    assert studio.window.toast.isVisible()
    studio.act("undo")
    wait(lambda: names(studio) == ["serve"] * 3 + ["rally"])
    studio.act("redo")
    wait(lambda: names(studio) == ["rally"] * 4)
    wait(lambda: not studio.workspace.editing.held)  # type: ignore[union-attr]
    add(studio, "rally", 40)
    assert studio.workspace.project.store.check() == []


def test_selected_labels_are_changed_moved_pasted_and_removed_beside(studio: Studio) -> None:
    labels, workspace = studio.labels, studio.workspace
    assert workspace is not None
    assert labels.document is not None
    ids = tuple(s.id for s in labels.document.segments)
    starts = [s.range.start for s in labels.document.segments]

    def ended() -> bool:
        return not workspace.editing.held

    studio.window.details_panel.change_requested.emit(ids, "comment", "all of them")
    wait(lambda: {s.comment for s in labels.document.segments} == {"all of them"})  # type: ignore[union-attr]
    wait(ended)
    labels.select(ids)
    studio.act("move_on")
    wait(lambda: [s.range.start for s in labels.document.segments] != starts)  # type: ignore[union-attr]
    wait(ended)
    studio.act("cut")
    wait(lambda: not len(labels.document.segments))  # type: ignore[union-attr]
    wait(ended)
    studio.act("paste")
    wait(lambda: len(labels.selection) == len(ids))
    assert [job.phase for job in deeds(studio)] == [JobPhase.DONE] * 4


class Slow:
    """A merge that waits until the test lets it go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        original = OntologyEditing.merge

        def merge(editing: OntologyEditing, *arguments: Any, **named: Any) -> None:
            self.begun.set()
            assert self.go_on.wait(20)
            original(editing, *arguments, **named)

        monkeypatch.setattr(OntologyEditing, "merge", merge)


def test_meanwhile_the_film_is_labelled_after_it_and_a_cancel_leaves_no_trace(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch)
    merge(studio)
    wait(slow.begun.is_set)
    studio.labels.add_class("ace")
    assert "greater change" in studio.window.class_list._error.text()
    studio.act("second_pass")
    assert studio.workspace is not None
    assert not studio.workspace.project.blind, "not in the midst of it"
    studio.board.cancel(deeds(studio)[0].id)
    slow.go_on.set()
    wait(lambda: not studio.board.running)
    assert names(studio) == ["serve"] * 3 + ["rally"]
    assert [job.phase for job in deeds(studio)] == [JobPhase.CANCELLED]
    studio.labels.add_class("ace")
    assert class_id(studio, "ace")


def test_closing_in_the_midst_waits_and_cancels(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(monkeypatch)
    merge(studio)
    wait(slow.begun.is_set)
    threading.Timer(0.05, slow.go_on.set).start()
    studio.close()
    assert studio.workspace is None


def test_many_labels_are_changed_from_the_table_beside(studio: Studio) -> None:
    studio.act("label_table")
    table = studio.label_table.dialog
    assert table is not None
    wait(lambda: len(table.records) == 4)
    table.select_all()
    answers(studio).typed = "checked"
    table.comment_wished.emit()
    wait(lambda: [r.label.comment for r in table.records] == ["checked"] * 4)
    assert table.selected_count() == 4
    studio.act("undo")
    wait(lambda: [r.label.comment for r in table.records] == [""] * 4)
    settle()
