"""The guards of tests/conftest.py catch what they are there to catch."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]

CASES = {
    "test_thread": "threads left running: ['left']",
    "test_timer": "left behind: ['<PySide6.QtCore.QTimer",
    "test_widget": "left behind: ['<PySide6.QtWidgets.QWidget",
    "test_silent_skip": "skipped (not today) although the footage",
}

MODULE = """
import threading
import pytest

kept = []

def test_fine(qtbot):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget
    widget = QWidget()
    qtbot.addWidget(widget)
    timer = QTimer(widget)
    timer.start(1000)
    timer.stop()
    thread = threading.Thread(target=lambda: None)
    thread.start()

def test_thread():
    threading.Thread(target=threading.Event().wait, daemon=True, name="left").start()

def test_timer(qtbot):
    from PySide6.QtCore import QTimer
    kept.append(QTimer())
    kept[-1].start(1000)

def test_widget(qtbot):
    from PySide6.QtWidgets import QWidget
    kept.append(QWidget())

def test_silent_skip():
    pytest.skip("not today")

def test_honest_skip():
    pytest.skip("no CUDA device")
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says about MODULE, run beside a folder of footage."""
    root = tmp_path_factory.mktemp("guards")
    (root / "shared" / "data").mkdir(parents=True)
    tests = root / "checkout" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(REPOSITORY / "tests" / "conftest.py", tests)
    shutil.copy(REPOSITORY / "pyproject.toml", root / "checkout")
    # The guard waits before it gives up; here it is known to wait in vain.
    conftest = (tests / "conftest.py").read_text().replace("WIND_DOWN = 5.0", "WIND_DOWN = 0.2")
    (tests / "conftest.py").write_text(conftest)
    (tests / "test_module.py").write_text(MODULE)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-rA", "tests"]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))
    }
    done = subprocess.run(
        command, cwd=root / "checkout", env=environment, capture_output=True, text=True, timeout=300
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("test", CASES)
def test_leftover_fails(outcome: str, test: str) -> None:
    assert CASES[test] in outcome
    assert any(
        line.startswith(("FAILED", "ERROR")) and line.split(" - ")[0].endswith("::" + test)
        for line in outcome.splitlines()
    ), outcome


def test_clean_test_passes_and_honest_skip_stays(outcome: str) -> None:
    assert "PASSED tests/test_module.py::test_fine" in outcome
    assert "1 skipped" in outcome
    assert "ERROR tests/test_module.py::test_fine" not in outcome
