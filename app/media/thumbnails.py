"""Small pictures at a regular pace for the timeline: made in the decode that checks every frame."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

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
from app.media.scrub_proxy import MakeRoom, ScrubProxy, scaled_down, shown_size, writing
from sora_model.media.pictures import Picture, PictureConverter
from sora_model.media.pts_index import PtsIndex
from sora_model.media.streams import NO_TIME

FOLDER = "thumbnails"
HEIGHT = 72
PACE_S = 1.0
MOST = 7200
"""Pictures of a film; longer films get them at a slower pace."""
_QUALITY = 80
_KIND = b"%d %d" % (HEIGHT, _QUALITY)
_FRAMES_WITHOUT_TIMES = 25
_ROOM = 1 << 20


def thumbnails_place(path: str | os.PathLike[str], cache_dir: Path, stream: int | None = None) -> Path:
    """Where the thumbnails of this content are kept, without suffix. Raises UserError."""
    return place_of(path, cache_dir / FOLDER, stream)


class ThumbnailWriter:
    """Keeps a small picture every `PACE_S` seconds while the film is decoded (a `PictureObserver`).

    A disk without room raises UserError; what was written until then is used.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        cache_dir: Path,
        duration_s: float,
        stream: int | None = None,
        make_room: MakeRoom | None = None,
    ) -> None:
        self._path = path
        self._place = thumbnails_place(path, cache_dir, stream)
        self._pace_s = Fraction(max(PACE_S, duration_s / MOST))
        self._make_room = make_room
        self._converter = PictureConverter()
        self._writer = PictureWriter(self._place, _KIND)
        self._next = self.resume_at
        self._time_base: Fraction | None = None

    @property
    def resume_at(self) -> int:
        return self._writer.last.frame + 1 if self._writer.last is not None else 0

    def see(self, n: int, frame: VideoFrame) -> None:
        with writing(self._path, self._place):
            if n < self._next:
                self._writer.cut(0)
            self._next = n + 1
            if self._is_due(n, frame):
                if self._make_room is not None and self._writer.count == 0:
                    self._make_room(_ROOM)
                self._add(n, frame)

    def finish(self, index: PtsIndex) -> None:
        self.stop(len(index))
        last = self._writer.last
        if last is not None and last.frame >= len(index):
            forget(self._place)

    def stop(self, n: int) -> None:
        with writing(self._path, self._place):
            self._writer.close()

    def _is_due(self, n: int, frame: VideoFrame) -> bool:
        last = self._writer.last
        if last is None:
            return True
        # The pictures that a decoder still holds at the end of the film come without their time base.
        self._time_base = frame.time_base or self._time_base
        if frame.pts is None or last.pts == NO_TIME or self._time_base is None:
            return n - last.frame >= _FRAMES_WITHOUT_TIMES
        return (frame.pts - last.pts) * self._time_base >= self._pace_s

    def _add(self, n: int, frame: VideoFrame) -> None:
        full = shown_size(frame)
        size = scaled_down(full, max(1, round(max(full) * HEIGHT / full[1])))
        jpeg = encoded(self._converter.rgb(frame, size), _QUALITY)
        self._writer.add(n, NO_TIME if frame.pts is None else frame.pts, full, jpeg)


@dataclass(frozen=True, slots=True)
class Spot:
    """A picture for the timeline: frame `number` (of the quick copy) or thumbnail `number`, at `tick`."""

    tick: int
    number: int
    is_frame: bool


class Thumbnails:
    """A film's thumbnails, as far as they are made, and between them the quick copy's frames."""

    def __init__(self, place: Path, index: PtsIndex) -> None:
        self._place = place
        self._index = index
        self._reader: PictureReader | None = None
        self._proxy: ScrubProxy | None = None
        self._entries: list[Entry] = []
        self._ticks: NDArray[np.int64] = np.zeros(0, np.int64)

    @classmethod
    def open(
        cls, path: str | os.PathLike[str], cache_dir: Path, index: PtsIndex, stream: int | None = None
    ) -> Thumbnails:
        """Those of `path`; while there are none it is empty."""
        return cls(thumbnails_place(path, cache_dir, stream), index)

    @classmethod
    def beside(cls, place: Path, cache_dir: Path, index: PtsIndex) -> Thumbnails:
        """Those of the film whose quick copy lies at `place`."""
        return cls(cache_dir / FOLDER / place.name, index)

    def use_index(self, index: PtsIndex) -> None:
        self._index = index
        self._ticks = _ticks_of(self._entries, index)

    def use_proxy(self, proxy: ScrubProxy | None) -> None:
        self._proxy = proxy

    def refresh(self) -> int:
        """Take in what was written since; how many there are."""
        if self._reader is None:
            try:
                self._reader = PictureReader(self._place, _KIND)
            except (OSError, DamagedPictures):
                return 0
        there = len(self._reader)
        if there != len(self._entries):
            self._entries = self._reader.entries(0, there)
            self._ticks = _ticks_of(self._entries, self._index)
        return there

    @property
    def complete(self) -> bool:
        """Whether they reach to the end of the film."""
        if not self.refresh():
            return False
        gaps = np.diff(self._ticks)
        longest = int(gaps.max()) if len(gaps) else 0
        pace = max(longest, round(Fraction(PACE_S) / self._index.time_base))
        return bool(self._index.pts[-1] - self._ticks[-1] <= pace)

    def strip(self, start: int, end: int, count: int) -> Sequence[Spot]:
        """Pictures for the window of ticks, in order, where `count` of them fit side by side.

        The first may begin before the window. Which they are depends on the zoom, not on the place, so that
        they move with the film. Closer than thumbnails lie, they are frames of the quick copy.
        """
        slot = (end - start) / max(1, count)
        pace = PACE_S / float(self._index.time_base)
        if self._proxy is not None and slot < pace and len(self._proxy):
            there = min(len(self._proxy), len(self._index))
            return _spread(self._index.pts[:there], start, end, slot, is_frame=True)
        return _spread(self._ticks, start, end, slot, is_frame=False)

    def picture(self, spot: Spot) -> Picture | None:
        """(H, W, 3) uint8 RGB; None where it is not there or damaged."""
        if spot.is_frame:
            return self._proxy.picture(spot.number, self._index) if self._proxy is not None else None
        if self._reader is None or not 0 <= spot.number < len(self._entries):
            return None
        try:
            return decoded(self._reader.jpeg(self._entries[spot.number]))
        except (OSError, ValueError, DamagedPictures):
            return None

    def close(self) -> None:
        self._proxy = None
        if self._reader is not None:
            self._reader.close()
            self._reader = None


def _ticks_of(entries: Sequence[Entry], index: PtsIndex) -> NDArray[np.int64]:
    """The mended times of the entries' frames; their own ones while the index is provisional."""
    if index.confirmed:
        frames = np.array([entry.frame for entry in entries], np.int64)
        return index.pts[np.minimum(frames, len(index) - 1)]
    return np.array([entry.pts for entry in entries], np.int64)


def _spread(ticks: NDArray[np.int64], start: int, end: int, slot: float, *, is_frame: bool) -> Sequence[Spot]:
    """Every k-th of `ticks` in sight, and the one before, no more than `slot` apart where they allow it."""
    if len(ticks) == 0:
        return ()
    usual = float(ticks[-1] - ticks[0]) / (len(ticks) - 1) if len(ticks) > 1 else slot
    step = max(1, int(slot / max(1.0, usual)))
    first = max(0, int(np.searchsorted(ticks, start, side="right")) - 1)
    last = int(np.searchsorted(ticks, end))
    return [Spot(int(ticks[n]), n, is_frame) for n in range(first // step * step, last, step)]
