"""A film that says in picture and sound which moment it is, so that both can be read from outside.

Each picture carries its number as a row of magenta (1) and cyan (0) cells in Gray code; every half second
begins with a short tone whose pitch counts on.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT, FPS, SAMPLE_RATE = 1920, 1080, 30, 48_000
CELLS = 16
CELL = 100
BAND_LEFT, BAND_TOP = 160, 480
TONE_EVERY_S = 0.5
TONE_S = 0.06
PITCHES = tuple(round(600 * 1.14**n) for n in range(12))
"""Hertz; the tones' turn lasts `len(PITCHES) * TONE_EVERY_S` seconds."""

# (Y, Cb, Cr) of BT.601: magenta for 1, cyan for 0.
_ONE, _NOUGHT = (107, 202, 222), (169, 166, 16)
_AUDIO_FRAME = 1024
_BACKGROUNDS = 60


def gray(number: int) -> int:
    """Gray code of `number`: neighbours differ in one bit, so that a torn picture is off by one at most."""
    return number ^ (number >> 1)


def from_gray(code: int) -> int:
    """The number whose Gray code is `code`."""
    number = 0
    while code:
        number ^= code
        code >>= 1
    return number


def write_film(path: Path, seconds: int) -> None:
    """Write an MP4 of 1080p30, GOP 250, with AAC.

    H.264 with B-frames where this PyAV can encode it, else MPEG-4 part 2.
    """
    codec = "libx264" if "libx264" in av.codecs_available else "mpeg4"
    options = {"preset": "superfast", "crf": "26", "bf": "3"} if codec == "libx264" else {"qscale": "5"}
    unfinished = path.with_suffix(".part.mp4")
    with av.open(str(unfinished), "w") as container:
        video = container.add_stream(codec, rate=FPS, options=options)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.codec_context.gop_size = 250
        audio = container.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        pictures = _backgrounds()
        heard = 0
        for n in range(seconds * FPS):
            frame = av.VideoFrame.from_ndarray(_with_number(pictures[n % _BACKGROUNDS], n), format="yuv420p")
            frame.pts, frame.time_base = n, Fraction(1, FPS)
            container.mux(video.encode(frame))
            while heard < (n + 1) * SAMPLE_RATE // FPS:
                sound = av.AudioFrame.from_ndarray(_sound(heard), format="fltp", layout="mono")
                sound.sample_rate, sound.pts = SAMPLE_RATE, heard
                sound.time_base = Fraction(1, SAMPLE_RATE)
                container.mux(audio.encode(sound))
                heard += _AUDIO_FRAME
        container.mux(video.encode(None))
        container.mux(audio.encode(None))
    unfinished.replace(path)


def _backgrounds() -> list[NDArray[np.uint8]]:
    """Pictures as planar YUV 4:2:0, `(HEIGHT * 3 / 2, WIDTH)`: a textured ground that moves to and fro."""
    noise = np.random.default_rng(7)
    ground = noise.integers(40, 200, (HEIGHT // 8, WIDTH // 8), dtype=np.uint8).repeat(8, 0).repeat(8, 1)
    pictures = []
    for n in range(_BACKGROUNDS):
        picture = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
        picture[:HEIGHT] = np.roll(ground, 4 * abs(n - _BACKGROUNDS // 2), axis=1)
        pictures.append(picture)
    return pictures


def _with_number(background: NDArray[np.uint8], n: int) -> NDArray[np.uint8]:
    picture = background.copy()
    blue = picture[HEIGHT : HEIGHT + HEIGHT // 4].reshape(HEIGHT // 2, WIDTH // 2)
    red = picture[HEIGHT + HEIGHT // 4 :].reshape(HEIGHT // 2, WIDTH // 2)
    code = gray(n)
    for cell in range(CELLS):
        luma, cb, cr = _ONE if code >> (CELLS - 1 - cell) & 1 else _NOUGHT
        left = BAND_LEFT + cell * CELL
        picture[BAND_TOP : BAND_TOP + CELL, left : left + CELL] = luma
        half = slice(BAND_TOP // 2, (BAND_TOP + CELL) // 2), slice(left // 2, (left + CELL) // 2)
        blue[half], red[half] = cb, cr
    return picture


def _sound(start: int) -> NDArray[np.float32]:
    """One AAC frame's worth of sound, `(1, _AUDIO_FRAME)`: tones with an attack of 2 ms."""
    at = (start + np.arange(_AUDIO_FRAME)) / SAMPLE_RATE
    turn = np.floor(at / TONE_EVERY_S).astype(np.int64)
    since = at - turn * TONE_EVERY_S
    loud = np.clip(np.minimum(since / 0.002, (TONE_S - since) / 0.01), 0, 1)
    pitch = np.asarray(PITCHES)[turn % len(PITCHES)]
    return (0.5 * loud * np.sin(2 * np.pi * pitch * since)).astype(np.float32)[None]
