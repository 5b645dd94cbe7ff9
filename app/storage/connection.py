"""Connections to a project file: how SQLite is set up so that what is committed is saved."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, StaticPool

# File systems whose shared memory or locks cannot be trusted with SQLite's write-ahead log.
_NETWORK_FILE_SYSTEMS = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "9p", "virtiofs"),
    *("vboxsf", "vmhgfs", "prl_fs", "davfs", "webdav", "afpfs"),
}
_LOCAL_FUSE = {"fuse.ntfs", "fuse.exfat", "fuse.ext4", "fuse.fuse-overlayfs"}
_BUSY_MS = 3000


def writing_engine(path: Path) -> Engine:
    """One connection, kept; made for the thread that opens it."""
    return _engine(_uri(path, "mode=rw"), StaticPool, writing=True)


def reading_engine(path: Path, *, immutable: bool = False) -> Engine:
    """A connection of its own for each use; never writes, not even the shared memory of the log's index.

    `immutable`: for a file in a place where nothing can be written, when no other program has it open.
    """
    return _engine(_uri(path, "mode=ro&immutable=1" if immutable else "mode=ro"), NullPool, writing=False)


def plain_reading(path: Path) -> sqlite3.Connection:
    """A connection of the driver alone that only reads, for one thread at a time, whichever it is.

    Opened for writing: with `mode=ro` the last one would leave its log and shared memory behind.
    """
    connection = sqlite3.connect(
        _uri(path, "mode=rw"),
        uri=True,
        isolation_level=None,
        timeout=_BUSY_MS / 1000,
        check_same_thread=False,
    )
    try:
        _set_up(connection, writing=False)
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _uri(path: Path, options: str) -> str:
    place = path.resolve().as_posix()
    # `C:/…` needs a slash before it; `//server/share` has its own. https://www.sqlite.org/uri.html
    return f"file://{quote(place if place.startswith('/') else f'/{place}')}?{options}"


def _engine(uri: str, pool: type[StaticPool] | type[NullPool], *, writing: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        # Transactions are begun and ended here, never by the driver.
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_MS / 1000)
        try:
            _set_up(connection, writing=writing)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=pool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        statement = connection.get_execution_options().get("begin_with", "BEGIN")
        if statement:
            connection.exec_driver_sql(statement)

    return engine


def _set_up(connection: sqlite3.Connection, *, writing: bool) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -32000")
    if writing:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        # The log goes into the file while nobody edits, not with every hundredth edit.
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        # macOS: fsync alone leaves data in the drive's cache.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """All or nothing; durable when the block is left without an exception."""
    with engine.connect().execution_options(begin_with="BEGIN IMMEDIATE") as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the file."""
    with engine.connect() as connection:
        yield connection


def choose_journal(engine: Engine, path: Path) -> str:
    """Write-ahead log where it is safe, a rollback journal where it is not. Returns the mode in use."""
    wanted = "delete" if on_network_drive(path) else "wal"
    with autocommit(engine) as connection:
        mode = str(connection.exec_driver_sql(f"PRAGMA journal_mode = {wanted}").scalar_one())
        if mode != "wal":
            # A rollback journal ends with its removal, and that must be on the disk too.
            connection.exec_driver_sql("PRAGMA synchronous = EXTRA")
        return mode


@contextmanager
def autocommit(engine: Engine) -> Iterator[Connection]:
    """For the statements that SQLite refuses inside a transaction."""
    with engine.connect().execution_options(begin_with="") as connection:
        yield connection


def on_network_drive(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> bool:
    """Whether `path` lies on a drive that other machines may write to, as far as the system says."""
    if sys.platform == "win32":
        import ctypes

        remote = 4
        resolved = path.resolve()
        return str(resolved).startswith("\\\\") or (
            ctypes.windll.kernel32.GetDriveTypeW(resolved.anchor) == remote
        )
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:  # not Linux: SQLite's own refusal is the only sign
        return False
    resolved = path.resolve()
    best, kind = -1, ""
    for line in lines:
        fields, _, rest = line.partition(" - ")
        place = Path(fields.split()[4].encode().decode("unicode_escape"))
        if resolved.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), rest.split()[0]
    return kind in _NETWORK_FILE_SYSTEMS or (kind.startswith("fuse.") and kind not in _LOCAL_FUSE)
