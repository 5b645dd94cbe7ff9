"""The labels of one film as a virtual table model: a hundred thousand rows cost no more than the visible."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.domain.ontology import ClassKind, Ontology
from app.domain.segments import CompleteRange, Origin, Segment, Verification
from app.domain.timebase import TimeRange, TimeScale, clock_text
from app.views.texts import marked, tr

TIME, LENGTH, CLASS, WHO = range(4)
HEADERS = marked(("Time", "Length", "Class", "Who"))
MANY = 500

VERIFICATION_TEXT = marked(
    {
        Verification.BLIND: "made without a suggestion in view",
        Verification.SEEN: "accepted after it was played",
        Verification.EDITED: "accepted and changed",
        Verification.UNSEEN: "accepted without being played",
        Verification.BULK: "accepted with many others",
    }
)
# Beside the name, so that a glance tells who stands behind a label and how.
VERIFICATION_MARK = marked(
    {
        Verification.SEEN: "✓ seen",
        Verification.EDITED: "✓ edited",
        Verification.UNSEEN: "· unseen",
        Verification.BULK: "· bulk",
    }
)

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class TrackRow:
    """A track of boxes in the list of labels; `range` from its first key frame to its last."""

    id: str
    class_id: str
    range: TimeRange
    actor_id: str
    number: int
    boxes: int
    origin: Origin = Origin.HAND
    verification: Verification = Verification.BLIND


LabelRow = Segment | TrackRow | CompleteRange


class LabelTable(QAbstractTableModel):
    """Rows in order of start. `put` and `discard` touch single rows; `set_rows` starts over."""

    def __init__(self, swatch: Callable[[str, ClassKind], Any]) -> None:
        super().__init__()
        self._swatch = swatch
        self._rows: list[LabelRow] = []
        self._order: list[tuple[int, str]] = []
        self._by_id: dict[str, LabelRow] = {}
        self._ontology = Ontology()
        self._scale: TimeScale | None = None
        self._names: dict[str, str] = {}

    # --- in --------------------------------------------------------------------------------

    def set_rows(self, rows: Iterable[LabelRow]) -> None:
        self.beginResetModel()
        self._by_id = {row.id: row for row in rows}
        self._order = sorted((row.range.start, row.id) for row in self._by_id.values())
        self._rows = [self._by_id[row_id] for _, row_id in self._order]
        self.endResetModel()

    def set_ontology(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._all_changed()

    def set_scale(self, scale: TimeScale | None) -> None:
        self._scale = scale
        self._all_changed()

    def set_people(self, names: dict[str, str]) -> None:
        """Names of actors by id."""
        self._names = dict(names)
        self._all_changed()

    def apply(self, removed: Sequence[str], fresh: Sequence[LabelRow]) -> None:
        """Take rows out and put rows in; the rest, the selection and the scroll stay."""
        if len(removed) + len(fresh) > MANY:
            if not removed and all(self._stays(row) for row in fresh):
                self._by_id.update((row.id, row) for row in fresh)
                self._rows = [self._by_id[row.id] for row in self._rows]
                self._all_changed()
                return
            gone = set(removed) | {row.id for row in fresh}
            self.set_rows([*(r for r in self._rows if r.id not in gone), *fresh])
            return
        replaced = {row.id for row in fresh}
        for row_id in removed:
            if row_id not in replaced:
                self.discard(row_id)
        for row in fresh:
            self.put(row)

    def _stays(self, row: LabelRow) -> bool:
        """Whether it is there already, and keeps its place."""
        known = self._by_id.get(row.id)
        return known is not None and _order(known) == _order(row)

    def put(self, row: LabelRow) -> None:
        known = self._by_id.get(row.id)
        if self._stays(row):
            at = self.row_of(row.id)
            self._rows[at] = self._by_id[row.id] = row
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(HEADERS) - 1))
            return
        if known is not None:
            self._move(known, row)
            return
        at = bisect_left(self._order, _order(row))
        self.beginInsertRows(QModelIndex(), at, at)
        self._rows.insert(at, row)
        self._order.insert(at, _order(row))
        self._by_id[row.id] = row
        self.endInsertRows()

    def _move(self, known: LabelRow, row: LabelRow) -> None:
        source = self.row_of(known.id)
        before = bisect_left(self._order, _order(row))
        moves = before not in (source, source + 1)
        if moves:
            self.beginMoveRows(QModelIndex(), source, source, QModelIndex(), before)
        del self._rows[source], self._order[source]
        target = before - 1 if before > source else before
        self._rows.insert(target, row)
        self._order.insert(target, _order(row))
        self._by_id[row.id] = row
        if moves:
            self.endMoveRows()
        self.dataChanged.emit(self.index(target, 0), self.index(target, len(HEADERS) - 1))

    def discard(self, row_id: str) -> None:
        at = self.row_of(row_id)
        if at < 0:
            return
        self.beginRemoveRows(QModelIndex(), at, at)
        del self._rows[at], self._order[at], self._by_id[row_id]
        self.endRemoveRows()

    def _all_changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(HEADERS) - 1))

    # --- out -------------------------------------------------------------------------------

    def row_of(self, row_id: str) -> int:
        row = self._by_id.get(row_id)
        return bisect_left(self._order, _order(row)) if row is not None else -1

    def row_at(self, number: int) -> LabelRow:
        return self._rows[number]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADERS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.DecorationRole and column == CLASS:
            label_class = self._ontology.get(row.class_id)
            return self._swatch(label_class.colour, label_class.kind) if label_class else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row)
        return None

    def _text(self, row: LabelRow, column: int) -> str:
        if column == TIME:
            if self._scale is None:
                return str(row.range.start)
            # Within the first hour the hours are left out: the column is narrow.
            return clock_text(self._scale.seconds(row.range.start)).removeprefix("00:")
        if column == LENGTH:
            return self._length(row)
        if column == CLASS:
            label_class = self._ontology.get(row.class_id)
            name = label_class.name if label_class else "?"
            if isinstance(row, CompleteRange):
                return tr("Complete for {name}", name=name) if row.class_id else tr("Complete")
            return f"{name} #{row.number}" if isinstance(row, TrackRow) else name
        who = self._names.get(row.actor_id, "")
        if isinstance(row, CompleteRange):
            return who
        if row.origin is Origin.IMPORTED:
            mark = tr("imported")
        else:
            mark = tr(VERIFICATION_MARK[row.verification]) if row.verification in VERIFICATION_MARK else ""
        return f"{who} {mark}".strip()

    def _length(self, row: LabelRow) -> str:
        if isinstance(row, TrackRow):
            return tr("1 box") if row.boxes == 1 else tr("{count} boxes", count=row.boxes)
        if isinstance(row, Segment) and row.is_point:
            return tr("point")
        if self._scale is None:
            return ""
        return f"{float(row.range.length * self._scale.time_base):.2f} s"

    def _tip(self, row: LabelRow) -> str:
        who = self._names.get(row.actor_id, tr("unknown"))
        if isinstance(row, CompleteRange):
            return tr("{who}: what is not labelled in here is background", who=who)
        how = "imported" if row.origin is Origin.IMPORTED else VERIFICATION_TEXT[row.verification]
        return tr("{who}: {how}", who=who, how=tr(how))


def _order(row: LabelRow) -> tuple[int, str]:
    return (row.range.start, row.id)
