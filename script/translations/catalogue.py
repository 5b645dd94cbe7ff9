"""Qt Linguist's catalogues of the program's texts: collects, keeps what is translated, compiles.

`catalogue.py [CODE ...]` works on every catalogue there is and on those named, such as `de` or `pt_BR`.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"
CONTEXT = "Sora Studio"
_SOURCES = ("app", "sora_model")
# The arguments that are texts, by what is called; exceptions for people are found by their bases.
_CALLS = {"tr": (0,), "Text": (0,), "marked": (0,), "Action": (1,), "Pattern": (0, 1)}
_ERRORS = {"UserError", "SoraError"}
_TABLES = {"PRESET_PURPOSES"}  # of what knows nothing of the window


Key = tuple[str, str]
"""Context and text. A template of classes has a context of its own: its file's name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`finished`: a person has said that it is right."""

    translation: str = ""
    finished: bool = False


# --- collecting ------------------------------------------------------------------------------


def collected(root: Path = ROOT) -> dict[Key, list[str]]:
    """Every text for people, with the files (below `root`) that it stands in; sorted."""
    trees = {
        path.relative_to(root).as_posix(): ast.parse(path.read_text("utf-8"))
        for folder in _SOURCES
        for path in sorted((root / folder).rglob("*.py"))
        if not path.is_relative_to(root / "app" / "cli")  # what is said in a terminal stays English
        if not path.is_relative_to(root / "app" / "cli")
    }
    errors = _errors(trees.values())
    places: dict[Key, set[str]] = {}
    for name, tree in trees.items():
        for text in _texts_of(tree, errors):
            places.setdefault((CONTEXT, text), set()).add(name)
    for path in (root / "resources" / "ontologies").glob("*.json"):
        for text in _texts_of_template(json.loads(path.read_text("utf-8"))):
            places[path.stem, text] = {path.relative_to(root).as_posix()}
    for path in (root / "resources" / "keymaps").glob("*.json"):
        places[CONTEXT, json.loads(path.read_text("utf-8"))["name"]] = {path.relative_to(root).as_posix()}
    return {key: sorted(places[key]) for key in sorted(places)}


def _errors(trees: Iterable[ast.Module]) -> set[str]:
    """The classes of exceptions that are told to people."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = set(_ERRORS)
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return found


def _texts_of(tree: ast.Module, errors: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(args=[table])) if name in _TABLES:
                yield from _literals(table)
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for number in (0,) if called in errors else _CALLS.get(called, ()):
            if len(node.args) > number:
                yield from _literals(node.args[number])
        for keyword in node.keywords:
            if keyword.arg == "way_out":
                yield from _literals(keyword.value)


def _literals(node: ast.expr) -> Iterator[str]:
    """Of a text, a choice of two, or a table: of a mapping its values."""
    match node:
        case ast.Constant(value=str(text)) if text:
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _literals(one)
            yield from _literals(other)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Dict(values=parts):
            for part in parts:
                yield from _literals(part)


def _texts_of_template(template: object) -> Iterator[str]:
    """Names, what it is about, and the choices of attributes."""
    match template:
        case dict():
            for key, value in template.items():
                if key in ("name", "about") and isinstance(value, str):
                    yield value
                elif key == "choices":
                    yield from filter(None, value)
                else:
                    yield from _texts_of_template(value)
        case list():
            for part in template:
                yield from _texts_of_template(part)


# --- Qt Linguist's files ---------------------------------------------------------------------


def read(path: Path) -> dict[Key, Entry]:
    """What a catalogue says of each text; nothing where there is none yet."""
    if not path.exists():
        return {}
    found = {}
    for context in ET.parse(path).iter("context"):
        for message in context.iter("message"):
            key = context.findtext("name", ""), message.findtext("source", "")
            translation = message.find("translation")
            if translation is not None:
                found[key] = Entry(translation.text or "", translation.get("type") in (None, "vanished"))
    return found


def write(path: Path, texts: dict[Key, list[str]], known: dict[Key, Entry]) -> None:
    """The catalogue of `texts` with what is known of them; translations of texts that are gone are kept,
    marked as vanished, so that they serve again when the text comes back.
    """
    code = path.stem.partition("_studio_")[2]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f'<TS version="2.1" language="{code}" sourcelanguage="en">',
    ]
    kept = {key for key, entry in known.items() if entry.translation}
    for context, keys in groupby(sorted(kept | set(texts)), key=lambda key: key[0]):
        lines += ["<context>", f"    <name>{context}</name>"]
        for key in keys:
            entry = known.get(key, Entry())
            state = "" if entry.finished else ' type="unfinished"'
            if key not in texts:
                state = ' type="vanished"'
            lines += _message(key[1], texts.get(key, ()), entry.translation, state)
        lines.append("</context>")
    path.write_text("\n".join([*lines, "</TS>\n"]), "utf-8")


def _message(text: str, places: Iterable[str], translation: str, state: str) -> list[str]:
    return [
        "    <message>",
        *(f'        <location filename="../../{place}"/>' for place in places),
        f"        <source>{escape(text)}</source>",
        f"        <translation{state}>{escape(translation)}</translation>",
        "    </message>",
    ]


def compiled(path: Path, target: Path) -> None:
    """`path` as the program reads it. Qt's own compiler comes with PySide6."""
    program = Path(sys.executable).with_name("pyside6-lrelease")
    new = target.with_name(f"{target.name}.new")
    subprocess.run([program, "-silent", path, "-qm", new], check=True)
    new.replace(target)


def main(codes: list[str]) -> int:
    """Bring the catalogues up to date; says what is still to be translated."""
    texts = collected()
    named = {FOLDER / f"sora_studio_{code}.ts" for code in codes}
    for path in sorted({*FOLDER.glob("*.ts"), *named}):
        write(path, texts, read(path))
        compiled(path, path.with_suffix(".qm"))
        entries = read(path)
        missing = sum(not entries[key].finished for key in texts)
        print(f"{path.relative_to(ROOT)}: {len(texts)} texts, {missing} to be translated")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
