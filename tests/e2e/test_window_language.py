"""The whole window in Chinese: nothing of it stays English, and the language is chosen in the settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QMenu, QWidget

from app.formats.ontology_json import TEMPLATES
from app.session.settings import load_settings
from app.shell.ontology_controller import _template
from app.shell.startup import Studio
from tests.clips import clip
from tests.studio_window import film, open_studio, places_in, settle

# Names, units and keys, which are alike in Chinese.
ALIKE = re.compile(
    r"Sora Studio|Sora|Ctrl|Shift|Alt|Space|Enter|Return|Backspace|Delete|Del|Esc|PgUp|PgDown|Home|End|Left"
    r"|Right|Up|Down|SHA-256|HiResCAM|Grad-CAM|Asia/Shanghai|English|CVAT|BORIS|[\w-]+\.(?:mp4|sora|mkv|csv)"
    r"|sora-[\w-]+|sora|MPEG-4"
)
pytestmark = pytest.mark.usefixtures("qapp")

A_WORD = re.compile(r"[A-Za-z]{4,}")
DIALOGS = (
    "settings", "key_map", "shortcuts", "classes", "label_table", "film_facts", "time_of_day", "match_clock",
    "zones", "history", "agreement",
)  # fmt: skip


@pytest.fixture(autouse=True)
def same_locale() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.fixture
def chinese(tmp_path: Path) -> Path:
    """A person's folder whose settings say Chinese."""
    places_in(tmp_path).settings.write_text(json.dumps({"language": "zh_CN", "person": "王"}), "utf-8")
    return tmp_path


def texts(root: QWidget) -> Iterator[str]:
    """All that is written in a window, shown or not, with its tool tips and what a screen reader says."""
    for widget in [root, *root.findChildren(QWidget)]:
        yield from (
            widget.windowTitle(),
            widget.toolTip(),
            widget.accessibleName(),
            widget.accessibleDescription(),
        )
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(number) for number in range(widget.count()))
        elif isinstance(widget, QMenu):
            yield from (action.text() for action in widget.actions())


def english(found: Iterator[str]) -> list[str]:
    bare = {re.sub(r"<[^>]*>", "", text) for text in found}
    # Paths, time zones.
    sentences = (text for text in bare if " " in text or "/" not in text)
    return sorted(text for text in sentences if A_WORD.search(ALIKE.sub("", text)))


def english_in(studio: Studio) -> str:
    home = str(studio.places.settings.parent)
    return "\n".join(english(text.replace(home, "") for text in texts(studio.window)))


def test_nothing_of_the_empty_window_is_english(chinese: Path) -> None:
    with open_studio(chinese) as studio:
        assert studio.window.mode_tabs.tabText(0) == "标注"
        studio.menus.fill_film_menu()
        assert english_in(studio) == ""


def test_nothing_of_the_window_with_a_film_is_english(chinese: Path) -> None:
    path = film(chinese, clip("plain"))
    with open_studio(chinese, path) as studio:
        studio.labels.add_class("跌倒")
        studio.act("mode_review")
        studio.act("mode_explain")
        studio.act("mode_label")
        studio.menus.fill_film_menu()
        settle()
        assert english_in(studio) == ""


def test_nothing_of_the_dialogs_is_english(chinese: Path) -> None:
    path = film(chinese, clip("plain"))
    with open_studio(chinese, path) as studio:
        for action in DIALOGS:
            studio.act(action)
        settle()
        assert english_in(studio) == ""


def test_every_action_is_told_in_chinese(chinese: Path) -> None:
    with open_studio(chinese) as studio:
        assert not english(iter([t for a in studio.keys.actions for t in (a.text, a.group)]))
        assert studio.keys["undo"].text == "撤销"


def test_templates_bring_chinese_classes(chinese: Path) -> None:
    with open_studio(chinese):
        for name in TEMPLATES:
            found = _template(name)
            names = [c.name for c in found.classes]
            assert len(set(names)) == len(names), name
            assert not english(iter([found.name, found.about, *names]))
            for attribute in (a for c in found.classes for a in c.attributes):
                assert len(set(attribute.choices)) == len(attribute.choices), (name, attribute)
                assert not english(iter([attribute.name, *attribute.choices]))


def choose_language(studio: Studio, code: str) -> None:
    studio.act("settings")
    dialog = studio.preferences.dialog
    assert dialog is not None
    box = dialog.controls["language"]
    assert isinstance(box, QComboBox)
    assert [box.itemText(n) for n in range(box.count())] == ["As the system", "English", "简体中文"]
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())
    dialog.close()


def test_the_language_is_chosen_for_the_next_start(tmp_path: Path) -> None:
    with open_studio(tmp_path) as studio:
        choose_language(studio, "zh_CN")
        assert studio.window.mode_tabs.tabText(0) == "Label"
    assert load_settings(places_in(tmp_path).settings).language == "zh_CN"
    with open_studio(tmp_path) as studio:
        assert studio.window.mode_tabs.tabText(0) == "标注"
