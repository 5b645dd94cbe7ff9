"""Several boxes, proposals, zones and lines on the canvas, and the grid of pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.tracks import Box
from app.domain.zones import ZoneKind
from app.views.canvas.canvas_view import BoxMark, CanvasView, ZoneMark
from app.views.canvas.zone_list import ZoneList
from tests.app.views.canvas.hand import HEIGHT, LEFT, ORANGE, WIDTH, Heard, drag, painted, pixels_of, send

SQUARE = ((100.0, 100.0), (200.0, 100.0), (200.0, 200.0), (100.0, 200.0))
Key = Qt.Key


def mark(name: str, x: float, *, selected: bool = False) -> BoxMark:
    return BoxMark(name, name, ORANGE, Box(x, 100, 80, 60), selected=selected)


def zone(selected: bool = True) -> ZoneMark:
    return ZoneMark("z", "gate", ORANGE, ZoneKind.POLYGON, SQUARE, selected)


def click(view: CanvasView, x: float, y: float, modifier: Qt.KeyboardModifier) -> None:
    assert view.mapping is not None
    where = QPointF(*view.mapping.to_view(x, y))
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        event = QMouseEvent(kind, where, view.mapToGlobal(where), LEFT, LEFT, modifier)
        QApplication.sendEvent(view, event)


# --- several boxes ---


def test_shift_and_a_click_adds_a_box_and_takes_it_out(view: CanvasView) -> None:
    heard = Heard(view.box_selected, view.box_toggled)
    view.set_boxes([mark("a", 100, selected=True), mark("b", 300)])
    click(view, 340, 130, Qt.KeyboardModifier.ShiftModifier)
    click(view, 140, 130, Qt.KeyboardModifier.ControlModifier)
    click(view, 600, 300, Qt.KeyboardModifier.ShiftModifier)  # a slip beside them all loses nothing
    assert heard.said == [("b",), ("a",)]


def test_chosen_boxes_move_together_and_keep_their_distance_at_the_edge(view: CanvasView) -> None:
    heard = Heard(view.boxes_moved, view.box_changed)
    view.set_boxes([mark("a", 100, selected=True), mark("b", 500, selected=True), mark("c", 300)])
    drag(view, (140, 130), (400, 140))
    assert heard.said == [({"a": Box(160, 110, 80, 60), "b": Box(560, 110, 80, 60)},)]


def test_the_frame_around_several_sizes_them_all(view: CanvasView) -> None:
    heard = Heard(view.boxes_moved, view.box_changed, view.box_selected)
    view.set_boxes([mark("a", 100, selected=True), mark("b", 300, selected=True), mark("c", 200)])
    drag(view, (380, 160), (520, 190))
    assert heard.said == [({"a": Box(100, 100, 120, 90), "b": Box(400, 100, 120, 90)},)]
    heard.said.clear()
    drag(view, (180, 160), (190, 170))  # the corner of a single one is no handle: all are moved
    assert heard.said == [({"a": Box(110, 110, 80, 60), "b": Box(310, 110, 80, 60)},)]
    heard.said.clear()
    click(view, 380, 160, Qt.KeyboardModifier.NoModifier)  # on a handle, without a drag
    click(view, 140, 130, Qt.KeyboardModifier.NoModifier)
    assert heard.said == [("a",)]


def test_handles_of_several_stand_on_their_frame(view: CanvasView) -> None:
    view.set_boxes([mark("a", 100, selected=True), mark("b", 300, selected=True)])
    shown = pixels_of(painted(view))
    white = (shown[..., :3] == 255).all(2)
    assert white[2 * 160 + 2 : 2 * 160 + 4, 2 * 380 - 3 : 2 * 380 + 3].any()
    assert not white[2 * 160 + 2 : 2 * 160 + 4, 2 * 300 - 3 : 2 * 300 + 3].any()
    send(view, QEvent.Type.MouseButtonPress, 380, 160)
    send(view, QEvent.Type.MouseMove, 520, 190)
    white = (pixels_of(painted(view))[..., :3] == 255).all(2)
    assert white[2 * 190 + 2 : 2 * 190 + 4, 2 * 520 - 3 : 2 * 520 + 3].any()
    send(view, QEvent.Type.MouseButtonRelease, 520, 190)


@pytest.mark.parametrize("start", [(80, 80), (210, 110)], ids=["on the ground", "on a box"])
def test_a_rubber_band_adds_the_boxes_inside_it(view: CanvasView, start: tuple[int, int]) -> None:
    heard = Heard(view.boxes_spanned, view.boxes_moved, view.box_changed, view.box_selected)
    low = replace(mark("low", 300), box=Box(300, 150, 80, 60))
    view.set_boxes([mark("a", 100), low, mark("b", 200), mark("c", 500, selected=True)])
    view.set_proposals([mark("p", 310)])
    zoom = view.mapping
    drag(view, start, (400, 300), modifier=Qt.KeyboardModifier.ShiftModifier)
    inside = ("a", "low", "b") if start == (80, 80) else ("low",)
    assert heard.said == [(inside,)]
    assert view.mapping == zoom  # neither panned nor zoomed
    heard.said.clear()
    drag(view, (600, 300), (640, 360), modifier=Qt.KeyboardModifier.ControlModifier)
    assert heard.said == [((),)]


def test_the_rubber_band_is_seen_and_escape_drops_it(view: CanvasView, qtbot: QtBot) -> None:
    heard = Heard(view.boxes_spanned)
    view.set_boxes([mark("a", 100)])
    before = pixels_of(painted(view))
    send(view, QEvent.Type.MouseButtonPress, 80, 80, modifier=Qt.KeyboardModifier.ShiftModifier)
    send(view, QEvent.Type.MouseMove, 400, 300, modifier=Qt.KeyboardModifier.ShiftModifier)
    during = pixels_of(painted(view))
    assert (during[2 * 200, 2 * 200] > before[2 * 200, 2 * 200]).any()
    qtbot.keyClick(view, Key.Key_Escape)
    send(view, QEvent.Type.MouseButtonRelease, 400, 300, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert heard.said == []
    assert (pixels_of(painted(view)) == before).all()


def test_a_drag_to_the_upper_left_is_a_box_too(view: CanvasView) -> None:
    heard = Heard(view.box_drawn)
    view.set_draw_class(ORANGE)
    drag(view, (180, 130), (100, 50))
    drag(view, (100, 130), (180, 50))
    assert heard.said == [(Box(100, 50, 80, 80),)] * 2


def test_enter_draws_a_box_without_a_pointer(view: CanvasView, qtbot: QtBot) -> None:
    heard = Heard(view.box_drawn)
    qtbot.keyClick(view, Key.Key_Return)
    view.set_draw_class(ORANGE)
    qtbot.keyClick(view, Key.Key_Return)
    assert heard.said == [(Box(256, 144, 128, 72),)]


# --- proposals ---


def test_a_proposal_is_hatched_and_chosen_by_a_click(view: CanvasView) -> None:
    heard = Heard(view.proposal_selected, view.box_selected, view.box_context_requested)
    without = pixels_of(painted(view))
    view.set_proposals([mark("p", 100)])
    shown = pixels_of(painted(view))
    assert (shown[210:310, 210:350] != without[210:310, 210:350]).any()
    drag(view, (140, 130), (240, 130))
    assert heard.said == [("p",)]


# --- zones ---


@pytest.mark.parametrize("by_keys", [True, False])
def test_a_zone_is_drawn_corner_by_corner(view: CanvasView, qtbot: QtBot, by_keys: bool) -> None:
    heard = Heard(view.zone_drawn)
    view.set_draw_zone(ZoneKind.POLYGON, ORANGE)
    for x, y in ((100, 100), (200, 100), (600, 50), (200, 200)):
        drag(view, (x, y), (x, y))
        if x == 600:
            qtbot.keyClick(view, Key.Key_Backspace)
    qtbot.keyClick(view, Key.Key_Return) if by_keys else qtbot.mouseDClick(view, LEFT, pos=QPoint(400, 400))
    assert heard.said == [(ZoneKind.POLYGON, ((100, 100), (200, 100), (200, 200)))]


def test_too_few_corners_make_no_zone_and_escape_drops_them(view: CanvasView, qtbot: QtBot) -> None:
    heard = Heard(view.zone_drawn)
    view.set_draw_zone(ZoneKind.LINE)
    drag(view, (100, 100), (100, 100))
    qtbot.keyClick(view, Key.Key_Return)
    qtbot.keyClick(view, Key.Key_Escape)
    drag(view, (300, 100), (300, 100))
    drag(view, (900, 100), (900, 100))  # beyond the picture: held at its edge
    qtbot.keyClick(view, Key.Key_Return)
    assert heard.said == [(ZoneKind.LINE, ((300, 100), (WIDTH, 100)))]


def test_corners_are_dragged_added_and_removed(view: CanvasView, qtbot: QtBot) -> None:
    heard = Heard(view.zone_changed, view.zone_remove_requested)
    view.set_zones([zone()])
    drag(view, SQUARE[0], (50, 60))
    assert heard.said[-1] == ("z", ((50, 60), *SQUARE[1:]))
    qtbot.keyClick(view, Key.Key_Delete)
    assert heard.said[-1] == ("z", SQUARE[1:])
    assert view.mapping is not None
    qtbot.mouseDClick(view, LEFT, pos=QPointF(*view.mapping.to_view(150, 100)).toPoint())
    assert heard.said[-1] == ("z", (SQUARE[0], (150, 100), *SQUARE[1:]))
    qtbot.keyClick(view, Key.Key_Delete)
    assert heard.said[-1] == ("z",)  # no corner was touched: the zone


def test_a_corner_that_an_undo_took_is_no_longer_in_hand(view: CanvasView) -> None:
    view.set_zones([zone()])
    view.step_zone_corner(-1)
    assert view.zone_corner == 3
    view.set_zones([replace(zone(), points=SQUARE[:3])])
    assert view.zone_corner is None


def test_a_zone_is_chosen_at_its_outline_and_its_inside_is_the_boxes(view: CanvasView) -> None:
    heard = Heard(view.zone_selected, view.box_selected)
    view.set_zones([zone(selected=False)])
    view.set_boxes([BoxMark("t", "", ORANGE, Box(120, 120, 40, 40))])
    for x, y in ((100, 150), (140, 140), (500, 300)):
        drag(view, (x, y), (x, y))
    assert heard.said == [("z",), ("",), ("t",), ("",), ("",)]


def test_the_list_names_what_stands_on_the_picture(qtbot: QtBot) -> None:
    zones = ZoneList(None)  # type: ignore[arg-type]
    qtbot.addWidget(zones)
    heard = Heard(zones.chosen, zones.renamed, zones.draw_requested)
    zones.set_zones([zone(), ZoneMark("l", "net", ORANGE, ZoneKind.LINE, SQUARE[:2])])
    assert heard.said == []
    zones._list.setCurrentRow(1)
    zones._list.item(1).setText("middle")
    zones._line_button.click()
    assert heard.said == [("l",), ("l", "middle"), (ZoneKind.LINE,)]


# --- zoom ---


def test_the_left_button_pans_where_nothing_is(view: CanvasView) -> None:
    heard = Heard(view.box_selected)
    view.zoom(4.0)
    assert view.mapping is not None
    before = view.mapping.centre_x
    drag(view, (320, 180), (300, 180))
    assert view.mapping.centre_x > before
    assert heard.said == []


def test_pixels_are_ruled_apart_from_eight_times_on(view: CanvasView) -> None:
    view.set_picture(np.full((HEIGHT, WIDTH, 3), 255, np.uint8))
    view.zoom(3.9)
    assert (pixels_of(painted(view))[40:-40, 40:-40, :3] == 255).all()
    view.zoom(1.1)
    assert len(np.unique(pixels_of(painted(view))[40:-40, 40:-40, 0])) > 1


def test_the_picture_is_zoomed_to_a_box(view: CanvasView) -> None:
    view.show_box(Box(300, 150, 40, 30))
    assert view.mapping is not None
    rect = view.mapping.box_to_view(Box(300, 150, 40, 30))
    assert rect.h == pytest.approx(view.height() / 2)
    assert rect.x + rect.w / 2 == pytest.approx(view.width() / 2)
    assert view.mapping.picture_w == WIDTH
