"""Losses on clips and on steps. Unknown steps have weight 0 and give no gradient."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def class_weights(counts: Tensor, how: str) -> Tensor:
    """Weights `(C,)`, mean 1 over the classes present and 0 for absent ones.

    `how`: `effective`, `inverse` or `none`.
    """
    if how == "effective":
        return effective_number_weights(counts)
    present = counts > 0
    raw = torch.where(present, 1.0 / counts.clamp(min=1) if how == "inverse" else 1.0, 0.0)
    return raw / raw[present].mean() if bool(present.any()) else raw


def effective_number_weights(counts: Tensor, beta: float = 0.99) -> Tensor:
    """Class weights `(1 - beta) / (1 - beta**n)`, mean 1 over the classes present; 0 for absent ones.

    Source: Cui et al., "Class-Balanced Loss Based on Effective Number of Samples" (CVPR 2019).
    """
    present = counts > 0
    raw = torch.where(present, (1 - beta) / (1 - beta ** counts.double().clamp(min=1)), 0.0)
    return (raw / raw[present].mean()).float() if bool(present.any()) else raw.float()


def clip_loss(
    logits: Tensor, labels: Tensor, weights: Tensor, of_class: Tensor, smoothing: float, gamma: float = 0.0
) -> Tensor:
    """Weighted cross entropy of `logits (B, C)`; samples whose label is C (background) do not count.

    `of_class (C,)` class weights; `gamma` > 0: focal, each sample times `(1 - p)**gamma` of its class.
    """
    known = labels < logits.shape[1]
    if not bool(known.any()):
        return logits.sum() * 0.0
    chosen, truth = logits[known], labels[known]
    each = F.cross_entropy(chosen, truth, reduction="none", label_smoothing=smoothing)
    share = weights[known] * of_class[truth]
    if gamma > 0:
        hit = chosen.softmax(dim=1).gather(1, truth[:, None]).squeeze(1)
        each = each * (1 - hit) ** gamma
    return (each * share).sum() / share.sum().clamp(min=1e-6)


def dense_loss(
    logits: Tensor, positive: Tensor, weight: Tensor, of_class: Tensor, gamma: float = 0.0
) -> Tensor:
    """Softmax loss per step, one class at a time: `logits (B, T, C + 1)`, `positive`, `weight (B, T, C)`.

    A step with a positive class: cross entropy. All classes known to be absent: cross entropy to background.
    Only some known to be absent (a rejected suggestion): `-log(1 - p)` of these. `gamma` > 0: focal.
    """
    logs = logits.log_softmax(dim=2)
    total = positive.sum(dim=2, keepdim=True)
    labelled = total.squeeze(2) > 0
    target = positive / total.clamp(min=1e-6)
    share = (weight * positive).amax(dim=2) * labelled
    share = share * (target * of_class).sum(dim=2)
    loss = _focal((target * logs[..., :-1]).sum(dim=2), gamma) * share
    empty = ~labelled & (weight > 0).all(dim=2)
    empty_share = weight.amin(dim=2) * empty
    loss = loss + _focal(logs[..., -1], gamma) * empty_share
    partly = ~labelled & ~empty
    absent = weight * partly[..., None]
    loss = loss - (torch.log1p(-logs[..., :-1].exp().clamp(max=1 - 1e-6)) * absent).sum(dim=2)
    norm = share.sum() + empty_share.sum() + absent.sum()
    return loss.sum() / norm.clamp(min=1e-6) if float(norm) > 0 else logits.sum() * 0.0


def _focal(log_probability: Tensor, gamma: float) -> Tensor:
    if gamma <= 0:
        return -log_probability
    return -log_probability * (1 - log_probability.exp()) ** gamma


def focal_loss(
    logits: Tensor, positive: Tensor, weight: Tensor, of_class: Tensor, gamma: float = 2.0
) -> Tensor:
    """Sigmoid focal loss per step and class, for classes that overlap; the background logit is not used.

    Source: Lin et al., "Focal Loss for Dense Object Detection" (ICCV 2017). `gamma` 0: binary cross entropy.
    """
    raw = F.binary_cross_entropy_with_logits(logits[..., :-1], positive, reduction="none")
    share = weight * of_class
    if gamma > 0:
        raw = raw * (1 - torch.exp(-raw)) ** gamma
    return (share * raw).sum() / share.sum().clamp(min=1e-6)


def smoothing_loss(logits: Tensor, mask: Tensor, limit: float) -> Tensor:
    """Truncated mean squared difference of neighbouring log probabilities, over real steps.

    Source: Farha & Gall, "MS-TCN" (CVPR 2019), eq. 8–11.
    """
    logs = logits.log_softmax(dim=2)
    difference = (logs[:, 1:] - logs[:, :-1].detach()).abs().clamp(max=limit)
    pairs = (mask[:, 1:] & mask[:, :-1])[..., None]
    return (difference.square() * pairs).sum() / (pairs.sum() * logits.shape[2]).clamp(min=1)


def boundary_targets(positive: Tensor, weight: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """`is (B, T)`: 1 on both sides of where a label begins or ends; `known (B, T) bool`: where that is known.

    Known are labelled steps and verified background; the step on the unlabelled side of an edge is known too.
    """
    change = (positive[:, 1:] != positive[:, :-1]).any(dim=2) & mask[:, 1:] & mask[:, :-1]
    edge = torch.zeros_like(mask)
    edge[:, 1:] |= change
    edge[:, :-1] |= change
    known = ((weight > 0).all(dim=2) | edge) & mask
    return edge.to(positive.dtype), known


def boundary_loss(logits: Tensor, positive: Tensor, weight: Tensor, mask: Tensor) -> Tensor:
    """Binary cross entropy of `logits (B, T)` to "a boundary is here"; edges and the rest weigh the same.

    After Lin et al., "BSN: Boundary Sensitive Network" (ECCV 2018).
    """
    edge, known = boundary_targets(positive, weight, mask)
    raw = F.binary_cross_entropy_with_logits(logits, edge, reduction="none")
    yes, no = edge * known, (1 - edge) * known
    return 0.5 * ((raw * yes).sum() / yes.sum().clamp(min=1) + (raw * no).sum() / no.sum().clamp(min=1))
