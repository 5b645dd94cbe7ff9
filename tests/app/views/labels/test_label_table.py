"""The table of labels: rows in order, touched one by one, cheap at a hundred thousand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.ontology import LabelClass, Ontology
from app.domain.segments import Segment, Verification
from app.domain.timebase import TimeRange, TimeScale
from app.views.labels.class_table import swatch
from app.views.labels.label_list import LabelList
from app.views.labels.label_table import CLASS, LENGTH, MANY, TIME, WHO, LabelTable

SERVE = LabelClass("c1", "serve", "#E69F00", "1")
RALLY = LabelClass("c2", "rally", "#56B4E9", "2")


def segment(number: int, start: int, length: int = 10, **fields: object) -> Segment:
    made = Segment(f"s{number:06}", "m", "c1", TimeRange(start, start + length), "me")
    return replace(made, **fields)  # type: ignore[arg-type]


def table() -> LabelTable:
    made = LabelTable(swatch)
    made.set_ontology(Ontology([SERVE, RALLY]))
    made.set_scale(TimeScale(Fraction(1, 10)))
    made.set_people({"me": "Ada"})
    return made


def ids(model: LabelTable) -> list[str]:
    return [model.row_at(row).id for row in range(model.rowCount())]


def texts(model: QAbstractItemModel, row: int) -> list[str]:
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_a_row_says_when_how_long_what_and_who(qapp: object) -> None:
    model = table()
    model.set_rows([segment(1, 615, verification=Verification.SEEN), segment(2, 36010, is_point=True)])
    assert texts(model, 0) == ["01:01.500", "1.00 s", "serve", "Ada ✓ seen"]
    assert texts(model, 1) == ["01:00:01.000", "point", "serve", "Ada"]
    assert "played" in model.index(0, WHO).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(0, CLASS).data(Qt.ItemDataRole.DecorationRole) is not None
    assert (TIME, LENGTH) == (0, 1)


def test_the_model_keeps_qts_rules(qapp: object, qtmodeltester: ModelTester) -> None:
    model = table()
    model.set_rows(segment(n, 7 * n % 50) for n in range(20))
    qtmodeltester.check(model)
    model.apply(["s000003"], [segment(4, 100), segment(30, 5)])
    qtmodeltester.check(model)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 30), st.booleans()), max_size=30))
def test_touched_one_by_one_it_equals_a_fresh_table(steps: list[tuple[int, int, bool]]) -> None:
    model, expected = table(), {}
    for number, start, remove in steps:
        row = segment(number, start)
        if remove:
            expected.pop(row.id, None)
            model.apply([row.id], [])
        else:
            expected[row.id] = row
            model.apply([], [row])
    fresh = table()
    fresh.set_rows(expected.values())
    assert ids(model) == ids(fresh)
    assert all(model.row_of(row_id) == place for place, row_id in enumerate(ids(model)))


def test_an_edit_among_a_hundred_thousand_touches_one_row(qapp: object) -> None:
    model = table()
    model.set_rows(segment(n, 20 * n) for n in range(100_000))
    resets, inserted, moved = [], [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    model.rowsMoved.connect(lambda *_: moved.append(1))
    model.apply([], [segment(200_000, 20 * 50_000 + 1)])
    assert inserted == [(50_001, 50_001)]
    model.apply([], [segment(10, 20 * 10 + 2)])
    assert not moved
    model.apply([], [segment(10, 20 * 99_999 + 1)])
    assert len(moved) == 1
    assert not resets


def test_many_that_keep_their_places_are_changed_where_they_are(qapp: object) -> None:
    model, before = table(), [segment(n, 7 * n % 5000) for n in range(MANY + 2)]
    model.set_rows(before)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    order = ids(model)
    model.apply((), [replace(row, class_id="c2") for row in before])
    assert (ids(model), resets) == (order, [])
    assert {texts(model, row)[CLASS] for row in range(model.rowCount())} == {"rally"}
    model.apply((), [segment(n, 5000 - n) for n in range(MANY + 1)])
    assert ids(model)[0] == f"s{MANY + 1:06}"
    assert resets == [True]


@pytest.fixture
def labels(qtbot: QtBot) -> LabelList:
    made = LabelList()
    qtbot.addWidget(made)
    made.set_ontology(Ontology([SERVE, RALLY]))
    made.set_rows(segment(n, 20 * n) for n in range(50))
    return made


def test_told_selection_is_silent_and_survives_edits(labels: LabelList) -> None:
    told: list[tuple[str, ...]] = []
    labels.selection_changed.connect(told.append)
    labels.set_selection(("s000010", "s000020"))
    assert set(labels.selected_ids()) == {"s000010", "s000020"}
    labels.apply(["s000000"], [segment(60, 5)])
    assert set(labels.selected_ids()) == {"s000010", "s000020"}
    assert not told


def test_delete_and_the_menu_ask_for_what_is_selected(labels: LabelList, qtbot: QtBot) -> None:
    labels.set_selection(("s000010", "s000011"))
    with qtbot.waitSignal(labels.remove_requested) as asked:
        qtbot.keyClick(labels._view, Qt.Key.Key_Delete)
    assert set(asked.args[0]) == {"s000010", "s000011"}
    menu = labels.menu_of_selection()
    classes = next(a.menu() for a in menu.actions() if a.menu() is not None)
    rally = next(a for a in classes.actions() if a.text() == "rally")
    with qtbot.waitSignal(labels.class_change_requested) as changed:
        rally.trigger()
    assert changed.args[1] == "c2"


def test_an_empty_list_says_one_sentence(labels: LabelList) -> None:
    labels.show()
    labels.set_rows(())
    assert labels._empty.isVisible()
    labels.apply([], [segment(1, 0)])
    assert not labels._empty.isVisible()
