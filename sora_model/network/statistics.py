"""Temporal statistics of windows: what the probe sees. Differences and order carry actions that means do
not.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from sora_model.data.features import FeatureSpec
from sora_model.data.motion import MOTION_CHANNELS
from sora_model.data.sound import AUDIO_CHANNELS
from sora_model.network.trajectory import TRAJECTORY, trajectory
from sora_model.network.voice import VOICE, voice

PARTS = 3
MOTION_PARTS = 6


def blocks(spec: FeatureSpec) -> dict[str, int]:
    """Name → length: mean absolute change of pooled features from one visual step to the next, and their
    differences between the thirds of the window, both compressed; motion in sixths; the way of the fastest
    motion; sound in thirds; what is said.

    No block holds what the place looks like: pooled features tell places apart, not actions (see
    docs/results.md). Without a backbone the first two are empty.
    """
    pooled = spec.grid_channels + spec.head_channels
    return {
        "change": pooled,
        "order": PARTS * pooled,
        "motion": MOTION_PARTS * MOTION_CHANNELS,
        "trajectory": TRAJECTORY,
        "sound": PARTS * AUDIO_CHANNELS,
        "voice": VOICE,
    }


def compress(x: Tensor) -> Tensor:
    """Signed square root: what is large must not drown what is small. Its slope at nothing is finite."""
    return x / (x.abs() + 1e-6).sqrt()


def window_statistics(
    pooled: Tensor,
    motion: Tensor,
    audio: Tensor,
    windows: Tensor,
    every: int,
    has_video: bool,
    has_audio: bool,
) -> Tensor:
    """`(N, D)`, the `blocks` side by side, of `windows (N, 2)`, half-open in steps.

    `pooled (V, P)` per visual step, `motion (T, M)` already compressed, `audio (T, A)`. Blocks
    that the medium lacks are NaN.
    """
    visual = torch.stack([windows[:, 0] // every, -(-windows[:, 1] // every)], dim=1)
    if has_video:
        change = torch.zeros_like(pooled)
        change[1:] = (pooled[1:] - pooled[:-1]).abs()
        inner = torch.stack([torch.minimum(visual[:, 0] + 1, visual[:, 1] - 1), visual[:, 1]], dim=1)
        thirds = _means(pooled, visual, PARTS).unflatten(1, (PARTS, -1))
        order = (thirds - thirds.roll(1, dims=1)).flatten(1)
        moved = _means(motion, windows, MOTION_PARTS)
        way = trajectory(motion * motion.abs(), windows)
        blocks = [compress(_means(change, inner, 1)), compress(order), moved, way]
    else:
        size = (1 + PARTS) * pooled.shape[1] + MOTION_PARTS * motion.shape[1] + TRAJECTORY
        blocks = [torch.full((len(windows), size), float("nan"))]
    if has_audio:
        blocks += [_means(audio, windows, PARTS), voice(audio, windows)]
    else:
        blocks.append(torch.full((len(windows), PARTS * audio.shape[1] + VOICE), float("nan")))
    return torch.cat(blocks, dim=1)


def _means(steps: Tensor, windows: Tensor, parts: int) -> Tensor:
    """`(N, parts * C)`: means over `parts` equal shares of each window, at least one step each."""
    total = F.pad(steps.double().cumsum(dim=0), (0, 0, 1, 0))
    length = (windows[:, 1] - windows[:, 0]).clamp(min=1)
    out = []
    for part in range(parts):
        low = windows[:, 0] + length * part // parts
        high = windows[:, 0] + -(-length * (part + 1) // parts)
        low = low.clamp(max=len(steps) - 1)
        high = torch.maximum(high, low + 1).clamp(max=len(steps))
        out.append((total[high] - total[low]) / (high - low)[:, None])
    return torch.cat(out, dim=1).float()
