"""Let a run label ahead: request → worker → predictions → suggestions in a layer of their own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain import edits as e
from app.domain.errors import Cancelled, UserError
from app.domain.media import Medium
from app.domain.ontology import ClassKind
from app.domain.suggestions import Layer, Run, Suggestion
from app.domain.texts import Text
from app.domain.timebase import TimeRange
from app.media.failures import words
from app.session.background import Background
from app.session.editing import Editing
from app.session.jobs import CANCELLED, JobPhase
from app.session.listeners import Listeners
from app.session.manifests import unlabelled_spec
from app.session.ports import Clock, NewId, Prelabeller, Store
from app.session.project import Project
from app.session.training import run_actor
from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import PredictJob
from sora_model.contract.predictions import Mode, PredictedSegment, Predictions

PER_TRANSACTION = 200
"""A write of so many keeps within a frame or two of the window, which shares its thread."""


@dataclass(frozen=True, slots=True)
class PrelabelState:
    """`phase` None: nothing was asked yet. `done` of `total` units of the medium under way; `media_done` of
    `media_total`.
    """

    phase: JobPhase | None = None
    run_name: str = ""
    device: str = ""
    done: int = 0
    total: int = 0
    media_done: int = 0
    media_total: int = 0
    eta_s: float | None = None
    suggestions: int = 0
    message: str = ""


class Prelabelling:
    """One request at a time; a newer one makes the answers of the older stale, and they are dropped."""

    def __init__(
        self,
        project: Project,
        editing: Editing,
        prelabeller: Prelabeller,
        *,
        background: Background,
        open_reader: Callable[[], Store],
        now: Clock,
        new_id: NewId,
        device: str = "auto",
        cache_dir: Path | None = None,
    ) -> None:
        self._project = project
        self._editing = editing
        self._prelabeller = prelabeller
        self._background = background
        self._open_reader = open_reader
        self._now = now
        self._new_id = new_id
        self._device = device
        self._cache_dir = cache_dir
        self._generation = 0
        self._changed: Listeners[PrelabelState] = Listeners()
        self.state = PrelabelState()

    def subscribe(self, listener: Callable[[PrelabelState], None]) -> Callable[[], None]:
        return self._changed.subscribe(listener)

    def request(self, media: Sequence[Medium], *, run: Run | None = None, mode: Mode = "dense") -> int:
        """Propose for `media` by `run` (None: the one in use); returns the generation. Raises UserError."""
        self._project.refuse_when_blind()
        run = run or self._project.catalogue.run_in_use
        if run is None:
            raise UserError("No run is in use yet.", way_out="Train on your labels first.")
        places = self._project.checkpoint_of(run), self._project.run_folder(run)
        missing = [m for m in media if not self._project.path_of(m).is_file()]
        if missing:
            raise UserError(
                "{film} is not at {place} any more.",
                way_out="Relink it first.",
                film=missing[0].name,
                place=self._project.path_of(missing[0]),
            )
        if self.state.phase is JobPhase.RUNNING:
            self._prelabeller.cancel(self._generation)
        self._generation += 1
        generation, chosen, wanted = self._generation, run, tuple(media)
        self._update(PrelabelState(JobPhase.RUNNING, run.name, media_total=len(wanted)))

        def prepare() -> PredictJob:
            # Tracks may have a million boxes, and subtitles lie in files: not while the person waits.
            reader = self._open_reader()
            try:
                specs = tuple(unlabelled_spec(self._project, m, reader) for m in wanted)
            finally:
                reader.close()
            return PredictJob(
                run=chosen.id,
                checkpoint=str(places[0]),
                media=specs,
                out_dir=str(places[1]),
                mode=mode,
                generation=generation,
                device=self._device,
                cache_dir=str(self._cache_dir) if self._cache_dir else None,
            )

        self._background.run(
            prepare,
            lambda job: self._ask(job, chosen),
            lambda error: self._not_asked(error, generation),
        )
        return generation

    def _ask(self, job: PredictJob, run: Run) -> None:
        generation = job.generation
        if generation != self._generation:
            return  # cancelled, or asked anew, meanwhile
        self._prelabeller.request(
            job,
            lambda event: self._on_event(event, generation),
            lambda predictions: self._on_predictions(predictions, run, generation),
            lambda why: self._on_end(why, generation),
        )

    def _not_asked(self, error: Exception, generation: int) -> None:
        if isinstance(error, Cancelled):
            return  # the window closes
        self._on_end(words(error), generation)
        if not isinstance(error, UserError | SoraError | OSError):
            raise error

    def cancel(self) -> None:
        """What was already proposed stays."""
        if self.state.phase is JobPhase.RUNNING:
            self._prelabeller.cancel(self._generation)
            self._generation += 1
            self._update(replace(self.state, phase=JobPhase.CANCELLED, message=CANCELLED))

    def _on_event(self, event: events.Event, generation: int) -> None:
        if generation != self._generation:
            return
        if isinstance(event, events.Started):
            self._update(replace(self.state, device=event.device))
        elif isinstance(event, events.Progress):
            self._update(replace(self.state, done=event.done, total=event.total, eta_s=event.eta_s))

    def _on_predictions(self, predictions: Predictions, run: Run, generation: int) -> None:
        if generation != self._generation:
            return
        if self._foreign(predictions):
            self._prelabeller.cancel(generation)
            why = Text(
                "{run} was trained on other classes: it knows none of this project's. Train on your "
                "labels first.",
                run=run.name,
            )
            self._on_end(why, generation)
            self._generation += 1
            return
        count = self.write(predictions, run)
        self._update(
            replace(
                self.state,
                media_done=self.state.media_done + 1,
                suggestions=self.state.suggestions + count,
            )
        )

    def _foreign(self, predictions: Predictions) -> bool:
        """Whether the run knows no class of the project: what it finds would all be left out unsaid."""
        known, ontology = predictions.clip_scores or {}, self._project.catalogue.ontology
        return bool(known) and all(ontology.get(class_id) is None for class_id in known)

    def _on_end(self, why: str, generation: int) -> None:
        if generation != self._generation:
            return
        phase = JobPhase.FAILED if why else JobPhase.DONE
        self._update(replace(self.state, phase=phase, message=why, eta_s=None))

    def write(self, predictions: Predictions, run: Run) -> int:
        """Store the answer for one medium as edits of the run; returns how many suggestions it has."""
        medium = self._project.catalogue.media.get(predictions.media_id)
        if medium is None:
            return 0  # removed from the project meanwhile
        layer = Layer(
            layer_id(run.id, medium.id),
            run.id,
            medium.id,
            self._now().isoformat(),
            curves=self._stored_name(run, predictions.curves),
            attention=self._stored_name(run, predictions.attention),
        )
        found = [self._suggestion(s, layer, medium) for s in predictions.segments]
        suggestions = [s for s in found if s is not None]
        chunks = [
            suggestions[i : i + PER_TRANSACTION] for i in range(0, len(suggestions), PER_TRANSACTION)
        ] or [[]]
        replaces: TimeRange | None = medium.span
        for chunk in chunks:
            edit = e.AddSuggestions(layer, tuple(chunk), replaces)
            self._editing.perform(edit, medium_id=medium.id, actor=run_actor(run))
            replaces = None
        return len(suggestions)

    def _suggestion(self, segment: PredictedSegment, layer: Layer, medium: Medium) -> Suggestion | None:
        label_class = self._project.catalogue.ontology.get(segment.class_id)
        if label_class is None:
            return None  # a class removed since the run was trained
        start, end = max(segment.start, medium.span.start), min(segment.end, medium.span.end)
        if end <= start:
            return None
        is_point = label_class.kind is ClassKind.POINT
        return Suggestion(
            self._new_id(),
            layer.id,
            medium.id,
            segment.class_id,
            TimeRange.point(start) if is_point else TimeRange(start, end),
            segment.score,
            is_point,
            segment.start_sd,
            segment.end_sd,
        )

    @staticmethod
    def _stored_name(run: Run, name: str | None) -> str:
        return f"{run.id}/{Path(name).name}" if name else ""

    def _update(self, state: PrelabelState) -> None:
        self.state = state
        self._changed.tell(state)


def layer_id(run_id: str, medium_id: str) -> str:
    """One layer per run and medium: a new job by the same run writes into the same layer."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{run_id}/{medium_id}").hex
