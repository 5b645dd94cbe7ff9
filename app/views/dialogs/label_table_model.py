"""The table of all labels as a virtual model: only what is seen is made into text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.domain.segments import Origin, Verification
from app.domain.timebase import clock_text
from app.session.label_records import Column, LabelRecord
from app.views.texts import tr

Index = QModelIndex | QPersistentModelIndex
Frames = Callable[[LabelRecord], tuple[int, int] | None]
"""First and last frame of a label, counted from 0; None where they are not known."""

_NOWHERE = QModelIndex()
# Asked thousands of times for each painting: looked up once.
_COLUMNS = tuple(Column)
_DISPLAY, _TOOL_TIP, _ALIGNMENT = (
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.TextAlignmentRole,
    )
)
_AT_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_RIGHT = {Column.START, Column.END, Column.LENGTH, Column.FRAMES}


def headers() -> dict[Column, str]:
    return {
        Column.FILM: tr("Film"),
        Column.CLASS: tr("Class"),
        Column.START: tr("Start"),
        Column.END: tr("End"),
        Column.LENGTH: tr("Length"),
        Column.FRAMES: tr("Frames"),
        Column.ATTRIBUTES: tr("Attributes"),
        Column.COMMENT: tr("Comment"),
        Column.WHO: tr("Who"),
        Column.ORIGIN: tr("Origin"),
        Column.VERIFICATION: tr("Verification"),
    }


def verification_texts() -> dict[Verification, str]:
    return {
        Verification.BLIND: tr("by hand"),
        Verification.SEEN: tr("played"),
        Verification.EDITED: tr("changed"),
        Verification.UNSEEN: tr("not played"),
        Verification.BULK: tr("with many others"),
    }


def origin_texts() -> dict[Origin, str]:
    return {
        Origin.HAND: tr("hand"),
        Origin.SUGGESTION: tr("suggestion"),
        Origin.IMPORTED: tr("import"),
    }


class LabelTableModel(QAbstractTableModel):
    sort_wished = Signal(Column, bool)  # descending

    def __init__(self, frames: Frames) -> None:
        super().__init__()
        self._frames = frames
        self._records: Sequence[LabelRecord] = ()
        self._headers = headers()
        self._verification, self._origin = verification_texts(), origin_texts()

    def set_records(self, records: Sequence[LabelRecord]) -> None:
        self.beginResetModel()
        self._records = records
        self.endResetModel()

    @property
    def records(self) -> Sequence[LabelRecord]:
        return self._records

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[Column(section)]
        if orientation == Qt.Orientation.Horizontal and role == _ALIGNMENT and section in _RIGHT:
            return _AT_THE_RIGHT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column >= 0:
            self.sort_wished.emit(Column(column), order == Qt.SortOrder.DescendingOrder)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (_DISPLAY, _TOOL_TIP):
            return self.text(self._records[index.row()], _COLUMNS[index.column()])
        if role == _ALIGNMENT and index.column() in _RIGHT:
            return _AT_THE_RIGHT
        return None

    def text(self, record: LabelRecord, column: Column) -> str:
        label = record.label
        match column:
            case Column.FILM:
                return record.film
            case Column.CLASS:
                return record.class_name
            case Column.START:
                return clock_text(record.start_s)
            case Column.END:
                return "" if record.is_point else clock_text(record.end_s)
            case Column.LENGTH:
                return tr("point") if record.is_point else f"{record.end_s - record.start_s:.3f} s"
            case Column.FRAMES:
                return self._frames_text(record)
            case Column.ATTRIBUTES:
                return record.attributes
            case Column.COMMENT:
                return label.comment
            case Column.WHO:
                return record.who
            case Column.ORIGIN:
                return self._origin[label.origin]
            case Column.VERIFICATION:
                return self._verification[label.verification]

    def _frames_text(self, record: LabelRecord) -> str:
        frames = self._frames(record)
        if frames is None:
            return ""
        first, last = frames
        return f"{first}" if first == last else f"{first} – {last}"
