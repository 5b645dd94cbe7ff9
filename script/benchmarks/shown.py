"""Maps to be looked at: people come to a table and go, in a film that may be shown (Intel sample videos,
“one by one person detection”, CC BY 4.0). Trained on the first four people, asked about the last two.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from results_fits import config_of
from results_sets import DATA, classes_of, cut, film_spec, labelled

from sora_model.config import ModelConfig, preset
from sora_model.contract.manifest import Manifest, MediaSpec
from sora_model.explain.report import explain
from sora_model.training import train

FILM = "intel_samples/one-by-one-person-detection.mp4"
ACTIONS: Mapping[str, tuple[tuple[float, float], ...]] = {
    "arrives": ((6.0, 8.2), (22.6, 25.0), (50.4, 53.0), (74.8, 77.0), (92.6, 94.8), (123.6, 126.0)),
    "stands": ((9.0, 17.0), (26.0, 42.0), (54.0, 66.0), (78.0, 84.0), (96.0, 116.0), (127.0, 133.0)),
    "leaves": ((18.0, 20.2), (43.0, 45.0), (68.0, 70.2), (85.0, 87.0), (118.0, 120.0), (134.0, 136.2)),
}
"""Container seconds, marked by hand; one range for each of six people."""
KNOWN = 4


def clips(cache: Path) -> list[tuple[int, MediaSpec]]:
    """Each action as a medium of its own, with the number of its person; of at most four seconds."""
    film = film_spec(DATA / FILM, "", cache)
    found = []
    for name, ranges in ACTIONS.items():
        for person, (start, end) in enumerate(ranges):
            part = cut(film, start, min(end, start + 4.0))
            part = replace(part, id=f"{name}-{person}", group=f"person {person}")
            found.append((person, labelled(part, name)))
    return found


def write_pictures(out: Path, cache: Path, store: Path, seed: int) -> list[dict[str, Any]]:
    """The figures of each explained clip; its pictures lie in a folder of its name below `out`.

    So few labels are decided by the closed form alone, which attends to nothing: a second run, in `network`,
    leaves the decision to the network.
    """
    usual = preset("sora-av")
    figures = _explained(usual, out, cache, store / f"shown-seed{seed}", seed)
    alone = replace(usual, probe_share=0.0)
    figures += _explained(alone, out / "network", cache, store / f"shown-network-seed{seed}", seed)
    (out / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return figures


def _explained(config: ModelConfig, out: Path, cache: Path, run: Path, seed: int) -> list[dict[str, Any]]:
    every = clips(cache)
    if not (run / "model.json").is_file():
        media = tuple(medium for person, medium in every if person < KNOWN)
        manifest = Manifest("shown", classes_of(ACTIONS), media)
        train(config_of(config, cache, seed=seed), manifest, run, lambda _: None, lambda: False)
    figures = []
    for person, medium in every:
        if person >= KNOWN:
            middle = float(medium.seconds((medium.start + medium.end) // 2))
            figures.append(explain(run, medium, middle, out / medium.id, cache_dir=cache))
    return figures
