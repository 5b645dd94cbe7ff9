"""The timeline and the edits of a very large project: painted while panning and zooming, edited, opened.

The project is that of `big_project.py`. Each screen, none (`offscreen`) and Xvfb, and each opening has a
process of its own. Panning and zooming are wheel events on the timeline of the open window, 1920 pixels wide,
in Explain with all curves; `all lanes` is the same timeline with room for each of its 41 lanes. An edit
lasts from its key press until it is on the disk and everything that shows it is painted.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from big_project import CLASSES, SEGMENTS, STEPS, copy_of, make_big_project
from table import Row, machine, show_report

WIDTH, HEIGHT = 1920, 1080
PAINT_GOAL_MS, EDIT_GOAL_MS, OPEN_GOAL_S = 16.0, 20.0, 2.0
OPENINGS = 3
ZOOMS_S = (7200.0, 3600.0, 1200.0, 600.0, 300.0, 120.0, 60.0, 20.0, 5.0)
PANS, EDITS = 24, 40
SCREENS = ("offscreen", "xvfb")


class Drive:
    """The open window of one process."""

    def __init__(self, project: Path, home: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from app.session.places import Places
        from app.session.settings import Settings, save_settings
        from app.shell.startup import Studio

        self.application = QApplication(["sora-studio"])
        places = Places(home / "settings.json", home / "cache", home / "logs")
        # A hundred thousand labels that no run has learnt yet would start a training at the first edit.
        save_settings(Settings(train_automatically=False), places.settings)
        self.studio = Studio(self.application, places=places)
        self.studio.window.resize(WIDTH, HEIGHT)
        self.studio.show()
        self.settle(0.5)
        began = time.perf_counter()
        self.studio.open(project)
        self.wait(lambda: self.studio.player.loaded and self.studio.labels.document is not None, 60)
        self.timeline = self.studio.window.timeline
        self.timeline.repaint()
        self.application.processEvents()
        self.opened_s = time.perf_counter() - began

    def settle(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.application.processEvents()
            time.sleep(0.005)

    def wait(self, until: Callable[[], bool], seconds: float) -> None:
        """Let the window live until a condition holds; SystemExit when it never does."""
        deadline = time.monotonic() + seconds
        while not until():
            if time.monotonic() > deadline:
                raise SystemExit("labelling_timeline: it never came to what was waited for")
            self.application.processEvents()
            time.sleep(0.001)

    def rest(self) -> None:
        """Until the waveform is there; what would decode the two hours of film is called off."""
        board = self.studio.board
        self.wait(lambda: self.studio.player.index is not None, 120)
        self.wait(lambda: not any(job.title.startswith("Waveform") for job in board.running), 300)
        for job in board.running:
            board.cancel(job.id)
        self.wait(lambda: not board.running, 60)
        self.settle(1.0)

    # --- painting --------------------------------------------------------------------------

    def painting(self, timeline: Any) -> list[float]:
        """Milliseconds from each wheel event until the timeline is painted."""
        from PySide6.QtCore import Qt

        found = []
        document = self.studio.labels.document
        scale, span = document.medium.scale, document.medium.span
        for seconds in ZOOMS_S:
            length = min(scale.ticks(seconds), span.length)
            timeline.show_window(type(span)(span.start, span.start + length))
            for n in range(PANS):
                found.append(
                    self._turned(timeline, -240 if n % 4 else 120, Qt.KeyboardModifier.ShiftModifier)
                )
            for n in range(8):
                found.append(
                    self._turned(timeline, 120 if n % 2 else -120, Qt.KeyboardModifier.ControlModifier)
                )
        return found

    def _turned(self, timeline: Any, delta: int, modifier: Any) -> float:
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent

        at = QPointF(timeline.width() * 0.6, timeline.height() * 0.5)
        event = QWheelEvent(
            at,
            QPointF(timeline.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, delta),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        began = time.perf_counter()
        self.application.sendEvent(timeline, event)
        timeline.repaint()
        return (time.perf_counter() - began) * 1000

    def explain(self) -> None:
        """Show the curves of all classes."""
        self.studio.act("mode_explain")
        self.wait(lambda: len(self.timeline._state.curves) == CLASSES, 30)
        self.settle(0.5)

    def tall(self) -> Any:
        """The same timeline with room for every lane."""
        from app.views.timeline.timeline_view import TimelineView

        shown, document = self.timeline._state, self.studio.labels.document
        timeline = TimelineView()
        timeline.resize(WIDTH, HEIGHT)
        timeline.set_ontology(shown.ontology)
        timeline.set_medium(shown.span, shown.scale, shown.frames.starts)
        timeline.set_document(document)
        steps = next(iter(shown.curves.values()))
        timeline.set_curves(steps.ticks, {c: s.values for c, s in shown.curves.items()})
        timeline.set_sound(shown.sound)
        timeline.show()
        self.settle(0.3)
        return timeline

    # --- edits -----------------------------------------------------------------------------

    def editing(self) -> dict[str, list[float]]:
        """Milliseconds from key press to stored and painted, by kind of edit."""
        from PySide6.QtCore import Qt

        studio, found = self.studio, {}
        studio.act("mode_label")
        document = studio.labels.document
        frames = self.timeline._state.frames.starts
        key = getattr(Qt.Key, "Key_" + next(iter(document.ontology)).key.upper())
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        for n in range(EDITS):
            # From one place to another far away; a fifth of a second at a time of the film is in sight.
            first = int(len(frames) * (n + 0.5) / EDITS)
            studio.player.seek(int(frames[first]))
            self.settle(0.05)
            self._pressed(key)  # starts
            studio.player.seek(int(frames[first + 40]))
            self.settle(0.05)
            for kind, code, modifiers in (
                ("add a label", key, Qt.KeyboardModifier.NoModifier),
                ("undo", Qt.Key.Key_Z, control),
                ("redo", Qt.Key.Key_Z, control | shift),
                ("nudge an edge", Qt.Key.Key_BracketRight, control),
            ):
                before = len(document.segments), studio.workspace.project.store.head_hash()
                found.setdefault(kind, []).append(self._pressed(code, modifiers))
                if before == (len(document.segments), studio.workspace.project.store.head_hash()):
                    raise SystemExit(f"labelling_timeline: nothing was stored by: {kind}")
                self.settle(0.05)
        return found

    def _pressed(self, key: Any, modifiers: Any = None) -> float:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        handle = self.studio.window.windowHandle()
        began = time.perf_counter()
        QTest.keyPress(handle, key, modifiers or Qt.KeyboardModifier.NoModifier)
        self.application.processEvents()  # what was stored is painted here
        took = (time.perf_counter() - began) * 1000
        QTest.keyRelease(handle, key, modifiers or Qt.KeyboardModifier.NoModifier)
        return took

    def close(self) -> None:
        self.studio.close()
        self.application.processEvents()


def child(kind: str, project: Path, home: Path) -> int:
    """Measure in this process; JSON on stdout."""
    drive = Drive(project, home)
    found: dict[str, Any] = {"opened_s": drive.opened_s}
    try:
        if kind == "all":
            drive.rest()
            found["edits"] = drive.editing()
            drive.explain()
            found["window"] = drive.painting(drive.timeline)
            tall = drive.tall()
            found["tall"] = drive.painting(tall)
            tall.close()
            tall.deleteLater()
    finally:
        drive.close()
    print("measured", json.dumps(found), flush=True)
    return 0


def measured(screen: str, kind: str, project: Path, home: Path) -> dict[str, Any]:
    """What a process of its own finds on one screen."""
    command = [sys.executable, __file__, "--child", kind, str(project), str(home)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen" if screen == "offscreen" else "xcb"}
    if screen == "xvfb":
        command = ["xvfb-run", "-a", "-s", f"-screen 0 {WIDTH}x{HEIGHT}x24", *command]
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        environment[variable] = str(home)
    home.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("measured ")]
    if done.returncode or not lines:
        raise SystemExit(f"labelling_timeline: {kind} on {screen} failed ({done.returncode})")
    return dict(json.loads(lines[-1].removeprefix("measured ")))


def rows_on(screen: str, big: Path, place: Path) -> list[Row]:
    """All rows of one screen."""
    p95 = lambda values: float(np.percentile(values, 95))  # noqa: E731
    home = place / f"home-{screen}"
    project = copy_of(big, place / f"project-{screen}")
    found = measured(screen, "all", project, home)
    opened = [measured(screen, "open", project, home)["opened_s"] for _ in range(OPENINGS)]
    edits = [took for kind in found["edits"].values() for took in kind]
    content = f"{SEGMENTS:,} labels, {CLASSES} curves of {STEPS:,} steps"
    rows = [
        Row(f"{screen}: timeline in the window, p95, {content}", p95(found["window"]), "ms", PAINT_GOAL_MS),
        Row(f"{screen}: timeline with all lanes, p95", p95(found["tall"]), "ms", PAINT_GOAL_MS),
        Row(f"{screen}: timeline with all lanes, longest", max(found["tall"]), "ms"),
        Row(f"{screen}: edit, key press to disk and screen, p95", p95(edits), "ms", EDIT_GOAL_MS),
    ]
    for kind, values in found["edits"].items():
        rows.append(Row(f"{screen}: edit: {kind}, p95", p95(values), "ms", EDIT_GOAL_MS))
    rows.append(Row(f"{screen}: project opened, slowest of {OPENINGS}", max(opened), "s", OPEN_GOAL_S))
    return rows


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--keep", type=Path, help="folder to keep the generated project in")
    parser.add_argument("--screens", nargs="+", choices=SCREENS, default=SCREENS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sora-labelling-") as name:
        place = Path(name)
        big = make_big_project((options.keep or place / "big").resolve())
        rows = [row for screen in options.screens for row in rows_on(screen, big, place)]
    show_report({"machine": machine(), "rows": [row.as_json() for row in rows]}, options.json)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        raise SystemExit(child(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])))
    raise SystemExit(main())
