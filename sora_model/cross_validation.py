"""Grouped folds of a project's own labels: how good models are on labels that they were not trained on."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from sora_model.config import TrainConfig
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event, Progress
from sora_model.contract.manifest import Manifest, MediaSpec, RangeSpec
from sora_model.data.extraction import never
from sora_model.evaluation import Scores
from sora_model.inference import Predictor
from sora_model.labelled_films import trained_classes
from sora_model.media.progress import Cancelled
from sora_model.training import train

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]
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
            parts.append(replace(medium.part(low, high, ranges), id=f"{medium.id}#{k}"))
    return parts


def _labels(medium: MediaSpec) -> list[RangeSpec]:
    return [r for r in medium.ranges if r.kind == "positive" and r.weight > 0]


def _clipped(item: RangeSpec, low: int, high: int) -> RangeSpec | None:
    start, end = max(item.start, low), min(item.end, high)
    if end <= start or (item.kind == "positive" and 2 * (end - start) < item.end - item.start):
        return None
    return replace(item, start=start, end=end)


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
        "media": len(parts.manifest.media),
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
