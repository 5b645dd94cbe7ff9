"""Hashed n-grams → one vector per step, and a learned token where nothing is said."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class TextBranch(nn.Module):
    """`text (B, T, channels)`, `mask (B, T) bool` → `(B, T, width)`.

    A step whose text is all zero, and every step of padding, gives the learned token "no text".
    """

    def __init__(self, channels: int, width: int, dropout: float) -> None:
        super().__init__()
        self.project = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(channels, width),
            nn.ReLU(),
            nn.Linear(width, width),
            nn.LayerNorm(width),
        )
        self.absent = nn.Parameter(torch.zeros(width))

    def forward(self, text: Tensor, mask: Tensor) -> Tensor:
        said = (text != 0).any(dim=2) & mask
        read: Tensor = self.project(text.masked_fill(~said[..., None], 0.0))
        return torch.where(said[..., None], read, self.absent)
