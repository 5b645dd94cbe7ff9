"""Spatio-temporal convolution and auto-encoder: a small code per look, learned from films without labels."""

from __future__ import annotations

from dataclasses import replace

import torch.nn.functional as F
from torch import Tensor, nn

from sora_model.config import ModelConfig
from sora_model.network.batch import Batch, Output, Views
from sora_model.network.forms.form import even_map
from sora_model.network.forms.original import _PictureForm
from sora_model.network.pixels import IMAGE_CHANNELS, ResidualBlock, as_images, convolution
from sora_model.network.temporal import AttentionPooling, DilatedTcn

CODE = 32
"""Dimensions of the bottleneck."""
CHANNELS = (16, 32, 64)
COLOURS = 3


class SpatioTemporalBlock(nn.Module):
    """A residual block over the picture, then a residual convolution over three looks, place by place.

    Separated as in Tran et al., "A Closer Look at Spatiotemporal Convolutions" (CVPR 2018).
    """

    def __init__(self, channels: int, out: int) -> None:
        super().__init__()
        self.space = ResidualBlock(channels, out)
        self.time = nn.Conv3d(out, out, (3, 1, 1), padding=(1, 0, 0), groups=out)
        self.norm = nn.GroupNorm(8, out)

    def forward(self, x: Tensor, present: Tensor) -> Tensor:
        """`x (B·V, channels, h, w)`, `present (B, V)` → `(B·V, out, h/2, w/2)`."""
        y: Tensor = self.space(x)
        inside = y.view(*present.shape, *y.shape[1:]) * present[:, :, None, None, None]
        over_time = self.time(inside.transpose(1, 2)).transpose(1, 2).flatten(0, 1)
        return y + F.relu(self.norm(over_time))


class SoraTcnAe(_PictureForm):
    """`sora-tcn-ae`.

    pixels (B, V, P, P, 3) → spatio-temporal residual convolutions (B·V, 64, P/8, P/8) → code (B, V, 32)
    → decoder: the changes again (B·V, 3, P/2, P/2), whose error is the auxiliary loss
    code → (B, V, width) → dilated convolutions over time (B, T, width) → temporal attention → classes
    """

    reach = (3, 2)

    def __init__(self, config: ModelConfig, classes: int) -> None:
        super().__init__(config, classes)
        self.cells = -(-config.features.pixels // 8)
        first, middle, last = CHANNELS
        self.stem = convolution(IMAGE_CHANNELS, first, stride=2, size=5)
        self.encoder = nn.ModuleList([SpatioTemporalBlock(first, middle), SpatioTemporalBlock(middle, last)])
        self.bottleneck = nn.Linear(last * self.cells**2, CODE)
        self.decoder = nn.Sequential(
            nn.Linear(CODE, last * self.cells**2),
            nn.Unflatten(1, (last, self.cells, self.cells)),
            nn.ReLU(),
            nn.Upsample(scale_factor=2),
            convolution(last, middle),
            nn.Upsample(scale_factor=2),
            convolution(middle, first),
            nn.Conv2d(first, COLOURS, 1),
        )
        self.project = nn.Sequential(
            nn.LayerNorm(CODE), nn.Dropout(config.dropout), nn.Linear(CODE, config.width), nn.ReLU()
        )
        self.tcn = DilatedTcn(config.width, config.tcn_layers, config.dropout)
        self.pool = AttentionPooling(config.width)

    def encode(self, views: Views) -> Tensor:
        """The codes `(B, V, CODE)`."""
        x = self.stem(as_images(views.pixels, views.present))
        for block in self.encoder:
            x = block(x, views.present)
        code: Tensor = self.bottleneck(x.flatten(1))
        return code.view(*views.present.shape, CODE)

    def reconstruction_loss(self, views: Views, codes: Tensor) -> Tensor:
        """Mean squared error of the decoded changes, at half their size, over real looks; 1: none is decoded.

        Only what changes is asked for: with the pictures themselves the few dimensions of the code went to
        what places look like (gestures within train, the same probe on codes: 23 % after pre-training, 26 %
        at random, 45 % with changes alone).
        """
        changes = as_images(views.pixels, views.present)[:, -COLOURS:]
        wanted = F.avg_pool2d(changes, 2)
        decoded = self.decoder(codes.flatten(0, 1))[..., : wanted.shape[2], : wanted.shape[3]]
        error = (decoded - wanted).square().mean(dim=(1, 2, 3)).view(views.present.shape)
        size = wanted.square().mean(dim=(1, 2, 3)).view(views.present.shape)
        loss: Tensor = (error * views.present).sum() / (size * views.present).sum().clamp(min=1e-3)
        return loss

    def forward(self, batch: Batch, drop: Tensor | None = None) -> Output:
        codes = self.encode(batch.views)
        out = self.over_time(batch, *self._shown(codes), drop)
        return replace(out, auxiliary=self.reconstruction_loss(batch.views, codes))

    def look(self, views: Views) -> tuple[Tensor, Tensor]:
        return self._shown(self.encode(views))

    def _shown(self, codes: Tensor) -> tuple[Tensor, Tensor]:
        return self.project(codes), even_map(codes, self.cells)

    def over_time(self, batch: Batch, seen: Tensor, where: Tensor, drop: Tensor | None = None) -> Output:
        seen, where = self.steps(batch, seen, where)
        steps = self.tcn(seen, batch.mask)
        pooled, temporal = self.pool(steps, batch.inside)
        return self.decided(batch, steps, pooled, temporal, where)
