"""The decoder against every segmentation there is, and stays and orders that were put in."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from sora_model import semi_markov
from sora_model.semi_markov import Chain


def value(path: tuple[int, ...], logs: np.ndarray, chain: Chain, change: np.ndarray) -> float:
    stays, order = chain.log_stays(len(path)), chain.log_order()
    cuts = [0, *(t for t in range(1, len(path)) if path[t] != path[t - 1]), len(path)]
    pieces = [(a, b, path[a]) for a, b in pairwise(cuts)]
    total = float(order[-1, path[0]]) + sum(float(logs[t, s]) for t, s in enumerate(path))
    total += sum(float(stays[b - a - 1, k]) for a, b, k in pieces)
    return total + sum(float(order[j, k] + change[a]) for (_, _, j), (a, _, k) in pairwise(pieces))


def test_the_best_of_all_segmentations_is_found() -> None:
    random = np.random.default_rng(3)
    order = tuple(tuple(row) for row in random.dirichlet(np.ones(3), size=4))
    chain = Chain(((0.7, 0.4), (1.1, 0.5), (0.3, 0.6)), order)
    for _ in range(15):
        logs, change = np.log(random.dirichlet(np.ones(3), size=7)), random.normal(0, 1, 7)
        best = max(product(range(3), repeat=7), key=lambda p: value(p, logs, chain, change))
        found = [k for a, b, k in semi_markov.segment(logs, chain, change) for _ in range(a, b)]
        assert found == list(best)


def test_stays_and_order_come_from_the_labels() -> None:
    films = [[(0, 10, 0), (10, 30, 1), (30, 40, 0), (40, 62, 1)], [(0, 10, 0), (10, 28, 1)]] * 10
    chain = semi_markov.learn(films, 3)
    assert np.exp(chain.stays[0][0]) == pytest.approx(10, rel=0.05)
    assert np.exp(chain.stays[1][0]) == pytest.approx(20, rel=0.05)
    order = np.array(chain.order)
    np.testing.assert_allclose(order.sum(axis=1), 1)
    assert order[0, 1] > 0.9  # 1 always follows 0
    assert order[3, 0] > 0.8  # films begin with 0
    assert order[2, 0] == pytest.approx(order[2, 1])  # nothing is known of what follows 2
    np.testing.assert_allclose(np.exp(chain.log_stays(200)).sum(axis=0), 1, atol=1e-6)


def test_stays_tell_two_readings_apart() -> None:
    flat = np.log(np.full((40, 2), 0.5))
    chain = Chain(((np.log(10), 0.1), (np.log(30), 0.1)))
    assert semi_markov.segment(flat, chain) in ([(0, 10, 0), (10, 40, 1)], [(0, 30, 1), (30, 40, 0)])
    odds = np.zeros(40)
    odds[29:31] = -5, 5
    assert semi_markov.segment(flat, chain, odds) == [(0, 30, 1), (30, 40, 0)]


def test_a_state_may_last_longer_than_the_longest_piece() -> None:
    logs = np.log(np.array([[0.9, 0.1]] * 900 + [[0.1, 0.9]] * 20))
    chain = Chain(((np.log(800), 0.5), (np.log(20), 0.5)))
    assert semi_markov.segment(logs, chain) == [(0, 900, 0), (900, 920, 1)]
