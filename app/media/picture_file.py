"""Small pictures of a film on disk: JPEGs one behind another, and a table of where each lies.

The pictures' file is a raw MJPEG stream that any player opens. Both files only grow, pictures before their
rows, so that what a killed program left is whole up to some row, and readers use it while it is written. Two
writers of one film write the same bytes to the same places.
"""

from __future__ import annotations

import contextlib
import os
import threading
import zlib
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import numpy as np

from app.media.failures import user_errors
from sora_model.media.hashing import quick_hash
from sora_model.media.opencv import cv2
from sora_model.media.pictures import Picture

PICTURES, TABLE = ".mjpeg", ".table"
_HEADER_BYTES = 32
_FLUSH_EVERY = 32
_LARGEST = 1 << 24
_ROW = np.dtype(
    [
        ("offset", "<u8"),
        ("pts", "<i8"),
        ("frame", "<u4"),
        ("bytes", "<u4"),
        ("width", "<u2"),
        ("height", "<u2"),
        ("seal", "<u4"),
    ]
)


class DamagedPictures(Exception):
    """A file of pictures is not what was written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Row of the table: number and raw time of a frame, size (width, height) of its full picture."""

    frame: int
    pts: int
    full_size: tuple[int, int]
    offset: int
    length: int
    seal: int

    @property
    def end(self) -> int:
        return self.offset + self.length

    def to_bytes(self) -> bytes:
        row = (self.offset, self.pts, self.frame, self.length, *self.full_size, self.seal)
        return np.array([row], _ROW).tobytes()

    def sealed_by(self, jpeg: bytes) -> bool:
        return len(jpeg) == self.length and seal(self.frame, self.pts, self.full_size, jpeg) == self.seal


def seal(frame: int, pts: int, full_size: tuple[int, int], jpeg: bytes) -> int:
    """Checksum of a picture and of what its row says about it."""
    facts = np.array([(0, pts, frame, 0, *full_size, 0)], _ROW).tobytes()
    return zlib.crc32(jpeg, zlib.crc32(facts))


def encoded(picture: Picture, quality: int) -> bytes:
    """`picture` (H, W, 3) RGB as JPEG."""
    swapped = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    done, jpeg = cv2.imencode(".jpg", swapped, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError(f"a picture of {picture.shape} cannot be made a JPEG")
    return bytes(jpeg)


def decoded(jpeg: bytes) -> Picture:
    """(H, W, 3) RGB. Raises `DamagedPictures`."""
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
    if picture is None:
        raise DamagedPictures("a picture is no JPEG")
    return picture  # type: ignore[return-value]


def place_of(path: str | os.PathLike[str], folder: Path, stream: int | None) -> Path:
    """Where pictures of this content are kept, without suffix. Raises UserError."""
    with user_errors():
        return folder / (quick_hash(path) + ("" if stream is None else f"-{stream}"))


def forget(place: Path) -> None:
    """Remove both files, the table first: without it there are no pictures."""
    for suffix in (TABLE, PICTURES):
        with contextlib.suppress(OSError):
            place.with_suffix(suffix).unlink(missing_ok=True)


class PictureReader:
    """The pictures at `place`, also while they are written; safe for several threads. Close it."""

    def __init__(self, place: Path, kind: bytes) -> None:
        """`kind`: what the pictures are, as the writer said. Raises `OSError`, `DamagedPictures`."""
        self._lock = threading.Lock()
        self._table = place.with_suffix(TABLE).open("rb")
        try:
            self._pictures = place.with_suffix(PICTURES).open("rb")
        except OSError:
            self._table.close()
            raise
        if self._table.read(_HEADER_BYTES) != _header(kind):
            self.close()
            raise DamagedPictures(f"{place} holds no pictures of this kind")

    def __len__(self) -> int:
        """Rows that are there by now."""
        try:
            return max(0, os.fstat(self._table.fileno()).st_size - _HEADER_BYTES) // _ROW.itemsize
        except (OSError, ValueError):
            return 0  # closed

    def entries(self, first: int, count: int) -> list[Entry]:
        """Rows `first` to `first + count`; fewer where fewer are there."""
        with self._lock:
            self._table.seek(_HEADER_BYTES + first * _ROW.itemsize)
            data = self._table.read(count * _ROW.itemsize)
        rows = np.frombuffer(data, _ROW, len(data) // _ROW.itemsize).tolist()
        return [
            Entry(frame, pts, (width, height), offset, size, sealed)
            for offset, pts, frame, size, width, height, sealed in rows
        ]

    def jpeg(self, entry: Entry) -> bytes:
        """Raises `DamagedPictures` where it is not the one that was written."""
        with self._lock:
            self._pictures.seek(entry.offset if entry.offset < 1 << 62 else 0)
            jpeg = self._pictures.read(min(entry.length, _LARGEST))
        if not entry.sealed_by(jpeg):
            raise DamagedPictures(f"the picture of frame {entry.frame} is not whole")
        return jpeg

    def close(self) -> None:
        with self._lock:
            self._table.close()
            self._pictures.close()


class PictureWriter:
    """Adds pictures at `place`, behind those that are there and whole. Nothing is written before `add`.

    Raises `OSError` for a disk that is full or cannot be written. Close it.
    """

    def __init__(self, place: Path, kind: bytes) -> None:
        self._place, self._kind = place, kind
        self._files: tuple[FileIO, FileIO] | None = None
        self._jpegs: list[bytes] = []
        self._rows: list[bytes] = []
        self.count, self.last = self._find_end()

    def _find_end(self) -> tuple[int, Entry | None]:
        """How many rows stand, the last of them with its picture, and that last one."""
        try:
            reader = PictureReader(self._place, self._kind)
        except (OSError, DamagedPictures):
            return 0, None
        with contextlib.closing(reader):
            # The rows behind the last whole picture came from a buffer that was lost.
            for n in range(len(reader) - 1, max(-1, len(reader) - 4 * _FLUSH_EVERY), -1):
                entry = reader.entries(n, 1)[0]
                with contextlib.suppress(DamagedPictures):
                    reader.jpeg(entry)
                    return n + 1, entry
        return 0, None

    def entry(self, n: int) -> Entry:
        """Row `n`, written before."""
        self._flush()
        with contextlib.closing(PictureReader(self._place, self._kind)) as reader:
            return reader.entries(n, 1)[0]

    def add(self, frame: int, pts: int, full_size: tuple[int, int], jpeg: bytes) -> None:
        self._open()
        offset = self.last.end if self.last is not None else 0
        entry = Entry(frame, pts, full_size, offset, len(jpeg), seal(frame, pts, full_size, jpeg))
        self._jpegs.append(jpeg)
        self._rows.append(entry.to_bytes())
        self.count, self.last = self.count + 1, entry
        if len(self._rows) >= _FLUSH_EVERY:
            self._flush()

    def cut(self, count: int) -> None:
        """Keep the first `count` pictures only."""
        self.last = self.entry(count - 1) if count else None
        self.close()
        self.count = count

    def close(self) -> None:
        """Write out what waits."""
        try:
            self._flush()
        finally:
            files, self._files = self._files, None
            for file in files or ():
                file.close()

    def _flush(self) -> None:
        if self._files is not None:
            table, pictures = self._files
            # Pictures first: a row without its picture must never be seen.
            _write(pictures, self._jpegs)
            _write(table, self._rows)

    def _open(self) -> None:
        if self._files is not None:
            return
        self._place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        table = _to_write(self._place.with_suffix(TABLE))
        try:
            pictures = _to_write(self._place.with_suffix(PICTURES))
        except OSError:
            table.close()
            raise
        self._files = table, pictures
        self._jpegs.clear()
        self._rows.clear()
        table.truncate(_HEADER_BYTES + self.count * _ROW.itemsize)
        _write(table, [_header(self._kind)])
        table.seek(0, os.SEEK_END)
        end = self.last.end if self.last is not None else 0
        pictures.truncate(end)
        pictures.seek(end)


def _write(file: FileIO, parts: list[bytes]) -> None:
    """Write all of `parts`, and empty the list."""
    data = memoryview(b"".join(parts))
    parts.clear()
    while data:
        data = data[file.write(data) or 0 :]


def _to_write(file: Path) -> FileIO:
    """Open for reading and writing without emptying it, private to the user."""
    return FileIO(os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b")


def _header(kind: bytes) -> bytes:
    return b"sora-pictures-1 ".ljust(16) + kind.ljust(15)[:15] + b"\n"
