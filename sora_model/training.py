"""A model from a manifest, with events and cancellation.

Stage (a) fits everything after the frozen backbone to cached features. Stage (b) goes on end to end from the
pictures (`end_to_end`), and fits what is in closed form to the tuned backbone's features.
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sora_model import checkpoint as checkpoints
from sora_model import postprocess
from sora_model.blend import blended, chosen_share
from sora_model.calibration import fit_scale, softmax
from sora_model.checkpoint import Calibration, Checkpoint
from sora_model.config import TrainConfig
from sora_model.contract.errors import SoraError
from sora_model.contract.events import CheckpointSaved, Event, Note, Started
from sora_model.contract.manifest import ClassSpec, Manifest
from sora_model.data.augment import may_flip
from sora_model.data.dense_windows import dense_windows
from sora_model.data.extraction import Backbone
from sora_model.data.targets import (
    Clip,
    background_clips,
    positive_clips,
    runs,
    unknown_far_from_labels,
)
from sora_model.data.windows import Film, clip_statistics
from sora_model.decoder_fit import by_folds, by_validation
from sora_model.descent import Descent, Fitted, Task
from sora_model.end_to_end import EndToEnd, PictureFit, PictureSource, planned_parts
from sora_model.engine import Engine, choose
from sora_model.few import imprint, labels_per_class, network_share, require_same_form, warm_start
from sora_model.fitting import fit_probe, fit_standards, fold_numbers
from sora_model.inference import Predictor
from sora_model.labelled_films import load_films, trained_classes
from sora_model.metrics import clip_report
from sora_model.network.forms.form import Form
from sora_model.network.shift import insert_shifts
from sora_model.network.sora import build
from sora_model.network.step_probe import StepProbe
from sora_model.network_fit import NetworkFit, clip_logits, exact_batches
from sora_model.postprocess import DecoderSettings
from sora_model.resume import Journal, fingerprint, forget
from sora_model.seen_labels import LabelKey, label_key, seen_labels
from sora_model.step_fit import StepFit

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]

CODE_VERSION = "1"
UNVALIDATED_SHARE = 0.75
"""Of the epochs, where nothing can be held out."""
FROM_PIXELS = 3
"""Times the epochs of a form that learns from pixels: it has everything to learn."""
REFIT_RATE = 0.3
"""Of the learning rate, for going on with validation films among the training ones."""
SAVED_EVERY_S = 5.0
"""Better weights are written to disk at most this often while training goes on."""


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
    if config.init is not None:
        require_same_form(config.init, config.model)
    backbone = _backbone(config, engine)
    films = load_films(config, manifest, classes, backbone, engine, on_event, cancelled)
    if not config.resume:
        forget(out_dir)
    with torch.random.fork_rng(devices=[]):
        training = _Training(config, manifest, classes, films, backbone, engine, out_dir, on_event, cancelled)
        result = training.run()
    forget(out_dir)
    return {**result, "seconds": time.monotonic() - begun, "device": engine.name}


def _backbone(config: TrainConfig, engine: Engine) -> Backbone:
    """That of the run to start from, if it has the same kind, or ImageNet's."""
    name = config.model.features.backbone
    if config.init is not None and checkpoints.load(config.init)[0].config.features.backbone == name:
        return checkpoints.load_backbone(config.init, engine.device)
    return Backbone.published(name, engine.device)


class _Training:
    """One run: clips, probe, network, calibration, checkpoint."""

    def __init__(
        self,
        config: TrainConfig,
        manifest: Manifest,
        classes: tuple[ClassSpec, ...],
        films: list[Film],
        backbone: Backbone,
        engine: Engine,
        out_dir: Path,
        on_event: OnEvent,
        cancelled: IsCancelled,
    ) -> None:
        self.config = config
        self.manifest = manifest
        self.classes = classes
        self.films = films
        self.backbone = backbone
        self.engine = engine
        self.device = engine.device
        self.out_dir = out_dir
        self.on_event = on_event
        self.cancelled = cancelled
        self.fingerprint = fingerprint(config, manifest)
        self.positives: list[Clip] = []
        self._keys: dict[Clip, LabelKey] = {}
        for i, film in enumerate(films):
            for item in film.medium.ranges:
                alone = replace(film.medium, ranges=(item,))
                for clip in positive_clips(i, alone, film.grid, classes):
                    self.positives.append(clip)
                    self._keys[clip] = label_key(film.medium, item)
        self.length = int(np.median([c.last - c.first for c in self.positives]))
        train_clips = self._part("train")
        labels = [c.label for c in train_clips]
        share = network_share(labels_per_class(labels, len(classes)), 1 - config.model.probe_share)
        self.model_config = replace(config.model, probe_share=1 - share)
        knows = config.init is not None and checkpoints.load(config.init)[0].trained
        self.trained = share > 0 or config.stage == "b" or knows
        self.decoder = self._decoder(films)
        self.step_probe: StepProbe | None = None
        self._saved_at = -math.inf

    def run(self) -> dict[str, Any]:
        train_clips, validation = self._part("train"), self._part("validation")
        model, calibration, fitted = self._fit(train_clips, validation)
        if self.config.stage == "b":
            calibration, fitted = self._tune(model, calibration, train_clips, validation)
        labels = np.array([c.label for c in validation], dtype=np.int64)
        if validation:
            alone = clip_logits(model, self.films, validation, torch.device("cpu"))
            guess = calibration.network_scale
            calibration = replace(calibration, network_scale=fit_scale(alone, labels, guess=guess))
            self._choose_share(alone, self._probe_scores(model, validation), labels, calibration)
        logits = self._blended(model, validation, calibration)
        calibration = replace(calibration, sharpness=fit_scale(logits, labels))
        metrics = self._metrics(logits * calibration.sharpness, labels, train_clips, validation)
        metrics["epochs"] = fitted.epoch
        self._choose_decoder(model, calibration, bool(validation))
        if validation and self.config.refit > 0:
            calibration = self._refit(model, calibration, train_clips + validation, fitted.epoch)
            metrics["refit"] = True
        self._save(model, calibration, metrics)
        return {
            "run": self.config.run,
            "checkpoint": str(self.out_dir),
            "epochs": fitted.epoch,
            "metrics": metrics,
        }

    def _fit(self, clips: list[Clip], validation: list[Clip]) -> tuple[Form, Calibration, Fitted]:
        """The validated model."""
        config = self.config
        torch.manual_seed(config.seed)
        model = build(self.model_config, len(self.classes))
        fit_standards(model, self.films, clips)
        calibration, gates = self._fit_probe(model, clips)
        model.begin_with(gates)
        if config.init is not None:
            self._begin_from(config.init, model, clips)
        if self.model_config.probe_share >= 1:
            return model.eval(), calibration, Fitted(0, None, None)
        model.to(self.device)
        if config.model.features.backbone == "none":
            config = replace(
                config, epochs=FROM_PIXELS * config.epochs, patience=FROM_PIXELS * config.patience
            )
        epochs = config.epochs if validation else max(1, round(UNVALIDATED_SHARE * config.epochs))
        task = NetworkFit(
            model,
            config,
            self.films,
            self._samples(clips),
            validation,
            self.manifest.exclusive,
            gates,
            self.device,
            may_flip(self.classes),
            self._is_new(clips),
        )

        def on_best() -> None:
            if time.monotonic() - self._saved_at >= SAVED_EVERY_S:
                self._saved_at = time.monotonic()
                self._save(model, calibration, {"verified": False})

        fitted = self._descend(task, config, epochs, "fit", on_best)
        return model.cpu().eval(), calibration, fitted

    def _begin_from(self, folder: Path, model: Form, clips: list[Clip]) -> None:
        taken = warm_start(model, folder, self.classes)
        imprint(model, taken.new, exact_batches(self.films, clips, model.classes, torch.device("cpu")))
        self.on_event(Note(taken.text))

    def _tune(
        self, model: Form, calibration: Calibration, clips: list[Clip], validation: list[Clip]
    ) -> tuple[Calibration, Fitted]:
        """Stage (b): go on with `model` and the backbone, then read the films with the tuned backbone."""
        config = self.config
        if self.backbone.network is None:
            raise SoraError(
                "“{preset}” learns from pictures as it is. Train it with --stage a.",
                preset=config.model.preset,
            )
        torch.manual_seed(config.seed + 2)
        network = EndToEnd(model, copy.deepcopy(self.backbone.network), config.model.features.grid)
        if config.temporal_shift:
            insert_shifts(network.backbone)
        network.backbone.requires_grad_(True)
        network.to(self.device)
        _, gates = self._fit_probe(model, clips)
        size, threads = config.model.features.picture, self.engine.threads
        with closing(PictureSource(self.films, config.cache_dir, size, threads)) as source:
            task = PictureFit(
                network,
                config,
                self.films,
                clips,
                validation,
                self.classes,
                self.manifest.exclusive,
                gates,
                source,
                self.device,
                self._is_new(clips),
            )
            parts, _, peak = planned_parts(network, config, task.precision.name)
            windows = -(-config.batch // parts)
            self.on_event(Note(f"End to end: about {peak:.1f} GB, {windows} windows at a time."))
            fitted = self._descend(task, config, config.tune_epochs, "pictures", parts=parts)
        self.backbone = Backbone.tuned(network.backbone)
        self.films = load_films(
            config, self.manifest, self.classes, self.backbone, self.engine, self.on_event, self.cancelled
        )
        probed, _ = self._fit_probe(model, clips)
        model.cpu().eval()
        return replace(calibration, probe_scale=probed.probe_scale), fitted

    def _is_new(self, clips: list[Clip]) -> NDArray[np.bool_] | None:
        """Which clips' labels the run that this one starts from never saw; None where that is not known."""
        seen = seen_labels(self.config.init) if self.config.init is not None else None
        return np.array([self._keys[c] not in seen for c in clips]) if seen else None

    def _refit(self, model: Form, calibration: Calibration, clips: list[Clip], epochs: int) -> Calibration:
        """Go on with `model` on all labelled clips; the probe is solved anew."""
        torch.manual_seed(self.config.seed + 1)
        refitted, gates = self._fit_probe(model, clips)
        if self.model_config.probe_share >= 1:
            return replace(calibration, probe_scale=refitted.probe_scale)
        model.to(self.device)
        config = replace(self.config, learning_rate=REFIT_RATE * self.config.learning_rate)
        samples, exclusive = self._samples(clips), self.manifest.exclusive
        task = NetworkFit(model, config, self.films, samples, [], exclusive, gates, self.device)
        self._descend(task, config, max(1, round(config.refit * epochs)), "refit")
        model.cpu().eval()
        return replace(calibration, probe_scale=refitted.probe_scale)

    def _descend(
        self,
        task: Task,
        config: TrainConfig,
        epochs: int,
        name: str,
        on_best: Callable[[], None] = lambda: None,
        parts: int | None = None,
    ) -> Fitted:
        parts = max(parts or 1, config.accumulate)
        descent = Descent(task, config, self.device, epochs, self.on_event, self.cancelled, parts)
        return descent.run(
            epochs, config.least_epochs, Journal(self.out_dir, name, self.fingerprint), on_best
        )

    def _samples(self, clips: list[Clip]) -> list[Clip]:
        return clips + dense_windows(self.films, sorted({c.film for c in clips}), len(self.classes))

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

    def _fit_probe(self, model: Form, clips: list[Clip]) -> tuple[Calibration, Tensor]:
        everything = clips + self._background(clips)
        statistics = torch.cat([clip_statistics(self.films[c.film], [c]) for c in everything])
        labels = np.array([c.label for c in everything], dtype=np.int64)
        weights = torch.tensor([c.weight for c in everything])
        groups = [self.films[c.film].medium.group for c in everything]
        folds = fold_numbers(groups, [c.film for c in everything], self.config.seed)
        choice = fit_probe(model.probe, statistics, labels, weights, folds, len(self.classes))
        return Calibration(probe_scale=choice.scale), torch.tensor(choice.gates)

    def _probe_scores(self, model: Form, clips: list[Clip]) -> np.ndarray[Any, Any]:
        statistics = torch.cat([clip_statistics(self.films[c.film], [c]) for c in clips])
        with torch.inference_mode():
            scores: np.ndarray[Any, Any] = model.probe(statistics)[:, : len(self.classes)].double().numpy()
        return scores

    def _choose_share(
        self,
        network: np.ndarray[Any, Any],
        probe: np.ndarray[Any, Any],
        labels: np.ndarray[Any, Any],
        calibration: Calibration,
    ) -> None:
        """Who decides, by the held-out clips; a share of nothing or all was asked for, and stays."""
        usual = self.model_config.probe_share
        if 0 < usual < 1:
            scales = calibration.network_scale, calibration.probe_scale
            share = chosen_share(network, probe, labels, usual, *scales)
            self.model_config = replace(self.model_config, probe_share=share)

    def _blended(self, model: Form, clips: list[Clip], calibration: Calibration) -> np.ndarray[Any, Any]:
        if not clips:
            return np.zeros((0, len(self.classes)))
        network = clip_logits(model, self.films, clips, torch.device("cpu"))
        scales = calibration.network_scale, calibration.probe_scale
        return blended(network, self._probe_scores(model, clips), self.model_config.probe_share, *scales)

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

    def _save(self, model: Form, calibration: Calibration, metrics: dict[str, Any]) -> None:
        known = self._checkpoint(calibration, metrics)
        checkpoints.save(self.out_dir, known, model, self.backbone, self.step_probe)
        self.on_event(CheckpointSaved(str(self.out_dir)))

    def _checkpoint(self, calibration: Calibration, metrics: dict[str, Any]) -> Checkpoint:
        return Checkpoint(
            run=self.config.run,
            config=self.model_config,
            classes=self.classes,
            exclusive=self.manifest.exclusive,
            weights_hash=self.backbone.weights_hash,
            calibration=calibration,
            decoder=self.decoder,
            code_version=CODE_VERSION,
            metrics=metrics,
            backbone=self.backbone.kind,
            trained=self.trained,
            single_steps=self.step_probe is not None,
        )

    def _decoder(self, films: list[Film]) -> DecoderSettings:
        truths = [postprocess.truth_of(f.medium, f.grid, f.targets, self.classes) for f in films]
        rate = self.config.model.features.steps_per_second
        knows = bool(self._background(self._part("train")))
        return postprocess.learnt(truths, len(self.classes), rate, max(4, min(self.length, 128)), knows)

    def _choose_decoder(self, model: Form, calibration: Calibration, validated: bool) -> None:
        """By the validation films, as the validated model sees them; without any by folds of the closed
        forms.
        """
        films = self._films("train")
        judging = self._films("validation") if validated else films
        truths = [postprocess.truth_of(f.medium, f.grid, f.targets, self.classes) for f in judging]
        fit = StepFit.of(films) if postprocess.several(truths) else None
        strength = fit.strength() if fit is not None else 0.0
        if validated:
            self.step_probe = fit.probe(strength) if fit is not None else None
            self._save(model, calibration, {"verified": False})
            predictor = Predictor(self.out_dir, self.config.cache_dir, self.device.type)
            chosen = by_validation(predictor, judging, self._decoder(films), self.cancelled)
            self.decoder = postprocess.with_more_labels(chosen, self.decoder)
            if self.config.refit > 0 and fit is not None:
                fit = StepFit.of(films + judging)
        elif fit is not None:
            clips = self._part("train")
            place = {id(film): i for i, film in enumerate(films)}
            own = [replace(c, film=place[id(self.films[c.film])]) for c in clips + self._background(clips)]
            known = self._checkpoint(calibration, {})
            chosen = by_folds(known, model.probe, fit, own, self.cancelled)
            # Of a network that has seen everything the folds say nothing.
            alone = self.model_config.probe_share >= 1
            self.decoder = chosen if alone else replace(self.decoder, step_share=chosen.step_share)
        used = fit is not None and self.decoder.step_share > 0
        self.step_probe = fit.probe(strength) if used and fit is not None else None

    def _films(self, split: str) -> list[Film]:
        return [f for f in self.films if f.medium.split == split]
