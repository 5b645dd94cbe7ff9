"""How far two passes agree, through the program itself: a first person's pass, a blind second one, the
figures in the window and from the command line.

The first pass is real: the gestures of `ego_gestures/untrimmed` and the people of `pets_s2l1` as they come
with the footage. The second is MADE from the first: every edge is moved by up to 0.3 s either way, one
label in ten is missed and one in twenty gets another class; of the tracks one in ten is missed, and the
others have a key frame in every tenth frame, each box moved and resized by 5 % of its size (standard
deviation). So the figures show what the program computes from such differences; they say nothing about how
well people agree.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from open_window import OpenWindow
from results_sets import DATA
from table import Row, show

from app.__main__ import main as studio_command
from app.domain import edits as e
from app.domain.media import Medium
from app.domain.ontology import ClassKind
from app.domain.segments import Segment
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.session.ports import FrameTimes
from app.shell.workspace import new_id

if TYPE_CHECKING:
    from app.shell.startup import Studio

GESTURES, PEOPLE = DATA / "ego_gestures" / "untrimmed", DATA / "pets_s2l1"
EDGE_S, MISSED, OTHER, BOX = 0.3, 0.10, 0.05, 0.05
EVERY = 10  # frames between two key frames of the second pass
FIRST, SECOND, PERSON = "first person", "second person", "walker"
SEED = 20261122

Wait = Callable[[Callable[[], object]], None]
Boxes = Mapping[int, Box]


@dataclass(frozen=True, slots=True)
class Said:
    """One label of a film: frames `first` to `last`."""

    film: str
    name: str
    first: int
    last: int


def gestures(films: Sequence[str] = ()) -> list[Said]:
    """As they come with the footage; of these films only, where given."""
    with (GESTURES / "segments.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Said(row["video"], row["label"], int(row["first_frame"]), int(row["last_frame"]))
            for row in csv.DictReader(file)
        ]
    return [said for said in rows if not films or said.film in films]


def walkers() -> list[Boxes]:
    """Of each person the boxes by frame."""
    found: dict[int, dict[int, Box]] = {}
    for frame, person, *sides in np.loadtxt(PEOPLE / "gt" / "gt.txt", delimiter=",")[:, :6]:
        found.setdefault(int(person), {})[int(frame) - 1] = Box(*map(float, sides))
    return list(found.values())


def said_again(
    first: Sequence[Said], times: Mapping[str, FrameTimes], scales: Mapping[str, Any]
) -> list[Said]:
    """The second person's labels: see above."""
    random = np.random.default_rng(SEED)
    names = sorted({said.name for said in first})
    again = []
    for said in first:
        missed, other = random.random(2)
        moves = random.uniform(-EDGE_S, EDGE_S, 2)
        choice = int(random.integers(1, len(names)))
        if missed < MISSED:
            continue
        film, scale = times[said.film], scales[said.film]
        start, last = (
            film.frame_at(film.start_of(frame) + round(scale.ticks(1.0) * move))
            for frame, move in zip((said.first, said.last), moves, strict=True)
        )
        name = names[(names.index(said.name) + choice) % len(names)] if other < OTHER else said.name
        again.append(replace(said, name=name, first=min(start, last), last=max(start, last)))
    return again


def drawn_again(first: Sequence[Boxes]) -> list[Boxes]:
    """The second person's boxes: see above."""
    random = np.random.default_rng(SEED)
    again = []
    for boxes in first:
        missed, frames = random.random() < MISSED, sorted(boxes)
        drawn = {}
        for frame in {*frames[::EVERY], frames[-1]}:
            x, y, w, h = random.normal(0.0, BOX, 4).tolist()
            b = boxes[frame]
            drawn[frame] = Box(b.x + x * b.w, b.y + y * b.h, b.w * (1 + w), b.h * (1 + h))
        if not missed:
            again.append(drawn)
    return again


class TwoPasses:
    """Both in one project, in the program's window. `wait` lets the window live until something holds."""

    def __init__(self, studio: Studio, wait: Wait, films: Sequence[Path]) -> None:
        self._studio, self._wait, self._films = studio, wait, films
        self.project = films[0].with_suffix(".sora")

    def begin(self) -> None:
        """The first person makes the project."""
        studio = self._studio
        studio.change_settings(person=FIRST, train_automatically=False, quick_copies=False)
        studio.open(self._films[0])
        self._wait(lambda: studio.player.loaded)
        if len(self._films) > 1:
            studio.projects.add_media(list(self._films[1:]))
        self._wait(lambda: len(self.media) == len(self._films))

    def hand_over(self) -> None:
        """The second person opens it, and labels without seeing anything of the first's."""
        studio = self._studio
        studio.change_settings(person=SECOND)
        before = studio.workspace
        studio.open(self.project)
        self._wait(lambda: studio.workspace is not before and studio.player.loaded)
        studio.act("second_pass")
        self._wait(lambda: studio.player.loaded)
        project = self._workspace.project
        seen = sum(len(d.segments) + len(d.tracks) for d in map(project.document, self.media))
        if seen or self._workspace.tally.by_class():
            raise SystemExit(f"the second person sees {seen} labels of the first")

    def end(self) -> list[list[str]]:
        """The second pass is over: the lines of the table that the window shows then."""
        studio = self._studio
        studio.act("second_pass")
        self._wait(lambda: studio.together.dialog is not None and studio.together.dialog.figures.rowCount())
        dialog = studio.together.dialog
        assert dialog is not None
        table = dialog.figures
        return [
            [table.item(row, column).text() for column in range(table.columnCount())]
            for row in range(table.rowCount())
        ]

    # --- labelling -------------------------------------------------------------------------

    @property
    def _workspace(self) -> Any:
        assert self._studio.workspace is not None
        return self._studio.workspace

    @property
    def media(self) -> dict[str, Medium]:
        return dict(self._workspace.project.catalogue.media)

    def medium(self, film: str) -> Medium:
        return next(m for m in self.media.values() if m.name == film)

    def times(self, film: str) -> FrameTimes:
        found: FrameTimes = self._workspace.project.frame_times(self.medium(film), confirmed=True)
        return found

    def say(self, labels: Sequence[Said]) -> None:
        """As the person at the window."""
        for film in sorted({said.film for said in labels}):
            medium, times = self.medium(film), self.times(film)
            made = tuple(
                Segment(
                    new_id(),
                    medium.id,
                    self._class_id(said.name, ClassKind.SEGMENT),
                    TimeRange(times.start_of(said.first), times.end_of(said.last)),
                    self._workspace.project.person.id,
                )
                for said in labels
                if said.film == film
            )
            self._workspace.editing.perform(e.AddSegments(made), medium_id=medium.id)

    def draw(self, film: str, walks: Sequence[Boxes]) -> None:
        """As the person at the window: a track each, absent where no box is for longer than `EVERY`."""
        medium, times = self.medium(film), self.times(film)
        class_id, person = self._class_id(PERSON, ClassKind.BOX), self._workspace.project.person.id
        for number, boxes in enumerate(walks, 1):
            track = Track(new_id(), medium.id, class_id, person, number)
            keys = []
            frames = sorted(boxes)
            for frame, following in zip(frames, [*frames[1:], len(times) + EVERY], strict=True):
                keys.append(KeyFrame(track.id, times.start_of(frame), boxes[frame]))
                if following - frame > EVERY and frame + 1 < len(times):
                    keys.append(KeyFrame(track.id, times.start_of(frame + 1), boxes[frame], outside=True))
            self._workspace.editing.perform(e.AddTrack(track, tuple(keys)), medium_id=medium.id)

    def _class_id(self, name: str, kind: ClassKind) -> str:
        ontology = self._workspace.project.catalogue.ontology
        if ontology.named(name) is None:
            self._studio.labels.add_class(name, kind)
        found: str = self._workspace.project.catalogue.ontology.named(name).id
        return found


def from_the_command_line(project: Path) -> dict[str, Any]:
    """What `sora-studio agreement` says of the two."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = studio_command(["agreement", str(project), "--people", FIRST, SECOND, "--json"])
    if code:
        raise SystemExit("the command line refused")
    return dict(json.loads(said.getvalue()))


def both_passes(passes: TwoPasses, labels: Sequence[Said], walks: Sequence[Boxes]) -> list[list[str]]:
    """Label twice; what the window shows at the end."""
    passes.begin()
    passes.say(labels)
    film = next((m.name for m in passes.media.values() if m.name == "vtest.avi"), "")
    if film:
        passes.draw(film, walks)
    passes.hand_over()
    films = {said.film for said in labels}
    scales = {name: passes.medium(name).scale for name in films}
    passes.say(said_again(labels, {name: passes.times(name) for name in films}, scales))
    if film:
        passes.draw(film, drawn_again(walks))
    return passes.end()


def shown_as(figure: Mapping[str, float | None] | None) -> str:
    """As the window writes a figure of the command line."""
    if figure is None:
        return "–"
    interval = "" if figure["low"] is None else f" ({figure['low']:.2f} – {figure['high']:.2f})"
    return f"{figure['value']:.2f}{interval}"


def lines_of(found: Mapping[str, Any]) -> list[list[str]]:
    """The command line's figures as the window's table."""
    return [
        [
            c["class_name"],
            f"{c['first']:,}",
            f"{c['second']:,}",
            *(shown_as(c[kind]) for kind in ("kappa", "f1", "track_iou")),
        ]
        for c in found["classes"]
    ]


def rows_of(found: Mapping[str, Any]) -> list[Row]:
    rows = []
    for c in found["classes"]:
        name = f"{c['class_name']} ({c['first']} and {c['second']} labels)"
        for kind, what in (("kappa", "κ on time"), ("f1", "F1 at IoU 0.5"), ("track_iou", "track IoU")):
            if c[kind] is not None:
                rows.append(Row(f"{name}: {what}", c[kind]["value"], ""))
    if found["overall_f1"] is not None:
        rows.append(Row("all labels: F1 at IoU 0.5", found["overall_f1"]["value"], ""))
    return [*rows, Row("places where they do not agree", len(found["disagreements"]), "")]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args()
    if not GESTURES.is_dir() or not PEOPLE.is_dir():
        print(f"labelling_agreement: the footage is not in {DATA}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="sora-agreement-") as own:
        films = []
        for source in (*sorted(GESTURES.glob("*.mp4")), PEOPLE / "vtest.avi"):
            films.append(Path(own) / source.name)
            shutil.copyfile(source, films[-1])
        window = OpenWindow(Path(own) / "home")
        try:
            passes = TwoPasses(
                window.studio, lambda until: window.wait(until, 120, "the window goes on"), films
            )
            shown = both_passes(passes, gestures(), walkers())
        finally:
            window.close()
        found = from_the_command_line(passes.project)
    if shown != lines_of(found):
        raise SystemExit("the window and the command line do not say the same")
    if not options.json:
        print(__doc__.partition("\n\n")[2].strip(), end="\n\n")
    show(rows_of(found), options.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
