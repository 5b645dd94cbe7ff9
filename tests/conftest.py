"""What holds for every test: a home of its own, no window system, no leftovers, no silent skips."""

from __future__ import annotations

import os
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"  # the window's language is English unless a test chooses another
os.environ.pop("LANGUAGE", None)
for _threads in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

import hypothesis  # noqa: E402  (after the number of threads is set)
import pytest  # noqa: E402

FOOTAGE = Path(__file__).parents[2] / "shared" / "data"

# A machine may lack these; any other skip hides something, and fails where the real footage is present.
ALLOWED_SKIPS = ("no CUDA device", "Windows only", "macOS only")

SECONDS_TO_WIND_DOWN = 5.0

hypothesis.settings.register_profile(
    "suite",
    deadline=None,  # no test asserts wall time
    derandomize=True,  # the same examples each time: a red run can be repeated
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--deep", action="store_true", help="compare every frame, not some (minutes)")


@pytest.fixture(scope="session")
def deep(request: pytest.FixtureRequest) -> bool:
    """Whether every frame was asked for."""
    return bool(request.config.getoption("--deep"))


# ------------------------------------------------------------------------------------------ skipped tests


def _refuse_skip(report: Any) -> None:
    if not report.skipped or hasattr(report, "wasxfail") or not FOOTAGE.is_dir():
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    reason = reason.removeprefix("Skipped: ")
    if not reason.startswith(ALLOWED_SKIPS):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: skipped ({reason}) although the footage in {FOOTAGE} is present"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome = yield
    _refuse_skip(outcome.get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    outcome = yield
    _refuse_skip(outcome.get_result())


# ----------------------------------------------------------------------------------------- a home of its own


@pytest.fixture(autouse=True)
def isolated_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new, empty home: settings, caches and data of the person at the keyboard are out of reach."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name, below in {
        "XDG_CONFIG_HOME": ".config",
        "XDG_CACHE_HOME": ".cache",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "APPDATA": "AppData/Roaming",
        "LOCALAPPDATA": "AppData/Local",
    }.items():
        folder = home / below
        folder.mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(folder))
    return home


# ------------------------------------------------------------------------------------------------ leftovers


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fails a test that leaves a Python thread running."""
    before = set(threading.enumerate())
    yield
    give_up = time.monotonic() + SECONDS_TO_WIND_DOWN
    left = _threads_since(before)
    while left and time.monotonic() < give_up:
        left[0].join(timeout=0.05)
        left = _threads_since(before)
    assert not left, f"threads left running: {[thread.name for thread in left]}"


def _threads_since(before: set[threading.Thread]) -> list[threading.Thread]:
    # A QThread that ran Python leaves a stand-in behind that never ends; nothing_of_qt_left watches QThreads.
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and thread.is_alive() and not isinstance(thread, threading._DummyThread)
    ]


@pytest.fixture(autouse=True)
def nothing_of_qt_left(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, no_thread_left: None
) -> Iterator[None]:
    """Fails a test that leaves a running timer, a running QThread or QProcess, or a top-level widget."""
    if "PySide6" not in sys.modules and not _may_use_qt(request):
        yield
        return
    from PySide6.QtCore import QProcess, QThread, QTimer

    started: list[weakref.ref[Any]] = []

    def watch(kind: type) -> None:
        start = kind.start  # type: ignore[attr-defined]

        def start_and_remember(self: Any, *args: Any, **kwargs: Any) -> Any:
            started.append(weakref.ref(self))
            return start(self, *args, **kwargs)

        monkeypatch.setattr(kind, "start", start_and_remember)

    for kind in (QTimer, QThread, QProcess):
        watch(kind)
    before = set(_top_level_widgets())
    yield
    give_up = time.monotonic() + SECONDS_TO_WIND_DOWN
    left = _qt_left(started, before)
    while left and time.monotonic() < give_up:
        time.sleep(0.02)
        left = _qt_left(started, before)
    assert not left, f"left behind: {left}"


def _may_use_qt(request: pytest.FixtureRequest) -> bool:
    return bool({"qtbot", "qapp"} & set(request.fixturenames))


def _top_level_widgets() -> list[Any]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    return list(widgets.QApplication.topLevelWidgets())


def _qt_left(started: list[weakref.ref[Any]], before: set[Any]) -> list[str]:
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QEvent, QProcess, QThread, QTimer

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
    left = [repr(widget) for widget in _top_level_widgets() if widget not in before]
    for reference in started:
        thing = reference()
        if thing is None or not shiboken6.isValid(thing):
            continue
        running = (
            (isinstance(thing, QTimer) and thing.isActive())
            or (isinstance(thing, QThread) and thing.isRunning())
            or (isinstance(thing, QProcess) and thing.state() != QProcess.ProcessState.NotRunning)
        )
        if running:
            left.append(repr(thing))
    return left
