"""Losses on clips and on steps. Unknown steps have weight 0 and give no gradient."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def effective_number_weights(counts: Tensor, beta: float = 0.99) -> Tensor:
    """Class weights `(1 - beta) / (1 - beta**n)`, mean 1 over the classes present; 0 for absent ones.

    Source: Cui et al., "Class-Balanced Loss Based on Effective Number of Samples" (CVPR 2019).
    """
    present = counts > 0
    raw = torch.where(present, (1 - beta) / (1 - beta ** counts.double().clamp(min=1)), 0.0)
    return (raw / raw[present].mean()).float() if bool(present.any()) else raw.float()


def clip_loss(
    logits: Tensor, labels: Tensor, weights: Tensor, class_weights: Tensor, smoothing: float
) -> Tensor:
    """Weighted cross entropy of `logits (B, C)`; samples whose label is C (background) do not count."""
    known = labels < logits.shape[1]
    if not bool(known.any()):
        return logits.sum() * 0.0
    each = F.cross_entropy(logits[known], labels[known], reduction="none", label_smoothing=smoothing)
    share = weights[known] * class_weights[labels[known]]
    return (each * share).sum() / share.sum().clamp(min=1e-6)


def dense_loss(logits: Tensor, positive: Tensor, weight: Tensor, class_weights: Tensor) -> Tensor:
    """Softmax loss per step, one class at a time: `logits (B, T, C + 1)`, `positive`, `weight (B, T, C)`.

    A step with a positive class: cross entropy. All classes known to be absent: cross entropy to background.
    Only some known to be absent (a rejected suggestion): `-log(1 - p)` of these.
    """
    logs = logits.log_softmax(dim=2)
    total = positive.sum(dim=2, keepdim=True)
    labelled = total.squeeze(2) > 0
    target = positive / total.clamp(min=1e-6)
    share = (weight * positive).amax(dim=2) * labelled
    share = share * (target * class_weights).sum(dim=2)
    loss = -(target * logs[..., :-1]).sum(dim=2) * share
    empty = ~labelled & (weight > 0).all(dim=2)
    empty_share = weight.amin(dim=2) * empty
    loss = loss - logs[..., -1] * empty_share
    partly = ~labelled & ~empty
    absent = weight * partly[..., None]
    loss = loss - (torch.log1p(-logs[..., :-1].exp().clamp(max=1 - 1e-6)) * absent).sum(dim=2)
    norm = share.sum() + empty_share.sum() + absent.sum()
    return loss.sum() / norm.clamp(min=1e-6) if float(norm) > 0 else logits.sum() * 0.0


def focal_loss(logits: Tensor, positive: Tensor, weight: Tensor, gamma: float = 2.0) -> Tensor:
    """Sigmoid focal loss per step and class, for classes that overlap; the background logit is not used.

    Source: Lin et al., "Focal Loss for Dense Object Detection" (ICCV 2017).
    """
    raw = F.binary_cross_entropy_with_logits(logits[..., :-1], positive, reduction="none")
    probability = torch.exp(-raw)
    return (weight * (1 - probability) ** gamma * raw).sum() / weight.sum().clamp(min=1e-6)


def smoothing_loss(logits: Tensor, mask: Tensor, limit: float) -> Tensor:
    """Truncated mean squared difference of neighbouring log probabilities, over real steps.

    Source: Farha & Gall, "MS-TCN" (CVPR 2019), eq. 8–11.
    """
    logs = logits.log_softmax(dim=2)
    difference = (logs[:, 1:] - logs[:, :-1].detach()).abs().clamp(max=limit)
    pairs = (mask[:, 1:] & mask[:, :-1])[..., None]
    return (difference.square() * pairs).sum() / (pairs.sum() * logits.shape[2]).clamp(min=1)
