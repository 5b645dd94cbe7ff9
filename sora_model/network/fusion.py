"""Branches → one representation per step."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class WeightedFusion(nn.Module):
    """Gated weighted sum: `[(B, T, width)] * n → (B, T, width)` and the gates `(B, T, n)`, which sum to 1.

    A branch that is dropped for a sample (`keep (B, n)` false) has the gate 0 and is not seen by the others.
    """

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
        steps = [branch * keep[:, i, None, None] for i, branch in enumerate(steps)]
        logits = self.gate(torch.cat(steps, dim=2)).masked_fill(~keep[:, None, :], float("-inf"))
        gates = logits.softmax(dim=2)
        fused = (torch.stack(steps, dim=3) * gates.unsqueeze(2)).sum(dim=3)
        return fused, gates
