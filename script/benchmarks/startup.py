"""How long from the start of the process until the window has been painted, beside a bare Qt window.

Every start is a process of its own, the two kinds in turn; the clock is the system's monotonic one, started
by the parent before the process exists. The first start of each kind warms the disk cache and is not counted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from table import Row, show, wants_json

STARTS = 7
GOAL_S = 2.0


def start(kind: str, home: Path) -> float:
    """Seconds from here to the painted window of a new process."""
    environment = os.environ | {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, __file__, "--child", kind],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("painted ")]
    if done.returncode or not lines:
        raise SystemExit(f"the {kind} window did not come up: {done.stdout}{done.stderr}")
    return float(lines[-1].split()[1]) - began


def child(kind: str) -> int:
    """Show the window, say when it was painted, leave."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    class Watcher(QObject):
        """Notes the first paint of a top-level widget and then ends the program."""

        painted = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            is_paint = event.type() == QEvent.Type.Paint and isinstance(watched, QWidget)
            if is_paint and watched.isWindow() and not self.painted:
                self.painted = True
                QTimer.singleShot(0, self.leave)
            return False

        def leave(self) -> None:
            print("painted", time.monotonic(), flush=True)
            QApplication.closeAllWindows()
            QApplication.quit()

    run_loop = QApplication.exec
    watchers = []

    def watched_exec(*_: object) -> int:
        watchers.append(Watcher())
        QApplication.instance().installEventFilter(watchers[0])
        return run_loop()

    QApplication.exec = watched_exec
    if kind == "sora":
        from app.__main__ import main

        return main([])
    application = QApplication([])
    window = QWidget()
    window.show()
    return application.exec()


def main() -> int:
    """Measure and print."""
    as_json = wants_json(__doc__ or "")
    seconds: dict[str, list[float]] = {"sora": [], "bare": []}
    with tempfile.TemporaryDirectory() as home:
        for turn in range(STARTS + 1):
            for kind, measured in seconds.items():
                took = start(kind, Path(home))
                if turn:
                    measured.append(took)
    peer = "bare PySide6 window"
    rows = [
        Row(
            f"window painted, {name} of {STARTS}",
            of(seconds["sora"]),
            "s",
            GOAL_S,
            peer,
            of(seconds["bare"]),
        )
        for name, of in (("median", statistics.median), ("slowest", max))
    ]
    show(rows, as_json)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        raise SystemExit(child(sys.argv[2]))
    raise SystemExit(main())
