"""Boxes on the picture: draw, move, key frames, outside, occluded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QObject

from app.domain.changes import Change
from app.domain.ontology import ClassKind
from app.domain.tracks import Box, KeyFrame, Track
from app.session.boxes import Boxes
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.shell.workspace import Workspace
from app.views.canvas.box_mark import BoxMark


class BoxController(QObject):
    """The tracks of the film that is shown; the selected one is in the label controller's selection."""

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
        if document is None or self._workspace is None:
            self._window.canvas.set_boxes(())
            return
        if not document.tracks:
            self._window.canvas.set_boxes(())
            return
        tick, ontology = self._player.tick if at is None else at, self._workspace.project.catalogue.ontology
        marks = []
        for track, shown in document.boxes_at(tick):
            label_class = ontology.get(track.class_id)
            key_frames = document.key_frames(track.id)
            place = bisect_left(key_frames, tick, key=lambda k: k.tick)
            name = label_class.name if label_class else "?"
            marks.append(
                BoxMark(
                    track.id,
                    f"{name} #{track.number}",
                    label_class.colour if label_class else "#ffffff",
                    shown.box,
                    is_key=place < len(key_frames) and key_frames[place].tick == tick,
                    occluded=shown.occluded,
                    selected=track.id in self._labels.selection,
                )
            )
        self._window.canvas.set_boxes(marks)

    @property
    def _boxes(self) -> Boxes | None:
        document = self._labels.document
        if self._workspace is None or document is None:
            return None
        return self._workspace.boxes(document.medium.id)

    # --- drawing ---------------------------------------------------------------------------

    def start_drawing(self, class_id: str = "") -> None:
        """The box tool on: of the class given, else of the class last drawn, else of the only one."""
        workspace = self._workspace
        if workspace is None or self._labels.document is None:
            return
        ontology = workspace.project.catalogue.ontology
        boxes = [c for c in ontology if c.kind is ClassKind.BOX]
        chosen = ontology.get(class_id) or ontology.get(self._last_class) or (boxes[0] if boxes else None)
        if chosen is None or chosen.kind is not ClassKind.BOX:
            self._feedback.fact(
                "Name a class of boxes first, for instance “person”.",
                action="New class of boxes…",
                action_id="new_box_class",
            )
            return
        self._player.pause()
        self._draw_class = self._last_class = chosen.id
        self._window.canvas.set_draw_class(chosen.colour)
        self._feedback.say(f"Draw a box of {chosen.name}; Esc ends it")

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

    def draw(self, box: Box) -> None:
        boxes, class_id = self._boxes, self._draw_class
        if boxes is None or not class_id:
            return
        tick = self._player.tick
        change = self._feedback.attempt(lambda: boxes.draw(class_id, tick, box))
        self.stop_drawing()
        self._feedback.say("")
        tracks = [d.after for d in change.differences if isinstance(d.after, Track)] if change else []
        if tracks:
            self._labels.select((tracks[0].id,))

    def change_box(self, track_id: str, box: Box) -> None:
        boxes, tick = self._boxes, self._player.tick
        if boxes is not None:
            self._feedback.attempt(lambda: boxes.move(tick, {track_id: box}))
            self.show_boxes()

    def select(self, track_id: str) -> None:
        self._labels.select((track_id,) if track_id else ())

    def ask_to_remove(self, track_id: str) -> None:
        """One key frame of several goes alone; the toast says what went, and offers Undo."""
        labelling, boxes, document = self._labels.labelling, self._boxes, self._labels.document
        if labelling is None or boxes is None or document is None:
            return
        tick = self._player.tick
        on_key = any(k.tick == labelling.frame_start(tick) for k in document.key_frames(track_id))
        if on_key and len(document.key_frames(track_id)) > 1:
            if self._feedback.attempt(lambda: boxes.remove_box(track_id, tick)) is not None:
                self._feedback.offer_undo("Key frame removed; the track stays")
        else:
            self._labels.remove((track_id,))

    # --- the selected track ----------------------------------------------------------------

    def _selected(self) -> str:
        document = self._labels.document
        if document is not None:
            for entity_id in self._labels.selection:
                if entity_id in document.tracks:
                    return entity_id
        self._feedback.say("Select a box first.")
        return ""

    def set_key_frame(self, *, outside: bool = False) -> None:
        boxes, track_id, tick = self._boxes, self._selected(), self._player.tick
        if boxes is not None and track_id:
            self._feedback.attempt(lambda: boxes.set_key_frames([track_id], tick, outside=outside))

    def toggle_occluded(self) -> None:
        boxes, document = self._boxes, self._labels.document
        track_id, tick = self._selected(), self._player.tick
        if boxes is None or document is None or not track_id:
            return
        now = next((k for t, k in document.boxes_at(tick) if t.id == track_id), None)
        occluded = now is None or not now.occluded
        self._feedback.attempt(lambda: boxes.set_key_frames([track_id], tick, occluded=occluded))

    def go_by(self, direction: int) -> None:
        """The next or previous key frame of the selected track."""
        document, track_id, tick = self._labels.document, self._selected(), self._player.tick
        if document is None or not track_id:
            return
        ticks = [k.tick for k in document.key_frames(track_id)]
        at = bisect_left(ticks, tick) - 1 if direction < 0 else bisect_right(ticks, tick)
        if 0 <= at < len(ticks):
            self._player.seek(ticks[at])

    def go_to_end(self, *, last: bool) -> None:
        document, track_id = self._labels.document, self._selected()
        if document is not None and track_id:
            self._player.seek(document.key_frames(track_id)[-1 if last else 0].tick)
