"""Cached taps → few standardised channels, by fixed principal components of each tap.

They are fitted to the training clips in closed form and stored with the weights, so the gradient never has
to pass the many channels of the taps: most of the work of training the visual branch would be there.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

KEPT: tuple[int, int, int] = (24, 40, 64)
"""Components of the taps at stride 8, 16 and 32."""
ROWS = 16_000


class Reduction(nn.Module):
    """`(…, sum(channels)) → (…, channels_out)`: standardised per channel, then projected per tap.

    What already has `channels_out` channels is passed on: training reduces its clips once, not every epoch.
    """

    mean: Tensor
    deviation: Tensor
    components: Tensor

    def __init__(self, channels: tuple[int, ...], kept: tuple[int, ...] = KEPT) -> None:
        super().__init__()
        self.taps = channels
        self.kept = tuple(min(k, c) for k, c in zip(kept, channels, strict=True))
        self.channels_out = sum(self.kept)
        self.register_buffer("mean", torch.zeros(sum(channels)))
        self.register_buffer("deviation", torch.ones(sum(channels)))
        first = [torch.eye(k, c) for k, c in zip(self.kept, channels, strict=True)]
        self.register_buffer("components", torch.block_diag(*first))

    @torch.no_grad()
    def fit(self, rows: Tensor) -> None:
        """From rows `(N, sum(channels))` of training clips, of which `ROWS`, evenly spread, are looked at."""
        rows = rows[:: max(1, len(rows) // ROWS)].double()
        deviation = rows.std(dim=0, correction=0)
        self.mean.copy_(rows.mean(dim=0))
        self.deviation.copy_(deviation.clamp(min=1e-3 * float(deviation.mean()) + 1e-6))
        z = (rows - self.mean) / self.deviation
        parts = []
        for part, kept in zip(z.split(self.taps, dim=1), self.kept, strict=True):
            _, vectors = torch.linalg.eigh(part.T @ part / len(part))
            chosen = vectors.flip(1)[:, :kept].T
            # The sign of a component is arbitrary: fixed, so that equal data give equal weights anywhere.
            largest = chosen.gather(1, chosen.abs().argmax(dim=1, keepdim=True))
            parts.append(chosen * largest.sign())
        self.components.copy_(torch.block_diag(*parts))

    def forward(self, taps: Tensor) -> Tensor:
        if taps.shape[-1] == self.channels_out:
            return taps
        weight = self.components / self.deviation.clamp(min=1e-6)
        return F.linear(taps, weight, -(weight @ self.mean))
