"""One decode of a film for everything that needs all its frames: the exact index and whoever looks on."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, dropwhile
from pathlib import Path
from typing import NamedTuple, Protocol

from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from sora_model.contract.errors import SoraError
from sora_model.media.hashing import quick_hash
from sora_model.media.pass_journal import DecodeLog, Journal, key_of
from sora_model.media.progress import IsCancelled, OnProgress, Pace
from sora_model.media.pts_table import PtsIndex
from sora_model.media.streams import (
    VideoPacket,
    decoded_pictures,
    open_media,
    packets,
    seek_time,
    set_threads,
    video_stream,
)

PROOF = 8
"""So many pictures before the place where a pass goes on must be those of the pass before."""
_KEYS_TRIED = 3
_JOURNAL_EVERY_S = 1.0
_TAIL, _TAIL_SHOWN = 32, 96
"""So many last packets must come out among so many last pictures, else some may have been lost."""

log = logging.getLogger(__name__)


class PictureObserver(Protocol):
    """Looks on while a film is decoded, on the thread that decodes.

    One that raises is stopped and let go; the pass goes on without it.
    """

    @property
    def resume_at(self) -> int:
        """The first frame that it still needs, 0 from the start. Asked once, when the pass begins."""
        ...

    def see(self, n: int, frame: VideoFrame) -> None:
        """The decoder's `n`-th output, in order from `resume_at` on; it must not keep the frame.

        A smaller `n` than expected means that the pass had to start over: so must the observer.
        """
        ...

    def finish(self, index: PtsIndex) -> None:
        """All frames were seen; `index` is the confirmed one."""
        ...

    def stop(self, n: int) -> None:
        """Cancelled or failed before frame `n`: keep what is useful for going on later."""
        ...


OnFailure = Callable[[PictureObserver, Exception], None]
"""Hears, on the thread that decodes, which observer failed and why."""


class _LostPlace(Exception):
    """The pass that went on does not show the pictures of the pass before it."""


class _Damaged(Exception):
    """The film is damaged, and was decoded by several threads: what is concealed differs each time."""


def _log_failure(observer: PictureObserver, error: Exception) -> None:
    log.error("%s failed while a film was decoded", type(observer).__name__, exc_info=error)


def film_pass(
    path: str | os.PathLike[str],
    cache_dir: Path | None,
    provisional: PtsIndex | None,
    observers: Sequence[PictureObserver] = (),
    *,
    stream: int | None = None,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
    threads: int | None = None,
    on_failure: OnFailure = _log_failure,
) -> PtsIndex:
    """Decode the film from the first frame that anyone needs to its end; the confirmed index.

    The index is kept in `cache_dir`, and so is a journal: a pass that was cancelled or killed goes on at a
    key frame before the place it reached, if the pictures there prove to be the same. With `provisional`
    confirmed only the observers' frames are decoded, from the smallest `resume_at` on. Without `cache_dir`
    nothing is kept. Raises `SoraError` when nothing decodes, `Cancelled` when asked to stop.
    """
    file = None if cache_dir is None else cached_index_file(path, cache_dir, stream)
    journal = None if file is None else Journal(_journal_file(file))
    exact = provisional if provisional is not None and provisional.confirmed else None
    if exact is not None:
        known = DecodeLog.of(exact)
    else:
        known = DecodeLog() if journal is None else journal.read()
    watchers = _Watchers(observers, on_failure)
    decode = _Decode(
        path,
        stream if provisional is None else provisional.stream,
        threads,
        Pace(0 if provisional is None else len(provisional), on_progress, cancelled),
        watchers,
        journal if exact is None else None,
    )
    try:
        if exact is not None and watchers.resume_at >= len(exact):
            index = exact
        else:
            index = decode.run(known, exact)
        if file is not None and (index is not exact or not file.is_file()):
            # A cache that cannot be written (a full disk) costs time at the next start, nothing else.
            with contextlib.suppress(OSError):
                index.save(file)
        watchers.finish(index)
    except BaseException:
        decode.keep()
        watchers.stop(decode.seen)
        raise
    finally:
        if journal is not None:
            journal.close()
    if journal is not None:
        journal.remove()
    return index


def cached_index_file(path: str | os.PathLike[str], cache_dir: Path, stream: int | None = None) -> Path:
    """Where the index of this content is cached."""
    number = "" if stream is None else f"-{stream}"
    return cache_dir / "pts" / f"{quick_hash(path)}{number}.npz"


def was_begun(path: str | os.PathLike[str], cache_dir: Path, stream: int | None = None) -> bool:
    """Whether a pass for the index of this content was broken off: the next one goes on from there."""
    return _journal_file(cached_index_file(path, cache_dir, stream)).is_file()


def _journal_file(index_file: Path) -> Path:
    return index_file.with_suffix(".journal")


def film_of(container: InputContainer, path: str | os.PathLike[str], stream: int | None) -> VideoStream:
    """The first film of the file, or its stream number `stream`. Raises `SoraError` without one."""
    film = video_stream(container, stream)
    if film is None:
        raise SoraError("{path} holds no film (no moving picture).", path=path)
    return film


class _Watchers:
    """The observers, each with the first frame that it is shown; those that fail are let go."""

    def __init__(self, observers: Sequence[PictureObserver], on_failure: OnFailure) -> None:
        self._on_failure = on_failure
        self._first = [(observer, observer.resume_at) for observer in observers]
        self.resume_at = min((first for _, first in self._first), default=sys.maxsize)

    def start_over(self) -> None:
        self._first = [(observer, 0) for observer, _ in self._first]

    def see(self, n: int, frame: VideoFrame) -> None:
        for observer, first in self._first:
            if n >= first:
                self._try(observer, n, partial(observer.see, n, frame))

    def finish(self, index: PtsIndex) -> None:
        for observer, _ in self._first:
            self._try(observer, len(index), partial(observer.finish, index))

    def stop(self, n: int) -> None:
        for observer, _ in self._first:
            self._try(observer, n, partial(observer.stop, n))

    def _try(self, observer: PictureObserver, n: int, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception as error:  # noqa: BLE001 - told, and must not spoil the index
            self._first = [kept for kept in self._first if kept[0] is not observer]
            with contextlib.suppress(Exception):
                observer.stop(n)
            self._on_failure(observer, error)


class _Decode:
    """Decodes one film, from its start or from a place that an earlier decode reached."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        stream: int | None,
        threads: int | None,
        pace: Pace,
        watchers: _Watchers,
        journal: Journal | None,
    ) -> None:
        self._path = path
        self._stream = stream
        self._threads = threads
        self._pace = pace
        self._watchers = watchers
        self._journal = journal
        self._log = DecodeLog()
        self._reached = 0
        self._tail: deque[int] = deque(maxlen=_TAIL)
        self.seen = 0
        """The number of the decoder's next output."""

    def keep(self) -> None:
        """Write down what this decode showed beyond the one before it."""
        if self._journal is not None and self.seen >= self._reached:
            self._journal.write(self._log)

    def run(self, known: DecodeLog, exact: PtsIndex | None) -> PtsIndex:
        """Decode to the end. `known`: an earlier decode's outputs; `exact`: the index, if those were all."""
        start = min(len(known), self._watchers.resume_at)
        if known.failed:
            self._threads = 1
        while True:
            try:
                return self._run(known, exact, start)
            except _Damaged:
                self._threads = 1
            except _LostPlace:
                pass
            known, exact, start = DecodeLog(), None, 0
            self._watchers.start_over()
            if self._journal is not None:
                self._journal.start_over()

    def _run(self, known: DecodeLog, exact: PtsIndex | None, start: int) -> PtsIndex:
        """Decode to the end, showing the watchers the frames from `start` on.

        Raises `_LostPlace` when the film does not show what is known of it, `_Damaged` when one thread should
        decode it.
        """
        with open_media(self._path) as container:
            film = film_of(container, self._path, self._stream)
            place = _key_before(container, film, known, start - PROOF)
            if place is not None:
                return self._follow(container, film, place, known, exact, start)
        with open_media(self._path) as container:
            film = film_of(container, self._path, self._stream)
            place = _Place(0, 0, packets(container, film))
            return self._follow(container, film, place, known, exact, start)

    def _follow(
        self,
        container: InputContainer,
        film: VideoStream,
        place: _Place,
        known: DecodeLog,
        exact: PtsIndex | None,
        start: int,
    ) -> PtsIndex:
        set_threads(film, self._threads)
        self._log, self._reached, self.seen = known, len(known), place.frame
        for n, frame in self._outputs(film, place):
            if n >= self._reached:
                known.add(frame)
            elif not known.shows(n, frame, picture=n >= start - PROOF):
                raise _LostPlace
            self._check(known)
            if n >= start:
                self._watchers.see(n, frame)
            self.seen = n + 1
        self._check(known, at_end=True)
        if self.seen < self._reached or (exact is not None and self.seen > self._reached):
            raise _LostPlace
        if self.seen == 0:
            raise SoraError(
                "No picture of {path} can be decoded; the film is damaged or its codec is unknown.",
                path=self._path,
            )
        self._pace.finish()
        return exact or known.index(container, film)

    def _check(self, log: DecodeLog, *, at_end: bool = False) -> None:
        """Raises `_Damaged` where the film is, or pictures of its last packets did not come out.

        What several threads still hold when a packet fails at the end of the film is lost without a word.
        """
        if self._threads == 1:
            return
        lost = at_end and not {row[0] for row in log.rows[-_TAIL_SHOWN:]}.issuperset(self._tail)
        if log.failed or lost:
            raise _Damaged

    def _outputs(self, film: VideoStream, place: _Place) -> Iterator[tuple[int, VideoFrame]]:
        """The decoder's outputs with their numbers; key packets and failures are noted in the log."""
        log, written = self._log, time.monotonic()
        self._tail.clear()
        del log.keys[place.key :]

        def fed() -> Iterator[VideoPacket]:
            nonlocal written
            for packet in place.packets:
                self._pace.step(self.seen)
                log.note(packet)
                if packet.pts is not None and not packet.is_discard:
                    self._tail.append(packet.pts)
                if time.monotonic() - written > _JOURNAL_EVERY_S:
                    self.keep()
                    written = time.monotonic()
                yield packet

        def failed() -> None:
            if self.seen >= self._reached:
                log.fail()

        n = place.frame
        frames = decoded_pictures(fed(), film, failed)
        if n > 0:
            # Pictures shown before the key frame, and not whole, may come first (open groups of pictures).
            first = log.rows[n][0]
            frames = dropwhile(lambda frame: frame.pts != first, frames)
        return enumerate(frames, n)


class _Place(NamedTuple):
    """Where decoding begins: a frame, the key packets before it, and the packets from there on."""

    frame: int
    key: int
    packets: Iterator[VideoPacket]


def _key_before(container: InputContainer, film: VideoStream, known: DecodeLog, limit: int) -> _Place | None:
    """A key frame before frame `limit`, found by seeking; None where seeking leads nowhere known."""
    numbers = known.numbers() if limit > 0 else {}
    places = {
        key: (numbers[key[0]], i) for i, key in enumerate(known.keys) if numbers.get(key[0], limit) < limit
    }
    for pts, dts in sorted(places, key=lambda key: places[key], reverse=True)[:_KEYS_TRIED]:
        # Program streams, sought to a key frame's very time, can begin within it.
        for early in (0, 1):
            with contextlib.suppress(OSError):
                container.seek(seek_time(container, pts, dts) - early, stream=film, backward=True)
                source = packets(container, film)
                first = next((packet for packet in source if packet.is_keyframe), None)
                found = None if first is None else places.get(key_of(first))
                if first is not None and found is not None and found[0] > 0:
                    return _Place(*found, chain([first], source))
    return None
