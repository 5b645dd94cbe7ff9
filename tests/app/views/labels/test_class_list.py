"""The class list asks; it changes only when it is told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.ontology import ClassKind, LabelClass
from app.views.labels.class_list import ClassList
from app.views.labels.class_table import COUNT, KEY, KIND, NAME

SERVE = LabelClass("c1", "serve", "#E69F00", "1")
HIT = LabelClass("c2", "hit", "#56B4E9", "2", ClassKind.POINT, lead_ms=500)


@pytest.fixture
def classes(qtbot: QtBot) -> ClassList:
    made = ClassList()
    qtbot.addWidget(made)
    made.set_classes([SERVE, HIT], {"c1": 1234})
    return made


def cell(
    classes: ClassList, row: int, column: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole
) -> object:
    return classes._table.index(row, column).data(role)


def test_it_shows_name_key_kind_and_count(classes: ClassList, qtmodeltester: ModelTester) -> None:
    assert [cell(classes, 0, c) for c in (NAME, KEY, KIND, COUNT)] == ["serve", "1", "Segment", "1,234"]
    assert [cell(classes, 1, c) for c in (NAME, KEY, KIND, COUNT)] == ["hit", "2", "Point", "0"]
    assert "500 ms" in str(cell(classes, 1, NAME, Qt.ItemDataRole.ToolTipRole))
    qtmodeltester.check(classes._table)


def test_a_name_typed_below_asks_for_a_class(classes: ClassList, qtbot: QtBot) -> None:
    qtbot.keyClicks(classes._name, "  rally ")
    classes._kind.setCurrentIndex(1)
    with qtbot.waitSignal(classes.add_requested) as asked:
        qtbot.keyClick(classes._name, Qt.Key.Key_Return)
    assert asked.args == ["rally", ClassKind.POINT]
    assert isinstance(asked.args[1], ClassKind)
    assert classes._name.text() == ""


def test_renaming_and_a_new_key_are_asked_for_and_not_done(classes: ClassList, qtbot: QtBot) -> None:
    for column, typed, expected in (
        (NAME, " service ", LabelClass("c1", "service", "#E69F00", "1")),
        (KEY, "Q", LabelClass("c1", "serve", "#E69F00", "q")),
    ):
        with qtbot.waitSignal(classes.change_requested) as asked:
            classes._table.setData(classes._table.index(0, column), typed)
        assert asked.args == [expected]
    assert cell(classes, 0, NAME) == "serve"


def test_the_menu_offers_everything_about_a_class(classes: ClassList, qtbot: QtBot) -> None:
    menu = classes.menu_of(HIT)
    by_text = {a.text(): a for a in menu.actions()}
    for text, wish in (
        ("Label with it now", classes.tapped),
        ("Edit…", classes.edit_requested),
        ("Merge into…", classes.merge_requested),
        ("Retire", classes.retire_requested),
        ("Delete", classes.remove_requested),
    ):
        with qtbot.waitSignal(wish) as asked:
            by_text[text].trigger()
        assert asked.args == ["c2"]


def test_retired_classes_are_out_of_the_way_and_of_many_the_most_used_come_first(classes: ClassList) -> None:
    many = [LabelClass(f"c{n}", f"class {n}", "#E69F00", position=n, retired=n == 3) for n in range(12)]
    classes.set_classes(many[:9], {"c7": 9})
    assert [cell(classes, row, NAME) for row in range(3)] == ["class 0", "class 1", "class 2"]
    assert classes._table.row_of("c3") == -1
    classes.set_classes(many, {"c7": 9, "c9": 4})
    assert [cell(classes, row, NAME) for row in range(3)] == ["class 7", "class 9", "class 0"]


def test_without_a_class_a_template_is_offered(classes: ClassList, qtbot: QtBot) -> None:
    classes.set_templates([("tennis", "Tennis", "Strokes")])
    assert classes._templates.isHidden()
    classes.set_classes([], {})
    assert not classes._templates.isHidden()
    with qtbot.waitSignal(classes.template_requested) as asked:
        classes._templates.menu().actions()[0].trigger()
    assert asked.args == ["tennis"]


def test_counts_change_without_moving_the_chosen_row(classes: ClassList) -> None:
    classes.set_current("c2")
    classes.set_classes([SERVE, HIT], {"c2": 7})
    assert classes.current_class() == "c2"
    assert cell(classes, 1, COUNT) == "7"
    classes.set_coding("c2")
    assert cell(classes, 1, NAME) == "hit …"


def test_reading_only_nothing_can_be_asked_for(classes: ClassList) -> None:
    classes.set_editable(False)
    assert not classes._name.isEnabled()
    assert not classes._add.isEnabled()
