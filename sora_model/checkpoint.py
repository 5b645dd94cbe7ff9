"""A trained model on disk: `HASH.safetensors` and `model.json` in one folder, written atomically."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor

from sora_model.config import DESCRIPTION, ModelConfig
from sora_model.contract.errors import SoraError
from sora_model.contract.json_fields import Fields
from sora_model.contract.manifest import ClassSpec
from sora_model.data.extraction import Backbone, Kind
from sora_model.network.forms.form import Form
from sora_model.network.shift import insert_shifts
from sora_model.network.sora import build
from sora_model.network.step_probe import StepProbe
from sora_model.postprocess import DecoderSettings

CHECKPOINT_VERSION = 1
BACKBONE = "backbone."
"""What the names of a tuned backbone's weights begin with."""
STEPS = "step_probe."
"""What the names of the step probe's weights begin with."""
LARGEST = 2 * 2**30


@dataclass(frozen=True)
class Calibration:
    """How scores become probabilities: each part's own sharpness, then that of the blend."""

    network_scale: float = 0.4
    probe_scale: float = 5.0
    sharpness: float = 1.0


@dataclass(frozen=True)
class Checkpoint:
    """Everything needed to predict, and where it comes from.

    `trained`: the network has learned something, here or in the run that this one started from; else its
    weights are as they were drawn. `single_steps`: there is a probe of single steps.
    """

    run: str
    config: ModelConfig
    classes: tuple[ClassSpec, ...]
    exclusive: bool
    weights_hash: str
    calibration: Calibration
    decoder: DecoderSettings
    code_version: str
    metrics: Mapping[str, Any] = field(default_factory=dict)
    backbone: Kind = "published"
    trained: bool = True
    single_steps: bool = False

    @property
    def network_decides(self) -> bool:
        """Whether the network has a say beside the closed-form probe; else its attention explains nothing."""
        return self.config.probe_share < 1


def save(
    folder: Path,
    checkpoint: Checkpoint,
    model: Form,
    backbone: Backbone | None = None,
    step_probe: StepProbe | None = None,
) -> None:
    """Write both files; after a crash the folder holds the old pair or the new one.

    `backbone`: that of `load_backbone`, or the one trained with; `step_probe`: that of `load_step_probe`, or
    the one fitted. A checkpoint of a tuned backbone or of single steps cannot be saved without them
    (`ValueError`): their weights are nowhere else.

    The description names the weights file by its content, and is renamed last: it is the commit.
    """
    state = model.state_dict()
    if backbone is None and checkpoint.backbone != "published":
        raise ValueError("a checkpoint with a backbone of its own is saved together with it")
    if backbone is not None:
        if (backbone.kind, backbone.weights_hash) != (checkpoint.backbone, checkpoint.weights_hash):
            raise ValueError("this is not the backbone that the checkpoint describes")
        if backbone.network is not None and backbone.kind != "published":
            state |= {f"{BACKBONE}{k}": v for k, v in backbone.network.state_dict().items()}
    if (step_probe is not None) != checkpoint.single_steps:
        raise ValueError("a checkpoint with a probe of single steps is saved with it, others without")
    if step_probe is not None:
        state |= {f"{STEPS}{k}": v for k, v in step_probe.state_dict().items()}
    data = save_tensors({k: v.detach().cpu().contiguous() for k, v in state.items()})
    digest = _digest(data)
    description = {
        "version": CHECKPOINT_VERSION,
        **asdict(checkpoint),
        "weights": f"{digest}.safetensors",
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / f"{digest}.safetensors", data)
        _replace(folder / DESCRIPTION, json.dumps(description, ensure_ascii=False, indent=1).encode())
        for old in folder.glob("*.safetensors"):
            if old.name != f"{digest}.safetensors":
                old.unlink(missing_ok=True)
    except OSError as error:
        raise SoraError(
            "The model cannot be saved in {folder} ({reason}). Free some space and train again.",
            folder=folder,
            reason=error.strerror or error,
        ) from error


def load(folder: Path) -> tuple[Checkpoint, Form]:
    """The checkpoint in `folder`, ready for evaluation. Raises `SoraError` where files are missing or
    damaged.
    """
    checkpoint, state = _read(folder)
    model = build(checkpoint.config, len(checkpoint.classes))
    try:
        model.load_state_dict({k: v for k, v in state.items() if not k.startswith((BACKBONE, STEPS))})
    except RuntimeError as error:
        raise SoraError(
            "The model in {folder}: the weights do not fit the described model. Choose another run.",
            folder=folder,
        ) from error
    return checkpoint, model.eval()


def load_backbone(folder: Path, device: torch.device) -> Backbone:
    """The backbone of the checkpoint in `folder`: its own where it was trained end to end, else ImageNet's.

    Raises `SoraError` where it is not the one that the checkpoint was trained with.
    """
    checkpoint, state = _read(folder)
    name = checkpoint.config.features.backbone
    backbone = Backbone.published(name, device)
    if checkpoint.backbone != "published" and backbone.network is not None:
        if checkpoint.backbone == "shifted":
            insert_shifts(backbone.network)
        own = {k.removeprefix(BACKBONE): v for k, v in state.items() if k.startswith(BACKBONE)}
        try:
            backbone.network.load_state_dict(own)
        except RuntimeError as error:
            raise SoraError(
                "The model in {folder}: its picture network is no {name}. Choose another run.",
                folder=folder,
                name=name,
            ) from error
        backbone = Backbone.tuned(backbone.network)
    if backbone.weights_hash != checkpoint.weights_hash:
        raise SoraError(
            "The model in {folder} was trained on other ImageNet weights. Train again.", folder=folder
        )
    return backbone


def load_step_probe(folder: Path) -> StepProbe | None:
    """The probe of single steps of the checkpoint in `folder`, None where it has none. Raises `SoraError`."""
    checkpoint, state = _read(folder)
    own = {k.removeprefix(STEPS): v for k, v in state.items() if k.startswith(STEPS)}
    try:
        probe = StepProbe.of(own) if checkpoint.single_steps else None
    except (KeyError, ValueError, RuntimeError) as error:
        raise SoraError(
            "The model in {folder}: its probe of single steps is damaged. Choose another run.", folder=folder
        ) from error
    if probe is not None and len(probe.bias) != len(checkpoint.classes) + 1:
        raise SoraError(
            "The model in {folder}: its probe of single steps has other classes. Train again.", folder=folder
        )
    return probe


def _read(folder: Path) -> tuple[Checkpoint, dict[str, Tensor]]:
    where = f"The model in {folder}"
    try:
        text = (folder / DESCRIPTION).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SoraError(
            "{where} cannot be read ({reason}). Choose another run, or train again.",
            where=where,
            reason=error,
        ) from error
    fields = Fields.parse(text, where)
    fields.version(CHECKPOINT_VERSION)
    checkpoint = _described(fields)
    name = fields.text("weights")
    path = folder / name
    if Path(name).name != name:
        raise SoraError(
            "{where}: the weights must lie beside the description, found “{name}”.", where=where, name=name
        )
    try:
        if path.stat().st_size > LARGEST:
            raise SoraError("{where}: the weights are larger than any model of this program.", where=where)
        data = path.read_bytes()
    except OSError as error:
        raise SoraError(
            "{where}: the weights {name} cannot be read. Choose another run, or train again.",
            where=where,
            name=name,
        ) from error
    if _digest(data) != path.stem:
        raise SoraError(
            "{where} is damaged: its weights are not those that were saved. Choose another run.", where=where
        )
    try:
        state = load_tensors(data)
    except (SafetensorError, ValueError) as error:
        raise SoraError(
            "{where} is damaged ({reason}). Choose another run, or train again.", where=where, reason=error
        ) from error
    if not all(bool(torch.isfinite(v).all()) for v in state.values()):
        raise SoraError(
            "{where} is damaged: it holds numbers that are not finite. Choose another run.", where=where
        )
    if not fields.has("backbone") and any(k.startswith(BACKBONE) for k in state):
        # Written before the description said so, as below.
        checkpoint = replace(checkpoint, backbone="tuned")
    if not fields.has("single_steps"):
        checkpoint = replace(checkpoint, single_steps=any(k.startswith(STEPS) for k in state))
    return checkpoint, state


def _described(fields: Fields) -> Checkpoint:
    try:
        config = ModelConfig.from_data(fields.mapping("config"))
    except SoraError as error:
        raise SoraError("{where}: {reason}.", where=fields.where, reason=error) from error
    calibration = Fields(fields.mapping("calibration"), f"{fields.where}, calibration")
    classes = tuple(ClassSpec.from_fields(f) for f in fields.objects("classes"))
    if not classes:
        raise SoraError("{where}: it knows no class.", where=fields.where)
    decoder = DecoderSettings.from_fields(Fields(fields.mapping("decoder"), f"{fields.where}, decoder"))
    if len(decoder.chain.stays) not in (0, len(classes) + 1):
        raise SoraError("{where}: its stay times do not fit its classes. Train again.", where=fields.where)
    kinds: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
    named = fields.optional_text("backbone") or "published"
    if named not in kinds:
        raise SoraError(
            "{where}: “backbone” must be one of {kinds}, found “{named}”.",
            where=fields.where,
            kinds=", ".join(kinds),
            named=named,
        )
    return Checkpoint(
        run=fields.text("run"),
        config=config,
        classes=classes,
        exclusive=fields.flag("exclusive"),
        weights_hash=fields.text("weights_hash"),
        calibration=Calibration(
            calibration.number("network_scale"),
            calibration.number("probe_scale"),
            calibration.number("sharpness"),
        ),
        decoder=decoder,
        code_version=fields.text("code_version"),
        metrics=dict(fields.mapping("metrics")),
        backbone=kinds[named],
        # Older descriptions do not say: then no run without a say of the network had trained one.
        trained=fields.flag("trained") if fields.has("trained") else config.probe_share < 1,
        single_steps=fields.has("single_steps") and fields.flag("single_steps"),
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
