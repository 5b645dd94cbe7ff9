"""What a document puts on the timeline, arranged for painting and kept in step with its changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.domain.changes import Change
from app.domain.document import Document
from app.domain.segments import CompleteRange, Segment
from app.domain.suggestions import Decision, Suggestion
from app.domain.timebase import TimeRange
from app.views.timeline.lanes import EVERY_CLASS, HEADINGS, LaneName, Section
from app.views.timeline.range_columns import RangeColumns
from app.views.timeline.track_lanes import ClassTracks, classes_touched, tracks_of

LaneKey = tuple[str, str]  # (layer id, class id); labels have no layer
_LABELS = ""


class TimelineContent:
    """Labels and tracks by class, open suggestions by layer and class."""

    def __init__(self, document: Document | None) -> None:
        self._document = document
        self._columns: dict[LaneKey, RangeColumns] = {}
        self.tracks: dict[str, ClassTracks] = {}
        self.visible_layers: frozenset[str] | None = None
        self.rebuild()

    @property
    def document(self) -> Document | None:
        return self._document

    def rebuild(self) -> None:
        self._columns, self.tracks = {}, {}
        if self._document is None:
            return
        for class_id in {track.class_id for track in self._document.tracks.values()}:
            self._read_tracks(self._document, class_id)
        groups: dict[LaneKey, list[Segment | Suggestion]] = defaultdict(list)
        for segment in self._document.segments:
            groups[_LABELS, segment.class_id].append(segment)
        for suggestion in self._document.suggestions:
            if suggestion.decision is Decision.OPEN:
                groups[suggestion.layer_id, suggestion.class_id].append(suggestion)
        self._columns = {key: RangeColumns.of(entities) for key, entities in groups.items()}

    def adopt(self, change: Change) -> frozenset[LaneName]:
        """Follow a change that the document has adopted already; returns the lanes that it touches."""
        removed: dict[LaneKey, list[Segment | Suggestion]] = defaultdict(list)
        added: dict[LaneKey, list[Segment | Suggestion]] = defaultdict(list)
        for difference in change.differences:
            for groups, entity in ((removed, difference.before), (added, difference.after)):
                key = _key_of(entity)
                if key is not None and isinstance(entity, Segment | Suggestion):
                    groups[key].append(entity)
        keys = removed.keys() | added.keys()
        for key in keys:
            columns = self._columns.get(key) or RangeColumns.of(())
            columns = columns.replaced(removed[key], added[key])
            if len(columns):
                self._columns[key] = columns
            else:
                self._columns.pop(key, None)
        touched = {
            (Section.LABELS if layer == _LABELS else Section.MODEL, class_id) for layer, class_id in keys
        }
        if change.touches(CompleteRange):
            touched.add((Section.COMPLETE, EVERY_CLASS))
        # What a heading says may depend on whether there is anything at all.
        return HEADINGS | touched | {(Section.BOXES, class_id) for class_id in self._adopt_tracks(change)}

    def _adopt_tracks(self, change: Change) -> set[str]:
        """Returns the classes whose tracks changed."""
        document = self._document
        if document is None:
            return set()
        touched = classes_touched(change, document)
        # Which class a key frame's track was of is certain where there is one only.
        alone = self.tracks.get(next(iter(touched))) if len(touched) == 1 else None
        for class_id in touched:
            if alone is not None and any(t.class_id == class_id for t in document.tracks.values()):
                self.tracks[class_id] = alone.followed(document, change, class_id)
            else:
                self._read_tracks(document, class_id)
        return touched

    def _read_tracks(self, document: Document, class_id: str) -> None:
        self.tracks.pop(class_id, None)
        found = tracks_of(document, class_id)
        if found is not None:
            self.tracks[class_id] = found

    # --- reading ---------------------------------------------------------------------------

    def label_classes(self) -> set[str]:
        """Classes that have labels."""
        return {class_id for layer, class_id in self._columns if layer == _LABELS}

    def suggestion_classes(self) -> set[str]:
        """Classes that have open suggestions in a visible layer."""
        return {class_id for layer, class_id in self._columns if layer != _LABELS and self._shown(layer)}

    def proposes_tracks(self) -> bool:
        """Whether boxes wait on the picture for a decision, of a visible layer."""
        tracks = self._document.suggested_tracks if self._document is not None else ()
        return any(t.decision is Decision.OPEN and self._shown(t.layer_id) for t in tracks)

    def labels(self, class_id: str) -> list[RangeColumns]:
        found = self._columns.get((_LABELS, class_id))
        return [found] if found is not None else []

    def suggestions(self, class_id: str) -> list[RangeColumns]:
        return [
            columns
            for (layer, of_class), columns in self._columns.items()
            if layer != _LABELS and of_class == class_id and self._shown(layer)
        ]

    def segment(self, segment_id: str) -> Segment | None:
        return self._document.segments.get(segment_id) if self._document is not None else None

    def suggestion(self, suggestion_id: str) -> Suggestion | None:
        return self._document.suggestions.get(suggestion_id) if self._document is not None else None

    def complete(self, window: TimeRange) -> Sequence[CompleteRange]:
        """The complete ranges in the window, in order of start."""
        return () if self._document is None else self._document.complete_ranges.overlapping(window)

    def complete_range(self, complete_id: str) -> CompleteRange | None:
        return self._document.complete_ranges.get(complete_id) if self._document is not None else None

    @property
    def any_complete(self) -> bool:
        return self._document is not None and len(self._document.complete_ranges) > 0

    def _shown(self, layer: str) -> bool:
        return self.visible_layers is None or layer in self.visible_layers


def _key_of(entity: object) -> LaneKey | None:
    match entity:
        case Segment():
            return _LABELS, entity.class_id
        case Suggestion(decision=Decision.OPEN):
            return entity.layer_id, entity.class_id
    return None
