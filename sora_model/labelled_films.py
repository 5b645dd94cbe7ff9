"""What there is to learn from: the classes that have labels, and the films with their features."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from sora_model.config import TrainConfig
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event, Note, Progress
from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec
from sora_model.data.extraction import Backbone, Extractor
from sora_model.data.features import StepFeatures
from sora_model.data.sampling import StepGrid
from sora_model.data.targets import step_targets
from sora_model.data.windows import Film
from sora_model.engine import Engine
from sora_model.media.progress import Cancelled

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]


def trained_classes(manifest: Manifest) -> tuple[ClassSpec, ...]:
    """The classes with a positive range in the train part, in the ontology's order.

    Raises `SoraError` where there are none, or only one and nothing that shows what it is not.
    """
    counts: Counter[str] = Counter()
    contrast = False
    for medium in manifest.media:
        if medium.split != "train":
            continue
        for item in medium.ranges:
            if item.kind == "positive" and item.class_id is not None and item.weight > 0:
                counts[item.class_id] += 1
            elif item.kind == "background" and item.weight > 0:
                contrast = True
    classes = tuple(c for c in manifest.classes if counts[c.id])
    if not classes:
        raise SoraError("There is nothing to learn from yet: no labels. Label some actions, then train.")
    if len(classes) == 1 and not contrast:
        raise SoraError(
            "All labels are of one class (“{class_name}”). Label a second class, or mark a "
            "stretch as complete so that the rest of it counts as background, then train.",
            class_name=classes[0].name,
        )
    return classes


def load_films(
    config: TrainConfig,
    manifest: Manifest,
    classes: tuple[ClassSpec, ...],
    backbone: Backbone,
    engine: Engine,
    on_event: OnEvent,
    cancelled: IsCancelled,
) -> list[Film]:
    """Features and supervision of every medium that has ranges, with progress in steps."""
    extractor = Extractor(backbone, config.model.features, config.cache_dir, engine.device, engine.threads)
    extractor.on_note = lambda text: on_event(Note(text))
    media = [m for m in manifest.media if m.ranges]
    return [
        Film(medium, grid, features, step_targets(medium, grid, classes, manifest.exclusive))
        for medium, grid, features in read_features(extractor, media, on_event, cancelled)
    ]


def read_features(
    extractor: Extractor, media: Sequence[MediaSpec], on_event: OnEvent, cancelled: IsCancelled
) -> Iterator[tuple[MediaSpec, StepGrid, StepFeatures]]:
    """Of each medium in turn, with progress in steps and the time left. Raises `Cancelled`."""
    spec = extractor.spec
    grids = [StepGrid.of(m, spec.steps_per_second, spec.visual_every) for m in media]
    total, done, begun = sum(g.count for g in grids), 0, time.monotonic()
    for medium, grid in zip(media, grids, strict=True):

        def on_steps(steps: int, _: int, base: int = done) -> None:
            share = (base + steps) / total
            eta = (time.monotonic() - begun) * (1 - share) / share if share > 0 else None
            on_event(Progress("features", base + steps, total, eta))

        if cancelled():
            raise Cancelled
        yield medium, grid, extractor.features(medium, on_steps, cancelled)
        done += grid.count
