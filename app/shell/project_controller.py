"""Opening, creating and filling projects: what stands in the Film menu."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, Signal

from app.domain import edits as e
from app.domain.errors import Cancelled, UserError
from app.domain.media import Medium
from app.media.library import FileLibrary
from app.media.repair import CutShort
from app.qt.task_runner import TaskRunner
from app.session.editing import Editing
from app.session.places import Places
from app.session.project import Project, described_media, person_actor, relative_path
from app.session.settings import Settings
from app.shell.feedback import Feedback
from app.shell.workspace import Workspace, new_id, now
from app.storage.project_store import ProjectLocked, ProjectStore
from app.views.dialogs.questions import Questions
from app.views.texts import tr

SUFFIX = ".sora"


class ProjectController(QObject):
    """Files are probed on another thread; the project itself is opened here, on the GUI thread."""

    opened = Signal(object, str)  # Workspace, id of the medium to show (empty: the first)
    closing = Signal()  # the workspace is about to be closed
    busy = Signal(str, str)  # what is being opened, where labels will be kept
    idle = Signal()
    cut_short = Signal(object)  # CutShort: a film that was to be opened
    films_added = Signal(object)  # tuple[Medium, ...]

    def __init__(
        self,
        *,
        places: Places,
        settings: Callable[[], Settings],
        tasks: TaskRunner,
        make_workspace: Callable[[ProjectStore], Workspace],
        feedback: Feedback,
        questions: Questions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._places = places
        self._settings = settings
        self._tasks = tasks
        self._make_workspace = make_workspace
        self._feedback = feedback
        self._questions = questions
        self._generation = 0
        self.workspace: Workspace | None = None

    # --- opening ---------------------------------------------------------------------------

    def ask_and_open(self) -> None:
        path = self._questions.what_to_open(self._last_folder())
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """A project, or a film: its project is opened, or made beside it."""
        self._generation += 1
        if path.suffix.lower() == SUFFIX:
            self._feedback.attempt(lambda: self._open_project(path.absolute()))
            return
        place = project_place(path)
        self.busy.emit(path.name, str(place))
        library = FileLibrary(self._places.cache)
        self._tasks.run(
            lambda task: library.describe(path, cancelled=task.cancelled),
            on_done=partial(self._described, self._generation, path, place),
            on_failed=partial(self._not_readable, self._generation),
        )

    def _described(self, generation: int, path: Path, place: Path, medium: Medium) -> None:
        if generation != self._generation:
            return
        self.idle.emit()
        self._feedback.attempt(lambda: self._open_film(path, place, medium))

    def _not_readable(self, generation: int, error: Exception) -> None:
        if generation == self._generation:
            self.idle.emit()
        self._show(error)

    def _open_film(self, path: Path, place: Path, medium: Medium) -> None:
        """Open the project at `place`, or make it, with `path` in it."""
        known = False
        if place.exists():
            store = self._open_store(place)
            project = self._project_of(store)
        else:
            store = ProjectStore.create(place)
            project = self._project_of(store)
        found = _same_film(project, path, medium)
        if found is None and not store.read_only:
            added = replace(
                medium,
                id=new_id(),
                path=relative_path(path, place.parent),
                name=path.name,
                group=relative_path(path, place.parent),
            )
            try:
                Editing(project, now).perform(e.AddMedia((added,)))
            except UserError:
                store.close()
                raise
            found = added
        else:
            known = True
        self._adopt(store, found.id if found is not None else "")
        if known and not store.read_only:
            self._feedback.say(tr("Labels of {film} are kept in {place}", film=path.name, place=place))
        elif not store.read_only:
            self._feedback.fact(tr("Labels of {film} will be kept in {place}", film=path.name, place=place))
        if found is not None and not known:
            self.films_added.emit((found,))

    def _open_project(self, path: Path) -> None:
        self._adopt(self._open_store(path), "")

    def _open_store(self, path: Path) -> ProjectStore:
        """For writing; for reading only where another window writes or the file cannot be written."""
        if self.workspace is not None and self.workspace.path == path.absolute():
            # The same project again: let go of its lock first.
            self.close_project()
        try:
            if path.exists() and not os.access(path, os.W_OK):
                store = ProjectStore.open(path, read_only=True)
                why, way = (
                    tr("{name} cannot be written here, so it is open for reading only.", name=path.name),
                    "",
                )
            else:
                return ProjectStore.open(path)
        except ProjectLocked as locked:
            store = ProjectStore.open(path, read_only=True)
            why = tr("{name} is open for reading only: {reason}", name=path.name, reason=locked.message)
            way = locked.way_out
        self._reading_only = f"{why} {way}".strip()
        return store

    _reading_only = ""

    def _project_of(self, store: ProjectStore) -> Project:
        person = person_actor(self._settings().person_name)
        return Project(store, FileLibrary(self._places.cache), person)

    def _adopt(self, store: ProjectStore, medium_id: str) -> None:
        self.close_project()
        try:
            self.workspace = self._make_workspace(store)
        except BaseException:
            store.close()
            raise
        self._feedback.settle()
        self.opened.emit(self.workspace, medium_id)
        if store.read_only:
            self._feedback.fact(self._reading_only)

    def close_project(self) -> None:
        if self.workspace is not None:
            self.closing.emit()
            self.workspace.close()
            self.workspace = None

    # --- filling ---------------------------------------------------------------------------

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """A project is opened; films go into the open project, or become one."""
        projects = [p for p in paths if p.suffix.lower() == SUFFIX]
        if projects:
            self.open(projects[0])
        elif self.workspace is not None and not self.workspace.read_only:
            self.add_media(paths)
        elif paths:
            self.open(paths[0])

    def ask_and_add(self) -> None:
        if self.workspace is None:
            self.ask_and_open()
            return
        paths = self._questions.media_to_add(self._last_folder())
        if paths:
            self.add_media(paths)

    def add_media(self, paths: Sequence[Path]) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        known = {
            os.path.abspath(workspace.project.path_of(m)) for m in workspace.project.catalogue.media.values()
        }
        fresh = [p for p in paths if os.path.abspath(p) not in known]
        if not fresh:
            self._feedback.fact(tr("These films are in the project already."))
            return
        self.busy.emit(", ".join(p.name for p in fresh[:3]) + ("…" if len(fresh) > 3 else ""), "")
        self._tasks.run(
            lambda _: described_media(fresh, workspace.project, new_id),
            on_done=partial(self._add_described, workspace),
            on_failed=partial(self._not_readable, self._generation),
        )

    def _add_described(self, workspace: Workspace, media: tuple[Medium, ...]) -> None:
        self.idle.emit()
        if workspace is not self.workspace:
            return
        done = self._feedback.attempt(lambda: workspace.editing.perform(e.AddMedia(media)))
        if done is not None:
            self.films_added.emit(media)

    def _show(self, error: Exception) -> None:
        if isinstance(error, CutShort):
            self.cut_short.emit(error)
        elif isinstance(error, UserError):
            self._feedback.refuse(error)
        elif not isinstance(error, Cancelled):
            raise error

    def _last_folder(self) -> str:
        recent = self._settings().recent
        return str(Path(recent[0]).parent) if recent else ""


def project_place(film: Path) -> Path:
    """Where the project of a bare film is kept: beside it, else in the person's documents."""
    film = film.absolute()
    beside = film.with_suffix(SUFFIX)
    if beside.exists() or os.access(film.parent, os.W_OK):
        return beside
    for folder in (platformdirs.user_documents_path(), platformdirs.user_data_path("sora-studio", False)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder / beside.name
    return beside


def _same_film(project: Project, path: Path, medium: Medium) -> Medium | None:
    """The film in the project: by its place, else by its content."""
    wanted = os.path.abspath(path)
    media = project.catalogue.media.values()
    by_place = next((m for m in media if os.path.abspath(project.path_of(m)) == wanted), None)
    return by_place or next((m for m in media if m.quick_hash == medium.quick_hash), None)
