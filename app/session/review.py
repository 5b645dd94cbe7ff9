"""Walking the suggestions of the run in use, in time and of boxes: accept or reject, and go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from app.domain import edits as e
from app.domain.changes import Change
from app.domain.document import Document
from app.domain.history import Deed
from app.domain.segments import Verification
from app.domain.suggestions import AnySuggestion, Decision, Layer, SuggestedTrack, Suggestion
from app.domain.timebase import TimeRange
from app.session.editing import Editing
from app.session.ports import Clock, NewId
from app.session.project import Project

BULK = 5
"""Accepting this many at once is a bulk decision, whatever was played."""


class Order(StrEnum):
    UNCERTAIN = "uncertain"
    TIME = "time"
    CLASS = "class"


class Pace:
    """How long a person takes for a decision: the median of the last ones, pauses left out."""

    LAST = 20
    PAUSE = timedelta(seconds=60)
    FEWEST = 3

    def __init__(self) -> None:
        self._before: datetime | None = None
        self._taken: list[timedelta] = []

    def decided(self, at: datetime) -> None:
        """One decision after the one before."""
        taken = at - self._before if self._before is not None else None
        self._before = at
        if taken is not None and timedelta() <= taken <= self.PAUSE:
            self._taken = [*self._taken[1 - self.LAST :], taken]

    def pause(self) -> None:
        """What comes next does not count from the decision before."""
        self._before = None

    def left(self, waiting: int) -> timedelta | None:
        """How long `waiting` decisions will take; None before there is anything to go by."""
        if len(self._taken) < self.FEWEST:
            return None
        return timedelta(seconds=median(t.total_seconds() for t in self._taken)) * waiting


class Review:
    """Decisions on suggestions. What was played since they appeared is remembered, so that an accepted
    label says whether a person really saw the moment (`seen`) or not (`unseen`)."""

    def __init__(self, project: Project, editing: Editing, now: Clock, new_id: NewId) -> None:
        self._project = project
        self._editing = editing
        self._now = now
        self._new_id = new_id
        self._played: dict[str, list[TimeRange]] = {}
        self.pace = Pace()

    def note_played(self, medium_id: str, range_: TimeRange) -> None:
        """`range_` was played or stepped through. Ranges are merged as they come."""
        played = self._played.setdefault(medium_id, [])
        start, end = range_.start, range_.end
        rest = []
        for other in played:
            if other.start <= end and start <= other.end:
                start, end = min(start, other.start), max(end, other.end)
            else:
                rest.append(other)
        self._played[medium_id] = sorted([*rest, TimeRange(start, end)])

    def played(self, medium_id: str) -> Sequence[TimeRange]:
        """Sorted, disjoint."""
        return self._played.get(medium_id, ())

    def was_seen(self, suggestion: AnySuggestion) -> bool:
        """Half of the suggestion at least was played (a point: the point)."""
        seen = 0
        for range_ in self.played(suggestion.medium_id):
            shared = range_.intersection(suggestion.range)
            seen += shared.length if shared else 0
        return 2 * seen >= suggestion.range.length

    def visible_layers(self, medium_id: str) -> frozenset[str]:
        """Layers of the run in use (else the newest run that has one here), and of the newest one that
        proposes boxes; older ones are hidden.
        """
        document = self._project.document(medium_id)
        run = self._project.catalogue.run_in_use
        boxed = {track.layer_id for track in document.suggested_tracks}
        timed = [layer for layer in document.layers.values() if layer.id not in boxed]
        mine = [layer for layer in timed if run is not None and layer.run_id == run.id]
        boxes = self._newest([layer for layer in document.layers.values() if layer.id in boxed])
        return frozenset(layer.id for layer in (*(mine or self._newest(timed)), *boxes))

    def _newest(self, layers: Sequence[Layer]) -> list[Layer]:
        runs = self._project.catalogue.runs
        newest = max((runs[layer.run_id].number for layer in layers), default=0)
        return [layer for layer in layers if runs[layer.run_id].number == newest]

    def queue(
        self, medium_id: str, order: Order = Order.UNCERTAIN, class_id: str = ""
    ) -> list[AnySuggestion]:
        """Open suggestions, of one class where given; the least certain first, else by time, or by class in
        the order of classes and then by time. Ties in order of time.

        What a person labelled already, by more than half and as the same class, is not asked again, nor is
        what is of a retired class.
        """
        document = self._project.document(medium_id)
        layers = self.visible_layers(medium_id)
        waiting = [s for s in document.open_suggestions(layers) if not _labelled_already(s, document)]
        tracks = [
            t for t in document.suggested_tracks if t.layer_id in layers and t.decision is Decision.OPEN
        ]
        everything: list[AnySuggestion] = [*waiting, *tracks]
        in_use = {c.id for c in document.ontology.in_use}
        asked = [s for s in everything if s.class_id in in_use and class_id in ("", s.class_id)]
        places = {c.id: place for place, c in enumerate(document.ontology)}

        def key(s: AnySuggestion) -> tuple[float, int]:
            first = {Order.UNCERTAIN: s.score, Order.CLASS: places.get(s.class_id, 0), Order.TIME: 0}[order]
            return first, s.range.start

        return sorted(asked, key=key)

    def reviewed(self, medium_id: str) -> int:
        """How many of the visible suggestions were accepted or rejected."""
        document, layers = self._project.document(medium_id), self.visible_layers(medium_id)
        everything = (*document.suggestions, *document.suggested_tracks)
        return sum(s.layer_id in layers and s.decision is not Decision.OPEN for s in everything)

    def above(self, waiting: Sequence[AnySuggestion], score: float, range_: TimeRange) -> list[AnySuggestion]:
        """Those of `waiting` with `score` or more that lie inside `range_`."""
        inside = (s for s in waiting if range_.start <= s.range.start and s.range.end <= range_.end)
        return [s for s in inside if s.score >= score]

    def open_count(self) -> int:
        """Open visible suggestions of all media whose documents are loaded."""
        return sum(len(self.queue(document.medium.id)) for document in self._project.loaded_documents())

    def accept(self, suggestion: AnySuggestion, range_: TimeRange | None = None) -> Change:
        """Accept one, with changed edges where `range_` is given."""
        verification = Verification.SEEN if self.was_seen(suggestion) else Verification.UNSEEN
        (edit,) = self._acceptances((suggestion,), verification, range_)
        change = self._editing.perform(edit, medium_id=suggestion.medium_id)
        self.pace.decided(self._now())
        return change

    def accept_many(self, suggestions: Sequence[AnySuggestion]) -> Deed | None:
        """Accept several of one medium as one deed to undo."""
        if not suggestions:
            return None
        seen = len(suggestions) < BULK and all(map(self.was_seen, suggestions))
        edits = self._acceptances(suggestions, Verification.SEEN if seen else Verification.BULK)
        self.pace.pause()
        medium_id = suggestions[0].medium_id
        return self._editing.perform_batch("accept suggestions", [(edit, medium_id) for edit in edits])

    def reject(self, *suggestions: AnySuggestion) -> Change:
        edit = e.RejectSuggestions(
            tuple(s.id for s in suggestions), self._project.person.id, self._now().isoformat()
        )
        change = self._editing.perform(edit, medium_id=suggestions[0].medium_id)
        self.pace.decided(self._now())
        return change

    def _acceptances(
        self,
        suggestions: Sequence[AnySuggestion],
        verification: Verification,
        range_: TimeRange | None = None,
    ) -> list[e.DocumentEdit]:
        """One edit for those in time, one for those of boxes."""
        tracks = tuple(s.id for s in suggestions if isinstance(s, SuggestedTrack))
        labels = tuple(s.id for s in suggestions if not isinstance(s, SuggestedTrack))
        person, at = self._project.person.id, self._now().isoformat()
        edits: list[e.DocumentEdit] = []
        if labels:
            ids = tuple(self._new_id() for _ in labels)
            edits.append(e.AcceptSuggestions(labels, ids, person, at, verification, range_))
        if tracks:
            ids = tuple(self._new_id() for _ in tracks)
            edits.append(e.AcceptTracks(tracks, ids, person, at, verification))
        return edits


def _labelled_already(suggestion: Suggestion, document: Document) -> bool:
    asked = suggestion.range
    return any(
        segment.class_id == suggestion.class_id
        and 2 * (min(segment.range.end, asked.end) - max(segment.range.start, asked.start)) > asked.length
        for segment in document.segments.overlapping(asked)
    )
