"""A small model trained once on generated films; tests read it and copy it before they break it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sora_model.contract.events import Event
from sora_model.contract.manifest import Manifest
from tests.sora_model.films import direction_set, small_config


@dataclass(frozen=True)
class Trained:
    manifest: Manifest
    cache: Path
    checkpoint: Path
    result: dict[str, Any]
    events: list[Event]


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    from sora_model.training import train

    root = tmp_path_factory.mktemp("trained")
    manifest = direction_set(root, ("left", "right", "up"), per_class=8)
    heard: list[Event] = []
    result = train(small_config(root / "cache"), manifest, root / "r1", heard.append, lambda: False)
    return Trained(manifest, root / "cache", root / "r1", result, heard)
