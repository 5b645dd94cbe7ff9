"""The program's own window, driven by lines on its input: `seek S`, `rate R`, `play`, `pause`, `quit`."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.session.places import Places
from app.shell.startup import Studio


class Orders(QObject):
    """Reads lines on a thread and hands them to the window's."""

    given = Signal(str)

    def begin(self) -> None:
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.given.emit(line.strip())
        self.given.emit("quit")


def main(project: Path, width: int, height: int) -> int:
    application = QApplication(["sora-studio"])
    studio = Studio(application, places=Places.of_platform())
    studio.window.resize(width, height)
    studio.window.move(0, 0)
    studio.show()
    studio.open(project)

    def obey(order: str) -> None:
        word, _, value = order.partition(" ")
        player = studio.player
        if word == "seek" and studio.film.medium is not None:
            player.seek(studio.film.medium.scale.tick(float(value)))
        elif word == "rate":
            player.set_rate(float(value))
        elif word == "play":
            player.play()
        elif word == "pause":
            player.pause()
        elif word == "quit":
            studio.close()
            application.quit()

    orders = Orders()
    orders.given.connect(obey, Qt.ConnectionType.QueuedConnection)
    orders.begin()
    waiting = QTimer()

    def ready() -> None:
        if studio.player.loaded and studio.player.index is not None and not studio.board.running:
            waiting.stop()
            print("ready", flush=True)

    waiting.timeout.connect(ready)
    waiting.start(100)
    return application.exec()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
