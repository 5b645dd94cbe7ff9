"""Opening, creating and filling projects: what stands in the Film menu."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, Signal

from app.domain import edits as e
from app.domain.errors import Cancelled, UserError
from app.domain.media import Medium
from app.domain.texts import Text, listed
from app.formats import FORMATS, Row, cvat_video
from app.media.library import FileLibrary
from app.media.repair import CutShort
from app.qt.task_runner import TaskRunner
from app.session.editing import Editing
from app.session.interchange import human_rows, import_rows
from app.session.picture_export import left_out_of_boxes, left_out_of_table, picture_labels
from app.session.places import Places
from app.session.project import Project, described_media, person_actor, relative_path
from app.session.settings import Settings
from app.shell.feedback import Feedback
from app.shell.workspace import Workspace, new_id, now
from app.storage.project_store import ProjectLocked, ProjectStore
from app.views.dialogs.questions import Questions
from app.views.texts import told, tr

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

    def ask_and_import(self) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        path = self._questions.table_to_import(str(workspace.path.parent))
        if path is None:
            return

        def read() -> list[Row]:
            rows = FORMATS[0].read(path)
            # Times are looked up while importing, on the GUI thread: confirm and cache them here.
            for name in {row.media for row in rows}:
                with suppress(UserError):
                    medium = workspace.project.medium_named(name)
                    workspace.project.frame_times(medium, confirmed=True)
            return rows

        self._tasks.run(
            lambda _: read(),
            on_done=lambda rows: self._import(workspace, path, rows),
            on_failed=self._show,
        )

    def _import(self, workspace: Workspace, path: Path, rows: list[Row]) -> None:
        report = self._feedback.attempt(
            lambda: import_rows(workspace.project, workspace.editing, rows, path, now=now, new_id=new_id)
        )
        if report is not None:
            said = [
                tr("1 label imported from {file}.", file=path.name)
                if report.labels == 1
                else tr("{count:,} labels imported from {file}.", count=report.labels, file=path.name)
            ]
            if report.already_there:
                said.append(tr("{count:,} were there already.", count=report.already_there))
            if report.largest_shift_s:
                moved_ms = report.largest_shift_s * 1000
                said.append(tr("They were moved to whole frames by at most {ms:.0f} ms.", ms=moved_ms))
            self._feedback.fact(" ".join((*said, *map(told, report.warnings))))

    def ask_and_export(self, medium: Medium | None = None) -> None:
        """Labels in time of all films as a table, or the boxes and zones of `medium` for CVAT."""
        workspace = self.workspace
        if workspace is None:
            return
        suggested = workspace.path.with_name(f"{workspace.path.stem}-labels.csv")
        path = self._questions.where_to_export(str(suggested))
        if path is None:
            return
        as_boxes = path.suffix.lower() == cvat_video.SUFFIX
        if as_boxes and medium is None:
            self._feedback.say(tr("Open the film whose boxes shall be exported."))
            return
        left_out = left_out_of_table(workspace.project)

        def write() -> tuple[Text, list[Text]]:
            if as_boxes and medium is not None:
                return _boxes_written(workspace, medium, path)
            rows = human_rows(workspace.project)
            FORMATS[0].write(path, rows)
            done = Text("1 label exported to {path}.", path=path)
            if len(rows) != 1:
                done = Text("{count:,} labels exported to {path}.", count=len(rows), path=path)
            return done, left_out

        self._tasks.run(lambda _: write(), on_done=self._tell_exported, on_failed=self._show)

    def _tell_exported(self, told: tuple[Text, list[Text]]) -> None:
        """How much, and what the file has no place for."""
        text, left_out = tr(told[0]), told[1]
        if left_out:
            text += " " + tr("The file has no place for: {things}.", things=listed(left_out))
        self._feedback.fact(text)

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


def _boxes_written(workspace: Workspace, medium: Medium, path: Path) -> tuple[Text, list[Text]]:
    with closing(workspace.open_reader()) as reader:  # what is shown may be edited meanwhile
        document = workspace.project.read_document(reader, medium)
        cvat_video.write(path, picture_labels(workspace.project, document))
    done = Text(
        "Boxes and zones of {film} exported to {path} (tracks: {tracks:,}; zones and lines: {zones:,}).",
        film=medium.name,
        path=path,
        tracks=len(document.tracks),
        zones=len(document.zones),
    )
    return done, left_out_of_boxes(document)


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
