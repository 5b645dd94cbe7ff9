"""What keys and menus do on the picture, by action."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.domain.zones import ZoneKind
from app.shell.box_controller import BoxController
from app.shell.zone_controller import ZoneController
from app.views.canvas.box_handles import Grip
from app.views.canvas.canvas_view import CanvasView

_ZOOM_STEP = 1.25
_FAR = 10
_SIDES = Grip.RIGHT | Grip.BOTTOM
_BY_KEYS: dict[str, tuple[Grip, int, int]] = {
    "left": (Grip.INSIDE, -1, 0),
    "right": (Grip.INSIDE, 1, 0),
    "up": (Grip.INSIDE, 0, -1),
    "down": (Grip.INSIDE, 0, 1),
    "narrower": (_SIDES, -1, 0),
    "wider": (_SIDES, 1, 0),
    "lower": (_SIDES, 0, -1),
    "higher": (_SIDES, 0, 1),
}


def picture_actions(
    boxes: BoxController, zones: ZoneController, canvas: CanvasView
) -> dict[str, Callable[[], object]]:
    """Boxes by keys, the zoom of the picture, zones and lines. A chosen zone takes the keys of boxes."""

    def nudge(grip: Grip, dx: int, dy: int) -> None:
        if zones.chosen:
            zones.nudge(dx, dy)
        else:
            boxes.nudge(grip, dx, dy)

    def step(direction: int) -> None:
        if zones.chosen:
            canvas.step_zone_corner(direction)
        else:
            boxes.select_by(direction)

    actions: dict[str, Callable[[], object]] = {
        "class_from_here": boxes.ask_class,
        "boxes_here": boxes.select_here,
        "box_next": partial(step, 1),
        "box_previous": partial(step, -1),
        "picture_in": partial(canvas.zoom, _ZOOM_STEP),
        "picture_out": partial(canvas.zoom, 1 / _ZOOM_STEP),
        "picture_fit": canvas.fit,
        "picture_selection": boxes.show_chosen,
        "new_zone": partial(zones.start_drawing, ZoneKind.POLYGON),
        "new_line": partial(zones.start_drawing, ZoneKind.LINE),
        "zones": zones.show_list,
    }
    for name, (grip, dx, dy) in _BY_KEYS.items():
        actions[f"box_{name}"] = partial(nudge, grip, dx, dy)
        actions[f"box_{name}_{_FAR}"] = partial(nudge, grip, _FAR * dx, _FAR * dy)
    return actions
