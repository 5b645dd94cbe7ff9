"""One class in the editor: every field tells beside it what stands in its way; what is complete is wished."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.domain.ontology import Attribute, ClassKind, LabelClass
from app.views import theme
from app.views.class_kinds import kind_names
from app.views.dialogs.ontology_attributes import AttributeTree
from app.views.dialogs.ontology_colours import ColourRow
from app.views.texts import tr

LONGEST_MS = 600_000


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a field; `refused`: so it cannot be."""

    text: str
    refused: bool = False


Remarks = Mapping[str, Remark]
"""By field: `name`, `key`, `colour`, `attributes`."""


class ClassForm(QWidget):
    """`remarks(draft)` judges a draft. A draft that nothing refuses leaves as a wish; the stored class comes
    back by `show_class`."""

    change_requested = Signal(object, tuple, tuple)  # LabelClass, attributes renamed, choices renamed

    def __init__(self, remarks: Callable[[LabelClass], Remarks], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judge = remarks
        self._class: LabelClass | None = None
        self.name = QLineEdit()
        self.name.setMaxLength(120)
        self.kind = QComboBox()
        for kind, text in kind_names().items():
            self.kind.addItem(text, kind.value)
        self.colour = ColourRow()
        self.key = QLineEdit()
        self.key.setMaxLength(1)
        self.key.setFixedWidth(44)
        self.key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.key.setValidator(QRegularExpressionValidator(QRegularExpression("[a-zA-Z0-9]?"), self))
        self.lead, self.lag, self.reaction = (_milliseconds() for _ in range(3))
        self.overlaps = QCheckBox(tr("Labels may overlap"))
        self.directional = QCheckBox(tr("Left and right matter: training shows no mirrored pictures"))
        self.attributes = AttributeTree()
        self._remarks = {field: _remark() for field in ("name", "key", "colour", "attributes")}
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_S)
        grid.setColumnStretch(1, 1)
        key = _beside(self.key, self._remarks["key"])
        times = QHBoxLayout()
        times.setSpacing(theme.SPACE_S)
        for text, field, name in (
            (tr("before"), self.lead, tr("Milliseconds before the tap")),
            (tr("after"), self.lag, tr("Milliseconds after the tap")),
            (tr("reaction"), self.reaction, tr("Reaction: the tap is late by so many milliseconds")),
        ):
            label = QLabel(text)
            label.setProperty("role", "secondary")
            field.setAccessibleName(name)
            field.setToolTip(name)
            times.addWidget(label)
            times.addWidget(field)
            times.addSpacing(theme.SPACE_M)
        times.addStretch(1)
        rows: tuple[tuple[str, QWidget | QHBoxLayout, QWidget], ...] = (
            (tr("Name"), self.name, self.name),
            ("", self._remarks["name"], self.name),
            (tr("Kind"), _beside(self.kind), self.kind),
            (tr("Key"), key, self.key),
            (tr("Colour"), self.colour, self.colour),
            ("", self._remarks["colour"], self.colour),
            (tr("A tap"), times, self.lead),
            ("", self.overlaps, self.overlaps),
            ("", self.directional, self.directional),
        )
        for number, (text, item, buddy) in enumerate(rows):
            if text:
                label = QLabel(text)
                label.setBuddy(buddy)
                if buddy.accessibleName() == "":
                    buddy.setAccessibleName(text)
                grid.addWidget(label, number, 0)
            if isinstance(item, QHBoxLayout):
                grid.addLayout(item, number, 1)
            else:
                grid.addWidget(item, number, 1)
        further = QLabel(tr("Labels can say further"))
        further.setProperty("role", "title")
        hint = QLabel(tr("A key beside a choice sets it on the label just made, while the film plays on."))
        hint.setProperty("role", "secondary")
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addLayout(grid)
        layout.addSpacing(theme.SPACE_S)
        layout.addWidget(further)
        layout.addWidget(hint)
        layout.addWidget(self.attributes, 1)
        layout.addWidget(self._remarks["attributes"])

    def _connect(self) -> None:
        self.name.textEdited.connect(self._typed)
        self.name.editingFinished.connect(lambda: self._wish(name=self.name.text().strip()))
        self.key.textEdited.connect(lambda text: self._wish(key=text.lower()))
        self.kind.activated.connect(lambda _: self._wish(kind=ClassKind(self.kind.currentData())))
        self.colour.chosen.connect(lambda colour: self._wish(colour=colour))
        self.lead.editingFinished.connect(lambda: self._wish(lead_ms=self.lead.value()))
        self.lag.editingFinished.connect(lambda: self._wish(lag_ms=self.lag.value()))
        self.reaction.editingFinished.connect(lambda: self._wish(reaction_ms=self.reaction.value()))
        self.overlaps.clicked.connect(lambda on: self._wish(overlaps=on))
        self.directional.clicked.connect(lambda on: self._wish(directional=on))
        self.attributes.edited.connect(self._attributes_edited)
        self.attributes.incomplete.connect(self._say_incomplete)

    # --- in --------------------------------------------------------------------------------

    def show_class(self, label_class: LabelClass) -> None:
        """As it is stored. Of the same class nothing is touched that says so already."""
        self._class = label_class
        for field, text in ((self.name, label_class.name), (self.key, label_class.key.upper())):
            if field.text() != text:
                field.setText(text)
        self.kind.setCurrentIndex(list(ClassKind).index(label_class.kind))
        self.colour.show_colour(label_class.colour)
        in_time = label_class.kind is not ClassKind.BOX
        for spin, value in (
            (self.lead, label_class.lead_ms),
            (self.lag, label_class.lag_ms),
            (self.reaction, label_class.reaction_ms),
        ):
            spin.setValue(value)
            spin.setEnabled(in_time)
        self.overlaps.setChecked(label_class.overlaps)
        self.overlaps.setEnabled(in_time)
        self.directional.setChecked(label_class.directional)
        self.attributes.show_attributes(label_class.attributes)
        self._say(self._judge(label_class))

    # --- out -------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        if self._class is not None:
            self._say(self._judge(replace(self._class, name=text.strip())))

    def _say_incomplete(self, name: str) -> None:
        said = Remark(tr("“{name}” needs a choice: add one, or give it another kind.", name=name))
        self._say({"attributes": said})

    def _attributes_edited(
        self,
        attributes: tuple[Attribute, ...],
        renamed: tuple[tuple[str, str], ...],
        choices: tuple[tuple[str, str, str], ...],
    ) -> None:
        self._wish(renamed, choices, attributes=attributes)

    def _wish(
        self,
        renamed: tuple[tuple[str, str], ...] = (),
        choices: tuple[tuple[str, str, str], ...] = (),
        **fields: object,
    ) -> None:
        if self._class is None:
            return
        draft = replace(self._class, **fields)  # type: ignore[arg-type]
        if draft == self._class:
            return
        remarks = self._judge(draft)
        self._say(remarks)
        if not any(remark.refused for remark in remarks.values()):
            self.change_requested.emit(draft, renamed, choices)

    def _say(self, remarks: Remarks) -> None:
        for field, label in self._remarks.items():
            remark = remarks.get(field, Remark(""))
            label.setText(remark.text)
            label.setVisible(bool(remark.text))
            label.setProperty("role", "error" if remark.refused else "warning")
            label.style().polish(label)


def _beside(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.SPACE_M)
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLabel) else 0)
    row.addStretch(0 if any(isinstance(w, QLabel) for w in widgets) else 1)
    return row


def _milliseconds() -> QSpinBox:
    field = QSpinBox()
    field.setRange(0, LONGEST_MS)
    field.setSingleStep(100)
    field.setSuffix(" ms")
    # `NoButtons` would leave a line edit of no width under a stylesheet.
    field.setStyleSheet("QSpinBox::up-button, QSpinBox::down-button { width: 0; border: 0; }")
    field.lineEdit().setTextMargins(theme.SPACE_S, 0, 0, 0)
    field.setFixedWidth(88)
    return field


def _remark() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.hide()
    return label
