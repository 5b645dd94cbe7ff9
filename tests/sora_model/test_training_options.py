"""Every option changes what is learnt, every form learns a batch by heart, every weight gets a gradient."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sora_model.config import PRESETS, ModelConfig, TrainConfig, preset
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Epoch, Event
from sora_model.contract.manifest import RangeSpec
from sora_model.data.extraction import Backbone
from sora_model.data.targets import positive_clips
from sora_model.data.windows import Film
from sora_model.descent import Descent
from sora_model.engine import choose
from sora_model.fitting import fit_standards
from sora_model.labelled_films import load_films
from sora_model.network.sora import build
from sora_model.network_fit import NetworkFit
from sora_model.training import train
from tests.sora_model.conftest import Trained
from tests.sora_model.films import SMALL, small_config

GATES = torch.zeros(3)
NAMES = ("left0", "right0", "up0", "left1", "right1", "up1")


def never() -> bool:
    return False


def small_model(name: str) -> ModelConfig:
    model = preset(name)
    spec = replace(SMALL, backbone=model.features.backbone, pixels=24 if model.features.pixels else 0)
    return replace(model, features=spec, width=32, tcn_layers=3, dropout=0.0)


def films_of(trained: Trained, config: TrainConfig) -> list[Film]:
    manifest = replace(
        trained.manifest,
        media=tuple(
            # A labelled middle between verified background: there is something to spot, and boundaries.
            replace(
                m,
                ranges=(
                    RangeSpec(m.start, m.end, None, "background"),
                    RangeSpec(m.end // 4, 3 * m.end // 4, m.ranges[0].class_id),
                ),
            )
            for m in trained.manifest.media
            if m.id in NAMES
        ),
    )
    engine = choose("cpu")
    backbone = Backbone.published(config.model.features.backbone, engine.device)
    return load_films(config, manifest, manifest.classes, backbone, engine, lambda _: None, never)


def fitted(
    trained: Trained, films: list[Film], config: TrainConfig, epochs: int
) -> tuple[NetworkFit, list[float]]:
    classes = trained.manifest.classes
    clips = [c for i, f in enumerate(films) for c in positive_clips(i, f.medium, f.grid, classes)]
    torch.manual_seed(config.seed)
    model = build(config.model, len(classes))
    fit_standards(model, films, clips)
    task = NetworkFit(model, config, films, clips, [], True, GATES, torch.device("cpu"), flip=False)
    heard: list[Event] = []
    Descent(task, config, torch.device("cpu"), epochs, heard.append, never, config.accumulate).run(
        epochs, epochs
    )
    return task, [e.train_loss for e in heard if isinstance(e, Epoch)]


@pytest.fixture(scope="module")
def base(trained: Trained) -> tuple[list[Film], TrainConfig, dict[str, torch.Tensor]]:
    config = small_config(trained.cache, audio_gain=0.0, batch=4)
    films = films_of(trained, config)
    with torch.random.fork_rng(devices=[]):
        task, _ = fitted(trained, films, config, 2)
    return films, config, {k: v.clone() for k, v in task.network.named_parameters()}


OPTIONS: tuple[dict[str, Any], ...] = (
    {"seed": 1},
    {"batch": 2},
    {"accumulate": 2},
    {"optimiser": "sgd"},
    {"optimiser": "adam"},
    {"optimiser": "rmsprop"},
    {"learning_rate": 1e-3},
    {"weight_decay": 0.5},
    {"schedule": "constant"},
    {"warm_up": 0.5},
    {"clip": 0.1},
    {"average": 0.9},
    {"precision": "bf16"},
    {"loss": "focal"},
    {"loss": "focal", "focal": 4.0},
    {"label_smoothing": 0.0},
    {"smoothing": 0.0},
    {"smoothing_limit": 0.01},
    {"boundary": 0.0},
    {"modality_dropout": 0.0},
    {"window": 8},
    {"speed_jitter": 0.0},
    {"noise": 0.2},
    {"channel_dropout": 0.2},
)


@pytest.mark.parametrize("changes", OPTIONS, ids=str)
def test_every_option_changes_what_is_learnt(
    trained: Trained, base: tuple[list[Film], TrainConfig, dict[str, torch.Tensor]], changes: dict[str, Any]
) -> None:
    films, config, before = base
    with torch.random.fork_rng(devices=[]):
        task, losses = fitted(trained, films, replace(config, **changes), 2)
    assert all(np.isfinite(losses))
    assert not all(torch.equal(before[k], v) for k, v in task.network.named_parameters())


def test_the_same_options_change_nothing(
    trained: Trained, base: tuple[list[Film], TrainConfig, dict[str, torch.Tensor]]
) -> None:
    films, config, before = base
    with torch.random.fork_rng(devices=[]):
        task, _ = fitted(trained, films, replace(config, audio_time_mask=0.0), 2)
    assert all(torch.equal(before[k], v) for k, v in task.network.named_parameters())


@pytest.mark.parametrize("name", PRESETS)
def test_every_form_learns_a_batch_by_heart(trained: Trained, name: str) -> None:
    config = TrainConfig(
        "r",
        trained.cache,
        model=small_model(name),
        device="cpu",
        schedule="constant",
        label_smoothing=0.0,
        smoothing=0.0,
        modality_dropout=0.0,
        speed_jitter=0.0,
        picture_change=0.0,
        learning_rate=5e-3,
    )
    with torch.random.fork_rng(devices=[]):
        task, losses = fitted(trained, films_of(trained, config), config, 50)
    assert losses[-1] < 0.35 * losses[0]
    task.loss(np.arange(len(task.clips))).backward()
    silent = {n for n, p in task.network.named_parameters() if p.grad is None or not p.grad.abs().sum() > 0}
    # The films have pictures and no sound: what stands for a missing picture, and the sound, learn nothing.
    # Nor does what is added to the scores of all cells alike: softmax does not see it.
    idle = {n for n in silent if n.startswith("audio.") or n in ("unseen", "visual.attend.score.bias")}
    assert silent - idle == set()


def test_damaged_features_are_made_anew(trained: Trained, tmp_path: Path) -> None:
    config = small_config(tmp_path, epochs=1, refit=0.0)
    media = tuple(m for m in trained.manifest.media if m.id in NAMES)
    manifest = replace(trained.manifest, media=media)
    train(config, manifest, tmp_path / "a", lambda _: None, never)
    path = sorted((tmp_path / "features").rglob("motion.npy"))[0]
    sound = np.load(path)
    spoilt = sound.copy()
    spoilt[1, 2] = np.nan
    np.save(path, spoilt)
    train(config, manifest, tmp_path / "b", lambda _: None, never)
    np.testing.assert_array_equal(np.load(path), sound)


def test_one_label_of_a_class_and_a_film_shorter_than_a_window(trained: Trained, tmp_path: Path) -> None:
    names = ("left0", "left1", "right0", "right1", "up0")
    media = tuple(m for m in trained.manifest.media if m.id in names)
    result = train(
        small_config(trained.cache, epochs=2, window=512),
        replace(trained.manifest, media=media),
        tmp_path,
        lambda _: None,
        never,
    )
    assert result["metrics"]["classes"] == ["left", "right", "up"]
    assert result["metrics"]["n_train"] == 5


def test_a_label_longer_than_its_film_is_refused(trained: Trained) -> None:
    film = trained.manifest.media[0]
    longer = replace(film, ranges=(RangeSpec(film.start, film.end + 1, "left"),))
    with pytest.raises(SoraError, match="outside the medium"):
        replace(trained.manifest, media=(longer,))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("seed", "99999999999999999999"),
        ("width", "0"),
        ("width", "12"),
        ("tcn_layers", "40"),
        ("dropout", "2"),
        ("probe_share", "2"),
        ("steps_per_second", "0"),
        ("visual_every", "0"),
        ("picture", "0"),
        ("grid", "0"),
        ("pixels", "100000"),
        ("backbone", "resnet"),
        ("features.precision", "int8"),
    ],
)
def test_settings_without_sense_are_refused_by_name(tmp_path: Path, key: str, value: str) -> None:
    with pytest.raises(SoraError, match=key.rpartition(".")[2]):
        small_config(tmp_path).set({key: value})


@pytest.mark.parametrize(
    ("name", "setting"), [("sora-av", {"backbone": "none"}), ("sora-plus", {"pixels": "0"})]
)
def test_a_form_that_could_see_nothing_is_refused(tmp_path: Path, name: str, setting: dict[str, str]) -> None:
    config = replace(small_config(tmp_path), model=preset(name)).set(setting)
    with pytest.raises(SoraError, match=f"{name}.*blind"):
        build(config.model, 2)


@pytest.mark.parametrize(
    ("name", "value"), [("grid", True), ("backbone", None), ("backbone", []), ("picture", "224"), ("more", 1)]
)
def test_a_described_model_of_other_types_is_refused(name: str, value: object) -> None:
    told = preset("sora-av").to_data()
    assert ModelConfig.from_data(told) == preset("sora-av")
    told["features"][name] = value
    with pytest.raises(SoraError, match=name):
        ModelConfig.from_data(told)
