"""What a training run sees of a project: media, classes, split and labelled ranges; versioned JSON.

Made by `app.session` from a snapshot of the document, read by `sora_model.training`. Times are integer
ticks of each medium's own time base; ranges are half-open. What no range covers is *unknown*: weight 0.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal, cast

from sora_model.contract.errors import SoraError
from sora_model.contract.json_fields import Fields

MANIFEST_VERSION = 1

Split = Literal["train", "validation"]
RangeKind = Literal["positive", "negative", "background"]
SPLITS: tuple[Split, ...] = ("train", "validation")
RANGE_KINDS: tuple[RangeKind, ...] = ("positive", "negative", "background")
LONGEST_TEXT = 10_000
MOST_TEXTS = 20_000
MOST_KEYS = 1_000_000
"""Characters of one text, texts of one medium, key frames of one track: more is a mistake, not a label."""
_EDGE = 1e-6
"""Boxes in shares of the picture may miss its edge by so much, from rounding."""

Place = tuple[float, float, float, float]
"""x, y, w, h of a box in shares of the picture's width and height."""


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
class TextSpec:
    """What is written about a half-open range `[start, end)` in ticks: a subtitle, or a note on it all."""

    start: int
    end: int
    text: str

    @staticmethod
    def from_fields(fields: Fields) -> TextSpec:
        return TextSpec(fields.integer("start"), fields.integer("end"), fields.text("text"))


@dataclass(frozen=True)
class BoxKey:
    """A box that was set at `tick`; `outside`: the object is absent from here on."""

    tick: int
    x: float
    y: float
    w: float
    h: float
    outside: bool = False

    @property
    def place(self) -> Place:
        return self.x, self.y, self.w, self.h

    @staticmethod
    def from_fields(fields: Fields) -> BoxKey:
        x, y, w, h = (fields.number(name) for name in "xywh")
        outside = fields.flag("outside") if fields.has("outside") else False
        return BoxKey(fields.integer("tick"), x, y, w, h, outside)


@dataclass(frozen=True)
class TrackSpec:
    """Where one object is: its key frames, sorted by tick."""

    id: str
    keys: tuple[BoxKey, ...]

    @staticmethod
    def from_fields(fields: Fields) -> TrackSpec:
        return TrackSpec(fields.text("id"), tuple(BoxKey.from_fields(f) for f in fields.objects("keys")))

    def box_at(self, tick: int) -> Place | None:
        """The box at `tick`: linear between key frames, held after the last and up to an absence; None
        before the first and where the object is outside.
        """
        at = bisect_right(self.keys, tick, key=lambda key: key.tick) - 1
        if at < 0 or self.keys[at].outside:
            return None
        left = self.keys[at]
        right = self.keys[min(at + 1, len(self.keys) - 1)]
        if right.outside or right is left:
            return left.place
        share = (tick - left.tick) / (right.tick - left.tick)
        x, y, w, h = (p + (q - p) * share for p, q in zip(left.place, right.place, strict=True))
        return x, y, w, h

    def part(self, start: int, end: int) -> TrackSpec | None:
        """The same boxes in `[start, end)`, keys at its edges where need be; None where there is none."""
        keys = [key for key in self.keys if start <= key.tick < end]
        first, last = self.box_at(start), self.box_at(end - 1)
        if first is not None and (not keys or keys[0].tick > start):
            keys.insert(0, BoxKey(start, *first))
        if last is not None and keys[-1].tick < end - 1 and self.keys[-1].tick >= end:
            keys.append(BoxKey(end - 1, *last))
        return TrackSpec(self.id, tuple(keys)) if any(not key.outside for key in keys) else None

    def validate(self, start: int, end: int, where: str) -> None:
        """Raise `SoraError` unless the keys are in order inside of `[start, end)` and inside of the
        picture.
        """
        place = f"{where}, track “{self.id}”"
        if not 0 < len(self.keys) <= MOST_KEYS:
            raise SoraError(
                "{place}: 1 to {most:,} key frames are allowed, found {count:,}.",
                place=place,
                most=MOST_KEYS,
                count=len(self.keys),
            )
        for before, after in pairwise(self.keys):
            if after.tick <= before.tick:
                raise SoraError(
                    "{place}: key frame {tick} does not come after {before}.",
                    place=place,
                    tick=after.tick,
                    before=before.tick,
                )
        for key in self.keys:
            spot = f"{place}, key frame {key.tick}"
            if not start <= key.tick < end:
                raise SoraError(
                    "{spot}: lies outside the medium ({start}–{end}).", spot=spot, start=start, end=end
                )
            if key.outside:
                continue
            if key.w <= 0 or key.h <= 0:
                raise SoraError(
                    "{spot}: the box needs a width and a height, found {w} × {h}.",
                    spot=spot,
                    w=key.w,
                    h=key.h,
                )
            if min(key.x, key.y) < -_EDGE or max(key.x + key.w, key.y + key.h) > 1 + _EDGE:
                raise SoraError(
                    "{spot}: the box {number} leaves the picture; its sides are shares from 0 to 1.",
                    spot=spot,
                    number=key.place,
                )


@dataclass(frozen=True)
class MediaSpec:
    """One film or recording: where it is, what it is, what is labelled in it.

    `time_base` is seconds per tick as (numerator, denominator); `origin` is second 0 of the container in
    seconds on the same clock (`seconds = tick * time_base - origin`); `[start, end)` is the extent in ticks.
    `video_stream`, `audio_stream`: numbers of the container's streams that are meant, -1 for the first.
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
    texts: tuple[TextSpec, ...] = ()
    tracks: tuple[TrackSpec, ...] = ()
    video_stream: int = -1
    audio_stream: int = -1

    @property
    def film_number(self) -> int | None:
        """The film's stream as the decoder takes it: None for the first."""
        return self.video_stream if self.video_stream >= 0 else None

    @property
    def sound_number(self) -> int | None:
        """The sound's stream as the reader takes it: None for the first."""
        return self.audio_stream if self.audio_stream >= 0 else None

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
        """Names the content in caches: the quick hash, since the full one may become known only later, and
        the streams that were chosen.
        """
        picture = f"-v{self.video_stream}" if self.video_stream >= 0 else ""
        sound = f"-a{self.audio_stream}" if self.audio_stream >= 0 else ""
        return f"{self.quick_hash or self.sha256}{picture}{sound}"

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
            # Manifests of before these were known lack them.
            texts=tuple(map(TextSpec.from_fields, fields.objects("texts") if fields.has("texts") else ())),
            tracks=tuple(
                map(TrackSpec.from_fields, fields.objects("tracks") if fields.has("tracks") else ())
            ),
            video_stream=fields.integer("video_stream") if fields.has("video_stream") else -1,
            audio_stream=fields.integer("audio_stream") if fields.has("audio_stream") else -1,
        )

    def part(self, start: int, end: int, ranges: tuple[RangeSpec, ...]) -> MediaSpec:
        """`[start, end)` of the medium with the labels `ranges`; its texts and tracks are cut to fit."""
        texts = (replace(t, start=max(t.start, start), end=min(t.end, end)) for t in self.texts)
        tracks = (track.part(start, end) for track in self.tracks)
        return replace(
            self,
            start=start,
            end=end,
            ranges=ranges,
            texts=tuple(t for t in texts if t.end > t.start),
            tracks=tuple(t for t in tracks if t is not None),
        )

    def validate(self, class_ids: frozenset[str] | None = None) -> None:
        """Raise `SoraError` where a value breaks a rule; `class_ids` None: classes are not checked."""
        where = f"medium “{self.path}”"
        if self.split not in SPLITS:
            raise SoraError(
                "{where}: split must be train or validation, found “{split}”.", where=where, split=self.split
            )
        if self.time_base[0] <= 0 or self.time_base[1] <= 0 or self.origin[1] <= 0:
            raise SoraError(
                "{where}: the time base must be a positive ratio, found {time_base}.",
                where=where,
                time_base=self.time_base,
            )
        if self.end <= self.start:
            raise SoraError(
                "{where}: its end ({end}) does not lie after its start ({start}).",
                where=where,
                end=self.end,
                start=self.start,
            )
        if not self.sha256 and not self.quick_hash:
            raise SoraError("{where}: neither its SHA-256 nor its quick hash is known.", where=where)
        if not self.has_video and not self.has_audio:
            raise SoraError("{where}: it has neither picture nor sound.", where=where)
        for item in self.ranges:
            self._validate_range(item, class_ids, where)
        self._validate_texts(where)
        _unique([track.id for track in self.tracks], "track", where)
        for track in self.tracks:
            track.validate(self.start, self.end, where)

    def _validate_texts(self, where: str) -> None:
        if len(self.texts) > MOST_TEXTS:
            raise SoraError(
                "{where}: {count:,} texts; at most {most:,} are allowed.",
                where=where,
                count=len(self.texts),
                most=MOST_TEXTS,
            )
        for item in self.texts:
            place = f"{where}, text {item.start}–{item.end}"
            if item.end <= item.start:
                raise SoraError("{place}: the end does not lie after the start.", place=place)
            if item.start < self.start or item.end > self.end:
                raise SoraError(
                    "{place}: lies outside the medium ({start}–{end}).",
                    place=place,
                    start=self.start,
                    end=self.end,
                )
            if len(item.text) > LONGEST_TEXT:
                raise SoraError(
                    "{place}: {count:,} characters; at most {most:,} are allowed.",
                    place=place,
                    count=len(item.text),
                    most=LONGEST_TEXT,
                )

    def _validate_range(self, item: RangeSpec, class_ids: frozenset[str] | None, where: str) -> None:
        place = f"{where}, range {item.start}–{item.end}"
        if item.kind not in RANGE_KINDS:
            raise SoraError(
                "{place}: kind must be positive, negative or background, found “{item}”.",
                place=place,
                item=item.kind,
            )
        if item.end <= item.start:
            raise SoraError("{place}: the end does not lie after the start.", place=place)
        if item.start < self.start or item.end > self.end:
            raise SoraError(
                "{place}: lies outside the medium ({start}–{end}).",
                place=place,
                start=self.start,
                end=self.end,
            )
        if item.weight < 0:
            raise SoraError(
                "{place}: the weight must not be negative, found {weight}.", place=place, weight=item.weight
            )
        if item.kind == "background":
            if item.class_id is not None:
                raise SoraError(
                    "{place}: background has no class, found “{class_id}”.",
                    place=place,
                    class_id=item.class_id,
                )
        elif item.class_id is None or (class_ids is not None and item.class_id not in class_ids):
            raise SoraError(
                "{place}: the class “{class_id}” is not in the class list.",
                place=place,
                class_id=item.class_id,
            )


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
        _unique(ids, "class", "manifest")
        _unique([m.id for m in self.media], "medium", "manifest")
        known = frozenset(ids)
        splits: dict[str, Split] = {}
        for medium in self.media:
            medium.validate(known)
            if splits.setdefault(medium.group, medium.split) != medium.split:
                raise SoraError("manifest: the split cuts through the group “{group}”.", group=medium.group)

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


def _unique(ids: list[str], what: str, where: str) -> None:
    seen: set[str] = set()
    for item in ids:
        if item in seen:
            raise SoraError("{where}: the {what} “{item}” appears twice.", where=where, what=what, item=item)
        seen.add(item)
