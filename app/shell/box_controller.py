"""Boxes on the picture: draw, move, key frames, outside, occluded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Change
from app.domain.history import Deed
from app.domain.ontology import ClassKind
from app.domain.tracks import Box, KeyFrame, Track
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.shell.workspace import Workspace
from app.views.canvas.box_handles import Grip, around, dragged_together
from app.views.canvas.box_mark import BoxMark
from app.views.texts import tr


class Scope(Enum):
    """What of a track is removed."""

    BOX = auto()
    FROM_HERE = auto()
    TRACK = auto()


class BoxController(QObject):
    """The tracks of the film that is shown; the selected ones are in the label controller's selection."""

    scope_asked = Signal(list)  # track ids: what of them shall go
    class_asked = Signal(list)  # track ids: which class from here on
    drawing_started = Signal()

    def __init__(
        self,
        context: FilmContext,
        *,
        labels: LabelController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._player, self._feedback = context.window, context.player, context.feedback
        self._labels = labels
        self._workspace: Workspace | None = None
        self._draw_class = ""
        self._last_class = ""

    def show(self, workspace: Workspace | None) -> None:
        self._workspace = workspace
        self.stop_drawing()
        self.show_boxes()

    def follow(self, change: Change) -> None:
        if change.touches(Track, KeyFrame):
            self.show_boxes()

    def show_boxes(self, at: int | None = None) -> None:
        """The boxes at tick `at`; without it, of the moment that is shown."""
        document = self._labels.document
        if document is None or self._workspace is None or not document.tracks:
            self._window.canvas.set_boxes(())
            return
        tick, ontology = self._player.tick if at is None else at, self._workspace.project.catalogue.ontology
        marks, chosen = [], frozenset(self._labels.selection)
        for track, shown in document.boxes_at(tick):
            label_class = ontology.get(track.class_id)
            name = label_class.name if label_class else "?"
            marks.append(
                BoxMark(
                    track.id,
                    f"{name} #{track.number}",
                    label_class.colour if label_class else "#ffffff",
                    shown.box,
                    is_key=document.key_frame(track.id, tick) is not None,
                    occluded=shown.occluded,
                    selected=track.id in chosen,
                )
            )
        self._window.canvas.set_boxes(marks)

    # --- drawing ---------------------------------------------------------------------------

    def start_drawing(self, class_id: str = "") -> None:
        """The box tool on: of the class given, else of the class last drawn, else of the only one."""
        workspace = self._workspace
        if workspace is None or self._labels.document is None:
            return
        ontology = workspace.project.catalogue.ontology
        boxes = {c.id: c for c in ontology.in_use if c.kind is ClassKind.BOX}
        first = next(iter(boxes.values()), None)
        chosen = boxes.get(class_id) if class_id else boxes.get(self._last_class, first)
        if chosen is None:
            self._feedback.fact(
                tr("Name a class of boxes first, for instance “person”."),
                action=tr("New class of boxes…"),
                action_id="new_box_class",
            )
            return
        self._player.pause()
        self._draw_class = self._last_class = chosen.id
        self._window.canvas.set_draw_class(chosen.colour)
        self._window.canvas.setFocus()  # Enter draws in the middle
        self.drawing_started.emit()
        self._feedback.say(tr("Draw a box of {name}; Esc ends it", name=chosen.name))

    def stop_drawing(self) -> None:
        self._draw_class = ""
        self._window.canvas.set_draw_class(None)

    @property
    def drawing(self) -> bool:
        return bool(self._draw_class)

    def add_class(self, name: str) -> None:
        workspace = self._workspace
        if workspace is not None and name:
            self._labels.add_class(name, ClassKind.BOX)
            found = workspace.project.catalogue.ontology.named(name)
            if found is not None:
                self._feedback.settle()
                self.start_drawing(found.id)

    def follow_classes(self) -> None:
        """The ontology changed: a class that is gone is not drawn any more."""
        workspace = self._workspace
        if workspace is None or not self._draw_class:
            return
        label_class = workspace.project.catalogue.ontology.get(self._draw_class)
        if label_class is None or label_class.retired or label_class.kind is not ClassKind.BOX:
            self.stop_drawing()
            self._feedback.fact(tr("The class of the box that was being drawn is gone; nothing was drawn."))

    def draw(self, box: Box) -> None:
        boxes, class_id = self._labels.boxes, self._draw_class
        if boxes is None or not class_id:
            return
        tick = self._player.tick
        change = self._feedback.attempt(lambda: boxes.draw(class_id, tick, box))
        self.stop_drawing()
        self._feedback.say("")
        tracks = [d.after for d in change.differences if isinstance(d.after, Track)] if change else []
        if tracks:
            self._labels.select((tracks[0].id,))

    # --- the selection ---------------------------------------------------------------------

    @property
    def chosen(self) -> list[str]:
        """The selected tracks."""
        document = self._labels.document
        return [i for i in self._labels.selection if document is not None and i in document.tracks]

    @property
    def only_tracks_chosen(self) -> bool:
        return bool(self._labels.selection) and len(self.chosen) == len(self._labels.selection)

    def select(self, track_id: str) -> None:
        self._labels.select((track_id,) if track_id else ())

    def toggle(self, track_id: str) -> None:
        """Into the selected boxes, or out of them."""
        chosen = self.chosen
        self._labels.select(
            [i for i in chosen if i != track_id] if track_id in chosen else [*chosen, track_id]
        )

    def span(self, track_ids: Sequence[str]) -> None:
        """To the selected boxes those that a rubber band held."""
        self._labels.select(list(dict.fromkeys([*self.chosen, *track_ids])))

    def select_here(self) -> None:
        """All boxes of the moment."""
        document = self._labels.document
        here = document.boxes_at(self._player.tick) if document is not None else []
        if here:
            self._labels.select([track.id for track, _ in here])
        else:
            self._feedback.say(tr("There is no box here."))

    def select_by(self, direction: int) -> None:
        """The next or previous box of the moment, from left to right."""
        document = self._labels.document
        here = document.boxes_at(self._player.tick) if document is not None else []
        ids = [track.id for track, shown in sorted(here, key=lambda h: (h[1].box.x, h[1].box.y))]
        if not ids:
            self._feedback.say(tr("There is no box here."))
            return
        at = next((ids.index(i) for i in self.chosen if i in ids), -1 if direction > 0 else 0)
        self._labels.select((ids[(at + direction) % len(ids)],))

    def _selected(self) -> list[str]:
        chosen = self.chosen
        if not chosen:
            self._feedback.say(tr("Select a box first."))
        return chosen

    def show_chosen(self) -> None:
        """The picture zoomed to the selected boxes; a second time the whole picture."""
        canvas, mapping = self._window.canvas, self._window.canvas.mapping
        here = self._boxes_here(self.chosen)
        if not here or mapping is None or mapping == mapping.showing(around(here.values())):
            canvas.fit()
        else:
            canvas.show_box(around(here.values()))

    # --- moving ----------------------------------------------------------------------------

    def change_box(self, track_id: str, box: Box) -> None:
        self.change_boxes({track_id: box})

    def change_boxes(self, wanted: Mapping[str, Box]) -> None:
        boxes, tick = self._labels.boxes, self._player.tick
        if boxes is not None:
            self._feedback.attempt(lambda: boxes.move(tick, wanted))
            self.show_boxes()

    def nudge(self, grip: Grip, dx: float, dy: float) -> None:
        """The selected boxes by coded pixels: moved (`Grip.INSIDE`), or a side of them."""
        document, chosen = self._labels.document, self._selected()
        if document is None or not chosen:
            return
        here = self._boxes_here(chosen)
        size = document.medium.width, document.medium.height
        moved = dragged_together(here, grip, dx, dy, *size)
        if moved and moved != here:
            self.change_boxes(moved)
        elif not here:
            self._feedback.say(tr("The selected box is not here."))

    def _boxes_here(self, track_ids: Sequence[str]) -> dict[str, Box]:
        document, boxes = self._labels.document, self._labels.boxes
        if document is None or boxes is None:
            return {}
        shown = {i: document.box_at(i, self._player.tick) for i in track_ids}
        return {i: key_frame.box for i, key_frame in shown.items() if key_frame is not None}

    # --- removing --------------------------------------------------------------------------

    def ask_to_remove(self, track_id: str = "") -> None:
        """Asks beside the box what shall go; a lone box goes at once. The toast says it, and offers Undo."""
        document = self._labels.document
        if track_id and track_id not in self.chosen:
            self.select(track_id)
        chosen = self._selected()
        if document is None or not chosen:
            return
        if all(len(document.key_frames(i)) == 1 for i in chosen):
            self.remove(Scope.TRACK)
        else:
            self.scope_asked.emit(chosen)

    def remove(self, scope: Scope) -> None:
        boxes, document, chosen, tick = (
            self._labels.boxes,
            self._labels.document,
            self._selected(),
            self._player.tick,
        )
        if boxes is None or document is None or not chosen:
            return
        if scope is Scope.TRACK:
            self._labels.remove(chosen)
        elif scope is Scope.BOX:
            if self._feedback.attempt(lambda: boxes.remove_boxes(chosen, tick)) is not None:
                self._feedback.offer_undo(tr("Key frame removed; the track stays"))
        elif self._feedback.attempt(lambda: boxes.end(chosen, tick)) is not None:
            self._feedback.offer_undo(tr("Boxes removed from here on"))

    def scopes(self, track_ids: Sequence[str]) -> list[Scope]:
        """What of these tracks can be removed here."""
        document, boxes = self._labels.document, self._labels.boxes
        if document is None or boxes is None:
            return []
        tick = boxes.frame_start(self._player.tick)
        found = []
        if all(document.key_frame(i, tick) is not None for i in track_ids):
            found.append(Scope.BOX)
        if all(document.key_frames(i)[0].tick < tick and document.box_at(i, tick) for i in track_ids):
            found.append(Scope.FROM_HERE)
        return [*found, Scope.TRACK]

    # --- the selected tracks ---------------------------------------------------------------

    def set_key_frame(self, *, outside: bool = False) -> None:
        boxes, chosen, tick = self._labels.boxes, self._selected(), self._player.tick
        if boxes is not None and chosen:
            self._feedback.attempt(lambda: boxes.set_key_frames(chosen, tick, outside=outside))

    def toggle_occluded(self) -> None:
        boxes, document, chosen, tick = (
            self._labels.boxes,
            self._labels.document,
            self._selected(),
            self._player.tick,
        )
        if boxes is None or document is None or not chosen:
            return
        now = {i: document.box_at(i, tick) for i in chosen}
        here = {i: shown for i, shown in now.items() if shown is not None}
        occluded = not all(shown.occluded for shown in here.values())
        if here:
            self._feedback.attempt(lambda: boxes.set_key_frames(list(here), tick, occluded=occluded))
        else:
            self._feedback.say(tr("The selected box is not here."))

    def split(self) -> None:
        boxes, chosen, tick = self._labels.boxes, self._selected(), self._player.tick
        if boxes is not None and chosen:
            deed = self._feedback.attempt(lambda: boxes.split(chosen, tick))
            self._select_new(deed or ())

    def merge(self) -> None:
        boxes, chosen = self._labels.boxes, self._selected()
        if boxes is not None and chosen:
            self._feedback.attempt(lambda: boxes.merge(tuple(chosen)))

    def set_class(self, class_id: str, *, from_here: bool) -> None:
        boxes, chosen, tick = self._labels.boxes, self._selected(), self._player.tick
        if boxes is None or not chosen:
            return
        if not from_here:
            self._feedback.attempt(lambda: boxes.set_class(chosen, class_id))
            return
        deed = self._feedback.attempt(lambda: boxes.set_class_from(chosen, tick, class_id))
        self._select_new(deed or ())

    def ask_class(self) -> None:
        """Of the selected track from here on, in a menu at the box."""
        if chosen := self._selected():
            self.class_asked.emit(chosen)

    def _select_new(self, deed: Deed) -> None:
        """The parts behind a cut: the hand goes on with them."""
        new = [d.after for change in deed for d in change.differences if d.before is None]
        if tracks := [entity.id for entity in new if isinstance(entity, Track)]:
            self._labels.select(tracks)

    def go_by(self, direction: int) -> None:
        """The next or previous key frame of the selected tracks."""
        document, chosen, tick = self._labels.document, self._selected(), self._player.tick
        if document is None or not chosen:
            return
        ticks = sorted({k.tick for i in chosen for k in document.key_frames(i)})
        at = bisect_left(ticks, tick) - 1 if direction < 0 else bisect_right(ticks, tick)
        if 0 <= at < len(ticks):
            self._player.seek(ticks[at])

    def go_to_end(self, *, last: bool) -> None:
        document, chosen = self._labels.document, self._selected()
        if document is not None and chosen:
            self._player.seek(document.key_frames(chosen[0])[-1 if last else 0].tick)
