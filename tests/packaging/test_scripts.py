"""The scripts parse, are executable, and choose the window or the headless demo by the screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SCRIPTS = sorted(
    path
    for path in [*(REPOSITORY / "script").iterdir(), REPOSITORY / ".ci" / "run"]
    if path.is_file() and path.read_bytes().startswith(b"#!/usr/bin/env bash")
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows only has no bash")


def test_all_scripts_are_there() -> None:
    names = {path.name for path in SCRIPTS}
    assert names >= {"setup", "demo", "test", "lint", "bench", "package", "check-wheel", "run"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_parses_and_is_executable(script: Path) -> None:
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True, timeout=60)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """script/demo in a checkout whose program only prints its arguments and platform."""
    (tmp_path / "script").mkdir()
    shutil.copy(REPOSITORY / "script" / "demo", tmp_path / "script")
    program = tmp_path / ".venv" / "bin" / "sora-studio"
    program.parent.mkdir(parents=True)
    for path, text in {
        program: 'echo "$@" "on ${QT_QPA_PLATFORM:-the screen}"; exit 7',
        tmp_path / "script" / "setup": "true",
    }.items():
        path.write_text(f"#!/usr/bin/env bash\n{text}\n")
        path.chmod(0o755)
    return tmp_path


def demo(checkout: Path, *arguments: str, **environment: str) -> str:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [str(checkout / "script" / "demo"), *arguments],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 7, "the program's exit code is passed on"
    return done.stdout.strip()


def test_demo_opens_the_window_where_there_is_a_screen(checkout: Path) -> None:
    assert demo(checkout, "film.mp4", DISPLAY=":9") == "demo film.mp4 on the screen"


@pytest.mark.skipif(sys.platform == "darwin", reason="Linux only")
def test_demo_works_without_a_screen(checkout: Path) -> None:
    said = demo(checkout)
    assert said.startswith("demo --headless --out demo-output on ")
    assert said.endswith(("on xcb", "on offscreen"))


def test_demo_leaves_given_options_alone(checkout: Path) -> None:
    said = demo(checkout, "--headless", "--out", "elsewhere", DISPLAY=":9")
    assert said == "demo --headless --out elsewhere on the screen"
