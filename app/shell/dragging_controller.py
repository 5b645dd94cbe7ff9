"""What was dragged on the timeline becomes edits: one for everything that moved together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from app.domain import edits as e
from app.domain.timebase import TimeRange
from app.session.labelling import Labelling
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.views.texts import tr
from app.views.timeline.gesture import Placed


class DraggingController(QObject):
    """The timeline shows the old state until an edit is stored, and so where one is refused."""

    def __init__(
        self, context: FilmContext, *, labels: LabelController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._feedback = context.feedback
        self._labels = labels
        timeline = context.window.timeline
        timeline.labels_move_requested.connect(self.move)
        timeline.complete_change_requested.connect(self.change_complete)

    def move(self, places: Sequence[Placed]) -> None:
        """Labels to other times, other classes, or both."""
        labelling = self._labels.labelling
        if labelling is None:
            return
        changes = tuple(change for place in places for change in _changes(labelling, place))
        if self._feedback.attempt(lambda: labelling.perform(e.ChangeSegments(changes))) is not None:
            self._feedback.say(tr("{count} labels moved", count=len(changes)) if len(changes) > 1 else "")

    def change_complete(self, complete_id: str, range_: TimeRange) -> None:
        """A complete range with other edges. It is another vouching, by whoever drags it now."""
        labelling = self._labels.labelling
        before = labelling.document.complete_ranges.get(complete_id) if labelling is not None else None
        if labelling is None or before is None:
            return
        after = replace(
            before,
            id=labelling.new_id(),
            range=labelling.whole_frames(range_),
            actor_id=labelling.person.id,
        )
        steps = (e.UnmarkComplete(complete_id), e.MarkComplete(after))
        done = self._feedback.attempt(lambda: labelling.perform_all("change a complete range", steps))
        if done is not None:
            self._labels.select((after.id,))


def _changes(labelling: Labelling, place: Placed) -> list[e.ChangeSegment]:
    segment = labelling.document.segments.get(place.id)
    if segment is None:
        return []
    range_ = (
        TimeRange.point(labelling.frame_start(place.range.start))
        if segment.is_point
        else labelling.whole_frames(place.range)
    )
    return [e.ChangeSegment(place.id, range=range_, class_id=place.class_id)]
