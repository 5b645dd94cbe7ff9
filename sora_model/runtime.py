"""Runs the frozen picture network the fastest way that this machine has.

On the CPU the candidates are torch (batch norms folded into the convolutions, channels last) and ONNX
Runtime, and torch in bf16 where the features are to be of that precision; a short measurement decides, once
per machine, versions and network.
"""

from __future__ import annotations

import contextlib
import copy
import hashlib
import itertools
import json
import logging
import os
import platform
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from sora_model.contract.errors import SoraError
from sora_model.network.visual import Taps

if TYPE_CHECKING:
    from sora_model.data.extraction import Backbone

log = logging.getLogger(__name__)

MEAN = (123.675, 116.28, 103.53)
DEVIATION = (58.395, 57.12, 57.375)
"""Of ImageNet, on the 0–255 scale; these are the weights' own (checked by the classifier's confidence)."""
WORTH_MEASURING = 256
"""Pictures after which the fastest runner is looked for: before, finding it takes longer than it saves."""
MEASURED_BATCH = 8
OPSET = 17
ROUNDS = 3
TOLERANCE = 2e-4
"""Largest deviation from torch fp32, as a share of a tap's largest value, that an fp32 runner may have.

float16, in which features are cached, rounds by up to 2.4e-4 at that size.
"""

Pictures = NDArray[np.uint8]
Looked = TypeVar("Looked")
Item = TypeVar("Item", bound=np.generic)


class FrozenRunner(Protocol):
    """The picture network on one kind of engine."""

    name: str

    def taps(self, pictures: Pictures) -> Taps:
        """Backbone features of `pictures (B, H, W, 3) uint8`, to temporal shifts one film's, in order."""
        ...


class FromPictures(nn.Module):
    """`(B, H, W, 3) uint8` → maps and head, a tuple, of a network that divides by `DEVIATION` itself.

    Padding with nought means the mean colour, so the mean is taken off here, and not within the network.
    """

    mean: Tensor

    def __init__(self, network: nn.Module, precision: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.network = network
        self.precision = precision
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1))

    def forward(self, pictures: Tensor) -> tuple[Tensor, ...]:
        centred = pictures.permute(0, 3, 1, 2).float() - self.mean
        taps: Taps = self.network(centred.to(self.precision))
        return (*taps.maps, taps.head)


def frozen(network: nn.Module, precision: torch.dtype = torch.float32) -> FromPictures:
    """A copy of `network` for inference: batch norms folded into the convolutions before them, the division
    by `DEVIATION` into the first of these.
    """
    folded = copy.deepcopy(network).eval().requires_grad_(False)
    first = next(module for module in folded.modules() if isinstance(module, nn.Conv2d))
    first.weight /= torch.tensor(DEVIATION, device=first.weight.device).view(1, 3, 1, 1)
    for row in [module for module in folded.modules() if isinstance(module, nn.Sequential)]:
        for place, (conv, norm) in enumerate(itertools.pairwise(list(row))):
            if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                row[place] = nn.utils.fuse_conv_bn_eval(conv, norm)
                row[place + 1] = nn.Identity()
    folded.to(dtype=precision, memory_format=torch.channels_last)  # type: ignore[call-overload]
    return FromPictures(folded, precision).to(next(network.parameters()).device)


class TorchRunner:
    """torch, on the CPU."""

    def __init__(self, backbone: Backbone, precision: str = "fp32") -> None:
        self.name = f"torch {precision}"
        self._network = frozen(_network(backbone), _dtype(precision))

    def taps(self, pictures: Pictures) -> Taps:
        with torch.inference_mode():
            return as_taps(self._network(torch.from_numpy(pictures)))


class OnnxRunner:
    """ONNX Runtime fp32, on the CPU. The exported network is kept in `folder`."""

    name = "ONNX Runtime fp32"

    def __init__(self, backbone: Backbone, picture: int, folder: Path, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Threads that wait in a loop take the cores from decoding, and from the person at work.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        path = folder / f"{backbone.weights_hash}-{picture}-{onnx_version()}.onnx"
        if not path.exists():
            export_visual(backbone, picture, path)
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def taps(self, pictures: Pictures) -> Taps:
        values = self._session.run(None, {"pictures": pictures})
        return as_taps(tuple(torch.from_numpy(value) for value in values))


class CudaRunner:
    """A CUDA device: pictures go up as bytes from two pinned buffers in turn, full batches run as one graph.

    Answers before the device is done: its results are on the device.
    """

    def __init__(
        self, backbone: Backbone, device: torch.device, picture: int, batch: int, precision: str = "fp32"
    ) -> None:
        self.name = f"CUDA {precision}"
        self._device = device
        self._network = frozen(_network(backbone), _dtype(precision))
        shape = (batch, picture, picture, 3)
        self._hosts = [torch.empty(shape, dtype=torch.uint8, pin_memory=True) for _ in range(2)]
        self._copied = [torch.cuda.Event() for _ in self._hosts]
        self._turn = 0
        self._graph: torch.cuda.CUDAGraph | None = None
        self._input = torch.zeros(shape, dtype=torch.uint8, device=device)
        self._output: tuple[Tensor, ...] = ()

    def taps(self, pictures: Pictures) -> Taps:
        count = len(pictures)
        self._turn = 1 - self._turn
        host, copied = self._hosts[self._turn][:count], self._copied[self._turn]
        copied.synchronize()
        host.copy_(torch.from_numpy(pictures))
        with torch.inference_mode(), _exact_convolutions():
            if count < len(self._input):
                images = host.to(self._device, non_blocking=True)
                copied.record()
                return as_taps(self._network(images))
            if self._graph is None:
                self._graph = self._captured()
            self._input.copy_(host, non_blocking=True)
            copied.record()
            self._graph.replay()
            return as_taps(tuple(value.clone() for value in self._output))

    def _captured(self) -> torch.cuda.CUDAGraph:
        """The network on a full batch as a CUDA graph, which begins after some ordinary runs beside it."""
        beside = torch.cuda.Stream(self._device)
        beside.wait_stream(torch.cuda.current_stream(self._device))
        with torch.cuda.stream(beside):
            for _ in range(ROUNDS):
                self._network(self._input)
        torch.cuda.current_stream(self._device).wait_stream(beside)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self._output = self._network(self._input)
        return graph


def _exact_convolutions() -> contextlib.AbstractContextManager[None]:
    """fp32 means fp32: TF32's eleven bits would be seen in the cached features."""
    return torch.backends.cudnn.flags(enabled=True, benchmark=True, deterministic=False, allow_tf32=False)


def _network(backbone: Backbone) -> nn.Module:
    if backbone.network is None:
        raise ValueError("a form that learns from pixels has no backbone to run")
    return backbone.network


def _dtype(precision: str) -> torch.dtype:
    return torch.bfloat16 if precision == "bf16" else torch.float32


def as_taps(values: tuple[Tensor, ...]) -> Taps:
    """The taps' maps and head from one tuple, as `FromPictures` and its exported form answer."""
    return Taps(values[:-1], values[-1])


def onnx_version() -> str:
    """Of the exporter: a network exported by another version is exported anew."""
    return torch.__version__.partition("+")[0]


def export_visual(backbone: Backbone, picture: int, path: Path) -> None:
    """Write the visual branch as ONNX: `pictures (N, picture, picture, 3) uint8` → `c8` … `c32`, `head`."""
    network = frozen(_network(backbone)).cpu()
    names = ["c8", "c16", "c32", "head"]
    example = torch.zeros((2, picture, picture, 3), dtype=torch.uint8)
    free = {name: {0: "N"} for name in ["pictures", *names]}
    write_onnx(network, (example,), path, ["pictures"], names, free)


def write_onnx(
    network: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    inputs: list[str],
    outputs: list[str],
    free: dict[str, dict[int, str]],
) -> None:
    """`network` as an ONNX file; `free` names the dimensions that may vary. Complete or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with warnings.catch_warnings():
            # The exporter by tracing is the one that needs no further package; it warns of its age.
            warnings.simplefilter("ignore")
            torch.onnx.export(
                network, example, temporary, input_names=inputs, output_names=outputs, dynamic_axes=free,
                opset_version=OPSET, dynamo=False,
            )  # fmt: skip
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@dataclass(frozen=True)
class Measured:
    """Frames per second of each runner that is allowed here, by name."""

    rates: dict[str, float]

    @property
    def best(self) -> str:
        return max(self.rates, key=lambda name: self.rates[name])


def plain(backbone: Backbone, device: torch.device, picture: int, batch: int, precision: str) -> FrozenRunner:
    """A runner that needs no measurement."""
    if device.type == "cuda":
        return CudaRunner(backbone, device, picture, batch, precision)
    return TorchRunner(backbone, precision)


def fastest(
    backbone: Backbone,
    device: torch.device,
    cache_dir: Path,
    picture: int = 224,
    batch: int = 16,
    precision: str = "fp32",
    threads: int = 1,
    worth_measuring: bool = True,
) -> FrozenRunner:
    """The fastest runner for pictures of `picture`² pixels; measured once, then known from `cache_dir`.

    Where it is not known and not `worth_measuring` either: torch.
    """
    if device.type == "cuda":
        return plain(backbone, device, picture, batch, precision)
    folder = cache_dir / "runtime"
    makers: dict[str, Callable[[], FrozenRunner]] = {
        "torch fp32": lambda: TorchRunner(backbone),
        OnnxRunner.name: lambda: OnnxRunner(backbone, picture, folder, threads),
    }
    if precision == "bf16":
        makers["torch bf16"] = lambda: TorchRunner(backbone, precision)
    note = folder / f"{_machine(backbone, picture, precision, threads)}.json"
    known = _read(note)
    if known is not None and known.best in makers:
        runner = _made(known.best, makers[known.best])
        if runner is not None:
            return runner
    elif not worth_measuring:
        return plain(backbone, device, picture, batch, precision)
    runners = {name: runner for name, make in makers.items() if (runner := _made(name, make)) is not None}
    measured = measure(runners, picture)
    log.info(
        "visual branch at %d pixels, %d threads: %s; chosen: %s",
        picture,
        threads,
        ", ".join(f"{name} {rate:.0f} frames/s" for name, rate in measured.rates.items()),
        measured.best,
    )
    _write(note, measured)
    return runners[measured.best]


def _made(name: str, make: Callable[[], FrozenRunner]) -> FrozenRunner | None:
    """The runner, or None where this machine cannot have it."""
    try:
        return make()
    except Exception as error:  # noqa: BLE001  (whatever ails one engine, another one does the work)
        log.warning("%s cannot be used here: %s", name, error)
        return None


def measure(runners: dict[str, FrozenRunner], picture: int) -> Measured:
    """Rates by turns, so that other work on the machine hits all alike; wrong fp32 runners are left out."""
    pictures = np.random.default_rng(0).integers(0, 256, (MEASURED_BATCH, picture, picture, 3), np.uint8)
    truth = runners["torch fp32"].taps(pictures)
    allowed = {}
    for name, runner in runners.items():
        off = deviation(runner.taps(pictures), truth)
        if off <= TOLERANCE or name == "torch bf16":
            allowed[name] = runner
        else:
            log.warning("%s is off by %.1e here and is not used", name, off)
    best = dict.fromkeys(allowed, float("inf"))
    for _ in range(ROUNDS):
        for name, runner in allowed.items():
            begun = time.perf_counter()
            runner.taps(pictures)
            best[name] = min(best[name], time.perf_counter() - begun)
    return Measured({name: MEASURED_BATCH / seconds for name, seconds in best.items()})


def deviation(found: Taps, truth: Taps) -> float:
    """Largest difference of any tap as a share of the tap's largest; not a number counts as infinity."""
    worst = 0.0
    for a, b in zip((*found.maps, found.head), (*truth.maps, truth.head), strict=True):
        off = float((a.float() - b.float()).abs().max() / b.float().abs().max().clamp(min=1e-6))
        worst = max(worst, off if off == off else float("inf"))
    return worst


def _machine(backbone: Backbone, picture: int, precision: str, threads: int) -> str:
    """A short key of everything that the choice depends on."""
    try:
        import onnxruntime

        version = onnxruntime.__version__
    except ImportError:
        version = "none"
    facts = (
        platform.machine(),
        _processor(),
        torch.backends.cpu.get_cpu_capability(),
        os.cpu_count(),
        torch.__version__,
        version,
        backbone.weights_hash,
        picture,
        precision,
        threads,
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _read(note: Path) -> Measured | None:
    try:
        rates = json.loads(note.read_text(encoding="utf-8"))["frames_per_second"]
        return Measured({str(name): float(rate) for name, rate in rates.items()}) if rates else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(note: Path, measured: Measured) -> None:
    temporary = note.with_name(f".{note.name}.{os.getpid()}.tmp")
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(
            json.dumps({"chosen": measured.best, "frames_per_second": measured.rates}), encoding="utf-8"
        )
        os.replace(temporary, note)
    except OSError as error:  # then it is measured again next time
        log.warning("the choice of the engine cannot be kept in %s: %s", note, error)


class Batches:
    """Runs pictures, or their numbers, in batches of at most `size`, which is halved when the memory is too
    small for one.
    """

    def __init__(self, size: int, on_note: Callable[[str], None]) -> None:
        self.size = size
        self._on_note = on_note

    def over(self, run: Callable[[NDArray[Item]], Looked], pictures: NDArray[Item]) -> Iterator[Looked]:
        """`run` on each part, in order. Raises `SoraError` when not even one picture fits."""
        at = 0
        while at < len(pictures):
            part = pictures[at : at + self.size]
            try:
                looked = run(part)
            except torch.OutOfMemoryError as error:
                if len(part) == 1:
                    raise SoraError(
                        "The graphics memory is too small for a single picture. Close other programs that "
                        "use it, or choose the device cpu."
                    ) from error
                self.size = len(part) // 2
            else:
                at += len(part)
                yield looked
                continue
            # Outside of the handler: until there, the failed run's tensors are still held.
            if torch.cuda.is_available():
                torch.cuda.empty_cache()
            self._on_note(f"The graphics memory was too small; going on with {self.size} pictures at a time.")
