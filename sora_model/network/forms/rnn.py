"""Multi-scale CNN and recurrent network: several scales in space, several rates in time."""

from __future__ import annotations

from torch import Tensor

from sora_model.config import ModelConfig
from sora_model.network.batch import Batch, Output, Views
from sora_model.network.forms.original import _PictureForm
from sora_model.network.recurrent import MultiRate
from sora_model.network.temporal import AttentionPooling
from sora_model.network.visual import VisualBranch


class SoraRnn(_PictureForm):
    """`sora-rnn`.

    taps (B, V, g, g, C), head (B, V, H) → scales of the pyramid fused, attended, with their changes
    (B, V, width) → recurrent layers at the whole, the half and the quarter rate, fused (B, T, width)
    → temporal attention (B, width) → classes
    """

    reach = (max(VisualBranch.LAGS), 0)

    def __init__(self, config: ModelConfig, classes: int) -> None:
        super().__init__(config, classes)
        self.visual = VisualBranch(self.reduce.kept, config.width, config.dropout, config.relations)
        self.rates = MultiRate(config.width, config.dropout)
        self.pool = AttentionPooling(config.width)

    def look(self, views: Views) -> tuple[Tensor, Tensor]:
        out: tuple[Tensor, Tensor] = self.visual(
            self.reduce(views.grid), self.head_scale(views.head), views.boxes
        )
        return out

    def over_time(self, batch: Batch, seen: Tensor, where: Tensor, drop: Tensor | None = None) -> Output:
        seen, where = self.steps(batch, seen, where)
        steps = self.rates(seen, batch.mask)
        pooled, temporal = self.pool(steps, batch.inside)
        return self.decided(batch, steps, pooled, temporal, where)
