"""A small copy stands in for the full picture: it lies where that lies, and boxes keep its pixels."""

from __future__ import annotations

import numpy as np

from app.domain.tracks import Box
from app.views.canvas.canvas_view import CanvasView
from tests.app.views.canvas.hand import GREY, HEIGHT, ORANGE, WIDTH, Heard, drag, painted, pixels_of


def test_a_small_copy_lies_where_the_full_picture_lies_and_says_so(view: CanvasView) -> None:
    view.zoom(2.0)
    full = view.mapping
    before = painted(view)
    view.set_picture(np.full((90, 160, 3), GREY, np.uint8), full_size=(WIDTH, HEIGHT))
    assert view.mapping == full
    after = painted(view)
    changed = np.argwhere((pixels_of(before) != pixels_of(after)).any(axis=2))
    assert len(changed) > 50  # the mark, in the lower right corner only
    assert changed[:, 0].min() > 2 * HEIGHT - 40
    assert changed[:, 1].min() > 2 * WIDTH - 150
    view.set_picture(np.full((HEIGHT, WIDTH, 3), GREY, np.uint8))
    assert view.mapping == full
    assert painted(view) == before


def test_a_box_is_drawn_in_full_pixels_over_a_small_copy(view: CanvasView) -> None:
    heard = Heard(view.box_drawn)
    view.set_picture(np.full((90, 160, 3), GREY, np.uint8), full_size=(WIDTH, HEIGHT))
    view.set_draw_class(ORANGE)
    drag(view, (100, 50), (200, 150))
    assert heard.said == [(Box(100, 50, 100, 100),)]
