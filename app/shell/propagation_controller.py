"""Boxes followed through the film in the background: on or back, as far as the object is seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.media import Medium
from app.domain.timebase import clock_text
from app.domain.tracks import KeyFrame
from app.media.tracking import Ending, Goal, Path, follow_boxes
from app.session.propagation import Propagation, Reach, Trail
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.views.texts import tr

if TYPE_CHECKING:
    from app.qt.task_runner import Task
    from app.shell.workspace import Workspace


class PropagationController(QObject):
    """The selected tracks of the film that is shown."""

    def __init__(
        self, context: FilmContext, *, labels: LabelController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._film, self._player, self._feedback = context.film, context.player, context.feedback
        self._board = context.board
        self._labels = labels
        self._lost: tuple[str, int] | None = None

    def propagate(self, *, back: bool = False) -> None:
        """Follow the boxes that are selected from the frame that is shown, as a job."""
        workspace, medium, index = self._film.workspace, self._film.medium, self._player.index
        document = self._labels.document
        if workspace is None or medium is None or index is None or document is None:
            return
        tracks = [i for i in self._labels.selection if i in document.tracks]
        if not tracks:
            self._feedback.say(tr("Select a box first."))
            return
        job = f"tracking {medium.id}"
        if any(running.id == job for running in self._board.running):
            self._feedback.say(tr("Boxes of this film are being followed already."))
            return
        propagation = Propagation(workspace.project, workspace.editing, medium.id, index)
        tick = self._player.tick
        reaches = self._feedback.attempt(lambda: propagation.reaches(tracks, tick, back=back))
        if not reaches:
            return
        path = workspace.project.path_of(medium)
        goals = [Goal(r.track_id, r.box, r.until) for r in reaches]

        def work(task: Task[list[Path]]) -> list[Path]:
            return follow_boxes(
                path, index, reaches[0].frame, goals, on_progress=task.report, cancelled=task.cancelled
            )

        title = tr("Following {count} boxes in {film}", count=len(reaches), film=medium.name)
        if len(reaches) == 1:
            title = tr("Following {track} in {film}", track=self._name(reaches[0].track_id), film=medium.name)
        self._film.run_job(
            job,
            title,
            work,
            partial(self._followed, workspace, propagation, medium, reaches),
            self._feedback.say,
            waited_for=True,
        )
        self._feedback.say(title)

    def _followed(
        self,
        workspace: Workspace,
        propagation: Propagation,
        medium: Medium,
        reaches: list[Reach],
        paths: list[Path],
    ) -> None:
        self._feedback.say("")
        if self._film.workspace is not workspace:
            return
        trails = [
            Trail(reach, path.key_frames, path.ending is Ending.LEFT)
            for reach, path in zip(reaches, paths, strict=True)
        ]
        deed = self._feedback.attempt(lambda: propagation.keep(trails))
        if deed is None:
            return
        boxes = sum(isinstance(d.after, KeyFrame) for change in deed for d in change.differences)
        self._tell(medium, paths, boxes)

    def _tell(self, medium: Medium, paths: list[Path], boxes: int) -> None:
        """Where it ended, and why; a lost object's place is one click away."""
        lost = [path for path in paths if path.ending is Ending.LOST]
        index = self._player.index
        if boxes:
            self._feedback.offer_undo(
                tr("Followed; 1 key frame" if boxes == 1 else "Followed; {count} key frames", count=boxes)
            )
        elif not lost:
            self._feedback.say(tr("The box was changed meanwhile: nothing was followed."))
        if not lost or index is None or self._film.medium is None or self._film.medium.id != medium.id:
            return
        first = lost[0]
        tick = index.start_of(first.frame)
        self._lost = medium.id, tick
        text = tr(
            "{track} was lost at {time}: {why}. Draw its box where it is seen again, or go on from there.",
            track=self._name(first.track_id),
            time=clock_text(medium.scale.seconds(tick)),
            why=tr(first.why),
        )
        if len(lost) > 1:
            text = tr(
                "{count} boxes were lost, {track} at {time}: {why}.",
                count=len(lost),
                track=self._name(first.track_id),
                time=clock_text(medium.scale.seconds(tick)),
                why=tr(first.why),
            )
        self._feedback.fact(text, action=tr("Go there"), action_id="go_to_lost")

    def go_to_lost(self) -> None:
        """The last frame where the object was seen."""
        medium = self._film.medium
        if self._lost is not None and medium is not None and medium.id == self._lost[0]:
            self._player.seek(self._lost[1])
            self._feedback.settle()

    def _name(self, track_id: str) -> str:
        document, workspace = self._labels.document, self._film.workspace
        track = document.tracks.get(track_id) if document is not None else None
        if track is None or workspace is None:
            return "?"
        label_class = workspace.project.catalogue.ontology.get(track.class_id)
        return f"{label_class.name if label_class else '?'} #{track.number}"
