"""The films and sounds that a file holds, and a picture of each film: what a person chooses from."""

from __future__ import annotations

import os
from collections.abc import Iterable

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from app.media.failures import user_errors
from app.media.media_facts import StreamFacts
from sora_model.media.pictures import Picture, PictureConverter, display_matrix
from sora_model.media.streams import (
    decoded_pictures,
    is_cover_picture,
    open_media,
    packets,
    video_stream,
)

_PROTECTED = frozenset({"encv", "enca", "drmi", "drms"})


def stream_facts(container: InputContainer) -> tuple[StreamFacts, ...]:
    """Every film and sound of the file, in its order; cover pictures are none."""
    found: list[StreamFacts] = []
    for stream in container.streams:
        if isinstance(stream, VideoStream) and not (stream.codec_context and is_cover_picture(stream)):
            found.append(_film(stream, not any(s.is_film and s.usable for s in found)))
        elif isinstance(stream, AudioStream):
            found.append(_sound(stream, not any(not s.is_film and s.usable for s in found)))
    return tuple(found)


def is_protected(stream: VideoStream | AudioStream) -> bool:
    """Whether the file says that the stream is encrypted."""
    try:
        return stream.codec_context.codec_tag in _PROTECTED
    except UnicodeDecodeError:  # a number, not four letters
        return False


def first_pictures(path: str | os.PathLike[str], numbers: Iterable[int], width: int) -> dict[int, Picture]:
    """The first picture of each of the films `numbers`, `width` pixels wide; those that do not decode are
    left out. Raises UserError.
    """
    found = {}
    for number in numbers:
        with user_errors(), open_media(path) as container:
            film = video_stream(container, number)
            frame = next(decoded_pictures(packets(container, film), film), None) if film is not None else None
            if frame is None:
                continue
            across, down = frame.width, frame.height
            if not display_matrix(frame)[0]:  # turned by a quarter
                across, down = down, across
            found[number] = PictureConverter().rgb(frame, (width, max(1, round(down * width / across))))
    return found


def _film(stream: VideoStream, first: bool) -> StreamFacts:
    context = stream.codec_context
    if context is None:
        return StreamFacts(stream.index, True, _codec(stream), usable=False)
    rate = stream.average_rate or 0
    return StreamFacts(
        stream.index,
        True,
        context.codec.canonical_name,
        width=context.width,
        height=context.height,
        rate=float(rate),
        language=_tag(stream, "language"),
        title=_tag(stream, "title"),
        default=first,
    )


def _sound(stream: AudioStream, first: bool) -> StreamFacts:
    context = stream.codec_context
    if context is None:
        return StreamFacts(stream.index, False, _codec(stream), usable=False)
    return StreamFacts(
        stream.index,
        False,
        context.codec.canonical_name,
        rate=float(stream.rate or 0),
        channels=stream.channels,
        language=_tag(stream, "language"),
        title=_tag(stream, "title"),
        default=first,
    )


def _tag(stream: av.stream.Stream, name: str) -> str:
    value = str(stream.metadata.get(name, "")).strip()
    return "" if name == "language" and value == "und" else value


def _codec(stream: av.stream.Stream) -> str:
    return str(stream.metadata.get("encoder", "")) or "unknown"
