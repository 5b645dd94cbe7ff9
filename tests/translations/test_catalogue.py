"""What the script collects, keeps and compiles; and that the Chinese catalogue is whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from catalogue import CONTEXT, FOLDER, Entry, collected, compiled, read, write

from app.domain.texts import names_in

CHINESE = FOLDER / "sora_studio_zh_CN.ts"
SOURCE = """
PRESET_PURPOSES: Mapping[str, str] = MappingProxyType({"tcn": "For long films."})
NAMES = marked({"key": "A value", 2: ("In a tuple", 3)})
ACTION = Action("id", "Do it", GROUP, ("Ctrl+Z",))


class Locked(UserError):
    pass


def show(busy):
    label.setText(tr("{count} labels " "of {name}", count=1, name="x"))
    button.setText(tr("Stop" if busy else "Go"))
    raise Locked("{file} is open.", way_out="Close it.", file=1)


silent("Not for people")
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program of one file and one template."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "one.py").write_text(SOURCE, "utf-8")
    (tmp_path / "resources" / "ontologies").mkdir(parents=True)
    (tmp_path / "resources" / "keymaps").mkdir()
    (tmp_path / "resources" / "keymaps" / "chess.json").write_text('{"name": "Like chess"}', "utf-8")
    (tmp_path / "resources" / "ontologies" / "chess.json").write_text(
        '{"format": "x", "name": "Chess", "about": "A game.", "classes": [{"name": "Move", "kind": "point",'
        ' "attributes": [{"name": "piece", "choices": ["rook", ""]}]}]}',
        "utf-8",
    )
    return tmp_path


def test_collects_texts_for_people_and_nothing_else(program: Path) -> None:
    assert {text for context, text in collected(program) if context == CONTEXT} == {
        "A value", "In a tuple", "Do it", "{count} labels of {name}", "Stop", "Go", "{file} is open.",
        "Close it.", "For long films.", "Like chess",
    }  # fmt: skip
    assert collected(program)[CONTEXT, "Go"] == ["app/one.py"]


def test_a_template_has_a_context_of_its_own(program: Path) -> None:
    texts = {text for context, text in collected(program) if context == "chess"}
    assert texts == {"Chess", "A game.", "Move", "piece", "rook"}


def test_translations_stay_and_come_back(tmp_path: Path) -> None:
    path = tmp_path / "sora_studio_de.ts"
    key, other = (CONTEXT, "Open <{name}> & go"), (CONTEXT, "Other")
    done = Entry("<{name}> öffnen & los", True)
    write(path, {key: ["app/one.py"], other: ["app/one.py"]}, {key: done})
    assert read(path) == {key: done, other: Entry()}
    write(path, {other: ["app/one.py"]}, read(path))
    assert 'type="vanished"' in path.read_text("utf-8")
    write(path, {key: ["app/two.py"]}, read(path))
    assert read(path) == {key: done}


@pytest.fixture(scope="module")
def chinese() -> dict[tuple[str, str], Entry]:
    return read(CHINESE)


def test_every_text_is_translated(chinese: dict[tuple[str, str], Entry]) -> None:
    """If this fails: run script/translate, and translate what it names in Qt Linguist."""
    missing = [
        key for key in collected() if not (e := chinese.get(key, Entry())).finished or not e.translation
    ]
    assert not missing


def test_translations_want_the_same_values(chinese: dict[tuple[str, str], Entry]) -> None:
    wrong = {
        key: e for key, e in chinese.items() if e.translation and names_in(key[1]) != names_in(e.translation)
    }
    assert not wrong


def test_sentences_end_as_chinese_ones(chinese: dict[tuple[str, str], Entry]) -> None:
    ends = {".": "。", "?": "？", "…": "…", ":": "："}
    wrong = [
        (text, entry.translation)
        for (_, text), entry in chinese.items()
        if text[-1] in ends and entry.translation and not entry.translation.endswith(ends[text[-1]])
    ]
    assert not wrong


def test_the_catalogue_in_the_program_is_the_compiled_one(tmp_path: Path) -> None:
    """If this fails: run script/translate."""
    compiled(CHINESE, tmp_path / "new.qm")
    assert (tmp_path / "new.qm").read_bytes() == CHINESE.with_suffix(".qm").read_bytes()
