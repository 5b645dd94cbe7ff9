"""What has no say is no evidence: where the probe decides alone nothing is shown of the network, and where
the network does nothing hangs on the probe.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from sora_model import checkpoint as checkpoints
from sora_model.checkpoint import Checkpoint
from sora_model.config import PRESETS
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event, Note
from sora_model.contract.explanations import MAP_KINDS, ExplainJob, Explanation, MapKind
from sora_model.contract.jobs import PredictJob
from sora_model.contract.manifest import ClassSpec, Manifest
from sora_model.contract.predictions import Predictions
from sora_model.data.extraction import never
from sora_model.embedding import embed
from sora_model.explain.decision import Decision
from sora_model.explain.explainer import Explainer
from sora_model.explain.maps import sound_map
from sora_model.explain.report import explain
from sora_model.export import export
from sora_model.inference import Predictor, run_job
from sora_model.network.forms.form import Form
from sora_model.pixel_attack import attacked
from sora_model.training import train
from tests.sora_model.conftest import Trained
from tests.sora_model.films import labelled, medium, pictures, small_config, write_film
from tests.sora_model.test_few import few_of

TESTED: tuple[MapKind, ...] = tuple(k for k in MAP_KINDS if k != "attention")


@pytest.fixture(scope="module")
def few(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """A label per class: the probe decides alone, and the network is as it was drawn."""
    folder = tmp_path_factory.mktemp("few")
    manifest = few_of(trained.manifest, 1)
    result = train(small_config(trained.cache, run="few"), manifest, folder, lambda _: None, never)
    assert result["epochs"] == 0
    return Trained(manifest, trained.cache, folder, result, [])


def other_network(model: Form) -> None:
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.3)


def other_probe(model: Form) -> None:
    model.probe.weight.copy_(torch.randn(model.probe.weight.shape))
    model.probe.bias.copy_(torch.randn(model.probe.bias.shape))


def redrawn(source: Path, folder: Path, change: Callable[[Form], None], known: Checkpoint) -> Path:
    """The checkpoint of `source`, described as `known`, with other weights in one of its voices."""
    _, model = checkpoints.load(source)
    torch.manual_seed(3)
    with torch.no_grad():
        change(model)
    checkpoints.save(folder, known, model)
    return folder


def maps_of(folder: Path, trained: Trained) -> list[NDArray[np.float64]]:
    film = trained.manifest.media[0]
    explainer = Explainer(Predictor(folder, trained.cache, "cpu"), "", "cpu")
    moment = explainer.moment(film, film.end // 2)
    return [moment.probabilities, *(moment.field(0, kind) for kind in TESTED)]


def test_a_network_without_a_say_leaves_no_attention(few: Trained, tmp_path: Path) -> None:
    known, _ = checkpoints.load(few.checkpoint)
    assert not known.trained
    assert not known.network_decides
    answers: list[Predictions] = []
    film = few.manifest.media[0]
    job = PredictJob("few", str(few.checkpoint), (film,), str(tmp_path), "dense", 0, "cpu", str(few.cache))
    run_job(job, lambda _: None, answers.append)
    assert answers[0].attention is None
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{film.id}.curves.npz", f"{film.id}.json"]
    assert Predictions.from_json((tmp_path / f"{film.id}.json").read_text("utf-8")) == answers[0]


def test_its_attention_is_refused_and_the_default_map_is_not(few: Trained) -> None:
    film = few.manifest.media[0]
    job = ExplainJob(str(few.checkpoint), film, film.end // 2, device="cpu", cache_dir=str(few.cache))
    explainer = Explainer.load(job)
    heard: list[Explanation] = []
    with pytest.raises(SoraError, match=r"few decides by its closed-form probe alone.* Choose occlusion"):
        explainer.explain(replace(job, kind="attention"), heard.append)
    assert not heard
    explainer.explain(job, heard.append)
    assert heard[-1].faithfulness is not None


def test_its_report_leaves_attention_out_and_says_why(few: Trained, tmp_path: Path) -> None:
    result = explain(few.checkpoint, few.manifest.media[0], 0.4, tmp_path, device="cpu", cache_dir=few.cache)
    assert set(result["maps"]) == set(result["faithfulness"]["maps"]) == set(TESTED)
    assert not any("attention" in name for name in result["files"])
    assert sorted(result["files"]) == sorted(p.name for p in tmp_path.iterdir())
    assert result["decided_by"] == {"network": 0.0, "probe": 1.0}
    assert "no attention" in result["note"]
    assert {"fusion_gates", "temporal_attention"}.isdisjoint(result)


def test_its_other_maps_and_vectors_are_not_the_networks(few: Trained, tmp_path: Path) -> None:
    """Another network draws the same: what is shown is the probe's."""
    known, _ = checkpoints.load(few.checkpoint)
    other = redrawn(few.checkpoint, tmp_path, other_network, known)
    for own, again in zip(maps_of(few.checkpoint, few), maps_of(other, few), strict=True):
        np.testing.assert_array_equal(own, again)
        assert own.any()
    rows = [
        embed(
            few.manifest, "film", cache_dir=few.cache, checkpoint=folder, device="cpu",
            on_event=lambda event: None,
        )
        for folder in (few.checkpoint, other)
    ]  # fmt: skip
    np.testing.assert_array_equal(rows[0].vectors, rows[1].vectors)
    assert rows[0].made_by == "temporal statistics alone: the network of run few is untrained"


def test_an_untrained_network_is_not_exported(few: Trained, tmp_path: Path) -> None:
    with pytest.raises(SoraError, match="its network is untrained"):
        export(few.checkpoint, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_network_taken_from_another_run_is_trained(trained: Trained, few: Trained, tmp_path: Path) -> None:
    """With few labels it still has no say, but its representation was learned; an untrained one is told."""
    for source, learned in ((trained, True), (few, False)):
        heard: list[Event] = []
        config = small_config(trained.cache, init=source.checkpoint)
        train(config, few.manifest, tmp_path / source.checkpoint.name, heard.append, never)
        known, _ = checkpoints.load(tmp_path / source.checkpoint.name)
        assert (known.trained, known.network_decides) == (learned, False)
        told = "".join(e.text for e in heard if isinstance(e, Note))
        assert ("nothing was learned to start from" in told) != learned


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_form_from_pixels_is_explained_by_whoever_decides(tmp_path: Path, share: float) -> None:
    """A film with sound, which the network of this form does not hear; the probe does not see its pixels."""
    cache, noise = tmp_path / "cache", np.random.default_rng(0).normal(0, 0.1, 12_800).astype(np.float32)
    media = []
    for number, way in enumerate(("left", "right") * 2):
        place = write_film(tmp_path / f"{way}{number}.mp4", pictures(way, 20, number), noise * (1 + number))
        media.append(labelled(medium(place, 20, f"g{number}", has_audio=True), way))
    manifest = Manifest("m", (ClassSpec("left", "left"), ClassSpec("right", "right")), tuple(media))
    spec = replace(PRESETS["sora"].features, picture=64, grid=2, pixels=16)
    form = replace(PRESETS["sora"], features=spec, width=16, probe_share=share)
    train(small_config(cache, model=form, epochs=1), manifest, tmp_path / "run", lambda _: None, never)
    result = explain(tmp_path / "run", media[0], 0.4, tmp_path / "why", device="cpu", cache_dir=cache)
    assert set(result["maps"]) == (set(MAP_KINDS) if share == 0 else set(TESTED))
    predictor = Predictor(tmp_path / "run", cache, "cpu")
    features = predictor.extractor.features(media[0])
    decision = Decision(predictor, features, features.block(0, features.count))
    heard = sound_map(decision, 0)
    assert np.isfinite(heard).all()
    assert share == 1 or not heard.any()
    assert (attacked(predictor, media[0], 0, never) is None) == (share == 1)


def test_older_descriptions_tell_it_by_the_share(few: Trained, trained: Trained, tmp_path: Path) -> None:
    for source in (few, trained):
        known, model = checkpoints.load(source.checkpoint)
        folder = tmp_path / known.run
        checkpoints.save(folder, known, model)
        description = json.loads((folder / "model.json").read_text("utf-8"))
        del description["trained"]
        (folder / "model.json").write_text(json.dumps(description), "utf-8")
        assert checkpoints.load(folder)[0] == known


def test_a_probe_without_a_say_changes_nothing(trained: Trained, tmp_path: Path) -> None:
    known, _ = checkpoints.load(trained.checkpoint)
    alone = replace(known, config=replace(known.config, probe_share=0.0))
    own = redrawn(trained.checkpoint, tmp_path / "own", lambda _: None, alone)
    other = redrawn(trained.checkpoint, tmp_path / "other", other_probe, alone)
    for drawn, again in zip(maps_of(own, trained), maps_of(other, trained), strict=True):
        np.testing.assert_array_equal(drawn, again)
    film = trained.manifest.media[0]
    result = explain(own, film, 0.4, tmp_path / "out", device="cpu", cache_dir=trained.cache)
    assert result["decided_by"] == {"network": 1.0, "probe": 0.0}
    assert "the probe has no say" in result["note"]
    assert "attention.png" in result["files"]
