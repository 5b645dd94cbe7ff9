"""The question “which labels does the model doubt?”, and its answer; versioned JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sora_model.contract.errors import SoraError
from sora_model.contract.json_fields import Fields
from sora_model.contract.manifest import Manifest

DOUBTS_VERSION = 1


@dataclass(frozen=True)
class DoubtsJob:
    """Rank the positive ranges of `manifest`, whatever its split, by how much they are doubted."""

    manifest: Manifest
    device: str = "auto"
    cache_dir: str | None = None
    version: int = DOUBTS_VERSION

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> DoubtsJob:
        fields = Fields.parse(text, "doubts job")
        fields.version(DOUBTS_VERSION)
        return DoubtsJob(
            manifest=Manifest.from_data(fields.mapping("manifest")),
            device=fields.text("device"),
            cache_dir=fields.optional_text("cache_dir"),
        )


@dataclass(frozen=True)
class Doubt:
    """One label, `[start, end)` ticks of `class_id` in `media_id`, as seen by models that did not know it.

    `given`: the probability of its class; `suggested_id`, `suggested`: the likeliest other class and its
    probability. The label is doubted where `margin` is negative.
    """

    media_id: str
    start: int
    end: int
    class_id: str
    suggested_id: str
    given: float
    suggested: float

    @property
    def margin(self) -> float:
        return self.given - self.suggested

    @staticmethod
    def from_fields(fields: Fields) -> Doubt:
        return Doubt(
            fields.text("media_id"),
            fields.integer("start"),
            fields.integer("end"),
            fields.text("class_id"),
            fields.text("suggested_id"),
            fields.number("given"),
            fields.number("suggested"),
        )


@dataclass(frozen=True)
class Doubts:
    """Every label, the most doubted first. `agreement`: the share whose class is also the likeliest."""

    ranked: tuple[Doubt, ...]
    groups: int
    agreement: float

    def to_data(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> Doubts:
        """Raises `SoraError` where a field is missing or mistyped."""
        fields = Fields(data, "doubts")
        ranked = tuple(Doubt.from_fields(f) for f in fields.objects("ranked"))
        agreement = fields.number("agreement")
        if not 0 <= agreement <= 1:
            raise SoraError(
                "doubts: the agreement must lie between 0 and 1, found {agreement}.", agreement=agreement
            )
        return Doubts(ranked, fields.integer("groups"), agreement)
