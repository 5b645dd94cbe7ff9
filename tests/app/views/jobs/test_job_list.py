"""The one place for jobs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from app.views.jobs.job_list import JobList, JobRow


@pytest.fixture
def jobs(qtbot: QtBot) -> JobList:
    made = JobList()
    qtbot.addWidget(made)
    return made


def test_rows_are_kept_while_their_job_goes_on(jobs: JobList, qtbot: QtBot) -> None:
    jobs.set_jobs([JobRow("a", "Training", 0.25, "about 2 min left", True, cancellable=True)])
    row = jobs._rows["a"]
    jobs.set_jobs(
        [
            JobRow("b", "Waveform", None, "", True),
            JobRow("a", "Training", 0.5, "1 min", True, cancellable=True),
        ]
    )
    assert jobs._rows["a"] is row
    assert row.findChild(QProgressBar).value() == 500
    assert jobs._rows["b"].findChild(QProgressBar).maximum() == 0  # unknown: it moves to and fro
    with qtbot.waitSignal(jobs.cancel_requested) as asked:
        qtbot.mouseClick(row.cancel, Qt.MouseButton.LeftButton)
    assert asked.args == ["a"]
    jobs.set_jobs([JobRow("b", "Waveform", 1.0, "Done", False)])
    assert jobs.shown() == ("b",)
    assert jobs._rows["b"].cancel.isHidden()
    assert not jobs._clear.isHidden()


def test_a_failure_says_why(jobs: JobList) -> None:
    jobs.set_jobs([JobRow("a", "Training", None, "the disk is full", False, failed=True)])
    texts = {label.text(): label.property("role") for label in jobs._rows["a"].findChildren(QLabel)}
    assert texts["the disk is full"] == "error"


def test_nothing_runs_is_one_sentence(jobs: JobList) -> None:
    jobs.set_jobs([])
    assert not jobs._empty.isHidden()
    assert jobs._clear.isHidden()
