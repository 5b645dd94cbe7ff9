"""Gestures that come to nothing, or to less than was drawn: no error, nothing half made, the rule is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from app.domain import edits as e
from app.domain.ontology import ClassKind
from app.domain.tracks import Box
from app.shell.startup import Studio
from app.views.timeline.lanes import Section
from tests.app.views.timeline.film import Hand
from tests.clips import clip
from tests.studio_window import film, open_studio, press, settle

Key = Qt.Key
LEFT, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as made:
        made.window.resize(1366, 768)
        made.feedback.settle()
        settle()
        yield made
        assert made.workspace is not None
        assert made.workspace.project.store.check() == []


def on_picture(studio: Studio, x: float, y: float) -> QPoint:
    """(x, y) in sides of the picture: beyond 0 and 1 lies what is around it."""
    mapping = studio.window.canvas.mapping
    assert mapping is not None
    return QPoint(round(mapping.frame.x + x * mapping.frame.w), round(mapping.frame.y + y * mapping.frame.h))


def drag(studio: Studio, *way: tuple[float, float]) -> None:
    canvas = studio.window.canvas
    places = [on_picture(studio, *place) for place in way]
    QTest.mousePress(canvas, LEFT, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(canvas, place)
    QTest.mouseRelease(canvas, LEFT, pos=places[-1])


def shown(studio: Studio) -> list[Box]:
    assert studio.labels.document is not None
    return [k.box for _, k in studio.labels.document.boxes_at(studio.player.tick)]


def test_a_box_drawn_over_the_edge_ends_there_and_one_beside_the_picture_is_none(studio: Studio) -> None:
    studio.labels.add_class("ball", ClassKind.BOX)
    medium = studio.labels.document.medium
    press(studio, Key.Key_N)
    drag(studio, (1.02, 0.1), (1.05, 0.5), (1.08, 0.9))
    drag(studio, (-0.05, 0.1), (-0.03, 0.5), (-0.01, 0.9))
    drag(studio, (0.5, 0.5), (0.5, 0.5))  # a click
    assert shown(studio) == []
    drag(studio, (0.75, 0.75), (1.2, 1.2))
    (box,) = shown(studio)
    assert (box.x + box.w, box.y + box.h) == (medium.width, medium.height)
    assert box.x == pytest.approx(0.75 * medium.width, abs=1)
    press(studio, Key.Key_N)
    drag(studio, (0.5, 0.5), (0.25, 0.25))  # up and to the left: its sides are no less positive
    drawn = next(b for b in shown(studio) if b != box)
    assert drawn.x == pytest.approx(0.25 * medium.width, abs=1)
    assert drawn.w == pytest.approx(0.25 * medium.width, abs=2)
    assert not studio.window.notice.text()


def test_a_box_is_neither_pushed_out_nor_turned_inside_out(studio: Studio) -> None:
    studio.labels.add_class("ball", ClassKind.BOX)
    medium = studio.labels.document.medium
    press(studio, Key.Key_N)
    drag(studio, (0.25, 0.25), (0.5, 0.5))
    (box,) = shown(studio)
    drag(studio, (0.375, 0.375), (2.0, 2.0))
    (moved,) = shown(studio)
    assert (moved.w, moved.h) == pytest.approx((box.w, box.h))
    assert moved.x + moved.w == pytest.approx(medium.width)
    drag(studio, (moved.x / medium.width, 0.9), (1.5, 0.9))  # its left side beyond its right one
    (narrow,) = shown(studio)
    assert narrow.x + narrow.w == pytest.approx(medium.width)
    assert 0 < narrow.w < box.w
    press(studio, *[Key.Key_Left] * 4, modifier=ALT | Qt.KeyboardModifier.ControlModifier)
    assert shown(studio)[0].w > 0
    assert not studio.window.notice.text()


def test_a_class_that_goes_in_the_middle_of_a_drag(studio: Studio) -> None:
    studio.labels.add_class("ball", ClassKind.BOX)
    assert studio.workspace is not None
    ball = studio.workspace.project.catalogue.ontology.named("ball")
    assert ball is not None
    canvas = studio.window.canvas
    press(studio, Key.Key_N)
    QTest.mousePress(canvas, LEFT, pos=on_picture(studio, 0.25, 0.25))
    QTest.mouseMove(canvas, on_picture(studio, 0.5, 0.5))
    studio.workspace.editing.perform(e.RemoveClass(ball.id, 0))
    QTest.mouseRelease(canvas, LEFT, pos=on_picture(studio, 0.5, 0.5))
    assert shown(studio) == []
    assert "nothing was drawn" in studio.window.notice.text()
    assert not studio.boxes.drawing


def test_a_label_of_no_length_is_a_frame_long_and_one_of_a_gone_class_none(studio: Studio) -> None:
    studio.labels.add_class("serve")
    document, index, timeline = studio.labels.document, studio.player.index, studio.window.timeline
    assert index is not None
    assert studio.workspace is not None
    (serve,) = studio.workspace.project.catalogue.ontology
    hand, scene = Hand(timeline), timeline.scene
    assert scene is not None
    lane = scene.layout.lane_of(Section.LABELS, serve.id)
    assert lane is not None

    def at(frame: int, dx: float = 0.0) -> QPointF:
        x = scene.axis.x((index.start_of(frame) + index.end_of(frame)) / 2)
        return QPointF(x + dx, lane.band.top + lane.band.height / 2)

    press(studio, Key.Key_1, Key.Key_1)  # began and ended on one frame
    (label,) = document.segments
    assert (label.range.start, label.range.end) == (index.start_of(0), index.end_of(0))
    press(studio, Key.Key_Right, Key.Key_I, Key.Key_O, Key.Key_1)  # in and out on one frame
    assert [s.range.length for s in document.segments] == [index.end_of(0) - index.start_of(0)] * 2
    hand.drag(at(10, -1), at(10, 1), ALT)  # less than a frame, if that
    made = [s for s in document.segments if s.range.start == index.start_of(10)]
    assert all(s.range.length >= 1 for s in document.segments)
    assert len(made) <= 1
    known = list(document.segments)
    hand.press(at(14))
    hand.move(at(18))
    for segment in known:
        studio.labels.remove([segment.id])
    studio.workspace.editing.perform(e.RemoveClass(serve.id, 0))
    hand.release()
    assert list(document.segments) == []
