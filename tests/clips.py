"""Tiny films and sounds made for tests, each a few kilobytes, whose every frame says which one it is.

`clip(name)` makes a clip once for all tests of a process and returns its path; the files are read-only.
Frame N of a film made here is recognised by `number_in(picture)`.
"""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from numpy.typing import NDArray

FPS = 25
_BITS = 8


def numbered_picture(n: int, width: int, height: int) -> NDArray[np.uint8]:
    """(height, width, 3) RGB: `n` in eight vertical black or white bars, and a square that moves below
    them.
    """
    picture = np.full((height, width, 3), 90, np.uint8)
    bar = width / _BITS
    for bit in range(_BITS):
        left, right = round(bit * bar), round((bit + 1) * bar)
        picture[: height // 2, left:right] = 235 if n >> bit & 1 else 20
    size = max(2, min(width, height) // 5)
    x = (n * 5) % max(1, width - size)
    picture[height * 3 // 4 : height * 3 // 4 + size, x : x + size] = (200, 60, 40)
    return picture


def number_in(picture: NDArray[np.uint8]) -> int:
    """The number that `numbered_picture` drew, read from a decoded picture of any size."""
    height, width = picture.shape[:2]
    row = picture[height // 8 : max(height // 8 + 1, height * 3 // 8)].mean(axis=(0, 2))
    bar = width / _BITS
    return sum((row[int((bit + 0.5) * bar)] > 128) << bit for bit in range(_BITS))


def tone(seconds: float, rate: int, pitches: Sequence[float], loud: float = 0.4) -> NDArray[np.float32]:
    """(samples, len(pitches)): one sine wave for each channel."""
    time = np.arange(round(seconds * rate)) / rate
    return np.stack([loud * np.sin(2 * np.pi * pitch * time) for pitch in pitches], axis=1).astype(np.float32)


def write_film(
    path: Path,
    times: Sequence[int] | int = 50,
    *,
    time_base: Fraction = Fraction(1, FPS),
    size: tuple[int, int] = (96, 64),
    codec: str = "mpeg4",
    b_frames: int = 0,
    gop: int = 12,
    rotation: int = 0,
    mirrored: tuple[bool, bool] = (False, False),
    sound: NDArray[np.float32] | None = None,
    rate: int = 16000,
    sound_start_s: float = 0.0,
    sound_codec: str = "aac",
    options: dict[str, str] | None = None,
) -> Path:
    """Write a film whose frame N shows number N.

    `times`: the frames' times in `time_base` ticks, or how many there are (then 0, 1, 2, …). `sound`:
    (samples, channels), beginning at `sound_start_s`. `mirrored`: (left-right, up-down), after `rotation`.
    """
    ticks = list(range(times)) if isinstance(times, int) else list(times)
    with av.open(str(path), "w", options=options or {}) as container:
        film = None
        if ticks:
            film = container.add_stream(codec, rate=FPS)
            film.width, film.height = size
            film.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
            film.bit_rate = 400_000
            context = film.codec_context
            context.time_base = time_base
            context.gop_size = gop
            context.max_b_frames = b_frames
            # One thread: the same bytes on every machine.
            context.thread_count = 1
            if rotation or any(mirrored):
                film.set_display_rotation(rotation, *mirrored)
        track = None
        if sound is not None:
            layout = "mono" if sound.shape[1] == 1 else "stereo"
            track = container.add_stream(sound_codec, rate=rate, layout=layout)
        for n, tick in enumerate(ticks):
            assert film is not None
            frame = VideoFrame.from_ndarray(numbered_picture(n, *size), format="rgb24")
            frame.pts, frame.time_base = tick, time_base
            container.mux(film.encode(frame))
        if film is not None:
            container.mux(film.encode(None))
        if track is not None and sound is not None:
            _write_sound(container, track, sound, rate, sound_start_s)
    return path


def _write_sound(
    container: av.container.OutputContainer,
    track: av.AudioStream,
    sound: NDArray[np.float32],
    rate: int,
    start_s: float,
) -> None:
    first = round(start_s * rate)
    integer = track.codec_context.name.startswith("pcm")
    for begin in range(0, len(sound), 1024):
        part = sound[begin : begin + 1024]
        if integer:
            data = (np.clip(part, -1, 1) * 32767).astype(np.int16).reshape(1, -1)
            frame = AudioFrame.from_ndarray(data, format="s16", layout=track.layout.name)
        else:
            frame = AudioFrame.from_ndarray(
                np.ascontiguousarray(part.T), format="fltp", layout=track.layout.name
            )
        frame.sample_rate, frame.pts, frame.time_base = rate, first + begin, Fraction(1, rate)
        container.mux(track.encode(frame))
    container.mux(track.encode(None))


# Lengths of a telephone's frames: unequal, as when the light changes.
_VARIABLE = [0]
for _step in ([33] * 6 + [50] * 3 + [100] * 2 + [34, 32, 40]) * 3:
    _VARIABLE.append(_VARIABLE[-1] + _step)

_MAKERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    # The plain case: MPEG-4 with key frames every 12 and stereo sound (440 Hz left, 880 Hz right).
    "plain": ("mp4", lambda path: write_film(path, sound=tone(2.0, 16000, (440, 880)))),
    "video_only": ("mp4", write_film),
    "b_frames": ("mp4", lambda path: write_film(path, b_frames=2, gop=15)),
    "b_frames_mkv": ("mkv", lambda path: write_film(path, b_frames=2, gop=15)),
    "b_frames_avi": ("avi", lambda path: write_film(path, b_frames=2, gop=15)),
    # MPEG-2 in a transport stream: open groups of pictures, first time stamp 1.4 s and more.
    "open_gop_ts": ("ts", lambda path: write_film(path, codec="mpeg2video", b_frames=2, gop=10)),
    "variable_rate": ("mp4", lambda path: write_film(path, _VARIABLE, time_base=Fraction(1, 1000))),
    "late_start": ("mkv", lambda path: write_film(path, [n + 40 for n in range(50)])),
    "rotated_90": ("mp4", lambda path: write_film(path, 10, rotation=-90)),
    "rotated_180": ("mp4", lambda path: write_film(path, 10, rotation=180)),
    "one_frame": ("mp4", lambda path: write_film(path, 1)),
    "odd_size": ("mp4", lambda path: write_film(path, 12, size=(161, 121))),
    "all_key_frames": ("mov", lambda path: write_film(path, 20, codec="mjpeg", gop=1)),
    "audio_only": ("m4a", lambda path: write_film(path, 0, sound=tone(1.5, 16000, (440,)))),
    "audio_wav": (
        "wav",
        lambda path: write_film(path, 0, sound=tone(1.5, 16000, (440,)), sound_codec="pcm_s16le"),
    ),
    # The sound begins half a second after the film.
    "late_sound": ("mkv", lambda path: write_film(path, sound=tone(1.0, 16000, (440,)), sound_start_s=0.5)),
}

CLIPS = tuple(_MAKERS)
FILMS = tuple(name for name in CLIPS if not name.startswith("audio"))


@functools.cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sora-clips-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@functools.cache
def clip(name: str) -> Path:
    """The clip `name` of `CLIPS`, made on first use. Copy it before changing it: everybody shares it."""
    extension, make = _MAKERS[name]
    path = _folder() / f"{name}.{extension}"
    make(path)
    path.chmod(0o444)
    return path
