"""Films that are not where they were: told when a project is opened, searched for, and linked again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain import edits as e
from app.domain.errors import Cancelled, UserError
from app.domain.media import Medium
from app.media.findings import size_words
from app.media.moved_files import Certainty, Search, Sighting, identify, search
from app.qt.task_runner import Task
from app.session.project import relative_path
from app.shell.film_context import FilmContext
from app.shell.workspace import Workspace
from app.views.dialogs.questions import Questions
from app.views.dialogs.relink_dialog import FoundFilm, MissingFilm, RelinkDialog
from app.views.texts import marked, told, tr

VERDICTS = marked(
    {
        Certainty.PROVED: "Same content, proved by its SHA-256",
        Certainty.LIKELY: "Same content by its size and both ends",
        Certainty.NAMESAKE: "Same name, other content: not taken unless you tick it",
    }
)
OTHER = marked("Other content: not taken unless you tick it")
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Media whose file is gone, and media whose file has another size than when it was added."""

    missing: tuple[Medium, ...]
    changed: tuple[Medium, ...]


def whereabouts(workspace: Workspace) -> Whereabouts:
    """Looks at every file's entry, not into it."""
    missing, changed = [], []
    for medium in list(workspace.project.catalogue.media.values()):
        path = workspace.project.path_of(medium)
        try:
            size = path.stat().st_size if path.is_file() else -1
        except OSError:
            size = -1
        if size < 0:
            missing.append(medium)
        elif medium.size and size != medium.size:
            changed.append(medium)
    return Whereabouts(tuple(missing), tuple(changed))


class RelinkController(QObject):
    """The dialog is not modal in time: the window may be used while a folder is searched."""

    relinked = Signal(list)  # ids of media

    def __init__(self, context: FilmContext, *, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film, self._window = context.film, context.window
        self._tasks, self._feedback = context.tasks, context.feedback
        self._questions = questions
        self._workspace: Workspace | None = None
        self._wanted: tuple[Medium, ...] = ()
        self._gone: frozenset[str] = frozenset()
        self._found: dict[str, Sighting] = {}
        self._search: Task[Search] | None = None
        self.dialog: RelinkDialog | None = None

    # --- when it is told -------------------------------------------------------------------

    def open_workspace(self, workspace: Workspace) -> None:
        """Looks for missing films in the background; the dialog comes only where there are some."""
        self._workspace = workspace
        self._tasks.run(lambda _: whereabouts(workspace), on_done=partial(self._looked, workspace))

    def close_workspace(self) -> None:
        self._cancel()
        if self.dialog is not None:
            self.dialog.close()
        self._workspace, self._wanted = None, ()
        self._found.clear()

    def _looked(self, workspace: Workspace, found: Whereabouts) -> None:
        if workspace is not self._workspace:
            return
        if found.missing and not workspace.read_only:
            self._show(found.missing, found.missing)
            return
        shown = self._film.medium  # of which its own findings tell
        changed = [m.name for m in found.changed if shown is None or m.id != shown.id]
        if changed:
            self._feedback.fact(_changed_text(changed))

    def show(self) -> None:
        """The missing films; the one that is shown where none is missing."""
        workspace = self._workspace
        if workspace is None:
            return
        missing = whereabouts(workspace).missing
        shown = self._film.medium
        known = workspace.project.catalogue.media
        wanted = missing or ((known[shown.id],) if shown is not None and shown.id in known else ())
        self._show(wanted, missing)

    def _show(self, wanted: Iterable[Medium], missing: Iterable[Medium]) -> None:
        self._wanted = tuple(wanted)
        self._gone = frozenset(medium.id for medium in missing)
        if self.dialog is None:
            self.dialog = dialog = RelinkDialog(self._window)
            dialog.search_requested.connect(self._ask_for_folder)
            dialog.choose_requested.connect(self._ask_for_file)
            dialog.cancel_requested.connect(self._cancel)
            dialog.relink_requested.connect(self._relink)
            dialog.finished.connect(self._cancel)
        self.dialog.set_searching(False)
        self._refresh()
        self.dialog.show()
        self.dialog.raise_()

    def _refresh(self) -> None:
        workspace, dialog = self._workspace, self.dialog
        if workspace is None or dialog is None:
            return
        films = [
            MissingFilm(
                medium.id,
                medium.name,
                tr(
                    "Was at {path}" if medium.id in self._gone else "Is at {path}",
                    path=workspace.project.path_of(medium),
                ),
                size_words(medium.size) if medium.size else "",
            )
            for medium in self._wanted
        ]
        known = {medium.id: medium for medium in self._wanted}
        found = {
            i: FoundFilm(str(s.path), _verdict(known[i], s), s.certainty > Certainty.NAMESAKE)
            for i, s in self._found.items()
            if i in known
        }
        dialog.show_films(_heading(len(self._gone)), films, found)

    # --- looking ---------------------------------------------------------------------------

    def _ask_for_folder(self) -> None:
        workspace = self._workspace
        if workspace is None or self._search is not None:
            return
        folder = self._questions.folder(
            tr("Search which folder, and all below it?"), str(workspace.path.parent)
        )
        if folder is not None:
            self.search(folder)

    def search(self, folder: Path) -> None:
        """Look through `folder` in the background; what is found is offered, not taken."""
        workspace, dialog = self._workspace, self.dialog
        if workspace is None or dialog is None:
            return
        wanted, project = self._wanted, workspace.project
        ids = {medium.id for medium in wanted}
        taken = {project.path_of(m) for m in project.catalogue.media.values() if m.id not in ids}
        dialog.set_searching(True, tr("Searching {folder} …", folder=folder))
        self._search = self._tasks.run(
            lambda task: search(
                folder, wanted, taken=taken, on_progress=task.report, cancelled=task.cancelled
            ),
            on_done=partial(self._searched, folder),
            on_failed=self._search_failed,
            on_progress=dialog.set_progress,
            long=True,
        )

    def _cancel(self) -> None:
        if self._search is not None:
            self._search.cancel()
            self._search = None
            if self.dialog is not None:
                self.dialog.set_searching(False, tr("The search was cancelled."))

    def _searched(self, folder: Path, found: Search) -> None:
        self._search = None
        dialog = self.dialog
        if dialog is None:
            return
        self._found |= {sighting.medium_id: sighting for sighting in found.sightings}
        sure = sum(s.certainty > Certainty.NAMESAKE for s in found.sightings)
        text = tr(
            "Looked at {files:,} files in {folder}: {found} of {wanted} found by their content.",
            files=found.files,
            folder=folder,
            found=sure,
            wanted=len(self._wanted),
        )
        dialog.set_searching(False, text)
        self._refresh()

    def _search_failed(self, error: Exception) -> None:
        self._search = None
        if not isinstance(error, Cancelled):
            raise error

    def _ask_for_file(self, medium_id: str) -> None:
        workspace = self._workspace
        medium = next((m for m in self._wanted if m.id == medium_id), None)
        if workspace is None or medium is None:
            return
        path = self._questions.where_is(medium.name, str(workspace.path.parent))
        if path is None:
            return
        self._tasks.run(
            lambda task: identify(medium, path, task.cancelled),
            on_done=partial(self._chosen, medium, path),
            on_failed=self._failed,
        )

    def _chosen(self, medium: Medium, path: Path, certainty: Certainty | None) -> None:
        self._found[medium.id] = Sighting(
            medium.id, path, certainty if certainty is not None else Certainty.NAMESAKE
        )
        self._refresh()

    # --- taking over -----------------------------------------------------------------------

    def _relink(self, ids: list[str]) -> None:
        """Link `ids` to what was found, in one step; facts of other content are read first."""
        workspace = self._workspace
        if workspace is None:
            return
        media = workspace.project.catalogue.media
        chosen = [(media[i], self._found[i]) for i in ids if i in media and i in self._found]
        self._tasks.run(
            lambda _: [_described(workspace, medium, sighting) for medium, sighting in chosen],
            on_done=partial(self._take, workspace),
            on_failed=self._failed,
        )

    def _take(self, workspace: Workspace, found: list[tuple[Medium, Medium, str]]) -> None:
        if workspace is not self._workspace:
            return
        project = workspace.project
        try:
            media = [
                replace(project.renewed(old, new) if new is not old else old, path=path)
                for old, new, path in found
            ]
        except UserError as error:
            self._failed(error)
            return
        edits = [(e.ChangeMedium(medium), "") for medium in media]
        verb = f"find {media[0].name} again" if len(media) == 1 else f"find {len(media)} films again"
        if not self._feedback.succeeds(lambda: workspace.editing.perform_batch(verb, edits)):
            return
        ids = [medium.id for medium in media]
        for medium_id in ids:
            self._found.pop(medium_id, None)
        self._gone -= set(ids)
        self._wanted = tuple(medium for medium in self._wanted if medium.id not in ids)
        text = (
            tr("{film} is linked again", film=media[0].name)
            if len(media) == 1
            else tr("{count} films are linked again", count=len(media))
        )
        self._feedback.offer_undo(text)
        self.relinked.emit(ids)
        if self.dialog is not None:
            if self._wanted:
                self._refresh()
            else:
                self.dialog.close()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._feedback.refuse(error)
            if self.dialog is not None:
                self.dialog.set_searching(False, told(error))
        elif not isinstance(error, Cancelled):
            raise error


def _verdict(medium: Medium, sighting: Sighting) -> str:
    namesake = sighting.path.name.casefold() == medium.name.casefold()
    return (
        tr(OTHER)
        if sighting.certainty is Certainty.NAMESAKE and not namesake
        else tr(VERDICTS[sighting.certainty])
    )


def _heading(missing: int) -> str:
    if not missing:
        return tr("Every film is where it should be")
    if missing == 1:
        return tr("1 film is not where it was")
    return tr("{count} films are not where they were", count=missing)


def _changed_text(names: list[str]) -> str:
    if len(names) == 1:
        return tr(
            "{film} was changed since the labels were made. Show it to see what can be done.", film=names[0]
        )
    if len(names) <= _MOST_NAMED:
        return tr(
            "{films} were changed since the labels were made. Show one to see what can be done.",
            films=", ".join(names),
        )
    return tr(
        "{films} and {count} more were changed since the labels were made. Show one to see what can be done.",
        films=", ".join(names[:_MOST_NAMED]),
        count=len(names) - _MOST_NAMED,
    )


def _described(workspace: Workspace, medium: Medium, sighting: Sighting) -> tuple[Medium, Medium, str]:
    """`medium`, what is known of its file now (itself where the content is the same), and where that lies.

    Raises UserError.
    """
    path = relative_path(sighting.path, workspace.path.parent)
    if sighting.certainty > Certainty.NAMESAKE:
        return medium, medium, path
    return medium, workspace.project.library.describe(sighting.path), path
