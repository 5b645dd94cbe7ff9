"""Pre-labelling in a thread of the program: torch computes there, and nowhere else in the window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from app.domain.texts import Text
from app.media.failures import words
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event
from sora_model.contract.jobs import PredictJob
from sora_model.contract.manifest import MediaSpec
from sora_model.contract.predictions import Predictions

if TYPE_CHECKING:
    from sora_model.media.film_pass import PictureObserver
    from sora_model.media.pts_index import PtsIndex
    from sora_model.media.taken_pictures import TakenPictures

OnEvent = Callable[[Event], None]
OnPredictions = Callable[[Predictions], None]
OnEnd = Callable[[str], None]
IsCancelled = Callable[[], bool]
Kept = Callable[[MediaSpec], "TakenPictures | None"]
RunJob = Callable[[PredictJob, OnEvent, OnPredictions, IsCancelled, Kept], None]
Work = Callable[[OnEvent, OnPredictions, IsCancelled], None]


def run_with_model(
    job: PredictJob, on_event: OnEvent, on_predictions: OnPredictions, cancelled: IsCancelled, kept: Kept
) -> None:
    """Predict on this thread. The first call imports torch, which takes seconds."""
    from sora_model.inference import run_job
    from sora_model.priority import step_back

    step_back()
    run_job(job, on_event, on_predictions, cancelled, kept)


def _compute(
    job: PredictJob, kept: Kept, on_event: OnEvent, _: OnPredictions, cancelled: IsCancelled
) -> None:
    from sora_model.inference import compute_features
    from sora_model.priority import step_back

    step_back()
    compute_features(job, on_event, cancelled, kept)


def _nothing(*_: object) -> None:
    """Nobody listens."""


@dataclass(eq=False)
class _Request:
    work: Work
    what: str
    on_event: OnEvent = _nothing
    on_predictions: OnPredictions = _nothing
    on_end: OnEnd = _nothing
    cancel: threading.Event = field(default_factory=threading.Event)


class _Performer(QObject):
    """Lives in the thread and works through its requests one after the other."""

    said = Signal(object)  # something to be called on the GUI thread

    @Slot(object)
    def perform(self, request: _Request) -> None:
        if request.cancel.is_set():
            return
        why, bug = "", None
        try:
            request.work(
                lambda event: self.said.emit(partial(request.on_event, event)),
                lambda predictions: self.said.emit(partial(request.on_predictions, predictions)),
                request.cancel.is_set,
            )
        except SoraError as error:
            why = words(error)
        except Exception as error:  # noqa: BLE001 - a bug is raised again on the GUI thread
            why, bug = Text("{what} failed: {reason}", what=request.what, reason=repr(error)), error
        # A cancelled request ends in an exception too; nobody waits for what it says.
        if not request.cancel.is_set():
            self.said.emit(partial(_end, request.on_end, why, bug))


def _end(on_end: OnEnd, why: str, bug: Exception | None) -> None:
    on_end(why)
    if bug is not None:
        raise bug


class InferenceWorker(QObject):
    """`session.ports.Prelabeller` and `FeatureTaker` on a QThread. Callbacks come on the thread that made
    this object.

    The thread starts with the first request. What was said before a cancel may still be on its way: the
    receiver drops stale generations.
    """

    _requested = Signal(object)

    def __init__(self, parent: QObject | None = None, *, run_job: RunJob = run_with_model) -> None:
        super().__init__(parent)
        self._run_job = run_job
        self._thread = QThread()
        self._thread.setObjectName("pre-labelling")
        self._performer = _Performer()
        self._performer.moveToThread(self._thread)
        self._requested.connect(self._performer.perform, Qt.ConnectionType.QueuedConnection)
        self._performer.said.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._requests: dict[int | str, _Request] = {}
        # Pictures of films by their content, until their features are computed.
        self._kept: dict[str, TakenPictures] = {}
        self._keeping = threading.Lock()
        self._closed = False

    def request(
        self, job: PredictJob, on_event: OnEvent, on_predictions: OnPredictions, on_end: OnEnd
    ) -> None:
        def work(say: OnEvent, give: OnPredictions, cancelled: IsCancelled) -> None:
            self._run_job(job, say, give, cancelled, self._kept_of)

        self._ask(job.generation, _Request(work, Text("Proposing"), on_event, on_predictions, on_end))

    def cancel(self, generation: int) -> None:
        """The request stops at its next chunk and says nothing more."""
        self._cancel(generation)

    def _cancel(self, key: int | str) -> None:
        request = self._requests.pop(key, None)
        if request is not None:
            request.cancel.set()

    def _ask(self, key: int | str, request: _Request) -> None:
        if self._closed:
            return
        if not self._thread.isRunning():
            self._thread.start(QThread.Priority.LowPriority)
        self._requests[key] = request
        self._requested.emit(request)

    # --- features ahead --------------------------------------------------------------------

    def take(
        self, job: PredictJob, index: PtsIndex, on_end: Callable[[bool], None]
    ) -> PictureObserver | None:
        """On any thread. Pictures of a decode that was not whole are dropped here."""
        from sora_model.features_ahead import taker

        pictures = taker(job, index)
        if pictures is None:
            return None
        content = job.media[0].content_key

        def ended(whole: bool) -> None:
            with self._keeping:
                if whole and not self._closed:
                    self._kept[content] = pictures
                else:
                    pictures.close()
            self._performer.said.emit(partial(on_end, whole))

        pictures.on_end = ended
        return pictures

    def compute(self, job: PredictJob, on_event: OnEvent, on_end: OnEnd) -> None:
        work = partial(_compute, job, self._kept_of)
        self._ask(_content(job), _Request(work, Text("Computing features"), on_event, on_end=on_end))

    def stop(self, job: PredictJob) -> None:
        self._cancel(_content(job))

    def drop(self, job: PredictJob) -> None:
        self.stop(job)
        # In the thread, which may just be reading them.
        self._ask("", _Request(partial(self._close_kept, _content(job)), Text("Dropping pictures")))

    def _close_kept(self, content: str, *_: object) -> None:
        with self._keeping:
            pictures = self._kept.pop(content, None)
        if pictures is not None:
            pictures.close()

    def _kept_of(self, medium: MediaSpec) -> TakenPictures | None:
        return self._kept.get(medium.content_key)

    def close(self) -> None:
        """Cancel everything and wait for the thread."""
        self._closed = True
        for key in list(self._requests):
            self._cancel(key)
        self._thread.quit()
        self._thread.wait()
        for content in list(self._kept):
            self._close_kept(content)

    @Slot(object)
    def _hear(self, callback: Callable[[], None]) -> None:
        if not self._closed:
            callback()


def _content(job: PredictJob) -> str:
    return job.media[0].content_key
