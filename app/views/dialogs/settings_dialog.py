"""All settings on one page with a search; a change counts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.views import theme
from app.views.scroll_column import ScrollColumn
from app.views.texts import tr

Value = bool | int | float | str
ROOM = 300  # of a control


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting. `choices`: (value, text), empty for a free value; `least` and `most` bound a number;
    `action`: a button that does this action instead of a value."""

    key: str
    section: str
    text: str
    value: Value = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    least: float = 0
    most: float = 100
    unit: str = ""
    action: str = ""


class SettingsDialog(QDialog):
    changed = Signal(str, object)  # key, value
    action_wished = Signal(str)  # action id

    def __init__(self, rows: Sequence[SettingRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self._rows: list[tuple[SettingRow, QWidget]] = []
        self._titles: dict[str, QLabel] = {}
        self.controls: dict[str, QWidget] = {}
        self._search = QLineEdit()
        self._search.setPlaceholderText(tr("Search the settings"))
        self._search.setAccessibleName(tr("Search the settings"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._sections = QListWidget()
        self._sections.setAccessibleName(tr("Sections"))
        self._sections.setFixedWidth(150)
        self._page = ScrollColumn()
        self._page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nothing = QLabel(tr("No setting is called that."))
        self._nothing.setProperty("role", "secondary")
        self._nothing.hide()
        self._page.setWidget(self._build(rows))
        self._sections.currentTextChanged.connect(self._show_section)
        close = QPushButton(tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        middle, bottom, layout = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        middle.addWidget(self._sections)
        middle.addWidget(self._page, 1)
        bottom.addStretch(1)
        bottom.addWidget(close)
        layout.addWidget(self._search)
        layout.addWidget(self._nothing)
        layout.addLayout(middle, 1)
        layout.addLayout(bottom)
        self.resize(760, 560)
        self._search.setFocus()

    def _build(self, rows: Sequence[SettingRow]) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(theme.SPACE_M)
        for section in dict.fromkeys(row.section for row in rows):
            title = QLabel(section)
            title.setProperty("role", "title")
            title.setContentsMargins(0, theme.SPACE_L if self._titles else 0, 0, 0)
            self._titles[section] = title
            self._sections.addItem(section)
            self._sections.item(len(self._titles) - 1).setSizeHint(QSize(0, self.fontMetrics().height() + 10))
            column.addWidget(title)
            for row in (r for r in rows if r.section == section):
                line = self._line(row)
                self._rows.append((row, line))
                column.addWidget(line)
        column.addStretch(1)
        return body

    def _line(self, row: SettingRow) -> QWidget:
        line = QWidget()
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, theme.SPACE_M, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        control = self._control(row)
        control.setAccessibleName(row.text)
        control.setAccessibleDescription(row.hint)
        self.controls[row.key] = control
        name = QLabel("" if row.action else row.text)
        name.setBuddy(control)
        name.setWordWrap(True)
        grid.addWidget(name, 0, 0)
        if row.hint:
            hint = QLabel(row.hint)
            hint.setProperty("role", "secondary")
            hint.setWordWrap(True)
            grid.addWidget(hint, 1, 0)
        grid.addWidget(control, 0, 1, 2, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        return line

    def _control(self, row: SettingRow) -> QWidget:
        if row.action:
            button = QPushButton(row.text)
            button.setAutoDefault(False)
            button.clicked.connect(lambda: self.action_wished.emit(row.action))
            return button
        if row.choices:
            box = QComboBox()
            for value, text in row.choices:
                box.addItem(text, value)
            box.setCurrentIndex(max(0, box.findData(row.value)))
            box.activated.connect(lambda: self.changed.emit(row.key, box.currentData()))
            return box
        if isinstance(row.value, bool):
            check = QCheckBox()
            check.setChecked(row.value)
            check.toggled.connect(lambda on: self.changed.emit(row.key, on))
            return check
        if isinstance(row.value, str):
            field = QLineEdit(row.value)
            field.setMinimumWidth(ROOM // 2)
            field.editingFinished.connect(lambda: self.changed.emit(row.key, field.text().strip()))
            return field
        return self._number(row)

    def _number(self, row: SettingRow) -> QWidget:
        number = QSpinBox() if isinstance(row.value, int) else QDoubleSpinBox()
        number.setRange(int(row.least), int(row.most))
        number.setValue(row.value)  # type: ignore[arg-type]
        number.setSuffix(f" {row.unit}" if row.unit else "")
        number.setKeyboardTracking(False)
        number.valueChanged.connect(lambda value: self.changed.emit(row.key, value))
        return number

    def _show_section(self, section: str) -> None:
        title = self._titles.get(section)
        if title is not None:
            self._page.verticalScrollBar().setValue(title.y())

    def search(self, typed: str) -> None:
        self._search.setText(typed)

    def shown_keys(self) -> list[str]:
        return [row.key for row, line in self._rows if not line.isHidden()]

    def _filter(self, typed: str) -> None:
        words = typed.lower().split()
        for row, line in self._rows:
            choices = " ".join(text for _, text in row.choices)
            text = f"{row.section} {row.text} {row.hint} {choices}".lower()
            line.setVisible(all(word in text for word in words))
        left = {row.section for row, line in self._rows if not line.isHidden()}
        for section, title in self._titles.items():
            title.setVisible(section in left)
        for number in range(self._sections.count()):
            item = self._sections.item(number)
            item.setHidden(item.text() not in left)
        self._nothing.setVisible(not left)
