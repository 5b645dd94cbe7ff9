"""What the training panel says in each state."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.views.training.curves import TrainingCurves
from app.views.training.epochs import EpochPoint, latest_comparable
from app.views.training.training_panel import RunView, TrainingPanel, TrainingView


@pytest.fixture
def panel(qtbot: QtBot) -> TrainingPanel:
    made = TrainingPanel()
    qtbot.addWidget(made)
    made.show()
    return made


def test_not_ready_says_what_is_missing(panel: TrainingPanel) -> None:
    panel.set_readiness(False, "serve: at least 2 labels are needed.")
    assert not panel._start.isEnabled()
    assert "at least 2" in panel._readiness.text()


def test_running_shows_progress_and_cancel(panel: TrainingPanel, qtbot: QtBot) -> None:
    points = (EpochPoint(1, 2.0, 1.5, 0.4), EpochPoint(2, 1.0, 1.2, 0.6))
    panel.set_training(TrainingView(True, "run 3", "Training", 2, 60, "about 8 s left", points=points))
    assert not panel._start.isVisible()
    assert panel._bar.isVisible()
    assert (panel._bar.value(), panel._bar.maximum()) == (2, 60)
    assert panel._step.text() == "Training · 2 of 60 · about 8 s left"
    assert panel._curves is not None
    x, y = panel._curves._right.getData()
    assert (list(x), list(y)) == ([1, 2], [0.4, 0.6])
    with qtbot.waitSignal(panel.cancel_requested):
        qtbot.mouseClick(panel._cancel, Qt.MouseButton.LeftButton)
    panel.set_training(TrainingView(True, "run 3", cancelling=True))
    assert not panel._cancel.isEnabled()


def test_a_failure_stands_where_it_happened(panel: TrainingPanel) -> None:
    panel.set_training(TrainingView(title="run 3 failed", message="the disk is full", failed=True))
    assert panel._message.isVisible()
    assert panel._message.property("role") == "error"
    assert panel._start.isVisible()
    assert not panel._bar.isVisible()


def test_each_run_says_its_reason_and_can_be_used_unless_it_is(panel: TrainingPanel, qtbot: QtBot) -> None:
    panel.set_runs(
        [
            RunView("r2", "run 2", "Accuracy 50%", "worse than run 1", False, True, "refused"),
            RunView("r1", "run 1", "Accuracy 80%", "beats the majority class", True, True, "in use", "sora"),
            RunView("r0", "other", "", "from another program", False, False, "external"),
        ]
    )
    shown = [label.text() for label in panel.findChildren(QLabel)]
    for text in ("worse than run 1", "Accuracy 80%", "in use · sora", "refused"):
        assert text in shown
    buttons = [b for b in panel.findChildren(QPushButton) if b.text() == "Use this run"]
    assert len(buttons) == 1
    with qtbot.waitSignal(panel.use_requested) as asked:
        qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert asked.args == ["r2"]


def test_the_form_is_the_persons_choice_and_says_what_it_is_for(panel: TrainingPanel, qtbot: QtBot) -> None:
    told: list[str] = []
    panel.preset_chosen.connect(told.append)
    panel.set_presets({"sora-av": "Right for most films.", "sora": "Pictures alone."})
    assert not panel._preset.isEnabled()  # nothing is open
    panel.set_preset("sora-av")
    assert panel._preset.isEnabled()
    assert panel._purpose.text() == "Right for most films."
    assert not told
    qtbot.keyClick(panel._preset, Qt.Key.Key_Down)
    assert told == ["sora"]
    assert panel._purpose.text() == "Pictures alone."
    panel.set_training(TrainingView(True, "run 1", "Training", 1, 9))
    assert not panel._preset.isEnabled()
    panel.set_training(TrainingView(title="run 1 done"))
    assert panel._preset.isEnabled()
    panel.set_preset("")
    assert not panel._preset.isEnabled()
    assert not panel._purpose.isVisible()


def test_two_fits_are_never_joined_by_a_line() -> None:
    held_out = [EpochPoint(n, 1 / n, 2 / n, 0.5) for n in range(1, 5)]
    refit = [EpochPoint(n, 3 / n) for n in range(1, 4)]
    assert latest_comparable([*held_out, *refit]) == held_out
    assert latest_comparable(refit) == refit
    assert latest_comparable([]) == []


def test_curves_without_a_held_out_part_show_the_loss_alone(qtbot: QtBot) -> None:
    curves = TrainingCurves()
    qtbot.addWidget(curves)
    curves.set_points([EpochPoint(1, 2.0), EpochPoint(2, 1.0)])
    assert not curves._accuracy.isVisible()
    assert list(curves._train.getData()[1]) == [2.0, 1.0]
