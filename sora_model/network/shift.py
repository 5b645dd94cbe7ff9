"""Residual temporal shift: pictures of neighbouring steps see one another inside an image network.

After Lin et al., "TSM: Temporal Shift Module for Efficient Video Understanding" (ICCV 2019), its residual
form. Each shifted channel is mixed in by a learned share that starts at zero, so that pretrained weights
start with the numbers they were trained for.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from sora_model.network.visual import EfficientNetLite, InvertedResidual

SHARE = 8
"""One channel in so many is taken from the step before, and as many from the step after."""


class TemporalShift(nn.Module):
    """`x (N, C, H, W)`, pictures of several windows in order → the same shape.

    `before`, `after (N,)`: which picture each one's neighbours are, itself where it has none; it then keeps
    its own channels.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.fold = max(1, channels // SHARE)
        self.share = nn.Parameter(torch.zeros(2, self.fold))

    def forward(self, x: Tensor, before: Tensor, after: Tensor) -> Tensor:
        past, future, rest = x.split([self.fold, self.fold, x.shape[1] - 2 * self.fold], dim=1)
        weights = self.share.to(x.dtype).view(2, 1, self.fold, 1, 1)
        past = past + weights[0] * (past[before] - past)
        future = future + weights[1] * (future[after] - future)
        return torch.cat([past, future, rest], dim=1)


class ShiftedResidual(nn.Module):
    """An inverted residual block whose branch sees the neighbouring steps; its shortcut stays untouched."""

    def __init__(self, block: InvertedResidual) -> None:
        super().__init__()
        self.block = block
        self.told: tuple[Tensor, Tensor] | None = None
        self.shift = TemporalShift(next(m for m in block.modules() if isinstance(m, nn.Conv2d)).in_channels)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = x + self.block.layers(self.shift(x, *(self.told or in_a_row(x))))
        return out


def insert_shifts(network: EfficientNetLite) -> list[nn.Parameter]:
    """Put a shift into every residual block of `network`; the parameters that are new, all zero.

    From then on a run's pictures are one film's, in order, unless `tell_neighbours` says otherwise. Nothing
    else about the network changes: its weights stay where they were, one level down (`….block.…`) in the
    blocks concerned. A network that has its shifts already is left as it is.
    """
    new = []
    for stage in network.stages:
        for name, block in list(stage.named_children()):
            if isinstance(block, InvertedResidual) and block.residual:
                shifted = ShiftedResidual(block).to(next(block.parameters()))
                stage.register_module(name, shifted)
                new.append(shifted.shift.share)
    return new


def shift_reach(network: nn.Module) -> int:
    """How many pictures before, and after, a picture's features depend on: one for each shift."""
    return sum(isinstance(module, ShiftedResidual) for module in network.modules())


def tell_neighbours(network: nn.Module, present: Tensor | None) -> None:
    """The next run of `network` is on the pictures of `present (B, T) bool`, where it is true, in order;
    None: on those of one film.

    It holds until the next call, so that activations may be computed again on the way back.
    """
    told = None if present is None else neighbours(present)
    for module in network.modules():
        if isinstance(module, ShiftedResidual):
            module.told = told


def in_a_row(pictures: Tensor) -> tuple[Tensor, Tensor]:
    """As `neighbours`, of `pictures (N, …)` that follow one another."""
    own = torch.arange(pictures.shape[0], device=pictures.device)
    return (own - 1).clamp(min=0), torch.minimum(own + 1, own[-1:])


def neighbours(present: Tensor) -> tuple[Tensor, Tensor]:
    """`present (B, T) bool` → for each of its `N` true places, in order, the numbers of the places before
    and after it in its row; its own where there is none.
    """
    number = torch.where(present, present.flatten().cumsum(0).view_as(present) - 1, -1)
    gap = number.new_full((len(number), 1), -1)
    own = number[present]
    before = torch.cat([gap, number[:, :-1]], dim=1)[present]
    after = torch.cat([number[:, 1:], gap], dim=1)[present]
    return torch.where(before >= 0, before, own), torch.where(after >= 0, after, own)
