"""What is done to several labels and tracks of one medium at once: each time one deed, one undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.history import Deed
from app.domain.ontology import ClassKind, LabelClass
from app.domain.segments import Segment
from app.domain.texts import Text
from app.domain.timebase import TimeRange
from app.domain.tracks import Track
from app.session.labelling import Labelling, described

Labelled = Segment | Track
OF_BOXES = Text("{class_name} is a class of boxes.")
OF_TIME = Text("{class_name} is a class of labels in time.")


class SelectedLabels:
    """The labels, tracks and complete ranges among `ids` that stand now; made anew for each gesture."""

    def __init__(self, labelling: Labelling, ids: Iterable[str]) -> None:
        self._labelling = labelling
        document = self._document = labelling.document
        wanted = tuple(dict.fromkeys(ids))
        self.segments = tuple(s for i in wanted if (s := document.segments.get(i)) is not None)
        self.tracks = tuple(document.tracks[i] for i in wanted if i in document.tracks)
        self.complete = tuple(c for i in wanted if (c := document.complete_ranges.get(i)) is not None)

    def __len__(self) -> int:
        return len(self.segments) + len(self.tracks) + len(self.complete)

    @property
    def labels(self) -> tuple[Labelled, ...]:
        return (*self.segments, *self.tracks)

    def set_class(self, class_id: str) -> Deed:
        """Values that the new class does not take go; a class of boxes is for tracks, others for the rest."""
        label_class = self._document.ontology.get(class_id)
        if label_class is None:
            raise UserError("The class does not exist any more.", way_out="Choose another class.")
        is_box = label_class.kind is ClassKind.BOX
        if self.segments if is_box else self.tracks:
            raise UserError(
                OF_BOXES if is_box else OF_TIME, way_out="Choose another class.", class_name=label_class.name
            )
        return self._change("change the class", lambda label: _of_class(label, label_class))

    def set_attribute(self, name: str, value: str) -> Deed:
        """An empty value takes it off."""
        return self._change(
            f"change {name}",
            lambda label: replace(label, attributes=described(label.attributes, name, value)),
        )

    def set_comment(self, comment: str) -> Deed:
        return self._change("comment", lambda label: replace(label, comment=comment))

    def _change(self, verb: str, changed: Callable[[Labelled], Labelled]) -> Deed:
        segments = []
        for segment in self.segments:
            after = changed(segment)
            segments.append(
                e.ChangeSegment(
                    segment.id,
                    class_id=after.class_id,
                    comment=after.comment,
                    attributes=dict(after.attributes),
                )
            )
        edits: list[e.DocumentEdit] = [e.ChangeSegments(tuple(segments))] if segments else []
        for track in self.tracks:
            after = changed(track)
            edits.append(e.ChangeTrack(track.id, after.class_id, after.comment, dict(after.attributes)))
        return self._perform(verb, edits)

    def move(self, frames: int) -> Deed:
        """All of them by as many frames, at most to the ends of the film; their lengths stay."""
        stepped = self._labelling.stepped
        frames = self._room(frames)
        segments = tuple(
            e.ChangeSegment(
                s.id,
                range=TimeRange.point(stepped(s.range.start, frames))
                if s.is_point
                else TimeRange(stepped(s.range.start, frames), stepped(s.range.end, frames)),
            )
            for s in self.segments
        )
        edits: list[e.DocumentEdit] = [e.ChangeSegments(segments)] if segments else []
        for track in self.tracks:
            moved = (replace(k, tick=stepped(k.tick, frames)) for k in self._document.key_frames(track.id))
            edits.append(e.SetKeyFrames(track.id, tuple(moved), replaces=self._document.medium.span))
        return self._perform("move labels", edits)

    def _room(self, frames: int) -> int:
        """As much of `frames` as keeps the first and the last of them inside the film."""
        boxes = [k.tick for t in self.tracks for k in self._document.key_frames(t.id)]
        starts = [s.range.start for s in self.segments] + boxes
        ends = [self._labelling.frame_end(s.range.end - 1) for s in self.segments]
        ends += [self._labelling.frame_end(tick) for tick in boxes]
        if not starts:
            return frames
        number = self._labelling.boundary_number
        span = self._document.medium.span
        if frames < 0:
            return max(frames, number(span.start) - number(min(starts)))
        return min(frames, number(span.end) - number(max(ends)))

    def remove(self) -> Deed:
        edits: list[e.DocumentEdit] = []
        if self.segments:
            edits.append(e.RemoveSegments(tuple(s.id for s in self.segments)))
        edits += [e.RemoveTrack(track.id) for track in self.tracks]
        edits += [e.UnmarkComplete(complete.id) for complete in self.complete]
        return self._perform("remove labels", edits)

    def _perform(self, verb: str, edits: list[e.DocumentEdit]) -> Deed:
        if not edits:
            raise UserError("Select a label first.")
        return self._labelling.perform_all(verb, edits)


def _of_class(label: Labelled, label_class: LabelClass) -> Labelled:
    kept = {
        name: value
        for name, value in label.attributes.items()
        if (attribute := label_class.attribute(name)) is None or attribute.takes(value)
    }
    return replace(label, class_id=label_class.id, attributes=kept)
