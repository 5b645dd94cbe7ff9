"""Pre-labelling in a thread of the program: torch is imported there, and nowhere else in the window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event
from sora_model.contract.jobs import PredictJob
from sora_model.contract.predictions import Predictions

OnEvent = Callable[[Event], None]
OnPredictions = Callable[[Predictions], None]
OnEnd = Callable[[str], None]
IsCancelled = Callable[[], bool]
RunJob = Callable[[PredictJob, OnEvent, OnPredictions, IsCancelled], None]


def run_with_model(
    job: PredictJob, on_event: OnEvent, on_predictions: OnPredictions, cancelled: IsCancelled
) -> None:
    """Predict on this thread. The first call imports torch, which takes seconds."""
    from sora_model.inference import run_job
    from sora_model.priority import step_back

    step_back()
    run_job(job, on_event, on_predictions, cancelled)


@dataclass(eq=False)
class _Request:
    job: PredictJob
    on_event: OnEvent
    on_predictions: OnPredictions
    on_end: OnEnd
    cancel: threading.Event = field(default_factory=threading.Event)


class _Performer(QObject):
    """Lives in the thread and works through its requests one after the other."""

    said = Signal(object)  # something to be called on the GUI thread

    def __init__(self, run_job: RunJob) -> None:
        super().__init__()
        self._run_job = run_job

    @Slot(object)
    def perform(self, request: _Request) -> None:
        if request.cancel.is_set():
            return
        why, bug = "", None
        try:
            self._run_job(
                request.job,
                lambda event: self.said.emit(partial(request.on_event, event)),
                lambda predictions: self.said.emit(partial(request.on_predictions, predictions)),
                request.cancel.is_set,
            )
        except SoraError as error:
            why = str(error)
        except Exception as error:  # noqa: BLE001 - a bug is raised again on the GUI thread
            why, bug = f"Proposing failed: {error!r}", error
        # A cancelled request ends in an exception too; nobody waits for what it says.
        if not request.cancel.is_set():
            self.said.emit(partial(_end, request.on_end, why, bug))


def _end(on_end: OnEnd, why: str, bug: Exception | None) -> None:
    on_end(why)
    if bug is not None:
        raise bug


class InferenceWorker(QObject):
    """`session.ports.Prelabeller` on a QThread. Callbacks come on the thread that made this object.

    The thread starts with the first request. What was said before a cancel may still be on its way: the
    receiver drops stale generations.
    """

    _requested = Signal(object)

    def __init__(self, parent: QObject | None = None, *, run_job: RunJob = run_with_model) -> None:
        super().__init__(parent)
        self._thread = QThread()
        self._thread.setObjectName("pre-labelling")
        self._performer = _Performer(run_job)
        self._performer.moveToThread(self._thread)
        self._requested.connect(self._performer.perform, Qt.ConnectionType.QueuedConnection)
        self._performer.said.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._requests: dict[int, _Request] = {}
        self._closed = False

    def request(
        self, job: PredictJob, on_event: OnEvent, on_predictions: OnPredictions, on_end: OnEnd
    ) -> None:
        if not self._thread.isRunning():
            self._thread.start(QThread.Priority.LowPriority)
        request = self._requests[job.generation] = _Request(job, on_event, on_predictions, on_end)
        self._requested.emit(request)

    def cancel(self, generation: int) -> None:
        """The request stops at its next chunk and says nothing more."""
        request = self._requests.pop(generation, None)
        if request is not None:
            request.cancel.set()

    def close(self) -> None:
        """Cancel everything and wait for the thread."""
        self._closed = True
        for generation in list(self._requests):
            self.cancel(generation)
        self._thread.quit()
        self._thread.wait()

    @Slot(object)
    def _hear(self, callback: Callable[[], None]) -> None:
        if not self._closed:
            callback()
