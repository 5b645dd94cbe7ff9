"""What the controllers of the film that is shown share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.qt.playback import PlaybackController
from app.qt.task_runner import TaskRunner
from app.session.jobs import JobBoard
from app.session.settings import Settings
from app.shell.feedback import Feedback
from app.shell.film_controller import FilmController
from app.shell.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class FilmContext:
    """The film that is shown, where it is seen, played and spoken of, and what works on it unseen.

    Made once by `Studio`; it lasts as long as the window. A controller's own collaborators are arguments
    of its own beside it. `settings` are those that hold now: ask again each time. `cache_dir` holds what
    was made of films and can be made again.
    """

    film: FilmController
    window: MainWindow
    player: PlaybackController
    tasks: TaskRunner
    board: JobBoard
    feedback: Feedback
    settings: Callable[[], Settings]
    cache_dir: Path
