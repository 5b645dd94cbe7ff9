"""Before a film is open: recent projects, those among them that are gone, and the sample film."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject

from app.domain.errors import UserError
from app.media.sample_film import generate
from app.qt.task_runner import TaskRunner
from app.session.settings import Settings
from app.shell.feedback import Feedback, when_refused
from app.shell.main_window import MainWindow
from app.views.texts import tr

SAMPLE = "sample.mp4"


class StartController(QObject):
    def __init__(
        self,
        *,
        window: MainWindow,
        tasks: TaskRunner,
        feedback: Feedback,
        settings: Callable[[], Settings],
        open_path: Callable[[Path], None],
        act: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._tasks, self._feedback = window, tasks, feedback
        self._settings, self._open = settings, open_path
        self.missing: frozenset[str] = frozenset()
        self._making = False
        page = window.start_page
        page.open_wished.connect(lambda: act("open"))
        page.recent_wished.connect(lambda name: open_path(Path(name)))
        page.sample_wished.connect(self.open_sample)

    def show(self) -> None:
        """Nothing is open: say what to do first."""
        recent = tuple(self._settings().recent)
        self._window.start_page.show_recent(recent, self.missing)
        self._window.show_start(True)
        # Beside: a drive that is gone may take its time to say so.
        self._tasks.run(
            lambda _: frozenset(name for name in recent if not Path(name).exists()),
            on_done=partial(self._looked_up, recent),
        )

    def hide(self) -> None:
        self._window.show_start(False)

    def _looked_up(self, recent: Sequence[str], missing: frozenset[str]) -> None:
        if missing != self.missing:
            self.missing = missing
            self._window.start_page.show_recent(recent, missing)

    def open_sample(self) -> None:
        """In the person's documents, where its labels can stay; made there the first time."""
        path = documents_folder() / "Sora Studio" / SAMPLE
        if path.exists():
            self._open(path)
        elif not self._making:
            self._making = True
            self._feedback.say(tr("Making the sample film …"))
            self._tasks.run(
                lambda task: _made(path, task.cancelled),
                on_done=self._sample_made,
                on_failed=self._not_made,
            )

    def _sample_made(self, path: Path) -> None:
        self._making = False
        self._feedback.say("")
        self._open(path)

    def _not_made(self, error: Exception) -> None:
        self._making = False
        when_refused(self._feedback.refuse)(error)


def documents_folder() -> Path:
    return platformdirs.user_documents_path()


def _made(path: Path, cancelled: Callable[[], bool]) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        generate(path, cancelled=cancelled)
    except OSError as error:
        raise UserError(
            "The sample film could not be written to {folder}: {reason}.",
            way_out="Open a film of your own.",
            folder=path.parent,
            reason=error.strerror,
        ) from error
    return path
