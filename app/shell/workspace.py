"""An open project and the use cases that work on it, made together and closed together."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from app import __version__
from app.media.library import FileLibrary
from app.qt.task_runner import TaskRunner
from app.session.editing import Editing
from app.session.labelling import Labelling
from app.session.places import Places
from app.session.ports import Prelabeller, TrainingProcess
from app.session.prelabelling import Prelabelling
from app.session.project import Project, person_actor
from app.session.review import Review
from app.session.settings import Settings
from app.session.tally import Tally
from app.session.training import Training
from app.storage.project_store import ProjectStore

Found = TypeVar("Found")


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return uuid.uuid4().hex


class ThreadedBackground:
    """`session.background.Background` on the window's threads."""

    def __init__(self, tasks: TaskRunner) -> None:
        self._tasks = tasks

    def run(
        self,
        work: Callable[[], Found],
        on_done: Callable[[Found], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        self._tasks.run(lambda _: work(), on_done=on_done, on_failed=on_failed)


class Workspace:
    """Everything that belongs to one open project. `close` when another is opened or the window closes."""

    def __init__(
        self,
        store: ProjectStore,
        *,
        places: Places,
        settings: Settings,
        tasks: TaskRunner,
        process: TrainingProcess,
        prelabeller: Prelabeller,
    ) -> None:
        self.places = places
        self.project = Project(store, FileLibrary(places.cache), person_actor(settings.person_name))
        self.editing = Editing(self.project, now)
        self.review = Review(self.project, self.editing, now, new_id)
        self.tally = Tally()
        background = ThreadedBackground(tasks)
        path = self.project.path
        self.training = Training(
            self.project,
            self.editing,
            process,
            background=background,
            open_reader=lambda: ProjectStore.open(path, read_only=True),
            now=now,
            new_id=new_id,
            device=settings.device,
            cache_dir=places.cache,
            code_version=__version__,
        )
        self.prelabelling = Prelabelling(
            self.project,
            self.editing,
            prelabeller,
            now=now,
            new_id=new_id,
            device=settings.device,
            cache_dir=places.cache,
        )
        self._labelling: dict[str, Labelling] = {}
        self._stop_counting = self.editing.subscribe(self.tally.follow)

    @property
    def path(self) -> Path:
        return self.project.path

    @property
    def read_only(self) -> bool:
        return self.project.read_only

    def labelling(self, medium_id: str) -> Labelling:
        """Of one medium; pending taps and marks are kept while the project is open."""
        if medium_id not in self._labelling:
            self._labelling[medium_id] = Labelling(self.project, self.editing, medium_id, new_id)
        return self._labelling[medium_id]

    def close(self) -> None:
        """Cancel what runs and close the store (its WAL is truncated there)."""
        self._stop_counting()
        self.prelabelling.cancel()
        self.training.cancel()
        self.project.close()
