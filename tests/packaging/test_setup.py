"""script/setup installs what is missing, names it where it may not, and does nothing when nothing changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")

# Stand-ins for the system's own commands: each notes how it was called.
COMMANDS = {
    "id": 'echo "${FAKE_USER:-0}"',
    "sudo": "exit 1",
    "uname": "echo Linux",
    "dpkg-query": 'case "${@: -1}" in ${FAKE_MISSING:-none}) exit 1 ;; *) printf installed ;; esac',
    "apt-cache": (
        'case "$2" in *t64) echo "  Candidate: (none)" ;; gone) echo "" ;; '
        '*) printf "%s:\\n  Candidate: 1.0\\n" "$2" ;; esac'
    ),
    "apt-get": 'echo "apt-get $*" >>"$FAKE_LOG"',
}
PYTHON = """
case "$*" in
    *"-m pip install"*)
        echo "pip ${@: -1}" >>"$FAKE_LOG"
        touch .venv/bin/sora-studio && chmod +x .venv/bin/sora-studio ;;
    --version) echo "Python 3.12.1" ;;
esac
"""


@dataclass
class Machine:
    """A checkout, and a machine whose package tools are stand-ins."""

    checkout: Path
    commands: Path
    log: Path

    def setup(self, purpose: str, **environment: str) -> tuple[str, list[str]]:
        """What script/setup said, and what it installed (one line a call)."""
        self.log.write_text("")
        kept = {
            name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
        }
        path = f"{self.commands}:{os.environ['PATH']}"
        done = subprocess.run(
            [str(self.checkout / "script" / "setup"), purpose],
            env=kept | {"PATH": path, "FAKE_LOG": str(self.log)} | environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stderr, self.log.read_text().splitlines()


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/usr/bin/env bash\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    checkout = tmp_path / "checkout"
    (checkout / "script").mkdir(parents=True)
    shutil.copy(REPOSITORY / "script" / "setup", checkout / "script")
    shutil.copy(REPOSITORY / "pyproject.toml", checkout)
    executable(checkout / ".venv" / "bin" / "python", PYTHON)
    commands = tmp_path / "commands"
    for name, text in COMMANDS.items():
        executable(commands / name, text)
    return Machine(checkout, commands, tmp_path / "log")


def test_installs_only_what_is_missing(machine: Machine) -> None:
    _said, installed = machine.setup("test", FAKE_MISSING="strace")
    (asked,) = [line for line in installed if " install " in line]
    assert asked.split("--no-install-recommends ")[1] == "strace"
    assert installed[-1] == "pip .[test]"


def test_takes_the_name_that_this_release_offers(machine: Machine) -> None:
    _said, installed = machine.setup("run", FAKE_MISSING="libglib2.0-0*")
    (asked,) = [line for line in installed if " install " in line]
    assert asked.endswith(" libglib2.0-0")


def test_complete_machine_needs_no_apt(machine: Machine) -> None:
    _said, installed = machine.setup("run")
    assert installed == ["pip ."]


def test_without_root_it_names_what_is_missing_and_goes_on(machine: Machine) -> None:
    said, installed = machine.setup("test", FAKE_MISSING="strace", FAKE_USER="1000")
    assert "sudo apt-get install strace" in said
    assert installed == ["pip .[test]"]


def test_virtual_screen_only_where_there_is_none(machine: Machine) -> None:
    _said, installed = machine.setup("run", FAKE_MISSING="xvfb", DISPLAY=":9")
    assert installed == ["pip ."]
    (machine.checkout / ".venv" / ".sora-setup-run").unlink()
    _said, installed = machine.setup("run", FAKE_MISSING="xvfb")
    assert any(line.endswith(" xvfb") for line in installed)


def test_second_time_does_nothing_until_something_changes(machine: Machine) -> None:
    machine.setup("test")
    assert machine.setup("test") == ("", [])
    assert machine.setup("run") == ("", []), "whoever can test can run"
    with (machine.checkout / "pyproject.toml").open("a") as file:
        file.write("# changed\n")
    _said, installed = machine.setup("test")
    assert installed == ["pip .[test]"]


@pytest.mark.parametrize(
    ("purpose", "wanted"), [("run", ""), ("test", "ffmpeg"), ("bench", "ffmpeg mpv"), ("package", "")]
)
def test_a_mac_is_told_what_the_purpose_needs(machine: Machine, purpose: str, wanted: str) -> None:
    mac = machine.commands.with_name("mac")
    executable(mac / "uname", "echo Darwin")
    for name in ("bash", "cat", "chmod", "cut", "dirname", "env", "sha256sum", "touch"):
        found = shutil.which(name)
        assert found is not None
        (mac / name).symlink_to(found)
    said, installed = machine.setup(purpose, PATH=str(mac))
    asked = [line.partition("brew install ")[2] for line in said.splitlines() if "brew install" in line]
    assert asked == ([wanted] if wanted else [])
    assert len(installed) == 1
    for name in wanted.split():
        executable(mac / name, "exit 0")
    (machine.checkout / ".venv" / f".sora-setup-{purpose}").unlink()
    said, _installed = machine.setup(purpose, PATH=str(mac))
    assert "brew" not in said


def test_unfit_python_is_refused_in_words(machine: Machine) -> None:
    (machine.checkout / ".venv" / "bin" / "python").unlink()
    executable(machine.commands / "python9", "exit 1")
    done = subprocess.run(
        [str(machine.checkout / "script" / "setup"), "run"],
        env=os.environ
        | {"PATH": f"{machine.commands}:{os.environ['PATH']}", "SORA_PYTHON": "python9", "FAKE_LOG": "x"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "SORA_PYTHON=python9 is no Python 3.11, 3.12 or 3.13" in done.stderr


def test_unknown_purpose_is_refused_in_words(machine: Machine) -> None:
    done = subprocess.run(
        [str(machine.checkout / "script" / "setup"), "fly"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "give run, test, bench or package" in done.stderr
