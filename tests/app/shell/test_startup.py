"""The way in, and the place where bugs end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import __version__
from app.__main__ import _is_for_the_window, main
from app.domain.errors import UserError
from app.shell.actions import ACTIONS
from app.shell.bug_catcher import BugCatcher
from app.views.dialogs.error_report import ErrorReport
from tests.architecture.imports import REPOSITORY
from tests.clips import clip
from tests.studio_window import film, open_studio, wait

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_version_is_said_without_a_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"sora-studio {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["film.mp4"], True),
        (["/a/b/film"], True),
        (["./film"], True),
        (["project.sora"], True),
        (["demo"], False),
        (["--help"], False),
        (["probe", "film.mp4"], False),
        (["train", "project.sora"], False),
    ],
)
def test_a_path_opens_the_window_and_a_word_is_a_command(arguments: list[str], window: bool) -> None:
    assert _is_for_the_window(arguments) is window


def test_the_worker_starts_without_qt(tmp_path: Path) -> None:
    """A broken job: the worker answers in its own language, and Qt was never loaded."""
    job = tmp_path / "job.json"
    job.write_text("{}")
    program = (
        "import sys; from app.__main__ import main\n"
        f"code = main(['--worker', 'train', {str(job)!r}])\n"
        "print('PySide6' in sys.modules, code, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, timeout=300, input=""
    )
    assert '"event": "failed"' in done.stdout
    assert done.stderr.strip().splitlines()[-1] == "False 2"


def test_the_program_opens_a_film_and_ends_in_order_when_asked_to(tmp_path: Path) -> None:
    """The real entry point in a process of its own."""
    path = film(tmp_path, clip("plain"))
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(REPOSITORY)}
    child = subprocess.Popen(
        [sys.executable, "-m", "app", str(path)],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait((tmp_path / "plain.sora").exists, timeout_ms=60_000)
        child.send_signal(signal.SIGTERM)
        _, errors = child.communicate(timeout=60)
    finally:
        child.kill()
        child.wait()
    assert child.returncode == 0
    assert "Traceback" not in errors
    assert not (tmp_path / "plain.sora-wal").exists()


def test_every_action_of_the_table_is_carried_out_by_something(tmp_path: Path) -> None:
    with open_studio(tmp_path / "home") as studio:
        missing = [a.id for a in ACTIONS if a.id not in studio.commands._do]
        assert not missing
        # With nothing open, none of them is an error.
        quiet = {"quit", "commands", "shortcuts", "jobs"}
        for action in ACTIONS:
            if action.id not in quiet:
                studio.act(action.id)
        assert studio.workspace is None


def test_a_bug_is_logged_and_reported_once_and_the_window_goes_on(tmp_path: Path) -> None:
    catcher = BugCatcher(tmp_path / "logs")
    with open_studio(tmp_path / "home") as studio:
        catcher.watch(studio)
        for _ in range(2):
            try:
                raise ZeroDivisionError("a bug")
            except ZeroDivisionError as error:
                catcher(type(error), error, error.__traceback__)
        reports = [w for w in QApplication.topLevelWidgets() if isinstance(w, ErrorReport) and w.isVisible()]
        assert len(reports) == 1
        assert "ZeroDivisionError: a bug" in reports[0].report.toPlainText()
        log = (tmp_path / "logs" / "sora-studio.log").read_text("utf-8")
        assert log.count("ZeroDivisionError: a bug") == 2
        reports[0].close()
        QApplication.processEvents()
    catcher.close()


def test_what_a_person_can_mend_is_no_bug_wherever_it_surfaces(tmp_path: Path) -> None:
    catcher = BugCatcher(tmp_path / "logs")
    with open_studio(tmp_path / "home") as studio:
        catcher.watch(studio)
        error = UserError("The disk is full.", way_out="Free some space.")
        catcher(UserError, error, None)
        assert studio.window.notice.text() == "The disk is full. Free some space."
        assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, ErrorReport)]
    catcher.close()


def test_a_bug_in_another_thread_is_told_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catcher = BugCatcher(tmp_path / "logs")
    monkeypatch.setattr(threading, "excepthook", catcher.in_thread)
    with open_studio(tmp_path / "home") as studio:
        catcher.watch(studio)
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        wait(lambda: "ZeroDivisionError" in (tmp_path / "logs" / "sora-studio.log").read_text("utf-8"))
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, ErrorReport):
                widget.close()
        QApplication.processEvents()
    catcher.close()
