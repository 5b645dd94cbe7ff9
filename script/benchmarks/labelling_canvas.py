"""Pictures dropped while 1080p at 30 a second plays under 200 moving boxes, beside the same film without.

The real window plays the same stretch with and without the boxes in turns, in one run. Two further rows say
what one picture's boxes cost: to be found among 2,000 tracks with 1,000,000 boxes, and to be painted.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from array import array
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
from film import FPS, HEIGHT, WIDTH, write_film
from open_window import OpenWindow
from table import Row, show

from app.domain import edits as e
from app.domain.document import Document
from app.domain.key_frames import KeyFrames
from app.domain.media import Medium
from app.domain.ontology import ClassKind, Ontology
from app.domain.tracks import Box, KeyFrame, Track

BOXES, TRACKS, OF_EACH = 200, 2_000, 500
STRETCH_S, TURNS, KEY_EVERY_S = 12.0, 2, 1.0
FIND_GOAL_MS, PAINT_GOAL_MS = 4.0, 16.0
WITHOUT = "without boxes"


def tracks_of(medium: Medium, class_id: str, actor_id: str, ticks: list[int]) -> list[e.AddTrack]:
    """Boxes of many sizes that wander over the whole picture, a key frame at each of `ticks`."""
    chance, edits = random.Random(1), []
    for number in range(BOXES):
        track = Track(f"bench{number}", medium.id, class_id, actor_id, number + 1)
        w, h = chance.uniform(30, 160), chance.uniform(40, 260)
        boxes = [Box(chance.uniform(0, WIDTH - w), chance.uniform(0, HEIGHT - h), w, h) for _ in ticks]
        edits.append(
            e.AddTrack(track, tuple(KeyFrame(track.id, t, b) for t, b in zip(ticks, boxes, strict=True)))
        )
    return edits


def found_ms() -> float:
    """Median time to find the boxes of one moment among a million."""
    chance, length = random.Random(2), TRACKS * OF_EACH // 10
    medium = Medium("m", "f", "f", "", Fraction(1, FPS), 0, length, width=WIDTH, height=HEIGHT)
    columns, tracks = {}, []
    for number in range(TRACKS):
        start = chance.randrange(length - OF_EACH * 10)
        ticks = array("q", range(start, start + OF_EACH * 10, 10))
        sides = array("d", [chance.uniform(1, 900) for _ in range(4 * OF_EACH)])
        flags = bytearray(OF_EACH)
        flags[-1] = 1
        columns[f"t{number}"] = KeyFrames.of_columns(f"t{number}", ticks, sides, flags)
        tracks.append(Track(f"t{number}", "m", "c", "a", number))
    document = Document(medium, Ontology([]), tracks=tracks, key_frames=columns)
    return timed(lambda: document.boxes_at(chance.randrange(length)), 200)


def timed(work: Callable[[], object], times: int) -> float:
    """Median milliseconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - began))
    return float(np.median(taken))


class Canvas(OpenWindow):
    """The open window on the film."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        film = folder / "film.mp4"
        write_film(film, 1)
        self.studio.change_settings(quick_copies=False, thumbnails=False)
        self.open(film)
        self.wait(lambda: not self.studio.board.running, 180, "every frame is checked")
        self.settle(1.0)

    def add_boxes(self) -> None:
        """All tracks as one deed, so that undo and redo take them away and bring them back."""
        studio = self.studio
        studio.labels.add_class("person", ClassKind.BOX)
        workspace, medium = studio.workspace, studio.film.medium
        assert workspace is not None
        assert medium is not None
        label_class = workspace.project.catalogue.ontology.named("person")
        assert label_class is not None
        every = medium.scale.ticks(KEY_EVERY_S)
        ticks = list(range(medium.start, medium.end, every))
        edits = tracks_of(medium, label_class.id, workspace.project.person.id, ticks)
        workspace.editing.perform_batch("import", [(edit, medium.id) for edit in edits])

    def show_boxes(self, shown: bool) -> None:
        """Or take them away."""
        assert self.studio.labels.document is not None
        if bool(self.studio.labels.document.tracks) is not shown:
            self.studio.act("redo" if shown else "undo")

    def play(self, seconds: float) -> tuple[int, int]:
        """Pictures dropped and shown, from the film's start on."""
        player = self.studio.player
        player.seek(0)
        self.settle(1.0)
        dropped, shown = player.dropped, player.shown
        player.play()
        self.settle(seconds)
        player.pause()
        self.settle(0.5)
        return player.dropped - dropped, player.shown - shown


def measured(turns: int) -> list[Row]:
    played: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    painted: dict[bool, list[float]] = {True: [], False: []}
    with tempfile.TemporaryDirectory() as folder:
        canvas = Canvas(Path(folder))
        canvas.add_boxes()
        for turn in range(turns):
            # Each is first in every other turn: the machine is not the same later on.
            for boxes in (turn % 2 == 0, turn % 2 == 1):
                canvas.show_boxes(boxes)
                played[boxes].append(canvas.play(STRETCH_S))
                painted[boxes].append(timed(canvas.studio.window.canvas.repaint, 30))
        canvas.close()
    (dropped, shown), (dropped_without, shown_without) = (
        (float(n) for n in np.sum(played[boxes], axis=0)) for boxes in (True, False)
    )
    cost = float(np.median(painted[True]) - np.median(painted[False]))
    return [
        Row(f"pictures dropped, {BOXES} boxes", dropped, "", dropped_without, WITHOUT, dropped_without),
        Row(f"pictures shown, {BOXES} boxes", shown, "", None, WITHOUT, shown_without),
        Row(f"one paint of {BOXES} boxes and names", cost, "ms", PAINT_GOAL_MS),
        Row(f"boxes of a moment, {TRACKS * OF_EACH:,} in {TRACKS:,} tracks", found_ms(), "ms", FIND_GOAL_MS),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--turns", type=int, default=TURNS, help="stretches played with boxes, and without")
    options = parser.parse_args()
    show(measured(options.turns), options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
