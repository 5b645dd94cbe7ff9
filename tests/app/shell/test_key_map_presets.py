"""The key maps that come with the program, against the table of actions as it is."""

from __future__ import annotations

import pytest

from app.resource_files import resource_file
from app.session.key_maps import canonical, in_force, read_preset
from app.shell.actions import ACTIONS, KeyMap, Mode, combination, portable_text, settled
from app.shell.key_map_controller import PRESETS

KEYS_OF_BORIS = {
    "Space": "play",
    "Up": "second_on",
    "Down": "second_back",
    "Left": "step_back",
    "Right": "step_on",
}
"""User guide, “Coding”: what the keys do that control the media, where there is the like here."""

KEYS_OF_CVAT = {
    "Space": "play",
    "F": "step_on",
    "D": "step_back",
    "V": "jump_on",
    "C": "jump_back",
    "`": "go_to",
    "N": "new_box",
    "M": "merge",
    "Alt+M": "split",
    "K": "key_frame",
    "O": "outside",
    "Q": "occluded",
    "/": "occluded",
    "R": "next_key_frame",
    "E": "previous_key_frame",
    "Ctrl+B": "propagate",
    "Delete": "remove",
    "Ctrl+C": "copy",
    "Ctrl+V": "paste",
    "Esc": "cancel",
    "Ctrl+Z": "undo",
    "Ctrl+Shift+Z": "redo",
    "Ctrl+Y": "redo",
    "F1": "shortcuts",
}
"""Manual, “Shortcuts”, while it had them in a table; Ctrl+B copies a box on there and follows it here."""


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_takes_no_key_from_an_action_unasked(name: str) -> None:
    preset = read_preset(resource_file(f"keymaps/{name}.json"), ACTIONS)
    now = in_force(ACTIONS, preset.keys)
    for action in ACTIONS:
        wanted = tuple(canonical(key) for key in preset.keys.get(action.id, action.keys))
        assert now[action.id] == wanted, f"{name}: {action.id}"


def test_with_the_keys_of_boris_every_letter_is_a_behaviours() -> None:
    preset = read_preset(resource_file("keymaps/boris.json"), ACTIONS)
    keys = KeyMap(changes=preset.keys)
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789":
        assert keys.find(Mode.LABEL, combination(letter)) is None, letter


@pytest.mark.parametrize(("name", "documented"), [("boris", KEYS_OF_BORIS), ("cvat", KEYS_OF_CVAT)])
def test_the_documented_keys_of_the_other_program_mean_the_same_here(
    name: str, documented: dict[str, str]
) -> None:
    keys = KeyMap(changes=read_preset(resource_file(f"keymaps/{name}.json"), ACTIONS).keys)
    found = {key: keys.find(Mode.LABEL, combination(key)) for key in documented}
    assert {key: action.id if action else "" for key, action in found.items()} == documented


def test_every_key_of_the_table_and_of_the_presets_can_be_pressed() -> None:
    """What Shift alone makes of a key arrives without it: no map may wait for both."""
    maps = [read_preset(resource_file(f"keymaps/{name}.json"), ACTIONS).keys for name in PRESETS]
    for changes in maps:
        for keys in in_force(ACTIONS, changes).values():
            for key in keys:
                assert canonical(portable_text(settled(combination(key)))) == key


def test_changed_keys_count_for_everyone_who_holds_the_map() -> None:
    keys = KeyMap()
    keys.change({"split": ["F5"]})
    assert keys.find(Mode.LABEL, combination("F5")) == keys["split"]
    assert keys.find(Mode.LABEL, combination("S")) is None
    assert keys["split"].keys == ("F5",)
    assert keys.native("remove_view") == ""
    keys.change({})
    assert keys.find(Mode.LABEL, combination("S")) == keys["split"]
