"""Classes in a JSON file: what a project exports, what templates are, what another project imports.

    {"format": "sora-ontology", "version": 1, "name": "Tennis", "about": "…", "classes": [
      {"name": "Serve", "kind": "segment", "colour": "#E69F00", "key": "s", "lead_ms": 0, "lag_ms": 0,
       "reaction_ms": 0, "directional": false, "overlaps": true, "retired": false,
       "attributes": [{"name": "side", "kind": "choice", "choices": ["left", "right"], "keys": ["l", "r"]}]}]}

Only `format`, `version`, `classes` and each `name` are required; an empty colour is chosen when the classes
come into a project. Classes stand in their order. Their ids stay in the project: names are what is shared.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.colours import is_colour
from app.domain.errors import UserError
from app.domain.ontology import Attribute, AttributeKind, ClassKind, LabelClass
from app.domain.texts import Text, listed
from app.formats.whole_file import whole_file
from app.resource_files import resource_file

FORMAT, VERSION = "sora-ontology", 1
LARGEST_FILE = 1 << 20
MOST_CLASSES, MOST_ATTRIBUTES, MOST_CHOICES = 500, 50, 200
LONGEST_NAME = 120
LONGEST_MS = 600_000
FAULTS_TOLD = 12

TEMPLATES = (
    "football",
    "basketball",
    "volleyball",
    "tennis",
    "badminton",
    "athletics",
    "martial-arts",
    "people-and-vehicles",
    "traffic",
    "incidents",
    "animal-behaviour",
)
"""Names of the templates that come with the program, in the order they are offered."""

_OF_FILE = {"format", "version", "name", "about", "classes"}
_OF_CLASS = {
    "name", "kind", "colour", "key", "lead_ms", "lag_ms", "reaction_ms", "directional", "overlaps", "retired",
    "attributes",
}  # fmt: skip
_OF_ATTRIBUTE = {"name", "kind", "choices", "keys"}


@dataclass(frozen=True, slots=True)
class OntologyFile:
    """`classes`: without ids, in order of their positions."""

    name: str
    about: str
    classes: tuple[LabelClass, ...]


def template(name: str) -> OntologyFile:
    """One of `TEMPLATES`."""
    return read(resource_file(f"ontologies/{name}.json"))


def write(path: Path, classes: Iterable[LabelClass], *, name: str = "", about: str = "") -> None:
    """Raises UserError where the file cannot be written."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "name": name,
        "about": about,
        "classes": [_class_object(c) for c in classes],
    }
    with whole_file(path) as file:
        file.write(json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def _class_object(c: LabelClass) -> dict[str, Any]:
    return {
        "name": c.name,
        "kind": c.kind.value,
        "colour": c.colour,
        "key": c.key,
        "lead_ms": c.lead_ms,
        "lag_ms": c.lag_ms,
        "reaction_ms": c.reaction_ms,
        "directional": c.directional,
        "overlaps": c.overlaps,
        "retired": c.retired,
        "attributes": [
            {"name": a.name, "kind": a.kind.value, "choices": list(a.choices), "keys": list(a.keys)}
            for a in c.attributes
        ],
    }


def read(path: Path) -> OntologyFile:
    """Raises UserError that names every rule broken, each with its place; nothing is taken in half."""
    content = _content(path)
    reader = _Reader()
    found = reader.file(content)
    if reader.faults:
        told = reader.faults[:FAULTS_TOLD]
        more = len(reader.faults) - len(told)
        if more:
            told.append(Text("And {count} more.", count=more))
        raise UserError(
            "{file} is no ontology that can be imported. {faults}",
            way_out="Correct these places; nothing was imported.",
            file=path.name,
            faults=listed(told, " "),
        )
    return found


def _content(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UserError(
            "{path} cannot be read: {reason}.",
            way_out="Choose another file.",
            path=path,
            reason=error.strerror,
        ) from error
    if len(data) > LARGEST_FILE:
        raise UserError(
            "{file} is larger than {size} MiB: no ontology is.",
            way_out="Choose the file that was exported.",
            file=path.name,
            size=LARGEST_FILE >> 20,
        )
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once_each)
    except UnicodeDecodeError as error:
        raise UserError(
            "{file}, byte {byte}: not UTF-8.", way_out="Save it as UTF-8.", file=path.name, byte=error.start
        ) from error
    except json.JSONDecodeError as error:
        raise UserError(
            "{file}, line {line}, column {column}: no JSON ({reason}).",
            way_out="Choose the file that was exported.",
            file=path.name,
            line=error.lineno,
            column=error.colno,
            reason=error.msg,
        ) from error
    except (RecursionError, ValueError) as error:
        raise UserError(
            "{file}: {reason}.", way_out="Choose the file that was exported.", file=path.name, reason=error
        ) from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{twice}” stands twice in one object")
    return found


class _Reader:
    """Reads on after a fault, so that all of them are told at once; what it returns then is of no use."""

    def __init__(self) -> None:
        self.faults: list[Text] = []

    def file(self, content: Any) -> OntologyFile:
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            self.faults.append(Text("format: must be “{format}”.", format=FORMAT))
            return OntologyFile("", "", ())
        version = content.get("version")
        if type(version) is not int or version < 1:
            self.faults.append(Text("version: must be a whole number from 1 on."))
        elif version > VERSION:
            self.faults.append(
                Text(
                    "version: {version} is of a later program; this one reads up to {known}.",
                    version=version,
                    known=VERSION,
                )
            )
            return OntologyFile("", "", ())
        self._known(content, _OF_FILE, "")
        items = self._list(content, "classes", "", MOST_CLASSES)
        classes = tuple(self._class(item, f"classes[{n}]", n) for n, item in enumerate(items))
        self._differ([c.name for c in classes], lambda n: f"classes[{n}].name")
        self._differ([c.key for c in classes], lambda n: f"classes[{n}].key")
        return OntologyFile(
            self._text(content, "name", "", required=False),
            self._text(content, "about", "", longest=2000),
            classes,
        )

    def _class(self, item: Any, place: str, position: int) -> LabelClass:
        if not self._object(item, place):
            return LabelClass("", "", "")
        self._known(item, _OF_CLASS, place)
        colour = self._text(item, "colour", place)
        if colour and not is_colour(colour):
            self._tell(place, "colour", Text("“{colour}” is no #rrggbb", colour=colour[:20]))
        kind = self._one_of(item, "kind", place, ClassKind, ClassKind.SEGMENT)
        described = self._list(item, "attributes", place, MOST_ATTRIBUTES)
        attributes = tuple(
            self._attribute(each, f"{place}.attributes[{n}]") for n, each in enumerate(described)
        )
        self._differ([a.name for a in attributes], lambda n: f"{place}.attributes[{n}].name")
        key = self._key(item.get("key", ""), f"{place}.key")
        keys = [key, *(k for a in attributes for k, _ in a.key_values)]
        self._differ(keys, lambda n: f"{place}.{'key' if n == 0 else 'attributes'}")
        return LabelClass(
            "",
            self._text(item, "name", place, required=True),
            colour,
            key,
            kind,
            self._milliseconds(item, "lead_ms", place),
            self._milliseconds(item, "lag_ms", place),
            self._flag(item, "directional", place, False),
            position,
            self._milliseconds(item, "reaction_ms", place),
            self._flag(item, "overlaps", place, True),
            self._flag(item, "retired", place, False),
            attributes,
        )

    def _attribute(self, item: Any, place: str) -> Attribute:
        if not self._object(item, place):
            return Attribute("")
        self._known(item, _OF_ATTRIBUTE, place)
        kind = self._one_of(item, "kind", place, AttributeKind, AttributeKind.CHOICE)
        choices = self._list(item, "choices", place, MOST_CHOICES)
        for n, choice in enumerate(choices):
            self._check_name(choice, f"{place}.choices[{n}]")
        if choices and kind is not AttributeKind.CHOICE:
            self._tell(place, "choices", Text("only a choice has any"))
        if not choices and kind is AttributeKind.CHOICE:
            self._tell(place, "choices", Text("a choice needs one at least"))
        self._differ([c for c in choices if isinstance(c, str)], lambda n: f"{place}.choices[{n}]")
        keys = self._list(item, "keys", place, MOST_CHOICES)
        most = {AttributeKind.CHOICE: len(choices), AttributeKind.FLAG: 1}.get(kind, 0)
        if len(keys) > most:
            self._tell(place, "keys", Text("{count} keys for {most} values", count=len(keys), most=most))
        return Attribute(
            self._text(item, "name", place, required=True),
            kind,
            tuple(c if isinstance(c, str) else "" for c in choices),
            tuple(self._key(key, f"{place}.keys[{n}]") for n, key in enumerate(keys)),
        )

    # --- single values ---------------------------------------------------------------------

    def _tell(self, place: str, field: str, rule: Text) -> None:
        self.faults.append(Text("{place}: {rule}.", place=f"{place}{'.' if place else ''}{field}", rule=rule))

    def _object(self, item: Any, place: str) -> bool:
        if isinstance(item, dict):
            return True
        self.faults.append(Text("{place}: must be an object.", place=place))
        return False

    def _known(self, item: dict[str, Any], fields: set[str], place: str) -> None:
        for name in item.keys() - fields:
            self._tell(place, name[:LONGEST_NAME], Text("no such field"))

    def _list(self, item: dict[str, Any], field: str, place: str, most: int) -> list[Any]:
        found = item.get(field, [])
        if field == "classes" and not found:
            self._tell(place, field, Text("one class at least"))
        elif not isinstance(found, list):
            self._tell(place, field, Text("must be a list"))
        elif len(found) > most:
            self._tell(place, field, Text("{count} are more than {most}", count=len(found), most=most))
        else:
            return found
        return []

    def _text(
        self,
        item: dict[str, Any],
        field: str,
        place: str,
        *,
        required: bool = False,
        longest: int = LONGEST_NAME,
    ) -> str:
        found = item.get(field, "")
        if required:
            self._check_name(found, f"{place}.{field}")
        elif not isinstance(found, str) or len(found) > longest or not found.isprintable():
            self._tell(
                place,
                field,
                Text("must be a text of at most {longest} printable characters", longest=longest),
            )
        return found if isinstance(found, str) else ""

    def _check_name(self, found: Any, place: str) -> None:
        if not isinstance(found, str) or not found.strip() or found != found.strip():
            self.faults.append(
                Text("{place}: must be a text that is not blank, without blanks around it.", place=place)
            )
        elif len(found) > LONGEST_NAME or not found.isprintable():
            self.faults.append(
                Text(
                    "{place}: at most {longest_name} printable characters.",
                    place=place,
                    longest_name=LONGEST_NAME,
                )
            )

    def _key(self, found: Any, place: str) -> str:
        if found == "" or (isinstance(found, str) and is_key(found)):
            return str(found)
        self.faults.append(Text("{place}: must be one small letter a–z or one digit, or empty.", place=place))
        return ""

    def _one_of(self, item: dict[str, Any], field: str, place: str, kinds: Any, usual: Any) -> Any:
        found = item.get(field, usual.value)
        if isinstance(found, str) and found in set(kinds):
            return kinds(found)
        self._tell(place, field, Text("must be one of {known}", known=", ".join(k.value for k in kinds)))
        return usual

    def _milliseconds(self, item: dict[str, Any], field: str, place: str) -> int:
        found = item.get(field, 0)
        if type(found) is int and 0 <= found <= LONGEST_MS:
            return found
        self._tell(
            place,
            field,
            Text("must be a whole number of milliseconds from 0 to {longest_ms}", longest_ms=LONGEST_MS),
        )
        return 0

    def _flag(self, item: dict[str, Any], field: str, place: str, usual: bool) -> bool:
        found = item.get(field, usual)
        if isinstance(found, bool):
            return found
        self._tell(place, field, Text("must be true or false"))
        return usual

    def _differ(self, values: Sequence[str], place: Callable[[int], str]) -> None:
        seen: set[str] = set()
        for n, value in enumerate(values):
            if value and value in seen:
                self.faults.append(
                    Text("{place}: “{value}” stands there already.", place=place(n), value=value)
                )
            seen.add(value)


def is_key(text: str) -> bool:
    """Whether it can be the key of a class or of a value: one small letter a–z or one digit."""
    return len(text) == 1 and text in "abcdefghijklmnopqrstuvwxyz0123456789"
