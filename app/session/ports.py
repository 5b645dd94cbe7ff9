"""What the session needs from the floors beside and above it, as protocols."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.domain.catalogue import Catalogue
from app.domain.changes import Change, Difference
from app.domain.document import Document
from app.domain.history import Deed, LogEntry, LogLine, Turn
from app.domain.media import Medium
from app.domain.ontology import Ontology
from app.domain.people import Actor
from app.domain.segments import CompleteRange, Segment
from app.domain.suggestions import Suggestion
from app.domain.tracks import KeyFrame
from sora_model.contract.events import Event
from sora_model.contract.jobs import PredictJob
from sora_model.contract.predictions import Predictions

if TYPE_CHECKING:
    from sora_model.media.film_pass import PictureObserver
    from sora_model.media.pts_index import PtsIndex

Clock = Callable[[], datetime]
NewId = Callable[[], str]
OnProgress = Callable[[float], None]
"""Told the fraction done, 0 to 1."""

IsCancelled = Callable[[], bool]


class Past(Protocol):
    """What the log of edits tells; entries are ordered by number, whatever the clock did."""

    def head(self) -> int:
        """The number of the last entry; 0 while there is none."""

    def lines(
        self, *, after: int = 0, last: int | None = None, chosen: Callable[[Actor], bool] = ...
    ) -> list[LogLine]:
        """Those after entry `after` by the `chosen` actors, oldest first; at most the `last` ones."""

    def entries(self, numbers: Sequence[int]) -> list[LogEntry]:
        """Those of these numbers, oldest first."""

    def of(self, entity_id: str, first: int | None = None) -> list[LogEntry]:
        """Those that tell of an entity (of a track: and of its boxes), oldest first; at most the `first`."""

    def first_since(self, moment: datetime) -> int:
        """The first entry that was stored at `moment` or later; one past the last where none was."""

    def taken_back(self, numbers: Sequence[int]) -> Deed:
        """What undoes these entries together on top of what stands now. Raises EditRefused where that is not
        what they left."""

    def done_again(self, number: int) -> Deed:
        """What does an undone entry again. Raises EditRefused as `taken_back`."""

    def changed_after(self, number: int) -> list[Turn]:
        """What became since entry `number` of each entity that was touched."""


class Store(Protocol):
    """The project document on disk; `write` is one durable transaction."""

    @property
    def path(self) -> Path: ...
    @property
    def read_only(self) -> bool: ...
    @property
    def models_folder(self) -> Path: ...
    @property
    def past(self) -> Past: ...
    def load_catalogue(self) -> Catalogue: ...
    def load_document(self, medium: Medium, ontology: Ontology) -> Document: ...
    def actors(self) -> dict[str, Actor]: ...
    def write(self, change: Change, actor: Actor, at: datetime) -> int: ...
    def introduce(self, actors: Iterable[Actor]) -> None: ...
    def head_hash(self) -> str: ...
    def log_hashes(self) -> list[str]: ...
    def differences_since(self, number: int) -> list[Difference]: ...
    def counts(self) -> dict[str, int]: ...
    def decided(self) -> int: ...
    def label_counts(self) -> list[tuple[str, str, str, int]]: ...
    def class_use(self, class_id: str) -> int: ...
    def iter_segments(self) -> Iterator[Segment]: ...
    def iter_complete_ranges(self) -> Iterator[CompleteRange]: ...
    def iter_rejected(self) -> Iterator[Suggestion]: ...
    def iter_suggestions(self, run_id: str) -> Iterator[Suggestion]: ...
    def key_frames_of(self, medium: Medium) -> Mapping[str, Sequence[KeyFrame]]: ...
    def check(self) -> list[str]: ...
    def checkpoint(self) -> None: ...
    def close(self) -> None: ...


class FrameTimes(Protocol):
    """When each frame is shown, in ticks: `[start_of(n), end_of(n))`."""

    def __len__(self) -> int: ...
    def frame_at(self, tick: int) -> int: ...
    def start_of(self, n: int) -> int: ...
    def end_of(self, n: int) -> int: ...


class MediaLibrary(Protocol):
    """Facts about media files; every method reads the original only."""

    def describe(self, path: Path, *, video_stream: int = -1, audio_stream: int = -1) -> Medium:
        """Stream facts as a Medium without id and group. Raises UserError for what cannot be read."""

    def frame_times(self, path: Path, *, stream: int = -1, confirmed: bool = False) -> FrameTimes | None:
        """Of the first film, or of stream number `stream`; None for sound-only media. `confirmed`: decode
        once if that was not done before.
        """

    def quick_hash(self, path: Path) -> str: ...
    def sha256(self, path: Path, on_progress: OnProgress | None, cancelled: IsCancelled | None) -> str: ...


class TrainingProcess(Protocol):
    """A child process that trains; the callbacks arrive on the thread that called `start`."""

    @property
    def running(self) -> bool: ...
    def start(
        self, job: Path, on_event: Callable[[Event], None], on_exit: Callable[[int, str], None]
    ) -> None:
        """`job`: a `TrainJob` file. `on_exit(code, why)`: after the last event; `why` holds the last words
        on stderr when the child did not end by itself in order."""

    def cancel(self) -> None: ...


class Prelabeller(Protocol):
    """Runs a model over media; the callbacks arrive on the thread that called `request`."""

    def request(
        self,
        job: PredictJob,
        on_event: Callable[[Event], None],
        on_predictions: Callable[[Predictions], None],
        on_end: Callable[[str], None],
    ) -> None:
        """`on_predictions`: once per medium as it is done; `on_end(why)`: "" when all is done."""

    def cancel(self, generation: int) -> None: ...


class FeatureTaker(Protocol):
    """Computes a film's features from pictures that it keeps while the film is decoded for something else.

    Each `job` is about one medium. What runs for a person (`Prelabeller`) finds the pictures too.
    """

    def take(
        self, job: PredictJob, index: PtsIndex, on_end: Callable[[bool], None]
    ) -> PictureObserver | None:
        """Who looks on at the decode; None where all features are there. Called on the thread that decodes;
        `index` may be provisional. `on_end(whole)` arrives where `Prelabeller`'s callbacks do; a decode that
        was not whole leaves nothing. Raises whatever a model that cannot be loaded raises.
        """

    def compute(
        self, job: PredictJob, on_event: Callable[[Event], None], on_end: Callable[[str], None]
    ) -> None:
        """Into the cache; `on_end(why)`: "" when all is done."""

    def stop(self, job: PredictJob) -> None:
        """`compute` stops soon and says nothing more; the pictures stay."""

    def drop(self, job: PredictJob) -> None:
        """Stop, and remove the pictures."""
