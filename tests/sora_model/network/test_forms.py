"""All seven forms: looked at in pieces, padded, blind and deaf, with every option of the flow."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sora_model import checkpoint as checkpoints
from sora_model.checkpoint import Calibration, Checkpoint
from sora_model.config import PRESETS, ModelConfig
from sora_model.contract.manifest import ClassSpec
from sora_model.data.extraction import never
from sora_model.data.features import VISUAL, StepFeatures
from sora_model.data.motion import MOTION_CHANNELS
from sora_model.data.sound import AUDIO_CHANNELS
from sora_model.data.text import TEXT_CHANNELS
from sora_model.data.windows import block_window, collate
from sora_model.inference import run_network
from sora_model.network.batch import Batch
from sora_model.network.forms.form import Form
from sora_model.network.forms.tcn_ae import SoraTcnAe
from sora_model.network.fusion import FUSIONS
from sora_model.network.sora import FORMS, build
from sora_model.postprocess import DecoderSettings

CLASSES = 4


def small(name: str, **changes: Any) -> ModelConfig:
    config = PRESETS[name]
    features = replace(config.features, grid=3, pixels=16 if config.features.pixels else 0)
    return replace(config, features=features, width=16, tcn_layers=3, **changes)


def form(name: str, **changes: Any) -> Form:
    torch.manual_seed(0)
    return build(small(name, **changes), CLASSES).eval()


def films(config: ModelConfig, lengths: tuple[int, ...], seed: int = 1) -> Batch:
    random = torch.Generator().manual_seed(seed)
    spec, steps = config.features, max(lengths)
    looks = -(-steps // spec.visual_every)
    mask = torch.arange(steps) < torch.tensor(lengths)[:, None]

    def noise(*shape: int) -> torch.Tensor:
        return torch.randn(len(lengths), *shape, generator=random)

    pixels = torch.randint(0, 256, (len(lengths), looks, spec.pixels, spec.pixels, 3), generator=random)
    return Batch(
        grid=noise(looks, spec.grid, spec.grid, spec.grid_channels),
        head=noise(looks, spec.head_channels),
        motion=noise(steps, MOTION_CHANNELS),
        audio=noise(steps, AUDIO_CHANNELS),
        mask=mask,
        inside=mask,
        has_video=torch.ones(len(lengths), dtype=torch.bool),
        has_audio=torch.ones(len(lengths), dtype=torch.bool),
        pixels=pixels.to(torch.uint8),
    )


def first(batch: Batch, steps: int, every: int = 2) -> Batch:
    values = {f.name: getattr(batch, f.name)[:1] for f in fields(batch)}
    for name, value in values.items():
        if value.dim() > 1:
            values[name] = value[:, : -(-steps // every) if name in (*VISUAL, "boxes") else steps]
    return Batch(**values)


@pytest.fixture(params=sorted(PRESETS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_preset_has_its_own_form() -> None:
    assert set(FORMS) == set(PRESETS)
    assert len(set(FORMS.values())) == len(FORMS) == 7
    assert all(config.preset == key for key, config in PRESETS.items())


def test_shapes_and_shares(name: str) -> None:
    network = form(name)
    out = network(films(network.config, (11, 6)))
    assert out.clip.shape == (2, CLASSES)
    assert out.dense.shape == (2, 11, CLASSES + 1)
    assert out.boundary.shape == (2, 11)
    assert out.steps.shape == (2, 11, 16)
    assert out.pooled.shape == (2, 16)
    torch.testing.assert_close(out.gates.sum(dim=2), torch.ones(2, 11))
    torch.testing.assert_close(out.temporal.sum(dim=1), torch.ones(2))
    torch.testing.assert_close(out.spatial.sum(dim=(2, 3)), torch.ones(2, 11))
    assert (float(out.auxiliary.detach()) > 0) == (name == "sora-tcn-ae")


def test_padding_and_neighbours_change_nothing(name: str) -> None:
    network = form(name)
    both = films(network.config, (8, 14))
    together, alone = network(both), network(first(both, 8))
    for one, other in ((together.clip[:1], alone.clip), (together.dense[:1, :8], alone.dense)):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)


def test_a_film_in_pieces_is_the_film_at_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    network = form(name)
    batch = films(network.config, (46,))
    spec = network.config.features
    arrays = {key: getattr(batch, key)[0].numpy() for key in spec.shapes()}
    features = StepFeatures(spec, 0, 46, True, True, {0: arrays})
    monkeypatch.setattr("sora_model.inference.CHUNK_STEPS", 10)
    pieces = run_network(network, features, torch.device("cpu"), never)
    with torch.inference_mode():
        whole = network(collate([block_window(features.block(0, 46), features, CLASSES)])[0])
    torch.testing.assert_close(pieces.dense, whole.dense, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(pieces.clip, whole.clip, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(pieces.spatial, whole.spatial, rtol=1e-4, atol=1e-5)


def test_a_checkpoint_comes_back_to_the_bit(name: str, tmp_path: Path) -> None:
    network = form(name, refine=True)
    labelled = tuple(ClassSpec(f"c{i}", f"c{i}") for i in range(CLASSES))
    decoder = DecoderSettings(minimum=(1,) * CLASSES)
    known = Checkpoint("r", network.config, labelled, True, "weights", Calibration(), decoder, "1")
    checkpoints.save(tmp_path, known, network)
    told, again = checkpoints.load(tmp_path)
    assert told == known
    assert type(again) is type(network)
    batch = films(network.config, (11, 6))
    with torch.inference_mode():
        for before, after in zip(vars(network(batch)).values(), vars(again(batch)).values(), strict=True):
            assert torch.equal(before, after)


def test_what_a_medium_lacks_is_not_looked_at(name: str) -> None:
    network = form(name)
    batch = films(network.config, (9,))
    blind = replace(batch, has_video=torch.tensor([False]))
    noise = np.random.default_rng(0).integers(0, 256, batch.pixels.shape, dtype=np.uint8)
    other = replace(
        blind,
        grid=blind.grid * 3,
        head=blind.head * 3,
        motion=blind.motion * 3,
        pixels=torch.from_numpy(noise),
    )
    torch.testing.assert_close(network(blind).clip, network(other).clip)
    assert network(blind).spatial.sum() == 0
    deaf = replace(batch, has_audio=torch.tensor([False]))
    torch.testing.assert_close(network(deaf).clip, network(replace(deaf, audio=deaf.audio * 3)).clip)


@pytest.mark.parametrize("name", ["sora-attn", "sora-av"])
@pytest.mark.parametrize("fusion", sorted(FUSIONS))
def test_every_fusion_carries_every_modality(name: str, fusion: str) -> None:
    network = form(name, fusion=fusion, text=True)
    batch = films(network.config, (9,))
    said = replace(batch, text=torch.randn(1, 9, TEXT_CHANNELS))
    usual = network(said).clip
    assert network(said).gates.shape == (1, 9, 4)
    for change in (
        {"grid": -said.grid},
        {"motion": -said.motion},
        {"audio": -said.audio},
        {"text": -said.text},
    ):
        assert not torch.allclose(network(replace(said, **change)).clip, usual, atol=1e-6)
    silent = replace(batch, text=torch.zeros(1, 9, TEXT_CHANNELS))
    torch.testing.assert_close(network(batch).clip, network(silent).clip)


def test_boxes_are_elements_where_relations_are_asked_for() -> None:
    batch = films(small("sora-av"), (9,))
    boxes = torch.full((1, 5, 2, 4), float("nan"))
    boxes[:, :, 0] = torch.tensor([0.1, 0.1, 0.4, 0.4])
    tracked = replace(batch, boxes=boxes)
    related, plain = form("sora-av", relations=True), form("sora-av")
    assert not torch.allclose(related(tracked).clip, related(batch).clip, atol=1e-6)
    torch.testing.assert_close(plain(tracked).clip, plain(batch).clip)
    torch.testing.assert_close(related(tracked).spatial.sum(dim=(2, 3)), torch.ones(1, 9))


def test_the_refinement_begins_with_what_it_refines() -> None:
    batch = films(small("sora-av"), (9,))
    plain, refined = form("sora-av"), form("sora-av", refine=True)
    refined.load_state_dict(plain.state_dict(), strict=False)
    torch.testing.assert_close(refined(batch).dense, plain(batch).dense)
    assert refined.refinement is not None
    with torch.no_grad():
        refined.refinement.out.weight.normal_()
    assert not torch.allclose(refined(batch).dense, plain(batch).dense)


def test_the_code_is_small_and_rebuilds_what_changes() -> None:
    network = form("sora-tcn-ae")
    assert isinstance(network, SoraTcnAe)
    views = films(network.config, (12,)).views
    codes = network.encode(views)
    assert codes.shape == (1, 6, 32)
    optimiser = torch.optim.Adam(network.parameters(), 3e-3)
    losses = []
    for _ in range(30):
        loss = network.reconstruction_loss(views, network.encode(views))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.9 * losses[0]
