"""What a file is before SQLite opens it: a project of ours, of which format, and whole."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import UserError
from app.storage import schema
from app.storage.failures import not_a_project

# https://www.sqlite.org/fileformat2.html, section 1.3
_HEADER_BYTES = 100
_MAGIC = b"SQLite format 3\x00"


def examine(path: Path) -> int:
    """The format version of the project at `path`.

    Raises UserError for anything that is not a project this program can open, OSError as the system
    gives it.
    """
    header, size = _header(path)
    if len(header) == 0:
        raise UserError("{path} is empty.", way_out="Open a back-up, or make a new project.", path=path)
    if not header.startswith(_MAGIC) or len(header) < _HEADER_BYTES:
        raise not_a_project(path)
    version, application = _number(header, 60), _number(header, 68)
    if application != schema.APPLICATION_ID:
        raise UserError(
            "{path} is a database, but not one of Sora Studio.",
            way_out="Choose a file that ends in .sora.",
            path=path,
        )
    if version > schema.FORMAT_VERSION:
        raise UserError(
            "{file} was made by a newer version of Sora Studio (format {version}, this program "
            "knows {known}).",
            way_out="Update Sora Studio.",
            file=path.name,
            version=version,
            known=schema.FORMAT_VERSION,
        )
    _check_whole(path, header, size)
    return version


def _header(path: Path) -> tuple[bytes, int]:
    """The first bytes of the file and its size."""
    try:
        if path.is_dir():
            raise UserError("{path} is a folder, not a project.", way_out="Choose the .sora file.", path=path)
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES), file.seek(0, 2)
    except FileNotFoundError:
        raise UserError(
            "{path} does not exist.", way_out="Check the name and the folder.", path=path
        ) from None
    except PermissionError as error:
        raise UserError(
            "You may not read {path}.", way_out="Ask its owner for the right to read it.", path=path
        ) from error


def _check_whole(path: Path, header: bytes, size: int) -> None:
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        return  # pages may still be in there: SQLite decides
    page = int.from_bytes(header[16:18], "big")
    missing = _number(header, 28) * (65536 if page == 1 else page) - size
    if missing > 0:
        raise UserError(
            "{file} is cut off: {missing:,} of its bytes are missing.",
            way_out="Copy it again from where it came from, or open a back-up.",
            file=path.name,
            missing=missing,
        )


def _number(header: bytes, offset: int) -> int:
    return int.from_bytes(header[offset : offset + 4], "big")
