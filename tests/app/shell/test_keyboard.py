"""Who gets a key: the film, the classes, a text field, or the control in focus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.shell.actions import KeyMap, Mode
from app.shell.keyboard import Keyboard
from tests.studio_window import wait

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


class Desk(QWidget):
    """A window with one of each control, and what the keyboard made of the keys."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.button, self.list, self.slider = (
            QLineEdit(),
            QPushButton("b"),
            QListWidget(),
            QSlider(),
        )
        self.list.addItems(["one", "sea", "two"])
        layout = QVBoxLayout(self)
        for widget in (self.field, self.button, self.list, self.slider):
            layout.addWidget(widget)
        self.keyboard = Keyboard(KeyMap(), self)
        self.keyboard.class_keys = frozenset("1bs")
        self.done: list[str] = []
        self.tapped: list[str] = []
        self.keyboard.triggered.connect(self.done.append)
        self.keyboard.class_tapped.connect(self.tapped.append)
        self.keyboard.attention_pressed.connect(lambda: self.done.append("down"))
        self.keyboard.attention_released.connect(lambda: self.done.append("up"))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.windowHandle(), key, modifier)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk()
    qtbot.addWidget(made)
    made.show()
    made.list.setFocus()
    made.activateWindow()
    wait(made.isActiveWindow)
    made.windowHandle().installEventFilter(made.keyboard)
    yield made
    made.windowHandle().removeEventFilter(made.keyboard)


def test_outside_code_actions_win_and_free_letters_are_classes(desk: Desk) -> None:
    desk.list.setFocus()
    for key in (Key.Key_S, Key.Key_B, Key.Key_1, Key.Key_G):
        desk.press(key)
    assert desk.done == ["split"]
    assert desk.tapped == ["b", "1"]


def test_in_code_every_letter_and_digit_is_a_class_and_other_keys_stay(desk: Desk) -> None:
    desk.keyboard.code = True
    desk.list.setFocus()
    for key in (Key.Key_S, Key.Key_A, Key.Key_J, Key.Key_9, Key.Key_Space, Key.Key_Left, Key.Key_F2):
        desk.press(key)
    assert desk.tapped == ["s", "a", "j", "9"]
    assert desk.done == ["play", "step_back", "code"]


def test_code_belongs_to_the_mode_label(desk: Desk) -> None:
    desk.keyboard.code, desk.keyboard.mode = True, Mode.REVIEW
    desk.press(Key.Key_J)
    desk.press(Key.Key_1)
    assert desk.done == ["shuttle_back"]
    assert desk.tapped == []


def test_a_text_field_keeps_what_writes_and_gives_the_rest(desk: Desk) -> None:
    desk.field.setFocus()
    for key in (Key.Key_S, Key.Key_Space, Key.Key_1):
        desk.press(key)
    desk.press(Key.Key_Z, CONTROL)
    assert desk.done == []
    desk.press(Key.Key_F1)
    desk.press(Key.Key_P, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.done == ["shortcuts", "commands"]
    assert desk.tapped == []


def test_a_control_keeps_the_keys_that_work_it(desk: Desk) -> None:
    clicks: list[bool] = []
    desk.button.clicked.connect(lambda: clicks.append(True))
    desk.button.setFocus()
    desk.press(Key.Key_Space)
    assert (len(clicks), desk.done) == (1, [])
    desk.list.setFocus()
    desk.list.setCurrentRow(0)
    desk.press(Key.Key_Down)
    assert desk.list.currentRow() == 1
    desk.press(Key.Key_Left)
    assert desk.done == ["step_back"]
    desk.slider.setFocus()
    desk.press(Key.Key_Right)
    assert desk.done == ["step_back"]


def test_an_open_menu_keeps_its_keys(desk: Desk) -> None:
    menu = QMenu(desk)
    menu.addAction("one")
    menu.popup(desk.mapToGlobal(desk.rect().center()))
    desk.press(Key.Key_Space)
    assert desk.done == []
    menu.close()


def test_holding_a_key_repeats_only_what_may_repeat(desk: Desk) -> None:
    def repeated(key: Qt.Key, text: str) -> None:
        for automatic in (False, True, True):
            event = QKeyEvent(
                QEvent.Type.KeyPress, key.value, Qt.KeyboardModifier.NoModifier, text, automatic
            )
            desk.keyboard.eventFilter(desk, event)

    repeated(Key.Key_Right, "")
    repeated(Key.Key_Space, " ")
    repeated(Key.Key_1, "1")
    assert desk.done == ["step_on"] * 3 + ["play"]
    assert desk.tapped == ["1"]


def test_attention_hears_the_key_go_down_and_up(desk: Desk) -> None:
    QTest.keyPress(desk.windowHandle(), Key.Key_A)
    assert desk.done == ["down"]
    QTest.keyRelease(desk.windowHandle(), Key.Key_A)
    assert desk.done == ["down", "up"]


def test_another_alphabet_finds_the_action_at_the_keys_place(desk: Desk) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, 0x042B, Qt.KeyboardModifier.NoModifier, 39, 0, 0, "ы")
    assert desk.keyboard.eventFilter(desk, event)
    assert desk.done == ["split"]


def test_with_k_held_j_and_l_go_frame_by_frame(desk: Desk) -> None:
    desk.list.setFocus()
    window = desk.windowHandle()
    desk.press(Key.Key_L)
    QTest.keyPress(window, Key.Key_K)
    desk.press(Key.Key_L)
    desk.press(Key.Key_J)
    QTest.keyRelease(window, Key.Key_K)
    desk.press(Key.Key_J)
    assert desk.done == ["shuttle_on", "shuttle_stop", "step_on", "step_back", "shuttle_back"]
