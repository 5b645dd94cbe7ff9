"""From the mouse to the picture: how soon the exact frame under a dragged play head is on the window.

The real window, on a screen of its own, with a film whose key frames lie 250 frames apart. The mouse moves
through the timeline's ruler as a hand does, to and fro, slowly and fast, 60 times a second; a time is from
the mouse event to the end of the painting of that very frame. With the quick copy, and as peer the same drag
without it.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from table import Row, machine, show_report

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

MOVES, MOVES_WITHOUT = 600, 24
EVERY_S = 1 / 60
REFRESH_MS = 1000 / 30
SIZE = (1600, 950)
_WAIT_S = 30.0


class Drive:
    """The open window, and the hand on it."""

    def __init__(self, studio: Any, application: Any) -> None:
        self._studio = studio
        self._application = application
        self._frame = -1
        self._size = (0, 0)
        self._painted = -1
        studio.player.picture_changed.connect(lambda picture, frame: self._came(frame, picture))
        studio.player.quick_picture_changed.connect(lambda picture, frame, _: self._came(frame, picture))
        canvas = studio.window.canvas
        paint = canvas.paintEvent

        def painting(event: Any) -> None:
            paint(event)
            self._painted = self._frame

        canvas.paintEvent = painting

    def _came(self, frame: int, picture: Any) -> None:
        self._frame, self._size = frame, picture.shape[:2]

    def wait(self, until: Callable[[], object], seconds: float, what: str) -> None:
        """Let the window live until a condition holds; SystemExit when it never does."""
        deadline = time.monotonic() + seconds
        while not until():
            if time.monotonic() > deadline:
                raise SystemExit(f"media_scrub: waited {seconds:.0f} s in vain: {what}")
            self._application.processEvents()
            time.sleep(0.002)

    def drag(self, moves: int) -> tuple[list[tuple[float, float]], int]:
        """Milliseconds of each move to another frame, passed and of the window's thread's own work; and how
        many were answered by the quick copy.
        """
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        timeline, player = self._studio.window.timeline, self._studio.player
        axis, band = timeline.axis, timeline.scene.layout.ruler
        left, button = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        y = round(band.top + band.height / 2)
        xs = list(places(axis.left + 5, axis.right - 5, moves))
        QTest.mousePress(timeline, left, button, QPoint(xs[0], y))
        self.wait(lambda: self._painted == player.frame, _WAIT_S, "the first picture")
        times, quick = [], 0
        for x in xs[1:]:
            wanted = player.index.frame_at(axis.tick_within(x))
            if wanted == player.frame:
                continue
            self._painted = -1
            began, worked = time.perf_counter(), time.thread_time()
            QTest.mouseMove(timeline, QPoint(x, y))
            while self._painted != wanted:
                self._application.processEvents()
                if time.perf_counter() - began > _WAIT_S:
                    raise SystemExit(f"media_scrub: frame {wanted} was never shown")
            passed, worked = time.perf_counter() - began, time.thread_time() - worked
            times.append((passed * 1000, worked * 1000))
            quick += max(self._size) < 1000
            while time.perf_counter() - began < EVERY_S:
                self._application.processEvents()
        QTest.mouseRelease(timeline, left, button, QPoint(xs[-1], y))
        return times, quick


def places(left: float, right: float, moves: int) -> Iterator[int]:
    """Where the hand is: to and fro over the whole, over a part, and over a few pixels, then far away."""
    for n in range(moves):
        turn = n / moves
        reach = (0.5, 0.1, 0.01, 0.3)[int(turn * 4)]
        middle = 0.5 if reach == 0.5 else 0.3 + 0.4 * (int(turn * 16) % 2)
        at = middle + reach * math.sin(2 * math.pi * turn * 8)
        yield round(left + min(max(at, 0.0), 1.0) * (right - left))


def measure(films: Path | None = None) -> dict[str, Any]:
    """`machine` and `rows`; needs a screen. The generated film is kept in `films`, where that is given."""
    with tempfile.TemporaryDirectory(prefix="sora-scrub-") as name:
        folder = Path(name)
        for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[variable] = str(folder / "home")
        film = _film(films or folder)
        shown = folder / film.name
        if shown != film:
            shutil.copy(film, shown)
        rows = _drive(shown)
    return {"machine": machine(), "rows": [row.as_json() for row in rows]}


def _film(folder: Path) -> Path:
    from media_seek import write_film

    folder.mkdir(parents=True, exist_ok=True)
    film = folder / "film.mp4"
    if not film.exists():
        write_film(film)
    return film


def _drive(film: Path) -> list[Row]:
    from PySide6.QtWidgets import QApplication

    from app.session.places import Places
    from app.shell.startup import Studio

    application = QApplication(["sora-studio"])
    studio = Studio(application, places=Places.of_platform())
    drive = Drive(studio, application)
    try:
        studio.window.resize(*SIZE)
        studio.show()
        studio.open(film)
        drive.wait(lambda: studio.player.loaded and studio.player.index is not None, 60, "the film to open")
        began = time.monotonic()
        drive.wait(lambda: not studio.board.running, 600, "the film's own jobs to end")
        passed = time.monotonic() - began
        index = studio.player.index
        if index is None or not index.confirmed:
            raise SystemExit("media_scrub: the film was not checked")
        times, quick = drive.drag(MOVES)
        if quick < 0.9 * len(times):
            raise SystemExit(f"media_scrub: only {quick} of {len(times)} pictures came from the quick copy")
        studio.act("no_quick_copy")
        without, _ = drive.drag(MOVES_WITHOUT)
    finally:
        studio.close()
        application.processEvents()
    return _rows(times, without, passed)


def _rows(
    with_it: list[tuple[float, float]], without_it: list[tuple[float, float]], making: float
) -> list[Row]:
    peer = "without the quick copy"
    times, without = [passed for passed, _ in with_it], [passed for passed, _ in without_it]
    worked = float(np.percentile([own for _, own in with_it], 95))
    rows = []
    for percent in (50, 95, 100):
        name = "longest" if percent == 100 else f"p{percent}"
        value, other = float(np.percentile(times, percent)), float(np.percentile(without, percent))
        goal = REFRESH_MS if percent == 95 else None
        rows.append(Row(f"drag: exact frame's picture, {name}", value, "ms", goal, peer, other))
    rows.append(Row("drag: the window's own processor time, p95", worked, "ms"))
    rows.append(Row("drag: moves to another frame", len(times), ""))
    rows.append(Row("drag: making the quick copy of 64 s, with the index", making, "s"))
    return rows


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--films", type=Path, help="folder to keep the generated film in")
    options = parser.parse_args()
    screen = (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    )
    if sys.platform == "linux" and not screen:
        command = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", sys.executable, *sys.argv]
        return subprocess.run(command, env={**os.environ, "QT_QPA_PLATFORM": "xcb"}, check=False).returncode
    show_report(measure(options.films), options.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
