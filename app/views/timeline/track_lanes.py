"""When tracks of boxes are present, and where their key frames are. Numbers only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.changes import Change
from app.domain.document import Document
from app.domain.timebase import TimeRange
from app.domain.tracks import KeyFrame, Track
from app.views.timeline.range_columns import RangeColumns


@dataclass(frozen=True, slots=True)
class ClassTracks:
    """All tracks of one class: ranges in which an object is present, and the key frames' ticks, sorted."""

    present: RangeColumns
    key_ticks: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Presence:
    id: str
    range: TimeRange


def tracks_of(document: Document, class_id: str) -> ClassTracks | None:
    """None where the class has no track. The last box is held to the film's end unless it says `outside`."""
    tracks = [track for track in document.tracks.values() if track.class_id == class_id]
    ticks = [key.tick for track in tracks for key in document.key_frames(track.id)]
    if not ticks:
        return None
    present = [
        _Presence(track.id, found)
        for track in tracks
        for found in _present(document.key_frames(track.id), document.medium.span.end)
    ]
    return ClassTracks(RangeColumns.of(present), np.unique(np.array(ticks, np.int64)))


def _present(key_frames: Iterable[KeyFrame], end: int) -> list[TimeRange]:
    found: list[TimeRange] = []
    since: int | None = None
    for key_frame in key_frames:
        if key_frame.outside and since is not None:
            found.append(TimeRange(since, key_frame.tick))
            since = None
        elif not key_frame.outside and since is None:
            since = key_frame.tick
    if since is not None:
        found.append(TimeRange(since, max(end, since + 1)))
    return found


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
