"""Labelling by hand: taps, marks, edges, selection. Gestures come in, edits go to the session."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain import edits as e
from app.domain.changes import Change
from app.domain.document import Document
from app.domain.errors import UserError
from app.domain.history import Deed
from app.domain.ontology import ClassKind, LabelClass
from app.domain.segments import CompleteRange, Segment
from app.domain.suggestions import Suggestion
from app.domain.timebase import TimeRange, clock_text
from app.domain.tracks import KeyFrame, Track
from app.session.boxes import Boxes
from app.session.labelling import Labelling
from app.session.project import new_classes
from app.session.selected_labels import SelectedLabels
from app.shell.film_context import FilmContext
from app.shell.long_deeds import LongDeeds
from app.shell.workspace import Workspace, new_id
from app.views.dialogs.questions import Questions
from app.views.labels.label_table import LabelRow, TrackRow
from app.views.texts import told, tr

T = TypeVar("T")


class LabelController(QObject):
    """Labels in time of the film that is shown."""

    selection_changed = Signal(tuple)  # ids of labels, suggestions or tracks
    box_class_chosen = Signal(str)  # a class of boxes was tapped: draw one

    def __init__(
        self,
        context: FilmContext,
        *,
        questions: Questions,
        taken_keys: Callable[[], Collection[str]] = tuple,
        parent: QObject | None = None,
    ) -> None:
        """`taken_keys`: letters and digits that mean an action while labelling."""
        super().__init__(parent)
        self._window, self._player, self._feedback = context.window, context.player, context.feedback
        self._questions, self._taken_keys = questions, taken_keys
        self._deeds = LongDeeds(context.film, context.feedback)
        self._workspace: Workspace | None = None
        self._people: dict[str, str] = {}
        self._medium_id = ""
        self.selection: tuple[str, ...] = ()

    # --- what is shown ---------------------------------------------------------------------

    @property
    def document(self) -> Document | None:
        if self._workspace is None or not self._medium_id:
            return None
        return self._workspace.project.document(self._medium_id)

    @property
    def labelling(self) -> Labelling | None:
        if self._workspace is None or not self._medium_id:
            return None
        return self._workspace.labelling(self._medium_id)

    @property
    def boxes(self) -> Boxes | None:
        if self._workspace is None or not self._medium_id:
            return None
        return self._workspace.boxes(self._medium_id)

    def show(self, workspace: Workspace | None, medium_id: str) -> None:
        """Another film, or none."""
        self._workspace, self._medium_id = workspace, medium_id
        self.select(())
        document, window = self.document, self._window
        if document is None or workspace is None:
            window.label_list.set_rows(())
            window.timeline.set_document(None)
            window.timeline.set_pending("", None)
            window.timeline.set_marks(())
            return
        window.label_list.set_scale(document.medium.scale)
        self._show_people(workspace)
        window.label_list.set_rows(
            [*document.segments, *_track_rows(document, document.tracks), *document.complete_ranges]
        )
        window.timeline.set_document(document)
        self._show_pending()

    def _show_people(self, workspace: Workspace) -> None:
        self._people = {a.id: a.name for a in workspace.project.store.actors().values()}
        self._window.label_list.set_people(self._people)

    def show_classes(self) -> None:
        """The ontology or the counts changed."""
        workspace, window = self._workspace, self._window
        if workspace is None:
            return
        ontology = workspace.project.catalogue.ontology
        window.class_list.set_classes(tuple(ontology), workspace.tally.by_class())
        window.label_list.set_ontology(ontology)
        window.timeline.set_ontology(ontology)
        self._drop_open_of_gone_classes()

    def _drop_open_of_gone_classes(self) -> None:
        labelling = self.labelling
        if labelling is not None and labelling.forget_classes():
            self._show_pending()
            self._feedback.fact(tr("The segment that was begun is dropped: its class is gone or retired."))

    def follow(self, change: Change) -> None:
        """A stored change of this film's labels: touch only what changed."""
        document = self.document
        if document is None or change.medium_id != self._medium_id or self._workspace is None:
            return
        self._window.timeline.refresh(change)
        tracks = {
            entity.id if isinstance(entity, Track) else entity.track_id
            for entity in (d.entity for d in change.differences)
            if isinstance(entity, Track | KeyFrame)
        }
        segments = [d for d in change.differences if isinstance(d.entity, Segment | CompleteRange)]
        removed = [d.entity.id for d in segments if d.after is None]
        removed += [t for t in tracks if t not in document.tracks]
        fresh: list[LabelRow] = [d.after for d in segments if isinstance(d.after, Segment | CompleteRange)]
        fresh += _track_rows(document, [t for t in tracks if t in document.tracks])
        if any(row.actor_id not in self._people for row in fresh):
            self._show_people(self._workspace)  # their first label here
        if removed or fresh:
            self._window.label_list.apply(removed, fresh)
        if segments or tracks:
            self._window.class_list.set_counts(self._workspace.tally.by_class())
        left = tuple(i for i in self.selection if self._entity(i) is not None)
        if left != self.selection:
            self.select(left)

    # --- selection -------------------------------------------------------------------------

    def select(self, ids: Sequence[str]) -> None:
        if tuple(ids) == self.selection:
            return
        self.selection = tuple(ids)
        if len(self.selection) == 1 and self.labelling is not None:
            self.labelling.take_in_hand(self.selection[0])
        self._window.timeline.set_selection(self.selection)
        self._window.label_list.set_selection(self.selection)
        self.selection_changed.emit(self.selection)

    def go_to(self, entity_id: str) -> None:
        """Select it and show its first frame."""
        entity = self._entity(entity_id)
        if entity is None:
            return
        self.select((entity_id,))
        range_ = self.range_of(entity_id)
        if range_ is not None:
            self._player.seek(range_.start)
            self._window.timeline.reveal(range_)

    def range_of(self, entity_id: str) -> TimeRange | None:
        entity = self._entity(entity_id)
        if isinstance(entity, Segment | Suggestion | CompleteRange):
            return entity.range
        document = self.document
        if isinstance(entity, Track) and document is not None:
            return _track_rows(document, [entity.id])[0].range
        return None

    def _entity(self, entity_id: str) -> Segment | Suggestion | Track | CompleteRange | None:
        document = self.document
        if document is None:
            return None
        return (
            document.segments.get(entity_id)
            or document.suggestions.get(entity_id)
            or document.tracks.get(entity_id)
            or document.complete_ranges.get(entity_id)
        )

    def go_by(self, direction: int) -> None:
        """The next or previous label."""
        document = self.document
        if document is None:
            return
        tick = self._player.tick
        found = document.segments.before(tick) if direction < 0 else document.segments.after(tick)
        if found is not None:
            self.go_to(found.id)

    def chosen_range(self) -> TimeRange | None:
        """Of the selected label or suggestion, else of the label at the play head."""
        for entity_id in self.selection:
            range_ = self.range_of(entity_id)
            if range_ is not None:
                return range_
        segment = self.segment_here()
        return segment.range if segment is not None else None

    def segment_here(self) -> Segment | None:
        """The first selected label in time, else the one at the play head."""
        document = self.document
        if document is None:
            return None
        for entity_id in self.selection:
            segment = document.segments.get(entity_id)
            if segment is not None:
                return segment
        here = document.segments.overlapping(TimeRange.point(self._player.tick))
        return here[-1] if here else None

    # --- classes ---------------------------------------------------------------------------

    def add_class(self, name: str, kind: ClassKind = ClassKind.SEGMENT) -> None:
        workspace = self._workspace
        if workspace is None:
            self._window.class_list.show_error(tr("Open a video first: classes belong to its project."))
            return
        ontology = workspace.project.catalogue.ontology
        classes = new_classes([name], ontology, new_id, kind=kind, taken=self._taken_keys())
        if not classes:
            self._window.class_list.show_error(tr("There is a class {name} already.", name=name))
            return
        try:
            workspace.editing.perform(e.AddClasses(classes))
        except UserError as error:
            # Where it was asked for: below the list of classes.
            self._window.class_list.show_error(told(error))
        else:
            self._window.class_list.set_current(classes[0].id)

    # --- taps and marks --------------------------------------------------------------------

    def tap_key(self, key: str) -> None:
        """A class's key, or else what it says of the label that was tapped last."""
        workspace = self._workspace
        if workspace is None:
            return
        label_class = workspace.project.catalogue.ontology.with_key(key)
        if label_class is not None:
            self.tap(label_class.id)
        elif not self._describe(key):
            self._feedback.say(tr("No class has the key {key}.", key=key.upper()))

    def _describe(self, key: str) -> bool:
        labelling, workspace = self.labelling, self._workspace
        if labelling is None or workspace is None:
            return False
        try:
            found = labelling.describe(key)
        except UserError as error:
            self._feedback.refuse(error)
            return True
        if found is None:
            return False
        name, attribute = workspace.project.catalogue.ontology[found.class_id].name, found.attribute
        self._feedback.say(
            tr("{name}: {attribute} is {value}", name=name, attribute=attribute, value=found.value)
            if found.value
            else tr("{name}: no {attribute} any more", name=name, attribute=attribute)
        )
        return True

    def tap(self, class_id: str) -> None:
        labelling, workspace = self.labelling, self._workspace
        if labelling is None or workspace is None:
            return
        label_class = workspace.project.catalogue.ontology[class_id]
        if label_class.kind is ClassKind.BOX:
            self.box_class_chosen.emit(class_id)
            return
        player = self._player
        tick, speed = player.tick, player.rate if player.playing else 0.0
        change = self._feedback.attempt(lambda: labelling.tap(class_id, tick, speed))
        self._show_pending()
        if change is not None:
            self._tell_added(change, label_class)
        elif (started := labelling.pending.get(class_id)) is not None:
            start = self._clock(started.start)
            key, name = label_class.key.upper(), label_class.name
            self._feedback.say(
                tr("{name} from {start}; {key} again ends it, Esc drops it", name=name, start=start, key=key)
                if key
                else tr("{name} from {start}; again ends it, Esc drops it", name=name, start=start)
            )

    def _clock(self, tick: int) -> str:
        document = self.document
        return clock_text(document.medium.scale.seconds(tick)) if document is not None else ""

    def _tell_added(self, change: Change, label_class: LabelClass) -> None:
        added = [d.after for d in change.differences if isinstance(d.after, Segment)]
        if added:
            at = self._clock(added[0].range.start)
            self._feedback.say(tr("{name} at {time} saved", name=label_class.name, time=at))

    def _show_pending(self) -> None:
        labelling = self.labelling
        pending = list(labelling.pending.values()) if labelling is not None else []
        last = pending[-1] if pending else None
        self._window.timeline.set_pending(last.class_id if last else "", last.start if last else None)
        self._window.class_list.set_coding(last.class_id if last else "")
        self._show_marks()

    def _show_marks(self) -> None:
        labelling = self.labelling
        marks = (labelling.mark_in, labelling.mark_out) if labelling is not None else ()
        self._window.timeline.set_marks(tick for tick in marks if tick is not None)

    def cancel(self) -> None:
        if self.labelling is not None:
            self.labelling.cancel_pending()
        self._show_pending()
        self.select(())

    def mark_in(self) -> None:
        if self.labelling is not None:
            self.labelling.set_in(self._player.tick)
            self.say_marks()

    def mark_out(self) -> None:
        if self.labelling is not None:
            self.labelling.set_out(self._player.tick)
            self.say_marks()

    def say_marks(self) -> None:
        labelling = self.labelling
        self._show_marks()
        if labelling is None:
            return
        start, end = (
            "" if tick is None else self._clock(tick) for tick in (labelling.mark_in, labelling.mark_out)
        )
        if start and end:
            text = tr("In {start} · Out {end}: a class key makes the segment", start=start, end=end)
        elif start:
            text = tr("In {start}: a class key makes the segment up to where the film is then", start=start)
        else:
            text = tr("Out {end}: a class key makes the segment up to where the film is then", end=end)
        self._feedback.say(text)

    def go_to_mark(self, *, end: bool) -> None:
        labelling = self.labelling
        tick = None if labelling is None else (labelling.mark_out if end else labelling.mark_in)
        if tick is not None:
            # The out mark is the first tick after the range: its last frame is just before.
            self._player.seek(tick - 1 if end else tick)

    # --- edges -----------------------------------------------------------------------------

    def create(self, class_id: str, range_: TimeRange) -> None:
        labelling = self.labelling
        if labelling is not None:
            self._feedback.attempt(lambda: labelling.add_segment(class_id, range_))

    def change_edges(self, segment_id: str, range_: TimeRange) -> None:
        labelling = self.labelling
        if labelling is not None:
            done = self._feedback.attempt(lambda: labelling.change_edges(segment_id, range_))
            if done is None:
                self._window.timeline.refresh(None)

    def nudge(self, frames: int) -> None:
        """The edge nearest to the play head."""
        labelling, segment = self.labelling, self.segment_here()
        if labelling is None or segment is None:
            self._feedback.say(tr("Select a label first."))
            return
        tick = self._player.tick
        nearer_start = abs(tick - segment.range.start) <= abs(tick - segment.range.end)
        edge = "start" if nearer_start else "end"
        done = self._feedback.attempt(lambda: labelling.nudge(segment.id, edge=edge, frames=frames))
        changed = [d.after for d in done.differences if isinstance(d.after, Segment)] if done else []
        if changed:
            self._player.seek(changed[0].range.start if nearer_start else changed[0].range.end - 1)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The labels in time and tracks among what is selected."""
        document = self.document
        if document is None:
            return ()
        return tuple(
            i for i in self.selection if document.segments.get(i) is not None or i in document.tracks
        )

    def split(self) -> None:
        labelling, segment = self.labelling, self.segment_here()
        if labelling is None or segment is None:
            self._feedback.say(tr("Select a label, or stand inside one."))
            return
        tick = self._player.tick
        self._feedback.attempt(lambda: labelling.split(segment.id, tick))

    def merge(self) -> None:
        labelling, document = self.labelling, self.document
        if labelling is None or document is None:
            return
        ids = tuple(i for i in self.selection if document.segments.get(i) is not None)
        self._feedback.attempt(lambda: labelling.merge(ids))

    def remove(self, ids: Sequence[str] = ()) -> None:
        """Labels, whole tracks and complete ranges; suggestions are rejected, never removed."""
        labelling, document = self.labelling, self.document
        if labelling is None or document is None:
            return
        wanted = tuple(ids) or self.selection
        chosen = SelectedLabels(labelling, wanted)
        if not chosen:
            return
        if len(chosen) > 1:
            done = tr("{count} labels removed", count=len(chosen))
        elif chosen.tracks:
            boxes = len(document.key_frames(chosen.tracks[0].id))
            done = tr(
                "Track removed with its box" if boxes == 1 else "Track removed with its {count:,} boxes",
                count=boxes,
            )
        else:
            done = tr("Label removed") if chosen.segments else tr("No longer marked complete")
        self.change_selected(wanted, SelectedLabels.remove, on_done=lambda _: self._feedback.offer_undo(done))

    def set_class(self, ids: Sequence[str], class_id: str) -> None:
        if ids:
            self.change_selected(ids, lambda chosen: chosen.set_class(class_id))

    def change_selected(
        self,
        ids: Sequence[str],
        change: Callable[[SelectedLabels], Deed],
        *,
        on_done: Callable[[Deed], object] = lambda _: None,
        on_refused: Callable[[UserError], None] | None = None,
    ) -> None:
        """As one deed; of very many labels beside the window."""
        document = self.document
        if document is not None:
            boxes = sum(len(document.key_frames(i)) for i in ids if i in document.tracks)
            self.perform(
                lambda labelling: change(SelectedLabels(labelling, ids)),
                size=len(ids) + boxes,
                on_done=on_done,
                on_refused=on_refused,
            )

    def perform(
        self,
        work: Callable[[Labelling], T],
        *,
        size: int,
        on_done: Callable[[T], object],
        on_refused: Callable[[UserError], None] | None = None,
    ) -> None:
        """`work` labels the shown film, where that is much (`size`) in another session."""
        workspace, labelling = self._workspace, self.labelling
        if workspace is not None and labelling is not None:
            self._deeds.perform(
                workspace,
                tr("Changing {count:,} labels", count=size),
                lambda session: work(labelling.of(session.project, session.editing)),
                size=size,
                on_done=on_done,
                on_refused=on_refused,
            )


def _track_rows(document: Document, track_ids: Sequence[str] | dict[str, Track]) -> list[TrackRow]:
    rows = []
    for track_id in track_ids:
        track, ticks = document.tracks[track_id], document.key_frames(track_id).ticks
        first, last = (ticks[0], ticks[-1]) if ticks else (document.medium.start, document.medium.start)
        rows.append(
            TrackRow(
                track.id,
                track.class_id,
                TimeRange(first, max(last, first + 1)),
                track.actor_id,
                track.number,
                len(ticks),
                track.origin,
                track.verification,
            )
        )
    return rows
