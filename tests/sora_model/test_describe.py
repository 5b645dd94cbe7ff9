"""Descriptions are counted on the real modules: against layers whose figures are known by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from sora_model.__main__ import worker_main
from sora_model.config import PRESETS, preset
from sora_model.contract.errors import SoraError
from sora_model.describe import describe, every_product_counted
from sora_model.network.sora import build


class Known(nn.Module):
    """One of each kind of layer, over 10 steps."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv1d(4, 6, 3, padding=1, bias=False)
        self.gru = nn.GRU(6, 5, batch_first=True)
        self.lstm = nn.LSTM(5, 3, batch_first=True, bidirectional=True)
        self.attention = nn.MultiheadAttention(6, 2, batch_first=True, bias=False)
        self.linear = nn.Linear(6, 2)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x.transpose(1, 2)).transpose(1, 2)
        x = self.lstm(self.gru(x)[0])[0]
        x = self.attention(x, x, x, need_weights=False)[0]
        out: Tensor = self.linear(x)
        return out


def test_products_by_hand() -> None:
    model = Known().eval()
    with torch.inference_mode(), every_product_counted() as flops:
        model(torch.randn(1, 10, 4))
    macs = {name: sum(kinds.values()) / 2 for name, kinds in flops.items()}
    assert macs["Known.conv"] == 10 * 4 * 6 * 3
    assert macs["Known.gru"] == 10 * 3 * 5 * (6 + 5)
    assert macs["Known.lstm"] == 10 * 2 * 4 * 3 * (5 + 3)
    assert macs["Known.attention"] == 10 * 4 * 6 * 6 + 2 * 10 * 10 * 6
    assert macs["Known.linear"] == 10 * 6 * 2


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset(name: str) -> None:
    found = describe(name)
    form = build(preset(name), found.classes)
    own = [p for p in found.parts if not p.name.startswith("backbone")]
    assert sum(p.parameters for p in own) == sum(p.numel() for p in form.parameters())
    assert found.parameters == sum(p.parameters for p in found.parts)
    assert found.macs == sum(p.macs for p in found.parts) > 0
    assert len(found.layers) > 5
    assert sum(layer.parameters for layer in found.layers) <= found.parameters
    recurrent = any(isinstance(m, nn.RNNBase) for m in form.modules())
    assert (found.receptive_field_s is None) >= recurrent
    if found.receptive_field_s is not None:
        assert 0 < found.receptive_field_s < 60
    assert "parameters" in found.lines()[0]


def test_an_unknown_preset_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SoraError, match="There is no model"):
        describe("sora-xl")
    assert worker_main(["describe", "--preset", "sora-xl"]) == 2
    assert "Choose one of" in capsys.readouterr().err


def test_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert worker_main(["describe", "--preset", "sora-av", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["preset"] == "sora-av"
    assert data["receptive_field"] == "whole film"
    assert {"name", "kind", "output", "parameters", "macs"} == set(data["layers"][0])
