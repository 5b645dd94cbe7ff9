"""Tracks of a medium → the boxes at each look of the backbone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.manifest import MediaSpec
from sora_model.data.sampling import StepGrid

MOST_BOXES = 8
"""More boxes in one picture than this: the largest are kept."""


class BoxTracks:
    """The boxes of one medium, by visual step (every `every`-th step of `grid`)."""

    def __init__(self, medium: MediaSpec, grid: StepGrid, every: int) -> None:
        self._tracks = medium.tracks
        self._grid = grid
        self._every = every

    def block(self, first: int, last: int) -> NDArray[np.float32]:
        """`(V, K, 4)` of the looks in steps `[first, last)`: x, y, w, h in shares of the picture, the
        largest first; NaN: no box. `first` is a multiple of `every`; `K` is the most boxes at one look, at
        most `MOST_BOXES`, 0 without tracks.
        """
        looks = []
        for step in range(first, last, self._every):
            found = [box for track in self._tracks if (box := track.box_at(self._grid.tick(step)))]
            looks.append(sorted(found, key=lambda box: -box[2] * box[3])[:MOST_BOXES])
        out = np.full((len(looks), max(map(len, looks), default=0), 4), np.nan, np.float32)
        for row, found in zip(out, looks, strict=True):
            row[: len(found)] = np.reshape(found, (-1, 4))
        return out
