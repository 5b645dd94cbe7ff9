"""The small menus at a box: what of it shall go, which class it has, and everything a hand can do with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from app.domain.ontology import ClassKind
from app.shell.box_controller import Scope
from app.views.texts import tr

if TYPE_CHECKING:
    from app.shell.startup import Studio

_ON_PICTURE = ("new_box", "boxes_here", "motion", "", "new_zone", "new_line", "zones", "", "picture_fit")


class BoxMenus(QObject):
    """Menus never block: the film is seen beside them, Esc leaves them, a letter or Enter chooses."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._boxes, self._labels, self._window = studio.boxes, studio.labels, studio.window
        self._menus = studio.menus
        self._boxes.scope_asked.connect(self.ask_scope)
        self._boxes.class_asked.connect(self.ask_class)
        self._window.canvas.box_context_requested.connect(self.show)

    def ask_scope(self, track_ids: Sequence[str]) -> None:
        """What of the selected tracks shall go."""
        menu = self._menu(tr("Remove"))
        self._add_scopes(menu, track_ids)
        self._popup(menu, track_ids[0])

    def ask_class(self, track_ids: Sequence[str]) -> None:
        menu = self._menu(tr("Class from here on"))
        self._add_classes(menu, track_ids[0], from_here=True)
        self._popup(menu, track_ids[0])

    def show(self, track_id: str, at: QPoint) -> None:
        """The context menu of a box, or of the picture; a proposal's is another's."""
        document = self._labels.document
        if document is None or (track_id and track_id not in document.tracks):
            return
        if track_id and track_id not in self._boxes.chosen:
            self._boxes.select(track_id)
        menu = self._menu(tr("Box") if track_id else tr("Picture"))
        if track_id:
            self._fill(menu, self._boxes.chosen)
        else:
            self._menus.add_actions(menu, _ON_PICTURE)
        menu.popup(at)

    def _fill(self, menu: QMenu, chosen: Sequence[str]) -> None:
        self._menus.add_actions(menu, ("key_frame", "outside", "occluded", "", "propagate", "split"))
        if len(chosen) > 1:
            self._menus.add_actions(menu, ("merge",))
        menu.addSeparator()
        self._add_classes(menu.addMenu(tr("Class from here on")), chosen[0], from_here=True)
        self._add_classes(menu.addMenu(tr("Class of the whole track")), chosen[0], from_here=False)
        self._menus.add_actions(menu, ("", "picture_selection", ""))
        self._add_scopes(menu.addMenu(tr("Remove")), chosen)

    def _add_scopes(self, menu: QMenu, track_ids: Sequence[str]) -> None:
        scopes, remove = self._boxes.scopes(track_ids), self._boxes.remove
        texts = {
            Scope.BOX: tr("This &box"),
            Scope.FROM_HERE: tr("From &here on"),
            Scope.TRACK: tr("The whole &track") if len(track_ids) == 1 else tr("The whole &tracks"),
        }
        entries = [menu.addAction(texts[scope], partial(remove, scope)) for scope in scopes]
        if entries:
            menu.setActiveAction(entries[0])

    def _add_classes(self, menu: QMenu, track_id: str, *, from_here: bool) -> None:
        document = self._labels.document
        if document is None:
            return
        now = document.tracks[track_id].class_id
        classes = [c for c in document.ontology.in_use if c.kind is ClassKind.BOX]
        for number, label_class in enumerate(classes, 1):
            name = label_class.name.replace("&", "&&")
            change = partial(self._boxes.set_class, label_class.id, from_here=from_here)
            entry = menu.addAction(f"&{number}  {name}" if number <= 9 else name, change)
            entry.setCheckable(True)
            entry.setChecked(label_class.id == now)

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self._window)
        menu.setAccessibleName(name)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _popup(self, menu: QMenu, track_id: str) -> None:
        canvas = self._window.canvas
        menu.popup(canvas.box_place(track_id) or canvas.mapToGlobal(canvas.rect().center()))
