"""What SQLite and the file system report, in words for the person."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.domain.errors import UserError

_ALMOST_NOTHING = 256 * 1024


class DiskFull(UserError):
    """No room for the edit; the document is as it was."""


class StoreDisagrees(Exception):
    """The file does not hold what memory believes it holds: a bug, or another program wrote to it."""


@contextmanager
def told_in_words(path: Path) -> Iterator[None]:
    """Turn failures of the disk inside the block into UserErrors; everything else propagates as it is."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        mended = _sqlite_words(path, original) if isinstance(original, sqlite3.Error) else None
        if mended is None:
            raise
        raise mended from error
    except OSError as error:
        mended = _os_words(path, error)
        if mended is None:
            raise
        raise mended from error


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Tell values inside the block that no version of the program has written as damage to the file."""
    try:
        yield
    except (ValueError, TypeError, LookupError, ArithmeticError) as error:
        raise UserError(
            "{project} is damaged: it holds a value that no project has ({why}).",
            way_out="Keep the file, and go on with a copy or a back-up made earlier.",
            project=path.name,
            why=str(error),
        ) from error


def disk_full(path: Path) -> DiskFull:
    return DiskFull(
        "The disk that holds {file} is full. Nothing was changed.",
        way_out="Free some space in {folder}, then do it again.",
        file=path.name,
        folder=path.parent,
    )


def _nearly_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _ALMOST_NOTHING
    except OSError:
        return False


def _sqlite_words(path: Path, error: sqlite3.Error) -> UserError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return disk_full(path)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN if _nearly_full(path):
            return disk_full(path)
        case sqlite3.SQLITE_IOERR:
            return UserError(
                "The disk that holds {file} reports an error ({code}). Nothing was changed.",
                way_out="Check that the drive is still connected; if it is, copy the project to another one.",
                file=path.name,
                code=error.sqlite_errorname,
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return read_only(path)
        case sqlite3.SQLITE_CANTOPEN:
            return UserError(
                "{path} cannot be opened.",
                way_out="Check that it is there and that you may read it.",
                path=path,
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return UserError(
                "{file} is in use by another program. Nothing was changed.",
                way_out="Close the other program (a database viewer, a back-up), then do it again.",
                file=path.name,
            )
        case sqlite3.SQLITE_CORRUPT:
            return UserError(
                "{file} is damaged: {reason}.",
                way_out="Keep the file, and go on with a copy or a back-up made earlier.",
                file=path.name,
                reason=error,
            )
        case sqlite3.SQLITE_NOTADB:
            return not_a_project(path)
    return None


def _os_words(path: Path, error: OSError) -> UserError | None:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return disk_full(path)
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return read_only(path)
        case errno.ENOENT | errno.ENOTDIR:
            return UserError(
                "The folder {folder} does not exist.", way_out="Choose another place.", folder=path.parent
            )
        case errno.ENAMETOOLONG:
            return UserError("The name {file} is too long.", way_out="Choose a shorter one.", file=path.name)
        case errno.EIO:
            return UserError(
                "The disk that holds {file} reports an error.",
                way_out="Check that the drive is still connected.",
                file=path.name,
            )
    return None


def read_only(path: Path) -> UserError:
    return UserError(
        "{file} cannot be written: the file or its folder {folder} is read-only. Nothing was changed.",
        way_out="Copy the project to a place where you may write, or open it for reading only.",
        file=path.name,
        folder=path.parent,
    )


def not_a_project(path: Path) -> UserError:
    return UserError("{path} is not a Sora project.", way_out="Choose a file that ends in .sora.", path=path)
