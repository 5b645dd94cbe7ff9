"""The spatio-temporal relational audio-visual model: the default."""

from __future__ import annotations

from torch import Tensor

from sora_model.config import ModelConfig
from sora_model.network.batch import Batch, Output, Views
from sora_model.network.forms.multimodal import MultiModal
from sora_model.network.temporal import AttentionPooling, DilatedTcn, OrderGru
from sora_model.network.visual import VisualBranch


class SoraAv(MultiModal):
    """`sora-av`.

    taps, head (, boxes) → regions and tracks attended or related → picture (B, V, width)
    flow (B, T, M) → motion (B, T, width); log-mel (B, T, A) → sound (B, T, width); text → (B, T, width)
    → fusion (B, T, width) → dilated convolutions over time → recurrent layer (B, T, width)
    → temporal attention (B, width) → classes
    """

    reach = (max(VisualBranch.LAGS), 0)

    def __init__(self, config: ModelConfig, classes: int) -> None:
        super().__init__(config, classes)
        width, dropout = config.width, config.dropout
        self.tcn = DilatedTcn(width, config.tcn_layers, dropout)
        self.order = OrderGru(width, dropout) if config.order_gru else None
        self.pool = AttentionPooling(width)

    def look(self, views: Views) -> tuple[Tensor, Tensor]:
        return self.pictures(views)

    def over_time(self, batch: Batch, seen: Tensor, where: Tensor, drop: Tensor | None = None) -> Output:
        modalities, where, moved_where, keep = self.modalities(batch, seen, where, drop)
        fused, gates = self.fusion(modalities, keep)
        steps = self.tcn(fused, batch.mask)
        if self.order is not None:
            steps = self.order(steps, batch.mask)
        pooled, temporal = self.pool(steps, batch.inside)
        spatial = self.mixed_maps(where, moved_where, gates)
        return self.decided(batch, steps, pooled, temporal, spatial, gates)
