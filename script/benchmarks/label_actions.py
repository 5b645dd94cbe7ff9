"""Actions (key presses, clicks, drags) and seconds of film for each label: ours, BORIS's and ELAN's ways.

Twenty labels of one film that may be shown (Intel sample videos, CC BY 4.0): the eighteen arrivals, stays and
departures that were marked by hand (`shown.ACTIONS`), of which the six stays also say which way the person
faces, and two moments. Ours are real key events in the real window while the film plays, counted as they come
in; what was labelled is compared with what was asked for.

The same holds for all: classes, behaviours, tiers and keys are set up before; the film plays once at its own
speed, from its start until the last label is made; play and pause count; the hand presses at the moment
itself (ours and ELAN's know a reaction delay, it is not needed here) and nothing is mended; gaps lie between
the labels of a person, so that each end is an action of its own. The way that a person faces is a value of
the label: a descriptor of ours, a modifier of BORIS's, a controlled vocabulary of ELAN's.

The peers' are counted, not run, each time the shortest way that was found.

BORIS: a key codes a point; a state is begun and stopped by its key (user guide, “Coding”,
boris.unito.it/user_guide/coding). The window of modifiers comes at every press of the behaviour's key, the
one that stops a state as well, and there the same modifier has to be given again, or another state begins
(issue 742; `boris/write_event.py`); the key of a modifier closes it where there is one set of single choice
(`boris/select_modifiers.py`, both of github.com/olivierfriard/BORIS, version 8). The film stands while that
window is open and goes on by itself: it costs no film.

ELAN: in Segmentation mode Enter marks the begin and Enter the end of an annotation on the one tier that is
editable, which Up and Down change; the mode gives no means to enter values (manual, “Segmentation mode”,
mpi.nl/corpus/html/elan/ch03s04.html). A tier for each class is what needs the fewest keys here: the classes
follow one another, so each change is counted as one key. A point is a short annotation. The values come
afterwards, by two keys each: one goes to the annotation, one is the shortcut of an entry of the vocabulary
(manual, “Defining a Controlled Vocabulary”, mpi.nl/tools/elan, ELAN 6.9). In Annotation mode that costs no
film, if one frame is enough to tell; Transcription mode plays each annotation again as it becomes active
(manual, “Working modes”, mpi.nl/corpus/html/elan_ug/ch02s05.html).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from open_window import OpenWindow
from results_sets import DATA
from shown import ACTIONS, FILM
from table import Row, machine, show_report

MOMENTS = (30.0, 110.0)
FACES = ("window", "door")
TOLERANCE_S = 0.5
"""How far an edge may lie from the asked one before the label counts as missed: the machine may be busy."""
PATIENCE_S = 300.0


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
    """Play, a key for each begin and end, with the modifier's key at each, and pause."""
    return 2 + sum((1 if w.end == w.start else 2) * (2 if w.faces else 1) for w in labels)


def elan(labels: list[Wanted]) -> int:
    """Play, Enter twice for each, Up or Down between tiers, pause; another mode from the menu; the values."""
    changes = sum(one.name != other.name for one, other in pairwise(labels))
    return 2 + 2 * len(labels) + changes + 2 + 2 * sum(bool(w.faces) for w in labels)


class Hand(OpenWindow):
    """The open window and a counter of what is done to it."""

    def __init__(self, film: Path, home: Path) -> None:
        from PySide6.QtCore import QEvent, QObject

        super().__init__(home, (1366, 768))
        self.open(film)
        self.wait(lambda: not self.studio.board.running, PATIENCE_S, "every frame is checked")
        counted = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)

        class Counter(QObject):
            actions = 0

            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                self.actions += event.type() in counted
                return False

        self.counter = Counter()
        self.studio.window.windowHandle().installEventFilter(self.counter)

    def set_up(self, labels: list[Wanted]) -> None:
        """The classes, their keys 1, 2, 3, 4, and the descriptor of the stays."""
        from app.domain.ontology import Attribute, AttributeKind, ClassKind

        for name in dict.fromkeys(w.name for w in labels):
            kind = ClassKind.POINT if name == "looks up" else ClassKind.SEGMENT
            self.studio.labels.add_class(name, kind)
        found = self.studio.workspace.project.catalogue.ontology.named("stands")
        faces = Attribute("faces", AttributeKind.CHOICE, FACES, ("y", "z"))
        self.studio.classes.change(replace(found, attributes=(faces,)))

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
            self.wait(lambda m=moment: scale.seconds(player.tick) >= m, PATIENCE_S, f"second {moment}")
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
        hand.close()
    count, last = len(labels), max(w.end for w in labels)
    again = sum(w.end - w.start for w in labels if w.faces)
    fewest = min(boris(labels), elan(labels)) / count
    # All play the film once, so that the peers' pass is as long as ours was.
    once, transcribed = played / count, (played + again) / count
    return [
        Row("actions for each label", actions / count, "", fewest, "BORIS", boris(labels) / count),
        Row("actions for each label", actions / count, "", fewest, "ELAN", elan(labels) / count),
        Row("film for each label, played once", once, "s", None, "BORIS, ELAN", once),
        Row("film for each label", once, "s", None, "ELAN, Transcription mode", transcribed),
        Row("film played beyond the last end, in all", played - last, "s"),
        Row(f"labels not made as asked, of {count}", missed(labels, found, speed), "", 0),
    ]


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--speed", type=float, default=1.0, help="of the film; counts do not depend on it")
    arguments = parser.parse_args()
    rows = measured(arguments.speed)
    show_report({"machine": machine(), "rows": [row.as_json() for row in rows]}, arguments.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
