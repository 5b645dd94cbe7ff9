"""Does learning without labels help `sora-tcn-ae`? Codes of a pre-trained encoder against those of the same
one as it begins, under the same linear probe.

Groups of `train` are held out in turn; pre-training sees the pictures of the others, never those of the held
groups, and `test` is not touched. What is read of a clip was fixed beforehand: the means of the codes over
thirds and their mean absolute change; the probe is ridge regression of one strength. The difference is paired
by clip and seed; its standard error is by bootstrap over source videos (fight), over clips where there are
three groups only (ego: too small, since clips of a group are alike).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from results_fits import config_of
from results_probes import ridge, thirds
from results_sets import DATA, LabelledSet, clip_set, one_hot
from table import machine

from sora_model import checkpoint as checkpoints
from sora_model.config import TrainConfig, preset
from sora_model.contract.manifest import MediaSpec
from sora_model.cross_validation import grouped_folds
from sora_model.data.extraction import Backbone, Extractor
from sora_model.data.features import cache_folder
from sora_model.engine import choose
from sora_model.metrics import group_bootstrap
from sora_model.network.batch import Views
from sora_model.network.forms.tcn_ae import SoraTcnAe
from sora_model.network.sora import build
from sora_model.pretraining import pretrain

Floats = NDArray[np.float64]
STRENGTH = 0.1


def codes(model: SoraTcnAe, extractor: Extractor, medium: MediaSpec) -> Floats:
    """`(V, CODE)`."""
    features = extractor.features(medium)
    pixels = torch.from_numpy(features.block(0, features.count).pixels)[None]
    nothing = torch.zeros(0)
    views = Views(nothing, nothing, pixels, nothing, torch.ones(pixels.shape[:2], dtype=torch.bool))
    with torch.inference_mode():
        return np.asarray(model.encode(views)[0].double().numpy())


def read(code: Floats) -> Floats:
    """Means over thirds, and mean absolute change."""
    change = np.abs(np.diff(code, axis=0)).mean(axis=0) if len(code) > 1 else np.zeros(code.shape[1])
    return np.concatenate([thirds(code), change])


def hits(model: SoraTcnAe, extractor: Extractor, chosen: LabelledSet, known: Any, held: Any) -> list[bool]:
    """Which of the `held` clips the probe on the codes of the `known` ones gets right."""
    x, new = (np.stack([read(codes(model, extractor, m)) for m in media]) for media in (known, held))
    scores = ridge(x, one_hot(chosen, known), new, STRENGTH)
    return [bool(s.argmax() == chosen.truth(m)) for s, m in zip(scores, held, strict=True)]


def begun(config: TrainConfig) -> SoraTcnAe:
    """The form as pre-training begins with it."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        model = build(config.model, 1)
    assert isinstance(model, SoraTcnAe)
    return model.eval()


def learnt(config: TrainConfig, media: Sequence[MediaSpec]) -> tuple[SoraTcnAe, float]:
    """The form after pre-training on `media`, and its error."""
    with tempfile.TemporaryDirectory(prefix="sora-pretraining-") as place:
        done = pretrain(config, media, Path(place), lambda _: None, lambda: False)
        _, model = checkpoints.load(Path(place))
    assert isinstance(model, SoraTcnAe)
    return model.eval(), float(done["loss"])


def measured(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """Accuracies of both, and their paired difference."""
    every = clip_set(name, options.cache)
    chosen = every.only(lambda m: m.id not in every.test)
    config = config_of(preset("sora-tcn-ae"), options.cache, epochs=options.epochs, device="cpu")
    device = choose("cpu").device
    extractor = Extractor(Backbone.published("none", device), config.model.features, options.cache, device)
    right = {part: np.zeros((len(options.seeds), len(chosen.media))) for part in ("random", "pretrained")}
    place = {m.id: i for i, m in enumerate(chosen.media)}
    losses, start = [], time.process_time()
    for row, seed in enumerate(options.seeds):
        folds = grouped_folds(chosen.manifest, options.folds, seed)
        for fold in range(folds.count):
            known, held = folds.training(fold).media, folds.held_out(fold)
            seeded = replace(config, seed=seed)
            model, loss = learnt(seeded, known)
            losses.append(loss)
            columns = [place[m.id] for m in held]
            right["pretrained"][row, columns] = hits(model, extractor, chosen, known, held)
            right["random"][row, columns] = hits(begun(seeded), extractor, chosen, known, held)
            print(f"{name}, seed {seed}, fold {fold + 1}: error {loss:.3f}", file=sys.stderr, flush=True)
    difference = (right["pretrained"] - right["random"]).mean(axis=0)
    units = [m.group if name == "fight" else m.id for m in chosen.media]
    error, low, high = group_bootstrap(difference, units)
    return {
        "set": name,
        "clips": len(chosen.media),
        "groups": len({m.group for m in chosen.media}),
        "folds": options.folds,
        "seeds": options.seeds,
        "epochs": options.epochs,
        "reconstruction": float(np.mean(losses)),
        **{part: float(values.mean()) for part, values in right.items()},
        **{f"{part}_by_seed": values.mean(axis=1).tolist() for part, values in right.items()},
        "difference": float(difference.mean()),
        "difference_se": error,
        "difference_interval": [low, high],
        "seconds": time.process_time() - start,
    }


def table(found: Sequence[dict[str, Any]]) -> str:
    """Markdown."""
    lines = ["| Clips held out | Random codes | Pre-trained codes | Difference ± se |", "|---|---|---|---|"]
    for one in found:
        lines.append(
            f"| {one['set']} ({one['clips']}) | {one['random']:.1%} | {one['pretrained']:.1%} | "
            f"{one['difference']:+.1%} ± {one['difference_se']:.1%} |"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench pretraining", description=__doc__)
    parser.add_argument("--sets", nargs="+", choices=("ego", "fight"), default=["ego", "fight"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=16, help="of pre-training")
    parser.add_argument("--cache", type=Path, default=cache_folder(None))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"The footage is not there (looked for {DATA}).", file=sys.stderr)
        return 2
    found = [measured(name, options) for name in options.sets]
    print(json.dumps({"machine": machine(), "sets": found}) if options.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
