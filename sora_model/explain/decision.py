"""The decision that is explained: network and probe blended, as a differentiable function of a stretch's
features, for many variants of the stretch at once.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from sora_model.checkpoint import Checkpoint
from sora_model.contract.errors import SoraError
from sora_model.data.features import StepBlock, StepFeatures
from sora_model.data.windows import block_window, collate, to_device
from sora_model.inference import Predictor
from sora_model.network.batch import Batch, Output
from sora_model.network.statistics import compress, window_statistics


class Explained(Protocol):
    """A decision on one stretch, `batch` of one, that can be asked about variants of it. Maps are of `cells`
    rows and columns.
    """

    @property
    def batch(self) -> Batch: ...

    @property
    def cells(self) -> int: ...

    def headed(self, grid: Tensor) -> Tensor: ...

    def log_odds(self, batch: Batch, label: int) -> Tensor: ...

    def attended(self, batch: Batch) -> Tensor: ...


def require_attention(checkpoint: Checkpoint) -> None:
    """Raise `SoraError` where the run's network has no say: its attention would explain nothing."""
    if not checkpoint.network_decides:
        raise SoraError(
            "Run {run} decides by its closed-form probe alone: its network has no say, so there "
            "is no attention to show. Choose occlusion, which explains the decision itself.",
            run=checkpoint.run,
        )


SURE = 1e-6
"""Probability this near to 0 or 1 counts as no nearer: log odds stay finite."""


class Decision:
    """What a checkpoint decides on one stretch as a clip, as `Predictor.look_at` does.

    `batch` is the stretch itself, a batch of one; variants of it are batches of N with the same shapes.
    """

    def __init__(self, predictor: Predictor, like: StepFeatures, block: StepBlock) -> None:
        """`like` tells what the medium has."""
        self._predictor = predictor
        self._like = like
        self.cells = predictor.checkpoint.config.features.grid
        self._backbone = predictor.extractor.backbone.network
        window = block_window(block, like, predictor.model.classes)
        self.batch, _ = to_device(*collate([window]), predictor.engine.device)

    def headed(self, grid: Tensor) -> Tensor:
        """What the backbone's head makes of each cell, `grid (B, V, g, g, C)` → `(B, V, g, g, H)`: their mean
        is the head, exactly so where a cell is a position of the last tap (7 cells at 224 pixels).
        """
        if self._backbone is None:
            return grid.new_zeros(*grid.shape[:-1], 0)
        last = grid[..., -self._predictor.checkpoint.config.features.tap_channels[2] :]
        maps = last.flatten(0, 1).permute(0, 3, 1, 2)
        heads: Tensor = self._backbone.head(maps)
        return heads.permute(0, 2, 3, 1).view(*grid.shape[:-1], -1)

    def log_probabilities(self, batch: Batch) -> Tensor:
        """`(N, C)` in double precision, on the CPU."""
        known = self._predictor.checkpoint
        calibration, share = known.calibration, known.config.probe_share
        voices = []  # of whoever has a say
        if share < 1:
            network = self._output(batch).clip.double().cpu() * calibration.network_scale
            voices.append((1 - share) * network.log_softmax(dim=1))
        if share > 0:
            scores = self._predictor.probe(self._statistics(batch))[:, : len(known.classes)].double()
            voices.append(share * (scores * calibration.probe_scale).log_softmax(dim=1))
        return F.log_softmax(torch.stack(voices).sum(dim=0) * calibration.sharpness, dim=1)

    def log_odds(self, batch: Batch, label: int) -> Tensor:
        """`(N,)` of class `label`: unlike the probability, they do not flatten where the model is sure."""
        p = self.log_probabilities(batch)[:, label].exp().clamp(SURE, 1 - SURE)
        return p.log() - (1 - p).log()

    def attended(self, batch: Batch) -> Tensor:
        """`(N, h, w)`: the network's spatial attention on its own cells, averaged as its temporal attention
        weighs it. Raises `SoraError` where the network has no say.
        """
        require_attention(self._predictor.checkpoint)
        out = self._output(batch)
        return (out.spatial * out.temporal[:, :, None, None]).sum(dim=1)

    def _output(self, batch: Batch) -> Output:
        out: Output = self._predictor.model(batch)
        return out

    def _statistics(self, batch: Batch) -> Tensor:
        steps = torch.tensor([[0, batch.mask.shape[1]]])
        return torch.cat([self._statistics_of(batch, i, steps) for i in range(len(batch.mask))])

    def _statistics_of(self, batch: Batch, i: int, steps: Tensor) -> Tensor:
        pooled = torch.cat([batch.grid[i].mean(dim=(1, 2)), batch.head[i]], dim=1).cpu()
        return window_statistics(
            pooled,
            compress(batch.motion[i]).cpu(),
            batch.audio[i].cpu(),
            steps,
            self._like.spec.visual_every,
            self._like.has_video,
            self._like.has_audio,
        )


def repeated(batch: Batch, times: int) -> Batch:
    """A batch of one as `times` equal ones, without copying."""
    values = {f.name: getattr(batch, f.name) for f in fields(batch)}
    return replace(batch, **{k: v.expand(times, *v.shape[1:]) for k, v in values.items() if len(v)})
