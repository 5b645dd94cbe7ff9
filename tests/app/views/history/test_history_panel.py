"""Deeds in words, and the page that lists them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain import edits as e
from app.session import labelling
from app.views.history.changes_dialog import ChangedGroup, ChangesDialog
from app.views.history.deed_words import deed_text, words_for
from app.views.history.history_panel import DeedRow, HistoryPanel

EDITS = (*get_args(e.DocumentEdit), *get_args(e.CatalogueEdit))


@pytest.mark.parametrize("kind", EDITS, ids=lambda kind: kind.__name__)
def test_every_edit_has_words_for_people(kind: type) -> None:
    verb = e.verb_of(kind.__new__(kind))
    assert words_for(verb)
    for count in (1, 1200):
        text = deed_text(verb, name="serve", count=count)
        assert text.lower() != verb
        assert "{" not in text


def test_a_changed_label_is_told_by_what_changed() -> None:
    told = {
        fields: deed_text("change segment", name="serve", fields=frozenset(fields.split()))
        for fields in (
            "start_tick",
            "start_tick end_tick",
            "class_id end_tick",
            "comment",
            "verification",
            "x y",
        )
    }
    assert told == {
        "start_tick": "Label serve moved",
        "start_tick end_tick": "Label serve moved",
        "class_id end_tick": "Label made serve",
        "comment": "Comment on serve changed",
        "verification": "Label serve looked at",
        "x y": "Label serve changed",
    }
    assert deed_text("remove segments", count=1200) == "1,200 labels removed"
    assert deed_text("import a.csv", count=5) == "a.csv imported"
    assert deed_text("merge B.sora", count=5) == "Copy B.sora merged"
    assert deed_text("go back to 12") == "Gone back to an earlier state"
    assert deed_text("paste labels", name="serve") == "Label serve pasted"
    assert deed_text("merge class into rally") == "Class merged into rally"
    assert deed_text("change side", name="serve") == "side of serve changed"
    assert deed_text("a deed of old") == "A deed of old"


def verbs_of_deeds() -> set[str]:
    """What the session calls deeds of several edits."""
    makers = {"perform_batch", "perform_all", "_perform_all", "_perform", "_change"}
    return {
        node.args[0].value
        for path in Path(labelling.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in makers
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_every_deed_has_words_for_people() -> None:
    verbs = verbs_of_deeds()
    assert {"move labels", "arrange classes"} <= verbs
    assert [verb for verb in sorted(verbs) if not words_for(verb)] == []


ROWS = {
    3: DeedRow(3, "Third", "Ada · 12:03", True),
    2: DeedRow(2, "Second", "Ada · 12:02", False),
    1: DeedRow(1, "First", "Ada · 12:01", True),
}


@pytest.fixture
def panel(qtbot: QtBot) -> HistoryPanel:
    panel = HistoryPanel()
    qtbot.addWidget(panel)
    panel.resize(300, 400)
    panel.show()
    return panel


def buttons(panel: HistoryPanel) -> dict[str, bool]:
    return {b.text(): b.isEnabled() for b in panel.findChildren(QPushButton)}


def test_only_rows_that_are_seen_are_put_into_words(panel: HistoryPanel) -> None:
    asked: list[int] = []

    def describe(entry: int) -> DeedRow:
        asked.append(entry)
        return DeedRow(entry, "Label serve moved", "Ada · 12:00", True)

    panel.set_entries(range(1000, 0, -1), describe)
    panel.grab()
    assert 0 < len(set(asked)) < 100


def test_the_page_by_keyboard_alone_and_what_can_be_asked_of_a_line(
    panel: HistoryPanel, qtbot: QtBot
) -> None:
    assert buttons(panel) == {"Name this state…": True, "Go back to here": False, "Changed since": False}
    panel.set_entries(list(ROWS), ROWS.__getitem__)
    view = panel._view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert panel.current() == 3
    assert not buttons(panel)["Go back to here"], "that is where the project stands"
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert panel.current() == 2
    assert buttons(panel)["Go back to here"]
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [2]
    panel.set_entries([4, *ROWS], lambda n: ROWS.get(n) or DeedRow(4, "Fourth", "", True))
    assert panel.current() == 2, "the line at hand stays"
    panel.set_editable(False)
    assert buttons(panel) == {"Name this state…": False, "Go back to here": False, "Changed since": True}
    assert (
        panel._list.data(panel._list.index(2), Qt.ItemDataRole.AccessibleTextRole)
        == "Second, Ada · 12:02, undone"
    )


def test_a_changed_label_is_shown_when_its_line_is_clicked(qtbot: QtBot) -> None:
    groups = [
        ChangedGroup("Labels: serve", 1, 0, 1, (("0:01", "added"), ("0:07", "removed")), (0, 1)),
        ChangedGroup("Films", 0, 1, 0),
    ]
    dialog = ChangesDialog("Since yesterday", groups)
    dialog.show()
    top = dialog.tree.topLevelItem(0)
    assert top is not None
    assert [top.text(i) for i in range(4)] == ["Labels: serve", "1", "", "1"]
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.tree.itemClicked.emit(top.child(1), 0)
    assert chosen.args == [1]
    dialog.close()
