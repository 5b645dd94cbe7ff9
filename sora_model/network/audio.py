"""Sound → one vector per step: convolution over time, bidirectional GRU, a learned token where there is
none.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from sora_model.network.recurrent import run_recurrent


class AudioBranch(nn.Module):
    """`(B, T, A)` standardised log-mel steps, `present (B,) bool`, `mask (B, T) bool` → `(B, T, width)`.

    A film without sound gives the learned token "no audio" at every step; what its array holds is not
    looked at.
    """

    def __init__(self, channels: int, width: int, dropout: float) -> None:
        super().__init__()
        self.conv = nn.Conv1d(channels, width, 3, padding=1)
        self.gru = nn.GRU(width, width // 2, batch_first=True, bidirectional=True)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        self.absent = nn.Parameter(torch.zeros(width))

    def forward(self, sound: Tensor, present: Tensor, mask: Tensor) -> Tensor:
        if not bool(present.any()):
            return self.absent.expand(*mask.shape, -1)
        heard_at = mask & present[:, None]
        inside = self.dropout(sound.masked_fill(~heard_at[..., None], 0.0))
        x = torch.relu(self.conv(inside.transpose(1, 2))).transpose(1, 2) * mask[..., None]
        heard = self.norm(run_recurrent(self.gru, x, mask))
        return torch.where(present[:, None, None], heard, self.absent)
