"""A long 1080p film with sound for measuring: a minute is encoded, then its packets are repeated."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

WIDTH, HEIGHT, FPS, SAMPLE_RATE = 1920, 1080, 30, 48_000
AUDIO_FRAME = 1024
# A whole number of video frames and of AAC frames, so that repeated packets meet without a gap.
TURN_S = 64


def write_film(path: Path, turns: int, seed: int = 0, *, height: int = HEIGHT) -> None:
    """Write an MP4: H.264 where this PyAV can encode it, else MPEG-4 part 2; AAC at 48 kHz.

    It lasts `turns` × `TURN_S` seconds. Two kinds of seconds alternate, a bright square that moves left or
    right with a low or a high tone, so that a model has something to learn. It is 16:9, `height` a multiple
    of 72.
    """
    once = path.with_suffix(".once.mp4")
    _encode_once(once, seed, height)
    try:
        _repeat(once, path, turns)
    finally:
        once.unlink()


def kind_of_second(second: int) -> int:
    """0 or 1: what happens in this second of the film (the same in every turn)."""
    return (second % TURN_S) // 2 % 2


def _encode_once(path: Path, seed: int, height: int) -> None:
    noise = np.random.default_rng(seed)
    small = height // 8, height * 2 // 9
    background = noise.integers(40, 90, small, dtype=np.uint8).repeat(8, 0).repeat(8, 1)
    codec = "libx264" if "libx264" in av.codecs_available else "mpeg4"
    options = {"preset": "ultrafast", "crf": "30"} if codec == "libx264" else {"qscale": "6"}
    with av.open(str(path), "w") as container:
        video = container.add_stream(codec, rate=FPS, options=options)
        video.width, video.height, video.pix_fmt = height * 16 // 9, height, "yuv420p"
        video.codec_context.gop_size = FPS
        audio = container.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        for n in range(TURN_S * FPS):
            frame = av.VideoFrame.from_ndarray(_picture(background, n), format="yuv420p")
            frame.pts, frame.time_base = n, Fraction(1, FPS)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        for start in range(0, TURN_S * SAMPLE_RATE, AUDIO_FRAME):
            sound = av.AudioFrame.from_ndarray(_sound(start), format="fltp", layout="mono")
            sound.sample_rate, sound.pts, sound.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
            container.mux(audio.encode(sound))
        container.mux(audio.encode(None))


def _picture(background: np.ndarray, n: int) -> np.ndarray:
    """Frame `n` as planar YUV 4:2:0, `(height * 3 / 2, width) uint8`."""
    height, width = background.shape
    side = height * 5 // 18
    picture = np.full((height * 3 // 2, width), 128, dtype=np.uint8)
    picture[:height] = np.roll(background, n, axis=1)
    second, phase = divmod(n, FPS)
    along = phase / FPS if kind_of_second(second) else 1 - phase / FPS
    x, y = int(along * (width - side)), height // 3
    picture[y : y + side, x : x + side] = 235
    return picture


def _sound(start: int) -> np.ndarray:
    """One AAC frame's worth of tone, `(1, AUDIO_FRAME) float32`."""
    at = (start + np.arange(AUDIO_FRAME)) / SAMPLE_RATE
    pitch = 880.0 if kind_of_second(int(start / SAMPLE_RATE)) else 330.0
    return (0.2 * np.sin(2 * np.pi * pitch * at)).astype(np.float32)[None]


def _repeat(once: Path, path: Path, turns: int) -> None:
    """Write the packets of `once` again and again, each turn later by its length."""
    with av.open(str(path), "w") as out:
        streams: dict[int, av.stream.Stream] = {}
        first: dict[int, int] = {}
        for turn in range(turns):
            with av.open(str(once)) as source:
                for stream in source.streams:
                    if stream.index not in streams:
                        streams[stream.index] = out.add_stream_from_template(stream)
                for packet in source.demux():
                    if packet.dts is None or packet.pts is None:
                        continue
                    length = int(TURN_S / packet.time_base)
                    began = first.setdefault(packet.stream.index, packet.dts)
                    if packet.dts >= began + length:
                        continue  # the encoder's tail; the next turn begins here
                    packet.pts += turn * length
                    packet.dts += turn * length
                    packet.stream = streams[packet.stream.index]
                    out.mux(packet)
