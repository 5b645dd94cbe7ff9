"""Without a screen the window says so instead of dying."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.shell.screen import demand_screen, has_screen

REPOSITORY = Path(__file__).parents[3]
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")


@pytest.fixture
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", SCREENS)
def test_any_of_them_is_a_screen(no_screen: None, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert not has_screen()
    monkeypatch.setenv(name, "offscreen")
    assert has_screen()
    demand_screen()


def test_way_out_is_named(no_screen: None) -> None:
    with pytest.raises(UserError, match="--help"):
        demand_screen()


@pytest.mark.parametrize("arguments", [[], ["film.mp4"], ["open"], ["demo", "--seconds", "20"]])
def test_program_ends_with_one_clear_line(no_screen: None, tmp_path: Path, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("sora-studio: There is no screen")
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())
