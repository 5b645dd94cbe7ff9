"""The `mpv` program as a peer: paused on a film without output, told where to go over its JSON socket."""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

_START_S, _ANSWER_S = 10, 60


class Mpv:
    """One film in `mpv`, each move timed until it says that the picture is there (`playback-restart`)."""

    def __init__(self, film: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="mpv-")
        address = f"{self._folder.name}/socket"
        options = ["--no-config", "--vo=null", "--ao=null", "--pause", "--hr-seek=yes", "--keep-open=always"]
        self._program = subprocess.Popen(
            ["mpv", *options, "--really-quiet", f"--input-ipc-server={address}", str(film)],
            stdin=subprocess.DEVNULL,
        )
        self._socket = socket.socket(socket.AF_UNIX)
        deadline = time.monotonic() + _START_S
        while True:
            try:
                self._socket.connect(address)
                break
            except OSError:
                if time.monotonic() > deadline:
                    self.close()
                    raise
                time.sleep(0.02)
        self._socket.settimeout(_ANSWER_S)
        self._lines = self._socket.makefile("r")
        while self.property("time-pos") is None:
            time.sleep(0.02)

    def __enter__(self) -> Mpv:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._program.kill()
        self._program.wait()
        self._socket.close()
        self._folder.cleanup()

    def seek(self, seconds: float) -> float:
        """Seconds that an exact seek takes."""
        return self._timed("seek", seconds, "absolute+exact")

    def step_back(self) -> float:
        """Seconds that one frame back takes."""
        return self._timed("frame-back-step")

    def property(self, name: str) -> float | None:
        self._send("get_property", name)
        while True:
            message = json.loads(self._lines.readline())
            if message.get("request_id") == 1:
                value = message.get("data")
                return None if value is None else float(value)

    def _timed(self, *command: object) -> float:
        started = time.perf_counter()
        self._send(*command)
        for event in ("seek", "playback-restart"):
            while json.loads(self._lines.readline()).get("event") != event:
                pass
        return time.perf_counter() - started

    def _send(self, *command: object) -> None:
        self._socket.sendall((json.dumps({"command": command, "request_id": 1}) + "\n").encode())
