"""Fitting the probe of single steps to all steps whose supervision is known, and what it says of steps that
were held out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sora_model.data.step_rows import row_blocks, step_rows
from sora_model.data.targets import runs
from sora_model.data.windows import Film
from sora_model.network.step_probe import StepProbe

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STRENGTHS = (1e-4, 1e-5, 1e-3)
"""Ridge, relative to the rows' number and mean squared norm; the first where nothing can be held out."""
MOST_ROWS = 20_000
"""Of more known steps every second, third … is taken."""
FOLDS = 4
"""By groups, …"""
TIME_BLOCKS = 4
"""… or by time."""
GUARD_S = 1.0
"""Steps this close to held-out ones of the same film are not learnt from."""


@dataclass(frozen=True)
class Rows:
    """Known steps: `x (N, D)`, `y (N, C + 1)`, `w (N,)`, their `film` and `step (N,)`."""

    x: Tensor
    y: Tensor
    w: Tensor
    film: Ints
    step: Ints

    def at(self, chosen: NDArray[np.bool_]) -> tuple[Tensor, Tensor, Tensor]:
        own = torch.from_numpy(chosen)
        return self.x[own], self.y[own], self.w[own]


def step_folds(films: Sequence[Film]) -> list[Ints]:
    """Fold of each step of each film: by group where every class is in two groups at least, else by blocks of
    time.
    """
    groups = sorted({f.medium.group for f in films})
    shown = np.zeros((len(groups), films[0].targets.positive.shape[1]), bool)
    for film in films:
        shown[groups.index(film.medium.group)] |= film.targets.positive.any(axis=0)
    if (shown.sum(axis=0) > 1).all():
        return [np.full(f.grid.count, groups.index(f.medium.group) % min(FOLDS, len(groups))) for f in films]
    return [np.arange(f.grid.count) * TIME_BLOCKS // f.grid.count for f in films]


def known_rows(films: Sequence[Film], pictures: bool, sound: bool) -> Rows | None:
    """All steps of which every class is known, at most about `MOST_ROWS`; None without any."""
    stretches = [
        (number, first, last)
        for number, film in enumerate(films)
        for first, last in runs(np.asarray((film.targets.weight > 0).all(axis=1)))
    ]
    if not stretches:
        return None
    every = max(1, -(-sum(last - first for _, first, last in stretches) // MOST_ROWS))
    x, y, w, film_of, step = [], [], [], [], []
    for number, first, last in stretches:
        targets = films[number].targets
        chosen = np.arange(first, last, every)
        positive = targets.positive[chosen]
        x.append(step_rows(films[number].features, first, last, pictures, sound)[::every])
        y.append(np.concatenate([positive, 1 - positive.max(axis=1, keepdims=True)], axis=1))
        w.append(targets.weight[chosen].mean(axis=1))
        film_of.append(np.full(len(chosen), number))
        step.append(chosen)
    return Rows(
        torch.cat(x),
        torch.from_numpy(np.concatenate(y)),
        torch.from_numpy(np.concatenate(w)),
        np.concatenate(film_of),
        np.concatenate(step),
    )


class StepFit:
    """Probes of the known steps of films: of all of them, and of all but a fold."""

    def __init__(self, films: Sequence[Film], rows: Rows, pictures: bool, sound: bool) -> None:
        self.films = films
        self.rows = rows
        self.pictures, self.sound = pictures, sound
        self.folds = step_folds(films)
        self.count = 1 + max(int(f.max()) for f in self.folds)

    @staticmethod
    def of(films: Sequence[Film]) -> StepFit | None:
        """None where no step is known."""
        pictures = any(f.features.has_video for f in films)
        sound = any(f.features.has_audio for f in films)
        rows = known_rows(films, pictures, sound) if pictures or sound else None
        return None if rows is None else StepFit(films, rows, pictures, sound)

    def probe(self, strength: float, without: int | None = None) -> StepProbe | None:
        """Fitted without the steps of fold `without` and those near it; None where nothing is left."""
        chosen = np.ones(len(self.rows.step), bool)
        if without is not None:
            far = [self.far_from(i, without) for i in range(len(self.films))]
            chosen = np.array([far[f][t] for f, t in zip(self.rows.film, self.rows.step, strict=True)])
        if not chosen.any():
            return None
        x, y, w = self.rows.at(chosen)
        probe = StepProbe(x.shape[1], y.shape[1], self.pictures, self.sound)
        probe.fit_scale(x, w, row_blocks(self.pictures, self.sound))
        probe.solve(x, y, w, strength)
        return probe

    def far_from(self, film: int, fold: int) -> NDArray[np.bool_]:
        """`(T,)`: the steps of a film that may be learnt from when `fold` is held out."""
        far = np.asarray(self.folds[film] != fold)
        guard = round(GUARD_S * float(self.films[film].grid.rate))
        for first, last in runs(~far):
            far[max(0, first - guard) : last + guard] = False
        return far

    def strength(self) -> float:
        """The ridge with the least squared error on held-out steps."""
        lost = []
        for strength in STRENGTHS:
            total = 0.0
            for fold in range(self.count):
                held = np.array(
                    [self.folds[f][t] == fold for f, t in zip(self.rows.film, self.rows.step, strict=True)]
                )
                probe = self.probe(strength, fold)
                if probe is not None and held.any():
                    x, y, w = self.rows.at(held)
                    total += float(((probe(x) - y).square().sum(dim=1) * w).sum())
            lost.append(total)
        return STRENGTHS[int(np.argmin(lost))]
