"""The menus that depend on what is open: the Film menu and the timeline's."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.domain.ontology import ClassKind
from app.shell.actions import native_text

if TYPE_CHECKING:
    from app.shell.startup import Studio


class Menus(QObject):
    """Filled when they are opened."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._s = studio

    def fill_film_menu(self) -> None:
        s, menu = self._s, self._s.window.film_menu
        menu.clear()
        workspace = s.workspace
        if workspace is not None:
            for medium in workspace.project.catalogue.media.values():
                action = menu.addAction(medium.name, partial(self._s.film.show, medium.id))
                action.setCheckable(True)
                action.setChecked(s.film.medium is not None and medium.id == s.film.medium.id)
            menu.addSeparator()
            if len(workspace.project.catalogue.media) > 1:
                self._s.views.fill(menu.addMenu("Show in step beside"))
                menu.addSeparator()
        for action_id in ("open", "add_media", "import", "export"):
            self._add_action(menu, action_id)
        menu.addSeparator()
        for action_id in ("film_facts", "relink"):
            self._add_action(menu, action_id)
        for action_id in ("go_to", "time_of_day", "match_clock"):
            self._add_action(menu, action_id)
        for action_id in ("skip_still", "deinterlace"):
            entry = self._add_action(menu, action_id)
            entry.setCheckable(True)
            entry.setChecked(getattr(s.settings, action_id))
        self.fill_sound_menu(menu.addMenu("Sound on the timeline"))
        if s.settings.recent:
            recent = menu.addMenu("Opened lately")
            for name in s.settings.recent:
                recent.addAction(name, partial(self._s.open, Path(name)))
        menu.addSeparator()
        for action_id in ("person", "quit"):
            self._add_action(menu, action_id)

    def _add_action(self, menu: QMenu, action_id: str) -> QAction:
        action = self._s.keys[action_id]
        # The keys stand there to be read: the keyboard filter acts on them, not the menu.
        keys = f"\t{native_text(action.keys[0])}" if action.keys else ""
        entry = menu.addAction(f"{action.text}{keys}", lambda: self._s.act(action_id))
        entry.setEnabled(self._s.commands.is_possible(action_id))
        return entry

    def show_sound_menu(self, at: QPoint) -> None:
        menu = QMenu(self._s.window)
        self.fill_sound_menu(menu)
        menu.exec(at)
        menu.deleteLater()

    def fill_sound_menu(self, menu: QMenu) -> None:
        """How the timeline draws the sound."""
        settings = self._s.settings
        one_of = QActionGroup(menu)
        for text, view in (
            ("Waveform", "waveform"),
            ("Spectrogram", "spectrogram"),
            ("Waveform and spectrogram", "both"),
        ):
            entry = menu.addAction(text, partial(self._s.act, f"sound_{view}"))
            entry.setCheckable(True)
            entry.setChecked(settings.sound_view == view)
            one_of.addAction(entry)
        menu.addSeparator()
        for text, action_id, chosen in (
            ("Each channel on its own", "sound_channels", settings.channels_apart),
            ("Waveform in decibels", "sound_decibels", settings.decibels),
        ):
            entry = menu.addAction(text, partial(self._s.act, action_id))
            entry.setCheckable(True)
            entry.setChecked(chosen)

    def show_timeline_menu(self, entity_id: str, at: QPoint) -> None:
        s = self._s
        document = s.labels.document
        if document is None or not entity_id:
            return
        menu = QMenu(s.window)
        if document.suggestions.get(entity_id) is not None:
            menu.addAction("Accept", lambda: s.review.accept(entity_id))
            menu.addAction("Reject", lambda: s.review.reject(entity_id))
        elif document.segments.get(entity_id) is not None:
            s.labels.select((entity_id,))
            classes = menu.addMenu("Class")
            for c in document.ontology:
                if c.kind is not ClassKind.BOX:
                    classes.addAction(c.name, partial(s.labels.set_class, (entity_id,), c.id))
            menu.addAction("Split here", s.labels.split)
            menu.addAction("Remove", s.labels.remove)
        menu.exec(at)
        menu.deleteLater()
