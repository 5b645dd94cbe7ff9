"""sora-av on real footage, through `sora-studio` new, import, train, evaluate; the table of docs/results.md.

`test` films are kept out of training (`--holdout`) and scored once per seed. Beside it, on the same cached
features: the majority class, a linear probe on time-averaged features (ridge, its strength chosen by folds of
groups within `train`), and the model's two parts alone. Standard errors are by bootstrap over groups.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
TABLE = ROOT / "docs" / "results.md"
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"
STRENGTHS = (0.01, 0.1, 1.0, 10.0)

Groups = dict[str, tuple[int, float]]
"""Test group → films, and right answers (mean over seeds)."""


@dataclass(frozen=True)
class Clip:
    path: Path
    label: str
    group: str
    test: bool


def clips_of(name: str) -> list[Clip]:
    """The labelled clips of `fight` or `ego` (without `unclassified`)."""
    folder, group = {"fight": ("cctv_fight", "source_video"), "ego": ("ego_gestures", "group")}[name]
    with open(DATA / folder / "labels.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Clip(DATA / folder / r["file"], r["label"], r[group], r["split"] == "test")
        for r in rows
        if r["label"] != "unclassified"
    ]


def program(*arguments: str) -> dict[str, Any]:
    """Run `sora-studio`; its JSON answer. Progress goes to stderr as it comes."""
    command = [sys.executable, "-m", "app", *arguments, "--json"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout))


def project_of(name: str, clips: Sequence[Clip], work: Path) -> Path:
    project = work / f"{name}.sora"
    labels = work / f"{name}.csv"
    with open(labels, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["media", "class", "start_s", "end_s", "start_frame", "end_frame", "score", "source", "group"]
        )
        writer.writerows([c.path.name, c.label, "", "", "", "", "", "", c.group] for c in clips)
    program("new", str(project), "--media", *(str(c.path) for c in clips))
    program("import", str(project), str(labels), "--format", "csv")
    return project


def groups_of(scores: dict[str, Any]) -> Groups:
    return {g: (v["n"], float(v["correct"])) for g, v in scores["groups"].items()}


def mean_groups(several: Sequence[Groups]) -> Groups:
    return {g: (several[0][g][0], float(np.mean([s[g][1] for s in several]))) for g in several[0]}


def share(groups: Groups) -> float:
    return sum(right for _, right in groups.values()) / sum(n for n, _ in groups.values())


def error(groups: Groups, minus: Groups | None = None, rounds: int = 4000) -> float:
    """Bootstrap standard error over groups, of the accuracy or of its difference to `minus`."""
    names = sorted(groups)
    n = np.array([groups[g][0] for g in names])
    right = np.array([groups[g][1] - (minus[g][1] if minus else 0.0) for g in names])
    drawn = np.random.default_rng(0).integers(0, len(names), (rounds, len(names)))
    return float((right[drawn].sum(axis=1) / n[drawn].sum(axis=1)).std(ddof=1))


def run_set(name: str, seeds: Sequence[int], work: Path) -> dict[str, Any]:
    clips = clips_of(name)
    project = project_of(name, clips, work)
    test = [c.path.name for c in clips if c.test]
    runs: list[dict[str, Any]] = []
    for seed in seeds:
        trained = program("train", str(project), "--holdout", *test, "--seed", str(seed))
        scores = program("evaluate", str(project), "--run", str(trained["run"]), "--media", *test)
        print(f"{name}, seed {seed}: {scores['clip_accuracy']:.3f}", file=sys.stderr, flush=True)
        runs.append({"seed": seed, "train": trained, "test": scores})
    parts = parts_alone(project, clips, [r["train"]["run"] for r in runs])
    linear = linear_probe(clips)
    common = Counter(c.label for c in clips if not c.test).most_common(1)[0][0]
    majority: Groups = {}
    for clip in clips:
        if clip.test:
            n, right = majority.get(clip.group, (0, 0.0))
            majority[clip.group] = (n + 1, right + (clip.label == common))
    return {
        "name": name,
        "train": sum(not c.test for c in clips),
        "train_groups": len({c.group for c in clips if not c.test}),
        "test": len(test),
        "majority": majority,
        "linear": linear,
        "sora": mean_groups([groups_of(r["test"]) for r in runs]),
        "seeds": [r["test"]["clip_accuracy"] for r in runs],
        "macro_f1": float(np.mean([r["test"]["macro_f1"] for r in runs])),
        "brier": float(np.mean([r["test"]["brier"] for r in runs])),
        "log_loss": float(np.mean([r["test"]["log_loss"] for r in runs])),
        "seconds": float(np.mean([r["train"]["seconds"] for r in runs[1:] or runs])),
        **parts,
    }


def test_job(folder: Path, clips: Sequence[Clip], classes: Sequence[Any]) -> Any:
    """An evaluation of the checkpoint in `folder` on the test clips, outside any project."""
    from sora_model.contract.jobs import EvaluateJob
    from sora_model.contract.manifest import Manifest, RangeSpec

    ids = {c.name: c.id for c in classes}
    media = []
    for clip in clips:
        if clip.test:
            spec = media_spec(clip)
            media.append(replace(spec, ranges=(RangeSpec(spec.start, spec.end, ids[clip.label]),)))
    return EvaluateJob(str(folder), Manifest("results", tuple(classes), tuple(media)))


def media_spec(clip: Clip) -> Any:
    import av

    from sora_model.contract.manifest import MediaSpec
    from sora_model.data.features import cache_folder
    from sora_model.media.hashing import quick_hash
    from sora_model.media.pts_index import load_index

    index = load_index(clip.path, cache_folder(None))
    with av.open(str(clip.path)) as container:
        has_audio = bool(container.streams.audio)
    return MediaSpec(
        id=clip.path.stem,
        path=str(clip.path),
        sha256="",
        quick_hash=quick_hash(clip.path),
        group=clip.group,
        split="train",
        time_base=(index.time_base.numerator, index.time_base.denominator),
        origin=(index.origin.numerator, index.origin.denominator),
        start=index.start_pts,
        end=index.end_pts,
        has_video=True,
        has_audio=has_audio,
    )


def parts_alone(project: Path, clips: Sequence[Clip], runs: Sequence[str]) -> dict[str, Groups]:
    """The same checkpoints with the probe's share set to one and to nothing; nothing is trained again."""
    from sora_model import checkpoint as checkpoints
    from sora_model.evaluation import evaluate

    found: dict[str, list[Groups]] = {"probe": [], "network": []}
    for run in runs:
        (folder,) = [p.parent for p in project.with_suffix(".models").rglob("model.json") if run in str(p)]
        checkpoint, model = checkpoints.load(folder)
        for part, weight in (("probe", 1.0), ("network", 0.0)):
            with tempfile.TemporaryDirectory() as place:
                config = replace(checkpoint.config, probe_share=weight)
                checkpoints.save(Path(place), replace(checkpoint, config=config), model)
                scores = evaluate(test_job(Path(place), clips, checkpoint.classes), lambda _: None)
            found[part].append(groups_of(scores))
    return {part: mean_groups(several) for part, several in found.items()}


def linear_probe(clips: Sequence[Clip]) -> Groups:
    """Ridge regression on time-averaged cached features; the strength by folds of groups within train."""
    import torch

    from sora_model.config import preset
    from sora_model.data.extraction import Backbone, Extractor
    from sora_model.data.features import cache_folder
    from sora_model.data.windows import pooled
    from sora_model.engine import choose
    from sora_model.fitting import fold_numbers
    from sora_model.network.statistics import compress

    engine = choose("auto")
    extractor = Extractor(
        Backbone.published("efficientnet-lite0", engine.device), preset("sora-av").features, cache_folder(None), engine.device
    )
    rows = []
    for clip in clips:
        features = extractor.features(media_spec(clip))
        block = features.block(0, features.count)
        parts = (pooled(block), compress(torch.from_numpy(block.motion)), torch.from_numpy(block.audio))
        rows.append(np.concatenate([p.mean(dim=0).numpy() for p in parts]))
    x = np.stack(rows).astype(np.float64)
    names = sorted({c.label for c in clips})
    y = np.eye(len(names))[[names.index(c.label) for c in clips]]
    train = np.array([not c.test for c in clips])
    folds = fold_numbers([c.group for c in clips if not c.test], list(range(int(train.sum()))), 0)
    assert folds is not None
    inner = [
        np.mean([_hits(x[train], y[train], folds != f, folds == f, s).mean() for f in np.unique(folds)])
        for s in STRENGTHS
    ]
    hits = _hits(x, y, train, ~train, STRENGTHS[int(np.argmax(inner))])
    groups: Groups = {}
    for clip, hit in zip([c for c in clips if c.test], hits, strict=True):
        n, right = groups.get(clip.group, (0, 0.0))
        groups[clip.group] = (n + 1, right + float(hit))
    return groups


def _hits(x: Any, y: Any, train: Any, test: Any, strength: float) -> Any:
    mean, deviation = x[train].mean(axis=0), x[train].std(axis=0) + 1e-6
    z = (x - mean) / deviation / np.sqrt(x.shape[1])
    offset = y[train].mean(axis=0)
    gram = z[train] @ z[train].T + strength * np.eye(int(train.sum()))
    scores = z[test] @ (z[train].T @ np.linalg.solve(gram, y[train] - offset)) + offset
    return scores.argmax(axis=1) == y[test].argmax(axis=1)


def table(results: Sequence[dict[str, Any]]) -> str:
    """Markdown."""

    def cell(groups: Groups) -> str:
        return f"{share(groups):.1%} ± {error(groups):.1%}" if len(groups) > 1 else f"{share(groups):.1%}"

    lines = [
        "| Set (train → test clips, groups) | Majority | Linear probe | sora-av, probe alone | "
        "sora-av, network alone | **sora-av** | Seeds | sora-av − linear |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in results:
        gain = share(r["sora"]) - share(r["linear"])
        groups = f"{r['train_groups']} → {len(r['sora'])}"
        lines.append(
            f"| {r['name']} ({r['train']} → {r['test']}, {groups}) | {cell(r['majority'])} | "
            f"{cell(r['linear'])} | {cell(r['probe'])} | {cell(r['network'])} | **{cell(r['sora'])}** | "
            f"{', '.join(f'{s:.1%}' for s in r['seeds'])} | "
            f"{gain:+.1%} ± {error(r['sora'], r['linear']):.1%} |"
        )
    lines += [
        "",
        "| sora-av | Macro F1 | Brier | Log loss | Training, features cached |",
        "|---|---|---|---|---|",
    ]
    for r in results:
        lines.append(
            f"| {r['name']} | {r['macro_f1']:.3f} | {r['brier']:.3f} | {r['log_loss']:.3f} | "
            f"{r['seconds']:.0f} s |"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/results")
    parser.add_argument("--sets", nargs="+", choices=("fight", "ego"), default=["fight", "ego"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    parser.add_argument("--work", type=Path, help="keep the projects here")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"The footage is not there (looked for {DATA}).", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="sora-results-") as place:
        work = options.work or Path(place)
        work.mkdir(parents=True, exist_ok=True)
        results = [run_set(name, options.seeds, work) for name in options.sets]
    text = table(results)
    if set(options.sets) == {"fight", "ego"} and TABLE.is_file():
        before, rest = TABLE.read_text(encoding="utf-8").split(BEGIN, 1)
        after = rest.split(END, 1)[1]
        TABLE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
    print(json.dumps(results) if options.json else text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
