"""The main job, done in the real window by a stand-in person: what it knows of the film is its only script.

The stand-in labels the earlier part of each film, lets Sora train and propose, and then accepts or rejects
by what is true in the later part. Everything it does goes through the window's controllers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.domain.errors import UserError, WorkFailed
from app.domain.media import Medium
from app.domain.suggestions import AnySuggestion, Decision, Promotion
from app.domain.timebase import TimeRange
from app.domain.tracks import Box
from app.session.jobs import JobPhase
from app.session.training import TrainingPhase
from app.shell.startup import Studio
from app.shell.workspace import Workspace

LABELLED_SHARE = 0.6
"""The stand-in labels what begins in this part of a film; the rest is Sora's to propose."""

AGREES = 0.5
"""Intersection over union from which a proposal is taken for the truth."""

PLAYED = 3
"""So many proposals are played to their end before they are decided; the others are decided unseen."""

PATIENCE_S = 60.0
JOB_PATIENCE_S = 3600.0
BOX_STEP = 3


@dataclass(frozen=True, slots=True)
class Happening:
    """What is true in a film: an action of a class, in seconds."""

    class_name: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class KnownFilm:
    """A film and all that the stand-in knows of it. `boxes`: class and box per frame of one object."""

    path: Path
    truth: tuple[Happening, ...]
    boxes: tuple[tuple[str, dict[int, tuple[float, float, float, float]]], ...] = ()


@dataclass
class Outcome:
    """What came of it; every figure was counted or timed during the run."""

    labels_before: int = 0
    labels_after: int = 0
    boxes: int = 0
    suggestions: int = 0
    accepted: int = 0
    rejected: int = 0
    train: dict[str, Any] = field(default_factory=dict)
    device: str = ""
    sound: str = ""
    explained: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    screenshots: list[str] = field(default_factory=list)


class Demonstration:
    """Drives one `Studio`. Raises UserError or WorkFailed when a step does not come to its end."""

    def __init__(
        self, studio: Studio, films: Sequence[KnownFilm], out: Path, say: Callable[[str], None]
    ) -> None:
        self._studio = studio
        self._films = {film.path.name: film for film in films}
        self._out = out
        self._say = say
        self._faults: list[BaseException] = []
        self.outcome = Outcome()

    def note_fault(self, error: BaseException) -> None:
        """A bug somewhere in the window: the run ends with it."""
        self._faults.append(error)

    def run(self, project: Path) -> Outcome:
        """The whole job on the project, which has the films and no labels yet."""
        began = time.monotonic()
        for name, step in (
            ("open", lambda: self._open(project)),
            ("label", self._label),
            ("train", self._train),
            ("propose", self._propose),
            ("review", self._review),
            ("explain", self._explain),
        ):
            self._say(f"{name} …")
            start = time.monotonic()
            step()
            self.outcome.seconds[name] = round(time.monotonic() - start, 2)
        self.outcome.seconds["total"] = round(time.monotonic() - began, 2)
        return self.outcome

    # --- the steps ---------------------------------------------------------------------------

    def _open(self, project: Path) -> None:
        studio = self._studio
        studio.show()
        self._shoot("1-nothing-open")
        studio.open(project)
        self._until(lambda: studio.workspace is not None and studio.player.loaded, "the film to open")
        self._until(lambda: not studio.board.running, "the facts about the film")
        self.outcome.sound = studio.window.status.text()

    def _label(self) -> None:
        studio = self._studio
        for medium in self._media:
            self._show(medium)
            film = self._films[medium.name]
            for happening in _labelled_part(film):
                self._tap(medium, happening)
            for class_name, boxes in film.boxes[:2]:
                self._draw_track(class_name, boxes)
            last = max(h.end_s for h in _labelled_part(film))
            labelling = self._workspace.labelling(medium.id)
            studio.player.seek(medium.span.start)
            studio.labels.mark_in()
            studio.player.seek(medium.scale.tick(last) - 1)
            studio.labels.mark_out()
            studio.complete.mark()
            labelling.cancel_pending()
        self.outcome.labels_before = self._count("labels")
        self.outcome.boxes = self._count("boxes")
        self._show(self._media[0])
        first = _labelled_part(self._films[self._media[0].name])[0]
        self._go_to(self._media[0], (first.start_s + first.end_s) / 2)
        studio.player.play()
        self._pause_for(1.2)
        studio.player.pause()
        self._shoot("2-labels")

    def _train(self) -> None:
        studio, training = self._studio, self._workspace.training
        studio.act("page_training")
        studio.jobs.train()
        self._until(
            lambda: len(training.state.epochs) >= 8 or not training.state.busy, "training", JOB_PATIENCE_S
        )
        self._shoot("3-training")
        self._until(lambda: not training.state.busy, "the training's end", JOB_PATIENCE_S)
        state = training.state
        if state.phase is not TrainingPhase.DONE:
            raise WorkFailed(state.message) if state.crashed else UserError(state.message)
        run = self._workspace.project.catalogue.runs[state.run_id]
        self.outcome.device = run.device
        self.outcome.train = {
            "run": run.id,
            "promoted": run.promotion is Promotion.PROMOTED,
            "reason": run.reason,
            "metrics": run.metrics,
        }
        if run.promotion is not Promotion.PROMOTED:
            training.use(run.id)

    def _propose(self) -> None:
        studio, work = self._studio, self._workspace.prelabelling
        studio.jobs.propose(everywhere=True)
        ended = (JobPhase.DONE, JobPhase.FAILED, JobPhase.CANCELLED)
        self._until(lambda: work.state.phase in ended, "the proposals", JOB_PATIENCE_S)
        if work.state.phase is not JobPhase.DONE:
            raise UserError(work.state.message)
        self.outcome.suggestions = sum(len(self._workspace.review.queue(m.id)) for m in self._media)

    def _review(self) -> None:
        studio, shot = self._studio, False
        played = 0
        for medium in self._media:
            self._show(medium)
            studio.act("mode_review")
            while queue := self._workspace.review.queue(medium.id):
                suggestion = queue[0]
                studio.review.go_to(suggestion.id)
                if played < PLAYED:
                    played += 1
                    length_s = float(suggestion.range.length * medium.time_base)
                    self._pause_for(length_s / 2)
                    if not shot:
                        shot = True
                        self._shoot("4-review")
                    self._pause_for(min(length_s / 2 + 1.0, 8.0))
                if self._is_true(medium, suggestion):
                    studio.review.accept(suggestion.id)
                else:
                    studio.review.reject(suggestion.id)
                self._pause_for(0.02)
            studio.player.pause()
        decisions = [
            s.decision for m in self._media for s in self._workspace.project.document(m.id).suggestions
        ]
        self.outcome.accepted = decisions.count(Decision.ACCEPTED)
        self.outcome.rejected = decisions.count(Decision.REJECTED)
        self.outcome.labels_after = self._count("labels")

    def _explain(self) -> None:
        studio, medium = self._studio, self._media[0]
        self._show(medium)
        studio.act("mode_explain")
        later = [
            h for h in self._films[medium.name].truth if h not in _labelled_part(self._films[medium.name])
        ]
        moment = later[0] if later else self._films[medium.name].truth[0]
        self._go_to(medium, (moment.start_s + moment.end_s) / 2)
        self._until(lambda: studio.explain.answered, "the explanation", JOB_PATIENCE_S)
        self.outcome.explained = studio.window.explain_panel.text()
        studio.window.timeline.reveal(self._range(medium, moment))
        self._shoot("5-explain")
        studio.act("mode_label")
        studio.window.timeline.fit()
        self._shoot("6-reviewed")
        studio.act("theme_light")
        self._shoot("7-light")
        studio.act("theme_system")

    # --- gestures ----------------------------------------------------------------------------

    def _tap(self, medium: Medium, happening: Happening) -> None:
        ontology = self._workspace.project.catalogue.ontology
        if ontology.named(happening.class_name) is None:
            self._studio.labels.add_class(happening.class_name)
        label_class = self._workspace.project.catalogue.ontology.named(happening.class_name)
        assert label_class is not None
        range_ = self._range(medium, happening)
        for tick in (range_.start, range_.end - 1):
            self._go_to_tick(tick)
            self._studio.labels.tap(label_class.id)

    def _draw_track(self, class_name: str, boxes: dict[int, tuple[float, float, float, float]]) -> None:
        studio, index = self._studio, self._studio.player.index
        if index is None or len(boxes) < 2:
            return
        if self._workspace.project.catalogue.ontology.named(class_name) is None:
            studio.boxes.add_class(class_name)
        label_class = self._workspace.project.catalogue.ontology.named(class_name)
        assert label_class is not None
        frames = sorted(boxes)
        self._go_to_tick(index.start_of(frames[0]))
        studio.boxes.start_drawing(label_class.id)
        document = self._workspace.project.document(self._medium_id)
        before = set(document.tracks)
        studio.boxes.draw(Box(*boxes[frames[0]]))
        (track_id,) = set(document.tracks) - before
        for frame in frames[BOX_STEP::BOX_STEP]:
            self._go_to_tick(index.start_of(frame))
            studio.boxes.change_box(track_id, Box(*boxes[frame]))
        self._go_to_tick(index.start_of(frames[-1]))
        studio.boxes.set_key_frame(outside=True)

    def _show(self, medium: Medium) -> None:
        studio = self._studio
        if studio.film.medium is None or studio.film.medium.id != medium.id:
            studio.film.show(medium.id)
            self._until(lambda: studio.player.loaded, f"{medium.name} to open")
            self._until(lambda: not studio.board.running, f"the facts about {medium.name}")

    def _go_to(self, medium: Medium, seconds: float) -> None:
        self._go_to_tick(medium.scale.tick(seconds))

    def _go_to_tick(self, tick: int) -> None:
        self._studio.player.seek(tick)
        self._pause_for(0.03)

    # --- what is known -----------------------------------------------------------------------

    @property
    def _workspace(self) -> Workspace:
        workspace = self._studio.workspace
        assert workspace is not None
        return workspace

    @property
    def _media(self) -> list[Medium]:
        return list(self._workspace.project.catalogue.media.values())

    @property
    def _medium_id(self) -> str:
        medium = self._studio.film.medium
        assert medium is not None
        return medium.id

    def _range(self, medium: Medium, happening: Happening) -> TimeRange:
        scale, span = medium.scale, medium.span
        start = max(scale.tick(happening.start_s), span.start)
        return TimeRange(start, max(min(scale.tick(happening.end_s), span.end), start + 1))

    def _is_true(self, medium: Medium, suggestion: AnySuggestion) -> bool:
        name = self._workspace.project.catalogue.ontology[suggestion.class_id].name
        for happening in self._films[medium.name].truth:
            if happening.class_name != name:
                continue
            truth = self._range(medium, happening)
            shared = truth.intersection(suggestion.range)
            if shared is None:
                continue
            union = truth.length + suggestion.range.length - shared.length
            if shared.length >= AGREES * union:
                return True
        return False

    def _count(self, what: str) -> int:
        return self._workspace.project.store.counts()[what]

    # --- waiting and looking -----------------------------------------------------------------

    def _until(self, holds: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
        give_up = time.monotonic() + patience_s
        while not holds():
            self._pump()
            if time.monotonic() > give_up:
                raise WorkFailed(f"The demonstration waited {patience_s:.0f} s for {what} in vain.")

    def _pause_for(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._pump()

    def _pump(self) -> None:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        time.sleep(0.002)
        if self._faults:
            raise self._faults[0]

    def _shoot(self, name: str) -> None:
        self._pause_for(0.4)
        path = self._out / f"{name}.png"
        if not self._studio.window.grab().save(str(path)):
            raise UserError("{path} cannot be written.", way_out="Choose another folder by --out.", path=path)
        self.outcome.screenshots.append(path.name)


def _labelled_part(film: KnownFilm) -> list[Happening]:
    """What the stand-in labels: the earlier share of what happens, and two of each class at least."""
    ordered = sorted(film.truth, key=lambda h: h.start_s)
    count = max(1, round(LABELLED_SHARE * len(ordered)))
    names = {h.class_name for h in ordered}
    while count < len(ordered) and any(
        sum(h.class_name == name for h in ordered[:count]) < 2 for name in names
    ):
        count += 1
    return ordered[:count]
