"""The quick copy of the film that is shown, and its thumbnails: made in the background, used at once."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.errors import UserError
from app.domain.media import Medium
from app.media.cache_budget import CacheBudget
from app.media.looking_through import look_through
from app.media.picture_file import DamagedPictures, forget
from app.media.scrub_proxy import ProxyWriter, ScrubProxy, likely_bytes, pays, proxy_place
from app.media.thumbnails import Thumbnails, ThumbnailWriter
from app.qt.task_runner import Task
from app.session.jobs import Job
from app.shell.film_context import FilmContext
from app.shell.film_controller import DECODING
from app.views.texts import tr

if TYPE_CHECKING:
    from sora_model.media.film_pass import PictureObserver
    from sora_model.media.pts_index import PtsIndex

_GB = 1_000_000_000
_UNWANTED = ".unwanted"  # beside the copy that a person removed: it is not made again unasked


class ProxyController(QObject):
    """Follows the film that is shown. What is made of a film goes on when another is shown."""

    def __init__(self, context: FilmContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film, self._window, self._player = context.film, context.window, context.player
        self._tasks, self._board, self._feedback = context.tasks, context.board, context.feedback
        self._settings, self._cache_dir = context.settings, context.cache_dir
        self.budget = CacheBudget(self._cache_dir, round(self._settings().cache_gb * _GB))
        self._index: PtsIndex | None = None
        self._opening: Task[Path] | None = None
        self._is_asked_for = False  # while that could not be begun yet
        self._place: Path | None = None
        self._proxy: ScrubProxy | None = None
        self._thumbnails: Thumbnails | None = None
        self._in_use = contextlib.ExitStack()
        # By medium: whether a copy is wanted, and the film's index. Read by the thread that decodes.
        self._wanted: dict[str, tuple[bool, PtsIndex]] = {}
        context.film.changed.connect(self._film_changed)
        context.film.frames_known.connect(self._frames_known)
        context.film.observers.append(self._observers)
        context.board.subscribe(self._follow)

    # --- what a person asks for ------------------------------------------------------------

    def make(self) -> None:
        """Make the quick copy of the film that is shown, going on where it stopped."""
        medium, index, place = self._film.medium, self._index, self._place
        if self._opening is not None:
            self._is_asked_for = True
            return
        if medium is None or index is None or place is None:
            self._feedback.say(tr("There are no pictures to copy."))
            return
        if self._proxy is not None and len(self._proxy) >= len(index) and index.confirmed:
            self._feedback.say(tr("{film} has a quick copy already.", film=medium.name))
            return
        place.with_suffix(_UNWANTED).unlink(missing_ok=True)
        self._wanted[medium.id] = True, index
        if self._runs(medium, "confirm"):
            self._feedback.say(tr("The quick copy will be made as soon as every frame is checked."))
        elif self._runs(medium, "proxy"):
            self._is_asked_for = True
        else:
            self._start(medium)

    def remove(self) -> None:
        """Remove the quick copy of the film that is shown; it is not made again before someone asks."""
        medium, place = self._film.medium, self._place
        if medium is None or place is None:
            return
        if self._proxy is not None and self._runs(medium, *DECODING):
            self._feedback.fact(tr("The quick copy is being made. Cancel its job first, then remove it."))
            return
        if self._index is not None:
            self._wanted[medium.id] = False, self._index
        self._drop_proxy()
        forget(place)
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.with_suffix(_UNWANTED).touch()
        self._feedback.say(tr("The quick copy of {film} is removed.", film=medium.name))

    @property
    def at_hand(self) -> bool:
        """Whether the film that is shown has a quick copy, or gets one."""
        medium = self._film.medium
        wanted = medium is not None and medium.id in self._wanted and self._wanted[medium.id][0]
        return self._proxy is not None or wanted

    def show_thumbnails(self) -> None:
        """As the settings say now."""
        medium, shown = self._film.medium, self._settings().thumbnails
        source = self._thumbnails if shown and medium is not None else None
        self._window.timeline.set_thumbnails(source, _shown_aspect(medium) if medium is not None else 1.0)

    def use_budget(self) -> None:
        """As the settings say now; films that were used longest ago make way at once."""
        self.budget.budget_bytes = round(self._settings().cache_gb * _GB)
        self._tasks.run(lambda _: _tidied(self.budget), on_failed=self._refused)

    # --- the film that is shown ------------------------------------------------------------

    def _film_changed(self, medium: Medium | None) -> None:
        self._let_go()

    def _let_go(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None
        self._is_asked_for = False
        self._window.timeline.set_thumbnails(None)
        self._drop_proxy()
        if self._thumbnails is not None:
            self._thumbnails.close()
        self._thumbnails = self._place = self._index = None
        self._in_use.close()

    def _frames_known(self, index: PtsIndex | None) -> None:
        """The film's first index, and later the confirmed one."""
        medium, workspace = self._film.medium, self._film.workspace
        if index is None or medium is None or workspace is None:
            return
        stream = medium.film_number
        name = medium.quick_hash + ("" if stream is None else f"-{stream}")
        if self._place is not None and self._place.name != name:
            self._let_go()  # the file has other content now, or another of its films is shown
        self._index = index
        wanted, _ = self._wanted.get(medium.id, (self._is_wanted_unasked(index, medium), None))
        self._wanted[medium.id] = wanted, index
        if self._thumbnails is not None:
            self._player.use_proxy(self._proxy)
            self._thumbnails.use_index(index)
            self._window.timeline.refresh_thumbnails()
            self._start_what_is_missing(medium)
            return
        if self._opening is not None:
            return  # `_opened` will use this index
        path = workspace.project.path_of(medium)
        self._opening = self._tasks.run(
            lambda _: proxy_place(path, self._cache_dir, medium.film_number),
            on_done=partial(self._opened, medium),
            on_failed=self._refused,
        )

    def _opened(self, medium: Medium, place: Path) -> None:
        index = self._index
        assert index is not None
        self._place, self._opening = place, None
        self._in_use.enter_context(self.budget.using(place.name[:32]))
        self._tasks.run(lambda _: _tidied(self.budget), on_failed=lambda _: None)
        if place.with_suffix(_UNWANTED).exists():
            self._wanted[medium.id] = False, index
        elif place.with_suffix(".table").exists():
            self._wanted[medium.id] = True, index  # begun: it is brought to its end
        self._thumbnails = Thumbnails.beside(place, self._cache_dir, index)
        self._take_in()
        self.show_thumbnails()
        if self._is_asked_for:
            self._is_asked_for = False
            self.make()
        else:
            self._start_what_is_missing(medium)

    def _take_in(self) -> None:
        """Use what is there by now."""
        if self._proxy is None and self._place is not None:
            with contextlib.suppress(OSError, DamagedPictures):
                self._proxy = ScrubProxy(self._place, partial(self._tasks.post, self._replace_damaged))
                self._player.use_proxy(self._proxy)
        if self._thumbnails is not None:
            self._thumbnails.use_proxy(self._proxy)
            if self._thumbnails.refresh():
                self._window.timeline.refresh_thumbnails()

    def _drop_proxy(self) -> None:
        self._player.use_proxy(None)
        if self._thumbnails is not None:
            self._thumbnails.use_proxy(None)
        if self._proxy is not None:
            self._proxy.close()
            self._proxy = None

    def _replace_damaged(self) -> None:
        medium, place = self._film.medium, self._place
        if medium is None or place is None or self._proxy is None or not self._proxy.damaged:
            return
        self._drop_proxy()
        forget(place)
        self._feedback.say(tr("The quick copy of {film} was damaged; it is made again.", film=medium.name))
        self._start(medium)

    # --- in the background -----------------------------------------------------------------

    def _is_wanted_unasked(self, index: PtsIndex, medium: Medium) -> bool:
        settings = self._settings()
        size = medium.width, medium.height
        fits = likely_bytes(len(index), size) < self.budget.budget_bytes / 2
        return settings.quick_copies and fits and pays(index, size)

    def _observers(self, medium: Medium, path: Path) -> Sequence[PictureObserver]:
        """Those that still need frames. Called on the thread that decodes."""
        if medium.id not in self._wanted:
            return ()
        copy, index = self._wanted[medium.id]
        stream = medium.film_number
        make_room = partial(self.budget.make_room, keep=medium.quick_hash)
        found: list[PictureObserver] = []
        with contextlib.closing(Thumbnails.open(path, self._cache_dir, index, stream)) as thumbnails:
            if not index.confirmed or not thumbnails.complete:
                found.append(ThumbnailWriter(path, self._cache_dir, index.duration_s, stream, make_room))
        writer = ProxyWriter(path, self._cache_dir, stream, make_room) if copy else None
        if writer is not None and (not index.confirmed or writer.resume_at < len(index)):
            found.append(writer)
        return found

    def _start_what_is_missing(self, medium: Medium) -> None:
        """Of a film that was checked before; while it is being checked, all is made in that decode."""
        workspace = self._film.workspace
        if workspace is None or self._runs(medium, "confirm"):
            return
        path = workspace.project.path_of(medium)
        self._tasks.run(
            lambda _: bool(self._film.all_observers(medium, path)),
            on_done=lambda lacks: self._start(medium) if lacks else None,
            on_failed=self._refused,
        )

    def _start(self, medium: Medium) -> None:
        workspace = self._film.workspace
        if workspace is None or medium.id not in workspace.project.catalogue.media:
            return
        path = workspace.project.path_of(medium)
        copy = medium.id in self._wanted and self._wanted[medium.id][0]
        what = (
            tr("Quick copy of {film}", film=medium.name)
            if copy
            else tr("Thumbnails and motion of {film}", film=medium.name)
        )
        self._film.run_job(
            f"proxy {medium.id}", what, partial(self._work, path, medium), partial(self._made, medium)
        )

    def _made(self, medium: Medium, index: PtsIndex) -> None:
        """A project from elsewhere knows its film's facts, but not every frame's: this decode told them."""
        if self._index is not None and not self._index.confirmed:
            self._film.use_index(medium, index)
        if self._is_asked_for and self._film.medium is not None and self._film.medium.id == medium.id:
            self._is_asked_for = False
            self._start(medium)  # asked for while only the thumbnails were made

    def _work(self, path: Path, medium: Medium, task: Task[PtsIndex]) -> PtsIndex:
        refusals: list[UserError] = []
        index = look_through(
            path,
            self._cache_dir,
            self._film.all_observers(medium, path),
            stream=medium.film_number,
            on_progress=task.report,
            cancelled=task.cancelled,
            on_refusal=refusals.append,
            companions=partial(self._film.all_companions, medium),
        )
        if refusals:
            raise refusals[0]
        return index

    def _runs(self, medium: Medium, *kinds: str) -> bool:
        return any(job.kind in kinds and job.subject == medium.id for job in self._board.running)

    def _follow(self, job: Job) -> None:
        medium = self._film.medium
        if medium is not None and job.kind in DECODING and job.subject == medium.id:
            self._take_in()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._feedback.refuse(error)


def _tidied(budget: CacheBudget) -> None:
    budget.make_room()


def _shown_aspect(medium: Medium) -> float:
    """Width over height of the picture as it is shown."""
    return medium.sample_aspect * medium.width / medium.height if medium.width and medium.height else 16 / 9
