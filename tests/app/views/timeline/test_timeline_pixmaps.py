"""Only what a change touches is painted anew, and the picture is the one that painting everything makes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain import edits as e
from app.domain.document import Document
from app.domain.segments import CompleteRange, Verification
from app.domain.timebase import TimeRange
from app.views.timeline.lanes import LaneName, Section
from app.views.timeline.scene import LaneScene, Scene
from app.views.timeline.strip_painter import StripPainter
from app.views.timeline.timeline_renderer import TimelineRenderer
from app.views.timeline.timeline_view import TimelineView
from tests.app.views.timeline.film import Hand, at, segment, suggestion

Show = Callable[..., Document]
Picture = Callable[[], QImage]


@pytest.fixture
def lanes_painted(monkeypatch: pytest.MonkeyPatch) -> list[LaneName]:
    """The lanes that were painted since the list was cleared; headings left out."""
    painted: list[LaneName] = []
    paint_lane = TimelineRenderer._paint_lane

    def noted(renderer: TimelineRenderer, *args: object) -> None:
        one = next(arg for arg in args if isinstance(arg, LaneScene))
        if not one.lane.is_heading:
            painted.append(one.lane.name)
        paint_lane(renderer, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(TimelineRenderer, "_paint_lane", noted)
    return painted


def perform(view: TimelineView, document: Document, edit: e.DocumentEdit) -> None:
    change = document.plan(edit)
    document.adopt(change)
    view.refresh(change)


def test_an_edit_paints_its_own_lane_only(
    view: TimelineView, show: Show, picture: Picture, lanes_painted: list[LaneName]
) -> None:
    document = show(segment("a", 10, 20), segment("b", 30, 40, "rally"), suggestion("s", 50, 55))
    picture()
    lanes_painted.clear()
    perform(view, document, e.ChangeSegment("a", range=TimeRange(at(11), at(20))))
    picture()
    assert lanes_painted == [(Section.LABELS, "serve")]
    lanes_painted.clear()
    perform(view, document, e.ChangeSegment("a", class_id="rally"))
    picture()
    assert sorted(name for _, name in lanes_painted) == ["rally", "serve"]
    lanes_painted.clear()
    view.set_selection(["b"])
    picture()
    assert lanes_painted == [(Section.LABELS, "rally")]
    lanes_painted.clear()
    view.set_position(at(12))
    view.set_played([TimeRange(at(0), at(5))])
    view.set_pending("serve", at(8))
    view.set_marks([at(2)])
    picture()
    assert lanes_painted == []


def test_painting_in_parts_comes_to_the_same_picture(
    view: TimelineView, show: Show, picture: Picture, hand: Hand
) -> None:
    document = show(
        segment("a", 10, 20),
        segment("b", 12, 40, "rally"),
        segment("c", 15, 30),
        suggestion("s", 22, 28, 0.8, start_sd=400, end_sd=200),
        suggestion("t", 40, 50, 0.4, class_id="rally"),
    )
    ticks = np.arange(at(0), at(60), 1000, dtype=np.int64)
    view.set_curves(ticks, {"serve": np.abs(np.sin(np.arange(len(ticks)))).astype(np.float32)})
    complete = CompleteRange("k", "m", TimeRange(at(5), at(45)), "p", "serve")
    steps: list[Callable[[], object]] = [
        lambda: view.set_selection(["a", "s"]),
        lambda: perform(view, document, e.ChangeSegment("a", range=TimeRange(at(11), at(33)))),
        lambda: view.set_played([TimeRange(at(3), at(30))]),
        lambda: perform(view, document, e.AddSegments((segment("d", 50, 55),))),
        lambda: perform(view, document, e.ChangeSegment("c", class_id="rally")),
        lambda: view.set_pending("rally", at(50)),
        lambda: perform(
            view, document, e.AcceptSuggestions(("s",), ("n",), "p", "2026-01-01", Verification.UNSEEN, None)
        ),
        lambda: perform(view, document, e.MarkComplete(complete)),  # a lane more: all others move
        lambda: view.set_selection(["n"]),
        lambda: hand.press(hand.place(55, dx=-1)),
        lambda: hand.move(hand.place(58)),
        lambda: hand.release(),
        lambda: perform(view, document, e.RemoveSegments(("a", "b"))),
    ]
    picture()
    for number, step in enumerate(steps):
        step()
        in_parts = picture()
        view._forget()
        assert in_parts == picture(), number


def test_lanes_that_nothing_touched_are_kept(view: TimelineView, show: Show) -> None:
    document = show(segment("a", 10, 20), segment("b", 30, 40, "rally"))

    def lanes() -> dict[LaneName, LaneScene]:
        scene = view.scene
        assert isinstance(scene, Scene)
        return {one.lane.name: one for one in scene.lanes}

    before = lanes()
    perform(view, document, e.RemoveSegments(("a",)))
    after = lanes()
    assert after[Section.LABELS, "rally"] is before[Section.LABELS, "rally"]
    assert not after[Section.LABELS, "serve"].marks
    view.show_window(TimeRange(at(0), at(50)))
    assert lanes()[Section.LABELS, "rally"] is not before[Section.LABELS, "rally"]


def test_the_overview_shows_where_each_class_has_labels(
    view: TimelineView, show: Show, picture: Picture
) -> None:
    document = show(segment("a", 100, 200))

    def inks(seconds: float) -> set[int]:
        image, scene = picture(), view.scene
        assert scene is not None
        x, band = round(scene.axis.fitted().x(at(seconds))), scene.layout.overview
        return {image.pixelColor(x, y).rgb() for y in range(round(band.top) + 2, round(band.bottom) - 5)}

    view.fit()
    empty = inks(400)
    assert inks(150) != empty
    perform(view, document, e.AddSegments((segment("b", 400, 400.2, "rally"),)))
    assert inks(400) != empty
    assert inks(300) == empty


def test_a_fault_while_painting_leaves_no_painter_open(
    view: TimelineView, show: Show, picture: Picture, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault")

    show(segment("a", 10, 20))
    qtbot.waitExposed(view)
    for painter in ("paint_window_frame", "paint_grid"):
        view._forget()
        with monkeypatch.context() as broken:
            broken.setattr(StripPainter, painter, fail)
            with pytest.raises(RuntimeError, match="a fault"):
                view.repaint()
        assert not view.paintingActive()
        QApplication.processEvents()
    assert picture().pixelColor(QPointF(view.width() / 2, 4).toPoint()).isValid()
