"""Fitting the parts of a model to clips: standardisation, the closed-form probe, and the network by
gradient.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sora_model.blend import LEAD, PROBE_SPAN
from sora_model.calibration import fit_scale, negative_log_likelihood
from sora_model.contract.events import Event
from sora_model.data.targets import Clip
from sora_model.data.windows import Film, exact_window
from sora_model.few import labels_per_class, probe_strength
from sora_model.network.forms.form import Form
from sora_model.network.heads import Probe
from sora_model.network.reduction import ROWS
from sora_model.network.standardise import Standardise
from sora_model.network.statistics import compress

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PROBE_CANDIDATES: tuple[tuple[str, ...], ...] = (
    ("motion", "trajectory"),
    ("change", "order"),
    ("sound",),
    ("voice",),
    ("change", "order", "motion", "trajectory"),
    ("motion", "trajectory", "sound"),
    ("change", "order", "motion", "trajectory", "sound"),
    ("change", "order", "motion", "trajectory", "voice"),
)
"""The first that a film has is taken where nothing can be held out."""
LEAST_EVIDENCE = 4
"""Held-out clips of known classes without which the folds say nothing."""
PROBE_SCALE = 5.0
"""Sharpness of ridge scores where it cannot be measured."""
HEARD = frozenset({"sound", "voice"})
"""The statistics of sound; all others are of pictures."""
GATED = (frozenset({"change", "order"}), frozenset({"motion", "trajectory"}), HEARD)
"""Statistics of each branch's own: picture, motion, sound."""
GATE_SLOPE, GATE_FLOOR = 3.0, -4.0
REACH_MARGIN = 1.6
"""A step is foreign when it lies this much farther out than nearly all held-out clips."""
FOLDS = 5
LARGEST_EPOCH = 2048
"""Windows per epoch at most; of more labels each epoch sees a random part."""


@dataclass(frozen=True)
class ProbeChoice:
    """Which statistics the probe uses, its sharpness, its log loss and accuracy on held-out folds, how far
    held-out clips lie from the class centres, and what the folds say in advance about the fusion gates of
    picture, motion and sound (logits, 0 for the best).
    """

    blocks: tuple[str, ...]
    scale: float
    log_loss: float | None
    accuracy: float | None
    reach: float | None = None
    gates: tuple[float, float, float] = (0.0, 0.0, 0.0)


def fold_numbers(groups: list[str], films: list[int], seed: int) -> Ints | None:
    """Fold of each clip: by group, with one group only by film, with one film only by blocks of time.

    None where there is too little to hold anything out.
    """
    keys = groups if len(set(groups)) > 1 else [str(f) for f in films]
    names = sorted(set(keys))
    if len(names) < 2:
        count = len(keys)
        return np.arange(count) * FOLDS // count if count >= 2 * FOLDS else None
    order = np.random.default_rng(seed).permutation(len(names))
    sizes = {n: keys.count(n) for n in names}
    folds = [0] * min(FOLDS, len(names))
    place: dict[str, int] = {}
    for name in sorted((names[i] for i in order), key=lambda n: -sizes[n]):
        place[name] = int(np.argmin(folds))
        folds[place[name]] += sizes[name]
    return np.array([place[k] for k in keys])


def fit_probe(
    probe: Probe, statistics: Tensor, labels: Ints, weights: Tensor, folds: Ints | None, classes: int
) -> ProbeChoice:
    """Choose the statistics by log loss on held-out folds, then fit on everything.

    `labels` of `classes` are background; they are fitted but do not count in the choice.
    """
    targets = torch.eye(classes + 1)[torch.from_numpy(labels)]
    lam = probe_strength(labels_per_class(labels, classes))
    there = [b for b in PROBE_CANDIDATES if not bool(statistics[:, probe.columns(b)].isnan().all())]
    choice = ProbeChoice((there or PROBE_CANDIDATES)[0], PROBE_SCALE, None, None)
    if folds is not None:
        choice = _best_blocks(probe, statistics, targets, weights, labels, folds, classes, lam) or choice
    probe.fit(statistics, targets, weights, choice.blocks, lam)
    if choice.reach is not None:
        probe.reach.fill_(choice.reach)
    return choice


def _best_blocks(
    probe: Probe,
    statistics: Tensor,
    targets: Tensor,
    weights: Tensor,
    labels: Ints,
    folds: Ints,
    classes: int,
    lam: float,
) -> ProbeChoice | None:
    # A class whose labels all lie in one fold is unknown to the probe that judges that fold.
    known = [bool(np.any(labels[folds != f] == k)) for f, k in zip(folds, labels, strict=True)]
    counted = (labels < classes) & np.array(known)
    if counted.sum() < LEAST_EVIDENCE:
        return None
    found: dict[tuple[str, ...], ProbeChoice] = {}
    losses: dict[tuple[str, ...], float] = {}
    for blocks in PROBE_CANDIDATES:
        # The statistics that are not looked at are most of the work, and change nothing.
        own = statistics[:, probe.columns(blocks)]
        if bool(own.isnan().all()):
            continue
        layout = {name: length for name, length in probe.blocks.items() if name in blocks}
        scores, distances = _held_out_scores(layout, own, targets, weights, folds, blocks, lam)
        truth = labels[counted]
        scale = fit_scale(scores[counted, :classes], truth, PROBE_SPAN, guess=PROBE_SCALE)
        loss = negative_log_likelihood(scores[counted, :classes] * scale, truth)
        losses[blocks] = loss
        hits = float(np.mean(scores[counted, :classes].argmax(axis=1) == truth))
        reach = REACH_MARGIN * float(np.quantile(distances[counted], 0.95))
        found[blocks] = ProbeChoice(blocks, scale, loss, hits, reach)
    if not found:
        return None
    return replace(found[simplest(losses, int(counted.sum()))], gates=_gates(losses))


def simplest(losses: Mapping[tuple[str, ...], float], count: int) -> tuple[str, ...]:
    """The statistics with the least mean log loss over `count` clips. Where there are sound and pictures,
    both together only when they are ahead of the best of one sense by `LEAD` nats: a sense that says nothing
    costs the other one weight, and small differences between folds are luck.
    """
    best = min(losses, key=lambda blocks: losses[blocks])
    heard = [blocks for blocks in losses if HEARD.issuperset(blocks)]
    seen = [blocks for blocks in losses if HEARD.isdisjoint(blocks)]
    if not heard or not seen:
        return best
    simple = min(heard + seen, key=lambda blocks: losses[blocks])
    return best if count * (losses[simple] - losses[best]) > LEAD else simple


def _held_out_scores(
    layout: Mapping[str, int],
    statistics: Tensor,
    targets: Tensor,
    weights: Tensor,
    folds: Ints,
    blocks: tuple[str, ...],
    lam: float,
) -> tuple[Floats, Floats]:
    """Scores `(N, K)` and distances `(N,)` of each clip by a probe that was fitted without its fold."""
    outputs = targets.shape[1]
    scores, distances = np.zeros((len(folds), outputs)), np.zeros(len(folds))
    for fold in np.unique(folds):
        held = torch.from_numpy(folds == fold)
        trial = Probe(layout, outputs)
        trial.fit(statistics[~held], targets[~held], weights[~held], blocks, lam)
        scores[folds == fold] = trial(statistics[held]).double().numpy()
        distances[folds == fold] = trial.distance(statistics[held]).double().numpy()
    return scores, distances


def _gates(losses: dict[tuple[str, ...], float]) -> tuple[float, float, float]:
    """A branch whose statistics alone predict badly starts nearly closed.

    Few labels cannot teach the network to ignore it: measured on gestures that differ by motion only, an open
    picture branch costs 7 points of accuracy by memorising places.
    """
    alone = [min((losses[b] for b in losses if own.issuperset(b)), default=None) for own in GATED]
    known = [loss for loss in alone if loss is not None]
    least = min(known, default=0.0)
    picture, motion, sound = (
        GATE_FLOOR if loss is None else max(GATE_FLOOR, -GATE_SLOPE * (loss - least)) for loss in alone
    )
    return picture, motion, sound


def fit_standards(model: Form, films: list[Film], clips: list[Clip]) -> None:
    """Set the network's standardisation to the mean and deviation of the clips' steps."""
    head, motion, audio = _Moments(), _Moments(), _Moments()
    grid: list[Tensor] = []
    for clip in clips:
        block = exact_window(films[clip.film], clip, model.classes).block
        if films[clip.film].features.has_video:
            if block.grid.size:
                cells = block.grid.reshape(-1, block.grid.shape[-1])
                grid.append(torch.from_numpy(cells[:: max(1, len(clips) * len(cells) // ROWS)]))
                head.add(block.head)
            motion.add(compress(torch.from_numpy(block.motion)).numpy())
        if films[clip.film].features.has_audio:
            audio.add(block.audio)
    if grid:
        model.reduce.fit(torch.cat(grid))
    for moments, scale in (
        (head, model.head_scale),
        (motion, model.motion_scale),
        (audio, model.audio_scale),
    ):
        moments.give(scale)


class _Moments:
    """Running sum, sum of squares and count per channel."""

    def __init__(self) -> None:
        self.count = 0
        self.total: Floats = np.zeros(0)
        self.squares: Floats = np.zeros(0)

    def add(self, rows: NDArray[np.float32]) -> None:
        wide = rows.astype(np.float64)
        if self.count == 0:
            self.total, self.squares = np.zeros(wide.shape[1]), np.zeros(wide.shape[1])
        self.count += len(wide)
        self.total += wide.sum(axis=0)
        self.squares += (wide**2).sum(axis=0)

    def give(self, scale: Standardise) -> None:
        if self.count == 0:
            return
        mean = self.total / self.count
        deviation = np.sqrt(np.maximum(self.squares / self.count - mean**2, 0))
        scale.set(torch.from_numpy(mean).float(), torch.from_numpy(deviation).float())
