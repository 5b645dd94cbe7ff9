"""Doubtful labels in the window: asked of a child, shown, decided by the person."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.domain.timebase import TimeRange
from app.qt.training_process import QtTrainingProcess
from app.session.jobs import JobPhase
from app.shell.startup import Studio
from tests.clips import clip
from tests.studio_window import film, open_studio, wait

pytestmark = pytest.mark.usefixtures("qapp")

CHILD = """
import json, sys
def say(**fields): print(json.dumps(fields), flush=True)
job = json.load(open(sys.argv[1]))
medium, classes = job["manifest"]["media"][0], [c["id"] for c in job["manifest"]["classes"]]
say(event="progress", phase="doubting", done=1, total=2, eta_s=1.0)
if sys.argv[2] == "waits":
    say(event="cancelled" if sys.stdin.readline() else "heartbeat")
    sys.exit(130)
ranked = []
for n, r in enumerate(medium["ranges"]):
    other = [c for c in classes if c != r["class_id"]][0]
    given = [0.1, 0.3, 0.9, 0.9, 0.9, 0.9][n]
    ranked.append(dict(media_id=medium["id"], start=r["start"], end=r["end"], class_id=r["class_id"],
                       suggested_id=other, given=given, suggested=1 - given))
say(event="result", data=dict(ranked=ranked, groups=1, agreement=0.6))
"""


def child(folder: Path, how: str) -> QtTrainingProcess:
    script = folder / "child.py"
    script.write_text(CHILD)

    def command(kind: str, job: Path) -> Sequence[str]:
        return [sys.executable, str(script), str(job), how]

    return QtTrainingProcess(command=command)


def label(studio: Studio) -> None:
    index = studio.player.index
    assert index is not None
    assert studio.workspace is not None
    studio.change_settings(train_automatically=False)
    for number, name in enumerate(("serve", "rally")):
        studio.labels.add_class(name)
        class_id = studio.workspace.project.catalogue.ontology.named(name)
        assert class_id is not None
        for i in range(3):
            first = 16 * i + 8 * number
            studio.labels.create(class_id.id, TimeRange(index.start_of(first), index.end_of(first + 5)))


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path, asking=child(tmp_path, "answers")) as made:
        label(made)
        made.act("doubts")
        wait(lambda: made.workspace and made.workspace.doubting.state.phase is JobPhase.DONE)
        yield made


def class_of(studio: Studio, segment_id: str) -> str:
    workspace, medium = studio.workspace, studio.film.medium
    assert workspace is not None
    assert medium is not None
    segment = workspace.project.document(medium.id).segments.get(segment_id)
    assert segment is not None
    return workspace.project.catalogue.ontology[segment.class_id].name


def test_doubted_labels_are_listed_and_nothing_is_changed(studio: Studio) -> None:
    panel = studio.window.doubt_list
    assert panel.isVisible()
    assert studio.window.drawer.page == "suggestions"
    first, second = panel.rows()
    assert first.text.startswith("serve → rally?")
    assert second.text.startswith("rally → serve?")
    assert "10%" in first.detail
    assert "2 of 6 labels are doubted" in panel._state.text()
    assert [class_of(studio, row.segment_id) for row in (first, second)] == ["serve", "rally"]


def test_a_click_shows_the_label(studio: Studio) -> None:
    row = studio.window.doubt_list.rows()[1]
    assert studio.player.index is not None
    studio.player.seek(studio.player.index.start_of(40))
    studio.window.doubt_list.chosen.emit(row.segment_id)
    assert studio.labels.selection == (row.segment_id,)
    assert studio.player.tick == studio.player.index.start_of(8)


def test_change_is_an_edit_that_can_be_undone(studio: Studio) -> None:
    panel = studio.window.doubt_list
    panel._list.setCurrentRow(0)
    segment_id = panel.rows()[0].segment_id
    assert panel._change.text() == "Make it rally"
    panel._change.click()
    assert class_of(studio, segment_id) == "rally"
    assert segment_id not in [row.segment_id for row in panel.rows()]
    studio.act("undo")
    assert class_of(studio, segment_id) == "serve"


def test_right_after_all_stays_as_it_is_and_is_not_asked_again(studio: Studio) -> None:
    panel = studio.window.doubt_list
    panel._list.setCurrentRow(1)
    segment_id = panel.rows()[1].segment_id
    panel._confirm.click()
    assert class_of(studio, segment_id) == "rally"
    assert len(panel.rows()) == 1
    panel._ask.click()
    workspace = studio.workspace
    assert workspace is not None
    wait(lambda: workspace.doubting.state.phase is JobPhase.DONE)
    assert segment_id not in [row.segment_id for row in panel.rows()]


def test_a_removed_label_leaves_the_list(studio: Studio) -> None:
    row = studio.window.doubt_list.rows()[0]
    studio.labels.select((row.segment_id,))
    studio.labels.remove()
    assert row.segment_id not in [r.segment_id for r in studio.window.doubt_list.rows()]


def test_it_can_be_cancelled_in_the_list_of_jobs(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path, asking=child(tmp_path, "waits")) as studio:
        label(studio)
        studio.act("doubts")
        assert studio.workspace is not None
        doubting = studio.workspace.doubting
        wait(lambda: doubting.state.total == 2)
        studio.act("cancel_jobs")
        wait(lambda: doubting.state.phase is JobPhase.CANCELLED)
        (job,) = [j for j in studio.board.jobs if j.id == "doubts"]
        assert job.phase is JobPhase.CANCELLED


def test_without_labels_it_says_so(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.act("doubts")
        assert studio.workspace is not None
        doubting = studio.workspace.doubting
        wait(lambda: doubting.state.phase is JobPhase.FAILED)
        assert "Nothing is labelled yet" in studio.window.doubt_list._state.text()
