"""The index behind "frame N": guessed from the packets, or made exact by one decode, and cached.

Frame N is the decoder's N-th output, packets that fail skipped. `build_index` guesses the table from the
packets (provisional: packets and pictures differ in real files); `confirm_index` makes it by one decode.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from sora_model.media.film_pass import PictureObserver, cached_index_file, film_of, film_pass
from sora_model.media.pass_journal import KeyLog
from sora_model.media.progress import IsCancelled, OnProgress
from sora_model.media.pts_table import (
    REPAIRED,
    RESORTED,
    PtsIndex,
    end_of_stream,
    picture_digest,
    presentation_times,
)
from sora_model.media.streams import open_media, origin_of, packets

__all__ = [
    "REPAIRED",
    "RESORTED",
    "PtsIndex",
    "build_index",
    "cached_index_file",
    "confirm_index",
    "load_index",
    "picture_digest",
    "presentation_times",
]


def build_index(path: str | os.PathLike[str], stream: int | None = None) -> PtsIndex:
    """Provisional index of the first film (or of stream number `stream`), from the packets alone.

    Raises `SoraError` when the file cannot be read or holds no film.
    """
    with open_media(path) as container:
        film = film_of(container, path, stream)
        times: dict[int, int] = {}
        log = KeyLog()
        for packet in packets(container, film):
            time = packet.pts if packet.pts is not None else packet.dts
            log.note(packet)
            if time is not None and not packet.is_discard:
                times[time] = packet.duration or 0
        if not times:
            # A stream without any times (raw H.264): only the decode can say.
            return confirm_index(path, stream=film.index)
        time_base = Fraction(film.time_base or Fraction(1, 1000))
        ordered = np.array(sorted(times), np.int64)
        keys = [key for key in log.keys if key[0] in times]
        key_pts = np.array([pts for pts, _ in keys], np.int64)
        return PtsIndex(
            time_base=time_base,
            pts=ordered,
            end_pts=end_of_stream(ordered, times[int(ordered[-1])], film.average_rate, time_base),
            keyframes=np.searchsorted(ordered, key_pts).astype(np.int64),
            key_pts=key_pts,
            key_dts=np.array([dts for _, dts in keys], np.int64),
            origin=origin_of(container),
            stream=film.index,
        )


def confirm_index(
    path: str | os.PathLike[str],
    provisional: PtsIndex | None = None,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
    *,
    stream: int | None = None,
    threads: int | None = None,
) -> PtsIndex:
    """The exact index, by decoding the whole film once; nothing is cached.

    Raises `SoraError` when nothing decodes, `Cancelled` when asked to stop.
    """
    return film_pass(
        path,
        None,
        provisional,
        stream=stream,
        on_progress=on_progress,
        cancelled=cancelled,
        threads=threads,
    )


def load_index(
    path: str | os.PathLike[str],
    cache_dir: Path,
    *,
    stream: int | None = None,
    confirm: bool = True,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
    threads: int | None = None,
    observers: Callable[[PtsIndex], Sequence[PictureObserver]] = lambda _: (),
) -> PtsIndex:
    """The index of `path`: from the cache where it is there, else made and cached.

    With `confirm` false a provisional index will do; with it true the answer is confirmed.
    If the film is decoded for that, `observers`, asked with the provisional index, says who looks on.
    """
    file = cached_index_file(path, cache_dir, stream)
    known = PtsIndex.load(file)
    if known is not None and known.confirmed:
        return known
    guessed = file.with_suffix(".packets.npz")
    known = PtsIndex.load(guessed)
    provisional = known if known is not None else build_index(path, stream)
    if not confirm and not provisional.confirmed:
        if known is None:
            # Reading every packet of hours of film takes long; a cache that cannot be written costs time.
            with contextlib.suppress(OSError):
                provisional.save(guessed)
        return provisional
    index = film_pass(
        path,
        cache_dir,
        provisional,
        observers(provisional),
        stream=stream,
        on_progress=on_progress,
        cancelled=cancelled,
        threads=threads,
    )
    with contextlib.suppress(OSError):
        guessed.unlink(missing_ok=True)
    return index
