"""Clocks in the window: read off the picture, kept, shown beside the position, undone; and holes in time."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.domain import edits as e
from app.domain.time_of_day import TimeOfDay
from app.shell.startup import Studio
from app.storage.project_store import ProjectStore
from tests.clips import clip, write_film
from tests.studio_window import film, open_studio, press, wait

Key = Qt.Key
pytestmark = pytest.mark.usefixtures("qapp")


def read_out(studio: Studio, name: str) -> str:
    labels = studio.window.transport.findChildren(QLabel)
    (label,) = (label for label in labels if label.accessibleName() == name)
    return label.text() if label.isVisible() else ""


def set_clock(studio: Studio, moment: str, zone: str, uncertain_s: float = 0.0) -> None:
    """As a person does it."""
    studio.act("time_of_day")
    dialog = studio.clocks._day_dialog
    dialog.moment.selectAll()
    QTest.keyClicks(dialog.moment, moment)
    dialog.zone.setCurrentText(zone)
    dialog.uncertainty.setValue(uncertain_s)
    dialog.set_button.click()
    assert not dialog.isVisible(), dialog.message.text()


def test_the_clock_read_off_a_picture_is_kept_shown_and_undone(tmp_path: Path) -> None:
    path = film(tmp_path, clip("plain"))
    with open_studio(tmp_path / "home", path) as studio:
        assert read_out(studio, "Wall clock") == ""
        press(studio, Key.Key_Right, modifier=Qt.KeyboardModifier.ControlModifier)
        wait(lambda: studio.player.frame == 10)
        set_clock(studio, "2024-01-31 14:02:31", "Asia/Shanghai", 2.0)
        assert read_out(studio, "Wall clock") == "14:02:31 +08 ± 2 s"
        press(studio, Key.Key_Left)
        wait(lambda: read_out(studio, "Wall clock") == "14:02:30 +08 ± 2 s")
        press(studio, Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
        assert read_out(studio, "Wall clock") == ""
        press(studio, Key.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
        assert read_out(studio, "Wall clock") == "14:02:30 +08 ± 2 s"
    with ProjectStore.open(tmp_path / "plain.sora") as store:
        (medium,) = store.load_catalogue().media.values()
        clock = TimeOfDay.of(medium)
        assert clock is not None
        assert clock.at(medium.span.start) == "14:02:30 +08 ± 2 s"
        assert any(one.verb == "change medium" and one.actor.kind == "person" for one in store.log())
        assert store.check() == []


def test_a_name_is_only_a_proposal(tmp_path: Path) -> None:
    path = film(tmp_path, clip("plain"))
    path = path.rename(tmp_path / "cam3_20240131_140231.mp4")
    with open_studio(tmp_path / "home", path) as studio:
        assert read_out(studio, "Wall clock") == ""
        studio.act("time_of_day")
        dialog = studio.clocks._day_dialog
        texts = [label.text() for label in dialog.findChildren(QLabel)]
        assert "The file's name: 2024-01-31 14:02:31, no zone" in texts
        dialog.hide()


def test_periods_are_marked_while_the_film_is_stepped(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        index = studio.player.index
        assert index is not None
        studio.act("match_clock")
        dialog = studio.clocks._match_dialog
        dialog.pattern.setCurrentIndex(1)

        def at_frame(number: int) -> None:
            studio.player.seek(index.start_of(number))
            wait(lambda: studio.player.frame == number)

        at_frame(5)
        dialog.start_button.click()
        at_frame(20)
        dialog.end_button.click()
        at_frame(25)
        dialog.start_button.click()
        assert studio.film.medium is not None
        periods = studio.film.medium.periods
        assert [(p.name, p.start) for p in periods] == [("Q1", index.start_of(5)), ("Q2", index.start_of(25))]
        assert periods[0].end == index.start_of(20)
        assert read_out(studio, "Match clock") == "Q2 10:00"
        at_frame(22)
        assert read_out(studio, "Match clock") == ""
        dialog.showing.setText("7:00")
        dialog.showing_button.click()
        assert dialog.message.text() == "", "nothing runs here, so nothing is asked"
        at_frame(10)
        dialog.showing.setText("7:00")
        dialog.showing_button.click()
        assert read_out(studio, "Match clock") == "Q1 7:00"
        at_frame(12)
        dialog.stand_button.click()
        at_frame(19)
        assert studio.film.medium.periods[0].stops == ((index.start_of(12), index.start_of(20)),)
        dialog.hide()
        studio.act("match_clock_stands")
        assert studio.film.medium.periods[0].stops == ((index.start_of(12), index.start_of(19)),)
        at_frame(3)
        studio.act("period_ends")
        assert "No period has started here yet" in studio.window.notice.text()
        studio.act("period_starts")
        assert [p.name for p in studio.film.medium.periods] == ["Q3", "Q1", "Q2"]


def test_ctrl_g_goes_to_a_frame_a_time_and_a_clock(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        set_clock(studio, "2024-01-31 23:59:59.5", "UTC")
        box = studio.clocks._go_to
        for typed, frame in (("#12", 12), ("1.0", 25), ("2024-02-01 00:00:00.7", 30)):
            press(studio, Key.Key_G, modifier=Qt.KeyboardModifier.ControlModifier)
            assert box.isVisible()
            box.typed.setText(typed)
            QTest.keyClick(box.typed, Key.Key_Return)
            wait(lambda wanted=frame: studio.player.frame == wanted)
        press(studio, Key.Key_G, modifier=Qt.KeyboardModifier.ControlModifier)
        box.typed.setText("#9999")
        assert "There is no frame 9999" in box.message.text()
        box.hide()


def test_missing_time_is_marked_and_gone_to(tmp_path: Path) -> None:
    """Four seconds are missing after the 20th picture; the camera's next film begins a minute later."""
    times = [*range(20), *range(120, 150)]
    write_film(tmp_path / "a.mp4", times)
    write_film(tmp_path / "b.mp4", 25)
    with open_studio(tmp_path / "home", tmp_path / "a.mp4") as studio:
        workspace = studio.workspace
        assert workspace is not None
        holes = studio.window.timeline._state.holes
        assert [hole.text for hole in holes] == ["4.0 s missing"]
        index = studio.player.index
        assert index is not None
        studio.act("next_hole")
        assert studio.player.frame == 19
        assert Fraction(holes[0].range.length) * index.time_base == 4
        studio.act("next_hole")
        assert "No time is missing after here" in studio.window.status._right.text()
        set_clock(studio, "2024-01-31 12:00:10", "")
        wait(lambda: not studio.board.running)
        medium = studio.film.medium
        assert medium is not None
        studio.projects.add_media([tmp_path / "b.mp4"])
        wait(lambda: len(workspace.project.catalogue.media) == 2)
        other = next(m for m in workspace.project.catalogue.media.values() if m.id != medium.id)
        clocked = replace(other, wall_clock="2024-01-31T12:01:10", group=medium.group)
        workspace.editing.perform(e.ChangeMedium(clocked))
        studio.film.show(medium.id)
        wait(lambda: len(studio.window.timeline._state.holes) == 2)
        texts = [hole.text for hole in studio.window.timeline._state.holes]
        assert texts[1].endswith("missing until b.mp4")
