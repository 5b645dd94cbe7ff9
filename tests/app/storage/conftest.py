from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.project_store import ProjectStore
from tests.app.storage.samples import ANN, EVERYTHING, FOUNDATION, NOON, adding


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A name that must be quoted in a URI."""
    return tmp_path / "Match 5%? #1.sora"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Closed projects to copy: making one anew for each test would take most of the time."""
    folder = tmp_path_factory.mktemp("made")
    contents = {"empty": (), "store": FOUNDATION, "full": EVERYTHING}
    for name, entities in contents.items():
        with ProjectStore.create(folder / name) as store:
            if entities:
                store.write(adding(*entities), ANN, NOON)
    return {name: folder / name for name in contents}


@pytest.fixture
def empty(made: dict[str, Path], path: Path) -> Iterator[ProjectStore]:
    with ProjectStore.open(Path(shutil.copy(made["empty"], path))) as store:
        yield store


@pytest.fixture
def store(made: dict[str, Path], path: Path) -> Iterator[ProjectStore]:
    """With classes, media, a run, a layer and a track: what everything else refers to."""
    with ProjectStore.open(Path(shutil.copy(made["store"], path))) as store:
        yield store


@pytest.fixture
def full(made: dict[str, Path], path: Path) -> Iterator[ProjectStore]:
    """With everything in `samples`."""
    with ProjectStore.open(Path(shutil.copy(made["full"], path))) as store:
        yield store
