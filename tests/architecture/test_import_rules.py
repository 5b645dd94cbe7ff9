"""The sentences under "Who may import whom" that the import-linter's contracts cannot say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable

import pytest

from tests.architecture.imports import REPOSITORY, Import, all_imports, is_within

# The library on the left is imported only within the packages on the right.
HOMES = {
    "PySide6": ("app.qt", "app.views", "app.shell"),
    "shiboken6": ("app.qt", "app.views", "app.shell"),
    "PySide6.QtWidgets": ("app.views", "app.shell"),
    "PySide6.QtGui": ("app.views", "app.shell"),
    "pyqtgraph": ("app.views", "app.shell"),
    "sqlalchemy": ("app.storage",),
    "alembic": ("app.storage",),
    "sqlite3": ("app.storage",),
    "av": ("sora_model.media", "app.media"),
    "torch": ("sora_model",),
    "sounddevice": ("app.qt", "app.media"),
}

NO_CLOCK_NO_DISK_NO_LOG = (
    "asyncio", "datetime.datetime.now", "glob", "io", "logging", "multiprocessing", "os", "pathlib", "random",
    "secrets", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib",
)  # fmt: skip

VIEW_FOLDERS = sorted(
    path.name for path in (REPOSITORY / "app" / "views").glob("*") if (path / "__init__.py").is_file()
)


def offenders(rule: Callable[[Import], bool]) -> list[str]:
    return [f"{found.place}: {found.imported}" for found in all_imports() if rule(found)]


def within_any(name: str, packages: Iterable[str]) -> bool:
    return any(is_within(name, package) for package in packages)


def test_the_imports_are_really_read() -> None:
    assert any(found.importer == "app.domain.document" for found in all_imports())


@pytest.mark.parametrize("library", HOMES)
def test_library_stays_at_home(library: str) -> None:
    homes = HOMES[library]
    assert not offenders(
        lambda found: is_within(found.imported, library) and not within_any(found.importer, homes)
    )


def test_the_quick_copy_is_for_the_eye_alone() -> None:
    """What is trained on, exported and grabbed are the film's own pictures."""
    modules = ("app.media.scrub_proxy", "app.media.thumbnails", "app.media.picture_file")
    allowed = (*modules, "app.media.cache_budget", "app.shell.proxy_controller", "app.shell.views_controller")
    used = {f.importer for f in all_imports() if within_any(f.imported, modules)}
    assert "app.shell.proxy_controller" in used
    assert not [importer for importer in used if not within_any(importer, allowed)]


def test_domain_stands_on_the_standard_library_alone() -> None:
    assert not offenders(
        lambda found: (
            is_within(found.importer, "app.domain")
            and not is_within(found.imported, "app.domain")
            and found.imported.split(".")[0] not in sys.stdlib_module_names
        )
    )


def test_domain_reads_no_clock_does_no_input_or_output_and_logs_nothing() -> None:
    assert not offenders(
        lambda found: (
            is_within(found.importer, "app.domain") and within_any(found.imported, NO_CLOCK_NO_DISK_NO_LOG)
        )
    )


def test_nothing_talks_to_the_network() -> None:
    """Footage stays on the machine (docs/scope.md)."""
    network = (
        "socket",
        "ssl",
        "urllib.request",
        "http",
        "ftplib",
        "smtplib",
        "requests",
        "PySide6.QtNetwork",
    )
    assert not offenders(lambda found: within_any(found.imported, network))


def test_nothing_unpickles_or_runs_text() -> None:
    """Checkpoints and projects are tensors, tables and JSON: opening one runs no code."""
    assert not offenders(lambda found: within_any(found.imported, ("pickle", "marshal", "shelve", "dill")))


def test_folders_of_views_do_not_know_one_another() -> None:
    def crosses(found: Import) -> bool:
        own, other = found.importer.split("."), found.imported.split(".")
        if own[:2] != ["app", "views"] or other[:2] != ["app", "views"]:
            return False
        return other[2:3] != own[2:3] and own[2] in VIEW_FOLDERS and other[2] in VIEW_FOLDERS

    assert not offenders(crosses)


def test_program_reaches_the_model_only_through_its_doors() -> None:
    """`contract` anywhere; `media` in app.media; the rest lazily in workers, CLI and the child's entry."""

    def breaks_in(found: Import) -> bool:
        if not is_within(found.importer, "app") or not is_within(found.imported, "sora_model"):
            return False
        if is_within(found.imported, "sora_model.contract") or found.typing_only:
            return False
        if is_within(found.imported, "sora_model.media"):
            return not within_any(found.importer, ("app.media", "app.qt.inference_worker", "app.cli"))
        doors = ("app.qt.inference_worker", "app.qt.explain_worker", "app.cli", "app.__main__")
        return not (found.lazy and within_any(found.importer, doors))

    assert not offenders(breaks_in)


def test_entry_point_imports_qt_lazily() -> None:
    """`--worker train` must be handled before Qt is imported."""
    assert not offenders(
        lambda found: (
            found.importer == "app.__main__"
            and not found.lazy
            and within_any(found.imported, ("PySide6", "app.shell", "app.views", "app.qt"))
        )
    )


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("app.session", ("PySide6", "torch")),
        ("app.domain", ("PySide6", "torch", "numpy", "sqlalchemy")),
        ("app.cli", ("PySide6", "torch")),
        ("app.__main__", ("PySide6", "torch")),
        ("sora_model.training", ("PySide6", "app")),
        ("sora_model.inference", ("PySide6", "app")),
        ("sora_model.contract", ("PySide6", "torch", "av", "app")),
        ("sora_model.media", ("PySide6", "torch", "app")),
        ("sora_model.features_ahead", ("PySide6", "torch", "app")),
    ],
)
def test_import_in_a_new_process_loads_nothing_from_above(module: str, absent: tuple[str, ...]) -> None:
    """Imports the package and every module in it, then looks at what is loaded."""
    program = (
        "import importlib, pkgutil, sys\n"
        f"found = importlib.import_module({module!r})\n"
        "for part in pkgutil.walk_packages(getattr(found, '__path__', []), found.__name__ + '.'):\n"
        "    importlib.import_module(part.name)\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert not set(absent) & set(done.stdout.split())
