"""The classes as a table model: name, key, kind and number of labels; edits leave as wishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPixmap

from app.domain.ontology import ClassKind, LabelClass
from app.views.class_kinds import kind_names
from app.views.icons import untinted
from app.views.texts import marked, tr

NAME, KEY, KIND, COUNT = range(4)
HEADERS = marked(("Class", "Key", "Kind", "Labels"))

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ClassTable(QAbstractTableModel):
    """Rows are `LabelClass` values; `setData` changes nothing and emits `change_requested` instead."""

    change_requested = Signal(object)  # the LabelClass as it shall be

    def __init__(self) -> None:
        super().__init__()
        self._classes: tuple[LabelClass, ...] = ()
        self._counts: Mapping[str, int] = {}
        self._coding = ""

    def set_classes(self, classes: Sequence[LabelClass], counts: Mapping[str, int]) -> None:
        """Replace the rows; the same rows with other contents are updated in place."""
        same_rows = [c.id for c in classes] == [c.id for c in self._classes]
        if not same_rows:
            self.beginResetModel()
        self._classes, self._counts = tuple(classes), dict(counts)
        if same_rows:
            self._all_changed()
        else:
            self.endResetModel()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        before, self._counts = self._counts, dict(counts)
        for row, c in enumerate(self._classes):  # after every edit: most often it is one
            if before.get(c.id) != counts.get(c.id):
                self._changed(row, row)

    def set_coding(self, class_id: str) -> None:
        """The class of which a segment is being coded right now, or none."""
        if class_id != self._coding:
            before, self._coding = self._coding, class_id
            for row, c in enumerate(self._classes):
                if c.id in (before, class_id):
                    self._changed(row, row)

    def _all_changed(self) -> None:
        if self._classes:
            self._changed(0, len(self._classes) - 1)

    def _changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(HEADERS) - 1))

    def class_at(self, row: int) -> LabelClass:
        return self._classes[row]

    def row_of(self, class_id: str) -> int:
        return next((row for row, c in enumerate(self._classes) if c.id == class_id), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._classes)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADERS[section])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in (NAME, KEY) else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        label_class = self._classes[index.row()]
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(label_class, column, role)
        if role == Qt.ItemDataRole.DecorationRole and column == NAME:
            return swatch(label_class.colour, label_class.kind)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (KEY, COUNT):
            side = Qt.AlignmentFlag.AlignRight if column == COUNT else Qt.AlignmentFlag.AlignHCenter
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and column == NAME and label_class.id == self._coding:
            return _bold()
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(label_class)
        return None

    def _text(self, label_class: LabelClass, column: int, role: int) -> str:
        if column == NAME:
            coding = label_class.id == self._coding and role == Qt.ItemDataRole.DisplayRole
            return f"{label_class.name} …" if coding else label_class.name
        if column == KEY:
            return label_class.key.upper() if role == Qt.ItemDataRole.DisplayRole else label_class.key
        if column == KIND:
            return kind_names()[label_class.kind]
        return f"{self._counts.get(label_class.id, 0):,}"

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        label_class = self._classes[index.row()]
        text = str(value).strip()
        if index.column() == NAME and text:
            wanted = replace(label_class, name=text)
        elif index.column() == KEY:
            wanted = replace(label_class, key=text.lower()[:1])
        else:
            return False
        if wanted != label_class:
            self.change_requested.emit(wanted)
        return True


def swatch(colour: str, kind: ClassKind = ClassKind.SEGMENT, size: int = 14) -> QIcon:
    """The class's colour in the shape of its kind: bar, dot or frame; never colour alone."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = QColor(colour)
    painter.setPen(QPen(fill.darker(150), 1))
    painter.setBrush(fill)
    if kind is ClassKind.POINT:
        painter.drawEllipse(3, 3, size - 7, size - 7)
    elif kind is ClassKind.BOX:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(fill, 2))
        painter.drawRect(2, 2, size - 5, size - 5)
    else:
        painter.drawRoundedRect(0, 3, size - 1, size - 7, 2, 2)
    painter.end()
    return untinted(pixmap)


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font


def _tip(label_class: LabelClass) -> str:
    how = {
        ClassKind.SEGMENT: tr("the first tap starts a segment, the second ends it"),
        ClassKind.POINT: tr("one tap sets a point"),
        ClassKind.BOX: tr("the key chooses it for the next box"),
    }[label_class.kind]
    if label_class.kind is ClassKind.POINT and (label_class.lead_ms or label_class.lag_ms):
        how = tr(
            "one tap makes a segment from −{lead} ms to +{lag} ms",
            lead=label_class.lead_ms,
            lag=label_class.lag_ms,
        )
    if label_class.key:
        return tr("Key {key}: {how}", key=label_class.key.upper(), how=how)
    return tr("No key yet. A tap: {how}", how=how)
