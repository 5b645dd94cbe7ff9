"""Sentences find their values, whatever is in them and whatever a catalogue makes of the sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from app.domain.texts import Text
from app.views.texts import marked, tr


class Catalogue(QTranslator):
    """Says for every text what it was made with."""

    def __init__(self, said: dict[str, str]) -> None:
        super().__init__()
        self.said = said

    def translate(self, context: str, text: str, *_: object) -> str | None:  # type: ignore[override]
        return self.said.get(text)


@pytest.fixture
def catalogue(qapp: QApplication) -> object:
    found = Catalogue(
        {"{count} of {total}": "{total} 中 {count}", "Box": "框", "{bad}": "{other} {0} {bad:q}"}
    )
    qapp.installTranslator(found)
    yield found
    qapp.removeTranslator(found)


@given(st.text(), st.text())
def test_values_come_through_as_they_are(one: str, other: str) -> None:
    assert tr("{one}, {other}", one=one, other=other) == f"{one}, {other}"


def test_other_languages_order_otherwise(catalogue: object) -> None:
    assert tr("{count} of {total}", count=1, total=2) == "2 中 1"
    assert tr("{n:,} {n:.0%}", n=1234) == "1,234 123400%"


def test_a_value_that_is_a_text_is_told_too(catalogue: object) -> None:
    text = Text("{count} of {total}", count=Text("Box"), total=3)
    assert tr(text) == "3 中 框"
    assert tr("({text})", text=text) == "(3 中 框)"


def test_a_wrong_catalogue_never_fails(catalogue: object) -> None:
    assert tr("{bad}", bad="x") == "{other} {0} x"


def test_tables_are_only_marked() -> None:
    table = {1: "One"}
    assert marked(table) is table
    assert tr("") == ""
