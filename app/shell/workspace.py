"""An open project and the use cases that work on it, made together and closed together."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from app import __version__
from app.domain.changes import Change
from app.media.library import FileLibrary
from app.qt.task_runner import TaskRunner
from app.session.beside import Beside, Session
from app.session.boxes import Boxes
from app.session.doubts import Doubting
from app.session.editing import Editing
from app.session.features_ahead import FeaturesAhead
from app.session.labelling import Labelling
from app.session.places import Places
from app.session.ports import FeatureTaker, Prelabeller, TrainingProcess
from app.session.prelabelling import Prelabelling
from app.session.project import Project, person_actor
from app.session.review import Review
from app.session.settings import Settings
from app.session.tally import Tally
from app.session.training import Training
from app.storage.project_store import ProjectStore
from app.storage.writing_beside import StoreBeside

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
        asking: TrainingProcess,
        prelabeller: Prelabeller,
        taker: FeatureTaker,
    ) -> None:
        self.places = places
        self.project = Project(store, FileLibrary(places.cache), person_actor(settings.person_name))
        self.editing = Editing(self.project, now)
        self.beside = Beside(Session(self.project, self.editing), now, partial(StoreBeside, store))
        self.review = Review(self.project, self.editing, now, new_id)
        self.tally = Tally()
        self._tasks = tasks
        self._closed = False
        background = ThreadedBackground(tasks)
        device, cache = settings.device, places.cache
        self.training = Training(
            self.project,
            self.editing,
            process,
            background=background,
            open_reader=self.open_reader,
            now=now,
            new_id=new_id,
            device=device,
            cache_dir=cache,
            code_version=__version__,
        )
        self.doubting = Doubting(
            self.project,
            asking,
            background=background,
            open_reader=self.open_reader,
            device=device,
            cache_dir=cache,
        )
        self.prelabelling = Prelabelling(
            self.project,
            self.editing,
            prelabeller,
            background=background,
            open_reader=self.open_reader,
            now=now,
            new_id=new_id,
            device=device,
            cache_dir=cache,
        )
        self.features_ahead = FeaturesAhead(
            self.project, self.prelabelling, taker, background=background, device=device, cache_dir=cache
        )
        self._labelling: dict[str, Labelling] = {}
        self._stop_counting = self.editing.subscribe(self.tally.follow)

    @property
    def path(self) -> Path:
        return self.project.path

    @property
    def read_only(self) -> bool:
        return self.project.read_only

    def open_reader(self) -> ProjectStore:
        """The project once more, to read from on another thread; close it there."""
        return ProjectStore.open(self.path, read_only=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The project once more, as the person may see it, to be read on another thread."""
        with self.open_reader() as reader:
            project = Project(reader, self.project.library, self.project.person)
            project.look_blind(self.project.blind)
            yield Session(project, Editing(project, now))

    def labelling(self, medium_id: str) -> Labelling:
        """Of one medium; pending taps and marks are kept while the project is open."""
        if medium_id not in self._labelling:
            self._labelling[medium_id] = Labelling(self.project, self.editing, medium_id, new_id)
        return self._labelling[medium_id]

    def boxes(self, medium_id: str) -> Boxes:
        """Gestures on the picture of one medium."""
        return Boxes(self.project, self.editing, medium_id, new_id, self.labelling(medium_id).frame_start)

    def count_labels(self, on_done: Callable[[], None]) -> None:
        """Fill the tally with what the person may see: at once for one film, whose labels are loaded anyway,
        else on another thread."""
        media = list(self.project.catalogue.media)
        if len(media) <= 1:
            documents = [self.project.document(m) for m in media]
            self._start_tally(
                Counter([s.class_id for d in documents for s in d.segments]),
                Counter([t.class_id for d in documents for t in d.tracks.values()]),
            )
            on_done()
            return
        edits: list[Change] = []
        stop = self.editing.subscribe(edits.append)

        def look(_: object) -> list[tuple[str, str, str, int]]:
            with self.open_reader() as reader:
                return reader.label_counts()

        def counted(found: list[tuple[str, str, str, int]]) -> None:
            stop()
            if self._closed:
                return
            if any(change.medium_id for change in edits):
                self.count_labels(on_done)  # an edit came in between: whether it was counted is not certain
                return
            segments, tracks = Counter[str](), Counter[str]()
            for kind, class_id, actor_id, count in found:
                if self.project.shows(actor_id):
                    (tracks if kind == "track" else segments)[class_id] += count
            self._start_tally(segments, tracks)
            on_done()

        self._tasks.run(look, on_done=counted, long=True)

    def _start_tally(self, segments: Counter[str], tracks: Counter[str]) -> None:
        run = self.project.catalogue.run_in_use
        self.tally.start(
            segments,
            tracks,
            decided=self.project.store.decided(),
            trained=len(run.label_ids) if run is not None else 0,
        )

    def close(self) -> None:
        """Cancel what runs and close the store (its WAL is truncated there)."""
        self._closed = True
        self._stop_counting()
        self.beside.close()
        self.features_ahead.close()
        self.prelabelling.cancel()
        self.training.cancel()
        self.doubting.close()
        self.project.close()
