"""Vectors of steps, labels and films: near vectors, like moments.

Without a run they are the probe's temporal statistics, standardised on the project's own films; with one, its
pooled representation stands beside them, where its network was trained. Measured by retrieval on the train
parts of real sets, among groups other than the query's, in mean average precision: colour histograms 0.16 on
gestures and 0.52 on fights, statistics 0.82 and 0.57. With runs trained on other groups: on gestures
statistics 0.79, representation 0.93, both 0.95; on fights the three lie within a standard error of each other
(0.57 to 0.59).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sora_model.config import preset
from sora_model.contract.embeddings import Level
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Event, Progress
from sora_model.contract.manifest import Manifest, MediaSpec
from sora_model.data.extraction import Backbone, Extractor, never
from sora_model.data.features import FeatureSpec, StepFeatures
from sora_model.data.sampling import StepGrid
from sora_model.data.targets import positive_clips
from sora_model.data.windows import LONGEST_CLIP, block_statistics, block_window, collate, to_device
from sora_model.engine import choose
from sora_model.inference import Predictor
from sora_model.labelled_films import read_features
from sora_model.media.progress import Cancelled
from sora_model.network.heads import OUTERMOST, STILL
from sora_model.network.statistics import blocks

OnEvent = Callable[[Event], None]
IsCancelled = Callable[[], bool]
Vectors = NDArray[np.float32]

DIMENSIONS = 64
"""Unless told otherwise; more say no more."""
HEARD = ("sound", "voice")
"""Left out where every film has a picture: measured, sound makes neighbours worse."""
STEP_WINDOW_S = 2.0
"""The vector of a step is about so much film around it."""
SAMPLE = 2000
"""Rows at most that standardisation and axes are fitted on."""
FEWEST_ROWS = 16
"""With fewer of the level asked for, steps are added to fit on."""
CHUNK_STEPS = 256
BATCH = 16
NETWORK = "network"


@dataclass(frozen=True)
class Rows:
    """`vectors (N, K)` of length 1 about `[start, end)` ticks of medium `media_ids[n]`; `class_ids`: of the
    label, empty but at level segment.
    """

    vectors: Vectors
    media_ids: tuple[str, ...]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    class_ids: tuple[str, ...]
    made_by: str


@dataclass(frozen=True)
class _Stretch:
    """Steps `[first, last)` of one film, and the ticks and class they stand for."""

    first: int
    last: int
    start: int
    end: int
    class_id: str = ""


def standard_blocks(statistics: Tensor, lengths: Mapping[str, int]) -> dict[str, Tensor]:
    """The blocks (name → length) of `statistics (N, D)` in double precision, each standardised over all rows,
    bounded, and divided by the root of its mean squared norm. What no row has is left out; where a row has
    none it is 0.
    """
    out: dict[str, Tensor] = {}
    start = 0
    for name, length in lengths.items():
        part = statistics[:, start : start + length].double()
        start += length
        present = ~part.isnan()
        if not bool(present.any()):
            continue
        scale = _Scale.of(part)
        out[name] = scale(part)
    return out


@dataclass(frozen=True)
class _Scale:
    """Standardisation of one block, learned from rows and applied to others."""

    mean: Tensor
    inverse: Tensor
    size: float = 1.0

    @staticmethod
    def of(rows: Tensor) -> _Scale:
        present = ~rows.isnan()
        count = present.sum(dim=0).clamp(min=1)
        mean = rows.nan_to_num(nan=0.0).sum(dim=0) / count
        deviation = ((rows - mean).nan_to_num(nan=0.0).square().sum(dim=0) / count).sqrt()
        inverse = torch.where(deviation > 0, 1.0 / (deviation + STILL * deviation.mean() + 1e-8), 0.0)
        squares = _Scale(mean, inverse)(rows)[present.any(dim=1)].square().sum(dim=1)
        return _Scale(mean, inverse, float(squares.mean().sqrt()) or 1.0)

    def __call__(self, rows: Tensor) -> Tensor:
        z = ((rows - self.mean) * self.inverse).clamp(-OUTERMOST, OUTERMOST)
        return z.nan_to_num(nan=0.0) / self.size


# --- axes ----------------------------------------------------------------------------------


class Axes:
    """Principal axes of standardised rows: `(N, D) → (N, K)`, the axis of most variation first.

    The sign is such that an axis' largest component is positive, so that equal rows give equal axes.
    """

    def __init__(self, rows: Tensor, dimensions: int | None) -> None:
        """`dimensions` None: `DIMENSIONS`, or as many as there are. `SoraError` for more than there are, or
        where there are none.
        """
        self._mean = rows.mean(dim=0)
        centred = rows - self._mean
        values, vectors = torch.linalg.eigh(centred @ centred.T)
        keep = values > 1e-9 * values.max().clamp(min=1e-12)
        most = int(keep.sum())
        if not most or (dimensions is not None and not 1 <= dimensions <= most):
            if not most:
                raise SoraError(
                    "There are no dimensions to choose from: all vectors here are the same. Add films."
                )
            raise SoraError(
                "{dimensions} dimensions cannot be had: the {count} vectors here span {most}. Choose 1 to "
                "{most}, or leave the choice out.",
                dimensions=dimensions,
                count=len(rows),
                most=most,
            )
        wanted = min(DIMENSIONS, most) if dimensions is None else dimensions
        chosen = values.argsort(descending=True, stable=True)[:wanted]
        axes = (centred.T @ vectors[:, chosen]) / values[chosen].clamp(min=1e-300).sqrt()
        largest = axes.gather(0, axes.abs().argmax(dim=0, keepdim=True)) if wanted else axes[:1]
        self._axes = axes * largest.sign()

    def __call__(self, rows: Tensor) -> Vectors:
        """Of length 1; a row exactly at the mean has no direction and stays 0."""
        z = (rows - self._mean) @ self._axes
        return np.asarray((z / z.norm(dim=1, keepdim=True).clamp(min=1e-12)).float().numpy())


# --- reading -------------------------------------------------------------------------------


def embed(
    manifest: Manifest,
    level: Level,
    *,
    cache_dir: Path,
    checkpoint: Path | None = None,
    dimensions: int | None = None,
    device: str = "auto",
    on_event: OnEvent,
    cancelled: IsCancelled = never,
) -> Rows:
    """A vector per step, per positive range, or per medium of `manifest`.

    `checkpoint`: the run whose representation is used beside the statistics, if its network was trained.
    `dimensions` None: `DIMENSIONS`,
    or as many as there are. Raises `SoraError` where there is nothing to embed, for more dimensions than
    there are, and for films that cannot be read; `media.progress.Cancelled`.
    """
    reader = _Reader.of(checkpoint, cache_dir, device)
    stretches = [_stretches(medium, level, reader.spec, manifest) for medium in manifest.media]
    if not any(stretches):
        raise SoraError(
            "There is nothing to embed: no labels. Label some actions, or choose the level film or frame."
            if manifest.media
            else "There is nothing to embed: no films."
        )
    read = read_features(reader.extractor, manifest.media, on_event, cancelled)
    films = [features for _, _, features in read]
    standard = _Standard(_fitting_rows(films, stretches, reader, cancelled), reader.blocks, dimensions)
    vectors, total, done = [], sum(map(len, stretches)), 0
    for features, wanted in zip(films, stretches, strict=True):
        for first in range(0, len(wanted), CHUNK_STEPS):
            if cancelled():
                raise Cancelled
            part = wanted[first : first + CHUNK_STEPS]
            vectors.append(standard(reader.rows(features, part)))
            done += len(part)
            on_event(Progress("embedding", done, total))
    flat = [(m, s) for m, wanted in zip(manifest.media, stretches, strict=True) for s in wanted]
    return Rows(
        np.concatenate(vectors),
        tuple(m.id for m, _ in flat),
        np.array([s.start for _, s in flat], dtype=np.int64),
        np.array([s.end for _, s in flat], dtype=np.int64),
        tuple(s.class_id for _, s in flat),
        reader.made_by,
    )


def _stretches(medium: MediaSpec, level: Level, spec: FeatureSpec, manifest: Manifest) -> list[_Stretch]:
    grid = StepGrid.of(medium, spec.steps_per_second, spec.visual_every)
    if level == "film":
        return [_Stretch(0, grid.count, medium.start, medium.end)]
    if level == "frame":
        ticks = [*grid.ticks().tolist(), medium.end]
        return [_around(step, grid, ticks[step], ticks[step + 1]) for step in range(grid.count)]
    items = [r for r in medium.ranges if r.kind == "positive" and r.class_id is not None and r.weight > 0]
    clips = positive_clips(0, medium, grid, manifest.classes)
    return [
        _Stretch(clip.first, clip.last, item.start, item.end, str(item.class_id))
        for clip, item in zip(clips, items, strict=True)
    ]


def _around(step: int, grid: StepGrid, start: int, end: int) -> _Stretch:
    half = max(1, round(STEP_WINDOW_S * float(grid.rate) / 2))
    return _Stretch(max(0, step - half), min(grid.count, step + half + 1), start, max(end, start + 1))


class _Reader:
    """From cached features to raw rows: the statistics, and with a run its pooled representation."""

    def __init__(self, spec: FeatureSpec, extractor: Extractor, predictor: Predictor | None) -> None:
        self.spec = spec
        self.extractor = extractor
        self._predictor = predictor if predictor is not None and predictor.checkpoint.trained else None
        self.blocks = dict(blocks(spec))
        self.made_by = "temporal statistics"
        if predictor is not None and self._predictor is None:
            self.made_by = (
                f"temporal statistics alone: the network of run {predictor.checkpoint.run} is untrained"
            )
        elif predictor is not None:
            self.blocks[NETWORK] = predictor.checkpoint.config.width
            self.made_by = f"temporal statistics and the representation of run {predictor.checkpoint.run}"

    @staticmethod
    def of(checkpoint: Path | None, cache_dir: Path, device: str) -> _Reader:
        if checkpoint is not None:
            predictor = Predictor(checkpoint, cache_dir, device)
            return _Reader(predictor.checkpoint.config.features, predictor.extractor, predictor)
        spec, engine = preset("sora-av").features, choose(device)
        backbone = Backbone.published(spec.backbone, engine.device)
        return _Reader(spec, Extractor(backbone, spec, cache_dir, engine.device, engine.threads), None)

    def rows(self, features: StepFeatures, stretches: Sequence[_Stretch]) -> Tensor:
        """`(N, D)`; a stretch longer than `LONGEST_CLIP` steps is the mean of its parts."""
        low, high = min(s.first for s in stretches), max(s.last for s in stretches)
        if high - low <= LONGEST_CLIP:  # neighbours: one look into the cache for all
            return self._block_rows(features, low, high, [(s.first, s.last) for s in stretches])
        return torch.cat([self._long(features, s) for s in stretches])

    def _long(self, features: StepFeatures, stretch: _Stretch) -> Tensor:
        edges = [*range(stretch.first, stretch.last, LONGEST_CLIP), stretch.last]
        parts = [self._block_rows(features, a, b, [(a, b)]) for a, b in pairwise(edges)]
        lengths = torch.tensor([b - a for a, b in pairwise(edges)])[:, None]
        return ((torch.cat(parts) * lengths).sum(dim=0) / lengths.sum())[None]

    def _block_rows(
        self, features: StepFeatures, low: int, high: int, windows: Sequence[tuple[int, int]]
    ) -> Tensor:
        low = low // self.spec.visual_every * self.spec.visual_every
        block = features.block(low, high)
        rows = block_statistics(features, block, torch.tensor(windows) - low)
        if self._predictor is None:
            return rows
        return torch.cat([rows, self._pooled(self._predictor, features, windows)], dim=1)

    @staticmethod
    def _pooled(predictor: Predictor, features: StepFeatures, windows: Sequence[tuple[int, int]]) -> Tensor:
        every, model, out = features.spec.visual_every, predictor.model, []
        with torch.inference_mode():
            for first in range(0, len(windows), BATCH):
                blocks = [features.block(a // every * every, b) for a, b in windows[first : first + BATCH]]
                batch, targets = collate([block_window(b, features, model.classes) for b in blocks])
                batch, _ = to_device(batch, targets, predictor.engine.device)
                out.append(model(batch).pooled.float().cpu())
        return torch.cat(out)


def _fitting_rows(
    films: Sequence[StepFeatures],
    stretches: Sequence[Sequence[_Stretch]],
    reader: _Reader,
    cancelled: IsCancelled,
) -> Tensor:
    """At most `SAMPLE` rows, evenly spread over what is asked for; of few, steps of the films are added."""
    every = max(1, -(-sum(map(len, stretches)) // SAMPLE))
    rows, number = [], 0
    for features, wanted in zip(films, stretches, strict=True):
        if cancelled():
            raise Cancelled
        chosen = list(wanted[-number % every :: every])
        number += len(wanted)
        for first in range(0, len(chosen), CHUNK_STEPS):
            rows.append(reader.rows(features, chosen[first : first + CHUNK_STEPS]))
    if number < FEWEST_ROWS:
        half = max(1, round(STEP_WINDOW_S * reader.spec.steps_per_second / 2))
        for features in films:
            middles = np.linspace(0, features.count - 1, min(features.count, 2 * FEWEST_ROWS)).astype(int)
            around = [(max(0, m - half), min(features.count, m + half + 1)) for m in middles.tolist()]
            rows += [reader.rows(features, [_Stretch(a, b, 0, 0)]) for a, b in around]
    return torch.cat(rows)


class _Standard:
    """Raw rows `(N, D)` → vectors `(N, K)` of length 1: standardised, along the sample's axes."""

    def __init__(self, sample: Tensor, lengths: Mapping[str, int], dimensions: int | None) -> None:
        self._lengths = lengths
        parts = self._parts(sample)
        known = {name for name, part in parts.items() if part.numel() and not bool(part.isnan().all())}
        seen = known.difference((*HEARD, NETWORK))
        # Where a film has no picture, what is heard is all there is to compare.
        blind = not seen or any(bool(parts[name].isnan().all(dim=1).any()) for name in seen)
        self._scales = {
            name: _Scale.of(parts[name]) for name in lengths if name in known and (blind or name not in HEARD)
        }
        self._axes = Axes(self._standardised(sample), dimensions)

    def __call__(self, rows: Tensor) -> Vectors:
        return self._axes(self._standardised(rows))

    def _standardised(self, rows: Tensor) -> Tensor:
        parts = self._parts(rows)
        return torch.cat([scale(parts[name]) for name, scale in self._scales.items()], dim=1)

    def _parts(self, rows: Tensor) -> dict[str, Tensor]:
        return dict(zip(self._lengths, rows.double().split(list(self._lengths.values()), dim=1), strict=True))
