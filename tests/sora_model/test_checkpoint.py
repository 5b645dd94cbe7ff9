"""A checkpoint is whole or refused in words; saving is all or nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch

from sora_model import checkpoint as checkpoints
from sora_model.contract.errors import SoraError
from tests.sora_model.conftest import Trained


@pytest.fixture
def copy(trained: Trained, tmp_path: Path) -> Path:
    return Path(shutil.copytree(trained.checkpoint, tmp_path / "copy"))


def weights(folder: Path) -> Path:
    (found,) = folder.glob("*.safetensors")
    return found


def changed(folder: Path, **changes: object) -> None:
    file = folder / checkpoints.DESCRIPTION
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


def test_it_comes_back_as_it_was(trained: Trained, tmp_path: Path) -> None:
    checkpoint, model = checkpoints.load(trained.checkpoint)
    checkpoints.save(tmp_path, checkpoint, model)
    again, same = checkpoints.load(tmp_path)
    assert again == checkpoint
    assert all(
        torch.equal(a, b)
        for a, b in zip(model.state_dict().values(), same.state_dict().values(), strict=True)
    )
    assert [c.id for c in checkpoint.classes] == ["left", "right", "up"]
    assert all(c.directional for c in checkpoint.classes)
    assert not model.training


def test_saving_again_leaves_one_pair(copy: Path) -> None:
    checkpoint, model = checkpoints.load(copy)
    with torch.no_grad():
        model.clip_head.linear.bias.add_(1)
    checkpoints.save(copy, checkpoint, model)
    assert len(list(copy.iterdir())) == 2


def test_a_crash_before_the_commit_leaves_the_old_pair(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoint, model = checkpoints.load(copy)
    before = {k: v.clone() for k, v in model.state_dict().items()}
    with torch.no_grad():
        model.clip_head.linear.bias.add_(1)
    real = checkpoints._replace

    def torn(path: Path, data: bytes) -> None:
        if path.name == checkpoints.DESCRIPTION:
            raise KeyboardInterrupt
        real(path, data)

    monkeypatch.setattr(checkpoints, "_replace", torn)
    with pytest.raises(KeyboardInterrupt):
        checkpoints.save(copy, checkpoint, model)
    _, after = checkpoints.load(copy)
    assert all(torch.equal(before[k], v) for k, v in after.state_dict().items())


def test_cut_weights_are_refused(copy: Path) -> None:
    file = weights(copy)
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(SoraError, match="damaged"):
        checkpoints.load(copy)


def test_one_flipped_bit_is_refused(copy: Path) -> None:
    file = weights(copy)
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    with pytest.raises(SoraError, match="damaged"):
        checkpoints.load(copy)


def test_missing_files_are_refused(copy: Path) -> None:
    weights(copy).unlink()
    with pytest.raises(SoraError, match="cannot be read"):
        checkpoints.load(copy)
    (copy / checkpoints.DESCRIPTION).unlink()
    with pytest.raises(SoraError, match="cannot be read"):
        checkpoints.load(copy)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": 99}, "newer"),
        ({"weights": "../elsewhere.safetensors"}, "beside"),
        ({"classes": []}, "no class"),
        ({"classes": [{"id": "a", "name": "a"}]}, "do not fit"),
        ({"config": {"width": 32}}, "does not fit"),
        ({"exclusive": "yes"}, "true or false"),
        ({"calibration": {"network_scale": 1, "probe_scale": "x", "sharpness": 1}}, "a number"),
    ],
)
def test_a_wrong_description_is_refused(copy: Path, change: dict[str, object], words: str) -> None:
    changed(copy, **change)
    with pytest.raises(SoraError, match=words):
        checkpoints.load(copy)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"smooth": 10**30}, "smooth"),
        ({"window": 0}, "window"),
        ({"evidence": -1}, "evidence"),
        ({"step_share": 5}, "step_share"),
        ({"minimum": ["x"]}, "minimum"),
        ({"chain": {"stays": [1], "order": []}}, "stays"),
        ({"chain": {"stays": [[1, 1]], "order": []}}, "do not fit"),
        ({"chain": {"stays": [[1, 0]] * 4, "order": []}}, "more than 0"),
        ({"chain": {"stays": [[1, 1]] * 4, "order": [[1, 1, 1, 1]]}}, "needs 5 rows"),
        ({"chain": {"stays": [[1, 1]] * 4, "order": [[1, "x", 1, 1]]}}, "order"),
        ({"chain": {"stays": [[1, 10**400]] * 4, "order": []}}, "stays"),
    ],
)
def test_a_wrong_way_to_decode_is_refused(copy: Path, change: dict[str, object], words: str) -> None:
    decoder = json.loads((copy / "model.json").read_text("utf-8"))["decoder"]
    changed(copy, decoder=decoder | change)
    with pytest.raises(SoraError, match=words):
        checkpoints.load(copy)


def test_numbers_that_are_not_finite_are_refused(copy: Path) -> None:
    checkpoint, model = checkpoints.load(copy)
    with torch.no_grad():
        model.clip_head.linear.bias.fill_(float("nan"))
    checkpoints.save(copy, checkpoint, model)
    with pytest.raises(SoraError, match="not finite"):
        checkpoints.load(copy)


def test_nothing_is_unpickled(copy: Path) -> None:
    """A pickle in place of the weights is refused, not run."""
    file = weights(copy)
    torch.save({"x": torch.zeros(1)}, copy / "model.pt")
    data = (copy / "model.pt").read_bytes()
    renamed = copy / f"{checkpoints._digest(data)}.safetensors"
    file.unlink()
    renamed.write_bytes(data)
    changed(copy, weights=renamed.name)
    with pytest.raises(SoraError, match="damaged"):
        checkpoints.load(copy)
