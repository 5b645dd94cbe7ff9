"""Recurrent layers over padded batches."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.autograd.function import once_differentiable
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def run_recurrent(layer: nn.GRU | nn.LSTM, steps: Tensor, mask: Tensor) -> Tensor:
    """`(B, T, C) → (B, T, H)`; `mask (B, T)` is true on a leading run of real steps, padding is never
    read.
    """
    if isinstance(layer, nn.GRU) and _learns_on_the_cpu(layer, steps):
        return _both_ways(layer, steps, mask)
    if bool(mask.all()):
        # Packing nothing away costs time.
        whole: Tensor = layer(steps)[0]
        return whole
    lengths = mask.sum(dim=1).clamp(min=1).cpu()
    packed = pack_padded_sequence(steps, lengths, batch_first=True, enforce_sorted=False)
    out, _ = layer(packed)
    padded: Tensor = pad_packed_sequence(out, batch_first=True, total_length=steps.shape[1])[0]
    return padded


def _learns_on_the_cpu(layer: nn.GRU, steps: Tensor) -> bool:
    simple = layer.bidirectional and layer.num_layers == 1
    return layer.training and simple and steps.device.type == "cpu" and not torch.is_autocast_enabled("cpu")


def _both_ways(layer: nn.GRU, steps: Tensor, mask: Tensor) -> Tensor:
    """As the bidirectional `layer` of one level says, with a third of its work to learn on the CPU: both
    ways at once, and few calls per step.
    """
    own = [
        [getattr(layer, f"{name}_l0{way}") for way in ("", "_reverse")]
        for name in ("weight_ih", "bias_ih", "weight_hh", "bias_hh")
    ]
    (weight, weight_back), (bias, bias_back) = own[:2]
    count = steps.shape[1]
    # Its own inverse: real steps the other way round, then padding, likewise.
    turned = (mask.sum(dim=1, keepdim=True) - 1 - torch.arange(count)) % count
    sample = torch.arange(len(steps))[:, None]
    given = F.linear(steps, weight, bias), F.linear(steps, weight_back, bias_back)[sample, turned]
    driven = torch.stack([way.transpose(0, 1) for way in given], dim=1)
    states: Tensor = _Recurrence.apply(  # type: ignore[no-untyped-call]
        driven, torch.stack(own[2]), torch.stack(own[3])
    )
    there, back = states.transpose(0, 2).unbind(1)
    return torch.cat([there, back[sample, turned]], dim=2) * mask[..., None]


class _Recurrence(torch.autograd.Function):
    """`driven (T, D, B, 3H)`: what the input adds to reset, update and candidate; `weight (D, 3H, H)`,
    `bias (D, 3H)` of the state → states `(T, D, B, H)` of `D` independent GRUs that begin with nought.

    Cho et al., "Learning Phrase Representations" (EMNLP 2014), with the reset gate behind the product, as
    in cuDNN.
    """

    @staticmethod
    def forward(ctx: Any, driven: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        count, ways, samples, width = (*driven.shape[:3], driven.shape[3] // 3)
        gates = driven.new_empty(count, ways, samples, 2 * width)
        drawn, news, states = (driven.new_empty(count, ways, samples, width) for _ in range(3))
        into, added = weight.transpose(1, 2).contiguous(), bias[:, None]
        state = driven.new_zeros(ways, samples, width)
        rows = [x.unbind(0) for x in driven.split([2 * width, width], dim=3)]
        for own, new_own, gate, kept, new, after in zip(
            *rows, gates.unbind(0), drawn.unbind(0), news.unbind(0), states.unbind(0), strict=True
        ):
            both = torch.baddbmm(added, state, into)
            torch.add(own, both[..., : 2 * width], out=gate).sigmoid_()
            kept.copy_(both[..., 2 * width :])
            torch.addcmul(new_own, gate[..., :width], kept, out=new).tanh_()
            state = torch.lerp(new, state, gate[..., width:], out=after)
        ctx.save_for_backward(weight, gates, drawn, news, states)
        return states

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        weight, gates, drawn, news, states = ctx.saved_tensors
        reset, update = gates.chunk(2, dim=3)
        before = torch.cat([torch.zeros_like(states[:1]), states[:-1]])
        # By how much the gates' sums and the candidate's change the state, at all steps.
        to_new = (1 - update) * (1 - news * news)
        to_update = (before - news) * update * (1 - update)
        slopes = torch.stack([to_new * drawn * reset * (1 - reset), to_update, to_new * reset], dim=3)
        sums, lost = torch.empty_like(slopes), torch.empty_like(states)
        later = torch.zeros_like(states[0])
        for t in range(len(states) - 1, -1, -1):
            own, change = lost[t], sums[t]
            torch.add(gradient[t], later, out=own)
            torch.mul(own[:, :, None], slopes[t], out=change)
            later = torch.baddbmm(own * update[t], change.flatten(2), weight)
        flat = sums.flatten(3).transpose(0, 1).flatten(1, 2)
        of_weight = flat.transpose(1, 2) @ before.transpose(0, 1).flatten(1, 2)
        driven = torch.cat([sums[:, :, :, :2].flatten(3), lost * to_new], dim=3)
        return driven, of_weight, flat.sum(dim=1)


class MultiRate(nn.Module):
    """`(B, T, width) → (B, T, width)`: a bidirectional GRU at each of several temporal rates, fused.

    At rate 1/r it reads means of r steps; its answer holds for these r steps.
    """

    RATES = (1, 2, 4)

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            [nn.GRU(width, width // 2, batch_first=True, bidirectional=True) for _ in self.RATES]
        )
        self.fuse = nn.Sequential(nn.Dropout(dropout), nn.Linear(width * len(self.RATES), width))
        self.norm = nn.LayerNorm(width)

    def forward(self, steps: Tensor, mask: Tensor) -> Tensor:
        count = steps.shape[1]
        answers = []
        for rate, layer in zip(self.RATES, self.layers, strict=True):
            assert isinstance(layer, nn.GRU)
            slow, seen = _means(steps, mask, rate)
            answers.append(run_recurrent(layer, slow, seen).repeat_interleave(rate, dim=1)[:, :count])
        out: Tensor = self.norm(steps + self.fuse(torch.cat(answers, dim=2)))
        return out


def _means(steps: Tensor, mask: Tensor, rate: int) -> tuple[Tensor, Tensor]:
    """Means of `rate` steps each over those within `mask`, and where there are any."""
    if rate == 1:
        return steps, mask
    missing = -steps.shape[1] % rate
    inside = F.pad(mask, (0, missing)).unflatten(1, (-1, rate)).to(steps.dtype)
    values = F.pad(steps, (0, 0, 0, missing)).unflatten(1, (-1, rate))
    count = inside.sum(dim=2)
    return (values * inside[..., None]).sum(dim=2) / count.clamp(min=1)[..., None], count > 0
