"""Texts for people below the window: whole sentences with named values, so that they can be translated."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.texts import names_in

ROOT = Path(__file__).parents[2]
SAID = {"UserError", "EditRefused", "SoraError", "Text"}
SUBCLASSES = {"CutShort", "DiskFull", "KeyTaken", "ProjectLocked"}
# Where texts are made of texts, and of what other libraries say.
MADE = ("app/domain/texts.py", "app/media/failures.py")


def said(folder: str) -> Iterator[tuple[str, ast.Call]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.id if isinstance(node.func, ast.Name) else ""
                if called in SAID | SUBCLASSES and node.args:
                    yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}", node


CALLS = [*said("app"), *said("sora_model")]


def way_out_of(call: ast.Call) -> ast.expr | None:
    return next((k.value for k in call.keywords if k.arg == "way_out"), None)


def texts_of(node: ast.expr | None) -> list[str]:
    """The sentences that are written there; none where a name stands for one."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=one, orelse=other):
            return texts_of(one) + texts_of(other)
    return []


def put_together(node: ast.expr | None) -> bool:
    """Whether a text is made there of pieces, which no catalogue has."""
    match node:
        case ast.JoinedStr() | ast.BinOp():
            return True
        case ast.IfExp(body=one, orelse=other):
            return put_together(one) or put_together(other)
        case ast.Call(func=ast.Name(id="str") | ast.Attribute(attr="format" | "join")):
            return True
    return False


def test_there_are_texts() -> None:
    assert len(CALLS) > 400


def test_no_sentence_is_made_of_pieces() -> None:
    found = [
        place
        for place, call in CALLS
        if not place.startswith(MADE) and (put_together(call.args[0]) or put_together(way_out_of(call)))
    ]
    assert found == []


def english_of_errors(tree: ast.AST) -> Iterator[int]:
    """Lines where `str` is made of an error that was caught for the person."""
    for handler in ast.walk(tree):
        if not isinstance(handler, ast.ExceptHandler) or handler.type is None:
            continue
        caught = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
        for node in ast.walk(handler) if caught & (SAID | SUBCLASSES) else ():
            match node:
                case ast.Call(func=ast.Name(id="str"), args=[ast.Name(id=name)]) if name == handler.name:
                    yield node.lineno


def test_the_window_never_shows_the_english_of_an_error() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for folder in ("shell", "views", "qt", "session", "media")
        for path in sorted((ROOT / "app" / folder).rglob("*.py"))
        for line in english_of_errors(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []
    example = "try:\n    go()\nexcept UserError as error:\n    show(str(error))"
    assert list(english_of_errors(ast.parse(example))) == [4]


def test_every_name_has_a_value_and_every_value_a_name() -> None:
    wrong = []
    for place, call in CALLS:
        if any(k.arg is None for k in call.keywords):
            continue
        texts = [*texts_of(call.args[0]), *texts_of(way_out_of(call))]
        wanted = {name for text in texts for name in names_in(text)}
        given = {str(k.arg) for k in call.keywords} - {"way_out"}
        is_open = not given and isinstance(call.func, ast.Name) and call.func.id == "Text"  # filled in later
        by_name = not texts_of(call.args[0])  # its names stand where it is defined
        if (not by_name and wanted - given and not is_open) or (not by_name and given - wanted):
            wrong.append((place, sorted(wanted ^ given)))
    assert wrong == []


@pytest.mark.parametrize("sign", ["{", "}"])
def test_templates_have_no_other_braces(sign: str) -> None:
    found = []
    for place, call in CALLS:
        for text in (*texts_of(call.args[0]), *texts_of(way_out_of(call))):
            rest = text
            for name in names_in(text):
                start = rest.find("{" + name)
                while start >= 0:
                    rest = rest[:start] + rest[rest.find("}", start) + 1 :]
                    start = rest.find("{" + name)
            if sign in rest:
                found.append(place)
    assert found == []
