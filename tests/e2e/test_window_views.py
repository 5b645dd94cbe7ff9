"""Films in step: each shows its own picture of the same moment; lined up by hand, sound, clock; undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.domain import edits as e
from app.domain.media import Medium
from app.domain.synchrony import lined_up, offset_s
from app.domain.time_of_day import confirmed
from app.shell.startup import Studio
from tests.clips import clip, number_in, tone, write_film
from tests.studio_window import film, open_studio, press, wait

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
pytestmark = pytest.mark.usefixtures("qapp")


def number_beside(studio: Studio, medium: Medium) -> int:
    """The number that the picture beside shows; -1 without one."""
    image = studio.window.side_views.view(medium.id).image
    if image is None:
        return -1
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return number_in(data[:, : image.width() * 3].reshape(image.height(), image.width(), 3))


def beside(studio: Studio, *paths: Path) -> list[Medium]:
    """Add films to the project and show them beside; the first film stays large."""
    assert studio.workspace is not None
    first = studio.film.medium
    assert first is not None
    catalogue = studio.workspace.project.catalogue
    studio.projects.add_media(list(paths))
    wait(lambda: len(catalogue.media) == len(paths) + 1)
    studio.film.show(first.id)
    wait(lambda: studio.player.loaded)
    films = [studio.workspace.project.medium_named(path.name) for path in paths]
    for medium in films:
        studio.views.add(medium.id)
        wait(lambda medium=medium: number_beside(studio, medium) >= 0)
    return films


def line_up(studio: Studio, work: Callable[[Medium], Medium], medium: Medium) -> None:
    assert studio.workspace is not None
    studio.workspace.editing.perform(e.ChangeMedium(work(medium)))


def test_films_in_step_show_the_same_moment_each_by_its_own_frames(tmp_path: Path) -> None:
    names = ("b_frames", "variable_rate", "late_start")
    paths = [film(tmp_path, clip(name)) for name in names]
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        first, second, third = beside(studio, *paths)
        main = studio.film.medium
        assert main is not None
        line_up(studio, lambda medium: lined_up(main, medium, 0.4), first)
        for frame in (30, 31, 12, 49, 10):
            studio.player.seek(main.scale.tick(frame / 25))
            wait(lambda frame=frame: number_beside(studio, first) == frame - 10)
            assert studio.workspace is not None
            for other in (second, third):
                index = studio.workspace.project.frame_times(other)
                assert index is not None
                tick = other.scale.tick(frame / 25)
                if tick < other.end:
                    wanted = index.frame_at(tick)
                    wait(lambda other=other, wanted=wanted: number_beside(studio, other) == wanted)
        studio.player.seek(main.scale.tick(5 / 25))
        wait(lambda: number_beside(studio, first) == -1)
        assert studio.window.side_views.view(first.id).message == "begins in 0.2 s"


def test_a_frame_later_is_one_edit_that_undo_takes_back(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        (other,) = beside(studio, film(tmp_path, clip("b_frames")))
        assert studio.workspace is not None
        catalogue = studio.workspace.project.catalogue
        studio.player.seek(catalogue.media[other.id].scale.tick(0.8))
        wait(lambda: number_beside(studio, other) == 20)
        press(studio, Key.Key_Period, modifier=ALT)
        wait(lambda: number_beside(studio, other) == 21)
        press(studio, Key.Key_Comma, Key.Key_Comma, modifier=ALT)
        wait(lambda: number_beside(studio, other) == 19)
        for _ in range(3):
            studio.act("undo")
        wait(lambda: number_beside(studio, other) == 20)
        assert catalogue.media[other.id].sync_us is None


def test_films_are_lined_up_by_their_sound(tmp_path: Path) -> None:
    knocks = np.zeros((16000 * 12, 1), np.float32)
    chance = np.random.default_rng(3)
    for at in chance.integers(0, 16000 * 12 - 3000, 40):
        knocks[at : at + 1500, 0] += chance.normal(size=1500) * 0.3 * np.exp(-np.arange(1500) / 400)
    main_path, other_path = tmp_path / "main.mp4", tmp_path / "other.mp4"
    write_film(main_path, 250, sound=knocks)
    write_film(other_path, 200, sound=knocks[32000:])
    with open_studio(tmp_path / "home", main_path) as studio:
        (other,) = beside(studio, other_path)
        studio.act("view_sound")
        assert studio.workspace is not None
        catalogue = studio.workspace.project.catalogue
        wait(lambda: catalogue.media[other.id].sync_us is not None)
        main = studio.film.medium
        assert main is not None
        assert offset_s(main, catalogue.media[other.id]) == pytest.approx(2.0, abs=0.002)
        shown = f"{offset_s(main, catalogue.media[other.id]):+.3f} s"
        assert studio.window.side_views.view(other.id).text() == f"other.mp4 · {shown}"


def test_films_without_a_common_sound_or_clock_say_so(tmp_path: Path) -> None:
    loud, other_path = tmp_path / "loud.mp4", tmp_path / "other.mp4"
    write_film(loud, sound=tone(2.0, 16000, (440,)))
    write_film(other_path)
    with open_studio(tmp_path / "home", loud) as studio:
        studio.act("view_sound")
        assert "Show another film beside" in studio.window.notice.text()
        (other,) = beside(studio, other_path)
        studio.act("view_sound")
        assert "other.mp4 has no sound" in studio.window.notice.text()
        studio.act("view_clock")
        assert "time of day of loud.mp4 is not known" in studio.window.notice.text()
        main = studio.film.medium
        assert main is not None
        line_up(studio, lambda m: confirmed(m, m.start, datetime(2026, 5, 4, 12, 0, 0), "+02:00"), main)
        line_up(studio, lambda m: confirmed(m, m.start, datetime(2026, 5, 4, 12, 0, 1), "+02:00"), other)
        studio.act("view_clock")
        assert studio.workspace is not None
        media = studio.workspace.project.catalogue.media
        assert offset_s(media[main.id], media[other.id]) == pytest.approx(1.0)


def test_a_double_click_shows_the_film_beside_large_at_the_same_moment(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        (other,) = beside(studio, film(tmp_path, clip("b_frames")))
        main = studio.film.medium
        assert main is not None
        line_up(studio, lambda medium: lined_up(main, medium, 0.4), other)
        studio.player.seek(main.scale.tick(1.2))
        wait(lambda: number_beside(studio, other) == 20)
        QTest.mouseDClick(studio.window.side_views.view(other.id), Qt.MouseButton.LeftButton)
        wait(lambda: studio.film.medium is not None and studio.film.medium.id == other.id)
        wait(lambda: studio.player.frame == 20)
        wait(lambda: number_beside(studio, main) == 30)
        studio.act("remove_view")
        assert studio.views.shown == ()
        assert not studio.window.side_views.isVisible()


def test_the_fifth_film_is_refused_and_a_missing_one_says_so(tmp_path: Path) -> None:
    names = ("b_frames", "variable_rate", "late_start", "b_frames_mkv")
    paths = [film(tmp_path, clip(name)) for name in names]
    with open_studio(tmp_path / "home", film(tmp_path, clip("plain"))) as studio:
        films = beside(studio, *paths[:3])
        assert studio.workspace is not None
        studio.projects.add_media([paths[3]])
        wait(lambda: len(studio.workspace.project.catalogue.media) == 5)  # type: ignore[union-attr]
        fourth = studio.workspace.project.medium_named(paths[3].name)
        (left,) = (m for m in studio.views.others() if m.name == "plain.mp4")
        studio.views.add(left.id)
        assert "Up to 3 films" in studio.window.notice.text()
        studio.views.remove(films[0].id)
        paths[0].unlink()
        studio.views.add(films[0].id)
        assert studio.window.side_views.view(films[0].id).message == "The file is not where it was."
        assert fourth.id not in studio.views.shown


def test_the_place_is_kept_in_the_project(tmp_path: Path) -> None:
    path, other_path = film(tmp_path, clip("plain")), film(tmp_path, clip("b_frames"))
    with open_studio(tmp_path / "home", path) as studio:
        (other,) = beside(studio, other_path)
        line_up(studio, lambda medium: replace(medium, sync_us=123_456), other)
    with open_studio(tmp_path / "home", tmp_path / "plain.sora") as studio:
        assert studio.workspace is not None
        assert studio.workspace.project.medium_named("b_frames.mp4").sync_us == 123_456
