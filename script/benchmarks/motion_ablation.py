"""Which description of motion tells actions apart: flow descriptors of several kinds, a stem learned on frame
differences, both. Grouped folds within `train` of the fight and ego sets; `test` is never touched.

    script/bench motion_ablation [--sets ego fight] [--variants …] [--json]
    .venv/bin/python script/benchmarks/motion_ablation.py --parts stage-b [--seeds 1] [--json]

Two readings of each: a ridge probe on thirds of the clip, and a small network (projection → TCN → GRU →
attention) of the model's own blocks. Differences to the descriptor in use are paired by clip and seed; their
standard error is by bootstrap over source videos (fight), over clips where there are three groups only (ego:
too small, since clips of a group are alike).
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from motion_stage_b import judged_stages
from numpy.typing import NDArray
from torch import Tensor, nn

from sora_model.data import motion
from sora_model.data.features import cache_folder
from sora_model.media.decoder import FrameDecoder
from sora_model.media.opencv import cv2
from sora_model.media.pts_index import load_index
from sora_model.network.fusion import WeightedFusion
from sora_model.network.heads import ClipHead
from sora_model.network.motion import DifferenceStem, MotionBranch
from sora_model.network.statistics import compress
from sora_model.network.temporal import AttentionPooling, DilatedTcn, OrderGru

RATE, EVERY, WIDTH, EPOCHS, BATCH = 12.5, 2, 64, 30, 16
PARTS, LAMBDA = 3, 1.0
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SETS = {"ego": ("ego_gestures", "group"), "fight": ("cctv_fight", "source_video")}
Floats = NDArray[np.float32]


# --- pictures ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Film:
    """Every frame of a clip: `grey (N, 128, 128)`, `small (N, 64, 64, 3)`, `times (N,)` in seconds."""

    grey: NDArray[np.uint8]
    small: NDArray[np.uint8]
    times: NDArray[np.float64]
    end: float
    label: str
    group: str

    def frames(self, rate: float) -> NDArray[np.int64]:
        """The frame shown at each step."""
        moments = np.arange(0, self.end - 0.1 / rate, 1 / rate)
        return np.clip(np.searchsorted(self.times, moments + 1e-6, side="right") - 1, 0, len(self.times) - 1)


def films_of(name: str, cache: Path) -> list[Film]:
    """The labelled clips of `train`, decoded once."""
    source, group = SETS[name]
    with open(DATA / source / "labels.csv", encoding="utf-8", newline="") as table:
        rows = [r for r in csv.DictReader(table) if r["split"] == "train" and r["label"] != "unclassified"]
    folder = cache / "motion-ablation"
    folder.mkdir(parents=True, exist_ok=True)
    films = []
    for row in rows:
        path = DATA / source / row["file"]
        file = folder / f"{name}-{path.stem}.npz"
        if not file.exists():
            np.savez(file, **decoded(path, cache))
        with np.load(file) as data:
            small, end = np.array(data["small"]), float(data["end"])
            films.append(Film(data["grey"], small, data["times"], end, row["label"], row[group]))
    return films


def decoded(path: Path, cache: Path) -> dict[str, Any]:
    index = load_index(path, cache)
    grey, small = [], []
    with FrameDecoder(path, index, threads=1) as decoder:
        for _, picture in decoder.frames(range(len(index)), (224, 224)):
            flat = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
            grey.append(cv2.resize(flat, (motion.FLOW_SIZE,) * 2, interpolation=cv2.INTER_AREA))
            small.append(cv2.resize(picture, (64, 64), interpolation=cv2.INTER_AREA))
    seconds = [index.seconds(int(t)) for t in index.pts]
    return {
        "grey": np.stack(grey),
        "small": np.stack(small),
        "times": np.array(seconds),
        "end": np.array(index.seconds(int(index.end_pts))),
    }


# --- descriptors -------------------------------------------------------------------------------

Describe = Callable[[Floats, NDArray[np.uint8], NDArray[np.uint8], float], Floats]


def global_motion(flow: Floats, affine: bool) -> Floats:
    """The camera's motion `(S, S, 2)`: the median, or an affine field fitted to what follows it best."""
    if not affine:
        return np.broadcast_to(np.median(flow, axis=(0, 1)), flow.shape).astype(np.float32)
    size = flow.shape[0]
    place = (np.arange(size, dtype=np.float32) / size - 0.5).astype(np.float32)
    x, y = np.meshgrid(place, place)
    basis = np.stack([np.ones_like(x), x, y], axis=2).reshape(-1, 3)[::5]
    target = flow.reshape(-1, 2)[::5]
    keep = np.ones(len(basis), bool)
    found = np.zeros((3, 2), np.float32)
    for _ in range(3):
        found = np.linalg.lstsq(basis[keep], target[keep], rcond=None)[0].astype(np.float32)
        rest = np.abs(target - basis @ found).sum(axis=1)
        keep = rest <= np.quantile(rest, 0.6)
    return (np.stack([np.ones_like(x), x, y], axis=2) @ found).astype(np.float32)


def compensated(affine: bool, both: bool) -> Describe:
    """The camera's motion taken out; it is added as 2 numbers. `both`: beside the descriptor in use."""

    def describe(flow: Floats, before: NDArray[np.uint8], after: NDArray[np.uint8], dt: float) -> Floats:
        camera = global_motion(flow, affine)
        rest = motion.describe(flow - camera, before, after, dt)
        if both:
            return np.concatenate(
                [motion.describe(flow, before, after, dt), rest[: motion.GRID**2 * motion.BINS]]
            )
        return np.concatenate([rest, camera.mean(axis=(0, 1))])

    return describe


def normalised(flow: Floats, before: NDArray[np.uint8], after: NDArray[np.uint8], dt: float) -> Floats:
    """Directions as shares of all motion; how much moves stays among the extras."""
    found = motion.describe(flow, before, after, dt)
    bins = motion.GRID**2 * motion.BINS
    found[:bins] /= found[:bins].sum() / 16 + 0.1
    return found


def finer(grid: int) -> Describe:
    """Histograms on a finer grid beside everything else."""

    def describe(flow: Floats, before: NDArray[np.uint8], after: NDArray[np.uint8], dt: float) -> Floats:
        scale = 100.0 / flow.shape[0] * (motion.REFERENCE_S / max(dt, 1e-3))
        u, v = flow[..., 0] * scale, flow[..., 1] * scale
        fine = motion.direction_histogram(u, v, np.hypot(u, v), grid).ravel()
        return np.concatenate(
            [fine, motion.describe(flow, before, after, dt)[motion.GRID**2 * motion.BINS :]]
        )

    return describe


@dataclass(frozen=True)
class Variant:
    """`describe` None: no flow. `cells`: with the branch's attention over cells. `stem`: learned too."""

    describe: Describe | None = motion.describe
    fast: bool = False
    rate: float = RATE
    cells: bool = False
    stem: bool = False


BASE = "flow 4×4×8, 12.5/s"
VARIANTS: dict[str, Variant] = {
    BASE: Variant(),
    "… attention over cells (in use)": Variant(cells=True),
    "… DIS fast": Variant(fast=True),
    "… 25/s": Variant(rate=25.0),
    "… 6.25/s": Variant(rate=6.25),
    "… 6×6×8": Variant(finer(6)),
    "… 8×8×8": Variant(finer(8)),
    "… magnitude normalised": Variant(normalised),
    "… median motion out": Variant(compensated(False, both=False)),
    "… affine motion out": Variant(compensated(True, both=False)),
    "… and affine motion out beside": Variant(compensated(True, both=True)),
    "difference stem alone": Variant(None, stem=True),
    "flow + difference stem": Variant(stem=True),
}


def described(film: Film, variants: Mapping[str, Describe], fast: bool, rate: float) -> dict[str, Floats]:
    """`(T, M)` by name: one description per step of one flow, held while the picture stays; zero before any
    motion.
    """
    preset = cv2.DISOPTICAL_FLOW_PRESET_FAST if fast else cv2.DISOPTICAL_FLOW_PRESET_MEDIUM
    dis = cv2.DISOpticalFlow.create(preset)
    rows: list[dict[str, Floats]] = []
    last: int | None = None
    now: dict[str, Floats] = {}
    for n in film.frames(rate):
        if last is not None and n != last:
            pair = film.grey[last], film.grey[n]
            # A flow passed in would be taken as a first guess.
            flow = np.asarray(dis.calc(*pair, None), np.float32)  # type: ignore[call-overload]
            dt = float(film.times[n] - film.times[last])
            now = {name: describe(flow, *pair, dt) for name, describe in variants.items()}
        last = int(n)
        rows.append(now)
    still = {name: np.zeros_like(found) for name, found in now.items()}
    return {name: np.stack([row.get(name, still[name]) for row in rows]) for name in now}


def all_described(films: Sequence[Film], chosen: Sequence[str]) -> dict[str, list[Floats]]:
    """What each variant with a flow says of each film; every flow is computed once."""
    found: dict[str, list[Floats]] = {}
    for fast, rate in sorted({(VARIANTS[c].fast, VARIANTS[c].rate) for c in chosen}):
        alike: dict[str, Describe] = {}
        for name in chosen:
            variant = VARIANTS[name]
            if variant.describe is not None and (variant.fast, variant.rate) == (fast, rate):
                alike[name] = variant.describe
        for film in films:
            for name, steps in described(film, alike, fast, rate).items():
                found.setdefault(name, []).append(compress(torch.from_numpy(steps)).numpy())
    return found


# --- readings ----------------------------------------------------------------------------------


def ridge(train: Sequence[Floats], labels: Tensor, test: Sequence[Floats], classes: int) -> NDArray[np.int64]:
    """Ridge regression on means over thirds, each statistic standardised; the classes found."""

    def thirds(steps: Floats) -> Floats:
        edges = [(len(steps) * p // PARTS, -(-len(steps) * (p + 1) // PARTS)) for p in range(PARTS)]
        return np.concatenate([steps[a:b].mean(axis=0) for a, b in edges])

    x, z = np.stack([thirds(s) for s in train]), np.stack([thirds(s) for s in test])
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    scale = deviation + 0.02 * deviation.mean() + 1e-8
    x, z = np.clip((x - mean) / scale, -4, 4), np.clip((z - mean) / scale, -4, 4)
    size = np.sqrt((x**2).sum(axis=1).mean())
    x, z = x / size, z / size
    y = np.eye(classes)[labels.numpy()]
    dual = np.linalg.solve(x @ x.T + LAMBDA * np.eye(len(x)), y - y.mean(axis=0))
    return np.asarray((z @ (x.T @ dual) + y.mean(axis=0)).argmax(axis=1))


class MotionNet(nn.Module):
    """`flow (B, T, M)` and `pixels (B, V, 64, 64, 3)` → logits `(B, C)`."""

    def __init__(self, channels: int, classes: int, variant: Variant) -> None:
        super().__init__()
        self.variant = variant
        self.cells = MotionBranch(WIDTH, 0.4) if variant.cells else None
        self.plain = nn.Sequential(nn.Dropout(0.4), nn.Conv1d(max(channels, 1), WIDTH, 3, padding=1))
        self.norm = nn.LayerNorm(WIDTH)
        self.stem = DifferenceStem(WIDTH, 0.4)
        self.fusion = WeightedFusion(2, WIDTH)
        self.tcn = DilatedTcn(WIDTH, 5, 0.4)
        self.order = OrderGru(WIDTH, 0.4)
        self.pool = AttentionPooling(WIDTH)
        self.head = ClipHead(WIDTH, classes, 0.4)

    def forward(self, flow: Tensor, pixels: Tensor, mask: Tensor) -> Tensor:
        branches = []
        if self.cells is not None:
            branches.append(self.cells(flow, mask)[0])
        elif self.variant.describe is not None:
            projected = self.plain((flow * mask[..., None]).transpose(1, 2)).transpose(1, 2)
            branches.append(torch.relu(self.norm(projected)))
        if self.variant.stem:
            branches.append(self.stem(pixels).repeat_interleave(EVERY, dim=1)[:, : mask.shape[1]])
        keep = torch.ones(len(mask), len(branches), dtype=torch.bool)
        x = self.fusion(branches, keep)[0] if len(branches) > 1 else branches[0]
        x = self.order(self.tcn(x, mask), mask)
        out: Tensor = self.head(self.pool(x, mask)[0])
        return out


@dataclass(frozen=True)
class Sample:
    flow: Tensor
    pixels: Tensor
    label: int


def batch_of(samples: Sequence[Sample], random: np.random.Generator | None) -> tuple[Tensor, Tensor, Tensor]:
    """Padded; with `random` each is played up to a fifth faster or slower, with a little noise."""
    flows, looks = [], []
    for sample in samples:
        count = len(sample.flow)
        factor = float(np.exp(random.uniform(-0.2, 0.2))) if random is not None else 1.0
        steps = np.minimum((np.arange(max(2, round(count / factor))) * factor).astype(int), count - 1)
        flow = sample.flow[steps]
        flows.append(flow + 0.1 * torch.randn_like(flow) if random is not None else flow)
        looks.append(sample.pixels[np.minimum(steps[::EVERY] // EVERY, len(sample.pixels) - 1)])
    pad = nn.utils.rnn.pad_sequence
    mask = pad([torch.ones(len(f), dtype=torch.bool) for f in flows], batch_first=True)
    return pad(flows, batch_first=True), pad(looks, batch_first=True), mask


def network(
    train: Sequence[Sample], test: Sequence[Sample], classes: int, variant: Variant, seed: int
) -> list[int]:
    """Train on `train`, the classes found for `test`."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    model = MotionNet(train[0].flow.shape[1], classes, variant)
    optimiser = torch.optim.AdamW(model.parameters(), 2e-3, weight_decay=1e-2)
    rounds = EPOCHS * -(-len(train) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=rounds)
    for _ in range(EPOCHS):
        order = random.permutation(len(train))
        for start in range(0, len(order), BATCH):
            chosen = [train[i] for i in order[start : start + BATCH]]
            labels = torch.tensor([s.label for s in chosen])
            loss = F.cross_entropy(model(*batch_of(chosen, random)), labels, label_smoothing=0.1)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    model.eval()
    with torch.inference_mode():
        return [int(model(*batch_of([s], None)).argmax()) for s in test]


# --- protocol ----------------------------------------------------------------------------------


def folds_of(groups: Sequence[str]) -> list[list[int]]:
    """Test parts by whole groups: three groups left out in turn, else five parts of about one size."""
    names = sorted(set(groups), key=lambda g: (-groups.count(g), g))
    parts: list[list[str]] = [[] for _ in range(min(5, len(names)))]
    for name in names:
        min(parts, key=lambda part: sum(groups.count(g) for g in part)).append(name)
    return [[i for i, g in enumerate(groups) if g in part] for part in parts]


def judged(
    films: Sequence[Film], raw: Sequence[Floats], variant: Variant, seeds: Sequence[int]
) -> tuple[Floats, Floats]:
    """Right (1) or wrong (0) by clip: of the probe, and of the network (mean over seeds)."""
    names = sorted({f.label for f in films})
    labels = torch.tensor([names.index(f.label) for f in films])
    looks = [torch.from_numpy(f.small[f.frames(RATE)[::EVERY]]) for f in films]
    probe = np.zeros(len(films), np.float32)
    net = np.zeros(len(films), np.float32)
    for test in folds_of([f.group for f in films]):
        train = [i for i in range(len(films)) if i not in test]
        steps = np.concatenate([raw[i] for i in train])
        mean, deviation = steps.mean(axis=0), steps.std(axis=0) + 1e-3 * steps.std() + 1e-6
        scaled = [(r - mean) / deviation for r in raw]
        samples = [
            Sample(torch.from_numpy(scaled[i].astype(np.float32)), looks[i], int(labels[i]))
            for i in range(len(films))
        ]
        if variant.describe is not None:
            found = ridge([raw[i] for i in train], labels[train], [raw[i] for i in test], len(names))
            probe[test] = found == labels[test].numpy()
        for seed in seeds:
            said = network([samples[i] for i in train], [samples[i] for i in test], len(names), variant, seed)
            net[test] += (np.array(said) == labels[test].numpy()) / len(seeds)
    return probe, net


def error(right: Floats, groups: Sequence[str], rounds: int = 4000) -> float:
    """Bootstrap standard error of the mean over groups (over clips where there are fewer than five)."""
    units = list(groups) if len(set(groups)) >= 5 else [str(i) for i in range(len(groups))]
    names = sorted(set(units))
    index = np.array([names.index(u) for u in units])
    count, total = np.bincount(index), np.bincount(index, weights=right)
    drawn = np.random.default_rng(0).integers(0, len(names), (rounds, len(names)))
    return float((total[drawn].sum(axis=1) / count[drawn].sum(axis=1)).std(ddof=1))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", nargs="+", default=["ego", "fight"], choices=["ego", "fight"])
    parser.add_argument(
        "--variants", nargs="+", default=list(VARIANTS), choices=list(VARIANTS), metavar="NAME"
    )
    parser.add_argument(
        "--parts", nargs="+", default=["descriptors"], choices=["descriptors", "stage-b"], help="what to try"
    )
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--tune-epochs", type=int, default=4, help="of stage b")
    parser.add_argument("--cache", help="folder of the caches")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cache = cache_folder(options.cache)
    rows = []
    if "descriptors" in options.parts:
        for name in options.sets:
            rows += described_rows(name, cache, options.variants, options.seeds)
    if "stage-b" in options.parts:
        rows += stage_rows(cache, options.seeds, options.tune_epochs)
    print(json.dumps(rows, ensure_ascii=False, indent=1) if options.json else table(rows))
    return 0


def described_rows(name: str, cache: Path, variants: Sequence[str], seeds: int) -> list[dict[str, object]]:
    """What each variant reads of the set."""
    rows = []
    films = films_of(name, cache)
    groups = [f.group for f in films]
    base: tuple[Floats, Floats] | None = None
    said = all_described(films, variants)
    nothing = [np.zeros((len(f.frames(RATE)), 1), np.float32) for f in films]
    for title in variants:
        found = judged(films, said.get(title, nothing), VARIANTS[title], range(seeds))
        base = base or found
        readings = zip(("probe", "network"), found, base, strict=True)
        rows.append(row_of(name, title, groups, {reading: pair for reading, *pair in readings}))
    return rows


def stage_rows(cache: Path, seeds: int, epochs: int) -> list[dict[str, object]]:
    """What the network alone reads of the gestures, by how its backbone was trained."""
    rows = []
    base: Floats | None = None
    for title, right, groups in judged_stages(cache, range(seeds), epochs):
        base = right if base is None else base
        rows.append(row_of("ego", title, groups, {"network": [right, base]}))
    return rows


def row_of(
    name: str, title: str, groups: Sequence[str], readings: Mapping[str, Sequence[Floats]]
) -> dict[str, object]:
    """Shares of right clips, and what is gained beside the second entry of each reading."""
    row: dict[str, object] = {"set": name, "variant": title, "clips": len(groups)}
    for reading, (right, before) in readings.items():
        row[reading] = round(float(right.mean()), 4)
        row[f"{reading}_se"] = round(error(right, groups), 4)
        row[f"{reading}_gain"] = round(float((right - before).mean()), 4)
        row[f"{reading}_gain_se"] = round(error(right - before, groups), 4)
    print(json.dumps(row, ensure_ascii=False), file=sys.stderr, flush=True)
    return row


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Markdown; gains are beside the first row of the set and its kind of reading."""
    lines = ["| Set (clips) | Variant | Probe | gain | Network | gain |", "|---|---|---|---|---|---|"]
    for row in rows:
        cells = [
            f"{100 * float(str(row[key])):.1f} ± {100 * float(str(row[key + '_se'])):.1f}"
            if key in row
            else ""
            for key in ("probe", "probe_gain", "network", "network_gain")
        ]
        lines.append(f"| {row['set']} ({row['clips']}) | {row['variant']} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
