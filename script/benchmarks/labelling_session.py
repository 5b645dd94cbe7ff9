"""A session of labelling: twenty labels and three tracks of one film, by real keys and clicks.

Three times over: with both hands, by keys alone, by the mouse alone. Then the project is read back from the
disk and compared with what was meant: a label that is missing, too many, elsewhere by more than a frame, or
says something else is a fault, and the exit code is 1.

The film is one of the Intel sample videos (CC BY 4.0) where the footage is there, else a generated one.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import av
from PySide6.QtWidgets import QApplication
from results_sets import DATA
from session_mouse import HANDS
from session_script import Found, Session, read_back
from shown import FILM
from table import Row, machine, show_report

from app.cli import entry
from app.media.sample_film import generate
from app.session.places import Places
from app.session.settings import Settings, save_settings
from app.shell.startup import Studio

UNITS = 52
"""The session is laid out in so many stretches of the film."""
LABELS, TRACKS = 20, 3
SIZE = (1600, 1000)
FACES = {"name": "faces", "kind": "choice", "choices": ["window", "door"], "keys": ["y", "z"]}


def prepared(folder: Path, film: Path, unit: int, *, named: bool) -> Path:
    """A project of `film` with three suggestions of another program. `named`: every class has its name
    already, for hands that cannot type.
    """
    project, classes, table = folder / "session.sora", folder / "classes.json", folder / "peer.csv"
    of_time: list[dict[str, object]] = [
        {"name": name, "key": key} for name, key in (("arrives", "1"), ("stands", "2"), ("leaves", "3"))
    ]
    if named:
        of_time[1]["attributes"] = [FACES]
        of_time.append({"name": "looks up", "kind": "point", "key": "4"})
        of_time.append({"name": "person", "kind": "box", "key": "5"})
    classes.write_text(json.dumps({"format": "sora-ontology", "version": 1, "classes": of_time}), "utf-8")
    rows = [("arrives", 45, 46, 0.52), ("stands", 47, 48, 0.6), ("leaves", 49, 50, 0.9)]
    lines = [f"{film.name},{name},{a * unit},{b * unit},{score}" for name, a, b, score in rows]
    table.write_text("\n".join(("media,class,start_frame,end_frame,score", *lines)), "utf-8")
    for arguments in (
        ["new", str(project), "--media", str(film)],
        ["ontology", "import", str(project), str(classes)],
        ["import", str(project), str(table), "--format", "csv", "--as-run", "peer"],
    ):
        with contextlib.redirect_stdout(io.StringIO()):
            if entry.main(arguments):
                raise SystemExit(f"labelling_session: {' '.join(arguments)} did not work")
    return project


@dataclass(frozen=True)
class Outcome:
    found: Found
    keys: int
    mouse: int
    seconds: float


def label(name: str, film: Path, folder: Path) -> Outcome:
    """One whole session by the hand `name` in `folder`, which gets a project of `film`."""
    application = QApplication.instance() or QApplication(["sora-studio"])
    assert isinstance(application, QApplication)
    hands = HANDS[name]
    with av.open(str(film)) as container:
        unit = max(3, sum(1 for _ in container.decode(video=0)) // UNITS)
    project = prepared(folder, film, unit, named=not hands.types)
    places = Places(folder / "settings.json", folder / "cache", folder / "logs")
    recent = () if hands.types else (str(project),)
    save_settings(Settings(person="tester", train_automatically=False, recent=recent), places.settings)
    studio = Studio(application, places=places)
    hand = hands(studio)
    began = time.monotonic()
    try:
        studio.window.resize(*SIZE)
        studio.show()
        studio.window.activateWindow()
        hand.wait(studio.window.isActiveWindow, "the window has the focus")
        hand.open(str(project))
        hand.wait(lambda: studio.player.loaded and studio.player.index is not None, "the film is open")
        hand.wait(lambda: not studio.board.running, "every frame is checked")
        session = Session(hand, unit)
        session.work()
    finally:
        hand.let_go()
        studio.dispose()
    return Outcome(
        read_back(project, session), hand.counted.keys, hand.counted.mouse, time.monotonic() - began
    )


def the_film(folder: Path) -> Path:
    film = folder / "film.mp4"
    if (DATA / FILM).exists():
        shutil.copy(DATA / FILM, film)
    else:
        generate(film, seed=1, seconds=60)
    film.chmod(0o644)
    return film


def rows_of(name: str, outcome: Outcome) -> list[Row]:
    """Nothing may come in by the hand that is not used."""
    found, forbidden = outcome.found, {"keys": outcome.mouse, "mouse": outcome.keys}
    rows = [
        Row(f"{name}: labels on the disk as meant", found.labels, f"of {LABELS}", None),
        Row(f"{name}: tracks on the disk as meant", found.tracks, f"of {TRACKS}", None),
        Row(f"{name}: faults", len(found.faults), "", 0),
        Row(f"{name}: keys pressed", outcome.keys, "", None),
        Row(f"{name}: mouse events", outcome.mouse, "", None),
        Row(f"{name}: the session", outcome.seconds, "s", None),
    ]
    if name in forbidden:
        other = "mouse events" if name == "keys" else "keys"
        rows.append(Row(f"{name}: {other}, which are not used", forbidden[name], "", 0))
    return rows


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--hands", choices=tuple(HANDS), nargs="+", default=tuple(HANDS))
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args()
    rows: list[Row] = []
    sound = True
    for name in options.hands:
        with tempfile.TemporaryDirectory(prefix="sora-") as folder:
            outcome = label(name, the_film(Path(folder)), Path(folder))
        rows += rows_of(name, outcome)
        for fault in outcome.found.faults:
            print(f"{name}: {fault}", file=sys.stderr)
        idle = {"keys": outcome.mouse, "mouse": outcome.keys}.get(name, 0)
        whole = (outcome.found.labels, outcome.found.tracks) == (LABELS, TRACKS)
        sound &= whole and not outcome.found.faults and not idle
    show_report({"machine": machine(), "rows": [row.as_json() for row in rows]}, options.json)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
