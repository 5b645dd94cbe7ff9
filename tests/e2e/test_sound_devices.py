"""The sound's device goes while a film plays: it plays on, and is heard again where another is found."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.media.sample_film import generate
from sora_model.media.audio_reader import AudioReader
from tests.e2e.test_sound import REPOSITORY, found
from tests.sound_server import RATE, SINK, SoundServer, recorded

pytestmark = pytest.mark.sound

Said = list[tuple[float, float, bool, str]]


@contextmanager
def playing(server: SoundServer, film: Path, said: Said) -> Iterator[None]:
    """The film plays meanwhile; `said` is filled at the end. See `play_on.py`."""
    program = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("play_on.py"), film],
        env={**server.environment, "PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        time.sleep(3)
        yield
        answer, errors = program.communicate("", timeout=60)
        assert program.returncode == 0, errors[-2000:]
        said += [tuple(line) for line in json.loads(answer)]
    finally:
        if program.poll() is None:
            program.kill()
            program.communicate()


def check_recording(file: Path, begun: float, film: Path, said: Said) -> None:
    """The film's sound is in the recording, at the second that was said then."""
    sound = recorded(file).mean(axis=1)
    times, seconds = np.array([(when, second) for when, second, by_sound, _ in said if by_sound]).T
    second = float(seconds[-1]) - 1.6
    with AudioReader(film) as reader:
        wanted = reader.read(second, 1.0, rate=RATE, channels=2).mean(axis=1)
    place, likeness = found(sound, wanted)
    late = begun + place / RATE - float(np.interp(second, seconds, times))
    print(f"correlation {likeness:.4f}, recorded {1000 * late:+.0f} ms after it was said to be heard")
    assert likeness > 0.95
    assert abs(late) < 0.2


def check_no_jump(said: Said) -> None:
    seconds = [second for _, second, _, _ in said]
    assert seconds == sorted(seconds)
    ahead = [(after[1] - before[1]) - (after[0] - before[0]) for before, after in pairwise(said)]
    assert max(ahead) < 0.15
    # It held still nowhere for long: since the first sound the film has kept up with the clock on the wall.
    first = next(line for line in said if line[1] > 0)
    assert (said[-1][0] - first[0]) - (said[-1][1] - first[1]) < 0.8


def run(tmp_path: Path, change: Callable[[SoundServer], str]) -> Said:
    film = generate(tmp_path / "sample.mp4", seed=1, seconds=20).path
    (tmp_path / "server").mkdir()
    said: Said = []
    with SoundServer(tmp_path / "server") as server:
        with playing(server, film, said):
            sink = change(server)
            with server.recording(tmp_path / "sound.raw", sink) as begun:
                time.sleep(4)
        check_recording(tmp_path / "sound.raw", begun, film, said)
    check_no_jump(said)
    return said


def test_the_sound_moves_to_another_output(tmp_path: Path) -> None:
    def change(server: SoundServer) -> str:
        server.remove_sink(SINK)
        time.sleep(1)
        server.add_sink("another")
        return "another"

    run(tmp_path, change)


def test_a_lost_device_is_done_without_and_taken_again(tmp_path: Path) -> None:
    def change(server: SoundServer) -> str:
        server.stop_devices()
        time.sleep(2)
        server.start_devices()
        return SINK

    said = run(tmp_path, change)
    led = [by_sound for _, _, by_sound, _ in said]
    assert led[0]
    assert not all(led)
    assert led[-1]
    assert any("The film runs silently" in status for *_, status in said)
    assert said[-1][3] == ""
