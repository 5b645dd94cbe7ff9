"""What jobs bring and what people decide on it: suggestions in time and of boxes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain import edits as e
from app.domain import rules
from app.domain.changes import Difference, added, removed
from app.domain.segments import Origin, Segment, Verification
from app.domain.suggestions import AnySuggestion, Decision, SuggestedTrack, Suggestion
from app.domain.tracks import KeyFrame, Track, box_at

if TYPE_CHECKING:
    from app.domain.document import Document

Differences = tuple[Difference, ...]
SuggestionEdit = e.AddSuggestions | e.AcceptSuggestions | e.AcceptTracks | e.RejectSuggestions


def plan(document: Document, edit: SuggestionEdit) -> Differences:
    """Raises `EditRefused`."""
    match edit:
        case e.AddSuggestions():
            return _add(document, edit)
        case e.AcceptSuggestions():
            return _accept(document, edit)
        case e.AcceptTracks():
            return _accept_tracks(document, edit)
        case e.RejectSuggestions():
            chosen = (rules.open_suggestion(document, i) for i in dict.fromkeys(edit.suggestion_ids))
            return tuple(
                Difference(
                    s, replace(s, decision=Decision.REJECTED, decided_by=edit.actor_id, decided_at=edit.at)
                )
                for s in chosen
            )


def _add(document: Document, edit: e.AddSuggestions) -> Differences:
    rules.check_medium(document, edit.layer.medium_id)
    rules.check_new((s.id for s in edit.suggestions), document.suggestions)
    rules.check_new((t.id for t in edit.tracks), document.suggested_tracks)
    known = document.layers.get(edit.layer.id)
    layers = () if known == edit.layer else (Difference(known, edit.layer),)
    mine = {layer.id for layer in document.layers_of(edit.layer.run_id)} | {edit.layer.id}
    brought: tuple[AnySuggestion, ...] = (*edit.suggestions, *edit.tracks)
    fresh = []
    for suggestion in brought:
        if suggestion.layer_id != edit.layer.id or suggestion.decision is not Decision.OPEN:
            raise ValueError("a job brings open suggestions of its own layer")
        rules.check_medium(document, suggestion.medium_id)
        rules.class_of(document, suggestion.class_id)
        if isinstance(suggestion, SuggestedTrack):
            for key_frame in suggestion.key_frames:
                rules.check_key_frame(document, key_frame)
        else:
            rules.check_range(document, suggestion.range, suggestion.is_point, "suggestion")
            if _decided_already(document, suggestion, mine):
                continue
        fresh.append(suggestion)
    return (*layers, *removed(_stale(document, edit, mine)), *added(fresh))


def _stale(document: Document, edit: e.AddSuggestions, layer_ids: set[str]) -> list[AnySuggestion]:
    if edit.replaces is None:
        return []
    there: list[AnySuggestion] = [*document.suggestions.overlapping(edit.replaces)]
    there += document.suggested_tracks.overlapping(edit.replaces)
    return [s for s in there if s.layer_id in layer_ids and s.decision is Decision.OPEN]


def _decided_already(document: Document, suggestion: Suggestion, layer_ids: set[str]) -> bool:
    for other in document.suggestions.overlapping(suggestion.range):
        if other.decision is Decision.OPEN or other.layer_id not in layer_ids:
            continue
        shared = suggestion.range.intersection(other.range)
        if other.class_id == suggestion.class_id and shared and 2 * shared.length > suggestion.range.length:
            return True
    return False


def _check_pairs(ids: tuple[str, ...], label_ids: tuple[str, ...]) -> None:
    if len(ids) != len(label_ids):
        raise ValueError("each accepted suggestion needs the id of its label")
    if len(set(ids)) != len(ids):
        raise ValueError("a suggestion is accepted once")


def _accept(document: Document, edit: e.AcceptSuggestions) -> Differences:
    _check_pairs(edit.suggestion_ids, edit.label_ids)
    if edit.range is not None and len(edit.suggestion_ids) != 1:
        raise ValueError("new edges are for one suggestion")
    rules.check_new(edit.label_ids, document.segments)
    differences: list[Difference] = []
    labels: list[Segment] = []
    for suggestion_id, label_id in zip(edit.suggestion_ids, edit.label_ids, strict=True):
        suggestion = rules.open_suggestion(document, suggestion_id)
        if not isinstance(suggestion, Suggestion):
            raise ValueError("proposed boxes are accepted as tracks")
        rules.class_in_use(document, suggestion.class_id)
        if edit.range is not None:
            rules.check_range(document, edit.range, suggestion.is_point)
        changed = edit.range is not None and edit.range != suggestion.range
        label = Segment(
            label_id,
            document.medium.id,
            suggestion.class_id,
            edit.range or suggestion.range,
            edit.actor_id,
            is_point=suggestion.is_point,
            origin=Origin.SUGGESTION,
            suggestion_id=suggestion.id,
            verification=Verification.EDITED if changed else edit.verification,
        )
        labels.append(label)
        differences += [_accepted(suggestion, edit, label_id), Difference(None, label)]
    rules.check_apart(document, labels)
    return tuple(differences)


def _accept_tracks(document: Document, edit: e.AcceptTracks) -> Differences:
    _check_pairs(edit.suggestion_ids, edit.track_ids)
    if edit.only is not None and len(edit.suggestion_ids) != 1:
        raise ValueError("one box is accepted of one proposed track")
    rules.check_new(edit.track_ids, document.tracks)
    differences: list[Difference] = []
    number = document.next_track_number()
    for place, (suggestion_id, track_id) in enumerate(zip(edit.suggestion_ids, edit.track_ids, strict=True)):
        suggestion = rules.open_suggestion(document, suggestion_id)
        if not isinstance(suggestion, SuggestedTrack):
            raise ValueError("suggestions in time are accepted as labels")
        rules.class_in_use(document, suggestion.class_id)
        track = Track(
            track_id,
            document.medium.id,
            suggestion.class_id,
            edit.actor_id,
            number + place,
            Origin.SUGGESTION,
            edit.verification,
        )
        boxes = _accepted_boxes(suggestion, track_id, edit.only)
        differences += [_accepted(suggestion, edit, track_id), *added([track, *boxes])]
    return tuple(differences)


def _accepted(
    suggestion: Suggestion | SuggestedTrack, edit: e.AcceptSuggestions | e.AcceptTracks, label_id: str
) -> Difference:
    decided = replace(
        suggestion,
        decision=Decision.ACCEPTED,
        decided_by=edit.actor_id,
        decided_at=edit.at,
        label_id=label_id,
    )
    return Difference(suggestion, decided)


def _accepted_boxes(suggestion: SuggestedTrack, track_id: str, only: int | None) -> list[KeyFrame]:
    if only is None:
        return [replace(k, track_id=track_id) for k in suggestion.key_frames]
    shown = rules.known(box_at(suggestion.key_frames, only), "box")
    return [replace(shown, track_id=track_id)]
