"""Real mouse events become wishes with exact ticks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, SignalInstance
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.document import Document
from app.domain.segments import Segment
from app.domain.timebase import TimeRange
from app.views.timeline.lanes import Section
from app.views.timeline.timeline_view import TimelineView
from tests.app.views.timeline.film import FRAME, FRAME_STARTS, MEDIUM, Hand, at, segment, suggestion

Show = Callable[..., Document]
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
MIDDLE = Qt.MouseButton.MiddleButton


class Heard:
    """Everything a signal said."""

    def __init__(self, signal: SignalInstance) -> None:
        self.said: list[tuple[object, ...]] = []
        signal.connect(lambda *args: self.said.append(args))


def wheel(view: TimelineView, where: QPointF, notches: float, modifiers: Qt.KeyboardModifier) -> bool:
    event = QWheelEvent(
        where,
        QPointF(view.mapToGlobal(where.toPoint())),
        QPoint(),
        QPoint(0, round(notches * 120)),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)
    return event.isAccepted()


# --- drawing and dragging ---


def test_a_drag_on_an_empty_lane_asks_for_a_segment_of_that_class(
    view: TimelineView, hand: Hand, show: Show
) -> None:
    show(window=(0, 60))
    created = Heard(view.create_requested)
    hand.drag(hand.place(10.013, class_id="rally"), hand.place(14.021, class_id="rally"))
    assert created.said == [("rally", TimeRange(at(10.0), at(14.04)))]
    # Backwards is the same.
    hand.drag(hand.place(14.021, class_id="rally"), hand.place(10.013, class_id="rally"))
    assert created.said[0] == created.said[1]


def test_nothing_is_asked_before_the_button_is_released(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 20))
    asked = [Heard(s) for s in (view.create_requested, view.segment_change_requested, view.selection_changed)]
    hand.press(hand.place(20))
    for seconds in (21, 25, 30):
        hand.move(hand.place(seconds))
    assert [h.said for h in asked] == [[], [], []]
    hand.release()
    assert [len(h.said) for h in asked] == [0, 1, 0]


def test_edges_are_dragged_to_frames(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 20))
    changed = Heard(view.segment_change_requested)
    hand.drag(hand.place(20, dx=-1), hand.place(25.03, dx=-1))
    assert changed.said == [("a", TimeRange(at(10), at(25.04)))]
    hand.drag(hand.place(10, dx=1), hand.place(7.01, dx=1))
    assert changed.said[1] == ("a", TimeRange(at(7.0), at(20)))
    assert all(edge in FRAME_STARTS for edge in (changed.said[1][1].start, changed.said[0][1].end))


def test_an_edge_snaps_to_another_edge_and_alt_suspends_it(
    view: TimelineView, hand: Hand, show: Show
) -> None:
    show(segment("a", 10, 20), segment("b", 30, 40, "rally"))
    changed = Heard(view.segment_change_requested)
    near = hand.place(29.8, dx=-1)
    hand.drag(hand.place(20, dx=-1), near)
    hand.drag(hand.place(20, dx=-1), near, ALT)
    assert changed.said == [("a", TimeRange(at(10), at(30))), ("a", TimeRange(at(10), at(29.8)))]


def test_an_edge_snaps_to_the_play_head(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 20))
    view.set_position(at(33.28))
    changed = Heard(view.segment_change_requested)
    hand.drag(hand.place(20, dx=-1), hand.place(33.1, dx=-1))
    assert changed.said == [("a", TimeRange(at(10), at(33.28)))]


def test_a_suggestions_edge_asks_for_a_change_of_the_suggestion(
    view: TimelineView, hand: Hand, show: Show
) -> None:
    show(suggestion("s", 10, 20))
    labels, suggestions = Heard(view.segment_change_requested), Heard(view.suggestion_change_requested)
    hand.drag(hand.place(20, Section.MODEL, dx=-1), hand.place(22, Section.MODEL, dx=-1))
    assert suggestions.said == [("s", TimeRange(at(10), at(22)))]
    assert labels.said == []


def test_only_what_was_chosen_before_moves(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 20, 24), window=(10, 60))
    changed = Heard(view.segment_change_requested)
    before = view.visible_window()
    hand.drag(hand.place(22), hand.place(24))
    assert changed.said == []
    assert view.visible_window() != before  # it panned
    view.show_window(TimeRange(at(10), at(60)))
    view.set_selection(["a"])
    hand.drag(hand.place(22), hand.place(32.01))
    assert changed.said == [("a", TimeRange(at(30), at(34)))]


def test_a_point_moves_and_stays_a_point(view: TimelineView, hand: Hand, show: Show) -> None:
    point = Segment("p", "m", "hit", TimeRange.point(at(20)), "me", is_point=True)
    show(point)
    view.set_selection(["p"])
    changed = Heard(view.segment_change_requested)
    hand.drag(hand.place(20, class_id="hit"), hand.place(25.05, class_id="hit"))
    assert changed.said == [("p", TimeRange.point(at(25.04)))]


def test_escape_takes_a_drag_back(view: TimelineView, hand: Hand, show: Show, qtbot: QtBot) -> None:
    show(segment("a", 10, 20))
    changed = Heard(view.segment_change_requested)
    hand.press(hand.place(20))
    hand.move(hand.place(30))
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    hand.move(hand.place(35))
    hand.release()
    assert changed.said == []
    assert view.scene is not None
    assert view.scene.mark("a") is not None


def test_a_drag_back_to_where_it_began_asks_nothing(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 20))
    changed = Heard(view.segment_change_requested)
    hand.press(hand.place(20))
    hand.move(hand.place(30))
    hand.move(hand.place(20))
    hand.release()
    assert changed.said == []


def test_from_hours_away_edges_cannot_be_bent(view: TimelineView, hand: Hand, qtbot: QtBot) -> None:
    medium = replace(MEDIUM, end=MEDIUM.start + 3 * 3_600_000)
    view.set_medium(medium.span, medium.scale, None)
    view.set_document(
        Document(medium, view._state.ontology, segments=[segment("a", 3000, 6000)])  # fills a third
    )
    changed, chosen = Heard(view.segment_change_requested), Heard(view.selection_changed)
    hand.drag(hand.place(6000, dx=-1), hand.place(7000, dx=-1))
    assert changed.said == []
    hand.click(hand.place(5999))
    assert chosen.said == [(("a",),)]


# --- choosing ---


def test_a_click_chooses_and_control_adds(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 20), segment("b", 30, 40, "rally"), suggestion("s", 30, 40))
    chosen = Heard(view.selection_changed)
    hand.click(hand.place(15))
    hand.click(hand.place(35, class_id="rally"), CONTROL)
    hand.click(hand.place(15), CONTROL)
    hand.click(hand.place(35, Section.MODEL))
    hand.click(hand.place(50))
    hand.click(hand.place(50))
    assert [said[0] for said in chosen.said] == [("a",), ("a", "b"), ("b",), ("s",), ()]


def test_the_shorter_of_two_overlapping_labels_is_chosen(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("long", 5, 50), segment("short", 20, 25))
    chosen = Heard(view.selection_changed)
    hand.click(hand.place(22.5))
    hand.click(hand.place(40))
    assert [said[0] for said in chosen.said] == [("short",), ("long",)]


def test_setting_the_selection_says_nothing(view: TimelineView, show: Show) -> None:
    show(segment("a", 10, 20))
    chosen = Heard(view.selection_changed)
    view.set_selection(["a"])
    assert chosen.said == []


def test_the_right_button_asks_for_a_menu(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 20))
    asked = Heard(view.context_requested)
    for place in (hand.place(15), hand.place(50)):
        where = place.toPoint()
        QApplication.sendEvent(
            view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, view.mapToGlobal(where))
        )
    assert [said[0] for said in asked.said] == ["a", ""]


# --- seeking ---


@pytest.mark.parametrize("section", [Section.RULER, Section.SOUND, Section.ATTENTION])
def test_a_click_on_a_strip_seeks_to_the_frame_shown_there(
    view: TimelineView, hand: Hand, show: Show, section: Section
) -> None:
    show(window=(0, 10))
    sought = Heard(view.seek_requested)
    hand.click(hand.place(5.03, section))
    assert sought.said == [(at(5.0),)]


def test_a_drag_on_the_ruler_scrubs(view: TimelineView, hand: Hand, show: Show) -> None:
    show(window=(0, 60))
    order: list[str] = []
    view.scrub_started.connect(lambda: order.append("started"))
    view.scrub_finished.connect(lambda: order.append("finished"))
    view.seek_requested.connect(lambda tick: order.append("seek"))
    sought = Heard(view.seek_requested)
    hand.drag(hand.place(10, Section.RULER), hand.place(20, Section.RULER))
    assert order[0] == "started"
    assert order[-1] == "finished"
    ticks = [said[0] for said in sought.said]
    assert ticks[0] == at(10)
    assert ticks[-1] == at(20)
    assert all(a <= b for a, b in pairwise(ticks))
    assert all((tick - MEDIUM.start) % FRAME == 0 for tick in ticks)


def test_scrubbing_beyond_the_end_stays_on_the_last_frame(view: TimelineView, hand: Hand, show: Show) -> None:
    show(window=(590, 600))
    sought = Heard(view.seek_requested)
    hand.drag(hand.place(595, Section.RULER), hand.place(599, Section.RULER, dx=400))
    assert sought.said[-1] == (int(FRAME_STARTS[-1]),)


def test_escape_ends_a_scrub(view: TimelineView, hand: Hand, show: Show, qtbot: QtBot) -> None:
    show()
    finished = Heard(view.scrub_finished)
    hand.press(hand.place(10, Section.RULER))
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    hand.release()
    assert len(finished.said) == 1


def test_a_double_click_goes_to_the_start_of_a_label(
    view: TimelineView, hand: Hand, show: Show, qtbot: QtBot
) -> None:
    show(segment("a", 10, 20))
    sought = Heard(view.seek_requested)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=hand.place(15).toPoint())
    assert sought.said == [(at(10),)]


# --- zooming, panning ---


def test_control_and_wheel_zoom_at_the_cursor(view: TimelineView, hand: Hand, show: Show) -> None:
    show(window=(100, 200))
    where = hand.place(130)
    assert wheel(view, where, 2, CONTROL)
    axis = view.axis
    assert axis is not None
    assert axis.tick(where.x()) == pytest.approx(at(130), abs=1)
    assert axis.length == pytest.approx(100_000 / 1.25**2, rel=0.01)
    wheel(view, where, -200, CONTROL)
    assert view.visible_window() == MEDIUM.span


def test_shift_and_wheel_pan(view: TimelineView, hand: Hand, show: Show) -> None:
    show(window=(100, 200))
    windows = Heard(view.window_changed)
    assert wheel(view, hand.place(150), -1, SHIFT)
    axis = view.axis
    assert axis is not None
    assert axis.start == pytest.approx(at(112), abs=50)
    assert axis.length == pytest.approx(100_000)
    assert windows.said == [(axis.window,)]


def test_a_plain_wheel_is_left_to_others_while_every_lane_is_in_sight(
    view: TimelineView, hand: Hand, show: Show
) -> None:
    show()
    before = view.visible_window()
    assert not wheel(view, hand.place(10), 1, Qt.KeyboardModifier.NoModifier)
    assert view.visible_window() == before


def test_the_middle_button_pans_anywhere_and_chooses_nothing(
    view: TimelineView, hand: Hand, show: Show
) -> None:
    show(segment("a", 10, 20), window=(10, 60))
    asked = [Heard(s) for s in (view.selection_changed, view.create_requested, view.seek_requested)]
    hand.drag(hand.place(15), hand.place(20), button=MIDDLE)
    axis = view.axis
    assert axis is not None
    assert axis.start == pytest.approx(at(5), abs=60)
    hand.press(hand.place(15), button=MIDDLE)
    hand.release(button=MIDDLE)
    assert [h.said for h in asked] == [[], [], []]


def test_the_frame_on_the_overview_is_dragged(view: TimelineView, hand: Hand, show: Show) -> None:
    show(window=(100, 160))
    hand.drag(hand.place(110, Section.OVERVIEW), hand.place(310, Section.OVERVIEW))
    axis = view.axis
    assert axis is not None
    # It was taken beside its middle, and so it stays in the hand.
    assert axis.start == pytest.approx(at(300), abs=600)
    hand.click(hand.place(500, Section.OVERVIEW))
    axis = view.axis
    assert axis is not None
    assert (axis.start + axis.end) / 2 == pytest.approx(at(500), abs=600)


def test_fit_shows_the_whole_film(view: TimelineView, show: Show) -> None:
    show(window=(100, 160))
    view.fit()
    assert view.visible_window() == MEDIUM.span


def test_zooming_by_key_keeps_the_play_head_in_place(view: TimelineView, show: Show) -> None:
    show(window=(100, 200))
    view.set_position(at(120))
    axis = view.axis
    assert axis is not None
    x = axis.x(at(120))
    view.zoom(2.0)
    axis = view.axis
    assert axis is not None
    assert axis.x(at(120)) == pytest.approx(x, abs=0.01)
    assert axis.length == pytest.approx(50_000)


def test_the_column_of_names_takes_no_clicks(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 0, 60))
    asked = [Heard(s) for s in (view.selection_changed, view.create_requested, view.seek_requested)]
    hand.drag(QPointF(20, hand.place(1).y()), QPointF(80, hand.place(1).y()))
    assert [h.said for h in asked] == [[], [], []]


def test_other_keys_are_left_to_the_window(view: TimelineView, show: Show, qtbot: QtBot) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    show()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view, event)
        assert not event.isAccepted(), key


def test_what_is_under_the_pointer_is_told_in_words(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 20), suggestion("s", 30, 40, 0.823))
    assert view.describe(hand.place(15)) == "serve\nLabel\n00:00:10.000 – 00:00:20.000 (10.000 s)"
    assert view.describe(hand.place(35, Section.MODEL)).startswith("serve .82\nSuggestion\n")
    assert view.describe(hand.place(50)) == ""
    assert view.describe(QPointF(20, hand.place(1).y())) == "serve\nKey 1"
