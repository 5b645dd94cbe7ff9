"""What a preset is made of: layers, parameters, work per step, and how far in time a decision sees.

Everything is counted on the real modules while they run; nothing is written down by hand.
"""

from __future__ import annotations

import argparse
import inspect
import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from sora_model.config import PRESETS, ModelConfig, preset
from sora_model.contract.errors import SoraError
from sora_model.data.features import VISUAL, FeatureSpec, StepFeatures
from sora_model.data.windows import block_window, collate
from sora_model.network.batch import Batch
from sora_model.network.forms.form import Form
from sora_model.network.sora import FORMS, build

CLASSES = 10
STEPS = 256
"""Length of the film that is made up for counting."""
LONGEST_STEPS = 4096
WHOLE_FILM = "whole film"
FROZEN = "backbone (frozen)"


@dataclass(frozen=True)
class Layer:
    """One leaf module: its name in the model, its kind, shape of its output for one film, its parameters, its
    multiplications with addition (MACs) per step.
    """

    name: str
    kind: str
    output: tuple[int, ...]
    parameters: int
    macs: int


@dataclass(frozen=True)
class Part:
    """A block of the flow. `macs` also holds what its layers do outside their own `forward`."""

    name: str
    kind: str
    parameters: int
    macs: int


@dataclass(frozen=True)
class Description:
    """Of one preset for `classes` classes; MACs per step of `1 / steps_per_second` seconds.

    `receptive_field_s`: from the first to the last moment of the film that the decision about one step
    depends on; None where it depends on the whole film.
    """

    preset: str
    classes: int
    steps_per_second: float
    parameters: int
    macs: int
    receptive_field_s: float | None
    parts: tuple[Part, ...]
    layers: tuple[Layer, ...]

    def to_data(self) -> dict[str, Any]:
        field = WHOLE_FILM if self.receptive_field_s is None else self.receptive_field_s
        return {**asdict(self), "receptive_field": field}

    def lines(self) -> list[str]:
        """A table for people."""
        seen = f"the {WHOLE_FILM}" if self.receptive_field_s is None else f"{self.receptive_field_s:.2f} s"
        return [
            f"{self.preset}: {self.parameters:,} parameters, {self.macs:,} MACs per step "
            f"({self.steps_per_second:g} steps/s, {self.classes} classes); each step's decision sees {seen}.",
            "",
            *_table(
                ("Part", "Kind", "Parameters", "MACs/step"),
                [(p.name, p.kind, f"{p.parameters:,}", f"{p.macs:,}") for p in self.parts],
            ),
            "",
            *_table(
                ("Layer", "Kind", "Output", "Parameters", "MACs/step"),
                [
                    (x.name, x.kind, "×".join(map(str, x.output)), f"{x.parameters:,}", f"{x.macs:,}")
                    for x in self.layers
                ],
            ),
        ]


def describe(name: str, config: ModelConfig | None = None) -> Description:
    """Of the preset `name`, or of `config` under that name. Raises `SoraError` for an unknown preset."""
    config = config or preset(name)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        form = build(config, CLASSES).eval()
    layers, parts = _counted(form, made_up_film(config.features, STEPS))
    backbone = _backbone(config)
    if backbone is not None:
        parts = (backbone, *parts)
    return Description(
        preset=name,
        classes=CLASSES,
        steps_per_second=config.features.steps_per_second,
        parameters=sum(p.parameters for p in parts),
        macs=sum(p.macs for p in parts),
        receptive_field_s=receptive_field(form),
        parts=parts,
        layers=layers,
    )


def made_up_film(spec: FeatureSpec, steps: int, seed: int = 0) -> Batch:
    """One film of `steps` steps of noise, with picture and sound, as a batch."""
    random = np.random.default_rng(seed)
    chunk: dict[str, np.ndarray[Any, Any]] = {}
    for name, shape in spec.shapes().items():
        rows = -(-steps // spec.visual_every) if name in VISUAL else steps
        values = random.random((rows, *shape), dtype=np.float32)
        chunk[name] = (values * 255).astype(np.uint8) if name == "pixels" else values
    longest = spec.chunk_steps

    def minute(name: str, n: int) -> np.ndarray[Any, Any]:
        rows = longest // (spec.visual_every if name in VISUAL else 1)
        return chunk[name][n * rows : (n + 1) * rows]

    chunks = {n: {name: minute(name, n) for name in chunk} for n in range(-(-steps // longest))}
    features = StepFeatures(spec, 0, steps, True, True, chunks)
    batch, _ = collate([block_window(features.block(0, steps), features, CLASSES)])
    return batch


# --- counting ------------------------------------------------------------------------------


def _counted(form: Form, batch: Batch) -> tuple[tuple[Layer, ...], tuple[Part, ...]]:
    steps = batch.mask.shape[1]
    shapes: dict[str, tuple[int, ...]] = {}
    leaves = {name: m for name, m in form.named_modules() if name and _is_leaf(m)}
    hooks = [m.register_forward_hook(_remember(shapes, name)) for name, m in leaves.items()]
    try:
        with torch.inference_mode(), every_product_counted() as flops:
            form(batch)
    finally:
        for hook in hooks:
            hook.remove()
    root = type(form).__name__

    names = {id(m): name for name, m in form.named_modules()}

    def products(name: str) -> int:
        inner = form.get_submodule(name)
        if isinstance(inner, nn.ModuleList):  # never runs by itself
            return sum(products(names[id(m)]) for m in inner)
        return sum(flops.get(f"{root}.{name}", {}).values())

    def macs(name: str) -> int:
        return round(products(name) / 2 / steps)

    layers = tuple(
        Layer(name, type(m).__name__, shapes[name], _parameters(m), macs(name))
        for name, m in leaves.items()
        if name in shapes and (_parameters(m) or macs(name))
    )
    parts = tuple(
        Part(label, type(m).__name__, _parameters(m), macs(names[id(m)]))
        for label, m in form.parts.items()
        if id(m) in names
    )
    rest_parameters = _parameters(form) - sum(p.parameters for p in parts)
    rest_macs = round(sum(flops.get("Global", {}).values()) / 2 / steps) - sum(p.macs for p in parts)
    if rest_parameters or rest_macs > 0:
        parts = (*parts, Part("between the parts", "", rest_parameters, max(0, rest_macs)))
    return layers, parts


@contextmanager
def every_product_counted() -> Iterator[dict[str, dict[Any, int]]]:
    """Operations of matrix products and convolutions by module, filled while the block runs.

    Fused kernels of recurrent layers and attention hide their products from the counter; without them the
    same sums run as single ones.
    """
    counts: dict[str, dict[Any, int]] = {}
    fused, onednn = torch.backends.mha.get_fastpath_enabled(), bool(torch.backends.mkldnn.enabled)
    torch.backends.mha.set_fastpath_enabled(False)
    torch.backends.mkldnn.enabled = False  # type: ignore[assignment]  # a property of the module
    try:
        with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
            yield counts
        counts.update(counter.get_flop_counts())
    finally:
        torch.backends.mha.set_fastpath_enabled(fused)
        torch.backends.mkldnn.enabled = onednn  # type: ignore[assignment]


def _remember(shapes: dict[str, tuple[int, ...]], name: str) -> Any:
    def hook(_: nn.Module, __: object, output: object) -> None:
        first = output[0] if isinstance(output, tuple) else output
        first = first[0] if isinstance(first, tuple) else first  # packed sequences
        if isinstance(first, Tensor):
            shapes[name] = tuple(first.shape)

    return hook


def _is_leaf(module: nn.Module) -> bool:
    """Also attention and recurrent layers, whose inner modules never run by themselves."""
    return isinstance(module, nn.MultiheadAttention | nn.RNNBase) or not any(True for _ in module.children())


def _parameters(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


def _backbone(config: ModelConfig) -> Part | None:
    """The frozen picture network, which looks at every `visual_every`-th step."""
    from sora_model.data.extraction import Backbone

    network = Backbone.published(config.features.backbone, torch.device("cpu")).network
    if network is None:
        return None
    side = config.features.picture
    with torch.inference_mode(), every_product_counted() as flops:
        network(torch.zeros(1, 3, side, side))
    macs = sum(flops["Global"].values()) / 2 / config.features.visual_every
    return Part(FROZEN, type(network).__name__, _parameters(network), round(macs))


# --- how far it sees -----------------------------------------------------------------------


def receptive_field(form: Form) -> float | None:
    """Seconds of film that the decision about one step depends on; None: the whole film.

    Measured: everything seen and heard at one step of a film is changed, and the steps whose scores change
    are counted. A recurrent layer carries a change to any distance, though it soon drowns in rounding.
    """
    spec = form.config.features
    if any(isinstance(m, nn.RNNBase) for m in form.modules()):
        return None
    steps = STEPS
    while steps <= LONGEST_STEPS:
        changed = _changed_by(form, made_up_film(spec, steps), steps // 2).nonzero().flatten()
        if len(changed) == 0:
            return 0.0
        first, last = int(changed[0]), int(changed[-1]) + 1
        if first > 0 and last < steps:
            return (last - first) / spec.steps_per_second
        steps *= 2
    return None


def _changed_by(form: Form, batch: Batch, step: int) -> Tensor:
    """`(T,) bool`: the steps whose class scores change with the inputs of the visual step of `step`."""
    every = form.config.features.visual_every
    look, steps = step // every, slice(step // every * every, step // every * every + every)

    def other(values: Tensor, where: int | slice) -> Tensor:
        out = values.clone()
        if out.numel():
            out[:, where] = 255 - out[:, where] if out.dtype == torch.uint8 else 1.0 - out[:, where]
        return out

    changed = replace(
        batch,
        grid=other(batch.grid, look),
        head=other(batch.head, look),
        pixels=other(batch.pixels, look),
        motion=other(batch.motion, steps),
        audio=other(batch.audio, steps),
    )
    with torch.inference_mode():
        before = form(batch).dense[0]
        after = form(changed).dense[0]
    different: Tensor = (before != after).any(dim=1)
    return different


# --- showing -------------------------------------------------------------------------------

PAGE = """\
# The seven forms

Made by `python -m sora_model describe --page > docs/model.md`; the figures are counted on the real modules
while they run. Every layer of one form: `python -m sora_model describe --preset P`.

| Preset | Parameters, trained | frozen | MACs per step, trained | frozen | Sees |
|---|--:|--:|--:|--:|---|
{rows}

With {classes} classes, at {rate:g} steps a second. A MAC is a multiplication with addition in a matrix
product or a convolution; a look at the picture is shared by the {every} steps that it holds for, a clip's
decision by the steps of the film, and the decoder of sora-tcn-ae, which only training needs, is counted.
Frozen: the picture network, whose features are cached. *Sees*: from the first to the last moment that the
decision about one step depends on; recurrent layers carry the whole film, what is far away more faintly.
The closed-form probe beside each form has nothing to train.

Shapes: B films, T steps, V looks at the picture, P pixels a side, g cells a side, C and H channels of the
picture network's taps and head, A of the sound, M of the motion.

{flows}
"""


def page(found: Sequence[Description]) -> str:
    """`docs/model.md`: these presets side by side, and the flow of each as its form says it."""
    return PAGE.format(
        rows="\n".join(f"| {' | '.join(_columns(d))} |" for d in found),
        classes=CLASSES,
        rate=found[0].steps_per_second,
        every=preset(found[0].preset).features.visual_every,
        flows="\n\n".join(f"**{d.preset}**: {_flow(d.preset)}." for d in found),
    )


def _columns(found: Description) -> list[str]:
    frozen = [p for p in found.parts if p.name == FROZEN]
    parameters, macs = sum(p.parameters for p in frozen), sum(p.macs for p in frozen)
    seen = WHOLE_FILM if found.receptive_field_s is None else f"{found.receptive_field_s:.2f} s"
    figures = (found.parameters - parameters, parameters, found.macs - macs, macs)
    return [f"`{found.preset}`", *(f"{n:,}" if n else "–" for n in figures), seen]


def _flow(name: str) -> str:
    """What the form's class says of its flow, in one paragraph; a line that begins a chain of its own is told
    apart.
    """
    text = inspect.cleandoc(FORMS[name].__doc__ or "").removeprefix(f"`{name}`.").strip()
    return " ".join(re.sub(r"(?<![.\n])\n(?![→(\n])", "; ", text).split())


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Columns as wide as they need be; figures to the right."""
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]
    right = [header[i] in ("Parameters", "MACs/step") for i in range(len(header))]

    def line(row: tuple[str, ...]) -> str:
        cells = (
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        )
        return "  ".join(cells).rstrip()

    return [line(header), line(tuple("-" * width for width in widths)), *map(line, rows)]


def main(arguments: Sequence[str]) -> int:
    """`describe --preset P [--json]`, or `describe --page`; exit codes as of `worker_main`."""
    parser = argparse.ArgumentParser(prog="python -m sora_model describe")
    parser.add_argument("--preset", default="sora-av", help=f"one of {', '.join(PRESETS)}")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--page", action="store_true", help="all presets, as docs/model.md shows them")
    options = parser.parse_args(arguments)
    if options.page:
        print(page([describe(name) for name in PRESETS]), end="")
        return 0
    try:
        found = describe(options.preset)
    except SoraError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(found.to_data()) if options.json else "\n".join(found.lines()))
    return 0
