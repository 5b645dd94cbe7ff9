"""How long the window's event loop is held up while 1080p plays and training and pre-labelling run.

The real window is driven by its own actions, in a project with 10,000 labels in four films. A timer of 5 ms
beats in the GUI thread; the time by which a beat is late is what an event would have waited. Events that
would have come during a delay are counted too (a delay of 100 ms holds up twenty beats, not one), so that
percentiles are over time. The peer is the same window, playing, with no job. The import of torch by the
worker thread is kept apart.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from film import FPS, TURN_S, kind_of_second, write_film
from table import Row, show, wants_json

LABELS = 10_000
BEAT_MS = 5
PLAYING_S = 15.0
MEASURED_S = 45.0
GOAL_MS = 50.0
# Two short films for a first run, two long ones for the jobs that are measured. Lengths in turns of TURN_S.
FILMS = {"a.mp4": 1, "b.mp4": 1, "played.mp4": 4, "proposed.mp4": 4}
CLASSES = ("left", "right")


def write_labels(path: Path) -> None:
    """A table of LABELS labels: short films 250 each, long films the rest, two frames each."""
    long_films = [name for name, turns in FILMS.items() if turns > 1]
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["media", "class", "start_s", "end_s", "start_frame", "end_frame", "score", "source"])
        for name, turns in FILMS.items():
            count = (LABELS - 250 * (len(FILMS) - len(long_films))) // len(long_films) if turns > 1 else 250
            frames = turns * TURN_S * FPS
            for n in range(count):
                start = n * frames // count
                label = CLASSES[kind_of_second(start // FPS)]
                rows.writerow([name, label, "", "", start, min(start + 2, frames), "", ""])


def make_project(folder: Path) -> Path:
    """Films, labels and a first run, through the program's own commands."""
    from app.__main__ import main as sora_studio

    def run(*arguments: object) -> None:
        print("stalls:", *arguments, file=sys.stderr)
        if code := sora_studio([str(a) for a in arguments]):
            raise SystemExit(f"sora-studio {arguments[0]} ended with {code}")

    for seed, (name, turns) in enumerate(FILMS.items()):
        write_film(folder / name, turns, seed)
    write_labels(folder / "labels.csv")
    project = folder / "stalls.sora"
    media = [folder / name for name in ("played.mp4", *(n for n in FILMS if n != "played.mp4"))]
    stdout = os.dup(1)
    os.dup2(2, 1)  # the commands' own results are not the benchmark's
    try:
        run("new", project, "--media", *media, "--classes", ",".join(CLASSES))
        run("import", project, folder / "labels.csv", "--format", "csv")
        run("train", project, "--holdout", "played.mp4", "proposed.mp4", "--epochs", 3)
    finally:
        sys.stdout.flush()
        os.dup2(stdout, 1)
        os.close(stdout)
    return project


def percentiles_over_time(gaps_ms: list[float]) -> dict[str, float]:
    """p50, p95, p99 and the longest of the waits that events arriving at any time would have had, in ms."""
    late = np.asarray(gaps_ms) - BEAT_MS
    waits = np.concatenate([np.arange(delay, 0, -BEAT_MS) if delay > 0 else np.zeros(1) for delay in late])
    p50, p95, p99 = np.percentile(waits, [50, 95, 99])
    return {"p50": float(p50), "p95": float(p95), "p99": float(p99), "longest": float(waits.max())}


class Drive:
    """The open window, and what is measured on it."""

    def __init__(self, studio: Any, application: Any) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.studio = studio
        self.application = application
        self.gaps: dict[str, list[float]] = {}
        self.pictures: dict[str, int] = {}
        self.phase = ""
        self._last = time.perf_counter()
        self._beat = QTimer()
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._heard)
        self._beat.start(BEAT_MS)
        studio.player.picture_changed.connect(self._count_picture)

    def _heard(self) -> None:
        now = time.perf_counter()
        phase = "import" if self.phase == "jobs" and _is_importing_torch() else self.phase
        self.gaps.setdefault(phase, []).append((now - self._last) * 1000)
        self._last = now

    def _count_picture(self, *_: object) -> None:
        self.pictures[self.phase] = self.pictures.get(self.phase, 0) + 1

    def wait(self, until: Callable[[], bool], seconds: float, what: str) -> None:
        """Let the window live until a condition holds; SystemExit when it never does."""
        deadline = time.monotonic() + seconds
        while not until():
            if time.monotonic() > deadline:
                raise SystemExit(f"stalls: waited {seconds:.0f} s in vain: {what}")
            self.application.processEvents()
            time.sleep(0.01)

    def measure(self, phase: str, seconds: float, go_on: Callable[[], bool]) -> float:
        """Run the real event loop in `phase`, for `seconds` or while `go_on`; how long it was."""
        from PySide6.QtCore import QEventLoop, QTimer

        self.phase, began = phase, time.monotonic()
        self._last = time.perf_counter()
        loop = QEventLoop()
        watch = QTimer()
        watch.timeout.connect(lambda: None if go_on() and time.monotonic() - began < seconds else loop.quit())
        watch.start(200)
        loop.exec()
        watch.stop()
        self.phase = ""
        return time.monotonic() - began

    def stop(self) -> None:
        self._beat.stop()


def _is_importing_torch() -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and bool(getattr(torch.__spec__, "_initializing", False))


def drive(project: Path) -> list[Row]:
    """Open the project in the window, play, and measure without and with jobs."""
    from PySide6.QtWidgets import QApplication

    from app.session.jobs import JobPhase
    from app.session.places import Places
    from app.shell.startup import Studio

    application = QApplication(["sora-studio"])
    studio = Studio(application, places=Places.of_platform())
    drive = Drive(studio, application)
    try:
        studio.window.resize(1600, 950)
        studio.show()
        studio.open(project)
        drive.wait(lambda: studio.player.loaded and studio.player.index is not None, 60, "the film to open")
        drive.wait(lambda: not studio.board.running, 300, "the film's own jobs to end")
        workspace = studio.workspace
        counts = workspace.project.store.counts()
        if counts["labels"] != LABELS:
            raise SystemExit(f"stalls: {counts['labels']} labels instead of {LABELS}")
        studio.act("play")
        playing_s = drive.measure("playing", PLAYING_S, lambda: studio.player.playing)
        proposed = workspace.project.medium_named("proposed.mp4")
        workspace.training.start()
        workspace.prelabelling.request([proposed])
        states = workspace.training, workspace.prelabelling

        def both_run() -> bool:
            return states[0].state.busy and states[1].state.phase is JobPhase.RUNNING

        jobs_s = drive.measure("jobs", MEASURED_S, lambda: both_run() and studio.player.playing)
        if jobs_s < MEASURED_S / 2:
            ended = f"{states[0].state.message} {states[1].state.message}"
            raise SystemExit(
                f"stalls: training and pre-labelling ran together for {jobs_s:.0f} s only: {ended}"
            )
    finally:
        drive.stop()
        studio.close()
        application.processEvents()
    return rows_of(drive, playing_s, jobs_s)


def rows_of(drive: Drive, playing_s: float, jobs_s: float) -> list[Row]:
    """One row per percentile, and what shows that the film really played."""
    jobs, alone = percentiles_over_time(drive.gaps["jobs"]), percentiles_over_time(drive.gaps["playing"])
    peer = "playing, no job"
    rows = [
        Row(f"event-loop delay, {name}", jobs[name], "ms", GOAL_MS if name == "p99" else None, peer, value)
        for name, value in alone.items()
    ]
    imports = drive.gaps.get("import")
    if imports:
        rows.append(Row("delay during the import of torch, longest", max(imports) - BEAT_MS, "ms"))
    shown, shown_alone = drive.pictures.get("jobs", 0) / jobs_s, drive.pictures.get("playing", 0) / playing_s
    rows.append(Row("pictures shown", shown, "1/s", None, peer, shown_alone))
    rows.append(Row("both jobs running", jobs_s, "s"))
    rows.append(Row("labels in the project", LABELS, ""))
    return rows


def main() -> int:
    """Measure and print."""
    as_json = wants_json(__doc__ or "")
    with tempfile.TemporaryDirectory(prefix="sora-stalls-") as name:
        folder = Path(name)
        for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[variable] = str(folder / "home")
        (folder / "home").mkdir()
        rows = drive(make_project(folder))
    show(rows, as_json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
