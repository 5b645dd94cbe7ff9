"""What is beneath the accuracy in folds: confusions, figures by class, and how far confidence is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from results_fits import Floats
from results_sets import LabelledSet

from sora_model import metrics

PARTS = {"uncalibrated": "before calibration", "sora": "after calibration"}


def class_facts(scores: Sequence[Floats], chosen: LabelledSet) -> dict[str, Any]:
    """Confusion in clips per seed (row = truth), and the report by class over all seeds."""
    truth = np.array([chosen.truth(m) for m in chosen.media] * len(scores))
    every = np.concatenate(scores)
    table = metrics.confusion_matrix(truth, every.argmax(axis=1), len(chosen.classes)) / len(scores)
    return {
        "names": [c.id for c in chosen.classes],
        "confusion": table.round(2).tolist(),
        "classes": metrics.class_report(every, truth),
        "macro_f1": metrics.macro_f1(metrics.confusion_matrix(truth, every.argmax(axis=1), len(table))),
    }


def confidence_facts(
    sets: Mapping[str, LabelledSet], scores: Mapping[str, Mapping[str, Sequence[Floats]]]
) -> dict[str, Any]:
    """Reliability diagram and ECE before and after calibration: each set, and both as one, seeds pooled.

    `scores[set][part]`: per seed `(N, C)`. An ECE of less than 500 predictions is None.
    """
    truths, tops = {}, {}
    for name, chosen in sets.items():
        truth = np.array([chosen.truth(m) for m in chosen.media])
        truths[name] = np.tile(truth, len(scores[name]["sora"]))
        tops[name] = {part: np.concatenate(scores[name][part]) for part in PARTS}
    out: dict[str, Any] = {}
    for name in sets:
        out[name] = {part: _confidence(tops[name][part], truths[name]) for part in PARTS}
    out["both"] = {}
    for part in PARTS:
        # Of several sets only the confidence and whether it was right can be pooled: two columns.
        pairs = [_as_two(tops[name][part], truths[name]) for name in sets]
        rows, truth = (np.concatenate(several) for several in zip(*pairs, strict=True))
        out["both"][part] = _confidence(rows, truth)
    return out


def _confidence(rows: Floats, truth: Any) -> dict[str, Any]:
    return {
        "n": len(truth),
        "ece": metrics.calibration_error(rows, truth),
        "bins": metrics.reliability(rows, truth),
    }


def _as_two(rows: Floats, truth: Any) -> tuple[Floats, Any]:
    """Greatest probability first, nothing second; class 0 where it was right."""
    top = rows.max(axis=1)
    right = rows.argmax(axis=1) == truth
    return np.stack([top, np.zeros(len(top))], axis=1), np.where(right, 0, 1)


def calibration_table(facts: Mapping[str, Any]) -> str:
    lines = ["| Predictions | ECE before | ECE after |", "|---|---|---|"]
    for name, one in facts.items():
        cells = [_share(one[part]["ece"]) for part in PARTS]
        lines.append(f"| {name}, {one['sora']['n']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def class_table(facts: Mapping[str, Mapping[str, Any]]) -> str:
    """Per set: a row per class with its figures and where its clips went."""
    parts = []
    for name, one in facts.items():
        heads = " | ".join(one["names"])
        lines = [
            f"**{name}**, macro F1 {one['macro_f1']:.3f}. Clips per seed by answer; rows are the truth.",
            "",
            f"| | {heads} | Precision | Recall | F1 | AP |",
            "|---|" + "---|" * (len(one["names"]) + 4),
        ]
        for label, row, figures in zip(one["names"], one["confusion"], one["classes"], strict=True):
            counts = " | ".join(f"{v:.3g}" if v else "" for v in row)
            cells = " | ".join(_share(figures[k]) for k in ("precision", "recall", "f1", "ap"))
            lines.append(f"| {label} | {counts} | {cells} |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
