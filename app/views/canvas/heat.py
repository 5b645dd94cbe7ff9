"""The map of attention: how dark each place becomes, and where the contours run. Arrays only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CONTOUR_LEVELS = (0.5, 0.8)  # shares of the map's highest value
_LARGEST_SIDE = 160  # of the smoothed map: a grid of cells has no more detail than that


@dataclass(frozen=True, slots=True)
class HeatMap:
    """`grid`: (gh, gw) float32, 0 unattended to 1 most attended, cells covering the picture evenly.

    `trusted` False: the map is no better than a random one, and the view strikes it through.
    """

    grid: NDArray[np.float32]
    legend: str = ""
    trusted: bool = True

    def __post_init__(self) -> None:
        if self.grid.ndim != 2 or not self.grid.size:
            raise ValueError(f"a heat map is a grid of rows and columns, not of shape {self.grid.shape}")


def smoothed(grid: NDArray[np.float32]) -> NDArray[np.float32]:
    """`grid` interpolated bilinearly between its cells' centres, about `_LARGEST_SIDE` on a side; 0 to 1."""
    rows, columns = grid.shape
    factor = max(1, _LARGEST_SIDE // max(rows, columns))
    values = np.clip(np.nan_to_num(grid.astype(np.float32)), 0.0, 1.0)
    values = _interpolated(values, factor, axis=0)
    return _interpolated(values, factor, axis=1)


def _interpolated(values: NDArray[np.float32], factor: int, axis: int) -> NDArray[np.float32]:
    count = values.shape[axis]
    at = np.clip((np.arange(count * factor) + 0.5) / factor - 0.5, 0, count - 1)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, count - 1)
    share = (at - low).astype(np.float32)
    share = share[:, None] if axis == 0 else share[None, :]
    below, above = np.take(values, low, axis), np.take(values, high, axis)
    return (below + (above - below) * share).astype(np.float32)


def darkness(values: NDArray[np.float32], opacity: float) -> NDArray[np.uint8]:
    """Alpha of black over the picture: `opacity` where nothing was attended, none at the highest value."""
    highest = float(values.max())
    share = values / highest if highest > 0 else values
    return np.round((1.0 - share) * np.clip(opacity, 0.0, 1.0) * 255).astype(np.uint8)


def contour(values: NDArray[np.float32], level: float) -> NDArray[np.float64]:
    """Segments of the line where `values` equals `level` (marching squares).

    Shape (n, 2, 2): two ends, each (x, y) as shares of the picture's width and height.
    """
    rows, columns = values.shape
    # A margin below every level closes the line at the picture's edge.
    v = np.full((rows + 2, columns + 2), -1.0)
    v[1:-1, 1:-1] = values
    corners = v[:-1, :-1], v[:-1, 1:], v[1:, 1:], v[1:, :-1]  # clockwise from the top left
    case = np.zeros((rows + 1, columns + 1), int)
    for bit, corner in enumerate(corners):
        case |= (corner >= level).astype(int) << bit
    segments = [
        np.stack([_crossing(corners, case == number, edge, level) for edge in pair], axis=1)
        for number, pairs in _CASES.items()
        for pair in pairs
    ]
    found = np.concatenate(segments)
    # Cell (i, j) of the margined grid lies between the centres of its four values.
    found[..., 0] = np.clip((found[..., 0] - 0.5) / columns, 0.0, 1.0)
    found[..., 1] = np.clip((found[..., 1] - 0.5) / rows, 0.0, 1.0)
    return found


# Which edges (0 top, 1 right, 2 bottom, 3 left) the line connects, by the set of corners above the level.
_CASES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((3, 0),),
    2: ((0, 1),),
    3: ((3, 1),),
    4: ((1, 2),),
    5: ((3, 0), (1, 2)),
    6: ((0, 2),),
    7: ((3, 2),),
    8: ((2, 3),),
    9: ((2, 0),),
    10: ((0, 1), (2, 3)),
    11: ((2, 1),),
    12: ((1, 3),),
    13: ((1, 0),),
    14: ((0, 3),),
}
_EDGE_CORNERS = ((0, 1), (1, 2), (3, 2), (0, 3))
_CORNER_OFFSETS = ((0, 0), (1, 0), (1, 1), (0, 1))


def _crossing(
    corners: tuple[NDArray[np.float64], ...], chosen: NDArray[np.bool_], edge: int, level: float
) -> NDArray[np.float64]:
    """Where the line crosses `edge` of the chosen cells: (n, 2) in units of cells."""
    a, b = _EDGE_CORNERS[edge]
    low, high = corners[a][chosen], corners[b][chosen]
    share = (level - low) / (high - low)
    row, column = np.nonzero(chosen)
    (ax, ay), (bx, by) = _CORNER_OFFSETS[a], _CORNER_OFFSETS[b]
    return np.stack([column + ax + (bx - ax) * share, row + ay + (by - ay) * share], axis=1)
