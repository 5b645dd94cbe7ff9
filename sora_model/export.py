"""A trained network as two ONNX files: pictures → taps, and cached features of a film → its scores, without
the probe's.

Exporters have been wrong about recurrent layers without saying so: each file is run beside the model at three
sizes before it is handed over.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from sora_model import runtime
from sora_model.checkpoint import load, load_backbone
from sora_model.contract.errors import SoraError
from sora_model.data.extraction import Backbone
from sora_model.data.features import FeatureSpec, StepFeatures
from sora_model.data.windows import block_window, collate

LENGTHS = (40, 64, 130)
"""Steps of a film at which the head is compared, and exported at the first."""
BATCHES = (1, 3, 8)
OUTPUTS = ("clip", "dense", "temporal")
TOLERANCE = 1e-3
"""Largest difference of any score: logits in single precision, over some hundred recurrent steps."""

Named = dict[str, Tensor]


class HeadOnFilm(nn.Module):
    """A form on the features of one whole film with picture and sound: `OUTPUTS` of `form`.

    Takes those tensors of the batch that hold a film's content, in the order of `inputs`; what marks padding
    is made here.
    """

    def __init__(self, form: nn.Module, like: Any) -> None:
        super().__init__()
        self.form = form
        self._like = like
        self.inputs = [name for name, value in tensors(like) if holds_content(value)]

    def forward(self, *content: Tensor) -> tuple[Tensor, ...]:
        given = dict(zip(self.inputs, content, strict=True))
        everything = torch.ones(given["motion"].shape[:2], dtype=torch.bool)
        output = self.form(rebuilt(self._like, given | {"mask": everything, "inside": everything}))
        return tuple(getattr(output, name) for name in OUTPUTS)


def holds_content(value: Tensor) -> bool:
    """Features or pixels, not what says which steps there are."""
    return value.dtype != torch.bool and value.numel() > 0


def tensors(batch: Any, prefix: str = "") -> Iterator[tuple[str, Tensor]]:
    """Every tensor of nested dataclasses, by dotted name."""
    for field in dataclasses.fields(batch):
        value = getattr(batch, field.name)
        if isinstance(value, Tensor):
            yield prefix + field.name, value
        elif dataclasses.is_dataclass(value):
            yield from tensors(value, f"{prefix}{field.name}.")


def rebuilt(batch: Any, given: Named, prefix: str = "") -> Any:
    """`batch` with the tensors of `given` in the place of its own."""
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(batch):
        value, name = getattr(batch, field.name), prefix + field.name
        if name in given:
            changes[field.name] = given[name]
        elif dataclasses.is_dataclass(value):
            changes[field.name] = rebuilt(value, given, f"{name}.")
    return dataclasses.replace(batch, **changes)


def example(spec: FeatureSpec, steps: int, classes: int, seed: int = 0) -> Any:
    """A batch of one film of `steps` steps that shows noise."""
    features = StepFeatures(spec, 0, steps, True, True, {0: {}})
    batch, _ = collate([block_window(features.block(0, steps), features, classes)])
    random = torch.Generator().manual_seed(seed)
    noise = {
        name: torch.randn(value.shape, generator=random)
        if value.is_floating_point()
        else torch.randint(0, 256, value.shape, dtype=value.dtype, generator=random)
        for name, value in tensors(batch)
        if holds_content(value)
    }
    return rebuilt(batch, noise)


def export_head(form: nn.Module, spec: FeatureSpec, classes: int, path: Path) -> float:
    """Write the head, and return its largest difference from the model over `LENGTHS`.

    Raises `SoraError` where that exceeds `TOLERANCE`; the file is then removed.
    """
    # The exporter leaves a module in the mode it finds it in: all of it, the form too.
    head = HeadOnFilm(form, example(spec, LENGTHS[0], classes)).eval()
    given = dict(tensors(example(spec, LENGTHS[0], classes)))
    free = {name: {1: f"steps of {name}"} for name in (*head.inputs, "dense", "temporal")}
    content = tuple(given[name] for name in head.inputs)
    with torch.inference_mode():
        runtime.write_onnx(head, content, path, head.inputs, list(OUTPUTS), free)
    worst = 0.0
    for steps in LENGTHS:
        given = dict(tensors(example(spec, steps, classes, seed=steps)))
        content = tuple(given[name] for name in head.inputs)
        with torch.inference_mode():
            expected = head(*content)
        found = run_onnx(path, {name: given[name].numpy() for name in head.inputs})
        worst = max([worst, *(_apart(a, b) for a, b in zip(found, expected, strict=True))])
    return _checked(worst, TOLERANCE, path)


def export_visual(backbone: Backbone, picture: int, path: Path) -> float:
    """Write the visual branch, and return its largest deviation from torch over `BATCHES` of pictures."""
    runtime.export_visual(backbone, picture, path)
    plain, worst = runtime.TorchRunner(backbone), 0.0
    for count in BATCHES:
        coarse = np.random.default_rng(count).integers(0, 256, (count, 8, 8, 3), np.uint8)
        pictures = coarse.repeat(-(-picture // 8), 1).repeat(-(-picture // 8), 2)[:, :picture, :picture]
        found = run_onnx(path, {"pictures": np.ascontiguousarray(pictures)})
        taps = runtime.as_taps(tuple(torch.from_numpy(value) for value in found))
        worst = max(worst, runtime.deviation(taps, plain.taps(np.ascontiguousarray(pictures))))
    return _checked(worst, runtime.TOLERANCE, path)


def run_onnx(path: Path, inputs: dict[str, Any]) -> list[Any]:
    """The file's outputs for `inputs`, by ONNX Runtime on the CPU."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    taken = {item.name for item in session.get_inputs()}
    return list(session.run(None, {name: value for name, value in inputs.items() if name in taken}))


def _apart(found: Any, expected: Tensor) -> float:
    if found.shape != tuple(expected.shape):
        return float("inf")
    return float(np.nan_to_num(np.abs(found - expected.numpy()), nan=np.inf).max())


def _checked(worst: float, allowed: float, path: Path) -> float:
    if worst > allowed:
        path.unlink()
        raise SoraError(
            "The exported {file} differs from the model by {worst:.1e}, more than {allowed:.0e}: "
            "it was not kept. Use the checkpoint itself.",
            file=path.name,
            worst=worst,
            allowed=allowed,
        )
    return worst


def export(folder: Path, out: Path) -> dict[str, Any]:
    """Both files of the checkpoint in `folder`, and how far each is from the model. Raises `SoraError`, also
    where the network has learned nothing: the probe is no part of the files.
    """
    checkpoint, form = load(folder)
    if not checkpoint.trained:
        raise SoraError(
            "Run {run} decides by its closed-form probe alone; its network is untrained, and "
            "there is nothing to export. Train with more than 5 labels per class.",
            run=checkpoint.run,
        )
    spec = checkpoint.config.features
    report: dict[str, Any] = {}
    backbone = load_backbone(folder, torch.device("cpu"))
    if backbone.network is not None:
        report["visual.onnx"] = export_visual(backbone, spec.picture, out / "visual.onnx")
    report["head.onnx"] = export_head(form, spec, len(checkpoint.classes), out / "head.onnx")
    return report


def main(argv: Sequence[str]) -> int:
    """`export --onnx CHECKPOINT OUT`; exit codes as of `worker_main`."""
    parser = argparse.ArgumentParser(prog="sora_model export", description=__doc__)
    parser.add_argument("--onnx", type=Path, metavar="CHECKPOINT", required=True, help="folder of the run")
    parser.add_argument("out", type=Path, help="folder for visual.onnx and head.onnx")
    options = parser.parse_args(argv)
    try:
        print(json.dumps({"differences": export(options.onnx, options.out)}))
    except (SoraError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0
