"""How well planted label errors are found: a tenth of the labels of real sets is flipped, the labels are
ranked as `sora-studio doubts` does, and the first twenty are looked at. `train` parts only.

Flips: to another class drawn at random. `ceiling` is what a perfect ranking reaches (ten errors among a
hundred labels cannot fill twenty places).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from results_sets import DATA, clip_set
from scipy.stats import rankdata

from sora_model.contract.doubts import DoubtsJob
from sora_model.contract.manifest import Manifest
from sora_model.data.features import cache_folder
from sora_model.label_errors import Labelled, labelled, left_out_probabilities, margins

SHARE = 0.1
FIRST = 20
SETS = ("ego", "fight", "digits")


def flipped(
    labels: NDArray[np.int64], classes: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """`labels` with `SHARE` of them moved to another class, and which those are."""
    random = np.random.default_rng(seed)
    wrong = np.zeros(len(labels), bool)
    wrong[random.choice(len(labels), round(SHARE * len(labels)), replace=False)] = True
    return np.where(wrong, (labels + random.integers(1, classes, len(labels))) % classes, labels), wrong


def figures(found: Labelled, seed: int) -> dict[str, float]:
    labels, wrong = flipped(found.labels, len(found.classes), seed)
    probabilities = left_out_probabilities(
        found.statistics,
        found.blocks,
        labels,
        found.weights,
        found.groups,
        len(found.classes),
        lambda done, total: None,
    )
    margin = margins(probabilities, labels)
    order, count = np.argsort(margin, kind="stable"), int(wrong.sum())
    right = len(labels) - count
    below = rankdata(margin)[wrong].sum() - count * (count + 1) / 2
    return {
        "precision_20": float(wrong[order[:FIRST]].mean()),
        "precision_n": float(wrong[order[:count]].mean()),
        "auc": float(1 - below / (count * right)),
        "accuracy": float(np.mean(probabilities.argmax(axis=1) == found.labels)),
    }


def measured(name: str, cache: Path, seeds: Sequence[int]) -> dict[str, Any]:
    chosen = clip_set(name, cache)
    media = tuple(replace(m, split="train") for m in chosen.part(test=False))
    job = DoubtsJob(Manifest(name, chosen.classes, media), cache_dir=str(cache))
    found = labelled(job, lambda event: None)
    rows = [figures(found, seed) for seed in seeds]
    planted = round(SHARE * len(found.labels))
    out: dict[str, Any] = {
        "set": name,
        "labels": len(found.labels),
        "groups": len(set(found.groups)),
        "planted": planted,
        "ceiling": min(1.0, planted / FIRST),
        "seeds": len(rows),
    }
    for key in rows[0]:
        values = np.array([row[key] for row in rows])
        out[key] = float(values.mean())
        out[f"{key}_se"] = float(values.std(ddof=1) / len(values) ** 0.5) if len(values) > 1 else None
    return out


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Markdown."""
    lines = [
        "| Set | Labels (groups) | Flipped | Wrong in the first 20 (at most) | … in the first n | AUC |",
        "|---|---|---|---|---|---|",
    ]
    for r in rows:
        lines.append(
            f"| {r['set']} | {r['labels']} ({r['groups']}) | {r['planted']} | "
            f"{r['precision_20']:.2f} ± {r['precision_20_se'] or 0:.2f} ({r['ceiling']:.2f}) | "
            f"{r['precision_n']:.2f} ± {r['precision_n_se'] or 0:.2f} | {r['auc']:.3f} |"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--seeds", type=int, default=20, help="so many drawings of the flips")
    parser.add_argument("--cache", help="root of the feature cache; default: the program's")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"The footage is not there (looked for {DATA}).", file=sys.stderr)
        return 2
    cache = cache_folder(options.cache)
    rows = [measured(name, cache, range(options.seeds)) for name in options.sets]
    if options.json:
        print(json.dumps({"flipped": SHARE, "rows": rows}))
        return 0
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
