"""The first three forms: pictures alone, trained end to end from their pixels."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from sora_model.config import ModelConfig
from sora_model.network.batch import Batch, Output, Views
from sora_model.network.forms.form import Form, even_map, even_weights
from sora_model.network.pixels import ResidualPyramid, StackedConvolutions, as_images
from sora_model.network.temporal import AttentionPooling
from sora_model.network.visual import SpatialAttention, TapFusion


class _PictureForm(Form):
    """A form that only sees; a medium without picture gives a learned token."""

    reach = (1, 0)

    def __init__(self, config: ModelConfig, classes: int) -> None:
        super().__init__(config, classes)
        self.unseen = nn.Parameter(torch.zeros(config.width))

    def steps(self, batch: Batch, seen: Tensor, where: Tensor) -> tuple[Tensor, Tensor]:
        """`(B, T, width)` and `(B, T, g, g)`."""
        seen, where = self.per_step(seen, where, batch.mask.shape[1])
        return torch.where(batch.has_video[:, None, None], seen, self.unseen), where


class Sora(_PictureForm):
    """The original: stacked convolution and pooling per picture, then fully connected layers.

    pixels (B, V, P, P, 3) → convolutions (B·V, 64, P/8, P/8) → fully connected (B, V, width)
    → mean over the clip's steps (B, width) → classes
    """

    def __init__(self, config: ModelConfig, classes: int) -> None:
        super().__init__(config, classes)
        self.convolutions = StackedConvolutions()
        self.cells = config.features.pixels // 8
        self.connected = nn.Sequential(
            nn.Flatten(),
            nn.Dropout(config.dropout),
            nn.Linear(self.convolutions.OUT * self.cells**2, config.width),
            nn.ReLU(),
        )

    def look(self, views: Views) -> tuple[Tensor, Tensor]:
        maps = self.convolutions(as_images(views.pixels, views.present))
        seen = self.connected(maps).view(*views.present.shape, -1)
        return seen, even_map(seen, self.cells)

    def over_time(self, batch: Batch, seen: Tensor, where: Tensor, drop: Tensor | None = None) -> Output:
        steps, where = self.steps(batch, seen, where)
        temporal = even_weights(batch.inside).to(steps.dtype)
        pooled = (steps * temporal[..., None]).sum(dim=1)
        return self.decided(batch, steps, pooled, temporal, where)


class SoraPlus(_PictureForm):
    """Sora+: residual connections, and attention over the picture and over time.

    pixels (B, V, P, P, 3) → residual convolutions (B·V, 64, P/8, P/8) → spatial attention (B, V, width)
    → temporal attention (B, width) → classes
    """

    LEVELS: tuple[int, ...] = (32, 64)

    def __init__(self, config: ModelConfig, classes: int) -> None:
        super().__init__(config, classes)
        self.convolutions = ResidualPyramid(*self.LEVELS)
        self.project: nn.Module = nn.Conv2d(self.LEVELS[-1], config.width, 1)
        self.attend = SpatialAttention(config.width)
        self.norm = nn.Sequential(nn.LayerNorm(config.width), nn.ReLU())
        self.pool = AttentionPooling(config.width)

    def look(self, views: Views) -> tuple[Tensor, Tensor]:
        levels = self.convolutions(as_images(views.pixels, views.present))
        pooled, where = self.attend(self.one_map(levels))
        shape = views.present.shape
        return self.norm(pooled).view(*shape, -1), where.view(*shape, *where.shape[1:])

    def one_map(self, levels: list[Tensor]) -> Tensor:
        """`(N, width, h, w)` of the pyramid's levels: the coarsest."""
        out: Tensor = torch.relu(self.project(levels[-1]))
        return out

    def over_time(self, batch: Batch, seen: Tensor, where: Tensor, drop: Tensor | None = None) -> Output:
        steps, where = self.steps(batch, seen, where)
        pooled, temporal = self.pool(steps, batch.inside)
        return self.decided(batch, steps, pooled, temporal, where)


class SoraPlusPlus(SoraPlus):
    """Sora++: as Sora+, and the levels of the pyramid fused before the attention.

    pixels (B, V, P, P, 3) → residual convolutions at stride 4, 8, 16 → fused (B·V, width, P/4, P/4)
    → spatial attention (B, V, width) → temporal attention (B, width) → classes
    """

    LEVELS = (32, 48, 64)

    def __init__(self, config: ModelConfig, classes: int) -> None:
        super().__init__(config, classes)
        self.project = TapFusion(self.LEVELS, config.width)

    def one_map(self, levels: list[Tensor]) -> Tensor:
        out: Tensor = self.project(levels)
        return out
