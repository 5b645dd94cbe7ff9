"""Most likely segmentation under stay times and an order of classes that were learnt from labels.

Source: the explicit-duration hidden Markov model, Rabiner, "A Tutorial on Hidden Markov Models" (Proc. IEEE
1989), section IV.D; decoding over segments after Sarawagi & Cohen, "Semi-Markov CRFs" (NIPS 2004).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.errors import SoraError
from sora_model.contract.json_fields import Fields

Floats = NDArray[np.float64]
Piece = tuple[int, int, int]
"""`(first step, last step, state)`, half-open."""

LONGEST = 256
"""Steps of one piece; a longer stay is several pieces of the same state in a row."""
SPREAD = 0.7
"""Deviation of ln(stay) where too few labels tell it, with the weight of `SPREAD_CASES` labels."""
SPREAD_CASES = 4.0
ORDER_CASES = 3.0
"""Labels that the assumption "any state may follow" weighs as much as."""


@dataclass(frozen=True)
class Chain:
    """Stay times and order of `K` states.

    `stays`: mean and deviation of ln(steps) per state (log-normal); `order (K + 1, K)`: chance that the
    column's state follows the row's, the last row at the film's start; empty: all that follow are as likely.
    """

    stays: tuple[tuple[float, float], ...]
    order: tuple[tuple[float, ...], ...] = ()

    @staticmethod
    def from_fields(fields: Fields) -> Chain:
        """Raises `SoraError` where the numbers are no chain."""
        stays = fields.table("stays", 2)
        order = fields.table("order", len(stays))
        if any(deviation <= 0 for _, deviation in stays):
            raise SoraError("{where}: a deviation of “stays” is not more than 0.", where=fields.where)
        if order and len(order) != len(stays) + 1:
            raise SoraError(
                "{where}: “order” needs {expected} rows for {states} states; it has {found}.",
                where=fields.where,
                expected=len(stays) + 1,
                states=len(stays),
                found=len(order),
            )
        return Chain(tuple((mean, deviation) for mean, deviation in stays), order)

    def log_stays(self, longest: int) -> Floats:
        """`(longest, K)`: log chance that a state lasts 1, 2 … steps, the last row: at least so many."""
        edges = np.log(np.arange(longest) + 0.5)
        edges[0] = -np.inf
        means, deviations = np.array(self.stays).T
        above = 1.0 - _normal((edges[:, None] - means) / deviations)
        chances = np.append(above[:-1] - above[1:], above[-1:], axis=0)
        return np.asarray(np.log(np.clip(chances, 1e-12, 1.0)))

    def log_order(self) -> Floats:
        """`(K + 1, K)`; a state never follows itself."""
        count = len(self.stays)
        chances = np.array(self.order) if self.order else np.full((count + 1, count), 1.0 / max(1, count - 1))
        logs = np.log(np.clip(chances, 1e-9, 1.0))
        logs[np.arange(count), np.arange(count)] = -np.inf
        return np.asarray(logs)


def learn(films: Sequence[Sequence[Piece]], states: int) -> Chain:
    """Stay times and order from each film's known pieces, in order of time.

    Pieces that touch give the order; a gap is unknown. States with few labels lean on all labels.
    """
    logs = [(state, math.log(last - first)) for film in films for first, last, state in film]
    every = np.array([value for _, value in logs]) if logs else np.zeros(1)
    centre = float(every.mean())
    wide = float(np.sqrt((every.var() * len(every) + SPREAD**2 * SPREAD_CASES) / (len(every) + SPREAD_CASES)))
    stays = []
    for k in range(states):
        own = np.array([value for state, value in logs if state == k])
        mean = (own.sum() + centre) / (len(own) + 1)
        off = float(((own - mean) ** 2).sum())
        stays.append((float(mean), math.sqrt((off + wide**2 * SPREAD_CASES) / (len(own) + SPREAD_CASES))))
    counts = np.zeros((states + 1, states))
    for film in films:
        if film and film[0][0] == 0:
            counts[states, film[0][2]] += 1
        for (_, last, before), (first, _, after) in pairwise(film):
            if first == last and before != after:
                counts[before, after] += 1
    usual = np.full_like(counts, 1.0 / max(1, states - 1))
    usual[np.arange(states), np.arange(states)] = 0.0
    usual[states] = 1.0 / states
    order = (counts + ORDER_CASES * usual) / (counts.sum(axis=1, keepdims=True) + ORDER_CASES)
    return Chain(tuple(stays), tuple(tuple(float(v) for v in row) for row in order))


def segment(logs: Floats, chain: Chain, change: Floats | None = None) -> list[Piece]:
    """The most likely pieces, which cover all steps, of log evidence `logs (T, K)`.

    `change (T,)`: log odds of a boundary at the beginning of each step, over what is usual; None: unknown.
    """
    steps, states = logs.shape
    if states == 1:
        return [(0, steps, 0)]
    longest = min(LONGEST, steps)
    stays, order = chain.log_stays(longest), chain.log_order()
    total = np.concatenate([np.zeros((1, states)), np.cumsum(logs, axis=0)])
    # entered[s, k]: the best of everything before step s when state k begins there, less total[s, k].
    entered = np.full((steps + 1, states), -np.inf)
    entered[0] = order[states]
    came = np.full((steps + 1, states), -1)
    lasted = np.zeros((steps + 1, states), np.int64)
    columns = np.arange(states)
    for t in range(1, steps + 1):
        reach = min(longest, t)
        ways = entered[t - reach : t][::-1] + stays[:reach]
        lasted[t] = ways.argmax(axis=0) + 1
        ended = ways[lasted[t] - 1, columns] + total[t]
        moves = ended[:, None] + order[:states]
        came[t] = moves.argmax(axis=0)
        best = moves[came[t], columns] + (change[t] if change is not None and t < steps else 0.0)
        # A piece of the longest length may go on: the state stays itself at no price.
        on = np.where((lasted[t] == LONGEST) & (ended > best), ended, -np.inf)
        came[t] = np.where(on > best, columns, came[t])
        best = np.maximum(best, on)
        entered[t] = best - total[t]
    return _traced(ended, came, lasted, steps)


def _traced(ended: Floats, came: NDArray[np.int64], lasted: NDArray[np.int64], steps: int) -> list[Piece]:
    pieces: list[Piece] = []
    at, state = steps, int(ended.argmax())
    while at > 0:
        first = at - int(lasted[at, state])
        if pieces and pieces[-1][2] == state:
            pieces[-1] = (first, pieces[-1][1], state)
        else:
            pieces.append((first, at, state))
        at, state = first, int(came[first, state])
    return pieces[::-1]


def _normal(z: Floats) -> Floats:
    """Distribution function of the standard normal."""
    return np.asarray([[0.5 * math.erfc(-v / math.sqrt(2)) for v in row] for row in z])
