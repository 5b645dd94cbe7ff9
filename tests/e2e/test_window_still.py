"""Skip the still in the real window: found in the decode that checks the film, shown, and run through."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from app.domain.timebase import TimeRange
from app.session.jobs import JobPhase
from app.session.settings import load_settings
from app.shell.startup import Studio
from tests.studio_window import film as copy_of
from tests.studio_window import open_studio, settle, wait

BENCHMARKS = Path(__file__).resolve().parents[2] / "script" / "benchmarks"
if str(BENCHMARKS) not in sys.path:
    sys.path.append(str(BENCHMARKS))

from still_film import FPS, Weather, padded_film  # noqa: E402

PAD_S, WALK_S = 30, 3
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nobody for half a minute, somebody walks for three seconds, nobody again."""
    scene = np.kron(np.random.default_rng(0).integers(40, 200, (9, 12)), np.ones((8, 8))).astype(np.uint8)
    walk = [scene] * 40  # most of the pictures show the empty scene
    for n in range(WALK_S * FPS):
        picture = scene.copy()
        picture[30:50, 10 + 2 * n : 18 + 2 * n] = 255
        walk.append(picture)
    path = tmp_path_factory.mktemp("still") / "film.mp4"
    padded_film(path, walk, PAD_S, Weather(2))
    return path


def found(studio: Studio) -> list[tuple[float, float]]:
    """The still stretches in the timeline, in seconds."""
    index = studio.player.index
    assert index is not None
    return [(index.seconds(s.start), index.seconds(s.end)) for s in studio.window.timeline._state.still]


def test_playing_skips_what_nobody_moves_in_while_the_setting_is_on(film: Path, tmp_path: Path) -> None:
    with open_studio(tmp_path / "home", copy_of(tmp_path, film)) as studio:
        wait(lambda: found(studio))
        (_, before), (after, _) = found(studio)
        walk = PAD_S + 4
        assert walk - 3 < before < walk < walk + WALK_S < after < walk + WALK_S + 12
        index = studio.player.index
        assert index is not None
        studio.player.seek(index.tick_at(10.0))
        studio.act("play")
        settle(300)
        assert index.seconds(studio.player.tick) < 12
        studio.act("skip_still")
        wait(lambda: index.seconds(studio.player.tick) >= before)
        assert index.seconds(studio.player.tick) < before + 2
        wait(lambda: studio.window.transport._notice.text().startswith("skipped"))
        studio.act("play")
        assert studio.settings.skip_still
        studio.act("skip_still")
        studio.player.seek(index.tick_at(10.0))
        studio.act("play")
        settle(300)
        assert index.seconds(studio.player.tick) < 12
        studio.act("skip_still")
    assert load_settings(studio.places.settings).skip_still


def test_a_film_checked_before_motion_was_measured_is_measured_later(film: Path, tmp_path: Path) -> None:
    path = copy_of(tmp_path, film)
    with open_studio(tmp_path, path) as studio:
        wait(lambda: found(studio))
        expected = found(studio)
        wait(lambda: not studio.board.running)
    (motion,) = (tmp_path / "cache").rglob("*.motion")
    motion.unlink()
    with open_studio(tmp_path, path) as studio:
        wait(lambda: found(studio))
        assert found(studio) == expected
        assert [job.phase for job in studio.board.jobs if job.id.startswith("proxy")] == [JobPhase.DONE]
        studio.film.show("")
        assert studio.window.timeline._state.still == ()


def test_short_stretches_are_run_through_and_that_is_said(film: Path, tmp_path: Path) -> None:
    with open_studio(tmp_path, copy_of(tmp_path, film)) as studio:
        wait(lambda: found(studio))
        index = studio.player.index
        assert index is not None
        studio.act("skip_still")
        short = TimeRange(index.tick_at(5.0), index.tick_at(11.0))
        studio.still._found(index, (short,))
        studio.player.seek(index.tick_at(4.8))
        studio.act("play")
        wait(lambda: studio.window.transport._notice.text() == "still, skipping")
        assert short.contains(studio.player.tick)
        wait(lambda: studio.player.tick >= short.end, timeout_ms=3000)
        studio.act("play")
        wait(lambda: not studio.window.transport._notice.text())


def test_a_film_of_which_all_is_there_is_not_decoded_again(film: Path, tmp_path: Path) -> None:
    path = copy_of(tmp_path, film)
    for expected in (["confirm"], []):
        with open_studio(tmp_path, path) as studio:
            wait(lambda: found(studio))
            wait(lambda: not studio.board.running)
            settle(200)
            passes = [job.id.split(" ")[0] for job in studio.board.jobs]
            assert [name for name in passes if name in ("confirm", "proxy")] == expected
