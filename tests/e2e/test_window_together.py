"""The work of several people in the window: review in the person's order, a copy merged, a second pass."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from app.domain import edits as e
from app.domain.segments import Segment, Verification
from app.domain.suggestions import Decision
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.session.project import person_actor
from app.shell.actions import Mode
from app.shell.palette_controller import _commented
from app.shell.startup import Studio
from app.storage.project_store import ProjectStore
from app.views.dialogs.merge_dialog import MergeDialog
from app.views.review.accept_dialog import AcceptDialog
from tests.clips import clip
from tests.e2e.test_window_review import add_run, propose
from tests.studio_window import answers, film, press, settle, wait

Key = Qt.Key
pytestmark = pytest.mark.usefixtures("qapp")


def label(studio: Studio, first: int, last: int, who: str = "", name: str = "serve") -> Segment:
    """A label of frames `first` to `last`, by the person at the window or by another."""
    workspace, medium, index = studio.workspace, studio.film.medium, studio.player.index
    assert workspace is not None
    assert medium is not None
    assert index is not None
    person = person_actor(who) if who else workspace.project.person
    found = workspace.project.catalogue.ontology.named(name)
    assert found is not None
    range_ = TimeRange(index.start_of(first), index.end_of(last))
    made = Segment(f"{who}{first}", medium.id, found.id, range_, person.id)
    workspace.editing.perform(e.AddSegments((made,)), medium_id=medium.id, actor=person)
    return made


def labels(studio: Studio) -> dict[str, Segment]:
    assert studio.labels.document is not None
    return {s.id: s for s in studio.labels.document.segments}


def answer(kind: type[Any], do: Callable[[Any], object]) -> list[QWidget]:
    """Once the dialog of this kind stands there, `do` with it what a person would."""
    met: list[QWidget] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            met.append(dialog)
            do(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)
    return met


def test_the_order_is_chosen_in_the_page_and_remembered(studio: Studio) -> None:
    propose(studio, add_run(studio), ("serve", 5, 9, 0.9), ("rally", 20, 25, 0.4), ("serve", 30, 35, 0.6))
    settle()
    page = studio.window.suggestion_list
    assert [s.score for s in studio.review._queue] == [0.4, 0.6, 0.9]
    page._order.setCurrentIndex(page._order.findData("time"))
    page._order.activated.emit(1)
    assert [s.score for s in studio.review._queue] == [0.9, 0.4, 0.6]
    assert studio.settings.review_order == "time"
    page._classes.setCurrentIndex(1)
    page._classes.activated.emit(1)
    assert [s.score for s in studio.review._queue] == [0.9, 0.6]
    studio.act("mode_review")
    assert studio.window.mode is Mode.REVIEW
    press(studio, Key.Key_Return)
    settle()
    assert page._progress.text() == "1 of 2 reviewed"


def test_accept_above_shows_how_many_and_is_one_undo(studio: Studio) -> None:
    propose(studio, add_run(studio), ("serve", 5, 9, 0.9), ("rally", 20, 25, 0.4), ("serve", 30, 35, 0.6))
    settle()
    shown: list[str] = []

    def choose(dialog: AcceptDialog) -> None:
        dialog.slider.setValue(95)
        assert not dialog.accept_button.isEnabled()
        dialog.slider.setValue(60)
        shown.append(dialog.accept_button.text())
        dialog.accept_button.click()

    answer(AcceptDialog, choose)
    studio.act("accept_above")
    assert shown == ["Accept 2"]
    assert {s.verification for s in labels(studio).values()} == {Verification.BULK}
    assert len(labels(studio)) == 2
    studio.act("undo")
    assert labels(studio) == {}
    assert studio.labels.document is not None
    assert {s.decision for s in studio.labels.document.suggestions} == {Decision.OPEN}


def test_a_colleagues_copy_is_merged_with_its_conflicts_decided_one_by_one(
    studio: Studio, tmp_path: Path
) -> None:
    one, other = label(studio, 5, 9), label(studio, 15, 19)
    workspace = studio.workspace
    assert workspace is not None
    workspace.project.store.checkpoint()
    copy = tmp_path / "copy.sora"
    shutil.copy(workspace.path, copy)
    change = e.ChangeSegments(
        (e.ChangeSegment(one.id, comment="mine"), e.ChangeSegment(other.id, comment="mine"))
    )
    workspace.editing.perform(change, medium_id=one.medium_id)
    _bea_goes_on(copy, one, other)
    answers(studio).path = copy

    def decide(dialog: MergeDialog) -> None:
        assert len(dialog._boxes) == 2
        dialog.choose("both")
        dialog._boxes[0].setCurrentIndex(dialog._boxes[0].findData("ours"))
        dialog._boxes[1].setCurrentIndex(dialog._boxes[1].findData("theirs"))
        dialog.merge_button.click()

    met = answer(MergeDialog, decide)
    studio.act("merge_copy")
    wait(lambda: met and len(labels(studio)) > 2)
    found = labels(studio)
    assert sorted(s.comment for s in found.values()) == ["", "hers", "mine"]
    assert found["Bea"].actor_id == person_actor("Bea").id
    studio.act("undo")
    assert [s.comment for s in labels(studio).values()] == ["mine", "mine"]


def _bea_goes_on(copy: Path, one: Segment, other: Segment) -> None:
    with ProjectStore.open(copy) as store:
        catalogue, bea = store.load_catalogue(), person_actor("Bea")
        document = store.load_document(catalogue.media[one.medium_id], catalogue.ontology)
        new = Segment("Bea", one.medium_id, one.class_id, TimeRange(0, one.range.start), bea.id)
        both = (e.ChangeSegment(one.id, comment="hers"), e.ChangeSegment(other.id, comment="hers"))
        for edit in (e.AddSegments((new,)), e.ChangeSegments(both)):
            plan = document.plan(edit)
            store.write(plan, bea, datetime.now(UTC))
            document.adopt(plan)


def test_a_second_pass_is_blind_and_ends_with_the_agreement(studio: Studio) -> None:
    hers = label(studio, 5, 14, "Bea")
    assert studio.workspace is not None
    secret = e.ChangeSegment(hers.id, comment="secret")
    studio.workspace.editing.perform(secret, medium_id=hers.medium_id, actor=person_actor("Bea"))
    assert len(_commented(studio.workspace, ())) == 1
    propose(studio, add_run(studio), ("serve", 30, 35, 0.6))
    settle()
    studio.act("second_pass")
    wait(lambda: studio.player.loaded)
    assert labels(studio) == {}
    assert studio.review._queue == []
    assert studio.workspace is not None
    before, path = studio.workspace, studio.workspace.path
    assert before.tally.of_class(hers.class_id) == 0, "counts would tell"
    assert _commented(before, ()) == []
    studio.act("history")
    assert "Bea" not in {deed.actor.name for deed in studio.history._deeds.values()}
    studio.act("merge_copy")
    assert "second pass" in studio.window.notice.text()
    studio.act("motion")
    studio.act("propose")
    assert not studio.board.running
    assert studio.settings.second_passes == (str(path),)
    studio.open(path)
    wait(lambda: studio.player.loaded)
    assert studio.workspace is not before
    assert labels(studio) == {}, "a second pass lasts until it is ended"
    mine = label(studio, 10, 14)
    label(studio, 40, 44)
    studio.act("second_pass")
    wait(lambda: studio.player.loaded)
    assert set(labels(studio)) == {hers.id, mine.id, "40"}
    dialog = studio.together.dialog
    assert dialog is not None
    assert dialog.isVisible()
    wait(lambda: dialog.figures.rowCount())
    assert dialog.figures.item(0, 4).text() == f"{2 / 3:.2f}"
    assert dialog.places.rowCount() == 1
    assert "only" in dialog.places.item(0, 2).text()
    dialog.places.setCurrentCell(0, 0)
    assert studio.player.index is not None
    wait(lambda: studio.player.tick == studio.player.index.start_of(40))  # type: ignore[union-attr]


def test_a_label_says_where_it_comes_from(studio: Studio) -> None:
    propose(studio, add_run(studio), ("serve", 5, 9, 0.9))
    settle()
    studio.review.accept(studio.review._queue[0].id)
    (made,) = labels(studio).values()
    assert studio.workspace is not None
    edit = e.ChangeSegment(made.id, comment="late")
    studio.workspace.editing.perform(edit, medium_id=made.medium_id)
    studio.labels.select((made.id,))
    said: list[str] = []

    def read(box: QMessageBox) -> None:
        said.extend(box.text().splitlines())
        box.reject()

    answer(QMessageBox, read)
    studio.act("provenance")
    assert said[0].startswith("Proposed by run 1 with a score of 0.90; accepted by ")
    assert said[1] == "It was accepted without being played."
    assert said[2].endswith("comment – → late")


def test_counts_over_several_films_hold_what_may_be_seen(studio: Studio, tmp_path: Path) -> None:
    hers = label(studio, 5, 14, "Bea")
    studio.boxes.add_class("player")
    workspace, medium = studio.workspace, studio.film.medium
    assert workspace is not None
    assert medium is not None
    player = workspace.project.catalogue.ontology.named("player")
    assert player is not None
    track = Track("t", medium.id, player.id, hers.actor_id, 1)
    boxes = (KeyFrame("t", medium.start, Box(1, 1, 20, 20)),)
    bea = person_actor("Bea")
    workspace.editing.perform(e.AddTrack(track, boxes), medium_id=medium.id, actor=bea)
    studio.projects.add_media([film(tmp_path / "more", clip("b_frames"))])
    wait(lambda: len(workspace.project.catalogue.media) == 2)
    studio.open(workspace.path)
    wait(lambda: studio.workspace is not workspace and studio.player.loaded)

    def counts() -> dict[str, int]:
        assert studio.workspace is not None
        return studio.workspace.tally.by_class()

    wait(lambda: counts() == {hers.class_id: 1, player.id: 1})
    studio.act("second_pass")
    wait(lambda: counts() == {})
    studio.act("second_pass")
    wait(lambda: counts() == {hers.class_id: 1, player.id: 1})
