"""A checkpoint against the person's labels: clip, segment and probability figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sora_model import metrics
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event, Progress
from sora_model.contract.jobs import EvaluateJob
from sora_model.contract.manifest import Manifest, MediaSpec
from sora_model.data.extraction import never
from sora_model.data.features import cache_folder
from sora_model.data.targets import step_targets
from sora_model.inference import Predictor, step_grid
from sora_model.metrics import Span

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]


def evaluate(job: EvaluateJob, on_event: OnEvent, cancelled: IsCancelled = never) -> dict[str, Any]:
    """Figures of the job's checkpoint on every medium of its manifest that has positive ranges.

    Clip figures count films whose positive ranges are all of one class. Segment figures compare decoded
    segments with the labels; steps about which nothing is known do not count. A labelled class that the model
    never saw is always wrong. Raises `SoraError` where nothing is labelled, and `media.progress.Cancelled`.
    """
    manifest = job.manifest
    media = [m for m in manifest.media if any(r.kind == "positive" for r in m.ranges)]
    if not media:
        raise SoraError(
            "There is nothing to evaluate: none of these media has labels. Label some, then evaluate."
        )
    predictor = Predictor(Path(job.checkpoint), cache_folder(job.cache_dir), job.device)
    scores = _Scores(predictor, manifest)
    for i, medium in enumerate(media):
        on_event(Progress("evaluating", i, len(media)))
        scores.add(medium, cancelled)
    return scores.report()


class _Scores:
    """Collects answers film by film. Classes: the model's, then labelled ones it does not know."""

    def __init__(self, predictor: Predictor, manifest: Manifest) -> None:
        self.predictor = predictor
        known = predictor.checkpoint.classes
        used = {r.class_id for m in manifest.media for r in m.ranges if r.kind == "positive"}
        foreign = [c for c in manifest.classes if c.id in used and c.id not in {k.id for k in known}]
        self.classes = (*known, *foreign)
        self.index = {c.id: i for i, c in enumerate(self.classes)}
        self.exclusive = manifest.exclusive
        self.clip_rows: list[NDArray[np.float64]] = []
        self.clip_truth: list[int] = []
        self.clip_groups: list[str] = []
        self.clip_media: list[str] = []
        self.truth: list[Span] = []
        self.found: list[Span] = []
        self.step_truth: list[NDArray[np.int64]] = []
        self.step_found: list[NDArray[np.int64]] = []
        self.edits: list[float] = []

    def add(self, medium: MediaSpec, cancelled: IsCancelled) -> None:
        predictor, background = self.predictor, len(self.classes)
        features = predictor.extractor.features(medium, None, cancelled)
        look = predictor.look(features, lambda _: None, cancelled)
        grid = step_grid(predictor.checkpoint, medium)
        positive = [r for r in medium.ranges if r.kind == "positive" and r.class_id is not None]
        labels = {self.index[r.class_id] for r in positive if r.class_id is not None}
        if len(labels) == 1:
            row = np.zeros(len(self.classes))
            row[: len(look.clip)] = look.clip
            self.clip_rows.append(row)
            self.clip_truth.append(labels.pop())
            self.clip_groups.append(medium.group)
            self.clip_media.append(medium.id)
        pieces = predictor.pieces(features, look)
        for item in positive:
            if item.class_id is not None:
                first, last = grid.steps(item.start, item.end)
                self.truth.append(Span(medium.id, self.index[item.class_id], first, last))
        for first, last, label in pieces:
            score = float(look.dense[first:last, label].mean())
            self.found.append(Span(medium.id, label, first, last, score))
        targets = step_targets(medium, grid, self.classes, self.exclusive)
        truth = np.full(grid.count, -1, np.int64)
        truth[(targets.weight > 0).all(axis=1)] = background
        happens = targets.positive.sum(axis=1) > 0
        truth[happens] = targets.positive[happens].argmax(axis=1)
        found = np.full(grid.count, background, np.int64)
        # Where pieces of several classes overlap the surest one stands.
        for first, last, label in sorted(pieces, key=lambda p: look.dense[p[0] : p[1], p[2]].mean()):
            found[first:last] = label
        self.step_truth.append(truth)
        self.step_found.append(found)
        # What is found where nothing is known can be neither right nor wrong.
        known = np.where(truth < 0, -1, found)
        self.edits.append(
            metrics.edit_score(metrics.collapse(truth, background), metrics.collapse(known, background))
        )

    def report(self) -> dict[str, Any]:
        count = len(self.classes)
        out: dict[str, Any] = {"classes": [c.id for c in self.classes], "media": len(self.step_truth)}
        if self.clip_rows:
            rows, truth = np.stack(self.clip_rows), np.array(self.clip_truth)
            report = metrics.clip_report(rows, truth, self.clip_groups, int(np.bincount(truth).argmax()))
            out |= {
                "clip_accuracy": report["accuracy"],
                "clip_accuracy_se": report["se"],
                "clip_accuracy_interval": report["interval"],
                "n": report["n"],
                "macro_f1": report["macro_f1"],
                "confusion": report["confusion"],
                "groups": report["groups"],
                "brier": report["brier"],
                "log_loss": report["log_loss"],
                "clips": [
                    {"media": m, "truth": self.classes[t].id, "scores": [round(float(p), 5) for p in row]}
                    for m, t, row in zip(self.clip_media, self.clip_truth, rows, strict=True)
                ],
            }
        else:
            out |= dict.fromkeys(("clip_accuracy", "macro_f1", "brier", "log_loss"), None)
            out["confusion"] = np.zeros((count, count), np.int64).tolist()
        out["segment"] = {
            "accuracy": metrics.segmental_accuracy(
                np.concatenate(self.step_truth), np.concatenate(self.step_found)
            ),
            "edit": float(np.mean(self.edits)),
            "f1_10": metrics.f1_at(self.truth, self.found, 0.10),
            "f1_25": metrics.f1_at(self.truth, self.found, 0.25),
            "f1_50": metrics.f1_at(self.truth, self.found, 0.50),
            "map": metrics.mean_average_precision(self.truth, self.found),
        }
        return out
