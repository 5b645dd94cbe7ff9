"""A person's keys: no key means two things in one mode, whatever is changed, swapped or brought in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.domain.ontology import LabelClass, Ontology
from app.session.key_maps import (
    MOST_BYTES,
    Keys,
    KeyTaken,
    canonical,
    clashes,
    in_force,
    read_preset,
    swapped,
    to_json,
    with_keys,
    without_change,
    write_preset,
)


@dataclass(frozen=True)
class Deed:
    id: str
    keys: tuple[str, ...] = ()
    modes: frozenset[str] = frozenset({"label", "review"})

    @property
    def text(self) -> str:
        return f"do {self.id}"


LABEL = frozenset({"label"})
REVIEW = frozenset({"review"})
DEEDS = (
    Deed("play", ("Space",)),
    Deed("split", ("S",), LABEL),
    Deed("merge", ("M", "Shift+M"), LABEL),
    Deed("accept", ("Return", "S"), REVIEW),
    Deed("remove", (), LABEL),
)
KEYS = ("Space", "S", "M", "Shift+M", "Return", "F5", "Ctrl+,")


def holders(changes: Keys, mode: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for deed in DEEDS:
        for key in in_force(DEEDS, changes)[deed.id]:
            if mode in deed.modes:
                found.setdefault(key, []).append(deed.id)
    return found


def test_a_taken_key_is_refused_with_the_other_by_name() -> None:
    with pytest.raises(KeyTaken, match="M means “do merge”") as refused:
        with_keys(DEEDS, {}, "split", ["m"])
    assert refused.value.other == "merge"
    assert with_keys(DEEDS, {}, "split", ["F5", "f5"]) == {"split": ["F5"]}
    assert with_keys(DEEDS, {}, "accept", ["M"]) == {"accept": ["M"]}, "another mode"
    assert with_keys(DEEDS, {"split": ["F5"]}, "split", ["S"]) == {}, "as in the table: no change"


def test_a_swap_gives_the_other_the_key_that_became_free() -> None:
    now = in_force(DEEDS, swapped(DEEDS, {}, "split", "M"))
    assert now["split"] == ("M",)
    assert now["merge"] == ("S", "Shift+M")
    now = in_force(DEEDS, swapped(DEEDS, {}, "remove", "M"))
    assert now["remove"] == ("M",)
    assert now["merge"] == ("Shift+M",)


wishes = st.lists(
    st.tuples(st.sampled_from(["give", "swap", "reset"]), st.sampled_from(DEEDS), st.sampled_from(KEYS)),
    max_size=12,
)


@given(wishes)
def test_no_key_ever_means_two_things_in_one_mode(sequence: list[tuple[str, Deed, str]]) -> None:
    changes: Keys = {}
    for wish, deed, key in sequence:
        if wish == "reset":
            changes = without_change(changes, deed.id)
            continue
        try:
            changes = (with_keys if wish == "give" else _swap)(DEEDS, changes, deed.id, [key])
        except KeyTaken:
            continue
        assert in_force(DEEDS, changes)[deed.id][0] == key
    for mode in ("label", "review"):
        assert all(len(deeds) == 1 for deeds in holders(changes, mode).values())


def _swap(deeds: tuple[Deed, ...], changes: Keys, deed_id: str, keys: list[str]) -> dict[str, list[str]]:
    return swapped(deeds, changes, deed_id, keys[0])


@given(st.dictionaries(st.sampled_from([d.id for d in DEEDS]), st.lists(st.sampled_from(KEYS), max_size=3)))
def test_settings_from_elsewhere_never_double_a_key(changes: dict[str, list[str]]) -> None:
    for mode in ("label", "review"):
        assert all(len(set(deeds)) == 1 for deeds in holders(changes, mode).values())


def test_the_persons_key_wins_over_the_table_of_a_later_version() -> None:
    now = in_force(DEEDS, {"remove": ["M"], "gone": ["X"], "play": ["nonsense+"]})
    assert now["remove"] == ("M",)
    assert now["merge"] == ("Shift+M",)
    assert now["play"] == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shift+ctrl+p", "Ctrl+Shift+P"), ("Ctrl++", "Ctrl++"), ("+", "+"), ("a", "A"), ("PageUp", "PgUp"),
        ("Del", "Delete"), ("Ctrl+-", "Ctrl+-"), ("alt+f4", "Alt+F4"),
    ],
)  # fmt: skip
def test_a_stroke_is_written_in_one_way(text: str, expected: str) -> None:
    assert canonical(text) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize("text", ["", "Ctrl+", "Hyper+A", "Foo", "Ctrl+Foo"])
def test_what_is_no_stroke_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="is no key stroke"):
        canonical(text)


def test_a_class_whose_letter_an_action_has_is_named() -> None:
    ontology = Ontology(
        [LabelClass("1", "serve", "#fff", "s"), LabelClass("2", "rally", "#fff", "b"),
         LabelClass("3", "old", "#fff", "m", retired=True)]
    )  # fmt: skip
    assert clashes(DEEDS, {}, ontology, "label") == [("serve", "do split")]
    assert clashes(DEEDS, {"split": ["B"]}, ontology, "label") == [("rally", "do split")]


def test_keys_go_out_and_come_back(tmp_path: Path) -> None:
    changes = swapped(DEEDS, {}, "split", "M")
    write_preset(tmp_path / "mine.json", DEEDS, changes)
    back = read_preset(tmp_path / "mine.json", DEEDS)
    assert back.name == "mine"
    assert in_force(DEEDS, back.keys) == in_force(DEEDS, changes)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("{", "it is not JSON"),
        (" " * (MOST_BYTES + 1), "it is too large"),
        ("[]", "“format” is not"),
        ('{"format": "sora-studio-keys"}', "“keys” is missing"),
        ('{"format": "sora-studio-keys", "keys": {"play": "S"}}', "no list of texts"),
        ('{"format": "sora-studio-keys", "keys": {"play": ["Hyper+S"]}}', "no key stroke"),
        (
            '{"format": "sora-studio-keys", "keys": {"play": ["F5"], "split": ["F5"]}}',
            "F5 means “do play” and “do split” in one mode",
        ),
    ],
)
def test_a_file_that_is_no_key_map_is_refused_by_name_and_rule(tmp_path: Path, text: str, rule: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UserError, match=rule) as caught:
        read_preset(path, DEEDS)
    assert "keys.json" in str(caught.value)


def test_a_file_of_a_later_version_brings_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    data = json.loads(to_json(DEEDS, {}, "x"))
    data["keys"]["teleport"] = ["Ctrl+T"]
    path.write_text(json.dumps(data), "utf-8")
    assert "teleport" not in read_preset(path, DEEDS).keys
