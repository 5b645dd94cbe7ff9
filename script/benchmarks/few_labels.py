"""Few labels: right answers by labels per class, and on the gestures what a run of other classes adds.

Labels are drawn at random from some groups and everything is scored on other groups: with `--part train`
(for tuning) both lie in the given train part, with `--part test` the labels come from train and the answers
are for the test part. Beside the program's own training stands the linear probe on time-averaged features, on
the same draws; the error is that of the mean of the paired draws.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from results_fits import config_of, held_out
from results_probes import probe_answers, read_steps
from results_sets import DATA, LabelledSet, Trial, clip_set

from sora_model.config import TrainConfig, preset
from sora_model.contract.manifest import MediaSpec
from sora_model.cross_validation import grouped_folds
from sora_model.data.features import cache_folder
from sora_model.inference import Predictor
from sora_model.training import train

Floats = NDArray[np.float64]
PER_CLASS = {"ego": (1, 2, 5, 10), "fight": (1, 2, 5, 10, 20)}
NEW = frozenset({"right", "left", "star", "tick", "up"})
"""The target's classes where a run of the other five is the source; then the other way round."""


@dataclass(frozen=True)
class Draw:
    """One draw of labels: `pool` is all there is to draw from, `trial.held` is scored."""

    trial: Trial
    pool: tuple[MediaSpec, ...]


def draws(chosen: LabelledSet, part: str, per_class: int, count: int) -> Iterator[Draw]:
    """`count` draws; within train of each half of its groups, the other half is scored."""
    given = chosen.part(test=False)
    splits = [(given, chosen.part(test=True))]
    if part == "train":
        halves = grouped_folds(replace(chosen.manifest, media=given), 2)
        splits = [(halves.training(k).media, tuple(halves.held_out(k))) for k in range(2)]
    for seed in range(count):
        for number, (pool, held) in enumerate(splits):
            order = np.random.default_rng(seed).permutation(len(pool))
            media: list[MediaSpec] = []
            for label in range(len(chosen.classes)):
                media += [pool[i] for i in order if chosen.truth(pool[i]) == label][:per_class]
            known = {chosen.truth(m) for m in media}
            scored = tuple(m for m in held if chosen.truth(m) in known)
            name = f"{chosen.name}-{part}{number}-{per_class}-{seed}"
            training = replace(chosen.manifest, media=tuple(media))
            yield Draw(Trial(name, training, scored, seed), pool)


def share_right(chosen: LabelledSet, classes: Sequence[str], answers: dict[str, Any], held: Any) -> float:
    truths = {m.id: chosen.classes[chosen.truth(m)].id for m in held}
    return float(np.mean([classes[int(np.argmax(answers[i]))] == t for i, t in truths.items()]))


def trained(chosen: LabelledSet, trial: Trial, config: TrainConfig) -> dict[str, float]:
    """Accuracy of the blend and of its parts."""
    config = replace(config, run=trial.name, seed=trial.seed)
    with tempfile.TemporaryDirectory(prefix="sora-few-") as place:
        train(config, trial.training, Path(place), lambda _: None, lambda: False)
        predictor = Predictor(Path(place), config.cache_dir, "cpu")
        classes = [c.id for c in predictor.checkpoint.classes]
        found = held_out(predictor, trial.held)
    return {part: share_right(chosen, classes, answers, trial.held) for part, answers in found.items()}


def curve(chosen: LabelledSet, part: str, count: int, config: TrainConfig) -> list[dict[str, Any]]:
    """By labels per class: the program and the linear probe, on the same draws."""
    media = chosen.media if part == "test" else chosen.part(test=False)
    steps = read_steps(media, config.model, config.cache_dir)
    rows = []
    for per_class in PER_CLASS[chosen.name]:
        own, linear = [], []
        for draw in draws(chosen, part, per_class, count):
            own.append(trained(chosen, draw.trial, config)["sora"])
            answers = probe_answers("linear", chosen, draw.trial, steps)
            classes = [c.id for c in chosen.classes]
            linear.append(share_right(chosen, classes, answers, draw.trial.held))
        rows.append({"labels_per_class": per_class, **paired(own, linear, "sora", "linear")})
        print(rows[-1], file=sys.stderr, flush=True)
    return rows


def transfer(
    chosen: LabelledSet, part: str, per_class: int, count: int, config: TrainConfig
) -> dict[str, Any]:
    """Half of the classes as another project's run, the other half as the target, both ways round."""
    with_source, without = [], []
    for new in (NEW, frozenset(c.id for c in chosen.classes) - NEW):
        with tempfile.TemporaryDirectory(prefix="sora-source-") as place:
            target, sources = _half(chosen, new), _half(chosen, {c.id for c in chosen.classes} - new)
            folders: dict[tuple[str, ...], Path] = {}
            for draw in draws(target, part, per_class, count):
                groups = tuple(sorted({m.group for m in draw.pool}))
                if groups not in folders:
                    folders[groups] = Path(place) / "-".join(groups)
                    media = tuple(m for m in sources.part(test=False) if m.group in groups)
                    manifest = replace(sources.manifest, media=media)
                    source = replace(config, run="source", init=None)
                    train(source, manifest, folders[groups], lambda _: None, lambda: False)
                without.append(trained(target, draw.trial, config)["sora"])
                begun = replace(config, init=folders[groups])
                with_source.append(trained(target, draw.trial, begun)["sora"])
    return {"labels_per_class": per_class, **paired(with_source, without, "init", "imagenet")}


def _half(chosen: LabelledSet, classes: set[str] | frozenset[str]) -> LabelledSet:
    kept = chosen.only(lambda m: m.ranges[0].class_id in classes)
    return replace(kept, classes=tuple(c for c in chosen.classes if c.id in classes))


def paired(one: Sequence[float], other: Sequence[float], name: str, beside: str) -> dict[str, Any]:
    gain = np.array(one) - np.array(other)

    def error(values: Floats) -> float:
        return float(values.std(ddof=1) / len(values) ** 0.5) if len(values) > 1 else float("nan")

    return {
        "draws": len(gain),
        name: float(np.mean(one)),
        f"{name}_error": error(np.array(one)),
        beside: float(np.mean(other)),
        f"{beside}_error": error(np.array(other)),
        "gain": float(gain.mean()),
        "gain_error": error(gain),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench few_labels", description=__doc__)
    parser.add_argument("--part", choices=("train", "test"), default="train")
    parser.add_argument("--on", choices=PER_CLASS, default="ego", help="which set")
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--cache", help="folder of the feature cache")
    parser.add_argument("--only", choices=("curve", "transfer"))
    parser.add_argument("--per-class", type=int, default=5, help="labels per class of the transfer")
    parser.add_argument("--set", nargs="*", default=[], metavar="KEY=VALUE")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"The footage is not there (looked for {DATA}).", file=sys.stderr)
        return 2
    cache = cache_folder(options.cache)
    pairs = dict(item.split("=", 1) for item in options.set)
    config = config_of(preset("sora-av"), cache, device="cpu").set(pairs)
    chosen = clip_set(options.on, cache)
    result: dict[str, Any] = {"part": options.part}
    if options.only != "transfer":
        result["curve"] = curve(chosen, options.part, options.draws, config)
    if options.only != "curve" and options.on == "ego":
        result["transfer"] = transfer(chosen, options.part, options.per_class, options.draws, config)
    print(json.dumps({options.on: result}, indent=None if options.json else 1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
