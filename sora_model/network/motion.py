"""Optical-flow descriptors → one vector per step, with attention over the cells of the picture."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from sora_model.data.motion import BINS, EXTRAS, GRID


class MotionBranch(nn.Module):
    """`(B, T, MOTION_CHANNELS)` standardised → `(B, T, width)` and the attention `(B, T, GRID, GRID)`.

    Each cell's values are weighed by its attention (mean weight 1) and keep their place in the vector, so
    that
    "up on the left" stays apart from "up on the right".
    """

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.cells = GRID * GRID
        self.per_cell = BINS + 1
        self.score = nn.Sequential(nn.Linear(self.per_cell, 16), nn.Tanh(), nn.Linear(16, 1))
        self.project = nn.Sequential(
            nn.Dropout(dropout),
            nn.Conv1d(self.cells * self.per_cell + EXTRAS, width, 3, padding=1),
        )
        self.norm = nn.LayerNorm(width)

    def forward(self, motion: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        b, t, _ = motion.shape
        split = self.cells * BINS
        cells = torch.cat(
            [
                motion[..., :split].view(b, t, self.cells, BINS),
                motion[..., split : split + self.cells].unsqueeze(3),
            ],
            dim=3,
        )
        attention = self.score(cells).squeeze(3).softmax(dim=2)
        weighed = (cells * (attention * self.cells).unsqueeze(3)).reshape(b, t, -1)
        x = torch.cat([weighed, motion[..., split + self.cells :]], dim=2) * mask[..., None]
        x = self.project(x.transpose(1, 2)).transpose(1, 2)
        return torch.relu(self.norm(x)), attention.view(b, t, GRID, GRID)
