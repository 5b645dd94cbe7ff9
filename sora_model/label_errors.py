"""Labels that the model doubts: what it would say of each had it never seen it, and the margin by which it
prefers another class.

After Northcutt, Jiang, Chuang: "Confident Learning" (JAIR 2021), which ranks labels by out-of-sample
probabilities. The model is the probe's ridge regression, for which leaving out is exact and cheap: every
label is left out alone, and once more with its whole group; nothing is drawn at random. Measured with planted
errors by `script/benchmarks/label_errors.py`: of the first twenty, wrong were 0.50 on 101 gestures (the most
there can be), 0.34 ± 0.01 on 130 fights, 1.00 on 600 spoken digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sora_model.calibration import fit_scale, negative_log_likelihood, softmax
from sora_model.config import TrainConfig
from sora_model.contract.doubts import Doubt, Doubts, DoubtsJob
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event, Progress
from sora_model.contract.manifest import ClassSpec, MediaSpec, RangeSpec
from sora_model.data.extraction import Backbone, never
from sora_model.data.features import cache_folder
from sora_model.data.targets import positive_clips
from sora_model.data.windows import clip_statistics
from sora_model.embedding import standard_blocks
from sora_model.engine import choose
from sora_model.fitting import PROBE_CANDIDATES, PROBE_SCALE
from sora_model.labelled_films import load_films
from sora_model.media.progress import Cancelled
from sora_model.network.statistics import blocks

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LAMBDA = 0.3
"""Relative strength of the ridge: three times the probe's, since some of the labels are taken to be wrong."""
FEWEST = 20
FEWEST_PER_CLASS = 3
MOST = 3000
"""Labels that are ranked together; the work grows with the cube."""


@dataclass(frozen=True)
class Labelled:
    """Labels as numbers: `statistics (N, D)` in `blocks` (name → length), `labels (N,)` columns of `classes`,
    `weights (N,)`, and for each its medium and range.
    """

    statistics: Tensor
    blocks: Mapping[str, int]
    labels: Ints
    weights: Floats
    places: tuple[tuple[MediaSpec, RangeSpec], ...]
    classes: tuple[ClassSpec, ...]

    @property
    def groups(self) -> list[str]:
        return [medium.group for medium, _ in self.places]


def doubtful_labels(job: DoubtsJob, on_event: OnEvent, cancelled: IsCancelled = never) -> Doubts:
    """Every positive range of the job's manifest, the most doubted first. No label is changed.

    Raises `SoraError` where there are too few labels to doubt any of them or a film cannot be read, and
    `media.progress.Cancelled`.
    """
    found = labelled(job, on_event, cancelled)
    probabilities = left_out_probabilities(
        found.statistics,
        found.blocks,
        found.labels,
        found.weights,
        found.groups,
        len(found.classes),
        lambda done, total: on_event(Progress("doubting", done, total)),
        cancelled,
    )
    return _ranked(found, probabilities)


def labelled(job: DoubtsJob, on_event: OnEvent, cancelled: IsCancelled = never) -> Labelled:
    """The statistics of every label of a class that has enough. Raises as `doubtful_labels`."""
    classes, media = _enough(job)
    config = TrainConfig("doubts", cache_folder(job.cache_dir), device=job.device)
    engine = choose(job.device)
    backbone = Backbone.published(config.model.features.backbone, engine.device)
    manifest = replace(job.manifest, media=tuple(media))
    known = {c.id for c in classes}
    places: list[tuple[MediaSpec, RangeSpec]] = []
    rows: list[Tensor] = []
    labels: list[int] = []
    films = load_films(config, manifest, classes, backbone, engine, on_event, cancelled)
    for i, film in enumerate(films):
        items = [r for r in film.medium.ranges if _counts(r) and r.class_id in known]
        for clip, item in zip(positive_clips(i, film.medium, film.grid, classes), items, strict=True):
            if cancelled():
                raise Cancelled
            rows.append(clip_statistics(film, [clip]))
            labels.append(clip.label)
            places.append((film.medium, item))
    weights = np.array([item.weight for _, item in places])
    lengths = blocks(config.model.features)
    return Labelled(torch.cat(rows), lengths, np.array(labels), weights, tuple(places), classes)


def margins(probabilities: Floats, labels: Ints) -> Floats:
    """`(N,)`: probability of each label's class minus that of the best other one, from `(N, C)`."""
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = -np.inf
    return np.asarray(probabilities[rows, labels] - others.max(axis=1))


def _counts(item: RangeSpec) -> bool:
    return item.kind == "positive" and item.class_id is not None and item.weight > 0


def _enough(job: DoubtsJob) -> tuple[tuple[ClassSpec, ...], list[MediaSpec]]:
    """The classes with labels enough to be preferred or doubted, and the media that show them."""
    count = {c.id: 0 for c in job.manifest.classes}
    for medium in job.manifest.media:
        for item in medium.ranges:
            if _counts(item) and item.class_id is not None:
                count[item.class_id] += 1
    classes = tuple(c for c in job.manifest.classes if count[c.id] >= FEWEST_PER_CLASS)
    total = sum(count[c.id] for c in classes)
    if len(classes) < 2 or total < FEWEST:
        raise SoraError(
            "There are too few labels to doubt any: {fewest} in two classes or more are needed, "
            "at least {each} of each; here {total} in {classes} such classes. Label some more "
            "first.",
            fewest=FEWEST,
            each=FEWEST_PER_CLASS,
            total=total,
            classes=len(classes),
        )
    known = {c.id for c in classes}
    media = [m for m in job.manifest.media if any(_counts(r) and r.class_id in known for r in m.ranges)]
    return classes, media


def _ranked(found: Labelled, probabilities: Floats) -> Doubts:
    labels = found.labels
    others = probabilities.copy()
    others[np.arange(len(labels)), labels] = -1.0
    best = others.argmax(axis=1)
    ranked = []
    for n in np.argsort(margins(probabilities, labels), kind="stable"):
        medium, item = found.places[n]
        ranked.append(
            Doubt(
                medium.id,
                item.start,
                item.end,
                found.classes[labels[n]].id,
                found.classes[best[n]].id,
                float(probabilities[n, labels[n]]),
                float(probabilities[n, best[n]]),
            )
        )
    agreement = float(np.mean(probabilities.argmax(axis=1) == labels))
    return Doubts(tuple(ranked), len(set(found.groups)), agreement)


# --- leaving out ---------------------------------------------------------------------------


def left_out_probabilities(
    statistics: Tensor,
    lengths: Mapping[str, int],
    labels: Ints,
    weights: Floats,
    groups: Sequence[str],
    classes: int,
    on_progress: Callable[[int, int], None],
    cancelled: IsCancelled = never,
) -> Floats:
    """`(N, C)` for `statistics (N, D)`, whose blocks have the `lengths`: mean of two answers, one without the
    label itself, one without its group (where there are several).

    Alone, neighbours of the same mistake would confirm it; by group only, little is left to learn from where
    groups are large. More than `MOST` labels are ranked in parts, each of whole groups where those are small.
    """
    out = np.zeros((len(labels), classes))
    parts = _parts(groups)
    for i, part in enumerate(parts):
        kernels = {
            name: (rows @ rows.T).numpy() for name, rows in standard_blocks(statistics[part], lengths).items()
        }
        cuts = [np.arange(len(part))]
        names = np.unique([groups[n] for n in part], return_inverse=True)[1]
        if names.max() > 0:
            cuts.append(names)
        answers = []
        for k, cut in enumerate(cuts):
            if cancelled():
                raise Cancelled
            answers.append(_best_answer(kernels, labels[part], weights[part], cut, classes))
            on_progress(i * len(cuts) + k + 1, len(parts) * len(cuts))
        out[part] = np.mean(answers, axis=0)
    return out


def _parts(groups: Sequence[str]) -> list[Ints]:
    """Row numbers in parts of at most `MOST`; the rows of a group stay neighbours."""
    count = -(-len(groups) // MOST)
    order = np.argsort(np.array(groups), kind="stable")
    return [np.sort(part) for part in np.array_split(order, count)]


def _best_answer(
    kernels: Mapping[str, Floats], labels: Ints, weights: Floats, folds: Ints, classes: int
) -> Floats:
    """Probabilities by the statistics whose answers on what was left out have the lowest log loss."""
    best, least = np.full((len(labels), classes), 1 / classes), np.inf
    for used in PROBE_CANDIDATES:
        if not set(used) <= set(kernels):
            continue
        kernel = sum((kernels[name] for name in used), np.zeros(())) / len(used)
        scores = left_out_scores(kernel, np.eye(classes)[labels] - 1 / classes, weights, folds)
        scale = fit_scale(scores, labels, (0.0, 4.0), guess=PROBE_SCALE)
        loss = negative_log_likelihood(scores * scale, labels)
        if loss < least:
            best, least = softmax(scores * scale), loss
    return best


def left_out_scores(kernel: Floats, targets: Floats, weights: Floats, folds: Ints) -> Floats:
    """`(N, K)`: what kernel ridge regression says of each row when fitted without the rows of its fold.

    `kernel (N, N)`, `targets (N, K)`, `weights (N,)`. With `G = (kernel + λ / weights)⁻¹` the residual of a
    fold left out is `G_ff⁻¹ (G targets)_f`, exactly as if it had been fitted again without it (Rifkin &
    Lippert, "Notes on Regularized Least Squares", 2007, for blocks).
    """
    inverse = np.linalg.inv(kernel + LAMBDA * np.diag(weights.mean() / weights))
    dual = inverse @ targets
    out = np.empty_like(targets)
    for fold in _rows_of(folds):
        out[fold] = targets[fold] - np.linalg.solve(inverse[np.ix_(fold, fold)], dual[fold])
    return out


def _rows_of(folds: Ints) -> Iterator[Ints]:
    order = np.argsort(folds, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(folds[order])) + 1)
