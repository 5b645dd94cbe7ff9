"""What the left button does with boxes: draw, choose, move, resize. A state machine without widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.tracks import Box
from app.views.canvas.box_handles import (
    Grip,
    around,
    dragged_together,
    grip_at,
    handle_at,
    large_enough,
    stretched,
)
from app.views.canvas.box_mark import BoxMark
from app.views.canvas.picture_mapping import PictureMapping, ViewRect

DRAG_THRESHOLD = 3.0  # view units: less is a click with an unsteady hand


@dataclass(frozen=True, slots=True)
class Drawn:
    box: Box


@dataclass(frozen=True, slots=True)
class Changed:
    """One box, or several that were moved or sized together."""

    boxes: dict[str, Box]


@dataclass(frozen=True, slots=True)
class Chosen:
    """`track_id` empty: nothing. `adding`: to the others, or out of them."""

    track_id: str
    adding: bool = False


@dataclass(frozen=True, slots=True)
class Spanned:
    """Boxes that lie inside a rubber band: they come to those that are chosen."""

    track_ids: tuple[str, ...]


Outcome = Drawn | Changed | Chosen | Spanned


def editable(marks: Sequence[BoxMark]) -> list[BoxMark]:
    """The chosen boxes: those that a hand can move."""
    return [mark for mark in marks if mark.selected and not mark.suggested]


def mark_at(
    marks: Sequence[BoxMark], mapping: PictureMapping, x: float, y: float, *, handles: bool = True
) -> tuple[BoxMark, Grip] | None:
    """The box under the pointer: a chosen one before others (its handles lie outside), then the smallest.

    Of several chosen boxes the handles are those of the frame around them all.
    """
    chosen = editable(marks)
    if handles and len(chosen) > 1:
        handle = handle_at(mapping.box_to_view(around(m.box for m in chosen)), x, y)
        if handle is not None:
            return chosen[0], handle
    hits = []
    for mark in marks:
        grip = grip_at(mapping.box_to_view(mark.box), x, y, with_handles=handles and chosen == [mark])
        if grip is not None:
            hits.append((not mark.selected, mark.box.w * mark.box.h, mark, grip))
    if not hits:
        return None
    _, _, mark, grip = min(hits, key=lambda hit: hit[:2])
    return mark, grip


class BoxGesture:
    """From press to release. `previews` is what the view shows meanwhile; nothing is asked before release."""

    def __init__(self) -> None:
        self._press: tuple[float, float] | None = None
        self._held: tuple[BoxMark, Grip] | None = None
        self._together: list[BoxMark] = []
        self._drawing = self._adding = self._moved = False
        self.previews: dict[str, Box] = {}
        """By track; a new box has no name."""
        self.band: ViewRect | None = None
        """What a hand that adds to the chosen boxes spans."""

    @property
    def active(self) -> bool:
        return self._press is not None

    @property
    def on_ground(self) -> bool:
        """Whether the press met neither a box nor a tool, and the hand has moved since: a pan."""
        return self.active and self._moved and self._held is None and not (self._drawing or self._adding)

    def press(
        self,
        x: float,
        y: float,
        marks: Sequence[BoxMark],
        mapping: PictureMapping,
        *,
        drawing: bool,
        adding: bool = False,
    ) -> None:
        """`drawing`: the box tool is on, and everything but a chosen box's own parts starts a new box.

        `adding`: a click adds the box to those that are chosen, a drag those that it spans. Chosen boxes are
        moved together.
        """
        self.cancel()
        hit = mark_at(marks, mapping, x, y, handles=drawing or not adding)
        if drawing and hit is not None and not (hit[0].selected and not hit[0].suggested):
            hit = None
        self._drawing = drawing and hit is None
        self._adding = adding and not self._drawing
        self._press, self._held = (x, y), hit
        if hit is not None and not hit[0].suggested:
            self._together = editable(marks) if hit[0].selected else [hit[0]]

    def move(self, x: float, y: float, mapping: PictureMapping) -> None:
        if self._press is None:
            return
        x0, y0 = self._press
        if not self._moved and abs(x - x0) < DRAG_THRESHOLD and abs(y - y0) < DRAG_THRESHOLD:
            return
        self._moved = True
        if self._adding:
            self.band = ViewRect(min(x0, x), min(y0, y), abs(x - x0), abs(y - y0))
        elif self._held is not None and self._together:
            grip, by = self._held[1], ((x - x0) / mapping.scale_x, (y - y0) / mapping.scale_y)
            boxes = {m.track_id: m.box for m in self._together}
            change = dragged_together if grip == Grip.INSIDE or len(boxes) == 1 else stretched
            self.previews = change(boxes, grip, *by, mapping.picture_w, mapping.picture_h)
        elif self._drawing:
            new = mapping.box_between(x0, y0, x, y)
            self.previews = {} if new is None else {"": new}

    def release(self, marks: Sequence[BoxMark], mapping: PictureMapping) -> list[Outcome]:
        """What the gesture comes to, in order; `marks`: the boxes of this moment."""
        press, held, previews, moved = self._press, self._held, self.previews, self._moved
        drawing, adding, together, band = self._drawing, self._adding, self._together, self.band
        self.cancel()
        if press is None:
            return []
        if drawing and moved:
            return [Drawn(box) for box in previews.values() if large_enough(box)]
        if band is not None:
            inside = (m for m in marks if not m.suggested and band.holds(mapping.box_to_view(m.box)))
            return [Spanned(tuple(m.track_id for m in inside))]
        if held is None:
            return [] if moved or adding else [Chosen("")]
        mark, grip = held
        if adding:
            return [Chosen(mark.track_id, adding=True)]
        changed = {
            m.track_id: previews[m.track_id] for m in together if previews.get(m.track_id, m.box) != m.box
        }
        outcomes: list[Outcome] = []
        one_of_several = len(together) > 1 and grip == Grip.INSIDE and not moved
        if not mark.selected or one_of_several:
            outcomes.append(Chosen(mark.track_id))
        return [*outcomes, Changed(changed)] if changed else outcomes

    def cancel(self) -> None:
        self._press = self._held = self.band = None
        self._together, self.previews = [], {}
        self._drawing = self._adding = self._moved = False
