"""Does the map show what the model uses? Hide what it points at first, and compare with hiding anything else.

Deletion and insertion: Petsiuk et al., "RISE" (BMVC 2018).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from sora_model.contract.explanations import Faithfulness
from sora_model.contract.manifest import MediaSpec
from sora_model.data.extraction import Extractor, Flow, never
from sora_model.data.features import StepBlock, StepFeatures
from sora_model.explain.decision import Explained
from sora_model.explain.hiding import hide_sound
from sora_model.inference import Predictor, step_grid
from sora_model.media.decoder import FrameDecoder
from sora_model.media.opencv import cv2
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import load_index

Picture = NDArray[np.uint8]
Floats = NDArray[np.float64]
Order = NDArray[np.int64]
IsCancelled = Callable[[], bool]

LONGEST_S = 2.56
"""Stretch of film that is explained, and on which its map is tested."""
SHARES = (0.15, 0.35, 0.65, 0.85)
"""Of the picture's cells that are hidden or shown; the same from either end."""
DRAWS = 3
"""Random orders that a map is compared with."""
SOUND_DRAWS = 8
SOUND_SPAN = 4
"""Steps of sound that are hidden together: what is heard alone is seldom heard twice within a span."""


@dataclass(frozen=True)
class Stretch:
    """Decoded pictures of steps `[first, last)` of one medium and the moment of each, in seconds."""

    pictures: NDArray[np.uint8]
    seconds: Floats
    features: StepFeatures
    first: int
    last: int


def span_around(
    predictor: Predictor, medium: MediaSpec, features: StepFeatures, moment: int
) -> tuple[int, int]:
    """Steps `[first, last)` of up to `LONGEST_S` around tick `moment`; `first` begins a visual step."""
    spec = predictor.checkpoint.config.features
    length = min(features.count, round(LONGEST_S * spec.steps_per_second))
    middle = step_grid(predictor.checkpoint, medium).step_at(moment)
    first = max(0, min(middle - length // 2, features.count - length))
    first = first // spec.visual_every * spec.visual_every
    return first, min(first + length, features.count)


def stretch_of(
    predictor: Predictor, medium: MediaSpec, features: StepFeatures, first: int, last: int
) -> Stretch:
    """The decoded pictures of steps `[first, last)`."""
    spec = predictor.checkpoint.config.features
    grid = step_grid(predictor.checkpoint, medium)
    index = load_index(medium.path, predictor.cache_dir, stream=medium.film_number)
    numbers = [index.frame_at(grid.tick(k)) for k in range(first, last)]
    with FrameDecoder(medium.path, index, threads=predictor.engine.threads) as decoder:
        pictures = [p for _, p in decoder.frames(numbers, (spec.picture, spec.picture))]
    seconds = np.array([float(index.pts[n] * index.time_base) for n in numbers])
    return Stretch(np.stack(pictures), seconds, features, first, last)


def block_of(extractor: Extractor, stretch: Stretch, pictures: NDArray[np.uint8]) -> StepBlock:
    """Features of the stretch with other `pictures`; sound stays."""
    every = extractor.spec.visual_every
    flow = Flow(None)
    motion = []
    shown = -1.0
    for picture, moment in zip(pictures, stretch.seconds, strict=True):
        if moment != shown:
            flow.step(picture, float(moment))
            shown = float(moment)
        motion.append(flow.description)
    block = replace(stretch.features.block(stretch.first, stretch.last), motion=np.stack(motion))
    if extractor.spec.pixels:
        side = extractor.spec.pixels, extractor.spec.pixels
        small = [cv2.resize(p, side, interpolation=cv2.INTER_AREA) for p in pictures[::every]]
        block = replace(block, pixels=np.stack(small).astype(np.uint8))
    if extractor.spec.backbone == "none":
        return block
    grid, head = extractor.look(list(pictures[::every]))
    return replace(block, grid=grid.numpy(), head=head.numpy())


def masked(pictures: NDArray[np.uint8], cells: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """`pictures (T, S, S, 3)` with the true cells of `cells (gh, gw)` filled by their mean colour over time.

    One still colour per cell, so that the mask neither moves nor flickers.
    """
    out = pictures.copy()
    rows = np.linspace(0, pictures.shape[1], cells.shape[0] + 1).round().astype(int)
    columns = np.linspace(0, pictures.shape[2], cells.shape[1] + 1).round().astype(int)
    for i, j in np.argwhere(cells):
        part = out[:, rows[i] : rows[i + 1], columns[j] : columns[j + 1]]
        part[:] = part.mean(axis=(0, 1, 2)).round().astype(np.uint8)
    return out


def probabilities(predictor: Predictor, stretch: Stretch, block: StepBlock) -> Floats:
    """`(C,)` of the stretch as one clip."""
    return predictor.look_at(block, stretch.features).clip


def by_value(field: Floats) -> Order:
    """Cells from the highest to the lowest."""
    return np.argsort(-field.ravel(), kind="stable")


def by_chance(cells: int, seed: int) -> Order:
    return np.random.default_rng(seed).permutation(cells * cells)


def from_the_middle(cells: int) -> Order:
    """Where cameras point and actions happen: the map that anybody could draw without a model."""
    away = (np.arange(cells) - (cells - 1) / 2) ** 2
    return np.argsort((away[:, None] + away[None, :]).ravel(), kind="stable")


class HidingTest:
    """Hides parts of the pictures of one stretch and asks the model again: decoded once, looked at anew."""

    def __init__(
        self, predictor: Predictor, stretch: Stretch, label: int, cells: int, cancelled: IsCancelled = never
    ) -> None:
        self._predictor = predictor
        self._stretch = stretch
        self._label = label
        self.cells = cells
        self._cancelled = cancelled
        # Both ends are the same for every order. The whole is computed as the hidden ones are: a stretch
        # begins without the picture before it.
        self.whole = self.probability(np.zeros(cells * cells, np.bool_))
        self.blank = self.probability(np.ones(cells * cells, np.bool_))

    def probability(self, hidden: NDArray[np.bool_]) -> float:
        """Of the class, with the `hidden (cells²,)` cells masked. Raises `media.progress.Cancelled`."""
        if self._cancelled():
            raise Cancelled
        pictures = masked(self._stretch.pictures, hidden.reshape(self.cells, self.cells))
        block = block_of(self._predictor.extractor, self._stretch, pictures)
        return float(probabilities(self._predictor, self._stretch, block)[self._label])

    def areas(self, order: Order) -> tuple[float, float]:
        """Deletion and insertion AUC of hiding, or showing, cells in this order."""
        hidden = [self.probability(_first(order, share)) for share in SHARES]
        shown = [self.probability(~_first(order, share)) for share in SHARES]
        return _area([self.whole, *hidden, self.blank]), _area([self.blank, *shown, self.whole])

    def random_areas(self, seed: int) -> tuple[float, float]:
        """As `areas` of a random order, at half the price: what is hidden of it is what is shown of its
        reverse, which is as random.
        """
        order = by_chance(self.cells, seed)
        curve = [self.whole, *(self.probability(_first(order, share)) for share in SHARES), self.blank]
        return _area(curve), _area(curve[::-1])

    def chance(self, draws: int = DRAWS) -> list[tuple[float, float]]:
        """`random_areas` of so many orders."""
        return [self.random_areas(seed) for seed in range(draws)]

    def faithfulness(self, field: Floats, chance: list[tuple[float, float]]) -> Faithfulness:
        """How the map does beside `chance`."""
        deletion, insertion = self.areas(by_value(field))
        return Faithfulness(deletion, insertion, tuple(d for d, _ in chance), tuple(i for _, i in chance))


def sound_test(decision: Explained, label: int, weights: Floats, cancelled: IsCancelled) -> Faithfulness:
    """The class's probability while the sound of span after span is hidden in the features, by `weights (T,)`
    and by chance; random orders are of the same spans, so that both hide equally long sounds.
    """
    spans = np.arange(len(weights)) // SOUND_SPAN
    count = int(spans[-1]) + 1
    value = np.bincount(spans, weights) / np.bincount(spans)
    chance = [np.random.default_rng(seed).permutation(count) for seed in range(SOUND_DRAWS)]
    orders = [by_value(value), by_value(value)[::-1], *chance]
    hidden = [_first(order, share) for order in orders for share in SHARES]
    masks = np.stack([np.zeros(count, np.bool_), *hidden, np.ones(count, np.bool_)])[:, spans]
    if cancelled():
        raise Cancelled
    with torch.inference_mode():
        variants = hide_sound(decision.batch, torch.from_numpy(masks).to(decision.batch.mask.device))
        p = torch.sigmoid(decision.log_odds(variants, label)).numpy()
    curves = p[1:-1].reshape(len(orders), len(SHARES))
    areas = [_area([p[0], *curve, p[-1]]) for curve in curves]
    # What is shown of an order is what is left when its reverse is hidden.
    shown = [_area([p[-1], *curve[::-1], p[0]]) for curve in curves]
    return Faithfulness(areas[0], shown[1], tuple(areas[2:]), tuple(shown[2:]))


def _first(order: Order, share: float) -> NDArray[np.bool_]:
    chosen = np.zeros(order.size, np.bool_)
    chosen[order[: max(1, round(share * order.size))]] = True
    return chosen


def _area(curve: list[float]) -> float:
    return float(np.trapezoid(curve, (0.0, *SHARES, 1.0)))
