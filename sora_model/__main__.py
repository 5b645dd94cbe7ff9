"""The worker process: `python -m sora_model train|predict|evaluate JOB.json`.

Writes JSON-line events (`contract.events`) to stdout, a heartbeat every second. Reads stdin in a thread: a
line `cancel`, or its end (the parent is gone), ends the job cleanly. Exit codes: 0 done, 1 a bug, 2 the
user's
input is at fault, 130 cancelled.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from sora_model.contract import events
from sora_model.contract.doubts import DoubtsJob
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import EvaluateJob, PredictJob, TrainJob
from sora_model.priority import in_background, step_back

HEARTBEAT_S = 1.0
USAGE = (
    "usage: python -m sora_model train|predict|evaluate|doubts JOB.json, describe --preset P [--json], "
    "or export --onnx CHECKPOINT OUT"
)

Emit = Callable[[events.Event], None]
IsCancelled = Callable[[], bool]


class Voice:
    """Writes events to one stream, one line at a time, from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self.lost = threading.Event()

    def say(self, event: events.Event) -> None:
        try:
            with self._lock:
                self._stream.write(events.encode(event) + "\n")
                self._stream.flush()
        except (BrokenPipeError, ValueError):
            # Nobody listens any more: the parent is gone.
            self.lost.set()


class Ear:
    """Listens on stdin for `cancel` or its end, in a thread of its own."""

    def __init__(self, stream: TextIO) -> None:
        self.cancelled = threading.Event()
        self._stream = stream
        self._thread = threading.Thread(target=self._listen, name="stdin", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        for line in self._stream:
            if line.strip() == "cancel":
                break
        self.cancelled.set()


class Heart:
    """Says `heartbeat` every second until stopped."""

    def __init__(self, voice: Voice) -> None:
        self._stop = threading.Event()
        self._voice = voice
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        self._thread.start()

    def _beat(self) -> None:
        while not self._stop.wait(HEARTBEAT_S):
            self._voice.say(events.Heartbeat())

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()


def worker_main(argv: Sequence[str]) -> int:
    """Run one job, `argv = [kind, job file]`, or describe a preset; the exit code."""
    if argv[:1] == ["describe"]:
        from sora_model import describe

        return describe.main(argv[1:])
    if argv[:1] == ["export"]:
        from sora_model import export

        return export.main(argv[1:])
    if len(argv) != 2 or argv[0] not in JOBS:
        print(USAGE, file=sys.stderr)
        return 2
    if in_background():
        step_back()
    # A library's own print must not tear a line of events: stdout is kept for them alone.
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    voice, ear = Voice(stream), Ear(sys.stdin)
    heart = Heart(voice)
    try:
        return _run(argv[0], Path(argv[1]), voice, ear)
    finally:
        heart.stop()
        if not voice.lost.is_set():
            stream.close()


def _run(kind: str, job: Path, voice: Voice, ear: Ear) -> int:
    from sora_model.media.progress import Cancelled

    def cancelled() -> bool:
        return ear.cancelled.is_set() or voice.lost.is_set()

    try:
        JOBS[kind](_read(job), voice.say, cancelled)
    except Cancelled:
        voice.say(events.Cancelled(_kept(kind, job)))
        return 130
    except SoraError as error:
        voice.say(events.Failed.by(error))
        print(error, file=sys.stderr)
        return 2
    except Exception as error:  # noqa: BLE001 - a bug is reported to the parent, then shown in full
        voice.say(events.Failed(f"{type(error).__name__}: {error}", user_fault=False))
        traceback.print_exc()
        return 1
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SoraError("The job {path} cannot be read ({reason}).", path=path, reason=error) from error


def _kept(kind: str, job: Path) -> str | None:
    """The checkpoint that a cancelled training left behind, if any."""
    if kind != "train":
        return None
    out = Path(TrainJob.from_json(_read(job)).out_dir)
    return str(out) if (out / "model.json").exists() else None


def _train(text: str, emit: Emit, cancelled: IsCancelled) -> None:
    job = TrainJob.from_json(text)
    from dataclasses import replace

    from sora_model.config import TrainConfig, preset
    from sora_model.data.features import cache_folder
    from sora_model.training import train

    model = preset(job.preset)
    if job.steps_per_second is not None:
        model = replace(model, features=replace(model.features, steps_per_second=job.steps_per_second))
    config = TrainConfig(job.run, cache_folder(job.cache_dir), model=model, seed=job.seed, device=job.device)
    if job.epochs is not None:
        config = replace(config, epochs=job.epochs)
    if job.init is not None:
        config = replace(config, init=Path(job.init))
    config = replace(config.set(job.settings), resume=job.resume)
    emit(events.Result(train(config, job.manifest, Path(job.out_dir), emit, cancelled)))


def _predict(text: str, emit: Emit, cancelled: IsCancelled) -> None:
    job = PredictJob.from_json(text)
    from sora_model.inference import run_job

    files: list[str] = []
    run_job(job, emit, lambda answer: files.append(f"{answer.media_id}.json"), cancelled)
    emit(events.Result({"run": job.run, "predictions": files, "out_dir": job.out_dir}))


def _evaluate(text: str, emit: Emit, cancelled: IsCancelled) -> None:
    job = EvaluateJob.from_json(text)
    from sora_model.evaluation import evaluate

    emit(events.Result(evaluate(job, emit, cancelled)))


def _doubts(text: str, emit: Emit, cancelled: IsCancelled) -> None:
    job = DoubtsJob.from_json(text)
    from sora_model.label_errors import doubtful_labels

    emit(events.Result(doubtful_labels(job, emit, cancelled).to_data()))


JOBS: dict[str, Callable[[str, Emit, IsCancelled], None]] = {
    "train": _train,
    "predict": _predict,
    "evaluate": _evaluate,
    "doubts": _doubts,
}


if __name__ == "__main__":
    sys.exit(worker_main(sys.argv[1:]))
