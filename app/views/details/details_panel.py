"""What is known about the selected label, suggestion, track or film; the comment can be written here."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget


@dataclass(frozen=True, slots=True)
class Details:
    """`rows`: name and value. `comment` None: the thing cannot carry one. `id`: whose comment it is."""

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    id: str = ""
    comment: str | None = None
    warnings: tuple[str, ...] = ()


class DetailsPanel(QWidget):
    comment_changed = Signal(str, str)  # id, text; when the field is left

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Details("")
        self._editable = True
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._title.setWordWrap(True)
        self._warnings = QLabel()
        self._warnings.setProperty("role", "warning")
        self._warnings.setWordWrap(True)
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setHorizontalSpacing(12)
        self._comment_title = QLabel("Comment")
        self._comment_title.setProperty("role", "secondary")
        self._comment = QPlainTextEdit()
        self._comment.setAccessibleName("Comment")
        self._comment.setMaximumHeight(84)
        self._comment.setTabChangesFocus(True)
        self._comment.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._title)
        layout.addWidget(self._warnings)
        layout.addLayout(self._form)
        layout.addWidget(self._comment_title)
        layout.addWidget(self._comment)
        layout.addStretch(1)
        self.set_details(Details("Nothing is selected."))

    def set_details(self, details: Details) -> None:
        if details.id != self._shown.id:
            self._leave_comment()
        self._shown = details
        self._title.setText(details.title)
        self._warnings.setText("\n".join(details.warnings))
        self._warnings.setVisible(bool(details.warnings))
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value in details.rows:
            self._form.addRow(_label(name, "secondary"), _value(value))
        has_comment = details.comment is not None
        self._comment_title.setVisible(has_comment)
        self._comment.setVisible(has_comment)
        if has_comment and not self._comment.hasFocus() and details.comment != self._comment.toPlainText():
            self._comment.setPlainText(details.comment or "")

    def set_editable(self, editable: bool) -> None:
        self._comment.setReadOnly(not editable)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._leave_comment()
        return False

    def _leave_comment(self) -> None:
        text = self._comment.toPlainText()
        if self._shown.id and self._shown.comment is not None and text != self._shown.comment:
            wish = (self._shown.id, text)
            self._shown = Details(
                self._shown.title, self._shown.rows, self._shown.id, text, self._shown.warnings
            )
            self.comment_changed.emit(*wish)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    return label


def _value(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
