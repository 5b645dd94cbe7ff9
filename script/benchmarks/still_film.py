"""Films of a camera that sees nobody for hours: real people on a campus, the empty scene before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import numpy as np
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

FPS = 10
BLOCK_S = 60
"""The empty scene is encoded for so long and its packets are repeated: hours cost minutes."""

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Weather:
    """What a camera adds to the scene: noise (standard deviation, grey levels of a pixel), a slow change of
    light (levels, up and down once a minute), flicker (random gain of each picture).
    """

    noise: float = 3.0
    drift: float = 0.0
    flicker: float = 0.0


def pictures_of(film: Path) -> list[Picture]:
    """The grey pictures (H, W) of the film."""
    with av.open(str(film)) as container:
        return [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]


def empty_scene(pictures: list[Picture]) -> Picture:
    """What most of the pictures show at each place."""
    return np.median(np.stack(pictures[:: max(1, len(pictures) // 60)]), axis=0).astype(np.uint8)


def padded_film(
    target: Path, pictures: list[Picture], pad_s: int, weather: Weather, *, seed: int = 0, crf: int = 28
) -> int:
    """Write `target` (H.264): `pad_s` of the empty scene, `pictures`, `pad_s` again; the number of the first
    of `pictures`.
    """
    scene, chance = empty_scene(pictures), np.random.default_rng(seed)
    block = min(BLOCK_S, pad_s) * FPS
    with av.open(str(target), "w") as container:
        options = {"preset": "ultrafast", "tune": "zerolatency", "crf": str(crf)}
        film = container.add_stream("libx264", rate=FPS, options=options)
        film.height, film.width = scene.shape
        film.pix_fmt, film.time_base = "yuv420p", Fraction(1, FPS)
        film.codec_context.gop_size = 10 * FPS
        before = _encoded(film, _seen([scene] * block, weather, chance))
        middle = _encoded(film, _seen(pictures, weather, chance))
        after = _encoded(film, _seen([scene] * block, weather, chance))
        repeats = pad_s * FPS // block
        for n, (data, is_key) in enumerate(chain(*[before] * repeats, middle, *[after] * repeats)):
            packet = Packet(data)
            packet.stream, packet.time_base = film, Fraction(1, FPS)
            packet.pts = packet.dts = n
            packet.duration, packet.is_keyframe = 1, is_key
            container.mux(packet)
    return repeats * block


def _seen(pictures: list[Picture], weather: Weather, chance: np.random.Generator) -> Iterator[Picture]:
    for n, picture in enumerate(pictures):
        light = weather.drift * np.sin(2 * np.pi * n / (BLOCK_S * FPS))
        gain = 1 + weather.flicker * chance.standard_normal()
        noise = weather.noise * chance.standard_normal(picture.shape, np.float32)
        yield np.clip(gain * picture.astype(np.float32) + light + noise, 0, 255).astype(np.uint8)


def _encoded(film: VideoStream, pictures: Iterator[Picture]) -> list[tuple[bytes, bool]]:
    """The packet of each picture, the first a key frame, so that it can follow any other."""
    packets = []
    for n, picture in enumerate(pictures):
        frame = VideoFrame.from_ndarray(picture, format="gray").reformat(format="yuv420p")
        frame.pict_type = PictureType.I if n == 0 else PictureType.NONE
        (packet,) = film.encode(frame)
        packets.append((bytes(packet), packet.is_keyframe))
    return packets
