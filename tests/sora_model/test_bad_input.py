"""Bad input through the real reader: words that name the place and the rule, and nothing lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor, nn

from sora_model import checkpoint as checkpoints
from sora_model.config import TrainConfig
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Epoch, Event, Note, Progress
from sora_model.contract.jobs import PredictJob
from sora_model.contract.manifest import RangeSpec
from sora_model.contract.predictions import Predictions
from sora_model.data.extraction import never
from sora_model.data.features import StepFeatures
from sora_model.descent import Descent
from sora_model.explain.report import explain
from sora_model.inference import run_job, run_network
from sora_model.network.batch import Views
from sora_model.network_fit import NetworkFit
from sora_model.optimising import Group, Precision
from sora_model.training import train
from tests.sora_model.conftest import Trained
from tests.sora_model.films import SMALL, labelled, medium, pictures, small_config, write_film
from tests.sora_model.test_sound_only import recording

CPU = torch.device("cpu")


# --- checkpoints ---------------------------------------------------------------------------


def described(folder: Path, **changes: object) -> None:
    file = folder / checkpoints.DESCRIPTION
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **changes}), "utf-8")


def put(folder: Path, data: bytes) -> None:
    """`data` as the weights, as their name and description say."""
    (old,) = folder.glob("*.safetensors")
    old.unlink()
    name = f"{checkpoints._digest(data)}.safetensors"
    (folder / name).write_bytes(data)
    described(folder, weights=name)


def cut(folder: Path) -> None:
    (file,) = folder.glob("*.safetensors")
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def half_written(folder: Path) -> None:
    (file,) = folder.glob("*.safetensors")
    put(folder, file.read_bytes()[: file.stat().st_size // 2])


def reshaped(folder: Path) -> None:
    (file,) = folder.glob("*.safetensors")
    state = load_tensors(file.read_bytes())
    put(folder, save_tensors({**state, "boundary_head.weight": torch.zeros(1, 7)}))


def pickled(folder: Path) -> None:
    torch.save({"boundary_head.weight": torch.zeros(1)}, folder / "a.pt")
    data = (folder / "a.pt").read_bytes()
    (folder / "a.pt").unlink()
    put(folder, data)


@pytest.mark.parametrize(
    ("mangle", "words"),
    [
        (cut, "is damaged: its weights are not those that were saved"),
        (half_written, "is damaged"),
        (reshaped, "the weights do not fit the described model"),
        (pickled, "is damaged"),
        (lambda folder: described(folder, version=99), "newer"),
        (lambda folder: described(folder, version="one"), "version"),
        (lambda folder: (folder / checkpoints.DESCRIPTION).write_text("{", "utf-8"), "JSON"),
        (lambda folder: described(folder, weights_hash="x"), "was trained on other ImageNet weights"),
    ],
)
def test_a_mangled_checkpoint_names_its_folder_and_nothing_is_lost(
    trained: Trained, tmp_path: Path, mangle: Callable[[Path], object], words: str
) -> None:
    folder = Path(shutil.copytree(trained.checkpoint, tmp_path / "run"))
    mangle(folder)
    before = {p: p.read_bytes() for p in folder.iterdir()}
    film = trained.manifest.media[0]
    out = tmp_path / "out"
    out.mkdir()
    (out / f"{film.id}.json").write_text("an earlier answer", "utf-8")
    job = PredictJob("r", str(folder), (film,), str(out), "dense", 0, "cpu", str(trained.cache))
    with pytest.raises(SoraError) as told:
        run_job(job, lambda _: None, lambda _: None)
    assert str(folder) in str(told.value)
    assert words in str(told.value)
    assert {p: p.read_bytes() for p in folder.iterdir()} == before
    assert [(p.name, p.read_text("utf-8")) for p in out.iterdir()] == [
        (f"{film.id}.json", "an earlier answer")
    ]


# --- films ---------------------------------------------------------------------------------


def test_films_without_picture_and_without_sound_are_learnt_and_predicted_together(
    trained: Trained, tmp_path: Path
) -> None:
    silent = [m for m in trained.manifest.media if m.ranges[0].class_id in ("left", "right")][:6]
    heard = [
        recording(tmp_path / f"heard-{label}{i}.wav", hertz, i, label, "train")
        for i in range(3)
        for label, hertz in (("left", 400.0), ("right", 2500.0))
    ]
    manifest = replace(trained.manifest, media=tuple(silent + heard))
    model = replace(small_config(trained.cache).model, probe_share=0.5)
    config = small_config(trained.cache, model=model, epochs=1)
    result = train(config, manifest, tmp_path / "run", lambda _: None, never)
    assert result["metrics"]["n_train"] == 12
    answers: list[Predictions] = []
    films = (silent[0], heard[0])
    job = PredictJob("r", str(tmp_path / "run"), films, str(tmp_path), "clip", 0, "cpu", str(trained.cache))
    run_job(job, lambda _: None, answers.append)
    for film, answer in zip(films, answers, strict=True):
        assert answer.clip_scores is not None
        assert sum(answer.clip_scores.values()) == pytest.approx(1)
        found = explain(
            tmp_path / "run", film, 0.3, tmp_path / film.id, device="cpu", cache_dir=trained.cache
        )
        assert ("maps" in found) == film.has_video
        assert any("sound" in name for name in found["files"]) == film.has_audio


def test_a_film_of_one_frame_is_learnt_predicted_and_explained(trained: Trained, tmp_path: Path) -> None:
    """Shorter than a window, a chunk and a stretch: shorter than a step."""
    film = labelled(medium(write_film(tmp_path / "one.mp4", pictures("up", 1, seed=3)), 1, "one"), "up")
    manifest = replace(trained.manifest, media=(*trained.manifest.media, film))
    config = small_config(trained.cache, epochs=1, window=512, refit=0.0)
    result = train(config, manifest, tmp_path / "run", lambda _: None, never)
    assert result["metrics"]["n_train"] == 19
    answers: list[Predictions] = []
    job = PredictJob(
        "r", str(tmp_path / "run"), (film,), str(tmp_path), "dense", 0, "cpu", str(trained.cache)
    )
    run_job(job, lambda _: None, answers.append)
    assert all(film.start <= s.start < s.end <= film.end for s in answers[0].segments)
    found = explain(tmp_path / "run", film, 0.0, tmp_path / "why", device="cpu", cache_dir=trained.cache)
    assert found["step"] == 0


def test_a_label_longer_than_its_film_names_film_and_range(trained: Trained) -> None:
    film = trained.manifest.media[0]
    longer = replace(film, ranges=(RangeSpec(film.start, film.end + 1, "left"),))
    with pytest.raises(SoraError, match=rf"{film.id}.*range 0–{film.end + 1}: lies outside the medium"):
        replace(trained.manifest, media=(longer,))


# --- memory --------------------------------------------------------------------------------


class Toy:
    """A regression whose loss runs out of memory at the calls named, and where more than `fits` are asked."""

    is_new = None

    def __init__(self, fits: int = 100, failing: tuple[int, ...] = ()) -> None:
        torch.manual_seed(0)
        self.network: nn.Module = nn.Linear(4, 1)
        self.random = np.random.default_rng(0)
        self.lengths = np.full(10, 4)
        self.precision = Precision("auto", CPU)
        self._x, self._y = torch.randn(10, 4), torch.randn(10, 1)
        self._fits, self._failing, self._calls = fits, failing, 0

    def groups(self) -> list[Group]:
        return [Group(list(self.network.parameters()), 0.1)]

    def loss(self, chosen: NDArray[np.int64]) -> Tensor:
        self._calls += 1
        if len(chosen) > self._fits or self._calls in self._failing:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        loss: Tensor = (self.network(self._x[chosen]) - self._y[chosen]).square().mean()
        return loss

    def held_out(self) -> None:
        return None


def descended(toy: Toy, parts: int = 1) -> tuple[dict[str, Tensor], list[str]]:
    heard: list[Event] = []
    config = TrainConfig("r", Path(), batch=10, clip=0.0)
    Descent(toy, config, CPU, 3, heard.append, never, parts).run(3, 1)
    assert sum(isinstance(e, Epoch) for e in heard) == 3
    return toy.network.state_dict(), [e.text for e in heard if isinstance(e, Note)]


@pytest.mark.parametrize(
    ("toy", "parts", "sizes"),
    [(Toy(fits=4), 1, [5, 3]), (Toy(failing=(2,)), 2, [3])],
    ids=["at once", "in the second part"],
)
def test_a_batch_too_large_is_halved_to_the_same_steps(toy: Toy, parts: int, sizes: list[int]) -> None:
    """What a failed try had added up is forgotten."""
    usual, none = descended(Toy())
    assert none == []
    small, told = descended(toy, parts)
    for name, value in usual.items():
        torch.testing.assert_close(small[name], value)
    assert told == [
        f"The graphics memory was too small; going on with {n} windows at a time, added up." for n in sizes
    ]


def test_where_not_even_one_window_fits_the_way_out_is_told() -> None:
    with pytest.raises(SoraError, match=r"too small for a single window.* device cpu"):
        descended(Toy(fits=0))


def test_training_goes_on_with_smaller_batches(
    trained: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = NetworkFit.loss

    def small(self: NetworkFit, chosen: NDArray[np.int64]) -> Tensor:
        if len(chosen) > 6:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return true(self, chosen)

    monkeypatch.setattr(NetworkFit, "loss", small)
    heard: list[Event] = []
    train(small_config(trained.cache, epochs=2), trained.manifest, tmp_path, heard.append, never)
    told = [e.text for e in heard if isinstance(e, Note) and "graphics memory" in e.text]
    assert "4 windows at a time" in told[1]
    assert checkpoints.load(tmp_path)[0].trained


def test_a_film_is_looked_at_in_smaller_pieces(trained: Trained, monkeypatch: pytest.MonkeyPatch) -> None:
    _, model = checkpoints.load(trained.checkpoint)
    random = np.random.default_rng(0)
    arrays = {name: random.random((60, *shape), np.float32) for name, shape in SMALL.shapes().items()}
    features = StepFeatures(SMALL, 0, 60, True, True, {0: arrays})
    whole = run_network(model, features, CPU, never)
    true, most = model.look, 8

    def small(views: Views) -> tuple[Tensor, Tensor]:
        if views.present.shape[1] > most:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return true(views)

    monkeypatch.setattr(model, "look", small)
    heard: list[Event] = []
    pieces = run_network(model, features, CPU, never, heard.append)
    torch.testing.assert_close(pieces.dense, whole.dense, rtol=1e-4, atol=1e-5)
    assert "3 pictures at a time" in [e.text for e in heard if isinstance(e, Note)][-1]
    done = [e.done for e in heard if isinstance(e, Progress)]
    assert done[0] == 14
    assert done[-1] == 60
    assert done == sorted(done)
    most = 4  # less than a look and those it depends on
    with pytest.raises(SoraError, match="single picture"):
        run_network(model, features, CPU, never)
