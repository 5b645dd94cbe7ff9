"""The dialogs about a film's file: facts and findings, streams, films that moved."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.media.media_facts import Severity, StreamFacts
from app.views import theme
from app.views.dialogs.fitting import resize_about_centre
from app.views.dialogs.preflight_dialog import Fact, FilmReport, FindingRow, PreflightDialog
from app.views.dialogs.relink_dialog import NOT_FOUND, FoundFilm, MissingFilm, RelinkDialog
from app.views.dialogs.streams_dialog import StreamsDialog

LONG = "a name that somebody made very long, with the day, the camera and the weather in it " * 4
ROWS = (
    FindingRow(Severity.FINE, "Every frame was decoded once."),
    FindingRow(Severity.KNOW, "The frame rate varies."),
    FindingRow(Severity.ACT, "The film is slow to scrub.", "Make a quick copy", "quick_copy"),
)
STREAMS = (
    StreamFacts(0, True, "h264", 320, 180, 25.0, default=True),
    StreamFacts(2, True, "hevc", 1920, 1080, 29.97, title=LONG),
    StreamFacts(1, False, "aac", rate=48000.0, channels=2, language="deu", default=True),
    StreamFacts(4, True, "unknown", usable=False),
)


def report(*rows: FindingRow) -> FilmReport:
    return FilmReport(f"{LONG}.mp4", f"/films/{LONG}.mp4", (Fact("Picture", "h264, 320×180"),), rows)


def test_what_can_be_done_stands_first_and_has_a_button(qtbot: QtBot) -> None:
    dialog = PreflightDialog()
    qtbot.addWidget(dialog)
    dialog.show_report(report(*ROWS))
    dialog.show()
    texts = [text for text in dialog.texts() if text.endswith(".")]
    assert texts == [row.text for row in reversed(ROWS)]
    buttons = [b for b in dialog.findChildren(QPushButton) if b.text() == "Make a quick copy"]
    with qtbot.waitSignal(dialog.action_requested) as asked:
        qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert asked.args == ["quick_copy"]
    said = {label.accessibleName() for label in dialog.findChildren(QLabel)}
    assert {"Fine", "Good to know", "Something can be done"} <= said  # not by colour alone


def test_its_signs_follow_the_theme(qtbot: QtBot) -> None:
    dialog = PreflightDialog()
    qtbot.addWidget(dialog)
    dialog.show_report(report(ROWS[0]))
    dialog.show()
    (sign,) = (label for label in dialog.findChildren(QLabel) if not label.pixmap().isNull())
    for p in (theme.DARK, theme.LIGHT, theme.DARK):
        dialog.setPalette(theme.qt_palette(p))
        image = sign.pixmap().toImage()
        pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        ink = max(pixels, key=QColor.alpha)
        assert ink.getRgb()[:3] == pytest.approx(QColor(p.success).getRgb()[:3], abs=4)


def test_a_long_report_stays_within_the_screen_and_a_long_name_within_the_dialog(qtbot: QtBot) -> None:
    dialog = PreflightDialog()
    qtbot.addWidget(dialog)
    dialog.show_report(report(*(FindingRow(Severity.KNOW, f"{LONG} {n}.") for n in range(40))))
    dialog.show()
    room = dialog.screen().availableGeometry()
    assert dialog.height() <= 0.81 * room.height()
    assert dialog.width() <= 620
    dialog.show_report(report(*ROWS))
    assert dialog.height() < 0.7 * room.height()


def test_streams_are_chosen_by_their_numbers(qtbot: QtBot) -> None:
    dialog = StreamsDialog(LONG, STREAMS, 0, 1)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_pictures({0: np.zeros((18, 32, 3), np.uint8), 7: np.zeros((1, 1, 3), np.uint8)})
    assert dialog.choice() == (0, 1)
    buttons = dialog.findChildren(QRadioButton)
    assert len(buttons) == 3, "what no decoder is there for cannot be chosen"
    next(b for b in buttons if "1920×1080" in b.text()).click()
    use = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Use these")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        use.click()
    assert chosen.args == [2, 1]


def test_a_picture_that_cannot_be_changed_says_why(qtbot: QtBot) -> None:
    dialog = StreamsDialog("film.mkv", STREAMS, 0, 1, fixed_film="The film has labels.")
    qtbot.addWidget(dialog)
    films = [b for b in dialog.findChildren(QRadioButton) if "×" in b.text()]
    sounds = [b for b in dialog.findChildren(QRadioButton) if "×" not in b.text()]
    assert not any(b.isEnabled() for b in films)
    assert all(b.isEnabled() for b in sounds)
    assert "The film has labels." in [label.text() for label in dialog.findChildren(QLabel)]


MISSING = (
    MissingFilm("a", "一.mp4", "Was at /films/一.mp4", "1.4 GB"),
    MissingFilm("b", f"{LONG}.mp4", f"Was at /films/{LONG}.mp4", ""),
    MissingFilm("c", "gone.mp4", "Was at /films/gone.mp4", ""),
)
FOUND = {
    "a": FoundFilm("/disk/two.mp4", "Same content", True),
    "b": FoundFilm(f"/disk/{LONG}.mp4", "Same name, other content", False),
}


def relink(qtbot: QtBot) -> RelinkDialog:
    dialog = RelinkDialog()
    qtbot.addWidget(dialog)
    dialog.show_films("3 films are not where they were", MISSING, FOUND)
    dialog.show()
    return dialog


def test_only_certain_films_are_ticked_and_a_tick_of_the_persons_stays(qtbot: QtBot) -> None:
    dialog = relink(qtbot)
    assert dialog.chosen() == ["a"]
    assert dialog.relink_button.text() == "Relink 1 film"
    dialog.findChildren(QCheckBox)[1].setChecked(True)
    assert dialog.relink_button.text() == "Relink 2 films"
    more = {**FOUND, "c": FoundFilm("/disk/c.mp4", "Same content", True)}
    dialog.show_films("3 films are not where they were", MISSING, more)
    assert dialog.chosen() == ["a", "b", "c"]
    dialog.show_films("…", MISSING, {**more, "b": FoundFilm("/disk/other.mp4", "Same name", False)})
    assert dialog.chosen() == ["a", "c"], "another file was found: the tick was for the one before"
    with qtbot.waitSignal(dialog.relink_requested) as asked:
        qtbot.mouseClick(dialog.relink_button, Qt.MouseButton.LeftButton)
    assert asked.args == [["a", "c"]]


def test_films_that_were_not_found_stay_listed_and_can_be_chosen(qtbot: QtBot) -> None:
    dialog = relink(qtbot)
    assert NOT_FOUND in [label.text() for label in dialog.findChildren(QLabel)]
    buttons = {b.accessibleName(): b for b in dialog.findChildren(QPushButton)}
    with qtbot.waitSignal(dialog.choose_requested) as asked:
        buttons["Choose the file of gone.mp4"].click()
    assert asked.args == ["c"]


def test_while_a_folder_is_searched_it_can_be_cancelled_but_nothing_taken(qtbot: QtBot) -> None:
    dialog = relink(qtbot)
    with qtbot.waitSignal(dialog.search_requested):
        dialog.search_button.click()
    dialog.set_searching(True, "Searching /disk …")
    dialog.set_progress(0.5)
    assert dialog.progress.value() == 500
    assert not dialog.relink_button.isEnabled()
    with qtbot.waitSignal(dialog.cancel_requested):
        dialog.search_button.click()
    dialog.set_searching(False, "Cancelled.")
    assert dialog.relink_button.isEnabled()
    assert not dialog.progress.isVisible()


def test_a_dialog_that_grows_stays_centred_on_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(40, 40, 700, 500)
    window.show()
    dialog = RelinkDialog(window)
    dialog.show_films("1 film is not where it was", MISSING[:1], {})
    dialog.show()
    before = dialog.height()
    assert off_centre(dialog, window) <= 2
    dialog.show_films("3 films are not where they were", MISSING, FOUND)
    assert dialog.height() > before
    assert off_centre(dialog, window) <= 2
    dialog.hide()
    window.move(40, 90)
    dialog.show()
    assert off_centre(dialog, window) <= 2, "shown anew it comes to where the window is now"


def test_a_dialog_at_the_screens_edge_grows_inwards(qtbot: QtBot) -> None:
    dialog = relink(qtbot)
    room = dialog.screen().availableGeometry()
    dialog.move(room.bottomRight())
    resize_about_centre(dialog, 600, 400)
    assert room.contains(dialog.frameGeometry())


def off_centre(dialog: QWidget, window: QWidget) -> int:
    return (dialog.frameGeometry().center() - window.frameGeometry().center()).manhattanLength()
