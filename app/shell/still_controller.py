"""Skip the still: playing runs through what nobody moves in, found while the film is decoded anyway."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.domain.errors import Cancelled, UserError
from app.domain.media import Medium
from app.domain.timebase import TimeRange, length_text
from app.media.still_stretches import found_stretches, motion_observers
from app.session.jobs import Job, JobPhase
from app.shell.film_context import FilmContext
from app.shell.film_controller import DECODING
from app.views.texts import tr

if TYPE_CHECKING:
    from sora_model.media.film_pass import PictureObserver
    from sora_model.media.pts_index import PtsIndex

NOTICE_MS = 3_000
_NEAR_S = 1.0
"""Playing on that comes from within this of a still stretch to within this after it has jumped over it."""


class StillController(QObject):
    """The stretches are on the timeline; the player skips them while the setting is on."""

    def __init__(self, context: FilmContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film, self._window = context.film, context.window
        self._player, self._tasks, self._feedback = context.player, context.tasks, context.feedback
        self._settings, self._cache_dir = context.settings, context.cache_dir
        self._index: PtsIndex | None = None
        self._stretches: tuple[TimeRange, ...] | None = None
        self._ends: list[int] = []
        self._before: int | None = None
        self._notice = QTimer(self)
        self._notice.setSingleShot(True)
        self._notice.setInterval(NOTICE_MS)
        self._notice.timeout.connect(lambda: context.window.transport.set_notice(""))
        context.film.changed.connect(lambda _: self._forget())
        context.film.frames_known.connect(self._frames_known)
        context.film.observers.append(self._observers)
        context.player.position_changed.connect(self._position_changed)
        context.board.subscribe(self._follow)

    def use_setting(self) -> None:
        """As the settings say now; says what that means for the film that is shown."""
        self._skip()
        say = self._feedback.say
        if not self._settings().skip_still:
            say(tr("Playing shows everything."))
        elif self._stretches is None:
            say(tr("Still stretches will be skipped as soon as every frame was checked for motion."))
        elif not self._stretches:
            say(tr("Something moves all through this film: there is nothing to skip."))
        else:
            still = length_text(self._still_s)
            say(tr("{length} of this film are still; playing skips them.", length=still))

    @property
    def _still_s(self) -> float:
        assert self._index is not None
        ticks = sum(stretch.length for stretch in self._stretches or ())
        return float(ticks * self._index.time_base)

    # --- the film that is shown ------------------------------------------------------------

    def _forget(self) -> None:
        self._index = self._stretches = self._before = None
        self._ends = []
        self._notice.stop()
        self._window.transport.set_notice("")
        self._window.timeline.set_still(())

    def _frames_known(self, index: PtsIndex | None) -> None:
        """The film's first index, and later the confirmed one."""
        self._index = index
        self._find()

    def _find(self) -> None:
        medium, workspace, index = self._film.medium, self._film.workspace, self._index
        if medium is None or workspace is None or index is None or self._stretches is not None:
            return
        path = workspace.project.path_of(medium)
        self._tasks.run(
            lambda _: found_stretches(path, self._cache_dir, index, medium.film_number),
            on_done=partial(self._found, index),
            on_failed=self._refused,
        )

    def _found(self, index: PtsIndex, stretches: tuple[TimeRange, ...] | None) -> None:
        if index is not self._index or stretches is None:
            return
        self._stretches = stretches
        self._ends = [stretch.end for stretch in stretches]
        self._window.timeline.set_still(stretches)
        self._skip()

    def _skip(self) -> None:
        skips = self._settings().skip_still and self._stretches is not None
        self._player.set_skips(self._stretches or () if skips else ())

    def _refused(self, error: Exception) -> None:
        """The film cannot be read (any more): who shows it says so."""
        if not isinstance(error, UserError | Cancelled):
            raise error

    # --- in the background -----------------------------------------------------------------

    def _observers(self, medium: Medium, path: Path) -> Sequence[PictureObserver]:
        """Called on the thread that decodes."""
        length_s = float(medium.span.length * medium.time_base)
        return motion_observers(path, self._cache_dir, medium.frames / length_s, medium.film_number)

    def _follow(self, job: Job) -> None:
        medium = self._film.medium
        is_pass = job.kind in DECODING and medium is not None and job.subject == medium.id
        if is_pass and job.phase is JobPhase.DONE:
            self._find()

    # --- while playing ---------------------------------------------------------------------

    def _position_changed(self, tick: int, seconds: float, frame: int) -> None:
        before, self._before = self._before, tick
        if not self._settings().skip_still or not self._stretches or not self._player.playing:
            return
        number = bisect_right(self._ends, tick)
        stretches = self._stretches
        if number < len(stretches) and stretches[number].contains(tick):
            self._tell(tr("still, skipping"))
        elif number and before is not None and self._jumped(before, stretches[number - 1], tick):
            self._tell(tr("skipped {length} of still", length=self._length(stretches[number - 1])))

    def _jumped(self, before: int, stretch: TimeRange, tick: int) -> bool:
        assert self._index is not None
        near = _NEAR_S / float(self._index.time_base)
        return stretch.start - near <= before < stretch.end - near and tick < stretch.end + near

    def _length(self, stretch: TimeRange) -> str:
        assert self._index is not None
        return length_text(float(stretch.length * self._index.time_base))

    def _tell(self, text: str) -> None:
        self._window.transport.set_notice(text)
        self._notice.start()
