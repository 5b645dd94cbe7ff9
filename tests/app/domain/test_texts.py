"""Texts for people: filled in whatever the template and the values are, and told in other languages."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import EditRefused, UserError
from app.domain.texts import Text, filled, listed, names_in, recognised

CHINESE = {
    "{film} has no picture.": "{film} 没有画面。",
    "Choose another film.": "请选择另一部影片。",
    "{message} {advice}": "{message}{advice}",
    "a label": "标注",
    "Remove {what} first.": "请先移除{what}。",
}


def in_chinese(text: str) -> str:
    return CHINESE.get(text, text)


@given(st.text())
def test_any_value_comes_through(value: str) -> None:
    assert filled("[{value}]", {"value": value}) == f"[{value}]"
    error = UserError("“{value}” is nothing.", way_out="Not {value}.", value=value)
    assert str(error) == f"“{value}” is nothing. Not {value}."
    assert error.text.told(str) == str(error)


@given(st.text(), st.dictionaries(st.text(max_size=3), st.one_of(st.text(), st.integers(), st.none())))
def test_no_template_fails(template: str, values: dict[str, object]) -> None:
    assert isinstance(filled(template, values), str)
    assert Text(template) == template


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        ("{count:,} labels", {"count": 12345}, "12,345 labels"),
        ("{share:.0%} done", {"share": 0.5}, "50% done"),
        ("{count:,} labels", {"count": "many"}, "many labels"),
        ("{path:>9}", {"path": Path("a")}, "a"),
        ("{a} and {b}", {"a": "{b}", "b": "{a}"}, "{b} and {a}"),
        ("{a} and {b}", {"a": 1}, "1 and {b}"),
        ("{0} {} {a.b} {a!r} }{ {{a}}", {"a": 1}, "{0} {} {a.b} {a!r} }{ {1}"),
    ],
)
def test_names_are_filled_in(template: str, values: dict[str, object], text: str) -> None:
    assert filled(template, values) == text


def test_a_text_is_its_english() -> None:
    text = Text("{count} labels", count=3)
    assert text == "3 labels"
    assert (text.template, text.values) == ("{count} labels", {"count": 3})
    assert not Text("")
    assert names_in("{a} {b:.2f} {c!r}") == {"a", "b"}


def test_the_sentence_is_translated_and_the_values_are_not() -> None:
    error = EditRefused("{film} has no picture.", way_out="Choose another film.", film="a label")
    assert str(error) == "a label has no picture. Choose another film."
    assert error.text.told(in_chinese) == "a label 没有画面。请选择另一部影片。"


def test_a_value_that_is_a_text_is_translated_too() -> None:
    assert Text("Remove {what} first.", what=Text("a label")).told(in_chinese) == "请先移除标注。"


def test_an_error_may_be_made_of_a_text() -> None:
    sentence = Text("{film} has no picture.")
    error = UserError(sentence, way_out="Choose another film.", film="match.mp4")
    assert error.message == "match.mp4 has no picture."
    assert error.message.template == sentence
    assert UserError(error.message).message.values == {"film": "match.mp4"}
    assert UserError(error.text).text.told(in_chinese) == "match.mp4 没有画面。请选择另一部影片。"


def test_a_broken_translation_is_shown_as_far_as_it_goes() -> None:
    text = Text("{film} has no picture.", film="x")
    assert text.told(lambda _: "{flim} 没有{ 画面 {film}") == "{flim} 没有{ 画面 x"


def test_texts_one_after_another() -> None:
    both = listed([Text("a label"), "{part_0}"])
    assert both == "a label, {part_0}"
    assert both.told(in_chinese) == "标注, {part_0}"
    assert listed([]) == ""


@given(st.text(min_size=1), st.integers())
def test_through_json_pickle_and_copies(name: str, count: int) -> None:
    text = Text("{what} of {name}: {count:,}", what=Text("{n} labels", n=count), name=name, count=count)
    again = Text.from_json(json.loads(json.dumps(text.to_json())))
    for other in (again, pickle.loads(pickle.dumps(text)), copy.deepcopy(text)):  # noqa: S301 - our own
        assert isinstance(other, Text)
        assert (other, other.template, other.values) == (text, text.template, text.values)


@pytest.mark.parametrize(
    "stored", [None, "text", {}, {"template": 1, "values": {}}, {"template": "x", "values": []}]
)
def test_other_json_is_no_text(stored: object) -> None:
    assert Text.from_json(stored) is None


def test_a_stored_sentence_is_recognised() -> None:
    templates = ["Set aside for {run}.", "Optimistic: {verdict}", "{score} beside {run}; {run} stays."]
    text = recognised("Optimistic: 80% beside run (1); run (1) stays.", templates)
    assert isinstance(text, Text)
    assert text.template == "Optimistic: {verdict}"
    assert text.values["verdict"].values == {"score": "80%", "run": "run (1)"}
    assert text == "Optimistic: 80% beside run (1); run (1) stays."
    assert recognised("80% beside run 1; run 2 stays.", templates) == "80% beside run 1; run 2 stays."
    assert not isinstance(recognised("Something else.", templates), Text)


def test_a_text_that_is_made_to_be_searched_for_long_is_not() -> None:
    bait = " a b" * 50_000
    assert recognised(bait, ["{one} a {two} a {three} a {four} b."]) == bait
