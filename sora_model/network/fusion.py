"""Branches → one representation per step, four ways.

Every strategy: `(branches, width)`, then `[(B, T, width)] * n`, `keep (B, n) bool` → `(B, T, width)` and the
branches' shares `(B, T, n)`, which sum to 1. A branch that is left out for a sample (`keep` false) is not
seen: neither its numbers nor its gradient pass, and its share is 0. At least one branch is kept.
`begin_with(prior (n,))` starts training from shares of `softmax(prior)` where shares are learned.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class ConcatFusion(nn.Module):
    """One linear layer over all branches side by side; a branch left out counts as zeros.

    The shares are those of the branches' parts in the sum, by their size.
    """

    def __init__(self, branches: int, width: int) -> None:
        super().__init__()
        self.parts = nn.ModuleList([nn.Linear(width, width, bias=False) for _ in range(branches)])
        self.norm = nn.LayerNorm(width)

    def begin_with(self, prior: Tensor) -> None:
        """Nothing: the shares follow from the layer's weights."""

    def forward(self, steps: list[Tensor], keep: Tensor) -> tuple[Tensor, Tensor]:
        parts = [layer(x) for layer, x in zip(self.parts, _kept(steps, keep), strict=True)]
        with torch.no_grad():
            size = torch.stack([part.norm(dim=2) for part in parts], dim=2) + 1e-9
            size = size * keep[:, None, :]
            gates = size / size.sum(dim=2, keepdim=True)
        return self.norm(torch.stack(parts).sum(dim=0)), gates


class MeanFusion(nn.Module):
    """The mean of the branches that are kept; nothing is learned."""

    def __init__(self, branches: int, width: int) -> None:
        super().__init__()

    def begin_with(self, prior: Tensor) -> None:
        """Nothing: all shares are equal."""

    def forward(self, steps: list[Tensor], keep: Tensor) -> tuple[Tensor, Tensor]:
        share = keep.to(steps[0].dtype) / keep.sum(dim=1, keepdim=True)
        gates = share[:, None, :].expand(-1, steps[0].shape[1], -1)
        return _weighed(_kept(steps, keep), gates), gates


class WeightedFusion(nn.Module):
    """Gated weighted sum; the gates are a softmax of a linear layer over all branches of the step."""

    def __init__(self, branches: int, width: int) -> None:
        super().__init__()
        self.gate = nn.Linear(branches * width, branches)
        with torch.no_grad():
            self.gate.weight.mul_(0.1)

    @torch.no_grad()
    def begin_with(self, prior: Tensor) -> None:
        """Start training from gates of `softmax(prior (n,))`, whatever the steps say."""
        self.gate.bias.copy_(prior)

    def forward(self, steps: list[Tensor], keep: Tensor) -> tuple[Tensor, Tensor]:
        steps = _kept(steps, keep)
        logits = self.gate(torch.cat(steps, dim=2)).masked_fill(~keep[:, None, :], float("-inf"))
        gates = logits.softmax(dim=2)
        return _weighed(steps, gates), gates


class AttentionFusion(nn.Module):
    """The branches of a step attend to one another, then are pooled by attention; its weights are the shares.

    Multi-head attention after Vaswani et al., "Attention Is All You Need" (NeurIPS 2017), with a learned
    embedding per branch. It starts near a weighted sum: what is exchanged is small at first.
    """

    def __init__(self, branches: int, width: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.branch = nn.Parameter(torch.zeros(branches, width))
        self.project = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.score = nn.Linear(width, 1, bias=False)
        self.prior = nn.Parameter(torch.zeros(branches))
        with torch.no_grad():
            self.out.weight.mul_(0.1)
            self.score.weight.mul_(0.1)

    @torch.no_grad()
    def begin_with(self, prior: Tensor) -> None:
        """Start training from shares near `softmax(prior (n,))`."""
        self.prior.copy_(prior)

    def forward(self, steps: list[Tensor], keep: Tensor) -> tuple[Tensor, Tensor]:
        b, t, width = steps[0].shape
        n = len(steps)
        values = torch.stack(_kept(steps, keep), dim=2)
        tokens = (values + self.branch).view(b * t, n, width)
        query, key, value = (
            x.view(b * t, n, self.heads, -1).transpose(1, 2) for x in self.project(tokens).chunk(3, dim=2)
        )
        seen = keep[:, None, :].expand(b, t, n).reshape(b * t, 1, 1, n)
        told = F.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        mixed = values + self.out(told.transpose(1, 2).reshape(b, t, n, width))
        logits = self.score(torch.tanh(self.norm(mixed))).squeeze(3) + self.prior
        gates = logits.masked_fill(~keep[:, None, :], float("-inf")).softmax(dim=2)
        return (mixed * gates.unsqueeze(3)).sum(dim=2), gates


FUSIONS: dict[str, type[ConcatFusion | MeanFusion | WeightedFusion | AttentionFusion]] = {
    "concat": ConcatFusion,
    "mean": MeanFusion,
    "weighted": WeightedFusion,
    "attention": AttentionFusion,
}


def _kept(steps: list[Tensor], keep: Tensor) -> list[Tensor]:
    """Branches left out as zeros; selected, not multiplied, so that even a NaN there is not seen."""
    return [x.masked_fill(~keep[:, i, None, None], 0.0) for i, x in enumerate(steps)]


def _weighed(steps: list[Tensor], gates: Tensor) -> Tensor:
    return (torch.stack(steps, dim=3) * gates.unsqueeze(2)).sum(dim=3)
