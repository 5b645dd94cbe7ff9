"""When tracks of boxes are present, and where their key frames are. Numbers only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.changes import Change
from app.domain.document import Document
from app.domain.key_frames import KeyFrames
from app.domain.timebase import TimeRange
from app.domain.tracks import KeyFrame, Track
from app.views.timeline.range_columns import RangeColumns


@dataclass(frozen=True, slots=True)
class ClassTracks:
    """All tracks of one class: ranges in which an object is present, and the key frames' ticks, sorted."""

    present: RangeColumns
    key_ticks: NDArray[np.int64]

    def followed(self, document: Document, change: Change, class_id: str) -> ClassTracks:
        """After a change that no track of the class came with or left with for another class."""
        touched = _touched(change)
        kept = self.present.without(touched)
        there = [t for t in touched if t in document.tracks and document.tracks[t].class_id == class_id]
        gone: list[int] = []
        come: list[int] = []
        for difference in change.differences:
            key_frame = difference.entity
            if isinstance(key_frame, KeyFrame) and (difference.before is None) != (difference.after is None):
                (come if difference.before is None else gone).append(key_frame.tick)
        ticks = self.key_ticks
        if gone:
            ticks = np.delete(ticks, _places(ticks, np.sort(np.array(gone, np.int64))))
        if come:
            added = np.sort(np.array(come, np.int64))
            ticks = np.insert(ticks, np.searchsorted(ticks, added), added)
        return ClassTracks(kept.replaced((), _presences(document, there)), ticks)


@dataclass(frozen=True, slots=True)
class _Presence:
    id: str
    range: TimeRange


def tracks_of(document: Document, class_id: str) -> ClassTracks | None:
    """None where the class has no track. The last box is held to the film's end unless it says `outside`."""
    tracks = [track.id for track in document.tracks.values() if track.class_id == class_id]
    found = [k for k in map(document.key_frames, tracks) if isinstance(k, KeyFrames)]
    if not found:
        return None
    ticks = np.concatenate([np.array(k.ticks, np.int64) for k in found])
    ticks.sort()
    return ClassTracks(RangeColumns.of(_presences(document, tracks)), ticks)


def _presences(document: Document, track_ids: Iterable[str]) -> list[_Presence]:
    end = document.medium.span.end
    return [
        _Presence(track_id, TimeRange(since, max(min(until, end), since + 1)))
        for track_id in track_ids
        if isinstance(key_frames := document.key_frames(track_id), KeyFrames)
        for since, until in key_frames.present()
    ]


def _places(ticks: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """An index for each of `wanted`, sorted, another one for each of those that are equal."""
    first = np.searchsorted(ticks, wanted)
    return np.asarray(first + (np.arange(len(wanted)) - np.searchsorted(wanted, wanted)), np.int64)


def _touched(change: Change) -> Collection[str]:
    entities = (e for d in change.differences for e in (d.before, d.after))
    ids = (e.id if isinstance(e, Track) else e.track_id for e in entities if isinstance(e, Track | KeyFrame))
    return dict.fromkeys(ids)


def classes_touched(change: Change, document: Document) -> set[str]:
    """Classes whose tracks `change` may have altered."""
    touched: set[str] = set()
    for difference in change.differences:
        for entity in (difference.before, difference.after):
            if isinstance(entity, Track):
                touched.add(entity.class_id)
            elif isinstance(entity, KeyFrame) and entity.track_id in document.tracks:
                touched.add(document.tracks[entity.track_id].class_id)
    return touched
