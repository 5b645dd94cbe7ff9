"""Walking the suggestions of the run in use: uncertain ones first, accept or reject, and go on."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain import edits as e
from app.domain.changes import Change
from app.domain.document import Document
from app.domain.segments import Verification
from app.domain.suggestions import Suggestion
from app.domain.timebase import TimeRange
from app.session.editing import Editing
from app.session.ports import Clock, NewId
from app.session.project import Project

BULK = 5
"""Accepting this many at once is a bulk decision, whatever was played."""


class Review:
    """Decisions on suggestions. What was played since they appeared is remembered, so that an accepted
    label says whether a person really saw the moment (`seen`) or not (`unseen`)."""

    def __init__(self, project: Project, editing: Editing, now: Clock, new_id: NewId) -> None:
        self._project = project
        self._editing = editing
        self._now = now
        self._new_id = new_id
        self._played: dict[str, list[TimeRange]] = {}

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

    def was_seen(self, suggestion: Suggestion) -> bool:
        """Half of the suggestion at least was played (a point: the point)."""
        seen = 0
        for range_ in self.played(suggestion.medium_id):
            shared = range_.intersection(suggestion.range)
            seen += shared.length if shared else 0
        return 2 * seen >= suggestion.range.length

    def visible_layers(self, medium_id: str) -> frozenset[str]:
        """Layers of the run in use (else the newest run that has one here); older ones are hidden."""
        document = self._project.document(medium_id)
        run = self._project.catalogue.run_in_use
        mine = document.layers_of(run.id) if run else []
        if not mine:
            runs = self._project.catalogue.runs
            numbered = [(runs[layer.run_id].number, layer) for layer in document.layers.values()]
            newest = max((number for number, _ in numbered), default=0)
            mine = [layer for number, layer in numbered if number == newest]
        return frozenset(layer.id for layer in mine)

    def queue(self, medium_id: str) -> list[Suggestion]:
        """Open suggestions, the least certain first; ties in order of time.

        What a person labelled already, by more than half and as the same class, is not asked again.
        """
        document = self._project.document(medium_id)
        waiting = document.open_suggestions(self.visible_layers(medium_id))
        asked = [s for s in waiting if not _labelled_already(s, document)]
        return sorted(asked, key=lambda s: (s.score, s.range.start))

    def open_count(self) -> int:
        """Open visible suggestions of all media whose documents are loaded."""
        return sum(len(self.queue(document.medium.id)) for document in self._project.loaded_documents())

    def accept(self, suggestion: Suggestion, range_: TimeRange | None = None) -> Change:
        """Accept one, with changed edges where `range_` is given."""
        verification = Verification.SEEN if self.was_seen(suggestion) else Verification.UNSEEN
        return self._accept((suggestion,), verification, range_)

    def accept_many(self, suggestions: Sequence[Suggestion]) -> Change | None:
        """Accept several of one medium in one edit."""
        if not suggestions:
            return None
        if len(suggestions) >= BULK or not all(map(self.was_seen, suggestions)):
            return self._accept(tuple(suggestions), Verification.BULK)
        return self._accept(tuple(suggestions), Verification.SEEN)

    def reject(self, *suggestions: Suggestion) -> Change:
        edit = e.RejectSuggestions(
            tuple(s.id for s in suggestions), self._project.person.id, self._now().isoformat()
        )
        return self._editing.perform(edit, medium_id=suggestions[0].medium_id)

    def _accept(
        self, suggestions: tuple[Suggestion, ...], verification: Verification, range_: TimeRange | None = None
    ) -> Change:
        edit = e.AcceptSuggestions(
            tuple(s.id for s in suggestions),
            tuple(self._new_id() for _ in suggestions),
            self._project.person.id,
            self._now().isoformat(),
            verification,
            range_,
        )
        return self._editing.perform(edit, medium_id=suggestions[0].medium_id)


def _labelled_already(suggestion: Suggestion, document: Document) -> bool:
    for segment in document.segments.overlapping(suggestion.range):
        shared = suggestion.range.intersection(segment.range)
        same = segment.class_id == suggestion.class_id
        if same and shared and 2 * shared.length > suggestion.range.length:
            return True
    return False
