"""Zones and lines of the film that is shown: drawn, moved, named, listed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Change
from app.domain.colours import OKABE_ITO
from app.domain.zones import Point, Zone, ZoneKind
from app.session.boxes import Boxes
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.views.canvas.zone_list import ZoneList
from app.views.canvas.zone_mark import ZoneMark
from app.views.texts import tr


class ZoneController(QObject):
    """One zone may be chosen: its corners are in the hand then."""

    drawing_started = Signal()

    def __init__(
        self, context: FilmContext, *, labels: LabelController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window, self._player, self._feedback = context.window, context.player, context.feedback
        self._labels = labels
        self.chosen = ""
        self.drawing = False
        self._list = ZoneList(context.window)
        self._list.chosen.connect(self.select)
        self._list.renamed.connect(self.rename)
        self._list.coloured.connect(self.colour)
        self._list.remove_requested.connect(self.remove)
        self._list.draw_requested.connect(self.start_drawing)
        canvas = context.window.canvas
        canvas.zone_drawn.connect(self.draw)
        canvas.zone_changed.connect(self.move)
        canvas.zone_selected.connect(self.select)
        canvas.zone_remove_requested.connect(self.remove)
        labels.selection_changed.connect(lambda ids: self.select("") if ids else None)

    def show(self) -> None:
        """Another film, or none."""
        self.stop_drawing()
        self.chosen = ""
        self.show_zones()

    def follow(self, change: Change) -> None:
        if change.touches(Zone):
            self.show_zones()

    def show_zones(self) -> None:
        zones = list(self._zones().values())
        if self.chosen not in self._zones():
            self.chosen = ""
        marks = [
            ZoneMark(z.id, z.name, z.colour or OKABE_ITO[0], z.kind, z.points, z.id == self.chosen)
            for z in zones
        ]
        self._window.canvas.set_zones(marks)
        self._list.set_zones(marks)

    def _zones(self) -> dict[str, Zone]:
        document = self._labels.document
        return document.zones if document is not None else {}

    # --- the hand --------------------------------------------------------------------------

    def start_drawing(self, kind: ZoneKind) -> None:
        document = self._labels.document
        if document is None or not document.medium.has_video:
            return
        self._player.pause()
        self._labels.select(())
        self.select("")
        self.drawing = True
        self._window.canvas.set_draw_zone(kind, self._next_colour())
        self.drawing_started.emit()
        self._window.canvas.setFocus()
        self._feedback.say(
            tr("Click the corners; Enter or a double click ends it, Backspace takes one back, Esc drops it")
        )

    def stop_drawing(self) -> None:
        self.drawing = False
        self._window.canvas.set_draw_zone(None)

    def draw(self, kind: ZoneKind, points: tuple[Point, ...]) -> None:
        colour = self._next_colour()
        self.stop_drawing()
        self._feedback.say("")
        before = set(self._zones())
        self._change(lambda boxes: boxes.draw_zone(kind, points, colour=colour))
        for zone_id in set(self._zones()) - before:
            self.select(zone_id)

    def move(self, zone_id: str, points: tuple[Point, ...]) -> None:
        self._change(lambda boxes: boxes.change_zone(zone_id, points=points))

    def nudge(self, dx: float, dy: float) -> None:
        """The chosen zone by coded pixels, or its corner that was touched last; inside the picture."""
        zone, document = self._zones().get(self.chosen), self._labels.document
        if zone is None or document is None:
            return
        corner = self._window.canvas.zone_corner
        moving = [p for i, p in enumerate(zone.points) if corner in (None, i)]
        dx = max(-min(x for x, _ in moving), min(dx, document.medium.width - max(x for x, _ in moving)))
        dy = max(-min(y for _, y in moving), min(dy, document.medium.height - max(y for _, y in moving)))
        by = [(dx, dy) if corner in (None, i) else (0.0, 0.0) for i in range(len(zone.points))]
        self.move(zone.id, tuple((x + a, y + b) for (x, y), (a, b) in zip(zone.points, by, strict=True)))

    def rename(self, zone_id: str, name: str) -> None:
        self._change(lambda boxes: boxes.change_zone(zone_id, name=name))

    def colour(self, zone_id: str, colour: str) -> None:
        self._change(lambda boxes: boxes.change_zone(zone_id, colour=colour))

    def select(self, zone_id: str) -> None:
        if zone_id != self.chosen:
            self.chosen = zone_id
            if zone_id:
                self._labels.select(())
            self.show_zones()

    def remove(self, zone_id: str) -> None:
        zone = self._zones().get(zone_id)
        if zone is not None and self._change(lambda boxes: boxes.remove_zone(zone_id)):
            self._feedback.offer_undo(tr("{name} removed", name=zone.name))

    def show_list(self) -> None:
        if self._labels.document is not None:
            self._list.show()
            self._list.raise_()
            self._list.activateWindow()

    def _change(self, work: Callable[[Boxes], Change]) -> bool:
        boxes = self._labels.boxes
        done = boxes is not None and self._feedback.attempt(lambda: work(boxes)) is not None
        self.show_zones()  # what was refused stands as it was
        return done

    def _next_colour(self) -> str:
        taken = [zone.colour for zone in self._zones().values()]
        return min(OKABE_ITO, key=taken.count)
