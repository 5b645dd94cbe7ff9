"""The table of actions: no key twice in a mode, and letters found by key code, not by text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from app.domain.ontology import KEYS
from app.shell.actions import (
    ACTIONS,
    LABEL,
    REVIEW,
    Action,
    KeyMap,
    Mode,
    combination,
    letter_or_digit,
    native_text,
    stroke,
)

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def event(
    key: int, modifiers: Qt.KeyboardModifier = NONE, text: str = "", scan: int = 0, virtual: int = 0
) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, int(key), modifiers, scan, virtual, 0, text)


def test_ids_are_unique_and_every_key_is_one_stroke() -> None:
    assert len({a.id for a in ACTIONS}) == len(ACTIONS)
    keys = KeyMap()
    for action in ACTIONS:
        for text in action.keys:
            for mode in action.modes:
                assert keys.find(mode, combination(text)) == action
            assert native_text(text)


def test_a_key_twice_in_one_mode_is_refused_but_not_in_two() -> None:
    KeyMap((Action("a", "A", "g", ("S",), LABEL), Action("b", "B", "g", ("S",), REVIEW)))
    with pytest.raises(ValueError, match="S means a and b in label"):
        KeyMap((Action("a", "A", "g", ("S",), LABEL), Action("b", "B", "g", ("S",))))


def test_keys_given_to_new_classes_mean_nothing_else_while_labelling() -> None:
    keys = KeyMap()
    taken = [k for k in KEYS if keys.find(Mode.LABEL, combination(k.upper())) is not None]
    assert not taken


def test_enter_means_one_thing_in_one_mode_only() -> None:
    keys = KeyMap()
    for name in ("Return", "Enter"):
        found = {mode: keys.find(mode, combination(name)) for mode in Mode}
        assert found[Mode.REVIEW] is keys["accept"]
        assert found[Mode.LABEL] is None
        assert found[Mode.EXPLAIN] is None


@pytest.mark.parametrize(
    ("pressed", "expected"),
    [
        (event(Qt.Key.Key_S.value, text="s"), "s"),
        (event(Qt.Key.Key_S.value, SHIFT, text="S"), "s"),
        (event(Qt.Key.Key_7.value, text="7"), "7"),
        (event(Qt.Key.Key_S.value, CONTROL), ""),
        (event(Qt.Key.Key_Left.value), ""),
        (event(Qt.Key.Key_Comma.value, text=","), ""),
        # A Cyrillic layout: the key is ы, its place is that of S (X11: evdev code 31 + 8).
        (event(0x042B, text="ы", scan=39), "s"),
        # The same on Windows, where the virtual key stays Latin.
        (event(0x042B, text="ы", virtual=0x53), "s"),
        # An input method that only reports that it took the key, as some do.
        (event(Qt.Key.Key_unknown.value, scan=24), "q"),
        (event(Qt.Key.Key_F5.value, scan=71), ""),
    ],
)
def test_letters_and_digits_come_from_the_key_code(pressed: QKeyEvent, expected: str) -> None:
    assert letter_or_digit(pressed) == expected


def test_the_keypad_counts_as_the_other_keys() -> None:
    keypad = Qt.KeyboardModifier.KeypadModifier
    assert stroke(event(Qt.Key.Key_Enter.value, keypad)) == combination("Enter")
    assert stroke(event(Qt.Key.Key_Plus.value, CONTROL | SHIFT)) == combination("Ctrl++")
