"""Fine-tuning on the labels so far: snapshot → manifest → child process → run, promoted or not."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.domain import edits as e
from app.domain.errors import Cancelled, UserError
from app.domain.ontology import Ontology
from app.domain.people import Actor, ActorKind
from app.domain.suggestions import Promotion, Run
from app.domain.texts import Text
from app.media.failures import said, words
from app.session.background import Background
from app.session.editing import Editing
from app.session.jobs import CANCELLED
from app.session.listeners import Listeners
from app.session.manifests import TrainingSet, take_snapshot, training_set
from app.session.ports import Clock, NewId, Store, TrainingProcess
from app.session.project import Project
from app.session.promotion import CHOSEN, KEPT, SET_ASIDE, Verdict, judge
from app.session.run_names import TRAINED
from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import UNFINISHED, TrainJob
from sora_model.contract.presets import DEFAULT_PRESET

JOB = "job.json"
"""In a run's folder: what its training was asked, and is asked again when it is resumed."""


class TrainingPhase(StrEnum):
    IDLE = "idle"
    PREPARING = "preparing"
    RUNNING = "running"
    CANCELLING = "cancelling"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a training makes sense now, and if not, what is missing, in words."""

    ready: bool
    message: str


@dataclass(frozen=True, slots=True)
class TrainingState:
    """What a panel shows. `step`: what the child does now ("features", "training" …)."""

    phase: TrainingPhase = TrainingPhase.IDLE
    run_name: str = ""
    device: str = ""
    step: str = ""
    done: int = 0
    total: int = 0
    eta_s: float | None = None
    epochs: tuple[events.Epoch, ...] = ()
    message: str = ""
    run_id: str = ""
    crashed: bool = False
    note: str = ""

    @property
    def busy(self) -> bool:
        return self.phase in (TrainingPhase.PREPARING, TrainingPhase.RUNNING, TrainingPhase.CANCELLING)


class Training:
    """One training at a time. A crash of the child touches neither labels nor runs."""

    def __init__(
        self,
        project: Project,
        editing: Editing,
        process: TrainingProcess,
        *,
        background: Background,
        open_reader: Callable[[], Store],
        now: Clock,
        new_id: NewId,
        device: str = "auto",
        cache_dir: Path | None = None,
        code_version: str = "",
    ) -> None:
        self._project = project
        self._editing = editing
        self._process = process
        self._background = background
        self._open_reader = open_reader
        self._now = now
        self._new_id = new_id
        self._device = device
        self._cache_dir = cache_dir
        self._code_version = code_version
        self._changed: Listeners[TrainingState] = Listeners()
        self._job: TrainJob | None = None
        self._set: TrainingSet | None = None
        self._folder: Path | None = None
        self._cancelled = False
        self.state = TrainingState()

    def subscribe(self, listener: Callable[[TrainingState], None]) -> Callable[[], None]:
        return self._changed.subscribe(listener)

    def readiness(self, counts: Mapping[str, int]) -> Readiness:
        """`counts`: labels per class id."""
        return _readiness(counts, self._project.catalogue.ontology)

    def start(
        self,
        *,
        preset: str = DEFAULT_PRESET,
        seed: int = 0,
        without: Collection[str] = (),
        epochs: int | None = None,
        init: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Begin a training without the media `without` (ids), with the weights of the checkpoint `init`.

        `settings`: `key=value` pairs of the training's configuration. Raises UserError when one is under way.
        """
        self._check_free()
        number = self._project.catalogue.next_run_number()
        run_id = self._new_id()
        ontology = self._project.catalogue.ontology
        media = tuple(self._project.catalogue.media.values())
        paths = {m.id: self._project.path_of(m) for m in media}
        out_dir = self._project.models_folder / run_id

        def prepare() -> tuple[TrainingSet, TrainJob]:
            reader = self._open_reader()
            try:
                snapshot = take_snapshot(reader, ontology, media, without)
            finally:
                reader.close()
            found = training_set(snapshot, lambda medium: paths[medium.id])
            job = TrainJob(
                run=run_id,
                manifest=found.manifest,
                out_dir=str(out_dir),
                preset=preset,
                seed=seed,
                device=self._device,
                cache_dir=str(self._cache_dir) if self._cache_dir else None,
                epochs=epochs,
                init=str(init) if init else None,
                settings=dict(settings or {}),
                validation=found.validation,
            )
            return found, job

        self._prepare(Text(TRAINED, number=number), run_id, out_dir, prepare)

    def resume(self) -> None:
        """Go on with the training that was interrupted last, on the labels it was begun with.

        Raises UserError where there is none, or one is under way.
        """
        self._check_free()
        folders = [p.parent for p in self._project.models_folder.glob(f"*/{UNFINISHED}")]
        folders = [f for f in folders if (f / JOB).exists()]
        if not folders:
            raise UserError("No training was interrupted.", way_out="Train without --resume.")
        folder = max(folders, key=lambda f: (f / UNFINISHED).stat().st_mtime)
        try:
            told = TrainJob.from_json((folder / JOB).read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(
                "{path} cannot be read ({reason}).", way_out="Train anew.", path=folder / JOB, reason=error
            ) from error
        # Where things lie is this machine's affair, and never that of a project that came from elsewhere.
        cache_dir = str(self._cache_dir) if self._cache_dir else None
        job = replace(told, out_dir=str(folder), device=self._device, cache_dir=cache_dir, resume=True)
        known = self._project.catalogue.runs.get(job.run)
        number = self._project.catalogue.next_run_number()
        name = known.name if known else Text(TRAINED, number=number)
        found = TrainingSet(job.manifest, job.validation, {})
        self._prepare(name, job.run, folder, lambda: (found, job))

    def _check_free(self) -> None:
        if self.state.busy or self._process.running:
            raise UserError("A training is under way.", way_out="Wait for it, or cancel it first.")
        if self._project.read_only:
            raise UserError(
                "{project} is open for reading only: a run could not be kept.",
                project=self._project.path.name,
            )

    def cancel(self) -> None:
        """Stop soon; the last checkpoint is kept."""
        if not self.state.busy:
            return
        self._cancelled = True
        self._update(replace(self.state, phase=TrainingPhase.CANCELLING))
        self._process.cancel()

    def use(self, run_id: str) -> None:
        """Make an earlier run the one in use, by the person's own decision (also: roll back)."""
        runs = self._project.catalogue.runs
        run = runs[run_id]
        self._project.checkpoint_of(run)
        by = Text(CHOSEN, person=self._project.person.name)
        for other in list(runs.values()):
            if other.number > run.number and other.promotion is Promotion.PROMOTED:
                aside = Text(SET_ASIDE, run=run.name)
                taken_back = replace(other, promotion=Promotion.REFUSED, reason=aside)
                self._editing.perform(e.ChangeRun(taken_back))
        if run.promotion is not Promotion.PROMOTED:
            self._editing.perform(e.ChangeRun(replace(run, promotion=Promotion.PROMOTED, reason=by)))

    # --- the child ---------------------------------------------------------------------------

    def _prepare(
        self, name: str, run_id: str, folder: Path, made: Callable[[], tuple[TrainingSet, TrainJob]]
    ) -> None:
        """Make the job and write it down beside the person's work: it may hold a million boxes."""
        ontology = self._project.catalogue.ontology
        self._cancelled, self._job, self._folder = False, None, folder
        self._update(TrainingState(TrainingPhase.PREPARING, run_name=name, run_id=run_id))

        def work() -> tuple[TrainingSet, TrainJob]:
            found, job = made()
            readiness = _readiness(_positives(found), ontology)
            if not readiness.ready:
                raise UserError(readiness.message)
            if self._cancelled:
                raise Cancelled
            try:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / JOB).write_text(job.to_json(), "utf-8")
            except OSError as error:
                raise UserError(
                    "The folder for the run, {folder}, cannot be written: {reason}.",
                    way_out="Free some space or move the project to a writable place.",
                    folder=folder,
                    reason=error.strerror,
                ) from error
            return found, job

        self._background.run(work, self._launch, self._failed)

    def _launch(self, made: tuple[TrainingSet, TrainJob]) -> None:
        if self._cancelled:
            self._stopped(None)
            return
        self._set, self._job = made
        self._update(replace(self.state, phase=TrainingPhase.RUNNING, step="starting"))
        self._process.start(Path(self._job.out_dir) / JOB, self._on_event, self._on_exit)

    def _on_event(self, event: events.Event) -> None:
        match event:
            case events.Started():
                self._update(replace(self.state, device=event.device))
            case events.Progress():
                self._update(
                    replace(
                        self.state, step=event.phase, done=event.done, total=event.total, eta_s=event.eta_s
                    )
                )
            case events.Note():
                self._update(replace(self.state, note=event.text))
            case events.Epoch():
                self._update(
                    replace(
                        self.state,
                        step="training",
                        done=event.epoch,
                        total=event.epochs,
                        eta_s=event.eta_s,
                        epochs=(*self.state.epochs, event),
                    )
                )
            case events.Result():
                self._finish(event.data)
            case events.Failed():
                if event.user_fault:
                    self._failed(UserError(said(event)))
                else:
                    self._crash(Text("The training failed: {message}", message=event.message))
            case events.Cancelled():
                self._stopped(event.checkpoint)

    def _on_exit(self, code: int, why: str) -> None:
        """The child ended; when it said nothing of how, that is a crash."""
        if not self.state.busy:
            return
        if self._cancelled:
            self._stopped(None)
            return
        # The last line says what went wrong; the lines above it are for the log.
        reason = why.strip().rpartition("\n")[2].strip() or Text("exit code {code}", code=code)
        self._crash(
            Text(
                "The training process ended unexpectedly ({reason}). Your labels are safe; train "
                "again, and if it comes back, report it.",
                reason=reason,
            )
        )

    def _crash(self, message: str) -> None:
        """A fault that is not the person's: shown all the same; labels and runs are untouched."""
        self._leave_nothing()
        self._update(
            replace(self.state, phase=TrainingPhase.FAILED, message=message, eta_s=None, crashed=True)
        )

    def _leave_nothing(self) -> None:
        """A run that never came to be leaves no folder; a checkpoint, or what can be resumed, stays."""
        folder = self._folder
        if folder is None or (folder / UNFINISHED).exists():
            return
        try:
            (folder / JOB).unlink(missing_ok=True)
            folder.rmdir()
            self._project.models_folder.rmdir()
        except OSError:
            pass  # a checkpoint, or other runs, are in there

    def _finish(self, data: Mapping[str, Any]) -> None:
        assert self._set is not None
        metrics = dict(data.get("metrics") or {})
        metrics["validation_kind"] = self._set.validation
        verdict = judge(metrics, self._set.validation, self._project.catalogue.runs.values())
        self._register(verdict, metrics, str(data["checkpoint"]))

    def _stopped(self, checkpoint: str | None) -> None:
        """Cancelled: the last checkpoint, where there is one, becomes a run that is not in use."""
        if checkpoint:
            self._register(
                Verdict(Promotion.REFUSED, KEPT),
                {},
                checkpoint,
                TrainingPhase.CANCELLED,
            )
        else:
            self._leave_nothing()
            self._update(replace(self.state, phase=TrainingPhase.CANCELLED, message=CANCELLED))

    def _register(
        self,
        verdict: Verdict,
        metrics: dict[str, Any],
        checkpoint: str,
        phase: TrainingPhase = TrainingPhase.DONE,
    ) -> None:
        assert self._job is not None
        catalogue = self._project.catalogue
        parent = catalogue.run_in_use
        known = catalogue.runs.get(self._job.run)
        run = Run(
            id=self._job.run,
            number=known.number if known else catalogue.next_run_number(),
            name=self.state.run_name,
            created_at=self._now().isoformat(),
            promotion=verdict.promotion,
            reason=verdict.reason,
            preset=self._job.preset,
            seed=self._job.seed,
            parent_id=parent.id if parent else "",
            device=self.state.device,
            code_version=self._code_version,
            snapshot_hash=self._job.manifest.snapshot_hash,
            checkpoint=os.path.relpath(checkpoint, self._project.models_folder),
            config={
                "preset": self._job.preset,
                "seed": self._job.seed,
                "epochs": self._job.epochs,
                "init": self._job.init,
                "settings": dict(self._job.settings),
            },
            metrics=metrics,
            label_ids=self._job.manifest.label_ids,
        )
        try:
            self._editing.perform(e.ChangeRun(run) if known else e.AddRun(run), actor=run_actor(run))
        except UserError as error:
            self._failed(error)
            return
        self._update(replace(self.state, phase=phase, message=verdict.reason, eta_s=None))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._stopped(None)
            return
        if not isinstance(error, UserError | SoraError):
            self._update(replace(self.state, phase=TrainingPhase.FAILED, message=f"{error!r}"))
            raise error
        self._leave_nothing()
        self._update(replace(self.state, phase=TrainingPhase.FAILED, message=words(error), eta_s=None))

    def _update(self, state: TrainingState) -> None:
        self.state = state
        self._changed.tell(state)


def _readiness(counts: Mapping[str, int], ontology: Ontology) -> Readiness:
    used = {c: n for c, n in counts.items() if n and c in ontology}
    if not used:
        return Readiness(False, Text("Nothing is labelled yet. Label a few moments of each class first."))
    if len(used) < 2:
        only = ontology[next(iter(used))].name
        return Readiness(
            False,
            Text(
                "Only {only} is labelled. Sora learns by comparing: label moments of a second class "
                "too, for instance one called background.",
                only=only,
            ),
        )
    labels, classes = sum(used.values()), len(used)
    return Readiness(
        True, Text("{labels} labels of {classes} classes are ready.", labels=labels, classes=classes)
    )


def _positives(found: TrainingSet) -> Counter[str]:
    return Counter(
        r.class_id for m in found.manifest.media for r in m.ranges if r.kind == "positive" and r.class_id
    )


def run_actor(run: Run) -> Actor:
    return Actor(run.id, ActorKind.RUN, run.name, run.id)
