"""Which keys mean which action: a person's changes over the table of actions, presets, and the rule that
no key means two things in one mode. Key strokes are texts such as `Ctrl+Shift+P`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from app.domain.errors import UserError
from app.domain.ontology import Ontology
from app.domain.texts import Text
from app.formats.whole_file import whole_file

Keys = Mapping[str, Sequence[str]]
"""Keys by action id. In a person's changes an action that is missing keeps the keys of the table."""

FORMAT = "sora-studio-keys"
MOST_BYTES = 1024 * 1024
_MODIFIERS = ("Meta", "Ctrl", "Alt", "Shift")
_NAMED = {
    name.lower(): name
    for name in (
        *("Space", "Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown", "Return", "Enter"),
        *("Backspace", "Delete", "Ins", "Tab", "Esc", "Pause", "Print", "Menu"),
        *(f"F{n}" for n in range(1, 25)),
    )
} | {"del": "Delete", "escape": "Esc", "insert": "Ins", "pageup": "PgUp", "pagedown": "PgDown"}


class Bindable(Protocol):
    """What can have keys: an action of the window's table."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def keys(self) -> tuple[str, ...]: ...
    @property
    def modes(self) -> frozenset[str]: ...


A = TypeVar("A", bound=Bindable)


class KeyTaken(UserError):
    """A key that means something else already. `other`: the id of the action that has it."""

    def __init__(self, key: str, other: Bindable) -> None:
        super().__init__(
            Text("{key} means “{action}”."),
            way_out="Swap the two, or choose another key.",
            key=key,
            action=Text(other.text),
        )
        self.key, self.other = key, other.id


@dataclass(frozen=True, slots=True)
class Preset:
    """A key map of a name; `keys` are changes over the table of actions."""

    name: str
    keys: Keys


def canonical(text: str) -> str:
    """The one way to write a key stroke. Raises UserError for what is none."""
    text = text.strip()
    # A plus may be the key itself: what follows the last plus before the last character.
    before, _, key = text[:-1].rpartition("+")
    modifiers, key = before.split("+") if before else [], key + text[-1:]
    named = {m.lower(): m for m in _MODIFIERS}
    held = {named.get(m.strip().lower(), "") for m in modifiers}
    key = key.strip()
    key = key.upper() if len(key) == 1 and key.isprintable() else _NAMED.get(key.lower(), "")
    if not key or "" in held:
        raise UserError(
            "“{text}” is no key stroke.", way_out="Write one such as Ctrl+Shift+P, Left or F5.", text=text
        )
    return "+".join((*(m for m in _MODIFIERS if m in held), key))


def in_force(actions: Sequence[Bindable], changes: Keys) -> dict[str, tuple[str, ...]]:
    """The keys of every action. The person's keys win: a key of the table that they gave to another action
    in the same mode is nobody else's any more. What is unreadable in `changes` is left out.
    """
    found: dict[str, tuple[str, ...]] = {}
    taken: set[tuple[str, str]] = set()
    changed = [a for a in actions if a.id in changes]
    for action in (*changed, *(a for a in actions if a.id not in changes)):
        own: list[str] = []
        for key in _readable(changes.get(action.id, action.keys)):
            places = {(mode, key) for mode in action.modes}
            if not places & taken:
                taken |= places
                own.append(key)
        found[action.id] = tuple(own)
    return found


def _readable(keys: Iterable[str]) -> Iterable[str]:
    for key in keys:
        try:
            yield canonical(key)
        except UserError:
            continue


def with_keys(
    actions: Sequence[A], changes: Keys, action_id: str, keys: Sequence[str]
) -> dict[str, list[str]]:
    """`changes` in which the action has just these keys. Raises KeyTaken."""
    action = _named(actions, action_id)
    now = in_force(actions, changes)
    wanted = list(dict.fromkeys(canonical(key) for key in keys))
    for key in wanted:
        other = _holder(actions, now, action, key)
        if other is not None:
            raise KeyTaken(key, other)
    return _changes(actions, {**now, action_id: tuple(wanted)})


def swapped(actions: Sequence[A], changes: Keys, action_id: str, key: str) -> dict[str, list[str]]:
    """`changes` in which the action has `key`, and whoever had it gets the action's first key instead, as far
    as that is free in all of its modes."""
    action, key = _named(actions, action_id), canonical(key)
    now = in_force(actions, changes)
    mine, given = now[action_id], now[action_id][:1]
    now[action_id] = (key, *mine[1:])
    for other in actions:
        if other.id == action_id or key not in now[other.id] or not other.modes & action.modes:
            continue
        left = tuple(k for k in now[other.id] if k != key)
        now[other.id] = left
        if given and _holder(actions, now, other, given[0]) is None:
            now[other.id] = (given[0], *left)
            given = ()
    return _changes(actions, now)


def without_change(changes: Keys, action_id: str) -> dict[str, list[str]]:
    """`changes` in which the action has the keys of the table again, as far as nobody else has them now."""
    return {id_: list(keys) for id_, keys in changes.items() if id_ != action_id}


def clashes(
    actions: Sequence[Bindable], changes: Keys, ontology: Ontology, mode: str
) -> list[tuple[str, str]]:
    """(class name, action text) of every class in use whose key is an action's in `mode`: there the class is
    reached in Code only."""
    now = in_force(actions, changes)
    by_key = {key: a.text for a in actions if mode in a.modes for key in now[a.id]}
    return [(c.name, by_key[c.key.upper()]) for c in ontology.in_use if c.key and c.key.upper() in by_key]


def to_json(actions: Sequence[Bindable], changes: Keys, name: str) -> str:
    """All keys, those of the table too: the same on a later version with another table."""
    keys = {id_: list(own) for id_, own in in_force(actions, changes).items()}
    return json.dumps({"format": FORMAT, "name": name, "keys": keys}, indent=1, ensure_ascii=False) + "\n"


def write_preset(path: Path, actions: Sequence[Bindable], changes: Keys) -> None:
    """`to_json` under the file's own name. Raises UserError."""
    with whole_file(path) as file:
        file.write(to_json(actions, changes, path.stem))


def read_preset(path: Path, actions: Sequence[A]) -> Preset:
    """A key map from a file; actions that this version does not know are left out. Raises UserError naming
    the file and the rule broken."""
    try:
        with path.open("rb") as file:
            read = file.read(MOST_BYTES + 1)
        if len(read) > MOST_BYTES:
            raise _no_key_map(path, Text("it is too large"))
        data = json.loads(read)
    except OSError as error:
        raise UserError(
            "{file} cannot be read: {reason}.",
            way_out="Choose another file.",
            file=path.name,
            reason=error.strerror,
        ) from error
    except (ValueError, RecursionError) as error:
        raise _no_key_map(path, Text("it is not JSON")) from error
    keys = data.get("keys") if isinstance(data, dict) and data.get("format") == FORMAT else None
    if not isinstance(keys, dict):
        raise _no_key_map(path, Text("“format” is not “{format}”, or “keys” is missing", format=FORMAT))
    known = {a.id for a in actions}
    changes: dict[str, list[str]] = {}
    for action_id, own in keys.items():
        if not isinstance(own, list) or not all(isinstance(key, str) for key in own):
            raise _no_key_map(
                path, Text("the keys of “{action_id}” are no list of texts", action_id=action_id)
            )
        if action_id in known:
            changes[action_id] = [_stroke(path, key) for key in own]
    _check_apart(path, actions, changes)
    name = data.get("name")
    return Preset(name if isinstance(name, str) and name else path.stem, changes)


def _no_key_map(path: Path, rule: Text) -> UserError:
    return UserError(
        "{file} is no key map: {rule}.",
        way_out="Choose a file that was exported here.",
        file=path.name,
        rule=rule,
    )


def _stroke(path: Path, key: str) -> str:
    try:
        return canonical(key)
    except UserError as error:
        raise _no_key_map(path, Text("“{key}” is no key stroke", key=key)) from error


def _check_apart(path: Path, actions: Sequence[A], changes: Keys) -> None:
    now = in_force(actions, changes)
    for action in actions:
        for key in changes.get(action.id, ()):
            other = _holder(actions, now, action, key)
            if key not in now[action.id] and other is not None:
                rule = Text(
                    "{key} means “{one}” and “{other}” in one mode",
                    key=key,
                    one=Text(other.text),
                    other=Text(action.text),
                )
                raise _no_key_map(path, rule)


def _named(actions: Sequence[A], action_id: str) -> A:
    return next(a for a in actions if a.id == action_id)


def _holder(actions: Sequence[A], now: Keys, action: Bindable, key: str) -> A | None:
    """Who else has the key in one of the action's modes."""
    return next(
        (a for a in actions if a.id != action.id and key in now[a.id] and a.modes & action.modes), None
    )


def _changes(actions: Sequence[Bindable], now: Keys) -> dict[str, list[str]]:
    """Only what differs from the table."""
    table = {a.id: tuple(_readable(a.keys)) for a in actions}
    return {id_: list(own) for id_, own in now.items() if tuple(own) != table[id_]}
