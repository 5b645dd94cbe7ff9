"""Stage (b) on tiny generated films: pictures really reach the loss, and the backbone really learns."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from sora_model import checkpoint as checkpoints
from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.contract.manifest import Manifest
from sora_model.data.extraction import Backbone
from sora_model.end_to_end import EndToEnd, planned_parts, saved_bytes
from sora_model.inference import Predictor
from sora_model.network.shift import TemporalShift, insert_shifts
from sora_model.training import train
from tests.sora_model.conftest import Trained
from tests.sora_model.films import small_config


def never() -> bool:
    return False


def few_films(trained: Trained) -> Manifest:
    names = ("left0", "right0", "up0", "left1", "right1", "up1", "left3", "right3", "up3")
    return replace(trained.manifest, media=tuple(m for m in trained.manifest.media if m.id in names))


@pytest.fixture(scope="module")
def tuned(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[events.Event]]:
    """A run of stage (b), and what it told."""
    heard: list[events.Event] = []
    folder = tmp_path_factory.mktemp("tuned") / "run"
    config = small_config(trained.cache, stage="b", epochs=1, tune_epochs=6, looks=8, refit=0.0, batch=6)
    config = replace(config, backbone_rate=0.5, picture_change=0.0, modality_dropout=0.0)
    train(config, few_films(trained), folder, heard.append, never)
    return folder, heard


def test_the_loss_falls_and_the_backbone_learns(tuned: tuple[Path, list[events.Event]]) -> None:
    folder, heard = tuned
    losses = [e.train_loss for e in heard if isinstance(e, events.Epoch) and e.epochs == 6]
    assert len(losses) == 6
    assert losses[-1] < 0.8 * losses[0]
    published = Backbone.published("efficientnet-lite0", torch.device("cpu"))
    own = checkpoints.load_backbone(folder, torch.device("cpu"))
    assert own.weights_hash != published.weights_hash
    assert own.network is not None
    assert published.network is not None
    before, after = published.network.state_dict(), own.network.state_dict()
    moved = {k for k in before if before[k].dtype.is_floating_point and not torch.equal(before[k], after[k])}
    kinds = {k.rpartition(".")[2] for k in moved}
    assert kinds == {"weight", "bias"}  # the batch statistics stay
    assert {k.split(".")[0] for k in moved} == {"stem", "stages", "head"}
    assert any(isinstance(e, events.Note) and "GB" in e.text for e in heard)


def test_the_checkpoint_predicts_with_its_own_backbone(
    tuned: tuple[Path, list[events.Event]], trained: Trained, tmp_path: Path
) -> None:
    predictor = Predictor(tuned[0], trained.cache, "cpu")
    film = trained.manifest.media[0]
    assert predictor.extractor.backbone.weights_hash == predictor.checkpoint.weights_hash
    answer = predictor.predict(film, tmp_path, "clip", lambda _: None, never, 1)
    assert sum((answer.clip_scores or {}).values()) == pytest.approx(1.0)
    published = Predictor(trained.checkpoint, trained.cache, "cpu").extractor.features(film).block(0, 4)
    own = predictor.extractor.features(film).block(0, 4)
    assert abs(own.head - published.head).max() > 0
    assert (own.motion == published.motion).all()


def test_a_shifted_backbone_is_learnt_kept_and_used(trained: Trained, tmp_path: Path) -> None:
    config = small_config(trained.cache, stage="b", epochs=1, tune_epochs=2, looks=8, refit=0.0, batch=6)
    folder = tmp_path / "run"
    train(replace(config, temporal_shift=True), few_films(trained), folder, lambda _: None, never)
    checkpoint, model = checkpoints.load(folder)
    own = checkpoints.load_backbone(folder, torch.device("cpu"))
    assert (checkpoint.backbone, own.kind, own.reach) == ("shifted", "shifted", 9)
    assert own.network is not None
    shares = [m.share for m in own.network.modules() if isinstance(m, TemporalShift)]
    assert all(share.abs().max() > 0 for share in shares)
    predictor = Predictor(folder, trained.cache, "cpu")
    answer = predictor.predict(trained.manifest.media[0], tmp_path, "clip", lambda _: None, never, 1)
    assert sum((answer.clip_scores or {}).values()) == pytest.approx(1.0)
    published = Backbone.published("efficientnet-lite0", torch.device("cpu"))
    again = tmp_path / "again"
    with pytest.raises(ValueError, match="together"):
        checkpoints.save(again, checkpoint, model)
    with pytest.raises(ValueError, match="not the backbone"):
        checkpoints.save(again, checkpoint, model, published)
    checkpoints.save(again, checkpoint, model, own)
    assert (again / "model.json").read_bytes() == (folder / "model.json").read_bytes()


def test_the_shares_of_shifts_learn_at_the_full_rate(trained: Trained) -> None:
    network = small_network(trained)
    shares = insert_shifts(network.backbone)
    rates = {id(p): g.rate for g in network.groups(small_config(trained.cache)) for p in g.parameters}
    assert len(rates) == sum(1 for _ in network.parameters())
    assert {rates[id(share)] for share in shares} == {small_config(trained.cache).learning_rate}


def test_checkpoints_from_before_say_so_by_their_weights(
    tuned: tuple[Path, list[events.Event]], tmp_path: Path
) -> None:
    folder = shutil.copytree(tuned[0], tmp_path / "old")
    description = json.loads((folder / "model.json").read_text())
    assert description.pop("backbone") == "tuned"
    (folder / "model.json").write_text(json.dumps(description))
    assert checkpoints.load(folder)[0].backbone == "tuned"
    assert checkpoints.load_backbone(folder, torch.device("cpu")).is_tuned
    for wrong, said in (("shifted", "picture network"), ("other", "must be one of"), (3, "must be text")):
        (folder / "model.json").write_text(json.dumps({**description, "backbone": wrong}))
        with pytest.raises(SoraError, match=said):
            checkpoints.load_backbone(folder, torch.device("cpu"))


def small_network(trained: Trained, sparing: bool = False) -> EndToEnd:
    _, form = checkpoints.load(trained.checkpoint)
    backbone = Backbone.published("efficientnet-lite0", torch.device("cpu")).network
    assert backbone is not None
    network = EndToEnd(form, backbone.requires_grad_(True), cells=2, sparing=sparing)
    return network.train()


def test_sparing_memory_changes_no_gradient(trained: Trained) -> None:
    pictures = torch.randint(0, 256, (2, 3, 64, 64), dtype=torch.uint8)
    gradients = []
    for sparing in (False, True):
        network = small_network(trained, sparing)
        taps = network.taps(pictures)
        (taps.head.sum() + sum(m.square().mean() for m in taps.maps)).backward()
        gradients.append([p.grad.clone() for p in network.backbone.parameters() if p.grad is not None])
    assert len(gradients[0]) == len(gradients[1]) > 100
    for one, other in zip(*gradients, strict=True):
        torch.testing.assert_close(one, other)


def test_the_batch_is_cut_for_the_memory_there_is(trained: Trained) -> None:
    config = small_config(trained.cache, looks=8, batch=16)
    network = small_network(trained)
    whole = saved_bytes(network, 64)
    network.sparing = True
    assert saved_bytes(network, 64) < 0.5 * whole
    assert planned_parts(network, replace(config, memory_gb=100.0), "fp32")[:2] == (1, False)
    tight = (8 * whole * 5) / 2**30 + 0.2
    parts, sparing, peak = planned_parts(network, replace(config, memory_gb=tight), "fp32")
    assert not sparing
    assert 1 < parts <= 16
    assert peak < tight
    with pytest.raises(SoraError, match="too little"):
        planned_parts(network, replace(config, memory_gb=0.05), "fp32")


def test_each_block_learns_slower_than_the_one_after_it(trained: Trained) -> None:
    config = small_config(trained.cache, learning_rate=1.0, backbone_rate=0.1, layer_decay=0.5)
    rates = [group.rate for group in small_network(trained).groups(config)]
    assert rates[:3] == [1.0, 0.1, 0.05]
    assert rates == sorted(rates, reverse=True)
