"""Whether a film's file is still what it was when its facts were read."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from app.domain.media import Medium
from app.media.failures import user_errors
from sora_model.media.hashing import quick_hash


class FileState(StrEnum):
    """`grown`: everything that was there is there, and more behind it. `changed`: other content."""

    SAME = "same"
    GROWN = "grown"
    CHANGED = "changed"
    GONE = "gone"


def file_state(medium: Medium, path: Path, *, by_size: bool = False) -> FileState:
    """Compares `path` with the facts in `medium`. `by_size`: a file of the same size counts as the same
    without being read. Raises UserError where it cannot be read.
    """
    try:
        size = path.stat().st_size
    except OSError:
        return FileState.GONE
    if size == medium.size and (by_size or not medium.quick_hash):
        return FileState.SAME
    with user_errors():
        if size >= medium.size and quick_hash(path, medium.size) == medium.quick_hash:
            return FileState.GROWN if size > medium.size else FileState.SAME
    return FileState.CHANGED
