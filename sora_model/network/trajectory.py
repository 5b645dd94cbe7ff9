"""The way that the fastest motion takes through a window: what a gesture looks like, whatever its speed."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from sora_model.data.motion import EXTRAS

STRETCHES = 4
TRAJECTORY = 2 * STRETCHES * 2
"""Two ways (of the fastest tenth of the picture; the same relative to the median, which follows the camera)
in stretches, right and down."""
STILL = 0.5
"""Way in percent of the picture below which a window shows noise rather than a motion."""


def trajectory(motion: Tensor, windows: Tensor) -> Tensor:
    """`(N, TRAJECTORY)` of `windows (N, 2)`, half-open in steps of the descriptors `motion (T, M)`, not
    compressed.

    The way is cut into stretches of equal length, not of equal time, and its displacements have the norm 1:
    fast and slow, wide and narrow gestures of one shape are alike. A still window is near 0.
    """
    extras = motion[:, -EXTRAS:]
    fastest = extras[:, 0:2]
    return torch.cat([_way(v, windows) for v in (fastest, fastest - extras[:, 2:4])], dim=1)


def _way(velocity: Tensor, windows: Tensor) -> Tensor:
    """`(N, STRETCHES * 2)`: displacement per unit of way in each stretch, all together of norm 1."""
    place = F.pad(velocity.double().cumsum(dim=0), (0, 0, 1, 0))
    run = F.pad((velocity.double().norm(dim=1) + 1e-9).cumsum(dim=0), (1, 0))
    first, last = run[windows[:, 0]], run[windows[:, 1].clamp(max=len(velocity))]
    share = torch.linspace(0, 1, STRETCHES + 1, dtype=torch.float64, device=run.device)
    at = first[:, None] + (last - first)[:, None] * share
    after = torch.searchsorted(run, at).clamp(1, len(run) - 1)
    part = ((at - run[after - 1]) / (run[after] - run[after - 1])).clamp(0, 1)[..., None]
    passed = place[after - 1] * (1 - part) + place[after] * part
    moved = passed.diff(dim=1).flatten(1)
    unit: Tensor = moved / (moved.norm(dim=1, keepdim=True) + STILL)
    return unit.float()
