"""Exported files answer as the model does, at sizes that were not traced; those that do not are not kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from torch import nn

from sora_model.config import PRESETS, preset
from sora_model.contract.errors import SoraError
from sora_model.data.extraction import Backbone
from sora_model.export import BATCHES, LENGTHS, TOLERANCE, export_head, export_visual, main
from sora_model.network.batch import Batch, Output
from sora_model.network.sora import build
from tests.sora_model.conftest import Trained

CLASSES = 3


@pytest.mark.parametrize("name", PRESETS)
def test_every_presets_head_agrees_at_three_lengths(name: str, tmp_path: Path) -> None:
    assert len(set(LENGTHS)) == 3
    torch.manual_seed(0)
    config = preset(name)
    form = build(config, CLASSES).eval()
    assert export_head(form, config.features, CLASSES, tmp_path / "head.onnx") < TOLERANCE / 10
    assert not form.training


def test_the_visual_branch_agrees_at_three_batches(tmp_path: Path) -> None:
    assert len(set(BATCHES)) == 3
    backbone = Backbone.published("efficientnet-lite0", torch.device("cpu"))
    assert export_visual(backbone, 64, tmp_path / "visual.onnx") < 5e-5


class _KnowsItsLength(nn.Module):
    """A form of which a trace keeps the length it was traced at, as it did with packed sequences."""

    def __init__(self, form: nn.Module) -> None:
        super().__init__()
        self.form = form

    def forward(self, batch: Batch) -> Output:
        output: Output = self.form(batch)
        return Output(**{**vars(output), "clip": output.clip + float(batch.motion.shape[1])})


def test_a_file_that_is_silently_wrong_is_not_kept(tmp_path: Path) -> None:
    config = preset("sora-av")
    wrong = _KnowsItsLength(build(config, CLASSES))
    with pytest.raises(SoraError, match=r"head\.onnx differs"):
        export_head(wrong, config.features, CLASSES, tmp_path / "head.onnx")
    assert not (tmp_path / "head.onnx").exists()


def test_a_checkpoint_becomes_two_files(
    trained: Trained, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--onnx", str(trained.checkpoint), str(tmp_path / "out")]) == 0
    differences = json.loads(capsys.readouterr().out)["differences"]
    assert sorted(differences) == sorted(p.name for p in (tmp_path / "out").iterdir())
    assert sorted(differences) == ["head.onnx", "visual.onnx"]
    assert main(["--onnx", str(tmp_path / "nothing"), str(tmp_path / "out")]) == 2
    assert "nothing" in capsys.readouterr().err
