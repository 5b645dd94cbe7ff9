"""What the worker process is asked to do: one versioned JSON file per job.

The worker is started as `python -m sora_model train|predict|evaluate JOB.json`, or through
`sora_model.__main__.worker_main`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from sora_model.contract.errors import SoraError
from sora_model.contract.json_fields import Fields
from sora_model.contract.manifest import Manifest, MediaSpec
from sora_model.contract.predictions import MODES, Mode
from sora_model.contract.presets import DEFAULT_PRESET

JOB_VERSION = 1
BACKGROUND = "SORA_STUDIO_BACKGROUND"
"""The environment of a worker that the window started: “1”, somebody is working at this machine."""
UNFINISHED = "unfinished"
"""Folder in a run's own in which a training keeps where it stands, until it is done."""


def is_plain_name(name: str) -> bool:
    """Whether files may be called so: ids come from project files, which may come from anybody."""
    return name not in ("", ".", "..") and not set(name) & set("/\\:\0")


@dataclass(frozen=True)
class TrainJob:
    """Train `preset` on `manifest`; the checkpoint and `metrics.json` go to the folder `out_dir`.

    `cache_dir` is the root of the feature cache, None: the platform's cache directory. `epochs` and
    `steps_per_second` None: the preset's. `init`: the folder of a checkpoint to start from. `settings`:
    `key=value` pairs of `config.TrainConfig`, last of all. `resume`: go on where the same job
    stopped, whose state lies in `out_dir/UNFINISHED`. `validation`: how the manifest's validation part came
    about, for the record.
    """

    run: str
    manifest: Manifest
    out_dir: str
    preset: str = DEFAULT_PRESET
    seed: int = 0
    device: str = "auto"
    cache_dir: str | None = None
    epochs: int | None = None
    steps_per_second: float | None = None
    init: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    resume: bool = False
    validation: str = "none"
    version: int = JOB_VERSION

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> TrainJob:
        fields = Fields.parse(text, "train job")
        fields.version(JOB_VERSION)
        return TrainJob(
            run=fields.text("run"),
            manifest=Manifest.from_data(fields.mapping("manifest")),
            out_dir=fields.text("out_dir"),
            preset=fields.text("preset"),
            seed=fields.integer("seed"),
            device=fields.text("device"),
            cache_dir=fields.optional_text("cache_dir"),
            epochs=fields.integer("epochs") if fields.has("epochs") else None,
            steps_per_second=fields.number("steps_per_second") if fields.has("steps_per_second") else None,
            init=fields.optional_text("init") if fields.has("init") else None,
            settings=_texts(fields, "settings") if fields.has("settings") else {},
            resume=fields.flag("resume") if fields.has("resume") else False,
            validation=fields.text("validation") if fields.has("validation") else "none",
        )


def _texts(fields: Fields, key: str) -> dict[str, str]:
    inner = Fields(fields.mapping(key), f"{fields.where}, {key}")
    return {name: inner.text(name) for name in fields.mapping(key)}


@dataclass(frozen=True)
class PredictJob:
    """Predict `media` with the checkpoint folder `checkpoint`; one JSON + npz files per medium in
    `out_dir`.
    """

    run: str
    checkpoint: str
    media: tuple[MediaSpec, ...]
    out_dir: str
    mode: Mode = "dense"
    generation: int = 0
    device: str = "auto"
    cache_dir: str | None = None
    version: int = JOB_VERSION

    def __post_init__(self) -> None:
        """Raises `SoraError` where a medium breaks a rule, or its id cannot name a file."""
        for medium in self.media:
            medium.validate()
            if not is_plain_name(medium.id):
                raise SoraError(
                    "predict job: the medium's id “{medium}” cannot name a file.", medium=medium.id
                )

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> PredictJob:
        fields = Fields.parse(text, "predict job")
        fields.version(JOB_VERSION)
        mode = fields.text("mode")
        if mode not in MODES:
            raise SoraError("predict job: mode must be dense or clip, found “{mode}”.", mode=mode)
        return PredictJob(
            run=fields.text("run"),
            checkpoint=fields.text("checkpoint"),
            media=tuple(MediaSpec.from_fields(f) for f in fields.objects("media")),
            out_dir=fields.text("out_dir"),
            mode=mode,
            generation=fields.integer("generation"),
            device=fields.text("device"),
            cache_dir=fields.optional_text("cache_dir"),
        )


@dataclass(frozen=True)
class EvaluateJob:
    """Score the checkpoint folder `checkpoint` on all media of `manifest` against its positive ranges."""

    checkpoint: str
    manifest: Manifest
    device: str = "auto"
    cache_dir: str | None = None
    version: int = JOB_VERSION

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> EvaluateJob:
        fields = Fields.parse(text, "evaluate job")
        fields.version(JOB_VERSION)
        return EvaluateJob(
            checkpoint=fields.text("checkpoint"),
            manifest=Manifest.from_data(fields.mapping("manifest")),
            device=fields.text("device"),
            cache_dir=fields.optional_text("cache_dir"),
        )
