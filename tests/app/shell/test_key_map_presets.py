"""The key maps that come with the program, against the table of actions as it is."""

from __future__ import annotations

import pytest

from app.resource_files import resource_file
from app.session.key_maps import canonical, in_force, read_preset
from app.shell.actions import ACTIONS, KeyMap, Mode, combination, portable_text, settled
from app.shell.key_map_controller import PRESETS


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
