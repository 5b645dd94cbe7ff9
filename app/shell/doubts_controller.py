"""Labels that the model doubts: asked for by the person, shown one by one, put right by ordinary edits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.domain import edits as e
from app.domain.changes import Change
from app.domain.segments import Verification
from app.domain.timebase import clock_text
from app.session.doubts import DoubtfulLabel, DoubtsState
from app.session.jobs import ENDED, JobPhase
from app.session.selected_labels import SelectedLabels
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.shell.workspace import Workspace
from app.views.review.doubt_list import DoubtRow
from app.views.texts import told, tr

DOUBTS = "doubts"


class DoubtsController(QObject):
    """Nothing happens to a label before the person says so."""

    def __init__(
        self,
        context: FilmContext,
        *,
        labels: LabelController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._film, self._window = context.film, context.window
        self._board, self._feedback = context.board, context.feedback
        self._labels = labels
        self._workspace: Workspace | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._wanted = ""

    def open_workspace(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._unsubscribe = workspace.doubting.subscribe(self._changed)
        self._window.doubt_list.set_editable(not workspace.read_only)
        self._window.doubt_list.hide()
        self._show(workspace.doubting.state)

    def close_workspace(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
        self._unsubscribe, self._workspace, self._wanted = None, None, ""
        self._board.end(DOUBTS, JobPhase.CANCELLED, tr("The project was closed."))
        self._window.doubt_list.set_rows(())
        self._window.doubt_list.hide()

    def follow(self, change: Change) -> None:
        if self._workspace is not None:
            self._workspace.doubting.follow(change)

    # --- wishes ----------------------------------------------------------------------------

    def ask(self) -> None:
        """Look for doubtful labels in the whole project."""
        workspace = self._workspace
        if workspace is None:
            return
        self._window.drawer.show_page("suggestions")
        self._window.doubt_list.show()
        if workspace.doubting.state.phase is JobPhase.RUNNING:
            self._feedback.say(tr("The labels are being looked at already."))
            return
        self._board.start(DOUBTS, tr("Looking for doubtful labels"), workspace.doubting.cancel)
        if not self._feedback.succeeds(workspace.doubting.ask):
            self._board.end(DOUBTS, JobPhase.FAILED, tr("It could not begin."))

    def go_to(self, segment_id: str) -> None:
        """Show the label, in another film where it lies there."""
        label = self._find(segment_id)
        if label is None:
            return
        shown = self._film.medium
        if shown is not None and shown.id == label.medium_id:
            self._labels.go_to(segment_id)
        else:
            self._wanted = segment_id
            self._film.show(label.medium_id)

    def film_ready(self) -> None:
        """The film shown can be sought now."""
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self._labels.go_to(wanted)

    def confirm(self, segment_id: str) -> None:
        """Right after all. A label that was accepted unwatched has been looked at now."""
        workspace, label = self._workspace, self._find(segment_id)
        if workspace is None or label is None:
            return
        segment = workspace.project.document(label.medium_id).segments.get(segment_id)
        if segment is not None and segment.verification in (Verification.UNSEEN, Verification.BULK):
            edit = e.ChangeSegment(segment_id, verification=Verification.SEEN)
            if not self._feedback.succeeds(
                lambda: workspace.editing.perform(edit, medium_id=label.medium_id)
            ):
                return
        workspace.doubting.confirm(segment_id)
        self._feedback.say(tr("Right after all; it is not asked again while the project is open."))

    def change(self, segment_id: str, class_id: str) -> None:
        """Give it the class that the model finds likelier; an edit like any other."""
        workspace, label = self._workspace, self._find(segment_id)
        if workspace is None or label is None:
            return
        labelling = workspace.labelling(label.medium_id)
        if self._feedback.succeeds(lambda: SelectedLabels(labelling, [segment_id]).set_class(class_id)):
            name = workspace.project.catalogue.ontology[class_id].name
            self._feedback.offer_undo(tr("Changed to {name}", name=name))

    def _find(self, segment_id: str) -> DoubtfulLabel | None:
        if self._workspace is None:
            return None
        labels = self._workspace.doubting.state.labels
        return next((label for label in labels if label.segment_id == segment_id), None)

    # --- showing ---------------------------------------------------------------------------

    def _changed(self, state: DoubtsState) -> None:
        self._show(state)
        if state.phase in ENDED:
            self._board.end(DOUBTS, state.phase, state.message)
        elif state.phase is JobPhase.RUNNING:
            self._board.progress(DOUBTS, state.done, state.total, eta_s=state.eta_s)

    def _show(self, state: DoubtsState) -> None:
        busy = state.phase is JobPhase.RUNNING
        text = tr("Looking at every label as if it were new …") if busy else told(state.message)
        if state.phase is JobPhase.DONE and state.labels:
            text = f"{text} {tr('Nothing was changed.')}"
        self._window.doubt_list.set_state(text, busy=busy)
        self._window.doubt_list.set_rows([row for label in state.labels if (row := self._row(label))])

    def _row(self, label: DoubtfulLabel) -> DoubtRow | None:
        workspace = self._workspace
        if workspace is None:
            return None
        catalogue = workspace.project.catalogue
        medium, given = catalogue.media.get(label.medium_id), catalogue.ontology.get(label.class_id)
        suggested = catalogue.ontology.get(label.suggested_id)
        if medium is None or given is None or suggested is None:
            return None
        segment = workspace.project.document(medium.id).segments.get(label.segment_id)
        if segment is None:
            return None
        at = clock_text(medium.scale.seconds(segment.range.start)).removeprefix("00:")
        return DoubtRow(
            label.segment_id,
            label.suggested_id,
            suggested.name,
            f"{given.name} → {suggested.name}?\n{at}  {medium.name}",
            tr(
                "{given} {was:.0%}, {suggested} {is_now:.0%}, by models that had not seen this label",
                given=given.name,
                was=label.given,
                suggested=suggested.name,
                is_now=label.suggested,
            ),
        )
