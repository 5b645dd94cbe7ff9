"""What the command palette finds: every action, class, film and commented label; lately used ones first."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from app.domain.ontology import LabelClass
from app.domain.segments import Segment
from app.domain.timebase import clock_text
from app.shell.workspace import Workspace
from app.views.dialogs.command_palette import Command, CommandPalette
from app.views.texts import tr

if TYPE_CHECKING:
    from app.shell.startup import Studio

MOST_USED = 12
CLASS, FILM, LABEL = "class", "film", "label"


class PaletteController(QObject):
    """Ids of what is no action: `class:ID`, `film:ID`, `label:MEDIUM:ID`."""

    def __init__(
        self, studio: Studio, *, go_to_label: Callable[[str, str], None], is_possible: Callable[[str], bool]
    ) -> None:
        super().__init__(studio)
        self._s = studio
        self._go_to_label, self._is_possible = go_to_label, is_possible
        self.palette = CommandPalette(studio.window)
        # Queued: the palette has closed and given the focus back before the action runs.
        self.palette.triggered.connect(self.perform, Qt.ConnectionType.QueuedConnection)

    def show(self) -> None:
        found = [*self._actions(), *self._classes_and_films()]
        used = {id_: number for number, id_ in enumerate(self._s.settings.used)}
        found.sort(key=lambda c: used.get(c.id, len(used)))
        self.palette.ask(found)
        self._find_comments()

    def _find_comments(self) -> None:
        """At once in the films that were opened; in the others beside."""
        workspace = self._s.workspace
        if workspace is None:
            return
        project = workspace.project
        loaded = {d.medium.id: d for d in project.loaded_documents()}
        self._add_comments(workspace, [_found(s) for d in loaded.values() for s in d.segments if s.comment])
        if len(loaded) < len(project.catalogue.media):
            self._s.tasks.run(
                lambda _: _commented(workspace, loaded), on_done=partial(self._add_comments, workspace)
            )

    def perform(self, command_id: str) -> None:
        s = self._s
        others = [id_ for id_ in s.settings.used if id_ != command_id]
        s.change_settings(used=(command_id, *others)[:MOST_USED])
        kind, _, rest = command_id.partition(":")
        workspace = s.workspace
        if not rest:
            s.act(command_id)
        elif workspace is None:
            return
        elif kind == CLASS and rest in workspace.project.catalogue.ontology:
            s.labels.tap(rest)
        elif kind == FILM and rest in workspace.project.catalogue.media:
            s.film.show(rest)
        elif kind == LABEL:
            self._go_to_label(*rest.split(":", 1))

    def _actions(self) -> list[Command]:
        mode, keys = self._s.window.mode, self._s.keys
        return [
            Command(a.id, a.text, a.group, keys.native(a.id), mode in a.modes and self._is_possible(a.id))
            for a in keys.actions
            if a.id != "commands"
        ]

    def _classes_and_films(self) -> list[Command]:
        workspace = self._s.workspace
        if workspace is None:
            return []
        catalogue, shown = workspace.project.catalogue, self._s.film.medium
        editable = not workspace.read_only and shown is not None
        found = [
            Command(f"{CLASS}:{c.id}", tr("Label: {name}", name=c.name), tr("Class"), _key(c), editable)
            for c in catalogue.ontology.in_use
        ]
        return found + [
            Command(f"{FILM}:{m.id}", tr("Film: {name}", name=m.name), tr("Film"))
            for m in catalogue.media.values()
        ]

    def _add_comments(self, workspace: Workspace, comments: list[Comment]) -> None:
        if workspace is not self._s.workspace:
            return
        media = workspace.project.catalogue.media
        self.palette.add(
            [
                Command(
                    f"{LABEL}:{m}:{id_}", comment, media[m].name, clock_text(media[m].scale.seconds(tick))
                )
                for m, id_, comment, tick in comments
                if m in media
            ]
        )


def _key(label_class: LabelClass) -> str:
    return label_class.key.upper()


Comment = tuple[str, str, str, int]
"""Film, label, its comment, its start."""


def _found(segment: Segment) -> Comment:
    return segment.medium_id, segment.id, segment.comment, segment.range.start


def _commented(workspace: Workspace, without: Container[str]) -> list[Comment]:
    """On another thread, through its own reader."""
    reader = workspace.open_reader()
    try:
        return [
            _found(s)
            for s in reader.iter_segments()
            if s.comment and s.medium_id not in without and workspace.project.shows(s.actor_id)
        ]
    finally:
        reader.close()
