"""Everything that a timeline was told, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.domain.match_clock import Period
from app.domain.ontology import ClassKind, LabelClass, Ontology
from app.domain.timebase import TimeRange, TimeScale
from app.views.texts import marked, tr
from app.views.timeline.clock_painter import Hole
from app.views.timeline.content import TimelineContent
from app.views.timeline.scene import Scene
from app.views.timeline.snapping import Frames
from app.views.timeline.sound_view import Sound, SoundView
from app.views.timeline.time_axis import ZoomLevel

FEW_CLASSES = 8  # so many have a lane even while they are empty, so that a label can be drawn there


@dataclass(slots=True)
class Steps:
    """Values of steps that last from their tick to the next."""

    ticks: NDArray[np.int64]
    values: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SoundHeat:
    """How much a class rests on the sound of each step, 0 to 1; not `trusted`: no better than chance."""

    steps: Steps
    class_id: str
    legend: str
    trusted: bool = True

    @property
    def struck(self) -> TimeRange | None:
        """What of it is struck through."""
        ticks = self.steps.ticks
        return None if self.trusted else TimeRange(int(ticks[0]), int(ticks[-1]))


@dataclass(slots=True)
class TimelineState:
    span: TimeRange | None = None
    scale: TimeScale | None = None
    frames: Frames | None = None
    content: TimelineContent = field(default_factory=lambda: TimelineContent(None))
    ontology: Ontology = field(default_factory=Ontology)
    played: tuple[TimeRange, ...] = ()
    periods: tuple[Period, ...] = ()
    holes: tuple[Hole, ...] = ()
    still: tuple[TimeRange, ...] = ()
    sound: Sound | None = None
    sound_view: SoundView = field(default_factory=SoundView)
    sound_message: str = ""
    curves: Mapping[str, Steps] = field(default_factory=dict)
    attention: Steps | None = None
    attention_trusted: bool = True
    attention_title: str = marked("ATTENTION")
    attention_hint: str = ""
    sound_heat: SoundHeat | None = None
    position: int | None = None
    selection: frozenset[str] = frozenset()
    pending: tuple[str, int] | None = None
    marks: tuple[int, ...] = ()
    onsets: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    def label_lanes(self) -> list[LabelClass]:
        """In the order of the ontology: every class where they are few, else, and retired, those in use."""
        classes = [c for c in self.ontology if c.kind is not ClassKind.BOX]
        used = self.content.label_classes() | ({self.pending[0]} if self.pending else set())
        few = len(classes) <= FEW_CLASSES
        return [c for c in classes if c.id in used or (few and not c.retired)]

    def box_lanes(self) -> list[LabelClass]:
        """Classes that have tracks."""
        return [c for c in self.ontology if c.id in self.content.tracks]

    def model_lanes(self) -> list[LabelClass]:
        """Classes with open suggestions in a visible layer; those with curves, too, where they are few."""
        wanted = self.content.suggestion_classes()
        if len(self.curves) <= FEW_CLASSES:
            wanted = wanted | set(self.curves)
        return [c for c in self.ontology if c.id in wanted]

    def labels_sentence(self) -> str:
        """What the empty lanes of labels say."""
        if self.content.document is None:
            return ""
        if not self.label_lanes() and not self.box_lanes() and len(self.ontology) <= FEW_CLASSES:
            return tr("Name your first class, then press its key while the film plays.")
        if not self.content.label_classes() and not self.content.tracks and self.pending is None:
            return tr("Press a class's key when it starts and when it ends, or drag in its lane.")
        return ""

    def model_sentence(self) -> str:
        if self.model_lanes():
            return ""
        if self.content.proposes_tracks():
            return tr("What moves is proposed on the picture, in Review.")
        return tr("Nothing proposed yet: after a few labels of each class Sora proposes the rest.")

    def attention_sentence(self) -> str:
        """Empty, too, before anything was proposed: the lanes of the model say that."""
        if self.attention is None:
            return self.attention_hint
        return "" if self.attention_trusted else tr("No better than chance here: not to be relied on.")

    def sound_sentence(self) -> str:
        return self.sound_message if self.sound is None else ""

    def sound_legend(self) -> str:
        heat = self.sound_heat
        if heat is None:
            return ""
        return heat.legend if heat.trusted else tr("{legend}: no better than chance here", legend=heat.legend)


def as_steps(
    ticks: Sequence[int] | NDArray[np.int64], values: Sequence[float] | NDArray[np.float32]
) -> Steps:
    """Checked: as many values as ticks, ticks sorted."""
    steps = Steps(np.asarray(ticks, np.int64), np.asarray(values, np.float32))
    if steps.ticks.shape != steps.values.shape or steps.ticks.ndim != 1:
        raise ValueError(f"{steps.values.shape} values for {steps.ticks.shape} ticks")
    if (np.diff(steps.ticks) < 0).any():
        raise ValueError("the ticks of steps must be sorted")
    return steps


def onsets_in_sight(state: TimelineState, scene: Scene) -> NDArray[np.int64]:
    """Those that are drawn, and that edges rest on: from afar they are too many to mean anything."""
    if scene.level is not ZoomLevel.SECONDS:
        return state.onsets[:0]
    window = scene.axis.window
    first, last = np.searchsorted(state.onsets, [window.start, window.end])
    return state.onsets[first:last]
