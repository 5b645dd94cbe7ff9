"""The training process of the command line: the same child as the window's, awaited in place."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from app.session.worker import worker_command
from sora_model.contract import events
from sora_model.contract.errors import SoraError

LAST_WORDS = 2000


class AwaitedProcess:
    """`TrainingProcess` whose `start` returns when the child has ended.

    A keyboard interrupt asks the child to stop, waits for its checkpoint, and is raised again.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None

    @property
    def running(self) -> bool:
        return self._child is not None

    def start(
        self, job: Path, on_event: Callable[[events.Event], None], on_exit: Callable[[int, str], None]
    ) -> None:
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as stderr:
            # A session of its own: the terminal's Ctrl+C reaches this process only, which then asks.
            with subprocess.Popen(
                worker_command("train", job),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            ) as child:
                self._child = child
                try:
                    self._listen(child, on_event)
                finally:
                    self._child = None
            stderr.seek(0)
            on_exit(child.returncode, stderr.read()[-LAST_WORDS:] if child.returncode else "")

    def _listen(self, child: subprocess.Popen[str], on_event: Callable[[events.Event], None]) -> None:
        assert child.stdout is not None
        interrupted = False
        while True:
            try:
                for line in child.stdout:
                    self._hear(line, on_event)
                break
            except KeyboardInterrupt:
                if interrupted:  # a second Ctrl+C: do not wait any longer
                    child.kill()
                    raise
                interrupted = True
                self.cancel()
        if interrupted:
            raise KeyboardInterrupt

    @staticmethod
    def _hear(line: str, on_event: Callable[[events.Event], None]) -> None:
        try:
            event = events.decode(line)
        except SoraError:
            return  # a library's own print
        on_event(event)

    def cancel(self) -> None:
        child = self._child
        if child is None or child.stdin is None:
            return
        try:
            child.stdin.write("cancel\n")
            child.stdin.flush()
        except (BrokenPipeError, OSError):
            pass  # it ended meanwhile
