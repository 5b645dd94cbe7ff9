"""What a run says about one medium: segments, clip scores, curves and attention; versioned JSON + npz."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.errors import SoraError
from sora_model.contract.json_fields import Fields

PREDICTIONS_VERSION = 1

Mode = Literal["dense", "clip"]
MODES: tuple[Mode, ...] = ("dense", "clip")


@dataclass(frozen=True)
class PredictedSegment:
    """`class_id` in `[start, end)` ticks with probability `score`; `*_sd`: boundary uncertainty in ticks."""

    class_id: str
    start: int
    end: int
    score: float
    start_sd: int = 0
    end_sd: int = 0

    @staticmethod
    def from_fields(fields: Fields) -> PredictedSegment:
        item = PredictedSegment(
            fields.text("class_id"),
            fields.integer("start"),
            fields.integer("end"),
            fields.number("score"),
            fields.integer("start_sd") if fields.has("start_sd") else 0,
            fields.integer("end_sd") if fields.has("end_sd") else 0,
        )
        if item.end <= item.start:
            raise SoraError("{where}: the end does not lie after the start.", where=fields.where)
        return item


@dataclass(frozen=True)
class Predictions:
    """The answer of one predict job for one medium.

    `segments` are sorted by start. In `clip` mode there is one segment over the whole medium, and
    `clip_scores` gives every class's probability. `curves` and `attention` name npz files (`Curves`,
    `Attention`) beside which this JSON lies, or None. `generation` echoes the request's, so that a stale
    answer can be dropped.
    """

    run: str
    media_id: str
    mode: Mode
    generation: int
    segments: tuple[PredictedSegment, ...]
    clip_scores: Mapping[str, float] | None = None
    curves: str | None = None
    attention: str | None = None
    version: int = PREDICTIONS_VERSION

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> Predictions:
        """The predictions of a JSON text; `SoraError` names the first place that is wrong."""
        fields = Fields.parse(text, "predictions")
        version = fields.version(PREDICTIONS_VERSION)
        mode = fields.text("mode")
        if mode not in MODES:
            raise SoraError("predictions: mode must be dense or clip, found “{mode}”.", mode=mode)
        scores: dict[str, float] | None = None
        if fields.has("clip_scores"):
            inner = Fields(fields.mapping("clip_scores"), "predictions, clip_scores")
            scores = {key: inner.number(key) for key in fields.mapping("clip_scores")}
        return Predictions(
            version=version,
            run=fields.text("run"),
            media_id=fields.text("media_id"),
            mode=mode,
            generation=fields.integer("generation"),
            segments=tuple(PredictedSegment.from_fields(f) for f in fields.objects("segments")),
            clip_scores=scores,
            curves=fields.optional_text("curves"),
            attention=fields.optional_text("attention"),
        )


@dataclass(frozen=True)
class Curves:
    """Per-step class probabilities: `ticks (T,) int64` (start of each step), `class_ids`, `probs (T, C)
    float16`.
    """

    ticks: NDArray[np.int64]
    class_ids: tuple[str, ...]
    probs: NDArray[np.float16]

    def save(self, path: Path) -> None:
        """Write the npz atomically (temporary name, then rename)."""
        _save(path, ticks=self.ticks, class_ids=np.array(self.class_ids, dtype=np.str_), probs=self.probs)

    @staticmethod
    def load(path: Path) -> Curves:
        data = _load(path, ("ticks", "class_ids", "probs"))
        return Curves(data["ticks"], tuple(str(c) for c in data["class_ids"]), data["probs"])


@dataclass(frozen=True)
class Attention:
    """What the model attended to, per step, from its own forward pass.

    `ticks (T,) int64`; `temporal (T,) float32`, the share of each step in the pooled clip decision (sums to 1
    over the medium); `spatial (T, gh, gw) float16`, the share of each cell of the picture's grid (sums to
    1 per
    step; all 0 where there is no picture); `audio_weight (T,) float32`, the sound's share in the fusion gate.
    """

    ticks: NDArray[np.int64]
    temporal: NDArray[np.float32]
    spatial: NDArray[np.float16]
    audio_weight: NDArray[np.float32]

    def save(self, path: Path) -> None:
        """Write the npz atomically (temporary name, then rename)."""
        _save(
            path,
            ticks=self.ticks,
            temporal=self.temporal,
            spatial=self.spatial,
            audio_weight=self.audio_weight,
        )

    @staticmethod
    def load(path: Path) -> Attention:
        data = _load(path, ("ticks", "temporal", "spatial", "audio_weight"))
        return Attention(data["ticks"], data["temporal"], data["spatial"], data["audio_weight"])


def _save(path: Path, **arrays: NDArray[Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with open(temporary, "wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    os.replace(temporary, path)


def _load(path: Path, names: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    try:
        # Opened here: numpy leaves the file open when it is no archive.
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as data:
            return {name: data[name] for name in names}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise SoraError(
            "{path}: the file of the model's curves or attention cannot be read ({reason}).",
            path=path,
            reason=error,
        ) from error
