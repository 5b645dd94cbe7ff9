"""Both sides of a conflict in words: every field that people can differ about has some."""

from __future__ import annotations

from app.domain.texts import Text
from app.session import merge_classes, merge_films
from app.session.merge_words import _FIELDS


def test_every_field_has_words() -> None:
    said = {*merge_classes._SAID, *merge_films._SAID}
    assert said == set(_FIELDS)
    assert all("{value}" in Text(words).template for words in _FIELDS.values())
