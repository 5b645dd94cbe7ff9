"""The thread that proposes: callbacks come home, a cancel silences, a bug is not swallowed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.qt.inference_worker import InferenceWorker, IsCancelled, OnEvent, OnPredictions
from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import PredictJob
from sora_model.contract.predictions import Predictions
from sora_model.media.progress import Cancelled
from tests.studio_window import settle, wait


def job(generation: int, run: str = "fine") -> PredictJob:
    return PredictJob(run=run, checkpoint="", media=(), out_dir="", generation=generation)


class Model:
    """Stands where torch would: steps until it is cancelled, or does what the job's run is called."""

    def __init__(self) -> None:
        self.thread = 0
        self.release = threading.Event()

    def __call__(
        self, job: PredictJob, on_event: OnEvent, on_predictions: OnPredictions, cancelled: IsCancelled
    ) -> None:
        self.thread = threading.get_ident()
        on_event(events.Started("CPU"))
        if job.run == "refuses":
            raise SoraError("the checkpoint is damaged")
        if job.run == "bug":
            raise ZeroDivisionError
        while job.run == "long" and not self.release.is_set():
            if cancelled():
                raise Cancelled
            on_event(events.Progress("predicting", 1, 2))
            self.release.wait(0.005)
        on_predictions(Predictions(job.run, "m", "dense", job.generation, ()))


class Heard:
    def __init__(self) -> None:
        self.threads: set[int] = set()
        self.said: list[Any] = []
        self.ends: list[str] = []

    def hear(self, thing: Any) -> None:
        self.threads.add(threading.get_ident())
        self.said.append(thing)

    def ask(self, worker: InferenceWorker, wanted: PredictJob) -> Heard:
        worker.request(wanted, self.hear, self.hear, self.ends.append)
        return self


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def worker(qapp: object, model: Model) -> Iterator[InferenceWorker]:
    made = InferenceWorker(run_job=model)
    yield made
    model.release.set()
    made.close()


def test_it_works_in_a_thread_of_its_own_and_answers_here(worker: InferenceWorker, model: Model) -> None:
    heard = Heard().ask(worker, job(1))
    wait(lambda: heard.ends)
    assert heard.ends == [""]
    assert heard.threads == {threading.get_ident()}
    assert model.thread not in (0, threading.get_ident())
    assert isinstance(heard.said[-1], Predictions)


def test_a_cancelled_request_stops_and_says_nothing_more(worker: InferenceWorker) -> None:
    first, second = Heard(), Heard()
    first.ask(worker, job(1, "long"))
    wait(lambda: first.said)
    worker.cancel(1)
    second.ask(worker, job(2))
    wait(lambda: second.ends)
    assert second.ends == [""]
    assert first.ends == []
    count = len(first.said)
    settle(50)
    assert len(first.said) == count


def test_a_model_that_refuses_says_why(worker: InferenceWorker) -> None:
    heard = Heard().ask(worker, job(1, "refuses"))
    wait(lambda: heard.ends)
    assert heard.ends == ["the checkpoint is damaged"]


def test_a_bug_ends_the_job_and_reaches_the_excepthook(worker: InferenceWorker, qtbot: QtBot) -> None:
    heard = Heard()
    with qtbot.captureExceptions() as caught:
        heard.ask(worker, job(1, "bug"))
        wait(lambda: caught)
    assert caught[0][0] is ZeroDivisionError
    assert "ZeroDivisionError" in heard.ends[0]


def test_closing_stops_a_running_job(qapp: object, model: Model) -> None:
    worker, heard = InferenceWorker(run_job=model), Heard()
    heard.ask(worker, job(1, "long"))
    wait(lambda: heard.said)
    worker.close()
    settle(20)
    assert heard.ends == []
