"""Where bugs end: told to the person, and kept in a log."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from app import __version__
from app.domain.errors import UserError
from app.session.places import private_folder
from app.views.dialogs.error_report import ErrorReport

if TYPE_CHECKING:
    from app.shell.startup import Studio

LOG_BYTES = 1_000_000


class BugCatcher:
    """The one place where bugs end: a log file, and a dialog that says where it is."""

    def __init__(self, logs: Path) -> None:
        self._path = logs / "sora-studio.log"
        self._logger = logging.getLogger("sora-studio")
        self._studio: Studio | None = None
        self._reports: list[ErrorReport] = []
        self._handler: logging.Handler | None = None
        try:
            private_folder(logs)
            self._handler = RotatingFileHandler(
                self._path, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8"
            )
            self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
            self._logger.addHandler(self._handler)
        except OSError:
            self._path = Path("the terminal")

    def watch(self, studio: Studio) -> None:
        self._studio = studio

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """For `sys.excepthook`. A UserError that reached this far is still told in words."""
        studio = self._studio
        if isinstance(error, UserError) and studio is not None:
            studio.feedback.refuse(error)
            return
        text = f"Sora Studio {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n\n"
        text += "".join(traceback.format_exception(kind, error, trace))
        self._logger.error("%s", text)
        if sys.__stderr__ is not None:
            sys.__stderr__.write(text)
        if studio is not None and studio.window.isVisible() and not any(r.isVisible() for r in self._reports):
            report = ErrorReport(text, str(self._path), studio.window)
            report.destroyed.connect(self._reports.clear)
            self._reports = [report]
            report.show()

    def in_thread(self, failure: threading.ExceptHookArgs) -> None:
        """For `threading.excepthook`."""
        error, studio = failure.exc_value, self._studio
        if error is not None and studio is not None:
            studio.tasks.post(lambda: self(failure.exc_type, error, failure.exc_traceback))

    def close(self) -> None:
        if self._handler is not None:
            self._logger.removeHandler(self._handler)
            self._handler.close()
