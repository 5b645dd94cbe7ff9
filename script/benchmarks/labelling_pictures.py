"""Pictures of the labelling bench in each of its states: two themes, two languages, two sizes.

The film may be shown (Intel sample videos, CC BY 4.0). Nothing is trained: the suggestions are another
program's. Each language and size is a run of the program of its own; the large one has two pixels to a point.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from media_pictures import MediaPhotographer
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from results_sets import DATA
from session_hands import Hand
from shown import ACTIONS, FILM

from app.domain import edits as e
from app.domain.ontology import YES, Attribute, AttributeKind, ClassKind, LabelClass
from app.domain.segments import Segment
from app.domain.tracks import Box
from app.domain.zones import ZoneKind
from app.formats.row import Row
from app.session.interchange import import_rows
from app.session.places import Places
from app.session.project import person_actor
from app.session.settings import Settings, save_settings
from app.shell.startup import Studio
from app.shell.workspace import new_id, now
from app.storage.project_store import ProjectStore
from app.views.dialogs.questions import Questions
from app.views.dialogs.shortcut_sheet import ShortcutSheet

LANGUAGES = ("en", "zh_CN")
SIZES = ((1366, 768, 1), (1920, 1080, 2))
"""In points, with the pixels of each."""
LONG = "Camera 3, north entrance, Tuesday 14 May, second half, exported by the recorder"
WORDS = {
    "zh_CN": {
        "arrives": "到达", "stands": "站立", "leaves": "离开", "looks up": "抬头",
        "person": "人员", "screen": "屏幕",
        "faces": "面向", "window": "窗户", "door": "门", "talks": "交谈", "how many": "人数", "note": "备注",
        "turns back at the door": "在门口折返", "way in": "入口", "threshold": "门槛", "first pass": "第一遍",
        "before lunch": "午饭前", "another program": "另一个程序",
    }
}  # fmt: skip
MOMENT_S = 29.0
PERSON, SCREEN = (0.495, 0.01, 0.215, 0.89), (0.0, 0.0, 0.142, 0.39)
"""Shares of the picture at `MOMENT_S`."""


class Told(Questions):
    """Questions about files are answered; what a picture shows is asked as ever."""

    path: Path | None = None

    def file_to_read(self, title: str, what: str, suffix: str) -> Path | None:
        return self.path


class LabellingPhotographer(MediaPhotographer):
    """Brings the window into the states of the labelling bench."""

    def __init__(
        self, studio: Studio, out: Path, guide: Path | None, language: str, size: tuple[int, int, int]
    ) -> None:
        super().__init__(studio, out, guide)
        self._words = WORDS.get(language, {})
        self._width, self._height, ratio = size
        self._suffix = f"{language}-{self._width * ratio}"
        self._hand = Hand(studio)

    def _say(self, word: str) -> str:
        return self._words.get(word, word)

    def picture(self, film: Path) -> None:
        """All states, one after the other."""
        self._pause(0.5)
        self._screen("start")
        self._open_film(film)
        self._screen("empty")
        self._classes()
        self._labels()
        self._boxes_and_zones()
        self._selected()
        self._dialogs_of_labels()
        self._history()
        self._frame_of_the_window()
        self._review()
        self._together()
        self._floating()
        self._hand.let_go()

    # --- what is in it -----------------------------------------------------------------------

    def _classes(self) -> None:
        labels = self._studio.labels
        for name in ("arrives", "stands", "leaves"):
            labels.add_class(self._say(name))
        labels.add_class(self._say("looks up"), ClassKind.POINT)
        for name in ("person", "screen"):
            labels.add_class(self._say(name), ClassKind.BOX)
        faces = Attribute(
            self._say("faces"), AttributeKind.CHOICE, (self._say("window"), self._say("door")), ("y", "z")
        )
        more = (
            Attribute(self._say("talks"), AttributeKind.FLAG, keys=("g",)),
            Attribute(self._say("how many"), AttributeKind.NUMBER),
            Attribute(self._say("note"), AttributeKind.TEXT),
        )
        self._studio.classes.change(replace(self._class("stands"), attributes=(faces, *more)))

    def _class(self, name: str) -> LabelClass:
        workspace = self._studio.workspace
        assert workspace is not None
        found = workspace.project.catalogue.ontology.named(self._say(name))
        assert found is not None
        return found

    def _labels(self) -> None:
        """All of the first four people; of the others a program's suggestions."""
        studio, workspace, medium = self._studio, self._studio.workspace, self._studio.film.medium
        assert workspace is not None
        assert medium is not None
        segments = []
        for name, ranges in ACTIONS.items():
            for number, (start, end) in enumerate(ranges[:4]):
                said = (
                    {self._say("faces"): self._say(("window", "door")[number % 2])}
                    if name == "stands"
                    else {}
                )
                if said and number == 1:
                    said |= {self._say("talks"): YES, self._say("how many"): "2"}
                comment = self._say("turns back at the door") if (name, number) == ("leaves", 1) else ""
                span = self._range(medium, start, end)
                segments.append(
                    Segment(
                        new_id(), medium.id, self._class(name).id, span, workspace.project.person.id,
                        comment=comment, attributes=said,
                    )
                )  # fmt: skip
        workspace.editing.perform(e.AddSegments(tuple(segments)), medium_id=medium.id)
        for second in (12.0, 31.0, 57.5, 80.0):
            studio.player.seek(medium.scale.tick(second))
            studio.labels.tap(self._class("looks up").id)
        rows = [
            Row(medium.path, self._say(name), start_s=start, end_s=end, score=score)
            for (name, ranges), score in zip(ACTIONS.items(), (0.93, 0.71, 0.48), strict=True)
            for start, end in ranges[4:]
        ]
        table = workspace.path.with_name("peer.csv")
        table.write_text("suggestions", "utf-8")
        import_rows(
            workspace.project, workspace.editing, rows, table, now=now, new_id=new_id,
            as_run=self._say("another program"),
        )  # fmt: skip

    def _boxes_and_zones(self) -> None:
        studio, workspace, medium = self._studio, self._studio.workspace, self._studio.film.medium
        assert workspace is not None
        assert medium is not None
        boxes, tick = workspace.boxes(medium.id), medium.scale.tick(MOMENT_S)
        for name, share in (("person", PERSON), ("screen", SCREEN)):
            sides = (medium.width, medium.height, medium.width, medium.height)
            box = Box(*(s * side for s, side in zip(share, sides, strict=True)))
            boxes.draw(self._class(name).id, tick, box)
        corners = ((0.05, 0.55), (0.4, 0.55), (0.4, 0.95), (0.05, 0.95))
        points = tuple((x * medium.width, y * medium.height) for x, y in corners)
        boxes.draw_zone(ZoneKind.POLYGON, points, self._say("way in"), "#009E73")
        line = ((0.75 * medium.width, 0.1 * medium.height), (0.95 * medium.width, 0.9 * medium.height))
        boxes.draw_zone(ZoneKind.LINE, line, self._say("threshold"), "#CC79A7")
        studio.player.seek(tick)
        self._pause(0.5)

    # --- states ------------------------------------------------------------------------------

    def _selected(self) -> None:
        studio, document = self._studio, self._studio.labels.document
        assert document is not None
        self._screen("labelling")
        stands = [s for s in document.segments if s.class_id == self._class("stands").id]
        studio.labels.select((stands[1].id,))
        studio.act("page_details")
        self._screen("details")
        studio.labels.select([s.id for s in stands])
        self._screen("several")
        tracks = list(document.tracks)
        studio.labels.select((tracks[0],))
        self._screen("boxes")
        self._guide("window.jpg", studio.window)
        self._guide("boxes.jpg", studio.window.canvas, width=720)
        studio.act("picture_selection")
        self._screen("boxes-near")
        studio.act("picture_fit")
        studio.boxes.set_key_frame()
        studio.player.step(12)
        self._pause(0.5)
        studio.boxes.set_key_frame()
        studio.act("remove")
        self._screen("delete-asks")
        self._close_popup()
        studio.act("undo")
        studio.zones.select(next(iter(document.zones)))
        studio.act("zones")
        self._screen("zones")
        self._close_dialogs()
        studio.zones.select("")
        studio.act("page_labels")
        medium = document.medium
        studio.act("new_box")
        studio.act("cancel")
        studio.player.seek(medium.scale.tick(50.8))
        studio.labels.tap(self._class("arrives").id)
        studio.labels.mark_in()
        for _ in range(6):
            studio.act("zoom_in")
        self._screen("coding")
        studio.act("cancel")
        studio.act("fit")

    def _dialogs_of_labels(self) -> None:
        studio = self._studio
        studio.act("label_table")
        self._pause(0.5)
        self._screen("label-table")
        self._close_dialogs()
        studio.classes.edit(self._class("stands").id)
        self._pause(0.3)
        self._screen("classes")
        self._guide("classes.png", *self._dialogs())
        studio.classes.dialog.new_name.setText(LONG)
        studio.classes.dialog.new_name.returnPressed.emit()
        studio.classes.edit(self._class(LONG).id)
        self._screen("classes-long-name")
        self._close_dialogs()
        self._screen("long-name")
        studio.act("undo")

    def _history(self) -> None:
        studio = self._studio
        self._name_state("first pass", "")
        studio.labels.remove([s.id for s in list(studio.labels.document.segments)[:2]])  # type: ignore[union-attr]
        self._screen("toast")
        studio.act("undo")
        self._name_state("before lunch", "name-state")
        studio.act("history")
        self._pause(0.5)
        self._screen("history")
        studio.act("changed_session")
        self._pause(0.3)
        self._screen("changed")
        self._close_dialogs()
        studio.act("page_labels")

    def _name_state(self, name: str, picture: str) -> None:
        def answer() -> None:
            asked = QApplication.activeModalWidget()
            field = asked.findChild(QLineEdit)
            field.setText(self._say(name))
            if picture:
                self._screen(picture)
            QTest.keyClick(field, Qt.Key.Key_Return)

        self._hand.answer(lambda: self._studio.act("save"), answer)

    def _frame_of_the_window(self) -> None:
        studio = self._studio
        for action, name in (("settings", "settings"), ("key_map", "keys")):
            studio.act(action)
            self._pause(0.3)
            self._screen(name)
            self._close_dialogs()
        studio.act("shortcuts")
        self._screen("shortcuts")
        for sheet in studio.window.findChildren(ShortcutSheet):
            sheet.close()
        studio.act("commands")
        self._screen("commands")
        self._close_popup()
        studio.window.film_button.menu().popup(studio.window.mapToGlobal(QPoint(8, 40)))
        self._screen("film-menu")
        self._close_popup()

    def _review(self) -> None:
        studio = self._studio
        studio.act("mode_review")
        self._pause(0.5)
        studio.act("accept")
        self._pause(0.3)
        studio.player.pause()
        self._screen("review")
        self._hand.answer(lambda: studio.act("accept_above"), self._ask("accept-above"))
        document = studio.labels.document
        assert document is not None
        accepted = [s.id for s in document.segments if s.suggestion_id]
        studio.labels.select(accepted[:1])
        self._hand.answer(lambda: studio.act("provenance"), self._ask("provenance"))
        studio.act("mode_explain")
        self._pause(0.5)
        self._screen("explain")
        studio.act("mode_label")

    def _ask(self, name: str) -> Callable[[], None]:
        def answer() -> None:
            self._screen(name)
            asked = QApplication.activeModalWidget()
            asked.close()

        return answer

    def _together(self) -> None:
        studio, workspace, document = self._studio, self._studio.workspace, self._studio.labels.document
        assert workspace is not None
        assert document is not None
        workspace.project.store.checkpoint()
        copy = workspace.path.with_name("copy of Bea.sora")
        shutil.copy(workspace.path, copy)
        stands = [s for s in document.segments if s.class_id == self._class("stands").id][:3]
        medium = document.medium
        for segment in stands[:2]:
            said = e.ChangeSegment(segment.id, comment=self._say("turns back at the door"))
            workspace.editing.perform(said, medium_id=medium.id)
        self._bea(copy, stands)
        assert isinstance(studio.questions, Told)
        studio.questions.path = copy

        def merge() -> None:
            self._screen("merge")
            dialog = QApplication.activeModalWidget()
            dialog.choose("theirs")
            dialog.merge_button.click()

        self._hand.answer(lambda: studio.act("merge_copy"), merge)
        studio.act("agreement")
        self._pause(0.5)
        self._screen("agreement")
        self._close_dialogs()

    def _bea(self, copy: Path, stands: list[Segment]) -> None:
        """A colleague labels all that the suggestions are about, and says otherwise of two labels."""
        bea = person_actor("Bea")
        with ProjectStore.open(copy) as store:
            catalogue = store.load_catalogue()
            (medium,) = catalogue.media.values()
            document = store.load_document(medium, catalogue.ontology)
            edits: list[e.DocumentEdit] = [
                e.ChangeSegment(s.id, comment=f"Bea: {n + 1}") for n, s in enumerate(stands[:2])
            ]
            new = [
                Segment(new_id(), medium.id, self._class(n).id, self._range(medium, a + 0.3, b), bea.id)
                for n, ranges in ACTIONS.items()
                for a, b in ranges[:5]
            ]
            for edit in (*edits, e.AddSegments(tuple(new))):
                change = document.plan(edit)
                store.write(change, bea, datetime.now(UTC))
                document.adopt(change)

    def _floating(self) -> None:
        studio = self._studio
        studio.act("float_picture")
        self._pause(0.5)
        self._screen("floating")
        studio.act("float_picture")

    # --- the screen --------------------------------------------------------------------------

    def _close_popup(self) -> None:
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
            self._pause(0.05)

    def _bring_into_the_window(self) -> None:
        """In the middle of the window, as a window manager places dialogs."""
        window: QWidget = self._studio.window
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.move(
                    max(0, (window.width() - dialog.width()) // 2),
                    max(0, (window.height() - dialog.height()) // 2),
                )
                dialog.raise_()
        self._pause(0.1)

    def _grab(self, name: str) -> None:
        screen = QApplication.primaryScreen()
        picture = screen.grabWindow(0, 0, 0, self._width, self._height)
        picture.save(str(self._out / f"{name}-{self._suffix}.png"))
        print(f"{name}-{self._suffix}", file=sys.stderr, flush=True)


def run(out: Path, guide: Path | None, language: str, size: tuple[int, int, int]) -> None:
    """One language at one size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = folder / Path(FILM).name
        shutil.copy(DATA / FILM, film)
        film.chmod(0o644)
        recent = [folder / "match.sora", folder / f"{LONG}.sora", folder / "gone.sora"]
        for path in recent[:2]:
            path.touch()
        places = Places(folder / "settings.json", folder / "cache", folder / "logs")
        settings = Settings(
            person="Ada", train_automatically=False, language=language, recent=tuple(map(str, recent))
        )
        save_settings(settings, places.settings)
        studio = Studio(QApplication(["sora-studio"]), places=places, questions=Told)
        try:
            studio.window.resize(size[0], size[1])
            studio.window.move(0, 0)
            studio.show()
            studio.window.activateWindow()
            LabellingPhotographer(studio, out, guide, language, size).picture(film)
        finally:
            studio.dispose()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("labelling-pictures"))
    parser.add_argument("--guide", type=Path, help="a folder for the pictures of the user guide")
    parser.add_argument("--languages", choices=LANGUAGES, nargs="+", default=LANGUAGES)
    parser.add_argument(
        "--size", type=int, nargs=3, metavar=("WIDTH", "HEIGHT", "PIXELS"), help="one run only"
    )
    options = parser.parse_args()
    for folder in filter(None, (options.out, options.guide)):
        folder.mkdir(parents=True, exist_ok=True)
    if options.size:
        run(options.out, options.guide, options.languages[0], tuple(options.size))
        return 0
    for language in options.languages:
        for size in SIZES:
            guide = (
                ["--guide", str(options.guide)]
                if options.guide and size is SIZES[0] and language == "en"
                else []
            )
            command = [sys.executable, __file__, "--out", str(options.out), *guide, "--languages", language]
            command += ["--size", *map(str, size)]
            subprocess.run(command, check=True, env=os.environ | {"QT_SCALE_FACTOR": str(size[2])})
    return 0


if __name__ == "__main__":
    sys.exit(main())
