"""What labels of a class can say further: attributes, their kinds, choices and keys, edited in place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.ontology import Attribute, AttributeKind
from app.views import theme
from app.views.texts import tr

NAME, KIND, KEY = range(3)
_WAS = Qt.ItemDataRole.UserRole  # the name or choice as the labels know it
_EDITABLE = Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

Index = QModelIndex | QPersistentModelIndex


class AttributeTree(QWidget):
    """Attributes with their choices below. `edited` is a wish; what holds comes by `show_attributes`."""

    edited = Signal(tuple, tuple, tuple)  # attributes, (old, new) names, (attribute, old, new) choices
    incomplete = Signal(str)  # a choice of this name has nothing to choose from yet

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Attribute, ...] | None = None
        self._tree = QTreeWidget()
        self._tree.setColumnCount(3)
        self._tree.setHeaderLabels([tr("Attribute or choice"), tr("Kind"), tr("Key")])
        self._tree.setAccessibleName(tr("Attributes of the class"))
        # Left and right then reach kind and key: F2 edits each.
        self._tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self._tree.setItemDelegate(_Fields(self._tree))
        self._tree.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self._tree.setStyleSheet(
            f"QTreeView::item {{ min-height: {theme.CONTROL_HEIGHT - 4}px; }}"
            "QComboBox { border: 0; background: transparent; }"
        )
        header = self._tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(KIND, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(KEY, QHeaderView.ResizeMode.Fixed)
        self._tree.setColumnWidth(KIND, 96)
        self._tree.setColumnWidth(KEY, 44)
        self._tree.itemChanged.connect(self._tell)
        self._tree.currentItemChanged.connect(self._show_buttons)
        self._tree.installEventFilter(self)
        self._add = _button(tr("Add an attribute"), self._add_attribute)
        self._choice = _button(tr("Add a choice"), self._add_choice)
        self._remove = _button(tr("Remove"), self._remove_current)
        row = QHBoxLayout()
        for button in (self._add, self._choice, self._remove):
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addWidget(self._tree, 1)
        layout.addLayout(row)
        self._show_buttons()

    # --- in --------------------------------------------------------------------------------

    def show_attributes(self, attributes: Sequence[Attribute]) -> None:
        """As they are stored; the place in the list stays."""
        at = self._place()
        self._shown = tuple(attributes)
        blocked = self._tree.blockSignals(True)
        self._tree.clear()
        for attribute in attributes:
            self._put(attribute)
        self._tree.expandAll()
        self._tree.blockSignals(blocked)
        self._go_to(at)
        self._show_buttons()

    def _put(self, attribute: Attribute) -> QTreeWidgetItem:
        item = QTreeWidgetItem([attribute.name, "", ""])
        item.setFlags(_EDITABLE)
        item.setData(NAME, _WAS, attribute.name)
        if attribute.kind is AttributeKind.FLAG:
            item.setText(KEY, attribute.keys[0].upper() if attribute.keys else "")
        self._tree.addTopLevelItem(item)
        self._tree.setItemWidget(item, KIND, self._kind_field(attribute, item))
        keys = {value: key for key, value in attribute.key_values}
        for choice in attribute.choices:
            self._put_choice(item, choice, choice, keys.get(choice, ""))
        return item

    def _put_choice(self, item: QTreeWidgetItem, choice: str, was: str, key: str = "") -> QTreeWidgetItem:
        child = QTreeWidgetItem([choice, "", key.upper()])
        child.setFlags(_EDITABLE)
        child.setData(NAME, _WAS, was)
        item.addChild(child)
        return child

    def _kind_field(self, attribute: Attribute, item: QTreeWidgetItem) -> QComboBox:
        field = QComboBox()
        names = {
            AttributeKind.CHOICE: tr("Choice"),
            AttributeKind.NUMBER: tr("Number"),
            AttributeKind.TEXT: tr("Text"),
            AttributeKind.FLAG: tr("Yes or no"),
        }
        for kind, text in names.items():
            field.addItem(text, kind.value)
        field.setCurrentIndex(list(names).index(attribute.kind))
        field.setAccessibleName(tr("Kind of {name}", name=attribute.name))
        field.activated.connect(lambda _: self._kind_changed(item))
        return field

    # --- out -------------------------------------------------------------------------------

    def _kind_changed(self, item: QTreeWidgetItem) -> None:
        if self._kind_of(item) is AttributeKind.CHOICE and not item.childCount():
            self._begin_choice(item)
        else:
            self._tell()

    def _tell(self) -> None:
        places = range(self._tree.topLevelItemCount())
        items = [item for n in places if (item := self._tree.topLevelItem(n)) is not None]
        attributes = tuple(self._attribute(item) for item in items)
        if attributes == self._shown or not all(a.name for a in attributes):
            return
        bare = next((a.name for a in attributes if a.kind is AttributeKind.CHOICE and not a.choices), "")
        if bare:
            self.incomplete.emit(bare)
            return
        renamed = tuple(
            (was, now) for i in items if (was := i.data(NAME, _WAS)) and was != (now := i.text(NAME).strip())
        )
        choices = tuple(
            (str(i.data(NAME, _WAS)), was, now)
            for i in items
            for c in _children(i)
            if (was := c.data(NAME, _WAS)) and (now := c.text(NAME).strip()) and was != now
        )
        self.edited.emit(attributes, renamed, choices)

    def _attribute(self, item: QTreeWidgetItem) -> Attribute:
        name, kind = item.text(NAME).strip(), self._kind_of(item)
        if kind is AttributeKind.FLAG:
            key = item.text(KEY).strip().lower()[:1]
            return Attribute(name, kind, (), (key,) if key else ())
        if kind is not AttributeKind.CHOICE:
            return Attribute(name, kind)
        children = [c for c in _children(item) if c.text(NAME).strip()]
        keys = tuple(c.text(KEY).strip().lower()[:1] for c in children)
        return Attribute(name, kind, tuple(c.text(NAME).strip() for c in children), keys if any(keys) else ())

    def _kind_of(self, item: QTreeWidgetItem) -> AttributeKind:
        field = self._tree.itemWidget(item, KIND)
        assert isinstance(field, QComboBox)
        return AttributeKind(field.currentData())

    # --- adding and removing ---------------------------------------------------------------

    def _add_attribute(self) -> None:
        blocked = self._tree.blockSignals(True)
        item = self._put(Attribute("", AttributeKind.CHOICE))
        item.setData(NAME, _WAS, "")
        self._tree.blockSignals(blocked)
        self._tree.setCurrentItem(item)
        self._tree.editItem(item, NAME)

    def _add_choice(self) -> None:
        item = self._tree.currentItem()
        if item is not None:
            self._begin_choice(item.parent() or item)

    def _begin_choice(self, item: QTreeWidgetItem) -> None:
        blocked = self._tree.blockSignals(True)
        child = self._put_choice(item, "", "")
        item.setExpanded(True)
        self._tree.blockSignals(blocked)
        self._tree.setCurrentItem(child)
        self._tree.editItem(child, NAME)

    def _remove_current(self) -> None:
        item = self._tree.currentItem()
        if item is None:
            return
        parent = item.parent()
        if parent is None:
            self._tree.takeTopLevelItem(self._tree.indexOfTopLevelItem(item))
        else:
            parent.removeChild(item)
            if not parent.childCount():  # a choice without choices is none
                self._tree.takeTopLevelItem(self._tree.indexOfTopLevelItem(parent))
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Delete
        ):
            self._remove_current()
            return True
        return False

    def _show_buttons(self) -> None:
        item = self._tree.currentItem()
        self._remove.setEnabled(item is not None)
        top = None if item is None else item.parent() or item
        self._choice.setEnabled(top is not None and self._kind_of(top) is AttributeKind.CHOICE)

    def _place(self) -> tuple[int, int]:
        item = self._tree.currentItem()
        if item is None:
            return -1, -1
        parent = item.parent()
        if parent is None:
            return self._tree.indexOfTopLevelItem(item), -1
        return self._tree.indexOfTopLevelItem(parent), parent.indexOfChild(item)

    def _go_to(self, place: tuple[int, int]) -> None:
        item = self._tree.topLevelItem(place[0]) if place[0] >= 0 else None
        if item is not None:
            self._tree.setCurrentItem(item.child(place[1]) or item if place[1] >= 0 else item)


class _Fields(QStyledItemDelegate):
    """Words are typed, kinds are chosen in their own field, a key is one character."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget | None:  # type: ignore[override]  # None: no editor
        kind = self._tree.indexWidget(index.sibling(index.row(), KIND))
        if index.column() == KIND:
            if isinstance(kind, QComboBox):
                kind.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        if index.column() == KEY and isinstance(kind, QComboBox) and kind.currentData() != AttributeKind.FLAG:
            return None
        editor = super().createEditor(parent, option, index)
        if index.column() == KEY and isinstance(editor, QLineEdit):
            editor.setMaxLength(1)
        return editor


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for n in range(item.childCount()) if (child := item.child(n)) is not None]


def _button(text: str, act: object) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(act)
    return button
