"""Sound against picture, and dropped pictures, seen from outside while the real window plays; mpv beside it.

The film says in picture and sound which moment it is (`skew_film`). A process of its own reads the screen and
the sound sink's monitor, both stamped on one monotonic clock (`skew_watch`). What the screen, the sink and
the recorder add is the same for mpv, so our figure is taken relative to mpv's.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import numpy as np
from skew_film import FPS, write_film
from skew_watch import skew
from table import Row, show

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from tests.sound_server import SINK, SoundServer  # noqa: E402 - the tests' sound server serves here too

WIDTH, HEIGHT = 1280, 720
LABELS = 500
SEEKS = 50
OTHER_SINK = "sora_other"
LONG = "1x"
GOAL_MS = 20.0
PEER_MINUTES = 3.0
_SETTLE_S = 3.0

Figures = dict[str, float]
Measured = dict[str, dict[str, Figures]]
"""By player, then by stretch."""


class Player(Protocol):
    """A running player that shows the film from its beginning and stands still."""

    def seek(self, seconds: float) -> None: ...

    def rate(self, rate: float) -> None: ...

    def play(self) -> None: ...

    def pause(self) -> None: ...

    def close(self) -> None: ...


class Ours:
    """This program, in its own process, with `LABELS` labels and the waveform in the window."""

    def __init__(self, film: Path, folder: Path, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, HERE / "skew_player.py", _project(film, folder), str(WIDTH), str(HEIGHT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**environment, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "xcb"},
        )
        assert self._process.stdout is not None
        if self._process.stdout.readline().strip() != "ready":
            raise SystemExit("media_skew: the program did not open the film")

    def _say(self, order: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()

    def seek(self, seconds: float) -> None:
        self._say(f"seek {seconds}")

    def rate(self, rate: float) -> None:
        self._say(f"rate {rate}")

    def play(self) -> None:
        self._say("play")

    def pause(self) -> None:
        self._say("pause")

    def close(self) -> None:
        self._say("quit")
        self._process.wait(60)


class Mpv:
    """mpv in a window of the same size, over its IPC socket."""

    def __init__(self, film: Path, folder: Path, environment: Mapping[str, str]) -> None:
        address = folder / "mpv.sock"
        address.unlink(missing_ok=True)
        options = ["--no-config", "--vo=x11", "--ao=pulse", "--pause", "--keep-open=yes"]
        window = ["--really-quiet", "--no-osc", "--no-border", f"--geometry={WIDTH}x{HEIGHT}+0+0"]
        self._process = subprocess.Popen(
            ["mpv", *options, *window, f"--input-ipc-server={address}", film], env=environment
        )
        self._socket = socket.socket(socket.AF_UNIX)
        _wait(lambda: address.exists(), 30, "mpv")
        self._socket.connect(str(address))
        time.sleep(2)

    def _say(self, *command: object) -> None:
        self._socket.sendall(json.dumps({"command": command}).encode() + b"\n")

    def seek(self, seconds: float) -> None:
        self._say("seek", seconds, "absolute+exact")

    def rate(self, rate: float) -> None:
        self._say("set_property", "speed", rate)

    def play(self) -> None:
        self._say("set_property", "pause", False)

    def pause(self) -> None:
        self._say("set_property", "pause", True)

    def close(self) -> None:
        self._say("quit")
        self._process.wait(30)
        self._socket.close()


class Stage:
    """A screen and a sound server of its own, on which one player at a time is watched."""

    def __init__(self, folder: Path, server: SoundServer, display: str) -> None:
        self._folder = folder
        self._screen = folder / "screen" / "Xvfb_screen0"
        self.environment = {**server.environment, "DISPLAY": display}

    def pactl(self, *arguments: str) -> str:
        command = ["pactl", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True, timeout=20
        ).stdout

    @contextmanager
    def watched(
        self, name: str, found: dict[str, Figures], rate: float = 1.0, sink: str = SINK
    ) -> Iterator[None]:
        """What the screen showed and the sink played meanwhile goes into `found[name]`."""
        out = self._folder / f"{name}.npz"
        watcher = subprocess.Popen(
            [sys.executable, HERE / "skew_watch.py", self._screen, sink, out],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self.environment,
        )
        assert watcher.stdout is not None
        watcher.stdout.readline()
        try:
            yield
        finally:
            watcher.communicate(timeout=120)
        with np.load(out) as seen:
            found[name] = figures(rate=rate, **{key: seen[key] for key in seen.files})


def figures(
    shown_at: np.ndarray, shown: np.ndarray, heard_at: np.ndarray, pitch: np.ndarray, rate: float
) -> Figures:
    """Milliseconds and counts of one watched stretch."""
    moments, late = skew(shown_at, shown, heard_at, pitch)
    if len(late) < 20:
        return {"pictures": float(len(shown)), "tones": float(len(heard_at)), "measured": float(len(late))}
    median = float(np.median(late))
    runs = np.diff(shown)
    forward = runs[(runs > 0) & (runs < FPS)]
    slope = float(np.polyfit(moments - moments[0], late, 1)[0]) if moments[-1] - moments[0] > 30 else 0.0
    # Above the film's own rate pictures must be left out: those do not count as dropped.
    expected = np.maximum(forward / max(1.0, rate), 1.0)
    return {
        "median_ms": 1000 * median,
        "p95_about_median_ms": 1000 * float(np.percentile(np.abs(late - median), 95)),
        "drift_ms_per_min": 60_000 * slope,
        "dropped_percent": 100 * float((expected - 1).sum() / expected.sum()),
        "pictures": float(len(shown)),
        "tones": float(len(heard_at)),
        "measured": float(len(late)),
        "seconds": float(moments[-1] - moments[0]),
    }


def _project(film: Path, folder: Path) -> Path:
    """A project with the film and `LABELS` labels, made by the program's own commands."""
    project, table = folder / "skew.sora", folder / "labels.csv"
    if project.exists():
        return project
    frames = round(float(_seconds(film)) * FPS)
    lines = ["media,class,start_s,end_s,start_frame,end_frame,score,source"]
    for n in range(LABELS):
        start = n * frames // LABELS
        lines.append(f"{film.name},{'left' if n % 2 else 'right'},,,{start},{min(start + 20, frames)},,")
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for command in (
        ["new", project, "--media", film, "--classes", "left,right"],
        ["import", project, table, "--format", "csv"],
    ):
        subprocess.run(
            [sys.executable, "-m", "app", *map(str, command)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
    return project


def _seconds(film: Path) -> float:
    from sora_model.media.streams import open_media

    with open_media(film) as container:
        return float((container.duration or 0) / 1_000_000)


def _wait(ready: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise SystemExit(f"media_skew: {what} did not come within {seconds:.0f} s")
        time.sleep(0.05)


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Xvfb with its screen in a file, and PipeWire with a null sink."""
    (folder / "screen").mkdir()
    (folder / "server").mkdir()
    read, write = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-fbdir", folder / "screen"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as said:
            display = f":{said.readline().strip()}"
        with SoundServer(folder / "server") as server:
            yield Stage(folder, server, display)
    finally:
        screen.terminate()
        screen.wait()


def perform(place: Stage, player: Player, minutes: float, found: dict[str, Figures]) -> None:
    """Play at several speeds, after many seeks, and watch; the long stretch at 1× first."""
    chance = random.Random(5)
    with place.watched(LONG, found):
        player.play()
        time.sleep(60 * minutes)
        player.pause()
    for rate in (0.5, 2.0):
        player.seek(5)
        player.rate(rate)
        player.play()
        time.sleep(_SETTLE_S)
        with place.watched(f"{rate:g}x", found, rate):
            time.sleep(min(30.0, (60 * minutes - 5) / rate - _SETTLE_S))
        player.pause()
    player.rate(1)
    player.play()
    for _ in range(SEEKS):
        player.seek(chance.uniform(1, max(5.0, 60 * minutes - 30)))
        time.sleep(chance.uniform(0.2, 0.8))
    time.sleep(_SETTLE_S)
    with place.watched(f"after {SEEKS} seeks", found):
        time.sleep(20)
    # Another output appears, and the one that plays goes away.
    place.pactl("load-module", "module-null-sink", f"sink_name={OTHER_SINK}", "rate=48000")
    player.seek(20)
    time.sleep(1)
    place.pactl("unload-module", _module_of(place, SINK))
    time.sleep(2 * _SETTLE_S)
    with place.watched("after a device change", found, sink=OTHER_SINK):
        time.sleep(20)
    player.pause()


def _module_of(place: Stage, sink: str) -> str:
    lines = place.pactl("list", "short", "modules").splitlines()
    return next(line.split()[0] for line in lines if f"sink_name={sink}" in line.replace('"', "").split())


def measure(films: Path, minutes: float, players: Mapping[str, type[Ours] | type[Mpv]]) -> Measured:
    """`films`: folder in which the generated film is kept. Figures by player and stretch."""
    film = films / f"skew-{round(60 * minutes)}.mp4"
    if not film.exists():
        print("media_skew: generating the film …", file=sys.stderr)
        write_film(film, round(60 * minutes) + 10)
    found: Measured = {}
    for name, kind in players.items():
        found[name] = {}
        with tempfile.TemporaryDirectory(prefix="sora-skew-") as place:
            folder = Path(place)
            with stage(folder) as scene:
                player = kind(film, folder, scene.environment)
                try:
                    perform(
                        scene, player, min(minutes, PEER_MINUTES) if name == "mpv" else minutes, found[name]
                    )
                finally:
                    player.close()
        for stretch, values in found[name].items():
            print(f"media_skew: {name}, {stretch}: {values}", file=sys.stderr)
    return found


def rows_of(found: Measured) -> list[Row]:
    """The skew beside mpv's, by stretch. Only the first, long stretch has a drift."""
    rows: list[Row] = []
    for stretch, values in found["ours"].items():
        theirs = found.get("mpv", {}).get(stretch, {})
        if "median_ms" not in values:
            raise SystemExit(f"media_skew: {stretch}: nothing to measure was seen and heard: {values}")
        beyond = abs(values["median_ms"] - theirs.get("median_ms", 0.0))
        spread = "p95_about_median_ms"
        rows += [
            Row(f"skew {stretch}: |median| beyond mpv's", beyond, "ms", GOAL_MS),
            Row(f"skew {stretch}: median", values["median_ms"], "ms", None, "mpv", theirs.get("median_ms")),
            Row(f"skew {stretch}: p95 about it", values[spread], "ms", GOAL_MS, "mpv", theirs.get(spread)),
        ]
        for key, what, unit, goal in (
            ("drift_ms_per_min", "drift", "ms/min", 1.0),
            ("dropped_percent", "dropped", "%", 0.5),
        ):
            if stretch == LONG or key == "dropped_percent":
                rows.append(Row(f"{stretch}: {what}", abs(values[key]), unit, goal, "mpv", theirs.get(key)))
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--minutes", type=float, default=10.0, help="length of the long stretch")
    parser.add_argument("--films", type=Path, help="folder to keep the generated films in")
    options = parser.parse_args()
    players: dict[str, type[Ours] | type[Mpv]] = {"mpv": Mpv, "ours": Ours}
    if shutil.which("mpv") is None:
        print("media_skew: mpv is not installed: our figures stand alone.", file=sys.stderr)
        del players["mpv"]
    with tempfile.TemporaryDirectory(prefix="sora-films-") as own:
        found = measure(options.films or Path(own), options.minutes, players)
    show(rows_of(found), options.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
