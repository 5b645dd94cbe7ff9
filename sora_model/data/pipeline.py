"""Stages of work that run beside one another, each in its own thread with a bounded queue behind it."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Generator, Iterable
from typing import TypeVar

T = TypeVar("T")
_LOOK_AROUND_S = 0.05
"""How soon a stage whose queue is full notices that nobody wants its items any more."""


class _End:
    """The last entry of a queue: the stage is done, or failed with `error`."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def ahead(items: Iterable[T], depth: int) -> Generator[T, None, None]:
    """`items`, in order, worked out by another thread up to `depth` items before they are asked for.

    What `items` raises is raised here. Closing the generator (leaving a `for` does not: use
    `contextlib.closing`) stops the thread, closes `items` in it, and waits for both.
    """
    ready: queue.Queue[T | _End] = queue.Queue(depth)
    unwanted = threading.Event()

    def put(entry: T | _End) -> bool:
        while not unwanted.is_set():
            with contextlib.suppress(queue.Full):
                ready.put(entry, timeout=_LOOK_AROUND_S)
                return True
        return False

    def work() -> None:
        source = iter(items)
        error: BaseException | None = None
        try:
            for item in source:
                if not put(item):
                    break
        except BaseException as raised:  # noqa: BLE001  (handed on to whoever asks for the items)
            error = raised
        finally:
            if isinstance(source, Generator):
                source.close()
            put(_End(error))

    thread = threading.Thread(target=work, name="sora-stage", daemon=True)
    thread.start()
    try:
        while not isinstance(entry := ready.get(), _End):
            yield entry
        if entry.error is not None:
            raise entry.error
    finally:
        unwanted.set()
        thread.join()
