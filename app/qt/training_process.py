"""The child process that trains: JSON lines from its stdout, cancel by a line on its stdin."""

from __future__ import annotations

import logging
import os
import sys
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from app.session.worker import worker_command
from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import BACKGROUND

SILENCE_MS = 60_000
CANCEL_GRACE_MS = 20_000
CLOSE_GRACE_MS = 8_000
LAST_WORDS = 12
FAILED_TO_START = -1
CRASHED = -2

OnEvent = Callable[[events.Event], None]
OnExit = Callable[[int, str], None]


class QtTrainingProcess(QObject):
    """`session.ports.TrainingProcess` on QProcess: event driven, nothing is polled or waited for.

    `on_exit(code, why)` comes once per start, after the last event. `why` is empty when the child said
    itself how it ended (result, cancelled, failed); else it holds the last lines of its stderr.
    """

    silence_noticed = Signal(int)  # seconds without any line from a running child
    exited = Signal(int, str)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        command: Callable[[str, Path], Sequence[str]] = worker_command,
        silence_ms: int = SILENCE_MS,
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._process: QProcess | None = None
        self._on_event: OnEvent | None = None
        self._on_exit: OnExit | None = None
        self._rest = b""
        self._last_words: deque[str] = deque(maxlen=LAST_WORDS)
        self._said_how_it_ended = False
        self._watchdog = QTimer(self)
        self._watchdog.setInterval(silence_ms)
        self._watchdog.timeout.connect(lambda: self.silence_noticed.emit(silence_ms // 1000))
        self._grace = QTimer(self)
        self._grace.setSingleShot(True)
        self._grace.timeout.connect(self._insist)

    @property
    def running(self) -> bool:
        return self._process is not None

    @property
    def pid(self) -> int:
        """Of the running child, else 0."""
        return int(self._process.processId()) if self._process is not None else 0

    def start(self, job: Path, on_event: OnEvent, on_exit: OnExit) -> None:
        """Train `job` (a `TrainJob` file). One at a time: starting while running is a bug."""
        if self._process is not None:
            raise RuntimeError("a training is running already")
        self._on_event, self._on_exit = on_event, on_exit
        self._rest, self._said_how_it_ended = b"", False
        self._last_words.clear()
        process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.readyReadStandardOutput.connect(self._read_lines)
        process.readyReadStandardError.connect(self._read_last_words)
        process.errorOccurred.connect(self._error)
        process.finished.connect(self._finished)
        self._process = process
        self._watchdog.start()
        program, *arguments = self._command("train", job)
        process.start(program, arguments)

    def cancel(self) -> None:
        """Ask in words; a child that does not listen is terminated after a grace period."""
        if self._process is not None:
            self._process.write(b"cancel\n")
            self._grace.start(CANCEL_GRACE_MS)

    def close(self) -> None:
        """The window closes: end of file tells the child to keep its checkpoint and go; then wait.

        Nothing is called back any more.
        """
        process = self._process
        self._on_event = self._on_exit = None
        if process is None:
            return
        process.closeWriteChannel()
        if not process.waitForFinished(CLOSE_GRACE_MS):
            process.terminate()
            if not process.waitForFinished(CLOSE_GRACE_MS // 4):
                process.kill()
                process.waitForFinished(CLOSE_GRACE_MS // 4)
        self._forget()

    # --- what the child says ---------------------------------------------------------------

    def _read_lines(self) -> None:
        process = self._process
        if process is None:
            return
        self._watchdog.start()
        *lines, self._rest = (self._rest + bytes(process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            self._take(line.decode("utf-8", "replace").strip())

    def _take(self, line: str) -> None:
        if not line:
            return
        try:
            event = events.decode(line)
        except SoraError:
            # A library's own print: kept, it may be the only hint when the child dies.
            self._last_words.append(line)
            return
        if isinstance(event, events.Result | events.Failed | events.Cancelled):
            self._said_how_it_ended = True
        if self._on_event is not None:
            self._on_event(event)

    def _read_last_words(self) -> None:
        if self._process is not None:
            text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
            self._last_words.extend(line for line in text.splitlines() if line.strip())

    # --- how it ends -----------------------------------------------------------------------

    def _error(self, error: QProcess.ProcessError) -> None:
        # A crash is followed by `finished`; a failed start is not.
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            why = f"The training process could not be started: {self._process.errorString()}."
            self._end(FAILED_TO_START, why)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._process is None:
            return
        self._read_lines()
        self._take(self._rest.decode("utf-8", "replace").strip())
        self._read_last_words()
        crashed = status == QProcess.ExitStatus.CrashExit
        if self._said_how_it_ended and not crashed:
            self._end(code, "")
            return
        words = "\n".join(self._last_words)
        logging.getLogger("sora-studio").error("training process ended with %d: %s", code, words)
        why = words or "it crashed or was ended from outside"
        self._end(CRASHED if crashed else code, why)

    def _end(self, code: int, why: str) -> None:
        on_exit = self._on_exit
        self._forget()
        if on_exit is not None:
            on_exit(code, why)
        self.exited.emit(code, why)

    def _insist(self) -> None:
        if self._process is None:
            return
        if self._process.state() == QProcess.ProcessState.Running and not self._process.property("asked"):
            self._process.setProperty("asked", True)
            self._process.terminate()
            self._grace.start(CANCEL_GRACE_MS // 4)
        else:
            self._process.kill()

    def _forget(self) -> None:
        self._watchdog.stop()
        self._grace.stop()
        if self._process is not None:
            self._process.deleteLater()
        self._process = None
        self._on_event = self._on_exit = None


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("PYTHONUNBUFFERED", "1")
    environment.insert("PYTHONIOENCODING", "utf-8")
    environment.insert(BACKGROUND, "1")
    if not getattr(sys, "frozen", False):
        # The child must find the same `app`, from whatever folder the window was started.
        root = str(Path(__file__).resolve().parents[2])
        known = environment.value("PYTHONPATH", "")
        environment.insert("PYTHONPATH", os.pathsep.join(filter(None, (root, known))))
    return environment
