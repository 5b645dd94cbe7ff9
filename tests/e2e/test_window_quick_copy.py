"""Scrubbing in the real window: thumbnails, the quick copy under the hand, and how they are made."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.media.scrub_proxy import proxy_place
from app.session.jobs import JobPhase
from app.session.settings import Settings, load_settings, save_settings
from app.shell.startup import Studio
from tests.clips import number_in, write_film
from tests.studio_window import answers, open_studio, places_in, settle, shown_picture, wait

pytestmark = pytest.mark.usefixtures("qapp")
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten seconds, quick enough without a copy, and larger than the copy is."""
    folder = tmp_path_factory.mktemp("film")
    return write_film(folder / "match.mp4", 250, size=(640, 360), gop=50, b_frames=2)


@pytest.fixture(scope="module")
def slow_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With one key frame at its start."""
    return write_film(tmp_path_factory.mktemp("film") / "slow.mp4", 160, size=(640, 360), gop=160)


@pytest.fixture
def path(source: Path, tmp_path: Path) -> Path:
    target = tmp_path / source.name
    target.write_bytes(source.read_bytes())
    return target


def idle(studio: Studio) -> None:
    wait(lambda: not studio.board.running and not studio.tasks.busy)


def ruler_point(studio: Studio, frame: int) -> QPoint:
    timeline, index = studio.window.timeline, studio.player.index
    assert timeline.axis is not None
    assert timeline.scene is not None
    assert index is not None
    middle = (index.start_of(frame) + index.end_of(frame)) / 2
    return QPoint(round(timeline.axis.x(middle)), round(timeline.scene.layout.ruler.top + 5))


def test_dragging_shows_each_frame_at_once_then_the_full_picture_and_nothing_jumps(
    path: Path, tmp_path: Path
) -> None:
    with open_studio(tmp_path / "home", path) as studio:
        idle(studio)
        studio.act("quick_copy")
        idle(studio)
        timeline, canvas = studio.window.timeline, studio.window.canvas
        canvas.zoom(2.0)
        mapping = canvas.mapping
        QTest.mousePress(timeline, LEFT, NONE, ruler_point(studio, 200))
        for wanted in (180, 120, 60, 140):
            QTest.mouseMove(timeline, ruler_point(studio, wanted))
            shown = shown_picture(studio)
            assert number_in(shown) == studio.player.frame
            assert abs(studio.player.frame - wanted) <= 1
            assert shown.shape == (270, 480, 3)
            assert canvas.mapping == mapping
        wait(lambda: shown_picture(studio).shape == (360, 640, 3))
        assert number_in(shown_picture(studio)) == studio.player.frame
        assert canvas.mapping == mapping
        QTest.mouseRelease(timeline, LEFT, NONE, ruler_point(studio, 140))


def test_a_film_that_is_quick_anyway_gets_thumbnails_only(path: Path, tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", path) as studio:
        studio.window.resize(1366, 1000)
        studio.window.give_the_picture_half()
        idle(studio)
        assert studio.window.timeline.shows_thumbnails
        assert [j.phase for j in studio.board.jobs if j.id.startswith("confirm")] == [JobPhase.DONE]
        assert not any(job.id.startswith("proxy") for job in studio.board.jobs)
        assert not proxy_place(path, studio.places.cache).with_suffix(".mjpeg").exists()
    # Opened again: all is there, nothing is made anew.
    with open_studio(tmp_path / "home", path.with_suffix(".sora")) as studio:
        idle(studio)
        assert not any(job.id.startswith(("proxy", "confirm")) for job in studio.board.jobs)


def test_a_slow_film_gets_its_copy_unasked_in_the_same_decode(slow_source: Path, tmp_path: Path) -> None:
    path = tmp_path / slow_source.name
    path.write_bytes(slow_source.read_bytes())
    with open_studio(tmp_path / "home", path) as studio:
        idle(studio)
        assert not any(job.id.startswith("proxy") for job in studio.board.jobs)
        assert proxy_place(path, studio.places.cache).with_suffix(".mjpeg").exists()
        seen: list[tuple[int, int]] = []
        studio.player.quick_picture_changed.connect(lambda p, frame, _: seen.append((frame, number_in(p))))
        index = studio.player.index
        assert index is not None
        studio.player.seek(index.start_of(100))
        assert seen == [(100, 100)]


def test_removed_it_stays_away_until_it_is_asked_for(path: Path, tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", path) as studio:
        idle(studio)
        file = proxy_place(path, studio.places.cache).with_suffix(".mjpeg")
        studio.act("quick_copy")
        idle(studio)
        assert file.exists()
        studio.act("no_quick_copy")
        assert not file.exists()
    with open_studio(tmp_path / "home", path.with_suffix(".sora")) as studio:
        idle(studio)
        assert not file.exists()
        studio.act("quick_copy")
        idle(studio)
        assert file.exists()


def test_a_damaged_copy_is_never_shown_and_made_again(path: Path, tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", path) as studio:
        idle(studio)
        studio.act("quick_copy")
        idle(studio)
    file = proxy_place(path, tmp_path / "home" / "cache").with_suffix(".mjpeg")
    whole = file.read_bytes()
    file.write_bytes(whole[:100] + bytes(len(whole) - 1000) + whole[-900:])
    with open_studio(tmp_path / "home", path.with_suffix(".sora")) as studio:
        idle(studio)
        index = studio.player.index
        assert index is not None
        studio.player.seek(index.start_of(120))
        wait(lambda: number_in(shown_picture(studio)) == 120)
        idle(studio)
        assert file.read_bytes() == whole


def test_cancelled_it_goes_on_where_it_stopped(path: Path, tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", path) as studio:
        idle(studio)
        studio.act("quick_copy")
        assert any(job.id.startswith("proxy") for job in studio.board.running), studio.board.jobs
        studio.act("cancel_jobs")
        idle(studio)
    with open_studio(tmp_path / "home", path.with_suffix(".sora")) as studio:
        studio.act("quick_copy")
        idle(studio)
        index, frames = studio.player.index, []
        studio.player.quick_picture_changed.connect(lambda p, frame, _: frames.append((frame, number_in(p))))
        assert index is not None
        for frame in (249, 10, 200):
            studio.player.seek(index.start_of(frame))
        assert frames == [(249, 249), (10, 10), (200, 200)]


def test_no_room_is_said_where_the_job_is_and_the_film_plays(path: Path, tmp_path: Path) -> None:
    save_settings(Settings(cache_gb=0.0001), places_in(tmp_path / "home").settings)
    with open_studio(tmp_path / "home", path) as studio:
        idle(studio)
        studio.act("quick_copy")
        idle(studio)
        job = next(j for j in studio.board.jobs if j.id.startswith("proxy"))
        assert job.phase is JobPhase.FAILED
        assert "no room for quick copies" in job.message
        assert studio.player.index is not None
        studio.player.seek(studio.player.index.start_of(120))
        wait(lambda: number_in(shown_picture(studio)) == 120)


def test_the_strip_and_the_room_are_remembered(path: Path, tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", path) as studio:
        studio.window.resize(1366, 1000)
        studio.window.give_the_picture_half()
        idle(studio)
        studio.act("thumbnails")
        assert not studio.window.timeline.shows_thumbnails
        answers(studio).typed = "3,5"
        studio.act("cache_room")
        studio.act("quick_copies")
        settle()
        assert studio.proxies.budget.budget_bytes == 3_500_000_000
    settings = load_settings(places_in(tmp_path / "home").settings)
    assert (settings.thumbnails, settings.cache_gb, settings.quick_copies) == (False, 3.5, False)


def test_a_project_from_elsewhere_gets_the_index_and_the_copy_in_one_decode(
    slow_source: Path, tmp_path: Path
) -> None:
    path = tmp_path / slow_source.name
    path.write_bytes(slow_source.read_bytes())
    with open_studio(tmp_path / "home", path) as studio:
        idle(studio)
    with open_studio(tmp_path / "other", path.with_suffix(".sora")) as studio:
        idle(studio)
        index = studio.player.index
        assert index is not None
        assert index.confirmed
        seen: list[int] = []
        studio.player.quick_picture_changed.connect(lambda p, frame, _: seen.append(number_in(p)))
        studio.player.seek(index.start_of(100))
        assert seen == [100]
