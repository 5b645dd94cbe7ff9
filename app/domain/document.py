"""The labels of one medium: `plan(edit) -> Change` checks, `adopt(change)` applies what was stored."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from app.domain import edits as e
from app.domain.changes import Change, Difference, Entity, added, removed
from app.domain.errors import EditRefused
from app.domain.key_frames import KeyFrames
from app.domain.media import Medium
from app.domain.ontology import Ontology
from app.domain.range_index import RangeIndex
from app.domain.segments import CompleteRange, Origin, Segment, Verification
from app.domain.suggestions import Decision, Layer, Suggestion
from app.domain.timebase import TimeRange, clock_text
from app.domain.tracks import KeyFrame, Track

Found = TypeVar("Found")
Differences = tuple[Difference, ...]


class Document:
    """Labels, tracks and suggestions of one medium.

    `plan` never changes anything and raises `EditRefused` for an edit that breaks a rule; `adopt`
    takes a Change that is already stored. Ids are compared, so a Change planned against an older
    state is refused by `adopt` before anything is touched. `key_frames` may come by track, in columns
    that the document takes over.
    """

    def __init__(
        self,
        medium: Medium,
        ontology: Ontology,
        *,
        segments: Iterable[Segment] = (),
        complete_ranges: Iterable[CompleteRange] = (),
        tracks: Iterable[Track] = (),
        key_frames: Iterable[KeyFrame] | Mapping[str, KeyFrames] = (),
        layers: Iterable[Layer] = (),
        suggestions: Iterable[Suggestion] = (),
    ) -> None:
        self.medium = medium
        self.ontology = ontology
        self.segments: RangeIndex[Segment] = RangeIndex(segments)
        self.complete_ranges: RangeIndex[CompleteRange] = RangeIndex(complete_ranges)
        self.suggestions: RangeIndex[Suggestion] = RangeIndex(suggestions)
        self.tracks: dict[str, Track] = {t.id: t for t in tracks}
        self.layers: dict[str, Layer] = {layer.id: layer for layer in layers}
        self._key_frames: dict[str, KeyFrames] = {}
        if isinstance(key_frames, Mapping):
            self._key_frames.update(key_frames)
        else:
            for key_frame in key_frames:
                self._apply_key_frame(key_frame, False)

    # --- reading ---------------------------------------------------------------------------

    def key_frames(self, track_id: str) -> Sequence[KeyFrame]:
        """Sorted by tick."""
        return self._key_frames.get(track_id, ())

    def boxes_at(self, tick: int) -> list[tuple[Track, KeyFrame]]:
        """Every track that is present at `tick` with its box there."""
        found = ((track, self._box_at(track.id, tick)) for track in self.tracks.values())
        return [(track, box) for track, box in found if box is not None]

    def open_suggestions(self, layer_ids: Iterable[str] | None = None) -> list[Suggestion]:
        """In order of start; of the given layers only, where given."""
        wanted = None if layer_ids is None else set(layer_ids)
        return [
            s
            for s in self.suggestions
            if s.decision is Decision.OPEN and (wanted is None or s.layer_id in wanted)
        ]

    def layers_of(self, run_id: str) -> list[Layer]:
        return [layer for layer in self.layers.values() if layer.run_id == run_id]

    def next_track_number(self) -> int:
        return max((t.number for t in self.tracks.values()), default=0) + 1

    # --- planning --------------------------------------------------------------------------

    def plan(self, edit: e.DocumentEdit) -> Change:
        """What `edit` would do, checked. Raises EditRefused."""
        match edit:
            case e.AddSegments():
                differences = self._add_segments(edit)
            case e.ChangeSegment():
                differences = self._change_segment(edit)
            case e.RemoveSegments():
                differences = removed(self._segment(i) for i in dict.fromkeys(edit.segment_ids))
            case e.SplitSegment():
                differences = self._split_segment(edit)
            case e.MergeSegments():
                differences = self._merge_segments(edit)
            case e.MarkComplete():
                differences = self._mark_complete(edit.complete)
            case e.UnmarkComplete():
                complete = self._known(self.complete_ranges.get(edit.complete_id), "complete range")
                differences = removed([complete])
            case e.AddSuggestions():
                differences = self._add_suggestions(edit)
            case e.AcceptSuggestions():
                differences = self._accept_suggestions(edit)
            case e.RejectSuggestions():
                differences = tuple(
                    Difference(
                        s,
                        replace(s, decision=Decision.REJECTED, decided_by=edit.actor_id, decided_at=edit.at),
                    )
                    for s in map(self._open_suggestion, dict.fromkeys(edit.suggestion_ids))
                )
            case _:
                differences = self._plan_boxes(edit)
        return Change(e.verb_of(edit), self.medium.id, tuple(d for d in differences if d.before != d.after))

    def _plan_boxes(
        self,
        edit: e.AddTrack | e.ChangeTrack | e.RemoveTrack | e.SetKeyFrame | e.MoveBox | e.RemoveKeyFrame,
    ) -> Differences:
        match edit:
            case e.AddTrack():
                return self._add_track(edit)
            case e.ChangeTrack():
                track = self._track(edit.track_id)
                after = replace(
                    track,
                    class_id=track.class_id if edit.class_id is None else self._class(edit.class_id),
                    comment=track.comment if edit.comment is None else edit.comment,
                )
                return (Difference(track, after),)
            case e.RemoveTrack():
                track = self._track(edit.track_id)
                return removed([*self.key_frames(track.id), track])
            case e.SetKeyFrame():
                return (self._set_key_frame(edit.key_frame),)
            case e.MoveBox():
                self._track(edit.track_id)
                now = self._box_at(edit.track_id, edit.tick)
                occluded = now is not None and now.occluded
                return (self._set_key_frame(KeyFrame(edit.track_id, edit.tick, edit.box, False, occluded)),)
            case e.RemoveKeyFrame():
                return self._remove_key_frame(edit)

    def _add_segments(self, edit: e.AddSegments) -> Differences:
        self._check_new("label", (s.id for s in edit.segments), self.segments)
        for segment in edit.segments:
            self._class(segment.class_id)
            self._check_range(segment.range, segment.is_point)
            self._check_medium(segment.medium_id, "label")
        return added(edit.segments)

    def _mark_complete(self, complete: CompleteRange) -> Differences:
        self._check_new("complete range", [complete.id], self.complete_ranges)
        self._check_medium(complete.medium_id, "complete range")
        self._check_inside(complete.range, "a complete range")
        if complete.class_id:
            self._class(complete.class_id)
        return added([complete])

    def _change_segment(self, edit: e.ChangeSegment) -> Differences:
        segment = self._segment(edit.segment_id)
        verification = edit.verification or segment.verification
        if edit.range is not None:
            self._check_range(edit.range, segment.is_point)
            if edit.range != segment.range and segment.origin is Origin.SUGGESTION:
                verification = Verification.EDITED
        after = replace(
            segment,
            range=segment.range if edit.range is None else edit.range,
            class_id=segment.class_id if edit.class_id is None else self._class(edit.class_id),
            comment=segment.comment if edit.comment is None else edit.comment,
            attributes=segment.attributes if edit.attributes is None else dict(edit.attributes),
            verification=verification,
        )
        return (Difference(segment, after),)

    def _split_segment(self, edit: e.SplitSegment) -> Differences:
        segment = self._segment(edit.segment_id)
        if not segment.range.start < edit.tick < segment.range.end:
            raise EditRefused(
                "The play head is not inside the segment.",
                way_out="Move it between the segment's edges first.",
            )
        self._check_new("label", [edit.new_id], self.segments)
        first = replace(segment, range=TimeRange(segment.range.start, edit.tick))
        second = replace(segment, id=edit.new_id, range=TimeRange(edit.tick, segment.range.end))
        return (Difference(segment, first), Difference(None, second))

    def _merge_segments(self, edit: e.MergeSegments) -> Differences:
        ids = dict.fromkeys(edit.segment_ids)
        segments = sorted((self._segment(i) for i in ids), key=lambda s: (s.range.start, s.id))
        if len(segments) < 2:
            raise EditRefused("Merging needs two segments.", way_out="Select two or more of one class.")
        if any(s.is_point for s in segments):
            raise EditRefused("Points cannot be merged.", way_out="Select segments only.")
        if len({s.class_id for s in segments}) > 1:
            raise EditRefused(
                "Only segments of one class can be merged.", way_out="Change their class first."
            )
        first = segments[0]
        whole = TimeRange(first.range.start, max(s.range.end for s in segments))
        return (Difference(first, replace(first, range=whole)), *removed(segments[1:]))

    def _add_suggestions(self, edit: e.AddSuggestions) -> Differences:
        self._check_medium(edit.layer.medium_id, "layer")
        self._check_new("suggestion", (s.id for s in edit.suggestions), self.suggestions)
        known = self.layers.get(edit.layer.id)
        layers = () if known == edit.layer else (Difference(known, edit.layer),)
        mine = {layer.id for layer in self.layers_of(edit.layer.run_id)} | {edit.layer.id}
        stale = [
            s
            for s in (self.suggestions.overlapping(edit.replaces) if edit.replaces else [])
            if s.layer_id in mine and s.decision is Decision.OPEN
        ]
        fresh = []
        for suggestion in edit.suggestions:
            if suggestion.layer_id != edit.layer.id or suggestion.decision is not Decision.OPEN:
                raise ValueError("a job brings open suggestions of its own layer")
            self._check_medium(suggestion.medium_id, "suggestion")
            self._class(suggestion.class_id)
            self._check_range(suggestion.range, suggestion.is_point, "a suggestion")
            if not self._decided_already(suggestion, mine):
                fresh.append(suggestion)
        return (*layers, *removed(stale), *added(fresh))

    def _decided_already(self, suggestion: Suggestion, layer_ids: set[str]) -> bool:
        for other in self.suggestions.overlapping(suggestion.range):
            if other.decision is Decision.OPEN or other.layer_id not in layer_ids:
                continue
            shared = suggestion.range.intersection(other.range)
            if (
                other.class_id == suggestion.class_id
                and shared
                and 2 * shared.length > suggestion.range.length
            ):
                return True
        return False

    def _accept_suggestions(self, edit: e.AcceptSuggestions) -> Differences:
        if len(edit.suggestion_ids) != len(edit.label_ids):
            raise ValueError("each accepted suggestion needs the id of its label")
        if len(set(edit.suggestion_ids)) != len(edit.suggestion_ids):
            raise ValueError("a suggestion is accepted once")
        if edit.range is not None and len(edit.suggestion_ids) != 1:
            raise ValueError("new edges are for one suggestion")
        self._check_new("label", edit.label_ids, self.segments)
        differences: list[Difference] = []
        for suggestion_id, label_id in zip(edit.suggestion_ids, edit.label_ids, strict=True):
            suggestion = self._open_suggestion(suggestion_id)
            if edit.range is not None:
                self._check_range(edit.range, suggestion.is_point)
            changed = edit.range is not None and edit.range != suggestion.range
            label = Segment(
                label_id,
                self.medium.id,
                suggestion.class_id,
                edit.range or suggestion.range,
                edit.actor_id,
                is_point=suggestion.is_point,
                origin=Origin.SUGGESTION,
                suggestion_id=suggestion.id,
                verification=Verification.EDITED if changed else edit.verification,
            )
            decided = replace(
                suggestion,
                decision=Decision.ACCEPTED,
                decided_by=edit.actor_id,
                decided_at=edit.at,
                label_id=label_id,
            )
            differences += [Difference(suggestion, decided), Difference(None, label)]
        return tuple(differences)

    def _add_track(self, edit: e.AddTrack) -> Differences:
        self._class(edit.track.class_id)
        if not edit.key_frames:
            raise EditRefused("A track needs a box.")
        self._check_new("track", [edit.track.id], self.tracks)
        self._check_medium(edit.track.medium_id, "track")
        self._check_new("box", (k.id for k in edit.key_frames), ())
        for key_frame in edit.key_frames:
            if key_frame.track_id != edit.track.id:
                raise ValueError("a track comes with its own boxes")
            self._check_key_frame(key_frame)
        return added([edit.track, *edit.key_frames])

    def _set_key_frame(self, key_frame: KeyFrame) -> Difference:
        self._track(key_frame.track_id)
        self._check_key_frame(key_frame)
        return Difference(self._key_frame(key_frame.track_id, key_frame.tick), key_frame)

    def _remove_key_frame(self, edit: e.RemoveKeyFrame) -> Differences:
        key_frame = self._known(self._key_frame(edit.track_id, edit.tick), "key frame")
        if len(self.key_frames(edit.track_id)) == 1:
            return removed([key_frame, self._track(edit.track_id)])
        return removed([key_frame])

    # --- rules -----------------------------------------------------------------------------

    @staticmethod
    def _check_new(what: str, ids: Iterable[str], known: Container[str]) -> None:
        seen: set[str] = set()
        for new_id in ids:
            if new_id in known or new_id in seen:
                raise EditRefused(f"The {what} is there already.")
            seen.add(new_id)

    def _check_medium(self, medium_id: str, what: str) -> None:
        if medium_id != self.medium.id:
            raise EditRefused(f"The {what} belongs to another medium.")

    def _check_range(self, range_: TimeRange, is_point: bool, what: str = "a label") -> None:
        if is_point and range_.length != 1:
            raise EditRefused("A point has no length.", way_out="Move it instead of stretching it.")
        self._check_inside(range_, what)

    def _check_inside(self, range_: TimeRange, what: str) -> None:
        span = self.medium.span
        if range_.start < span.start or range_.end > span.end:
            scale = self.medium.scale
            raise EditRefused(
                f"{self.medium.name}: {what} from {clock_text(scale.seconds(range_.start))} to "
                f"{clock_text(scale.seconds(range_.end))} does not lie inside the film, which runs from "
                f"{clock_text(scale.seconds(span.start))} to {clock_text(scale.seconds(span.end))}."
            )

    def _check_key_frame(self, key_frame: KeyFrame) -> None:
        self._check_inside(TimeRange.point(key_frame.tick), "a box")
        if key_frame.box.clipped(self.medium.width, self.medium.height) is None:
            raise EditRefused(
                "The box lies outside the picture.", way_out="Draw it so that at least a part is inside."
            )

    def _class(self, class_id: str) -> str:
        if class_id not in self.ontology:
            raise EditRefused("The class does not exist any more.", way_out="Choose another class.")
        return class_id

    def _segment(self, segment_id: str) -> Segment:
        return self._known(self.segments.get(segment_id), "label")

    def _track(self, track_id: str) -> Track:
        return self._known(self.tracks.get(track_id), "track")

    def _open_suggestion(self, suggestion_id: str) -> Suggestion:
        suggestion = self._known(self.suggestions.get(suggestion_id), "suggestion")
        if suggestion.decision is not Decision.OPEN:
            raise EditRefused(f"The suggestion was {suggestion.decision.value} already.")
        return suggestion

    def _box_at(self, track_id: str, tick: int) -> KeyFrame | None:
        key_frames = self._key_frames.get(track_id)
        return key_frames.box_at(tick) if key_frames is not None else None

    def _key_frame(self, track_id: str, tick: int) -> KeyFrame | None:
        key_frames = self._key_frames.get(track_id)
        return key_frames.at(tick) if key_frames is not None else None

    @staticmethod
    def _known(entity: Found | None, what: str) -> Found:
        if entity is None:
            raise EditRefused(f"The {what} does not exist any more.")
        return entity

    # --- adopting --------------------------------------------------------------------------

    def check_adoptable(self, change: Change) -> None:
        """Raise EditRefused unless every `before` of `change` is what stands here now."""
        for difference in change.differences:
            if self._current(difference.entity) != difference.before:
                raise EditRefused(
                    "What this would change was changed since by another edit.",
                    way_out="Undo the later edit first, or leave it as it is.",
                )

    def adopt(self, change: Change) -> None:
        """Apply a stored Change. Raises EditRefused (nothing applied) when it does not fit."""
        self.check_adoptable(change)
        for difference in change.differences:
            self._apply(difference)

    def _current(self, entity: Entity) -> Entity | None:
        match entity:
            case Segment():
                return self.segments.get(entity.id)
            case CompleteRange():
                return self.complete_ranges.get(entity.id)
            case Suggestion():
                return self.suggestions.get(entity.id)
            case Track():
                return self.tracks.get(entity.id)
            case Layer():
                return self.layers.get(entity.id)
            case KeyFrame():
                return self._key_frame(entity.track_id, entity.tick)
        raise TypeError(f"{type(entity).__name__} is not an entity of one medium")

    def _apply(self, difference: Difference) -> None:
        gone = difference.after is None
        match difference.entity:
            case Segment() as segment:
                self.segments.discard(segment.id) if gone else self.segments.put(segment)
            case CompleteRange() as complete:
                self.complete_ranges.discard(complete.id) if gone else self.complete_ranges.put(complete)
            case Suggestion() as suggestion:
                self.suggestions.discard(suggestion.id) if gone else self.suggestions.put(suggestion)
            case Track() as track:
                if gone:
                    del self.tracks[track.id]
                else:
                    self.tracks[track.id] = track
            case Layer() as layer:
                if gone:
                    del self.layers[layer.id]
                else:
                    self.layers[layer.id] = layer
            case KeyFrame() as key_frame:
                self._apply_key_frame(key_frame, gone)

    def _apply_key_frame(self, key_frame: KeyFrame, gone: bool) -> None:
        key_frames = self._key_frames.setdefault(key_frame.track_id, KeyFrames(key_frame.track_id))
        if gone:
            key_frames.discard(key_frame.tick)
        else:
            key_frames.put(key_frame)
        if not key_frames:
            del self._key_frames[key_frame.track_id]
