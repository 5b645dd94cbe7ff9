"""Representation → decisions: clip classes, per-step classes, and a closed-form probe that needs few
labels.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import accumulate
from types import MappingProxyType

import torch
import torch.nn.functional as F
from torch import Tensor, nn

OUTERMOST = 4.0
"""Deviations beyond which a statistic says no more."""
STILL = 0.02
"""Share of a block's mean deviation that is added to each statistic's own, so that still ones stay quiet."""
COSINE_SCALE = 10.0
"""Temperature with which a cosine head begins."""
KNOWN_DEVIATION = 50.0
"""Clips from which a statistic's own deviation counts as much as that of its block (measured on gestures, one
label per class: 70 % instead of 59 %; deviations of ten clips are noise)."""


class ClipHead(nn.Module):
    """`pooled (B, width) → logits (B, C)`."""

    def __init__(self, width: int, classes: int, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(width, classes)

    def forward(self, pooled: Tensor) -> Tensor:
        out: Tensor = self.linear(self.dropout(pooled))
        return out

    @torch.no_grad()
    def imprint(self, label: int, pooled: Tensor, others: Tensor) -> None:
        """As `CosineHead.imprint`; the new row is as long as the others are on average."""
        rows = self.linear.weight
        self.linear.weight[label] = _direction(pooled, others) * rows.norm(dim=1).mean()
        self.linear.bias[label] = self.linear.bias.mean()


class CosineHead(nn.Module):
    """`pooled (B, width) → logits (B, C)`: cosine to one direction per class, times a learned temperature.

    All classes' directions have the same length, so a new one takes nothing from the others (Gidaris and
    Komodakis, "Dynamic Few-Shot Visual Learning without Forgetting", CVPR 2018).
    """

    def __init__(self, width: int, classes: int, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.weight = nn.Parameter(torch.randn(classes, width) / width**0.5)
        self.log_scale = nn.Parameter(torch.tensor(COSINE_SCALE).log())

    def forward(self, pooled: Tensor) -> Tensor:
        cosine = F.normalize(self.dropout(pooled), dim=-1) @ F.normalize(self.weight, dim=-1).T
        out: Tensor = cosine * self.log_scale.exp()
        return out

    @torch.no_grad()
    def imprint(self, label: int, pooled: Tensor, others: Tensor) -> None:
        """Point class `label` from where clips of `others (M, width)` lie to where its own, `pooled
        (N, width)`, lie; the other classes keep their rows.

        Qi, Brown and Lowe, "Low-Shot Learning with Imprinted Weights" (CVPR 2018). What all clips have in
        common is taken off: learned rows do not hold it either, and with it a new class would win everywhere.
        """
        self.weight[label] = _direction(pooled, others)


def _direction(pooled: Tensor, others: Tensor) -> Tensor:
    """`(N, width)`, `(M, width)` → `(width,)` of norm 1: the rows' mean direction, less the others'."""
    mean = F.normalize(pooled, dim=-1).mean(dim=0)
    if len(others):
        mean = mean - F.normalize(others, dim=-1).mean(dim=0)
    return F.normalize(mean, dim=0)


CLIP_HEADS: Mapping[str, type[ClipHead] | type[CosineHead]] = MappingProxyType(
    {"linear": ClipHead, "cosine": CosineHead}
)


class DenseHead(nn.Module):
    """`steps (B, T, width) → logits (B, T, C + 1)`; the last one is background."""

    def __init__(self, width: int, classes: int, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(width, classes + 1)

    def forward(self, steps: Tensor) -> Tensor:
        out: Tensor = self.linear(self.dropout(steps))
        return out


class Probe(nn.Module):
    """Ridge regression to the classes on temporal statistics; solved in closed form, never by gradient.

    `(N, D) → scores (N, K)`, about 0 to 1; NaN statistics (a medium without sound, say) are neutral.
    Blocks of statistics weigh the same whatever their length: each is standardised and divided by the root of
    its mean squared norm, so that `lam` is relative to the number of blocks in use. Within a block deviations
    of few clips are drawn together (`share`); novelty keeps each statistic's own (`even`), as in drawn ones a
    window half on a label looks foreign.
    """

    mean: Tensor
    inverse: Tensor
    share: Tensor
    even: Tensor
    weight: Tensor
    bias: Tensor
    centres: Tensor
    reach: Tensor

    def __init__(self, blocks: Mapping[str, int], outputs: int) -> None:
        """`blocks`: name → length of the parts of the statistics, in order."""
        super().__init__()
        self.blocks = dict(blocks)
        features = sum(self.blocks.values())
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("inverse", torch.zeros(features))
        self.register_buffer("share", torch.zeros(features))
        self.register_buffer("even", torch.zeros(features))
        self.register_buffer("weight", torch.zeros(outputs, features))
        self.register_buffer("bias", torch.zeros(outputs))
        self.register_buffer("centres", torch.zeros(outputs, features))
        self.register_buffer("reach", torch.zeros(()))

    def columns(self, names: Collection[str]) -> list[int]:
        """The columns of the named blocks."""
        return [column for part in self._parts(names) for column in range(part.start, part.stop)]

    def standardise(self, statistics: Tensor) -> Tensor:
        """`(N, D)`: each statistic in deviations of training, at most `OUTERMOST`, times its share; NaN is 0.

        The bound keeps a statistic that hardly moved in training from deciding alone on a new film.
        """
        return self._bounded(statistics) * self.share

    def _bounded(self, statistics: Tensor) -> Tensor:
        z = ((statistics - self.mean) * self.inverse).clamp(-OUTERMOST, OUTERMOST)
        return torch.nan_to_num(z, nan=0.0)

    def forward(self, statistics: Tensor) -> Tensor:
        return self.standardise(statistics) @ self.weight.T + self.bias

    def novelty(self, statistics: Tensor) -> Tensor:
        """`(N,)`: distance to the nearest class centre, 1 where the outermost known clips lie (`reach`)."""
        return self.distance(statistics) / self.reach.clamp(min=1e-9)

    def distance(self, statistics: Tensor) -> Tensor:
        """`(N,)`: distance to the nearest class centre in the probe's units; 0 without classes."""
        present = self.centres.abs().sum(dim=1) > 0
        if not bool(present.any()):
            return torch.zeros(len(statistics))
        rows = self._bounded(statistics) * self.even
        return torch.cdist(rows, self.centres[present]).min(dim=1).values

    @torch.no_grad()
    def fit(
        self,
        statistics: Tensor,
        targets: Tensor,
        weights: Tensor,
        used: tuple[str, ...],
        lam: float,
    ) -> None:
        """Solve for `statistics (N, D)`, `targets (N, K)`, `weights (N,)`, looking at the blocks `used`.

        The dual form is used (N × N): there are far fewer clips than statistics.
        """
        x = statistics.double()
        share = weights.double() / weights.double().mean()
        mean = _weighted_mean(x, share)
        standard = x - mean
        deviation = _weighted_mean(standard.square(), share).sqrt()
        bound = torch.zeros_like(deviation)
        inverse, shares, even = torch.zeros(3, len(mean), dtype=torch.float64)
        parts = self._parts(used)
        for part in parts:
            own = deviation[part]
            bound[part] = own + STILL * own.mean() + 1e-8
            inverse[part] = torch.where(own > 0, 1.0 / bound[part], 0.0)
        # In place: these tables are large, and there are dozens of fits to choose the statistics by.
        standard.mul_(inverse).clamp_(-OUTERMOST, OUTERMOST).nan_to_num_(nan=0.0)
        squares = share @ standard.square() / len(standard)
        for part in parts:
            drawn = bound[part] / (_shrunk(deviation[part], float(weights.sum())) + 1e-8)
            for out, factor in ((shares, drawn), (even, torch.ones_like(drawn))):
                size = (squares[part] * factor.square()).sum().sqrt()
                out[part] = torch.where(size > 0, factor / (size * len(used) ** 0.5), 0.0)
        z = standard * shares
        y = targets.double()
        offset = (y * share[:, None]).mean(dim=0)
        dual = torch.linalg.solve(z @ z.T + lam * torch.diag(1.0 / share.clamp(min=1e-6)), y - offset)
        self.mean.copy_(mean)
        self.inverse.copy_(inverse)
        self.share.copy_(shares)
        self.even.copy_(even)
        self.weight.copy_((z.T @ dual).T)
        self.bias.copy_(offset)
        self._fit_novelty(standard.mul_(even), y)

    def _parts(self, names: Collection[str]) -> list[slice]:
        """The columns of each of the named blocks."""
        ends = accumulate(self.blocks.values())
        return [
            slice(end - length, end)
            for end, (name, length) in zip(ends, self.blocks.items(), strict=True)
            if name in names
        ]

    def _fit_novelty(self, z: Tensor, targets: Tensor) -> None:
        count = targets.sum(dim=0)
        centres = (targets.T @ z) / count.clamp(min=1e-9)[:, None]
        self.centres.copy_(torch.where(count[:, None] > 0, centres, 0.0))
        own = centres[targets.argmax(dim=1)]
        # Clips of new places lie farther out than these, in many dimensions far farther: half as much again,
        # until `reach` is set from clips that were held out.
        self.reach.copy_(1.5 * torch.quantile((z - own).norm(dim=1), 0.95))


def _shrunk(deviation: Tensor, clips: float) -> Tensor:
    """Deviations `(D,)` drawn to their root mean square, the more the fewer clips they were seen on."""
    share = clips / (clips + KNOWN_DEVIATION)
    common = deviation.square().mean()
    moved = (share * deviation.square() + (1 - share) * common).sqrt()
    return torch.where(deviation > 0, moved, 0.0)


def _weighted_mean(rows: Tensor, share: Tensor) -> Tensor:
    """Mean over dimension 0, NaN left out; 0 where there is nothing else."""
    present = share @ (~rows.isnan()).to(share.dtype)
    return (share @ torch.nan_to_num(rows, nan=0.0)) / present.clamp(min=1e-12)
