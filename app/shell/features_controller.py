"""Features for proposals, computed after the decode that a film gets anyway; their line in the jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.domain.media import Medium
from app.session.features_ahead import FeaturesAhead, FeatureState
from app.session.jobs import ENDED, Job, JobPhase
from app.shell.film_context import FilmContext
from app.shell.film_controller import DECODING, content_of
from app.shell.workspace import Workspace
from app.views.texts import tr

if TYPE_CHECKING:
    from sora_model.media.film_pass import PictureObserver
    from sora_model.media.pts_index import PtsIndex


class FeaturesController(QObject):
    """Follows the jobs that decode whole films, for the project that is open."""

    def __init__(self, context: FilmContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = context.board
        self._workspace: Workspace | None = None
        self._job_id = ""
        self._unsubscribe: Callable[[], None] = lambda: None
        context.film.companions.append(self._companions)
        context.board.subscribe(self._follow)

    def open_workspace(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._unsubscribe = workspace.features_ahead.subscribe(self._changed)

    def close_workspace(self) -> None:
        self._unsubscribe()
        self._board.end(self._job_id, JobPhase.CANCELLED, tr("The project was closed."))
        self._workspace, self._job_id = None, ""

    def _companions(self, medium: Medium, index: PtsIndex) -> Sequence[PictureObserver]:
        """Called on the thread that decodes."""
        workspace = self._workspace
        if workspace is None or workspace.read_only or medium.id not in workspace.project.catalogue.media:
            return ()
        return workspace.features_ahead.observers(medium, index)

    def _follow(self, job: Job) -> None:
        workspace = self._workspace
        if workspace is None or job.kind not in DECODING or not job.ended:
            return
        ahead, medium_id = workspace.features_ahead, job.subject
        if job.phase is JobPhase.DONE:
            # What the job found out is noted right after its end.
            QTimer.singleShot(0, self, partial(self._begin, ahead, medium_id))
        else:
            ahead.forget(medium_id)

    def _begin(self, ahead: FeaturesAhead, medium_id: str) -> None:
        if self._workspace is not None and self._workspace.features_ahead is ahead:
            ahead.begin(medium_id)

    def _changed(self, state: FeatureState) -> None:
        medium, workspace = state.medium, self._workspace
        if medium is None or workspace is None:
            return
        if state.phase in ENDED:
            self._board.end(self._job_id, state.phase, state.message)
            return
        job_id = f"features {content_of(medium)}"
        if not any(job.id == job_id for job in self._board.running):
            self._job_id = job_id
            self._board.start(
                job_id, tr("Features of {film}", film=medium.name), workspace.features_ahead.cancel
            )
        text = tr("Waits for the proposals") if state.waits else ""
        self._board.progress(job_id, state.done, state.total, eta_s=state.eta_s, message=text)
