"""One thing about the selection that can be changed, and what was wrong with what was typed, below it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QEvent, QLocale, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.ontology import YES
from app.views.texts import tr

PROSE_HEIGHT = 84


class FieldKind(Enum):
    CHOICE = auto()
    LINE = auto()
    NUMBER = auto()
    FLAG = auto()
    PROSE = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """`value` as text, empty for none; a number with a decimal point, wherever the person is at home.

    `differs`: several are selected and do not agree. `choices`: value and text of each. `tip`: what can be
    typed.
    """

    id: str
    label: str
    kind: FieldKind
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    differs: bool = False
    tip: str = ""

    @property
    def shape(self) -> tuple[object, ...]:
        """What needs another editor when it changes."""
        return (self.id, self.label, self.kind, self.choices)


class FieldEditor(QWidget):
    """Tells what was typed when the field is left or Enter is pressed; a choice at once."""

    changed = Signal(str, str)  # field id, value

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field
        self._refused: str | None = None
        self._error = QLabel()
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        self.control = self._made(field)
        self.control.setAccessibleName(field.label)
        self.setFocusProxy(self.control)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.control)
        layout.addWidget(self._error)
        self.show_field(field)

    def _made(self, field: Field) -> QWidget:
        match field.kind:
            case FieldKind.CHOICE:
                choice = QComboBox()
                choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                choice.setMinimumContentsLength(6)
                for value, text in field.choices:
                    choice.addItem(text, value)
                choice.currentIndexChanged.connect(self.leave)
                choice.installEventFilter(self)
                return choice
            case FieldKind.FLAG:
                flag = QCheckBox()
                flag.clicked.connect(self.leave)
                return flag
            case FieldKind.LINE | FieldKind.NUMBER:
                line = QLineEdit()
                line.editingFinished.connect(self.leave)
                return line
            case FieldKind.PROSE:
                prose = QPlainTextEdit()
                prose.setMaximumHeight(PROSE_HEIGHT)
                prose.setTabChangesFocus(True)
                prose.installEventFilter(self)
                return prose

    @property
    def field(self) -> Field:
        return self._field

    def show_field(self, field: Field) -> None:
        """Show what holds now; what a person is typing there stays."""
        control, differs = self.control, tr("several") if field.differs else ""
        unsaid = control.hasFocus() and self.typed() != self._shown()
        self._field = field
        if unsaid:
            return
        self.show_error("")
        with QSignalBlocker(control):
            match control:
                case QComboBox():
                    control.setPlaceholderText(differs)
                    control.setCurrentIndex(-1 if field.differs else control.findData(field.value))
                case QCheckBox():
                    control.setText(differs)
                    partly = Qt.CheckState.PartiallyChecked
                    whole = Qt.CheckState.Checked if field.value else Qt.CheckState.Unchecked
                    control.setTristate(field.differs)
                    control.setCheckState(partly if field.differs else whole)
                case QLineEdit() | QPlainTextEdit():
                    control.setPlaceholderText(differs)
                    control.setToolTip(field.tip)
                    self._set_text(self._shown() or "")

    def _set_text(self, text: str) -> None:
        if self._field.kind is FieldKind.NUMBER:
            text = text.replace(".", QLocale().decimalPoint())
        if isinstance(self.control, QLineEdit):
            self.control.setText(text)
        elif isinstance(self.control, QPlainTextEdit) and text != self.control.toPlainText():
            self.control.setPlainText(text)

    def _shown(self) -> str | None:
        """What `typed` says while nothing was typed."""
        if isinstance(self.control, QComboBox) and self._field.differs:
            return None
        return "" if self._field.differs else self._field.value

    def typed(self) -> str | None:
        """None: a choice that was not made."""
        match self.control:
            case QComboBox():
                value = self.control.currentData()
                return None if value is None else str(value)
            case QCheckBox():
                return YES if self.control.checkState() is Qt.CheckState.Checked else ""
            case QLineEdit():
                text = self.control.text().strip()
                return _plain_number(text, QLocale()) if self._field.kind is FieldKind.NUMBER else text
            case QPlainTextEdit():
                return self.control.toPlainText()
        return None

    def leave(self) -> None:
        """Ask for what was typed, where it is another value and was not refused already."""
        typed = self.typed()
        flag_differs = isinstance(self.control, QCheckBox) and self._field.differs
        if typed is not None and (typed != self._shown() or flag_differs) and typed != self._refused:
            self.changed.emit(self._field.id, typed)

    def drop(self) -> None:
        """Forget what was typed into a line; prose is kept, it may have taken a while."""
        if isinstance(self.control, QLineEdit):
            self._set_text(self._shown() or "")
            self.show_error("")

    def show_error(self, text: str) -> None:
        """Why what stands in the field was refused; empty: nothing is wrong."""
        self._refused = self.typed() if text else None
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self.control.setAccessibleDescription(text)

    def set_editable(self, editable: bool) -> None:
        if isinstance(self.control, QLineEdit | QPlainTextEdit):
            self.control.setReadOnly(not editable)
        else:
            self.control.setEnabled(editable)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(watched, QPlainTextEdit):
            self.leave()
        # Rolling the drawer must not change what lies under the pointer.
        return event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox)


def _plain_number(text: str, locale: QLocale) -> str:
    """A number of the person's own writing with a decimal point; what is none stays, and is refused."""
    strict = QLocale(locale)
    strict.setNumberOptions(QLocale.NumberOption.RejectGroupSeparator)
    return text.replace(strict.decimalPoint(), ".") if strict.toDouble(text)[1] else text
