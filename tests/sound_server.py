"""A sound server of its own for tests: PipeWire with a null sink whose monitor is recorded.

Needs no sound card, no session bus and no person logged in. PulseAudio's own null sink stalls with PortAudio;
PipeWire's runs in real time.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

import numpy as np
import pytest

PROGRAMS = ("dbus-daemon", "pipewire", "wireplumber", "pipewire-pulse", "pactl", "parec")
SINK = "sora_test"
RATE = 48000

_START_S = 20.0

_ALSA = """
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


class SoundServer:
    """A running server. `environment` is what a program needs to play to its null sink."""

    def __init__(self, folder: Path) -> None:
        """Skips the test, saying what is missing, where PipeWire is not installed."""
        missing = [program for program in PROGRAMS if shutil.which(program) is None]
        if missing:
            pytest.skip(f"no sound server to play to: {', '.join(missing)} not installed")
        self._folder = folder
        self._runtime = folder / "run"
        self._runtime.mkdir(mode=0o700)
        home = folder / "home"
        home.mkdir()
        alsa = folder / "asound.conf"
        alsa.write_text(_ALSA)
        system = Path("/usr/share/alsa/alsa.conf")
        self.environment: Mapping[str, str] = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("PULSE_", "PIPEWIRE_"))
            },
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(self._runtime),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_STATE_HOME": str(home / "state"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self._runtime}/bus",
            "ALSA_CONFIG_PATH": f"{system}:{alsa}",
            "PULSE_SINK": SINK,
        }
        self._stack = ExitStack()
        self._modules: dict[str, str] = {}

    def __enter__(self) -> SoundServer:
        try:
            address = self.environment["DBUS_SESSION_BUS_ADDRESS"]
            self._start("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}")
            self._wait(lambda: (self._runtime / "bus").exists(), "the message bus")
            self._start("pipewire")
            self._wait(lambda: (self._runtime / "pipewire-0").exists(), "PipeWire")
            self._start("wireplumber")
            self.start_devices()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def start_devices(self) -> None:
        """The side that programs play to, with the null sink."""
        self._devices = self._start("pipewire-pulse")
        self._wait(lambda: (self._runtime / "pulse" / "native").exists(), "PipeWire's PulseAudio side")
        self._wait(lambda: self._pactl("info").returncode == 0, "an answer of the sound server")
        self.add_sink(SINK)

    def stop_devices(self) -> None:
        """As when the only sound card is unplugged: whoever plays is cut off, and none can be opened."""
        _end(self._devices)

    def add_sink(self, name: str) -> None:
        made = self._pactl("load-module", "module-null-sink", f"sink_name={name}", f"rate={RATE}")
        assert made.returncode == 0, made.stderr
        self._wait(lambda: name in self._pactl("list", "short", "sinks").stdout, "the null sink")
        self._modules[name] = made.stdout.strip()

    def remove_sink(self, name: str) -> None:
        removed = self._pactl("unload-module", self._modules.pop(name))
        assert removed.returncode == 0, removed.stderr

    @contextmanager
    def recording(self, file: Path, sink: str = SINK) -> Iterator[float]:
        """Records what the null sink plays as raw float32 stereo at `RATE`.

        Gives the `time.monotonic()` of the first sample, to a few hundredths of a second.
        """
        command = [
            "parec",
            f"--device={sink}.monitor",
            "--format=float32le",
            f"--rate={RATE}",
            "--channels=2",
        ]
        with ExitStack() as stack:
            stream = stack.enter_context(file.open("wb"))
            process = subprocess.Popen([*command, "--latency-msec=20"], env=self.environment, stdout=stream)
            stack.callback(_end, process)
            self._wait(lambda: file.stat().st_size > 0, "the recording")
            yield time.monotonic() - file.stat().st_size / (2 * 4 * RATE)

    def _pactl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pactl", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_START_S,
        )

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        log = self._stack.enter_context((self._folder / f"{command[0]}.log").open("ab"))
        process = subprocess.Popen(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self._stack.callback(_end, process)
        return process

    def _wait(self, ready: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + _START_S
        while not ready():
            if time.monotonic() > deadline:
                logs = "\n".join(
                    f"{log.name}: {log.read_text(errors='replace')[-500:]}"
                    for log in self._folder.glob("*.log")
                )
                raise AssertionError(f"{what} did not come within {_START_S:.0f} s\n{logs}")
            time.sleep(0.02)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def recorded(file: Path) -> np.ndarray:
    """What `recording` wrote: (samples, 2) float32 at `RATE`."""
    data = np.fromfile(file, np.float32)
    return data[: len(data) // 2 * 2].reshape(-1, 2)
