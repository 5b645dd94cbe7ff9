"""Training and pre-labelling: started by the person or by themselves, shown in their panel and as jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Change
from app.domain.media import Medium
from app.domain.segments import Segment
from app.domain.suggestions import Promotion, Run
from app.domain.texts import recognised
from app.qt.training_process import QtTrainingProcess
from app.session.jobs import ENDED, Job, JobPhase
from app.session.prelabelling import PrelabelState
from app.session.promotion import reason_of
from app.session.run_names import run_name
from app.session.training import TrainingPhase, TrainingState
from app.shell.film_context import FilmContext
from app.shell.workspace import Workspace
from app.views.jobs.job_list import JobRow
from app.views.texts import marked, told, tr
from app.views.training.epochs import EpochPoint
from app.views.training.training_panel import RunView, TrainingView
from sora_model.contract.presets import DEFAULT_PRESET, PRESET_PURPOSES

TRAIN, PROPOSE = "train", "propose"
STEP_TEXT = {
    "starting": marked("Starting"),
    "features": marked("Looking at the films"),
    "training": marked("Training"),
    "calibration": marked("Calibrating"),
    "validation": marked("Checking on held-out films"),
    "predicting": marked("Proposing"),
}


_DEVICES = marked(("CPU, 1 thread", "CPU, {threads} threads"))  # others are names
_ENDED = {
    JobPhase.DONE: marked("Done"),
    JobPhase.CANCELLED: marked("Cancelled"),
    JobPhase.FAILED: marked("Failed"),
}


class JobsController(QObject):
    """Nothing here touches a label: runs and suggestions come back as edits of their own."""

    state_changed = Signal()  # busy or not, trained or not: the primary action may differ
    training_failed = Signal(str)

    def __init__(
        self,
        context: FilmContext,
        *,
        process: QtTrainingProcess,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._board = context.window, context.board
        self._feedback, self._settings = context.feedback, context.settings
        self._process = process
        self._workspace: Workspace | None = None
        self._medium_id = ""
        self._propose_after: tuple[str, ...] = ()
        self._unsubscribe: list[Callable[[], None]] = []
        self.reviewing = False
        context.window.training_panel.set_presets(PRESET_PURPOSES)
        context.board.subscribe(lambda _: self.show_jobs())
        process.silence_noticed.connect(self._tell_silence)

    # --- the project -----------------------------------------------------------------------

    def open_workspace(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._unsubscribe = [
            workspace.training.subscribe(self._training_changed),
            workspace.prelabelling.subscribe(self._prelabelling_changed),
        ]
        self._propose_after = ()
        self._window.training_panel.set_preset(self._preset)
        self._show_training(workspace.training.state)
        self.show_runs()
        self.show_readiness()

    def close_workspace(self) -> None:
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []
        for job_id in (TRAIN, PROPOSE):
            self._board.end(job_id, JobPhase.CANCELLED, tr("The project was closed."))
        self._workspace = None
        self._show_training(TrainingState())
        self._window.training_panel.set_runs(())
        self._window.training_panel.set_preset("")
        self._window.training_panel.set_readiness(False, tr("Open a video first."))

    def show_film(self, medium_id: str) -> None:
        self._medium_id = medium_id

    def follow(self, change: Change) -> None:
        """After each edit: readiness, runs, and whether a training should begin by itself."""
        if change.touches(Run):
            self.show_runs()
        self.show_readiness()
        if change.touches(Segment):  # never for what the program found out, nor on opening a project
            self._train_by_itself()

    @property
    def busy(self) -> bool:
        workspace = self._workspace
        return workspace is not None and (
            workspace.training.state.busy or workspace.prelabelling.state.phase is JobPhase.RUNNING
        )

    @property
    def _preset(self) -> str:
        """The form chosen for this project; a name that this version does not know counts as none."""
        path = str(self._workspace.path) if self._workspace is not None else ""
        chosen = self._settings().presets.get(path, DEFAULT_PRESET)
        return chosen if chosen in PRESET_PURPOSES else DEFAULT_PRESET

    # --- wishes ----------------------------------------------------------------------------

    def train(self) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        readiness = workspace.training.readiness(workspace.tally.segments)
        if not readiness.ready:
            self._feedback.fact(readiness.message)
            return
        workspace.tally.forget_training()
        self._board.start(TRAIN, tr("Training"), workspace.training.cancel)
        if not self._feedback.succeeds(lambda: workspace.training.start(preset=self._preset)):
            self._board.end(TRAIN, JobPhase.FAILED)

    def propose(self, *, everywhere: bool = False) -> None:
        """Let the run in use label ahead; when labels came since it was trained, train first."""
        workspace = self._workspace
        if workspace is None:
            return
        media = workspace.project.catalogue.media
        wanted = tuple(media) if everywhere or not self._medium_id else (self._medium_id,)
        if workspace.training.state.busy:
            self._propose_after = wanted
            self._feedback.say(tr("Sora proposes as soon as the training is done."))
            return
        fresh = workspace.tally.since_training > 0 or workspace.project.catalogue.run_in_use is None
        if fresh and workspace.training.readiness(workspace.tally.segments).ready:
            self._propose_after = wanted
            self.train()
        else:
            self._propose_now(wanted)

    def _propose_now(self, medium_ids: Sequence[str]) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        media = [m for i in medium_ids if (m := workspace.project.catalogue.media.get(i)) is not None]
        present = [m for m in media if workspace.project.path_of(m).is_file()]
        self._board.start(PROPOSE, self._propose_title(present), workspace.prelabelling.cancel)
        if self._feedback.attempt(lambda: workspace.prelabelling.request(present)) is None:
            self._board.end(PROPOSE, JobPhase.FAILED, tr("It could not begin."))
        else:
            workspace.tally.forget_new()

    @staticmethod
    def _propose_title(media: Sequence[Medium]) -> str:
        if len(media) == 1:
            return tr("Proposing for {film}", film=media[0].name)
        return tr("Proposing for {count} films", count=len(media))

    def use_run(self, run_id: str) -> None:
        workspace = self._workspace
        if workspace is not None:
            self._feedback.attempt(lambda: workspace.training.use(run_id))

    def cancel_all(self) -> None:
        for job in self._board.running:
            self._board.cancel(job.id)

    def _train_by_itself(self) -> None:
        """After enough new labels, without asking: training is never the person's errand."""
        workspace, settings = self._workspace, self._settings()
        if workspace is None or not settings.train_automatically or workspace.read_only or self.busy:
            return
        if workspace.tally.since_training < settings.train_after:
            return
        if workspace.training.readiness(workspace.tally.segments).ready:
            # New suggestions must not replace those that are being walked.
            self._propose_after = (
                () if self.reviewing or workspace.project.blind else tuple(filter(None, (self._medium_id,)))
            )
            self.train()

    # --- what happens ----------------------------------------------------------------------

    def _training_changed(self, state: TrainingState) -> None:
        self._show_training(state)
        self.show_readiness()
        if state.busy:
            phase = _step_text(state)
            self._board.progress(TRAIN, state.done, state.total, eta_s=state.eta_s, message=phase)
            self._window.status.set_part("training", self._status_text(state))
            self._show_device(state.device)
            return
        ended = {
            TrainingPhase.DONE: JobPhase.DONE,
            TrainingPhase.CANCELLED: JobPhase.CANCELLED,
            TrainingPhase.FAILED: JobPhase.FAILED,
        }.get(state.phase)
        if ended is not None:
            self._board.end(TRAIN, ended, state.message)
        self._window.status.set_part("training", "")
        self.state_changed.emit()
        after, self._propose_after = self._propose_after, ()
        if state.phase is TrainingPhase.FAILED:
            self.training_failed.emit(told(state.message))
        elif state.phase is TrainingPhase.DONE and after:
            if self._has_run():
                self._propose_now(after)
            else:
                # The person asked for proposals and gets none: say why, and where to read on.
                self._feedback.fact(
                    tr("Nothing is proposed: {reason}", reason=state.message),
                    action=tr("Show the runs"),
                    action_id="page_training",
                )

    def _has_run(self) -> bool:
        return self._workspace is not None and self._workspace.project.catalogue.run_in_use is not None

    @staticmethod
    def _status_text(state: TrainingState) -> str:
        if state.step == "training" and state.total:
            return tr("Training {done}/{total}", done=state.done, total=state.total)
        return tr("Training: {step}", step=(_step_text(state) or tr("Preparing")).lower())

    def _prelabelling_changed(self, state: PrelabelState) -> None:
        if state.phase is JobPhase.RUNNING:
            done = ""
            if state.media_total > 1:
                done = tr("{done} of {total} films", done=state.media_done, total=state.media_total)
            self._board.progress(PROPOSE, state.done, state.total, eta_s=state.eta_s, message=done)
            self._show_device(state.device)
            return
        if state.phase in ENDED:
            found = tr(
                "{run} found {count:,}; what you labelled already is not asked",
                run=run_name(state.run_name),
                count=state.suggestions,
            )
            message = found if state.phase is JobPhase.DONE else told(state.message)
            self._board.end(PROPOSE, state.phase, message)
            if state.phase is JobPhase.FAILED:
                self._window.notice.tell(tr("Proposing failed. {reason}", reason=message), role="error")
            else:
                self._feedback.say(message)
        self.state_changed.emit()

    def _tell_silence(self, seconds: int) -> None:
        self._feedback.fact(
            tr(
                "The training has said nothing for {seconds} seconds. It may be stuck; your labels are safe.",
                seconds=seconds,
            ),
            action=tr("Cancel the training"),
            action_id="cancel_training",
        )

    def cancel_training(self) -> None:
        if self._workspace is not None:
            self._feedback.settle()
            self._workspace.training.cancel()

    # --- showing ---------------------------------------------------------------------------

    def _show_device(self, device: str) -> None:
        if device:
            self._window.status.set_part("device", told(recognised(device, _DEVICES)))

    def show_jobs(self) -> None:
        rows = [_row(job) for job in reversed(self._board.jobs)]
        self._window.job_list.set_jobs(rows)
        running = self._board.running
        failed = any(job.phase is JobPhase.FAILED for job in self._board.jobs)
        text = tr("Jobs {count}", count=len(running)) if running else tr("Jobs")
        self._window.show_jobs(f"{text} !" if failed else text)

    def clear_ended(self) -> None:
        self._board.clear_ended()
        self.show_jobs()

    def show_readiness(self) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        readiness = workspace.training.readiness(workspace.tally.segments)
        settings = self._settings()
        automatic = ""
        if workspace.read_only:
            readiness_text = tr("The project is open for reading only: a run could not be kept.")
            ready = False
        else:
            readiness_text, ready = told(readiness.message), readiness.ready
            if settings.train_automatically and ready and not workspace.training.state.busy:
                left = max(0, settings.train_after - workspace.tally.since_training)
                if left == 1:
                    automatic = tr("It starts by itself after 1 more new label.")
                elif left:
                    automatic = tr("It starts by itself after {count} more new labels.", count=left)
        self._window.training_panel.set_readiness(ready, readiness_text, automatic)

    def show_runs(self) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        in_use = workspace.project.catalogue.run_in_use
        runs = sorted(workspace.project.catalogue.runs.values(), key=lambda r: -r.number)
        self._window.training_panel.set_runs(
            [_run_view(run, in_use is not None and run.id == in_use.id) for run in runs]
        )

    def _show_training(self, state: TrainingState) -> None:
        points = tuple(EpochPoint(e.epoch, e.train_loss, e.val_loss, e.val_accuracy) for e in state.epochs)
        if state.phase is TrainingPhase.IDLE:
            self._window.training_panel.set_training(TrainingView())
            return
        name = run_name(state.run_name)
        ends = {
            TrainingPhase.DONE: tr("{run} done", run=name),
            TrainingPhase.CANCELLED: tr("{run} cancelled", run=name),
            TrainingPhase.FAILED: tr("{run} failed", run=name),
        }
        self._window.training_panel.set_training(
            TrainingView(
                busy=state.busy,
                title=ends.get(state.phase, told(name)).strip(),
                step=_step_text(state) or tr("Preparing"),
                done=state.done,
                total=state.total,
                time_left=time_left(state.eta_s),
                message="" if state.phase is TrainingPhase.DONE else told(state.message),  # its run says it
                failed=state.phase is TrainingPhase.FAILED,
                cancelling=state.phase is TrainingPhase.CANCELLING,
                points=points,
            )
        )


def _step_text(state: TrainingState) -> str:
    return tr(STEP_TEXT[state.step]) if state.step in STEP_TEXT else state.step


def time_left(eta_s: float | None) -> str:
    if eta_s is None:
        return ""
    if eta_s < 90:
        return tr("about {seconds} s left", seconds=max(1, round(eta_s)))
    if eta_s < 5400:
        return tr("about {minutes} min left", minutes=round(eta_s / 60))
    return tr("about {hours:.1f} h left", hours=eta_s / 3600)


def _row(job: Job) -> JobRow:
    fraction = min(1.0, job.done / job.total) if job.total else None
    if job.ended:
        status = told(job.message) or tr(_ENDED[job.phase])
    elif job.phase is JobPhase.CANCELLING:
        status = tr("Cancelling …")
    else:
        status = " · ".join(filter(None, (told(job.message), time_left(job.eta_s))))
    return JobRow(
        job.id,
        job.title,
        fraction,
        status,
        not job.ended,
        job.phase is JobPhase.FAILED,
        job.cancellable and job.phase is JobPhase.RUNNING,
    )


def _run_view(run: Run, in_use: bool) -> RunView:
    outcome = {
        Promotion.PROMOTED: tr("adopted"),
        Promotion.REFUSED: tr("refused"),
        Promotion.EXTERNAL: tr("external"),
    }[run.promotion]
    return RunView(
        run.id,
        told(run_name(run.name)),
        _figures(run.metrics),
        told(reason_of(run)),
        in_use,
        bool(run.checkpoint),
        tr("in use") if in_use else outcome,
        run.preset,
    )


def _figures(metrics: dict[str, Any]) -> str:
    """Accuracy beside the majority class, and on how many: a figure alone says nothing."""
    held_out = metrics.get("validation")
    if not isinstance(held_out, dict) or "accuracy" not in held_out:
        return ""
    figure = f"{float(held_out['accuracy']):.0%}"
    if held_out.get("se") is not None:
        figure += f" ± {float(held_out['se']):.0%}"
    if held_out.get("majority") is None:
        return tr("Accuracy {accuracy}", accuracy=figure)
    majority = float(held_out["majority"])
    return tr("Accuracy {accuracy}, majority class {majority:.0%}", accuracy=figure, majority=majority)
