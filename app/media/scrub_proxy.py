"""The quick copy of a film for scrubbing: every frame small and by itself, under the film's own numbers.

Frame n's picture lies at row n. OpenCV's JPEG, not PyAV's `mjpeg`: from RGB of 480x270 it takes a third of
the time to write (0.42 against 1.29 ms) and 0.41 ms to read.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from av.video.frame import VideoFrame

from app.domain.errors import UserError
from app.media.picture_file import (
    DamagedPictures,
    Entry,
    PictureReader,
    PictureWriter,
    decoded,
    encoded,
    forget,
    place_of,
)
from sora_model.media.pictures import Picture, PictureConverter, display_matrix
from sora_model.media.pts_index import PtsIndex
from sora_model.media.streams import NO_TIME

FOLDER = "proxies"
LONG_SIDE = 480
_QUALITY = 80
_KIND = b"%d %d" % (LONG_SIDE, _QUALITY)
_ROOM_EVERY = 1 << 24
_PIXELS_AT_ONCE = 16e6  # eight frames of 1080p in 33 ms
_BYTES_PER_PIXEL = 0.14

MakeRoom = Callable[[int], None]
"""Asked before so many more bytes are written; raises UserError where there is no room for them."""


def proxy_place(path: str | os.PathLike[str], cache_dir: Path, stream: int | None = None) -> Path:
    """Where the quick copy of this content is kept, without suffix. Raises UserError."""
    return place_of(path, cache_dir / FOLDER, stream)


def raw_pts(index: PtsIndex, n: int) -> int:
    """The time that the decoder's output `n` carries, unmended."""
    times = index.decoder_pts if len(index.decoder_pts) == len(index) else index.pts
    return int(times[n])


def pays(index: PtsIndex, size: tuple[int, int]) -> bool:
    """Whether scrubbing this film of `size` (width, height) is slow without a quick copy.

    A place between two key frames costs half of the frames between them on average; what costs more than
    `_PIXELS_AT_ONCE` of decoding is not there within a screen's refresh.
    """
    between = len(index) / max(1, len(index.keyframes))
    return (1 + between / 2) * size[0] * size[1] > _PIXELS_AT_ONCE


def likely_bytes(frames: int, size: tuple[int, int]) -> int:
    """How much a quick copy will take on the disk, roughly."""
    width, height = scaled_down(size, LONG_SIDE)
    return round(frames * width * height * _BYTES_PER_PIXEL)


class ScrubProxy:
    """Small pictures by frame number; those that are there already, while the rest is being written.

    Safe for several threads. Close it.
    """

    def __init__(self, place: Path, on_damage: Callable[[], None] | None = None) -> None:
        """Raises `OSError` or `DamagedPictures` where there is none. `on_damage` is called once, from
        whoever asked for the picture that was found damaged; afterwards there are no pictures.
        """
        self._reader = PictureReader(place, _KIND)
        self._on_damage = on_damage
        self.damaged = False

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        cache_dir: Path,
        stream: int | None = None,
        on_damage: Callable[[], None] | None = None,
    ) -> ScrubProxy | None:
        """The quick copy of `path`, as far as it is made; None without one."""
        try:
            return cls(proxy_place(path, cache_dir, stream), on_damage)
        except (OSError, DamagedPictures):
            return None

    def __len__(self) -> int:
        """Frames that are there by now."""
        return 0 if self.damaged else len(self._reader)

    def picture(self, n: int, index: PtsIndex | None = None) -> Picture | None:
        """Frame `n`, (H, W, 3) uint8 RGB after rotation, its longer side `LONG_SIDE` or the film's own.

        None where it is not there (yet), or where `index` knows frame `n` under another time: an index
        made from packets alone may count otherwise.
        """
        entry = self._entry(n)
        if entry is None or (index is not None and raw_pts(index, n) != entry.pts):
            return None
        try:
            return decoded(self._reader.jpeg(entry))
        except (OSError, ValueError, DamagedPictures):
            self._give_up()
            return None

    def full_size(self, n: int) -> tuple[int, int]:
        """(width, height) of the full picture of frame `n` after rotation; of no size where it is unknown."""
        entry = self._entry(n)
        return entry.full_size if entry is not None else (0, 0)

    def close(self) -> None:
        self.damaged = True
        self._reader.close()

    def _entry(self, n: int) -> Entry | None:
        if self.damaged or not 0 <= n < len(self._reader):
            return None
        try:
            found = self._reader.entries(n, 1)
        except (OSError, ValueError):
            return None
        if found and found[0].frame != n:
            self._give_up()
            return None
        return found[0] if found else None

    def _give_up(self) -> None:
        if not self.damaged:
            self.damaged = True
            if self._on_damage is not None:
                self._on_damage()


class ProxyWriter:
    """Makes the quick copy while the film is decoded (a `PictureObserver`), going on where it stopped.

    A disk without room raises UserError in `see` and `finish`; what was written until then is kept and used.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        cache_dir: Path,
        stream: int | None = None,
        make_room: MakeRoom | None = None,
    ) -> None:
        self._path = path
        self._place = proxy_place(path, cache_dir, stream)
        self._make_room = make_room
        self._allowed = 0
        self._converter = PictureConverter()
        self._writer = PictureWriter(self._place, _KIND)
        if self._writer.last is not None and self._writer.last.frame != self._writer.count - 1:
            self._writer = _anew(self._place)

    @property
    def resume_at(self) -> int:
        return self._writer.count

    def see(self, n: int, frame: VideoFrame) -> None:
        pts = NO_TIME if frame.pts is None else frame.pts
        with writing(self._path, self._place):
            if n < self._writer.count:
                if self._writer.entry(n).pts == pts:
                    return
                self._writer.cut(n)
            if n == self._writer.count:
                self._add(n, pts, frame)

    def finish(self, index: PtsIndex) -> None:
        self.stop(len(index))
        if self._writer.count != len(index):
            forget(self._place)  # not a copy of this film

    def stop(self, n: int) -> None:
        with writing(self._path, self._place):
            self._writer.close()

    def _add(self, n: int, pts: int, frame: VideoFrame) -> None:
        full = shown_size(frame)
        jpeg = encoded(self._converter.rgb(frame, scaled_down(full, LONG_SIDE)), _QUALITY)
        if self._make_room is not None and self._allowed < len(jpeg):
            self._make_room(_ROOM_EVERY)
            self._allowed = _ROOM_EVERY
        self._allowed -= len(jpeg)
        self._writer.add(n, pts, full, jpeg)


@contextlib.contextmanager
def writing(path: str | os.PathLike[str], place: Path) -> Iterator[None]:
    """A disk that does not take what is made of the film is a `UserError`."""
    try:
        yield
    except OSError as error:
        raise UserError(
            "What was made of {path} cannot be kept in {folder}: {reason}.",
            way_out="The film plays without it. Free some space there to make it.",
            path=path,
            folder=place.parent,
            reason=error.strerror,
        ) from error


def _anew(place: Path) -> PictureWriter:
    forget(place)
    return PictureWriter(place, _KIND)


def shown_size(frame: VideoFrame) -> tuple[int, int]:
    """(width, height) after rotation."""
    upright = display_matrix(frame)[0] != 0
    return (frame.width, frame.height) if upright else (frame.height, frame.width)


def scaled_down(size: tuple[int, int], long_side: int) -> tuple[int, int]:
    """`size` with its longer side `long_side`, or as it is where it is smaller."""
    scale = min(1.0, long_side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
