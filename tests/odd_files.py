"""Files that a person comes across: several films in one, cut short, never closed, still being written."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from tests.clips import FPS, numbered_picture, tone

SECOND_FILM, SECOND_SOUND = 1, 3
OFFSET = 100
"""Frame N of the second film shows number N + 100."""


def write_two_films(path: Path, frames: int = 30) -> Path:
    """Streams 0 and 1: films of 96×64 and 128×96, the second with ten frames fewer; 2 and 3: sounds of
    440 Hz and 880 Hz, the second half as loud, called “commentary”, in German.
    """
    with av.open(str(path), "w") as container:
        films = []
        for width, height in ((96, 64), (128, 96)):
            film = container.add_stream("mpeg4", rate=FPS)
            film.width, film.height, film.pix_fmt, film.bit_rate = width, height, "yuv420p", 400_000
            film.codec_context.thread_count = 1
            films.append(film)
        sounds = [container.add_stream("pcm_s16le", rate=16000, layout="mono") for _ in range(2)]
        sounds[1].metadata.update(title="commentary", language="deu")
        for n in range(frames):
            for number, film in enumerate(films):
                if number and n >= frames - 10:
                    continue
                picture = numbered_picture(n + OFFSET * number, film.width, film.height)
                frame = VideoFrame.from_ndarray(picture, format="rgb24")
                frame.pts, frame.time_base = n, Fraction(1, FPS)
                container.mux(film.encode(frame))
        for film in films:
            container.mux(film.encode(None))
        for pitch, loud, sound in zip((440, 880), (0.4, 0.2), sounds, strict=True):
            samples = (tone(frames / FPS, 16000, (pitch,), loud) * 32767).astype(np.int16).T.copy()
            frame = AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = 16000, 0, Fraction(1, 16000)
            container.mux(sound.encode(frame))
            container.mux(sound.encode(None))
    return path


def cut(source: Path, target: Path, share: float) -> Path:
    """The first `share` of `source`."""
    data = source.read_bytes()
    target.write_bytes(data[: round(len(data) * share)])
    return target


def write_live_matroska(path: Path, frames: int = 100) -> Path:
    """A recording whose writer could not go back to fill in its length."""
    with path.open("wb") as stream:

        class Tape:  # without `seek`, as a pipe
            name = str(path)

            def write(self, data: bytes) -> int:
                return stream.write(data)

        with av.open(Tape(), "w", format="matroska", options={"cluster_time_limit": "400"}) as container:
            film = container.add_stream("mpeg4", rate=FPS)
            film.width, film.height, film.pix_fmt, film.bit_rate = 96, 64, "yuv420p", 400_000
            film.codec_context.gop_size = 10
            film.codec_context.thread_count = 1
            for n in range(frames):
                frame = VideoFrame.from_ndarray(numbered_picture(n, 96, 64), format="rgb24")
                frame.pts, frame.time_base = n, Fraction(1, FPS)
                container.mux(film.encode(frame))
            container.mux(film.encode(None))
    return path
