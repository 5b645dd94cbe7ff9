"""Descriptions are counted on the real modules: against layers whose figures are known by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from sora_model.__main__ import worker_main
from sora_model.config import PRESETS, preset
from sora_model.contract.errors import SoraError
from sora_model.data.extraction import Backbone
from sora_model.describe import (
    CLASSES,
    FROZEN,
    STEPS,
    Description,
    describe,
    every_product_counted,
    made_up_film,
    page,
)
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


@pytest.fixture(scope="module")
def found() -> dict[str, Description]:
    return {name: describe(name) for name in PRESETS}


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset(found: dict[str, Description], name: str) -> None:
    told = found[name]
    form = build(preset(name), told.classes)
    own = [p for p in told.parts if not p.name.startswith("backbone")]
    assert sum(p.parameters for p in own) == sum(p.numel() for p in form.parameters())
    assert told.parameters == sum(p.parameters for p in told.parts)
    assert told.macs == sum(p.macs for p in told.parts) > 0
    assert len(told.layers) > 5
    assert sum(layer.parameters for layer in told.layers) <= told.parameters
    assert "parameters" in told.lines()[0]
    # All work is some part's: what is left is rounding.
    assert sum(p.macs for p in own if p.name == "between the parts") <= len(own)


def macs_by_shape(module: nn.Module, out: Tensor) -> int:
    """Multiplications of a layer with output `out`, by its formula: independent of any counter."""
    if isinstance(module, nn.Linear):
        return out.numel() * module.in_features
    if isinstance(module, nn.Conv1d | nn.Conv2d | nn.Conv3d):
        return out.numel() * module.in_channels // module.groups * math.prod(module.kernel_size)
    if isinstance(module, nn.GRU | nn.LSTM):
        gates, ways = (3 if isinstance(module, nn.GRU) else 4), 1 + module.bidirectional
        size = module.hidden_size
        return out.numel() // (ways * size) * ways * gates * size * (module.input_size + size)
    return 0


def counted_by_shape(network: nn.Module, run: Callable[[], object]) -> dict[str, int]:
    """The same of every layer of `network` while `run` lasts, by name."""
    counts: dict[str, int] = {}
    names = {module: name for name, module in network.named_modules()}

    def count(module: nn.Module, _: object, out: Tensor | tuple[Tensor, ...]) -> None:
        first = out[0] if isinstance(out, tuple) else out
        counts[names[module]] = counts.get(names[module], 0) + macs_by_shape(module, first)

    hooks = [m.register_forward_hook(count) for m in names if not list(m.children())]
    with torch.inference_mode():
        run()
    for hook in hooks:
        hook.remove()
    return {name: n for name, n in counts.items() if n}


@pytest.mark.parametrize("name", PRESETS)
def test_each_layers_macs_are_those_of_its_formula(found: dict[str, Description], name: str) -> None:
    config = preset(name)
    form = build(config, CLASSES).eval()
    expected = counted_by_shape(form, lambda: form(made_up_film(config.features, STEPS)))
    told = {layer.name: layer.macs for layer in found[name].layers if layer.name in expected}
    assert told == {layer: round(n / STEPS) for layer, n in expected.items()}
    backbone = Backbone.published(config.features.backbone, torch.device("cpu")).network
    (frozen,) = [p for p in found[name].parts if p.name == FROZEN] or [None]
    assert (frozen is None) == (backbone is None)
    if frozen is not None and backbone is not None:
        whole = counted_by_shape(backbone, lambda: backbone(torch.zeros(1, 3, 224, 224)))
        assert frozen.macs == round(sum(whole.values()) / config.features.visual_every)


@pytest.mark.parametrize("name", PRESETS)
def test_what_is_seen_is_where_gradients_come_from(found: dict[str, Description], name: str) -> None:
    """The other way round: not who feels a change, but whom a decision in the middle asks."""
    config = preset(name)
    torch.manual_seed(1)
    form = build(config, CLASSES).eval()
    batch, every = made_up_film(config.features, 128, seed=1), config.features.visual_every
    seen = (batch.pixels.float() if batch.pixels.numel() else batch.grid).requires_grad_(True)
    batch = replace(batch, **{"pixels" if batch.pixels.numel() else "grid": seen})
    form(batch).dense[0, 64].square().sum().backward()
    assert seen.grad is not None
    asked = seen.grad[0].abs().flatten(1).sum(dim=1).nonzero().flatten()
    span = (int(asked[-1]) - int(asked[0]) + 1) * every / config.features.steps_per_second
    if any(isinstance(m, nn.RNNBase) for m in form.modules()):
        assert found[name].receptive_field_s is None
        assert span == 128 / config.features.steps_per_second
    else:
        assert found[name].receptive_field_s == pytest.approx(span)


def test_the_page_is_what_the_command_writes(found: dict[str, Description]) -> None:
    """After a change of any block: `python -m sora_model describe --page > docs/model.md`."""
    written = Path(__file__).parents[2] / "docs" / "model.md"
    assert written.read_text("utf-8") == page(list(found.values()))


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
