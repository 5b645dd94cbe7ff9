"""Chosen pictures of a film, small, kept while it is decoded for something else."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
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
        self._end = 0

    @property
    def resume_at(self) -> int:
        return min(self._wanted, default=0)

    def see(self, n: int, frame: VideoFrame) -> None:
        """Raises `OSError` when the disk is full; what was kept until then stays."""
        for size in self._wanted.get(n, ()):
            picture = self._converter.rgb(frame, size)
            if (n, size) in self._places or self._end + picture.nbytes > MOST_BYTES:
                continue
            if self._file is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed in `close`
            self._file.seek(self._end)
            self._file.write(picture.data)
            self._places[n, size] = self._end
            self._end += picture.nbytes

    def finish(self, index: PtsIndex) -> None: ...

    def stop(self, n: int) -> None: ...

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
