"""The list of suggestions: arrivals leave the eye where it was."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.ontology import LabelClass, Ontology
from app.domain.suggestions import Suggestion
from app.domain.timebase import TimeRange, TimeScale
from app.views.review.suggestion_list import SuggestionList


def suggestion(number: int, score: float = 0.5) -> Suggestion:
    return Suggestion(f"g{number:05}", "l", "m", "c1", TimeRange(number * 10, number * 10 + 5), score)


@pytest.fixture
def suggestions(qtbot: QtBot) -> SuggestionList:
    made = SuggestionList()
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.set_context(Ontology([LabelClass("c1", "serve", "#E69F00")]), TimeScale(Fraction(1, 10)))
    made.show()
    return made


def test_a_row_says_class_score_time_and_length(
    suggestions: SuggestionList, qtmodeltester: ModelTester
) -> None:
    suggestions.set_suggestions([suggestion(12, 0.875)])
    model = suggestions._table
    assert [model.index(0, c).data() for c in range(4)] == ["serve", "0.88", "00:12.000", "0.50 s"]
    qtmodeltester.check(model)


def test_arrivals_keep_the_current_row_where_it_is_on_the_screen(suggestions: SuggestionList) -> None:
    suggestions.set_suggestions([suggestion(n) for n in range(200, 400)])
    suggestions.set_current("g00300")
    view = suggestions._view
    before = view.rowViewportPosition(suggestions._table.row_of("g00300"))
    suggestions.set_suggestions([suggestion(n) for n in range(400)])
    assert suggestions.current() == "g00300"
    assert view.currentIndex().row() == 300
    assert view.rowViewportPosition(300) == before


def test_without_a_current_row_the_scroll_stays(suggestions: SuggestionList) -> None:
    suggestions.set_suggestions([suggestion(n) for n in range(300)])
    bar = suggestions._view.verticalScrollBar()
    bar.setValue(1000)
    suggestions.set_suggestions([suggestion(n) for n in range(320)])
    assert bar.value() == 1000


def test_the_buttons_are_about_the_current_row(suggestions: SuggestionList, qtbot: QtBot) -> None:
    suggestions.set_suggestions([suggestion(1), suggestion(2)])
    assert not suggestions._accept.isEnabled()
    suggestions.set_current("g00002")
    with qtbot.waitSignal(suggestions.accept_requested) as accepted:
        qtbot.mouseClick(suggestions._accept, Qt.MouseButton.LeftButton)
    assert accepted.args == ["g00002"]
    with qtbot.waitSignal(suggestions.reject_requested) as rejected:
        qtbot.mouseClick(suggestions._reject, Qt.MouseButton.LeftButton)
    assert rejected.args == ["g00002"]
    assert suggestions._accept_all.text() == "Accept all 2…"
    suggestions.set_editable(False)
    assert not suggestions._accept.isEnabled()
    assert not suggestions._accept_all.isEnabled()


def test_empty_it_says_one_sentence_and_shows_no_buttons(suggestions: SuggestionList) -> None:
    suggestions.set_suggestions([suggestion(1)])
    suggestions.set_suggestions([])
    assert suggestions._empty.isVisible()
    assert not suggestions._accept.isVisible()
    assert not suggestions._view.isVisible()


def test_a_hundred_thousand_are_shown_without_making_their_texts(suggestions: SuggestionList) -> None:
    asked: set[int] = set()
    table = suggestions._table
    text = table._text

    def counted(row: Suggestion, column: int) -> str:
        asked.add(row.range.start)
        return text(row, column)

    table._text = counted  # type: ignore[method-assign]
    suggestions.set_suggestions([suggestion(n) for n in range(100_000)])
    suggestions.grab()
    assert 0 < len(asked) < 100
