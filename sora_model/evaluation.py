"""A checkpoint against the person's labels: clip, segment, point and probability figures with intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sora_model import metrics, postprocess
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event, Progress
from sora_model.contract.jobs import EvaluateJob
from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec
from sora_model.data.extraction import never
from sora_model.data.features import cache_folder
from sora_model.data.targets import step_targets
from sora_model.inference import Predictor, step_grid
from sora_model.metrics import Interval, Span
from sora_model.semi_markov import Piece

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

OVERLAPS = (10, 25, 50)
"""Percent of IoU of the segmental F1 scores."""
TOLERANCES_S = (0.25, 0.5, 1.0)
"""How far a found point may lie from the labelled one."""


def evaluate(job: EvaluateJob, on_event: OnEvent, cancelled: IsCancelled = never) -> dict[str, Any]:
    """Figures of the job's checkpoint on every medium of its manifest that has positive ranges.

    Clip figures count films whose positive ranges are all of one class. Segment figures compare decoded
    segments with the labels; what is found where nothing is known does not count. A labelled class that the
    model never saw is always wrong. Raises `SoraError` where nothing is labelled, and
    `media.progress.Cancelled`.
    """
    manifest = job.manifest
    media = labelled(manifest)
    predictor = Predictor(Path(job.checkpoint), cache_folder(job.cache_dir), job.device)
    # A class may have been renamed, or removed, since the run learned it.
    names = {c.id: c.name for c in manifest.classes}
    known = [replace(c, name=names.get(c.id, c.name)) for c in predictor.checkpoint.classes]
    scores = Scores((*known, *foreign(manifest, known)), manifest.exclusive)
    for i, medium in enumerate(media):
        on_event(Progress("evaluating", i, len(media)))
        scores.add(predictor, medium, cancelled)
    return scores.report()


def labelled(manifest: Manifest) -> list[MediaSpec]:
    """The media with positive ranges; raises `SoraError` where there are none."""
    media = [m for m in manifest.media if any(r.kind == "positive" for r in m.ranges)]
    if not media:
        raise SoraError(
            "There is nothing to evaluate: none of these media has labels. Label some, then evaluate."
        )
    return media


def foreign(manifest: Manifest, known: Sequence[ClassSpec]) -> list[ClassSpec]:
    """Labelled classes that are not among `known`."""
    used = {r.class_id for m in manifest.media for r in m.ranges if r.kind == "positive"}
    return [c for c in manifest.classes if c.id in used and c.id not in {k.id for k in known}]


@dataclass(frozen=True)
class _Film:
    """One film's answer; steps, and pieces in steps of `step_s` seconds."""

    name: str
    group: str
    step_s: float
    truth: list[Piece]
    found: list[Piece]
    scores: list[float]
    step_truth: Ints
    step_found: Ints
    edit: float


@dataclass
class Scores:
    """Collects answers film by film, by one or several models; `classes` are the columns of every figure."""

    classes: tuple[ClassSpec, ...]
    exclusive: bool
    clips: list[tuple[str, str, int, Floats, Floats]] = field(default_factory=list)
    films: list[_Film] = field(default_factory=list)

    def add(
        self, predictor: Predictor, medium: MediaSpec, cancelled: IsCancelled = never, name: str = ""
    ) -> None:
        """What `predictor` says of `medium`, beside its labels; `name` keeps answers of several models
        apart.
        """
        features = predictor.extractor.features(medium, None, cancelled)
        look = predictor.look(features, lambda _: None, cancelled)
        column = {c.id: i for i, c in enumerate(self.classes)}
        own = [column[c.id] for c in predictor.checkpoint.classes if c.id in column]
        there = [i for i, c in enumerate(predictor.checkpoint.classes) if c.id in column]
        labels = {r.class_id for r in medium.ranges if r.kind == "positive" and r.class_id in column}
        if len(labels) == 1:
            rows = np.zeros((2, len(self.classes)))
            rows[0, own], rows[1, own] = look.clip[there], look.raw[there]
            self.clips.append((medium.id, medium.group, column[str(labels.pop())], rows[0], rows[1]))
        pieces = [p for p in predictor.pieces(features, look) if p[2] in there]
        scores = [float(look.dense[a:b, k].mean()) for a, b, k in pieces]
        to = dict(zip(there, own, strict=True))
        self.films.append(
            self._compared(predictor, medium, [(a, b, to[k]) for a, b, k in pieces], scores, name)
        )

    def _compared(
        self, predictor: Predictor, medium: MediaSpec, pieces: list[Piece], scores: list[float], name: str
    ) -> _Film:
        grid = step_grid(predictor.checkpoint, medium)
        targets = step_targets(medium, grid, self.classes, self.exclusive)
        truth = postprocess.truth_of(medium, grid, targets, self.classes)
        judged = [(part, s) for p, s in zip(pieces, scores, strict=True) for part in _known(p, truth)]
        background = len(self.classes)
        step_truth = np.full(grid.count, -1, np.int64)
        step_truth[(targets.weight > 0).all(axis=1)] = background
        happens = targets.positive.sum(axis=1) > 0
        step_truth[happens] = targets.positive[happens].argmax(axis=1)
        step_found = np.full(grid.count, background, np.int64)
        # Where pieces of several classes overlap the surest one stands.
        for (first, last, label), _ in sorted(judged, key=lambda row: row[1]):
            step_found[first:last] = label
        order = [k for _, _, k in sorted(part for part, _ in judged)]
        return _Film(
            name or medium.id,
            medium.group,
            1.0 / float(grid.rate),
            list(truth.pieces),
            [part for part, _ in judged],
            [s for _, s in judged],
            step_truth,
            step_found,
            metrics.edit_score([k for _, _, k in truth.pieces], order),
        )

    def report(self) -> dict[str, Any]:
        """Every figure, JSON-ready; what cannot be had is None."""
        out: dict[str, Any] = {
            "classes": [c.id for c in self.classes],
            "class_names": [c.name for c in self.classes],
            "media": len(self.films),
        }
        out |= self._clip_figures() if self.clips else _no_clips(len(self.classes))
        out["segment"] = self._segment_figures()
        points = {i for i, c in enumerate(self.classes) if c.point}
        if points:
            out["points"] = self._point_figures(points)
        return out

    def _clip_figures(self) -> dict[str, Any]:
        truth = np.array([t for _, _, t, _, _ in self.clips], dtype=np.int64)
        groups = [g for _, g, _, _, _ in self.clips]
        rows = np.stack([row for _, _, _, row, _ in self.clips])
        raw = np.stack([row for _, _, _, _, row in self.clips])
        report = metrics.clip_report(rows, truth, groups, int(np.bincount(truth).argmax()))
        kept = ("n", "majority", "macro_f1", "macro_f1_interval", "confusion", "groups", "brier", "log_loss")
        return {
            "clip_accuracy": report["accuracy"],
            "clip_accuracy_se": report["se"],
            "clip_accuracy_interval": report["interval"],
            **{name: report[name] for name in kept},
            "per_class": [
                {"class": c.id, **row} for c, row in zip(self.classes, report["per_class"], strict=True)
            ],
            "calibration": calibration_figures(raw, rows, truth, groups),
            "clips": [
                {"media": m, "truth": self.classes[t].id, "scores": [round(float(p), 5) for p in row]}
                for m, _, t, row, _ in self.clips
            ],
        }

    def _spans(self, chosen: set[int] | None = None) -> tuple[list[Span], list[Span]]:
        """True and found segments in seconds, of the classes `chosen` (None: all)."""
        truth = [
            Span(f.name, k, a * f.step_s, b * f.step_s)
            for f in self.films
            for a, b, k in f.truth
            if chosen is None or k in chosen
        ]
        found = [
            Span(f.name, k, a * f.step_s, b * f.step_s, s)
            for f in self.films
            for (a, b, k), s in zip(f.found, f.scores, strict=True)
            if chosen is None or k in chosen
        ]
        return truth, found

    def _segment_figures(self) -> dict[str, Any]:
        truth, found = self._spans()
        groups = [f.group for f in self.films]
        edits = np.array([f.edit for f in self.films])
        right = np.array(
            [float(np.sum((f.step_truth == f.step_found)[f.step_truth >= 0])) for f in self.films]
        )
        known = np.array([float(np.sum(f.step_truth >= 0)) for f in self.films])
        out: dict[str, Any] = {
            "n": len(truth),
            "accuracy": float(right.sum() / known.sum()) if known.sum() else None,
            "accuracy_interval": _ends(metrics.ratio_interval(right, known, groups)),
            "edit": float(edits.mean()),
            "edit_interval": _ends(metrics.group_bootstrap(edits, groups)),
        }
        for percent in OVERLAPS:
            counts = metrics.matches(truth, found, percent / 100)
            pairs = np.array([counts.get(f.name, (0, 0)) for f in self.films], dtype=np.float64)
            out[f"f1_{percent}"] = metrics.f1_at(truth, found, percent / 100)
            interval = metrics.ratio_interval(100 * pairs[:, 0], pairs[:, 1], groups)
            out[f"f1_{percent}_interval"] = _ends(interval)
        whole = metrics.mean_average_precision(truth, found)
        out["map"] = _finite(whole)
        out["map_at"] = {
            str(t): _finite(metrics.mean_average_precision(truth, found, (t,))) for t in metrics.THUMOS
        }
        out["map_interval"] = self._jackknifed(truth, found, whole)
        return out

    def _jackknifed(self, truth: list[Span], found: list[Span], whole: float) -> list[float | None]:
        """95 % interval of mAP, each group left out in turn (Efron & Stein, 1981)."""
        films: dict[str, set[str]] = {}
        for film in self.films:
            films.setdefault(film.group, set()).add(film.name)
        if len(films) < 2:
            return [None, None]
        left = np.array(
            [
                metrics.mean_average_precision(
                    [s for s in truth if s.film not in own], [s for s in found if s.film not in own]
                )
                for own in films.values()
            ]
        )
        left = left[np.isfinite(left)]
        if len(left) < 2 or not np.isfinite(whole):
            return [None, None]
        error = float(np.sqrt((len(left) - 1) / len(left) * np.sum((left - left.mean()) ** 2)))
        return [max(0.0, whole - 1.96 * error), min(1.0, whole + 1.96 * error)]

    def _point_figures(self, points: set[int]) -> dict[str, Any]:
        truth, found = self._spans(points)
        return {
            "n": len(truth),
            "map": {
                str(t): _finite(metrics.point_average_precision(truth, found, (t,))) for t in TOLERANCES_S
            },
        }


def calibration_figures(raw: Floats, rows: Floats, truth: Ints, groups: Sequence[str]) -> dict[str, Any]:
    """Brier score and log loss before (`raw (N, C)`) and after calibration (`rows`), with 95 % intervals over
    groups; the chance that calibration made them better; the reliability diagram and, from 500 cases on, ECE.
    """
    out: dict[str, Any] = {}
    each = {"brier": metrics.brier_each, "log_loss": metrics.log_loss_each}
    for name, figure in each.items():
        before, after = figure(raw, truth), figure(rows, truth)
        difference, interval, better = metrics.paired_bootstrap(-after, -before, groups)
        out[name] = {
            "before": float(before.mean()),
            "before_interval": _ends(metrics.group_bootstrap(before, groups)),
            "after": float(after.mean()),
            "after_interval": _ends(metrics.group_bootstrap(after, groups)),
            "gain": difference,
            "gain_interval": [_finite(v) for v in interval],
            "p_better": better,
        }
    out["ece"] = metrics.calibration_error(rows, truth)
    out["reliability"] = metrics.reliability(rows, truth)
    return out


def _known(piece: Piece, truth: postprocess.Truth) -> list[Piece]:
    return postprocess.within([piece], truth.known)


def _ends(interval: Interval) -> list[float | None]:
    return [_finite(interval[1]), _finite(interval[2])]


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _no_clips(count: int) -> dict[str, Any]:
    nothing = dict.fromkeys(("clip_accuracy", "macro_f1", "brier", "log_loss", "calibration"), None)
    return {**nothing, "confusion": np.zeros((count, count), np.int64).tolist()}
