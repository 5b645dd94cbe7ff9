"""Grouped folds of a project's own labels: what a model says of labels that it was not trained on."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray

from sora_model.calibration import softmax
from sora_model.config import TrainConfig
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event, Progress
from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec, RangeSpec
from sora_model.data.extraction import Backbone, never
from sora_model.data.targets import Clip, positive_clips
from sora_model.data.windows import clip_statistics
from sora_model.engine import choose
from sora_model.evaluation import Scores
from sora_model.fitting import fit_probe
from sora_model.inference import Predictor, step_grid
from sora_model.labelled_films import load_films, trained_classes
from sora_model.media.progress import Cancelled
from sora_model.network.heads import Probe
from sora_model.network.statistics import blocks
from sora_model.training import train

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Cut = Literal["groups", "films", "blocks"]

GUARD_S = 2.0
"""Unused time between the blocks of a single film."""


def ignore(event: Event) -> None:
    """An `OnEvent` for callers that show no progress."""


@dataclass(frozen=True)
class Folds:
    """Media in `count` folds that share no group. `cut` says what was kept apart: whole groups; films, where
    there is one group only; blocks of time with a guard gap, where there is one film only (optimistic).
    """

    manifest: Manifest
    number: dict[str, int]
    count: int
    cut: Cut

    def held_out(self, fold: int) -> list[MediaSpec]:
        return [m for m in self.manifest.media if self.number[m.id] == fold]

    def source(self, medium_id: str) -> str:
        """The film that a block of time was cut from; any other medium itself."""
        return medium_id.rpartition("#")[0] if self.cut == "blocks" else medium_id

    def training(self, fold: int) -> Manifest:
        """What is left without `fold`; with three folds or more the next one validates."""
        after = (fold + 1) % self.count if self.count > 2 else None
        media = tuple(
            replace(m, split="validation" if self.number[m.id] == after else "train")
            for m in self.manifest.media
            if self.number[m.id] != fold
        )
        return replace(self.manifest, media=media)


def grouped_folds(manifest: Manifest, folds: int, seed: int = 0) -> Folds:
    """The labelled media of `manifest` in `folds` parts of about as many labels each.

    Fewer parts where there are fewer groups. Raises `SoraError` where nothing can be held out.
    """
    media = [m for m in manifest.media if _labels(m)]
    cut: Cut = "groups"
    if len({m.group for m in media}) < 2:
        cut = "films" if len(media) > 1 else "blocks"
        if cut == "blocks":
            media = [part for m in media for part in time_blocks(m, folds)]
        media = [replace(m, group=m.id) for m in media]
    groups = sorted({m.group for m in media})
    count = min(folds, len(groups))
    if count < 2:
        raise SoraError(
            "There is too little to hold anything out: all labels lie in one short stretch of one film. "
            "Label a second film, then evaluate by folds."
        )
    sizes = Counter(dict.fromkeys(groups, 0))
    for medium in media:
        sizes[medium.group] += len(_labels(medium))
    order = [groups[i] for i in np.random.default_rng(seed).permutation(len(groups))]
    load = [0] * count
    place: dict[str, int] = {}
    for group in sorted(order, key=lambda g: -sizes[g]):
        place[group] = int(np.argmin(load))
        load[place[group]] += sizes[group]
    number = {m.id: place[m.group] for m in media}
    return Folds(replace(manifest, media=tuple(media)), number, count, cut)


def time_blocks(medium: MediaSpec, count: int, guard_s: float = GUARD_S) -> list[MediaSpec]:
    """`medium` in at most `count` stretches of as many labels each, `guard_s` apart, as media of their own.

    A label that a cut leaves less than half of is dropped.
    """
    starts = sorted(r.start for r in _labels(medium))
    count = min(count, len(starts))
    inner = [starts[i * len(starts) // count] for i in range(1, count)]
    guard = round(guard_s / float(medium.tick))
    parts = []
    for k, (low, high) in enumerate(
        zip([medium.start, *inner], [*(i - guard for i in inner), medium.end], strict=True)
    ):
        ranges = tuple(r for r in (_clipped(r, low, high) for r in medium.ranges) if r is not None)
        if high > low and any(r.kind == "positive" for r in ranges):
            parts.append(replace(medium, id=f"{medium.id}#{k}", start=low, end=high, ranges=ranges))
    return parts


def _labels(medium: MediaSpec) -> list[RangeSpec]:
    return [r for r in medium.ranges if r.kind == "positive" and r.weight > 0]


def _clipped(item: RangeSpec, low: int, high: int) -> RangeSpec | None:
    start, end = max(item.start, low), min(item.end, high)
    if end <= start or (item.kind == "positive" and 2 * (end - start) < item.end - item.start):
        return None
    return replace(item, start=start, end=end)


@dataclass(frozen=True)
class HeldOut:
    """What models that had not seen a label say of it: `probabilities (N, C)`, means over seeds.

    `labels[n]` lies in medium `media[n]` of group `groups[n]`; `classes` are the columns; `cut` as in
    `Folds`.
    """

    classes: tuple[ClassSpec, ...]
    media: tuple[str, ...]
    groups: tuple[str, ...]
    labels: tuple[RangeSpec, ...]
    probabilities: Floats
    cut: Cut

    @property
    def truth(self) -> Ints:
        """`(N,)` column of each label's class."""
        index = {c.id: i for i, c in enumerate(self.classes)}
        return np.array([index[str(r.class_id)] for r in self.labels], dtype=np.int64)


def held_out_probabilities(
    config: TrainConfig,
    manifest: Manifest,
    folds: int = 5,
    seeds: Sequence[int] = (0,),
    on_event: OnEvent = ignore,
    cancelled: IsCancelled = never,
    full: bool = False,
) -> HeldOut:
    """For each positive label the class probabilities by models that were trained without its group.

    The closed-form probe alone (seconds), or with `full` the whole training of `config` per fold and seed.
    The manifest's own split is ignored. Raises `SoraError` where nothing can be held out, and `Cancelled`.
    """
    whole = replace(manifest, media=tuple(replace(m, split="train") for m in manifest.media))
    classes = trained_classes(whole)
    answers = _trained if full else _probed
    total: dict[tuple[str, RangeSpec], list[Floats]] = {}
    cut: Cut = "groups"
    for i, seed in enumerate(seeds):
        parts = grouped_folds(whole, folds, seed)
        cut = parts.cut
        on_event(Progress("folds", i * parts.count, len(seeds) * parts.count))
        for place, row in answers(replace(config, seed=seed), parts, classes, on_event, cancelled):
            total.setdefault(place, []).append(row)
    media = {m.id: m for m in whole.media}
    places = sorted(total, key=lambda p: (p[0], p[1].start, p[1].end, str(p[1].class_id)))
    return HeldOut(
        classes,
        tuple(m for m, _ in places),
        tuple(media[m].group for m, _ in places),
        tuple(r for _, r in places),
        np.stack([np.mean(total[p], axis=0) for p in places]),
        cut,
    )


Answers = Iterator[tuple[tuple[str, RangeSpec], Floats]]


def _probed(
    config: TrainConfig,
    folds: Folds,
    classes: tuple[ClassSpec, ...],
    on_event: OnEvent,
    cancelled: IsCancelled,
) -> Answers:
    engine = choose(config.device)
    backbone = Backbone.published(config.model.features.backbone, engine.device)
    films = load_films(config, folds.manifest, classes, backbone, engine, on_event, cancelled)
    rows: list[tuple[Clip, RangeSpec]] = [
        (clip, item)
        for i, film in enumerate(films)
        for clip, item in zip(
            positive_clips(i, film.medium, film.grid, classes), _labels(film.medium), strict=True
        )
    ]
    statistics = torch.cat([clip_statistics(films[c.film], [c]) for c, _ in rows])
    labels = np.array([c.label for c, _ in rows], dtype=np.int64)
    weights = torch.tensor([c.weight for c, _ in rows])
    number = np.array([folds.number[films[c.film].medium.id] for c, _ in rows])
    for fold in range(folds.count):
        if cancelled():
            raise Cancelled
        held = number == fold
        probe = Probe(blocks(films[0].features.spec), len(classes) + 1)
        inner = number[~held] if folds.count > 2 else None
        choice = fit_probe(probe, statistics[~held], labels[~held], weights[~held], inner, len(classes))
        with torch.inference_mode():
            scores = probe(statistics[held])[:, : len(classes)].double().numpy()
        for k, row in zip(np.flatnonzero(held), softmax(scores * choice.scale), strict=True):
            clip, item = rows[k]
            yield (folds.source(films[clip.film].medium.id), item), row


def _trained(
    config: TrainConfig,
    folds: Folds,
    classes: tuple[ClassSpec, ...],
    on_event: OnEvent,
    cancelled: IsCancelled,
) -> Answers:
    for fold, predictor in trained_folds(config, folds, on_event, cancelled):
        column = [c.id for c in predictor.checkpoint.classes]
        for medium in folds.held_out(fold):
            features = predictor.extractor.features(medium, None, cancelled)
            grid = step_grid(predictor.checkpoint, medium)
            clips = positive_clips(0, medium, grid, classes)
            for clip, item in zip(clips, _labels(medium), strict=True):
                every = features.spec.visual_every
                block = features.block(clip.first // every * every, clip.last)
                known = dict(zip(column, predictor.look_at(block, features).clip, strict=True))
                row = np.array([known.get(c.id, 0.0) for c in classes])
                yield (folds.source(medium.id), item), row


def cross_validate(
    config: TrainConfig,
    manifest: Manifest,
    folds: int = 5,
    seeds: Sequence[int] = (0,),
    on_event: OnEvent = ignore,
    cancelled: IsCancelled = never,
    labels_per_class: int | None = None,
) -> dict[str, Any]:
    """`evaluation.evaluate` of models that were trained without the films they are judged on.

    For each seed the groups are dealt into folds anew; all answers are pooled, and intervals draw groups, so
    that several answers on one film count as one. `labels_per_class` limits the labels of each training.
    Adds `folds`, `seeds`, `cut` (as in `Folds`) and `per_seed` figures. Raises `SoraError`, and `Cancelled`.
    """
    whole = replace(manifest, media=tuple(replace(m, split="train") for m in manifest.media))
    classes = trained_classes(whole)
    pooled = Scores(classes, manifest.exclusive)
    per_seed = []
    for seed in seeds:
        parts = grouped_folds(whole, folds, seed)
        own = Scores(classes, manifest.exclusive)
        for fold, predictor in trained_folds(
            replace(config, seed=seed), parts, on_event, cancelled, labels_per_class
        ):
            for medium in parts.held_out(fold):
                own.add(predictor, medium, cancelled, f"{seed}/{medium.id}")
        pooled.clips += own.clips
        pooled.films += own.films
        per_seed.append(_headline(own.report()))
    return {
        **pooled.report(),
        "folds": parts.count,
        "cut": parts.cut,
        "seeds": list(seeds),
        "per_seed": per_seed,
    }


def _headline(report: dict[str, Any]) -> dict[str, Any]:
    segment = report["segment"]
    return {"clip_accuracy": report["clip_accuracy"], **{k: segment[k] for k in ("edit", "f1_25", "f1_50")}}


def learning_curve(
    config: TrainConfig,
    manifest: Manifest,
    counts: Sequence[int],
    folds: int = 5,
    seeds: Sequence[int] = (0,),
    on_event: OnEvent = ignore,
    cancelled: IsCancelled = never,
) -> list[dict[str, Any]]:
    """`cross_validate` with so many labels of each class in every training: the headline figures and their
    intervals, one row per count.
    """
    rows = []
    for count in counts:
        report = cross_validate(config, manifest, folds, seeds, on_event, cancelled, count)
        rows.append(
            {
                "labels_per_class": count,
                **_headline(report),
                "clip_accuracy_interval": report.get("clip_accuracy_interval"),
                "f1_50_interval": report["segment"]["f1_50_interval"],
            }
        )
    return rows


def with_labels(manifest: Manifest, count: int, seed: int) -> Manifest:
    """`manifest` with `count` random labels of each class left, all of them for training; a larger count
    keeps what a smaller one keeps. What was labelled otherwise is unknown.
    """
    places = [(m.id, r) for m in manifest.media for r in _labels(m)]
    order = np.random.default_rng(seed).permutation(len(places))
    left: Counter[str] = Counter()
    kept: set[tuple[str, RangeSpec]] = set()
    for i in order:
        class_id = str(places[i][1].class_id)
        if left[class_id] < count:
            left[class_id] += 1
            kept.add(places[i])
    media = []
    for medium in manifest.media:
        positive = [r for r in medium.ranges if r.kind == "positive"]
        lost = [r for r in positive if (medium.id, r) not in kept]
        # A stretch that was marked complete no longer is where a label was taken away.
        ranges = tuple(
            r
            for r in medium.ranges
            if r not in lost
            and not (r.kind == "background" and any(x.start < r.end and r.start < x.end for x in lost))
        )
        if ranges:
            media.append(replace(medium, ranges=ranges, split="train"))
    return replace(manifest, media=tuple(media))


def trained_folds(
    config: TrainConfig,
    folds: Folds,
    on_event: OnEvent,
    cancelled: IsCancelled,
    labels_per_class: int | None = None,
) -> Iterator[tuple[int, Predictor]]:
    """A model per fold, trained without it; its checkpoint is gone when the next one is asked for."""
    for fold in range(folds.count):
        if cancelled():
            raise Cancelled
        with tempfile.TemporaryDirectory(prefix="sora-fold-") as folder:
            own = replace(config, run=f"{config.run}-fold{fold}")
            manifest = folds.training(fold)
            if labels_per_class is not None:
                manifest = with_labels(manifest, labels_per_class, config.seed)
            train(own, manifest, Path(folder), on_event, cancelled)
            yield fold, Predictor(Path(folder), config.cache_dir, config.device)
        on_event(Progress("folds", fold + 1, folds.count))
