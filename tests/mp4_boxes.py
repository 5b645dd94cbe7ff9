"""Rewrites the edit list of a small MP4 file, which no muxer of FFmpeg lets one choose."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

_HOLD_BOXES = (b"moov", b"trak", b"mdia")


def with_edits(data: bytes, edits: Sequence[tuple[int, int]]) -> bytes:
    """`data`, an MP4 with its index at the end and one track, showing only its `edits`.

    Each is (duration, begin) in milliseconds; begin -1 shows nothing for that long.
    """
    boxes = list(_boxes(data))
    assert boxes[-1][0] == b"moov", "positions of samples would move"
    start = boxes[-1][1]
    moov = data[start:]
    movie_scale = _scale(moov, b"mvhd")
    track_scale = _scale(moov, b"mdhd")
    entries = b"".join(
        struct.pack(
            ">IiI", ms * movie_scale // 1000, -1 if begin < 0 else begin * track_scale // 1000, 0x10000
        )
        for ms, begin in edits
    )
    edit_list = _box(b"elst", struct.pack(">II", 0, len(edits)) + entries)
    return data[:start] + _with_edit_list(moov, _box(b"edts", edit_list))


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, end) of the boxes one after the other in `data`."""
    position = 0
    while position + 8 <= len(data):
        size = int.from_bytes(data[position : position + 4], "big")
        yield data[position + 4 : position + 8], position, position + size
        position += size


def _scale(data: bytes, name: bytes) -> int:
    """Ticks a second that the box `name` states."""
    for found, start, end in _boxes(data):
        if found == name:
            return int.from_bytes(data[start + 20 : start + 24], "big")
        if found in _HOLD_BOXES and (scale := _scale(data[start + 8 : end], name)):
            return scale
    return 0


def _with_edit_list(data: bytes, edts: bytes) -> bytes:
    """The boxes of `data` with `edts` after the track's header, instead of the one that was there."""
    out = b""
    for name, start, end in _boxes(data):
        if name in (b"moov", b"trak"):
            out += _box(name, _with_edit_list(data[start + 8 : end], edts))
        elif name != b"edts":
            out += data[start:end]
        if name == b"tkhd":
            out += edts
    return out
