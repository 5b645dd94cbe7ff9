"""Does the map show what the model uses? Mask what it attends to, and compare with masking anything else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from sora_model.contract.manifest import MediaSpec
from sora_model.data.extraction import Extractor, Flow
from sora_model.data.features import StepBlock, StepFeatures
from sora_model.inference import Predictor, step_grid
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pts_index import load_index

Picture = NDArray[np.uint8]
Floats = NDArray[np.float64]

LONGEST_S = 4.0
"""Stretch of film on which a map is tested."""
DEFAULT_SHARE = 0.2
"""Of the picture's cells that are masked."""


@dataclass(frozen=True)
class Faithfulness:
    """Log probability of the class with nothing masked, with the most attended cells masked, and with random
    cells masked (one per draw); `cells`: how many of the grid's cells were masked.
    """

    whole: float
    attended: float
    random: tuple[float, ...]
    cells: int

    @property
    def drop_attended(self) -> float:
        return self.whole - self.attended

    @property
    def drop_random(self) -> float:
        return self.whole - float(np.mean(self.random))


@dataclass(frozen=True)
class Stretch:
    """Decoded pictures of steps `[first, last)` of one medium and the moment of each, in seconds."""

    pictures: NDArray[np.uint8]
    seconds: Floats
    features: StepFeatures
    first: int
    last: int


def stretch_around(predictor: Predictor, medium: MediaSpec, moment: int) -> Stretch:
    """Up to `LONGEST_S` of pictures around tick `moment`."""
    spec = predictor.checkpoint.config.features
    features = predictor.extractor.features(medium)
    grid = step_grid(predictor.checkpoint, medium)
    length = min(features.count, round(LONGEST_S * spec.steps_per_second))
    middle = grid.steps(moment, moment + 1)[0]
    first = (
        max(0, min(middle - length // 2, features.count - length)) // spec.visual_every * spec.visual_every
    )
    last = first + length if first + length <= features.count else features.count
    index = load_index(medium.path, predictor.cache_dir)
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
    looks = [
        extractor.look(list(pictures[i : i + 16 * every : every]))
        for i in range(0, len(pictures), 16 * every)
    ]
    audio = stretch.features.block(stretch.first, stretch.last).audio
    return StepBlock(
        torch.cat([grid for grid, _ in looks]).numpy(),
        torch.cat([head for _, head in looks]).numpy(),
        np.stack(motion),
        audio,
    )


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


def log_probabilities(predictor: Predictor, stretch: Stretch, block: StepBlock) -> Floats:
    """`(C,)` of the stretch as one clip."""
    return np.log(np.clip(predictor.look_at(block, stretch.features).clip, 1e-12, 1))


def attention_field(predictor: Predictor, stretch: Stretch) -> Floats:
    """`(gh, gw)`: the stretch's mean spatial attention, weighted by temporal attention."""
    whole = stretch.features.block(stretch.first, stretch.last)
    look = predictor.look_at(whole, stretch.features)
    return np.asarray((look.spatial.astype(np.float64) * look.temporal[:, None, None]).sum(axis=0))


def attended_cells(field: Floats, share: float) -> NDArray[np.bool_]:
    """The `share` of cells with the most attention, `(gh, gw)`."""
    return _chosen(np.argsort(-field.ravel(), kind="stable"), field.shape, share)


def random_cells(shape: tuple[int, ...], share: float, seed: int) -> NDArray[np.bool_]:
    """A random set of as many cells."""
    order = np.random.default_rng(seed).permutation(int(np.prod(shape)))
    return _chosen(order, shape, share)


def _chosen(order: NDArray[np.int64], shape: tuple[int, ...], share: float) -> NDArray[np.bool_]:
    cells = np.zeros(order.size, np.bool_)
    cells[order[: max(1, round(share * order.size))]] = True
    return cells.reshape(shape)


def masking(
    predictor: Predictor, stretch: Stretch, draws: int = 6, share: float = DEFAULT_SHARE
) -> Faithfulness:
    """Mask `share` of the cells in every picture of the stretch: the most attended, then `draws` random sets.

    Scored is the class that the model finds.
    """
    look = predictor.look_at(stretch.features.block(stretch.first, stretch.last), stretch.features)
    label = int(look.clip.argmax())

    def score(cells: NDArray[np.bool_]) -> float:
        block = block_of(predictor.extractor, stretch, masked(stretch.pictures, cells))
        return float(log_probabilities(predictor, stretch, block)[label])

    field = attention_field(predictor, stretch)
    # The whole is computed as the masked ones are: a stretch begins without the picture before it.
    nothing = np.zeros(field.shape, np.bool_)
    return Faithfulness(
        score(nothing),
        score(attended_cells(field, share)),
        tuple(score(random_cells(field.shape, share, seed)) for seed in range(draws)),
        int(attended_cells(field, share).sum()),
    )
