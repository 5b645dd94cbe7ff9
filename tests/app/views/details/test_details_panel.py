"""Details of the selection; the comment is asked to be kept when the field is left."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.views.details.details_panel import Details, DetailsPanel


@pytest.fixture
def panel(qtbot: QtBot) -> DetailsPanel:
    made = DetailsPanel()
    qtbot.addWidget(made)
    made.show()
    return made


def test_rows_and_warnings_are_shown(panel: DetailsPanel) -> None:
    panel.set_details(Details("film.mp4", (("Frames", "50"),), warnings=("The frame rate varies.",)))
    texts = [label.text() for label in panel.findChildren(QLabel)]
    assert {"film.mp4", "Frames", "50", "The frame rate varies."} <= set(texts)
    assert not panel._comment.isVisible()


def test_a_comment_is_asked_to_be_kept_when_another_thing_is_selected(
    panel: DetailsPanel, qtbot: QtBot
) -> None:
    panel.set_details(Details("serve", id="s1", comment="old"))
    assert panel._comment.toPlainText() == "old"
    panel._comment.setPlainText("new")
    with qtbot.waitSignal(panel.comment_changed) as asked:
        panel.set_details(Details("rally", id="s2", comment=""))
    assert asked.args == ["s1", "new"]
    assert panel._comment.toPlainText() == ""


def test_an_unchanged_comment_asks_for_nothing(panel: DetailsPanel, qtbot: QtBot) -> None:
    panel.set_details(Details("serve", id="s1", comment="old"))
    with qtbot.assertNotEmitted(panel.comment_changed):
        panel.set_details(Details("serve", id="s1", comment="old"))
        panel.set_details(Details("rally", id="s2", comment="x"))
