"""Clip classification: the fight set and the gestures in grouped folds beside probes, and every preset."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from results_calibration import class_facts, confidence_facts
from results_fits import Fit, Fitted, Floats, Work, config_of, rows
from results_probes import STATISTICS, Steps, majority_answers, naive_answers, probe_answers, read_steps
from results_scores import Answers, brier_rows, compare
from results_sets import LabelledSet, Trial, clip_set, fold_trials, given_trials

from sora_model.config import PRESETS, TrainConfig, preset

FOLDS = 5
DEFAULT = "sora-av"
PIXEL_EPOCHS = 5
"""A third of the usual, for time; `training` takes three times as many for forms that learn from pixels."""
PIXEL_COST = {"sora": 90.0, "sora-plus": 45.0, "sora-plus-plus": 65.0, "sora-tcn-ae": 95.0}
BASELINES = ("majority", "appearance", "differences + order", "flow", "linear", "naive TCN + BiGRU")
PARTS = {"sora": "**sora-av**", "probe": "sora-av, probe alone", "network": "sora-av, network alone"}


@dataclass(frozen=True)
class Context:
    """Where features and fits are kept, and which seeds are used."""

    cache: Path
    work: Path
    seeds: tuple[int, ...]

    @cached_property
    def sets(self) -> dict[str, LabelledSet]:
        return {name: clip_set(name, self.cache) for name in ("fight", "ego")}


def fold_fits(context: Context) -> list[Work]:
    config = config_of(preset(DEFAULT), context.cache)
    found: list[Work] = []
    for chosen in context.sets.values():
        for t in fold_trials(chosen, FOLDS, context.seeds):
            found.append(Fit(f"{DEFAULT}-{t.name}", t, config, 20.0))
            found.append(Baselines(f"beside-{t.name}", chosen, t, BASELINES, context.cache, 7.0))
    return found


def preset_fits(context: Context) -> list[Work]:
    """Forms that learn from pixels come last."""
    beside = [
        Baselines(f"linear-{t.name}", chosen, t, ("linear",), context.cache, 3.0)
        for chosen in context.sets.values()
        for t in given_trials(chosen, context.seeds)
    ]
    fits = [
        Fit(f"{name}-{t.name}", t, preset_config(name, context.cache), PIXEL_COST.get(name, 16.0))
        for name in sorted(PRESETS, key=from_pixels)
        for chosen in context.sets.values()
        for t in given_trials(chosen, context.seeds)
    ]
    return [*beside, *fits]


def preset_config(name: str, cache: Path) -> TrainConfig:
    return config_of(preset(name), cache, **({"epochs": PIXEL_EPOCHS} if from_pixels(name) else {}))


def from_pixels(name: str) -> bool:
    return preset(name).features.backbone == "none"


@dataclass(frozen=True)
class Baselines:
    """What sora-av is compared with on the media that a trial holds out: scores under each one's name."""

    key: str
    chosen: LabelledSet
    trial: Trial
    names: tuple[str, ...]
    cache: Path
    cost: float

    def run(self) -> Fitted:
        begun = time.process_time()
        steps = _steps(self.chosen, self.cache)
        answers = {n: answered(n, self.chosen, self.trial, steps) for n in self.names}
        classes = tuple(c.id for c in self.chosen.classes)
        return Fitted(self.key, classes, answers, time.process_time() - begun, 0)


@cache
def _steps(chosen: LabelledSet, folder: Path) -> dict[str, Steps]:
    return read_steps(chosen.media, preset(DEFAULT), folder)


def answered(
    name: str, chosen: LabelledSet, trial: Trial, steps: Mapping[str, Steps]
) -> dict[str, list[float]]:
    """Medium → scores `(C,)` of the baseline `name` on what the trial holds out."""
    if name == "majority":
        known = majority_answers(chosen, trial)
    elif name in STATISTICS:
        known = probe_answers(name, chosen, trial, steps)
    else:
        known = naive_answers(chosen, trial, steps)
    return {medium: scores.tolist() for medium, scores in known.items()}


def hits(scores: Sequence[Floats], chosen: LabelledSet, media: Sequence[Any]) -> Answers:
    truth = np.array([chosen.truth(m) for m in media])
    right = np.mean([s.argmax(axis=1) == truth for s in scores], axis=0)
    return Answers(right, tuple(m.group for m in media))


def briers(scores: Sequence[Floats], chosen: LabelledSet, media: Sequence[Any]) -> Answers:
    truth = np.array([chosen.truth(m) for m in media])
    return Answers(np.mean([brier_rows(s, truth) for s in scores], axis=0), tuple(m.group for m in media))


def fold_report(context: Context, fitted: Mapping[str, Fitted]) -> dict[str, Any]:
    """Accuracy and Brier score of everything in folds, sora-av beside the best probe, its confusions and how
    far its confidence is right.
    """
    out: dict[str, Any] = {"sets": {}}
    pairs: dict[str, tuple[Answers, Answers]] = {}
    everything: dict[str, dict[str, list[Floats]]] = {}
    for name, chosen in context.sets.items():
        trials = fold_trials(chosen, FOLDS, context.seeds)
        own = [fitted[f"{DEFAULT}-{t.name}"] for t in trials]
        classes = [c.id for c in chosen.classes]
        beside = [fitted[f"beside-{t.name}"] for t in trials]
        answers = {b: hits(rows(beside, b, chosen.media, classes), chosen, chosen.media) for b in BASELINES}
        scores = {part: rows(own, part, chosen.media, classes) for part in (*PARTS, "uncalibrated")}
        everything[name] = scores
        answers |= {part: hits(scores[part], chosen, chosen.media) for part in PARTS}
        best = max(STATISTICS, key=lambda b: answers[b].mean)
        pairs[name] = answers["sora"], answers[best]
        brier = {
            part: briers(scores[part], chosen, chosen.media) for part in ("sora", "probe", "uncalibrated")
        }
        out["sets"][name] = {
            "clips": len(chosen.media),
            "groups": len({m.group for m in chosen.media}),
            "accuracy": {k: cell_of(v) for k, v in answers.items()},
            "against": {
                k: vars(compare({name: (answers["sora"], v)})) for k, v in answers.items() if k != "sora"
            },
            "seeds": [float(hits([s], chosen, chosen.media).mean) for s in scores["sora"]],
            "best_probe": best,
            "brier": {k: cell_of(v) for k, v in brier.items()},
            "brier_against": {
                k: vars(compare({name: (brier[k], brier["sora"])})) for k in ("probe", "uncalibrated")
            },
            "by_class": class_facts(scores["sora"], chosen),
            "seconds": float(np.mean([f.seconds for f in own])),
        }
    out["pooled"] = vars(compare(pairs))
    out["confidence"] = confidence_facts(context.sets, everything)
    return out


def cell_of(answers: Answers) -> dict[str, Any]:
    return {"mean": answers.mean, "error": answers.error(), "interval": answers.interval()}


def preset_report(context: Context, fitted: Mapping[str, Fitted]) -> dict[str, Any]:
    """Accuracy of every preset on the given split, of its parts, and of the linear probe on the cached
    features; a preset of which a fit failed is left out.
    """
    out: dict[str, Any] = {}
    for name in PRESETS:
        keys = [f"{name}-{t.name}" for s in context.sets.values() for t in given_trials(s, context.seeds)]
        if any(k not in fitted for k in keys):
            continue
        out[name] = {}
        for key, chosen in context.sets.items():
            trials = given_trials(chosen, context.seeds)
            own = [fitted[f"{name}-{t.name}"] for t in trials]
            media, classes = chosen.part(test=True), [c.id for c in chosen.classes]
            beside = [fitted[f"linear-{t.name}"] for t in trials]
            linear = rows(beside, "linear", media, classes)
            answers = {part: hits(rows(own, part, media, classes), chosen, media) for part in PARTS}
            answers["linear"] = hits(linear, chosen, media)
            out[name][key] = {k: cell_of(v) for k, v in answers.items()} | {
                "against": vars(compare({key: (answers["sora"], answers["linear"])})),
                "seconds": float(np.mean([f.seconds for f in own])),
                "epochs": float(np.mean([f.epochs for f in own])),
            }
    return out


def percent(cell: Mapping[str, Any]) -> str:
    error = cell["error"]
    return f"{cell['mean']:.1%}" + (f" ± {error:.1%}" if np.isfinite(error) else "")


def gain(comparison: Mapping[str, float]) -> str:
    return f"{comparison['gain']:+.1%} ± {comparison['error']:.1%}, P(better) {comparison['better']:.2f}"


def fold_table(report: Mapping[str, Any]) -> str:
    lines = []
    for name, one in report["sets"].items():
        lines += [
            f"**{name}**: {one['clips']} clips, {one['groups']} groups, {FOLDS} folds by group, "
            f"{len(one['seeds'])} seeds with folds of their own.",
            "",
            "| | Accuracy | 95 % | sora-av − this |",
            "|---|---|---|---|",
        ]
        for key, cell in one["accuracy"].items():
            low, high = cell["interval"]
            beside = "" if key == "sora" else gain(one["against"][key])
            lines.append(f"| {PARTS.get(key, key)} | {percent(cell)} | {low:.1%} to {high:.1%} | {beside} |")
        lines += [
            "",
            f"Seeds: {', '.join(f'{s:.1%}' for s in one['seeds'])}. Best probe: {one['best_probe']}. "
            f"A fit: {one['seconds']:.0f} s of one core.",
            "",
        ]
    pooled = gain(report["pooled"])
    lines += [f"Both sets pooled, sora-av − the best probe of each: {pooled}.", ""]
    lines += ["| Brier score (0 best) | sora-av | uncalibrated | probe alone | − uncalibrated | − probe |",
              "|---|---|---|---|---|---|"]  # fmt: skip
    for name, one in report["sets"].items():
        cells = [f"{one['brier'][k]['mean']:.3f} ± {one['brier'][k]['error']:.3f}"
                 for k in ("sora", "uncalibrated", "probe")]  # fmt: skip
        less = [f"{-c['gain']:+.3f} ± {c['error']:.3f}, P(better) {c['better']:.2f}"
                for c in (one["brier_against"][k] for k in ("uncalibrated", "probe"))]  # fmt: skip
        lines.append(f"| {name} | {' | '.join(cells + less)} |")
    return "\n".join(lines)


def preset_table(report: Mapping[str, Any]) -> str:
    lines = [
        "| Preset | Given split | Accuracy | Probe alone | Network alone | Linear probe | − linear | A fit |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, sets in report.items():
        for key, one in sets.items():
            cells = " | ".join(percent(one[k]) for k in ("sora", "probe", "network", "linear"))
            length = f"{one['seconds']:.0f} s, {one['epochs']:.0f} epochs"
            lines.append(f"| {name} | {key} | {cells} | {gain(one['against'])} | {length} |")
    missing = sorted(set(PRESETS) - set(report))
    return "\n".join(
        [*lines, *(["", f"Not measured, for a fit failed: {', '.join(missing)}."] if missing else [])]
    )
