"""The labelled stretches of a film's features in memory, for training that reads them every epoch."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from sora_model.data.features import StepBlock, StepFeatures

Prepare = Callable[[StepBlock], StepBlock]


class HeldFeatures(StepFeatures):
    """Features whose `block` is prepared, and answered from memory where it lies in a held stretch."""

    def __init__(self, features: StepFeatures, prepare: Prepare) -> None:
        super().__init__(
            features.spec,
            features._first,
            features.count,
            features.has_video,
            features.has_audio,
            features._chunks,
            features.texts,
            features.boxes,
        )
        self._prepare = prepare
        self._firsts: list[int] = []
        self._blocks: list[StepBlock] = []

    def hold(self, stretches: Sequence[tuple[int, int]], budget: int) -> int:
        """Keep half-open `stretches` of steps while they fit in `budget` bytes; the bytes they take."""
        taken = 0
        self._firsts, self._blocks = [], []
        for first, last in merged(stretches, self.spec.visual_every, self.count):
            if taken >= budget:
                break
            block = self._prepare(super().block(first, last))
            taken += sum(array.nbytes for array in vars(block).values())
            self._firsts.append(first)
            self._blocks.append(block)
        return taken

    def block(self, first: int, last: int) -> StepBlock:
        """As `StepFeatures.block`, prepared. What is held is not copied: do not write to it."""
        place = bisect_right(self._firsts, first) - 1
        if place >= 0:
            start, held = self._firsts[place], self._blocks[place]
            if last <= start + held.steps:
                return part(held, first - start, last - start, self.spec.visual_every)
        return self._prepare(super().block(first, last))


def part(block: StepBlock, first: int, last: int, every: int) -> StepBlock:
    """Steps `[first, last)` of a block; `first` is a multiple of `every`. Nothing is copied."""
    looks = slice(first // every, -(-last // every))
    return StepBlock(
        grid=block.grid[looks],
        head=block.head[looks],
        motion=block.motion[first:last],
        audio=block.audio[first:last],
        pixels=block.pixels[looks],
        text=block.text[first:last],
        boxes=block.boxes[looks],
    )


def merged(stretches: Sequence[tuple[int, int]], every: int, count: int) -> list[tuple[int, int]]:
    """Sorted, within `[0, count)`, begun at a multiple of `every`, overlapping ones made one."""
    out: list[tuple[int, int]] = []
    for first, last in sorted((max(0, a) // every * every, min(b, count)) for a, b in stretches):
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        elif last > first:
            out.append((first, last))
    return out
