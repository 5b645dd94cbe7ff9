"""Recurrent layers over padded batches."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def run_recurrent(layer: nn.GRU | nn.LSTM, steps: Tensor, mask: Tensor) -> Tensor:
    """`(B, T, C) → (B, T, H)`; `mask (B, T)` is true on a leading run of real steps, padding is never
    read.
    """
    if bool(mask.all()):
        # Packing nothing away costs time.
        whole: Tensor = layer(steps)[0]
        return whole
    lengths = mask.sum(dim=1).clamp(min=1).cpu()
    packed = pack_padded_sequence(steps, lengths, batch_first=True, enforce_sorted=False)
    out, _ = layer(packed)
    padded: Tensor = pad_packed_sequence(out, batch_first=True, total_length=steps.shape[1])[0]
    return padded


class MultiRate(nn.Module):
    """`(B, T, width) → (B, T, width)`: a bidirectional GRU at each of several temporal rates, fused.

    At rate 1/r it reads means of r steps; its answer holds for these r steps.
    """

    RATES = (1, 2, 4)

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            [nn.GRU(width, width // 2, batch_first=True, bidirectional=True) for _ in self.RATES]
        )
        self.fuse = nn.Sequential(nn.Dropout(dropout), nn.Linear(width * len(self.RATES), width))
        self.norm = nn.LayerNorm(width)

    def forward(self, steps: Tensor, mask: Tensor) -> Tensor:
        count = steps.shape[1]
        answers = []
        for rate, layer in zip(self.RATES, self.layers, strict=True):
            assert isinstance(layer, nn.GRU)
            slow, seen = _means(steps, mask, rate)
            answers.append(run_recurrent(layer, slow, seen).repeat_interleave(rate, dim=1)[:, :count])
        out: Tensor = self.norm(steps + self.fuse(torch.cat(answers, dim=2)))
        return out


def _means(steps: Tensor, mask: Tensor, rate: int) -> tuple[Tensor, Tensor]:
    """Means of `rate` steps each over those within `mask`, and where there are any."""
    if rate == 1:
        return steps, mask
    missing = -steps.shape[1] % rate
    inside = F.pad(mask, (0, missing)).unflatten(1, (-1, rate)).to(steps.dtype)
    values = F.pad(steps, (0, 0, 0, missing)).unflatten(1, (-1, rate))
    count = inside.sum(dim=2)
    return (values * inside[..., None]).sum(dim=2) / count.clamp(min=1)[..., None], count > 0
