"""A training that was stopped goes on as if it had not been, to the bit; what cannot go on says why."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from sora_model import checkpoint as checkpoints
from sora_model.config import TrainConfig
from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import UNFINISHED
from sora_model.media.progress import Cancelled
from sora_model.resume import Journal
from sora_model.training import train
from tests.sora_model.conftest import Trained
from tests.sora_model.films import small_config


def interrupted(config: TrainConfig, trained: Trained, folder: Path, after: int) -> list[events.Event]:
    """Train until `after` epochs of all fits are done."""
    heard: list[events.Event] = []

    def enough() -> bool:
        return sum(isinstance(e, events.Epoch) for e in heard) >= after

    with pytest.raises(Cancelled):
        train(config, trained.manifest, folder, heard.append, enough)
    return heard


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return checkpoints.load(folder)[1].state_dict()


def epochs(heard: list[events.Event]) -> list[tuple[int, float]]:
    return [(e.epoch, e.train_loss) for e in heard if isinstance(e, events.Epoch)]


@pytest.mark.parametrize(
    "changes",
    [
        {"epochs": 4, "least_epochs": 4, "refit": 0.5},
        {"epochs": 4, "optimiser": "sgd", "schedule": "plateau", "average": 0.9, "refit": 0.0},
    ],
    ids=["adamw and a refit", "sgd, plateau, averaged"],
)
def test_it_goes_on_to_the_same_numbers(trained: Trained, tmp_path: Path, changes: dict[str, object]) -> None:
    config = small_config(trained.cache, **changes)
    whole: list[events.Event] = []
    train(config, trained.manifest, tmp_path / "whole", whole.append, lambda: False)
    told = epochs(whole)
    folder = tmp_path / "parts"
    begun = interrupted(config, trained, folder, after=2)
    assert (folder / UNFINISHED).is_dir()
    resumed = replace(config, resume=True)
    if len(told) > 4:
        interrupted(resumed, trained, folder, after=3)  # within the refit
        begun = []
    rest: list[events.Event] = []
    train(resumed, trained.manifest, folder, rest.append, lambda: False)
    assert epochs(rest) == told[-len(epochs(rest)) :]
    if begun:
        assert epochs(begun) + epochs(rest) == told
    first, second = weights(tmp_path / "whole"), weights(folder)
    assert first.keys() == second.keys()
    assert all(torch.equal(first[k], second[k]) for k in first)
    assert not (folder / UNFINISHED).exists()


def test_without_resume_it_begins_anew(trained: Trained, tmp_path: Path) -> None:
    config = small_config(trained.cache, epochs=3, refit=0.0)
    interrupted(config, trained, tmp_path, after=2)
    heard: list[events.Event] = []
    train(config, trained.manifest, tmp_path, heard.append, lambda: False)
    assert [n for n, _ in epochs(heard)] == [1, 2, 3]


def test_other_settings_or_labels_are_refused(trained: Trained, tmp_path: Path) -> None:
    config = small_config(trained.cache, epochs=3, refit=0.0)
    interrupted(config, trained, tmp_path, after=1)
    again = replace(config, resume=True)
    with pytest.raises(SoraError, match="other settings"):
        train(replace(again, learning_rate=1e-4), trained.manifest, tmp_path, lambda _: None, lambda: False)
    fewer = replace(trained.manifest, media=trained.manifest.media[:-3])
    with pytest.raises(SoraError, match="other settings"):
        train(again, fewer, tmp_path, lambda _: None, lambda: False)


def test_a_damaged_state_is_refused(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "fit", "f")
    assert journal.read() is None
    journal.write({"a": torch.ones(3)}, {"epoch": 1})
    journal.write({"a": torch.zeros(3)}, {"epoch": 2})
    found = journal.read()
    assert found is not None
    assert found[1] == {"epoch": 2}
    assert found[0]["a"].sum() == 0
    (tensors,) = journal.folder.glob("*.safetensors")
    data = bytearray(tensors.read_bytes())
    data[-1] ^= 1
    tensors.write_bytes(data)
    with pytest.raises(SoraError, match="damaged"):
        journal.read()
    tensors.write_bytes(data[:20])
    with pytest.raises(SoraError, match="damaged"):
        journal.read()
    description = journal.folder / "fit.json"
    description.write_text(json.dumps({**json.loads(description.read_text()), "tensors": "../../x"}))
    with pytest.raises(SoraError, match="damaged"):
        journal.read()
