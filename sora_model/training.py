"""Stage (a): a model on cached features, from a manifest, with events and cancellation.

Stage (b), end to end from pixels, is another function on the same manifest and checkpoint; it does not
exist yet.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from sora_model import checkpoint as checkpoints
from sora_model import postprocess
from sora_model.blend import blended
from sora_model.calibration import fit_scale, softmax
from sora_model.checkpoint import Calibration, Checkpoint
from sora_model.config import TrainConfig
from sora_model.contract.errors import SoraError
from sora_model.contract.events import CheckpointSaved, Event, Progress, Started
from sora_model.contract.manifest import ClassSpec, Manifest
from sora_model.data.extraction import Backbone, Extractor
from sora_model.data.sampling import StepGrid
from sora_model.data.targets import (
    Clip,
    background_clips,
    positive_clips,
    runs,
    step_targets,
    unknown_far_from_labels,
)
from sora_model.data.windows import Film, clip_statistics
from sora_model.engine import Engine, choose
from sora_model.fitting import Fitted, NetworkFit, clip_logits, fit_probe, fit_standards, fold_numbers
from sora_model.media.progress import Cancelled
from sora_model.metrics import clip_report
from sora_model.network.sora import SoraAv
from sora_model.postprocess import DecoderSettings

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]

CODE_VERSION = "1"
UNVALIDATED_EPOCHS = 30
"""Length of training where nothing can be held out."""


def train(
    config: TrainConfig,
    manifest: Manifest,
    out_dir: Path,
    on_event: OnEvent,
    cancelled: IsCancelled,
) -> dict[str, Any]:
    """Train on the manifest's train part, validate on its validation part, and write a checkpoint to
    `out_dir`.

    Returns `{run, checkpoint, device, seconds, epochs, metrics}`. `metrics["validation"]` are the validated
    model's figures (`metrics.clip_report`), None where nothing could be held out. Raises `SoraError` where
    the labels do not suffice or a film cannot be read, and `media.progress.Cancelled` when asked to stop: the
    best checkpoint so far, if any, then lies in `out_dir`.
    """
    begun = time.monotonic()
    classes = trained_classes(manifest)
    engine = choose(config.device)
    on_event(Started(engine.name, {"torch": torch.__version__, "preset": config.model.preset}))
    backbone = Backbone.published(config.model.features.backbone, engine.device)
    films = load_films(config, manifest, classes, backbone, engine, on_event, cancelled)
    with torch.random.fork_rng(devices=[]):
        result = _Training(config, manifest, classes, films, backbone.weights_hash, engine, out_dir).run(
            on_event, cancelled
        )
    return {**result, "seconds": time.monotonic() - begun, "device": engine.name}


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
            f"All labels are of one class (“{classes[0].name}”). Label a second class, or mark a stretch as "
            "complete so that the rest of it counts as background, then train."
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
    media = [m for m in manifest.media if m.ranges]
    rate = config.model.features.steps_per_second
    grids = [StepGrid.of(m, rate, config.model.features.visual_every) for m in media]
    total = sum(g.count for g in grids)
    films: list[Film] = []
    done = 0
    begun = time.monotonic()
    for medium, grid in zip(media, grids, strict=True):
        base = done

        def on_steps(steps: int, _: int, base: int = base) -> None:
            share = (base + steps) / total
            eta = (time.monotonic() - begun) * (1 - share) / share if share > 0 else None
            on_event(Progress("features", base + steps, total, eta))

        if cancelled():
            raise Cancelled
        features = extractor.features(medium, on_steps, cancelled)
        done += grid.count
        films.append(Film(medium, grid, features, step_targets(medium, grid, classes, manifest.exclusive)))
    return films


class _Training:
    """One run: clips, probe, network, calibration, checkpoint."""

    def __init__(
        self,
        config: TrainConfig,
        manifest: Manifest,
        classes: tuple[ClassSpec, ...],
        films: list[Film],
        weights_hash: str,
        engine: Engine,
        out_dir: Path,
    ) -> None:
        self.config = config
        self.manifest = manifest
        self.classes = classes
        self.films = films
        self.weights_hash = weights_hash
        self.device = engine.device
        self.out_dir = out_dir
        self.positives = [
            clip
            for i, film in enumerate(films)
            for clip in positive_clips(i, film.medium, film.grid, classes)
        ]
        self.length = int(np.median([c.last - c.first for c in self.positives]))

    def run(self, on_event: OnEvent, cancelled: IsCancelled) -> dict[str, Any]:
        train_clips = self._part("train")
        validation = self._part("validation")
        epochs = self.config.epochs if validation else min(self.config.epochs, UNVALIDATED_EPOCHS)
        model, calibration, fitted = self._fit(
            train_clips, validation, epochs, epochs, on_event, cancelled, keep=True
        )
        labels = np.array([c.label for c in validation], dtype=np.int64)
        if validation:
            alone = clip_logits(model, self.films, validation, torch.device("cpu"))
            guess = calibration.network_scale
            calibration = replace(calibration, network_scale=fit_scale(alone, labels, guess=guess))
        logits = self._blended(model, validation, calibration)
        calibration = replace(calibration, sharpness=fit_scale(logits, labels))
        metrics = self._metrics(logits * calibration.sharpness, labels, train_clips, validation)
        metrics["epochs"] = fitted.epoch
        if validation and self.config.refit:
            everything = train_clips + validation
            model, refitted, _ = self._fit(
                everything, [], epochs, fitted.epoch, on_event, cancelled, keep=False
            )
            calibration = replace(calibration, probe_scale=refitted.probe_scale)
            metrics["refit"] = True
        self._save(model, calibration, metrics, on_event)
        return {
            "run": self.config.run,
            "checkpoint": str(self.out_dir),
            "epochs": fitted.epoch,
            "metrics": metrics,
        }

    def _part(self, split: str) -> list[Clip]:
        return [c for c in self.positives if self.films[c.film].medium.split == split]

    def _background(self, positives: list[Clip]) -> list[Clip]:
        """Verified background of the same films, at most as many windows as positives; else weak
        background.
        """
        inside = sorted({c.film for c in positives} | self._background_films(positives))
        length = max(4, min(self.length, self.config.window))
        clips = [
            clip
            for i in inside
            for clip in background_clips(i, self.films[i].targets, len(self.classes), length)
        ]
        if not clips:
            clips = self._weak_background(inside, length)
        random = np.random.default_rng(self.config.seed)
        chosen = random.permutation(len(clips))[: max(8, len(positives))]
        return [clips[i] for i in sorted(chosen)]

    def _background_films(self, positives: list[Clip]) -> set[int]:
        splits = {self.films[c.film].medium.split for c in positives}
        return {i for i, film in enumerate(self.films) if film.medium.split in splits}

    def _weak_background(self, films: list[int], length: int) -> list[Clip]:
        """Windows far from every label, at low weight; the half that is least like the labels."""
        distance = max(2 * length, round(2 * self.config.model.features.steps_per_second))
        clips = []
        for i in films:
            for start, end in runs(unknown_far_from_labels(self.films[i].targets, distance)):
                for low in range(start, end - length + 1, length):
                    clips.append(Clip(i, low, low + length, len(self.classes), self.config.weak_background))
        return clips

    def _fit(
        self,
        clips: list[Clip],
        validation: list[Clip],
        epochs: int,
        stop_at: int,
        on_event: OnEvent,
        cancelled: IsCancelled,
        keep: bool,
    ) -> tuple[SoraAv, Calibration, Fitted]:
        torch.manual_seed(self.config.seed)
        model = SoraAv(self.config.model, len(self.classes))
        fit_standards(model, self.films, clips)
        calibration = self._fit_probe(model, clips)
        model.to(self.device)
        fit = NetworkFit(model, self.config, self.films, clips, self.manifest.exclusive, self.device)

        def on_best() -> None:
            if keep:
                self._save(model, calibration, {"verified": False}, on_event)

        fitted = fit.run(epochs, stop_at, validation, on_event, cancelled, on_best)
        return model.cpu().eval(), calibration, fitted

    def _fit_probe(self, model: SoraAv, clips: list[Clip]) -> Calibration:
        everything = clips + self._background(clips)
        statistics = torch.cat([clip_statistics(self.films[c.film], [c]) for c in everything])
        labels = np.array([c.label for c in everything], dtype=np.int64)
        weights = torch.tensor([c.weight for c in everything])
        groups = [self.films[c.film].medium.group for c in everything]
        folds = fold_numbers(groups, [c.film for c in everything], self.config.seed)
        choice = fit_probe(model.probe, statistics, labels, weights, folds, len(self.classes))
        model.fusion.begin_with(torch.tensor(choice.gates))
        return Calibration(probe_scale=choice.scale)

    def _blended(self, model: SoraAv, clips: list[Clip], calibration: Calibration) -> np.ndarray[Any, Any]:
        count = len(self.classes)
        if not clips:
            return np.zeros((0, count))
        network = clip_logits(model, self.films, clips, torch.device("cpu"))
        statistics = torch.cat([clip_statistics(self.films[c.film], [c]) for c in clips])
        with torch.inference_mode():
            probe = model.probe(statistics)[:, :count].double().numpy()
        scales = calibration.network_scale, calibration.probe_scale
        return blended(network, probe, self.config.model.probe_share, *scales)

    def _metrics(
        self,
        logits: np.ndarray[Any, Any],
        labels: np.ndarray[Any, Any],
        trained: list[Clip],
        held: list[Clip],
    ) -> dict[str, Any]:
        counts = np.bincount([c.label for c in trained], minlength=len(self.classes))
        groups = [self.films[c.film].medium.group for c in held]
        return {
            "verified": bool(held),
            "classes": [c.id for c in self.classes],
            "n_train": len(trained),
            "validation": clip_report(softmax(logits), labels, groups, int(counts.argmax()))
            if held
            else None,
        }

    def _save(
        self, model: SoraAv, calibration: Calibration, metrics: dict[str, Any], on_event: OnEvent
    ) -> None:
        checkpoints.save(
            self.out_dir,
            Checkpoint(
                run=self.config.run,
                config=self.config.model,
                classes=self.classes,
                exclusive=self.manifest.exclusive,
                weights_hash=self.weights_hash,
                calibration=calibration,
                decoder=self._decoder(),
                code_version=CODE_VERSION,
                metrics=metrics,
            ),
            model,
        )
        on_event(CheckpointSaved(str(self.out_dir)))

    def _decoder(self) -> DecoderSettings:
        truths = [postprocess.truth_of(f.medium, f.grid, f.targets, self.classes) for f in self.films]
        rate = self.config.model.features.steps_per_second
        knows = bool(self._background(self._part("train")))
        return postprocess.learnt(truths, len(self.classes), rate, max(4, min(self.length, 128)), knows)
