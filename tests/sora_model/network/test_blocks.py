"""Every block of the family: the shape it promises, and a gradient for each of its weights and inputs."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

import sora_model.network
from sora_model.config import PRESETS
from sora_model.data.motion import GRID, MOTION_CHANNELS
from sora_model.data.text import TEXT_CHANNELS
from sora_model.network.backbones import HEAD_CHANNELS
from sora_model.network.forms.tcn_ae import SpatioTemporalBlock
from sora_model.network.fusion import FUSIONS
from sora_model.network.heads import ClipHead, CosineHead, DenseHead, Probe
from sora_model.network.motion import DifferenceStem, MotionBranch
from sora_model.network.pixels import ResidualBlock, ResidualPyramid, StackedConvolutions
from sora_model.network.recurrent import MultiRate
from sora_model.network.reduction import Reduction
from sora_model.network.relation import ElementRelation
from sora_model.network.shift import insert_shifts
from sora_model.network.sora import FORMS, build
from sora_model.network.standardise import Standardise
from sora_model.network.step_probe import StepProbe
from sora_model.network.temporal import AttentionPooling, DilatedTcn, OrderGru, RefinementStage
from sora_model.network.text import TextBranch
from sora_model.network.visual import (
    EfficientNetLite,
    SpatialAttention,
    TapFusion,
    VisualBranch,
)
from tests.sora_model.network.test_forms import CLASSES, films, small

B, T, V, W, G = 2, 9, 5, 16, 4
CLOSED_FORM = {Probe, StepProbe, Reduction, Standardise}
"""Solved or measured, never trained: they hold buffers."""
SHIFT_ONLY = ("score.bias", "score.2.bias")
"""A softmax follows: the same added to all scores changes nothing."""


def steps(width: int = W, count: int = T) -> Tensor:
    return torch.randn(B, count, width, requires_grad=True)


def mask() -> Tensor:
    """The second sample is two steps shorter."""
    return torch.arange(T) < torch.tensor([T, T - 2])[:, None]


def maps(channels: int, side: int = 8, count: int = B * V) -> Tensor:
    return torch.randn(count, channels, side, side, requires_grad=True)


def started(stage: RefinementStage) -> RefinementStage:
    """It begins by changing nothing; a first step moves its last layer."""
    nn.init.normal_(stage.out.weight)
    return stage


Block = tuple[Callable[[], nn.Module], Callable[[], tuple[object, ...]], list[tuple[int, ...]]]
MAPS = [(B * V, W), (B * V, G, G)]
BLOCKS: dict[str, Block] = {
    "linear head": (lambda: ClipHead(W, 3, 0.0), lambda: (torch.randn(B, W, requires_grad=True),), [(B, 3)]),
    "cosine head": (
        lambda: CosineHead(W, 3, 0.0),
        lambda: (torch.randn(B, W, requires_grad=True),),
        [(B, 3)],
    ),
    "dense head": (lambda: DenseHead(W, 3, 0.0), lambda: (steps(),), [(B, T, 4)]),
    "tcn": (lambda: DilatedTcn(W, 3, 0.0), lambda: (steps(), mask()), [(B, T, W)]),
    "order": (lambda: OrderGru(W, 0.0), lambda: (steps(), mask()), [(B, T, W)]),
    "pooling": (lambda: AttentionPooling(W), lambda: (steps(), mask()), [(B, W), (B, T)]),
    "refinement": (
        lambda: started(RefinementStage(4, W, 0.0)),
        lambda: (steps(4), mask()),
        [(B, T, 4)],
    ),
    "rates": (lambda: MultiRate(W, 0.0), lambda: (steps(), mask()), [(B, T, W)]),
    "stacked": (StackedConvolutions, lambda: (maps(6, 16),), [(B * V, 64, 2, 2)]),
    "residual": (lambda: ResidualBlock(8, 16), lambda: (maps(8),), [(B * V, 16, 4, 4)]),
    "pyramid": (
        lambda: ResidualPyramid(16, 24),
        lambda: (maps(6, 16),),
        [(B * V, 16, 4, 4), (B * V, 24, 2, 2)],
    ),
    "spatio-temporal": (
        lambda: SpatioTemporalBlock(8, 16),
        lambda: (maps(8), torch.ones(B, V, dtype=torch.bool)),
        [(B * V, 16, 4, 4)],
    ),
    "taps": (
        lambda: TapFusion((4, 6, 8), W),
        lambda: ([maps(4, 8), maps(6, 4), maps(8, 2)],),
        [(B * V, W, 8, 8)],
    ),
    "spatial attention": (lambda: SpatialAttention(W), lambda: (maps(W, G),), MAPS),
    "visual": (
        lambda: VisualBranch((4, 6, 8), W, 0.0),
        lambda: (
            torch.randn(B, V, G, G, 18, requires_grad=True),
            torch.randn(B, V, HEAD_CHANNELS, requires_grad=True),
        ),
        [(B, V, W), (B, V, G, G)],
    ),
    "visual with relations": (
        lambda: VisualBranch((4, 6, 8), W, 0.0, relations=True),
        lambda: (
            torch.randn(B, V, G, G, 18, requires_grad=True),
            torch.randn(B, V, HEAD_CHANNELS, requires_grad=True),
            torch.tensor([[0.1, 0.1, 0.5, 0.5], [0.3, 0.4, 0.2, 0.2]]).expand(B, V, 2, 4),
        ),
        [(B, V, W), (B, V, G, G)],
    ),
    "motion": (
        lambda: MotionBranch(W, 0.0),
        lambda: (steps(MOTION_CHANNELS), mask()),
        [(B, T, W), (B, T, GRID, GRID)],
    ),
    "differences": (
        lambda: DifferenceStem(W),
        lambda: (torch.randint(0, 256, (B, V, 16, 16, 3), dtype=torch.uint8),),
        [(B, V, W)],
    ),
    "text": (
        lambda: TextBranch(TEXT_CHANNELS, W, 0.0),
        lambda: (
            torch.cat([torch.zeros(B, 2, TEXT_CHANNELS), torch.randn(B, T - 2, TEXT_CHANNELS)], 1),
            mask(),
        ),
        [(B, T, W)],
    ),
    "relation": (
        lambda: ElementRelation(W),
        lambda: (
            torch.randn(B, G * G, W, requires_grad=True),
            torch.randn(B, 2, W, requires_grad=True),
            torch.ones(B, 2, dtype=torch.bool),
            torch.tensor([[0.1, 0.1, 0.5, 0.5], [0.3, 0.4, 0.2, 0.2]]).expand(B, 2, 4),
        ),
        [(B, W), (B, G * G + 2)],
    ),
    **{
        f"fusion, {name}": (
            lambda name=name: FUSIONS[name](3, W),  # type: ignore[misc]
            lambda: ([steps() for _ in range(3)], torch.ones(B, 3, dtype=torch.bool)),
            [(B, T, W), (B, T, 3)],
        )
        for name in FUSIONS
    },
}


def tensors(value: object) -> list[Tensor]:
    """Those of an answer that gradients run through."""
    if isinstance(value, Tensor):
        return [value] if value.is_floating_point() else []
    if isinstance(value, list | tuple):
        return [t for each in value for t in tensors(each)]
    return [t for each in vars(value).values() for t in tensors(each)]


def assert_all_learn(module: nn.Module, given: tuple[object, ...], answers: list[Tensor]) -> None:
    """From random shares of the answers; of steps, of those within the mask given."""
    inside = [x for x in given if isinstance(x, Tensor) and x.shape == (B, T)]
    loss = torch.zeros(())
    for answer in [x for x in answers if x.requires_grad]:
        share = torch.randn_like(answer)
        for real in inside if answer.shape[:2] == (B, T) else []:
            share = share * real.view(B, T, *[1] * (answer.dim() - 2))
        loss = loss + (answer * share).sum()
    loss.backward()
    still = {
        name
        for name, p in module.named_parameters()
        if not name.endswith(SHIFT_ONLY) and (p.grad is None or not p.grad.abs().sum() > 0)
    }
    assert still == set()
    for x in tensors(given):
        if x.requires_grad:
            assert x.grad is not None
            assert x.grad.isfinite().all()
            assert x.grad.abs().sum() > 0


@pytest.mark.parametrize("name", BLOCKS)
def test_shapes_and_gradients(name: str) -> None:
    make, inputs, shapes = BLOCKS[name]
    torch.manual_seed(0)
    module, given = make(), inputs()
    answers = tensors(module(*given))
    assert [tuple(x.shape) for x in answers] == shapes
    assert_all_learn(module, given, answers)
    for steps_in in [x for x in tensors(given) if x.grad is not None and x.shape[:2] == (B, T)]:
        if len(given) > 1 and isinstance(given[1], Tensor) and given[1].shape == (B, T):
            assert steps_in.grad is not None
            assert steps_in.grad[1, T - 2 :].abs().sum() == 0, "padding is looked at"


@pytest.mark.parametrize("name", PRESETS)
def test_every_weight_of_every_form_learns(name: str) -> None:
    """With everything a film can have, and one that has nothing."""
    torch.manual_seed(0)
    form = build(small(name, text=True, relations=True, refine=True, dropout=0.0), CLASSES)
    if form.refinement is not None:
        started(form.refinement)
    batch = films(form.config, (11, 7, 6))
    boxes = torch.tensor([0.1, 0.1, 0.5, 0.5]).expand(3, batch.grid.shape[1], 1, 4)
    has = torch.tensor([True, True, False])
    said = torch.randn(3, 11, TEXT_CHANNELS) * torch.tensor([1.0, 0.0, 0.0])[:, None, None]
    given = replace(batch, has_video=has, has_audio=has.flip(0), text=said, boxes=boxes)
    assert_all_learn(form, (), tensors(form(given)))


def test_the_backbone_learns_with_shifts() -> None:
    torch.manual_seed(0)
    network = EfficientNetLite()
    insert_shifts(network)
    pictures = torch.randn(3, 3, 64, 64)
    taps = network(pictures)
    assert [tuple(m.shape[1:]) for m in taps.maps] == [(40, 8, 8), (112, 4, 4), (320, 2, 2)]
    assert taps.head.shape == (3, 1280)
    assert_all_learn(network, (), [*taps.maps, taps.head])


def test_no_block_is_forgotten() -> None:
    """Whatever has weights in the network's modules is in a case above, or solved in closed form."""
    folder = Path(sora_model.network.__file__).parent
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages([str(folder)], "sora_model.network.")
    ]
    written = {
        item
        for module in modules
        for _, item in inspect.getmembers(module, inspect.isclass)
        if issubclass(item, nn.Module) and item.__module__ == module.__name__ and not inspect.isabstract(item)
    }
    torch.manual_seed(0)
    made = [make() for make, _, _ in BLOCKS.values()]
    made += [build(small(name, text=True, relations=True, refine=True), CLASSES) for name in FORMS]
    network = EfficientNetLite()
    insert_shifts(network)
    tested = {type(m) for whole in (*made, network) for m in whole.modules()}
    bases = {base for item in tested for base in item.__mro__[1:]}
    assert {item.__name__ for item in written - tested - bases - CLOSED_FORM} == set()
