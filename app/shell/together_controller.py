"""The work of several people in the window: merging a copy, a second pass, agreement, provenance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMessageBox

from app.domain.timebase import clock_text
from app.session.agreement import Agreement, Disagreement, Figure, agree
from app.session.chronicle import Chronicle
from app.session.merging import MergePlan, Merging, Side
from app.session.passes import FilmPasses, Labeller, compare, labellers, passes_between
from app.session.provenance import provenance
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.shell.provenance_text import provenance_lines
from app.shell.workspace import Workspace, new_id
from app.storage.project_store import ProjectStore
from app.views.dialogs.agreement_dialog import AgreementDialog, AgreementRow, DisagreementRow
from app.views.dialogs.merge_dialog import ConflictRow, MergeDialog
from app.views.dialogs.questions import Questions
from app.views.texts import tr


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
        self._labels, self._questions = labels, questions
        self._settings = context.settings
        self._places: tuple[Disagreement, ...] = ()
        self._awaited: Disagreement | None = None
        self.dialog: AgreementDialog | None = None

    @property
    def _workspace(self) -> Workspace | None:
        return self._film.workspace

    # --- merging ---------------------------------------------------------------------------

    def merge(self) -> None:
        workspace = self._workspace
        path = self._questions.file_to_read(tr("Merge a colleague's copy"), tr("Projects"), "sora")
        if workspace is None or path is None:
            return
        self._feedback.attempt(lambda: self._merge(workspace, path))

    def _merge(self, workspace: Workspace, path: Path) -> None:
        merging = Merging(workspace.project, workspace.editing, new_id)
        with ProjectStore.open(path, read_only=True) as theirs:
            plan = merging.look(theirs)
            if plan.is_empty:
                self._feedback.fact(tr("{file} holds nothing that is not here already.", file=path.name))
                return
            dialog = self._merge_dialog(plan)
            agreed = dialog.exec() == MergeDialog.DialogCode.Accepted
            choices = {name: Side(side) for name, side in dialog.choices().items()}
            dialog.deleteLater()
            if not agreed:
                return
            report = merging.perform(plan, theirs, choices)
        self._feedback.offer_undo(tr("Merged. {brought}", brought=_counted(report.brought)))

    def _merge_dialog(self, plan: MergePlan) -> MergeDialog:
        heading = (
            tr("{file} is a copy of this project.", file=plan.path.name)
            if plan.same_project
            else tr("{file} is another project: all its labels would come over.", file=plan.path.name)
        )
        brought = _counted(plan.brings)
        summary = tr("Comes over. {what}", what=brought) if brought else tr("Nothing comes over by itself.")
        rows = [ConflictRow(c.id, c.what, c.ours, c.theirs, c.both_can_stand) for c in plan.conflicts]
        dialog = MergeDialog(heading, summary, rows, plan.left, self._window)
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
        blind = not workspace.project.blind
        workspace.project.look_blind(blind)
        others = [path for path in self._settings().second_passes if path != str(workspace.path)]
        self.passes_changed.emit([*others, str(workspace.path)] if blind else others)
        self._film.show(shown.id if shown is not None else "")
        if blind:
            self.close()
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
        if workspace.project.blind:
            self._feedback.fact(tr("End the second pass first: agreement shows what the other person said."))
            return
        if self.dialog is None:
            self.dialog = AgreementDialog(self._window)
            self.dialog.people_chosen.connect(self._compare)
            self.dialog.other_project_requested.connect(self._compare_projects)
            self.dialog.chosen.connect(self._go_to)
        people = labellers(workspace.project.store)
        first, second = _two(people, workspace.project.person.id)
        self.dialog.set_people([(p.actor.id, p.actor.name) for p in people], first, second)
        self._compare(first, second)
        self.dialog.show()

    def close(self) -> None:
        """The project or the window closes."""
        if self.dialog is not None:
            self.dialog.close()
            self.dialog.deleteLater()
            self.dialog = None
        self._places, self._awaited = (), None

    def _compare(self, first: str, second: str) -> None:
        workspace, dialog = self._workspace, self.dialog
        if workspace is None or dialog is None:
            return
        people = {p.actor.id: p for p in labellers(workspace.project.store)}
        if first == second or first not in people or second not in people:
            text = tr(
                "Labels of two people are needed. A second person labels in a second pass, or in a copy."
            )
            self._places = ()
            dialog.show_result(text, (), ())
            return
        one, other = people[first], people[second]
        films = self._feedback.attempt(lambda: compare(workspace.project, one, other))
        if films is not None:
            self._show_result(films, one.actor.name, other.actor.name, one.seeing + other.seeing)

    def _compare_projects(self) -> None:
        workspace = self._workspace
        path = self._questions.file_to_read(tr("Compare with another project"), tr("Projects"), "sora")
        if workspace is None or path is None:
            return

        def read() -> list[FilmPasses]:
            with ProjectStore.open(path, read_only=True) as theirs:
                return passes_between(workspace.project.store, theirs)

        films = self._feedback.attempt(read)
        if films is not None:
            self._show_result(films, workspace.path.name, path.name, 0)

    def _show_result(self, films: Sequence[FilmPasses], first: str, second: str, seeing: int) -> None:
        workspace, dialog = self._workspace, self.dialog
        assert workspace is not None
        assert dialog is not None
        found = agree(films)
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
                "{count} labels were made with a suggestion in view, which makes people agree.",
                count=f"{seeing:,}",
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
                for d in found.disagreements
            ],
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
