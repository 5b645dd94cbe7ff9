"""Decodes in the background what the player asks to show; the newest wish wins."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

from app.domain.errors import UserError
from app.media.frame_cache import FrameCache
from sora_model.contract.errors import SoraError
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pictures import Picture
from sora_model.media.pts_index import PtsIndex

_AHEAD = 16
"""Frames decoded in advance while going forward, at most."""

_BACK = 48
"""Frames decoded together while going back, at most: fewer returns to the key frame before them."""

OnFrame = Callable[[int, Picture], None]
OnError = Callable[[UserError], None]


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
    ) -> None:
        self._path = path
        self._index = index
        self._media_id = media_id
        self._cache = cache
        self._on_frame = on_frame
        self._on_error = on_error
        self._threads = threads
        self._wake = threading.Condition()
        self._wish: tuple[int, int] | None = None
        self._ahead: tuple[int, int] | None = None
        self._closing = False
        self._stale = False
        self._picture_bytes = 0
        self._thread = threading.Thread(target=self._work, name=f"frames of {media_id}", daemon=True)
        self._thread.start()

    def request(self, n: int, direction: int = 1) -> None:
        """Wish for frame `n`; afterwards frames in `direction` (1 on, -1 back, 0 none) are decoded in
        advance.
        """
        with self._wake:
            self._wish = (n, direction)
            self._wake.notify()

    def cached(self, n: int) -> Picture | None:
        """Frame `n` at once, if it is held."""
        return self._cache.get(self._media_id, n)

    def use_index(self, index: PtsIndex) -> None:
        """Go on with another index of the same film (the confirmed one); pictures held so far are
        forgotten.
        """
        with self._wake:
            self._index = index
            self._stale = True
            self._wake.notify()

    def close(self) -> None:
        """Stop and wait for the thread; no callback comes after. Not to be called from a callback."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()

    def _work(self) -> None:
        decoder: FrameDecoder | None = None
        try:
            while True:
                with self._wake:
                    while not (self._closing or self._stale or self._wish or self._ahead):
                        self._wake.wait()
                    if self._closing:
                        return
                    index, renew = self._index, self._stale
                    self._stale = False
                    wish, self._wish = self._wish, None
                if renew:
                    self._cache.forget(self._media_id)
                    if decoder is not None:
                        decoder.close()
                        decoder = None
                try:
                    if decoder is None:
                        decoder = FrameDecoder(self._path, index, threads=self._threads)
                    if wish is not None:
                        self._grant(decoder, *wish)
                    elif self._ahead is not None:
                        self._decode_ahead(decoder, *self._ahead)
                except SoraError as error:
                    self._ahead = None
                    if decoder is not None:
                        decoder.close()
                        decoder = None
                    if not self._closing:
                        self._on_error(UserError(str(error)))
        finally:
            if decoder is not None:
                decoder.close()

    def _grant(self, decoder: FrameDecoder, n: int, direction: int) -> None:
        n = min(max(n, 0), len(decoder) - 1)
        picture = self._cache.get(self._media_id, n)
        if picture is None:
            picture = self._back_to(decoder, n) if direction < 0 else self._decode(decoder, n)
        if picture is None or self._closing:
            return
        self._on_frame(n, picture)
        self._ahead = (n, direction) if direction else None

    def _decode(self, decoder: FrameDecoder, n: int) -> Picture:
        picture = decoder.frame(n)
        self._picture_bytes = picture.nbytes
        self._cache.put(self._media_id, n, picture)
        return picture

    def _back_to(self, decoder: FrameDecoder, n: int) -> Picture | None:
        """Frame `n`, with those before it held for the next steps back: a decoder only goes forward.

        None when a newer wish for something else came in between. A wish for one of these frames does not
        stop it: it would have to begin at the same key frame again.
        """
        first = max(0, n - self._reach(_BACK))
        picture = None
        for number in range(first, n + 1):
            wish = self._wish
            if self._closing or self._stale or (wish is not None and not first <= wish[0] <= n):
                return None
            picture = self._cache.get(self._media_id, number)
            if picture is None:
                picture = self._decode(decoder, number)
        return picture

    def _reach(self, most: int) -> int:
        """How many frames may be held in advance: half the cache, no more than `most`."""
        if not self._picture_bytes:
            return 1
        return max(1, min(most, self._cache.budget_bytes // (2 * self._picture_bytes)))

    def _decode_ahead(self, decoder: FrameDecoder, n: int, direction: int) -> None:
        """Decode what will be wanted next, one frame (a stretch when going back); stop when enough is
        held.
        """
        step = 1 if direction > 0 else -1
        last = n + step * self._reach(_AHEAD if direction > 0 else _BACK)
        for number in range(n + step, last + step, step):
            if not 0 <= number < len(decoder):
                break
            if (self._media_id, number) not in self._cache:
                if step > 0:
                    self._decode(decoder, number)
                else:
                    self._back_to(decoder, number)
                return
        self._ahead = None
