"""Command palette, key sheet, error report."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.views.dialogs.command_palette import Command, CommandPalette, matching
from app.views.dialogs.error_report import ErrorReport
from app.views.dialogs.shortcut_sheet import Shortcut, ShortcutSheet

COMMANDS = (
    Command("split", "Split the segment here", "Labels", "S"),
    Command("play", "Play or pause", "Playing", "Space"),
    Command("segment", "Play the segment", "Playing", "Shift+Space"),
    Command("grey", "Play backwards", "Playing", enabled=False),
)


def test_words_match_anywhere_and_beginnings_come_first() -> None:
    assert [c.id for c in matching(COMMANDS, "")] == ["split", "play", "segment", "grey"]
    assert [c.id for c in matching(COMMANDS, "segment")] == ["split", "segment"]
    assert [c.id for c in matching(COMMANDS, "play segm")] == ["segment"]
    assert next(c.id for c in matching(COMMANDS, "sp")) == "split"
    assert not matching(COMMANDS, "xyzzy")


def test_typing_choosing_and_enter_do_a_command(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    palette = CommandPalette(window)
    palette.ask(COMMANDS)
    qtbot.keyClicks(palette._typed, "play")
    qtbot.keyClick(palette._typed, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.triggered) as done:
        qtbot.keyClick(palette._typed, Qt.Key.Key_Return)
    assert done.args == ["segment"]
    assert not palette.isVisible()


def test_a_grey_command_does_nothing(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    palette = CommandPalette(window)
    palette.ask(COMMANDS)
    qtbot.keyClicks(palette._typed, "backwards")
    with qtbot.assertNotEmitted(palette.triggered):
        qtbot.keyClick(palette._typed, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.hide()


def test_the_sheet_shows_every_shortcut_once(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    rows = [Shortcut("Playing", "Play", "Space"), Shortcut("Labels", "Split", "S", ("Label",))]
    sheet = ShortcutSheet(rows, ["Label"], "", window)
    sheet.show()
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    for text in ("Playing", "Play", "Space", "Labels", "Split", "S", "Label"):
        assert texts.count(text) == 1
    sheet.close()


def test_an_error_report_says_where_it_lies_and_that_labels_are_safe(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    report = ErrorReport("Traceback …", "/somewhere/sora-studio.log", window)
    report.show()
    texts = " ".join(label.text() for label in report.findChildren(QLabel))
    assert "/somewhere/sora-studio.log" in texts
    assert "labels are saved" in texts
    assert report.report.toPlainText() == "Traceback …"
    report.close()
