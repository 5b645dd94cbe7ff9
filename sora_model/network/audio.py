"""Sound → one vector per step: the shape of the spectrum, convolution over time, bidirectional GRU, a learned
token where there is none.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_model.data.sound import BANDS
from sora_model.network.recurrent import run_recurrent
from sora_model.network.voice import RANGE, SHAPES, SPREAD, cosines

SHAPE = 2 * SHAPES + 1
"""Per step: cosines of the mean and of the largest energies, and how loud it is."""
NEAR = 32
"""Steps on either side whose mean a step is compared with, and whose loudest is full level."""


class AudioBranch(nn.Module):
    """`(B, T, A)` log-mel steps, `present (B,) bool`, `mask (B, T) bool` → `(B, T, width)`.

    A film without sound gives the learned token "no audio" at every step; what its array holds is not
    looked at. With the energies themselves beside or instead of their shape, few clips are learnt by the
    speaker's and the room's colour (see docs/results.md).
    """

    cosines: Tensor

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.register_buffer("cosines", torch.from_numpy(cosines()).float(), persistent=False)
        self.conv = nn.Conv1d(SHAPE, width, 3, padding=1)
        self.gru = nn.GRU(width, width // 2, batch_first=True, bidirectional=True)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)
        self.absent = nn.Parameter(torch.zeros(width))

    def forward(self, sound: Tensor, present: Tensor, mask: Tensor) -> Tensor:
        if not bool(present.any()):
            return self.absent.expand(*mask.shape, -1)
        shape = self.dropout(self.shape(sound, mask & present[:, None]))
        x = torch.relu(self.conv(shape.transpose(1, 2))).transpose(1, 2) * mask[..., None]
        heard = self.norm(run_recurrent(self.gru, x, mask))
        return torch.where(present[:, None, None], heard, self.absent)

    def shape(self, sound: Tensor, heard: Tensor) -> Tensor:
        """`(B, T, SHAPE)`, 0 where not `heard (B, T) bool`: the spectrum less its mean over the steps around
        (level, room, microphone), without what is too quiet to tell and too fine to be more than pitch.
        """
        power = sound[..., : 2 * BANDS].masked_fill(~heard[..., None], 0.0).exp().unflatten(2, (2, BANDS))
        loudness = power[:, :, 0].mean(dim=2) * heard
        full = F.max_pool1d(loudness[:, None], 2 * NEAR + 1, 1, NEAR).squeeze(1)
        level = (power + RANGE * full[..., None, None]).log()
        level = level - _nearby(level.flatten(2), heard).unflatten(2, (2, BANDS))
        cosines = (level @ self.cosines.T / SPREAD).flatten(2)
        return torch.cat([cosines, level[:, :, 0].mean(dim=2, keepdim=True)], dim=2) * heard[..., None]


def _nearby(steps: Tensor, heard: Tensor) -> Tensor:
    """`(B, T, C)`: the mean over the `heard` steps at most `NEAR` away; anything where there are none."""
    inside = heard[..., None].to(steps.dtype)
    both = torch.cat([steps * inside, inside], dim=2).transpose(1, 2)
    mean: Tensor = F.avg_pool1d(both, 2 * NEAR + 1, 1, NEAR).transpose(1, 2)
    return mean[..., :-1] / mean[..., -1:].clamp(min=1e-6)
