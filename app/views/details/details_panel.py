"""What is known about the selection: labels, a suggestion, tracks or the film; what can be changed, here."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from app.views.details.field_editor import Field, FieldEditor, FieldKind
from app.views.scroll_column import ScrollColumn
from app.views.texts import tr


@dataclass(frozen=True, slots=True)
class Details:
    """`fields`: what can be changed about the things `ids`; `rows`: name and value of the rest."""

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    ids: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    warnings: tuple[str, ...] = ()


class DetailsPanel(QWidget):
    change_requested = Signal(tuple, str, str)  # ids, field id, value

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Details("")
        self._editors: dict[str, FieldEditor] = {}
        self._values: list[tuple[str, QLabel]] = []
        self._editable = True
        self._title = _label("", "title")
        self._title.setWordWrap(True)
        self._warnings = _label("", "warning")
        self._warnings.setWordWrap(True)
        self._fields, self._rows = _form(), _form()
        self._prose = QVBoxLayout()
        self._prose.setSpacing(4)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._title)
        layout.addWidget(self._warnings)
        layout.addLayout(self._fields)
        layout.addLayout(self._prose)
        layout.addLayout(self._rows)
        layout.addStretch(1)
        scroll = ScrollColumn()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)
        self.set_details(Details(tr("Nothing is selected.")))

    def set_details(self, details: Details) -> None:
        if details.ids != self._shown.ids:
            for editor in list(self._editors.values()):
                editor.leave()
        shapes = [field.shape for field in details.fields]
        same = details.ids == self._shown.ids and shapes == [f.shape for f in self._shown.fields]
        self._shown = details
        self._title.setText(details.title)
        self._warnings.setText("\n".join(details.warnings))
        self._warnings.setVisible(bool(details.warnings))
        if same:
            for field in details.fields:
                self._editors[field.id].show_field(field)
        else:
            self._make_editors(details.fields)
        self._show_rows(details.rows)

    def _show_rows(self, rows: tuple[tuple[str, str], ...]) -> None:
        """Labels are made only where there are others than before: this comes after each edit."""
        names = [name for name, _ in rows]
        if names != [name for name, _ in self._values]:
            while self._rows.rowCount():
                self._rows.removeRow(0)
            self._values = [(name, _value()) for name in names]
            for name, value in self._values:
                self._rows.addRow(_label(name, "secondary"), value)
        for (_, shown), (_, text) in zip(self._values, rows, strict=True):
            shown.setText(text)

    def _make_editors(self, fields: tuple[Field, ...]) -> None:
        self._editors.clear()
        while self._fields.rowCount():
            self._fields.removeRow(0)
        while (item := self._prose.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        for field in fields:
            editor = self._editors[field.id] = FieldEditor(field)
            editor.set_editable(self._editable)
            editor.changed.connect(self._ask)
            title = _label(field.label, "secondary")
            title.setBuddy(editor.control)
            if field.kind is FieldKind.PROSE:
                self._prose.addWidget(title)
                self._prose.addWidget(editor)
            else:
                self._fields.addRow(title, editor)

    def _ask(self, field_id: str, value: str) -> None:
        self.change_requested.emit(self._shown.ids, field_id, value)

    def show_error(self, ids: tuple[str, ...], field_id: str, text: str) -> None:
        """Beside the field, where those things are still shown."""
        if ids == self._shown.ids and field_id in self._editors:
            self._editors[field_id].show_error(text)

    def drop_typed(self) -> None:
        """Esc: what was typed into a line is not wanted."""
        for editor in self._editors.values():
            editor.drop()

    def set_editable(self, editable: bool) -> None:
        self._editable = editable
        for editor in self._editors.values():
            editor.set_editable(editable)


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    form.setHorizontalSpacing(12)
    return form


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    return label


def _value() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
