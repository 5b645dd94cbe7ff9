"""Dense segmentation on real footage: the trained model beside a per-step probe with a median filter, and on
the joined films beside a detector of cuts; F1@10/25/50 and edit score, intervals over films.

`grid`: 48 films of a speaker, six kinds of word (command, colour, preposition, letter, digit, adverb) and
silence, which is background; four folds by film, sound only, 25 steps/s. `ami`: who speaks in two meetings of
30 s, overlapping; each half of a recording is told from the other, 1 s apart (the same voices and room:
optimistic). `ego`: ten gestures in films joined from clips; groups of the train part held out in turn, or the
given split with `--final`; trained on clips and films. Ridge, width and level of the baselines are chosen by
folds within the training part, for `ami` by blocks of time.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from results_sets import DATA, LEFT_RIGHT, classes_of, clip_set, film_spec, rows_of

from sora_model import metrics, postprocess
from sora_model.config import ModelConfig, TrainConfig
from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec, RangeSpec
from sora_model.cross_validation import grouped_folds
from sora_model.data.extraction import Backbone, Extractor
from sora_model.data.features import FeatureSpec, cache_folder
from sora_model.data.motion import BINS, GRID
from sora_model.data.sampling import StepGrid
from sora_model.data.targets import StepTargets, runs, step_targets
from sora_model.data.windows import pooled
from sora_model.inference import Predictor
from sora_model.network.statistics import compress
from sora_model.postprocess import Truth
from sora_model.semi_markov import Piece
from sora_model.training import train

Floats = NDArray[np.float64]
RIDGES = (0.001, 0.01, 0.1)
WIDTHS = (1, 5, 9, 15, 25)
LEVELS = (0.3, 0.4, 0.5)
CUTS = (2.0, 3.0, 4.0, 6.0, 8.0)
GUARD_S = 1.0
BLOCKS = 4
OVERLAPS = (10, 25, 50)
FIGURES = (*(f"F1@{p}" for p in OVERLAPS), "edit")


@dataclass(frozen=True)
class Fold:
    """`training` has a train and a validation part; `held` is judged."""

    training: Manifest
    held: tuple[MediaSpec, ...]


@dataclass(frozen=True)
class Task:
    name: str
    config: TrainConfig
    classes: tuple[ClassSpec, ...]
    exclusive: bool
    folds: tuple[Fold, ...]


@dataclass(frozen=True)
class Steps:
    """One film: step features `(T, D)`, what is known, the strength of change at each step."""

    medium: MediaSpec
    features: Floats
    targets: StepTargets
    truth: Truth
    change: Floats


Found = dict[str, list[Piece]]
"""Film → pieces."""


def at(medium: MediaSpec, seconds: float | str) -> int:
    tick = round((Fraction(seconds).limit_denominator(10**6) + Fraction(*medium.origin)) / medium.tick)
    return min(max(tick, medium.start), medium.end)


def labelled(medium: MediaSpec, rows: Sequence[tuple[str, str, str | None]]) -> MediaSpec:
    """`rows`: begin, end, class (None: background)."""
    ranges = []
    for begin, end, name in rows:
        first, last = at(medium, begin), at(medium, end)
        if last > first:
            ranges.append(RangeSpec(first, last, name, "positive" if name else "background"))
    return replace(medium, ranges=tuple(sorted(ranges, key=lambda r: (r.start, r.end))))


def grid_task(cache: Path, epochs: int) -> Task:
    rows = rows_of(DATA / "grid_words" / "segments.csv")
    media = []
    for file in sorted({r["file"] for r in rows}):
        medium = replace(film_spec(DATA / "grid_words" / file, file, cache), has_video=False)
        own = [
            (r["start_s"], r["end_s"], None if r["slot"] == "silence" else r["slot"])
            for r in rows
            if r["file"] == file
        ]
        media.append(labelled(medium, own))
    classes = classes_of(r["slot"] for r in rows if r["slot"] != "silence")
    parts = grouped_folds(Manifest("dense-grid", classes, tuple(media)), 4)
    folds = tuple(Fold(parts.training(k), tuple(parts.held_out(k))) for k in range(parts.count))
    # Sound only: one cell of (empty) picture costs the least.
    model = ModelConfig(features=FeatureSpec(steps_per_second=25.0, grid=1))
    return Task("grid", TrainConfig("grid", cache, model=model, epochs=epochs), classes, True, folds)


def ami_task(cache: Path, epochs: int) -> Task:
    lines = (DATA / "ami_speakers" / "speakers.rttm").read_text(encoding="utf-8").splitlines()
    turns = [line.split() for line in lines if line.strip()]
    classes = classes_of(t[7] for t in turns)
    halves: list[list[MediaSpec]] = [[], []]
    for name in sorted({t[1] for t in turns}):
        whole = film_spec(DATA / "ami_speakers" / f"{name}.wav", name, cache)
        middle = (whole.start + whole.end) // 2
        guard = round(GUARD_S / 2 / float(whole.tick))
        for half, (low, high) in zip(
            halves, ((whole.start, middle - guard), (middle + guard, whole.end)), strict=True
        ):
            part = replace(whole, id=f"{name}-{len(half)}-{low}", group=f"{name}-{low}", start=low, end=high)
            own: list[tuple[str, str, str | None]] = [("0", "1000", None)]
            own += [(t[3], str(Fraction(t[3]) + Fraction(t[4])), t[7]) for t in turns if t[1] == name]
            half.append(labelled(part, own))
    folds = tuple(
        Fold(Manifest("dense-ami", classes, tuple(halves[k]), exclusive=False), tuple(halves[1 - k]))
        for k in (0, 1)
    )
    return Task("ami", TrainConfig("ami", cache, epochs=epochs), classes, False, folds)


def ego_task(cache: Path, epochs: int, final: bool = False) -> Task:
    """`final`: the given split; else each group with films of the train part is held out in turn."""
    rows = rows_of(DATA / "ego_gestures" / "untrimmed" / "segments.csv")
    clips = clip_set("ego", cache)
    films: dict[bool, list[MediaSpec]] = {True: [], False: []}
    for video in sorted({r["video"] for r in rows}):
        own = [r for r in rows if r["video"] == video]
        medium = film_spec(DATA / "ego_gestures" / "untrimmed" / video, own[0]["group"], cache)
        spans = [(r["start_s"], r["end_s"], r["label"]) for r in own]
        films[own[0]["split"] == "test"].append(labelled(medium, spans))
    classes = tuple(ClassSpec(c.id, c.id, directional=c.id in LEFT_RIGHT) for c in clips.classes)
    own = (*clips.part(test=False), *films[False])

    def fold(validating: str, held: Sequence[MediaSpec]) -> Fold:
        apart = {m.group for m in held}
        media = tuple(
            replace(m, split="validation" if m.group == validating else "train")
            for m in own
            if m.group not in apart
        )
        return Fold(Manifest("dense-ego", classes, media), tuple(held))

    if final:
        folds: tuple[Fold, ...] = (fold("G3", films[True]),)
    else:
        first, last = sorted({m.group for m in films[False]})
        halves = ((first, last), (last, first))
        folds = tuple(fold(a, [m for m in films[False] if m.group == b]) for a, b in halves)
    return Task("ego", TrainConfig("ego", cache, epochs=epochs), classes, True, folds)


TASKS = {"grid": (grid_task, 20), "ami": (ami_task, 40), "ego": (ego_task, 25)}


def steps_of(task: Task, media: Sequence[MediaSpec]) -> list[Steps]:
    spec = task.config.model.features
    import torch

    backbone = Backbone.published(spec.backbone, torch.device("cpu"))
    extractor = Extractor(backbone, spec, task.config.cache_dir, torch.device("cpu"), 1)
    out = []
    for medium in media:
        grid = StepGrid.of(medium, spec.steps_per_second, spec.visual_every)
        block = extractor.features(medium).block(0, grid.count)
        parts, change = [], np.zeros(grid.count)
        if medium.has_video:
            seen = pooled(block).numpy().repeat(spec.visual_every, axis=0)[: grid.count]
            parts += [seen, compress(torch.from_numpy(block.motion)).numpy()]
            cells = GRID * GRID * BINS
            change = block.motion[:, cells : cells + GRID * GRID].mean(axis=1).astype(np.float64)
        if medium.has_audio:
            parts.append(block.audio)
        # Blocks weigh the same whatever their length, as in the program's own probe.
        features = np.concatenate([p / np.sqrt(p.shape[1] * len(parts)) for p in parts], axis=1)
        targets = step_targets(medium, grid, task.classes, task.exclusive)
        truth = postprocess.truth_of(medium, grid, targets, task.classes)
        out.append(Steps(medium, features.astype(np.float64), targets, truth, change))
    return out


def probed(trained: Sequence[Steps], held: Sequence[Steps], ridge: float) -> list[Floats]:
    """Ridge scores `(T, C + 1)` per step, background last."""
    x = np.concatenate([s.features for s in trained])
    positive = np.concatenate([s.targets.positive for s in trained]).astype(np.float64)
    weight = np.concatenate([s.targets.weight for s in trained])
    known = (weight > 0).all(axis=1)
    y = np.concatenate([positive, 1 - positive.max(axis=1, keepdims=True)], axis=1)[known]
    mean, deviation = x[known].mean(axis=0), x[known].std(axis=0)
    # One scale for each block: still statistics stay quiet, loud ones do not drown the rest.
    scale = 1.0 / (deviation + 0.02 * deviation.mean() + 1e-9) / np.sqrt(x.shape[1])
    z, offset = (x[known] - mean) * scale, y.mean(axis=0)
    solved = np.linalg.solve(z.T @ z + ridge * len(z) / 10 * np.eye(z.shape[1]), z.T @ (y - offset))
    return [((s.features - mean) * scale) @ solved + offset for s in held]


def filtered(task: Task, curve: Floats, width: int, level: float) -> list[Piece]:
    smooth = postprocess.median_filter(curve, width)
    if task.exclusive:
        path = smooth.argmax(axis=1)
        return sorted((a, b, k) for k in range(len(task.classes)) for a, b in runs(path == k))
    return sorted((a, b, k) for k in range(len(task.classes)) for a, b in runs(smooth[:, k] > level))


def cut(task: Task, curve: Floats, change: Floats, times: float) -> list[Piece]:
    """Pieces between peaks of change, each with the class that the probe prefers over all of it."""
    floor = np.median(change) + 1e-9
    peaks = [
        t
        for t in range(2, len(change) - 2)
        if change[t] > times * floor and change[t] == change[max(0, t - 4) : t + 5].max()
    ]
    edges = [0, *peaks, len(change)]
    spans = [(a, b) for a, b in pairwise(edges) if b > a]
    return [(a, b, int(curve[a:b, : len(task.classes)].mean(axis=0).argmax())) for a, b in spans]


def judged(pieces: Sequence[Piece], truth: Truth) -> list[Piece]:
    return postprocess.within(pieces, truth.known)


def inner_folds(task: Task, trained: Sequence[Steps]) -> Iterator[tuple[Sequence[Steps], Sequence[Steps]]]:
    """Parts of the training part to fit on and to choose by: groups, or blocks of time where a class is in
    one group only.
    """
    if task.name == "ami":
        for k in range(BLOCKS):
            yield [part(s, k, False) for s in trained], [part(s, k, True) for s in trained]
        return
    groups = sorted({s.medium.group for s in trained})
    count = min(3, len(groups))
    for k in range(count):
        out = set(groups[k::count])
        yield [s for s in trained if s.medium.group not in out], [s for s in trained if s.medium.group in out]


def part(steps: Steps, block: int, held: bool) -> Steps:
    """A block of time of a film as a film of its own, or the rest of the film without a guard around it."""
    count, guard = len(steps.features), round(GUARD_S * 12.5)
    first, last = block * count // BLOCKS, (block + 1) * count // BLOCKS
    own = np.zeros(count, bool)
    own[first if held else max(0, first - guard) : last if held else last + guard] = True
    chosen = own if held else ~own
    targets = StepTargets(steps.targets.positive[chosen], steps.targets.weight[chosen])
    inside = tuple((max(a, first) - first, min(b, last) - first, k) for a, b, k in steps.truth.pieces)
    pieces = tuple(piece for piece in inside if piece[1] > piece[0]) if held else ()
    truth = Truth(pieces, steps.truth.known[chosen])
    return Steps(steps.medium, steps.features[chosen], targets, truth, steps.change[chosen])


def baselines(task: Task, trained: Sequence[Steps], held: Sequence[Steps]) -> dict[str, Found]:
    """Both with the settings that do best on the several segments of films held out within `trained`."""
    levels = (0.5,) if task.exclusive else LEVELS
    scored: dict[tuple[Any, ...], list[float]] = {}
    for own, other in inner_folds(task, trained):
        least = 1 if task.name == "ami" else 2
        films = [s for s in other if len(s.truth.pieces) >= least]
        for ridge in RIDGES if films else ():
            curves = probed(own, films, ridge)
            for width, level in product(WIDTHS, levels):
                found = [
                    judged(filtered(task, c, width, level), s.truth)
                    for c, s in zip(curves, films, strict=True)
                ]
                scored.setdefault(("probe", ridge, width, level), []).append(agreement(films, found))
            for times in CUTS if task.name == "ego" else ():
                found = [
                    judged(cut(task, c, s.change, times), s.truth) for c, s in zip(curves, films, strict=True)
                ]
                scored.setdefault(("cuts", ridge, times), []).append(agreement(films, found))
    out: dict[str, Found] = {}
    for name in sorted({key[0] for key in scored}, reverse=True):
        best = max((k for k in scored if k[0] == name), key=lambda k: np.mean(scored[k]))
        curves = probed(trained, held, best[1])
        out[name] = {
            s.medium.id: filtered(task, c, best[2], best[3])
            if name == "probe"
            else cut(task, c, s.change, best[2])
            for c, s in zip(curves, held, strict=True)
        }
    return out


def agreement(films: Sequence[Steps], found: Sequence[Sequence[Piece]]) -> float:
    return postprocess.agreement([s.truth.pieces for s in films], found)


def modelled(task: Task, fold: Fold, seed: int) -> tuple[Found, str]:
    with tempfile.TemporaryDirectory(prefix="sora-dense-") as place:
        config = replace(task.config, seed=seed, device="cpu")
        train(config, fold.training, Path(place), lambda _: None, lambda: False)
        predictor = Predictor(Path(place), config.cache_dir, "cpu")
        out: Found = {}
        for medium in fold.held:
            features = predictor.extractor.features(medium)
            look = predictor.look(features, lambda _: None, lambda: False)
            own = [c.id for c in predictor.checkpoint.classes]
            column = [[c.id for c in task.classes].index(c) for c in own]
            out[medium.id] = [(a, b, column[k]) for a, b, k in predictor.pieces(features, look)]
    decoder = predictor.checkpoint.decoder
    words = f"steps {decoder.step_share}, {decoder.method}, evidence {decoder.evidence}, "
    words += f"smooth {decoder.smooth}, high {decoder.high}"
    return out, words + (", order" if decoder.chain.order else "") + (", 2nd look" * decoder.second_look)


def counted(steps: Sequence[Steps], found: Found) -> Floats:
    """Per film: hits twice and segments for each overlap, then the edit score and 1."""
    rows = []
    for s in steps:
        truth = [metrics.Span(s.medium.id, k, a, b) for a, b, k in s.truth.pieces]
        own = judged(found[s.medium.id], s.truth)
        spans = [metrics.Span(s.medium.id, k, a, b) for a, b, k in own]
        row: list[float] = []
        for percent in OVERLAPS:
            row += metrics.matches(truth, spans, percent / 100).get(s.medium.id, (0, 0))
        edit = metrics.edit_score([k for _, _, k in s.truth.pieces], [k for _, _, k in own])
        rows.append([*row, edit / 100, 1.0])
    return np.array(rows)


def measured(task: Task, seeds: Sequence[int], say: Any) -> dict[str, Any]:
    rows: dict[str, list[Floats]] = {}
    groups: list[str] = []
    for number, fold in enumerate(task.folds):
        held = steps_of(task, fold.held)
        groups += [s.medium.id for s in held]
        own: dict[str, Floats] = {}
        for name, found in baselines(task, steps_of(task, fold.training.media), held).items():
            own[name] = counted(held, found)
        each = []
        for seed in seeds:
            begun = time.monotonic()
            found, words = modelled(task, fold, seed)
            each.append(counted(held, found))
            say(f"{task.name} fold {number} seed {seed}: {words}, {time.monotonic() - begun:.0f} s")
        own["model"] = np.mean(each, axis=0)
        for name, row in own.items():
            rows.setdefault(name, []).append(row)
    pooled_rows = {name: np.concatenate(parts) for name, parts in rows.items()}
    report: dict[str, Any] = {"films": len(groups), "seeds": len(seeds)}
    for name, table in pooled_rows.items():
        report[name] = {
            figure: interval(table[:, 2 * i : 2 * i + 2], groups) for i, figure in enumerate(FIGURES)
        }
    ours = pooled_rows.pop("model")
    for name, table in pooled_rows.items():
        report[f"over {name}"] = {
            figure: better(ours[:, 2 * i : 2 * i + 2], table[:, 2 * i : 2 * i + 2], groups)
            for i, figure in enumerate(FIGURES)
        }
    return report


def interval(rows: Floats, groups: Sequence[str]) -> dict[str, float]:
    error, low, high = metrics.ratio_interval(100 * rows[:, 0], rows[:, 1], groups)
    return {"value": 100 * float(rows[:, 0].sum() / rows[:, 1].sum()), "se": error, "low": low, "high": high}


def better(model: Floats, other: Floats, groups: Sequence[str]) -> dict[str, float]:
    """Ratio of the two figures, and the chance that the model's is greater, films drawn."""

    def chance(sums: Floats) -> Floats:
        ahead = sums[:, 0] * sums[:, 3] - sums[:, 2] * sums[:, 1]
        return np.asarray((ahead > 0) + 0.5 * (ahead == 0), dtype=np.float64)

    drawn = metrics.drawn_figures(np.concatenate([model, other], axis=1), groups, chance)
    a, b = model.sum(axis=0), other.sum(axis=0)
    ratio = float((a[0] / a[1]) / max(b[0] / b[1], 1e-9))
    return {"ratio": ratio, "p": float(drawn.mean())}


def table(report: Mapping[str, Any]) -> str:
    lines = ["| Task | Decoded by | F1@10 | F1@25 | F1@50 | Edit |", "|---|---|---|---|---|---|"]
    titles = {"model": "model", "probe": "per-step probe, median filter", "cuts": "cuts, probe inside"}
    for name, own in report.items():
        for method, title in titles.items():
            if method in own:
                cells = [f"{v['value']:.1f} [{v['low']:.1f}, {v['high']:.1f}]" for v in own[method].values()]
                lines.append(f"| {name} ({own['films']} films) | {title} | " + " | ".join(cells) + " |")
        for method in ("probe", "cuts"):
            if f"over {method}" in own:
                cells = [f"× {v['ratio']:.2f}, P {v['p']:.2f}" for v in own[f"over {method}"].values()]
                lines.append(f"| {name} | model over {titles[method]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", nargs="+", choices=TASKS, default=list(TASKS))
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--folds", type=int, default=None, help="at most so many folds of each set")
    parser.add_argument("--epochs", type=int, default=None, help="of each training, instead of 20, 40, 25")
    parser.add_argument("--final", action="store_true", help="judge ego by its test part: at the end, once")
    parser.add_argument("--cache", type=Path, default=None)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    cache = options.cache or cache_folder(None)
    report = {}
    for name in options.tasks:
        make, epochs = TASKS[name]
        epochs = options.epochs or epochs
        task = ego_task(cache, epochs, options.final) if name == "ego" else make(cache, epochs)
        task = replace(task, folds=task.folds[: options.folds])
        report[name] = measured(task, range(options.seeds), say)
    print(json.dumps(report, indent=1) if options.json else table(report))


if __name__ == "__main__":
    main()
