"""The runners agree with the plain network, the measurement is kept, and a small memory is lived with."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from sora_model import runtime
from sora_model.contract.errors import SoraError
from sora_model.data.extraction import Backbone
from sora_model.network.visual import Taps

CPU = torch.device("cpu")
SIZE = 64


@pytest.fixture(scope="module")
def backbone() -> Backbone:
    return Backbone.published("efficientnet-lite0", CPU)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runtime")


@pytest.fixture(scope="module")
def onnx(backbone: Backbone, folder: Path) -> runtime.OnnxRunner:
    return runtime.OnnxRunner(backbone, SIZE, folder, 1)


def pictures(count: int, seed: int = 0) -> NDArray[np.uint8]:
    """Coarse pictures: noise alone would leave the network's channels nearly empty."""
    coarse = np.random.default_rng(seed).integers(0, 256, (count, 8, 8, 3), np.uint8)
    return np.ascontiguousarray(coarse.repeat(SIZE // 8, 1).repeat(SIZE // 8, 2))


def plainly(backbone: Backbone, images: NDArray[np.uint8]) -> Taps:
    """By the network as it was published: nothing folded, normalised here."""
    normal = (torch.from_numpy(images).float() - torch.tensor(runtime.MEAN)) / torch.tensor(runtime.DEVIATION)
    assert backbone.network is not None
    with torch.inference_mode():
        return backbone.network(normal.permute(0, 3, 1, 2))  # type: ignore[no-any-return]


@pytest.mark.parametrize("count", [1, 3, 8])
def test_torch_and_onnx_agree_with_the_network(
    backbone: Backbone, onnx: runtime.OnnxRunner, count: int
) -> None:
    images = pictures(count, seed=count)
    truth = plainly(backbone, images)
    assert runtime.deviation(runtime.TorchRunner(backbone).taps(images), truth) < runtime.TOLERANCE / 4
    assert runtime.deviation(onnx.taps(images), truth) < runtime.TOLERANCE / 4
    for found, expected in zip(onnx.taps(images).maps, truth.maps, strict=True):
        assert found.shape == expected.shape


def test_bf16_sees_nearly_the_same(backbone: Backbone) -> None:
    """Too far off for fp32 features, near enough for its own: correlation above 0.99 of every tap."""
    images = pictures(8)
    truth, found = plainly(backbone, images), runtime.TorchRunner(backbone, "bf16").taps(images)
    assert runtime.deviation(found, truth) > runtime.TOLERANCE
    for a, b in zip((*found.maps, found.head), (*truth.maps, truth.head), strict=True):
        assert torch.corrcoef(torch.stack([a.float().flatten(), b.flatten()]))[0, 1] > 0.99


def test_lite2_is_wider_and_deeper_and_takes_its_published_weights() -> None:
    backbone = Backbone.published("efficientnet-lite2", CPU)
    taps = runtime.TorchRunner(backbone).taps(pictures(2))
    assert [m.shape[1] for m in taps.maps] == [48, 120, 352]
    assert taps.head.shape == (2, 1280)
    assert backbone.weights_hash != Backbone.published("efficientnet-lite0", CPU).weights_hash


def test_an_unknown_backbone_is_told_with_those_there_are() -> None:
    with pytest.raises(SoraError, match="efficientnet-lite2"):
        Backbone.published("resnet", CPU)
    assert Backbone.published("none", CPU).weights_hash == "none"


def test_the_choice_is_measured_once_and_told(
    backbone: Backbone, folder: Path, onnx: runtime.OnnxRunner, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "sora_model.runtime"):
        first = runtime.fastest(backbone, CPU, folder, SIZE)
        told = [record.getMessage() for record in caplog.records]
        again = runtime.fastest(backbone, CPU, folder, SIZE)
    assert len(told) == 1
    assert "frames/s" in told[0]
    assert f"chosen: {first.name}" in told[0]
    assert again.name == first.name
    assert len(caplog.records) == 1


def test_a_damaged_note_and_a_damaged_network_are_made_again(backbone: Backbone, tmp_path: Path) -> None:
    first = runtime.fastest(backbone, CPU, tmp_path, SIZE)
    for file in (tmp_path / "runtime").iterdir():
        file.write_bytes(b"{}" if file.suffix == ".json" else b"torn")
    again = runtime.fastest(backbone, CPU, tmp_path, SIZE)
    assert runtime.deviation(again.taps(pictures(1)), first.taps(pictures(1))) < runtime.TOLERANCE


class Scaled:
    """A runner that answers quickly and wrongly."""

    name = "ONNX Runtime fp32"

    def __init__(self, true: runtime.FrozenRunner, factor: float) -> None:
        self._known = true.taps(
            np.random.default_rng(0).integers(0, 256, (runtime.MEASURED_BATCH, SIZE, SIZE, 3), np.uint8)
        )
        self._factor = factor

    def taps(self, images: NDArray[np.uint8]) -> Taps:
        return Taps(tuple(m * self._factor for m in self._known.maps), self._known.head * self._factor)


@pytest.mark.parametrize("factor", [1.01, float("nan")])
def test_a_fast_runner_that_is_wrong_is_not_taken(backbone: Backbone, factor: float) -> None:
    true = runtime.TorchRunner(backbone)
    assert runtime.measure({true.name: true, "quick": Scaled(true, factor)}, SIZE).best == true.name
    assert runtime.measure({true.name: true, "quick": Scaled(true, 1.0)}, SIZE).best == "quick"


class SmallMemory:
    """torch's own error for more pictures than fit."""

    def __init__(self, fits: int) -> None:
        self.fits = fits
        self.sizes: list[int] = []

    def __call__(self, images: NDArray[np.uint8]) -> int:
        if len(images) > self.fits:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        self.sizes.append(len(images))
        return int(images.sum())


def test_too_small_a_memory_halves_the_batch_once_and_says_so() -> None:
    told: list[str] = []
    batches, run = runtime.Batches(16, told.append), SmallMemory(5)
    images = pictures(10)
    assert sum(batches.over(run, images)) == int(images.sum())
    assert run.sizes == [5, 5]
    assert len(told) == 1
    assert "5 pictures at a time" in told[0]
    list(batches.over(run, images))
    assert len(told) == 1  # it is remembered


def test_not_even_one_picture_fits() -> None:
    with pytest.raises(SoraError, match="device cpu"):
        list(runtime.Batches(4, lambda text: None).over(SmallMemory(0), pictures(2)))
