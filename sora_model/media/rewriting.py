"""A stretch of a film written again, whole or damaged on purpose, as a small film of its own.

For measurements only: what is written is temporary, and never takes the place of the original.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from sora_model.contract.errors import SoraError
from sora_model.media.audio_reader import AudioReader, Samples
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pictures import Picture
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import PtsIndex

MILLISECOND = Fraction(1, 1000)
SOUND_RATE = 16000
"""What the model hears; more need not be kept."""


@dataclass(frozen=True)
class Encoder:
    """A picture encoder of PyAV's wheel; its `options` as FFmpeg names them."""

    codec: str
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def available(self) -> bool:
        return self.codec in av.codecs_available and _can_write(self.codec)


LOSSLESS = Encoder("ffv1")


def _can_write(codec: str) -> bool:
    try:
        return av.Codec(codec, "w").is_encoder
    except av.codec.codec.UnknownCodecError:
        return False


def write_stretch(
    source: Path,
    index: PtsIndex,
    target: Path,
    start_s: float,
    end_s: float,
    *,
    encoder: Encoder = LOSSLESS,
    change: Callable[[Picture], Picture] | None = None,
    every: int = 1,
    sound: bool = True,
    sound_stream: int | None = None,
    cancelled: Callable[[], bool],
) -> None:
    """Write the frames shown in `[start_s, end_s)` of `source`, and its sound there, as a Matroska file.

    Its first sound, or stream number `sound_stream`. `change` is done to every picture; only every
    `every`-th frame is kept, at its own time; without `sound` the file has none. Raises `SoraError`,
    `OSError`, and `Cancelled` between two frames.
    """
    first = index.frame_at(index.tick_at(start_s))
    last = max(first + 1, index.frame_at(index.tick_at(end_s) - 1) + 1)
    zero = index.seconds(index.start_of(first))
    heard = _sound_of(source, sound_stream, zero, end_s) if sound else None
    film: VideoStream | None = None
    with av.open(str(target), "w", format="matroska") as container, FrameDecoder(source, index) as decoder:
        track = container.add_stream("pcm_s16le", rate=SOUND_RATE, layout="mono") if sound else None
        try:
            for n, decoded in decoder.frames(range(first, last, every)):
                if cancelled():
                    raise Cancelled
                picture = _even(change(decoded) if change is not None else decoded)
                if film is None:
                    film = _film_track(container, encoder, picture, max(1, round(index.average_fps)))
                frame = VideoFrame.from_ndarray(picture, format="rgb24")
                frame.pts = round((index.seconds(index.start_of(n)) - zero) * 1000)
                frame.time_base = MILLISECOND
                container.mux(film.encode(frame))
            if film is not None:
                container.mux(film.encode(None))
            if heard is not None and isinstance(track, AudioStream):
                _write_sound(container, track, heard)
        except FFmpegError as error:
            raise SoraError(
                "{file} cannot be written again as {codec} ({reason}).",
                file=source.name,
                codec=encoder.codec,
                reason=error,
            ) from error


def _film_track(container: OutputContainer, encoder: Encoder, picture: Picture, rate: int) -> VideoStream:
    film = container.add_stream(encoder.codec, rate=rate, options=dict(encoder.options))
    assert isinstance(film, VideoStream)
    film.height, film.width = picture.shape[:2]
    film.pix_fmt = "yuv420p"
    film.codec_context.time_base = MILLISECOND
    return film


def _sound_of(source: Path, stream: int | None, start_s: float, end_s: float) -> Samples:
    with AudioReader(source, stream) as reader:
        return reader.read(start_s, end_s - start_s, SOUND_RATE, 1)


def _write_sound(container: OutputContainer, track: AudioStream, samples: Samples) -> None:
    whole = np.clip(np.rint(samples[:, 0] * 32767), -32768, 32767).astype(np.int16)
    frame = AudioFrame.from_ndarray(whole[None], format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, 0, Fraction(1, SOUND_RATE)
    container.mux(track.encode(frame))
    container.mux(track.encode(None))


def _even(picture: Picture) -> Picture:
    """Without a last odd row or column, which 4:2:0 cannot hold."""
    height, width = picture.shape[:2]
    return np.ascontiguousarray(picture[: height // 2 * 2, : width // 2 * 2])
