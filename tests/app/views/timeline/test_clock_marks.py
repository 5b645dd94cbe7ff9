"""Periods and holes on the timeline."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from app.domain.match_clock import Period
from app.domain.timebase import TimeRange
from app.views import theme
from app.views.timeline.clock_painter import Hole, _apart, hole_rect
from app.views.timeline.timeline_view import TimelineView
from tests.app.views.timeline.film import MEDIUM, Hand, at

HALVES = (
    Period("1st half", at(60), at(240)),
    Period("2nd half", at(300), at(480), stops=((at(400), at(420)),)),
)


def test_without_a_match_there_is_no_row_for_one(view: TimelineView) -> None:
    assert view.scene is not None
    before = view.scene.layout
    assert before.periods.height == 0
    view.set_periods(HALVES)
    layout = view.scene.layout
    assert layout.periods.bottom == layout.ruler.top
    assert layout.periods.height < layout.ruler.height == before.ruler.height
    view.set_periods(())
    assert view.scene.layout == before


def test_periods_are_seen_where_they_are(view: TimelineView, picture: Callable[[], QImage]) -> None:
    view.set_periods(HALVES)
    image, scene = picture(), view.scene
    assert scene is not None
    y = round(scene.layout.periods.top + 2)
    ground = [image.pixelColor(round(scene.axis.x(at(s))), y) for s in (30, 150, 270, 350, 550)]
    window = QColor(theme.DARK.window)
    assert [colour == window for colour in ground] == [True, False, True, False, True]
    assert ground[1] != ground[3]


def test_a_period_and_a_hole_are_told_in_words(view: TimelineView) -> None:
    view.set_periods(HALVES)
    view.set_holes([Hole(TimeRange(at(100), at(104)), "4.2 s missing")])
    scene = view.scene
    assert scene is not None

    def told(seconds: float, y: float) -> str:
        return view.describe(QPointF(scene.axis.x(at(seconds)), y))

    over, ruler = scene.layout.periods.top + 3, scene.layout.ruler.top + 3
    assert told(150, over) == "1st half\n00:01:00.000 – 00:04:00.000"
    assert told(270, over) == ""
    assert told(101, ruler) == "4.2 s missing\n00:01:40.000"
    assert told(150, ruler) == ""


def test_a_hole_is_seen_in_the_whole_film_and_at_its_ends(
    view: TimelineView, picture: Callable[[], QImage]
) -> None:
    view.set_holes(
        [
            Hole(TimeRange.point(MEDIUM.start), "2 min 00 s missing before"),
            Hole(TimeRange(at(300), at(300.5)), "0.5 s missing"),
            Hole(TimeRange.point(MEDIUM.end - 1), "3 min 00 s missing after"),
        ]
    )
    image, scene = picture(), view.scene
    assert scene is not None
    warning = QColor(theme.DARK.warning)
    y = round(scene.layout.ruler.top + 1)
    for tick in (MEDIUM.start, at(300), MEDIUM.end - 1):
        rect = hole_rect(scene.axis, scene.layout.ruler, TimeRange.point(tick))
        assert rect.left() >= scene.axis.left
        assert rect.right() <= scene.axis.right
        columns = range(round(rect.left()) - 1, round(rect.right()) + 1)
        assert any(image.pixelColor(x, y) == warning for x in columns)


def test_a_click_on_the_match_s_row_seeks_as_in_the_ruler(view: TimelineView, hand: Hand) -> None:
    view.set_periods(HALVES)
    assert view.scene is not None
    sought: list[int] = []
    view.seek_requested.connect(sought.append)
    place = QPointF(view.scene.axis.x(at(150)), view.scene.layout.periods.top + 4)
    hand.click(place)
    assert abs(sought[-1] - at(150)) < 1000


def test_holes_too_near_to_tell_apart_are_one_mark(view: TimelineView) -> None:
    """Far out they touch: one mark without a text. Near by each is told."""
    view.set_holes([Hole(TimeRange(at(s), at(s + 0.2)), f"hole {s}") for s in (300.0, 300.5, 301.0)])
    scene = view.scene
    assert scene is not None
    far = _apart(scene.axis, scene.layout.ruler, view._state.holes)
    assert [text for text, _ in far] == [""]
    view.show_window(TimeRange(at(295), at(305)))
    assert view.scene is not None
    near = _apart(view.scene.axis, view.scene.layout.ruler, view._state.holes)
    assert [text for text, _ in near] == ["hole 300.0", "hole 300.5", "hole 301.0"]
