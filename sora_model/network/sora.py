"""The assembly of `sora-av`; reads as the data flow: branches → fusion → time → heads."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_model.config import ModelConfig
from sora_model.contract.errors import SoraError
from sora_model.data.motion import GRID, MOTION_CHANNELS
from sora_model.data.sound import AUDIO_CHANNELS
from sora_model.network.audio import AudioBranch
from sora_model.network.fusion import WeightedFusion
from sora_model.network.heads import CLIP_HEADS, DenseHead, Probe
from sora_model.network.motion import MotionBranch
from sora_model.network.reduction import Reduction
from sora_model.network.statistics import FEATURES, compress
from sora_model.network.temporal import AttentionPooling, DilatedTcn, OrderGru
from sora_model.network.visual import HEAD_CHANNELS, TAP_CHANNELS, VisualBranch

VISUAL, MOTION, AUDIO = 0, 1, 2


@dataclass(frozen=True)
class Batch:
    """Cached features of padded windows.

    `grid (B, V, g, g, 472)`, `head (B, V, 1280)`, `motion (B, T, M)`, `audio (B, T, A)`, `mask (B, T) bool`
    (true on a leading run), `inside (B, T) bool`: the steps that the clip decision is about (part of `mask`),
    `has_video (B,)`, `has_audio (B,) bool`. `V = ceil(T / visual_every)`.
    """

    grid: Tensor
    head: Tensor
    motion: Tensor
    audio: Tensor
    mask: Tensor
    inside: Tensor
    has_video: Tensor
    has_audio: Tensor


@dataclass(frozen=True)
class Output:
    """`clip (B, C)` logits; `dense (B, T, C + 1)` logits, background last; `temporal (B, T)`, `spatial
    (B, T, g, g)` attention; `gates (B, T, 3)` of picture, motion, sound; `steps (B, T, width)`, and what the
    clip decision sees of them, `pooled (B, width)`.
    """

    clip: Tensor
    dense: Tensor
    temporal: Tensor
    spatial: Tensor
    gates: Tensor
    steps: Tensor
    pooled: Tensor


class Standardise(nn.Module):
    """`(x - mean) / deviation` per channel, channels last."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("deviation", torch.ones(channels))

    def set(self, mean: Tensor, deviation: Tensor) -> None:
        self.mean.copy_(mean)
        self.deviation.copy_(deviation.clamp(min=1e-3 * float(deviation.mean()) + 1e-6))

    def forward(self, x: Tensor) -> Tensor:
        inverse = 1.0 / self.deviation.clamp(min=1e-6)
        return torch.addcmul(-self.mean * inverse, x, inverse)


class SoraAv(nn.Module):
    """Audio-visual model on cached features, with a closed-form probe beside the network."""

    def __init__(self, config: ModelConfig, classes: int) -> None:
        super().__init__()
        if config.fusion != "weighted":
            raise SoraError(f"The fusion “{config.fusion}” is not available. Choose “weighted”.")
        if config.head not in CLIP_HEADS:
            raise SoraError(f"There is no head “{config.head}”. Choose one of: {', '.join(CLIP_HEADS)}.")
        self.config = config
        self.classes = classes
        width, dropout = config.width, config.dropout
        self.reduce = Reduction(TAP_CHANNELS)
        self.head_scale = Standardise(HEAD_CHANNELS)
        self.motion_scale = Standardise(MOTION_CHANNELS)
        self.audio_scale = Standardise(AUDIO_CHANNELS)
        self.visual = VisualBranch(self.reduce.kept, width, dropout)
        self.motion = MotionBranch(width, dropout)
        self.audio = AudioBranch(AUDIO_CHANNELS, width, dropout)
        self.fusion = WeightedFusion(3, width)
        self.tcn = DilatedTcn(width, config.tcn_layers, dropout)
        self.order = OrderGru(width, dropout) if config.order_gru else None
        self.pool = AttentionPooling(width)
        self.clip_head = CLIP_HEADS[config.head](width, classes, dropout)
        self.dense_head = DenseHead(width, classes, dropout)
        self.probe = Probe(FEATURES, classes + 1)

    def forward(self, batch: Batch, drop: Tensor | None = None) -> Output:
        """`drop (B, 3) bool`: branches left out (modality dropout); a sample always keeps one."""
        seen, where = self.look(batch.grid, batch.head)
        return self.over_time(batch, seen, where, drop)

    def look(self, grid: Tensor, head: Tensor) -> tuple[Tensor, Tensor]:
        """The visual branch alone: `(B, V, width)` and `(B, V, g, g)`. Each step sees itself and 4 before."""
        out: tuple[Tensor, Tensor] = self.visual(self.reduce(grid), self.head_scale(head))
        return out

    def over_time(self, batch: Batch, seen: Tensor, where: Tensor, drop: Tensor | None = None) -> Output:
        """Everything after the visual branch, over whole windows or whole films."""
        steps, every = batch.mask.shape[1], self.config.features.visual_every
        seen = seen.repeat_interleave(every, dim=1)[:, :steps]
        where = where.repeat_interleave(every, dim=1)[:, :steps]
        moved, moved_where = self.motion(self.motion_scale(compress(batch.motion)), batch.mask)
        heard = self.audio(self.audio_scale(batch.audio), batch.has_audio, batch.mask)
        keep = torch.stack([batch.has_video, batch.has_video, torch.ones_like(batch.has_audio)], dim=1)
        if drop is not None:
            keep = keep & ~drop
        fused, gates = self.fusion([seen, moved, heard], keep)
        x = self.tcn(fused, batch.mask)
        if self.order is not None:
            x = self.order(x, batch.mask)
        pooled, temporal = self.pool(x, batch.inside)
        return Output(
            clip=self.clip_head(pooled),
            dense=self.dense_head(x),
            temporal=temporal,
            spatial=self._spatial(where, moved_where, gates, batch.has_video),
            gates=gates,
            steps=x,
            pooled=pooled,
        )

    def _spatial(self, where: Tensor, moved: Tensor, gates: Tensor, has_video: Tensor) -> Tensor:
        """The two branches' maps, mixed as the fusion mixed the branches."""
        b, t, height, breadth = where.shape
        wide = F.interpolate(moved.reshape(b * t, 1, GRID, GRID), size=(height, breadth), mode="bilinear")
        wide = wide.view(b, t, height, breadth)
        wide = wide / wide.sum(dim=(2, 3), keepdim=True)
        both = gates[..., VISUAL] + gates[..., MOTION]
        share = (gates[..., VISUAL] / both.clamp(min=1e-9))[..., None, None]
        return (share * where + (1 - share) * wide) * has_video[:, None, None, None]
