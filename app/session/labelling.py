"""From gestures to edits: taps on class keys, in and out marks, edges, splits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain import edits as e
from app.domain.changes import Change
from app.domain.document import Document
from app.domain.errors import UserError
from app.domain.history import Deed
from app.domain.ontology import AttributeKind, ClassKind, LabelClass
from app.domain.people import Actor
from app.domain.segments import CompleteRange, Segment
from app.domain.timebase import TimeRange, clock_text
from app.session.editing import Editing
from app.session.ports import FrameTimes, NewId
from app.session.project import Project


@dataclass(frozen=True, slots=True)
class Pending:
    """A segment whose start was tapped and whose end was not yet; `attributes` were described meanwhile."""

    class_id: str
    start: int
    attributes: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Described:
    """What a descriptor key said of a label; `value` empty: the flag was taken off again."""

    class_id: str
    attribute: str
    value: str


class Labelling:
    """Gestures on one medium. Ranges always cover whole frames where the medium has a picture."""

    def __init__(self, project: Project, editing: Editing, medium_id: str, new_id: NewId) -> None:
        self._project = project
        self._editing = editing
        self._medium_id = medium_id
        self._new_id = new_id
        self._frames: FrameTimes | None = None
        self._in_hand = ("", "")  # class and label, track or, empty, pending segment that keys describe
        self.pending: dict[str, Pending] = {}
        self.mark_in: int | None = None
        self.mark_out: int | None = None

    def set_frames(self, frames: FrameTimes | None) -> None:
        """The medium's frame times once they are known; None for sound-only media."""
        self._frames = frames

    def of(self, project: Project, editing: Editing) -> Labelling:
        """For the same film in another session on the same file; without taps and marks."""
        there = Labelling(project, editing, self._medium_id, self._new_id)
        there.set_frames(self._frames)
        return there

    @property
    def document(self) -> Document:
        return self._project.document(self._medium_id)

    # --- segments and points -----------------------------------------------------------------

    def tap(self, class_id: str, tick: int, speed: float = 0.0) -> Change | None:
        """A class key at `tick`: between marks, the segment between them; else a point, or start / end.

        `speed`: of the film while it plays, since the finger is late by the class's reaction delay; 0 while
        it stands. A lone in mark before it, or a lone out mark behind it, is the segment's other end.
        Returns the Change, or None when the tap only started a segment.
        """
        label_class = self._tappable(class_id)
        if self.mark_in is not None and self.mark_out is not None:
            return self._between_marks(class_id, TimeRange(self.mark_in, self.mark_out))
        tick -= round(label_class.reaction_ms / 1000 * speed / self.document.medium.time_base)
        if label_class.kind is ClassKind.POINT:
            return self._add_point(label_class, tick)
        started = self.pending.get(class_id)
        if started is not None:
            first, last = min(started.start, tick), max(started.start, tick)
            range_ = self._widened(label_class, first, self.frame_end(last))
            change = self.add_segment(class_id, range_, attributes=started.attributes)
            del self.pending[class_id]
            return change
        marked = self._to_lone_mark(tick)
        if marked is not None:
            return self._between_marks(class_id, marked)
        self.pending[class_id] = Pending(class_id, self.frame_start(tick))
        self._in_hand = (class_id, "")
        return None

    def _tappable(self, class_id: str) -> LabelClass:
        label_class = self._project.catalogue.ontology.get(class_id)
        if label_class is None:
            raise UserError("The class does not exist any more.", way_out="Choose another class.")
        if label_class.retired:
            raise UserError(
                "The class {class_name} is retired: it gets no new labels.",
                way_out="Choose another class.",
                class_name=label_class.name,
            )
        if label_class.kind is ClassKind.BOX:
            raise UserError(
                "{class_name} is a class of boxes.",
                way_out="Press N and draw a box on the picture.",
                class_name=label_class.name,
            )
        return label_class

    def _between_marks(self, class_id: str, marked: TimeRange) -> Change:
        change = self.add_segment(class_id, marked)
        self.mark_in = self.mark_out = None
        return change

    def _to_lone_mark(self, tick: int) -> TimeRange | None:
        """From a lone in mark to the frame of `tick`, or from there to a lone out mark; not on the mark's own
        frame, where a tap begins a segment as ever.
        """
        start, end = self.frame_start(tick), self.frame_end(tick)
        if self.mark_in is not None and self.mark_in < start:
            return TimeRange(self.mark_in, end)
        if self.mark_out is not None and end < self.mark_out:
            return TimeRange(start, self.mark_out)
        return None

    def cancel_pending(self) -> None:
        self.pending.clear()
        self.mark_in = self.mark_out = None

    def forget_classes(self) -> int:
        """Drop open segments whose class is gone or retired; returns how many."""
        in_use = {c.id for c in self._project.catalogue.ontology.in_use}
        gone = [class_id for class_id in self.pending if class_id not in in_use]
        for class_id in gone:
            del self.pending[class_id]
        return len(gone)

    def set_in(self, tick: int) -> None:
        """An out mark that lies before it goes."""
        self.mark_in = self.frame_start(tick)
        if self.mark_out is not None and self.mark_out <= self.mark_in:
            self.mark_out = None

    def set_out(self, tick: int) -> None:
        """The frame of `tick` is the last; an in mark that lies behind it goes."""
        self.mark_out = self.frame_end(tick)
        if self.mark_in is not None and self.mark_out <= self.mark_in:
            self.mark_in = None

    def add_segment(
        self, class_id: str, range_: TimeRange, comment: str = "", attributes: dict[str, str] | None = None
    ) -> Change:
        """A label by hand on the whole frames that `range_` touches."""
        segment = Segment(
            self._new_id(),
            self._medium_id,
            class_id,
            self.whole_frames(range_),
            self.person.id,
            comment=comment,
            attributes=dict(attributes or {}),
        )
        return self._add(segment)

    def _add_point(self, label_class: LabelClass, tick: int) -> Change:
        if label_class.lead_ms or label_class.lag_ms:  # one tap makes a clip
            start = self.frame_start(tick)
            return self.add_segment(label_class.id, self._widened(label_class, start, self.frame_end(tick)))
        point = Segment(
            self._new_id(),
            self._medium_id,
            label_class.id,
            TimeRange.point(self.frame_start(tick)),
            self.person.id,
            is_point=True,
        )
        return self._add(point)

    def _add(self, segment: Segment) -> Change:
        change = self.perform(e.AddSegments((segment,)))
        self._in_hand = (segment.class_id, segment.id)
        return change

    # --- descriptors -------------------------------------------------------------------------

    def take_in_hand(self, label_id: str) -> None:
        """From here on descriptor keys mean this label or track, as if it had been tapped."""
        label = self.document.segments.get(label_id) or self.document.tracks.get(label_id)
        if label is not None:
            self._in_hand = (label.class_id, label.id)

    def describe(self, key: str) -> Described | None:
        """Set what the descriptor `key` says on the label that was tapped last, before its end too.

        A flag's key once more takes it off. None where the key says nothing of that label.
        """
        class_id, label_id = self._in_hand
        document = self.document
        held = document.segments.get(label_id) or document.tracks.get(label_id) or self.pending.get(class_id)
        label_class = self._project.catalogue.ontology.get(held.class_id) if held is not None else None
        found = label_class.described_by(key) if label_class is not None else None
        if held is None or label_class is None or found is None:
            return None
        name, value = found
        attribute = label_class.attribute(name)
        is_flag = attribute is not None and attribute.kind is AttributeKind.FLAG
        said = "" if is_flag and held.attributes.get(name) == value else value
        attributes = described(held.attributes, name, said)
        match held:
            case Pending():
                self.pending[class_id] = replace(held, attributes=attributes)
            case Segment():
                self.perform(e.ChangeSegment(label_id, attributes=attributes))
            case _:
                self.perform(e.ChangeTrack(label_id, attributes=attributes))
        return Described(held.class_id, name, said)

    # --- edges -------------------------------------------------------------------------------

    def change_edges(self, segment_id: str, range_: TimeRange) -> Change:
        segment = self.document.segments.get(segment_id)
        if segment is not None and segment.is_point:
            range_ = TimeRange.point(self.frame_start(range_.start))
        else:
            range_ = self.whole_frames(range_)
        return self.perform(e.ChangeSegment(segment_id, range=range_))

    def retime(self, segment_id: str, *, start: int | None = None, end: int | None = None) -> Change:
        """Set an edge to a frame boundary. Raises UserError where nothing of the label would be left."""
        segment = self.document.segments.get(segment_id)
        if segment is None:
            raise UserError("Select a label first.")
        first = segment.range.start if start is None else start
        if segment.is_point:
            return self.change_edges(segment_id, TimeRange.point(first))
        last = segment.range.end if end is None else end
        if last <= first:
            scale = self.document.medium.scale
            raise UserError(
                "It would begin at {start} and end at {end}.",
                way_out="A label ends after it begins.",
                start=clock_text(scale.seconds(first)),
                end=clock_text(scale.seconds(last)),
            )
        return self.change_edges(segment_id, TimeRange(first, last))

    def nudge(self, segment_id: str, *, edge: str, frames: int) -> Change:
        """Move the `start` or `end` edge by whole frames."""
        segment = self.document.segments.get(segment_id)
        if segment is None:
            raise UserError("Select a label first.")
        range_ = segment.range
        if segment.is_point:
            return self.change_edges(segment_id, TimeRange.point(self.stepped(range_.start, frames)))
        if edge == "start":
            start = min(self.stepped(range_.start, frames), range_.end - 1)
            return self.change_edges(segment_id, TimeRange(start, range_.end))
        end = max(self.stepped(range_.end, frames), range_.start + 1)
        return self.change_edges(segment_id, TimeRange(range_.start, end))

    def extend(self, segment_id: str, tick: int) -> Change:
        """Bring the edge that `tick` lies behind to it: the end up to its frame, or the start back to it."""
        range_ = self._stretchable(segment_id).range
        if tick < range_.start:
            return self.change_edges(segment_id, TimeRange(self.frame_start(tick), range_.end))
        return self.change_edges(segment_id, TimeRange(range_.start, self.frame_end(tick)))

    def end_before(self, tick: int, but: str = "") -> Segment | None:
        """The segment that ended last at or before `tick`, `but` for one."""
        window = TimeRange(min(self.document.medium.start, tick - 1), tick)
        ended = [
            s
            for s in self.document.segments.overlapping(window)
            if s.range.end <= tick and not s.is_point and s.id != but
        ]
        return max(ended, key=lambda s: s.range.end, default=None)

    def begin_where_previous_ended(self, segment_id: str) -> Change:
        """Bring the start of a segment to the end of the one before it."""
        segment = self._stretchable(segment_id)
        before = self.end_before(segment.range.start, but=segment_id)
        if before is None:
            raise UserError("No label ends before this one.")
        return self.change_edges(segment_id, TimeRange(before.range.end, segment.range.end))

    def _stretchable(self, segment_id: str) -> Segment:
        segment = self.document.segments.get(segment_id)
        if segment is None:
            raise UserError("Select a label first.")
        if segment.is_point:
            raise UserError("A point has no length.", way_out="Move it instead of stretching it.")
        return segment

    def split(self, segment_id: str, tick: int) -> Change:
        return self.perform(e.SplitSegment(segment_id, self.frame_start(tick), self._new_id()))

    def merge(self, segment_ids: tuple[str, ...]) -> Change:
        return self.perform(e.MergeSegments(segment_ids))

    def mark_complete(self, range_: TimeRange, class_id: str = "") -> Change:
        """Vouch that what is not labelled in `range_` is background: for one class, or for all."""
        complete = CompleteRange(
            self._new_id(), self._medium_id, self.whole_frames(range_), self.person.id, class_id
        )
        return self.perform(e.MarkComplete(complete))

    # --- whole frames --------------------------------------------------------------------------

    def frame_start(self, tick: int) -> int:
        """Start of the frame shown at `tick`, inside the medium."""
        span = self.document.medium.span
        tick = min(max(tick, span.start), span.end - 1)
        return tick if self._frames is None else self._frames.start_of(self._frames.frame_at(tick))

    def frame_end(self, tick: int) -> int:
        """End of the frame shown at `tick`, inside the medium."""
        span = self.document.medium.span
        tick = min(max(tick, span.start), span.end - 1)
        end = tick + 1 if self._frames is None else self._frames.end_of(self._frames.frame_at(tick))
        return min(end, span.end)

    def whole_frames(self, range_: TimeRange) -> TimeRange:
        """The whole frames that `range_` touches, inside the medium."""
        start, end = self.frame_start(range_.start), self.frame_end(range_.end - 1)
        return TimeRange(start, max(end, start + 1))

    def boundary(self, tick: int) -> int:
        """The start or end of a frame that lies nearest to `tick`."""
        start, end = self.frame_start(tick), self.frame_end(tick)
        return start if tick - start < end - tick else end

    def boundary_number(self, tick: int) -> int:
        """How many frames begin before this frame boundary; steps of 10 ms where there are no frames."""
        span = self.document.medium.span
        if self._frames is None:
            return (tick - span.start) // self.document.medium.scale.ticks(0.01)
        return len(self._frames) if tick >= span.end else self._frames.frame_at(tick)

    def stepped(self, tick: int, frames: int) -> int:
        """The frame boundary `frames` on from one; 10 ms each where there are no frames."""
        span = self.document.medium.span
        if self._frames is None:
            return min(max(tick + frames * self.document.medium.scale.ticks(0.01), span.start), span.end)
        number = self.boundary_number(tick) + frames
        if number >= len(self._frames):
            return span.end
        return self._frames.start_of(max(number, 0))

    def _widened(self, label_class: LabelClass, start: int, end: int) -> TimeRange:
        scale, span = self.document.medium.scale, self.document.medium.span
        lead = scale.ticks(label_class.lead_ms / 1000) if label_class.lead_ms else 0
        lag = scale.ticks(label_class.lag_ms / 1000) if label_class.lag_ms else 0
        return TimeRange(max(span.start, start - lead), min(span.end, end + lag))

    # --- performing --------------------------------------------------------------------------

    @property
    def person(self) -> Actor:
        return self._project.person

    def new_id(self) -> str:
        return self._new_id()

    def perform(self, edit: e.DocumentEdit) -> Change:
        return self._editing.perform(edit, medium_id=self._medium_id)

    def perform_all(self, verb: str, edits: Sequence[e.DocumentEdit]) -> Deed:
        """Several edits as one deed, undone at once. Raises UserError."""
        return self._editing.perform_all(verb, edits, medium_id=self._medium_id)


def described(attributes: Mapping[str, str], name: str, value: str) -> dict[str, str]:
    """`attributes` with one of them set, or without it where `value` is empty."""
    kept = {known: said for known, said in attributes.items() if known != name}
    return {**kept, name: value} if value else kept
