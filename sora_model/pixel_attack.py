"""A small white-box attack on the pictures of a clip, through the backbone and the form, or on the small
pictures of a form that learns from pixels.

Madry et al., "Towards Deep Learning Models Resistant to Adversarial Attacks" (ICLR 2018): projected gradient
descent in the maximum norm. The flow descriptor is no differentiable function of the pictures and is held
fixed, so the figure is a bound from one side: a stronger attack may do more. What a small picture is
moved by, the film's can be moved by: as much at each point of the area that became one of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from sora_model.contract.manifest import MediaSpec
from sora_model.data.sampling import StepGrid
from sora_model.explain.decision import Decision
from sora_model.inference import Predictor
from sora_model.media.decoder import FrameDecoder
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import load_index
from sora_model.network.shift import shift_reach
from sora_model.network.visual import pool_grid
from sora_model.runtime import DEVIATION, MEAN

Floats = NDArray[np.float64]
IsCancelled = Callable[[], bool]

EPSILON = 2.0
"""On the scale of 0 to 255."""
STEPS = 5
STEP_SIZE = 1.0
PICTURES_AT_ONCE = 4
"""Of which the backbone's activations are kept for the way back; with temporal shifts, of all of them."""
LONGEST_STEPS = 64


def attacked(
    predictor: Predictor, medium: MediaSpec, label: int, cancelled: IsCancelled
) -> tuple[Floats, Floats] | None:
    """Class probabilities `(C,)` of the clip before and after, both by the differentiable path; None where
    the decision rests on no pictures: the probe beside a form that learns from pixels sees only motion.

    The attacked pictures are rounded to whole values, as a file would hold them.
    """
    network, known = predictor.extractor.backbone.network, predictor.checkpoint
    if network is None and not (known.config.features.pixels and known.network_decides):
        return None
    attack = _Small(predictor, medium) if network is None else _Attack(predictor, network, medium)
    clean = attack.pictures
    before = attack.probabilities(clean)
    moved = clean.clone()
    for _ in range(STEPS):
        if cancelled():
            raise Cancelled
        slope = attack.slope(moved, label)
        moved = moved + STEP_SIZE * slope.sign()
        moved = moved.clamp(clean - EPSILON, clean + EPSILON).clamp(0, 255)
    return before, attack.probabilities(moved.round())


class _Small:
    """One clip of a form that learns from pixels: its small pictures, and the way to its scores."""

    def __init__(self, predictor: Predictor, medium: MediaSpec) -> None:
        features = predictor.extractor.features(medium)
        block = features.block(0, min(features.count, LONGEST_STEPS))
        self.decision = Decision(predictor, features, block)
        self.pictures = self.decision.batch.pixels[0].float()
        """`(V, P, P, 3)`, 0 to 255."""

    def slope(self, pictures: Tensor, label: int) -> Tensor:
        """Gradient `(V, P, P, 3)` of the clip's log loss."""
        leaf = pictures.clone().requires_grad_()
        with torch.backends.cudnn.flags(enabled=False):
            (slope,) = torch.autograd.grad(-self._log_probabilities(leaf)[label], leaf)
        return slope

    def probabilities(self, pictures: Tensor) -> Floats:
        with torch.no_grad():
            return np.asarray(self._log_probabilities(pictures).exp().numpy())

    def _log_probabilities(self, pictures: Tensor) -> Tensor:
        return self.decision.log_probabilities(replace(self.decision.batch, pixels=pictures[None]))[0]


class _Attack:
    """One clip: its pictures, what the cache has of it besides, and the way from there to its scores."""

    def __init__(self, predictor: Predictor, network: nn.Module, medium: MediaSpec) -> None:
        self.predictor = predictor
        self.network = network
        self.spec = predictor.checkpoint.config.features
        features = predictor.extractor.features(medium)
        steps = min(features.count, LONGEST_STEPS)
        self.pictures = self._pictures(medium, steps)
        self._at_once = len(self.pictures) if shift_reach(network) else PICTURES_AT_ONCE
        device = predictor.engine.device
        self._mean = torch.tensor(MEAN, device=device).view(1, 3, 1, 1)
        self._deviation = torch.tensor(DEVIATION, device=device).view(1, 3, 1, 1)
        self.decision = Decision(predictor, features, features.block(0, steps))

    def _pictures(self, medium: MediaSpec, steps: int) -> Tensor:
        """`(V, 3, P, P)`, 0 to 255: what the backbone was shown at each visual step."""
        grid = StepGrid.of(medium, self.spec.steps_per_second, self.spec.visual_every)
        index = load_index(medium.path, self.predictor.cache_dir, stream=medium.film_number)
        shown = [index.frame_at(grid.tick(step)) for step in range(0, steps, self.spec.visual_every)]
        side = (self.spec.picture, self.spec.picture)
        with FrameDecoder(medium.path, index) as decoder:
            found = np.stack([picture for _, picture in decoder.frames(shown, side)])
        return torch.from_numpy(found).permute(0, 3, 1, 2).float().to(self.predictor.engine.device)

    def slope(self, pictures: Tensor, label: int) -> Tensor:
        """Gradient `(V, 3, P, P)` of the clip's log loss; the backbone is run twice, to keep memory small."""
        grid, head = (x.requires_grad_() for x in self._seen(pictures))
        # Recurrent layers of cuDNN have no way back outside of training.
        with torch.backends.cudnn.flags(enabled=False):
            loss = -torch.log_softmax(self._logits(grid, head), dim=0)[label]
            grid_slope, head_slope = torch.autograd.grad(loss, (grid, head))
        slopes = []
        for first in range(0, len(pictures), self._at_once):
            part = slice(first, first + self._at_once)
            few = pictures[part].clone().requires_grad_()
            outputs = self._look(few)
            (slope,) = torch.autograd.grad(outputs, few, (grid_slope[part], head_slope[part]))
            slopes.append(slope)
        return torch.cat(slopes)

    def probabilities(self, pictures: Tensor) -> Floats:
        with torch.no_grad():
            logits = self._logits(*self._seen(pictures))
        return np.asarray(torch.softmax(logits, dim=0).double().cpu().numpy())

    def _seen(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        with torch.no_grad():
            looks = [self._look(part) for part in pictures.split(self._at_once)]
        return torch.cat([g for g, _ in looks]), torch.cat([h for _, h in looks])

    def _look(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Grid `(V, g, g, C)` and head `(V, H)`."""
        taps = self.network((pictures - self._mean) / self._deviation)
        return pool_grid(taps, self.spec.grid).permute(0, 2, 3, 1), taps.head

    def _logits(self, grid: Tensor, head: Tensor) -> Tensor:
        """Logits `(C,)` of network and probe together, as `blend.blended` makes them of arrays."""
        batch = replace(self.decision.batch, grid=grid[None], head=head[None])
        return self.decision.log_probabilities(batch)[0]
