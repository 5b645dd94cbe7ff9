"""The computer's sound outputs, as PortAudio sees them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType
from typing import Any

from app.domain.errors import UserError
from app.domain.texts import Text

NO_LIBRARY = Text("The sound library PortAudio is not installed, so nothing can be heard.")
NO_DEVICE = Text("No sound device was found, so nothing can be heard.")

Callback = Callable[[Any, int, Any, Any], None]


def load_sounddevice() -> ModuleType | None:
    """The module `sounddevice`; None on a machine without PortAudio."""
    try:
        import sounddevice
    except OSError:
        return None
    return sounddevice


class SoundDevices:
    """Opens and closes output streams, and finds devices that came later. One for the whole program.

    PortAudio looks for devices when it starts and never again; it is started anew by `look_again`, which
    no open stream would survive. Every method may wait for a device: not for the GUI's thread.
    """

    def __init__(self) -> None:
        self._library = load_sounddevice()
        self._lock = threading.RLock()
        self._open: list[Any] = []

    @property
    def has_library(self) -> bool:
        return self._library is not None

    def look_again(self) -> None:
        """See the devices that there are now; nothing while a stream is open."""
        with self._lock:
            if self._library is None or self._open:
                return
            for restart in (self._library._terminate, self._library._initialize):
                # Where it cannot start there is no device, and that is said when one is opened.
                with suppress(self._library.PortAudioError):
                    restart()

    def default_output(self) -> tuple[str, int, int]:
        """(name, samples per second, channels) of the computer's output. Raises `UserError` without one."""
        if self._library is None:
            raise UserError(NO_LIBRARY)
        with self._lock:
            try:
                facts = self._library.query_devices(None, "output")
            except (self._library.PortAudioError, ValueError) as error:
                raise UserError(NO_DEVICE) from error
            rate, channels = round(facts["default_samplerate"]), max(1, facts["max_output_channels"])
            return str(facts["name"]), rate, channels

    def open(self, rate: int, channels: int, latency: str | float, callback: Callback) -> Any:
        """A running stream of float32 on the default output. Raises `UserError` when it cannot be had."""
        if self._library is None:
            raise UserError(NO_LIBRARY)
        with self._lock:
            stream = None
            try:
                stream = self._library.OutputStream(
                    samplerate=rate, channels=channels, dtype="float32", latency=latency, callback=callback
                )
                stream.start()
            except self._library.PortAudioError as error:
                if stream is not None:
                    stream.close()
                raise UserError(
                    "The sound device cannot be used ({reason}), so nothing can be heard.", reason=error
                ) from error
            self._open.append(stream)
            return stream

    def close(self, stream: Any) -> None:
        with self._lock:
            if stream in self._open:
                self._open.remove(stream)
            # What still waits in the device is dropped: one that has gone would never play it.
            stream.close(ignore_errors=True)
