"""A graphics card as PyAV shows one, for machines without: films opened on it, pictures in its own layout.

What is replaced is what FFmpeg does on a device: opening the film there, and decoding. All the rest is real.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from sora_model.media.streams import VideoPacket, decoded_pictures, open_media

NAME = "cuda"
SEMI_PLANAR = {"yuv420p": "nv12", "yuvj420p": "nv12", "yuv420p10le": "p010le", "yuv444p": "nv24"}


class GraphicsCard:
    """Decodes as software does, in its own layout, unless told to go wrong at its n-th output (`-1`: never).

    `sleeps_s`: before each picture; `software_sleeps_s`: the same for the software decoder beside it.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fails_at = self.wrong_from = self.drops_at = -1
        self.there = True
        self.sleeps_s = self.software_sleeps_s = 0.0
        self.opened = self.given = 0
        monkeypatch.setattr("sora_model.media.decoder.open_on", self._open)
        monkeypatch.setattr("sora_model.media.decoder.decoded_pictures", self._decode)
        monkeypatch.setattr("app.media.hardware_trial.devices", lambda: (NAME,))

    def _open(self, device: str, path: str | os.PathLike[str], stream: int) -> InputContainer | None:
        self.opened += 1
        return open_media(path) if self.there else None

    def _decode(
        self,
        source: Iterator[VideoPacket],
        stream: VideoStream,
        on_error: Callable[[], None] | None = None,
    ) -> Iterator[VideoFrame]:
        pictures = decoded_pictures(source, stream)
        return self._software(pictures) if on_error is None else self._on_card(pictures, on_error)

    def _software(self, pictures: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
        for picture in pictures:
            time.sleep(self.software_sleeps_s)
            yield picture

    def _on_card(self, pictures: Iterator[VideoFrame], on_error: Callable[[], None]) -> Iterator[VideoFrame]:
        converter = VideoReformatter()  # of each thread its own
        for number, picture in zip(itertools.count(self.given), pictures, strict=False):
            time.sleep(self.sleeps_s)
            if number == self.fails_at:
                on_error()
            self.given = number + 1
            if number == self.drops_at:
                continue
            shown = converter.reformat(picture, format=SEMI_PLANAR[picture.format.name], threads=1)
            if picture.format.name == "yuvj420p":
                shown.color_range = 2
            if 0 <= self.wrong_from <= number:
                luma = np.frombuffer(memoryview(shown.planes[0]), np.uint8)
                shown.planes[0].update((luma // 2).tobytes())
            yield shown


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> GraphicsCard:
    return GraphicsCard(monkeypatch)
