"""Which places, moments and sounds a decision rests on: occlusion from cached features, class-activation maps
and attention.

Grad-CAM: Selvaraju et al. (ICCV 2017). HiResCAM: Draelos & Carin, "Use HiResCAM instead of Grad-CAM" (2020).
Occlusion: Zeiler & Fergus (ECCV 2014). Maps are signed where the method is: below 0 speaks against the class.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sora_model.contract.explanations import MapKind
from sora_model.data.motion import BINS, GRID
from sora_model.data.sound import BANDS
from sora_model.explain.decision import Explained
from sora_model.explain.hiding import (
    head_changes,
    hide_cells,
    hide_sound,
    hide_steps,
    shares,
    span_masks,
    square_masks,
)
from sora_model.media.progress import Cancelled
from sora_model.network.batch import Batch

Floats = NDArray[np.float64]
IsCancelled = Callable[[], bool]

HIDDEN_SIDE = 0.4
"""Share of the picture's width and height hidden at once: a cell alone is seldom all that carries an action.
"""
SPAN_STEPS = 4
CHUNK = 16
"""Variants at once."""
_NO_MOTION = 1e-3
"""Motion below this is raised to it: the square root that compresses motion has no slope at nothing."""


def place_map(decision: Explained, label: int, kind: MapKind, cancelled: IsCancelled) -> Floats:
    """`(g, g)`: how much of the decision for class `label` rests on each cell of the picture."""
    if kind == "occlusion":
        return occlusion(decision, label, cancelled)
    if kind == "attention":
        return attention(decision)
    return activation(decision, label, kind)


def occlusion(decision: Explained, label: int, cancelled: IsCancelled) -> Floats:
    """What hiding the square around each cell takes from the class's log odds."""
    cells = decision.cells
    masks = square_masks(cells, round((cells * HIDDEN_SIDE - 1) / 2)).to(decision.batch.motion.device)
    with torch.inference_mode():
        heads = head_changes(decision)
    drops = _drops(decision, label, masks, lambda b, m: hide_cells(b, m, heads), cancelled)
    return np.asarray(drops.reshape(cells, cells))


def evidence(decision: Explained, label: int, cancelled: IsCancelled) -> Floats:
    """`(T,)`: what hiding the `SPAN_STEPS` steps around each step takes from the class's log odds."""
    return _over_time(decision, label, hide_steps, cancelled)


def heard(decision: Explained, label: int, cancelled: IsCancelled) -> Floats:
    """As `evidence`, with the sound hidden and nothing else."""
    return _over_time(decision, label, hide_sound, cancelled)


def _over_time(
    decision: Explained, label: int, hide: Callable[[Batch, Tensor], Batch], cancelled: IsCancelled
) -> Floats:
    steps, every = decision.batch.mask.shape[1], SPAN_STEPS // 2
    masks = span_masks(steps, SPAN_STEPS, every).to(decision.batch.mask.device)
    drops = _drops(decision, label, masks, hide, cancelled)
    return np.interp(np.arange(steps), np.arange(0, steps, every), drops)


def _drops(
    decision: Explained,
    label: int,
    masks: Tensor,
    hide: Callable[[Batch, Tensor], Batch],
    cancelled: IsCancelled,
) -> Floats:
    with torch.inference_mode():
        whole = decision.log_odds(decision.batch, label)
        rest = []
        for part in masks.split(CHUNK):
            if cancelled():
                raise Cancelled
            rest.append(decision.log_odds(hide(decision.batch, part), label))
    return np.asarray((whole - torch.cat(rest)).numpy())


def attention(decision: Explained) -> Floats:
    """Where the network's weight went; the probe has none. All 0 for a form that attends everywhere alike."""
    with torch.inference_mode():
        where = decision.attended(decision.batch)[0]
        even = torch.allclose(where, where.mean(), rtol=1e-4)
        field = torch.zeros_like(where) if even else where
        return np.asarray(_spread(field.double(), decision.cells).cpu().numpy())


def activation(decision: Explained, label: int, kind: MapKind) -> Floats:
    """Gradient times activation of the class's log odds, where the decision begins: at the backbone's grid or
    the pixels (as differences from their mean over the stretch), its head, and at the cells of motion.

    All are shares of the same log odds to first order, so they add up. `grad-cam` averages each channel's
    gradient over the picture first and drops what speaks against the class.
    """
    batch, cells = decision.batch, decision.cells
    motion = _moving(batch.motion)
    seen = batch.pixels.float() if batch.pixels.numel() else batch.grid
    seen = seen.detach().clone().requires_grad_(True)
    motion.requires_grad_(True)
    head = batch.head.detach().clone().requires_grad_(True)
    varied = replace(batch, motion=motion, head=head, **{"pixels" if batch.pixels.numel() else "grid": seen})
    odds = decision.log_odds(varied, label).sum()
    slopes = torch.autograd.grad(odds, (seen, motion, head), materialize_grads=True)
    value = seen - seen.mean(dim=1, keepdim=True) if batch.pixels.numel() else seen
    pairs = [(slopes[0], value), *(_motion_cells(slopes[1], motion))]
    heads = decision.headed(batch.grid).detach() / cells**2
    pairs.append((slopes[2][:, :, None, None].expand(heads.shape), heads))
    fields = [_field(slope[0], value[0], cells, averaged=kind == "grad-cam") for slope, value in pairs]
    return np.asarray(torch.stack(fields).sum(dim=0).detach().double().cpu().numpy())


def _motion_cells(slope: Tensor, motion: Tensor) -> list[tuple[Tensor, Tensor]]:
    """Slope and value of the direction histograms and of the changes' size, `(1, T, GRID, GRID, n)`."""
    parts = motion.split([GRID * GRID * BINS, GRID * GRID, motion.shape[2] - GRID * GRID * (BINS + 1)], dim=2)
    slopes = slope.split([x.shape[2] for x in parts], dim=2)
    return [
        (s.unflatten(2, (GRID, GRID, -1)), x.unflatten(2, (GRID, GRID, -1)))
        for s, x in zip(slopes[:2], parts[:2], strict=True)
    ]


def _field(slope: Tensor, value: Tensor, cells: int, averaged: bool) -> Tensor:
    """`(V, h, w, C)` each → the shares of the log odds on `(cells, cells)`."""
    weight = slope.mean(dim=(1, 2), keepdim=True) if averaged else slope
    parts = (weight * value).sum(dim=3)
    return _spread((parts.relu() if averaged else parts).sum(dim=0), cells)


def sound_map(decision: Explained, label: int) -> Floats:
    """`(T, BANDS)`: gradient times difference from the stretch's mean, for the log energy of each band; the
    mean and the maximum of a step's band add up.
    """
    audio = decision.batch.audio.detach().clone().requires_grad_(True)
    motion = _moving(decision.batch.motion)
    odds = decision.log_odds(replace(decision.batch, audio=audio, motion=motion), label)
    (slope,) = torch.autograd.grad(odds.sum(), (audio,), materialize_grads=True)
    share = (slope * (audio - audio.mean(dim=1, keepdim=True)))[0].detach().double().cpu().numpy()
    return np.asarray(share[:, :BANDS] + share[:, BANDS : 2 * BANDS])


def _moving(motion: Tensor) -> Tensor:
    return torch.where(motion.abs() < _NO_MOTION, _NO_MOTION, motion).detach()


def _spread(field: Tensor, cells: int) -> Tensor:
    """A map on another grid, each part where it lies, with the same sum."""
    share = shares(cells, field.shape[0]).to(field)
    return share @ field @ share.T
