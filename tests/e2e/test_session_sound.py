"""One session as a person has it: the window under Xvfb plays a film, and what is heard is the film's
sound.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from app.media.sample_film import generate
from sora_model.media.audio_reader import AudioReader
from tests.e2e.test_sound import found
from tests.footage import footage, has_footage
from tests.sound_server import RATE, SoundServer, recorded

REPOSITORY = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.sound, pytest.mark.display]

PLAY_S = 6.0


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of its own; its address."""
    missing = [program for program in ("Xvfb", "xdotool") if shutil.which(program) is None]
    if missing:
        pytest.skip(f"no display to open a window on: {', '.join(missing)} not installed")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def wait_for(ready: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"{what} did not come within {seconds:.0f} s"
        time.sleep(0.05)


def screen(display: str) -> np.ndarray:
    """(768, 1366, 3) what the display shows."""
    command = ["ffmpeg", "-v", "error", "-f", "x11grab", "-video_size", "1366x768", "-i", display]
    grabbed = subprocess.run(
        [*command, "-frames:v", "1", "-pix_fmt", "rgb24", "-f", "rawvideo", "-"],
        capture_output=True,
        check=True,
    )
    return np.frombuffer(grabbed.stdout, np.uint8).reshape(768, 1366, 3)


def settled(display: str) -> np.ndarray:
    """What the display shows once nothing has changed for a second: the film is open, its waveform drawn."""
    shown, since = screen(display), time.monotonic()

    def still() -> bool:
        nonlocal shown, since
        now = screen(display)
        if not np.array_equal(now, shown):
            shown, since = now, time.monotonic()
        return time.monotonic() - since > 1

    wait_for(still, "a window at rest")
    return shown


def test_the_sound_of_a_session_is_the_films(display: str, tmp_path: Path) -> None:
    film = tmp_path / "sample.mp4"
    if has_footage():
        shutil.copy(footage("torture/original/nasa_13013.mp4"), film)
    else:
        generate(film, seed=1, seconds=12)
    with AudioReader(film) as reader:
        wanted = reader.read(1.5, 2.5, rate=RATE, channels=2).mean(axis=1)
    (tmp_path / "server").mkdir()
    with SoundServer(tmp_path / "server") as server:
        environment = {
            **server.environment,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(REPOSITORY),
        }

        def tool(*arguments: str) -> str:
            run = subprocess.run(
                ["xdotool", *arguments], env=environment, capture_output=True, text=True, check=False
            )
            return run.stdout.strip()

        log = (tmp_path / "log").open("wb")
        program = subprocess.Popen(
            [sys.executable, "-m", "app", film], env=environment, stdout=log, stderr=log
        )
        try:
            wait_for(
                lambda: bool(tool("search", "--onlyvisible", "--name", "sample")), "the window with the film"
            )
            settled(display)
            tool("key", "Escape")  # a film with several streams asks which; its first are right
            before = settled(display)
            with server.recording(tmp_path / "sound.raw"):
                tool("key", "space")
                time.sleep(PLAY_S)
                while_playing = screen(display)
                tool("key", "space")
            assert program.poll() is None, (tmp_path / "log").read_text()[-2000:]
        finally:
            program.terminate()
            program.wait(30)
            log.close()
    _, likeness = found(recorded(tmp_path / "sound.raw").mean(axis=1), wanted)
    print(f"correlation {likeness:.4f}")
    assert likeness > 0.9
    assert np.abs(while_playing.astype(np.int16) - before).max(axis=2).mean() > 1
