"""Devices in words, cores for the person at work, priorities."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest
import torch

from sora_model import engine, priority
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import BACKGROUND

linux = pytest.mark.skipif(sys.platform != "linux", reason="niceness of single threads is Linux's")


def in_a_thread(run: object) -> object:
    answers: list[object] = []
    thread = threading.Thread(target=lambda: answers.append(run()))  # type: ignore[operator]
    thread.start()
    thread.join()
    return answers[0]


def test_a_missing_cuda_device_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(SoraError, match="auto or cpu"):
        engine.choose("cuda")
    assert engine.choose("auto").device.type == "cpu"
    with pytest.raises(SoraError, match="no device “tpu”"):
        engine.choose("tpu")


@linux
def test_a_thread_that_steps_back_leaves_a_core_free_and_others_their_priority(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(8)))
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def stepped_back() -> tuple[int, int, object]:
        priority.step_back()
        own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        child = in_a_thread(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return own, engine.worker_threads(), child

    own, threads, child = in_a_thread(stepped_back)  # type: ignore[misc]
    assert own == child == max(before, priority.NICENESS)
    assert threads == 7
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


@linux
@pytest.mark.parametrize(("background", "nice"), [("1", True), ("", False)])
def test_only_the_windows_worker_steps_back(background: str, nice: bool) -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    code = (
        "import os, sys, sora_model.__main__ as worker\n"
        "worker._run = lambda *args: print(os.getpriority(os.PRIO_PROCESS, 0), file=sys.stderr)\n"
        "worker.worker_main(['predict', 'job.json'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {BACKGROUND: background},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stderr) == (max(before, priority.NICENESS) if nice else before)


def test_the_environment_limits_the_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(8)), raising=False)
    monkeypatch.setattr(engine, "stands_back", lambda: False)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert engine.worker_threads() == 3
    monkeypatch.setenv("OMP_NUM_THREADS", "99")
    assert engine.worker_threads() == 8
