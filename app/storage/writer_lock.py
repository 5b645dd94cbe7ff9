"""One writer per project: an advisory lock of the operating system, which dies with its process."""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
from pathlib import Path

from app.domain.errors import UserError


class ProjectLocked(UserError):
    """Another window or program is writing to the project."""


class WriterLock:
    """Held on `NAME.sora.lock` beside the project from `acquire` to `release`.

    The file says who holds it, for the message only; what counts is the lock. It is removed on
    release, and after a crash simply taken over.
    """

    def __init__(self, project: Path) -> None:
        self._project = project
        self._path = project.with_name(project.name + ".lock")
        self._handle: int | None = None

    def acquire(self) -> None:
        """Raises ProjectLocked when another holds it, OSError when the place cannot be written."""
        while self._handle is None:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                _lock(handle)
                # Whoever held it before may have removed the file between our open and our lock.
                if _still_there(handle, self._path):
                    os.ftruncate(handle, 0)
                    os.write(handle, json.dumps({"pid": os.getpid(), "host": platform.node()}).encode())
                    self._handle = handle
            except OSError as error:
                if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                    raise self._locked() from error
                raise
            finally:
                if self._handle is None:
                    os.close(handle)

    def release(self) -> None:
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if sys.platform != "win32":  # Windows does not remove an open file; the next writer takes it over.
            self._path.unlink(missing_ok=True)
        os.close(handle)

    def _locked(self) -> ProjectLocked:
        try:
            holder = json.loads(self._path.read_text())
            process, host = int(holder["pid"]), str(holder["host"])
        except (OSError, ValueError, KeyError, TypeError):
            return ProjectLocked(
                "{project} is open for writing in another window or program.",
                way_out="Close it there, or open the project here for reading only.",
                project=self._project.name,
            )
        return ProjectLocked(
            "{project} is open for writing in another window or program (process {process} on {host}).",
            way_out="Close it there, or open the project here for reading only.",
            project=self._project.name,
            process=process,
            host=host,
        )


def _still_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    # Far behind the text, so that others can still read who holds the lock.
    _LOCKED_BYTE = 1 << 20

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
