"""Classes in a file: what is written is read, what is broken is told with its place, templates are whole."""

from __future__ import annotations

import json
import tempfile
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.colours import CLOSE, PALETTE, distance
from app.domain.errors import UserError
from app.domain.ontology import KEYS, Attribute, AttributeKind, ClassKind, LabelClass
from app.formats.ontology_json import LARGEST_FILE, LONGEST_MS, TEMPLATES, read, template, write
from app.resource_files import resource_file

names = st.text(
    st.characters(categories=["L", "N", "P", "S"], include_characters=" "), min_size=1, max_size=20
).filter(lambda name: name == name.strip() and name.isprintable())
milliseconds = st.integers(0, LONGEST_MS)


@st.composite
def ontologies(draw: st.DrawFn) -> tuple[LabelClass, ...]:
    made = []
    for n, name in enumerate(draw(st.lists(names, unique=True, min_size=1, max_size=6))):
        free = list(draw(st.permutations("abcdefghijklm")))
        attributes = []
        for described in draw(st.lists(names, unique=True, max_size=3)):
            kind = draw(st.sampled_from(AttributeKind))
            is_choice = kind is AttributeKind.CHOICE
            choices = tuple(draw(st.lists(names, unique=True, min_size=1, max_size=4))) if is_choice else ()
            most = len(choices) if is_choice else int(kind is AttributeKind.FLAG)
            keys = tuple(free.pop() if draw(st.booleans()) and free else "" for _ in range(most))
            attributes.append(Attribute(described, kind, choices, keys))
        key = "nopqrs"[n] if draw(st.booleans()) else ""
        colour = draw(st.sampled_from(PALETTE))
        kind_ = draw(st.sampled_from(ClassKind))
        times = draw(milliseconds), draw(milliseconds), draw(milliseconds)
        flags = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
        made.append(
            LabelClass(
                "",
                name,
                colour,
                key,
                kind_,
                times[0],
                times[1],
                flags[0],
                n,
                times[2],
                *flags[1:],
                tuple(attributes),
            )
        )
    return tuple(made)


@settings(max_examples=100, deadline=None, database=None)
@given(ontologies(), names)
def test_what_is_written_is_read(classes: tuple[LabelClass, ...], name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "o.json"
        write(path, classes, name=name, about="all of it")
        found = read(path)
    assert (found.name, found.about, found.classes) == (name, "all of it", classes)


def refusal(folder: Path, content: Any) -> str:
    path = folder / "mine.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(UserError) as told:
        read(path)
    assert "mine.json" in told.value.message
    assert told.value.way_out
    return told.value.message


def ontology(*classes: Any, **fields: Any) -> dict[str, Any]:
    return {"format": "sora-ontology", "version": 1, "classes": list(classes), **fields}


def test_every_rule_broken_is_told_with_its_place(tmp_path: Path) -> None:
    told = refusal(
        tmp_path,
        ontology(
            {"name": " serve", "kind": "line", "colour": "red", "key": "Ä", "lead_ms": -1, "overlaps": 1},
            {
                "name": "rally",
                "key": "1",
                "size": 3,
                "attributes": [{"name": "side"}, {"name": "side", "kind": "flag"}],
            },
            {"name": "rally", "key": "1"},
        ),
    )
    for place in (
        "classes[0].name", "classes[0].kind", "classes[0].colour", "classes[0].key", "classes[0].lead_ms",
        "classes[0].overlaps", "classes[1].size", "classes[1].attributes[0].choices",
        "classes[1].attributes[1].name", "classes[2].name", "classes[2].key",
    ):  # fmt: skip
        assert f"{place}: " in told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1, column 1"),
        (b'{"format": ', "line 1"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "mine.json"),
        (b" " * (LARGEST_FILE + 1), "larger than 1 MiB"),
        (b'{"a": 1, "a": 2}', "“a” stands twice"),
        (b'{"format": "sora-ontology", "version": 1, "classes": [NaN]}', "classes[0]"),
        ([], "format"),
        ({"format": "other"}, "format"),
        ({**ontology(), "version": 2}, "version: 2 is of a later program"),
        ({**ontology({"name": "a"}), "version": True}, "version"),
        (ontology(), "classes: one class at least"),
        (ontology(3), "classes[0]: must be an object"),
        (ontology({"name": "a"}, name=3), "name: must be a text"),
        (ontology({"name": "a", "attributes": 3}), "classes[0].attributes: must be a list"),
        (ontology({"name": "a\u202eb"}), "classes[0].name"),
        (
            ontology({"name": "a", "attributes": [{"name": "b", "kind": "flag", "keys": ["x", "y"]}]}),
            "keys: 2 keys for 1",
        ),
        (
            ontology({"name": "a", "key": "x", "attributes": [{"name": "b", "kind": "flag", "keys": ["x"]}]}),
            "“x” stands there already",
        ),
        (ontology(*({"name": str(n)} for n in range(501))), "501 are more than 500"),
        (ontology(*({"x": n} for n in range(30))), "And 48 more"),
    ],
)  # fmt: skip
def test_what_is_no_ontology_is_refused_in_words(tmp_path: Path, content: Any, said: str) -> None:
    assert said in refusal(tmp_path, content)


def test_a_name_is_enough_and_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(ontology({"name": "发球"})).encode())
    assert read(path).classes == (LabelClass("", "发球", ""),)


def test_what_is_not_there_or_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read(tmp_path / "none.json")
    with pytest.raises(UserError, match="cannot be written"):
        write(tmp_path / "none" / "o.json", ())


def test_every_template_that_is_there_is_offered() -> None:
    folder = resource_file(f"ontologies/{TEMPLATES[0]}.json").parent
    assert {path.stem for path in folder.iterdir()} == set(TEMPLATES)


@pytest.mark.parametrize("name", TEMPLATES)
def test_keys_of_a_template_work_without_the_code_latch(name: str) -> None:
    found = template(name)
    assert found.name
    assert found.about
    class_keys = {c.key for c in found.classes} - {""}
    for c in found.classes:
        described = {key for a in c.attributes for key, _ in a.key_values}
        assert class_keys | described <= set(KEYS)
        assert not class_keys & described
    for one, other in combinations(found.classes, 2):
        apart, eye = distance(one.colour, other.colour)
        assert apart >= CLOSE, f"{one.name} and {other.name} look alike to {eye or 'every'} eye"
