"""Colours of classes stay apart for every eye and can be seen on both themes."""

from __future__ import annotations

from itertools import combinations

import pytest

from app.domain.colours import (
    CLOSE,
    EXTENSION,
    OKABE_ITO,
    PALETTE,
    distance,
    further_colours,
    is_colour,
    luminance,
)
from app.domain.ontology import LabelClass, Ontology

DARK_LANE, LIGHT_LANE = "#17191B", "#FFFFFF"


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_extension_is_what_the_search_finds() -> None:
    assert further_colours(OKABE_ITO, len(EXTENSION)) == EXTENSION


def test_no_two_colours_of_the_palette_are_close_to_any_eye() -> None:
    nearest = min(distance(a, b)[0] for a, b in combinations(PALETTE, 2))
    assert nearest > CLOSE
    assert nearest == pytest.approx(0.0575, abs=0.001)


@pytest.mark.parametrize("colour", EXTENSION)
def test_what_is_added_is_seen_on_both_themes(colour: str) -> None:
    assert contrast(colour, DARK_LANE) >= 3
    assert contrast(colour, LIGHT_LANE) >= 3


def test_red_and_green_are_close_for_those_who_do_not_tell_them_apart() -> None:
    far, eye = distance("#A05030", "#6E6E20")
    assert eye in ("protanopia", "deuteranopia")
    assert far < CLOSE
    assert distance("#123456", "#123456") == (0, "")
    assert distance("#E69F00", "#E59D01")[1] == ""


def test_sixteen_classes_get_sixteen_colours() -> None:
    classes: list[LabelClass] = []
    for number in range(17):
        classes.append(LabelClass(str(number), str(number), Ontology(classes).next_colour(), position=number))
    assert [c.colour for c in classes[:16]] == list(PALETTE)
    assert classes[16].colour == PALETTE[0]


@pytest.mark.parametrize("text", ["", "#12345", "123456", "#12345g", "#1234567", "#1２3456"])
def test_what_is_no_colour_is_told(text: str) -> None:
    assert not is_colour(text)
    assert is_colour("#00ffAA")
