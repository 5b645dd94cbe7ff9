"""The composition root of the command line: an open project and what works on it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import UserError
from app.media.library import FileLibrary
from app.session.editing import Editing
from app.session.places import Places
from app.session.project import Project, person_actor
from app.session.settings import Settings, load_settings
from app.storage.project_store import ProjectStore


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Workplace:
    project: Project
    editing: Editing
    settings: Settings
    places: Places

    def open_reader(self) -> ProjectStore:
        """A second, read-only connection for work beside the writer."""
        return ProjectStore.open(self.project.path, read_only=True)


@contextmanager
def opened(path: Path, *, read_only: bool = False, create: bool = False) -> Iterator[Workplace]:
    """Open (or create) the project and close it again, whatever happens. Raises UserError."""
    if path.suffix.lower() != ".sora":
        raise UserError("{path} is not a project: its name must end in .sora.", path=path)
    places = Places.of_platform()
    settings = load_settings(places.settings)
    store = ProjectStore.create(path) if create else ProjectStore.open(path, read_only=read_only)
    try:
        project = Project(store, FileLibrary(places.cache), person_actor(settings.person_name))
        yield Workplace(project, Editing(project, now), settings, places)
    finally:
        store.close()
