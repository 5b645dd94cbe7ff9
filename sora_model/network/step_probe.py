"""A closed-form decision on each step of a film, beside the network and the probe of whole windows."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from sora_model.network.heads import OUTERMOST, STILL


class StepProbe(nn.Module):
    """Ridge regression to the classes, background last, on rows of steps: about the chance of each.

    `(N, D) → scores (N, K)`; NaN is neutral. Blocks of a row weigh the same whatever their length.
    """

    mean: Tensor
    inverse: Tensor
    share: Tensor
    weight: Tensor
    bias: Tensor
    seen: Tensor

    def __init__(self, features: int, outputs: int, pictures: bool, sound: bool) -> None:
        """`pictures`, `sound`: whether rows hold them, see `data.step_rows`."""
        super().__init__()
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("inverse", torch.zeros(features))
        self.register_buffer("share", torch.zeros(features))
        self.register_buffer("weight", torch.zeros(outputs, features))
        self.register_buffer("bias", torch.zeros(outputs))
        self.register_buffer("seen", torch.tensor([float(pictures), float(sound)]))

    @staticmethod
    def of(state: Mapping[str, Tensor]) -> StepProbe:
        """The probe whose `state_dict` this is. Raises `KeyError`, `RuntimeError` where it is none."""
        outputs, features = state["weight"].shape
        probe = StepProbe(features, outputs, True, True)
        probe.load_state_dict(state)
        return probe

    @property
    def pictures(self) -> bool:
        return bool(self.seen[0])

    @property
    def sound(self) -> bool:
        return bool(self.seen[1])

    def standardise(self, rows: Tensor) -> Tensor:
        """`(N, D)`: in deviations of training, at most `OUTERMOST`, times the block's share."""
        z = ((rows - self.mean) * self.inverse).clamp(-OUTERMOST, OUTERMOST)
        return torch.nan_to_num(z, nan=0.0) * self.share

    def forward(self, rows: Tensor) -> Tensor:
        return self.standardise(rows) @ self.weight.T + self.bias

    @torch.no_grad()
    def fit_scale(self, rows: Tensor, weights: Tensor, blocks: Mapping[str, int]) -> None:
        """Set the standardisation from `rows (N, D)`, which `blocks` (name → length) divide."""
        known = ~rows.isnan() * weights[:, None]
        size = known.sum(dim=0).clamp(min=1e-9)
        mean = rows.nan_to_num(nan=0.0).mul(known).sum(dim=0) / size
        deviation = ((rows - mean).square().nan_to_num(nan=0.0).mul(known).sum(dim=0) / size).sqrt()
        self.mean.copy_(mean)
        start = 0
        for length in blocks.values():
            own = deviation[start : start + length]
            bound = own + STILL * own.mean() + 1e-8
            self.inverse[start : start + length] = torch.where(own > 0, 1.0 / bound, 0.0)
            self.share[start : start + length] = (length * len(blocks)) ** -0.5
            start += length

    @torch.no_grad()
    def solve(self, rows: Tensor, targets: Tensor, weights: Tensor, lam: float) -> None:
        """Fit to `targets (N, K)` with `weights (N,)`; `lam` is relative to the mean squared norm."""
        z, y = self.standardise(rows), targets
        share = weights / weights.mean()
        middle, offset = (z * share[:, None]).mean(dim=0), (y * share[:, None]).mean(dim=0)
        z = (z - middle) * share.sqrt()[:, None]
        inner = (z.T @ z).double() / len(z)
        cross = (z.T @ ((y - offset) * share.sqrt()[:, None])).double() / len(z)
        solved = torch.linalg.solve(inner + lam * torch.eye(len(inner), dtype=torch.float64), cross).T
        self.weight.copy_(solved)
        self.bias.copy_(offset - solved.float() @ middle)
