"""The work of several people in the window: merging a copy, a second pass, agreement, provenance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMessageBox

from app.domain.errors import Cancelled
from app.domain.timebase import clock_text
from app.qt.task_runner import Task
from app.session.agreement import Agreement, Disagreement, Figure, agree
from app.session.beside import Session
from app.session.chronicle import Chronicle
from app.session.merging import MergePlan, MergeReport, Merging, Side
from app.session.passes import Labeller, OnPart, labellers, passes_between, passes_in
from app.session.provenance import provenance
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.shell.long_deeds import LongDeeds
from app.shell.provenance_text import provenance_lines
from app.shell.workspace import Workspace, new_id
from app.storage.project_store import ProjectStore
from app.views.dialogs.agreement_dialog import AgreementDialog, AgreementRow, DisagreementRow
from app.views.dialogs.merge_dialog import ConflictRow, MergeDialog
from app.views.dialogs.questions import Questions
from app.views.texts import told, tr

_AGREEMENT = "agreement"
_STEP = 0.4  # share of the time that a step of comparing takes, roughly
_MOST_PLACES = 2000  # listed
_NOTHING = Agreement(0, (), None, ())


@dataclass(frozen=True, slots=True)
class _Compared:
    """`who`: the two people or the other project; None where there are no two. `people`: all there are."""

    people: tuple[Labeller, ...]
    who: tuple[Labeller, Labeller] | Path | None = None
    found: Agreement = _NOTHING


class TogetherController(QObject):
    """Their file is opened for reading only, and closed as soon as it was read. A second pass lasts until the
    person ends it, also over days.
    """

    passes_changed = Signal(list)  # paths of the projects in a second pass, to be remembered

    def __init__(
        self,
        context: FilmContext,
        *,
        labels: LabelController,
        questions: Questions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._film, self._window, self._player = context.film, context.window, context.player
        self._feedback = context.feedback
        self._board, self._deeds = context.board, LongDeeds(context.film, context.feedback)
        self._labels, self._questions = labels, questions
        self._settings = context.settings
        self._places: tuple[Disagreement, ...] = ()
        self._awaited: Disagreement | None = None
        self._asked = 0
        self.dialog: AgreementDialog | None = None

    @property
    def _workspace(self) -> Workspace | None:
        return self._film.workspace

    # --- merging ---------------------------------------------------------------------------

    def merge(self) -> None:
        """Their file is read and compared beside; then the person decides, and it is stored beside."""
        workspace = self._workspace
        if workspace is None or not self._feedback.succeeds(workspace.project.refuse_when_blind):
            return
        path = self._questions.file_to_read(tr("Merge a colleague's copy"), tr("Projects"), "sora")
        if path is None:
            return

        def look(_: object) -> MergePlan:
            with workspace.reading() as session, ProjectStore.open(path, read_only=True) as theirs:
                return Merging(session.project, session.editing, new_id).look(theirs)

        self._film.run_job(
            "compare",
            tr("Comparing with {file}", file=path.name),
            look,
            partial(self._ask_to_merge, workspace),
            self._feedback.say,
            waited_for=True,
        )

    def _ask_to_merge(self, workspace: Workspace, plan: MergePlan) -> None:
        if workspace is not self._workspace:
            return
        if plan.is_empty:
            self._feedback.fact(tr("{file} holds nothing that is not here already.", file=plan.path.name))
            return
        dialog = self._merge_dialog(plan)
        agreed = dialog.exec() == MergeDialog.DialogCode.Accepted
        choices = {name: Side(side) for name, side in dialog.choices().items()}
        dialog.deleteLater()
        if not agreed or workspace is not self._workspace:
            return

        def bring(session: Session) -> MergeReport:
            with ProjectStore.open(plan.path, read_only=True) as theirs:
                return Merging(session.project, session.editing, new_id).perform(plan, theirs, choices)

        self._deeds.perform(
            workspace,
            tr("Merging {file}", file=plan.path.name),
            bring,
            size=plan.size,
            on_done=lambda report: self._feedback.offer_undo(
                tr("Merged. {brought}", brought=_counted(report.brought))
            ),
        )

    def _merge_dialog(self, plan: MergePlan) -> MergeDialog:
        heading = (
            tr("{file} is a copy of this project.", file=plan.path.name)
            if plan.same_project
            else tr("{file} is another project: all its labels would come over.", file=plan.path.name)
        )
        brought = _counted(plan.brings)
        summary = tr("Coming over – {what}", what=brought) if brought else tr("Nothing comes over by itself.")
        rows = [
            ConflictRow(c.id, told(c.what), told(c.ours), told(c.theirs), c.both_can_stand)
            for c in plan.conflicts
        ]
        dialog = MergeDialog(heading, summary, rows, tuple(map(told, plan.left)), self._window)
        places = {c.id: c for c in plan.conflicts}

        def show(conflict_id: str) -> None:
            place, shown = places[conflict_id], self._film.medium
            if place.tick is not None and shown is not None and shown.id == place.medium_id:
                self._player.seek(place.tick)

        dialog.chosen.connect(show)
        return dialog

    # --- a second pass ---------------------------------------------------------------------

    def second_pass(self) -> None:
        """Begin it, or end it and show how far the two agree."""
        workspace, shown = self._workspace, self._film.medium
        if workspace is None:
            return
        if workspace.editing.held:
            self._feedback.say(tr("A greater change is being stored: wait for it first."))
            return
        blind = not workspace.project.blind
        workspace.project.look_blind(blind)
        others = [path for path in self._settings().second_passes if path != str(workspace.path)]
        self.passes_changed.emit([*others, str(workspace.path)] if blind else others)
        self._film.show(shown.id if shown is not None else "")
        if blind:
            self.close()
            # What they bring is made of other people's labels.
            workspace.prelabelling.cancel()
            workspace.doubting.cancel()
            self._say_blind()
        else:
            self._feedback.settle()
            self.show_agreement()

    def open_workspace(self, workspace: Workspace) -> None:
        """Before any film of it is shown."""
        if str(workspace.path) in self._settings().second_passes:
            workspace.project.look_blind(True)
            self._say_blind()

    def _say_blind(self) -> None:
        self._feedback.fact(
            tr("Second pass: labels of other people and suggestions are hidden until you end it."),
            action=tr("End it"),
            action_id="second_pass",
        )

    # --- agreement -------------------------------------------------------------------------

    def show_agreement(self) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        if not self._feedback.succeeds(workspace.project.refuse_when_blind):
            return
        if self.dialog is None:
            self.dialog = AgreementDialog(self._window)
            self.dialog.people_chosen.connect(self._compare)
            self.dialog.other_project_requested.connect(self._compare_projects)
            self.dialog.chosen.connect(self._go_to)
        self._compare("", "")
        self.dialog.show()

    def close(self) -> None:
        """The project or the window closes."""
        if self.dialog is not None:
            self.dialog.close()
            self.dialog.deleteLater()
            self.dialog = None
        self._places, self._awaited = (), None
        self._stop()

    def _stop(self) -> None:
        """What is being compared is not asked for any more."""
        self._asked += 1
        for job in self._board.running:
            if job.kind == _AGREEMENT:
                self._board.cancel(job.id)

    def _compare(self, first: str, second: str) -> None:
        """The labels of two people here; where they are not said, of those who are likeliest meant."""
        workspace = self._workspace
        if workspace is None:
            return
        person = workspace.project.person.id

        def look(task: Task[_Compared]) -> _Compared:
            with workspace.reading() as session:
                store = session.project.store
                people = labellers(store, _told(task, 0.0))
                one, other = (first, second) if first and second else _two(people, person)
                known = {p.actor.id: p for p in people}
                if one == other or one not in known or other not in known:
                    return _Compared(tuple(people))
                films = passes_in(store, one, other, _told(task, 0.4))
                found = agree(films, on_part=_told(task, 0.8)) if films else _NOTHING
                return _Compared(tuple(people), (known[one], known[other]), found)

        self._look(tr("Comparing the labels of two people"), look)

    def _compare_projects(self) -> None:
        workspace = self._workspace
        path = self._questions.file_to_read(tr("Compare with another project"), tr("Projects"), "sora")
        if workspace is None or path is None:
            return

        def look(task: Task[_Compared]) -> _Compared:
            with workspace.reading() as session, ProjectStore.open(path, read_only=True) as theirs:
                films = passes_between(session.project.store, theirs, on_film=_told(task, 0.0))
                return _Compared((), path, agree(films, on_part=_told(task, 0.8)))

        self._look(tr("Comparing with {file}", file=path.name), look)

    def _look(self, title: str, look: Callable[[Task[_Compared]], _Compared]) -> None:
        self._stop()
        number, dialog = self._asked, self.dialog
        assert dialog is not None
        dialog.show_result(tr("Comparing …"), (), (), 0)

        def done(found: _Compared) -> None:
            if number == self._asked:
                self._show(found)

        def not_done(why: str) -> None:
            if number == self._asked and self.dialog is not None:
                self.dialog.show_result(why, (), (), 0)

        self._film.run_job(f"{_AGREEMENT} {number}", title, look, done, not_done, waited_for=True)

    def _show(self, compared: _Compared) -> None:
        workspace, dialog = self._workspace, self.dialog
        if workspace is None or dialog is None:
            return
        if compared.people:
            chosen = ("", "")
            if isinstance(compared.who, tuple):
                chosen = compared.who[0].actor.id, compared.who[1].actor.id
            dialog.set_people([(p.actor.id, p.actor.name) for p in compared.people], *chosen)
        match compared.who:
            case (one, other) if compared.found.films:
                seeing = one.seeing + other.seeing
                self._show_result(compared.found, one.actor.name, other.actor.name, seeing)
            case Path() as path:
                self._show_result(compared.found, workspace.path.name, path.name, 0)
            case None:
                why = tr("Labels of two people are needed: the second labels in a second pass, or in a copy.")
                self._show_nothing(why)
            case _:
                self._show_nothing(
                    tr("They labelled no film both: let the second label what the first has done.")
                )

    def _show_nothing(self, why: str) -> None:
        assert self.dialog is not None
        self._places = ()
        self.dialog.show_result(why, (), (), 0)

    def _show_result(self, found: Agreement, first: str, second: str, seeing: int) -> None:
        workspace, dialog = self._workspace, self.dialog
        assert workspace is not None
        assert dialog is not None
        self._places = found.disagreements
        state = tr(
            "{first} and {second}. Films that both looked at: {films}. F1 of all labels: {f1}.",
            first=first,
            second=second,
            films=found.films,
            f1=_figure(found.overall_f1),
        )
        if seeing:
            state += " " + tr(
                "1 label was made with a suggestion in view, which makes people agree."
                if seeing == 1
                else "{count:,} labels were made with a suggestion in view, which makes people agree.",
                count=seeing,
            )
        media = workspace.project.catalogue.media
        alone = len(media) == 1
        dialog.show_result(
            state,
            _rows(found),
            [
                DisagreementRow(
                    clock_text(d.start) if alone else f"{media[d.film_id].name}, {clock_text(d.start)}",
                    d.class_name,
                    _what(d, first, second),
                )
                for d in found.disagreements[:_MOST_PLACES]
            ],
            len(found.disagreements),
        )

    def _go_to(self, number: int) -> None:
        place, shown = self._places[number], self._film.medium
        if shown is not None and shown.id == place.film_id:
            self._seek(place)
        else:
            self._awaited = place
            self._film.show(place.film_id)

    def film_ready(self) -> None:
        """The film shown can be sought now."""
        awaited, self._awaited = self._awaited, None
        shown = self._film.medium
        if awaited is not None and shown is not None and shown.id == awaited.film_id:
            # After all others that are told of the film have put it at its beginning.
            QTimer.singleShot(0, self, lambda: self._seek(awaited))

    def _seek(self, place: Disagreement) -> None:
        shown = self._film.medium
        if shown is not None:
            span = shown.span
            self._player.seek(min(max(shown.scale.tick(place.start), span.start), span.end - 1))

    # --- where a label comes from ----------------------------------------------------------

    def show_provenance(self) -> None:
        """Of the one label that is chosen."""
        workspace, shown, chosen = self._workspace, self._film.medium, self._labels.selection
        found = None
        if workspace is not None and shown is not None and len(chosen) == 1:
            chronicle = Chronicle(workspace.project)
            found = provenance(workspace.project, chronicle, shown.id, chosen[0])
        if found is None or shown is None or workspace is None:
            self._feedback.say(tr("Choose one label first."))
            return
        lines = provenance_lines(found, shown.scale, workspace.project.catalogue.ontology)
        box = QMessageBox(self._window)
        box.setWindowTitle(tr("Where this label comes from"))
        box.setText("\n".join(lines))
        box.setStandardButtons(QMessageBox.StandardButton.Close)
        box.exec()
        box.deleteLater()


def _told(task: Task[_Compared], start: float) -> OnPart:
    """Progress from `start` on, by the parts of one step. Raises Cancelled where that was wished."""

    def tell(done: int, total: int) -> None:
        if task.cancelled():
            raise Cancelled
        task.report(start + done / total * _STEP)

    return tell


def _counted(counted: object) -> str:
    assert isinstance(counted, dict)
    return ", ".join(f"{tr(what)}: {n:,}" for what, n in counted.items())


def _two(people: Sequence[Labeller], person: str) -> tuple[str, str]:
    """The person at the window second, whoever has most labels else first."""
    others = [p.actor.id for p in people if p.actor.id != person]
    ids = [p.actor.id for p in people]
    if person in ids and others:
        return others[0], person
    return (ids[0], ids[1]) if len(ids) > 1 else ("", "")


def _figure(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    interval = "" if figure.low is None else f" ({figure.low:.2f} – {figure.high:.2f})"
    return f"{figure.value:.2f}{interval}"


def _rows(found: Agreement) -> list[AgreementRow]:
    return [
        AgreementRow(
            c.class_name,
            f"{c.first:,}",
            f"{c.second:,}",
            _figure(c.kappa),
            _figure(c.f1),
            _figure(c.track_iou),
        )
        for c in found.classes
    ]


def _what(place: Disagreement, first: str, second: str) -> str:
    match place.kind:
        case "first":
            return tr("only {person}", person=first)
        case "second":
            return tr("only {person}", person=second)
        case "class":
            return tr("{person} says {name}", person=second, name=place.other)
    return tr("edges far apart")
