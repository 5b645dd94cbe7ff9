"""What a decode of a film showed so far, and its journal in the cache: a pass that ends early goes on."""

from __future__ import annotations

import contextlib
import os
import tempfile
import zlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from sora_model.media.pts_table import (
    PtsIndex,
    end_of_stream,
    picture_digest,
    presentation_times,
)
from sora_model.media.streams import NO_TIME, VideoPacket, origin_of

_FRAME = np.dtype(
    [
        ("pts", "<i8"),
        ("duration", "<i8"),
        ("digest", "<u4"),
        ("width", "<i4"),
        ("height", "<i4"),
        ("failed", "<u4"),
    ]
)
_KEY = np.dtype([("pts", "<i8"), ("dts", "<i8")])
_HEAD = np.dtype([("format", "<u4"), ("frames", "<u4"), ("keys", "<u4")])
_SEAL = np.dtype("<u4")
_FORMAT = 0x534A0001


def key_of(packet: VideoPacket) -> tuple[int, int]:
    """A packet's (pts, dts), `NO_TIME` for none."""
    return (NO_TIME if packet.pts is None else packet.pts, NO_TIME if packet.dts is None else packet.dts)


class KeyLog:
    """Notes the key packets that pass by on their way to the decoder: (pts, dts), in file order."""

    def __init__(self, keys: Sequence[tuple[int, int]] = ()) -> None:
        self.keys = list(keys)

    def note(self, packet: VideoPacket) -> None:
        if packet.is_keyframe and not packet.is_discard and packet.pts is not None:
            self.keys.append(key_of(packet))


class DecodeLog(KeyLog):
    """All that the index is made of: one row for each output of the decoder, and the key packets.

    A row: time stamp, duration, checksum, width, height, damage up to it (packets that failed, pictures with
    something concealed).
    """

    def __init__(
        self, rows: Sequence[tuple[int, int, int, int, int, int]] = (), keys: Sequence[tuple[int, int]] = ()
    ) -> None:
        super().__init__(keys)
        self.rows = list(rows)
        self.failed = self.rows[-1][5] if self.rows else 0

    @classmethod
    def of(cls, index: PtsIndex) -> DecodeLog:
        """What a confirmed index remembers of its decode."""
        stamps = zip(index.decoder_pts.tolist(), index.digests.tolist(), strict=True)
        keys = zip(index.key_pts.tolist(), index.key_dts.tolist(), strict=True)
        rows = [(pts, 0, digest, 0, 0, index.failed_packets) for pts, digest in stamps]
        return cls(rows, list(keys))

    def __len__(self) -> int:
        return len(self.rows)

    def fail(self) -> None:
        self.failed += 1

    def add(self, picture: VideoFrame) -> None:
        pts = NO_TIME if picture.pts is None else picture.pts
        digest = picture_digest(picture)
        self.failed += picture.is_corrupt
        self.rows.append((pts, picture.duration or 0, digest, picture.width, picture.height, self.failed))

    def shows(self, n: int, frame: VideoFrame, *, picture: bool) -> bool:
        """Whether `frame` is output `n` by its time stamp and, if asked, its checksum."""
        row = self.rows[n]
        pts = NO_TIME if frame.pts is None else frame.pts
        return row[0] == pts and (not picture or row[2] == picture_digest(frame))

    def numbers(self) -> dict[int, int]:
        """Number of the first output with each time stamp."""
        found: dict[int, int] = {}
        for n, row in enumerate(self.rows):
            found.setdefault(row[0], n)
        return found

    def index(self, container: InputContainer, film: VideoStream) -> PtsIndex:
        """The confirmed index, after the last output."""
        stamps = [row[0] for row in self.rows]
        times, notes = presentation_times(stamps, film.start_time)
        sizes = {(row[3], row[4]) for row in self.rows}
        if len(sizes) > 1:
            named = ", ".join(f"{width}x{height}" for width, height in sorted(sizes))
            notes = (*notes, f"The size of the picture changes within the film ({named}).")
        numbers = self.numbers()
        usable = sorted((numbers[pts], pts, dts) for pts, dts in self.keys if pts in numbers)
        table = np.array(usable, np.int64).reshape(-1, 3)
        time_base = Fraction(film.time_base or Fraction(1, 1000))
        return PtsIndex(
            time_base=time_base,
            pts=times,
            end_pts=end_of_stream(times, self.rows[-1][1], film.average_rate, time_base),
            keyframes=table[:, 0].copy(),
            key_pts=table[:, 1].copy(),
            key_dts=table[:, 2].copy(),
            origin=origin_of(container),
            confirmed=True,
            notes=notes,
            stream=film.index,
            failed_packets=self.failed,
            decoder_pts=np.array(stamps, np.int64),
            digests=np.array([row[2] for row in self.rows], np.uint32),
        )


class Journal:
    """A `DecodeLog` on disk: blocks that each end in a checksum, so that a torn end is left out.

    The first `write` replaces the file, so that of two passes over one film each has a file of its own. A
    disk that cannot be written to costs time at the next start, nothing else.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stream: BinaryIO | None = None
        self._frames = self._keys = 0
        self._refused = False

    def read(self) -> DecodeLog:
        """What was written whole; empty where there is nothing."""
        log = DecodeLog()
        try:
            data = self._file.read_bytes()
        except OSError:
            return log
        position = 0
        while position + _HEAD.itemsize <= len(data):
            kind, frames, keys = (int(part) for part in np.frombuffer(data, _HEAD, 1, position)[0])
            end = position + _HEAD.itemsize + frames * _FRAME.itemsize + keys * _KEY.itemsize
            if kind != _FORMAT or end + _SEAL.itemsize > len(data):
                break
            if zlib.crc32(data[position:end]) != int(np.frombuffer(data, _SEAL, 1, end)[0]):
                break
            body = position + _HEAD.itemsize
            log.rows.extend(np.frombuffer(data, _FRAME, frames, body).tolist())
            log.keys.extend(np.frombuffer(data, _KEY, keys, body + frames * _FRAME.itemsize).tolist())
            position = end + _SEAL.itemsize
        log.failed = log.rows[-1][5] if log.rows else 0
        return log

    def write(self, log: DecodeLog) -> None:
        """Add what is new in `log` since the last time."""
        if self._refused or len(log) == self._frames:
            return
        frames, keys = log.rows[self._frames :], log.keys[self._keys :]
        block = np.array([(_FORMAT, len(frames), len(keys))], _HEAD).tobytes()
        block += np.array(frames, _FRAME).tobytes() + np.array(keys, _KEY).tobytes()
        block += np.array(zlib.crc32(block), _SEAL).tobytes()
        try:
            if self._stream is None:
                self._begin(block)
            else:
                self._stream.write(block)
                self._stream.flush()
        except OSError:
            self._refused = True
        self._frames, self._keys = len(log), len(log.keys)

    def _begin(self, block: bytes) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self._file.parent, prefix=self._file.name, suffix=".part")
        self._stream = os.fdopen(handle, "wb")
        try:
            self._stream.write(block)
            self._stream.flush()
            os.replace(temporary, self._file)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise

    def start_over(self) -> None:
        """The next `write` is that of another log."""
        self.close()
        self._frames = self._keys = 0

    def close(self) -> None:
        if self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.close()
            self._stream = None

    def remove(self) -> None:
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)
