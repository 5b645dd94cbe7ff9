"""Layers over time are the library's, whatever is done to learn them faster."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from sora_model.network.recurrent import run_recurrent
from sora_model.network.temporal import DilatedResidual, TimeConv


@pytest.mark.parametrize("lengths", [(9, 9, 9), (9, 1, 4), (2, 1, 1)])
def test_a_recurrence_learns_as_the_librarys_does(lengths: tuple[int, ...]) -> None:
    torch.manual_seed(0)
    layer = nn.GRU(5, 4, batch_first=True, bidirectional=True).double()
    mask = torch.arange(max(lengths)) < torch.tensor(lengths)[:, None]
    steps = torch.randn(len(lengths), max(lengths), 5, dtype=torch.float64)
    asked = torch.randn(len(lengths), max(lengths), 8, dtype=torch.float64)

    def learnt(training: bool) -> list[Tensor]:
        given = steps.clone().requires_grad_(True)
        layer.train(training).zero_grad()
        out = run_recurrent(layer, given, mask)
        (out * asked).sum().backward()
        return [out.detach(), given.grad, *(p.grad.clone() for p in layer.parameters())]  # type: ignore[list-item, union-attr]

    for ours, librarys in zip(learnt(True), learnt(False), strict=True):
        assert librarys.abs().max() > 0
        torch.testing.assert_close(ours, librarys)


@pytest.mark.parametrize(("kernel", "dilation"), [(1, 1), (3, 1), (3, 4), (5, 2), (3, 16)])
def test_a_convolution_over_time_is_the_librarys(kernel: int, dilation: int) -> None:
    torch.manual_seed(0)
    layer = TimeConv(3, 6, kernel, dilation)
    steps = torch.randn(2, 10, 3)
    expected = F.conv1d(
        steps.transpose(1, 2), layer.weight, layer.bias, padding=layer.padding, dilation=dilation
    )
    torch.testing.assert_close(layer(steps), expected.transpose(1, 2))


def test_what_is_dropped_is_drawn_channel_by_channel() -> None:
    layer = DilatedResidual(4, 1, 0.5).train()
    nn.init.zeros_(layer.out.weight)
    assert layer.out.bias is not None
    nn.init.ones_(layer.out.bias)
    torch.manual_seed(3)
    changed = layer(torch.zeros(2, 7, 4), torch.ones(2, 7, 1))
    torch.manual_seed(3)
    torch.testing.assert_close(changed.transpose(1, 2), F.dropout(torch.ones(2, 4, 7), 0.5))
