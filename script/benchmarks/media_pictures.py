"""Pictures of playing, scrubbing and looking into films, on the Intel sample videos (CC BY 4.0).

Each picture is the screen as a person has it: the real window, its dialogs, its mouse.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import av
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from results_sets import DATA
from window_pictures import SIZES, THEMES, Photographer

from app.domain import edits as e
from app.domain.segments import Segment
from app.domain.synchrony import lined_up
from app.domain.time_of_day import confirmed
from app.media.sample_film import SampleFilm, generate
from app.session.places import Places
from app.session.settings import Settings, save_settings
from app.shell.startup import Studio
from app.shell.workspace import new_id

FOLDER = DATA / "intel_samples"
PEOPLE, BOTTLES, CARS = "one-by-one-person-detection.mp4", "bottle-detection.mp4", "car-detection.mp4"
LONG_NAME = "Camera 3, north entrance, Tuesday 14 May, second half, exported by the recorder.mp4"
GUIDE_SIZE = (1366, 1080)
BEFORE_STILL_S = 2.0
CUT_SHORT = 0.8  # of a file that a recorder did not finish


def three_in_one(path: Path) -> None:
    """A Matroska file with the pictures of three films and the sound of one, which ends too early."""
    with av.open(str(path), "w") as out:
        sources = [av.open(str(FOLDER / name)) for name in (PEOPLE, CARS, BOTTLES)]
        chosen = [stream for source in sources for stream in (*source.streams.video, *source.streams.audio)]
        streams = {id(stream): out.add_stream_from_template(stream) for stream in chosen}
        packets = [p for source in sources for p in source.demux() if p.dts is not None]
        for packet in sorted(packets, key=lambda p: float(p.dts * p.time_base)):
            packet.stream = streams[id(packet.stream)]
            out.mux(packet)
        for source in sources:
            source.close()
    path.write_bytes(path.read_bytes()[: round(CUT_SHORT * path.stat().st_size)])


class MediaPhotographer(Photographer):
    """The states of the media engine."""

    def __init__(self, studio: Studio, out: Path, guide: Path | None) -> None:
        """`guide`: where the pictures of the user guide go, which are cut to what they show."""
        super().__init__(studio, out, 0.0)
        self._guide_folder = guide

    def work(self, films: Mapping[Path, object]) -> None:
        people, *others = films
        self._open_film(people)
        self._still()
        self._dragging()
        self._zooms()
        self._clocks()
        self._beside(others)
        self._sound(generate(people.with_name("sample.mp4"), seed=1, seconds=60))
        self._facts(films)
        self._moved(people)

    def _open_film(self, path: Path) -> None:
        studio = self._studio
        studio.open(path)
        self._until(lambda: studio.player.loaded and not studio.board.running)
        studio.act("quick_copy")
        self._pause(0.5)
        self._until(lambda: not studio.board.running)

    def _still(self) -> None:
        """Playing has just skipped a stretch in which nothing moves."""
        studio = self._studio
        studio.act("skip_still")
        medium, timeline = studio.film.medium, studio.window.timeline
        assert medium is not None
        self._until(lambda: bool(timeline._state.still))
        studio.player.seek(timeline._state.still[0].start - round(BEFORE_STILL_S / medium.time_base))
        studio.act("theme_dark")
        self._pause(0.5)
        studio.act("play")
        labels = studio.window.transport.findChildren(QLabel)
        (notice,) = (label for label in labels if label.accessibleName() == "What playing does")
        self._until(lambda: notice.isVisible() or not studio.player.playing)
        self._guide("still.png", studio.window.transport, timeline)
        self._screen("skip-the-still")
        studio.player.pause()
        studio.act("skip_still")

    def _dragging(self) -> None:
        """In the middle of a drag: the quick copy's picture."""
        studio, timeline = self._studio, self._studio.window.timeline
        at = QPoint(timeline.width() // 3, 40)
        QTest.mousePress(timeline, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        for step in range(20):
            QTest.mouseMove(timeline, at + QPoint(6 * step, 0))
            QApplication.processEvents()
        self._grab("dragging")
        QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        studio.player.pause()
        self._pause(0.5)

    def _zooms(self) -> None:
        studio = self._studio
        self._shoot("thumbnails-film")
        for name, notches in (("minute", 4), ("seconds", 14)):
            studio.act("fit")
            for _ in range(notches):
                studio.act("zoom_in")
            self._pause(0.5)
            self._shoot(f"thumbnails-{name}")
        studio.act("fit")

    def _clocks(self) -> None:
        studio, workspace, medium = self._studio, self._studio.workspace, self._studio.film.medium
        assert workspace is not None
        assert medium is not None
        known = confirmed(medium, medium.start, datetime(2026, 5, 14, 14, 2, 31), "Asia/Shanghai", 2000)
        workspace.editing.perform(e.ChangeMedium(known))
        self._shoot("time-of-day")
        studio.act("time_of_day")
        self._pause(0.5)
        self._screen("time-of-day-dialog")
        self._close_dialogs()
        studio.act("match_clock")
        self._pause(0.5)
        self._screen("match-clock-dialog")
        self._close_dialogs()

    def _beside(self, others: list[Path]) -> None:
        studio, workspace, main = self._studio, self._studio.workspace, self._studio.film.medium
        assert workspace is not None
        assert main is not None
        studio.projects.add_media(others)
        self._until(lambda: len(workspace.project.catalogue.media) == len(others) + 1)
        studio.film.show(main.id)
        self._until(lambda: studio.player.loaded and not studio.board.running)
        main = replace(main, sync_us=0)
        workspace.editing.perform(e.ChangeMedium(main))
        for path in others[:2]:
            medium = workspace.project.medium_named(path.name)
            workspace.editing.perform(e.ChangeMedium(lined_up(main, medium, 2.5)))
            studio.views.add(medium.id)
        studio.player.seek(main.scale.tick(18.5))
        self._pause(2)
        self._shoot("in-step")
        self._guide("in-step.png", studio.window.canvas, studio.window.side_views, width=800)
        for medium_id in studio.views.shown:
            studio.views.remove(medium_id)

    def _sound(self, sample: SampleFilm) -> None:
        studio, workspace, name = self._studio, self._studio.workspace, sample.path.name
        assert workspace is not None
        studio.projects.add_media([sample.path])
        self._until(lambda: any(m.name == name for m in workspace.project.catalogue.media.values()))
        studio.film.show(workspace.project.medium_named(name).id)
        self._until(lambda: studio.player.loaded and not studio.board.running)
        self._label_sample(sample)
        for view in ("waveform", "spectrogram", "both"):
            studio.act(f"sound_{view}")
            self._until(lambda: not studio.board.running)
            self._pause(1)
            self._shoot(f"sound-{view}")
        for size in (GUIDE_SIZE, SIZES[0]):
            studio.window.resize(*size)
            self._pause(0.2)
            studio.window.give_the_picture_half()
            self._pause(1)
            if size is GUIDE_SIZE:
                self._guide("timeline.png", studio.window.timeline)
        studio.act("sound_waveform")

    def _label_sample(self, sample: SampleFilm) -> None:
        studio, workspace, medium = self._studio, self._studio.workspace, self._studio.film.medium
        assert workspace is not None
        assert medium is not None
        segments = []
        for name in sample.classes:
            studio.labels.add_class(name)
        for name, start, end in sample.segments:
            found = workspace.project.catalogue.ontology.named(name)
            assert found is not None
            span = self._range(medium, start, end)
            segments.append(Segment(new_id(), medium.id, found.id, span, workspace.project.person.id))
        workspace.editing.perform(e.AddSegments(tuple(segments)), medium_id=medium.id)
        _, start, end = sample.segments[2]
        studio.player.seek(medium.scale.tick((start + end) / 2))

    def _facts(self, films: Mapping[Path, object]) -> None:
        studio, workspace = self._studio, self._studio.workspace
        assert workspace is not None
        several = next(iter(films)).with_name("three cameras.mkv")
        three_in_one(several)
        studio.projects.add_media([several])
        self._pause(3)
        self._screen("streams")
        self._guide("streams.png", *self._dialogs())
        self._close_dialogs()
        self._until(lambda: studio.player.loaded and not studio.board.running)
        studio.act("film_facts")
        self._pause(0.5)
        self._screen("about-this-film")
        self._close_dialogs()

    def _moved(self, path: Path) -> None:
        studio, workspace = self._studio, self._studio.workspace
        assert workspace is not None
        project, elsewhere = workspace.path, path.parent / "moved to another drive"
        elsewhere.mkdir()
        shutil.move(path, elsewhere / path.name)
        shutil.move(path.with_name(LONG_NAME), elsewhere / "renamed.mp4")
        studio.open(project)
        self._pause(2)
        studio.act("relink")
        self._pause(0.5)
        studio.relink.search(elsewhere)
        self._pause(3)
        self._screen("relink")

    @staticmethod
    def _dialogs() -> list[QDialog]:
        found = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog))
        return [dialog for dialog in found if dialog.isVisible()]

    def _close_dialogs(self) -> None:
        for dialog in self._dialogs():
            dialog.close()

    def _screen(self, name: str) -> None:
        """The whole screen in both themes: dialogs have windows of their own."""
        studio = self._studio
        for theme in THEMES:
            studio.act(f"theme_{theme}")
            self._pause(0.4)
            self._bring_into_the_window()
            self._grab(f"{name}-{theme}")

    def _bring_into_the_window(self) -> None:
        """As on a screen that the window fills."""
        room = self._studio.window.frameGeometry()
        for dialog in self._dialogs():
            dialog.move(min(dialog.x(), room.right() - dialog.width()), dialog.y())
        self._pause(0.1)

    def _guide(self, name: str, *parts: QWidget, width: int = 0) -> None:
        """The parts of one window together, in the dark theme; `width`: made as small as that."""
        if self._guide_folder is None:
            return
        self._studio.act("theme_dark")
        self._pause(0.5)
        window, places = parts[0].window(), QRegion()
        for part in parts:
            places += QRect(part.mapTo(window, QPoint()), part.size())
        picture = window.grab(places.boundingRect())
        if width:
            picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        picture.save(str(self._guide_folder / name))

    def _grab(self, name: str) -> None:
        screen = QApplication.primaryScreen()
        width, height = SIZES[0]
        screen.grabWindow(0, 0, 0, width, height).save(str(self._out / f"{name}.png"))
        print(name, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("media-pictures"))
    parser.add_argument("--guide", type=Path, help="a folder for the pictures of the user guide")
    options = parser.parse_args()
    for folder in filter(None, (options.out, options.guide)):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        places = Places(folder / "settings.json", folder / "cache", folder / "logs")
        save_settings(Settings(person="demonstration", train_automatically=False), places.settings)
        films = {}
        for source, target in ((PEOPLE, PEOPLE), (BOTTLES, BOTTLES), (CARS, LONG_NAME)):
            shutil.copy(FOLDER / source, folder / target)
            (folder / target).chmod(0o644)
            films[folder / target] = None
        studio = Studio(QApplication(["sora-studio"]), places=places)
        try:
            studio.window.resize(*SIZES[0])
            studio.window.move(0, 0)
            studio.show()
            MediaPhotographer(studio, options.out, options.guide).work(films)
        finally:
            studio.dispose()


if __name__ == "__main__":
    main()
