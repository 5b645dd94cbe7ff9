"""What a training run sees of a project: media, classes, split and labelled ranges; versioned JSON.

Made by `app.session` from a snapshot of the document, read by `sora_model.training`. Times are integer
ticks of each medium's own time base; ranges are half-open. What no range covers is *unknown*: weight 0.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any, Literal, cast

from sora_model.contract.errors import SoraError
from sora_model.contract.json_fields import Fields

MANIFEST_VERSION = 1

Split = Literal["train", "validation"]
RangeKind = Literal["positive", "negative", "background"]
SPLITS: tuple[Split, ...] = ("train", "validation")
RANGE_KINDS: tuple[RangeKind, ...] = ("positive", "negative", "background")


@dataclass(frozen=True)
class ClassSpec:
    """One class of the ontology. `directional`: mirroring the picture changes its meaning. `point`: an
    event.
    """

    id: str
    name: str
    directional: bool = False
    point: bool = False

    @staticmethod
    def from_fields(fields: Fields) -> ClassSpec:
        return ClassSpec(
            fields.text("id"),
            fields.text("name"),
            fields.flag("directional") if fields.has("directional") else False,
            fields.flag("point") if fields.has("point") else False,
        )


@dataclass(frozen=True)
class RangeSpec:
    """A half-open range `[start, end)` in ticks.

    `positive`: `class_id` happens here. `negative`: `class_id` does not happen here (a rejected suggestion;
    other classes stay unknown). `background`: nothing unlabelled happens here (`class_id` is None).
    """

    start: int
    end: int
    class_id: str | None
    kind: RangeKind = "positive"
    weight: float = 1.0

    @staticmethod
    def from_fields(fields: Fields) -> RangeSpec:
        return RangeSpec(
            fields.integer("start"),
            fields.integer("end"),
            fields.optional_text("class_id"),
            cast(RangeKind, fields.text("kind")),
            fields.number("weight") if fields.has("weight") else 1.0,
        )


@dataclass(frozen=True)
class MediaSpec:
    """One film or recording: where it is, what it is, what is labelled in it.

    `time_base` is seconds per tick as (numerator, denominator); `origin` is second 0 of the container in
    seconds on the same clock (`seconds = tick * time_base - origin`); `[start, end)` is the extent in ticks.
    """

    id: str
    path: str
    sha256: str
    quick_hash: str
    group: str
    split: Split
    time_base: tuple[int, int]
    origin: tuple[int, int]
    start: int
    end: int
    has_video: bool
    has_audio: bool
    ranges: tuple[RangeSpec, ...] = ()

    @property
    def tick(self) -> Fraction:
        """Seconds per tick."""
        return Fraction(*self.time_base)

    @property
    def duration(self) -> Fraction:
        """Seconds from `start` to `end`."""
        return (self.end - self.start) * self.tick

    @property
    def content_key(self) -> str:
        """Names the content in caches: the quick hash, since the full one may become known only later."""
        return self.quick_hash or self.sha256

    def seconds(self, tick: int) -> Fraction:
        """Container seconds of a tick."""
        return tick * self.tick - Fraction(*self.origin)

    @staticmethod
    def from_fields(fields: Fields) -> MediaSpec:
        return MediaSpec(
            id=fields.text("id"),
            path=fields.text("path"),
            sha256=fields.text("sha256"),
            quick_hash=fields.text("quick_hash"),
            group=fields.text("group"),
            split=cast(Split, fields.text("split")),
            time_base=fields.ratio("time_base"),
            origin=fields.ratio("origin"),
            start=fields.integer("start"),
            end=fields.integer("end"),
            has_video=fields.flag("has_video"),
            has_audio=fields.flag("has_audio"),
            ranges=tuple(RangeSpec.from_fields(f) for f in fields.objects("ranges")),
        )

    def validate(self, class_ids: frozenset[str] | None = None) -> None:
        """Raise `SoraError` where a value breaks a rule; `class_ids` None: classes are not checked."""
        where = f"medium “{self.path}”"
        if self.split not in SPLITS:
            raise SoraError(f"{where}: split must be train or validation, found “{self.split}”.")
        if self.time_base[0] <= 0 or self.time_base[1] <= 0 or self.origin[1] <= 0:
            raise SoraError(f"{where}: the time base must be a positive ratio, found {self.time_base}.")
        if self.end <= self.start:
            raise SoraError(f"{where}: its end ({self.end}) does not lie after its start ({self.start}).")
        if not self.sha256 and not self.quick_hash:
            raise SoraError(f"{where}: neither its SHA-256 nor its quick hash is known.")
        if not self.has_video and not self.has_audio:
            raise SoraError(f"{where}: it has neither picture nor sound.")
        for item in self.ranges:
            self._validate_range(item, class_ids, where)

    def _validate_range(self, item: RangeSpec, class_ids: frozenset[str] | None, where: str) -> None:
        place = f"{where}, range {item.start}–{item.end}"
        if item.kind not in RANGE_KINDS:
            raise SoraError(f"{place}: kind must be positive, negative or background, found “{item.kind}”.")
        if item.end <= item.start:
            raise SoraError(f"{place}: the end does not lie after the start.")
        if item.start < self.start or item.end > self.end:
            raise SoraError(f"{place}: lies outside the medium ({self.start}–{self.end}).")
        if item.weight < 0:
            raise SoraError(f"{place}: the weight must not be negative, found {item.weight}.")
        if item.kind == "background":
            if item.class_id is not None:
                raise SoraError(f"{place}: background has no class, found “{item.class_id}”.")
        elif item.class_id is None or (class_ids is not None and item.class_id not in class_ids):
            raise SoraError(f"{place}: the class “{item.class_id}” is not in the class list.")


@dataclass(frozen=True)
class Manifest:
    """Everything a run is trained on. `exclusive`: at most one class at a time (softmax, not sigmoid)."""

    snapshot_hash: str
    classes: tuple[ClassSpec, ...]
    media: tuple[MediaSpec, ...]
    label_ids: tuple[str, ...] = ()
    exclusive: bool = True
    version: int = MANIFEST_VERSION

    def __post_init__(self) -> None:
        ids = [c.id for c in self.classes]
        _unique(ids, "class")
        _unique([m.id for m in self.media], "medium")
        known = frozenset(ids)
        splits: dict[str, Split] = {}
        for medium in self.media:
            medium.validate(known)
            if splits.setdefault(medium.group, medium.split) != medium.split:
                raise SoraError(f"manifest: the split cuts through the group “{medium.group}”.")

    def to_data(self) -> dict[str, Any]:
        return asdict(self)

    def to_json(self) -> str:
        return json.dumps(self.to_data(), ensure_ascii=False, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> Manifest:
        """The manifest of a JSON text; `SoraError` names the first place that is wrong."""
        return Manifest.from_fields(Fields.parse(text, "manifest"))

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> Manifest:
        return Manifest.from_fields(Fields(data, "manifest"))

    @staticmethod
    def from_fields(fields: Fields) -> Manifest:
        return Manifest(
            version=fields.version(MANIFEST_VERSION),
            snapshot_hash=fields.text("snapshot_hash"),
            classes=tuple(ClassSpec.from_fields(f) for f in fields.objects("classes")),
            media=tuple(MediaSpec.from_fields(f) for f in fields.objects("media")),
            label_ids=fields.texts("label_ids"),
            exclusive=fields.flag("exclusive"),
        )


def _unique(ids: list[str], what: str) -> None:
    seen: set[str] = set()
    for item in ids:
        if item in seen:
            raise SoraError(f"manifest: the {what} “{item}” appears twice.")
        seen.add(item)
