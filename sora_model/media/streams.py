"""Opening a media file, choosing its streams, and walking its packets past whatever is broken."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias, TypeVar

import av
from av.audio.stream import AudioStream
from av.codec.hwaccel import HWAccel
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from sora_model.contract.errors import SoraError

VideoPacket: TypeAlias = "Packet[VideoStream]"

AnyStream = TypeVar("AnyStream", VideoStream, AudioStream)

_SAME_EACH_TIME = {"ffv1": "SLICE", "vp8": "NONE"}
"""How decoders may use threads that otherwise show damage differently each time, and do not say so."""

NO_TIME = -(2**63)
"""Stands for "no time stamp" in integer arrays; libav's AV_NOPTS_VALUE."""

_SOUGHT_BY_PTS = ("matroska", "mov")
"""Containers whose key frames are sought by presentation times; all others' by decoding times."""


def open_media(path: str | os.PathLike[str], *, hwaccel: HWAccel | None = None) -> InputContainer:
    """Open `path` for reading only; with `hwaccel` for viewing only, see `hardware.open_on`.

    Raises `SoraError` naming the file and the reason when it is missing, a folder, empty, cut short or no
    media file. Only local files are ever opened: what a play list or a film refers to on a network is
    not.
    """
    file = Path(path)
    if file.is_dir():
        raise SoraError("{file} is a folder, not a media file. Choose a file inside it.", file=file)
    try:
        size = file.stat().st_size
    except FileNotFoundError:
        raise SoraError("{file} does not exist. Check the path, or find the file again.", file=file) from None
    except OSError as error:
        raise SoraError("{file} cannot be read: {reason}.", file=file, reason=error.strerror) from error
    if size == 0:
        raise SoraError(
            "{file} is empty (0 bytes): nothing was recorded or copied. Copy it again from its source.",
            file=file,
        )
    try:
        container = av.open(
            # "file:" keeps a colon in a name from being taken for a protocol.
            f"file:{os.path.abspath(file)}",
            mode="r",
            metadata_errors="replace",
            options={"protocol_whitelist": "file"},
            hwaccel=hwaccel,
        )
    except PermissionError:
        raise SoraError("{file} cannot be read: permission denied.", file=file) from None
    except av.error.FFmpegError as error:
        raise _unreadable(file, error) from error
    if not container.streams.video and not container.streams.audio:
        container.close()
        raise SoraError("{file} holds neither picture nor sound.", file=file)
    if not _decodable(container.streams.video) and not _decodable(container.streams.audio):
        container.close()
        raise SoraError(
            "{file} cannot be played: no decoder for its kind of picture and sound is there.", file=file
        )
    return container


def _unreadable(file: Path, error: Exception) -> SoraError:
    with file.open("rb") as stream:
        head = stream.read(4096)
    if head[4:8] == b"ftyp" and not _has_top_level_atom(file, b"moov"):
        return SoraError(
            "{file} is cut short: its table of contents (the moov box, written last) is missing. Copy it "
            "again from its source, or repair it with a copy made by the same camera.",
            file=file,
        )
    if b"\0" not in head and _is_text(head):
        return SoraError("{file} is a text file, not a media file, whatever its name says.", file=file)
    return SoraError(
        "{file} is not a media file that can be read ({reason}). It may be damaged or of an unknown kind.",
        file=file,
        reason=getattr(error, "strerror", None) or error,
    )


def _is_text(head: bytes) -> bool:
    try:
        head[: max(1, len(head) - 4)].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _has_top_level_atom(file: Path, name: bytes) -> bool:
    size = file.stat().st_size
    with file.open("rb") as stream:
        position = 0
        while position + 8 <= size:
            stream.seek(position)
            header = stream.read(16)
            length = int.from_bytes(header[:4], "big")
            if header[4:8] == name:
                return True
            if length == 1 and len(header) == 16:
                length = int.from_bytes(header[8:16], "big")
            if length < 8:
                return False
            position += length
    return False


def _decodable(streams: Sequence[AnyStream]) -> list[AnyStream]:
    # PyAV gives a stream of a codec that it lacks no context.
    return [stream for stream in streams if stream.codec_context is not None]


def is_cover_picture(stream: VideoStream) -> bool:
    """A picture attached to sound (an album's cover), which is no film."""
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def film_streams(container: InputContainer) -> list[VideoStream]:
    """Video streams that are films, in file order; cover pictures are none."""
    return [stream for stream in _decodable(container.streams.video) if not is_cover_picture(stream)]


def video_stream(container: InputContainer, stream: int | None = None) -> VideoStream | None:
    """The film that is shown: stream number `stream` of the container, else the first; None without one."""
    films = film_streams(container)
    if stream is None:
        return films[0] if films else None
    return next((film for film in films if film.index == stream), None)


def audio_stream(container: InputContainer, stream: int | None = None) -> AudioStream | None:
    """The sound that is played: stream number `stream` of the container, else the first; None without one."""
    sounds = _decodable(container.streams.audio)
    if stream is None:
        return sounds[0] if sounds else None
    return next((sound for sound in sounds if sound.index == stream), None)


def origin_of(container: InputContainer) -> Fraction:
    """Second 0 on the streams' own clock: the container's start, as the `ffmpeg` program shows it."""
    return Fraction(container.start_time or 0, av.time_base)


def seek_time(container: InputContainer, pts: int, dts: int) -> int:
    """The time by which a key packet is sought: its presentation time or its decoding time."""
    by_pts = dts == NO_TIME or container.format.name.startswith(_SOUGHT_BY_PTS)
    return pts if by_pts else dts


def packets(container: InputContainer, stream: AnyStream) -> Iterator[Packet[AnyStream]]:
    """Packets of one stream in file order, ending where reading fails (as `ffmpeg` does), without the
    flush.
    """
    demuxed = container.demux(stream)
    while True:
        try:
            packet = next(demuxed)
        except (StopIteration, av.error.EOFError):
            return
        except IndexError:
            # PyAV looks for streams that turned up while reading among those that it knew of.
            return
        except av.error.FFmpegError:
            return
        if packet.size == 0:
            # PyAV's flush packet: the decoder is flushed by whoever decodes.
            continue
        yield packet


def decoded_pictures(
    source: Iterator[VideoPacket], stream: VideoStream, on_error: Callable[[], None] | None = None
) -> Iterator[VideoFrame]:
    """The decoder's outputs for `source`, in its order, packets that fail skipped, then what it still
    holds.
    """
    for packet in source:
        try:
            pictures = packet.decode()
        except av.error.FFmpegError:
            if on_error is not None:
                on_error()
            continue
        yield from pictures
    try:
        yield from stream.decode(None)
    except av.error.EOFError:
        return
    except av.error.FFmpegError:
        if on_error is not None:
            on_error()


def set_threads(stream: VideoStream, threads: int | None) -> None:
    """`threads`: how many the decoder may use, 0 or None for as many as it likes; pictures stay the same."""
    context = stream.codec_context
    context.thread_type = _SAME_EACH_TIME.get(context.name, "AUTO")
    context.thread_count = threads or 0
