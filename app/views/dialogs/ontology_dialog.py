"""The editor of classes: all of them in their order at the left, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.ontology import ClassKind, LabelClass
from app.views import theme
from app.views.dialogs.ontology_form import ClassForm, Remarks
from app.views.template_menu import Template, fill_templates
from app.views.texts import tr

_ID = Qt.ItemDataRole.UserRole
WIDTH, HEIGHT = 860, 640
Swatch = Callable[[str, ClassKind], QIcon]


class OntologyDialog(QDialog):
    """Signals are wishes; the classes change when `show_classes` says so."""

    add_requested = Signal(str)
    change_requested = Signal(object, tuple, tuple)  # LabelClass, attributes renamed, choices renamed
    order_requested = Signal(tuple)  # class ids
    retire_requested = Signal(str)
    bring_back_requested = Signal(str)
    merge_requested = Signal(str)
    remove_requested = Signal(str)
    template_requested = Signal(str)
    import_requested = Signal()
    export_requested = Signal()
    undo_requested = Signal()

    def __init__(
        self, remarks: Callable[[LabelClass], Remarks], swatch: Swatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Classes"))
        self._swatch = swatch
        self._classes: dict[str, LabelClass] = {}
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Classes in their order"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setToolTip(tr("Drag to another place, or Alt with the arrow keys"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.installEventFilter(self)
        self.new_name = QLineEdit()
        self.new_name.setPlaceholderText(tr("Add a class…"))
        self.new_name.setAccessibleName(tr("Name of a new class"))
        self.templates = _button(tr("Templates"))
        self.templates.setMenu(QMenu(self.templates))
        self.bring = _button(tr("Import…"))
        self.take = _button(tr("Export…"))
        self.form = ClassForm(remarks)
        self.used = QLabel()
        self.used.setProperty("role", "secondary")
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setProperty("role", "error")
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message.hide()
        self.merge = _button(tr("Merge into…"))
        self.retire = _button(tr("Retire"))
        self.remove = _button(tr("Delete"))
        self._empty = QLabel(tr("Name your first class at the left, or begin with a template."))
        self._empty.setProperty("role", "secondary")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE_M)
        left.addWidget(self.list, 1)
        left.addWidget(self.new_name)
        files = QHBoxLayout()
        files.setSpacing(theme.SPACE_S)
        for button in (self.templates, self.bring, self.take):
            files.addWidget(button)
        left.addLayout(files)
        last = QHBoxLayout()
        last.setSpacing(theme.SPACE_M)
        last.addWidget(self.used, 1)
        for button in (self.merge, self.retire, self.remove):
            last.addWidget(button)
        page = QWidget()
        right = QVBoxLayout(page)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.SPACE_M)
        right.addWidget(self.form, 1)
        right.addLayout(last)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(page)
        beside = QHBoxLayout()
        beside.setSpacing(theme.SPACE_XL)
        beside.addLayout(left, 2)
        beside.addWidget(self._pages, 4)
        close = _button(tr("Close"))
        close.clicked.connect(self.reject)
        end = QHBoxLayout()
        end.addWidget(self.message, 1)
        end.addStretch(0)
        end.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_L)
        layout.addLayout(beside, 1)
        layout.addLayout(end)
        self.resize(WIDTH, HEIGHT)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._show_current)
        self.list.model().rowsMoved.connect(self._tell_order)
        self.new_name.returnPressed.connect(self._tell_added)
        self.form.change_requested.connect(self.change_requested)
        self.bring.clicked.connect(self.import_requested)
        self.take.clicked.connect(self.export_requested)
        self.merge.clicked.connect(lambda: self.merge_requested.emit(self.current_class()))
        self.remove.clicked.connect(lambda: self.remove_requested.emit(self.current_class()))
        self.retire.clicked.connect(self._tell_retired)

    # --- in --------------------------------------------------------------------------------

    def set_templates(self, templates: Sequence[Template]) -> None:
        fill_templates(self.templates.menu(), templates, self.template_requested.emit)

    def set_editable(self, editable: bool) -> None:
        """False in a project that is open for reading only."""
        for widget in (
            self.form,
            self.new_name,
            self.templates,
            self.bring,
            self.merge,
            self.retire,
            self.remove,
        ):
            widget.setEnabled(editable)
        modes = QAbstractItemView.DragDropMode
        self.list.setDragDropMode(modes.InternalMove if editable else modes.NoDragDrop)

    def show_classes(self, classes: Sequence[LabelClass], counts: Mapping[str, int]) -> None:
        """As they are stored; the chosen one stays chosen. Retired ones stand last."""
        current = self.current_class()
        ordered = sorted(classes, key=lambda c: c.retired)
        self._classes = {c.id: c for c in ordered}
        with QSignalBlocker(self.list):
            self.list.clear()
            for label_class in ordered:
                self.list.addItem(self._item(label_class, counts.get(label_class.id, 0)))
        self.take.setEnabled(bool(classes))
        self.show_error("")
        self.choose(current if current in self._classes else next(iter(self._classes), ""))

    def _item(self, label_class: LabelClass, count: int) -> QListWidgetItem:
        key = f"   {label_class.key.upper()}" if label_class.key else ""
        text = (
            tr("{name}  (retired)", name=label_class.name) if label_class.retired else label_class.name + key
        )
        item = QListWidgetItem(self._swatch(label_class.colour, label_class.kind), text)
        item.setData(_ID, label_class.id)
        item.setToolTip(
            tr(
                "{name}: 1 label" if count == 1 else "{name}: {count:,} labels",
                name=label_class.name,
                count=count,
            )
        )
        if label_class.retired:
            item.setForeground(self.palette().placeholderText())
        return item

    def show_use(self, count: int) -> None:
        """How much carries the chosen class."""
        text = tr("Nothing carries it: it can be deleted.") if not count else ""
        if count:
            text = tr(
                "1 label or suggestion carries it."
                if count == 1
                else "{count:,} labels and suggestions carry it.",
                count=count,
            )
        self.used.setText(text)
        self.remove.setEnabled(not count and self.form.isEnabled())
        self.remove.setToolTip(tr("A class in use can be merged into another, or retired") if count else "")

    def choose(self, class_id: str) -> None:
        row = next((n for n in range(self.list.count()) if self.list.item(n).data(_ID) == class_id), -1)
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(row)
        self._show_current()

    def show_error(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def current_class(self) -> str:
        item = self.list.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    # --- out -------------------------------------------------------------------------------

    chosen = Signal(str)  # its use is asked for: `show_use`

    def _show_current(self) -> None:
        label_class = self._classes.get(self.current_class())
        self._pages.setCurrentIndex(0 if label_class is None else 1)
        if label_class is None:
            return
        self.form.show_class(label_class)
        self.retire.setText(tr("Bring back") if label_class.retired else tr("Retire"))
        self.retire.setToolTip(
            "" if label_class.retired else tr("It keeps its labels, gets no new ones and gives its key free")
        )
        self.chosen.emit(label_class.id)

    def _tell_added(self) -> None:
        name = self.new_name.text().strip()
        if name:
            self.new_name.clear()
            self.add_requested.emit(name)

    def _tell_order(self) -> None:
        self.order_requested.emit(tuple(self.list.item(n).data(_ID) for n in range(self.list.count())))

    def _tell_retired(self) -> None:
        label_class = self._classes.get(self.current_class())
        if label_class is not None:
            wish = self.bring_back_requested if label_class.retired else self.retire_requested
            wish.emit(label_class.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_requested.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self._move_current(steps[Qt.Key(event.key())])
            return True
        return False

    def _move_current(self, step: int) -> None:
        ids = list(self._classes)
        here = ids.index(self.current_class()) if self.current_class() in ids else -1
        if here >= 0 and 0 <= here + step < len(ids) and self.form.isEnabled():
            ids[here], ids[here + step] = ids[here + step], ids[here]
            self.order_requested.emit(tuple(ids))


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button
