"""The child process: lines become events, cancel is a word, and every end has a reason."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from app.qt.training_process import CRASHED, FAILED_TO_START, QtTrainingProcess
from sora_model.contract import events
from tests.studio_window import wait

pytestmark = pytest.mark.usefixtures("qapp")

# A child that speaks the contract: what it does is in the job file, and it obeys stdin as the real one does.
CHILD = """
import json, sys, threading, time
def say(**fields): print(json.dumps(fields), flush=True)
job = open(sys.argv[3]).read()
say(event="started", device="test", details={})
if job == "listen":
    say(event="progress", phase="training", done=1, total=3, eta_s=None)
    line = sys.stdin.readline()
    say(event="cancelled", checkpoint=None if line == "cancel\\n" else "kept on end of file")
    if line == "": open(sys.argv[3] + ".kept", "w").write("checkpoint")
elif job == "crash":
    print("numpy says hello")
    sys.stderr.write("the last words\\n"); sys.stderr.flush()
    sys.exit(7)
elif job == "deaf":
    import signal
    while True: time.sleep(0.05)
elif job == "torn":
    sys.stdout.write('{"event": "resu'); sys.stdout.flush(); time.sleep(0.05)
    sys.stdout.write('lt", "data": {"n": 1}}'); sys.stdout.flush()
"""


class Heard:
    def __init__(self) -> None:
        self.events: list[events.Event] = []
        self.ends: list[tuple[int, str]] = []

    def end(self, code: int, why: str) -> None:
        self.ends.append((code, why))


@pytest.fixture
def command(tmp_path: Path) -> Callable[[str, Path], Sequence[str]]:
    script = tmp_path / "child.py"
    script.write_text(CHILD)
    return lambda kind, job: [sys.executable, str(script), "--worker", kind, str(job)]


@pytest.fixture
def process(command: Callable[[str, Path], Sequence[str]]) -> Iterator[QtTrainingProcess]:
    made = QtTrainingProcess(command=command, silence_ms=300)
    yield made
    made.close()


def start(process: QtTrainingProcess, tmp_path: Path, what: str) -> Heard:
    job = tmp_path / "job.json"
    job.write_text(what)
    heard = Heard()
    process.start(job, heard.events.append, heard.end)
    assert process.running
    return heard


def test_cancel_is_a_word_on_stdin(process: QtTrainingProcess, tmp_path: Path) -> None:
    heard = start(process, tmp_path, "listen")
    wait(lambda: len(heard.events) == 2)
    assert isinstance(heard.events[0], events.Started)
    process.cancel()
    wait(lambda: heard.ends)
    assert heard.events[-1] == events.Cancelled(None)
    assert heard.ends == [(0, "")]
    assert not process.running


def test_a_crash_gives_the_last_words(process: QtTrainingProcess, tmp_path: Path) -> None:
    heard = start(process, tmp_path, "crash")
    wait(lambda: heard.ends)
    ((code, why),) = heard.ends
    assert code == 7
    assert "the last words" in why
    assert "numpy says hello" in why


def test_a_killed_child_is_a_crash(process: QtTrainingProcess, tmp_path: Path) -> None:
    heard = start(process, tmp_path, "deaf")
    wait(lambda: heard.events)
    os.kill(process.pid, signal.SIGKILL)
    wait(lambda: heard.ends)
    assert heard.ends[0][0] == CRASHED
    assert "crashed" in heard.ends[0][1]


def test_a_line_in_two_pieces_is_one_event(process: QtTrainingProcess, tmp_path: Path) -> None:
    heard = start(process, tmp_path, "torn")
    wait(lambda: heard.ends)
    assert heard.events[-1] == events.Result({"n": 1})
    assert heard.ends == [(0, "")]


def test_silence_is_noticed(process: QtTrainingProcess, tmp_path: Path) -> None:
    silences: list[int] = []
    process.silence_noticed.connect(silences.append)
    start(process, tmp_path, "deaf")
    wait(lambda: silences)
    os.kill(process.pid, signal.SIGKILL)  # it does not listen, and closing would give it time
    wait(lambda: not process.running)


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    process = QtTrainingProcess(command=lambda kind, job: [str(tmp_path / "nothing")])
    heard = Heard()
    process.start(tmp_path / "job.json", heard.events.append, heard.end)
    wait(lambda: heard.ends)
    assert heard.ends[0][0] == FAILED_TO_START
    assert "could not be started" in heard.ends[0][1]
    assert not process.running


def test_closing_is_end_of_file_and_the_child_keeps_its_checkpoint(
    process: QtTrainingProcess, tmp_path: Path
) -> None:
    heard = start(process, tmp_path, "listen")
    wait(lambda: len(heard.events) == 2)
    process.close()
    assert not process.running
    assert (tmp_path / "job.json.kept").is_file()
    assert not heard.ends  # nobody is there to hear it


def test_a_second_start_is_a_bug(process: QtTrainingProcess, tmp_path: Path) -> None:
    start(process, tmp_path, "listen")
    with pytest.raises(RuntimeError):
        process.start(tmp_path / "job.json", lambda _: None, lambda *_: None)
