"""Picture → features: EfficientNet-Lite with multi-scale taps, and the fusion of cached taps.

Architecture: Tan & Le, "EfficientNet" (ICML 2019), in the Lite variants of the TensorFlow TPU repository
(ReLU6 instead of swish, no squeeze-and-excitation, fixed stem and head).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_model.network.backbones import HEAD_CHANNELS, STAGES, TAP_STAGES, repeats, stage_channels
from sora_model.network.relation import ElementRelation

_BATCH_NORM_EPS = 1e-3


class SameConv(nn.Conv2d):
    """Convolution with TensorFlow's SAME padding (the odd pixel goes right and below), as the weights
    expect.
    """

    def forward(self, x: Tensor) -> Tensor:
        (kernel, _), (stride, _) = self.kernel_size, self.stride
        pads: list[int] = []
        for size in (x.shape[3], x.shape[2]):
            total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
            pads += [total // 2, total - total // 2]
        if pads[0] == pads[1] and pads[2] == pads[3]:
            return F.conv2d(x, self.weight, self.bias, self.stride, (pads[2], pads[0]), 1, self.groups)
        return F.conv2d(F.pad(x, pads), self.weight, self.bias, self.stride, 0, 1, self.groups)


class InvertedResidual(nn.Module):
    """Expand 1×1 → depthwise k×k → project 1×1, with a residual where shapes allow."""

    def __init__(self, channels: int, out: int, expansion: int, stride: int, kernel: int) -> None:
        super().__init__()
        inner = channels * expansion
        layers: list[nn.Module] = []
        if expansion != 1:
            layers += [SameConv(channels, inner, 1, bias=False), _norm(inner), nn.ReLU6()]
        layers += [
            SameConv(inner, inner, kernel, stride, groups=inner, bias=False),
            _norm(inner),
            nn.ReLU6(),
            SameConv(inner, out, 1, bias=False),
            _norm(out),
        ]
        self.layers = nn.Sequential(*layers)
        self.residual = stride == 1 and channels == out

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.layers(x)
        return x + y if self.residual else y


@dataclass(frozen=True)
class Taps:
    """`maps`: stride 8, 16, 32, each `(B, C, H/s, W/s)`; `head`: `(B, 1280)` after global average pooling."""

    maps: tuple[Tensor, ...]
    head: Tensor


class EfficientNetLite(nn.Module):
    """`images (B, 3, H, W)`, normalised → `Taps`. `name`: one of `BACKBONES`."""

    def __init__(self, name: str = "efficientnet-lite0") -> None:
        super().__init__()
        self.stem = nn.Sequential(SameConv(3, 32, 3, 2, bias=False), _norm(32), nn.ReLU6())
        stages: list[nn.Module] = []
        channels = 32
        for out, again, (expansion, _, _, stride, kernel) in zip(
            stage_channels(name), repeats(name), STAGES, strict=True
        ):
            blocks = [InvertedResidual(channels, out, expansion, stride, kernel)]
            blocks += [InvertedResidual(out, out, expansion, 1, kernel) for _ in range(again - 1)]
            stages.append(nn.Sequential(*blocks))
            channels = out
        self.stages = nn.ModuleList(stages)
        self.head = nn.Sequential(
            SameConv(channels, HEAD_CHANNELS, 1, bias=False), _norm(HEAD_CHANNELS), nn.ReLU6()
        )

    @property
    def pieces(self) -> list[tuple[nn.Module, bool]]:
        """Stem, stages and head in order, and whether what leaves them is a tap."""
        stages = [(stage, index in TAP_STAGES) for index, stage in enumerate(self.stages)]
        return [(self.stem, False), *stages, (self.head, False)]

    def forward(self, images: Tensor) -> Taps:
        x = images
        maps = []
        for piece, tapped in self.pieces:
            x = piece(x)
            if tapped:
                maps.append(x)
        return Taps(tuple(maps), x.mean(dim=(2, 3)))


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=_BATCH_NORM_EPS)


def pool_grid(taps: Taps, cells: int) -> Tensor:
    """All taps averaged to one grid: `(B, 472, cells, cells)`."""
    return torch.cat([F.adaptive_avg_pool2d(m, cells) for m in taps.maps], dim=1)


def imagenet_state(published: dict[str, Tensor], name: str) -> dict[str, Tensor]:
    """The state of `EfficientNetLite(name)` from the published file's names, matched in order of definition.

    The classifier `_fc` is dropped. Raises `KeyError` or `RuntimeError` (at load) where shapes differ.
    """
    wanted = EfficientNetLite(name).state_dict()
    values = [
        v for k, v in published.items() if not k.startswith("_fc.") and not k.endswith("num_batches_tracked")
    ]
    names = [k for k in wanted if not k.endswith("num_batches_tracked")]
    if len(values) != len(names):
        raise KeyError(f"{len(values)} tensors in the published file, {len(names)} expected")
    return dict(zip(names, values, strict=True))


class TapFusion(nn.Module):
    """One map from taps of several strides: `[(N, C_i, H_i, W_i)] → (N, width, H, W)` at the finest size
    given.

    1×1 per tap → coarser ones upsampled and added → depthwise 3×3 residual.
    """

    def __init__(self, channels: tuple[int, ...], width: int) -> None:
        super().__init__()
        self.lateral = nn.ModuleList([nn.Conv2d(c, width, 1) for c in channels])
        self.mix = nn.Conv2d(width, width, 3, padding=1, groups=width)

    def forward(self, maps: list[Tensor]) -> Tensor:
        size = maps[0].shape[2:]
        fused = torch.zeros((), device=maps[0].device)
        for conv, level in zip(self.lateral, maps, strict=True):
            side = conv(level)
            fused = fused + (
                side if side.shape[2:] == size else F.interpolate(side, size=size, mode="bilinear")
            )
        return self._mixed(fused)

    def from_grid(self, grid: Tensor) -> Tensor:
        """The same for taps already pooled to one size and concatenated: `(N, H, W, sum(C_i)) → (N, width,
        H, W)`.

        A sum of 1×1 convolutions is one matrix product over all taps' channels.
        """
        convs = [conv for conv in self.lateral if isinstance(conv, nn.Conv2d)]
        weight = torch.cat([conv.weight[:, :, 0, 0] for conv in convs], dim=1)
        bias = torch.stack([conv.bias for conv in convs if conv.bias is not None]).sum(dim=0)
        return self._mixed(F.linear(grid, weight, bias).permute(0, 3, 1, 2))

    def _mixed(self, fused: Tensor) -> Tensor:
        fused = F.relu(fused)
        return F.relu(fused + self.mix(fused))


class SpatialAttention(nn.Module):
    """`(N, width, H, W) → pooled (N, width), map (N, H, W)`; the map sums to 1 over the picture."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.score = nn.Conv2d(width, 1, 1)

    def forward(self, maps: Tensor) -> tuple[Tensor, Tensor]:
        n, width, height, breadth = maps.shape
        cells = maps.permute(0, 2, 3, 1).reshape(n, height * breadth, width)
        weights = F.linear(cells, self.score.weight.flatten(1), self.score.bias).softmax(dim=1)
        # One product instead of many passes over all maps.
        pooled = (weights.transpose(1, 2) @ cells).squeeze(1)
        return pooled, weights.view(n, height, breadth)


class VisualBranch(nn.Module):
    """Cached backbone features → one vector per visual step.

    `grid (B, V, g, g, sum(channels))` reduced, `head (B, V, 1280)` standardised, `boxes (B, V, K, 4)` (looked
    at with `relations`, may be empty) → `(B, V, width)` and the spatial attention `(B, V, g, g)`. Beside the
    attended appearance it sees what changed since 1 and 4 steps before.
    """

    LAGS = (1, 4)

    def __init__(
        self, channels: tuple[int, ...], width: int, dropout: float, relations: bool = False
    ) -> None:
        """`channels` per tap, as `Reduction` leaves them."""
        super().__init__()
        self.fuse = TapFusion(channels, width)
        self.attend = ElementRelation(width) if relations else SpatialAttention(width)
        self.reduce = nn.Linear(HEAD_CHANNELS, width)
        self.project = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(2 * width * (1 + len(self.LAGS)), width),
            nn.LayerNorm(width),
            nn.ReLU(),
        )

    def forward(self, grid: Tensor, head: Tensor, boxes: Tensor | None = None) -> tuple[Tensor, Tensor]:
        b, v, height, breadth, _ = grid.shape
        maps = self.fuse.from_grid(grid.flatten(0, 1))
        if isinstance(self.attend, ElementRelation):
            if boxes is None or boxes.numel() == 0:
                boxes = grid.new_zeros(b, v, 0, 4)
            pooled, attention = self.attend.of_maps(maps, boxes.flatten(0, 1))
        else:
            pooled, attention = self.attend(maps)
        now = torch.cat([pooled.view(b, v, -1), self.reduce(head)], dim=2)
        changes = [lagged_change(now, lag) for lag in self.LAGS]
        return self.project(torch.cat([now, *changes], dim=2)), attention.view(b, v, height, breadth)


def lagged_change(steps: Tensor, lag: int) -> Tensor:
    """`|x[t] - x[t - lag]|` along dimension 1; the first `lag` steps are compared with the first."""
    before = torch.cat([steps[:, :1].expand(-1, min(lag, steps.shape[1]), -1), steps[:, :-lag]], dim=1)
    return (steps - before).abs()
