"""Frame N of a film, exactly."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType

import numpy as np
from av.video.frame import VideoFrame

from sora_model.contract.errors import SoraError
from sora_model.media.hardware import open_on, planar
from sora_model.media.pictures import Picture, PictureConverter
from sora_model.media.pts_index import PtsIndex, picture_digest
from sora_model.media.streams import (
    NO_TIME,
    VideoPacket,
    decoded_pictures,
    open_media,
    packets,
    seek_time,
    set_threads,
    video_stream,
)

log = logging.getLogger(__name__)

_LEAVES_OUT = ("h264", "hevc")
"""Decoders that were seen to leave out pictures, and to change no other picture by it."""
_RATHER_DECODE_ON = 4
"""So many frames ahead are decoded on to rather than sought, even over a key frame."""


class GivenUp(Exception):
    """The frame is no longer wanted."""


class _LostPlace(Exception):
    """After a seek the decoder's outputs are not those that the index says."""


class FrameDecoder:
    """Decodes one film at random places; use it from one thread only, and close it.

    `frame(n)` is the decoder's n-th output when the film is decoded from its start, whatever was asked
    before. After a seek the times and, with a confirmed index, the pictures' checksums are compared with
    the index; where they differ (open groups of pictures, intra refresh, damage) decoding starts from an
    earlier key frame, at last from the start of the film.

    On a `device` (one of `hardware.devices`) every picture that is given is compared with the confirmed
    index. At the first that differs, or fails, the software decoder goes on from the same frame.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        index: PtsIndex,
        *,
        threads: int | None = None,
        device: str = "",
    ) -> None:
        """`threads` for decoding, 0 or None for as many as the decoder likes. `device` is not used for films
        whose pictures are not known well enough. Raises `SoraError`.
        """
        self._path = path
        self._index = index
        self._threads = 1 if index.is_damaged else threads
        self._device = device if index.confirmed and not index.is_damaged else ""
        self._converter = PictureConverter()
        self._expected = index.decoder_pts if len(index.decoder_pts) == len(index) else index.pts
        self._whole_from = NO_TIME
        self._number_at = {int(pts): int(n) for n, pts in zip(index.keyframes, index.key_pts, strict=True)}
        # What seeking this film has turned out to need: key frames early, and ticks before the key's time.
        self._lead = 0
        self._early = 0
        self._last: tuple[int, VideoFrame] | None = None
        self._wanted: frozenset[int] | None = None
        # The start is sought too where the pictures can be checked: a decoder that is given up keeps its
        # memory until Python's garbage is collected.
        self._goes_back = index.confirmed and len(index.keyframes) > 0 and int(index.keyframes[0]) == 0
        self._is_back = False
        increasing = self._expected[0] != NO_TIME and bool((np.diff(self._expected) > 0).all())
        self._outputs: Iterator[VideoFrame] = iter(())
        self._skipped, self._left_out = False, NO_TIME
        self._open()
        # Frames that no other is predicted from need not be decoded on the way to the one that is wanted.
        self._leaves_out = increasing and self._film.codec_context.name in _LEAVES_OUT

    def __enter__(self) -> FrameDecoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._index)

    @property
    def index(self) -> PtsIndex:
        return self._index

    @property
    def device(self) -> str:
        """What decodes now; empty: software."""
        return self._device

    def close(self) -> None:
        self._last = None
        self._outputs = iter(())
        self._container.close()

    def frame(self, n: int) -> Picture:
        """Picture `n`, (H, W, 3) uint8 RGB after rotation, before sample aspect ratio.

        Raises `IndexError` outside `0 <= n < len(self)`, `SoraError` when the film no longer fits its index.
        """
        return self._converter.rgb(self.decoded(n))

    def decoded(
        self,
        n: int,
        *,
        keep_from: int | None = None,
        keep: Callable[[int, VideoFrame], None] | None = None,
        given_up: Callable[[], bool] | None = None,
    ) -> VideoFrame:
        """Frame `n` as the codec gives it; it may be held, but is not to be written to.

        Frames from `keep_from` up to `n` that have to be decoded on the way go to `keep(number, frame)` too.
        `given_up` is asked between two pictures: raises `GivenUp` when it says so. Else as `frame`.
        """
        if not 0 <= n < len(self._index):
            raise IndexError(f"frame {n} is outside 0 to {len(self._index) - 1}")
        if self._last is not None and self._last[0] == n:
            return self._last[1]
        first = n if keep_from is None else min(n, max(0, keep_from))
        self._whole_from = int(self._expected[first])
        is_placed = self._goes_on_to(n, self._lead)
        while True:
            try:
                if not is_placed:
                    self._place(n)
                frame = self._run_to(n, first, keep, given_up)
            except _LostPlace:
                self._trust_less(n)
                is_placed = False
            else:
                self._last = (n, frame)
                return frame

    def distance(self, n: int) -> int:
        """How many frames lie between where decoding would begin for frame `n`, and it."""
        if self._goes_on_to(n, self._lead):
            return n - self._position
        key = self._key_before(n, self._lead)
        return n - (0 if key is None else int(self._index.keyframes[key]))

    def _trust_less(self, n: int) -> None:
        """On the way to frame `n` came other pictures than the index says: open the film anew for its start,
        decode in software, leave out nothing, then begin earlier.
        """
        if self._is_back:
            self._goes_back = False
        elif self._device:
            log.warning("%s fails before frame %d of %s: software goes on", self._device, n, self._path)
            self._device = ""
            self._container.close()
            self._open()
        elif self._wanted is not None:
            self._wanted = None
        elif self._leaves_out:
            self._leaves_out = False
        else:
            self._lead = 2 * self._lead + 1

    def frames(self, ns: Iterable[int], size: tuple[int, int] | None = None) -> Iterator[tuple[int, Picture]]:
        """`(n, picture)` for each of `ns`, cheapest when sorted; scaled to `size` (width, height) if
        given.
        """
        for n in ns:
            yield n, self._converter.rgb(self.decoded(n), size)

    def expect(self, ns: Iterable[int]) -> None:
        """Be ready to be asked for the frames `ns`, and leave out others that no frame is predicted from.

        Another frame can be asked for all the same; from then on every frame is decoded.
        """
        if self._leaves_out:
            self._wanted = frozenset(self._expected[np.fromiter(ns, np.int64)].tolist())

    def _needed(self, source: Iterator[VideoPacket]) -> Iterator[VideoPacket]:
        """`source`, the decoder told before each packet whether it may leave out its picture."""
        context = self._film.codec_context
        for packet in source:
            if self._leaves_out:
                if packet.pts is None or self._is_wanted(packet.pts):
                    context.skip_frame = "DEFAULT"
                else:
                    context.skip_frame = "NONREF"
                    self._skipped = True
                    self._left_out = max(self._left_out, packet.pts)
            else:
                context.skip_frame = "DEFAULT"
            yield packet

    def _is_wanted(self, pts: int) -> bool:
        return pts >= self._whole_from if self._wanted is None else pts in self._wanted

    def _open(self) -> None:
        """Place the decoder at the start of the film."""
        container = open_on(self._device, self._path, self._index.stream) if self._device else None
        if container is None:
            self._device = ""
            container = open_media(self._path)
        self._container = container
        film = video_stream(container, self._index.stream)
        if film is None:
            self._container.close()
            raise SoraError("{path} has changed since it was indexed: its film is gone.", path=self._path)
        self._film = film
        set_threads(film, 1 if self._device else self._threads)
        self._outputs = self._pictures(packets(container, film))
        self._position = 0
        self._sought = False
        self._forget_left_out()

    def _pictures(self, source: Iterator[VideoPacket]) -> Iterator[VideoFrame]:
        """What the decoder gives for `source`, laid out as the software decoder does it."""
        needed = self._needed(source)
        if self._device:
            return planar(decoded_pictures(needed, self._film, _lose_place))
        return decoded_pictures(needed, self._film)

    def _forget_left_out(self) -> None:
        """The decoder starts anew: no picture is missing from what it will give."""
        self._skipped = False
        self._left_out = NO_TIME

    def _goes_on_to(self, n: int, lead: int) -> bool:
        missing = self._wanted is None and self._skipped and self._expected[n] <= self._left_out
        if n < self._position or missing:
            return False
        key = self._key_before(n, lead)
        return key is None or self._index.keyframes[key] <= self._position + _RATHER_DECODE_ON

    def _key_before(self, n: int, lead: int) -> int | None:
        """Number of the key to seek for frame `n`, `lead` keys early; None for the start of the film."""
        key = int(np.searchsorted(self._index.keyframes, n, side="right")) - 1 - lead
        return key if key > 0 and self._expected[self._index.keyframes[key]] != NO_TIME else None

    def _place(self, n: int) -> None:
        """Place the decoder at a key frame before `n`, as many keys early as this film needs, or at its
        start.
        """
        self._last = None
        self._is_back = False
        while (key := self._key_before(n, self._lead)) is not None:
            if self._seek(key, n):
                return
            if self._early == 0:
                # Program streams, sought to a key frame's very time, can begin within it.
                self._early = 1
            else:
                self._lead = 2 * self._lead + 1
        self._is_back = self._goes_back and self._seek(0, n)
        if self._is_back:
            return
        self._container.close()
        self._open()

    def _seek(self, key: int, n: int) -> bool:
        """Seek to key number `key`; False when the file does not lead to a key at or before frame `n`."""
        target = seek_time(self._container, int(self._index.key_pts[key]), int(self._index.key_dts[key]))
        try:
            self._container.seek(target - self._early, stream=self._film, backward=True)
        except OSError:
            return False
        source = packets(self._container, self._film)
        for packet in source:
            if packet.is_keyframe:
                start = None if packet.pts is None else self._number_at.get(packet.pts)
                if start is None or start > n:
                    return False
                return self._start_at(start, n, packet, source)
        return False

    def _start_at(self, start: int, n: int, first: VideoPacket, source: Iterator[VideoPacket]) -> bool:
        """Decode from key packet `first`, that of frame `start`, to the first picture that is whole.

        Pictures shown before the key frame are not (open groups of pictures). Some decoders begin with a
        later one (intra refresh); false when that lies behind frame `n`.
        """

        def from_first() -> Iterator[VideoPacket]:
            yield first
            yield from source

        places = {int(pts): start + i for i, pts in enumerate(self._expected[start : n + 1])}
        self._forget_left_out()
        self._outputs = self._pictures(from_first())
        for frame in self._outputs:
            place = None if frame.pts is None else places.get(frame.pts)
            if place is not None:
                self._outputs = _with_first(frame, self._outputs)
                self._position = place
                self._sought = True
                return True
            if frame.pts is None or frame.pts > self._expected[n]:
                return False
        return False

    def _run_to(
        self,
        n: int,
        first: int,
        keep: Callable[[int, VideoFrame], None] | None,
        given_up: Callable[[], bool] | None,
    ) -> VideoFrame:
        """Decode on to frame `n`, those from `first` to it on the way kept.

        Raises `_LostPlace` when what comes after a seek is not what the index says.
        """
        while True:
            if given_up is not None and given_up():
                raise GivenUp
            frame = next(self._outputs, None)
            if frame is None:
                if self._sought or self._skipped or self._device:
                    raise _LostPlace
                raise SoraError(
                    "{path} ends at frame {frame} of {count}: it has changed since it was indexed. Open "
                    "it again.",
                    path=self._path,
                    frame=self._position,
                    count=len(self._index),
                )
            number = self._number_of(frame) if self._skipped else self._position
            self._position = number + 1
            if number > n or (self._sought and frame.pts != self._expected[number]):
                raise _LostPlace
            if number == n or (keep is not None and number >= first):
                self._check(number, frame)
                if keep is not None:
                    keep(number, frame)
                if number == n:
                    return frame

    def _check(self, n: int, frame: VideoFrame) -> None:
        """Compare a picture with the index, unless software decoded the film whole up to it."""
        unsure = self._sought or self._skipped or self._device
        if unsure and self._index.confirmed and picture_digest(frame) != self._index.digests[n]:
            raise _LostPlace

    def _number_of(self, frame: VideoFrame) -> int:
        """The frame's number by its time, where some before it were left out. Raises `_LostPlace`."""
        number = len(self._expected) if frame.pts is None else int(np.searchsorted(self._expected, frame.pts))
        if not self._position <= number < len(self._expected) or self._expected[number] != frame.pts:
            raise _LostPlace
        return number


def first_picture(path: str | os.PathLike[str], stream: int | None = None) -> Picture | None:
    """What `frame(0)` will be, before any index of the film is there; None when nothing decodes.

    Of the first film, or of stream number `stream`. Raises `SoraError` when the file cannot be read.
    """
    with open_media(path) as container:
        film = video_stream(container, stream)
        if film is None:
            return None
        set_threads(film, 1)
        frame = next(decoded_pictures(packets(container, film), film), None)
        return None if frame is None else PictureConverter().rgb(frame)


def _lose_place() -> None:
    raise _LostPlace


def _with_first(first: VideoFrame, rest: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
    yield first
    yield from rest
