"""Chosen pictures of a film, small, kept while it is decoded for something else."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import IO

import numpy as np
from av.video.frame import VideoFrame

from sora_model.media.pictures import Picture, PictureConverter
from sora_model.media.pts_table import PtsIndex

MOST_BYTES = 4 << 30
"""On the disk; pictures beyond are not kept, and must be decoded again."""

Size = tuple[int, int]


class TakenPictures:
    """Observer of a film pass: what it kept is what `FrameDecoder.frames` would give. Close it."""

    def __init__(self, wanted: Mapping[int, Collection[Size]], folder: Path) -> None:
        """`wanted`: the sizes (width, height) of each frame; `folder`: where a file is made for a while."""
        self._wanted = wanted
        self._folder = folder
        self._converter = PictureConverter()
        self._file: IO[bytes] | None = None
        self._places: dict[tuple[int, Size], int] = {}
        self._end = self._next = 0
        self._most = MOST_BYTES
        self.on_end: Callable[[bool], None] = lambda _: None
        """Hears, on the thread that decodes, that the decode is over, and whether all frames were seen."""

    @property
    def resume_at(self) -> int:
        return min(self._wanted, default=0)

    def see(self, n: int, frame: VideoFrame) -> None:
        if n < self._next:
            self._places.clear()
            self._end = 0
        self._next = n + 1
        for size in self._wanted.get(n, ()):
            self._keep(n, size, frame)

    def _keep(self, n: int, size: Size, frame: VideoFrame) -> None:
        width, height = size
        end = self._end + 3 * width * height
        if end > self._most:
            return
        try:
            if self._file is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed in `close`
            self._file.seek(self._end)
            self._file.write(self._converter.rgb(frame, size).data)
            self._file.flush()
        except OSError:
            self._most = 0  # a full disk costs a second decode, nothing else
        else:
            self._places[n, size] = self._end
            self._end = end

    def finish(self, index: PtsIndex) -> None:
        self.on_end(True)

    def stop(self, n: int) -> None:
        self.on_end(False)

    def picture(self, n: int, size: Size) -> Picture | None:
        """Picture `n`, (height, width, 3); None where it was not kept."""
        place = self._places.get((n, size))
        if place is None or self._file is None:
            return None
        self._file.seek(place)
        picture = np.empty((size[1], size[0], 3), np.uint8)
        return picture if self._file.readinto(picture.data) == picture.nbytes else None  # type: ignore[attr-defined]

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
