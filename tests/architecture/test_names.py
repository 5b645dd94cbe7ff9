"""Names that say nothing do not come in; every module says what it is; nothing is global."""

from __future__ import annotations

import ast

from tests.architecture.imports import REPOSITORY, module_name, source_files

EMPTY_NAMES = {"utils", "util", "manager", "managers", "helpers", "helper", "core", "misc", "common"}


def test_no_module_has_an_empty_name() -> None:
    assert not [name for path in source_files() if EMPTY_NAMES & set((name := module_name(path)).split("."))]


def test_every_module_says_what_it_is() -> None:
    silent = [
        module_name(path)
        for path in source_files()
        if (text := path.read_text(encoding="utf-8")).strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert not silent


def test_no_globals_are_rebound() -> None:
    """No global state: `global` is how a function writes one."""
    rebinding = [
        f"{path.relative_to(REPOSITORY)}:{node.lineno}"
        for path in source_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Global)
    ]
    assert not rebinding
