"""What people read goes through `tr`, so that it can be told in their language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.imports import REPOSITORY, module_name, source_files

# Where a text is shown, by what is called.
SHOW = {
    "QAction", "QCheckBox", "QGroupBox", "QLabel", "QListWidgetItem", "QPushButton", "QRadioButton",
    "QTreeWidgetItem", "addAction", "addButton", "addItem", "addItems", "addMenu", "addRow", "addTab",
    "setAccessibleDescription", "setAccessibleName", "setHeaderLabels", "setInformativeText",
    "setPlaceholderText", "setText", "setTitle", "setToolTip", "setWindowTitle", "drawText",
    "add_page", "fact", "offer", "offer_undo", "say", "set_empty_text", "set_message", "set_notice",
    "choice", "file_to_read", "file_to_write", "film", "folder", "paint_heading",
    "show_error", "tell", "really", "Details", "Fact", "SettingRow", "Command", "Field",
}  # fmt: skip
# Names, and ids that stand beside a text.
AS_IT_IS = {
    "Sora Studio", "SHA-256", "PDF", "error", "warning", "secondary", "ours", "theirs", "both", "pdf",
    "json", "sora", "keys.pdf", "keys.json",
}  # fmt: skip
A_WORD = re.compile(r"[^\W\d_]{3,}")


def shown_literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Literals with words in them that are shown without having been translated."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            # The first argument of these names a setting or a command, it is not shown.
            arguments = (
                node.args[1:] if called in ("SettingRow", "Command", "Field", "add_page") else node.args
            )
            if called in SHOW:
                for argument in arguments:
                    yield from ((node.lineno, text) for text in words_in(argument))


def words_in(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) if (
            A_WORD.search(text) and text not in AS_IT_IS and "<" not in text
        ):
            yield text
        case ast.JoinedStr(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from words_in(part)
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            yield from words_in(one)
            yield from words_in(other)


def test_nothing_is_shown_untranslated() -> None:
    found = [
        f"{path.relative_to(REPOSITORY)}:{line} {text!r}"
        for path in source_files()
        if module_name(path).startswith(("app.views", "app.shell"))
        for line, text in shown_literals(ast.parse(path.read_text("utf-8")))
    ]
    assert not found


def test_a_literal_that_is_shown_would_be_found() -> None:
    tree = ast.parse(
        'label.setText("Hello")\nQLabel(f"{n} labels")\nsay("On" if x else "Nothing")\nsay(tr("Hi"))'
    )
    assert [text for _, text in shown_literals(tree)] == ["Hello", " labels", "Nothing"]


def test_what_is_translated_is_a_literal() -> None:
    """Of an f-string the sentence would be another each time, and never be found in a catalogue."""
    found = [
        f"{path.relative_to(REPOSITORY)}:{node.lineno}"
        for path in source_files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("tr", "marked", "Text", "UserError", "EditRefused")
        and node.args
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert not found
