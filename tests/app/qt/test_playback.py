"""The player: the tick that is asked for is the frame that is shown; the clock never waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from app.domain.timebase import TimeRange, TimeScale
from app.media.library import FileLibrary
from app.media.route import Route
from app.qt.playback import PlaybackController
from tests.clips import clip, number_in
from tests.studio_window import settle, wait


class Watched:
    """A player with a clip, and what it said."""

    def __init__(self, player: PlaybackController, name: str, cache: Path) -> None:
        self.player = player
        self.pictures: list[tuple[int, int]] = []
        self.positions: list[tuple[int, float, int]] = []
        self.plays: list[bool] = []
        player.picture_changed.connect(self._picture)
        player.position_changed.connect(lambda *p: self.positions.append(p))
        player.playing_changed.connect(self.plays.append)
        library = FileLibrary(cache)
        medium = library.describe(clip(name), confirm=True)
        self.span, self.scale = medium.span, medium.scale
        self.index = library.frame_times(clip(name), confirmed=True)
        player.load(clip(name), self.scale, self.span, self.index)

    def _picture(self, picture: np.ndarray, frame: int) -> None:
        self.pictures.append((frame, number_in(picture)))

    def wait_for(self, frame: int) -> None:
        wait(lambda: self.pictures and self.pictures[-1][0] == frame)


@pytest.fixture
def player(qapp: object) -> Iterator[PlaybackController]:
    made = PlaybackController()
    yield made
    made.unload()


@pytest.mark.parametrize("name", ["b_frames", "variable_rate", "late_start", "open_gop_ts", "all_key_frames"])
def test_every_frames_own_tick_shows_that_frame(
    player: PlaybackController, name: str, tmp_path: Path
) -> None:
    watched = Watched(player, name, tmp_path)
    assert watched.index is not None
    for frame in (0, 1, len(watched.index) - 1, 7, 8, 6, 0):
        tick = watched.index.start_of(frame)
        player.seek(tick)
        assert (player.tick, player.frame) == (tick, frame)
        watched.wait_for(frame)
        player.seek(watched.index.end_of(frame) - 1)
        assert player.frame == frame
    assert all(frame == number for frame, number in watched.pictures)


def test_playing_never_goes_back_and_ends_on_the_last(player: PlaybackController, tmp_path: Path) -> None:
    watched = Watched(player, "b_frames", tmp_path)
    assert watched.index is not None
    player.play()
    wait(lambda: watched.plays == [True, False])
    watched.wait_for(len(watched.index) - 1)
    frames = [frame for frame, _ in watched.pictures]
    assert frames == sorted(set(frames))
    assert all(frame == number for frame, number in watched.pictures)


def test_a_range_is_played_once_and_ends_on_its_last(player: PlaybackController, tmp_path: Path) -> None:
    watched = Watched(player, "video_only", tmp_path)
    assert watched.index is not None
    range_ = TimeRange(watched.index.start_of(10), watched.index.end_of(14))
    player.play_range(range_)
    wait(lambda: watched.plays == [True, False])
    assert player.frame == 14
    assert {frame for frame, _ in watched.pictures if frame} <= set(range(10, 15))


def test_a_loop_comes_round_until_it_is_left(player: PlaybackController, tmp_path: Path) -> None:
    watched = Watched(player, "video_only", tmp_path)
    assert watched.index is not None
    player.play_range(TimeRange(watched.index.start_of(10), watched.index.end_of(13)), loop=True)
    wait(lambda: sum(frame == 10 for _, _, frame in watched.positions) >= 2)
    assert {frame for _, _, frame in watched.positions[2:]} <= set(range(10, 14))
    player.seek(watched.index.start_of(40))
    wait(lambda: watched.plays[-1] is False)
    assert player.frame == len(watched.index) - 1


def test_pausing_stands_on_the_time_of_the_picture(player: PlaybackController, tmp_path: Path) -> None:
    watched = Watched(player, "variable_rate", tmp_path)
    assert watched.index is not None
    player.play()
    wait(lambda: player.frame > 3)
    player.pause()
    assert player.tick == watched.index.start_of(player.frame)
    watched.wait_for(player.frame)


def test_the_shuttle_runs_back_and_stops_at_the_start(player: PlaybackController, tmp_path: Path) -> None:
    watched = Watched(player, "video_only", tmp_path)
    assert watched.index is not None
    player.seek(watched.index.start_of(12))
    player.shuttle(-1)
    player.shuttle(-1)
    assert player.playing
    wait(lambda: not player.playing)
    assert player.frame == 0
    frames = [frame for _, _, frame in watched.positions if frame <= 12]
    assert frames[-1] == 0


def test_j_k_l_change_the_speed(player: PlaybackController, tmp_path: Path) -> None:
    Watched(player, "video_only", tmp_path)
    rates: list[float] = []
    player.rate_changed.connect(rates.append)
    player.shuttle(1)
    player.shuttle(1)
    player.shuttle(1)
    player.shuttle(1)
    player.shuttle(1)
    assert rates == [1.0, 2.0, 4.0, 8.0, 8.0]
    player.shuttle(-1)
    player.shuttle(-1)
    assert rates[-2:] == [-1.0, -2.0]
    player.pause()
    assert rates[-1] == 1.0
    player.shuttle(0)
    assert not player.playing
    assert rates[-1] == 1.0


class DrivenSound:
    """A sound device whose position the test sets."""

    available, reason, device_name = True, "", "headphones"

    def __init__(self) -> None:
        self.volume = 1.0
        self.at = 0.0
        self.closed = False
        self.on_change: Callable[[], None] | None = None
        self.offset_s, self.channel = 0.0, -1

    def play(self, at_s: float, route: Route, in_s: float = 0.0) -> None:
        self.at = at_s

    def follow(self, route: Route) -> None: ...

    def look_again(self) -> None: ...

    def pause(self) -> None: ...

    def set_offset(self, offset_s: float) -> None:
        self.offset_s = offset_s

    def set_channel(self, channel: int) -> None:
        self.channel = channel

    def position(self) -> float | None:
        return self.at

    def close(self) -> None:
        self.closed = True


def test_the_sound_is_the_master_and_pictures_that_are_late_are_skipped(
    player: PlaybackController, tmp_path: Path
) -> None:
    watched = Watched(player, "plain", tmp_path)
    assert watched.index is not None
    sound = DrivenSound()
    player.use_sound(sound)
    player.set_volume(0.5)
    player.play()
    settle(60)
    assert player.frame == 0  # the device has not moved, so neither does the film
    sound.at = watched.scale.seconds(watched.index.start_of(30)) + 0.001
    wait(lambda: player.frame == 30)
    watched.wait_for(30)
    assert len(watched.pictures) < 30
    player.set_muted(True)
    assert sound.volume == 0.0
    player.set_muted(False)
    assert sound.volume == 0.5
    player.unload()
    assert sound.closed


def test_a_range_played_by_the_sound_stops_exactly(player: PlaybackController, tmp_path: Path) -> None:
    watched = Watched(player, "plain", tmp_path)
    assert watched.index is not None
    sound = DrivenSound()
    player.use_sound(sound)
    player.play_range(TimeRange(watched.index.start_of(10), watched.index.end_of(14)))
    sound.at = watched.scale.seconds(watched.index.start_of(40))  # far too late
    wait(lambda: watched.plays == [True, False])
    assert player.tick == watched.index.start_of(14)
    assert max(frame for _, _, frame in watched.positions) == 14


def test_what_was_set_before_the_sound_came_holds_for_it(player: PlaybackController, tmp_path: Path) -> None:
    Watched(player, "plain", tmp_path)
    player.set_audio_offset(0.12)
    player.set_channel(1)
    first, second = DrivenSound(), DrivenSound()
    player.use_sound(first)
    assert (first.offset_s, first.channel) == (0.12, 1)
    player.use_sound(second)
    assert first.closed
    player.set_audio_offset(-0.05)
    assert (second.offset_s, second.channel) == (-0.05, 1)


def test_a_device_that_goes_is_told_while_the_film_stands_still(
    player: PlaybackController, tmp_path: Path
) -> None:
    Watched(player, "plain", tmp_path)
    told: list[str] = []
    player.status_changed.connect(told.append)
    sound = DrivenSound()
    player.use_sound(sound)
    assert told == [""]
    sound.available, sound.reason = False, "The sound device is gone."
    assert sound.on_change is not None
    on_another_thread = threading.Thread(target=sound.on_change)
    on_another_thread.start()
    wait(lambda: told[-1].startswith("The sound device is gone."))
    on_another_thread.join()
    sound.available = True
    sound.on_change()
    wait(lambda: told[-1] == "")


def test_still_stretches_are_left_out(player: PlaybackController, tmp_path: Path) -> None:
    watched = Watched(player, "video_only", tmp_path)
    index = watched.index
    assert index is not None
    # Long enough to be jumped over, were it not that the clip is short: it is run through.
    player.set_skips([TimeRange(index.start_of(10), index.start_of(30))])
    player.play()
    wait(lambda: watched.plays == [True, False])
    assert player.frame == len(index) - 1
    passed = [frame for _, _, frame in watched.positions if 10 <= frame < 30]
    assert len(passed) < 10
    assert len([frame for _, _, frame in watched.positions if frame < 10]) > 5


def test_a_loop_is_told_kept_over_a_pause_and_left(player: PlaybackController, tmp_path: Path) -> None:
    watched = Watched(player, "video_only", tmp_path)
    assert watched.index is not None
    loops: list[TimeRange | None] = []
    player.loop_changed.connect(loops.append)
    range_ = TimeRange(watched.index.start_of(10), watched.index.end_of(13))
    player.play_range(range_, loop=True)
    player.pause()
    assert player.loop == range_
    player.play()
    wait(lambda: sum(frame == 10 for _, _, frame in watched.positions) >= 3)
    assert player.dropped <= player.shown  # coming round is not dropping
    player.leave_loop()
    assert loops == [range_, None]
    wait(lambda: watched.plays[-1] is False)
    assert player.frame == len(watched.index) - 1


def test_pictures_that_are_skipped_are_counted(player: PlaybackController, tmp_path: Path) -> None:
    watched = Watched(player, "plain", tmp_path)
    assert watched.index is not None
    sound = DrivenSound()
    player.use_sound(sound)
    player.play()
    for frame in (1, 2, 12):
        sound.at = watched.scale.seconds(watched.index.start_of(frame)) + 0.001
        watched.wait_for(frame)
    assert player.dropped == 9
    assert player.shown >= 3


def test_sound_only_media_play_without_frames(player: PlaybackController, tmp_path: Path) -> None:
    watched = Watched(player, "audio_wav", tmp_path)
    assert watched.index is None
    player.step(1)
    assert player.tick == watched.scale.ticks(0.04)
    player.play()
    wait(lambda: watched.plays == [True, False])
    assert {frame for _, _, frame in watched.positions} == {-1}
    assert isinstance(watched.scale, TimeScale)
