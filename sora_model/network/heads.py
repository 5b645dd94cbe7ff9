"""Representation → decisions: clip classes, per-step classes, and a closed-form probe that needs few
labels.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class ClipHead(nn.Module):
    """`pooled (B, width) → logits (B, C)`."""

    def __init__(self, width: int, classes: int, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(width, classes)

    def forward(self, pooled: Tensor) -> Tensor:
        out: Tensor = self.linear(self.dropout(pooled))
        return out


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
    Blocks of
    statistics weigh the same whatever their length: each is standardised and divided by the root of its mean
    squared norm, so that `lam` is relative to the number of blocks in use.
    """

    mean: Tensor
    scale: Tensor
    weight: Tensor
    bias: Tensor
    centres: Tensor
    reach: Tensor

    def __init__(self, features: int, outputs: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("scale", torch.zeros(features))
        self.register_buffer("weight", torch.zeros(outputs, features))
        self.register_buffer("bias", torch.zeros(outputs))
        self.register_buffer("centres", torch.zeros(outputs, features))
        self.register_buffer("reach", torch.zeros(()))

    def standardise(self, statistics: Tensor) -> Tensor:
        return torch.nan_to_num((statistics - self.mean) * self.scale, nan=0.0)

    def forward(self, statistics: Tensor) -> Tensor:
        return self.standardise(statistics) @ self.weight.T + self.bias

    def novelty(self, statistics: Tensor) -> Tensor:
        """`(N,)`: distance to the nearest class centre, 1 where the outermost training clips lie."""
        present = self.centres.abs().sum(dim=1) > 0
        if not bool(present.any()) or float(self.reach) <= 0:
            return torch.zeros(len(statistics))
        return torch.cdist(self.standardise(statistics), self.centres[present]).min(dim=1).values / self.reach

    @torch.no_grad()
    def fit(
        self,
        statistics: Tensor,
        targets: Tensor,
        weights: Tensor,
        blocks: dict[str, int],
        used: tuple[str, ...],
        lam: float,
    ) -> None:
        """Solve for `statistics (N, D)`, `targets (N, K)`, `weights (N,)`; `blocks` name the parts of D.

        The dual form is used (N × N): there are far fewer clips than statistics.
        """
        x = statistics.double()
        share = weights.double() / weights.double().mean()
        mean = _weighted_mean(x, share)
        deviation = _weighted_mean((x - mean).square(), share).sqrt()
        scale = torch.zeros_like(mean)
        start = 0
        for name, length in blocks.items():
            part = slice(start, start + length)
            start += length
            if name not in used:
                continue
            own = deviation[part]
            # The floor keeps a channel that hardly moves in training from exploding on a new film.
            inverse = torch.where(own > 0, 1.0 / (own + 1e-3 * own.mean() + 1e-8), 0.0)
            z = torch.nan_to_num((x[:, part] - mean[part]) * inverse, nan=0.0)
            size = (z.square().sum(dim=1) * share).mean().sqrt()
            if size > 0:
                scale[part] = inverse / (size * len(used) ** 0.5)
        z = torch.nan_to_num((x - mean) * scale, nan=0.0)
        y = targets.double()
        offset = (y * share[:, None]).mean(dim=0)
        dual = torch.linalg.solve(z @ z.T + lam * torch.diag(1.0 / share.clamp(min=1e-6)), y - offset)
        self.mean.copy_(mean)
        self.scale.copy_(scale)
        self.weight.copy_((z.T @ dual).T)
        self.bias.copy_(offset)
        self._fit_novelty(z, y)

    def _fit_novelty(self, z: Tensor, targets: Tensor) -> None:
        count = targets.sum(dim=0)
        centres = (targets.T @ z) / count.clamp(min=1e-9)[:, None]
        self.centres.copy_(torch.where(count[:, None] > 0, centres, 0.0))
        own = centres[targets.argmax(dim=1)]
        size = count[targets.argmax(dim=1)].clamp(min=2)
        # Without itself a member of a class of n lies n / (n - 1) times as far from the centre.
        distance = (z - own).norm(dim=1) * size / (size - 1)
        self.reach.copy_(torch.quantile(distance, 0.95))


def _weighted_mean(rows: Tensor, share: Tensor) -> Tensor:
    """Mean over dimension 0, NaN left out; 0 where there is nothing else."""
    present = ~rows.isnan() * share[:, None]
    return torch.nan_to_num(rows, nan=0.0).mul(present).sum(dim=0) / present.sum(dim=0).clamp(min=1e-12)
