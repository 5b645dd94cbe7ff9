"""The labels of one medium: `plan(edit) -> Change` checks, `adopt(change)` applies what was stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.domain import class_plans, label_plans, merge_plans, suggestion_plans, track_plans
from app.domain import edits as e
from app.domain.changes import Change, Difference, Entity
from app.domain.errors import EditRefused
from app.domain.key_frames import KeyFrames
from app.domain.media import Medium
from app.domain.ontology import Ontology
from app.domain.range_index import RangeIndex
from app.domain.segments import CompleteRange, Segment
from app.domain.suggestions import Decision, Layer, SuggestedTrack, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import KeyFrame, Presence, Track
from app.domain.zones import Zone


class Document:
    """Labels, tracks, zones and suggestions of one medium.

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
        suggested_tracks: Iterable[SuggestedTrack] = (),
        zones: Iterable[Zone] = (),
    ) -> None:
        self.medium = medium
        self.ontology = ontology
        self.segments: RangeIndex[Segment] = RangeIndex(segments)
        self.complete_ranges: RangeIndex[CompleteRange] = RangeIndex(complete_ranges)
        self.suggestions: RangeIndex[Suggestion] = RangeIndex(suggestions)
        self.suggested_tracks: RangeIndex[SuggestedTrack] = RangeIndex(suggested_tracks)
        self.zones: dict[str, Zone] = {zone.id: zone for zone in zones}
        self.tracks: dict[str, Track] = {t.id: t for t in tracks}
        self.layers: dict[str, Layer] = {layer.id: layer for layer in layers}
        self._key_frames: dict[str, KeyFrames] = {}
        if isinstance(key_frames, Mapping):
            self._key_frames.update(key_frames)
        else:
            by_track: dict[str, list[KeyFrame]] = {}
            for key_frame in key_frames:
                by_track.setdefault(key_frame.track_id, []).append(key_frame)
            self._key_frames.update((i, KeyFrames(i, found)) for i, found in by_track.items())
        self._presences = RangeIndex(map(self._presence, self._key_frames))

    # --- reading ---------------------------------------------------------------------------

    def key_frames(self, track_id: str) -> KeyFrames:
        """Sorted by tick; not to be changed by the caller."""
        return self._key_frames.get(track_id) or KeyFrames(track_id)

    def key_frame(self, track_id: str, tick: int) -> KeyFrame | None:
        """The key frame of a track exactly at `tick`."""
        return self.key_frames(track_id).at(tick)

    def box_at(self, track_id: str, tick: int) -> KeyFrame | None:
        """The box of a track at `tick`, interpolated; None where the object is absent."""
        key_frames = self._key_frames.get(track_id)
        return key_frames.box_at(tick) if key_frames is not None else None

    def boxes_at(self, tick: int) -> list[tuple[Track, KeyFrame]]:
        """Every track that is present at `tick` with its box there, in order of their first boxes.

        Only tracks that have begun and not ended for good are looked at.
        """
        there = self._presences.overlapping(TimeRange.point(tick))
        found = ((self.tracks[p.id], self.box_at(p.id, tick)) for p in there)
        return [(track, box) for track, box in found if box is not None]

    def _presence(self, track_id: str) -> Presence:
        return Presence(track_id, self._key_frames[track_id].span)

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
            case (
                e.AddSegments()
                | e.ChangeSegment()
                | e.ChangeSegments()
                | e.RemoveSegments()
                | e.SplitSegment()
                | e.MergeSegments()
                | e.MarkComplete()
                | e.UnmarkComplete()
            ):
                differences = label_plans.plan(self, edit)
            case e.AddSuggestions() | e.AcceptSuggestions() | e.AcceptTracks() | e.RejectSuggestions():
                differences = suggestion_plans.plan(self, edit)
            case e.ReviseLabels():
                differences = class_plans.plan(self, edit)
            case e.AddZone() | e.ChangeZone() | e.RemoveZone():
                differences = track_plans.plan_zone(self, edit)
            case e.TakeOver():
                differences = merge_plans.plan(self, edit)
            case _:
                differences = track_plans.plan(self, edit)
        return Change(e.verb_of(edit), self.medium.id, tuple(d for d in differences if d.before != d.after))

    # --- adopting --------------------------------------------------------------------------

    def become(self, other: Document) -> None:
        """Hold what `other` holds, which is given up: whoever has this document sees it at once."""
        vars(self).update(vars(other))

    def check_adoptable(self, change: Change) -> None:
        """Raise EditRefused unless every `before` of `change` is what stands here now."""
        for difference in change.differences:
            if self.standing(difference.entity) != difference.before:
                raise EditRefused(
                    "What this would change was changed since by another edit.",
                    way_out="Undo the later edit first, or leave it as it is.",
                )

    def adopt(self, change: Change) -> None:
        """Apply a stored Change. Raises EditRefused (nothing applied) when it does not fit."""
        self.check_adoptable(change)
        boxes: dict[str, list[tuple[int, KeyFrame | None]]] = {}
        for difference in change.differences:
            entity = difference.entity
            if isinstance(entity, KeyFrame):
                after = None if difference.after is None else entity
                boxes.setdefault(entity.track_id, []).append((entity.tick, after))
            else:
                self._apply(difference)
        for track_id, turns in boxes.items():
            self._apply_boxes(track_id, turns)

    def standing(self, entity: Entity) -> Entity | None:
        """What is here now under the id of `entity`."""
        match entity:
            case Segment():
                return self.segments.get(entity.id)
            case CompleteRange():
                return self.complete_ranges.get(entity.id)
            case Suggestion():
                return self.suggestions.get(entity.id)
            case Track():
                return self.tracks.get(entity.id)
            case SuggestedTrack():
                return self.suggested_tracks.get(entity.id)
            case Zone():
                return self.zones.get(entity.id)
            case Layer():
                return self.layers.get(entity.id)
            case KeyFrame():
                return self.key_frame(entity.track_id, entity.tick)
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
            case SuggestedTrack() as track:
                self.suggested_tracks.discard(track.id) if gone else self.suggested_tracks.put(track)
            case Track() as track:
                self.tracks.pop(track.id) if gone else self.tracks.update({track.id: track})
            case Zone() as zone:
                self.zones.pop(zone.id) if gone else self.zones.update({zone.id: zone})
            case Layer() as layer:
                self.layers.pop(layer.id) if gone else self.layers.update({layer.id: layer})

    def _apply_boxes(self, track_id: str, turns: list[tuple[int, KeyFrame | None]]) -> None:
        key_frames = self._key_frames.setdefault(track_id, KeyFrames(track_id))
        key_frames.follow(turns)
        if key_frames:
            self._presences.put(self._presence(track_id))
        else:
            del self._key_frames[track_id]
            self._presences.discard(track_id)
