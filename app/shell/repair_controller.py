"""A film that was cut short is rebuilt with the help of a whole one, as a new file that is then opened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.media import Medium
from app.media.repair import CutShort, Rebuilt, lacks_contents, rebuild
from app.shell.film_context import FilmContext
from app.views.dialogs.questions import Questions
from app.views.texts import tr

REBUILD = "rebuild"


class RepairController(QObject):
    """Asks for the whole film, works in the background; the broken film is never touched."""

    rebuilt = Signal(object)  # Path of the new film

    def __init__(self, context: FilmContext, *, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film, self._feedback = context.film, context.feedback
        self._questions = questions
        self._broken: Path | None = None
        self._news: dict[str, str] = {}

    def offer(self, error: CutShort) -> None:
        """Tell what happened and what helps; one way is a button."""
        self._broken = error.path
        self._feedback.refuse(error, action=tr("Rebuild its picture…"), action_id=REBUILD)

    def ask(self) -> None:
        """Which film is whole, and which is not where none was offered before."""
        broken, self._broken = self._broken, None
        folder = str(broken.parent) if broken is not None else ""
        broken = broken or self._questions.film(tr("Which film was cut short?"), folder)
        if broken is None:
            return
        if not lacks_contents(broken):
            self._feedback.fact(
                tr(
                    "{file} has its table of contents, or is no MP4 or MOV file: rebuilding would not help.",
                    file=broken.name,
                )
            )
            return
        healthy = self._questions.film(
            tr("A whole film of the same camera, with the same settings"), str(broken.parent)
        )
        if healthy is None:
            return
        target = _free_name(broken)
        self._film.run_job(
            f"rebuild {broken}",
            tr("Rebuilding {file}", file=broken.name),
            lambda task: rebuild(broken, healthy, target, on_progress=task.report, cancelled=task.cancelled),
            partial(self._done, broken),
            lambda why: self._feedback.fact(f"{broken.name}: {why}"),
        )

    def _done(self, broken: Path, made: Rebuilt) -> None:
        self._news[made.path.name] = tr(
            "{count:,} frames of {broken} are in {made}, without sound and at an even rate. The broken file "
            "is as it was.",
            count=made.frames,
            broken=broken.name,
            made=made.path.name,
        )
        self.rebuilt.emit(made.path)

    def announce(self, media: Sequence[Medium]) -> None:
        """Films came into the project: of one that was rebuilt, what it is."""
        for medium in media:
            news = self._news.pop(medium.name, "")
            if news:
                self._feedback.fact(news)


def _free_name(broken: Path) -> Path:
    number = 1
    while True:
        end = "" if number == 1 else f"-{number}"
        target = broken.with_name(f"{broken.stem}-rebuilt{end}.mkv")
        if not target.exists():
            return target
        number += 1
