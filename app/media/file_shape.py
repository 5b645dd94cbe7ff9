"""What a file's outermost structure says about its end: whole, cut short, or never closed.

Box sizes of ISO 14496-12 (MP4, MOV), element sizes of RFC 8794 (Matroska), chunk sizes of RIFF, and the
packets of 188 bytes of ISO 13818-1 are read, nothing else.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_EBML = b"\x1a\x45\xdf\xa3"
_SEGMENT = b"\x18\x53\x80\x67"
_TS_PACKET = 188


@dataclass(frozen=True, slots=True)
class FileShape:
    """`missing`: bytes that are announced and not there, 0 where not known. `unclosed`: the length was
    never filled in.
    """

    is_cut: bool = False
    missing: int = 0
    unclosed: bool = False


def file_shape(path: str | os.PathLike[str]) -> FileShape:
    """The shape of `path`; that of a whole file for kinds that say nothing about their length."""
    try:
        with Path(path).open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            head = stream.read(4 * _TS_PACKET)
            if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
                return _announced(_end_of_boxes(stream, size), size)
            if head.startswith(_EBML):
                return _matroska(head, size)
            if head.startswith(b"RIFF"):
                length = int.from_bytes(head[4:8], "little")
                # 0 and 2³² - 1: written by recorders that fill in the length when they stop, and RF64.
                if length in (0, 0xFFFF_FFFF):
                    return FileShape(unclosed=True)
                return _announced(8 + length, size)
            if len(head) == 4 * _TS_PACKET and all(head[n * _TS_PACKET] == 0x47 for n in range(4)):
                return FileShape(is_cut=size % _TS_PACKET != 0)
    except OSError:
        pass  # whoever opens it next says so in words
    return FileShape()


def _announced(end: int, size: int) -> FileShape:
    return FileShape(is_cut=end > size, missing=max(0, end - size))


def _end_of_boxes(stream: BinaryIO, size: int) -> int:
    """Where the last of the outermost boxes ends."""
    position = 0
    while position + 8 <= size:
        stream.seek(position)
        header = stream.read(16)
        length = int.from_bytes(header[:4], "big")
        if length == 1 and len(header) == 16:
            length = int.from_bytes(header[8:16], "big")
        if length == 0:
            return size  # up to the end of the file, wherever that is
        if length < 8:
            return size  # what follows is no box
        position += length
    return position


def _matroska(head: bytes, size: int) -> FileShape:
    length, after = _vint(head, 4)
    if length is None or after is None:
        return FileShape()
    place = after + length
    if head[place : place + 4] != _SEGMENT:
        return FileShape()
    length, start = _vint(head, place + 4)
    if start is None:
        return FileShape()
    return FileShape(unclosed=True) if length is None else _announced(start + length, size)


def _vint(data: bytes, at: int) -> tuple[int | None, int | None]:
    """(value, where it ends) of a variable-size integer; value None for "unknown", both None for none."""
    if at >= len(data) or data[at] == 0:
        return None, None
    width = 9 - data[at].bit_length()
    if at + width > len(data):
        return None, None
    value = int.from_bytes(data[at : at + width], "big") & ((1 << 7 * width) - 1)
    return (None if value == (1 << 7 * width) - 1 else value), at + width
