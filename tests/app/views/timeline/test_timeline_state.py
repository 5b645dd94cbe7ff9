"""What arrives from elsewhere is shown, and moves neither window nor scroll nor selection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain import edits as e
from app.domain.changes import Change, Difference
from app.domain.document import Document
from app.domain.ontology import OKABE_ITO, LabelClass, Ontology
from app.domain.segments import Segment
from app.domain.suggestions import Decision
from app.domain.timebase import TimeRange
from app.views.timeline.lanes import Section
from app.views.timeline.scene import MOST_MARKS
from app.views.timeline.timeline_state import as_steps
from app.views.timeline.timeline_view import TimelineView
from tests.app.views.timeline.film import FRAME_STARTS, MEDIUM, ONTOLOGY, at, segment, suggestion

Show = Callable[..., Document]


def ids(view: TimelineView) -> set[str]:
    assert view.scene is not None
    return {mark.id for mark in view.scene.marks}


def tops_of_labels(view: TimelineView) -> dict[str, float]:
    assert view.scene is not None
    lanes = [lane for lane in view.scene.layout.lanes if lane.section is Section.LABELS]
    return {lane.class_id: lane.band.top for lane in lanes}


def adopted(view: TimelineView, document: Document, edit: e.DocumentEdit) -> Change:
    change = document.plan(edit)
    document.adopt(change)
    view.refresh(change)
    return change


def test_only_what_is_in_the_window_becomes_a_mark(view: TimelineView, show: Show) -> None:
    show(
        segment("before", 1, 9.96),
        segment("in", 12, 13),
        segment("over", 5, 300),
        segment("after", 20, 21, "rally"),
        window=(10, 20),
    )
    assert ids(view) == {"in", "over"}


def test_labels_come_and_go_with_changes(view: TimelineView, show: Show) -> None:
    document = show(segment("a", 10, 20))
    adopted(view, document, e.AddSegments((segment("b", 30, 40, "rally"),)))
    assert ids(view) == {"a", "b"}
    changed = adopted(view, document, e.ChangeSegment("a", range=TimeRange(at(11), at(21)), class_id="rally"))
    assert view.scene is not None
    mark = view.scene.mark("a")
    assert mark is not None
    assert (mark.class_id, mark.range) == ("rally", TimeRange(at(11), at(21)))
    undo = changed.inverse()
    document.adopt(undo)
    view.refresh(undo)
    mark = view.scene.mark("a")
    assert mark is not None
    assert mark.class_id == "serve"
    adopted(view, document, e.RemoveSegments(("a",)))
    assert ids(view) == {"b"}


def test_decided_suggestions_leave_their_lane(view: TimelineView, show: Show) -> None:
    document = show(suggestion("s", 10, 20), suggestion("t", 30, 40))
    assert ids(view) == {"s", "t"}
    before = document.suggestions.get("s")
    assert before is not None
    change = Change("reject", "m", (Difference(before, replace(before, decision=Decision.REJECTED)),))
    document.adopt(change)
    view.refresh(change)
    assert ids(view) == {"t"}
    back = change.inverse()
    document.adopt(back)
    view.refresh(back)
    assert ids(view) == {"s", "t"}


def test_changes_of_another_film_are_not_ours(view: TimelineView, show: Show) -> None:
    show(segment("a", 10, 20))
    view.refresh(Change("add", "other", (Difference(None, replace(segment("x", 1, 2), medium_id="other")),)))
    assert ids(view) == {"a"}


def test_hidden_layers_show_nothing(view: TimelineView, show: Show) -> None:
    show(suggestion("s", 10, 20), replace(suggestion("t", 30, 40), layer_id="old"))
    view.set_visible_layers(["L"])
    assert ids(view) == {"s"}
    view.set_visible_layers([])
    assert ids(view) == set()
    assert view.scene is not None
    assert view.scene.layout.lane_of(Section.MODEL, "serve") is None
    view.set_visible_layers(None)
    assert ids(view) == {"s", "t"}


def test_suggestions_arriving_move_neither_window_nor_scroll_nor_selection(
    view: TimelineView, qtbot: QtBot
) -> None:
    many = Ontology(LabelClass(f"c{n:02}", f"class {n}", OKABE_ITO[n % 7], position=n) for n in range(30))
    labels = [segment(f"a{n}", 10 + n, 20 + n, f"c{n:02}") for n in range(30)]
    document = Document(MEDIUM, many, segments=labels)
    view.set_ontology(many)
    view.set_document(document)
    view.show_window(TimeRange(at(0), at(60)))
    view.set_selection(["a3"])
    view.set_position(at(5))
    view._bar.setValue(60)
    assert view.scene is not None
    window, scroll = view.visible_window(), view._bar.value()
    tops = {
        lane.class_id: lane.band.top for lane in view.scene.layout.lanes if lane.section is Section.LABELS
    }
    said: list[object] = []
    for signal in (view.selection_changed, view.window_changed, view.seek_requested):
        signal.connect(lambda *args: said.append(args))
    new = [suggestion(f"s{n}", 12 + n, 15 + n, class_id=f"c{n:02}") for n in range(30)]
    change = Change("add", "m", tuple(Difference(None, s) for s in new))
    for s in new:
        document.suggestions.put(s)
    view.refresh(change)
    assert view.scene is not None
    assert (view.visible_window(), view._bar.value(), said) == (window, scroll, [])
    assert tops_of_labels(view) == tops
    assert {mark.id for mark in view.scene.marks if mark.selected} == {"a3"}


def test_few_classes_all_have_lanes_and_of_many_those_in_use(view: TimelineView) -> None:
    assert view.scene is not None
    assert view.scene.layout.lane_of(Section.LABELS, "rally") is not None
    many = Ontology(LabelClass(f"c{n:02}", f"class {n}", OKABE_ITO[n % 7], position=n) for n in range(30))
    view.set_ontology(many)
    view.set_document(Document(MEDIUM, many, segments=[segment("a", 1, 2, "c07")]))
    assert [lane.class_id for lane in view.scene.layout.lanes if not lane.is_heading] == ["c07"]
    view.set_position(at(5))
    view.set_pending("c11", at(3))
    assert [lane.class_id for lane in view.scene.layout.lanes if not lane.is_heading] == ["c07", "c11"]


# --- the play head ---


class PaintedAreas(QObject):
    """Remembers which part of a widget each paint event is about."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[int] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(sum(r.width() * r.height() for r in _rectangles(event)))
        return False


def _rectangles(event: QPaintEvent) -> list[QRect]:
    return list(event.region())


def test_the_moving_play_head_repaints_thin_columns_only(
    view: TimelineView, show: Show, qtbot: QtBot
) -> None:
    show(*(segment(f"a{n}", n, n + 0.8) for n in range(60)))
    view.set_position(at(10))
    qtbot.waitExposed(view)
    QApplication.processEvents()
    painted = PaintedAreas()
    view.installEventFilter(painted)
    view.set_position(at(10.04))
    QApplication.processEvents()
    assert painted.areas
    assert sum(painted.areas) < 0.08 * view.width() * view.height()
    # And what stands still is not painted anew.
    assert view._pixmaps is not None
    window = view._pixmaps._window
    assert window is not None
    painted_before = window.cacheKey()
    view.set_position(at(10.08))
    QApplication.processEvents()
    assert view._pixmaps._window is window
    assert window.cacheKey() == painted_before
    view.removeEventFilter(painted)


def test_the_window_turns_its_page_with_the_play_head(view: TimelineView, show: Show) -> None:
    show(window=(0, 60))
    view.set_position(at(59.9))
    assert view.visible_window() == TimeRange(at(0), at(60))
    view.set_position(at(60.1))
    axis = view.axis
    assert axis is not None
    assert axis.start <= at(60.1) <= axis.end
    assert axis.start == pytest.approx(at(57.1), abs=50)
    assert axis.length == 60_000


def test_who_looked_elsewhere_is_not_pulled_back(view: TimelineView, show: Show) -> None:
    show(window=(0, 60))
    view.set_position(at(59.9))
    view.show_window(TimeRange(at(300), at(360)))
    view.set_position(at(60.1))
    assert view.visible_window() == TimeRange(at(300), at(360))


def test_revealing_shows_a_suggestion_out_of_sight(view: TimelineView, show: Show) -> None:
    show(window=(0, 60))
    view.reveal(TimeRange(at(10), at(20)))
    assert view.visible_window() == TimeRange(at(0), at(60))
    view.reveal(TimeRange(at(400), at(410)))
    window = view.visible_window()
    assert window is not None
    assert window.start < at(400) < at(410) < window.end


def test_another_film_begins_with_the_whole_of_it(view: TimelineView, show: Show) -> None:
    show(window=(0, 60))
    view.set_medium(MEDIUM.span, MEDIUM.scale, FRAME_STARTS)
    assert view.visible_window() == TimeRange(at(0), at(60))
    other = TimeRange(0, 90_000)
    view.set_medium(other, MEDIUM.scale)
    assert view.visible_window() == other


def test_the_narrowest_window_still_shows_some_frames(view: TimelineView, show: Show) -> None:
    show(window=(0, 60))
    for _ in range(60):
        view.zoom(2.0)
    axis = view.axis
    assert axis is not None
    assert axis.length == pytest.approx(8 * 40)


def test_the_index_of_frames_may_come_after_the_film(view: TimelineView) -> None:
    view.set_medium(None, None)
    view.set_medium(MEDIUM.span, MEDIUM.scale)
    view.show_window(TimeRange(at(10), at(11)))
    view.set_medium(MEDIUM.span, MEDIUM.scale, FRAME_STARTS)
    assert view.visible_window() == TimeRange(at(10), at(11))
    for _ in range(20):
        view.zoom(2.0)
    axis = view.axis
    assert axis is not None
    assert axis.length == pytest.approx(8 * 40)


# --- sentences ---


def test_empty_sections_say_one_sentence(view: TimelineView, show: Show) -> None:
    state = view._state
    assert "key" in state.labels_sentence()
    assert state.model_sentence()
    assert state.attention_sentence() == ""
    view.set_attention_hint("It attends to nothing.")
    assert state.attention_sentence() == "It attends to nothing."
    view.set_sound(None, "This film has no sound.")
    assert state.sound_sentence() == "This film has no sound."
    show(segment("a", 1, 2), suggestion("s", 1, 2))
    assert state.labels_sentence() == ""
    assert state.model_sentence() == ""
    view.set_ontology(Ontology())
    assert "first class" in state.labels_sentence()


def test_steps_are_checked() -> None:
    with pytest.raises(ValueError, match="sorted"):
        as_steps([2, 1], [0.0, 0.0])
    with pytest.raises(ValueError, match="values for"):
        as_steps([1, 2], [0.0])


# --- a hundred thousand ---


@pytest.fixture(scope="module")
def huge() -> Document:
    count = 100_000
    step = (MEDIUM.end - MEDIUM.start) // count
    labels = [
        Segment(
            f"a{n}",
            "m",
            ("serve", "rally")[n % 2],
            TimeRange(MEDIUM.start + n * step, MEDIUM.start + n * step + 2 * step),
            "p",
        )
        for n in range(count)
    ]
    return Document(MEDIUM, ONTOLOGY, segments=labels)


@pytest.mark.parametrize("seconds", [600, 60, 10, 2, 0.5])
def test_of_many_labels_as_many_are_painted_as_can_be_told_apart(
    view: TimelineView, huge: Document, seconds: float
) -> None:
    view.set_document(huge)
    view.show_window(TimeRange(at(300), at(300 + seconds)))
    scene = view.scene
    assert scene is not None
    assert len(scene.marks) <= MOST_MARKS
    assert scene.marks or scene.densities
    assert {m.class_id for m in scene.marks} | {d.class_id for d in scene.densities} == {"serve", "rally"}
    for density in scene.densities:
        assert (density.counts >= 1).all()
    view.render(QImage(view.size(), QImage.Format.Format_RGB32))


def test_one_edit_of_a_huge_document_touches_one_lane(view: TimelineView, huge: Document) -> None:
    view.set_document(huge)
    content = view._state.content
    untouched = content.labels("rally")[0]
    before = len(content.labels("serve")[0])
    view.refresh(Change("add", "m", (Difference(None, segment("new", 1, 2)),)))
    assert content.labels("rally")[0] is untouched
    assert len(content.labels("serve")[0]) == before + 1
    assert np.all(np.diff(content.labels("serve")[0].starts) >= 0)


def test_a_retired_class_has_a_lane_only_where_it_has_labels(view: TimelineView, show: Show) -> None:
    view.set_ontology(Ontology(replace(c, retired=c.id == "rally") for c in ONTOLOGY))
    show(segment("a", 10, 20))
    assert view.scene is not None
    assert view.scene.layout.lane_of(Section.LABELS, "rally") is None
    assert view.scene.layout.lane_of(Section.LABELS, "serve") is not None
    show(segment("b", 10, 20, "rally"))
    assert view.scene.layout.lane_of(Section.LABELS, "rally") is not None
