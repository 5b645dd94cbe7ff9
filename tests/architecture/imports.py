"""Reads the import statements of the source, without running any of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PACKAGES = ("app", "sora_model")


@dataclass(frozen=True)
class Import:
    """`importer` imports `imported` at `place`; `lazy`: in a function; `typing_only`: never at run time."""

    importer: str
    imported: str
    place: str
    lazy: bool
    typing_only: bool


def source_files() -> list[Path]:
    """Every module of the two packages."""
    return sorted(path for package in PACKAGES for path in (REPOSITORY / package).rglob("*.py"))


def module_name(path: Path) -> str:
    """The dotted name of a source file: `app/qt/__init__.py` is `app.qt`."""
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def all_imports() -> tuple[Import, ...]:
    """Every import in the two packages; `from a import b` counts as `a.b`."""
    return tuple(found for path in source_files() for found in imports_of(path))


def imports_of(path: Path) -> Iterator[Import]:
    """The imports of one file."""
    importer = module_name(path)
    place = path.relative_to(REPOSITORY).as_posix()

    def walk(node: ast.AST, lazy: bool, typing_only: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place}:{node.lineno}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            names = []
        for name in names:
            yield Import(importer, name, f"{place}:{getattr(node, 'lineno', 0)}", lazy, typing_only)
        in_function = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for child in node.body:
                yield from walk(child, in_function, True)
            for child in node.orelse:
                yield from walk(child, in_function, typing_only)
            return
        for child in ast.iter_child_nodes(node):
            yield from walk(child, in_function, typing_only)

    yield from walk(ast.parse(path.read_text(encoding="utf-8")), False, False)


def is_within(name: str, package: str) -> bool:
    """Whether a dotted name is `package` or below it."""
    return name == package or name.startswith(package + ".")
