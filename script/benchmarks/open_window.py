"""The program's window, open for measuring, and the hand on it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SCREENS = ("offscreen", "xvfb")
SIZE = (1920, 1080)


def on_screen(screen: str, command: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The command and the environment that run `command` on one of SCREENS; `""`: as it is."""
    if screen == "xvfb":
        started = ["xvfb-run", "-a", "-s", f"-screen 0 {SIZE[0]}x{SIZE[1]}x24", *command]
        return started, {**os.environ, "QT_QPA_PLATFORM": "xcb"}
    platform = {"QT_QPA_PLATFORM": screen} if screen else {}
    return list(command), {**os.environ, **platform}


class OpenWindow:
    """A window with settings and caches of its own in `home`, on the screen that the environment names."""

    def __init__(self, home: Path, size: tuple[int, int] = SIZE) -> None:
        # Where nothing is opened, the screen need not be there.
        from PySide6.QtWidgets import QApplication

        from app.session.places import Places
        from app.shell.startup import Studio

        self.application = QApplication.instance() or QApplication(["sora-studio"])
        places = Places(home / "settings.json", home / "cache", home / "logs")
        self.studio = Studio(self.application, places=places)
        self.studio.window.resize(*size)
        self.studio.show()

    def open(self, film: Path) -> None:
        """Until the film can be seen and played."""
        player, canvas = self.studio.player, self.studio.window.canvas
        self.studio.open(film)
        self.wait(
            lambda: player.loaded and player.index is not None and canvas.mapping is not None,
            60,
            "the film is open",
        )

    def settle(self, seconds: float) -> None:
        """Let the window live for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.application.processEvents()
            time.sleep(0.001)

    def wait(self, until: Callable[[], object], seconds: float, what: str) -> None:
        """Let the window live until a condition holds; SystemExit when it never does."""
        give_up = time.monotonic() + seconds
        while not until():
            if time.monotonic() > give_up:
                raise SystemExit(f"waited {seconds:.0f} s in vain: {what}")
            self.settle(0.002)

    def press(self, key: Any) -> None:
        """A key as it comes from the window system: to the window, before any widget."""
        from PySide6.QtTest import QTest

        QTest.keyClick(self.studio.window.windowHandle(), key)

    def close(self) -> None:
        self.studio.close()
        self.application.processEvents()
