"""What sora-av is compared with: probes fitted in closed form on hand-made statistics of the cached features,
and a small network trained naively. All see the training and the validation part of a trial.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from results_sets import LabelledSet, Trial, groups_in, one_hot
from torch import Tensor, nn

from sora_model.config import ModelConfig
from sora_model.contract.manifest import MediaSpec
from sora_model.data.extraction import Backbone, Extractor
from sora_model.data.windows import pooled
from sora_model.engine import choose
from sora_model.fitting import fold_numbers
from sora_model.network.recurrent import run_recurrent
from sora_model.network.statistics import compress
from sora_model.network.temporal import DilatedTcn

Floats = NDArray[np.float64]
STRENGTHS = (0.01, 0.1, 1.0, 10.0)
NAIVE_EPOCHS = 30


@dataclass(frozen=True)
class Steps:
    """Cached features of one clip: `pictures (V, P)`, `motion (T, M)` (signed roots), `sound (T, A)`."""

    pictures: Floats
    motion: Floats
    sound: Floats


def read_steps(media: Sequence[MediaSpec], config: ModelConfig, cache: Path) -> dict[str, Steps]:
    """By medium."""
    engine = choose("cpu")
    backbone = Backbone.published(config.features.backbone, engine.device)
    extractor = Extractor(backbone, config.features, cache, engine.device)
    found = {}
    for medium in media:
        features = extractor.features(medium)
        block = features.block(0, features.count)
        motion = compress(torch.from_numpy(block.motion)).double().numpy()
        found[medium.id] = Steps(pooled(block).double().numpy(), motion, block.audio.astype(np.float64))
    return found


def _mean(x: Floats) -> Floats:
    return np.asarray(x.mean(axis=0))


def _change(x: Floats) -> Floats:
    return np.asarray(np.abs(np.diff(x, axis=0)).mean(axis=0)) if len(x) > 1 else np.zeros(x.shape[1])


def thirds(x: Floats) -> Floats:
    """Means over three equal shares of the steps, one after the other."""
    edges = [len(x) * i // 3 for i in range(4)]
    return np.concatenate([x[min(a, len(x) - 1) : max(b, a + 1)].mean(axis=0) for a, b in pairwise(edges)])


STATISTICS: Mapping[str, Callable[[Steps], Floats]] = {
    "appearance": lambda s: _mean(s.pictures),
    "differences + order": lambda s: np.concatenate([_change(s.pictures), thirds(s.pictures)]),
    "flow": lambda s: np.concatenate([_mean(s.motion), s.motion.std(axis=0)]),
    "linear": lambda s: np.concatenate([_mean(s.pictures), _mean(s.motion), _mean(s.sound)]),
}
"""Name → statistics of a clip. *linear* is the linear probe on time-averaged features, all of them."""


def probe_answers(
    name: str, chosen: LabelledSet, trial: Trial, steps: Mapping[str, Steps]
) -> dict[str, Floats]:
    """Medium → scores `(C,)` by ridge regression; its strength by folds of groups within training."""
    train = trial.training.media
    rows = {m.id: STATISTICS[name](steps[m.id]) for m in (*train, *trial.held)}
    x, y = np.stack([rows[m.id] for m in train]), one_hot(chosen, train)
    strength = _strength(x, y, groups_in(train))
    scores = ridge(x, y, np.stack([rows[m.id] for m in trial.held]), strength)
    return {m.id: s for m, s in zip(trial.held, scores, strict=True)}


def _strength(x: Floats, y: Floats, groups: list[str]) -> float:
    folds = fold_numbers(groups, list(range(len(groups))), 0)
    if folds is None:
        return STRENGTHS[1]
    hits = np.zeros(len(STRENGTHS))
    for fold in np.unique(folds):
        held = folds == fold
        for i, strength in enumerate(STRENGTHS):
            scores = ridge(x[~held], y[~held], x[held], strength)
            hits[i] += (scores.argmax(axis=1) == y[held].argmax(axis=1)).sum()
    return STRENGTHS[int(np.argmax(hits))]


def ridge(x: Floats, y: Floats, held: Floats, strength: float) -> Floats:
    """Scores `(M, C)` of `held (M, D)` from `x (N, D)`, `y (N, C)`; statistics standardised, dual form."""
    mean, deviation = x.mean(axis=0), x.std(axis=0) + 1e-6
    root = np.sqrt(x.shape[1])
    z, new = (x - mean) / deviation / root, (held - mean) / deviation / root
    offset = y.mean(axis=0)
    dual = np.linalg.solve(z @ z.T + strength * np.eye(len(z)), y - offset)
    return np.asarray(new @ (z.T @ dual) + offset)


def majority_answers(chosen: LabelledSet, trial: Trial) -> dict[str, Floats]:
    counts = one_hot(chosen, trial.training.media).mean(axis=0)
    return {m.id: counts for m in trial.held}


class _Naive(nn.Module):
    """Feature differences and flow, side by side → dilated TCN → BiGRU → mean over time → classes."""

    def __init__(self, channels: int, classes: int, width: int = 64) -> None:
        super().__init__()
        self.first = nn.Linear(channels, width)
        self.tcn = DilatedTcn(width, 4, 0.0)
        self.gru = nn.GRU(width, width // 2, batch_first=True, bidirectional=True)
        self.last = nn.Linear(width, classes)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        h = self.tcn(self.first(x) * mask[..., None], mask)
        h = run_recurrent(self.gru, h, mask) * mask[..., None]
        out: Tensor = self.last(h.sum(dim=1) / mask.sum(dim=1, keepdim=True))
        return out


def naive_answers(chosen: LabelledSet, trial: Trial, steps: Mapping[str, Steps]) -> dict[str, Floats]:
    """Medium → logits `(C,)` of a small TCN + BiGRU: Adam, a fixed number of epochs, no dropout, no
    augmentation, no validation.
    """
    torch.manual_seed(trial.seed)
    train = trial.training.media
    rows = {m.id: _raw(steps[m.id]) for m in (*train, *trial.held)}
    everything = np.concatenate([rows[m.id] for m in train])
    mean, deviation = everything.mean(axis=0), everything.std(axis=0) + 1e-6
    data = {k: torch.from_numpy(((v - mean) / deviation).astype(np.float32)) for k, v in rows.items()}
    labels = torch.from_numpy(one_hot(chosen, train).argmax(axis=1))
    network = _Naive(everything.shape[1], len(chosen.classes))
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    order = np.random.default_rng(trial.seed)
    for _ in range(NAIVE_EPOCHS):
        for part in np.array_split(order.permutation(len(train)), max(1, len(train) // 16)):
            x, mask = _padded([data[train[i].id] for i in part])
            loss = nn.functional.cross_entropy(network(x, mask), labels[torch.from_numpy(part)])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    with torch.inference_mode():
        return {m.id: network(*_padded([data[m.id]]))[0].double().numpy() for m in trial.held}


def _raw(steps: Steps) -> Floats:
    """`(V, P + M)`: what changes from one picture to the next, and the flow at that moment."""
    change = np.diff(steps.pictures, axis=0, prepend=steps.pictures[:1])
    every = -(-len(steps.motion) // len(change))
    flow = steps.motion[::every][: len(change)]
    return np.concatenate([change[: len(flow)], flow], axis=1)


def _padded(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    x = nn.utils.rnn.pad_sequence(list(rows), batch_first=True)
    lengths = torch.tensor([len(r) for r in rows])
    return x, torch.arange(x.shape[1])[None] < lengths[:, None]
