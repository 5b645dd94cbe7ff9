"""Decodes in the background what the player asks to show; the newest wish wins."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from av.video.frame import VideoFrame

from app.domain.errors import UserError
from app.media.failures import words
from app.media.frame_cache import FrameCache, frame_bytes
from sora_model.contract.errors import SoraError
from sora_model.media.decoder import FrameDecoder, GivenUp
from sora_model.media.pictures import Picture, PictureConverter
from sora_model.media.pts_index import PtsIndex

_AHEAD = 16
"""Frames decoded in advance while going forward, at most."""

_BACK = 48
"""Frames held behind while going back, at most: fewer returns to the key frame before them."""

_LEAST_BEHIND, _MOST_BEHIND, _PER_BEHIND = 6, 24, 8
"""Frames before a wanted one that are held on the way to it, for the first steps back: one for so many on
the way. The more there are, the longer it takes to come here again for those before.
"""

_READY = 3
"""Pictures made in advance of frames, in the direction of travel."""

_QUIET_S = 0.25
"""After so long without a wish the frames behind are fetched too."""

_PATIENCE_S = 0.5
"""Wishes that keep coming are given up for newer ones for so long; then one is granted all the same."""

_LONGEST_LATE = 120
"""Pictures of a film that plays on are still worth showing when no more than so many are due since."""

OnFrame = Callable[[int, Picture], None]
OnError = Callable[[UserError], None]


@dataclass(frozen=True)
class _Wish:
    n: int
    direction: int
    step: int = 0

    def is_on_the_way_to(self, newer: _Wish) -> bool:
        """Whether the film plays from this wish to the `newer` one."""
        ahead = (newer.n - self.n) * self.direction
        return self.step > 0 and newer.step > 0 and 0 <= ahead <= _LONGEST_LATE * self.step


class FrameSource:
    """One film's pictures on demand, from a thread of its own.

    `on_frame(n, picture)` answers a wish and `on_error(error)` refuses one; both are called on the decoding
    thread. A wish that a newer one overtakes need not be answered. Close it: that waits for the thread.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        index: PtsIndex,
        media_id: str,
        cache: FrameCache,
        on_frame: OnFrame,
        on_error: OnError,
        *,
        threads: int | None = None,
        deinterlace: bool = True,
    ) -> None:
        """`deinterlace`: interlaced frames lose their combs, for viewing only."""
        self._path = path
        self._index = index
        self._media_id = media_id
        self._cache = cache
        self._on_frame = on_frame
        self._on_error = on_error
        self._threads = threads
        self._converter = PictureConverter(deinterlace=deinterlace)
        self._wake = threading.Condition()
        self._wish: _Wish | None = None
        self._closing = False
        self._stale = False
        self._device = ""
        # Of the decoding thread alone.
        self._decoder: FrameDecoder | None = None
        self._decodes_on = ""
        self._plan: Iterator[float] | None = None
        self._frame_bytes = 0
        self._unanswered_since: float | None = None
        self._thread = threading.Thread(target=self._work, name=f"frames of {media_id}", daemon=True)
        self._thread.start()

    def request(self, n: int, direction: int = 1, *, step: int = 0) -> None:
        """Wish for frame `n`; afterwards frames in `direction` (1 on, -1 back, 0 none) are decoded in
        advance.

        `step` > 0: the film plays, and every so-many-th frame will be wished for. Such a wish is answered,
        late, although the next has come: decoding that is too slow for the film shows what it can.
        """
        with self._wake:
            self._wish = _Wish(n, direction, step)
            self._wake.notify()

    def cached(self, n: int) -> Picture | None:
        """Picture `n` at once, if it is held."""
        return None if self._stale else self._cache.get(self._media_id, n)

    def use_index(self, index: PtsIndex) -> None:
        """Go on with another index of the same film (the confirmed one); pictures held so far are
        forgotten.
        """
        with self._wake:
            self._index = index
            self._stale = True
            self._wake.notify()

    def set_deinterlacing(self, on: bool) -> None:
        """Whether interlaced frames lose their combs; pictures held so far are forgotten."""
        with self._wake:
            self._converter.deinterlace = on
            self._stale = True
            self._wake.notify()

    def use_device(self, device: str) -> None:
        """Decode on a graphics card (one of `hardware.devices`), or in software (empty).

        From the next wish on that is not part of playing: nothing is seen of it.
        """
        self._device = device

    @property
    def device(self) -> str:
        """What the film is decoded on; empty: software, also where the device that was to be used failed."""
        return self._device

    def close(self) -> None:
        """Stop and wait for the thread; no callback comes after. Not to be called from a callback."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()

    # --- the decoding thread ---------------------------------------------------------------

    def _work(self) -> None:
        try:
            pause = 0.0
            while self._wait(pause):
                pause = 0.0
                try:
                    wish = self._take_wish()
                    if wish is not None:
                        self._grant(wish)
                    elif self._plan is not None:
                        pause = self._go_on(self._plan)
                except GivenUp:
                    continue
                except SoraError as error:
                    self._plan = None
                    self._close_decoder()
                    if not self._closing:
                        self._on_error(UserError(words(error)))
        finally:
            self._close_decoder()

    def _wait(self, pause: float) -> bool:
        """Until there is something to do, for `pause` seconds for a wish; false when it is to end."""
        with self._wake:
            while not (self._closing or self._stale or self._wish or (self._plan is not None and not pause)):
                if not self._wake.wait(pause or None):
                    break
            if self._stale and not self._closing:
                self._stale = False
                self._plan = None
                self._close_decoder()
                self._cache.forget(self._media_id)
            return not self._closing

    def _take_wish(self) -> _Wish | None:
        with self._wake:
            wish, self._wish = self._wish, None
            last = len(self._index) - 1
        return None if wish is None else replace(wish, n=min(max(wish.n, 0), last))

    def _go_on(self, plan: Iterator[float]) -> float:
        """Do the plan's next part; seconds to wait before the one after it."""
        pause = next(plan, None)
        if pause is None and self._plan is plan:
            self._plan = None
        return pause or 0.0

    def _grant(self, wish: _Wish) -> None:
        picture = self._picture(wish.n)
        if picture is None:
            self._plan = None
            if wish.step == 0 and self._decodes_on != self._device:
                self._close_decoder()
            try:
                # What a fast film passes over is not wanted: frames that no other needs can be left out.
                behind = 0 if wish.step > 1 else None
                frame = self._decode(wish.n, behind, lambda: self._overtaken(wish))
            except GivenUp:
                if self._unanswered_since is None:
                    self._unanswered_since = time.monotonic()
                raise
            picture = self._made_of(wish.n, frame)
        self._answer(wish, picture)

    def _answer(self, wish: _Wish, picture: Picture) -> None:
        """Show what was wished for, and plan what to do next."""
        self._unanswered_since = None
        if not self._closing:
            self._on_frame(wish.n, picture)
            self._plan = self._prepared(wish) if wish.direction else None

    def _picture(self, n: int) -> Picture | None:
        """Picture `n`, if it or its frame is held."""
        picture = self._cache.get(self._media_id, n)
        if picture is None and (frame := self._cache.frame(self._media_id, n)) is not None:
            return self._made_of(n, frame)
        return picture

    def _made_of(self, n: int, frame: VideoFrame) -> Picture:
        picture = self._converter.rgb(frame)
        self._cache.put(self._media_id, n, picture)
        return picture

    def _decode(self, n: int, behind: int | None, given_up: Callable[[], bool]) -> VideoFrame:
        """Hold frame `n`, and those of the `behind` before it that are decoded on the way.

        `behind` None: as many as the way to it suggests.
        """
        if self._decoder is None:
            device = self._decodes_on = self._device
            self._decoder = FrameDecoder(self._path, self._index, threads=self._threads, device=device)
        decoder = self._decoder
        if behind is None:
            some = decoder.distance(n) // _PER_BEHIND
            behind = self._reach(min(max(some, _LEAST_BEHIND), _MOST_BEHIND))
        try:
            frame = decoder.decoded(n, keep_from=n - behind, keep=self._keep, given_up=given_up)
        finally:
            if decoder.device != self._decodes_on:
                self._device = self._decodes_on = ""  # it failed; software has gone on
        self._keep(n, frame)
        return frame

    def _keep(self, n: int, frame: VideoFrame) -> None:
        self._frame_bytes = frame_bytes(frame)
        self._cache.put_frame(self._media_id, n, frame)

    def _reach(self, most: int) -> int:
        """How many frames may be held in advance: half the cache, no more than `most`."""
        if not self._frame_bytes:
            return most
        return max(1, min(most, self._cache.budget_bytes // (2 * self._frame_bytes)))

    # --- what is done before it is wished for ----------------------------------------------

    def _prepared(self, wish: _Wish) -> Iterator[float]:
        """Fetch what will be wanted next, part by part; yields the seconds to wait before the next part."""
        if wish.direction < 0:
            yield from self._ready(range(wish.n - 1, wish.n - 1 - _READY, -1))
            yield from self._fetch_behind(wish.n)
            yield from self._ready(range(wish.n - 1, wish.n - 1 - _READY, -1))
            return
        step = max(1, wish.step)
        last = min(wish.n + step * self._reach(_AHEAD), len(self._index) - 1)
        for number in range(wish.n + step, last + 1, step):
            if (self._media_id, number) not in self._cache:
                self._decode(number, 0, self._overtaken)
                yield 0.0
            if number <= wish.n + step * _READY:
                yield from self._ready(range(number, number + 1))
        yield _QUIET_S
        yield from self._fetch_behind(wish.n)

    def _ready(self, numbers: range) -> Iterator[float]:
        for number in numbers:
            if self._cache.get(self._media_id, number) is None and self._picture(number) is not None:
                yield 0.0

    def _fetch_behind(self, n: int) -> Iterator[float]:
        """Hold the frames behind `n`, once half of those that may be held are used up."""
        reach = self._reach(_BACK)
        first = max(0, n - reach)
        while True:
            missing = next((m for m in range(n - 1, -1, -1) if (self._media_id, m) not in self._cache), -1)
            if missing < max(first, n - 1 - reach // 2):
                return
            self._decode(missing, missing - first, lambda: self._disturbed(first, n))
            yield 0.0
            if (self._media_id, missing) not in self._cache:
                return  # there is no room for it

    # --- asked between two pictures --------------------------------------------------------

    def _overtaken(self, granting: _Wish | None = None) -> bool:
        """Whether something else is wanted than what is decoded: the wish `granting`, or only a plan."""
        if self._closing or self._stale:
            return True
        wish, since = self._wish, self._unanswered_since
        if wish is None or granting is None:
            return wish is not None
        impatient = since is not None and time.monotonic() - since >= _PATIENCE_S
        return not impatient and not granting.is_on_the_way_to(wish)

    def _disturbed(self, first: int, n: int) -> bool:
        """Whether frames `first` to `n`, fetched for steps back from `n`, are not what is wanted now.

        Steps back are answered from the frames held already, and the fetching goes on.
        """
        if self._closing or self._stale:
            return True
        wish = self._wish
        if wish is None:
            return False
        if wish.direction >= 0 or not first <= wish.n < n:
            return True
        with self._wake:
            if self._wish is not wish:
                return False
            self._wish = None
        picture = self._picture(wish.n)
        if picture is not None:
            self._answer(wish, picture)
            return False
        with self._wake:  # it is on the way
            self._wish = self._wish or wish
        return False

    def _close_decoder(self) -> None:
        if self._decoder is not None:
            self._decoder.close()
            self._decoder = None
