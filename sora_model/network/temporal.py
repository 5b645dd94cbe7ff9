"""Steps in time: dilated residual convolution, order by a recurrent layer, attention pooling.

TCN after Farha & Gall, "MS-TCN" (CVPR 2019), one stage; attention pooling after Ilse et al. (ICML 2018).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_model.network.recurrent import run_recurrent


class TimeConv(nn.Conv1d):
    """Convolution over time, `(B, T, C) → (B, T, out)`, padded with nought to the same length.

    One matrix product of each step beside its neighbours: of few channels this learns two to three times as
    fast on a CPU as the library's convolution.
    """

    def __init__(self, channels: int, out: int, kernel: int, dilation: int = 1) -> None:
        """`kernel`: odd."""
        super().__init__(channels, out, kernel, padding=dilation * (kernel // 2), dilation=dilation)

    def forward(self, input: Tensor) -> Tensor:
        apart, steps = self.dilation[0], input.shape[1]
        reach = apart * (self.kernel_size[0] // 2)
        padded = F.pad(input, (0, 0, reach, reach)) if reach else input
        beside = [padded[:, i * apart : i * apart + steps] for i in range(self.kernel_size[0])]
        weight = self.weight.transpose(1, 2).flatten(1)
        return F.linear(torch.cat(beside, dim=2) if reach else input, weight, self.bias)


class DilatedResidual(nn.Module):
    """`x + Conv1×1(ReLU(dilated Conv3(x)))`, `(B, T, C)`; padding steps stay zero."""

    def __init__(self, width: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.conv = TimeConv(width, width, 3, dilation)
        self.out = TimeConv(width, width, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        y: Tensor = self.out(torch.relu(self.conv(x)))
        if self.training:
            # Drawn channel by channel, as it always was: a seed keeps its meaning.
            y = y * self.dropout(y.new_ones(len(y), y.shape[2], y.shape[1])).transpose(1, 2)
        out: Tensor = (x + y) * mask
        return out


class DilatedTcn(nn.Module):
    """`(B, T, width) → (B, T, width)`; dilations 1, 2, 4 …: a step sees `2**layers - 1` steps on both
    sides.
    """

    def __init__(self, width: int, layers: int, dropout: float) -> None:
        super().__init__()
        self.layers = nn.ModuleList([DilatedResidual(width, 2**i, dropout) for i in range(layers)])
        self.reach = 2**layers - 1

    def forward(self, steps: Tensor, mask: Tensor) -> Tensor:
        inside = mask[..., None]
        x = steps * inside
        for layer in self.layers:
            x = layer(x, inside)
        return x


class OrderGru(nn.Module):
    """Residual bidirectional GRU, `(B, T, width) → (B, T, width)`: what came before what."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.gru = nn.GRU(width, width // 2, batch_first=True, bidirectional=True)
        self.norm = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, steps: Tensor, mask: Tensor) -> Tensor:
        added: Tensor = self.dropout(run_recurrent(self.gru, steps, mask))
        out: Tensor = self.norm(steps + added)
        return out


class AttentionPooling(nn.Module):
    """`(B, T, width)`, `inside (B, T)` → `(B, width)` and weights `(B, T)` that sum to 1 inside, 0
    outside.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.score = nn.Sequential(nn.Linear(width, width // 2), nn.Tanh(), nn.Linear(width // 2, 1))

    def forward(self, steps: Tensor, inside: Tensor) -> tuple[Tensor, Tensor]:
        logits = self.score(steps).squeeze(2).masked_fill(~inside, float("-inf"))
        weights = logits.softmax(dim=1)
        return (steps * weights.unsqueeze(2)).sum(dim=1), weights


class RefinementStage(nn.Module):
    """`logits (B, T, K)` → refined `(B, T, K)`: a TCN over the curves adds what the neighbourhood says.

    The second stage of MS-TCN (Farha & Gall, CVPR 2019) in residual form; it starts by changing nothing.
    """

    def __init__(self, outputs: int, width: int, dropout: float, layers: int = 5) -> None:
        super().__init__()
        self.into = nn.Linear(outputs, width)
        self.tcn = DilatedTcn(width, layers, dropout)
        self.out = nn.Linear(width, outputs)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, logits: Tensor, mask: Tensor) -> Tensor:
        out: Tensor = logits + self.out(self.tcn(self.into(logits.softmax(dim=2)), mask))
        return out
