"""What moves → one vector per step: from optical-flow descriptors, or learned from small pictures."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from sora_model.data.motion import BINS, EXTRAS, GRID
from sora_model.network.temporal import TimeConv


class MotionBranch(nn.Module):
    """`(B, T, MOTION_CHANNELS)` standardised → `(B, T, width)` and the attention `(B, T, GRID, GRID)`.

    Each cell's values are weighed by its attention (mean weight 1) and keep their place in the vector, so
    that "up on the left" stays apart from "up on the right".
    """

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.cells = GRID * GRID
        self.per_cell = BINS + 1
        self.score = nn.Sequential(nn.Linear(self.per_cell, 16), nn.Tanh(), nn.Linear(16, 1))
        self.project = nn.Sequential(
            nn.Dropout(dropout),
            TimeConv(self.cells * self.per_cell + EXTRAS, width, 3),
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
        return torch.relu(self.norm(self.project(x))), attention.view(b, t, GRID, GRID)


class DifferenceStem(nn.Module):
    """Small pictures → what changes in them: `pixels (B, V, P, P, 3) uint8` RGB → `(B, V, width)`.

    Each step sees its grey picture and the signed differences to the `LAGS` before it (`reach` steps back):
    together they hold what optical flow is computed from, the change and the gradient (Horn & Schunck,
    1981). A convolution, two depthwise-separable ones, and a grid of places that keeps where it happened.
    Normalised per picture, so that neither padding nor the rest of the batch matters.
    """

    LAGS = (1, 2)
    PLACES = 4

    def __init__(self, width: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.reach = (max(self.LAGS), 0)
        self.layers = nn.Sequential(
            nn.Conv2d(1 + len(self.LAGS), 16, 5, 2, padding=2, bias=False),
            nn.GroupNorm(4, 16),
            nn.ReLU(),
            _separable(16, 32),
            _separable(32, 32),
            nn.AdaptiveAvgPool2d(self.PLACES),
        )
        self.project = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(32 * self.PLACES**2, width), nn.LayerNorm(width), nn.ReLU()
        )

    def forward(self, pixels: Tensor) -> Tensor:
        b, v = pixels.shape[:2]
        grey = pixels.float().mean(dim=4) / 255.0 - 0.5
        changes = [4.0 * (grey - _before(grey, lag)) for lag in self.LAGS]
        seen = torch.stack([grey, *changes], dim=2)
        out: Tensor = self.project(self.layers(seen.flatten(0, 1)).flatten(1))
        return out.view(b, v, -1)


def _separable(channels: int, out: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels, channels, 3, 2, padding=1, groups=channels, bias=False),
        nn.Conv2d(channels, out, 1, bias=False),
        nn.GroupNorm(4, out),
        nn.ReLU(),
    )


def _before(steps: Tensor, lag: int) -> Tensor:
    """`steps[:, t - lag]`; the first step stands for what lies before it."""
    return torch.cat([steps[:, :1].expand(-1, min(lag, steps.shape[1]), -1, -1), steps[:, :-lag]], dim=1)
