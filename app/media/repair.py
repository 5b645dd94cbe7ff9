"""Films without a table of contents: what happened, and rebuilding the picture with a good film's help.

A camera writes pictures and sound first and the table that says where each begins (the moov box) last. When
it loses power, the pictures are there and nothing says where. H.264 and HEVC pictures are stored as units
with their length in front (ISO 14496-15), which can be found again; how they are to be decoded (the parameter
sets) is only in the table, but the same in every film of the same camera with the same settings.
"""

from __future__ import annotations

import contextlib
import mmap
import os
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
from av.codec.context import CodecContext
from av.packet import Packet
from av.video.stream import VideoStream

from app.domain.errors import UserError
from app.domain.texts import Text
from app.media.failures import user_errors
from sora_model.media.progress import IsCancelled, OnProgress, Pace
from sora_model.media.streams import open_media, packets, video_stream

_START_CODES = b"\0\0\0", b"\0\0\1", b"\0\0\2"
"""Never inside a unit: what would look so is written with an emulation-prevention byte (7.4.1)."""

_TAIL = 5
_LARGEST = 16 << 20
_SAMPLE = 300  # packets of the good film that are looked at


class CutShort(UserError):
    """The film's table of contents is missing; `path` names it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Text(
                "{file} is cut short: its table of contents (the moov box, which a camera writes last) is "
                "missing, as after a dead battery or a copy that was broken off."
            ),
            way_out="Copy it again from the card; or put the card into the camera and switch it on, many "
            "cameras finish the file; or rebuild its picture with a film of the same camera.",
            file=path,
        )
        self.path = path


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """`skipped`: bytes that are no picture (sound, or damage)."""

    path: Path
    frames: int
    seconds: float
    skipped: int


def lacks_contents(path: str | os.PathLike[str]) -> bool:
    """Whether `path` is an MP4 or MOV file with pictures or sound and no table of contents."""
    try:
        with Path(path).open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            names = {name for name, _, _ in _boxes(stream, size)}
    except OSError:
        return False
    return "mdat" in names and "moov" not in names and "moof" not in names


def rebuild(
    broken: Path,
    healthy: Path,
    target: Path,
    *,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> Rebuilt:
    """Write the pictures of `broken` to the new Matroska file `target`, decoded as those of `healthy`.

    Frames get the times of a constant rate, that of `healthy`; sound is left out, since nothing says where
    its pieces begin. `broken` is only read. Raises UserError where `healthy` is of no use or no picture is
    found, Cancelled; nothing half made is left.
    """
    if target.exists():
        raise UserError(
            "{path} is there already.", way_out="Choose another name for the new film.", path=target
        )
    try:
        with user_errors(), open_media(healthy) as container:
            film = video_stream(container)
            kind = _Units.like(healthy, film)
            assert film is not None
            found = _found(broken, kind, on_progress, cancelled)
            order = _presentation_order(kind, film, [data for data, _ in found.pictures])
            _write(target, film, found.pictures, order, kind.rate)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    frames = len(order)
    if not frames:
        target.unlink(missing_ok=True)
        raise UserError(
            "No picture of {file} can be decoded with the help of {healthy}.",
            way_out="Choose a film of the same camera with the same size, rate and quality.",
            file=broken.name,
            healthy=healthy.name,
        )
    return Rebuilt(target, frames, float(frames / kind.rate), found.skipped)


# --- what the good film tells ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Units:
    """How the units of a film look. `heads`: the first bytes that occur; `largest`: of a unit, in bytes."""

    codec: str
    extradata: bytes
    length_size: int
    heads: frozenset[bytes]
    largest: int
    rate: Fraction

    @staticmethod
    def like(path: Path, film: VideoStream | None) -> _Units:
        name = film.codec_context.codec.canonical_name if film is not None else ""
        extradata = film.codec_context.extradata or b"" if film is not None else b""
        place = {"h264": 4, "hevc": 21}.get(name)
        # Byte 0 is 1 in the configuration records of ISO 14496-15; start codes begin with 0.
        if film is None or place is None or len(extradata) <= place or extradata[0] != 1:
            raise UserError(
                "{file} is no help: only films in H.264 or HEVC from an MP4 or MOV file are.",
                way_out="Choose a film of the same camera as it came from the camera.",
                file=path.name,
            )
        size = (extradata[place] & 3) + 1
        head = 1 if name == "h264" else 2
        heads: set[bytes] = set()
        largest = 0
        for number, packet in enumerate(packets(film.container, film)):  # type: ignore[arg-type]
            for unit in _split(bytes(packet), size):
                heads.add(unit[:head])
                largest = max(largest, len(unit))
            if number >= _SAMPLE:
                break
        rate = Fraction(film.average_rate or film.guessed_rate or 25)
        return _Units(name, extradata, size, frozenset(heads), min(_LARGEST, 8 * largest), rate)

    def is_valid(self, head: bytes) -> bool:
        """Whether a unit may begin so: the forbidden bit is 0, the type is one of the base layer's."""
        if self.codec == "h264":
            return head[0] < 128 and head[0] & 31 in (1, 5, 6, 7, 8, 9)
        kind = head[0] >> 1
        layer = (head[0] & 1) << 5 | head[1] >> 3
        return layer == 0 and head[1] & 7 > 0 and (kind <= 9 or 16 <= kind <= 21 or 32 <= kind <= 40)

    def is_picture(self, unit: bytes) -> bool:
        """Whether the unit is a piece of a picture, not a parameter or a message."""
        return 1 <= unit[0] & 31 <= 5 if self.codec == "h264" else (unit[0] >> 1 & 63) < 32

    def begins_picture(self, unit: bytes) -> bool:
        """Of a piece of a picture: its first. The first bit after the head says so in both codecs."""
        head = 1 if self.codec == "h264" else 2
        return len(unit) > head and unit[head] >= 128

    def is_key(self, unit: bytes) -> bool:
        return unit[0] & 31 == 5 if self.codec == "h264" else 16 <= (unit[0] >> 1 & 63) <= 21


def _split(data: bytes, size: int) -> Iterator[bytes]:
    position = 0
    while position + size < len(data):
        length = int.from_bytes(data[position : position + size], "big")
        position += size
        yield data[position : position + length]
        position += length


# --- finding the pictures ----------------------------------------------------------------------------------


@dataclass
class _Found:
    """`pictures`: each with whether decoding can start at it."""

    pictures: list[tuple[bytes, bool]]
    skipped: int


def _found(
    broken: Path, kind: _Units, on_progress: OnProgress | None, cancelled: IsCancelled | None
) -> _Found:
    try:
        with (
            broken.open("rb") as stream,
            contextlib.closing(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)) as data,
        ):
            start, end = _media_data(data)
            return _pictures(data, start, end, kind, Pace(end, on_progress, cancelled))
    except (OSError, ValueError) as error:
        raise UserError("{file} cannot be read: {reason}.", file=broken.name, reason=error) from error


def _media_data(data: mmap.mmap) -> tuple[int, int]:
    for name, start, end in _boxes(data, len(data)):
        if name == "mdat":
            return start, min(end, len(data))
    return 0, len(data)


def _pictures(data: mmap.mmap, start: int, end: int, kind: _Units, pace: Pace) -> _Found:
    """Walks from unit to unit; where none begins, one byte on."""
    pictures: list[tuple[bytes, bool]] = []
    current: list[bytes] = []
    has_picture = key = False
    skipped, position, size, chained = 0, start, kind.length_size, True
    while position + size < end:
        length = int.from_bytes(data[position : position + size], "big")
        unit = _unit(data, position + size, length, end, kind, chained)
        chained = unit is not None
        if unit is None:
            position += 1
            skipped += 1
            if skipped % (1 << 16) == 0:
                pace.step(position)
            continue
        if has_picture and (not kind.is_picture(unit) or kind.begins_picture(unit)):
            pictures.append((b"".join(current), key))
            current, has_picture, key = [], False, False
            pace.step(position)
        current.append(length.to_bytes(size, "big") + unit)
        if kind.is_picture(unit):
            has_picture, key = True, key or kind.is_key(unit)
        position += size + length
    if has_picture:
        pictures.append((b"".join(current), key))
    pace.finish()
    first = next((n for n, (_, is_key) in enumerate(pictures) if is_key), len(pictures))
    return _Found(pictures[first:], skipped)


def _unit(data: mmap.mmap, start: int, length: int, end: int, kind: _Units, chained: bool) -> bytes | None:
    """The unit at `start` if what is there can be one. `chained`: one ends right before, so that any valid
    head will do; else only those of the good film, for bytes of sound look like a head now and then.
    """
    head = 1 if kind.codec == "h264" else 2
    if not head < length <= kind.largest or start + length > end:
        return None
    first = data[start : start + head]
    if first not in kind.heads and not (chained and kind.is_valid(first)):
        return None
    unit = data[start : start + length]
    # Some encoders leave an end-of-stream unit with its start code at the very end.
    return None if any(code in unit[:-_TAIL] for code in _START_CODES) else unit


def _boxes(file: BinaryIO | mmap.mmap, size: int) -> Iterator[tuple[str, int, int]]:
    """(name, start of what is in it, end) of the outermost boxes; the last may end behind the file."""
    position = 0
    while position + 8 <= size:
        file.seek(position)
        header = file.read(16)
        length, inside = int.from_bytes(header[:4], "big"), 8
        if length == 1 and len(header) == 16:
            length, inside = int.from_bytes(header[8:16], "big"), 16
        elif length == 0:
            length = size - position
        if length < inside:
            return
        yield header[4:8].decode("latin-1"), position + inside, position + length
        position += length


# --- writing them ------------------------------------------------------------------------------------------


def _presentation_order(kind: _Units, film: VideoStream, pictures: list[bytes]) -> list[int]:
    """Numbers of `pictures` in the order in which they are shown: that in which the decoder gives them."""
    context = CodecContext.create(film.codec_context.codec.name, "r")
    context.extradata = kind.extradata
    order: list[int] = []

    def take(packet: Packet | None) -> None:
        with contextlib.suppress(av.error.FFmpegError):
            order.extend(frame.pts for frame in context.decode(packet) if frame.pts is not None)  # type: ignore[attr-defined]

    for number, data in enumerate(pictures):
        packet = Packet(data)
        packet.pts = packet.dts = number
        take(packet)
    take(None)
    return order


def _write(
    target: Path, film: VideoStream, pictures: list[tuple[bytes, bool]], order: list[int], rate: Fraction
) -> None:
    rank = {number: place for place, number in enumerate(order)}
    shown = [(number, *pictures[number]) for number in sorted(rank)]
    delay = max((place - rank[number] for place, (number, _, _) in enumerate(shown)), default=0)
    step = 1 / rate
    base = Fraction(1, 90_000)
    try:
        with av.open(str(target), "w", format="matroska") as container:
            stream = container.add_stream_from_template(film)
            for place, (number, data, is_key) in enumerate(shown):
                packet = Packet(data)
                packet.stream, packet.time_base = stream, base
                packet.pts = round(rank[number] * step / base)
                packet.dts = round((place - delay) * step / base)
                packet.duration = round(step / base)
                packet.is_keyframe = is_key
                container.mux(packet)
    except (OSError, av.error.FFmpegError) as error:
        raise UserError(
            "{class_name} cannot be written: {reason}.",
            way_out="Choose another folder or free some space.",
            class_name=target.name,
            reason=error,
        ) from error
