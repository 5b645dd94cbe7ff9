"""From gestures to edits: taps on class keys, in and out marks, edges, splits."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain import edits as e
from app.domain.changes import Change
from app.domain.document import Document
from app.domain.errors import UserError
from app.domain.ontology import ClassKind, LabelClass
from app.domain.segments import CompleteRange, Segment
from app.domain.timebase import TimeRange
from app.session.editing import Editing
from app.session.ports import FrameTimes, NewId
from app.session.project import Project


@dataclass(frozen=True, slots=True)
class Pending:
    """A segment whose start was tapped and whose end was not yet."""

    class_id: str
    start: int


class Labelling:
    """Gestures on one medium. Ranges always cover whole frames where the medium has a picture."""

    def __init__(self, project: Project, editing: Editing, medium_id: str, new_id: NewId) -> None:
        self._project = project
        self._editing = editing
        self._medium_id = medium_id
        self._new_id = new_id
        self._frames: FrameTimes | None = None
        self.pending: dict[str, Pending] = {}
        self.mark_in: int | None = None
        self.mark_out: int | None = None

    def set_frames(self, frames: FrameTimes | None) -> None:
        """The medium's frame times once they are known; None for sound-only media."""
        self._frames = frames

    @property
    def document(self) -> Document:
        return self._project.document(self._medium_id)

    # --- segments and points -----------------------------------------------------------------

    def tap(self, class_id: str, tick: int) -> Change | None:
        """A class key at `tick`: between marks, the segment between them; else a point, or start / end.

        Returns the Change, or None when the tap only started a segment.
        """
        label_class = self._class(class_id)
        if label_class.kind is ClassKind.BOX:
            raise UserError(
                f"{label_class.name} is a class of boxes.", way_out="Press N and draw a box on the picture."
            )
        if self.mark_in is not None and self.mark_out is not None and self.mark_in < self.mark_out:
            marked = TimeRange(self.mark_in, self.mark_out)
            self.mark_in = self.mark_out = None
            return self.add_segment(class_id, marked)
        if label_class.kind is ClassKind.POINT:
            return self._add_point(label_class, tick)
        started = self.pending.pop(class_id, None)
        if started is None:
            self.pending[class_id] = Pending(class_id, self.frame_start(tick))
            return None
        first, last = min(started.start, tick), max(started.start, tick)
        return self.add_segment(class_id, self._widened(label_class, first, self._frame_end(last)))

    def cancel_pending(self) -> None:
        self.pending.clear()
        self.mark_in = self.mark_out = None

    def set_in(self, tick: int) -> None:
        self.mark_in = self.frame_start(tick)

    def set_out(self, tick: int) -> None:
        self.mark_out = self._frame_end(tick)

    def add_segment(self, class_id: str, range_: TimeRange, comment: str = "") -> Change:
        """A label by hand on the whole frames that `range_` touches."""
        segment = Segment(
            self._new_id(),
            self._medium_id,
            class_id,
            self.whole_frames(range_),
            self._project.person.id,
            comment=comment,
        )
        return self._perform(e.AddSegments((segment,)))

    def _add_point(self, label_class: LabelClass, tick: int) -> Change:
        if label_class.lead_ms or label_class.lag_ms:  # one tap makes a clip
            start = self.frame_start(tick)
            return self.add_segment(label_class.id, self._widened(label_class, start, self._frame_end(tick)))
        point = Segment(
            self._new_id(),
            self._medium_id,
            label_class.id,
            TimeRange.point(self.frame_start(tick)),
            self._project.person.id,
            is_point=True,
        )
        return self._perform(e.AddSegments((point,)))

    def change_edges(self, segment_id: str, range_: TimeRange) -> Change:
        segment = self.document.segments.get(segment_id)
        if segment is not None and segment.is_point:
            range_ = TimeRange.point(self.frame_start(range_.start))
        else:
            range_ = self.whole_frames(range_)
        return self._perform(e.ChangeSegment(segment_id, range=range_))

    def nudge(self, segment_id: str, *, edge: str, frames: int) -> Change:
        """Move the `start` or `end` edge by whole frames."""
        segment = self.document.segments.get(segment_id)
        if segment is None:
            raise UserError("Select a label first.")
        range_ = segment.range
        if segment.is_point:
            return self.change_edges(segment_id, TimeRange.point(self._stepped(range_.start, frames)))
        if edge == "start":
            start = min(self._stepped(range_.start, frames), range_.end - 1)
            return self.change_edges(segment_id, TimeRange(start, range_.end))
        end = max(self._stepped(range_.end, frames), range_.start + 1)
        return self.change_edges(segment_id, TimeRange(range_.start, end))

    def set_class(self, segment_id: str, class_id: str) -> Change:
        return self._perform(e.ChangeSegment(segment_id, class_id=class_id))

    def set_comment(self, segment_id: str, comment: str) -> Change:
        return self._perform(e.ChangeSegment(segment_id, comment=comment))

    def split(self, segment_id: str, tick: int) -> Change:
        return self._perform(e.SplitSegment(segment_id, self.frame_start(tick), self._new_id()))

    def merge(self, segment_ids: tuple[str, ...]) -> Change:
        return self._perform(e.MergeSegments(segment_ids))

    def remove(self, segment_ids: tuple[str, ...]) -> Change:
        return self._perform(e.RemoveSegments(segment_ids))

    def mark_complete(self, range_: TimeRange) -> Change:
        """Vouch that what is not labelled in `range_` is background."""
        complete = CompleteRange(
            self._new_id(), self._medium_id, self.whole_frames(range_), self._project.person.id
        )
        return self._perform(e.MarkComplete(complete))

    def unmark_complete(self, complete_id: str) -> Change:
        return self._perform(e.UnmarkComplete(complete_id))

    # --- whole frames --------------------------------------------------------------------------

    def frame_start(self, tick: int) -> int:
        """Start of the frame shown at `tick`, inside the medium."""
        span = self.document.medium.span
        tick = min(max(tick, span.start), span.end - 1)
        return tick if self._frames is None else self._frames.start_of(self._frames.frame_at(tick))

    def _frame_end(self, tick: int) -> int:
        span = self.document.medium.span
        tick = min(max(tick, span.start), span.end - 1)
        end = tick + 1 if self._frames is None else self._frames.end_of(self._frames.frame_at(tick))
        return min(end, span.end)

    def whole_frames(self, range_: TimeRange) -> TimeRange:
        """The whole frames that `range_` touches, inside the medium."""
        start, end = self.frame_start(range_.start), self._frame_end(range_.end - 1)
        return TimeRange(start, max(end, start + 1))

    def _stepped(self, tick: int, frames: int) -> int:
        span = self.document.medium.span
        if self._frames is None:
            return min(max(tick + frames * self.document.medium.scale.ticks(0.01), span.start), span.end)
        at_end = tick >= span.end
        number = (len(self._frames) if at_end else self._frames.frame_at(tick)) + frames
        if number >= len(self._frames):
            return span.end
        return self._frames.start_of(max(number, 0))

    def _widened(self, label_class: LabelClass, start: int, end: int) -> TimeRange:
        scale, span = self.document.medium.scale, self.document.medium.span
        lead = scale.ticks(label_class.lead_ms / 1000) if label_class.lead_ms else 0
        lag = scale.ticks(label_class.lag_ms / 1000) if label_class.lag_ms else 0
        return TimeRange(max(span.start, start - lead), min(span.end, end + lag))

    def _class(self, class_id: str) -> LabelClass:
        label_class = self._project.catalogue.ontology.get(class_id)
        if label_class is None:
            raise UserError("The class does not exist any more.", way_out="Choose another class.")
        return label_class

    def _perform(self, edit: e.DocumentEdit) -> Change:
        return self._editing.perform(edit, medium_id=self._medium_id)
