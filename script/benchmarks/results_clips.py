"""Clip classification: the fight set and the gestures in grouped folds beside probes, and every preset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from results_fits import Fit, Fitted, Floats, config_of, rows
from results_probes import STATISTICS, Steps, majority_answers, naive_answers, probe_answers, read_steps
from results_scores import Answers, brier_rows, compare
from results_sets import LabelledSet, Trial, clip_set, fold_trials, given_trials

from sora_model.config import PRESETS, TrainConfig, preset

FOLDS = 5
DEFAULT = "sora-av"
PIXEL_TRAINING = {"epochs": 5, "patience": 3}
"""A third of the usual length (`training` takes three times as many): two minutes of a core were too many."""
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

    @cached_property
    def steps(self) -> dict[str, dict[str, Steps]]:
        """Cached features of both sets."""
        return {k: read_steps(s.media, preset(DEFAULT), self.cache) for k, s in self.sets.items()}


def fold_fits(context: Context) -> list[Fit]:
    config = config_of(preset(DEFAULT), context.cache)
    return [
        Fit(f"{DEFAULT}-{trial.name}", trial, config)
        for chosen in context.sets.values()
        for trial in fold_trials(chosen, FOLDS, context.seeds)
    ]


def preset_fits(context: Context) -> list[Fit]:
    """Forms that learn from pixels come last, and are trained for less long."""
    names = sorted(PRESETS, key=from_pixels)
    return [
        Fit(f"{name}-{trial.name}", trial, preset_config(name, context.cache))
        for name in names
        for chosen in context.sets.values()
        for trial in preset_trials(name, chosen, context.seeds)
    ]


def preset_config(name: str, cache: Path) -> TrainConfig:
    return config_of(preset(name), cache, **(PIXEL_TRAINING if from_pixels(name) else {}))


def from_pixels(name: str) -> bool:
    return preset(name).features.backbone == "none"


def preset_trials(name: str, chosen: LabelledSet, seeds: Sequence[int]) -> list[Trial]:
    """The given split; forms that learn from pixels with the first seed only."""
    return given_trials(chosen, seeds[:1] if from_pixels(name) else seeds)


def baseline_rows(
    name: str, chosen: LabelledSet, trials: Sequence[Trial], steps: Mapping[str, Steps]
) -> list[Floats]:
    """Per seed the scores `(N, C)` of the media that the trials hold out, in the set's order."""
    by_seed: dict[int, dict[str, Floats]] = {}
    for trial in trials:
        if name == "majority":
            known = majority_answers(chosen, trial)
        elif name in STATISTICS:
            known = probe_answers(name, chosen, trial, steps)
        else:
            known = naive_answers(chosen, trial, steps)
        by_seed.setdefault(trial.seed, {}).update(known)
    return [np.stack([known[m.id] for m in chosen.media if m.id in known]) for known in by_seed.values()]


def hits(scores: Sequence[Floats], chosen: LabelledSet, media: Sequence[Any]) -> Answers:
    truth = np.array([chosen.truth(m) for m in media])
    right = np.mean([s.argmax(axis=1) == truth for s in scores], axis=0)
    return Answers(right, tuple(m.group for m in media))


def briers(scores: Sequence[Floats], chosen: LabelledSet, media: Sequence[Any]) -> Answers:
    truth = np.array([chosen.truth(m) for m in media])
    return Answers(np.mean([brier_rows(s, truth) for s in scores], axis=0), tuple(m.group for m in media))


def fold_report(context: Context, fitted: Mapping[str, Fitted]) -> dict[str, Any]:
    """Accuracy, macro F1 and Brier score of everything in folds, and sora-av beside the best probe."""
    out: dict[str, Any] = {"sets": {}}
    pairs: dict[str, tuple[Answers, Answers]] = {}
    for name, chosen in context.sets.items():
        trials = fold_trials(chosen, FOLDS, context.seeds)
        own = [fitted[f"{DEFAULT}-{t.name}"] for t in trials]
        classes = [c.id for c in chosen.classes]
        answers = {b: hits(baseline_rows(b, chosen, trials, context.steps[name]), chosen, chosen.media)
                   for b in BASELINES}  # fmt: skip
        scores = {part: rows(own, part, chosen.media, classes) for part in (*PARTS, "uncalibrated")}
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
            "confusion": confusion(scores["sora"], chosen),
            "classes": classes,
            "seconds": float(np.mean([f.seconds for f in own])),
        }
    out["pooled"] = vars(compare(pairs))
    return out


def confusion(scores: Sequence[Floats], chosen: LabelledSet) -> list[list[float]]:
    """`(C, C)` clips per seed: row = truth, column = answer."""
    table = np.zeros((len(chosen.classes), len(chosen.classes)))
    for one in scores:
        np.add.at(table, ([chosen.truth(m) for m in chosen.media], one.argmax(axis=1)), 1 / len(scores))
    return [[round(float(v), 2) for v in row] for row in table]


def cell_of(answers: Answers) -> dict[str, Any]:
    return {"mean": answers.mean, "error": answers.error(), "interval": answers.interval()}


def preset_report(context: Context, fitted: Mapping[str, Fitted]) -> dict[str, Any]:
    """Accuracy of every preset on the given split, of its parts, and of the linear probe on the cached
    features; a preset of which a fit failed is left out.
    """
    out: dict[str, Any] = {}
    for name in PRESETS:
        keys = [
            f"{name}-{t.name}" for s in context.sets.values() for t in preset_trials(name, s, context.seeds)
        ]
        if any(k not in fitted for k in keys):
            continue
        out[name] = {}
        for key, chosen in context.sets.items():
            trials = preset_trials(name, chosen, context.seeds)
            own = [fitted[f"{name}-{t.name}"] for t in trials]
            media, classes = chosen.part(test=True), [c.id for c in chosen.classes]
            linear = baseline_rows("linear", chosen, trials, context.steps[key])
            answers = {part: hits(rows(own, part, media, classes), chosen, media) for part in PARTS}
            answers["linear"] = hits(linear, chosen, media)
            out[name][key] = {k: cell_of(v) for k, v in answers.items()} | {
                "against": vars(compare({key: (answers["sora"], answers["linear"])})),
                "seconds": float(np.mean([f.seconds for f in own])),
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
            lines.append(f"| {name} | {key} | {cells} | {gain(one['against'])} | {one['seconds']:.0f} s |")
    return "\n".join(lines)
