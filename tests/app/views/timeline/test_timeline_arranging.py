"""Several labels in one hand, other lanes, rubber bands, magnets, stacks, and all of it by keys."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.document import Document
from app.domain.segments import CompleteRange
from app.domain.timebase import TimeRange
from app.views.timeline.gesture import Placed
from app.views.timeline.hit_test import hit_at
from app.views.timeline.lanes import Section
from app.views.timeline.scene import rows
from app.views.timeline.timeline_view import TimelineView
from tests.app.views.timeline.film import MEDIUM, Hand, at, segment, suggestion
from tests.app.views.timeline.test_timeline_hand import ALT, CONTROL, SHIFT, Heard

Show = Callable[..., Document]


def moved(view: TimelineView) -> Heard:
    return Heard(view.labels_move_requested)


def complete(name: str, start: float, end: float, class_id: str = "") -> CompleteRange:
    return CompleteRange(name, "m", TimeRange(at(start), at(end)), "p", class_id)


# --- several at once, other lanes ---


def test_all_that_are_chosen_move_together(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 14), segment("b", 20, 22, "rally"), segment("c", 30, 31))
    view.set_selection(["a", "b"])
    asked, alone = moved(view), Heard(view.segment_change_requested)
    hand.drag(hand.place(12), hand.place(17.003), ALT)
    assert alone.said == []
    (places,) = asked.said[0]
    assert set(places) == {
        Placed("a", "serve", TimeRange(at(15), at(19))),
        Placed("b", "rally", TimeRange(at(25), at(27))),
    }


def test_none_of_them_leaves_the_film(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 2, 4), segment("b", 20, 22))
    view.set_selection(["a", "b"])
    asked = moved(view)
    hand.drag(hand.place(21), hand.place(1), ALT)
    (places,) = asked.said[0]
    assert {p.id: p.range.start for p in places} == {"a": MEDIUM.start, "b": at(18)}


def test_a_label_dragged_to_another_lane_keeps_its_time(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 14), segment("b", 30, 34, "rally"))
    view.set_selection(["a"])
    asked = moved(view)
    hand.drag(hand.place(12), hand.place(12, class_id="rally", dx=4))
    assert asked.said == [((Placed("a", "rally", TimeRange(at(10), at(14))),),)]


def test_a_segment_does_not_become_a_point(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 14))
    view.set_selection(["a"])
    asked = moved(view)
    hand.drag(hand.place(12), hand.place(12, class_id="hit", dx=1))
    assert asked.said == []


def test_a_chosen_edge_is_dragged_alone(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 14), segment("b", 20, 22))
    view.set_selection(["a", "b"])
    asked, alone = moved(view), Heard(view.segment_change_requested)
    hand.drag(hand.place(14, dx=-1), hand.place(16, dx=-1), ALT)
    assert asked.said == []
    assert alone.said == [("a", TimeRange(at(10), at(16)))]


# --- rubber band, Shift ---


def test_a_rubber_band_chooses_what_it_touches(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 14), segment("b", 20, 22, "rally"), segment("c", 40, 42), suggestion("s", 20, 22))
    chosen, created = Heard(view.selection_changed), Heard(view.create_requested)
    hand.drag(hand.place(8), hand.place(25, class_id="rally"), SHIFT)
    assert chosen.said == [(("a", "b"),)]
    hand.drag(hand.place(38), hand.place(45), CONTROL)
    assert chosen.said[1] == (("a", "b", "c"),)
    assert created.said == []


def test_shift_chooses_all_up_to_the_one_clicked(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 5, 6), segment("b", 10, 14), segment("x", 12, 20, "rally"), segment("c", 30, 34))
    chosen = Heard(view.selection_changed)
    hand.click(hand.place(5.5))
    hand.click(hand.place(32), SHIFT)
    assert [said[0] for said in chosen.said] == [("a",), ("a", "b", "c")]


# --- magnets ---


def test_marks_and_onsets_hold_an_edge_and_say_so(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 14), window=(8, 28))
    view.set_onsets(np.array([at(16), at(18)], np.int64))
    view.set_marks([at(21)])
    changed = Heard(view.segment_change_requested)
    for place, held in ((16.08, at(16)), (20.92, at(21))):
        hand.press(hand.place(14, dx=-1))
        hand.move(hand.place(place, dx=-1))
        assert view._gesture.caught == (held,)
        hand.move(hand.place(place, dx=-1), ALT)
        assert view._gesture.caught == ()
        hand.move(hand.place(place, dx=-1))
        hand.release()
    assert [said[1].end for said in changed.said] == [at(16), at(21)]


def test_onsets_out_of_sight_hold_nothing(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 14), window=(0, 60))  # from so far they are not drawn
    view.set_onsets(np.array([at(16)], np.int64))
    changed = Heard(view.segment_change_requested)
    hand.drag(hand.place(14, dx=-1), hand.place(16.16, dx=-1))
    assert changed.said == [("a", TimeRange(at(10), at(16.16)))]


def test_onsets_are_drawn_in_the_sound(view: TimelineView, show: Show, picture: Callable[[], QImage]) -> None:
    show(window=(0, 5))
    bare = picture()
    view.set_onsets(np.array([at(2)], np.int64))
    image, scene = picture(), view.scene
    assert scene is not None
    x, y = round(scene.axis.x(at(2))), round(scene.layout.sound.top) + 3
    columns = [c for c in range(x - 3, x + 4) if image.pixel(c, y) != bare.pixel(c, y)]
    assert len(columns) == 1


# --- labels that share time ---


@settings(max_examples=60, deadline=None, database=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 15)), max_size=14))
def test_no_label_hides_another(spans: list[tuple[int, int]]) -> None:
    ranges = sorted(TimeRange(start, start + length) for start, length in spans)
    places = rows(ranges)
    assert len(places) == len(ranges)
    for n, (row, among) in enumerate(places):
        assert 0 <= row < among
        over = [m for m in range(len(ranges)) if m != n and ranges[m].overlaps(ranges[n])]
        assert all(places[m][1] == among and places[m][0] != row for m in over)
        assert over or among == 1


def test_a_stack_shares_the_height_and_what_stands_apart_has_all_of_it() -> None:
    spans = [TimeRange(-40, -30), TimeRange(-20, 5), TimeRange(0, 10), TimeRange(6, 20), TimeRange(30, 31)]
    assert rows(spans) == [(0, 1), (0, 2), (1, 2), (0, 2), (0, 1)]


def test_each_of_a_stack_is_found_at_its_height(view: TimelineView, show: Show) -> None:
    show(segment("long", 5, 50), segment("short", 20, 30), segment("apart", 55, 58))
    scene = view.scene
    assert scene is not None
    for name in ("long", "short"):
        found = scene.mark(name)
        assert found is not None
        hit = hit_at(scene, scene.axis.x(at(25)), found.band.top + found.band.height / 2)
        assert hit is not None
        assert hit.mark.id == name
    apart = scene.mark("apart")
    short = scene.mark("short")
    assert apart is not None
    assert short is not None
    assert apart.band.height > 1.8 * short.band.height


# --- complete ranges ---


def test_a_complete_range_is_dragged_by_its_edge(view: TimelineView, hand: Hand, show: Show) -> None:
    show(segment("a", 10, 14), complete_ranges=[complete("k", 5, 40)])
    changed = Heard(view.complete_change_requested)
    scene = view.scene
    assert scene is not None
    found = scene.mark("k")
    assert found is not None
    y = found.band.top + found.band.height / 2
    hand.drag(QPointF(scene.axis.x(at(40)) - 1, y), QPointF(scene.axis.x(at(45)) - 1, y))
    assert changed.said == [("k", TimeRange(at(5), at(45)))]


def test_without_any_there_is_no_lane_for_them(view: TimelineView, show: Show) -> None:
    show(segment("a", 10, 14))
    assert view.scene is not None
    assert not any(lane.section is Section.COMPLETE for lane in view.scene.layout.lanes)


# --- without a mouse ---


def test_arrow_keys_go_to_neighbours(view: TimelineView, show: Show, qtbot: QtBot) -> None:
    show(
        segment("a", 10, 14),
        segment("b", 30, 34),
        segment("r", 28, 29, "rally"),
        suggestion("s", 11, 13),
        complete_ranges=[complete("k", 5, 40)],
    )
    view.set_position(at(31))
    said = Heard(view.selection_changed)
    for key, modifiers in (
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),  # nothing chosen: at the play head
        (Qt.Key.Key_Up, CONTROL),
        (Qt.Key.Key_Up, CONTROL),  # there is none before
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier),
    ):
        qtbot.keyClick(view, key, modifiers)
    assert [ids for ((ids,),) in said.said] == ["b", "a", "r", "k", "s", "k"]


def test_what_is_chosen_is_told_to_a_screen_reader(view: TimelineView, show: Show) -> None:
    show(segment("a", 10, 14), segment("b", 30, 34), complete_ranges=[complete("k", 5, 40)])
    view.set_selection(["a"])
    assert view.accessibleDescription() == "serve, Label, 00:00:10.000 – 00:00:14.000 (4.000 s)"
    view.set_selection(["a", "b"])
    assert view.accessibleDescription() == "2 selected"
    view.set_selection(["k"])
    assert view.accessibleDescription().startswith("everything is labelled, Complete:")
    view.set_selection([])
    assert view.accessibleDescription() == ""


def test_the_menu_key_asks_for_the_menu_of_what_is_chosen(view: TimelineView, show: Show) -> None:
    show(segment("a", 10, 14))
    asked = Heard(view.context_requested)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(3, 3), QPoint(3, 3))
    QApplication.sendEvent(view, event)
    assert asked.said == []
    view.set_selection(["a"])
    QApplication.sendEvent(view, event)
    assert [said[0] for said in asked.said] == ["a"]


@pytest.mark.parametrize("ids", [(), ("a",)])
def test_a_refused_drag_leaves_the_old_state_in_sight(
    view: TimelineView, hand: Hand, show: Show, picture: Callable[[], QImage], ids: tuple[str, ...]
) -> None:
    show(segment("a", 10, 14), segment("b", 20, 22))
    view.set_selection(ids)
    before = picture()
    hand.drag(hand.place(14, dx=-1), hand.place(18, dx=-1))  # nobody stores it
    assert picture() == before
