"""Labels in and out of the open project through files, beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.errors import UserError
from app.domain.media import Medium
from app.domain.texts import Text, listed
from app.formats import FORMATS, Row, cvat_video
from app.session.interchange import ImportReport, human_rows, import_rows
from app.session.picture_export import left_out_of_boxes, left_out_of_table, picture_labels
from app.session.project import Project
from app.shell.feedback import when_refused
from app.shell.film_context import FilmContext
from app.shell.long_deeds import LongDeeds
from app.shell.workspace import Workspace, new_id, now
from app.views.dialogs.questions import Questions
from app.views.texts import told, tr


class ExchangeController(QObject):
    def __init__(self, context: FilmContext, *, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film, self._tasks, self._feedback = context.film, context.tasks, context.feedback
        self._deeds = LongDeeds(context.film, context.feedback)
        self._questions = questions

    def ask_and_import(self) -> None:
        workspace = self._film.workspace
        if workspace is None:
            return
        path = self._questions.table_to_import(str(workspace.path.parent))
        if path is None:
            return
        self._tasks.run(
            lambda _: _read(path, workspace.project),
            on_done=partial(self._import, workspace, path),
            on_failed=when_refused(self._feedback.refuse),
        )

    def _import(self, workspace: Workspace, path: Path, rows: Sequence[Row]) -> None:
        if workspace is not self._film.workspace:
            return
        self._deeds.perform(
            workspace,
            tr("Importing {file}", file=path.name),
            lambda s: import_rows(s.project, s.editing, rows, path, now=now, new_id=new_id),
            size=len(rows),
            on_done=partial(self._tell_imported, path),
        )

    def _tell_imported(self, path: Path, report: ImportReport) -> None:
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

    def ask_and_export(self) -> None:
        """Labels in time of all films as a table, or the boxes and zones of the shown film for CVAT."""
        workspace, shown = self._film.workspace, self._film.medium
        if workspace is None:
            return
        suggested = workspace.path.with_name(f"{workspace.path.stem}-labels.csv")
        path = self._questions.where_to_export(str(suggested))
        if path is None:
            return
        as_boxes = path.suffix.lower() == cvat_video.SUFFIX
        if as_boxes and shown is None:
            self._feedback.say(tr("Open the film whose boxes shall be exported."))
            return

        def write() -> tuple[Text, list[Text]]:
            with workspace.reading() as session:
                if as_boxes and shown is not None:
                    return _boxes_written(session.project, shown, path)
                return _table_written(session.project, path)

        self._tasks.run(
            lambda _: write(),
            on_done=self._tell_exported,
            on_failed=when_refused(self._feedback.refuse),
        )

    def _tell_exported(self, told: tuple[Text, list[Text]]) -> None:
        """How much, and what the file has no place for."""
        text, left_out = tr(told[0]), told[1]
        if left_out:
            text += " " + tr("The file has no place for: {things}.", things=listed(left_out))
        self._feedback.fact(text)


def _read(path: Path, project: Project) -> list[Row]:
    rows = FORMATS[0].read(path)
    # A small import looks times up on the GUI thread: they are confirmed and kept from here on.
    for name in {row.media for row in rows}:
        with suppress(UserError):
            project.frame_times(project.medium_named(name), confirmed=True)
    return rows


def _table_written(project: Project, path: Path) -> tuple[Text, list[Text]]:
    rows = human_rows(project)
    FORMATS[0].write(path, rows)
    done = Text("1 label exported to {path}.", path=path)
    if len(rows) != 1:
        done = Text("{count:,} labels exported to {path}.", count=len(rows), path=path)
    return done, left_out_of_table(project)


def _boxes_written(project: Project, medium: Medium, path: Path) -> tuple[Text, list[Text]]:
    document = project.document(medium.id)
    cvat_video.write(path, picture_labels(project, document))
    done = Text(
        "Boxes and zones of {film} exported to {path} (tracks: {tracks:,}; zones and lines: {zones:,}).",
        film=medium.name,
        path=path,
        tracks=len(document.tracks),
        zones=len(document.zones),
    )
    return done, left_out_of_boxes(document)
