"""The thread that proposes: callbacks come home, a cancel silences, a bug is not swallowed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.qt.inference_worker import InferenceWorker, IsCancelled, Kept, OnEvent, OnPredictions
from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import PredictJob
from sora_model.contract.manifest import MediaSpec
from sora_model.contract.predictions import Predictions
from sora_model.media.film_pass import film_pass
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import PtsIndex, build_index
from sora_model.media.taken_pictures import TakenPictures
from tests.clips import clip
from tests.studio_window import settle, wait


def job(generation: int, run: str = "fine") -> PredictJob:
    return PredictJob(run=run, checkpoint="", media=(), out_dir="", generation=generation)


class Model:
    """Stands where torch would: steps until it is cancelled, or does what the job's run is called."""

    def __init__(self) -> None:
        self.thread = 0
        self.kept: list[TakenPictures | None] = []
        self.release = threading.Event()

    def __call__(
        self,
        job: PredictJob,
        on_event: OnEvent,
        on_predictions: OnPredictions,
        cancelled: IsCancelled,
        kept: Kept,
    ) -> None:
        self.kept = [kept(medium) for medium in job.media]
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


# --- pictures kept while a film is decoded for others ---------------------------------------------

SIZE = (16, 16)


class Takers:
    """Stands for `sora_model.features_ahead.taker`: every picture is wanted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.made: list[TakenPictures] = []

    def __call__(self, job: PredictJob, index: PtsIndex) -> TakenPictures:
        self.made.append(TakenPictures({n: {SIZE} for n in range(len(index))}, self._folder))
        return self.made[-1]


@pytest.fixture
def takers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Takers:
    made = Takers(tmp_path)
    monkeypatch.setattr("sora_model.features_ahead.taker", made)
    return made


def film_job(generation: int = 1) -> PredictJob:
    spec = MediaSpec(
        "m", str(clip("video_only")), "", "content", "", "train", (1, 25), (0, 1), 0, 10, True, False
    )
    return replace(job(generation), media=(spec,))


def decode(worker: InferenceWorker, *, whole: bool = True) -> list[bool]:
    """One decode of the clip with the worker's taker looking on; how it was told to end."""
    path, ends = clip("video_only"), []
    index = build_index(path)
    observer = worker.take(film_job(), index, ends.append)
    assert observer is not None
    packets = iter(range(10**6))
    if whole:
        film_pass(path, None, index, [observer], threads=1)
    else:
        with pytest.raises(Cancelled):
            film_pass(path, None, index, [observer], threads=1, cancelled=lambda: next(packets) > 5)
    wait(lambda: ends)
    return ends


def is_open(pictures: TakenPictures) -> bool:
    try:
        return pictures.picture(0, SIZE) is not None
    except ValueError:
        return False


def test_a_person_s_request_finds_the_pictures_that_were_kept(
    worker: InferenceWorker, model: Model, takers: Takers
) -> None:
    assert decode(worker) == [True]
    heard = Heard().ask(worker, film_job())
    wait(lambda: heard.ends)
    assert model.kept == takers.made
    assert is_open(takers.made[0])
    worker.drop(film_job())
    wait(lambda: not is_open(takers.made[0]))
    again = Heard().ask(worker, film_job(2))
    wait(lambda: again.ends)
    assert model.kept == [None]


def test_a_decode_that_was_broken_off_leaves_no_pictures(
    worker: InferenceWorker, model: Model, takers: Takers
) -> None:
    assert decode(worker, whole=False) == [False]
    assert not is_open(takers.made[0])


def test_closing_lets_kept_pictures_go(qapp: object, model: Model, takers: Takers) -> None:
    worker = InferenceWorker(run_job=model)
    decode(worker)
    assert is_open(takers.made[0])
    worker.close()
    assert not is_open(takers.made[0])
    worker.drop(film_job())
    assert not worker._thread.isRunning()


def test_computing_stops_when_it_is_told_to_and_its_failure_is_said(
    worker: InferenceWorker, takers: Takers, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = threading.Event()

    def compute(job: PredictJob, on_event: OnEvent, cancelled: IsCancelled, kept: Kept) -> None:
        if job.run == "refuses":
            raise SoraError("the disk is full")
        while not cancelled():
            on_event(events.Progress("features", 1, 2))
            stopped.wait(0.005)
        stopped.set()
        raise Cancelled

    monkeypatch.setattr("sora_model.inference.compute_features", compute)
    heard = Heard()
    worker.compute(film_job(), heard.hear, heard.ends.append)
    wait(lambda: heard.said)
    worker.stop(film_job())
    wait(stopped.is_set)
    worker.compute(replace(film_job(), run="refuses"), heard.hear, heard.ends.append)
    wait(lambda: heard.ends)
    assert heard.ends == ["the disk is full"]
