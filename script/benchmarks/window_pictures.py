"""Pictures of the window at work on real footage, in both themes and several sizes, to be looked at.

`people`: one film that may be shown (Intel sample videos, CC BY 4.0); `words`: twelve short films with
speech, not to be published. Everything in the pictures was really trained, proposed and explained.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from results_sets import DATA
from shown import ACTIONS, FILM

from app.domain import edits as e
from app.domain.media import Medium
from app.domain.segments import Segment
from app.domain.timebase import TimeRange
from app.session.jobs import JobPhase
from app.session.places import Places
from app.session.settings import Settings, save_settings
from app.session.training import TrainingPhase
from app.shell.startup import Studio
from app.shell.workspace import new_id

Ranges = Sequence[tuple[str, float, float]]

SIZES = ((1366, 768), (3840, 2160))
THEMES = ("dark", "light")
WORD_FILMS = 12
LONG_NAME = "Camera 3, north entrance, Tuesday 14 May, second half, exported by the recorder.mpg"
PATIENCE_S = 900.0
ASKED = {"people": 124.8, "words": 1.2}
"""The second of the first film that is explained: somebody arrives; a word is said."""


def people(folder: Path) -> Mapping[Path, Ranges]:
    """All labelled actions but the last person's."""
    path = folder / Path(FILM).name
    shutil.copy(DATA / FILM, path)
    ranges = [(name, start, end) for name, of_class in ACTIONS.items() for start, end in of_class[:-1]]
    return {path: sorted(ranges, key=lambda r: r[1])}


def words(folder: Path) -> Mapping[Path, Ranges]:
    """The command word of each film, and the silence before it; nothing of the first film."""
    with open(DATA / "grid_words" / "segments.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["file"] for row in rows})[:: 48 // WORD_FILMS]
    found: dict[Path, Ranges] = {}
    for number, name in enumerate(names):
        path = folder / (LONG_NAME if number == 0 else Path(name).name)
        shutil.copy(DATA / "grid_words" / name, path)
        own = [row for row in rows if row["file"] == name and row["slot"] in ("command", "silence", "colour")]
        called = {"command": "command word", "silence": "nobody speaks", "colour": "the name of a colour"}
        ranges = [(called[r["slot"]], float(r["start_s"]), float(r["end_s"])) for r in own]
        found[path] = ranges if number else ()
    return found


class Photographer:
    """Brings one window into each state and takes its pictures."""

    def __init__(self, studio: Studio, out: Path, asked: float) -> None:
        self._studio = studio
        self._asked = asked
        self._out = out

    def work(self, films: Mapping[Path, Ranges]) -> None:
        studio, window = self._studio, self._studio.window
        self._shoot("nothing-open")
        self._open(films)
        self._label(films)
        self._shoot("labels")
        studio.act("page_training")
        studio.jobs.train()
        training = studio.workspace.training if studio.workspace else None
        assert training is not None
        self._until(lambda: len(training.state.epochs) >= 3 or not training.state.busy)
        self._shoot("training")
        self._until(lambda: not training.state.busy)
        if training.state.phase is not TrainingPhase.DONE:
            raise SystemExit(f"window_pictures: {training.state.message}")
        studio.act("page_training")
        self._shoot("trained")
        self._propose(training.state.run_id)
        studio.act("mode_review")
        studio.doubts.ask()
        assert studio.workspace is not None
        doubting = studio.workspace.doubting
        self._until(lambda: doubting.state.phase is not JobPhase.RUNNING)
        rows = window.doubt_list.rows()
        if rows:
            window.doubt_list._list.setCurrentRow(0)
        self._shoot("review")
        self._explain()

    def _open(self, films: Mapping[Path, Ranges]) -> None:
        studio = self._studio
        studio.open(next(iter(films)))
        self._until(lambda: studio.workspace is not None and studio.player.loaded)
        studio.projects.add_media(list(films)[1:])
        workspace = studio.workspace
        assert workspace is not None
        self._until(lambda: len(workspace.project.catalogue.media) == len(films) and not studio.board.running)

    def _label(self, films: Mapping[Path, Ranges]) -> None:
        """Every ninth label has the next one's class: something to doubt."""
        studio, workspace = self._studio, self._studio.workspace
        assert workspace is not None
        for name in dict.fromkeys(name for ranges in films.values() for name, _, _ in ranges):
            studio.labels.add_class(name)
        catalogue = workspace.project.catalogue
        media = {medium.name: medium for medium in catalogue.media.values()}
        number = 0
        for path, ranges in films.items():
            medium, segments = media[path.name], []
            for k, (name, start, end) in enumerate(ranges):
                number += 1
                given = ranges[(k + 1) % len(ranges)][0] if number % 9 == 0 else name
                found = catalogue.ontology.named(given)
                assert found is not None
                span = self._range(medium, start, end)
                segments.append(Segment(new_id(), medium.id, found.id, span, workspace.project.person.id))
            if segments:
                workspace.editing.perform(e.AddSegments(tuple(segments)), medium_id=medium.id)
        first = media[next(iter(films)).name]
        if studio.film.medium is None or studio.film.medium.id != first.id:
            studio.film.show(first.id)
            self._until(lambda: studio.player.loaded)

    @staticmethod
    def _range(medium: Medium, start: float, end: float) -> TimeRange:
        first = max(medium.scale.tick(start), medium.span.start)
        return TimeRange(first, min(medium.scale.tick(end), medium.span.end))

    def _propose(self, run_id: str) -> None:
        workspace = self._studio.workspace
        assert workspace is not None
        run = workspace.project.catalogue.runs[run_id]
        workspace.prelabelling.request(list(workspace.project.catalogue.media.values()), run=run)
        self._until(lambda: workspace.prelabelling.state.phase is not JobPhase.RUNNING)

    def _explain(self) -> None:
        studio = self._studio
        medium, index = studio.film.medium, studio.player.index
        assert medium is not None
        assert index is not None
        studio.act("mode_explain")
        studio.jobs.clear_ended()
        studio.labels.select(())
        studio.player.pause()
        studio.player.seek(medium.scale.tick(self._asked))
        self._until(lambda: studio.explain.answered)
        self._shoot("explain")

    # --- waiting and looking -----------------------------------------------------------------

    def _until(self, holds: Callable[[], bool]) -> None:
        give_up = time.monotonic() + PATIENCE_S
        while not holds():
            self._pause(0.01)
            if time.monotonic() > give_up:
                raise SystemExit(f"window_pictures: waited {PATIENCE_S:.0f} s in vain.")

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while True:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            if time.monotonic() >= end:
                return
            time.sleep(0.002)

    def _shoot(self, name: str) -> None:
        window = self._studio.window
        for theme in THEMES:
            self._studio.act(f"theme_{theme}")
            for size in SIZES:
                window.resize(*size)
                self._pause(0.2)
                window.give_the_picture_half()
                self._pause(0.4)
                window.grab().save(str(self._out / f"{name}-{theme}-{size[0]}.png"))
        window.resize(*SIZES[0])
        self._pause(0.2)
        window.give_the_picture_half()
        self._pause(0.2)
        print(name, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--films", choices=("people", "words"), default="people")
    parser.add_argument("--out", type=Path, default=Path("window-pictures"))
    parser.add_argument("--cache", type=Path, help="of features; the program's own by default")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = options.cache or Places.of_platform().cache
        places = Places(folder / "settings.json", cache, folder / "logs")
        save_settings(Settings(person="demonstration", train_automatically=False), places.settings)
        films = {"people": people, "words": words}[options.films](folder)
        application = QApplication(["sora-studio"])
        studio = Studio(application, places=places)
        try:
            studio.show()
            Photographer(studio, options.out, ASKED[options.films]).work(films)
        finally:
            studio.dispose()


if __name__ == "__main__":
    main()
