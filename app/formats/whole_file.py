"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from app.domain.errors import UserError


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A UTF-8 text to be written, line ends as given; it gets its name when all of it is on the disk.

    Raises `UserError` where it cannot be written; a file of that name stays as it was then.
    """
    building = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        try:
            with building.open("x", encoding="utf-8", newline="") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(building, path)
        finally:
            building.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            "{path} cannot be written: {reason}.",
            way_out="Choose another place.",
            path=path,
            reason=error.strerror,
        ) from error
