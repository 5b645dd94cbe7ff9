"""Training from the window: a child process of its own, whose failure touches nothing."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.timebase import TimeRange
from app.qt.training_process import QtTrainingProcess
from app.session.jobs import JobPhase
from app.session.training import TrainingPhase
from app.session.worker import worker_command
from app.shell.startup import Studio
from sora_model.config import PRESETS
from sora_model.contract.jobs import TrainJob
from sora_model.contract.presets import DEFAULT_PRESET, PRESET_PURPOSES
from tests.clips import clip
from tests.studio_window import film, open_studio, press, wait

Key = Qt.Key
pytestmark = pytest.mark.usefixtures("qapp")

SLOW_CHILD = """
import json, sys, time
def say(**fields): print(json.dumps(fields), flush=True)
say(event="started", device="CPU, test", details={})
for n in range(1, 4):
    say(event="epoch", epoch=n, epochs=100, train_loss=1 / n, val_loss=2 / n, val_accuracy=0.5, eta_s=60.0)
line = sys.stdin.readline()
open(sys.argv[3] + ".end", "w").write(line or "end of file")
say(event="cancelled", checkpoint=None)
"""


def label(studio: Studio, *, count: int = 3) -> None:
    """`count` labels of each of two classes, without waking the automatic training."""
    index = studio.player.index
    assert index is not None
    assert studio.workspace is not None
    studio.change_settings(train_automatically=False)
    for number, name in enumerate(("serve", "rally")):
        studio.labels.add_class(name)
        class_id = studio.workspace.project.catalogue.ontology.named(name)
        assert class_id is not None
        for i in range(count):
            first = 16 * i + 8 * number
            studio.labels.create(class_id.id, TimeRange(index.start_of(first), index.end_of(first + 5)))


def spoiling(job_text: str) -> Callable[[str, Path], Sequence[str]]:
    """The real worker, given a job file that was spoilt on the way."""

    def command(kind: str, job: Path) -> Sequence[str]:
        job.write_text(job_text)
        return worker_command(kind, job)

    return command


def scripted(folder: Path, text: str) -> Callable[[str, Path], Sequence[str]]:
    script = folder / "child.py"
    script.write_text(text)
    return lambda kind, job: [sys.executable, str(script), "--worker", kind, str(job)]


def test_a_child_that_fails_leaves_window_and_labels_and_shows_why(tmp_path: Path) -> None:
    process = QtTrainingProcess(command=spoiling('{"version": 1, "run": "x", "manifest": {"broken": '))
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only")), process=process) as studio:
        label(studio)
        assert studio.labels.document is not None
        before = list(studio.labels.document.segments)
        studio.act("train")
        workspace = studio.workspace
        assert workspace is not None
        wait(lambda: workspace.training.state.phase is TrainingPhase.FAILED, timeout_ms=60_000)
        assert "train job" in workspace.training.state.message
        assert "train job" in studio.window.training_panel._message.text()
        assert "Your labels are untouched" in studio.window.notice.text()
        (job,) = [j for j in studio.board.jobs if j.id == "train"]
        assert job.phase is JobPhase.FAILED
        assert list(studio.labels.document.segments) == before
        assert not workspace.project.catalogue.runs
        press(studio, Key.Key_1, Key.Key_Right, Key.Key_1)
        assert len(studio.labels.document.segments) == len(before) + 1
        assert workspace.project.store.check() == []


def test_a_killed_child_is_told_and_training_can_start_again(tmp_path: Path) -> None:
    process = QtTrainingProcess(command=scripted(tmp_path, SLOW_CHILD))
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only")), process=process) as studio:
        label(studio)
        studio.act("train")
        workspace = studio.workspace
        assert workspace is not None
        wait(lambda: len(workspace.training.state.epochs) == 3)
        os.kill(process.pid, signal.SIGKILL)
        wait(lambda: workspace.training.state.phase is TrainingPhase.FAILED)
        assert "crashed" in workspace.training.state.message
        studio.act("train")
        wait(lambda: len(workspace.training.state.epochs) == 3)
        assert not studio.window.notice.text() or "untouched" in studio.window.notice.text()


def test_live_curves_the_time_left_and_cancel(tmp_path: Path) -> None:
    process = QtTrainingProcess(command=scripted(tmp_path, SLOW_CHILD))
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only")), process=process) as studio:
        label(studio)
        panel = studio.window.training_panel
        assert panel._start.isEnabled()
        studio.act("train")
        workspace = studio.workspace
        assert workspace is not None
        wait(lambda: len(workspace.training.state.epochs) == 3)
        assert panel._curves is not None
        assert [p.val_loss for p in panel._curves.points()] == [2.0, 1.0, 2 / 3]
        assert "about 60 s left" in panel._step.text()
        assert "Training 3/100" in studio.window.status.text()
        assert "CPU, test" in studio.window.status.text()
        assert studio.window.jobs_button.text().strip() == "Jobs 1"
        panel.cancel_requested.emit()
        wait(lambda: workspace.training.state.phase is TrainingPhase.CANCELLED)
        assert (
            workspace.project.models_folder / workspace.training.state.run_id / "job.json.end"
        ).read_text() == "cancel\n"
        assert studio.window.jobs_button.text().strip() == "Jobs"


def test_the_chosen_form_is_trained_and_remembered_for_the_project(tmp_path: Path) -> None:
    assert tuple(sorted(PRESET_PURPOSES)) == tuple(sorted(PRESETS))
    process, path = (
        QtTrainingProcess(command=scripted(tmp_path, SLOW_CHILD)),
        film(tmp_path, clip("video_only")),
    )
    with open_studio(tmp_path / "home", path, process=process) as studio:
        label(studio)
        panel = studio.window.training_panel
        assert panel.preset == DEFAULT_PRESET
        panel._preset.setCurrentIndex(panel._preset.findData("sora-rnn"))
        panel._preset.activated.emit(panel._preset.currentIndex())
        studio.act("train")
        workspace = studio.workspace
        assert workspace is not None
        wait(lambda: len(workspace.training.state.epochs) == 3)
        assert not panel._preset.isEnabled()
        folder = workspace.project.models_folder / workspace.training.state.run_id
        assert TrainJob.from_json((folder / "job.json").read_text()).preset == "sora-rnn"
        panel.cancel_requested.emit()
        wait(lambda: workspace.training.state.phase is TrainingPhase.CANCELLED)
        assert panel._preset.isEnabled()
    with open_studio(tmp_path / "home", path) as studio:
        assert studio.window.training_panel.preset == "sora-rnn"
        other = film(tmp_path / "elsewhere", clip("video_only"))
        studio.open(other)
        wait(lambda: studio.workspace is not None and studio.workspace.path.parent == other.parent)
        assert studio.window.training_panel.preset == DEFAULT_PRESET


def test_closing_the_window_ends_the_child_by_end_of_file(tmp_path: Path) -> None:
    process = QtTrainingProcess(command=scripted(tmp_path, SLOW_CHILD))
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only")), process=process) as studio:
        label(studio)
        studio.act("train")
        workspace = studio.workspace
        assert workspace is not None
        wait(lambda: len(workspace.training.state.epochs) == 3)
        folder = workspace.project.models_folder / workspace.training.state.run_id
        studio.window.close()
        assert not process.running
    assert (folder / "job.json.end").read_text() == "end of file"


def test_enough_new_labels_start_a_training_by_themselves(tmp_path: Path) -> None:
    process = QtTrainingProcess(command=scripted(tmp_path, SLOW_CHILD))
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only")), process=process) as studio:
        label(studio, count=2)
        assert not process.running
        studio.change_settings(train_automatically=True, train_after=5)
        press(studio, Key.Key_1, Key.Key_Right, Key.Key_1)
        wait(lambda: process.running)


def test_without_labels_training_says_what_is_missing(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as studio:
        studio.act("train")
        assert not studio.process.running
        assert "Nothing is labelled" in studio.window.notice.text()
        assert not studio.window.training_panel._start.isEnabled()
