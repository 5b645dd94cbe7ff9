"""The quick copy in the player: the exact frame at once, the full picture as soon as it is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.media.library import FileLibrary
from app.media.scrub_proxy import ProxyWriter, ScrubProxy
from app.qt.playback import PlaybackController
from sora_model.media.film_pass import film_pass
from tests.clips import number_in, write_film
from tests.studio_window import settle, wait


class Eye:
    """What the player shows, in order: (frame, number in the picture, whether it is the quick copy's)."""

    def __init__(self, player: PlaybackController) -> None:
        self.seen: list[tuple[int, int, bool]] = []
        player.picture_changed.connect(lambda p, frame: self.seen.append((frame, number_in(p), False)))
        player.quick_picture_changed.connect(
            lambda p, frame, _: self.seen.append((frame, number_in(p), True))
        )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A film of one long group of pictures, and a cache with its quick copy."""
    folder = tmp_path_factory.mktemp("film")
    path = write_film(folder / "long.mp4", 200, size=(320, 192), b_frames=2, gop=200)
    film_pass(path, folder, None, [ProxyWriter(path, folder)], threads=1)
    return path, folder


@pytest.fixture
def player(qapp: object, made: tuple[Path, Path]) -> Iterator[PlaybackController]:
    path, cache = made
    library = FileLibrary(cache)
    medium = library.describe(path, confirm=True)
    player = PlaybackController()
    player.load(path, medium.scale, medium.span, library.frame_times(path, confirmed=True))
    proxy = ScrubProxy.open(path, cache)
    assert proxy is not None
    player.use_proxy(proxy)
    yield player
    player.unload()
    proxy.close()


def seek(player: PlaybackController, frame: int) -> None:
    assert player.index is not None
    player.seek(player.index.start_of(frame))


def test_each_move_is_answered_before_it_returns(player: PlaybackController) -> None:
    eye = Eye(player)
    for frame in (150, 90, 91, 30, 199):
        seek(player, frame)
        assert eye.seen[-1] == (frame, frame, True)


def test_the_full_picture_takes_its_place_and_only_that_of_the_last(player: PlaybackController) -> None:
    eye = Eye(player)
    for frame in (150, 90, 120):
        seek(player, frame)
    wait(lambda: eye.seen[-1] == (120, 120, False))
    settle(100)
    assert [entry for entry in eye.seen if not entry[2] and entry[0] != 0] == [(120, 120, False)]
    seek(player, 120)
    assert eye.seen[-1] == (120, 120, False)


def test_what_is_decoded_already_is_shown_at_once_in_full(player: PlaybackController) -> None:
    eye = Eye(player)
    seek(player, 100)
    wait(lambda: eye.seen[-1] == (100, 100, False))
    seek(player, 120)
    wait(lambda: eye.seen[-1] == (120, 120, False))
    seek(player, 100)
    assert eye.seen[-1] == (100, 100, False)


def test_playing_at_its_own_speed_shows_full_pictures_only(player: PlaybackController) -> None:
    eye = Eye(player)
    player.play()
    wait(lambda: eye.seen and eye.seen[-1][0] > 10)
    player.pause()
    assert not any(quick for _, _, quick in eye.seen)


def test_fast_playing_shows_the_quick_copy_and_stands_still_on_the_full_picture(
    player: PlaybackController,
) -> None:
    eye = Eye(player)
    seek(player, 0)
    player.set_rate(8.0)
    player.play()
    wait(lambda: eye.seen and eye.seen[-1][0] > 60)
    player.pause()
    assert any(quick for _, _, quick in eye.seen)
    assert all(frame == number for frame, number, _ in eye.seen)
    frame = player.frame
    wait(lambda: eye.seen[-1] == (frame, frame, False))


def test_without_a_quick_copy_nothing_comes_before_the_full_picture(player: PlaybackController) -> None:
    player.use_proxy(None)
    eye = Eye(player)
    seek(player, 150)
    wait(lambda: eye.seen and eye.seen[-1][0] == 150)
    assert not any(quick for _, _, quick in eye.seen)
