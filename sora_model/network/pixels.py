"""Small pictures → maps, learned from the pixels: stacked and residual convolutions.

Normalised per picture and group (Wu & He, "Group Normalization", ECCV 2018), not per batch: the pictures of a
batch come from few films, and padding must not change what is seen.
"""

from __future__ import annotations

from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

IMAGE_CHANNELS = 6
"""Red, green, blue, and their change since the look before."""
CHANGE_GAIN = 4.0


def as_images(pixels: Tensor, present: Tensor) -> Tensor:
    """`pixels (B, V, P, P, 3)`, 0 to 255, `present (B, V)` → `(B·V, 6, P, P)`, about -1 to 1; padding is 0.

    The first look of a window has no change. One picture alone does not show where things go.
    """
    colours = pixels.permute(0, 1, 4, 2, 3).float() / 127.5 - 1.0
    change = torch.zeros_like(colours)
    change[:, 1:] = CHANGE_GAIN * (colours[:, 1:] - colours[:, :-1])
    images = torch.cat([colours, change], dim=2) * present[:, :, None, None, None]
    return images.flatten(0, 1)


def convolution(channels: int, out: int, stride: int = 1, size: int = 3) -> nn.Sequential:
    """Convolution, normalisation, ReLU."""
    return nn.Sequential(
        nn.Conv2d(channels, out, size, stride, padding=size // 2, bias=False), nn.GroupNorm(8, out), nn.ReLU()
    )


class StackedConvolutions(nn.Sequential):
    """`(N, 6, P, P) → (N, 64, P/8, P/8)`: three times convolution and max pooling."""

    OUT = 64

    def __init__(self) -> None:
        channels = (IMAGE_CHANNELS, 16, 32, self.OUT)
        super().__init__(
            *[layer for a, b in pairwise(channels) for layer in (convolution(a, b), nn.MaxPool2d(2))]
        )


class ResidualBlock(nn.Module):
    """`relu(shortcut(x) + conv(relu(conv(x))))`, half the size (He et al., CVPR 2016)."""

    def __init__(self, channels: int, out: int) -> None:
        super().__init__()
        self.first = convolution(channels, out, stride=2)
        self.second = nn.Sequential(nn.Conv2d(out, out, 3, padding=1, bias=False), nn.GroupNorm(8, out))
        self.shortcut = nn.Conv2d(channels, out, 1)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.shortcut(F.avg_pool2d(x, 2, ceil_mode=True)) + self.second(self.first(x)))


class ResidualPyramid(nn.Module):
    """`(N, 6, P, P)` → maps at stride 4, 8 and so on, of `channels`, finest first."""

    def __init__(self, *channels: int) -> None:
        super().__init__()
        self.channels = channels
        self.stem = convolution(IMAGE_CHANNELS, 16, stride=2, size=5)
        self.stages = nn.ModuleList([ResidualBlock(a, b) for a, b in pairwise((16, *channels))])

    def forward(self, images: Tensor) -> list[Tensor]:
        x = self.stem(images)
        levels = []
        for stage in self.stages:
            x = stage(x)
            levels.append(x)
        return levels
