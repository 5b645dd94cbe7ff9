"""What moves before a fixed camera: looked for as a job, seen on the picture, accepted or rejected there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from app.domain.changes import Change
from app.domain.media import Medium
from app.domain.ontology import ClassKind
from app.domain.suggestions import Decision, SuggestedTrack
from app.domain.timebase import TimeRange
from app.domain.tracks import box_at
from app.media.motion_proposals import Proposal, find_motion
from app.session.motion import MotionLayer
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.shell.review_controller import ReviewController
from app.shell.workspace import new_id, now
from app.views.canvas.box_mark import BoxMark
from app.views.dialogs.questions import Questions
from app.views.texts import tr

if TYPE_CHECKING:
    from app.qt.task_runner import Task
    from app.shell.workspace import Workspace
    from sora_model.media.pts_index import PtsIndex


class MotionController(QObject):
    """Proposed tracks are on the picture while suggestions are reviewed, whoever proposed them."""

    def __init__(
        self,
        context: FilmContext,
        *,
        labels: LabelController,
        review: ReviewController,
        questions: Questions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._film, self._window = context.film, context.window
        self._player, self._feedback = context.player, context.feedback
        self._labels, self._review, self._questions = labels, review, questions
        self._shown = False
        context.window.canvas.proposal_selected.connect(self._choose)
        context.window.canvas.box_context_requested.connect(self._show_menu)
        labels.selection_changed.connect(lambda _: self.show_proposals())

    # --- the job -----------------------------------------------------------------------------

    def ask(self) -> None:
        """Look through the film that is shown; of several classes of boxes the person chooses one."""
        workspace, medium, index = self._film.workspace, self._film.medium, self._player.index
        if workspace is None or medium is None or index is None:
            self._feedback.say(tr("Motion is looked for in films with a picture."))
            return
        if not self._feedback.succeeds(workspace.project.refuse_when_blind):
            return
        classes = {
            c.name: c.id for c in workspace.project.catalogue.ontology.in_use if c.kind is ClassKind.BOX
        }
        if not classes:
            self._feedback.fact(
                tr("Name a class of boxes first, for instance “person”."),
                action=tr("New class of boxes…"),
                action_id="new_box_class",
            )
            return
        name: str | None = next(iter(classes))
        if len(classes) > 1:
            name = self._questions.choice(tr("Propose what moves"), tr("As boxes of:"), list(classes))
        if name in classes:
            self._look(workspace, medium, index, classes[name])

    def _look(self, workspace: Workspace, medium: Medium, index: PtsIndex, class_id: str) -> None:
        path = workspace.project.path_of(medium)

        def work(task: Task[list[Proposal]]) -> list[Proposal]:
            return find_motion(path, index, on_progress=task.report, cancelled=task.cancelled)

        title = tr("Looking for motion in {film}", film=medium.name)
        self._feedback.say(title)
        self._film.run_job(
            f"motion {medium.id}",
            title,
            work,
            partial(self._found, workspace, medium, index, class_id),
            self._feedback.say,
        )

    def _found(
        self,
        workspace: Workspace,
        medium: Medium,
        index: PtsIndex,
        class_id: str,
        found: list[Proposal],
    ) -> None:
        self._feedback.say("")
        if self._film.workspace is not workspace:
            return
        layer = MotionLayer(workspace.project, workspace.editing, medium, index, now, new_id)
        proposals = [(p.first, p.boxes, p.score) for p in found]
        count = self._feedback.attempt(lambda: layer.bring(class_id, proposals))
        if count is None:
            return
        if not count:
            self._feedback.fact(tr("Nothing new moves in {film}.", film=medium.name))
            return
        text = (
            tr("1 moving thing is proposed in {film}.", film=medium.name)
            if count == 1
            else tr("{count} moving things are proposed in {film}.", count=count, film=medium.name)
        )
        seen = self._film.medium is not None and self._film.medium.id == medium.id
        if seen and not self._shown:
            self._feedback.fact(text, action=tr("Review them"), action_id="mode_review")
        else:
            self._feedback.fact(text)

    # --- on the picture ----------------------------------------------------------------------

    def set_shown(self, shown: bool) -> None:
        """Whether proposals are seen: while suggestions are reviewed."""
        self._shown = shown
        self.show_proposals()

    def follow(self, change: Change) -> None:
        if change.touches(SuggestedTrack):
            self.show_proposals()

    def show_proposals(self, at: int | None = None) -> None:
        """Those of tick `at`; without it, of the moment that is shown."""
        workspace, document = self._film.workspace, self._labels.document
        if workspace is None or document is None or not self._shown or not document.suggested_tracks:
            self._window.canvas.set_proposals(())
            return
        tick = self._player.tick if at is None else at
        layers = workspace.review.visible_layers(document.medium.id)
        ontology = workspace.project.catalogue.ontology
        marks = []
        for track in document.suggested_tracks.overlapping(TimeRange.point(tick)):
            shown = box_at(track.key_frames, tick)
            if shown is None or track.decision is not Decision.OPEN or track.layer_id not in layers:
                continue
            label_class = ontology.get(track.class_id)
            marks.append(
                BoxMark(
                    track.id,
                    f"{label_class.name if label_class else '?'} {track.score:.2f}",
                    label_class.colour if label_class else "#ffffff",
                    shown.box,
                    selected=track.id in self._labels.selection,
                )
            )
        self._window.canvas.set_proposals(marks)

    def _choose(self, suggestion_id: str) -> None:
        """Clicked on: it is the one that Enter accepts and Backspace rejects."""
        self._review.current = suggestion_id
        self._window.suggestion_list.set_current(suggestion_id)
        self._labels.select((suggestion_id,))

    def accept_box_here(self) -> None:
        """Of the proposal at hand only the box that is shown."""
        workspace, medium, index = self._film.workspace, self._film.medium, self._player.index
        document = self._labels.document
        if workspace is None or medium is None or index is None or document is None:
            return
        track = document.suggested_tracks.get(self._review.current)
        tick = index.start_of(index.frame_at(self._player.tick))
        if track is None or track.decision is not Decision.OPEN or box_at(track.key_frames, tick) is None:
            self._feedback.say(tr("No proposed box is chosen here."))
            return
        layer = MotionLayer(workspace.project, workspace.editing, medium, index, now, new_id)
        if self._feedback.attempt(lambda: layer.accept_box(track.id, tick)) is not None:
            self._feedback.offer_undo(tr("One box accepted; T follows it through the film"))

    def _show_menu(self, suggestion_id: str, at: QPoint) -> None:
        """The context menu of a proposal; that of a box is another's."""
        document = self._labels.document
        if document is None or document.suggested_tracks.get(suggestion_id) is None:
            return
        self._choose(suggestion_id)
        menu = QMenu(self._window)
        menu.addAction(tr("Accept the track"), lambda: self._review.accept(suggestion_id))
        menu.addAction(tr("Accept only the box here"), self.accept_box_here)
        menu.addAction(tr("Reject"), lambda: self._review.reject(suggestion_id))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
