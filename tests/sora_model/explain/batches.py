"""Stretches of made-up features, and a decision on them that can be worked by hand."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from sora_model.data.motion import MOTION_CHANNELS
from sora_model.data.sound import AUDIO_CHANNELS
from sora_model.network.batch import Batch


def batch_of(steps: int, cells: int, channels: int, seed: int) -> Batch:
    """One stretch of random features at a look every second step."""
    random = torch.Generator().manual_seed(seed)
    looks = -(-steps // 2)
    everything = torch.ones(1, steps, dtype=torch.bool)
    return Batch(
        grid=torch.randn(1, looks, cells, cells, channels, generator=random),
        head=torch.randn(1, looks, 4, generator=random),
        motion=0.1 + torch.rand(1, steps, MOTION_CHANNELS, generator=random),
        audio=torch.randn(1, steps, AUDIO_CHANNELS, generator=random),
        mask=everything,
        inside=everything,
        has_video=torch.ones(1, dtype=torch.bool),
        has_audio=torch.ones(1, dtype=torch.bool),
    )


class Linear:
    """Log odds that are a weighted sum of everything, summed over time unless a test says otherwise."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.cells = batch.grid.shape[2]
        self.grid = torch.zeros(batch.grid.shape[2:])
        self.motion = torch.zeros(batch.motion.shape[2])
        self.head = torch.zeros(batch.head.shape[2])
        self.audio = torch.zeros(batch.audio.shape[2])
        self.rule: Callable[[Tensor], Tensor] = lambda grid: grid.sum(dim=1)
        self.over_time: Callable[[Tensor], Tensor] = lambda motion: motion.sum(dim=1)

    def headed(self, grid: Tensor) -> Tensor:
        """Each cell's head is its first channel, four times."""
        return grid[..., :1].expand(*grid.shape[:-1], 4)

    def log_odds(self, batch: Batch, label: int) -> Tensor:
        seen = (self.rule(batch.grid) * self.grid).flatten(1).sum(dim=1)
        moved = (self.over_time(batch.motion) * self.motion).sum(dim=1)
        heard = (batch.audio.sum(dim=1) * self.audio).sum(dim=1)
        headed = (batch.head.sum(dim=1) * self.head).sum(dim=1)
        return (seen + moved + heard + headed).double()

    def attended(self, batch: Batch) -> Tensor:
        return torch.zeros(1)
