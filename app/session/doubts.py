"""Labels that the model doubts: asked of a worker process, shown ranked. Nothing here changes a label."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.changes import Change
from app.domain.errors import Cancelled, UserError
from app.domain.media import Medium
from app.domain.segments import Segment
from app.domain.texts import Text
from app.media.failures import said, words
from app.session.background import Background
from app.session.jobs import CANCELLED, JobPhase
from app.session.listeners import Listeners
from app.session.manifests import Snapshot, every_medium, label_places, take_snapshot
from app.session.ports import Store, TrainingProcess
from app.session.project import Project
from sora_model.contract import events
from sora_model.contract.doubts import Doubts, DoubtsJob
from sora_model.contract.errors import SoraError


@dataclass(frozen=True, slots=True)
class DoubtfulLabel:
    """`given`, `suggested`: probability of the label's class and of the likeliest other one, by models that
    had not seen the label. The model would change it where `suggested` is the greater."""

    segment_id: str
    medium_id: str
    class_id: str
    suggested_id: str
    given: float
    suggested: float

    @property
    def margin(self) -> float:
        return self.given - self.suggested


def doubts_job(
    snapshot: Snapshot, path_of: Callable[[Medium], Path], device: str, cache_dir: Path | None
) -> DoubtsJob:
    """The question for `snapshot`. Raises UserError where nothing is labelled."""
    if not snapshot.segments:
        raise UserError("Nothing is labelled yet, so nothing can be doubted.", way_out="Label some actions.")
    manifest = every_medium(snapshot, path_of)
    return DoubtsJob(manifest, device, str(cache_dir) if cache_dir else None)


def doubtful_labels(found: Doubts, snapshot: Snapshot) -> tuple[DoubtfulLabel, ...]:
    """The answer about the labels of `snapshot`, the most doubted first."""
    places = {place: list(ids) for place, ids in label_places(snapshot).items()}
    out = []
    for d in found.ranked:
        ids = places.get((d.media_id, d.start, d.end, d.class_id), [])
        if ids:
            label = ids.pop(0)
            out.append(DoubtfulLabel(label, d.media_id, d.class_id, d.suggested_id, d.given, d.suggested))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class DoubtsState:
    """`phase` None: nothing was asked yet. `labels`: the doubted ones only, most doubted first, without those
    that were put right or confirmed.
    """

    phase: JobPhase | None = None
    step: str = ""
    done: int = 0
    total: int = 0
    eta_s: float | None = None
    labels: tuple[DoubtfulLabel, ...] = ()
    asked: int = 0
    message: str = ""


class Doubting:
    """One question at a time. What the person decides about a label takes it from the list: `confirm`, or any
    edit that changes its class or removes it."""

    def __init__(
        self,
        project: Project,
        process: TrainingProcess,
        *,
        background: Background,
        open_reader: Callable[[], Store],
        device: str = "auto",
        cache_dir: Path | None = None,
    ) -> None:
        self._project = project
        self._process = process
        self._background = background
        self._open_reader = open_reader
        self._device = device
        self._cache_dir = cache_dir
        self._changed: Listeners[DoubtsState] = Listeners()
        self._snapshot: Snapshot | None = None
        self._confirmed: set[tuple[str, str]] = set()
        self._job: Path | None = None
        self._cancelled = False
        self.state = DoubtsState()

    def subscribe(self, listener: Callable[[DoubtsState], None]) -> Callable[[], None]:
        return self._changed.subscribe(listener)

    def ask(self) -> None:
        """Raises UserError while a question is under way, and in a second pass."""
        self._project.refuse_when_blind()
        if self.state.phase is JobPhase.RUNNING or self._process.running:
            raise UserError("The labels are being looked at already.", way_out="Wait, or cancel it first.")
        try:
            number, name = tempfile.mkstemp(prefix="sora-doubts-", suffix=".json")
            os.close(number)
        except OSError as error:
            raise UserError(
                "No temporary file can be written: {reason}.",
                way_out="Free some space.",
                reason=error.strerror,
            ) from error
        job = self._job = Path(name)
        self._cancelled = False
        self._update(DoubtsState(JobPhase.RUNNING))
        ontology = self._project.catalogue.ontology
        media = tuple(self._project.catalogue.media.values())
        paths = {m.id: self._project.path_of(m) for m in media}

        def prepare() -> Snapshot:
            reader = self._open_reader()
            try:
                snapshot = take_snapshot(reader, ontology, media)
            finally:
                reader.close()
            question = doubts_job(snapshot, lambda m: paths[m.id], self._device, self._cache_dir)
            if self._cancelled:
                raise Cancelled
            job.write_text(question.to_json(), "utf-8")
            return snapshot

        self._background.run(prepare, lambda snapshot: self._launch(snapshot, job), self._failed)

    def cancel(self) -> None:
        if self.state.phase is JobPhase.RUNNING:
            self._cancelled = True
            self._process.cancel()

    def close(self) -> None:
        """The project closes: stop, and leave nothing behind."""
        self.cancel()
        self._forget_job()

    def confirm(self, segment_id: str) -> None:
        """Right after all: it is not shown again with this class while the project is open."""
        for label in self.state.labels:
            if label.segment_id == segment_id:
                self._confirmed.add((segment_id, label.class_id))
        self._drop({segment_id})

    def follow(self, change: Change) -> None:
        """After each edit: a label of another class, or none, is not the one that was doubted."""
        known = {label.segment_id: label.class_id for label in self.state.labels}
        gone = {
            d.entity.id
            for d in change.differences
            if isinstance(d.entity, Segment)
            and d.entity.id in known
            and (not isinstance(d.after, Segment) or d.after.class_id != known[d.entity.id])
        }
        self._drop(gone)

    def _drop(self, ids: set[str]) -> None:
        if ids:
            left = tuple(label for label in self.state.labels if label.segment_id not in ids)
            self._update(replace(self.state, labels=left))

    # --- the child -------------------------------------------------------------------------

    def _launch(self, snapshot: Snapshot, job: Path) -> None:
        if self._cancelled:
            self._end(JobPhase.CANCELLED, CANCELLED)
            return
        self._snapshot = snapshot
        self._process.start(job, self._on_event, self._on_exit)

    def _on_event(self, event: events.Event) -> None:
        if self.state.phase is not JobPhase.RUNNING:
            return
        match event:
            case events.Progress():
                self._update(
                    replace(
                        self.state, step=event.phase, done=event.done, total=event.total, eta_s=event.eta_s
                    )
                )
            case events.Result():
                try:
                    self._answered(Doubts.from_data(event.data))
                except SoraError as error:
                    self._failed(error)
            case events.Failed():
                self._end(JobPhase.FAILED, said(event))
            case events.Cancelled():
                self._end(JobPhase.CANCELLED, CANCELLED)

    def _answered(self, found: Doubts) -> None:
        assert self._snapshot is not None
        everything = doubtful_labels(found, self._snapshot)
        doubted = tuple(
            label
            for label in everything
            if label.margin < 0 and (label.segment_id, label.class_id) not in self._confirmed
        )
        text = Text("{count} of {total} labels are doubted.", count=len(doubted), total=len(everything))
        self._end(JobPhase.DONE, text, doubted, len(everything))

    def _on_exit(self, code: int, why: str) -> None:
        if self.state.phase is not JobPhase.RUNNING:
            return
        if self._cancelled:
            self._end(JobPhase.CANCELLED, CANCELLED)
        else:
            reason = why.strip().rpartition("\n")[2].strip() or Text("exit code {code}", code=code)
            self._end(
                JobPhase.FAILED,
                Text("Looking for doubtful labels ended unexpectedly ({reason}).", reason=reason),
            )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._end(JobPhase.CANCELLED, CANCELLED)
            return
        if not isinstance(error, UserError | SoraError | OSError):
            self._end(JobPhase.FAILED, Text("Looking for doubtful labels failed: {reason}", reason=error))
            raise error
        self._end(JobPhase.FAILED, words(error))

    def _end(
        self, phase: JobPhase, message: str, labels: Sequence[DoubtfulLabel] = (), asked: int = 0
    ) -> None:
        self._forget_job()
        self._snapshot = None
        self._update(DoubtsState(phase, labels=tuple(labels), asked=asked, message=message))

    def _forget_job(self) -> None:
        # Not set to None: what is being prepared when the project closes may write it once more.
        if self._job is not None:
            self._job.unlink(missing_ok=True)

    def _update(self, state: DoubtsState) -> None:
        self.state = state
        self._changed.tell(state)
