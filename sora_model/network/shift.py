"""Residual temporal shift: pictures of neighbouring steps see one another inside an image network.

After Lin et al., "TSM: Temporal Shift Module for Efficient Video Understanding" (ICCV 2019), its residual
form. Each shifted channel is mixed in by a learned share that starts at zero, so that pretrained weights
start with the numbers they were trained for.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from sora_model.network.visual import EfficientNetLite, InvertedResidual, Taps

SHARE = 8
"""One channel in so many is taken from the step before, and as many from the step after."""


class TemporalShift(nn.Module):
    """`x (B·T, C, H, W)`, `mask (B, T) bool` → the same shape.

    Where there is no neighbour (the first and last step, padding) a step keeps its own channels.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.fold = max(1, channels // SHARE)
        self.share = nn.Parameter(torch.zeros(2, self.fold))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        steps = x.view(*mask.shape, *x.shape[1:])
        past, future, rest = steps.split([self.fold, self.fold, steps.shape[2] - 2 * self.fold], dim=2)
        pair = (mask[:, 1:] & mask[:, :-1])[..., None, None, None]
        gap = torch.zeros_like(past[:, :1])
        from_past = torch.cat([gap, (past[:, :-1] - past[:, 1:]).masked_fill(~pair, 0.0)], dim=1)
        from_future = torch.cat([(future[:, 1:] - future[:, :-1]).masked_fill(~pair, 0.0), gap], dim=1)
        weights = self.share.view(2, 1, 1, self.fold, 1, 1)
        mixed = torch.cat([past + weights[0] * from_past, future + weights[1] * from_future, rest], dim=2)
        return mixed.view_as(x)


class ShiftedResidual(nn.Module):
    """An inverted residual block whose branch sees the neighbouring steps; its shortcut stays untouched."""

    def __init__(self, block: InvertedResidual, channels: int) -> None:
        super().__init__()
        self.block = block
        self.shift = TemporalShift(channels)
        self.mask: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        if self.mask is None:
            raise RuntimeError("a shifted block runs inside of ShiftedBackbone, which knows the steps")
        out: Tensor = x + self.block.layers(self.shift(x, self.mask))
        return out


class ShiftedBackbone(nn.Module):
    """An image network over windows: `images (B, T, 3, H, W)`, `mask (B, T) bool` → `Taps` of `B·T` pictures.

    Wraps `network`, whose residual blocks are replaced by shifted ones; their weights stay theirs.
    """

    def __init__(self, network: EfficientNetLite) -> None:
        super().__init__()
        self.network = network
        self._shifted: list[ShiftedResidual] = []
        for stage in network.stages:
            assert isinstance(stage, nn.Sequential)
            for name, block in stage.named_children():
                if isinstance(block, InvertedResidual) and block.residual:
                    shifted = ShiftedResidual(block, _channels(block))
                    stage.register_module(name, shifted)
                    self._shifted.append(shifted)

    @property
    def shares(self) -> list[nn.Parameter]:
        """The parameters that are new beside the image network's own."""
        return [shifted.shift.share for shifted in self._shifted]

    def forward(self, images: Tensor, mask: Tensor) -> Taps:
        for shifted in self._shifted:
            shifted.mask = mask
        try:
            taps: Taps = self.network(images.flatten(0, 1))
        finally:
            for shifted in self._shifted:
                shifted.mask = None
        return taps


def _channels(block: InvertedResidual) -> int:
    first = next(m for m in block.modules() if isinstance(m, nn.Conv2d))
    return first.in_channels
