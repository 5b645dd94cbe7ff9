"""The history in the real window: undo after reopening, the page, named states, and a disk that fills up."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton

from app.domain.timebase import TimeRange
from app.shell.startup import Studio
from app.views.history.changes_dialog import ChangesDialog
from app.views.timeline.lanes import Section
from tests.clips import clip
from tests.small_disk import fill_up, small_disk
from tests.studio_window import answers, film, open_studio, press, wait

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.usefixtures("qapp")


def ranges(studio: Studio) -> list[TimeRange]:
    assert studio.labels.document is not None
    return [segment.range for segment in studio.labels.document.segments]


def label(studio: Studio, frames: int) -> None:
    """From the frame shown on, by the first class's key."""
    press(studio, Key.Key_1, *[Key.Key_Right] * frames, Key.Key_1)


def texts(studio: Studio) -> list[tuple[str, bool]]:
    return [(row.text, row.stands) for row in studio.window.history_panel.rows()]


def test_what_was_done_before_closing_is_undone_by_the_key_afterwards(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path) as studio:
        studio.labels.add_class("serve")
        label(studio, 3)
        label(studio, 2)
        kept = ranges(studio)
        press(studio, Key.Key_Z, modifier=CTRL)
    with open_studio(tmp_path / "home", tmp_path / "video_only.sora") as studio:
        press(studio, Key.Key_Z, modifier=CTRL)
        assert ranges(studio) == []
        assert studio.window.status._right.text() == "Undone: Label serve added"
        press(studio, Key.Key_Y, modifier=CTRL)
        press(studio, Key.Key_Y, modifier=CTRL)
        assert ranges(studio) == kept
        assert studio.window.status._right.text() == "Done again: Label serve added"


def test_the_page_leads_to_places_and_back_to_a_named_state(tmp_path: Path) -> None:
    path = film(tmp_path, clip("video_only"))
    with open_studio(tmp_path / "home", path) as studio:
        studio.labels.add_class("serve")
        label(studio, 3)
        early = ranges(studio)
        answers(studio).typed = "first pass"
        press(studio, Key.Key_S, modifier=CTRL)
        assert answers(studio).asked[-1] == "Name this state"
        label(studio, 2)
        press(studio, Key.Key_Z, modifier=CTRL)
        label(studio, 4)
        studio.labels.remove([s.id for s in studio.labels.document.segments if s.range == early[0]])  # type: ignore[union-attr]
        late = ranges(studio)
        studio.act("history")
        panel = studio.window.history_panel
        assert texts(studio)[:5] == [
            ("Label serve removed", True),
            ("Label serve added", True),
            ("Label serve added", False),
            ("State named “first pass”", True),
            ("Label serve added", True),
        ]
        view = panel._view
        view.clicked.emit(view.model().index(4, 0))
        assert studio.player.tick == early[0].start
        view.setCurrentIndex(view.model().index(3, 0))
        button(studio, "Changed since").click()
        wait(lambda: studio.window.findChildren(ChangesDialog))
        (dialog,) = studio.window.findChildren(ChangesDialog)
        top = dialog.tree.topLevelItem(0)
        assert top is not None
        assert [top.text(column) for column in range(4)] == ["Labels: serve", "1", "", "1"]
        dialog.close()
        button(studio, "Go back to here").click()
        assert ranges(studio) == early
        wait(lambda: texts(studio)[0][0] == "Gone back to an earlier state")
        assert [stands for _, stands in texts(studio)[1:4]] == [False, False, False]
        press(studio, Key.Key_Z, modifier=CTRL)
        assert ranges(studio) == late
        assert studio.workspace is not None
        assert studio.workspace.project.store.check() == []


def button(studio: Studio, text: str) -> QPushButton:
    (found,) = (b for b in studio.window.history_panel.findChildren(QPushButton) if b.text() == text)
    assert found.isEnabled()
    return found


def test_a_disk_that_fills_up_while_an_edge_is_dragged_leaves_the_label_as_it_was(tmp_path: Path) -> None:
    with small_disk(8) as disk:
        path = film(disk, clip("video_only"))
        with open_studio(tmp_path / "home", path) as studio:
            studio.labels.add_class("serve")
            press(studio, *[Key.Key_Right] * 2)
            label(studio, 4)
            (before,) = ranges(studio)
            undo = studio.workspace.editing.undoable  # type: ignore[union-attr]
            start, end = edge(studio, before.end - 1), edge(studio, before.end + 4 * before.length)
            send(studio, QEvent.Type.MouseButtonPress, start)
            send(studio, QEvent.Type.MouseMove, (start + end) / 2)
            fill_up(disk / "ballast")
            send(studio, QEvent.Type.MouseMove, end)
            send(studio, QEvent.Type.MouseButtonRelease, end)
            assert ranges(studio) == [before]
            assert shown(studio) == [before]
            assert "is full. Nothing was changed." in studio.window.notice.text()
            assert "Free some space" in studio.window.notice.text()
            assert studio.workspace is not None
            assert studio.workspace.editing.undoable == undo
            (disk / "ballast").unlink()
            for kind, place in (("Press", start), ("Release", start)):
                send(studio, QEvent.Type[f"MouseButton{kind}"], place)
            for kind, place in (("MouseButtonPress", start), ("MouseMove", end), ("MouseButtonRelease", end)):
                send(studio, QEvent.Type[kind], place)
            assert ranges(studio) != [before], "with room again the same drag goes through"
            assert studio.workspace.project.store.check() == []


def edge(studio: Studio, tick: int) -> QPointF:
    """Where `tick` lies in the lane of the one class."""
    scene = studio.window.timeline.scene
    assert scene is not None
    assert studio.workspace is not None
    (serve,) = studio.workspace.project.catalogue.ontology
    lane = scene.layout.lane_of(Section.LABELS, serve.id)
    assert lane is not None
    return QPointF(scene.axis.x(tick), lane.band.top + lane.band.height / 2)


def send(studio: Studio, kind: QEvent.Type, at: QPointF) -> None:
    timeline, left, none = studio.window.timeline, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    everywhere = QPointF(timeline.mapToGlobal(at.toPoint()))
    event = QMouseEvent(kind, at, everywhere, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(timeline, event)


def shown(studio: Studio) -> list[TimeRange]:
    """The label as the timeline would draw it: no drag is left over it."""
    timeline = studio.window.timeline
    assert not timeline._gesture.active
    assert not timeline._gesture.previews
    document = studio.labels.document
    assert document is not None
    return [s.range for s in document.segments]
