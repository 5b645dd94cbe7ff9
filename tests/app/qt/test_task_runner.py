"""Work off the GUI thread: everything comes back on it, exactly once, and nothing is lost on the way out."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.domain.errors import Cancelled
from app.qt.task_runner import Task, TaskRunner
from tests.studio_window import wait


@pytest.fixture
def runner(qapp: object) -> Iterator[TaskRunner]:
    made = TaskRunner(threads=2)
    yield made
    made.shut_down()


def test_work_runs_elsewhere_and_its_result_comes_back_here(runner: TaskRunner) -> None:
    here, places, results = threading.get_ident(), [], []

    def work(task: Task[int]) -> int:
        places.append(threading.get_ident())
        return 42

    runner.run(work, on_done=lambda n: results.append((n, threading.get_ident())))
    wait(lambda: results)
    assert results == [(42, here)]
    assert places != [here]
    assert not runner.busy


def test_progress_is_told_in_order_and_ends_at_one(runner: TaskRunner) -> None:
    told: list[float] = []
    done: list[None] = []

    def work(task: Task[None]) -> None:
        for n in range(1, 1001):
            task.report(n / 1000)

    runner.run(work, on_progress=told.append, on_done=done.append)
    wait(lambda: done)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) < 200


def test_a_failure_goes_to_whoever_takes_it(runner: TaskRunner) -> None:
    failures: list[Exception] = []
    runner.run(lambda _: 1 / 0, on_failed=failures.append)
    wait(lambda: failures)
    assert isinstance(failures[0], ZeroDivisionError)


def test_a_failure_that_nobody_takes_reaches_the_excepthook(runner: TaskRunner, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as caught:
        runner.run(lambda _: 1 / 0)
        wait(lambda: caught)
    assert caught[0][0] is ZeroDivisionError


def test_a_cancelled_task_tells_so_and_its_late_result_is_given_back(runner: TaskRunner) -> None:
    go, done, failed, dropped = threading.Event(), [], [], []

    def work(task: Task[str]) -> str:
        go.wait(10)
        return "late"

    task = runner.run(work, on_done=done.append, on_failed=failed.append, on_dropped=dropped.append)
    task.cancel()
    go.set()
    wait(lambda: failed)
    assert isinstance(failed[0], Cancelled)
    assert (done, dropped) == ([], ["late"])


def test_shutting_down_cancels_waits_and_gives_back(qapp: object) -> None:
    runner, started, done, dropped = TaskRunner(threads=1), threading.Event(), [], []

    def work(task: Task[str]) -> str:
        started.set()
        while not task.cancelled():
            time.sleep(0.001)
        return "held something open"

    runner.run(work, on_done=done.append, on_dropped=dropped.append)
    runner.run(work, on_done=done.append)
    started.wait(10)
    runner.shut_down()
    assert (done, dropped) == ([], ["held something open"])


def test_long_work_does_not_stand_in_the_way(runner: TaskRunner) -> None:
    go, done = threading.Event(), []
    for _ in range(6):
        runner.run(lambda _: go.wait(20), long=True)
    runner.run(lambda _: "quick", on_done=done.append)
    wait(lambda: done)
    assert done == ["quick"]
    go.set()
