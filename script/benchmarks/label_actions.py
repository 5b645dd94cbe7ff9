"""Actions (key presses, clicks, drags) and seconds of film for each label: ours, BORIS's and ELAN's ways.

Twenty labels of one film that may be shown (Intel sample videos, CC BY 4.0): the eighteen arrivals, stays and
departures that were marked by hand (`shown.ACTIONS`), of which the six stays also say which way the person
faces, and two moments. Ours are real key events in the real window while the film plays, counted as they come
in; what was labelled is compared with what was asked for. Gaps lie between the labels of a person, so each
end is one of its own in every program.

The peers' are counted, not run, from their own documentation, each time the shortest way that it names:

BORIS, user guide, pages “Coding” and “Ethogram” (boris.unito.it/user_guide/coding, …/user_guide/ethogram): a
key codes a point event; a state event is begun and stopped by the same key; a behaviour with modifiers opens
their window, where a modifier's key chooses it and OK (Enter) confirms. The film may go on meanwhile.

ELAN, manual, “Working modes” and “Segmentation mode” (mpi.nl/corpus/html/elan_ug/ch02s05.html; manual of
ELAN 6.2): Enter marks the begin and Enter the end of an annotation on the one tier that is editable, which Up
and Down change; the mode gives no means to enter values. A tier for each class is what needs the fewest keys
here: the classes follow one another, so each change is one key. A point is a short annotation, two times
Enter. The values come in Transcription mode, which plays an annotation's part of the film again when its cell
is active: one letter of a controlled vocabulary and Enter, which goes on to the next cell.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from results_sets import DATA
from shown import ACTIONS, FILM
from table import Row, machine, show_report

MOMENTS = (30.0, 110.0)
FACES = ("window", "door")
TOLERANCE_S = 0.5
"""How far an edge may lie from the asked one before the label counts as missed: the machine may be busy."""


@dataclass(frozen=True)
class Wanted:
    """One label to make: a moment where `end` is `start`; `faces`: what it says further."""

    name: str
    start: float
    end: float
    faces: str = ""


def wanted() -> list[Wanted]:
    """The twenty labels in order of start."""
    ranges = [
        Wanted(name, start, end, FACES[number % 2] if name == "stands" else "")
        for name, of_class in ACTIONS.items()
        for number, (start, end) in enumerate(of_class)
    ]
    return sorted([*ranges, *(Wanted("looks up", t, t) for t in MOMENTS)], key=lambda w: w.start)


def boris(labels: list[Wanted]) -> int:
    """Play, a key for each begin and end, for each modifier its key and Enter, and pause."""
    return 2 + sum((1 if w.end == w.start else 2) + 2 * bool(w.faces) for w in labels)


def elan(labels: list[Wanted]) -> tuple[int, float]:
    """Actions, and seconds of film that are played again to say the values."""
    tiers = [w.name for w in labels]
    changes = sum(one != other for one, other in pairwise(tiers))
    said = [w for w in labels if w.faces]
    keys = 2 + 2 * len(labels) + changes + 2 * len(said)  # play, Enter twice each, Up or Down, the values
    modes = 2  # Options > Transcription mode
    return keys + modes, sum(w.end - w.start for w in said)


class Hand:
    """The open window and a counter of what is done to it."""

    def __init__(self, film: Path, home: Path) -> None:
        from PySide6.QtCore import QEvent, QObject
        from PySide6.QtWidgets import QApplication

        from app.session.places import Places
        from app.shell.startup import Studio

        counted = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)

        class Counter(QObject):
            actions = 0

            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                self.actions += event.type() in counted
                return False

        self.application = QApplication.instance() or QApplication(["sora-studio"])
        places = Places(home / "settings.json", home / "cache", home / "logs")
        self.studio = Studio(self.application, places=places)
        self.studio.window.resize(1366, 768)
        self.studio.show()
        self.studio.open(film)
        self.wait(lambda: self.studio.player.loaded and self.studio.player.index is not None)
        self.wait(lambda: not self.studio.board.running)
        self.counter = Counter()
        self.studio.window.windowHandle().installEventFilter(self.counter)

    def wait(self, until: Callable[[], bool], seconds: float = 300.0) -> None:
        give_up = time.monotonic() + seconds
        while not until():
            if time.monotonic() > give_up:
                raise SystemExit("label_actions: it never came to what was waited for")
            self.application.processEvents()
            time.sleep(0.002)

    def press(self, key: Any) -> None:
        from PySide6.QtTest import QTest

        QTest.keyClick(self.studio.window.windowHandle(), key)

    def set_up(self, labels: list[Wanted]) -> None:
        """The classes, their keys 1, 2, 3, 4, and the descriptor of the stays."""
        from app.domain.ontology import Attribute, AttributeKind, ClassKind

        for name in dict.fromkeys(w.name for w in labels):
            kind = ClassKind.POINT if name == "looks up" else ClassKind.SEGMENT
            self.studio.labels.add_class(name, kind)
        found = self.studio.workspace.project.catalogue.ontology.named("stands")
        faces = Attribute("faces", AttributeKind.CHOICE, FACES, ("y", "z"))
        self.studio.labels.change_class(replace(found, attributes=(faces,)))

    def label(self, labels: list[Wanted], speed: float) -> float:
        """Play once through, a key at each begin, end and moment, a descriptor's right behind the begin.

        Returns the seconds of film that were played.
        """
        from PySide6.QtCore import Qt

        player, ontology = self.studio.player, self.studio.workspace.project.catalogue.ontology
        scale = self.studio.film.medium.scale
        strokes: list[tuple[float, Any]] = []
        for w in labels:
            key = getattr(Qt.Key, f"Key_{ontology.named(w.name).key.upper()}")
            strokes += [(t, key) for t in dict.fromkeys((w.start, w.end))]
            if w.faces:
                strokes.append((w.start, Qt.Key.Key_Y if w.faces == FACES[0] else Qt.Key.Key_Z))
        player.set_rate(speed)
        began = player.tick
        self.press(Qt.Key.Key_Space)
        for moment, key in sorted(strokes, key=lambda s: s[0]):
            self.wait(lambda m=moment: scale.seconds(player.tick) >= m)
            self.press(key)
        self.press(Qt.Key.Key_Space)
        return scale.seconds(player.tick) - scale.seconds(began)

    def found(self) -> list[Wanted]:
        document, ontology = self.studio.labels.document, self.studio.workspace.project.catalogue.ontology
        seconds = document.medium.scale.seconds
        return [
            Wanted(
                ontology[s.class_id].name,
                seconds(s.range.start),
                seconds(s.range.start if s.is_point else s.range.end),
                s.attributes.get("faces", ""),
            )
            for s in document.segments
        ]


def missed(labels: list[Wanted], found: list[Wanted], speed: float) -> int:
    """How many labels were not made as they were asked for."""
    near = TOLERANCE_S * max(1.0, speed)
    return sum(
        not any(
            (f.name, f.faces) == (w.name, w.faces) and abs(f.start - w.start) + abs(f.end - w.end) < 2 * near
            for f in found
        )
        for w in labels
    )


def measured(speed: float) -> list[Row]:
    labels = wanted()
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / Path(FILM).name
        shutil.copy(DATA / FILM, film)
        hand = Hand(film, Path(folder) / "home")
        hand.set_up(labels)
        played = hand.label(labels, speed)
        found = hand.found()
        actions = hand.counter.actions
        hand.studio.close()
    count = len(labels)
    elan_actions, again = elan(labels)
    peers = {"BORIS": boris(labels) / count, "ELAN": elan_actions / count}
    ours, fewest = actions / count, min(peers.values())
    once = max(w.end for w in labels) / count
    return [
        *(Row("actions for each label", ours, "", fewest, *peer) for peer in peers.items()),
        Row("film time for each label", played / count, "s", None, "BORIS", once),
        Row("film time for each label", played / count, "s", None, "ELAN", once + again / count),
        Row(f"labels not made as asked, of {count}", missed(labels, found, speed), "", 0),
    ]


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--speed", type=float, default=1.0, help="of the film; counts do not depend on it")
    arguments = parser.parse_args()
    rows = measured(arguments.speed)
    ways = " ".join((__doc__ or "").partition("The peers' are counted")[2].split())
    report = {"machine": machine(), "rows": [row.as_json() for row in rows]}
    if arguments.json:
        report["sources"] = f"The peers' are counted{ways}"
    show_report(report, arguments.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
