"""The epochs of a training as values: free of the plotting library, which is loaded when it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EpochPoint:
    """One epoch, counted from 1. Validation figures are None without a validation part."""

    epoch: int
    train_loss: float
    val_loss: float | None = None
    val_accuracy: float | None = None


def latest_comparable(points: Sequence[EpochPoint]) -> list[EpochPoint]:
    """The fit that says most: the last one with held-out figures, else the last one.

    A training may fit twice, the second time on all labels with nothing held out; its epochs begin at 1
    again, and one line through both would be nonsense.
    """
    fits: list[list[EpochPoint]] = []
    for point in points:
        if not fits or point.epoch <= fits[-1][-1].epoch:
            fits.append([])
        fits[-1].append(point)
    judged = [fit for fit in fits if any(p.val_loss is not None or p.val_accuracy is not None for p in fit)]
    return (judged or fits or [[]])[-1]
