"""The film's sound reaches the ear: played through PipeWire's null sink, recorded, and compared with the
film.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.signal import correlate

from app.media.sample_film import generate
from sora_model.media.audio_reader import AudioReader
from tests.footage import footage
from tests.sound_server import RATE, SoundServer, recorded

REPOSITORY = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.sound


Orders = list[tuple[str, float]]


def played(server: SoundServer, film: Path, orders: Orders) -> dict[str, Any]:
    """What `play_sound.py` said, run with the server's sink as the computer's only output."""
    environment = {**server.environment, "PYTHONPATH": str(REPOSITORY), "PYTHONWARNINGS": "default"}
    run = subprocess.run(
        [sys.executable, Path(__file__).with_name("play_sound.py"), film, json.dumps(orders)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    said: dict[str, Any] = json.loads(run.stdout)
    return said


def found(recording: np.ndarray, wanted: np.ndarray) -> tuple[int, float]:
    """Where `wanted` lies in `recording`, and the normalised cross-correlation there (1 is the same
    sound).
    """
    match = correlate(recording, wanted, "valid", method="fft")
    energy = np.cumsum(np.concatenate([[0.0], recording.astype(np.float64) ** 2]))
    power = energy[len(wanted) :] - energy[: -len(wanted)]
    normal = match / np.sqrt(np.maximum(power, 1e-9) * float((wanted.astype(np.float64) ** 2).sum()))
    place = int(np.argmax(normal))
    return place, float(normal[place])


@pytest.mark.footage
@pytest.mark.parametrize("name", ["grid_words/s1", "torture/original/nasa_13013.mp4", "generated sample"])
def test_the_recorded_sound_is_the_films(name: str, tmp_path: Path) -> None:
    film = generate(tmp_path / "sample.mp4", seed=1, seconds=9).path if "generated" in name else footage(name)
    if film.is_dir():
        film = min(film.iterdir())
    with AudioReader(film) as reader:
        length = min(3.0, reader.facts.duration_s - 0.6)
        start = 0.2 if length < 3 else 4.0
        wanted = reader.read(start + 0.2, length - 0.6, rate=RATE, channels=2).mean(axis=1)
    (tmp_path / "server").mkdir()
    with SoundServer(tmp_path / "server") as server, server.recording(tmp_path / "sound.raw") as begun:
        said = played(server, film, [("play", start), ("wait", length + 0.8), ("pause", 0)])
    assert said["available"], said["reason"]
    sound = recorded(tmp_path / "sound.raw").mean(axis=1)
    place, likeness = found(sound, wanted)
    print(f"{name}: correlation {likeness:.4f}, underruns {said['underruns']}")
    assert likeness > 0.95
    # The output says what is heard: its seconds against the recording's, to what the recorder's start allows.
    heard_at = begun + place / RATE
    moving = [(moment, second) for moment, second, _ in said["said"] if second > start + 0.05]
    times, seconds = np.array(moving).T
    claimed_at = float(np.interp(start + 0.2, seconds, times))
    print(f"{name}: said {1000 * (claimed_at - heard_at):+.0f} ms after it was recorded")
    assert abs(claimed_at - heard_at) < 0.2
    assert np.all(np.diff(seconds) >= 0)


def test_seeking_muting_and_pausing_are_heard(tmp_path: Path) -> None:
    film = generate(tmp_path / "sample.mp4", seed=1, seconds=12).path
    with AudioReader(film) as reader:
        first, second = (reader.read(at, 0.8, rate=RATE, channels=2).mean(axis=1) for at in (2.2, 7.2))
        muted = reader.read(8.35, 0.5, rate=RATE, channels=2).mean(axis=1)
    (tmp_path / "server").mkdir()
    orders: Orders = [
        ("play", 2.0),
        ("wait", 1.5),
        ("seek", 7.0),
        ("wait", 1.5),
        ("volume", 0),
        ("wait", 1.0),
    ]
    with SoundServer(tmp_path / "server") as server, server.recording(tmp_path / "sound.raw"):
        said = played(server, film, [*orders, ("volume", 1), ("pause", 0), ("wait", 0.5)])
    sound = recorded(tmp_path / "sound.raw").mean(axis=1)
    (first_at, first_like), (second_at, second_like) = found(sound, first), found(sound, second)
    assert min(first_like, second_like) > 0.95
    assert 0.8 < (second_at - first_at) / RATE < 2.2
    # Muted, then paused: nothing but silence a second after the second piece.
    after = sound[second_at + int(1.7 * RATE) :]
    assert len(after) > RATE // 4
    assert np.abs(after).max() < 1e-4
    assert np.abs(muted).max() > 1e-3
    resting = [place for _, place, doing in said["said"] if doing == "pause"]
    assert len(set(resting)) == 1
    assert 8.5 < resting[0] < 10
    sought = [place for _, place, doing in said["said"] if doing == "seek"]
    assert sought[0] == 7.0
    assert sought == sorted(sought)


def test_the_output_is_looked_for_on_request(tmp_path: Path) -> None:
    film = generate(tmp_path / "sample.mp4", seed=1, seconds=8).path
    (tmp_path / "server").mkdir()
    orders: Orders = [("play", 1.0), ("wait", 1.0), ("look", 0), ("wait", 2.0), ("play", 5.0), ("wait", 1.5)]
    with SoundServer(tmp_path / "server") as server:
        said = played(server, film, orders)
    assert said["available"], said["reason"]
    while_looking = [second for _, second, doing in said["said"] if doing == "look"]
    assert None in while_looking
    assert while_looking[-1] is not None  # a device is there again
    again = [second for _, second, _ in said["said"] if second is not None][-1]
    assert 5.3 < again < 6.6


def _runs_quietly(tmp_path: Path, prelude: str = "") -> dict[str, Any]:
    """What the output says on this machine with no sound server to be found, after running `prelude`."""
    film = generate(tmp_path / "sample.mp4", seed=1, seconds=2).path
    arguments = ["play_sound.py", str(film), json.dumps([("play", 0), ("wait", 0.2)])]
    code = f"{prelude}\nimport runpy, sys; sys.argv = {arguments!r}\n"
    script = str(Path(__file__).with_name("play_sound.py"))
    run = subprocess.run(
        [sys.executable, "-c", code + f"runpy.run_path({script!r}, run_name='__main__')"],
        env={
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("PULSE", "PIPEWIRE"))
            },
            "PYTHONPATH": str(REPOSITORY),
            "XDG_RUNTIME_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    said: dict[str, Any] = json.loads(run.stdout)
    return said


def test_without_a_device_it_is_said_and_nothing_fails(tmp_path: Path) -> None:
    said = _runs_quietly(tmp_path)
    cards = Path("/proc/asound/cards")
    if cards.exists() and "no soundcards" not in cards.read_text():
        # A card is there: whether it plays is its own affair, but there is no third case.
        assert said["available"] or said["reason"]
        return
    assert said["available"] is False
    assert said["reason"] == "No sound device was found, so nothing can be heard."
    assert {second for _, second, _ in said["said"]} == {None}


def test_without_the_library_it_is_said_and_nothing_fails(tmp_path: Path) -> None:
    said = _runs_quietly(tmp_path, "import ctypes.util; ctypes.util.find_library = lambda name: None")
    assert said["available"] is False
    assert said["reason"] == "The sound library PortAudio is not installed, so nothing can be heard."
