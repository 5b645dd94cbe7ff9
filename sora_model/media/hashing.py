"""Names for files by their content."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from sora_model.contract.errors import SoraError
from sora_model.media.progress import IsCancelled, OnProgress, Pace

_PIECE = 1 << 20
_END = 1 << 16


def quick_hash(path: str | os.PathLike[str], size: int | None = None) -> str:
    """Hash of the size and the first and last 64 KiB, 32 hexadecimal digits: for caches and finding moved
    files. `size`: of the file's first `size` bytes, as when it was no longer than that.
    """
    file = Path(path)
    try:
        with file.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size if size is None else size
            digest = hashlib.sha256(size.to_bytes(8, "big"))
            digest.update(stream.read(min(_END, size)))
            if size > _END:
                start = max(_END, size - _END)
                stream.seek(start)
                digest.update(stream.read(size - start))
    except OSError as error:
        raise SoraError("{file} cannot be read: {reason}.", file=file, reason=error.strerror) from error
    return digest.hexdigest()[:32]


def full_sha256(
    path: str | os.PathLike[str], on_progress: OnProgress | None = None, cancelled: IsCancelled | None = None
) -> str:
    """SHA-256 of the whole file, 64 hexadecimal digits. Raises `Cancelled` when asked to stop."""
    file = Path(path)
    try:
        with file.open("rb") as stream:
            pace = Pace(os.fstat(stream.fileno()).st_size, on_progress, cancelled)
            digest = hashlib.sha256()
            done = 0
            while piece := stream.read(_PIECE):
                digest.update(piece)
                done += len(piece)
                pace.step(done)
            pace.finish()
    except OSError as error:
        raise SoraError("{file} cannot be read: {reason}.", file=file, reason=error.strerror) from error
    return digest.hexdigest()
