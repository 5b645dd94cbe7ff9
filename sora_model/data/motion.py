"""Optical flow → a small description of what moves where, per step.

Flow: Kroeger et al., "Fast Optical Flow using Dense Inverse Search" (ECCV 2016), OpenCV's implementation.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FLOW_SIZE = 128
GRID = 4
BINS = 8
EXTRAS = 8
"""Mean of the fastest tenth (2), median (2), mean size and its deviation, change of light, share that
moves.
"""
MOTION_CHANNELS = GRID * GRID * (BINS + 1) + EXTRAS
"""Per step: `GRID × GRID × BINS` direction histograms, `GRID × GRID` magnitudes of change, `EXTRAS`."""
REFERENCE_S = 0.08
"""Flow is expressed in percent of the picture per this time, whatever the rate of the film."""


def describe(
    flow: NDArray[np.float32], before: NDArray[np.uint8], after: NDArray[np.uint8], dt: float
) -> NDArray[np.float32]:
    """`(MOTION_CHANNELS,)` of a pair of grey pictures `(S, S)` and the flow `(S, S, 2)` in pixels between
    them.

    `dt` is the time between the pictures in seconds.
    """
    size = flow.shape[0]
    scale = 100.0 / size * (REFERENCE_S / max(dt, 1e-3))
    u, v = flow[..., 0] * scale, flow[..., 1] * scale
    magnitude = np.sqrt(u * u + v * v)
    histogram = direction_histogram(u, v, magnitude)
    change = np.asarray(
        np.abs(after.astype(np.float32) - before.astype(np.float32)) / 255.0, dtype=np.float32
    )
    tenth = -(-9 * (magnitude.size - 1) // 10)
    fastest = magnitude >= np.partition(magnitude, tenth, axis=None)[tenth]
    extras = np.array(
        [
            u[fastest].mean(),
            v[fastest].mean(),
            np.median(u),
            np.median(v),
            magnitude.mean(),
            magnitude.std(),
            (after.mean() - before.mean()) / 25.5,
            (magnitude > 0.5).mean(),
        ],
        dtype=np.float32,
    )
    return np.concatenate([histogram.ravel(), _cells(change).ravel() * 10.0, extras]).astype(np.float32)


def direction_histogram(
    u: NDArray[np.float32], v: NDArray[np.float32], magnitude: NDArray[np.float32], grid: int = GRID
) -> NDArray[np.float32]:
    """`(grid, grid, BINS)`: magnitude by cell and direction (bin 0 to the right, then clockwise).

    Each pixel is shared between its two neighbouring bins; cells are averages over pixels.
    """
    position = np.arctan2(v, u) * (BINS / (2 * np.pi))
    position[position < 0] += BINS
    low = position.astype(np.int64)
    share = position - low
    size = u.shape[0]
    cell = (np.arange(size) * grid // size).astype(np.int64)
    slots = BINS + 2  # a full turn and its neighbour are bins 0 and 1 again
    index = ((cell[:, None] * grid + cell[None, :]) * slots + low).ravel()
    least = grid * grid * slots
    total = np.bincount(index, (magnitude * (1 - share)).ravel(), minlength=least)
    total += np.bincount(index + 1, (magnitude * share).ravel(), minlength=least)
    bins = total.reshape(grid, grid, slots) / (size / grid) ** 2
    bins[..., :2] += bins[..., BINS:]
    return np.asarray(bins[..., :BINS], dtype=np.float32)


def _cells(values: NDArray[np.float32]) -> NDArray[np.float32]:
    side = values.shape[0] // GRID
    return np.asarray(values.reshape(GRID, side, GRID, side).mean(axis=(1, 3)), dtype=np.float32)
