"""The table of all labels: filled from every film, kept up to date, its wishes done as one edit each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer

from app.domain.changes import Change
from app.domain.errors import Cancelled, UserError
from app.domain.media import Medium
from app.domain.ontology import AttributeKind, LabelClass
from app.domain.segments import Segment
from app.domain.tracks import KeyFrame, Track
from app.formats import FORMATS
from app.qt.task_runner import Task
from app.session import label_records as lr
from app.session.interchange import human_rows
from app.session.label_records import Column, LabelRecord
from app.session.ports import FrameTimes
from app.shell.feedback import when_refused
from app.shell.film_context import FilmContext
from app.shell.long_deeds import LONG, LongDeeds
from app.shell.workspace import Workspace
from app.views.dialogs.label_table_dialog import LabelTableDialog
from app.views.dialogs.questions import Questions
from app.views.texts import told, tr

REFRESH_MS = 250


class LabelTableController(QObject):
    def __init__(
        self,
        context: FilmContext,
        *,
        questions: Questions,
        go_to: Callable[[str, str], None],
        act: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        """`go_to(medium_id, label_id)`: show the label in its film."""
        super().__init__(parent)
        self._context, self._questions, self._go_to, self._act = context, questions, go_to, act
        self._workspace: Workspace | None = None
        self._dialog: LabelTableDialog | None = None
        self._records: dict[str, LabelRecord] = {}
        self._times: dict[str, FrameTimes | None] = {}
        self._sorted: tuple[Column, bool] = (Column.FILM, False)
        self._loading: Task[dict[str, LabelRecord]] | None = None
        self._missed: list[Change] = []  # while the labels are read
        self._asked = 0
        self._deeds = LongDeeds(context.film, context.feedback)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._show)

    # --- opening ---------------------------------------------------------------------------

    def open(self, workspace: Workspace | None) -> None:
        if workspace is None:
            return
        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.activateWindow()
            return
        self._workspace = workspace
        dialog = self._dialog = LabelTableDialog(self._frames, self._context.window)
        dialog.wanted_changed.connect(lambda _: self._show())
        dialog.sort_wished.connect(self._sort)
        dialog.chosen.connect(lambda record: self._go_to(record.medium_id, record.id))
        dialog.class_wished.connect(self._set_class)
        dialog.attribute_wished.connect(self._set_attribute)
        dialog.comment_wished.connect(self._set_comment)
        dialog.remove_wished.connect(self._remove)
        dialog.export_wished.connect(self._export)
        dialog.undo_wished.connect(lambda: self._act("undo"))
        dialog.redo_wished.connect(lambda: self._act("redo"))
        dialog.finished.connect(self.close)
        dialog.set_editable(not workspace.read_only)
        self._load()
        dialog.show()

    def close(self) -> None:
        """Also before the project is closed."""
        self._refresh.stop()
        self._stop_loading()
        self._asked += 1
        if self._dialog is not None:
            dialog, self._dialog = self._dialog, None
            dialog.hide()
            dialog.deleteLater()
        self._workspace = None
        self._records, self._times = {}, {}

    @property
    def dialog(self) -> LabelTableDialog | None:
        return self._dialog

    # --- rows ------------------------------------------------------------------------------

    def _load(self) -> None:
        """Read all labels of all films beside; those that are shown stay until then."""
        workspace, dialog = self._workspace, self._dialog
        assert workspace is not None
        assert dialog is not None
        self._stop_loading()
        self._loading = self._context.tasks.run(
            partial(_read, workspace),
            on_done=partial(self._loaded, workspace),
            on_failed=when_refused(self._refuse),
            on_progress=dialog.show_progress,
        )
        dialog.show_progress(0.0)

    def _stop_loading(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None
        self._missed = []

    def _loaded(self, workspace: Workspace, records: dict[str, LabelRecord]) -> None:
        if workspace is not self._workspace:
            return
        missed, self._loading, self._missed = self._missed, None, []
        self._records = records
        for change in missed:
            self._look_up(change)
        self._show()

    def _people(self) -> dict[str, str]:
        assert self._workspace is not None
        return {actor.id: actor.name for actor in self._workspace.project.store.actors().values()}

    def follow(self, change: Change) -> None:
        """A stored change of labels: only what changed is looked up again."""
        if self._dialog is None:
            return
        if self._loading is not None:
            self._missed.append(change)
        elif len(change) >= LONG:
            self._load()
        else:
            self._look_up(change)
            self._refresh.start()

    def _look_up(self, change: Change) -> None:
        assert self._workspace is not None
        document, people = self._workspace.project.document(change.medium_id), self._people()
        for difference in change.differences:
            entity = difference.entity
            label: Segment | Track | None
            if isinstance(entity, Segment):
                id_, label = entity.id, document.segments.get(entity.id)
            elif isinstance(entity, Track | KeyFrame):
                id_ = entity.id if isinstance(entity, Track) else entity.track_id
                label = document.tracks.get(id_)
            else:
                continue
            record = lr.record_of(document, label, people) if label is not None else None
            if record is None:
                self._records.pop(id_, None)
            else:
                self._records[id_] = record

    def follow_catalogue(self, change: Change) -> None:
        if self._dialog is not None and change.touches(LabelClass, Medium):
            self._load()

    def _show(self) -> None:
        dialog, workspace = self._dialog, self._workspace
        if dialog is None or workspace is None:
            return
        self._asked += 1
        number, records, wanted = self._asked, list(self._records.values()), dialog.wanted
        column, descending = self._sorted

        def look(_: object) -> tuple[list[LabelRecord], set[str]]:
            rows = lr.found(records, wanted, column, descending=descending)
            return rows, {record.label.actor_id for record in records}

        def done(found: tuple[list[LabelRecord], set[str]]) -> None:
            if number == self._asked:
                self._fill(workspace, dialog, *found, len(records))

        self._context.tasks.run(look, on_done=done)

    def _fill(
        self,
        workspace: Workspace,
        dialog: LabelTableDialog,
        rows: list[LabelRecord],
        authors: set[str],
        total: int,
    ) -> None:
        catalogue = workspace.project.catalogue
        dialog.set_choices(
            films=[(m.id, m.name) for m in catalogue.media.values()],
            classes=[(c.id, c.name) for c in catalogue.ontology],
            people=[(id_, name) for id_, name in self._people().items() if id_ in authors],
            attributes=list(dict.fromkeys(a.name for c in catalogue.ontology for a in c.attributes)),
        )
        dialog.show_records(rows, total)

    def _sort(self, column: Column, descending: bool) -> None:
        self._sorted = (column, descending)
        self._show()

    def _frames(self, record: LabelRecord) -> tuple[int, int] | None:
        """Of a film that is not shown they are looked up beside, once, and follow."""
        workspace, medium_id = self._workspace, record.medium_id
        assert workspace is not None
        if medium_id not in self._times:
            self._times[medium_id] = None
            medium = workspace.project.catalogue.media[medium_id]
            self._context.tasks.run(
                lambda _: workspace.project.frame_times(medium),
                on_done=partial(self._times_known, workspace, medium_id),
                on_failed=lambda _: None,  # a film that was moved: its labels have no frames here
                long=True,
            )
        times = self._times[medium_id]
        if times is None:
            return None
        return times.frame_at(record.range.start), times.frame_at(record.range.end - 1)

    def _times_known(self, workspace: Workspace, medium_id: str, times: FrameTimes | None) -> None:
        if workspace is self._workspace and self._dialog is not None:
            self._times[medium_id] = times
            self._dialog.refresh()

    # --- wishes ----------------------------------------------------------------------------

    def _selected(self) -> list[LabelRecord]:
        return self._dialog.selected() if self._dialog is not None else []

    def _set_class(self, class_id: str) -> None:
        workspace = self._workspace
        assert workspace is not None
        ontology = workspace.project.catalogue.ontology
        records = self._selected()
        self._perform("change the class", records, lambda: lr.with_class(records, class_id, ontology))

    def _set_attribute(self, name: str) -> None:
        workspace = self._workspace
        assert workspace is not None
        records = self._selected()
        found = (workspace.project.catalogue.ontology.get(r.label.class_id) for r in records)
        attributes = [a for c in found if c is not None and (a := c.attribute(name)) is not None]
        if not attributes:
            self._tell(tr("None of these classes has the attribute {name}.", name=name))
            return
        choices = attributes[0].choices if attributes[0].kind is AttributeKind.CHOICE else ()
        value = self._questions.choice(
            tr("Change {name}", name=name),
            tr("{name} of {count:,} labels (empty: none):", name=name, count=len(records)),
            choices,
        )
        if value is not None:
            self._perform(f"change {name}", records, lambda: lr.with_attribute(records, name, value))

    def _set_comment(self) -> None:
        records = self._selected()
        text = self._questions.choice(
            tr("Comment"), tr("Comment of {count:,} labels (empty: none):", count=len(records)), ()
        )
        if text is not None:
            self._perform("comment", records, lambda: lr.with_comment(records, text))

    def _remove(self) -> None:
        records = self._selected()

        def removed() -> None:
            self._context.feedback.offer_undo(
                tr("1 label removed" if len(records) == 1 else "{count:,} labels removed", count=len(records))
            )

        self._perform("remove labels", records, lambda: lr.removal(records), removed)

    def _perform(
        self,
        verb: str,
        records: Sequence[LabelRecord],
        edits: Callable[[], lr.Edits],
        on_done: Callable[[], None] = lambda: None,
    ) -> None:
        workspace = self._workspace
        assert workspace is not None

        def done(_: object) -> None:
            self._tell("")
            on_done()

        self._deeds.perform(
            workspace,
            tr("Changing {count:,} labels", count=len(records)),
            lambda session: session.editing.perform_batch(verb, edits()),
            size=len(records),
            on_done=done,
            on_refused=self._refuse,
        )

    def _tell(self, text: str) -> None:
        if self._dialog is not None:
            self._dialog.tell(text)

    def _export(self) -> None:
        workspace, records = self._workspace, self._selected()
        assert workspace is not None
        ids = {record.id for record in records if isinstance(record.label, Segment)}
        suggested = workspace.path.with_name(f"{workspace.path.stem}-selected.csv")
        path = self._questions.where_to_export(str(suggested)) if ids else None
        if not ids:
            self._tell(tr("A table holds labels in time: select some."))
        if path is None:
            return

        def write() -> int:
            rows = human_rows(workspace.project, only=ids)
            FORMATS[0].write(path, rows)
            return len(rows)

        self._context.tasks.run(
            lambda _: write(),
            on_done=partial(self._exported, path),
            on_failed=when_refused(self._refuse),
        )

    def _exported(self, path: object, count: int) -> None:
        self._tell(tr("{count:,} labels exported to {path}", count=count, path=path))

    def _refuse(self, error: UserError) -> None:
        self._tell(told(error))


def _read(workspace: Workspace, task: Task[dict[str, LabelRecord]]) -> dict[str, LabelRecord]:
    with workspace.reading() as session:
        project, found = session.project, dict[str, LabelRecord]()
        people = {actor.id: actor.name for actor in project.store.actors().values()}
        media = project.catalogue.media
        for number, medium_id in enumerate(media, 1):
            if task.cancelled():
                raise Cancelled
            found.update((record.id, record) for record in lr.records_of(project, medium_id, people))
            task.report(number / len(media))
    return found
