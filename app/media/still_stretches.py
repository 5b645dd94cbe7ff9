"""Where in a film nothing moves: what playing may run through."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.timebase import TimeRange
from app.media.failures import user_errors
from sora_model.media.motion_energy import MotionEnergy, load_motion, motion_file
from sora_model.media.pts_index import PtsIndex

LEAST, MOST = 8.0, 25.0
"""Bounds of the threshold, in units of a cell's own noise: a far walker shows 40 and more, and a film in
which everything moves all the time has no still to measure the noise by."""

QUIET_SHARE = 0.1
"""So much of a film, at least, is taken to be still: its energy there is the film's own noise."""
_TIMES_NOISE, _ABOVE = 2.0, 4.0
_FALLS_TO = 0.6
_FLASH_S = 0.18
"""Shorter excursions, a single look of some eight a second, are flashes of noise."""

MARGIN_S = 2.0
SHORTEST_S = 3.0


def motion_observers(
    path: str | os.PathLike[str], cache_dir: Path, fps: float, stream: int | None = None
) -> list[MotionEnergy]:
    """Who must look on while the film is decoded, for its still stretches to be found; nobody if they are."""
    with user_errors():
        file = motion_file(path, cache_dir, stream)
    return [] if load_motion(file) is not None else [MotionEnergy(file, fps)]


def found_stretches(
    path: str | os.PathLike[str], cache_dir: Path, index: PtsIndex, stream: int | None = None
) -> tuple[TimeRange, ...] | None:
    """The film's still stretches; None where its motion was not measured. Raises UserError."""
    with user_errors():
        energy = load_motion(motion_file(path, cache_dir, stream))
    return None if energy is None or len(energy) != len(index) else still_stretches(energy, index)


def still_stretches(energy: NDArray[np.floating], index: PtsIndex) -> tuple[TimeRange, ...]:
    """The stretches without motion, in ticks of `index`, sorted and apart.

    `energy`: of each frame, as `sora_model.media.motion_energy` measures it. Motion begins where the energy
    is above a threshold found from the film's own noise and ends where it has fallen well below it; it is
    given `MARGIN_S` before and after. What is left of `SHORTEST_S` or more is still.
    """
    if len(energy) != len(index) or len(index) < 2:
        return ()
    edges = np.append(index.pts, index.end_pts)
    second = 1 / float(index.time_base)
    moving = _moving(np.asarray(energy, np.float64), np.diff(edges) / second)
    starts, ends = _runs(~moving)
    found = []
    for start, end in zip(edges[starts], edges[ends], strict=True):
        # No margin at the film's own start and end: nothing lies beyond.
        start += 0 if start == edges[0] else round(MARGIN_S * second)
        end -= 0 if end == edges[-1] else round(MARGIN_S * second)
        if end - start >= SHORTEST_S * second:
            found.append(TimeRange(int(start), int(end)))
    return tuple(found)


def threshold(energy: NDArray[np.floating]) -> float:
    """Energy above which something moves in the film that `energy` is of."""
    noise = float(np.quantile(energy, QUIET_SHARE))
    return min(max(_TIMES_NOISE * noise + _ABOVE, LEAST), MOST)


def _moving(energy: NDArray[np.float64], seconds: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Of each frame, `seconds` long: whether something moves in it."""
    high = threshold(energy)
    above = energy >= high
    for start, end in zip(*_runs(above), strict=True):
        if seconds[start:end].sum() < _FLASH_S:
            above[start:end] = False
    moving = np.zeros(len(energy), bool)
    for start, end in zip(*_runs(energy >= high * _FALLS_TO), strict=True):
        moving[start:end] = above[start:end].any()
    return moving


def _runs(flags: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and ends (exclusive) of the runs of true."""
    changes = np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8))
    return np.flatnonzero(changes == 1), np.flatnonzero(changes == -1)
