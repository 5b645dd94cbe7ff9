"""The real window for tests: the whole composition root, with places and answers of the test's own."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.session.places import Places
from app.shell.main_window import MainWindow
from app.shell.startup import Studio
from app.views.dialogs.questions import Questions

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Answers(Questions):
    """Answers where a person would be asked; what was asked is kept."""

    def __init__(self, parent: MainWindow) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.yes = True
        self.typed = ""
        self.asked: list[str] = []

    def what_to_open(self, folder: str) -> Path | None:
        self.asked.append("open")
        return self.path

    def media_to_add(self, folder: str) -> list[Path]:
        self.asked.append("add")
        return [self.path] if self.path else []

    def table_to_import(self, folder: str) -> Path | None:
        self.asked.append("import")
        return self.path

    def where_to_export(self, suggested: str) -> Path | None:
        self.asked.append("export")
        return self.path

    def film(self, title: str, folder: str) -> Path | None:
        self.asked.append(title)
        return self.path

    def folder(self, title: str, folder: str) -> Path | None:
        self.asked.append(title)
        return self.path

    def where_is(self, name: str, folder: str) -> Path | None:
        self.asked.append(f"where is {name}")
        return self.path

    def file_to_read(self, title: str, what: str, suffix: str) -> Path | None:
        self.asked.append(title)
        return self.path

    def file_to_write(self, title: str, suggested: str, what: str, suffix: str) -> Path | None:
        self.asked.append(title)
        return self.path

    def text(self, title: str, label: str, text: str = "") -> str:
        self.asked.append(title)
        return self.typed

    def choice(self, title: str, label: str, choices: Sequence[str]) -> str | None:
        self.asked.append(title)
        return self.typed

    def really(self, question: str, consequence: str, action: str) -> bool:
        self.asked.append(question)
        return self.yes


def wait(condition: Callable[[], object], *, timeout_ms: int = 20_000) -> None:
    """Run the event loop until `condition` holds; fails when it never does."""
    give_up = time.monotonic() + timeout_ms / 1000
    while not condition():
        assert time.monotonic() < give_up, "it never came to that"
        settle(5)


def settle(ms: int = 50) -> None:
    """Run the event loop for a while. `QTest.qWait` would keep the interpreter's lock from other threads."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def press(studio: Studio, *keys: Any, modifier: Any = NO_MODIFIER) -> None:
    """Keys as they come from the window system: to the QWindow, before any widget."""
    for key in keys:
        QTest.keyClick(studio.window.windowHandle(), key, modifier)


def places_in(folder: Path) -> Places:
    return Places(folder / "settings.json", folder / "cache", folder / "logs")


@contextmanager
def open_studio(folder: Path, path: Path | None = None, **parts: Any) -> Iterator[Studio]:
    """The window, shown; with `path` open and its first picture on the screen."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = application.styleSheet(), QPalette(application.palette()), application.style().name()
    studio = Studio(application, places=places_in(folder), questions=Answers, **parts)
    try:
        studio.show()
        if path is not None:
            studio.open(path)
            wait(lambda: studio.player.loaded)
            if studio.player.index is not None:
                wait(lambda: studio.window.canvas.mapping is not None)
        yield studio
    finally:
        studio.close()
        studio.theme.deleteLater()
        application.setStyleSheet(before[0])
        application.setPalette(before[1])
        QApplication.processEvents()


def answers(studio: Studio) -> Answers:
    assert isinstance(studio.questions, Answers)
    return studio.questions


def film(folder: Path, source: Path) -> Path:
    """A copy of a clip in a folder of the test's own."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / source.name
    shutil.copy(source, target)
    target.chmod(0o644)
    return target


def shown_picture(studio: Studio) -> Any:
    """The picture on the canvas as (h, w, 3) RGB."""
    shown = studio.window.canvas._image
    assert shown is not None
    image = shown.convertToFormat(QImage.Format.Format_RGB888)
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return data[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()
