"""Real drags on the timeline of the real window: one edit for everything that moved, one undo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt

from app.domain import edits as e
from app.domain.segments import Segment
from app.domain.timebase import TimeRange
from app.shell.startup import Studio
from app.views.timeline.lanes import Section
from tests.app.views.timeline.film import Hand
from tests.clips import clip
from tests.studio_window import film, open_studio, press

Key = Qt.Key
pytestmark = pytest.mark.usefixtures("qapp")


def _place(studio: Studio, mark_id: str, share: float = 0.5) -> QPointF:
    scene = studio.window.timeline.scene
    assert scene is not None
    mark = scene.mark(mark_id)
    assert mark is not None
    return QPointF(mark.x0 + share * (mark.x1 - mark.x0), mark.band.top + mark.band.height / 2)


def _labelled(studio: Studio) -> list[Segment]:
    """Two labels of `serve`, each of five frames."""
    studio.labels.add_class("serve")
    studio.labels.add_class("rally")
    index, document = studio.player.index, studio.labels.document
    assert index is not None
    assert document is not None
    serve = next(iter(document.ontology)).id
    for first in (0, 12):
        studio.labels.create(serve, TimeRange(index.start_of(first), index.end_of(first + 4)))
    return list(document.segments)


def test_labels_are_dragged_together_and_to_another_class(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path) as studio:
        before = _labelled(studio)
        document, index, timeline = studio.labels.document, studio.player.index, studio.window.timeline
        assert document is not None
        assert index is not None
        studio.labels.select([s.id for s in before])
        scene = timeline.scene
        assert scene is not None
        four = scene.axis.x(index.start_of(4)) - scene.axis.x(index.start_of(0))
        start, hand = _place(studio, before[1].id), Hand(timeline)
        hand.drag(start, start + QPointF(four, 0), Qt.KeyboardModifier.AltModifier)
        ranges = [s.range for s in document.segments]
        assert ranges == [TimeRange(index.start_of(n), index.end_of(n + 4)) for n in (4, 16)]
        press(studio, Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
        assert list(document.segments) == before, "one undo takes the whole drag back"

        studio.labels.select([before[0].id])
        rally = next(c.id for c in document.ontology if c.name == "rally")
        lane = timeline.scene.layout.lane_of(Section.LABELS, rally) if timeline.scene else None
        assert lane is not None
        start = _place(studio, before[0].id)
        hand.drag(start, QPointF(start.x(), lane.band.top + lane.band.height / 2))
        after = document.segments.get(before[0].id)
        assert after is not None
        assert (after.class_id, after.range) == (rally, before[0].range)
        assert studio.workspace is not None
        assert studio.workspace.project.store.check() == []


def test_a_refused_drag_changes_nothing(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path) as studio:
        before = _labelled(studio)
        document, timeline = studio.labels.document, studio.window.timeline
        assert document is not None
        serve = document.ontology[before[0].class_id]
        assert studio.workspace is not None
        studio.workspace.editing.perform(e.ChangeClass(replace(serve, overlaps=False)))
        hand = Hand(timeline)
        hand.drag(_place(studio, before[0].id, 0.99), _place(studio, before[1].id, 0.5))
        assert list(document.segments) == before
        assert timeline.scene is not None
        assert {m.id: m.range for m in timeline.scene.marks} == {s.id: s.range for s in before}


def test_a_complete_range_is_dragged_by_its_handle(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path) as studio:
        _labelled(studio)
        document, index, labelling = studio.labels.document, studio.player.index, studio.labels.labelling
        assert document is not None
        assert index is not None
        assert labelling is not None
        labelling.mark_complete(TimeRange(index.start_of(0), index.end_of(9)))
        (complete,) = document.complete_ranges
        scene = studio.window.timeline.scene
        assert scene is not None
        end = _place(studio, complete.id, 1.0) - QPointF(1, 0)
        further = scene.axis.x(index.end_of(19)) - scene.axis.x(index.end_of(9))
        Hand(studio.window.timeline).drag(end, end + QPointF(further, 0), Qt.KeyboardModifier.AltModifier)
        (dragged,) = document.complete_ranges
        assert dragged.range == TimeRange(index.start_of(0), index.end_of(19))
        press(studio, Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
        assert list(document.complete_ranges) == [complete]
