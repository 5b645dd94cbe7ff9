"""Which part of a box is under the pointer, and what a drag of that part makes of the box. Numbers only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Flag, auto

from app.domain.tracks import Box
from app.views.canvas.picture_mapping import ViewRect

HANDLE_REACH = 7.0
SMALLEST_SIDE = 2.0  # coded pixels; smaller boxes are slips of the hand


class Grip(Flag):
    """The sides that a drag moves; `INSIDE` moves all of them."""

    LEFT = auto()
    RIGHT = auto()
    TOP = auto()
    BOTTOM = auto()
    INSIDE = LEFT | RIGHT | TOP | BOTTOM


HANDLES = (
    Grip.LEFT | Grip.TOP,
    Grip.TOP,
    Grip.RIGHT | Grip.TOP,
    Grip.RIGHT,
    Grip.RIGHT | Grip.BOTTOM,
    Grip.BOTTOM,
    Grip.LEFT | Grip.BOTTOM,
    Grip.LEFT,
)


def handle_position(rect: ViewRect, grip: Grip) -> tuple[float, float]:
    x = rect.x if Grip.LEFT in grip else rect.right if Grip.RIGHT in grip else rect.x + rect.w / 2
    y = rect.y if Grip.TOP in grip else rect.bottom if Grip.BOTTOM in grip else rect.y + rect.h / 2
    return x, y


def grip_at(rect: ViewRect, x: float, y: float, *, with_handles: bool = True) -> Grip | None:
    """The part of the box `rect` at (x, y) of the view; None when it is missed.

    Whole sides can be dragged, not only their handles. On a box too small for handles and an inside, the
    inside wins in the middle third, so that a tiny box can still be moved.
    """
    reach = HANDLE_REACH if with_handles else 0.0
    if not (rect.x - reach <= x <= rect.right + reach and rect.y - reach <= y <= rect.bottom + reach):
        return None
    if not with_handles:
        return Grip.INSIDE
    grip = Grip(0)
    reach_x, reach_y = min(reach, rect.w / 3), min(reach, rect.h / 3)
    if x <= rect.x + reach_x:
        grip |= Grip.LEFT
    elif x >= rect.right - reach_x:
        grip |= Grip.RIGHT
    if y <= rect.y + reach_y:
        grip |= Grip.TOP
    elif y >= rect.bottom - reach_y:
        grip |= Grip.BOTTOM
    return grip if grip else Grip.INSIDE


def handle_at(rect: ViewRect, x: float, y: float) -> Grip | None:
    """The handle of `rect` at (x, y), and nothing between handles: what lies on its sides stays in reach."""
    for grip in HANDLES:
        handle_x, handle_y = handle_position(rect, grip)
        if max(abs(x - handle_x), abs(y - handle_y)) <= HANDLE_REACH:
            return grip
    return None


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds them all; at least one."""
    edges = [(b.x, b.y, b.x + b.w, b.y + b.h) for b in boxes]
    left, top = min(e[0] for e in edges), min(e[1] for e in edges)
    return Box(left, top, max(e[2] for e in edges) - left, max(e[3] for e in edges) - top)


def dragged(box: Box, grip: Grip, dx: float, dy: float, width: float, height: float) -> Box:
    """`box` after `grip` was dragged by (dx, dy) coded pixels, inside a picture of `width` × `height`.

    Moving keeps the size; resizing never turns the box inside out nor makes it smaller than `SMALLEST_SIDE`.
    """
    if grip == Grip.INSIDE:
        x = min(max(box.x + dx, 0.0), max(0.0, width - box.w))
        y = min(max(box.y + dy, 0.0), max(0.0, height - box.h))
        return Box(x, y, box.w, box.h)
    left, right = _dragged_sides(box.x, box.x + box.w, dx, width, Grip.LEFT in grip, Grip.RIGHT in grip)
    top, bottom = _dragged_sides(box.y, box.y + box.h, dy, height, Grip.TOP in grip, Grip.BOTTOM in grip)
    return Box(left, top, right - left, bottom - top)


def dragged_together(
    boxes: Mapping[str, Box], grip: Grip, dx: float, dy: float, width: float, height: float
) -> dict[str, Box]:
    """Boxes by name, dragged by the same way: several keep their places to one another inside the picture."""
    if grip == Grip.INSIDE and boxes:
        low_x, low_y = (min(getattr(b, side) for b in boxes.values()) for side in "xy")
        high_x, high_y = max(b.x + b.w for b in boxes.values()), max(b.y + b.h for b in boxes.values())
        dx = max(-low_x, min(dx, width - high_x)) if low_x >= 0 and high_x <= width else dx
        dy = max(-low_y, min(dy, height - high_y)) if low_y >= 0 and high_y <= height else dy
    return {name: dragged(box, grip, dx, dy, width, height) for name, box in boxes.items()}


def stretched(
    boxes: Mapping[str, Box], grip: Grip, dx: float, dy: float, width: float, height: float
) -> dict[str, Box]:
    """Boxes by name after a handle of the frame around them was dragged: they grow and shrink with it."""
    frame = around(boxes.values())
    wanted = dragged(frame, grip, dx, dy, width, height)
    narrowest, lowest = min(b.w for b in boxes.values()), min(b.h for b in boxes.values())
    wide = max(wanted.w / frame.w, min(1.0, SMALLEST_SIDE / narrowest))
    high = max(wanted.h / frame.h, min(1.0, SMALLEST_SIDE / lowest))
    left = frame.x + (1 - wide) * frame.w * (Grip.LEFT in grip)
    top = frame.y + (1 - high) * frame.h * (Grip.TOP in grip)
    return {
        name: Box(left + (b.x - frame.x) * wide, top + (b.y - frame.y) * high, b.w * wide, b.h * high)
        for name, b in boxes.items()
    }


def _dragged_sides(
    low: float, high: float, by: float, limit: float, move_low: bool, move_high: bool
) -> tuple[float, float]:
    if move_low:
        low = max(0.0, min(low + by, high - SMALLEST_SIDE))
    if move_high:
        high = min(limit, max(high + by, low + SMALLEST_SIDE))
    return low, high


def large_enough(box: Box | None) -> bool:
    return box is not None and box.w >= SMALLEST_SIDE and box.h >= SMALLEST_SIDE
