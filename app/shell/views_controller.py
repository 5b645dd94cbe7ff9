"""Other films of the event beside the picture, in step with it: added, lined up, swapped, removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.media import Medium
from app.domain.people import Actor, ActorKind
from app.domain.synchrony import lined_up, lined_up_by_clock, offset_s, second_in, shifted
from app.domain.timebase import length_text
from app.media.scrub_proxy import ScrubProxy
from app.media.sound_alignment import Alignment, align
from app.media.transport import FilmTime
from app.qt.companion_film import CompanionFilm
from app.qt.task_runner import Task
from app.shell.feedback import when_refused
from app.shell.film_context import FilmContext
from app.views.canvas.side_views import MOST
from app.views.texts import told, tr

if TYPE_CHECKING:
    from sora_model.media.pts_index import PtsIndex


# Who places the film that others are first lined up with: Undo takes back the others' places, not this one.
REFERENCE = Actor("sync-line", ActorKind.IMPORT, "films in step", "the others are lined up with this film")


@dataclass
class _Companion:
    medium: Medium
    film: CompanionFilm | None = None
    opening: Task[tuple[PtsIndex | None, ScrubProxy | None]] | None = None


class ViewsController(QObject):
    """The films beside belong to the window, not to the project; how they lie in time is the project's."""

    def __init__(self, context: FilmContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film, self._window, self._player = context.film, context.window, context.player
        self._tasks, self._feedback, self._cache_dir = context.tasks, context.feedback, context.cache_dir
        self._views = context.window.side_views
        self._companions: dict[str, _Companion] = {}
        self._chosen = ""
        self._main: Medium | None = None
        self._before_s = 0.0
        context.film.changed.connect(self._film_changed)
        context.player.position_changed.connect(lambda _tick, seconds, _frame: self._follow(seconds))
        context.player.playing_changed.connect(lambda _: self._follow(self._before_s))
        self._views.chosen.connect(self.choose)
        self._views.swap_requested.connect(self.swap)
        self._views.menu_requested.connect(self._show_menu)

    # --- which films -----------------------------------------------------------------------

    @property
    def shown(self) -> tuple[str, ...]:
        """The films beside the picture, by id."""
        return tuple(self._companions)

    def others(self) -> list[Medium]:
        """Films of the project that could be shown beside, those of the same group first."""
        main, workspace = self._main, self._film.workspace
        if main is None or workspace is None:
            return []
        films = [m for m in workspace.project.catalogue.media.values() if m.id != main.id and m.has_video]
        return sorted(films, key=lambda m: (m.group != main.group, m.name))

    def ask(self) -> None:
        """Offer the films that can be shown beside, below the film's name."""
        if not self.others():
            self._feedback.fact(
                tr("Add the other cameras' films to the project first: they are shown in step.")
            )
            return
        menu = QMenu(self._window)
        self.fill(menu)
        button = self._window.film_button
        menu.exec(button.mapToGlobal(button.rect().bottomLeft()))
        menu.deleteLater()

    def fill(self, menu: QMenu) -> None:
        """An entry per film that can be shown beside, ticked where it is."""
        for medium in self.others():
            entry = menu.addAction(medium.name, partial(self.toggle, medium.id))
            entry.setCheckable(True)
            entry.setChecked(medium.id in self._companions)

    def toggle(self, medium_id: str) -> None:
        if medium_id in self._companions:
            self.remove(medium_id)
        else:
            self.add(medium_id)

    def add(self, medium_id: str) -> None:
        """Show a film of the project beside the picture."""
        workspace = self._film.workspace
        if workspace is None or self._main is None or medium_id in self._companions:
            return
        if len(self._companions) >= MOST:
            self._feedback.fact(
                tr("Up to {count} films are shown beside the picture. Remove one first.", count=MOST)
            )
            return
        medium = workspace.project.catalogue.media[medium_id]
        path, project, cache_dir = workspace.project.path_of(medium), workspace.project, self._cache_dir
        companion = self._companions[medium_id] = _Companion(medium)
        view = self._views.add(medium_id, medium.name, medium.sample_aspect)
        self.choose(medium_id)
        if not path.is_file():
            view.set_message(tr("The file is not where it was."))
            return
        view.set_message(tr("Opening …"))
        companion.opening = self._tasks.run(
            lambda _: (
                cast("PtsIndex | None", project.frame_times(medium)),
                ScrubProxy.open(path, cache_dir, medium.film_number),
            ),
            on_done=partial(self._opened, companion, path),
            on_failed=when_refused(partial(self._refused, companion)),
            on_dropped=lambda found: found[1].close() if found[1] is not None else None,
        )
        self._show_places()

    def remove(self, medium_id: str = "") -> None:
        """Take a film (the chosen one) away from beside the picture."""
        medium_id = medium_id or self._chosen
        companion = self._companions.pop(medium_id, None)
        if companion is None:
            return
        if companion.opening is not None:
            companion.opening.cancel()
        if companion.film is not None:
            companion.film.close()
            companion.film.deleteLater()
        self._views.remove(medium_id)
        self.choose(next(iter(self._companions), ""))

    def swap(self, medium_id: str = "") -> None:
        """Show a film beside large, at the same moment, and the large one beside."""
        main, companion = self._main, self._companions.get(medium_id or self._chosen)
        if main is None or companion is None:
            return
        other = companion.medium
        beside = [main.id if m == other.id else m for m in self._companions]
        there = second_in(main, other, self._before_s)
        self._clear()
        self._film.show(other.id)
        for film in beside:
            self.add(film)
        self._go_when_loaded(other, there)

    def choose(self, medium_id: str) -> None:
        self._chosen = medium_id if medium_id in self._companions else ""
        self._views.show_chosen(self._chosen)

    def _clear(self) -> None:
        for medium_id in list(self._companions):
            self.remove(medium_id)

    # --- how they lie in time --------------------------------------------------------------

    def line_up_by_sound(self) -> None:
        """Find the chosen film's place by the sound that both recorded, as a job."""
        pair = self._pair()
        workspace = self._film.workspace
        if pair is None or workspace is None:
            return
        main, other = pair
        for medium in pair:
            if not medium.has_audio:
                self._feedback.fact(
                    tr(
                        "{film} has no sound. Line the films up by the time of day, or by eye.",
                        film=medium.name,
                    )
                )
                return
        paths = workspace.project.path_of(main), workspace.project.path_of(other)
        streams = main.sound_number, other.sound_number

        def work(task: Task[Alignment]) -> Alignment:
            return align(*paths, streams, on_progress=task.report, cancelled=task.cancelled)

        self._film.run_job(
            f"align {main.id} {other.id}",
            tr("Lining up {film}", film=other.name),
            work,
            partial(self._found, main.id, other.id),
            lambda why: self._feedback.fact(why),
        )

    def line_up_by_clock(self) -> None:
        """Place the chosen film by the time of day of both."""
        if (pair := self._pair()) is not None:
            main, other = pair
            self._change(lambda: lined_up_by_clock(main, other), tr("Lined up by the time of day"))

    def shift(self, frames: int) -> None:
        """Show the chosen film so many frames further on (negative: back)."""
        pair = self._pair()
        if pair is None:
            return
        main, other = pair
        film = self._companions[other.id].film
        if film is not None:
            step = frames * film.frame_s
            self._change(lambda: shifted(main, other, step), "")

    def _pair(self) -> tuple[Medium, Medium] | None:
        companion = self._companions.get(self._chosen)
        if self._main is None or companion is None:
            self._feedback.fact(tr("Show another film beside the picture first, then line it up."))
            return None
        return self._main, companion.medium

    def _found(self, main_id: str, other_id: str, found: Alignment) -> None:
        workspace = self._film.workspace
        if workspace is None:
            return
        media = workspace.project.catalogue.media
        if main_id in media and other_id in media:
            said = (
                tr("Lined up by sound")
                if found.exact
                else tr("Lined up by sound, to a hundredth of a second")
            )
            self._change(lambda: lined_up(media[main_id], media[other_id], found.offset_s), said)

    def _change(self, work: Callable[[], Medium], said: str) -> None:
        workspace = self._film.workspace
        if workspace is None:
            return
        medium = self._feedback.attempt(work)
        if medium is None:
            return
        main = self._main
        if main is not None and main.sync_us is None:
            begun = replace(main, sync_us=0)
            workspace.editing.perform(e.ChangeMedium(begun), actor=REFERENCE)
        if self._feedback.succeeds(lambda: workspace.editing.perform(e.ChangeMedium(medium))) and said:
            self._feedback.offer_undo(f"{said}: {_place_text(self._main, medium)}")

    def refresh(self) -> None:
        """The catalogue knows something new of its films, also by Undo."""
        workspace = self._film.workspace
        if workspace is None:
            return
        media = workspace.project.catalogue.media
        for medium_id, companion in list(self._companions.items()):
            if medium_id not in media:
                self.remove(medium_id)
            else:
                companion.medium = media[medium_id]
        if self._main is not None:
            self._main = media.get(self._main.id)
        self._show_places()
        self._follow(self._before_s)

    # --- what happens by itself ------------------------------------------------------------

    def _film_changed(self, medium: Medium | None) -> None:
        self._main = medium
        self._before_s = 0.0
        if medium is None:
            self._clear()
        elif medium.id in self._companions:
            self.remove(medium.id)
        self._show_places()

    def _opened(
        self, companion: _Companion, path: Path, found: tuple[PtsIndex | None, ScrubProxy | None]
    ) -> None:
        index, proxy = found
        companion.opening = None
        medium = companion.medium
        if index is None:
            return
        film = companion.film = CompanionFilm(
            path,
            FilmTime(medium.scale, medium.span, index),
            proxy,
            self,
            close_quick=proxy.close if proxy is not None else lambda: None,
        )
        view = self._views.view(medium.id)
        film.picture_changed.connect(lambda picture, _: view.set_picture(picture))
        film.outside.connect(lambda seconds: view.set_message(_outside_text(seconds)))
        film.failed.connect(view.set_message)
        self._follow(self._before_s)

    def _refused(self, companion: _Companion, error: UserError) -> None:
        self._views.view(companion.medium.id).set_message(told(error))

    def _follow(self, seconds: float) -> None:
        direction = -1 if seconds < self._before_s else 1
        self._before_s = seconds
        if self._main is None:
            return
        for companion in self._companions.values():
            if companion.film is not None:
                there = second_in(self._main, companion.medium, seconds)
                companion.film.follow(there, running=self._player.playing, direction=direction)

    def _show_places(self) -> None:
        for companion in self._companions.values():
            self._views.view(companion.medium.id).set_place(_place_text(self._main, companion.medium))

    def _go_when_loaded(self, medium: Medium, seconds: float) -> None:
        """The film opens in the background: it is sought as soon as its frames are known."""

        def go(_: object) -> None:
            self._film.frames_known.disconnect(go)
            if self._main is not None and self._main.id == medium.id:
                self._player.seek(medium.scale.tick(seconds))

        self._film.frames_known.connect(go)

    def _show_menu(self, medium_id: str, at: QPoint) -> None:
        menu = QMenu(self._window)
        menu.addAction(tr("Show it large"), partial(self.swap, medium_id))
        menu.addSeparator()
        menu.addAction(tr("Line up by sound"), self.line_up_by_sound)
        menu.addAction(tr("Line up by the time of day"), self.line_up_by_clock)
        menu.addAction(tr("One frame later"), partial(self.shift, 1))
        menu.addAction(tr("One frame earlier"), partial(self.shift, -1))
        menu.addSeparator()
        menu.addAction(tr("Remove"), partial(self.remove, medium_id))
        menu.exec(at)
        menu.deleteLater()


def _place_text(main: Medium | None, other: Medium) -> str:
    """How the film lies beside the main one."""
    if main is None or main.sync_us is None or other.sync_us is None:
        return tr("not lined up")
    return tr("{seconds:+.3f} s", seconds=offset_s(main, other))


def _outside_text(seconds: float) -> str:
    """Why nothing is shown."""
    length = length_text(abs(seconds))
    return tr("begins in {length}", length=length) if seconds < 0 else tr("ended {length} ago", length=length)
