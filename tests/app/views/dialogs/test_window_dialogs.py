"""The dialogs about the window itself: keys, settings, all labels; and the page before a film is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from app.domain.segments import Segment
from app.domain.timebase import TimeRange
from app.session.label_records import Column, LabelRecord, Wanted
from app.views.dialogs.key_map_dialog import KeyMapDialog, KeyRow
from app.views.dialogs.label_table_dialog import LabelTableDialog
from app.views.dialogs.settings_dialog import SettingRow, SettingsDialog
from app.views.dialogs.shortcut_sheet import Shortcut, ShortcutSheet
from app.views.start_page import StartPage

LEFT = Qt.MouseButton.LeftButton
ROWS = (
    KeyRow("play", "Playing", "Play or pause", "", ("Space",)),
    KeyRow("split", "Labels", "Split here", "Label", ("S",), changed=True),
)


def button(dialog: object, text: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == text)  # type: ignore[attr-defined]


@pytest.fixture
def keys(qtbot: QtBot) -> KeyMapDialog:
    dialog = KeyMapDialog(["Ours", "Theirs"])
    qtbot.addWidget(dialog)
    dialog.show_rows(ROWS)
    dialog.show()
    return dialog


def test_a_pressed_key_is_wished_for_the_chosen_action(keys: KeyMapDialog, qtbot: QtBot) -> None:
    use = button(keys, "Use this key")
    assert not use.isEnabled(), "nothing is chosen and nothing pressed"
    keys.choose("split")
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(keys._field, Qt.Key.Key_Control, control)
    assert not use.isEnabled(), "Ctrl alone is no stroke"
    qtbot.keyClick(keys._field, Qt.Key.Key_Tab, control)
    with qtbot.waitSignal(keys.keys_wished) as wished:
        qtbot.mouseClick(use, LEFT)
    assert wished.args == ["split", QKeyCombination(control, Qt.Key.Key_Tab), False]


def test_a_conflict_offers_the_swap_and_the_search_finds_keys(keys: KeyMapDialog, qtbot: QtBot) -> None:
    swap = button(keys, "Swap")
    assert not swap.isVisible()
    keys.tell("S means “Split here”.", swap=True)
    with qtbot.waitSignal(keys.swap_wished):
        qtbot.mouseClick(swap, LEFT)
    keys.choose("split")
    keys._search.setText("space")
    assert [item.text(0) for item in keys._items() if not item.isHidden()] == ["Play or pause"]
    assert keys.chosen == "", "what is not seen is not changed"


def test_a_preset_is_told_by_its_number(keys: KeyMapDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(keys.preset_chosen) as chosen:
        keys._presets.activated.emit(2)
    assert chosen.args == [1]


def test_settings_are_found_by_their_words_and_count_at_once(qtbot: QtBot) -> None:
    dialog = SettingsDialog(
        [
            SettingRow("person", "You", "Your name", "Ada"),
            SettingRow("thumbs", "Labelling", "Thumbnails", True, "Small pictures"),
            SettingRow(
                "look", "Appearance", "Colours", "dark", choices=(("dark", "Dark"), ("light", "Light"))
            ),
            SettingRow("room", "Storage", "Room", 20, least=1, most=99),
        ]
    )
    qtbot.addWidget(dialog)
    dialog.show()
    told: list[tuple[str, object]] = []
    dialog.changed.connect(lambda key, value: told.append((key, value)))
    thumbs, room, person = (dialog.controls[key] for key in ("thumbs", "room", "person"))
    assert isinstance(thumbs, QCheckBox)
    assert isinstance(room, QSpinBox)
    assert isinstance(person, QLineEdit)
    thumbs.click()
    room.setValue(30)
    person.setText("Grace ")
    person.editingFinished.emit()
    assert told == [("thumbs", False), ("room", 30), ("person", "Grace")]
    for typed, expected in (
        ("small pict", ["thumbs"]),
        ("light", ["look"]),
        ("storage", ["room"]),
        ("xyz", []),
    ):
        dialog.search(typed)
        assert dialog.shown_keys() == expected
    assert dialog._nothing.isVisible()


def record(number: int) -> LabelRecord:
    label = Segment(f"s{number}", "m", "c", TimeRange(number, number + 1), "a")
    return LabelRecord(
        label, label.range, "film.mp4", "serve", "Ada", number / 25, (number + 1) / 25, "serve"
    )


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[LabelTableDialog]:
    dialog = LabelTableDialog(lambda r: (r.range.start, r.range.end - 1))
    qtbot.addWidget(dialog)
    dialog.set_choices(
        films=[("m", "film.mp4")], classes=[("c", "serve")], people=[("a", "Ada")], attributes=["side"]
    )
    dialog.show_records([record(n) for n in range(100_000)], 100_000)
    dialog.show()
    yield dialog
    dialog.close()


def test_a_hundred_thousand_rows_are_made_into_text_only_where_seen(
    table: LabelTableDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[int] = set()
    text = table._model.text

    def counted(row: LabelRecord, column: Column) -> str:
        asked.add(row.range.start)
        return text(row, column)

    monkeypatch.setattr(table._model, "text", counted)
    table._view.scrollToBottom()
    table.grab()
    assert 0 < len(asked) < 200
    assert 99_999 in asked


def test_all_rows_are_selected_as_one_range(table: LabelTableDialog, qtbot: QtBot) -> None:
    table.select_all()
    assert table.selected_count() == 100_000
    assert len(table.selected()) == 100_000
    assert table._count.text() == "100,000 of 100,000 labels, 100,000 selected"


def test_a_small_selection_stays_while_rows_come_and_go(table: LabelTableDialog) -> None:
    table._select([10, 20])
    table.show_records([record(n) for n in range(15, 40)], 100_000)
    assert [r.id for r in table.selected()] == ["s20"]


def test_reading_only_offers_no_change(table: LabelTableDialog) -> None:
    table._select([3])
    assert button(table, "Remove").isEnabled()
    table.set_editable(False)
    assert not button(table, "Remove").isEnabled()
    assert button(table, "Go there").isEnabled()
    assert button(table, "Export…").isEnabled()


def test_filters_are_told_together(table: LabelTableDialog, qtbot: QtBot) -> None:
    table._classes.setCurrentIndex(1)
    with qtbot.waitSignal(table.wanted_changed) as wanted:
        table._text.setText("ace")
    assert wanted.args == [Wanted("ace", class_id="c")]


def test_the_sheet_is_of_one_mode_or_of_all_and_goes_on_paper(qtbot: QtBot, tmp_path: Path) -> None:
    rows = [Shortcut("Playing", "Play", "Space"), Shortcut("Labels", "Split", "S", ("Label",))]
    sheet = ShortcutSheet(rows, ["Label", "Review"], "Review")
    qtbot.addWidget(sheet)
    assert [s.text for s in sheet.shown] == ["Play"]
    sheet.show_mode("Label")
    assert [s.text for s in sheet.shown] == ["Play", "Split"]
    sheet.save_pdf(str(tmp_path / "keys.pdf"), "Keys")
    assert (tmp_path / "keys.pdf").read_bytes().startswith(b"%PDF")


def test_the_start_page_says_what_is_gone_and_opens_the_rest(qtbot: QtBot) -> None:
    page = StartPage()
    qtbot.addWidget(page)
    assert page.recent_buttons == []
    page.show_recent(["/a/final.sora", "/b/week & 4.sora"], {"/a/final.sora"})
    gone, there = page.recent_buttons
    assert "final – not there any more" in gone.text()
    assert not gone.isEnabled()
    assert "week && 4" in there.text()
    with qtbot.waitSignal(page.recent_wished) as wished:
        qtbot.mouseClick(there, LEFT)
    assert wished.args == ["/b/week & 4.sora"]
