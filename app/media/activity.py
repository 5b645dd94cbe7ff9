"""How much moves in a film: what the demonstration goes by where no person has labelled anything."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import UserError
from app.media.failures import user_errors
from sora_model.media.decoder import FrameDecoder
from sora_model.media.progress import IsCancelled, OnProgress, Pace
from sora_model.media.pts_index import PtsIndex

RATE = 5.0
"""Pictures a second that are compared."""

SHORTEST_S = 1.5
SIZE = (96, 54)


def activity(
    path: Path,
    index: PtsIndex,
    *,
    on_progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(seconds, mean absolute difference of successive grey pictures, 0–255), about `RATE` a second."""
    wanted = np.arange(index.seconds(index.start_pts), index.seconds(index.end_pts), 1 / RATE)
    numbers = sorted({index.frame_at(index.tick_at(float(s))) for s in wanted})
    times, levels = [], []
    before: NDArray[np.float32] | None = None
    pace = Pace(len(numbers), on_progress, cancelled)
    with user_errors(), FrameDecoder(path, index) as decoder:
        for done, (number, picture) in enumerate(decoder.frames(numbers, SIZE), 1):
            grey = picture.mean(axis=2, dtype=np.float32)
            times.append(index.seconds(index.start_of(number)))
            levels.append(0.0 if before is None else float(np.abs(grey - before).mean()))
            before = grey
            pace.step(done)
    if levels:
        levels[0] = levels[min(1, len(levels) - 1)]
    return np.array(times), np.array(levels)


def busy_and_still(
    seconds: NDArray[np.float64], levels: NDArray[np.float64], end_s: float
) -> list[tuple[str, float, float]]:
    """Stretches above and below the median activity, each at least `SHORTEST_S` long, in order.

    Raises UserError where the film has no two such stretches of each kind.
    """
    if len(levels) >= 5:
        smooth = np.convolve(np.pad(levels, 2, mode="edge"), np.ones(5) / 5, mode="valid")
        busy = smooth > np.median(smooth)
        edges = [0, *(np.flatnonzero(np.diff(busy)) + 1).tolist(), len(busy)]
        found = [
            ("busy" if busy[a] else "still", float(seconds[a]), float(seconds[b]) if b < len(busy) else end_s)
            for a, b in itertools.pairwise(edges)
        ]
        kept = [stretch for stretch in found if stretch[2] - stretch[1] >= SHORTEST_S]
        names = [name for name, _, _ in kept]
        if min(names.count("busy"), names.count("still")) >= 2:
            return kept
    raise UserError(
        "The film is too short or too even for the demonstration: it needs two busy and two still stretches.",
        way_out="Give a longer film, or none: then a film is made.",
    )
