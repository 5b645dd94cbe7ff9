"""Finds the real footage beside the checkout (`../shared/data`); tests skip, saying why, where it is
absent.
"""

from __future__ import annotations

from pathlib import Path

import pytest

FOOTAGE = Path(__file__).resolve().parents[2] / "shared" / "data"


def footage(name: str) -> Path:
    """The folder or file `name` of the real footage, such as `cctv_fight` or `torture/original/fire2.mp4`."""
    path = FOOTAGE / name
    if not path.exists():
        pytest.skip(f"the real footage {name} is not there (looked for {path})")
    return path


def has_footage() -> bool:
    """Whether the real footage is there at all, for collecting parametrised tests."""
    return FOOTAGE.is_dir()
