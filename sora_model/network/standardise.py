"""Features in deviations of the training clips."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Standardise(nn.Module):
    """`(x - mean) / deviation` per channel, channels last."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("deviation", torch.ones(channels))

    def set(self, mean: Tensor, deviation: Tensor) -> None:
        self.mean.copy_(mean)
        self.deviation.copy_(deviation.clamp(min=1e-3 * float(deviation.mean()) + 1e-6))

    def forward(self, x: Tensor) -> Tensor:
        inverse = 1.0 / self.deviation.clamp(min=1e-6)
        return torch.addcmul(-self.mean * inverse, x, inverse)
