"""The canvas: real mouse events become boxes in coded pixels; the pixels prove what is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetricsF, QImage, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.ontology import OKABE_ITO
from app.domain.tracks import Box
from app.views import theme
from app.views.canvas.canvas_view import BoxMark, CanvasView, HeatMap
from app.views.canvas.heat_painter import UNTRUSTED_TEXT
from app.views.picture_image import image_of
from tests.app.views.canvas.hand import (
    CONTROL,
    GREY,
    HEIGHT,
    LEFT,
    MIDDLE,
    ORANGE,
    WIDTH,
    Heard,
    drag,
    painted,
    pixels_of,
    send,
)


def box(
    track_id: str = "t", x: float = 100, y: float = 100, w: float = 80, h: float = 60, **more: bool
) -> BoxMark:
    return BoxMark(track_id, "1 person", ORANGE, Box(x, y, w, h), **more)


# --- the picture ---


def test_pixels_stand_where_they_belong(view: CanvasView) -> None:
    rgb = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    rgb[:, : WIDTH // 2] = (255, 0, 0)
    rgb[: HEIGHT // 2, WIDTH // 2 :] = (0, 255, 0)
    view.set_picture(rgb)
    image = painted(view)
    assert image.pixelColor(200, 500) == QColor(255, 0, 0)
    assert image.pixelColor(1000, 100) == QColor(0, 255, 0)
    assert image.pixelColor(1000, 600) == QColor(0, 0, 0)


def test_the_picture_is_the_views_own(view: CanvasView) -> None:
    rgb = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
    view.set_picture(rgb)
    rgb[:] = 0
    assert painted(view).pixelColor(300, 300) == QColor(200, 200, 200)


@pytest.mark.parametrize("width", [641, 643, 16])
def test_rows_of_any_length_and_stride_are_read_right(width: int) -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (9, width, 3), np.uint8)
    padded = np.zeros((9, width + 5, 3), np.uint8)
    padded[:, :width] = rgb
    for given in (rgb, padded[:, :width], np.asfortranarray(rgb), rgb[::-1][::-1]):
        image = image_of(given)
        assert (image.width(), image.height()) == (width, 9)
        for x, y in ((0, 0), (width - 1, 8), (width // 2, 4)):
            assert image.pixelColor(x, y).getRgb()[:3] == tuple(rgb[y, x])
    with pytest.raises(ValueError, match="uint8"):
        image_of(rgb.astype(np.float32))


def test_sample_aspect_widens_the_view(view: CanvasView) -> None:
    view.set_picture(np.full((360, 480, 3), GREY, np.uint8), 4 / 3)
    assert view.mapping is not None
    assert view.mapping.frame.w == pytest.approx(1280)
    view.set_picture(np.full((360, 480, 3), GREY, np.uint8), 1.0)
    assert view.mapping.frame.w == pytest.approx(960)
    image = painted(view)
    assert image.pixelColor(10, 300) == QColor(theme.tokens(view).picture)
    assert image.pixelColor(640, 300) == QColor(GREY, GREY, GREY)


def test_zoom_stays_from_picture_to_picture(view: CanvasView) -> None:
    view.zoom(4.0)
    before = view.mapping
    view.set_picture(np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    assert view.mapping == before
    view.set_picture(np.zeros((100, 100, 3), np.uint8))
    assert view.mapping is not None
    assert view.mapping.zoom == 1.0


def test_a_stream_of_pictures_is_drawn_fast_and_the_last_one_smoothly(view: CanvasView, qtbot: QtBot) -> None:
    checks = ((np.indices((HEIGHT, WIDTH)).sum(axis=0) % 2) * 255).astype(np.uint8)
    rgb = np.repeat(checks[:, :, None], 3, axis=2)
    view.resize(WIDTH * 3 // 2, HEIGHT * 3 // 2)
    qtbot.waitUntil(lambda: not view._settle.isActive())
    for _ in range(3):
        view.set_picture(rgb)
    tones = {painted(view).pixelColor(x, 100).value() for x in range(100, 140)}
    assert tones == {0, 255}
    qtbot.waitUntil(lambda: not view._settle.isActive())
    tones = {painted(view).pixelColor(x, 100).value() for x in range(100, 140)}
    assert not tones & {0, 255}


# --- zoom and pan ---


def wheel(view: CanvasView, x: float, y: float, notches: float, modifiers: Qt.KeyboardModifier) -> bool:
    event = QWheelEvent(
        QPointF(x, y),
        QPointF(view.mapToGlobal(QPoint(round(x), round(y)))),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)
    return event.isAccepted()


def test_the_wheel_zooms_at_the_cursor_and_with_shift_pans(view: CanvasView) -> None:
    assert view.mapping is not None
    before = view.mapping.to_picture(300, 200)
    assert wheel(view, 300, 200, 3, CONTROL)
    assert view.mapping.zoom == pytest.approx(1.25**3)
    assert view.mapping.to_picture(300, 200) == pytest.approx(before)
    view.fit()
    assert wheel(view, 300, 200, 3, Qt.KeyboardModifier.NoModifier)
    assert view.mapping.zoom == pytest.approx(1.25**3)
    left = view.mapping.frame.x
    assert wheel(view, 300, 200, -1, Qt.KeyboardModifier.ShiftModifier)
    assert view.mapping.frame.x == pytest.approx(left - 60)
    view.fit()
    assert view.mapping.zoom == 1.0


def test_the_middle_button_pans_and_a_double_click_fits(view: CanvasView, qtbot: QtBot) -> None:
    view.zoom(4.0)
    assert view.mapping is not None
    start = view.mapping.to_view(WIDTH / 2, HEIGHT / 2)
    drag(view, (WIDTH / 2, HEIGHT / 2), (WIDTH / 2 - 10, HEIGHT / 2), MIDDLE)
    moved = view.mapping.to_view(WIDTH / 2, HEIGHT / 2)
    assert moved[0] < start[0] - 20
    qtbot.mouseDClick(view, LEFT, pos=QPoint(100, 100))
    assert view.mapping.zoom == 1.0


# --- boxes by hand ---


def test_a_box_is_drawn_in_coded_pixels_and_asked_for_once(view: CanvasView) -> None:
    heard = Heard(view.box_drawn)
    view.set_draw_class(ORANGE)
    drag(view, (100, 50), (180, 130))
    assert heard.said == [(Box(100, 50, 80, 80),)]
    drag(view, (600, 300), (800, 500))
    assert heard.said[1] == (Box(600, 300, 40, 60),)


def test_a_slip_of_the_hand_draws_nothing(view: CanvasView) -> None:
    heard = Heard(view.box_drawn)
    view.set_draw_class(ORANGE)
    drag(view, (100, 50), (101, 120))
    drag(view, (100, 50), (100.5, 50.5))
    assert heard.said == []


def test_without_the_tool_nothing_is_drawn(view: CanvasView) -> None:
    heard = Heard(view.box_drawn, view.box_changed)
    drag(view, (100, 50), (180, 130))
    assert heard.said == []


def test_boxes_are_drawn_over_others(view: CanvasView) -> None:
    heard = Heard(view.box_drawn)
    view.set_boxes([box()])
    view.set_draw_class(ORANGE)
    drag(view, (120, 120), (150, 140))
    assert heard.said == [(Box(120, 120, 30, 20),)]


def test_a_click_chooses_the_smallest_box_there(view: CanvasView) -> None:
    heard = Heard(view.box_selected)
    view.set_boxes([box("large", 50, 50, 300, 250), box("small")])
    for x, y in ((120, 120), (300, 250), (500, 300)):
        drag(view, (x, y), (x, y))
    assert heard.said == [("small",), ("large",), ("",)]


@pytest.mark.parametrize(
    ("start", "end", "result"),
    [
        ((140, 130), (150, 110), Box(110, 80, 80, 60)),  # inside: moved
        ((180, 160), (200, 200), Box(100, 100, 100, 100)),  # right bottom
        ((100, 100), (90, 120), Box(90, 120, 90, 40)),  # left top
        ((140, 100), (300, 80), Box(100, 80, 80, 80)),  # top side
        ((180, 130), (220, 300), Box(100, 100, 120, 60)),  # right side
        ((180, 130), (50, 130), Box(100, 100, 2, 60)),  # cannot be turned inside out
        ((140, 130), (-900, -900), Box(0, 0, 80, 60)),  # cannot leave the picture
    ],
)
def test_a_chosen_box_is_moved_and_resized(
    view: CanvasView, start: tuple[float, float], end: tuple[float, float], result: Box
) -> None:
    heard = Heard(view.box_changed)
    view.set_boxes([box(selected=True)])
    drag(view, start, end)
    assert heard.said == [("t", result)]


def test_a_box_not_chosen_before_is_chosen_and_moved_in_one_go(view: CanvasView) -> None:
    order = Heard(view.box_selected, view.box_changed)
    view.set_boxes([box()])
    drag(view, (140, 130), (150, 130))
    assert order.said == [("t",), ("t", Box(110, 100, 80, 60))]


def test_a_suggested_box_can_be_chosen_but_not_dragged(view: CanvasView) -> None:
    heard = Heard(view.box_selected, view.box_changed)
    view.set_boxes([box(suggested=True)])
    drag(view, (140, 130), (200, 130))
    assert heard.said == [("t",)]


def test_escape_takes_a_drag_back(view: CanvasView, qtbot: QtBot) -> None:
    heard = Heard(view.box_changed, view.box_drawn)
    view.set_boxes([box(selected=True)])
    send(view, QEvent.Type.MouseButtonPress, 140, 130)
    send(view, QEvent.Type.MouseMove, 300, 200)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    send(view, QEvent.Type.MouseButtonRelease, 300, 200)
    assert heard.said == []


def test_the_preview_follows_the_hand_before_anything_is_asked(view: CanvasView) -> None:
    heard = Heard(view.box_changed)
    view.set_boxes([box(selected=True)])
    send(view, QEvent.Type.MouseButtonPress, 140, 130)
    send(view, QEvent.Type.MouseMove, 340, 130)
    assert heard.said == []
    image = painted(view)
    inked = [x for x in range(9, 2 * WIDTH - 9) if image.pixelColor(x, 2 * 130).value() != GREY]
    assert inked[0] >= 2 * 300 - 8
    assert inked[-1] <= 2 * 380 + 8
    send(view, QEvent.Type.MouseButtonRelease, 340, 130)
    assert heard.said == [("t", Box(300, 100, 80, 60))]


def test_delete_asks_for_the_chosen_box_and_other_keys_go_on(view: CanvasView, qtbot: QtBot) -> None:
    heard = Heard(view.box_remove_requested)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    view.set_boxes([box("other", 300), box(selected=True)])
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert heard.said == [("t",)]
    for key in (Qt.Key.Key_Space, Qt.Key.Key_N, Qt.Key.Key_Left, Qt.Key.Key_Backspace, Qt.Key.Key_Escape):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view, event)
        assert not event.isAccepted(), key


def test_the_right_button_asks_for_a_menu(view: CanvasView) -> None:
    heard = Heard(view.box_context_requested)
    view.set_boxes([box()])
    for x, y in ((240, 240), (1000, 600)):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(x, y), QPoint(x, y))
        QApplication.sendEvent(view, event)
    assert [said[0] for said in heard.said] == ["t", ""]


def test_the_cursor_says_what_a_drag_would_do(view: CanvasView) -> None:
    view.set_boxes([box("a", selected=True), box("b", 400)])
    shapes = {}
    for name, x, y in (("corner", 180, 160), ("side", 180, 130), ("inside", 140, 130), ("other", 440, 130)):
        send(view, QEvent.Type.MouseMove, x, y)
        shapes[name] = view.cursor().shape()
    assert shapes == {
        "corner": Qt.CursorShape.SizeFDiagCursor,
        "side": Qt.CursorShape.SizeHorCursor,
        "inside": Qt.CursorShape.SizeAllCursor,
        "other": Qt.CursorShape.PointingHandCursor,
    }
    view.set_draw_class(ORANGE)
    send(view, QEvent.Type.MouseMove, 20, 300)
    assert view.cursor().shape() == Qt.CursorShape.CrossCursor


# --- what boxes look like ---


def strokes(image: QImage, y: int) -> list[QColor]:
    """The colours along row `y` around the left side of the box at x 100."""
    return [image.pixelColor(x, y) for x in range(2 * 100 - 6, 2 * 100 + 7)]


@pytest.mark.parametrize("film", [0, 255])
@pytest.mark.parametrize("colour", OKABE_ITO)
def test_a_box_stands_out_on_any_film(view: CanvasView, film: int, colour: str) -> None:
    view.set_picture(np.full((HEIGHT, WIDTH, 3), film, np.uint8))
    view.set_boxes([BoxMark("t", "", colour, Box(100, 100, 80, 60))])
    ground = QColor(film, film, film)
    best = max(theme.contrast(stroke, ground) for stroke in strokes(painted(view), 2 * 130))
    assert best >= theme.MARK_CONTRAST


def test_a_suggested_box_is_dashed_and_hatched(view: CanvasView) -> None:
    def inks(mark: BoxMark) -> tuple[set[int], set[int]]:
        view.set_boxes([mark])
        image = painted(view)
        edge = {image.pixelColor(2 * 100, y).rgb() for y in range(2 * 110, 2 * 150)}
        inner = {image.pixelColor(x, y).rgb() for x in range(220, 340) for y in range(220, 300)}
        return edge, inner

    solid_edge, solid_inner = inks(BoxMark("t", "", ORANGE, Box(100, 100, 80, 60)))
    dashed_edge, hatched_inner = inks(BoxMark("t", "", ORANGE, Box(100, 100, 80, 60), suggested=True))
    assert len(solid_edge) == 1
    assert len(dashed_edge) > 1
    assert solid_inner == {QColor(GREY, GREY, GREY).rgb()}
    assert len(hatched_inner) > 1


@pytest.mark.parametrize("at", [Box(0, 0, 40, 40), Box(620, 0, 20, 20), Box(0, 330, 30, 30)])
def test_a_label_at_the_pictures_edge_stays_in_the_picture(view: CanvasView, at: Box) -> None:
    view.set_boxes([BoxMark("t", "", ORANGE, at)])
    without = pixels_of(painted(view))
    view.set_boxes([BoxMark("t", "12 person", ORANGE, at)])
    chip = (pixels_of(painted(view)) != without).any(axis=2)
    rows, columns = np.flatnonzero(chip.any(axis=1)), np.flatnonzero(chip.any(axis=0))
    # As wide and high as its text: nothing was cut off.
    metrics = QFontMetricsF(theme.font(view.font(), bold=True))
    assert columns[-1] - columns[0] >= metrics.horizontalAdvance("12 person")
    assert rows[-1] - rows[0] >= metrics.height() - 2


def test_handles_stand_on_a_chosen_box_only(view: CanvasView) -> None:
    white = QColor("#ffffff")
    view.set_boxes([box()])
    assert painted(view).pixelColor(2 * 180, 2 * 160) != white
    view.set_boxes([box(selected=True)])
    assert painted(view).pixelColor(2 * 180, 2 * 160) == white


# --- attention ---


def heat(trusted: bool = True) -> HeatMap:
    grid = np.zeros((9, 16), np.float32)
    grid[4, 8] = 1.0
    return HeatMap(grid, "Attention to “serve”", trusted)


def test_the_unattended_is_darkened(view: CanvasView) -> None:
    view.set_heat_opacity(0.6)
    view.set_heat(heat())
    image = painted(view)
    attended = image.pixelColor(round(2 * WIDTH * 8.5 / 16), round(2 * HEIGHT * 4.5 / 9)).value()
    unattended = image.pixelColor(2 * 600, 2 * 40).value()
    assert attended == pytest.approx(GREY, abs=4)
    assert unattended == pytest.approx(GREY * 0.4, abs=3)
    view.set_heat(None)
    assert painted(view).pixelColor(2 * 600, 2 * 40).value() == GREY


def test_two_white_contours_run_around_the_attended(view: CanvasView) -> None:
    view.set_heat(heat())
    image = painted(view)
    y = round(2 * HEIGHT * 4.5 / 9)
    bright = [image.pixelColor(x, y).value() > 190 for x in range(image.width() - 9)]
    lines = [x for x in range(9, len(bright)) if bright[x] and not bright[x - 1]]
    centre = 2 * WIDTH * 8.5 / 16
    cell = 2 * WIDTH / 16
    # Half way to the next cell's centre the map has fallen to 50 %, a fifth of the way to 80 %.
    expected = [centre - cell / 2, centre - cell / 5, centre + cell / 5, centre + cell / 2]
    assert lines == pytest.approx(expected, abs=6)


def test_a_map_no_better_than_random_is_struck_through(view: CanvasView) -> None:
    place = (round(0.75 * 2 * WIDTH), round(0.25 * 2 * HEIGHT))
    view.set_heat(heat())
    assert painted(view).pixelColor(*place) != QColor("#ffffff")
    view.set_heat(heat(trusted=False))
    assert painted(view).pixelColor(*place) == QColor("#ffffff")
    assert "chance" in UNTRUSTED_TEXT


def test_a_map_of_nothing_darkens_everything(view: CanvasView) -> None:
    view.set_heat_opacity(0.5)
    view.set_heat(HeatMap(np.zeros((3, 3), np.float32)))
    assert painted(view).pixelColor(2 * 600, 2 * 40).value() == pytest.approx(GREY / 2, abs=2)


# --- messages ---


def test_an_empty_canvas_offers_one_way_on(view: CanvasView, qtbot: QtBot) -> None:
    view.set_picture(None)
    view.set_message("No film is open", "Open a video, or drop one here.", "Open a video…")
    assert [label.text() for label in view.findChildren(QLabel)] == [
        "No film is open",
        "Open a video, or drop one here.",
    ]
    heard = Heard(view.message_clicked)
    qtbot.mouseClick(view.findChild(QPushButton), LEFT)
    assert heard.said == [()]
    view.set_message("The film cannot be read", "It ends in the middle.")
    assert not view.findChild(QPushButton).isVisible()
    view.set_message("")
    assert not any(label.isVisible() for label in view.findChildren(QLabel))


def test_under_a_message_boxes_are_out_of_reach(view: CanvasView) -> None:
    heard = Heard(view.box_drawn, view.box_selected)
    view.set_draw_class(ORANGE)
    view.set_message("The film cannot be read", "It is gone.")
    drag(view, (100, 50), (180, 130))
    assert heard.said == []
