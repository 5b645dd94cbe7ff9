"""Domain values ↔ table rows, one `Mapping` per entity type. Both directions live side by side."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import chain
from typing import Any, Generic, TypeVar

from sqlalchemy import Delete, Insert, Select, Table, Update, and_, bindparam, delete, insert, select, update
from sqlalchemy.sql import ColumnElement

from app.domain.changes import Entity
from app.domain.match_clock import Period
from app.domain.media import Medium
from app.domain.ontology import Attribute, AttributeKind, ClassKind, LabelClass
from app.domain.segments import CompleteRange, Origin, Segment, Verification
from app.domain.snapshots import NamedSnapshot
from app.domain.suggestions import Decision, Layer, Promotion, Run, SuggestedTrack, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.domain.zones import Zone, ZoneKind
from app.storage import schema

Row = dict[str, Any]
E = TypeVar("E", bound=Entity)

_ORIGINS = {o.value: o for o in Origin}
_VERIFICATIONS = {v.value: v for v in Verification}
_DECISIONS = {d.value: d for d in Decision}


def canonical_json(value: object) -> str:
    """The one way to write a value as JSON here: sorted keys, no spaces, no NaN; hashes are taken over it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True)
class Mapping(Generic[E]):
    """How entities of one type lie in one table.

    `to_row` names every column of the table; `from_row` takes the values of `query` in that order.
    """

    kind: str
    table: Table
    to_row: Callable[[E], Row]
    from_row: Callable[[Sequence[Any]], E]
    query: Select[Any]

    @cached_property
    def insertion(self) -> Insert:
        return insert(self.table)

    @cached_property
    def removal(self) -> Delete:
        """Parameters: `before_row(…)`. Hits no row unless the row is what it is believed to be."""
        return delete(self.table).where(self._is_before())

    @cached_property
    def change(self) -> Update:
        """Parameters: `before_row(…)` and the new row. Hits no row unless it is what it is believed to be."""
        values: dict[str, Any] = {c.name: bindparam(c.name) for c in self.table.columns if not c.primary_key}
        return update(self.table).where(self._is_before()).values(values)

    def before_row(self, entity: E) -> Row:
        return {f"before_{name}": value for name, value in self.to_row(entity).items()}

    def _is_before(self) -> ColumnElement[bool]:
        return and_(
            *(
                c == bindparam(f"before_{c.name}", type_=c.type)
                if c.primary_key
                else c.is_not_distinct_from(bindparam(f"before_{c.name}", type_=c.type))
                for c in self.table.columns
            )
        )


# --- the project as a whole ----------------------------------------------------------------


def _class_row(c: LabelClass) -> Row:
    return {
        "id": c.id,
        "name": c.name,
        "colour": c.colour,
        "hot_key": c.key,
        "kind": c.kind.value,
        "lead_ms": c.lead_ms,
        "lag_ms": c.lag_ms,
        "directional": c.directional,
        "position": c.position,
        "reaction_ms": c.reaction_ms,
        "overlaps": c.overlaps,
        "retired": c.retired,
        "attributes": canonical_json([asdict(a) for a in c.attributes]),
    }


def _class(row: Sequence[Any]) -> LabelClass:
    id_, name, colour, key, kind, *rest, attributes = row
    described = tuple(map(_attribute, json.loads(attributes)))
    return replace(LabelClass(id_, name, colour, key, ClassKind(kind), *rest), attributes=described)


def _attribute(fields: Row) -> Attribute:
    kind, choices, keys = AttributeKind(fields["kind"]), tuple(fields["choices"]), tuple(fields["keys"])
    return Attribute(fields["name"], kind, choices, keys)


def _snapshot_row(s: NamedSnapshot) -> Row:
    return asdict(s)


def _snapshot(row: Sequence[Any]) -> NamedSnapshot:
    return NamedSnapshot(*row)


def _medium_row(m: Medium) -> Row:
    return {
        "id": m.id,
        "path": m.path,
        "name": m.name,
        "group_name": m.group,
        "time_base_num": m.time_base.numerator,
        "time_base_den": m.time_base.denominator,
        "start_tick": m.start,
        "end_tick": m.end,
        "origin_num": m.origin.numerator,
        "origin_den": m.origin.denominator,
        "frames": m.frames,
        "width": m.width,
        "height": m.height,
        "sample_rate": m.sample_rate,
        "has_video": m.has_video,
        "has_audio": m.has_audio,
        "size": m.size,
        "quick_hash": m.quick_hash,
        "sha256": m.sha256,
        "confirmed": m.confirmed,
        "wall_clock": m.wall_clock,
        "notes": m.notes,
        "audio_offset_ms": m.audio_offset_ms,
        "facts": canonical_json(m.facts),
        "video_stream": m.video_stream,
        "audio_stream": m.audio_stream,
        "audio_channel": m.audio_channel,
        "wall_clock_zone": m.wall_clock_zone,
        "wall_clock_uncertainty_ms": m.wall_clock_uncertainty_ms,
        "periods": canonical_json([asdict(p) for p in m.periods]),
        "sync_us": m.sync_us,
    }


def _medium(row: Sequence[Any]) -> Medium:
    id_, path, name, group, base_num, base_den, start, end, origin_num, origin_den = row[:10]
    *plain, facts, video, audio, channel, zone, uncertainty, periods, sync = row[10:]
    clocks = (zone, uncertainty, tuple(map(_period, json.loads(periods))), sync)
    rest = (*plain, json.loads(facts), video, audio, channel, *clocks)
    return Medium(
        id_,
        path,
        name,
        group,
        Fraction(base_num, base_den),
        start,
        end,
        Fraction(origin_num, origin_den),
        *rest,
    )


def _period(fields: Row) -> Period:
    return Period(**{**fields, "stops": tuple((start, end) for start, end in fields["stops"])})


def _run_row(r: Run) -> Row:
    return {
        "id": r.id,
        "number": r.number,
        "name": r.name,
        "created_at": r.created_at,
        "promotion": r.promotion.value,
        "reason": r.reason,
        "preset": r.preset,
        "seed": r.seed,
        "parent_id": r.parent_id or None,
        "device": r.device,
        "code_version": r.code_version,
        "snapshot_hash": r.snapshot_hash,
        "checkpoint": r.checkpoint,
        "config": canonical_json(r.config),
        "metrics": canonical_json(r.metrics),
        "label_ids": canonical_json(r.label_ids),
    }


def _run(row: Sequence[Any]) -> Run:
    id_, number, name, created_at, promotion, reason, preset, seed, parent = row[:9]
    device, code_version, snapshot_hash, checkpoint, config, metrics, label_ids = row[9:]
    return Run(
        id_,
        number,
        name,
        created_at,
        Promotion(promotion),
        reason,
        preset,
        seed,
        parent or "",
        device,
        code_version,
        snapshot_hash,
        checkpoint,
        json.loads(config),
        json.loads(metrics),
        tuple(json.loads(label_ids)),
    )


# --- labels --------------------------------------------------------------------------------


def _said(text: str) -> dict[str, str]:
    """Attributes; most labels have none."""
    if text == "{}":
        return {}
    found = json.loads(text)
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ValueError(f"attributes {text[:40]}")
    return found


def _segment_row(s: Segment) -> Row:
    return {
        "id": s.id,
        "medium_id": s.medium_id,
        "class_id": s.class_id,
        "start_tick": s.range.start,
        "end_tick": s.range.end,
        "actor_id": s.actor_id,
        "is_point": s.is_point,
        "origin": s.origin.value,
        "suggestion_id": s.suggestion_id,
        "verification": s.verification.value,
        "comment": s.comment,
        "attributes": canonical_json(s.attributes),
    }


def _segment(row: Sequence[Any]) -> Segment:
    id_, medium, class_, start, end, actor, is_point, origin, suggestion, *rest = row
    verification, comment, attributes = rest
    return Segment(
        id_,
        medium,
        class_,
        TimeRange(start, end),
        actor,
        bool(is_point),
        _ORIGINS[origin],
        suggestion,
        _VERIFICATIONS[verification],
        comment,
        _said(attributes),
    )


def _complete_row(c: CompleteRange) -> Row:
    return {
        "id": c.id,
        "medium_id": c.medium_id,
        "start_tick": c.range.start,
        "end_tick": c.range.end,
        "actor_id": c.actor_id,
        "class_id": c.class_id or None,
    }


def _complete(row: Sequence[Any]) -> CompleteRange:
    id_, medium, start, end, actor, class_ = row
    return CompleteRange(id_, medium, TimeRange(start, end), actor, class_ or "")


def _track_row(t: Track) -> Row:
    return {
        "id": t.id,
        "medium_id": t.medium_id,
        "class_id": t.class_id,
        "actor_id": t.actor_id,
        "number": t.number,
        "origin": t.origin.value,
        "verification": t.verification.value,
        "comment": t.comment,
        "attributes": canonical_json(t.attributes),
    }


def _track(row: Sequence[Any]) -> Track:
    id_, medium, class_, actor, number, origin, verification, comment, attributes = row
    return Track(
        id_,
        medium,
        class_,
        actor,
        number,
        _ORIGINS[origin],
        _VERIFICATIONS[verification],
        comment,
        _said(attributes),
    )


def _key_frame_row(k: KeyFrame) -> Row:
    return {
        "track_id": k.track_id,
        "tick": k.tick,
        "x": k.box.x,
        "y": k.box.y,
        "w": k.box.w,
        "h": k.box.h,
        "outside": k.outside,
        "occluded": k.occluded,
    }


def _key_frame(row: Sequence[Any]) -> KeyFrame:
    track, tick, x, y, w, h, outside, occluded = row
    return KeyFrame(track, tick, Box(x, y, w, h), outside, occluded)


def _zone_row(z: Zone) -> Row:
    return {
        "id": z.id,
        "medium_id": z.medium_id,
        "name": z.name,
        "kind": z.kind.value,
        "points": canonical_json([[float(x), float(y)] for x, y in z.points]),
        "actor_id": z.actor_id,
        "colour": z.colour,
    }


def _zone(row: Sequence[Any]) -> Zone:
    id_, medium, name, kind, points, actor, colour = row
    corners = tuple((float(x), float(y)) for x, y in json.loads(points))
    zone = Zone(id_, medium, name, ZoneKind(kind), corners, actor, colour)
    if len(corners) < zone.fewest_points or not all(map(math.isfinite, chain.from_iterable(corners))):
        raise ValueError(f"points {points[:40]}")
    return zone


# --- what models propose -------------------------------------------------------------------


def _layer_row(layer: Layer) -> Row:
    return {
        "id": layer.id,
        "run_id": layer.run_id,
        "medium_id": layer.medium_id,
        "created_at": layer.created_at,
        "curves": layer.curves,
        "attention": layer.attention,
    }


def _layer(row: Sequence[Any]) -> Layer:
    return Layer(*row)


def _suggestion_row(s: Suggestion) -> Row:
    return {
        "id": s.id,
        "layer_id": s.layer_id,
        "class_id": s.class_id,
        "start_tick": s.range.start,
        "end_tick": s.range.end,
        "score": s.score,
        "is_point": s.is_point,
        "start_sd": s.start_sd,
        "end_sd": s.end_sd,
        "decision": s.decision.value,
        "decided_by": s.decided_by or None,
        "decided_at": s.decided_at,
        "label_id": s.label_id,
    }


def _suggestion(row: Sequence[Any]) -> Suggestion:
    id_, layer, class_, start, end, score, is_point, start_sd, end_sd = row[:9]
    decision, by, at, label, medium = row[9:]
    return Suggestion(
        id_,
        layer,
        medium,
        class_,
        TimeRange(start, end),
        score,
        is_point,
        start_sd,
        end_sd,
        _DECISIONS[decision],
        by or "",
        at,
        label,
    )


def _suggested_track_row(t: SuggestedTrack) -> Row:
    boxes = [
        [k.tick, *map(float, (k.box.x, k.box.y, k.box.w, k.box.h)), k.outside, k.occluded]
        for k in t.key_frames
    ]
    return {
        "id": t.id,
        "layer_id": t.layer_id,
        "class_id": t.class_id,
        "score": t.score,
        "key_frames": canonical_json(boxes),
        "decision": t.decision.value,
        "decided_by": t.decided_by or None,
        "decided_at": t.decided_at,
        "label_id": t.label_id,
    }


def _suggested_track(row: Sequence[Any]) -> SuggestedTrack:
    id_, layer, class_, score, boxes, decision, by, at, label, medium = row
    key_frames = tuple(
        KeyFrame(id_, tick, Box(x, y, w, h), outside, occluded)
        for tick, x, y, w, h, outside, occluded in json.loads(boxes)
    )
    return SuggestedTrack(
        id_, layer, medium, class_, score, key_frames, _DECISIONS[decision], by or "", at, label
    )


CLASSES = Mapping("class", schema.classes, _class_row, _class, select(schema.classes))
MEDIA = Mapping("medium", schema.media, _medium_row, _medium, select(schema.media))
RUNS = Mapping("run", schema.runs, _run_row, _run, select(schema.runs))
SNAPSHOTS = Mapping("snapshot", schema.snapshots, _snapshot_row, _snapshot, select(schema.snapshots))
SEGMENTS = Mapping("segment", schema.segments, _segment_row, _segment, select(schema.segments))
COMPLETE_RANGES = Mapping(
    "complete range", schema.complete_ranges, _complete_row, _complete, select(schema.complete_ranges)
)
TRACKS = Mapping("track", schema.tracks, _track_row, _track, select(schema.tracks))
KEY_FRAMES = Mapping("key frame", schema.key_frames, _key_frame_row, _key_frame, select(schema.key_frames))
ZONES = Mapping("zone", schema.zones, _zone_row, _zone, select(schema.zones))
LAYERS = Mapping("layer", schema.layers, _layer_row, _layer, select(schema.layers))
SUGGESTIONS = Mapping(
    "suggestion",
    schema.suggestions,
    _suggestion_row,
    _suggestion,
    select(schema.suggestions, schema.layers.c.medium_id).join_from(schema.suggestions, schema.layers),
)
SUGGESTED_TRACKS = Mapping(
    "suggested track",
    schema.suggested_tracks,
    _suggested_track_row,
    _suggested_track,
    select(schema.suggested_tracks, schema.layers.c.medium_id).join_from(
        schema.suggested_tracks, schema.layers
    ),
)

MAPPINGS: dict[type, Mapping[Any]] = {
    LabelClass: CLASSES,
    Medium: MEDIA,
    Run: RUNS,
    NamedSnapshot: SNAPSHOTS,
    Segment: SEGMENTS,
    CompleteRange: COMPLETE_RANGES,
    Track: TRACKS,
    KeyFrame: KEY_FRAMES,
    Zone: ZONES,
    Layer: LAYERS,
    Suggestion: SUGGESTIONS,
    SuggestedTrack: SUGGESTED_TRACKS,
}
