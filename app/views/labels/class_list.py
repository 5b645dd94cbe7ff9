"""The class list: tap to label, add in place, rename, give a key; the rest is in the editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.ontology import ClassKind, LabelClass
from app.views.class_kinds import kind_names
from app.views.labels.class_table import COUNT, KEY, KIND, NAME, ClassTable
from app.views.template_menu import Template, fill_templates
from app.views.texts import tr

MOST_IN_ORDER = 10
"""With more classes than this the most used come first: those are in hand without scrolling."""


class ClassList(QWidget):
    """Signals are wishes; the list changes when `set_classes` says so."""

    add_requested = Signal(str, object)  # name, ClassKind
    change_requested = Signal(object)  # LabelClass as it shall be
    remove_requested = Signal(str)
    retire_requested = Signal(str)
    merge_requested = Signal(str)
    edit_requested = Signal(str)  # class id, empty: none in particular
    template_requested = Signal(str)
    chosen = Signal(str)  # class id: the class of the next box or lane
    tapped = Signal(str)  # class id: as if its key were pressed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = ClassTable()
        self._table.change_requested.connect(self.change_requested)
        self._view = _view(self._table)
        self._view.customContextMenuRequested.connect(self._show_menu)
        self._view.selectionModel().currentRowChanged.connect(self._tell_chosen)
        self._view.installEventFilter(self)
        self._fit({})
        self._name = QLineEdit()
        self._name.setPlaceholderText(tr("Add a class…"))
        self._name.setAccessibleName(tr("Name of a new class"))
        self._name.setClearButtonEnabled(True)
        self._kind = QComboBox()
        self._kind.setAccessibleName(tr("Kind of the new class"))
        for kind, text in kind_names().items():
            self._kind.addItem(text, kind)
        self._add = QPushButton(tr("Add"))
        self._add.clicked.connect(self._request_add)
        self._name.returnPressed.connect(self._request_add)
        self._hint = QLabel(tr("Name what happens in the film, for instance “serve” or “fall”."))
        self._hint.setProperty("role", "secondary")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._hint.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._templates = QPushButton(tr("Begin with a template"))
        self._templates.setMenu(QMenu(self._templates))
        self._edit_all = QToolButton()
        self._edit_all.setText("⋯")
        self._edit_all.setToolTip(tr("Edit the classes: attributes, colours, order, templates, merging"))
        self._edit_all.setAccessibleName(tr("Edit the classes"))
        self._edit_all.clicked.connect(lambda: self.edit_requested.emit(self.current_class()))
        self._error = QLabel()
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self._name, 1)
        row.addWidget(self._kind)
        row.addWidget(self._add)
        row.addWidget(self._edit_all)
        begin = QHBoxLayout()
        begin.setContentsMargins(8, 0, 8, 0)
        begin.addWidget(self._templates)
        begin.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for label in (self._hint, self._error):
            label.setContentsMargins(8, 4, 8, 0)
        layout.addWidget(self._hint)
        layout.addLayout(begin)
        layout.addWidget(self._view, 1)
        layout.addStretch(0)
        layout.addLayout(row)
        layout.addWidget(self._error)

    # --- in --------------------------------------------------------------------------------

    def set_templates(self, templates: Sequence[Template]) -> None:
        """Offered while there is no class."""
        fill_templates(self._templates.menu(), templates, self.template_requested.emit)

    def set_classes(self, classes: Sequence[LabelClass], counts: Mapping[str, int]) -> None:
        """Those in use, in their order; of many the most used first, until the classes are set again."""
        current = self.current_class()
        in_use = [c for c in classes if not c.retired]
        if len(in_use) > MOST_IN_ORDER:
            in_use.sort(key=lambda c: -counts.get(c.id, 0))
        self._table.set_classes(in_use, counts)
        self._fit(counts)
        self._hint.setVisible(not classes)
        self._templates.setVisible(not classes)
        self._view.setVisible(bool(classes))
        self.set_current(current)
        self.show_error("")

    def set_counts(self, counts: Mapping[str, int]) -> None:
        self._table.set_counts(counts)
        if len(f"{max(counts.values(), default=0):,}") != self._digits:
            self._fit(counts)

    def _fit(self, counts: Mapping[str, int]) -> None:
        """By the header itself every cell would be measured after each edit."""
        self._digits = len(f"{max(counts.values(), default=0):,}")
        for column in (KEY, KIND, COUNT):
            self._view.resizeColumnToContents(column)
            # The line of the class that is coded is bold.
            self._view.setColumnWidth(column, round(1.1 * self._view.columnWidth(column)))

    def set_current(self, class_id: str) -> None:
        row = self._table.row_of(class_id)
        if row >= 0:
            self._view.setCurrentIndex(self._table.index(row, NAME))

    def set_coding(self, class_id: str) -> None:
        self._table.set_coding(class_id)

    def set_editable(self, editable: bool) -> None:
        """False in a project that is open for reading only."""
        triggers = QAbstractItemView.EditTrigger
        self._view.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed if editable else triggers.NoEditTriggers
        )
        for widget in (self._name, self._kind, self._add, self._templates):
            widget.setEnabled(editable)

    def show_error(self, text: str) -> None:
        """Why the last wish was refused, where it was made."""
        self._error.setText(text)
        self._error.setVisible(bool(text))

    def start_naming(self) -> None:
        """Put the cursor where the name of a new class is typed."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def current_class(self) -> str:
        row = self._view.currentIndex().row()
        return self._table.class_at(row).id if 0 <= row < self._table.rowCount() else ""

    # --- out -------------------------------------------------------------------------------

    def _request_add(self) -> None:
        name = self._name.text().strip()
        if name:
            self._name.clear()
            self._name.setPlaceholderText(tr("Another, or Esc: back to the film"))
            # Qt hands a StrEnum back as a plain str.
            self.add_requested.emit(name, ClassKind(self._kind.currentData()))
        else:
            self._name.setFocus()

    def _tell_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._table.class_at(current.row()).id)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Delete and self.current_class():
            self.remove_requested.emit(self.current_class())
            return True
        return False

    def _show_menu(self, position: QPoint) -> None:
        index = self._view.indexAt(position)
        if not index.isValid() or not self._add.isEnabled():
            return
        menu = self.menu_of(self._table.class_at(index.row()))
        menu.exec(self._view.viewport().mapToGlobal(position))
        menu.deleteLater()

    def menu_of(self, label_class: LabelClass) -> QMenu:
        """Everything that can be done to one class."""
        menu = QMenu(self)
        menu.addAction(tr("Label with it now"), lambda: self.tapped.emit(label_class.id))
        menu.addSeparator()
        menu.addAction(tr("Rename"), lambda: self._edit(label_class.id, NAME))
        menu.addAction(tr("Change the key"), lambda: self._edit(label_class.id, KEY))
        menu.addAction(tr("Edit…"), lambda: self.edit_requested.emit(label_class.id))
        menu.addSeparator()
        menu.addAction(tr("Merge into…"), lambda: self.merge_requested.emit(label_class.id))
        menu.addAction(tr("Retire"), lambda: self.retire_requested.emit(label_class.id))
        menu.addAction(tr("Delete"), lambda: self.remove_requested.emit(label_class.id))
        return menu

    def _edit(self, class_id: str, column: int) -> None:
        self._view.edit(self._table.index(self._table.row_of(class_id), column))


def _view(table: ClassTable) -> QTableView:
    view = QTableView()
    view.setModel(table)
    view.setAccessibleName(tr("Classes"))
    view.setShowGrid(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(26)
    header = view.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return view
