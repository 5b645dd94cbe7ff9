"""The key map: every action with its keys; choose one, press another key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QKeyCombination, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.views.texts import tr

_ID = Qt.ItemDataRole.UserRole
_MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """An action. `modes`: where it counts, in words; `keys` as this platform writes them; `changed`: they
    are not those of the table."""

    id: str
    group: str
    text: str
    modes: str
    keys: tuple[str, ...]
    changed: bool = False


class KeyField(QLineEdit):
    """Takes one key stroke, whatever it is; Tab goes on, so that nobody is caught in here."""

    pressed = Signal(QKeyCombination)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        known = event.key() in Qt.Key._value2member_map_
        if known and Qt.Key(event.key()) not in _MODIFIERS and not event.isAutoRepeat():
            stroke = QKeyCombination(
                event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, Qt.Key(event.key())
            )
            self.setText(QKeySequence(stroke).toString(QKeySequence.SequenceFormat.NativeText))
            self.pressed.emit(stroke)
        event.accept()


class KeyMapDialog(QDialog):
    """Signals are wishes; rows change when `show_rows` says so."""

    keys_wished = Signal(str, QKeyCombination, bool)  # action id, stroke, beside the keys it has
    keys_removed = Signal(str)
    swap_wished = Signal()
    reset_wished = Signal(str)  # action id, empty: all
    preset_chosen = Signal(int)
    import_wished = Signal()
    export_wished = Signal()

    def __init__(self, presets: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Change keys"))
        self._stroke: QKeyCombination | None = None
        self._search = QLineEdit()
        self._search.setPlaceholderText(tr("Search for an action or a key"))
        self._search.setAccessibleName(tr("Search for an action or a key"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._presets = QComboBox()
        self._presets.setAccessibleName(tr("Keys of another program"))
        self._presets.addItem(tr("Keys like …"))
        self._presets.addItems(list(presets))
        self._presets.activated.connect(self._choose_preset)
        self._tree = self._make_tree()
        self._answer = QLabel()
        self._answer.setWordWrap(True)
        self._answer.setMinimumHeight(self.fontMetrics().height() * 2)
        self._swap = self._button(tr("Swap"), self.swap_wished.emit)
        self._field = KeyField()
        self._field.setPlaceholderText(tr("Press the new key here"))
        self._field.setAccessibleName(tr("New key"))
        self._field.pressed.connect(self._take)
        self._use = self._button(tr("Use this key"), lambda: self._wish(also=False))
        self._also = self._button(tr("Also this key"), lambda: self._wish(also=True))
        self._none = self._button(tr("No key"), lambda: self.keys_removed.emit(self.chosen))
        self._reset = self._button(tr("Reset this"), lambda: self.reset_wished.emit(self.chosen))
        self._lay_out()
        self.tell("")
        self._show_chosen()
        self.resize(760, 620)
        self._search.setFocus()

    def _button(self, text: str, do: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)  # Enter in the search field presses nothing
        button.clicked.connect(do)
        return button

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setAccessibleName(tr("Actions and their keys"))
        tree.setHeaderLabels([tr("Action"), tr("Where"), tr("Keys")])
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        tree.header().setStretchLastSection(False)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            tree.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        tree.currentItemChanged.connect(lambda *_: self._show_chosen())
        tree.itemActivated.connect(lambda *_: self._field.setFocus())
        return tree

    def _lay_out(self) -> None:
        top, change, bottom, layout = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        top.addWidget(self._search, 1)
        top.addWidget(self._presets)
        for widget in (self._field, self._use, self._also, self._none, self._reset):
            change.addWidget(widget, 1 if widget is self._field else 0)
        answer = QHBoxLayout()
        answer.addWidget(self._answer, 1)
        answer.addWidget(self._swap)
        bottom.addWidget(self._button(tr("Import…"), self.import_wished.emit))
        bottom.addWidget(self._button(tr("Export…"), self.export_wished.emit))
        bottom.addWidget(self._button(tr("Reset all"), lambda: self.reset_wished.emit("")))
        bottom.addStretch(1)
        bottom.addWidget(self._button(tr("Close"), self.close))
        layout.addLayout(top)
        layout.addWidget(self._tree, 1)
        layout.addLayout(change)
        layout.addLayout(answer)
        layout.addLayout(bottom)

    # --- in --------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[KeyRow]) -> None:
        """The chosen row stays chosen."""
        chosen = self.chosen
        self._tree.clear()
        for row in rows:
            item = QTreeWidgetItem(self._tree, [row.text, row.modes, ", ".join(row.keys)])
            item.setData(0, _ID, row.id)
            item.setToolTip(0, row.group)
            item.setSizeHint(0, QSize(0, self.fontMetrics().height() + 8))
            if row.changed:
                font = item.font(2)
                font.setBold(True)
                item.setFont(2, font)
                item.setToolTip(2, tr("Changed"))
            if row.id == chosen:
                self._tree.setCurrentItem(item)
        self._filter(self._search.text())
        self._show_chosen()

    def tell(self, text: str, *, swap: bool = False) -> None:
        """What came of a wish; `swap`: the two keys can be exchanged."""
        self._answer.setText(text)
        self._answer.setProperty("role", "warning" if swap else "secondary")
        self._answer.style().polish(self._answer)
        self._swap.setVisible(swap)

    @property
    def answer(self) -> str:
        return self._answer.text()

    def choose(self, action_id: str) -> None:
        for item in self._items():
            if item.data(0, _ID) == action_id:
                self._tree.setCurrentItem(item)

    @property
    def chosen(self) -> str:
        item = self._tree.currentItem()
        return str(item.data(0, _ID)) if item is not None and not item.isHidden() else ""

    # --- out -------------------------------------------------------------------------------

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self._tree.topLevelItem(row) for row in range(self._tree.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _filter(self, typed: str) -> None:
        words = typed.lower().split()
        for item in self._items():
            text = f"{item.toolTip(0)} {item.text(0)} {item.text(1)} {item.text(2)}".lower()
            item.setHidden(not all(word in text for word in words))
        self._show_chosen()

    def _take(self, stroke: QKeyCombination) -> None:
        self._stroke = stroke
        self._show_chosen()

    def _wish(self, *, also: bool) -> None:
        if self.chosen and self._stroke is not None:
            self.keys_wished.emit(self.chosen, self._stroke, also)

    def _choose_preset(self, index: int) -> None:
        self._presets.setCurrentIndex(0)
        if index > 0:
            self.preset_chosen.emit(index - 1)

    def _show_chosen(self) -> None:
        ready = bool(self.chosen)
        for button in (self._use, self._also):
            button.setEnabled(ready and self._stroke is not None)
        for widget in (self._field, self._none, self._reset):
            widget.setEnabled(ready)
