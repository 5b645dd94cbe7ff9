"""Few labels: who decides, what a new training takes over, and what it refuses."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from sora_model import checkpoint as checkpoints
from sora_model.config import TrainConfig
from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.contract.manifest import ClassSpec, Manifest, RangeSpec
from sora_model.data.extraction import Backbone
from sora_model.data.sampling import StepGrid
from sora_model.data.targets import background_clips, positive_clips, step_targets
from sora_model.engine import Engine, choose
from sora_model.few import imprint, labels_per_class, network_share, probe_strength, warm_start
from sora_model.labelled_films import load_films
from sora_model.losses import dense_loss, focal_loss
from sora_model.network.forms.form import Form
from sora_model.network.sora import build
from sora_model.network_fit import clip_logits, exact_batches
from sora_model.training import train
from tests.sora_model.conftest import Trained
from tests.sora_model.films import SMALL, direction_set, medium, pictures, small_config, write_film

LEFT, RIGHT, UP = (ClassSpec(d, d) for d in ("left", "right", "up"))


def test_the_network_comes_in_gradually() -> None:
    shares = [network_share(n, 0.3) for n in (1, 5, 6, 8, 10, 100)]
    assert shares == pytest.approx([0, 0, 0.06, 0.18, 0.3, 0.3])
    assert network_share(1, 1.0) == 1.0
    assert [probe_strength(n) for n in (1, 2, 10, 50)] == pytest.approx([1.0, 0.5, 0.1, 0.1])
    assert labels_per_class([0, 0, 0, 2, 3, 3], 3) == 2  # class 1 has none, 3 is background
    assert labels_per_class([], 3) == 0


def few_of(manifest: Manifest, per_class: int) -> Manifest:
    """The first `per_class` training films of each class, and all validation films."""
    seen: dict[str, int] = {}
    media = []
    for film in manifest.media:
        name = str(film.ranges[0].class_id)
        seen[name] = seen.get(name, 0) + (film.split == "train")
        if film.split == "validation" or seen[name] <= per_class:
            media.append(film)
    return replace(manifest, media=tuple(media))


def test_a_label_per_class_is_answered_at_once(trained: Trained, tmp_path: Path) -> None:
    heard: list[events.Event] = []
    few = few_of(trained.manifest, 1)
    result = train(small_config(trained.cache), few, tmp_path, heard.append, lambda: False)
    assert not [e for e in heard if isinstance(e, events.Epoch)]
    assert result["metrics"]["validation"]["accuracy"] >= 5 / 6
    checkpoint, _ = checkpoints.load(tmp_path)
    assert checkpoint.config.probe_share == 1.0


def test_a_class_with_one_label_is_learnt_beside_others(trained: Trained, tmp_path: Path) -> None:
    media = few_of(trained.manifest, 1).media
    singles = {m.id for m in media if m.ranges[0].class_id == "up"}
    kept = tuple(
        m
        for m in trained.manifest.media
        if m.split == "validation" or m.ranges[0].class_id != "up" or m.id in singles
    )
    result = train(
        small_config(trained.cache, epochs=2),
        replace(trained.manifest, media=kept),
        tmp_path,
        lambda _: None,
        lambda: False,
    )
    assert result["metrics"]["classes"] == ["left", "right", "up"]


def small(classes: int, **changes: object) -> Form:
    config = replace(small_config(Path()).model, **changes)  # type: ignore[arg-type]
    return build(config, classes)


def test_rows_follow_their_class_and_the_body_is_the_source(trained: Trained) -> None:
    _, source = checkpoints.load(trained.checkpoint)
    model = small(3)
    renamed = (ClassSpec("other-id", "UP"), ClassSpec("spin", "spin"), LEFT)
    before = model.clip_head.linear.weight[1].clone()
    taken = warm_start(model, trained.checkpoint, renamed)
    assert taken.new == (1,)
    assert "spin" in taken.text
    assert torch.equal(model.clip_head.linear.weight[0], source.clip_head.linear.weight[2])
    assert torch.equal(model.clip_head.linear.weight[2], source.clip_head.linear.weight[0])
    assert torch.equal(model.clip_head.linear.weight[1], before)
    assert torch.equal(model.dense_head.linear.bias[3], source.dense_head.linear.bias[3])
    own, theirs = model.state_dict(), source.state_dict()
    body = [k for k in own if not k.startswith(("probe.", "clip_head.", "dense_head."))]
    assert len(body) > 50
    assert all(torch.equal(own[k], theirs[k]) for k in body)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"width": 64}, "width"),
        ({"preset": "sora-rnn"}, "preset"),
        ({"features": replace(SMALL, backbone="efficientnet-lite2")}, "backbone"),
        ({"features": replace(SMALL, picture=224)}, "picture"),
    ],
)
def test_another_form_is_refused(trained: Trained, changes: dict[str, object], word: str) -> None:
    model = small(3)
    model.config = replace(model.config, **changes)  # type: ignore[arg-type]
    with pytest.raises(SoraError, match=f"cannot start from run r1: its {word}"):
        warm_start(model, trained.checkpoint, (LEFT, RIGHT, UP))


def test_a_mangled_source_is_refused(trained: Trained, tmp_path: Path) -> None:
    with pytest.raises(SoraError, match="cannot be read"):
        warm_start(small(3), tmp_path / "nowhere", (LEFT, RIGHT, UP))
    shutil.copytree(trained.checkpoint, tmp_path / "cut")
    (weights,) = (tmp_path / "cut").glob("*.safetensors")
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(SoraError, match="damaged"):
        warm_start(small(3), tmp_path / "cut", (LEFT, RIGHT, UP))


def test_a_new_class_takes_nothing_from_the_old_ones(trained: Trained, tmp_path: Path) -> None:
    model = replace(small_config(trained.cache).model, head="cosine")
    config = small_config(trained.cache, model=model, refit=0.0)
    train(config, trained.manifest, tmp_path / "old", lambda _: None, lambda: False)
    _, source = checkpoints.load(tmp_path / "old")
    down = direction_set(tmp_path, ("down",), per_class=4)
    classes = (*trained.manifest.classes, *down.classes)
    media = (*trained.manifest.media, *down.media)
    manifest = replace(trained.manifest, classes=classes, media=media)
    films = load_films(config, manifest, classes, *machine(config), lambda _: None, lambda: False)
    clips = [c for i, f in enumerate(films) for c in positive_clips(i, f.medium, f.grid, classes)]
    held = [c for c in clips if films[c.film].medium.split == "validation" and c.label < 3]
    shown = [c for c in clips if films[c.film].medium.split == "train" and c.label == 3]
    cpu = torch.device("cpu")

    grown = build(model, 4)
    taken = warm_start(grown, tmp_path / "old", classes)
    assert taken.new == (3,)
    labelled = [c for c in clips if films[c.film].medium.split == "train"]
    imprint(grown, taken.new, exact_batches(films, labelled, 4, cpu))
    assert torch.equal(grown.clip_head.weight[:3], source.clip_head.weight)
    assert grown.clip_head.weight[3].norm().item() == pytest.approx(1.0, abs=1e-5)
    truth = torch.tensor([c.label for c in held])
    before = torch.from_numpy(clip_logits(source, films, held, cpu)).argmax(dim=1) == truth
    after = torch.from_numpy(clip_logits(grown, films, held, cpu)).argmax(dim=1) == truth
    assert len(held) == 6
    assert after.double().mean() >= before.double().mean() - 0.02
    assert bool((clip_logits(grown, films, shown, cpu).argmax(axis=1) == 3).all())


def machine(config: TrainConfig) -> tuple[Backbone, Engine]:
    engine = choose("cpu")
    return Backbone.published(config.model.features.backbone, engine.device), engine


@pytest.mark.parametrize("exclusive", [True, False])
def test_unlabelled_time_teaches_nothing(tmp_path: Path, exclusive: bool) -> None:
    film = medium(write_film(tmp_path / "a.mp4", pictures("left", 100, 0)), 100, "g")
    second = film.end // 4
    ranges = (RangeSpec(0, second, "left"), RangeSpec(3 * second, film.end, None, "background"))
    film = replace(film, ranges=ranges)
    grid = StepGrid.of(film, 12.5, 2)
    targets = step_targets(film, grid, (LEFT, RIGHT), exclusive)
    logits = torch.zeros(1, grid.count, 3, requires_grad=True)
    positive, weight = torch.from_numpy(targets.positive)[None], torch.from_numpy(targets.weight)[None]
    if exclusive:
        loss = dense_loss(logits, positive, weight, torch.ones(2))
    else:
        loss = focal_loss(logits, positive, weight, torch.ones(2))
    loss.backward()
    assert logits.grad is not None
    pushed = logits.grad[0].abs().sum(dim=1) > 0
    first, last = grid.steps(second, 3 * second)
    assert not pushed[first:last].any()
    assert pushed[: first - 1].all()
    assert pushed[last + 1 :].all()
    # What was marked complete and holds no label is the background.
    assert [c.label for c in background_clips(0, targets, 2, grid.count // 4)] == [2]
