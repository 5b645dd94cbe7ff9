"""The menus that depend on what is open: the Film menu and the timeline's."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from app.domain.ontology import ClassKind
from app.views.texts import marked, tr

if TYPE_CHECKING:
    from app.shell.startup import Studio

_SWITCHES = ("skip_still", "deinterlace", "hardware", "thumbnails", "quick_copies")
"""Settings that an action of the same name turns over."""

_BESIDE = ("", "swap_view", "remove_view", "", "view_sound", "view_clock", "view_earlier", "view_later")

_ON_LABEL = (
    *("play_segment", "loop_segment", "", "split", "merge", "extend", "from_previous", ""),
    *("duplicate", "copy", "cut", "", "page_details", "remove"),
)
_ON_TIMELINE = (
    *("mark_in", "mark_out", "paste", "select_all", ""),
    *("complete", "complete_class", "complete_all", "not_complete"),
)

_SUBMENUS = (
    (marked("Playing"), ("go_to", "", "skip_still", "deinterlace", "hardware", "", "sound_settings")),
    (marked("Time of day"), ("time_of_day", "", "previous_hole", "next_hole")),
    (marked("Match clock"), ("match_clock", "", "period_starts", "period_ends", "match_clock_stands")),
    (marked("History"), ("undo", "redo", "", "save", "history", "", "changed_session", "changed_yesterday")),
    (marked("Together"), ("merge_copy", "", "second_pass", "agreement", "", "provenance")),
    (marked("Proposing"), ("propose", "propose_all", "motion", "", "doubts", "train")),
    (marked("Files"), ("streams", "look_again", "relink", "rebuild")),
    (marked("Scrubbing"), ("thumbnails", "", "quick_copy", "no_quick_copy", "quick_copies", "cache_room")),
)


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
            if len(workspace.project.catalogue.media) > 1:
                beside = menu.addMenu(tr("Show in step beside"))
                s.views.fill(beside)
                self.add_actions(beside, _BESIDE)
            menu.addSeparator()
        self.add_actions(menu, ("open", "add_media"))
        if s.settings.recent:
            recent = menu.addMenu(tr("Opened lately"))
            for name in s.settings.recent:
                gone = name in s.start.missing
                text = tr("{name} – not there any more", name=name) if gone else name
                recent.addAction(text, partial(s.open, Path(name))).setEnabled(not gone)
        self.add_actions(menu, ("import", "export", "label_table", "classes", "", "film_facts"))
        for text, actions in _SUBMENUS:
            self.add_actions(menu.addMenu(tr(text)), actions)
        self.fill_sound_menu(menu.addMenu(tr("Sound on the timeline")))
        self.add_actions(menu, ("", "float_picture", "settings", "quit"))

    def add_actions(self, menu: QMenu, action_ids: Iterable[str]) -> None:
        """An empty id is a line between them."""
        for action_id in action_ids:
            if action_id:
                self._add_action(menu, action_id)
            else:
                menu.addSeparator()

    def _add_action(self, menu: QMenu, action_id: str) -> None:
        action = self._s.keys[action_id]
        # The keys stand there to be read: the keyboard filter acts on them, not the menu.
        keys = f"\t{self._s.keys.native(action_id)}" if action.keys else ""
        text = action.text.removesuffix(tr(", on or off"))
        entry = menu.addAction(f"{text}{keys}", lambda: self._s.act(action_id))
        entry.setEnabled(self._s.commands.is_possible(action_id))
        if action_id in _SWITCHES:
            entry.setCheckable(True)
            entry.setChecked(getattr(self._s.settings, action_id))

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
            (tr("Waveform"), "waveform"),
            (tr("Spectrogram"), "spectrogram"),
            (tr("Waveform and spectrogram"), "both"),
        ):
            entry = menu.addAction(text, partial(self._s.act, f"sound_{view}"))
            entry.setCheckable(True)
            entry.setChecked(settings.sound_view == view)
            one_of.addAction(entry)
        menu.addSeparator()
        for text, action_id, chosen in (
            (tr("Each channel on its own"), "sound_channels", settings.channels_apart),
            (tr("Waveform in decibels"), "sound_decibels", settings.decibels),
        ):
            entry = menu.addAction(text, partial(self._s.act, action_id))
            entry.setCheckable(True)
            entry.setChecked(chosen)

    def show_timeline_menu(self, entity_id: str, at: QPoint) -> None:
        menu = self.timeline_menu(entity_id)
        if menu is not None:
            menu.exec(at)
            menu.deleteLater()

    def timeline_menu(self, entity_id: str) -> QMenu | None:
        """Of a label or suggestion, or of the timeline where it is empty; none without a film."""
        s = self._s
        document = s.labels.document
        if document is None:
            return None
        menu = QMenu(s.window)
        if document.suggestions.get(entity_id) is not None:
            menu.addAction(tr("Accept"), lambda: s.review.accept(entity_id))
            menu.addAction(tr("Reject"), lambda: s.review.reject(entity_id))
        elif document.segments.get(entity_id) is not None:
            if entity_id not in s.labels.selection:
                s.labels.select((entity_id,))
            ids = s.labels.selection
            classes = menu.addMenu(tr("Class"))
            for c in document.ontology.in_use:
                if c.kind is not ClassKind.BOX:
                    classes.addAction(c.name, partial(s.labels.set_class, ids, c.id))
            self.add_actions(menu, _ON_LABEL)
        else:
            self.add_actions(menu, _ON_TIMELINE)
        return menu
