"""Walking suggestions in the window: decisions are the person's, arrivals move nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.domain import edits as e
from app.domain.segments import Origin, Verification
from app.domain.suggestions import Decision, Layer, Promotion, Run, Suggestion
from app.domain.timebase import TimeRange
from app.session.training import run_actor
from app.shell.actions import Mode
from app.shell.startup import Studio
from app.views.timeline.lanes import Section
from sora_model.contract.predictions import Attention, Curves
from tests.clips import clip
from tests.studio_window import answers, film, open_studio, press, settle, wait

Key = Qt.Key
pytestmark = pytest.mark.usefixtures("qapp")


def add_run(studio: Studio, number: int = 1) -> Run:
    assert studio.workspace is not None
    run = Run(f"run{number}", number, f"run {number}", "2026-01-01", Promotion.PROMOTED, checkpoint="run/c")
    studio.workspace.editing.perform(e.AddRun(run), actor=run_actor(run))
    return run


def propose(studio: Studio, run: Run, *found: tuple[str, int, int, float], files: bool = False) -> None:
    """Suggestions of `run` (class, first frame, last frame, score), as a job brings them."""
    workspace, medium, index = studio.workspace, studio.film.medium, studio.player.index
    assert workspace is not None
    assert medium is not None
    assert index is not None
    names = {c.name: c.id for c in workspace.project.catalogue.ontology}
    curves, attention = (f"{run.id}/curves.npz", f"{run.id}/attention.npz") if files else ("", "")
    layer = Layer(f"{run.id}-layer", run.id, medium.id, f"2026-01-0{run.number}", curves, attention)
    suggestions = tuple(
        Suggestion(
            f"{run.id}-{first}",
            layer.id,
            medium.id,
            names[name],
            TimeRange(index.start_of(first), index.end_of(last)),
            score,
        )
        for name, first, last, score in found
    )
    edit = e.AddSuggestions(layer, suggestions, medium.span)
    workspace.editing.perform(edit, medium_id=medium.id, actor=run_actor(run))


def current_frame_range(studio: Studio) -> str:
    return studio.review.current.split("-")[-1]


def test_the_least_certain_comes_first_and_enter_and_backspace_go_on(studio: Studio) -> None:
    propose(studio, add_run(studio), ("serve", 5, 9, 0.9), ("rally", 15, 20, 0.4), ("serve", 30, 34, 0.6))
    assert studio.window.transport._primary.text() == "Review 3"
    studio.guide.do_primary()
    assert studio.window.mode is Mode.REVIEW
    layout = studio.window.timeline._layout()
    lane = layout.lane_of(Section.MODEL, studio.window.class_list._table.class_at(0).id)
    assert lane is not None
    assert layout.scrolled.contains(lane.band.top)
    assert current_frame_range(studio) == "15"
    assert studio.player.playing
    press(studio, Key.Key_Return)
    assert current_frame_range(studio) == "30"
    press(studio, Key.Key_Backspace)
    assert current_frame_range(studio) == "5"
    press(studio, Key.Key_Return)
    document = studio.labels.document
    assert document is not None
    decisions = {s.id: s.decision for s in document.suggestions}
    assert decisions == {
        "run1-15": Decision.ACCEPTED,
        "run1-30": Decision.REJECTED,
        "run1-5": Decision.ACCEPTED,
    }
    assert {s.origin for s in document.segments} == {Origin.SUGGESTION}
    assert not studio.player.playing
    assert not studio.window.transport._primary.text().startswith("Review")
    press(studio, Key.Key_Return)  # nothing is left: it is said, and nothing happens
    assert "reviewed" in studio.window.status._right.text()
    press(studio, *[Key.Key_Z] * 3, modifier=Qt.KeyboardModifier.ControlModifier)
    assert not len(document.segments)
    assert studio.review.open_count == 3


def test_what_was_played_is_seen_and_what_was_not_is_unseen(studio: Studio) -> None:
    propose(studio, add_run(studio), ("serve", 10, 14, 0.3), ("rally", 30, 34, 0.6))
    studio.act("mode_review")
    index = studio.player.index
    assert index is not None
    end = index.start_of(14)
    wait(lambda: studio.player.tick >= end)
    press(studio, Key.Key_Return)
    studio.player.pause()
    press(studio, Key.Key_Return)
    document = studio.labels.document
    assert document is not None
    assert [s.verification for s in document.segments] == [Verification.SEEN, Verification.UNSEEN]


def test_arrivals_move_neither_focus_nor_choice_nor_film(studio: Studio) -> None:
    propose(studio, add_run(studio), ("serve", 5, 9, 0.9), ("rally", 15, 20, 0.4))
    studio.act("mode_review")
    studio.player.pause()
    press(studio, Key.Key_Period)
    studio.player.pause()
    studio.window.suggestion_list._view.setFocus()
    before = (studio.review.current, studio.player.tick, studio.labels.selection)
    window = studio.window.timeline.visible_window()
    run = add_run(studio, 2)
    assert studio.review.open_count == 2  # the new run has said nothing here yet
    propose(studio, run, ("rally", 25, 28, 0.1), ("serve", 40, 44, 0.2))
    settle()
    assert (studio.review.current, studio.player.tick, studio.labels.selection) == before
    assert studio.window.timeline.visible_window() == window
    assert studio.window.suggestion_list._view.hasFocus()
    assert studio.window.mode is Mode.REVIEW
    # The older run's suggestions are hidden, not gone.
    assert {s.layer_id for s in studio.review._queue} == {"run2-layer"}
    assert studio.labels.document is not None
    assert len(studio.labels.document.suggestions) == 4


def test_dragged_edges_are_accepted_as_edited(studio: Studio) -> None:
    propose(studio, add_run(studio), ("serve", 5, 9, 0.9))
    index = studio.player.index
    assert index is not None
    wanted = TimeRange(index.start_of(6), index.end_of(8))
    studio.window.timeline.suggestion_change_requested.emit("run1-5", wanted)
    assert studio.labels.document is not None
    (segment,) = studio.labels.document.segments
    assert segment.range == wanted
    assert segment.verification is Verification.EDITED


def test_a_nudged_edge_counts_when_it_is_accepted(studio: Studio) -> None:
    propose(studio, add_run(studio), ("serve", 10, 14, 0.9))
    index = studio.player.index
    assert index is not None
    studio.act("mode_review")
    studio.player.pause()
    studio.player.seek(index.start_of(10))
    control = Qt.KeyboardModifier.ControlModifier
    press(studio, Key.Key_BracketRight, Key.Key_BracketRight, modifier=control)
    press(studio, Key.Key_Return)
    assert studio.labels.document is not None
    (segment,) = studio.labels.document.segments
    assert segment.range == TimeRange(index.start_of(12), index.end_of(14))


def test_accepting_all_is_asked_counted_and_one_undo(studio: Studio) -> None:
    propose(studio, add_run(studio), *(("serve", 2 + 6 * i, 5 + 6 * i, 0.5) for i in range(7)))
    answers(studio).yes = False
    studio.review.accept_all()
    document = studio.labels.document
    assert document is not None
    assert not len(document.segments)
    assert answers(studio).asked == ["Accept all 7 suggestions?"]
    answers(studio).yes = True
    studio.review.accept_all()
    assert {s.verification for s in document.segments} == {Verification.BULK}
    assert len(document.segments) == 7
    press(studio, Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert not len(document.segments)


def test_attention_is_shown_with_the_name_of_its_run(studio: Studio, tmp_path: Path) -> None:
    run = add_run(studio)
    index = studio.player.index
    assert index is not None
    assert studio.workspace is not None
    ticks = np.asarray([index.start_of(n) for n in range(0, 50, 5)], np.int64)
    spatial = np.zeros((len(ticks), 2, 3), np.float16)
    spatial[:, 0, 0] = 1.0
    spatial[4] = 0.0
    spatial[4, 1, 2] = 1.0
    folder = studio.workspace.project.models_folder / run.id
    flat = np.full(len(ticks), 1 / len(ticks), np.float32)
    Attention(ticks, flat, spatial, flat).save(folder / "attention.npz")
    classes = tuple(c.id for c in studio.workspace.project.catalogue.ontology)
    Curves(ticks, classes, np.full((len(ticks), 2), 0.5, np.float16)).save(folder / "curves.npz")
    propose(studio, run, ("serve", 5, 9, 0.9), files=True)
    wait(lambda: studio.explain._attention is not None)
    canvas, timeline = studio.window.canvas, studio.window.timeline
    assert canvas._heat is None  # hidden until asked for
    press(studio, Key.Key_A)
    assert canvas._heat is not None
    assert "run 1" in canvas._heat.legend
    assert canvas._heat.grid[0, 0] == 1.0
    studio.player.seek(int(ticks[4]))
    wait(lambda: canvas._heat is not None and canvas._heat.grid[1, 2] == 1.0)
    assert timeline._state.attention is not None
    assert not timeline._state.curves
    press(studio, Key.Key_A)
    assert canvas._heat is None
    studio.act("mode_explain")
    assert canvas._heat is not None
    assert set(timeline._state.curves) == set(classes)
    studio.act("mode_label")
    assert canvas._heat is None


def test_a_damaged_attention_file_is_told_and_nothing_else_suffers(studio: Studio) -> None:
    run = add_run(studio)
    assert studio.workspace is not None
    folder = studio.workspace.project.models_folder / run.id
    folder.mkdir(parents=True)
    for name in ("attention.npz", "curves.npz"):
        (folder / name).write_bytes(b"no zip at all")
    propose(studio, run, ("serve", 5, 9, 0.9), files=True)
    wait(lambda: "cannot be read" in studio.window.notice.text())
    assert studio.review.open_count == 1


def test_after_reopening_the_work_stands_where_it_was(tmp_path: Path) -> None:
    """Two films: the labels of both are counted, also of the one that is not shown."""
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.change_settings(train_automatically=False)
        for name in ("serve", "rally"):
            studio.labels.add_class(name)
        studio.projects.add_media([film(tmp_path, clip("b_frames"))])
        wait(lambda: studio.film.medium is not None and studio.film.medium.name == "b_frames.mp4")
        wait(lambda: studio.player.loaded)
        propose(studio, add_run(studio), ("serve", 5, 9, 0.9), ("rally", 15, 20, 0.4))
        studio.act("mode_review")
        press(studio, Key.Key_Return, Key.Key_Backspace)
    with open_studio(tmp_path / "home", tmp_path / "video_only.sora") as studio:
        workspace = studio.workspace
        assert workspace is not None
        assert studio.film.medium is not None
        assert studio.film.medium.name == "video_only.mp4"
        wait(lambda: sum(workspace.tally.by_class().values()) == 1)
        assert workspace.tally.decided == 2
        assert workspace.tally.since_training == 1
