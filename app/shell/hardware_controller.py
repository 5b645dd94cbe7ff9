"""The film that is shown is decoded on the graphics card, where that was tried and found the same."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.errors import Cancelled, UserError
from app.media.hardware_trial import fitting_device
from app.qt.task_runner import Task
from app.shell.film_context import FilmContext
from app.views.texts import tr

if TYPE_CHECKING:
    from sora_model.media.pts_index import PtsIndex


class HardwareController(QObject):
    """Tries the graphics card in the background once every frame of the film is known; viewing goes on."""

    def __init__(self, context: FilmContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film, self._player, self._tasks = context.film, context.player, context.tasks
        self._feedback, self._settings, self._cache_dir = (
            context.feedback,
            context.settings,
            context.cache_dir,
        )
        self._trial: Task[str] | None = None
        context.film.changed.connect(lambda _: self._stop())
        context.film.frames_known.connect(lambda _: self._try())

    @property
    def device(self) -> str:
        """What decodes the film that is shown; empty: software."""
        return self._player.pictures.device if self._player.pictures is not None else ""

    def use_setting(self) -> None:
        """As the settings say now."""
        if self._settings().hardware:
            self._feedback.say(
                tr("The graphics card decodes what it is found to show exactly as software does.")
            )
        else:
            self._feedback.say(tr("Films are decoded in software."))
            self._use("")
        self._try()

    def _stop(self) -> None:
        if self._trial is not None:
            self._trial.cancel()
        self._trial = None

    def _try(self) -> None:
        self._stop()
        workspace, medium, index = self._film.workspace, self._film.medium, self._player.index
        if not self._settings().hardware or workspace is None or medium is None or index is None:
            return
        path = workspace.project.path_of(medium)
        self._trial = self._tasks.run(
            partial(self._look, path, index), on_done=self._use, on_failed=self._refused, long=True
        )

    def _look(self, path: Path, index: PtsIndex, task: Task[str]) -> str:
        return fitting_device(path, index, self._cache_dir, cancelled=task.cancelled)

    def _use(self, device: str) -> None:
        if self._player.pictures is not None:
            self._player.pictures.use_device(device)

    def _refused(self, error: Exception) -> None:
        """The film cannot be read (any more): who shows it says so."""
        if not isinstance(error, UserError | Cancelled):
            raise error
