"""The pictures seen lately and the frames decoded for the next steps, within a budget of bytes."""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading
from collections import OrderedDict
from typing import Generic, TypeVar

from av.video.frame import VideoFrame

from sora_model.media.pictures import Picture

Key = tuple[str, int]
T = TypeVar("T")

_PICTURES = 4
"""Pictures give way to frames down to one part in so many of the budget: they are quickly made of frames."""

_TRIM = 4
"""Each time that one part in so many of the budget was let go of, the system gets the memory back."""


class FrameCache:
    """Least-recently-used pictures and frames, keyed by (media id, frame number); safe for several threads.

    Frames are as the codec gave them: half as large as their pictures, and a millisecond away from them.
    Pictures go in read-only; both are shared, not copied.
    """

    def __init__(self, budget_bytes: int) -> None:
        if budget_bytes <= 0:
            raise ValueError("the budget must be positive")
        self.budget_bytes = budget_bytes
        self._pictures = _Shelf[Picture]()
        self._frames = _Shelf[VideoFrame]()
        self._lock = threading.Lock()
        self._let_go = 0

    @classmethod
    def within(cls, total_bytes: int = 256 << 20) -> FrameCache:
        """A cache for a viewer that needs `total_bytes` in all: a sixth is left to its decoder."""
        return cls(total_bytes - total_bytes // 6)

    @property
    def bytes(self) -> int:
        """Held now; never more than the budget."""
        with self._lock:
            return self._bytes

    @property
    def _bytes(self) -> int:
        return self._pictures.bytes + self._frames.bytes

    def __len__(self) -> int:
        with self._lock:
            return len(self._pictures.held) + len(self._frames.held)

    def __contains__(self, key: Key) -> bool:
        """Whether its picture or frame is held; looking does not make it recent."""
        with self._lock:
            return key in self._pictures.held or key in self._frames.held

    def get(self, media_id: str, n: int) -> Picture | None:
        """Picture `n` if it is held; it counts as used now."""
        with self._lock:
            return self._pictures.get((media_id, n))

    def put(self, media_id: str, n: int, picture: Picture) -> None:
        """Hold `picture`, forgetting the ones used longest ago; one larger than the budget is not held."""
        picture.flags.writeable = False
        self._put(self._pictures, (media_id, n), picture, picture.nbytes)

    def frame(self, media_id: str, n: int) -> VideoFrame | None:
        """Frame `n` if it is held; it counts as used now."""
        with self._lock:
            return self._frames.get((media_id, n))

    def put_frame(self, media_id: str, n: int, frame: VideoFrame) -> None:
        """Hold `frame`, forgetting what was used longest ago; one larger than the budget is not held."""
        self._put(self._frames, (media_id, n), frame, frame_bytes(frame))

    def forget(self, media_id: str) -> None:
        """Let go of every picture and frame of one medium."""
        with self._lock:
            self._pictures.forget(media_id)
            self._frames.forget(media_id)

    def _put(self, shelf: _Shelf[T], key: Key, thing: T, size: int) -> None:
        with self._lock:
            shelf.drop(key)
            if size > self.budget_bytes:
                return
            shelf.put(key, thing, size)
            before = self._bytes
            while self._bytes > self.budget_bytes:
                if self._frames.held and self._pictures.bytes * _PICTURES <= self.budget_bytes:
                    self._frames.drop_oldest()
                else:
                    self._pictures.drop_oldest()
            self._let_go += before - self._bytes
            is_much = self._let_go * _TRIM >= self.budget_bytes
            if is_much:
                self._let_go = 0
        if is_much:
            _give_memory_back()


class _Shelf(Generic[T]):
    """Things with their sizes, the one used longest ago first."""

    def __init__(self) -> None:
        self.held: OrderedDict[Key, tuple[T, int]] = OrderedDict()
        self.bytes = 0

    def get(self, key: Key) -> T | None:
        if key not in self.held:
            return None
        self.held.move_to_end(key)
        return self.held[key][0]

    def put(self, key: Key, thing: T, size: int) -> None:
        self.held[key] = (thing, size)
        self.bytes += size

    def drop(self, key: Key) -> None:
        if key in self.held:
            self.bytes -= self.held.pop(key)[1]

    def drop_oldest(self) -> None:
        self.drop(next(iter(self.held)))

    def forget(self, media_id: str) -> None:
        for key in [key for key in self.held if key[0] == media_id]:
            self.drop(key)


def _give_memory_back() -> None:
    """Let what was freed go back to the system.

    Left alone, glibc keeps hundreds of megabytes of holes between the pictures of several threads.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # other C libraries have no such call
            ctypes.CDLL(None).malloc_trim(0)


def frame_bytes(frame: VideoFrame) -> int:
    """Memory of a decoded frame's pixels."""
    return sum(plane.buffer_size for plane in frame.planes)
