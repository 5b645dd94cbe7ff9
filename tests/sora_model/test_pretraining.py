"""Learning without labels: the error falls, a training can start from it, and what cannot be done is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from sora_model import checkpoint as checkpoints
from sora_model.config import preset
from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.contract.manifest import ClassSpec, MediaSpec
from sora_model.few import warm_start
from sora_model.media.progress import Cancelled
from sora_model.network.sora import build
from sora_model.pretraining import pretrain
from tests.sora_model.films import medium, pictures, small_config, write_film

AE = replace(
    preset("sora-tcn-ae"), features=replace(preset("sora-tcn-ae").features, pixels=16), width=16, tcn_layers=2
)


@pytest.fixture
def films(tmp_path: Path) -> list[MediaSpec]:
    paths = [write_film(tmp_path / f"{d}.mp4", pictures(d, 20, 0)) for d in ("left", "up")]
    return [medium(path, 20, "g") for path in paths]


def test_the_error_falls_and_a_training_can_start_from_it(films: list[MediaSpec], tmp_path: Path) -> None:
    heard: list[events.Event] = []
    config = small_config(tmp_path / "cache", model=AE, epochs=8, learning_rate=5e-3)
    answer = pretrain(config, films, tmp_path / "run", heard.append, lambda: False)
    losses = [e.train_loss for e in heard if isinstance(e, events.Epoch)]
    assert len(losses) == 8
    assert losses[-1] < 0.9 * losses[0]
    assert answer["loss"] == losses[-1]
    checkpoint, source = checkpoints.load(tmp_path / "run")
    assert checkpoint.metrics["pretrained"] is True
    model = build(AE, 2)
    taken = warm_start(model, tmp_path / "run", (ClassSpec("a", "a"), ClassSpec("b", "b")))
    assert taken.new == (0, 1)
    encoder = [k for k in model.state_dict() if k.startswith(("stem.", "encoder.", "bottleneck."))]
    assert len(encoder) > 10
    assert all(torch.equal(model.state_dict()[k], source.state_dict()[k]) for k in encoder)


def test_what_cannot_be_done_is_told(films: list[MediaSpec], tmp_path: Path) -> None:
    config = small_config(tmp_path / "cache", model=AE, epochs=1)

    def quiet(event: events.Event) -> None:
        """Nobody listens."""

    with pytest.raises(SoraError, match="cannot learn without labels"):
        pretrain(small_config(tmp_path / "cache"), films, tmp_path / "r", quiet, lambda: False)
    with pytest.raises(SoraError, match="no pictures"):
        pretrain(config, [replace(films[0], has_video=False)], tmp_path / "r", quiet, lambda: False)
    with pytest.raises(Cancelled):
        pretrain(config, films, tmp_path / "r", quiet, lambda: True)
    assert not (tmp_path / "r").exists()
