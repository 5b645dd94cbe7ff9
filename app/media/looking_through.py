"""A film decoded once from start to end, for its exact index and for all that is made of every frame."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from app.domain.errors import UserError
from app.media.failures import user_errors
from sora_model.media.film_pass import PictureObserver, film_pass, was_begun
from sora_model.media.progress import IsCancelled, OnProgress
from sora_model.media.pts_index import PtsIndex, load_index

_log = logging.getLogger("sora-studio")


def look_through(
    path: str | os.PathLike[str],
    cache_dir: Path,
    observers: Sequence[PictureObserver],
    *,
    stream: int | None = None,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
    on_refusal: Callable[[UserError], None],
    companions: Callable[[PtsIndex], Sequence[PictureObserver]] = lambda _: (),
) -> PtsIndex:
    """The confirmed index, after `observers` saw every frame that they still need.

    `companions`, asked with the index so far, look on as well where the film is decoded from its start for
    the others: they never make a pass longer. An observer that fails leaves the rest alone; `on_refusal`
    hears of it, on this thread, where it is something that the person can mend, and the log otherwise.
    Raises UserError where nothing can be decoded, Cancelled when asked to stop; what was made until then is
    kept.
    """

    def failed(observer: PictureObserver, error: Exception) -> None:
        if isinstance(error, UserError):
            on_refusal(error)
        else:
            _log.error("%s failed at %s", type(observer).__name__, path, exc_info=error)

    with user_errors():
        index = load_index(path, cache_dir, stream=stream, confirm=False)
        if index.confirmed:
            from_start = any(observer.resume_at == 0 for observer in observers)
        else:
            from_start = not was_begun(path, cache_dir, stream)
        return film_pass(
            path,
            cache_dir,
            index,
            [*observers, *(companions(index) if from_start else ())],
            stream=stream,
            on_progress=on_progress,
            cancelled=cancelled,
            on_failure=failed,
        )
