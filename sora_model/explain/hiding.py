"""What the cached features of a stretch become when parts of the picture, or of the time, are hidden.

Nothing is decoded or looked at again: a hidden cell shows what it shows on average, and does not move. That
leaves out what a mask does to its neighbours through the backbone; `faithfulness` hides pixels and measures.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from sora_model.data.motion import BINS, GRID
from sora_model.explain.decision import Explained, repeated
from sora_model.network.batch import Batch

_HISTOGRAMS = GRID * GRID * BINS
_PLACED = GRID * GRID * (BINS + 1)
"""Motion channels that belong to a cell: direction histograms, then magnitudes of change; the rest are of the
whole picture."""


def hide_cells(batch: Batch, masks: Tensor, heads: Tensor | None = None) -> Batch:
    """`batch` of one with `masks (N, g, g)` hidden, 1 wholly and 0 not at all → a batch of N.

    `heads (1, V, g, g, H)`: what hiding each cell adds to the backbone's head (`head_changes`).
    """
    n = len(masks)
    grid, pixels = batch.grid, batch.pixels
    if grid.numel():
        grid = torch.lerp(grid, grid.mean(dim=1, keepdim=True), masks[:, None, :, :, None])
    if pixels.numel():
        side = pixels.shape[2]
        fine = F.interpolate(masks[:, None], size=(side, side), mode="nearest")[:, 0, None, :, :, None]
        pixels = torch.lerp(pixels.float(), _flat(pixels, masks.shape[1]), fine)
    hidden = repeated(batch, n)
    return replace(
        hidden,
        grid=grid if grid.numel() else hidden.grid,
        head=hidden.head if heads is None else batch.head + torch.einsum("nij,bvijh->nvh", masks, heads),
        pixels=pixels if pixels.numel() else hidden.pixels,
        motion=_stilled(batch.motion, masks),
    )


def head_changes(decision: Explained) -> Tensor:
    """What hiding each cell adds to the head, `(1, V, g, g, H)`."""
    grid = decision.batch.grid
    still = grid.mean(dim=1, keepdim=True)
    return (decision.headed(still) - decision.headed(grid)) / decision.cells**2


def _flat(pixels: Tensor, cells: int) -> Tensor:
    """`pixels (1, V, P, P, 3)` → `(1, 1, P, P, 3)`: each cell in its mean colour over the stretch."""
    still = pixels.float().mean(dim=1).permute(0, 3, 1, 2)
    flat = F.interpolate(F.adaptive_avg_pool2d(still, cells), size=still.shape[2:], mode="nearest")
    return flat.permute(0, 2, 3, 1)[:, None]


def _stilled(motion: Tensor, masks: Tensor) -> Tensor:
    """`motion (1, T, M)` → `(N, T, M)`: nothing moves in hidden cells, and the whole moves that much less."""
    steps = motion.shape[1]
    share = shares(masks.shape[1], GRID).to(masks)
    shown = 1 - (share.T @ masks @ share).flatten(1)
    histograms = motion[..., :_HISTOGRAMS].view(1, steps, GRID * GRID, BINS) * shown[:, None, :, None]
    changes = motion[..., _HISTOGRAMS:_PLACED] * shown[:, None]
    fast, before = _fastest(histograms), _fastest(motion[..., :_HISTOGRAMS].view(1, steps, GRID * GRID, BINS))
    extras = motion[..., _PLACED:]
    size = extras[..., :2].norm(dim=2, keepdim=True) / before[0].norm(dim=2, keepdim=True).clamp(min=1e-6)
    left = fast[1] / before[1].clamp(min=1e-9)
    # What the cells do not tell of the fastest motion goes with the cells that hold it.
    rest = extras[..., :2] - size * before[0]
    return torch.cat(
        [histograms.flatten(2), changes, size * fast[0] + left * rest, extras[..., 2:] * left], dim=2
    )


def _fastest(histograms: Tensor) -> tuple[Tensor, Tensor]:
    """Direction histograms `(N, T, cells, BINS)` → the mean motion of the cells, the faster the more it
    counts, `(N, T, 2)`, and how much counts in all, `(N, T, 1)`.
    """
    angles = torch.arange(BINS, device=histograms.device) * (2 * torch.pi / BINS)
    directions = torch.stack([angles.cos(), angles.sin()], dim=1)
    vectors = histograms @ directions
    weight = vectors.norm(dim=3, keepdim=True).square()
    total = weight.sum(dim=2)
    return (vectors * weight).sum(dim=2) / total.clamp(min=1e-9), total


def hide_steps(batch: Batch, hidden: Tensor) -> Batch:
    """`batch` of one with `hidden (N, T) bool` steps replaced by the stretch's mean → a batch of N."""
    every = -(-batch.mask.shape[1] // batch.views.present.shape[1])
    looks = F.pad(hidden.float(), (0, -hidden.shape[1] % every)).view(len(hidden), -1, every).amax(dim=2) > 0
    return replace(
        repeated(batch, len(hidden)),
        grid=_averaged(batch.grid, looks),
        head=_averaged(batch.head, looks),
        motion=_averaged(batch.motion, hidden),
        audio=_averaged(batch.audio, hidden),
        pixels=_averaged(batch.pixels.float(), looks),
        text=_averaged(batch.text, hidden),
    )


def hide_sound(batch: Batch, hidden: Tensor) -> Batch:
    """`batch` of one with the sound of `hidden (N, T) bool` steps replaced by the stretch's mean → N."""
    return replace(repeated(batch, len(hidden)), audio=_averaged(batch.audio, hidden))


def _averaged(steps: Tensor, where: Tensor) -> Tensor:
    """`steps (1, T, …)`, its mean over time where `where (N, T)` → `(N, T, …)`."""
    if not steps.numel():
        return steps.expand(len(where), *steps.shape[1:]) if len(steps) else steps
    shape = (*where.shape, *([1] * (steps.dim() - 2)))
    return torch.where(where.view(shape), steps.mean(dim=1, keepdim=True), steps)


def shares(cells: int, others: int) -> Tensor:
    """`(cells, others)`: how much of each of `others` parts of a length lies in each of `cells`."""
    edges, ends = torch.arange(cells + 1) / cells, torch.arange(others + 1) / others
    high = torch.minimum(edges[1:, None], ends[None, 1:])
    low = torch.maximum(edges[:-1, None], ends[None, :-1])
    return (high - low).clamp(min=0) * others


def square_masks(cells: int, reach: int) -> Tensor:
    """`(cells², cells, cells)`: one mask per cell, of all cells at most `reach` away in either direction."""
    place = np.arange(cells)
    near = np.abs(place[:, None] - place[None, :]) <= reach
    masks = near[:, None, :, None] & near[None, :, None, :]
    return torch.from_numpy(masks.reshape(cells * cells, cells, cells)).float()


def span_masks(steps: int, length: int, stride: int) -> Tensor:
    """`(N, steps) bool`: spans of `length` steps, one per `stride`, centred on steps 0, stride, …"""
    centres = torch.arange(0, steps, stride)
    offset = torch.arange(steps)[None, :] - (centres[:, None] - length // 2)
    return (offset >= 0) & (offset < length)
