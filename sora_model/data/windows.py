"""Windows of films as padded batches, and as statistics for the probe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sora_model.contract.manifest import MediaSpec
from sora_model.data.features import StepBlock, StepFeatures
from sora_model.data.sampling import StepGrid
from sora_model.data.targets import Clip, StepTargets
from sora_model.network.batch import Batch
from sora_model.network.statistics import compress, window_statistics

LONGEST_CLIP = 2048
"""Steps; the clip decision on a longer range looks at this many, spread evenly."""


@dataclass(frozen=True)
class Film:
    """One medium with its steps, features and supervision."""

    medium: MediaSpec
    grid: StepGrid
    features: StepFeatures
    targets: StepTargets


@dataclass(frozen=True)
class Window:
    """A stretch of a film: features, supervision `(T, C)`, and which steps the clip decision is about."""

    block: StepBlock
    positive: NDArray[np.float32]
    weight: NDArray[np.float32]
    inside: NDArray[np.bool_]
    has_video: bool
    has_audio: bool
    label: int
    share: float


def exact_window(film: Film, clip: Clip, classes: int) -> Window:
    """The clip and nothing around it (up to the start of its first visual step)."""
    return _window(film, clip, clip.first, clip.last, classes)


def random_window(
    film: Film, clip: Clip, classes: int, longest: int, speed: float, random: np.random.Generator
) -> Window:
    """The clip with a random margin (or a random part of a long one), played up to `speed` faster or
    slower.
    """
    length = clip.last - clip.first
    if length > longest:
        low = int(random.integers(clip.first, clip.last - longest + 1))
        low, high = low, low + longest
    else:
        margin = min((longest - length) // 2, max(4, length // 2))
        low = max(0, clip.first - int(random.integers(0, margin + 1)))
        high = min(film.grid.count, clip.last + int(random.integers(0, margin + 1)))
    window = _window(film, clip, low, high, classes)
    factor = float(np.exp(random.uniform(-speed, speed)))
    return _replayed(window, factor, film.features.spec.visual_every) if speed > 0 else window


def _window(film: Film, clip: Clip, low: int, high: int, classes: int) -> Window:
    every = film.features.spec.visual_every
    low = low // every * every
    block = film.features.block(low, high)
    inside = np.zeros(high - low, dtype=bool)
    inside[max(0, clip.first - low) : clip.last - low] = True
    return Window(
        block,
        film.targets.positive[low:high, :classes],
        film.targets.weight[low:high, :classes],
        inside,
        film.features.has_video,
        film.features.has_audio,
        clip.label,
        clip.weight,
    )


def _replayed(window: Window, factor: float, every: int) -> Window:
    """The window as if the film ran `factor` times as fast; flow grows with it."""
    count = len(window.inside)
    new = max(every, round(count / factor))
    steps = np.minimum((np.arange(new) * factor).astype(np.int64), count - 1)
    visual = np.minimum(steps[::every] // every, window.block.looks - 1)
    inside = window.inside[steps]
    if not inside.any():
        return window
    block = StepBlock(
        window.block.grid[visual],
        window.block.head[visual],
        window.block.motion[steps] * np.float32(factor),
        window.block.audio[steps],
        window.block.pixels[visual],
        window.block.text[steps],
        window.block.boxes[visual],
    )
    return Window(
        block,
        window.positive[steps],
        window.weight[steps],
        inside,
        window.has_video,
        window.has_audio,
        window.label,
        window.share,
    )


@dataclass(frozen=True)
class Targets:
    """`positive`, `weight (B, T, C)`, `labels (B,)` (C: background), `shares (B,)`."""

    positive: Tensor
    weight: Tensor
    labels: Tensor
    shares: Tensor


def collate(windows: list[Window]) -> tuple[Batch, Targets]:
    """Pad to the longest window."""
    longest = max(len(w.inside) for w in windows)
    looks = max(w.block.looks for w in windows)
    mask = torch.zeros(len(windows), longest, dtype=torch.bool)
    for i, window in enumerate(windows):
        mask[i, : len(window.inside)] = True
    batch = Batch(
        grid=_padded([w.block.grid for w in windows], looks),
        head=_padded([w.block.head for w in windows], looks),
        motion=_padded([w.block.motion for w in windows], longest),
        audio=_padded([w.block.audio for w in windows], longest),
        mask=mask,
        inside=_padded([w.inside for w in windows], longest),
        has_video=torch.tensor([w.has_video for w in windows]),
        has_audio=torch.tensor([w.has_audio for w in windows]),
        pixels=_padded([w.block.pixels for w in windows], looks),
        boxes=_boxes([w.block.boxes for w in windows], looks),
        text=_texts([w.block.text for w in windows], longest),
    )
    targets = Targets(
        positive=_padded([w.positive for w in windows], longest),
        weight=_padded([w.weight for w in windows], longest),
        labels=torch.tensor([w.label for w in windows]),
        shares=torch.tensor([w.share for w in windows]),
    )
    return batch, targets


def to_device(batch: Batch, targets: Targets, device: torch.device) -> tuple[Batch, Targets]:
    """Both on `device`."""
    if device.type == "cpu":
        return batch, targets
    moved = Batch(**{k: v.to(device, non_blocking=True) for k, v in vars(batch).items()})
    return moved, Targets(**{k: v.to(device, non_blocking=True) for k, v in vars(targets).items()})


def block_window(block: StepBlock, like: StepFeatures, classes: int) -> Window:
    """A block of features as one unlabelled clip; `like` tells what its medium has."""
    unknown = np.zeros((block.steps, classes), np.float32)
    inside = np.ones(block.steps, dtype=bool)
    return Window(block, unknown, unknown, inside, like.has_video, like.has_audio, classes, 0.0)


def _boxes(arrays: list[NDArray[np.float32]], length: int) -> Tensor:
    """`(B, V, K, 4)`: as many boxes as the window with the most has."""
    out = np.full((len(arrays), length, max(a.shape[1] for a in arrays), 4), np.nan, np.float32)
    for i, array in enumerate(arrays):
        out[i, : len(array), : array.shape[1]] = array
    return torch.from_numpy(out)


def _texts(arrays: list[NDArray[np.float32]], length: int) -> Tensor:
    """`(B, T, D)`; `D` is 0 where no window has a text."""
    out = np.zeros((len(arrays), length, max(a.shape[1] for a in arrays)), np.float32)
    for i, array in enumerate(arrays):
        out[i, : len(array), : array.shape[1]] = array
    return torch.from_numpy(out)


def _padded(arrays: Sequence[NDArray[Any]], length: int) -> Tensor:
    out = np.zeros((len(arrays), length, *arrays[0].shape[1:]), arrays[0].dtype)
    for i, array in enumerate(arrays):
        out[i, : len(array)] = array
    return torch.from_numpy(out)


def pooled(block: StepBlock) -> Tensor:
    """`(V, P)`: the grid's mean over the picture beside the head."""
    grid = torch.from_numpy(block.grid).mean(dim=(1, 2))
    return torch.cat([grid, torch.from_numpy(block.head)], dim=1)


def block_statistics(features: StepFeatures, block: StepBlock, windows: Tensor) -> Tensor:
    """Statistics `(N, D)` of `windows (N, 2)` in steps of the block."""
    return window_statistics(
        pooled(block),
        compress(torch.from_numpy(block.motion)),
        torch.from_numpy(block.audio),
        windows,
        features.spec.visual_every,
        features.has_video,
        features.has_audio,
    )


def clip_statistics(film: Film, clips: list[Clip]) -> Tensor:
    """Statistics `(N, D)` of clips of one film."""
    every = film.features.spec.visual_every
    rows = []
    for clip in clips:
        low = clip.first // every * every
        block = film.features.block(low, min(clip.last, low + LONGEST_CLIP))
        window = torch.tensor([[clip.first - low, min(clip.last - low, LONGEST_CLIP)]])
        rows.append(block_statistics(film.features, block, window))
    return torch.cat(rows)
