"""Recurrent layers over padded batches."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def run_recurrent(layer: nn.GRU | nn.LSTM, steps: Tensor, mask: Tensor) -> Tensor:
    """`(B, T, C) → (B, T, H)`; `mask (B, T)` is true on a leading run of real steps, padding is never
    read.
    """
    lengths = mask.sum(dim=1).clamp(min=1).cpu()
    packed = pack_padded_sequence(steps, lengths, batch_first=True, enforce_sorted=False)
    out, _ = layer(packed)
    padded: Tensor = pad_packed_sequence(out, batch_first=True, total_length=steps.shape[1])[0]
    return padded
