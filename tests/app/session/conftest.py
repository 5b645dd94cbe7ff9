"""A real store in a temporary folder, media that exist as facts only, a clock and ids that repeat."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.media import Medium
from app.session.editing import Editing
from app.session.project import Project, described_media, new_classes, person_actor
from app.storage.project_store import ProjectStore

FRAME = 100
"""Ticks per frame of the media here; 25 frames a second at a time base of 1/2500."""


class ByHand:
    """Background work done here, whose end is told when the test says so."""

    def run(self, work: Any, on_done: Any, on_failed: Any) -> None:
        found = work()
        self.done = lambda: on_done(found)
        self.failed = on_failed


@dataclass(frozen=True)
class EvenFrames:
    """Frames of one length, the first at `start`."""

    count: int
    start: int = 0

    def __len__(self) -> int:
        return self.count

    def frame_at(self, tick: int) -> int:
        return min(max((tick - self.start) // FRAME, 0), self.count - 1)

    def start_of(self, n: int) -> int:
        return self.start + n * FRAME

    def end_of(self, n: int) -> int:
        return self.start + (n + 1) * FRAME


@dataclass
class PaperLibrary:
    """`MediaLibrary` over empty files: 100 frames of 40 ms each, unless the name says otherwise."""

    frames: int = 100
    hashes: dict[str, str] = field(default_factory=dict)

    def describe(self, path: Path, *, video_stream: int = -1, audio_stream: int = -1) -> Medium:
        if not path.exists():
            raise UserError(f"{path} does not exist.")
        sound = path.suffix == ".wav"
        base = Fraction(1, 16000) if sound else Fraction(1, 2500)
        return Medium(
            id="",
            path=str(path),
            name=path.name,
            group="",
            time_base=base,
            start=0,
            end=64000 if sound else self.frames * FRAME,
            frames=0 if sound else self.frames,
            width=0 if sound else 640,
            height=0 if sound else 360,
            has_video=not sound,
            has_audio=sound,
            size=path.stat().st_size,
            quick_hash=self.quick_hash(path),
        )

    def frame_times(self, path: Path, *, stream: int = -1, confirmed: bool = False) -> EvenFrames | None:
        return None if path.suffix == ".wav" else EvenFrames(self.frames)

    def quick_hash(self, path: Path) -> str:
        return self.hashes.get(path.name, f"hash of {path.read_text() or path.name}")

    def sha256(self, path: Path, on_progress: object = None, cancelled: object = None) -> str:
        return self.quick_hash(path)


@dataclass
class Bench:
    """An open project and what works on it."""

    project: Project
    editing: Editing
    now: Callable[[], datetime]
    new_id: Callable[[], str]

    @property
    def media(self) -> list[Medium]:
        return list(self.project.catalogue.media.values())

    def class_id(self, name: str) -> str:
        found = self.project.catalogue.ontology.named(name)
        assert found is not None
        return found.id

    def open_reader(self) -> ProjectStore:
        return ProjectStore.open(self.project.path, read_only=True)

    def add_media(self, *names: str, group: str = "") -> None:
        paths = [self.project.path.parent / name for name in names]
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        media = described_media(paths, self.project, self.new_id, group=group)
        self.editing.perform(e.AddMedia(media))

    def add_classes(self, *names: str) -> None:
        classes = new_classes(names, self.project.catalogue.ontology, self.new_id)
        self.editing.perform(e.AddClasses(classes))

    def change_class(self, name: str, **values: object) -> None:
        old = self.project.catalogue.ontology[self.class_id(name)]
        self.editing.perform(e.ChangeClass(replace(old, **values)))  # type: ignore[arg-type]


def make_bench(folder: Path, library: PaperLibrary | None = None) -> Bench:
    ids, ticks = itertools.count(1), itertools.count()
    start = datetime(2026, 1, 1, tzinfo=UTC)
    store = ProjectStore.create(folder / "match.sora")
    project = Project(store, library or PaperLibrary(), person_actor("Ada"))

    def now() -> datetime:
        return start + timedelta(seconds=next(ticks))

    return Bench(project, Editing(project, now), now, lambda: f"id{next(ids):06d}")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A project with one film and the classes serve (1) and rally (2)."""
    made = make_bench(tmp_path)
    made.add_classes("serve", "rally")
    made.add_media("film.mp4")
    yield made
    made.project.close()
