"""T follows boxes through a film in the window; what moves is proposed, accepted and rejected there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.document import Document
from app.domain.ontology import ClassKind
from app.domain.tracks import KeyFrame
from app.session.jobs import JobPhase
from app.session.propagation import iou
from app.shell.actions import Mode
from app.shell.startup import Studio
from tests.moving_films import box_of, write_moving
from tests.studio_window import open_studio, press, settle, wait

Key = Qt.Key
pytestmark = pytest.mark.usefixtures("qapp")
WAY = [(10 + 4 * n, 40 + n) if n < 50 else None for n in range(70)]


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    path = write_moving(tmp_path / "moving.mp4", [WAY])
    with open_studio(tmp_path / "home", path) as made:
        made.change_settings(train_automatically=False)
        made.labels.add_class("thing", ClassKind.BOX)
        wait(lambda: not made.board.running)
        yield made


def document(studio: Studio) -> Document:
    assert studio.labels.document is not None
    return studio.labels.document


def draw(studio: Studio, n: int) -> str:
    """A box at frame `n`, drawn and chosen."""
    index, known = studio.player.index, set(document(studio).tracks)
    assert index is not None
    studio.player.seek(index.start_of(n))
    wait(lambda: studio.player.frame == n)
    studio.boxes.start_drawing()
    studio.boxes.draw(box_of(WAY[n] or (0, 0)))
    (track_id,) = set(document(studio).tracks) - known
    assert studio.labels.selection == (track_id,)
    return track_id


def box_is_right(studio: Studio, track_id: str, n: int) -> bool:
    index, corner = studio.player.index, WAY[n]
    assert index is not None
    assert corner is not None
    shown = document(studio).box_at(track_id, index.start_of(n))
    return shown is not None and iou(shown.box, box_of(corner)) > 0.6


def followed(studio: Studio) -> None:
    settle()
    wait(lambda: not any(job.kind == "tracking" for job in studio.board.running))


def test_t_follows_the_box_on_and_back_as_one_step_each(studio: Studio) -> None:
    track_id = draw(studio, 20)
    press(studio, Key.Key_T)
    followed(studio)
    on = len(document(studio).key_frames(track_id))
    assert 2 <= on < 20
    assert all(box_is_right(studio, track_id, n) for n in range(20, 48))
    assert "was lost at 00:00:0" in studio.window.notice.text()
    studio.act("go_to_lost")
    wait(lambda: 47 <= studio.player.frame <= 50)
    press(studio, Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert len(document(studio).key_frames(track_id)) == 1
    studio.player.seek(document(studio).key_frames(track_id)[0].tick)
    press(studio, Key.Key_T, modifier=Qt.KeyboardModifier.ShiftModifier)
    followed(studio)
    assert all(box_is_right(studio, track_id, n) for n in range(1, 20))
    assert [job.phase for job in studio.board.jobs if job.kind == "tracking"][-1] is JobPhase.DONE


def test_nothing_chosen_or_cancelled_changes_nothing(studio: Studio) -> None:
    press(studio, Key.Key_T)
    assert not any(job.kind == "tracking" for job in studio.board.running)
    track_id = draw(studio, 20)
    before: list[KeyFrame] = list(document(studio).key_frames(track_id))
    press(studio, Key.Key_T)
    (job,) = [job for job in studio.board.running if job.kind == "tracking"]
    studio.board.cancel(job.id)
    followed(studio)
    assert list(document(studio).key_frames(track_id)) == before


def test_what_moves_is_proposed_seen_accepted_and_rejected(studio: Studio) -> None:
    studio.act("motion")
    wait(lambda: document(studio).suggested_tracks)
    wait(lambda: not studio.board.running)
    assert "proposed" in studio.window.notice.text()
    canvas, index = studio.window.canvas, studio.player.index
    assert index is not None
    assert not canvas._proposals
    studio.act("mode_review")
    assert studio.window.mode is Mode.REVIEW
    assert not studio.window.notice.text()  # what it offered was done
    assert "picture" in studio.window.timeline._state.model_sentence()
    studio.player.pause()
    studio.player.seek(index.start_of(25))
    wait(lambda: studio.player.frame == 25)
    wait(lambda: any(iou(m.box, box_of(WAY[25] or (0, 0))) > 0.6 for m in canvas._proposals))
    (mark,) = canvas._proposals
    canvas.proposal_selected.emit(mark.track_id)
    press(studio, Key.Key_B)
    (track,) = document(studio).tracks
    assert [k.tick for k in document(studio).key_frames(track)] == [index.start_of(25)]
    assert not canvas._proposals
    press(studio, Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert not document(studio).tracks
    canvas.proposal_selected.emit(mark.track_id)
    press(studio, Key.Key_Return)
    (track,) = document(studio).tracks
    assert all(box_is_right(studio, track, n) for n in range(5, 45))
    press(studio, Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    canvas.proposal_selected.emit(mark.track_id)
    press(studio, Key.Key_Backspace)
    assert not document(studio).tracks
    assert not canvas._proposals
