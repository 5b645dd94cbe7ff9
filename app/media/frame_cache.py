"""The pictures seen lately, within a budget of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict

from sora_model.media.pictures import Picture

Key = tuple[str, int]


class FrameCache:
    """Least-recently-used pictures keyed by (media id, frame number); safe for several threads.

    Pictures go in read-only and are shared, not copied.
    """

    def __init__(self, budget_bytes: int = 256 << 20) -> None:
        if budget_bytes <= 0:
            raise ValueError("the budget must be positive")
        self.budget_bytes = budget_bytes
        self._pictures: OrderedDict[Key, Picture] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def bytes(self) -> int:
        """Held now; never more than the budget."""
        with self._lock:
            return self._bytes

    def __len__(self) -> int:
        with self._lock:
            return len(self._pictures)

    def __contains__(self, key: Key) -> bool:
        """Whether it is held; looking does not make it recent."""
        with self._lock:
            return key in self._pictures

    def get(self, media_id: str, n: int) -> Picture | None:
        """Picture `n` if it is held; it counts as used now."""
        with self._lock:
            picture = self._pictures.get((media_id, n))
            if picture is not None:
                self._pictures.move_to_end((media_id, n))
            return picture

    def put(self, media_id: str, n: int, picture: Picture) -> None:
        """Hold `picture`, forgetting the ones used longest ago; one larger than the budget is not held."""
        picture.flags.writeable = False
        with self._lock:
            held = self._pictures.pop((media_id, n), None)
            if held is not None:
                self._bytes -= held.nbytes
            if picture.nbytes > self.budget_bytes:
                return
            self._pictures[(media_id, n)] = picture
            self._bytes += picture.nbytes
            while self._bytes > self.budget_bytes:
                _, oldest = self._pictures.popitem(last=False)
                self._bytes -= oldest.nbytes

    def forget(self, media_id: str) -> None:
        """Let go of every picture of one medium."""
        with self._lock:
            for key in [key for key in self._pictures if key[0] == media_id]:
                self._bytes -= self._pictures.pop(key).nbytes
