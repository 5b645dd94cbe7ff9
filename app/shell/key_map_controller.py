"""The person's keys: changed in the dialog, kept in the settings, in force at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, QObject, Signal

from app.domain.errors import UserError
from app.resource_files import resource_file
from app.session import key_maps
from app.session.key_maps import Keys, KeyTaken, Preset
from app.shell.actions import MODE_NAMES, KeyMap, Mode, native_text, portable_text, settled
from app.views.dialogs.key_map_dialog import KeyMapDialog, KeyRow
from app.views.dialogs.questions import Questions
from app.views.texts import told, tr

if TYPE_CHECKING:
    from app.shell.main_window import MainWindow

PRESETS = ("sora", "boris", "cvat")


class KeyMapController(QObject):
    changed = Signal(object)  # Keys: what differs from the table of actions
    clash_found = Signal(str)  # a class that an action's key keeps out of reach, in words

    def __init__(
        self,
        *,
        window: MainWindow,
        keys: KeyMap,
        questions: Questions,
        class_clashes: Callable[[], list[tuple[str, str]]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._keys, self._questions = window, keys, questions
        self._class_clashes = class_clashes
        self._dialog: KeyMapDialog | None = None
        self._refused: tuple[str, str] | None = None  # action id and key that another action has
        self._told = ""

    def show(self) -> None:
        presets = self.presets()
        dialog = KeyMapDialog([tr(preset.name) for preset in presets], self._window)
        self._dialog = dialog
        dialog.keys_wished.connect(self._give)
        dialog.keys_removed.connect(lambda action_id: self._set_keys(action_id, ()))
        dialog.swap_wished.connect(self._swap)
        dialog.reset_wished.connect(self._reset)
        dialog.preset_chosen.connect(lambda number: self._use(presets[number]))
        dialog.import_wished.connect(self._import)
        dialog.export_wished.connect(self._export)
        dialog.finished.connect(self._closed)
        self._show_rows()
        dialog.open()

    @property
    def dialog(self) -> KeyMapDialog | None:
        """While it is open."""
        return self._dialog

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = self._refused = None

    def presets(self) -> list[Preset]:
        return [
            key_maps.read_preset(resource_file(f"keymaps/{name}.json"), self._keys.table) for name in PRESETS
        ]

    # --- wishes ----------------------------------------------------------------------------

    def _give(self, action_id: str, stroke: QKeyCombination, also: bool) -> None:
        kept = self._keys[action_id].keys if also else ()
        self._set_keys(action_id, (*kept, portable_text(settled(stroke))))

    def _set_keys(self, action_id: str, keys: tuple[str, ...]) -> None:
        try:
            changes = key_maps.with_keys(self._keys.table, self._keys.changes, action_id, keys)
        except KeyTaken as taken:
            self._refused = (action_id, taken.key)
            other = self._keys[taken.other].text
            self._tell(tr("{key} means “{other}”.", key=native_text(taken.key), other=other), swap=True)
        except UserError as error:
            self._tell(told(error))
        else:
            self._put(changes)

    def _swap(self) -> None:
        if self._refused is not None:
            self._put(key_maps.swapped(self._keys.table, self._keys.changes, *self._refused))

    def _reset(self, action_id: str) -> None:
        self._put(key_maps.without_change(self._keys.changes, action_id) if action_id else {})

    def _use(self, preset: Preset) -> None:
        self._put(preset.keys)

    def _import(self) -> None:
        path = self._questions.file_to_read(tr("Import keys"), tr("Key maps"), "json")
        if path is None:
            return
        try:
            self._use(key_maps.read_preset(path, self._keys.table))
        except UserError as error:
            self._tell(told(error))

    def _export(self) -> None:
        path = self._questions.file_to_write(tr("Export keys"), "keys.json", tr("Key maps"), "json")
        if path is None:
            return
        try:
            key_maps.write_preset(path, self._keys.table, self._keys.changes)
        except UserError as error:
            self._tell(told(error))
        else:
            self._tell(tr("Exported to {path}", path=path))

    # --- what holds ------------------------------------------------------------------------

    def _put(self, changes: Keys) -> None:
        self._refused = None
        self._keys.change(changes)
        self.changed.emit(changes)
        self._show_rows()
        self._tell(self.clash_text())

    def look_for_clashes(self) -> None:
        """The classes may be others; the same clash is told once."""
        text = self.clash_text()
        if text and text != self._told:
            self.clash_found.emit(text)
        self._told = text

    def clash_text(self) -> str:
        """Classes of the open project that an action's key keeps out of reach; empty when none."""
        found = self._class_clashes()
        if not found:
            return ""
        (name, action), more = found[0], len(found) - 1
        text = tr(
            "The key of the class {name} means “{action}” while labelling: in Code alone it is the class's.",
            name=name,
            action=action,
        )
        return f"{text} {tr('So it is with {count} more.', count=more)}" if more else text

    def _tell(self, text: str, *, swap: bool = False) -> None:
        if self._dialog is not None:
            self._dialog.tell(text, swap=swap)

    def _show_rows(self) -> None:
        if self._dialog is None:
            return
        table = {action.id: action.keys for action in self._keys.table}
        self._dialog.show_rows(
            [
                KeyRow(
                    a.id,
                    a.group,
                    a.text,
                    modes_text(a.modes),
                    tuple(native_text(key) for key in a.keys),
                    a.keys != table[a.id],
                )
                for a in self._keys.actions
            ]
        )


def modes_text(modes: frozenset[Mode]) -> str:
    """Where an action counts; nothing when everywhere."""
    return "" if len(modes) == len(Mode) else ", ".join(tr(MODE_NAMES[m]) for m in Mode if m in modes)
