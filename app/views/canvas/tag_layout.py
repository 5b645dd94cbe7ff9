"""Where name tags stand: outside what they name, inside the view, never over one another. Numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.views.canvas.picture_mapping import ViewRect

GAP = 3.0
_OUTSIDE, _PLACES = 8, 12
_SQUARE = 96.0
_LEEWAY = 1
"""Over so many boxes more than its best place a tag may stay."""
Edges = NDArray[np.floating]
"""(…, 4): left, top, right, bottom."""


class Placed(NamedTuple):
    """`place`: which of the candidates it is; the next layout keeps it where it can, so tags do not jump."""

    rect: ViewRect
    place: int


def place_tags(
    boxes: Sequence[ViewRect],
    sizes: Sequence[tuple[float, float]],
    room: ViewRect,
    preferred: Sequence[int] | None = None,
) -> list[Placed | None]:
    """A place for the tag (width, height) of each box inside `room`; None where all are taken.

    Earlier boxes choose first. A place over the fewest boxes is best; inside the tag's own box only
    where there is no other. Tags never overlap. `preferred`: the places of the last layout, -1 where there
    was none: who stands about as well there as anywhere stays, before all others choose.
    """
    if not boxes:
        return []
    own = np.array([(b.x, b.y, b.x + b.w, b.y + b.h) for b in boxes])
    places = _candidates(own, np.array(sizes), room)
    fits = _fits(places, room)
    # How bad each place is: over how many boxes; over its own only where nothing else is left.
    cost = np.full(fits.shape, len(boxes) + 1)
    around = places[:, :_OUTSIDE].astype(np.float32)
    cost[:, :_OUTSIDE] = np.count_nonzero(_overlaps(around, own.astype(np.float32)), axis=2)
    fits[:, :_OUTSIDE] &= ~_overlaps(places[:, :_OUTSIDE], own[:, None, :], paired=True)
    chosen = np.full(len(boxes), -1) if preferred is None else _staying(places, fits, cost, preferred)
    moving = np.flatnonzero(chosen < 0)
    if len(moving):
        taken = _Taken()
        for edges in places[chosen >= 0, chosen[chosen >= 0]].tolist():
            taken.add(edges)
        order = np.argsort(cost[moving] * _PLACES + np.arange(_PLACES), axis=1).tolist()
        at_hand = zip(moving.tolist(), places[moving].tolist(), fits[moving].tolist(), order, strict=True)
        for number, choices, good, wishes in at_hand:
            place = next((p for p in wishes if good[p] and taken.is_free(choices[p])), None)
            if place is not None:
                taken.add(choices[place])
                chosen[number] = place
    stand = places[np.arange(len(boxes)), chosen].tolist()
    return [
        None if place < 0 else Placed(ViewRect(left, top, right - left, bottom - top), place)
        for place, (left, top, right, bottom) in zip(chosen.tolist(), stand, strict=True)
    ]


def _staying(
    places: Edges, fits: NDArray[np.bool_], cost: NDArray[np.int64], preferred: Sequence[int]
) -> NDArray[np.int64]:
    """The place of each tag that stays where it stood, -1 for the others. Tags that jump cannot be read."""
    before = np.array(preferred)
    every = np.arange(len(before))
    best = np.where(fits, cost, cost.max() + 1).min(axis=1)
    good = (before >= 0) & fits[every, before] & (cost[every, before] <= best + _LEEWAY)
    stood = places[every, before]
    clashes = _overlaps(stood, stood)
    staying = np.zeros(len(before), bool)
    for number in np.flatnonzero(good).tolist():
        staying[number] = not (clashes[number] & staying).any()
    return np.where(staying, before, -1)


class _Taken:
    """Where tags stand, by squares of the view: a tag is held against its neighbours only."""

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[list[float]]] = {}

    def is_free(self, edges: list[float]) -> bool:
        left, top, right, bottom = edges
        for square in self._squares_of(edges):
            for a, b, c, d in self._squares.get(square, ()):
                if left < c and a < right and top < d and b < bottom:
                    return False
        return True

    def add(self, edges: list[float]) -> None:
        for square in self._squares_of(edges):
            self._squares.setdefault(square, []).append(edges)

    @staticmethod
    def _squares_of(edges: list[float]) -> list[tuple[int, int]]:
        columns = range(int(edges[0] // _SQUARE), int(edges[2] // _SQUARE) + 1)
        rows = range(int(edges[1] // _SQUARE), int(edges[3] // _SQUARE) + 1)
        return [(column, row) for column in columns for row in rows]


def _candidates(own: Edges, sizes: Edges, room: ViewRect) -> Edges:
    """(n, 12, 4): eight places around each box, then four in its corners."""
    left, top, right, bottom = own.T
    width, height = sizes.T
    x_low, x_high = room.x, np.maximum(room.x, room.right - width)
    y_low, y_high = room.y, np.maximum(room.y, room.bottom - height)
    # Over and under a box the tag may slide along it into the room, beside it up and down.
    xs = [np.clip(x, x_low, x_high) for x in (left, right - width)]
    ys = [np.clip(y, y_low, y_high) for y in (top, bottom - height)]
    above, below, before, after = top - height - GAP, bottom + GAP, left - width - GAP, right + GAP
    corners = [(xs[0], above), (xs[0], below), (xs[1], above), (xs[1], below)]
    corners += [(after, ys[0]), (before, ys[0]), (after, ys[1]), (before, ys[1])]
    inner_x = [np.clip(x, x_low, x_high) for x in (left + GAP, right - width - GAP)]
    inner_y = [np.clip(y, y_low, y_high) for y in (top + GAP, bottom - height - GAP)]
    corners += [(x, y) for y in inner_y for x in inner_x]
    return np.stack([np.stack([x, y, x + width, y + height], axis=-1) for x, y in corners], axis=1)


def _fits(places: Edges, room: ViewRect) -> NDArray[np.bool_]:
    slack = 1e-6
    return (
        (places[..., 0] >= room.x - slack)
        & (places[..., 1] >= room.y - slack)
        & (places[..., 2] <= room.right + slack)
        & (places[..., 3] <= room.bottom + slack)
    )


def _overlaps(one: Edges, other: Edges, *, paired: bool = False) -> NDArray[np.bool_]:
    """(…, m) of (…, 4) against (m, 4); `paired`: elementwise."""
    if not paired:
        one = one[..., None, :]
    return (
        (one[..., 0] < other[..., 2])
        & (other[..., 0] < one[..., 2])
        & (one[..., 1] < other[..., 3])
        & (other[..., 1] < one[..., 3])
    )
