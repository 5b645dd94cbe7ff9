"""The worker process as its parent sees it: lines of events, cancel, end of stdin, exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sora_model import checkpoint as checkpoints
from sora_model.contract import events
from sora_model.contract.jobs import EvaluateJob, PredictJob, TrainJob
from tests.sora_model.conftest import Trained

ROOT = Path(__file__).parents[2]
WAIT_S = 120


class Worker:
    """A started worker; `heard` collects its events."""

    def __init__(self, kind: str, job: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sora_model", kind, str(job)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        self.heard: list[events.Event] = []

    def events(self) -> Iterator[events.Event]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            event = events.decode(line)
            self.heard.append(event)
            yield event

    def say(self, text: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(text)
        self.process.stdin.flush()

    def end(self) -> tuple[int, str]:
        """Exit code and stderr."""
        for _ in self.events():
            pass
        assert self.process.stderr is not None
        words = self.process.stderr.read()
        code = self.process.wait(WAIT_S)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
        return code, words


def train_job(trained: Trained, folder: Path, epochs: int) -> Path:
    """The whole preset on four films, whose few labels would be left to the probe; reading them takes two
    seconds.
    """
    settings = {"least_epochs": str(epochs), "probe_share": "0"}
    media = tuple(m for m in trained.manifest.media if m.id in ("left0", "right0", "left1", "right1"))
    job = TrainJob("r9", replace(trained.manifest, media=media), str(folder / "out"), "sora-av", 0, "cpu")
    path = folder / "job.json"
    job = replace(job, cache_dir=str(trained.cache), epochs=epochs, settings=settings)
    path.write_text(job.to_json(), encoding="utf-8")
    return path


def last_words(worker: Worker) -> events.Event:
    """The last event that is no heartbeat."""
    return [e for e in worker.heard if not isinstance(e, events.Heartbeat)][-1]


def test_training_tells_its_story_and_ends_with_the_result(trained: Trained, tmp_path: Path) -> None:
    worker = Worker("train", train_job(trained, tmp_path, epochs=2))
    code, _ = worker.end()
    assert code == 0
    story = [e for e in worker.heard if not isinstance(e, events.Heartbeat)]
    first, last = story[0], story[-1]
    assert isinstance(first, events.Started)
    assert first.device.startswith("CPU")
    assert isinstance(last, events.Result)
    assert last.data["run"] == "r9"
    assert any(isinstance(e, events.Heartbeat) for e in worker.heard)
    assert any(isinstance(e, events.Progress) and e.phase == "features" for e in worker.heard)
    checkpoints.load(Path(last.data["checkpoint"]))


@pytest.mark.parametrize("how", ["cancel", "end of stdin"])
def test_it_stops_when_asked_and_when_its_parent_is_gone(trained: Trained, tmp_path: Path, how: str) -> None:
    worker = Worker("train", train_job(trained, tmp_path, epochs=100_000))
    for event in worker.events():
        if isinstance(event, events.Epoch) and event.epoch >= 2:
            break
    if how == "cancel":
        worker.say("cancel\n")
    else:
        assert worker.process.stdin is not None
        worker.process.stdin.close()
        worker.process.stdin = None
    code, _ = worker.end()
    assert code == 130
    last = last_words(worker)
    assert isinstance(last, events.Cancelled)
    assert last.checkpoint == str(tmp_path / "out")
    checkpoints.load(tmp_path / "out")


def test_predicting_and_evaluating(trained: Trained, tmp_path: Path) -> None:
    film = trained.manifest.media[0]
    job = tmp_path / "job.json"
    predict = PredictJob("r1", str(trained.checkpoint), (film,), str(tmp_path / "out"), "clip", 3, "cpu")
    job.write_text(replace(predict, cache_dir=str(trained.cache)).to_json())
    worker = Worker("predict", job)
    code, words = worker.end()
    assert code == 0, words
    result = last_words(worker)
    assert isinstance(result, events.Result)
    assert (tmp_path / "out" / result.data["predictions"][0]).exists()
    manifest = replace(trained.manifest, media=(film,))
    job.write_text(EvaluateJob(str(trained.checkpoint), manifest, "cpu", str(trained.cache)).to_json())
    worker = Worker("evaluate", job)
    code, words = worker.end()
    assert code == 0, words
    result = last_words(worker)
    assert isinstance(result, events.Result)
    assert result.data["clip_accuracy"] == 1.0


def test_the_users_fault_is_exit_2_and_one_line(trained: Trained, tmp_path: Path) -> None:
    job = tmp_path / "job.json"
    media = tuple(replace(m, ranges=()) for m in trained.manifest.media[:2])
    empty = TrainJob("r", replace(trained.manifest, media=media), str(tmp_path / "out"), device="cpu")
    job.write_text(empty.to_json())
    worker = Worker("train", job)
    code, words = worker.end()
    assert code == 2
    failed = last_words(worker)
    assert isinstance(failed, events.Failed)
    assert failed.user_fault
    assert "no labels" in failed.message
    assert words.strip() == failed.message


@pytest.mark.parametrize("argv", [[], ["dance", "job.json"], ["train"]])
def test_wrong_arguments_are_exit_2(argv: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sora_model", *argv], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("usage")
    assert done.stdout == ""


def test_a_missing_job_is_exit_2(tmp_path: Path) -> None:
    worker = Worker("train", tmp_path / "none.json")
    code, _ = worker.end()
    assert code == 2


def test_importing_training_loads_no_qt_and_no_program() -> None:
    code = "import sys, sora_model.training; sys.exit(any(m in sys.modules for m in ('PySide6', 'app')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
