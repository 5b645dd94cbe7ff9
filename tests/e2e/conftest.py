"""A window with a film and two classes, for those who need nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.shell.startup import Studio
from tests.clips import clip
from tests.studio_window import film, open_studio, wait


@pytest.fixture
def studio(tmp_path: Path, qapp: object) -> Iterator[Studio]:
    """At rest: the film is known, and nothing is trained by itself."""
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only"))) as made:
        made.change_settings(train_automatically=False)
        for name in ("serve", "rally"):
            made.labels.add_class(name)
        wait(lambda: not made.board.running)
        yield made
