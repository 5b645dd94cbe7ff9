"""What the left button does with boxes: draw, choose, move, resize. A state machine without widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.tracks import Box
from app.views.canvas.box_handles import Grip, dragged, grip_at, large_enough
from app.views.canvas.box_mark import BoxMark
from app.views.canvas.picture_mapping import PictureMapping

DRAG_THRESHOLD = 3.0  # view units: less is a click with an unsteady hand


@dataclass(frozen=True, slots=True)
class Drawn:
    box: Box


@dataclass(frozen=True, slots=True)
class Changed:
    track_id: str
    box: Box


@dataclass(frozen=True, slots=True)
class Chosen:
    """`track_id` empty: nothing."""

    track_id: str


Outcome = Drawn | Changed | Chosen


def mark_at(
    marks: Sequence[BoxMark], mapping: PictureMapping, x: float, y: float
) -> tuple[BoxMark, Grip] | None:
    """The box under the pointer: a chosen one before others (its handles lie outside), then the smallest."""
    hits = []
    for mark in marks:
        editable = mark.selected and not mark.suggested
        grip = grip_at(mapping.box_to_view(mark.box), x, y, with_handles=editable)
        if grip is not None:
            hits.append((not mark.selected, mark.box.w * mark.box.h, mark, grip))
    if not hits:
        return None
    _, _, mark, grip = min(hits, key=lambda hit: hit[:2])
    return mark, grip


class BoxGesture:
    """From press to release. `preview` is what the view shows meanwhile; nothing is asked before release."""

    def __init__(self) -> None:
        self._press: tuple[float, float] | None = None
        self._held: tuple[BoxMark, Grip] | None = None
        self._drawing = False
        self._moved = False
        self.preview: Box | None = None

    @property
    def active(self) -> bool:
        return self._press is not None

    @property
    def preview_of(self) -> str:
        """The track whose box is being changed; empty for a new box."""
        return self._held[0].track_id if self._held is not None else ""

    def press(
        self, x: float, y: float, marks: Sequence[BoxMark], mapping: PictureMapping, *, drawing: bool
    ) -> None:
        """`drawing`: the box tool is on, and everything but a chosen box's own parts starts a new box."""
        self.cancel()
        hit = mark_at(marks, mapping, x, y)
        if drawing and hit is not None and not (hit[0].selected and not hit[0].suggested):
            hit = None
        self._drawing = drawing and hit is None
        self._press, self._held = (x, y), hit

    def move(self, x: float, y: float, mapping: PictureMapping) -> None:
        if self._press is None:
            return
        x0, y0 = self._press
        if not self._moved and abs(x - x0) < DRAG_THRESHOLD and abs(y - y0) < DRAG_THRESHOLD:
            return
        self._moved = True
        if self._held is not None and not self._held[0].suggested:
            mark, grip = self._held
            dx, dy = (x - x0) / mapping.scale_x, (y - y0) / mapping.scale_y
            self.preview = dragged(mark.box, grip, dx, dy, mapping.picture_w, mapping.picture_h)
        elif self._drawing:
            self.preview = mapping.box_between(x0, y0, x, y)

    def release(self) -> list[Outcome]:
        """What the gesture comes to, in order."""
        press, held, preview, moved = self._press, self._held, self.preview, self._moved
        drawing = self._drawing
        self.cancel()
        if press is None:
            return []
        if drawing and moved:
            return [Drawn(preview)] if preview is not None and large_enough(preview) else []
        chosen: list[Outcome] = []
        if held is None:
            return [] if moved else [Chosen("")]
        mark, _ = held
        if not mark.selected:
            chosen.append(Chosen(mark.track_id))
        if moved and preview is not None and preview != mark.box:
            chosen.append(Changed(mark.track_id, preview))
        return chosen

    def cancel(self) -> None:
        self._press = self._held = self.preview = None
        self._drawing = self._moved = False
