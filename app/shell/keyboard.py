"""Keys reach the film whatever has the focus, except where a person is writing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from app.shell.actions import Action, KeyMap, Mode, letter_or_digit, stroke

_TEXT = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}
_LIST_KEYS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp}
_LIST_KEYS |= {Qt.Key.Key_PageDown}
# What stays ours even while a person writes.
_ALWAYS = {"commands", "shortcuts", "code", "quit", "open", "mode_label", "mode_review", "mode_explain"}


# With the shuttle's stop held down its other keys go frame by frame, as video editors have it.
_WHILE_STOPPED = {"shuttle_back": "step_back", "shuttle_on": "step_on"}


class Keyboard(QObject):
    """An event filter on the window's QWindow, which sees keys before any widget and any shortcut.

    The mode and the Code latch are told; the meaning of keys depends on nothing else, but a text field
    takes its own keys and a control that was reached by Tab the keys that work it.
    """

    triggered = Signal(str)  # action id
    attention_pressed = Signal()
    attention_released = Signal()
    class_tapped = Signal(str)  # letter or digit
    field_left = Signal()  # Esc in a text field: the keys shall be the film's again

    def __init__(self, keys: KeyMap, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.mode = Mode.LABEL
        self.code = False
        self.class_keys: frozenset[str] = frozenset()
        self._attention_held: int | None = None
        self._stop_held: int | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusOut:
            self._stop_held = None  # its release will not be seen
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or not isinstance(event, QKeyEvent):
            return False
        if QApplication.activePopupWidget() is not None or QApplication.activeModalWidget() is not None:
            return False
        if kind == QEvent.Type.KeyRelease:
            return self._release(event)
        return self._press(event, QApplication.focusWidget())

    def _release(self, event: QKeyEvent) -> bool:
        if event.key() == self._stop_held and not event.isAutoRepeat():
            self._stop_held = None
            return True
        if event.key() == self._attention_held and not event.isAutoRepeat():
            self._attention_held = None
            self.attention_released.emit()
            return True
        return False

    def _press(self, event: QKeyEvent, focus: QWidget | None) -> bool:
        keys = stroke(event)
        action = self._keys.find(self.mode, keys)
        writing = _is_writing(focus)
        if writing and (action is None or action.id not in _ALWAYS or _writes(event)):
            if keys.key() == Qt.Key.Key_Escape and not _is_in_list(focus):
                self.field_left.emit()
                return True
            return False
        letter = letter_or_digit(event)
        coding = self.code and self.mode is Mode.LABEL
        if letter and coding:
            if not event.isAutoRepeat():
                self.class_tapped.emit(letter)
            return True
        if action is None and letter:
            action = self._at_the_same_place(letter, event)
        if action is not None:
            if not writing and _works_with(focus, keys):
                return False
            return self._do(action, event)
        if letter and self.mode is Mode.LABEL and letter in self.class_keys:
            if not event.isAutoRepeat():
                self.class_tapped.emit(letter)
            return True
        return False

    def _at_the_same_place(self, letter: str, event: QKeyEvent) -> Action | None:
        """On another alphabet the action of the Latin letter at the key's place."""
        place = QKeyCombination(event.modifiers(), Qt.Key(ord(letter.upper())))
        return self._keys.find(self.mode, place)

    def _do(self, action: Action, event: QKeyEvent) -> bool:
        if self._stop_held is not None and action.id in _WHILE_STOPPED:
            action = self._keys[_WHILE_STOPPED[action.id]]
        if event.isAutoRepeat() and not action.repeats:
            return True
        if action.id == "shuttle_stop":
            self._stop_held = event.key()
        if action.id == "attention":
            self._attention_held = event.key()
            self.attention_pressed.emit()
        else:
            self.triggered.emit(action.id)
        return True


def _is_writing(focus: QWidget | None) -> bool:
    if isinstance(focus, QPlainTextEdit | QTextEdit) and focus.isReadOnly():
        return False
    return isinstance(focus, _TEXT) or (isinstance(focus, QComboBox) and focus.isEditable())


def _writes(event: QKeyEvent) -> bool:
    """Whether the stroke puts a character: a person may have given one to an action."""
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return event.text().isprintable() and bool(event.text()) and not event.modifiers() & commands


def _is_in_list(focus: QWidget | None) -> bool:
    """Whether it is the editor of a list's cell, where Esc drops what was typed."""
    view = focus.parentWidget() if focus is not None else None
    return view is not None and isinstance(view.parentWidget(), QAbstractItemView)


def _works_with(focus: QWidget | None, keys: QKeyCombination) -> bool:
    """Whether the control in focus is worked by this key: then it is the control's."""
    if keys.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        return False
    key = keys.key()
    if isinstance(focus, QAbstractButton):
        return key in (Qt.Key.Key_Space, Qt.Key.Key_Select)
    if isinstance(focus, QAbstractItemView):
        return key in _LIST_KEYS
    if isinstance(focus, QAbstractSlider | QTabBar | QComboBox):
        return key in _ARROWS or (isinstance(focus, QComboBox) and key == Qt.Key.Key_Space)
    return False
