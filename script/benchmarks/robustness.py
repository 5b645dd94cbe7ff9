"""What a run of real footage loses on worse footage: `sora_model.robustness` on a subset of the clips.

A run is trained on part of the groups of each set's `train` part and measured on the others; `test` is not
touched. The measurement is that of `sora-studio robustness`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from results_sets import DATA, clip_set

from sora_model.config import TrainConfig, preset
from sora_model.contract.events import Event, Progress
from sora_model.contract.jobs import EvaluateJob
from sora_model.contract.manifest import Manifest
from sora_model.cross_validation import grouped_folds
from sora_model.data.features import cache_folder
from sora_model.robustness import robustness
from sora_model.training import train

SETS = ("fight", "ego")
FOLDS = 3


def tell(event: Event) -> None:
    if isinstance(event, Progress) and event.phase == "damaging":
        left = f", {event.eta_s:.0f} s left" if event.eta_s is not None else ""
        print(f"\r{event.done}/{event.total}{left}", end="", file=sys.stderr, flush=True)


def measured(name: str, form: str, cache: Path, most: int, most_attacked: int, seed: int) -> dict[str, Any]:
    chosen = clip_set(name, cache)
    media = tuple(replace(m, split="train") for m in chosen.part(test=False))
    folds = grouped_folds(Manifest(name, chosen.classes, media), FOLDS, seed)
    held = replace(folds.manifest, media=tuple(folds.held_out(0)))
    with tempfile.TemporaryDirectory(prefix="sora-run-") as folder:
        config = TrainConfig(f"{name}-robustness", cache, model=preset(form), seed=seed)
        train(config, folds.training(0), Path(folder), lambda event: None, lambda: False)
        job = EvaluateJob(folder, held, cache_dir=str(cache))
        return {"set": name, "preset": form, **robustness(job, tell, most=most, most_attacked=most_attacked)}


def table(found: Sequence[Mapping[str, Any]]) -> str:
    """Markdown."""
    lines = ["| Set | Footage | Clips | Right | − clean | Brier (clean) |", "|---|---|---|---|---|---|"]
    for report in found:
        for row in report["rows"]:
            error = "" if row["difference_se"] is None else f" ± {row['difference_se']:.1%}"
            lines.append(
                f"| {report['set']} | {row['name']}: {row['what']} | {row['n']} | {row['accuracy']:.1%} | "
                f"{row['difference']:+.1%}{error} | {row['brier']:.3f} ({row['clean_brier']:.3f}) |"
            )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--preset", default="sora-av")
    parser.add_argument("--clips", type=int, default=24, help="held-out clips per set at most")
    parser.add_argument("--attacked", type=int, default=6, help="of these, attacked at most")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cache", help="root of the feature cache; default: the program's")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"The footage is not there (looked for {DATA}).", file=sys.stderr)
        return 2
    cache = cache_folder(options.cache)
    found = [
        measured(name, options.preset, cache, options.clips, options.attacked, options.seed)
        for name in options.sets
    ]
    if options.json:
        print(json.dumps({"sets": found}))
        return 0
    print(table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
