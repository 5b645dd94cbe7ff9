"""Simple optimised RNN for multi-modal video: CNN → LSTM → attention over time → fusion."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from sora_model.config import ModelConfig
from sora_model.network.batch import Batch, Output, Views
from sora_model.network.forms.multimodal import MultiModal
from sora_model.network.recurrent import run_recurrent
from sora_model.network.temporal import AttentionPooling
from sora_model.network.visual import VisualBranch


class SoraAttn(MultiModal):
    """`sora-attn`.

    taps, head → CNN features (B, V, width); motion, sound, text → (B, T, width) each
    → an LSTM per modality (B, T, width) → attention over the time steps, per modality (B, width)
    → fusion (B, width) → classes; the steps are fused by the same layer for curves over time
    """

    reach = (max(VisualBranch.LAGS), 0)

    def __init__(self, config: ModelConfig, classes: int) -> None:
        super().__init__(config, classes)
        width = config.width
        self.lstm = nn.ModuleList(
            [nn.LSTM(width, width // 2, batch_first=True, bidirectional=True) for _ in range(self.branches)]
        )
        self.norm = nn.ModuleList([nn.LayerNorm(width) for _ in range(self.branches)])
        self.dropout = nn.Dropout(config.dropout)
        self.pool = nn.ModuleList([AttentionPooling(width) for _ in range(self.branches)])

    def look(self, views: Views) -> tuple[Tensor, Tensor]:
        return self.pictures(views)

    def over_time(self, batch: Batch, seen: Tensor, where: Tensor, drop: Tensor | None = None) -> Output:
        modalities, where, moved_where, keep = self.modalities(batch, seen, where, drop)
        sequences, clips, weights = [], [], []
        for x, lstm, norm, pool in zip(modalities, self.lstm, self.norm, self.pool, strict=True):
            assert isinstance(lstm, nn.LSTM)
            read = norm(x + self.dropout(run_recurrent(lstm, x, batch.mask)))
            clip, weight = pool(read, batch.inside)
            sequences.append(read)
            clips.append(clip[:, None])
            weights.append(weight)
        steps, gates = self.fusion(sequences, keep)
        pooled, shares = self.fusion(clips, keep)
        temporal = (torch.stack(weights, dim=2) * shares).sum(dim=2)
        spatial = self.mixed_maps(where, moved_where, gates)
        return self.decided(batch, steps, pooled.squeeze(1), temporal, spatial, gates)
