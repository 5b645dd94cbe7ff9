"""How faithful each map is: deletion and insertion beside random orders and the centre, and a planted cue.

By groups held out in turn within the `train` part; with `--final` a model of the whole `train` part is asked
about the `test` part, once the configuration is frozen. `ratio`: the map's deletion AUC over that of random
orders, means over clips; its standard error by bootstrap over clips.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from planted import CLASSES, Planted, plant
from results_fits import config_of
from results_sets import (
    DATA,
    Trial,
    classes_of,
    clip_set,
    film_spec,
    fold_trials,
    given_trials,
    labelled,
)
from shown import write_pictures
from table import machine

from sora_model.config import preset
from sora_model.contract.explanations import DEFAULT_MAP, MAP_KINDS, ExplainJob
from sora_model.contract.manifest import Manifest, MediaSpec
from sora_model.data.features import cache_folder
from sora_model.explain.explainer import Explainer
from sora_model.explain.faithfulness import from_the_middle
from sora_model.training import train

Row = dict[str, Any]
SETS = ("fight", "ego")


def explainer_of(trial: Trial, preset_name: str, cache: Path, store: Path) -> Explainer:
    """Of a checkpoint trained on the trial; one that `store` holds already is used again."""
    folder = store / f"{trial.name}-{preset_name}"
    if not (folder / "model.json").is_file():
        config = config_of(preset(preset_name), cache, seed=trial.seed)
        train(config, trial.training, folder, lambda _: None, lambda: False)
    job = ExplainJob(str(folder), trial.training.media[0], 0, cache_dir=str(cache))
    return Explainer.load(job)


def measured(explainer: Explainer, medium: MediaSpec) -> Row:
    """Every map of one clip, for the class that the model finds there."""
    moment = explainer.moment(medium, (medium.start + medium.end) // 2)
    label = explainer.label("", moment)
    test = explainer.test(moment, label)
    chance = test.chance()
    found = {}
    for kind in explainer.kinds:
        tested = test.faithfulness(moment.field(label, kind), chance)
        found[kind] = {"deletion": tested.deletion, "insertion": tested.insertion, "trusted": tested.trusted}
    middle = test.areas(from_the_middle(test.cells))
    return {
        "medium": medium.id,
        "group": medium.group,
        "class": explainer.predictor.checkpoint.classes[label].id,
        "right": explainer.predictor.checkpoint.classes[label].id == medium.ranges[0].class_id,
        "whole": test.whole,
        "maps": found,
        "random": dict(zip(("deletion", "insertion"), np.mean(chance, axis=0).tolist(), strict=True)),
        "centre": {"deletion": middle[0], "insertion": middle[1]},
    }


def measure_set(name: str, trials: Sequence[Trial], options: argparse.Namespace) -> list[Row]:
    """Held-out clips, spread evenly over those of all trials."""
    held = [(trial, medium) for trial in trials for medium in trial.held]
    wanted = held[:: max(1, len(held) // options.clips)][: options.clips]
    rows: list[Row] = []
    for trial in trials:
        media = [m for t, m in wanted if t is trial]
        if media:
            explainer = explainer_of(trial, options.preset, options.cache, options.store)
            for medium in media:
                rows.append(measured(explainer, medium))
                print(f"{name} {len(rows)}/{len(wanted)} {medium.id}", file=sys.stderr, flush=True)
    return rows


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """Per map the mean areas, the ratio to random with its standard error, and how often it is trusted; over
    the clips that have the map: of a run whose network has no say there is no attention.
    """

    def line(shown: Sequence[tuple[Row, Row]]) -> dict[str, float]:
        drawn = np.random.default_rng(0).integers(0, len(shown), (4000, len(shown)))
        chance, cells = np.array([r["random"]["deletion"] for r, _ in shown]), [cell for _, cell in shown]
        deletion = np.array([c["deletion"] for c in cells])
        ratios = deletion[drawn].mean(axis=1) / chance[drawn].mean(axis=1)
        return {
            "deletion": float(deletion.mean()),
            "insertion": float(np.mean([c["insertion"] for c in cells])),
            "ratio": float(deletion.mean() / chance.mean()),
            "ratio_se": float(ratios.std(ddof=1)),
            "trusted": float(np.mean([c.get("trusted", False) for c in cells])),
        }

    kinds = [kind for kind in MAP_KINDS if any(kind in r["maps"] for r in rows)]
    maps = {kind: line([(r, r["maps"][kind]) for r in rows if kind in r["maps"]]) for kind in kinds}
    beside = {name: line([(r, r[name]) for r in rows]) for name in ("centre", "random")}
    return {"clips": len(rows), "right": float(np.mean([r["right"] for r in rows])), "maps": maps | beside}


def planted_cue(films: int, options: argparse.Namespace, work: Path) -> dict[str, Any]:
    """Train on two thirds of real films, half of them with a planted mark; how often each map of the marked
    class has its peak in the mark, over the marked films of the rest.
    """
    sources = clip_set("ego", options.cache).part(test=False)[:films]
    made: list[tuple[Planted, MediaSpec]] = []
    for number, source in enumerate(sources):
        planted = plant(Path(source.path), work / f"planted{number}.mp4", number)
        spec = film_spec(planted.path, planted.path.stem, options.cache)
        made.append((planted, labelled(spec, planted.label)))
    # Both classes and all places are in both parts.
    held = [pair for number, pair in enumerate(made) if number % 24 >= 16]
    known = tuple(medium for number, (_, medium) in enumerate(made) if number % 24 < 16)
    manifest = Manifest("planted", classes_of(CLASSES), known)
    trial = Trial(f"planted{films}-seed{options.seed}", manifest, tuple(m for _, m in held), options.seed)
    explainer = explainer_of(trial, options.preset, options.cache, work)
    inside: dict[str, list[bool]] = {kind: [] for kind in explainer.kinds}
    right = []
    for planted, medium in held:
        moment = explainer.moment(medium, (medium.start + medium.end) // 2)
        found = explainer.predictor.checkpoint.classes[explainer.label("", moment)].id
        right.append(found == planted.label)
        for kind in explainer.kinds if planted.box is not None else ():
            inside[kind].append(planted.holds(moment.field(explainer.label(planted.label, moment), kind)))
    return {
        "films": len(made),
        "held_out": len(held),
        "marked": len(inside[DEFAULT_MAP]),
        "right": float(np.mean(right)),
        "inside": {kind: float(np.mean(hits)) for kind, hits in inside.items()},
    }


def page(report: Mapping[str, Any]) -> str:
    """Markdown of everything that was measured."""
    parts = [table(name, report[name]) for name in (*SETS, "both") if name in report]
    if "planted" in report:
        found = report["planted"]
        cells = " | ".join(f"{share:.1%}" for share in found["inside"].values())
        titles = " | ".join(map(_shown, found["inside"]))
        parts.append(
            f"| Planted cue: {found['marked']} marked films held out, {found['right']:.0%} right "
            f"| {titles} |\n"
            f"|---|{'---|' * len(found['inside'])}\n| the map's peak lies in the mark | {cells} |"
        )
    return "\n\n".join(parts)


def _shown(kind: str) -> str:
    return f"**{kind}** (default)" if kind == DEFAULT_MAP else kind


def table(name: str, found: Mapping[str, Any]) -> str:
    """Markdown of one set."""
    lines = [
        f"| {name}: {found['clips']} clips, {found['right']:.0%} right | Deletion ↓ | Insertion ↑ | "
        "Deletion / random | Trusted |",
        "|---|---|---|---|---|",
    ]
    for kind, line in found["maps"].items():
        trusted = f"{line['trusted']:.0%}" if kind in MAP_KINDS else "–"
        lines.append(
            f"| {_shown(kind)} | {line['deletion']:.3f} | {line['insertion']:.3f} | "
            f"{line['ratio']:.2f} ± {line['ratio_se']:.2f} | {trusted} |"
        )
    return "\n".join(lines)


def options_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench faithfulness", description=__doc__)
    parser.add_argument("--sets", nargs="*", choices=SETS, default=list(SETS))
    parser.add_argument("--preset", default="sora-av")
    parser.add_argument("--clips", type=int, default=40, help="clips of each set")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--final", action="store_true", help="the given split: films of `test` are explained")
    parser.add_argument("--planted", type=int, default=96, help="films with a planted cue; 0: none")
    parser.add_argument("--cache", type=Path, default=cache_folder(None))
    parser.add_argument("--store", type=Path, help="keep checkpoints and films here")
    parser.add_argument("--pictures", type=Path, help="write maps of a film that may be shown here")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    options = options_of(arguments)
    if not DATA.is_dir():
        print(f"The footage is not there (looked for {DATA}).", file=sys.stderr)
        return 2
    report: dict[str, Any] = {
        "machine": machine(),
        "preset": options.preset,
        "final": options.final,
    }
    with tempfile.TemporaryDirectory(prefix="sora-faithfulness-") as place:
        options.store = options.store or Path(place)
        options.store.mkdir(parents=True, exist_ok=True)
        every: list[Row] = []
        for name in options.sets:
            chosen = clip_set(name, options.cache)
            if options.final:
                trials = given_trials(chosen, [options.seed])
            else:
                chosen = chosen.only(lambda m, test=chosen.test: m.id not in test)
                trials = fold_trials(chosen, options.folds, [options.seed])
            rows = measure_set(name, trials, options)
            every += rows
            report[name] = summary(rows) | {"rows": rows}
        if len(options.sets) > 1:
            report["both"] = summary(every)
        if options.planted:
            report["planted"] = planted_cue(options.planted, options, options.store)
        if options.pictures:
            report["shown"] = write_pictures(options.pictures, options.cache, options.store, options.seed)
    if options.json:
        print(json.dumps(report))
        return 0
    print(page(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
