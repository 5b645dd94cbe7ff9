"""What travels in the wheel, and that it is found there."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from app.resource_files import resource_file

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), "."]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("sora_studio-*.whl")
    return built


def test_every_module_and_resource_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    expected = {
        path.relative_to(REPOSITORY).as_posix()
        for package in ("app", "sora_model")
        for path in (REPOSITORY / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    expected |= {
        "app/" + path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "resources").rglob("*")
        if path.is_file()
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == expected


def test_installed_program_finds_its_resources(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n" + (
        "from app.resource_files import resource_file\nprint(resource_file('icons/play.svg'))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == str(tmp_path / "app" / "resources" / "icons" / "play.svg"), done.stderr


def test_console_script_leads_to_a_function() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"sora-studio": "app.__main__:main"}
    done = subprocess.run(
        [sys.executable, "-m", "app", "--version"], cwd=REPOSITORY, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("sora-studio 0.1")


def test_unknown_resource_is_refused() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        resource_file("icons/no-such-icon.svg")


def icons_named_in_the_source() -> dict[str, str]:
    """Every literal first argument of a call of `icon`, with the place of the call."""
    named = {}
    for path in sorted((REPOSITORY / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "icon"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                named[node.args[0].value] = f"{path.relative_to(REPOSITORY)}:{node.lineno}"
    return named


def test_every_icon_that_the_source_names_exists() -> None:
    missing = {
        name: place
        for name, place in icons_named_in_the_source().items()
        if not (REPOSITORY / "resources" / "icons" / f"{name}.svg").is_file()
    }
    assert not missing


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "resources").rglob("*.svg")), ids=lambda path: path.stem
)
def test_icon_is_drawn(path: Path, qapp: object) -> None:
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(path.read_bytes())
    picture = QImage(48, 48, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    inked = sum(picture.pixelColor(x, y).alpha() > 128 for x in range(48) for y in range(48))
    assert 48 < inked < 48 * 48
