"""The choices of the mode Explain: told only when a person makes them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.views.explain.explain_panel import ExplainPanel


@pytest.fixture
def panel(qtbot: QtBot) -> ExplainPanel:
    made = ExplainPanel()
    qtbot.addWidget(made)
    made.show()
    return made


def test_filling_the_choices_tells_nobody(panel: ExplainPanel) -> None:
    told: list[str] = []
    for signal in (panel.run_chosen, panel.class_chosen, panel.kind_chosen):
        signal.connect(told.append)
    panel.set_runs([("r2", "run 2"), ("r1", "run 1")], "r1")
    panel.set_classes([("", "Predicted"), ("a", "serve")], "")
    panel.set_kinds([("occlusion", "Occlusion"), ("attention", "Attention")], "attention")
    panel.set_opacity(0.4)
    assert (panel.run, panel.class_id, panel.kind) == ("r1", "", "attention")
    assert not told
    panel.set_runs([("r3", "run 3")], "r1")  # gone: the first
    assert panel.run == "r3"
    assert not panel._run.isEnabled()
    panel.set_runs((), "")
    assert panel.run == ""
    assert not panel._again.isEnabled()


def test_a_choice_by_keyboard_is_told(panel: ExplainPanel, qtbot: QtBot) -> None:
    panel.set_classes([("", "Predicted"), ("a", "serve")], "")
    with qtbot.waitSignal(panel.class_chosen) as told:
        qtbot.keyClick(panel._class, Qt.Key.Key_Down)
    assert told.args == ["a"]
    with qtbot.waitSignal(panel.opacity_changed) as darkness:
        panel._opacity.setValue(25)
    assert darkness.args == [pytest.approx(0.25)]


def test_the_note_has_the_colour_of_what_it_says(panel: ExplainPanel) -> None:
    panel.say("This map is no better than chance here.", "warning")
    assert panel._note.property("role") == "warning"
    panel.say("")
    assert panel._note.property("role") == "secondary"
