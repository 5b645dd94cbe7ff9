"""One question answered: the stretch around a moment, the class, its map, its evidence in time, the test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.errors import SoraError
from sora_model.contract.explanations import MAP_KINDS, ExplainJob, Explanation, Heard, MapKind
from sora_model.contract.manifest import MediaSpec
from sora_model.data.extraction import never
from sora_model.data.features import StepFeatures, cache_folder
from sora_model.explain import maps
from sora_model.explain.decision import Decision
from sora_model.explain.faithfulness import HidingTest, sound_test, span_around, stretch_of
from sora_model.inference import Predictor, step_grid

Floats = NDArray[np.float64]
OnExplanation = Callable[[Explanation], None]
IsCancelled = Callable[[], bool]


@dataclass(frozen=True)
class Moment:
    """The stretch `[first, last)` of steps around a moment, and the decision on it."""

    medium: MediaSpec
    features: StepFeatures
    first: int
    last: int
    decision: Decision
    probabilities: Floats

    def field(self, label: int, kind: MapKind, cancelled: IsCancelled = never) -> Floats:
        """The map `(g, g)`, 0 to 1, of what speaks for class `label`; all zero where nothing does."""
        field = np.clip(maps.place_map(self.decision, label, kind, cancelled), 0, None)
        return np.asarray(field / field.max() if field.max() > 0 else field)

    def heard(self, label: int, cancelled: IsCancelled = never) -> Heard:
        """What class `label` rests on in the sound, tested."""
        weights = maps.heard(self.decision, label, cancelled)
        return Heard(weights.astype(np.float32), sound_test(self.decision, label, weights, cancelled))


class Explainer:
    """A checkpoint that explains itself; use it from one thread."""

    def __init__(self, predictor: Predictor, checkpoint: str, device: str) -> None:
        self.predictor = predictor
        self._source = checkpoint, device

    @staticmethod
    def load(job: ExplainJob) -> Explainer:
        """Raises `SoraError` where the checkpoint is damaged."""
        predictor = Predictor(Path(job.checkpoint), cache_folder(job.cache_dir), job.device)
        return Explainer(predictor, job.checkpoint, job.device)

    @property
    def kinds(self) -> tuple[MapKind, ...]:
        """The maps that the run can give: no attention where its network has no say."""
        decides = self.predictor.checkpoint.network_decides
        return tuple(kind for kind in MAP_KINDS if decides or kind != "attention")

    def serves(self, job: ExplainJob) -> bool:
        """Whether this is the checkpoint that the job asks about."""
        return self._source == (job.checkpoint, job.device)

    def explain(self, job: ExplainJob, on_explanation: OnExplanation, cancelled: IsCancelled = never) -> None:
        """Calls back with the map, untested, then with the same map tested on the pictures.

        Raises `SoraError` where the film cannot be read or the class is unknown to the run, and
        `media.progress.Cancelled`.
        """
        moment = self.moment(job.medium, job.moment, cancelled)
        label = self.label(job.class_id, moment)
        classes = self.predictor.checkpoint.classes
        ticks = step_grid(self.predictor.checkpoint, job.medium).ticks()
        field = moment.field(label, job.kind, cancelled) if job.medium.has_video else np.zeros((1, 1))
        answer = Explanation(
            kind=job.kind,
            class_id=classes[label].id,
            probabilities={c.id: float(p) for c, p in zip(classes, moment.probabilities, strict=True)},
            grid=field.astype(np.float32),
            ticks=ticks[moment.first : moment.last],
            end=int(ticks[moment.last]) if moment.last < len(ticks) else job.medium.end,
            evidence=maps.evidence(moment.decision, label, cancelled).astype(np.float32),
            heard=moment.heard(label, cancelled) if job.medium.has_audio else None,
        )
        on_explanation(answer)
        if job.medium.has_video and field.any():
            test = self.test(moment, label, cancelled)
            on_explanation(replace(answer, faithfulness=test.faithfulness(field, test.chance())))

    def moment(self, medium: MediaSpec, tick: int, cancelled: IsCancelled = never) -> Moment:
        """The stretch of `medium` around `tick`."""
        features = self.predictor.extractor.features(medium, None, cancelled)
        first, last = span_around(self.predictor, medium, features, tick)
        block = features.block(first, last)
        decision = Decision(self.predictor, features, block)
        clip = self.predictor.look_at(block, features).clip
        return Moment(medium, features, first, last, decision, clip)

    def label(self, class_id: str, moment: Moment) -> int:
        """Number of the class; of the most probable one where `class_id` is empty."""
        if not class_id:
            return int(moment.probabilities.argmax())
        known = [c.id for c in self.predictor.checkpoint.classes]
        if class_id not in known:
            raise SoraError("The run does not know this class: it had no labels when the run was trained.")
        return known.index(class_id)

    def test(self, moment: Moment, label: int, cancelled: IsCancelled = never) -> HidingTest:
        """The pictures of the moment, ready to be hidden cell by cell."""
        stretch = stretch_of(self.predictor, moment.medium, moment.features, moment.first, moment.last)
        cells = self.predictor.checkpoint.config.features.grid
        return HidingTest(self.predictor, stretch, label, cells, cancelled)
