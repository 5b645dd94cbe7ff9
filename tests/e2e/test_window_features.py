"""One decode of a new film in the window is for everyone: index, quick copy, thumbnails, motion, features."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from app.domain import edits as e
from app.domain.suggestions import Promotion, Run
from app.media.scrub_proxy import proxy_place
from app.media.thumbnails import Thumbnails
from app.session.jobs import JobPhase
from app.session.manifests import unlabelled_spec
from app.session.training import run_actor
from app.shell.startup import Studio
from sora_model import checkpoint as checkpoints
from sora_model import inference
from sora_model.checkpoint import Calibration, Checkpoint
from sora_model.config import ModelConfig
from sora_model.contract.manifest import ClassSpec
from sora_model.data import film_sources
from sora_model.data.extraction import Backbone, Extractor
from sora_model.data.features import FeatureSpec
from sora_model.media import film_pass
from sora_model.media.progress import Cancelled
from sora_model.network.sora import build
from sora_model.postprocess import DecoderSettings
from tests.clips import clip, write_film
from tests.studio_window import film, open_studio, wait

pytestmark = pytest.mark.usefixtures("qapp")

SMALL = FeatureSpec(picture=64, grid=2)


class Decodes:
    """Counts who decodes which film from its start, and who decodes single pictures for features."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passes: list[Path] = []
        self.singles: list[Path] = []
        run, decoder = film_pass._Decode.run, film_sources.FrameDecoder

        def counted(decode: Any, *arguments: Any) -> Any:
            self.passes.append(Path(decode._path))
            return run(decode, *arguments)

        def opened(path: str, *arguments: Any, **options: Any) -> Any:
            self.singles.append(Path(path))
            return decoder(path, *arguments, **options)

        monkeypatch.setattr(film_pass._Decode, "run", counted)
        monkeypatch.setattr(film_sources, "FrameDecoder", opened)


def save_model(folder: Path, classes: list[str]) -> Backbone:
    """A model that was never trained, and its backbone."""
    backbone = Backbone.published(SMALL.backbone, torch.device("cpu"))
    config = ModelConfig(features=SMALL, width=32, tcn_layers=3)
    specs = tuple(ClassSpec(c, c, directional=False) for c in classes)
    made = Checkpoint(
        "run1", config, specs, True, backbone.weights_hash, Calibration(), DecoderSettings(), "test"
    )
    torch.manual_seed(0)
    checkpoints.save(folder, made, build(config, len(specs)))
    return backbone


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """A project whose film is known, with a run in use."""
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as made:
        idle(made)
        made.change_settings(train_automatically=False)
        for name in ("serve", "rally"):
            made.labels.add_class(name)
        assert made.workspace is not None
        yield made


def use_run(studio: Studio) -> Backbone:
    workspace = studio.workspace
    assert workspace is not None
    run = Run("run1", 1, "run 1", "2026-01-01", Promotion.PROMOTED, checkpoint="run1/checkpoint")
    folder = workspace.project.checkpoint_of(run)
    backbone = save_model(folder, [c.id for c in workspace.project.catalogue.ontology])
    workspace.editing.perform(e.AddRun(run), actor=run_actor(run))
    return backbone


def idle(studio: Studio) -> None:
    wait(lambda: not studio.board.running and not studio.tasks.busy, timeout_ms=60_000)


def phase_of(studio: Studio, kind: str) -> JobPhase | None:
    return next((j.phase for j in studio.board.jobs if j.id.partition(" ")[0] == kind), None)


def test_a_new_film_is_decoded_once_and_proposing_decodes_nothing(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backbone = use_run(studio)
    workspace, path = studio.workspace, write_film(tmp_path / "slow.mp4", 160, size=(640, 360), gop=160)
    assert workspace is not None
    decodes = Decodes(monkeypatch)
    studio.projects.take_dropped([path])
    wait(lambda: phase_of(studio, "features") is JobPhase.DONE, timeout_ms=60_000)
    idle(studio)
    medium = studio.film.medium
    assert medium is not None
    assert (medium.name, medium.confirmed) == ("slow.mp4", True)
    assert proxy_place(path, studio.places.cache).with_suffix(".mjpeg").exists()
    assert decodes.passes == [path]

    studio.act("propose")
    wait(lambda: workspace.prelabelling.state.phase is JobPhase.DONE, timeout_ms=60_000)
    assert (decodes.passes, decodes.singles) == ([path], [])
    assert phase_of(studio, "propose") is JobPhase.DONE
    idle(studio)

    plain = Extractor(backbone, SMALL, tmp_path / "plain", torch.device("cpu"))
    plain.features(unlabelled_spec(workspace.project, medium))
    files = sorted((tmp_path / "plain" / "features").rglob("*.npy"))
    assert {file.stem for file in files} == {"grid", "head", "motion"}
    for file in files:
        own = studio.places.cache / "features" / file.relative_to(tmp_path / "plain" / "features")
        assert own.read_bytes() == file.read_bytes(), file.name
    wait(lambda: not studio.inference._kept)


def test_whoever_proposes_meanwhile_does_not_wait_and_decodes_nothing_either(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_run(studio)
    workspace, path = studio.workspace, write_film(tmp_path / "slow.mp4", 80, size=(320, 180), gop=80)
    assert workspace is not None
    compute, waited = inference.compute_features, []

    def endless(job: Any, on_event: Any, cancelled: Callable[[], bool], kept: Any) -> None:
        """As long as nobody wants anything else; the second time as it is."""
        if waited:
            compute(job, on_event, cancelled, kept)
            return
        waited.append(job)
        while not cancelled():
            time.sleep(0.005)
        raise Cancelled

    monkeypatch.setattr(inference, "compute_features", endless)
    decodes = Decodes(monkeypatch)
    studio.projects.take_dropped([path])
    wait(lambda: waited)
    assert studio.film.medium is not None
    assert studio.film.medium.confirmed
    studio.act("propose")
    wait(lambda: workspace.prelabelling.state.phase is JobPhase.DONE, timeout_ms=60_000)
    wait(lambda: phase_of(studio, "features") is JobPhase.DONE, timeout_ms=60_000)
    assert (decodes.passes, decodes.singles) == ([path], [])


@pytest.mark.parametrize(("damaged", "phase"), [("*.safetensors", JobPhase.FAILED), ("model.json", None)])
def test_a_damaged_model_spoils_nothing_else(
    damaged: str, phase: JobPhase | None, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_run(studio)
    workspace = studio.workspace
    assert workspace is not None
    for file in (workspace.project.models_folder / "run1" / "checkpoint").glob(damaged):
        file.write_bytes(b"damaged")
    path = write_film(tmp_path / "slow.mp4", 80, size=(640, 360), gop=80)
    decodes = Decodes(monkeypatch)
    studio.projects.take_dropped([path])
    wait(lambda: studio.film.medium is not None and studio.film.medium.name == "slow.mp4")
    wait(lambda: studio.film.medium is not None and studio.film.medium.confirmed)
    idle(studio)
    assert phase_of(studio, "confirm") is JobPhase.DONE
    with contextlib.closing(Thumbnails.open(path, studio.places.cache, studio.player.index)) as thumbnails:
        assert thumbnails.complete
    assert decodes.passes == [path]
    wait(lambda: phase_of(studio, "features") is phase)
    wait(lambda: not studio.inference._kept)
