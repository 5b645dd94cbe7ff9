"""From a snapshot of the document to what a training run sees: split by group, labelled ranges."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.media import Medium
from app.domain.ontology import ClassKind, LabelClass, Ontology
from app.domain.segments import CompleteRange, Segment, Verification
from app.domain.suggestions import Suggestion
from app.session.media_context import texts_of, tracks_of
from app.session.ports import Store
from app.session.project import Project
from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec, RangeSpec, Split, TrackSpec

VALIDATION_SHARE = 0.2
GUARD_S = 2.0
"""Unused time between the training and the validation block of a single film."""

UNVERIFIED_WEIGHT = 0.5
"""Weight of labels that nobody looked at when accepting them."""

_UNWATCHED = (Verification.UNSEEN, Verification.BULK)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The labels a run is made from; `tracks` by medium."""

    classes: tuple[LabelClass, ...]
    media: tuple[Medium, ...]
    segments: tuple[Segment, ...]
    complete_ranges: tuple[CompleteRange, ...]
    rejected: tuple[Suggestion, ...]
    tracks: Mapping[str, tuple[TrackSpec, ...]] = field(default_factory=dict)

    def spec(
        self, medium: Medium, path: Path, ranges: Sequence[RangeSpec], split: Split = "train"
    ) -> MediaSpec:
        """What the model needs to know of one of the media."""
        names = [c.name for c in self.classes]
        return media_spec(medium, path, ranges, split, tracks=self.tracks.get(medium.id, ()), names=names)

    def digest(self) -> str:
        """SHA-256 over every label, so that two runs on the same labels can be told."""
        rows = [
            *((s.id, s.class_id, s.range.start, s.range.end, s.verification) for s in self.segments),
            *((c.id, c.class_id, c.range.start, c.range.end, "complete") for c in self.complete_ranges),
            *((r.id, r.class_id, r.range.start, r.range.end, "rejected") for r in self.rejected),
        ]
        for tracks in self.tracks.values():
            rows += [(t.id, "", k.tick, k.tick, f"{k.place} {k.outside}") for t in tracks for k in t.keys]
        return hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """A manifest, and how its validation part came about: `groups`, `blocks` (optimistic) or `none`."""

    manifest: Manifest
    validation: str
    counts: Mapping[str, int]


def take_snapshot(
    store: Store, ontology: Ontology, media: Iterable[Medium], without: Collection[str] = ()
) -> Snapshot:
    """Everything labelled so far, except in the media `without` (ids).

    Touches nothing but `store`, so that it may run in a thread with a reader of its own.
    """
    classes = tuple(c for c in ontology if c.kind is not ClassKind.BOX)
    known = {c.id for c in classes}
    media = tuple(m for m in media if m.id not in without)
    ids = {m.id for m in media}
    return Snapshot(
        classes,
        media,
        tuple(s for s in store.iter_segments() if s.medium_id in ids and s.class_id in known),
        tuple(c for c in store.iter_complete_ranges() if c.medium_id in ids),
        tuple(s for s in store.iter_rejected() if s.medium_id in ids and s.class_id in known),
        {m.id: found for m in media if (found := tracks_of(store, m))},
    )


def media_spec(
    medium: Medium,
    path: Path,
    ranges: Sequence[RangeSpec] = (),
    split: Split = "train",
    *,
    tracks: Sequence[TrackSpec] = (),
    names: Collection[str] = (),
) -> MediaSpec:
    """What the model needs to know of one medium; `names` of the classes must not be told as texts."""
    return MediaSpec(
        id=medium.id,
        path=str(path),
        sha256=medium.sha256,
        quick_hash=medium.quick_hash,
        group=medium.group,
        split=split,
        time_base=(medium.time_base.numerator, medium.time_base.denominator),
        origin=(medium.origin.numerator, medium.origin.denominator),
        start=medium.span.start,
        end=medium.span.end,
        has_video=medium.has_video,
        has_audio=medium.has_audio,
        ranges=tuple(ranges),
        texts=texts_of(medium, path, names),
        tracks=tuple(tracks),
        video_stream=medium.video_stream,
        audio_stream=medium.audio_stream,
    )


def unlabelled_spec(project: Project, medium: Medium, reader: Store | None = None) -> MediaSpec:
    """A medium as a model is to look at it: everything that is known beside the labels.

    Its tracks are read from `reader`, for a thread that has one, else from the project's own store.
    """
    return media_spec(
        medium,
        project.path_of(medium),
        tracks=tracks_of(reader or project.store, medium),
        names=[c.name for c in project.catalogue.ontology if c.kind is not ClassKind.BOX],
    )


def class_specs(classes: Iterable[LabelClass]) -> tuple[ClassSpec, ...]:
    return tuple(ClassSpec(c.id, c.name, c.directional, c.kind is ClassKind.POINT) for c in classes)


def training_set(snapshot: Snapshot, path_of: Callable[[Medium], Path]) -> TrainingSet:
    """The manifest of `snapshot`; media without any label, rejection or complete range are left out."""
    ranges = _ranges_by_medium(snapshot)
    labelled = [m for m in snapshot.media if ranges.get(m.id)]
    held_out = _held_out_groups(snapshot, labelled)
    specs: list[MediaSpec] = []
    validation = "groups" if held_out else "none"
    for medium in labelled:
        split: Split = "validation" if medium.group in held_out else "train"
        specs.append(snapshot.spec(medium, path_of(medium), ranges[medium.id], split))
    if not held_out:
        blocks = _time_blocks(specs)
        if blocks:
            specs, validation = blocks, "blocks"
    manifest = Manifest(
        snapshot_hash=snapshot.digest(),
        classes=class_specs(snapshot.classes),
        media=tuple(specs),
        label_ids=tuple(s.id for s in snapshot.segments),
        exclusive=not _classes_overlap(snapshot.segments),
    )
    return TrainingSet(manifest, validation, Counter(s.class_id for s in snapshot.segments))


def _ranges_by_medium(snapshot: Snapshot) -> dict[str, list[RangeSpec]]:
    ranges: dict[str, list[RangeSpec]] = defaultdict(list)
    spans = {m.id: m.span for m in snapshot.media}

    def put(item: Segment | CompleteRange | Suggestion, make: Callable[[int, int], RangeSpec]) -> None:
        inside = item.range.intersection(spans[item.medium_id])
        if inside is not None:
            ranges[item.medium_id].append(make(inside.start, inside.end))

    for segment in snapshot.segments:
        weight = UNVERIFIED_WEIGHT if segment.verification in _UNWATCHED else 1.0
        put(segment, lambda a, b, s=segment, w=weight: RangeSpec(a, b, s.class_id, "positive", w))  # type: ignore[misc]
    for suggestion in snapshot.rejected:
        put(suggestion, lambda a, b, s=suggestion: RangeSpec(a, b, s.class_id, "negative"))  # type: ignore[misc]
    for complete in snapshot.complete_ranges:
        if complete.class_id:
            continue  # complete for one class only: says nothing of the others
        put(complete, lambda a, b: RangeSpec(a, b, None, "background"))
    for rows in ranges.values():
        rows.sort(key=lambda r: (r.start, r.end, r.kind))
    return dict(ranges)


def _held_out_groups(snapshot: Snapshot, labelled: Sequence[Medium]) -> set[str]:
    """About a fifth of the labels by whole groups; the same groups again as the project grows.

    Groups are tried in an order that depends on their names only. A group is held out only when every
    class keeps labels in training, so that a class is never judged without having been learnt. None is
    when only one class could be: a run that is right on one class has shown nothing.
    """
    group_of = {m.id: m.group for m in labelled}
    per_group: dict[str, Counter[str]] = defaultdict(Counter)
    for segment in snapshot.segments:
        if segment.medium_id in group_of:  # else it lies beyond its film's end
            per_group[group_of[segment.medium_id]][segment.class_id] += 1
    left: Counter[str] = sum(per_group.values(), Counter())
    target = VALIDATION_SHARE * left.total()
    held_out: set[str] = set()
    taken = 0
    wanted = set(left)
    order = sorted(per_group, key=lambda g: hashlib.sha256(g.encode()).hexdigest())
    for must_bring_new_class in (True, False):
        for group in order:
            counts = per_group[group]
            useful = bool(set(counts) & wanted) or not must_bring_new_class
            fits = taken + counts.total() <= max(1.5 * target, 1)
            keeps = all(left[c] - n >= 1 for c, n in counts.items())
            if group in held_out or taken >= target or not (useful and fits and keeps):
                continue
            held_out.add(group)
            taken += counts.total()
            left -= counts
            wanted -= set(counts)
    judged = {class_id for group in held_out for class_id in per_group[group]}
    return held_out if len(judged) > 1 else set()


def _time_blocks(specs: Sequence[MediaSpec]) -> list[MediaSpec]:
    """Each film cut at one moment, a guard gap between the parts; empty when a part lacks a class.

    The later quarter of the labels validates: optimistic, since both parts share place and camera.
    """
    result: list[MediaSpec] = []
    for spec in specs:
        positives = sorted((r for r in spec.ranges if r.kind == "positive"), key=lambda r: r.start)
        if len(positives) < 4:
            result.append(spec)
            continue
        cut = positives[-max(1, len(positives) // 4)].start
        guard = round(GUARD_S / float(spec.tick))
        early = tuple(r for r in (_clipped(r, spec.start, cut - guard) for r in spec.ranges) if r)
        late = tuple(r for r in (_clipped(r, cut, spec.end) for r in spec.ranges) if r)
        if cut - guard <= spec.start or not early or not late:
            result.append(spec)
            continue
        result.append(spec.part(spec.start, cut - guard, early))
        name, group = f"{spec.id}#late", f"{spec.group}#late"
        rest = spec.part(cut, spec.end, late)
        result.append(replace(rest, id=name, group=group, split="validation"))
    by_split: dict[str, set[str | None]] = {"train": set(), "validation": set()}
    for spec in result:
        by_split[spec.split] |= {r.class_id for r in spec.ranges if r.kind == "positive"}
    enough = len(by_split["validation"]) >= 2 and by_split["validation"] <= by_split["train"]
    return result if enough and by_split["train"] >= _used(specs) else []


def _used(specs: Sequence[MediaSpec]) -> set[str | None]:
    return {r.class_id for spec in specs for r in spec.ranges if r.kind == "positive"}


def _clipped(item: RangeSpec, start: int, end: int) -> RangeSpec | None:
    """The part of `item` in `[start, end)`; a label that is cut to less than half is dropped."""
    a, b = max(item.start, start), min(item.end, end)
    if b <= a or (item.kind == "positive" and 2 * (b - a) < item.end - item.start):
        return None
    return replace(item, start=a, end=b)


def _classes_overlap(segments: Iterable[Segment]) -> bool:
    by_medium: dict[str, list[Segment]] = defaultdict(list)
    for segment in segments:
        by_medium[segment.medium_id].append(segment)
    for rows in by_medium.values():
        rows.sort(key=lambda s: s.range.start)
        open_until: dict[str, int] = {}
        for segment in rows:
            if any(c != segment.class_id and end > segment.range.start for c, end in open_until.items()):
                return True
            open_until[segment.class_id] = max(open_until.get(segment.class_id, 0), segment.range.end)
    return False


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """`unwatched`: labels left out because nobody looked before accepting them; to score a model by
    what it proposed itself would be circular."""

    manifest: Manifest
    unwatched: int


def evaluation_set(snapshot: Snapshot, path_of: Callable[[Medium], Path]) -> EvaluationSet:
    """Every medium of `snapshot` that has labels a person stands behind, as the truth to score against."""
    watched = tuple(s for s in snapshot.segments if s.verification not in _UNWATCHED)
    truth = replace(snapshot, segments=watched)
    ranges = _ranges_by_medium(truth)
    manifest = Manifest(
        snapshot_hash=truth.digest(),
        classes=class_specs(truth.classes),
        media=tuple(
            truth.spec(m, path_of(m), ranges[m.id], "validation") for m in truth.media if ranges.get(m.id)
        ),
        label_ids=tuple(s.id for s in watched),
        exclusive=not _classes_overlap(watched),
    )
    return EvaluationSet(manifest, len(snapshot.segments) - len(watched))


def every_medium(snapshot: Snapshot, path_of: Callable[[Medium], Path]) -> Manifest:
    """All media of `snapshot`, labelled or not, with every label, watched or not; nothing is held out."""
    ranges = _ranges_by_medium(snapshot)
    return Manifest(
        snapshot_hash=snapshot.digest(),
        classes=class_specs(snapshot.classes),
        media=tuple(snapshot.spec(m, path_of(m), ranges.get(m.id, ()), "train") for m in snapshot.media),
        label_ids=tuple(s.id for s in snapshot.segments),
        exclusive=not _classes_overlap(snapshot.segments),
    )


Place = tuple[str, int, int, str]
"""A label as a manifest shows it: medium id, start and end tick within the medium, class id."""


def label_places(snapshot: Snapshot) -> dict[Place, list[str]]:
    """Ids of the labels behind each positive range of a manifest of `snapshot`; doubles share their place."""
    spans = {m.id: m.span for m in snapshot.media}
    out: dict[Place, list[str]] = defaultdict(list)
    for segment in snapshot.segments:
        inside = segment.range.intersection(spans[segment.medium_id])
        if inside is not None:
            out[segment.medium_id, inside.start, inside.end, segment.class_id].append(segment.id)
    return dict(out)
