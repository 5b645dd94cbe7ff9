"""Names modules over 500 lines and functions over 60: questions to ask in review, not failures."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.architecture.imports import module_name, source_files

MODULE_LINES = 500
FUNCTION_LINES = 60


def long_ones() -> list[str]:
    """Every module and function over its size, with the number of lines."""
    found = []
    for path in source_files():
        text = path.read_text(encoding="utf-8")
        if (lines := text.count("\n")) > MODULE_LINES:
            found.append(f"{module_name(path)}: {lines} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    found.append(f"{module_name(path)}.{node.name}: {length} lines")
    return found


if __name__ == "__main__":
    for line in long_ones():
        print("lint: long:", line)
